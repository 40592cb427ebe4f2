package cli

import (
	"context"
	"fmt"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/sekisho/sekisho/server"
)

func (c Command) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the GitHub App's server",
		Long: `Takes GitHub's webhooks and answers pull requests with a check, a review and a summary comment.

Its settings are environment variables; docs/operating.md lists them. A wrong setting, configuration or policy is
refused at start.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := readSettings(c.Environ)
			if err != nil {
				return err
			}
			log := zerolog.New(c.Stderr).Level(s.logLevel).With().Timestamp().Logger()
			return serve(cmd.Context(), s, log, nil)
		},
	}
}

// serve runs a server until ctx ends. started, if not nil, is called with its address once it listens.
func serve(ctx context.Context, s *settings, log zerolog.Logger, started func(address string)) error {
	policyEngine, err := newEngine(ctx, s.policy)
	if err != nil {
		return err
	}
	app, err := server.New(server.Config{
		ListenAddress: s.listen, DatabasePath: s.database, GitHubURL: s.githubURL, AppID: s.appID,
		PrivateKey: server.Secret(s.privateKey), WebhookSecret: server.Secret(s.webhookSecret),
		Platform: s.config, Engine: policyEngine, Logger: log,
	})
	if err != nil {
		return err
	}
	if started != nil {
		started(app.Address())
	}
	if err := app.Run(ctx); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
