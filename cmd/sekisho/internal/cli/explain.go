package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"

	"github.com/sekisho/sekisho/policy/engine"
)

func (c Command) explainCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Show a rule's documentation, or list the rules",
		Example: `  sekisho explain TEN001
  sekisho explain foreign-namespace`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			policyEngine, err := newEngine(cmd.Context(), folder)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				for _, rule := range policyEngine.Rules() {
					fmt.Fprintf(c.Stdout, "%-8s %-32s %s\n", rule.ID, rule.Name, rule.Title)
				}
				return nil
			}
			rule := policyEngine.Rule(args[0])
			if rule == nil {
				rule = policyEngine.Rule(strings.ToUpper(args[0]))
			}
			if rule == nil {
				return fmt.Errorf("there is no rule %q; near to it: %s; `sekisho explain` lists all", args[0], strings.Join(nearest(policyEngine.Rules(), args[0], 3), ", "))
			}
			fmt.Fprint(c.Stdout, rule.Page())
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "policy", "", policyFlag)
	return cmd
}

// nearest returns the ids of up to n rules whose id or name is most like the text.
func nearest(rules []engine.Rule, text string, n int) []string {
	type candidate struct {
		id       string
		distance int
	}
	candidates := make([]candidate, len(rules))
	for i, rule := range rules {
		candidates[i] = candidate{
			id: rule.ID + " " + rule.Name,
			distance: min(levenshtein.ComputeDistance(strings.ToUpper(text), rule.ID),
				levenshtein.ComputeDistance(strings.ToLower(text), rule.Name)),
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var ids []string
	for _, c := range candidates[:min(n, len(candidates))] {
		ids = append(ids, c.id)
	}
	return ids
}
