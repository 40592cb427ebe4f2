// Package cli is the command line of sekisho.
//
// Arguments and standard streams come in, output and an exit status go out. What it judges, and how,
// is decided by package policy with the same two calls that the server makes.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/report"
)

// The exit statuses.
const (
	StatusOK     = 0 // nothing to fix
	StatusDenied = 1 // something must be fixed, or a test failed
	StatusError  = 2 // could not run: usage, configuration or input
)

// Command is one run of the program.
type Command struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Environ returns environment variables; os.LookupEnv when nil.
	Environ func(string) (string, bool)
}

// Main runs the program with the arguments after its name and returns the exit status.
func (c Command) Main(args []string) int {
	if c.Environ == nil {
		c.Environ = os.LookupEnv
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	root := c.root()
	root.SetArgs(append([]string{}, args...)) // nil would mean os.Args
	err := root.ExecuteContext(ctx)
	var status statusError
	switch {
	case err == nil:
		return StatusOK
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil:
		err = errors.New("stopped")
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(c.Stderr, "sekisho: %s\n", report.Visible(line)) // it may hold names of files
	}
	return StatusError
}

// statusError ends the program with a status after everything was said.
type statusError int

func (s statusError) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

func (c Command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "sekisho",
		Short: "Proves Airflow DAG pull requests harmless",
		Long: "Sekisho stands between a pull request and a shared Airflow. It reads DAG files and PodTemplates without running\n" +
			"them and answers allow (proved harmless), review (a person has to look) or deny (breaks a rule).",
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args:              cobra.NoArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath())
	})
	root.AddCommand(c.checkCommand(), c.explainCommand(), c.policyCommand(), c.serveCommand(), c.demoCommand(), c.versionCommand())
	return root
}
