package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (c Command) policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Test, check and extend the Rego policy",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.policyTestCommand())
	return cmd
}

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
			results, err := policyEngine.Test(cmd.Context())
			if err != nil {
				return fmt.Errorf("run the policy's tests: %w", err)
			}
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
			if !results.OK() {
				return statusError(StatusDenied)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "policy", "", "a `folder` of Rego that replaces or adds to the built-in policy")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list every test and the coverage of every file")
	return cmd
}
