package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sekisho/sekisho/policy/engine"
)

func (c Command) policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Test, check and extend the Rego policy",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.policyTestCommand(), c.policyLintCommand(), c.policyNewCommand(), c.policyReplayCommand())
	return cmd
}

const policyFlag = "a `folder` of Rego that replaces or adds to the built-in policy"

func (c Command) policyTestCommand() *cobra.Command {
	var folder string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Run the policy's own tests (every *_test.rego), with coverage",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			policyEngine, err := newEngine(cmd.Context(), folder)
			if err != nil {
				return err
			}
			progress := c.progress()
			defer progress.stop()
			progress.say("running the policy's tests")
			results, err := policyEngine.Test(cmd.Context())
			if err != nil {
				return fmt.Errorf("run the policy's tests: %w", err)
			}
			progress.stop()
			c.printTests(results, verbose)
			if !results.OK() {
				return statusError(StatusDenied)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "policy", "", policyFlag)
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list every test and the coverage of every file")
	return cmd
}

func (c Command) printTests(results *engine.TestReport, verbose bool) {
	for _, result := range results.Results {
		switch {
		case !result.Passed:
			fmt.Fprintf(c.Stdout, "FAIL %s:%d: %s: %s\n", result.File, result.Row, result.Name, result.Detail)
		case verbose:
			fmt.Fprintf(c.Stdout, "ok   %s:%d: %s\n", result.File, result.Row, result.Name)
		}
	}
	if verbose {
		for _, file := range results.Files {
			fmt.Fprintf(c.Stdout, "%5.1f %% of %s\n", file.Percent, file.File)
		}
	}
	fmt.Fprintf(c.Stdout, "%d passed, %d failed, %.1f %% of the policy's lines covered\n", results.Passed, results.Failed, results.Coverage)
}

// fixtures are the kinds that every rule has at least one of: what it finds, what it must leave
// alone, and the way round it that an attacker would try.
var fixtures = []string{"bad", "ok", "evasion"}

func (c Command) policyLintCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "Check that the policy compiles and that every rule is complete",
		Long: `Checks what ` + "`sekisho serve`" + ` checks at start (syntax, types, allowed builtins, METADATA), and that every rule of the
folder has a test and fixtures of each kind: bad, ok and evasion.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			place, err := policyPlace(folder)
			if err != nil {
				return err
			}
			policyEngine, err := newEngine(cmd.Context(), place)
			if err != nil {
				return err
			}
			problems, rules := lint(os.DirFS(place), policyEngine.Rules())
			for _, problem := range problems {
				fmt.Fprintln(c.Stdout, problem)
			}
			fmt.Fprintf(c.Stdout, "%s: %d rules, %d problems\n", place, rules, len(problems))
			if len(problems) > 0 {
				return statusError(StatusDenied)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "policy", "", "the policy's `folder` (default: rego, where there is one)")
	return cmd
}

// lint looks at the rules that lie in the folder and returns what each one lacks.
func lint(folder fs.FS, rules []engine.Rule) (problems []string, seen int) {
	for _, rule := range rules {
		place := path.Dir(rule.Source)
		entries, err := fs.ReadDir(folder, place)
		if err != nil {
			continue // of the built-in policy below the folder
		}
		seen++
		names := make([]string, len(entries))
		for i, entry := range entries {
			names[i] = entry.Name()
		}
		if !slices.Contains(names, "rule_test.rego") {
			problems = append(problems, fmt.Sprintf("%s: %s has no test; write rule_test.rego", place, rule.ID))
		}
		for _, kind := range fixtures {
			has := slices.ContainsFunc(names, func(name string) bool {
				return strings.HasPrefix(name, kind) && slices.Contains([]string{".py", ".yaml", ".yml"}, path.Ext(name))
			})
			// A rule about more than one file keeps a whole repository in a folder.
			if !has && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.IsDir() && strings.HasPrefix(e.Name(), kind) }) {
				problems = append(problems, fmt.Sprintf("%s: %s has no fixture of kind %s; write %s.py or %s.yaml", place, rule.ID, kind, kind, kind))
			}
		}
	}
	return problems, seen
}

func (c Command) policyNewCommand() *cobra.Command {
	var folder, id string
	cmd := &cobra.Command{
		Use:     "new FAMILY/NAME",
		Short:   "Make the folder of a new rule, with test and fixtures that pass",
		Example: "  sekisho policy new tenancy/no-such-thing",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := policyPlace(folder)
			if err != nil {
				return err
			}
			policyEngine, err := newEngine(cmd.Context(), place)
			if err != nil {
				return err
			}
			if id == "" {
				if id, err = nextID(policyEngine.Rules(), args[0]); err != nil {
					return err
				}
			}
			files, err := policyEngine.Scaffold(args[0], id, os.DirFS(place))
			if err != nil {
				return err
			}
			for _, name := range sortedNames(files) {
				target := filepath.Join(place, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
					return fmt.Errorf("write the rule: %w", err)
				}
				if err := os.WriteFile(target, []byte(files[name]), 0o644); err != nil {
					return fmt.Errorf("write the rule: %w", err)
				}
				fmt.Fprintln(c.Stdout, target)
			}
			fmt.Fprintf(c.Stdout, "%s is there to be changed; then run `sekisho policy test --policy %s`\n", id, place)
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "policy", "", "the policy's `folder` (default: rego, where there is one)")
	cmd.Flags().StringVar(&id, "id", "", "the rule's `id` (default: the family's next)")
	return cmd
}

// nextID is the first id above those of the family's rules.
func nextID(rules []engine.Rule, place string) (string, error) {
	family, _, _ := strings.Cut(place, "/")
	prefix, highest := "", 0
	for _, rule := range rules {
		if rule.Family != family {
			continue
		}
		prefix = strings.TrimRight(rule.ID, "0123456789")
		var number int
		if _, err := fmt.Sscanf(rule.ID[len(prefix):], "%d", &number); err == nil {
			highest = max(highest, number)
		}
	}
	if prefix == "" {
		return "", fmt.Errorf("the family %q has no rule yet, so its next id is not known; give --id", family)
	}
	return fmt.Sprintf("%s%03d", prefix, highest+1), nil
}

// policyPlace is the folder that is worked on: the one that was named, or rego.
func policyPlace(folder string) (string, error) {
	if folder != "" {
		return folder, nil
	}
	if info, err := os.Stat(filepath.Join("rego", "rules")); err == nil && info.IsDir() {
		return "rego", nil
	}
	return "", errors.New("here is no folder rego/rules; name the policy's folder with --policy DIR")
}

func sortedNames(files map[string]string) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
