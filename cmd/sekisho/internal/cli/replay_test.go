package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/demo"
	content "github.com/sekisho/sekisho/testdata/demo"
)

// TestPolicyReplay replays what the server of the demo has judged.
func TestPolicyReplay(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole demo: left out by -short; run without it")
	}
	folder := t.TempDir()
	config, database := filepath.Join(folder, "sekisho.yml"), filepath.Join(folder, "sekisho.db")
	err := demo.Run(t.Context(), demo.Options{Out: io.Discard, Content: content.Files, Log: zerolog.Nop(),
		Start: func(ctx context.Context, s demo.Settings) (*demo.Server, error) {
			write(t, config, string(s.Config))
			started, err := startDemo(ctx, s, zerolog.Nop())
			if err != nil {
				return nil, err
			}
			stop := started.Stop
			started.Stop = func() error {
				err := stop()
				// The demo leaves nothing behind.
				body, readErr := os.ReadFile(filepath.Join(s.Folder, "sekisho.db"))
				if readErr != nil {
					t.Error(readErr)
				}
				write(t, database, string(body))
				return err
			}
			return started, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run(t, "policy", "replay", "--config", config, "--database", database)
	if status != StatusOK || !strings.HasSuffix(stdout, " 0 differently, 0 could not be judged again\n") || strings.Contains(stdout, "→") || stderr != "" {
		t.Errorf("the same policy: %d\n%s%s", status, stdout, stderr)
	}
	policy := t.TempDir()
	write(t, filepath.Join(policy, "data", "severities.yaml"), "POD001: {use: review}\n")
	status, stdout, stderr = run(t, "policy", "replay", "--config", config, "--database", database, "--policy", policy)
	for _, want := range []string{"deny → review; check: failure → pending\n", "  + review templates/job.yaml:", "  - deny templates/job.yaml:", "[POD001 volume-type]\n", "\n  deny → review: "} {
		if status != StatusDenied || !strings.Contains(stdout, want) || stderr != "" {
			t.Errorf("milder severities: %d, want 1 and %q\n%s%s", status, want, stdout, stderr)
		}
	}
}

func TestPolicyReplayRefuses(t *testing.T) {
	const config = "../../../../docs/sekisho.yml"
	for want, args := range map[string][]string{
		"--config: name the platform's": {},
		"--days: 0 is not":              {"--config", config, "--days", "0"},
		"--database: name the file":     {"--config", config, "--database", filepath.Join(t.TempDir(), "none.db")},
		"--config: ":                    {"--config", "none.yml"},
	} {
		if status, _, stderr := run(t, append([]string{"policy", "replay"}, args...)...); status != StatusError || !strings.Contains(stderr, want) {
			t.Errorf("%v: %d %s, want %q", args, status, stderr, want)
		}
	}
}
