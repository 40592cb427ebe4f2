package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/report"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server"
)

func (c Command) policyReplayCommand() *cobra.Command {
	var folder, config, database string
	var days int
	cmd := &cobra.Command{
		Use:   "replay",
		Short: "Say what a policy would judge differently of what a server has judged",
		Long: `Judges the newest evaluation of each pull request in a server's database again, with the given policy and
configuration, and prints which would come out differently, with the findings that are new (+) or gone (-). GitHub is
asked nothing and nothing is written; the server may be running.

It is compared with what was decided then: by the policy, the configuration and the sekisho of that day. To see what a
changed policy alone does, replay with the present one first. Approvals are those that were asked for then: where the change
was proved, nobody asked.

A server remembers the content that it read for 30 days, and no file above 512 KB. What is not stored any more cannot be
judged again, and is said.

Exit status: 0 when nothing comes out differently, 1 when something does, 2 when sekisho could not run.`,
		Example: "  sekisho policy replay --database sekisho.db --config sekisho.yml --policy DIR",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if config == "" {
				return errors.New("--config: name the platform's configuration, sekisho.yml")
			}
			if days <= 0 {
				return fmt.Errorf("--days: %d is not a number of days", days)
			}
			platformConfig, err := readConfig(config)
			if err != nil {
				return fmt.Errorf("--config: %w", err)
			}
			policyEngine, err := newEngine(cmd.Context(), folder)
			if err != nil {
				return err
			}
			var total, notPossible int
			became := map[string]int{}
			err = server.Replay(cmd.Context(), server.ReplayOptions{
				DatabasePath: database, Platform: platformConfig, Engine: policyEngine, After: time.Now().AddDate(0, 0, -days),
			}, func(r *server.Replayed) error {
				total++
				switch {
				case r.NotPossible != "":
					notPossible++
				case r.Differs():
					became[change(string(r.Record.Decision.Verdict), string(r.Decision.Verdict))]++
				}
				c.printReplayed(r)
				return nil
			})
			if errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("--database: name the file of a server's database: %w", err)
			}
			if err != nil {
				return err
			}
			differ := 0
			for _, n := range became {
				differ += n
			}
			noun := "pull requests"
			if total == 1 {
				noun = "pull request"
			}
			fmt.Fprintf(c.Stdout, "%d %s: %d judged alike, %d differently, %d could not be judged again\n", total, noun, total-differ-notPossible, differ, notPossible)
			for _, change := range slices.Sorted(maps.Keys(became)) {
				fmt.Fprintf(c.Stdout, "  %s: %d\n", change, became[change])
			}
			if differ > 0 {
				return statusError(StatusDenied)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&database, "database", defaultDatabase, "the server's database `file`")
	flags.StringVar(&config, "config", "", "the platform's configuration, `sekisho.yml`")
	flags.StringVar(&folder, "policy", "", policyFlag)
	flags.IntVar(&days, "days", 30, "how many `days` back")
	return cmd
}

// change says what became of something.
func change(before, after string) string {
	if before == after {
		return before
	}
	return before + " → " + after
}

// printReplayed prints what comes out differently, and what could not be judged again.
func (c Command) printReplayed(r *server.Replayed) {
	record := r.Record
	name := report.Visible(fmt.Sprintf("%s #%d into %s (%.8s)", record.Repository, record.Number, record.Base, record.Head))
	switch {
	case r.NotPossible != "":
		fmt.Fprintf(c.Stdout, "%s: could not be judged again: %s\n", name, r.NotPossible)
		return
	case !r.Differs() && len(r.New) == 0 && len(r.Gone) == 0:
		return
	}
	fmt.Fprintf(c.Stdout, "%s: %s; check: %s\n", name, change(string(record.Decision.Verdict), string(r.Decision.Verdict)),
		change(string(record.Gate.Conclusion), string(r.Gate.Conclusion)))
	for _, part := range []struct {
		sign     string
		findings []decision.Finding
	}{{"+", r.New}, {"-", r.Gone}} {
		for i := range part.findings {
			f := &part.findings[i]
			fmt.Fprintf(c.Stdout, "  %s %s %s:%d:%d: %s [%s %s]\n", part.sign, f.Severity, report.Visible(f.Path), f.Span.Start.Line, f.Span.Start.Column,
				report.Visible(f.Message), f.Rule, f.Name)
		}
	}
}
