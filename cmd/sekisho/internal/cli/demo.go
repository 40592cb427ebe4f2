package cli

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/demo"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server"
	content "github.com/sekisho/sekisho/testdata/demo"
)

func (c Command) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Run the main job on this machine: a GitHub, the App, pull requests good and bad",
		Long: `Starts a GitHub of its own and the App's server on this machine, opens pull requests, and shows what the App
answers to each. It needs git, and ends by itself.

With KEEP=1 in the environment everything stays up until Ctrl-C, and addresses and tokens are printed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			keep, _ := c.Environ("KEEP")
			log := zerolog.New(c.Stderr).Level(zerolog.WarnLevel).With().Timestamp().Logger()
			err := demo.Run(cmd.Context(), demo.Options{
				Out: c.Stdout, Content: content.Files, Keep: keep != "" && keep != "0", Log: log,
				Start: func(ctx context.Context, s demo.Settings) (*demo.Server, error) { return startDemo(ctx, s, log) },
			})
			return err
		},
	}
}

// startDemo runs the same server as serve does, beside the demo.
func startDemo(ctx context.Context, d demo.Settings, log zerolog.Logger) (*demo.Server, error) {
	config, err := platform.Parse("testdata/demo/sekisho.yml", d.Config)
	if err != nil {
		return nil, err
	}
	s := &settings{
		appID: d.AppID, privateKey: d.PrivateKey, webhookSecret: d.WebhookSecret, config: config,
		database: filepath.Join(d.Folder, "sekisho.db"), listen: "127.0.0.1:0", githubURL: d.GitHubURL,
	}
	ctx, cancel := context.WithCancel(ctx)
	started := make(chan string, 1)
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, s, log, func(address string) { started <- address }) }()
	select {
	case err := <-ended:
		cancel()
		return nil, errors.Join(errors.New("the server ended at once"), err)
	case address := <-started:
		return &demo.Server{
			URL: "http://" + address, HookURL: "http://" + address + server.WebhookPath,
			Stop: func() error { cancel(); return <-ended },
		}, nil
	}
}
