// Package demo runs the main job from end to end on one machine: the twin GitHub, the App's server,
// and pull requests, good and bad.
//
// The content comes from testdata/demo, which is embedded; what happens is told line by line. It
// talks to nothing but addresses of this machine, and leaves nothing behind.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// Settings are what the App's server is started with.
type Settings struct {
	AppID         int64
	PrivateKey    []byte // PEM
	WebhookSecret string
	GitHubURL     string // of the REST API
	Config        []byte // sekisho.yml
	Folder        string // for the database; removed at the end
}

// Server is a running server.
type Server struct {
	URL     string // without a slash at the end
	HookURL string
	Stop    func() error
}

// Options say how the demo runs.
type Options struct {
	Out     io.Writer
	Content fs.FS // testdata/demo
	Start   func(context.Context, Settings) (*Server, error)
	Keep    bool          // stay up at the end until ctx ends
	Wait    time.Duration // for one answer of the App; 20 seconds when zero
	Log     zerolog.Logger
}

// Run runs the demo. It returns an error that lists everything that did not come out as demo.yml
// expects.
func Run(ctx context.Context, o Options) error {
	if o.Wait == 0 {
		o.Wait = 20 * time.Second
	}
	began := time.Now()
	s, err := readScript(o.Content)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "sekisho-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer os.RemoveAll(folder)

	fmt.Fprintln(o.Out, "starting a GitHub on this machine")
	twin, err := githubtwin.New(githubtwin.Options{Log: o.Log})
	if err != nil {
		return fmt.Errorf("start the twin GitHub: %w", err)
	}
	defer twin.Close()
	address, err := twin.Start("127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintln(o.Out, "making people, repositories and the App")
	w, err := build(twin, address, s, o.Content)
	if err != nil {
		return fmt.Errorf("make the demo's GitHub: %w", err)
	}
	config, err := fs.ReadFile(o.Content, "sekisho.yml")
	if err != nil {
		return fmt.Errorf("read the demo's content: %w", err)
	}
	fmt.Fprintln(o.Out, "starting sekisho")
	server, err := o.Start(ctx, Settings{
		AppID: w.app.ID, PrivateKey: []byte(w.app.PrivateKeyPEM), WebhookSecret: w.app.WebhookSecret,
		GitHubURL: address + "/api/v3", Config: config, Folder: folder,
	})
	if err != nil {
		return fmt.Errorf("start sekisho: %w", err)
	}
	stop := sync.OnceValue(server.Stop)
	defer stop() //nolint:errcheck // an earlier error is the one to tell
	if err := twin.SetWebhook(w.app.ID, server.HookURL, w.app.WebhookSecret); err != nil {
		return err
	}

	r := &runner{Options: o, world: w}
	for i := range s.Pulls {
		if err := r.pull(ctx, i, len(s.Pulls), &s.Pulls[i]); err != nil {
			return err
		}
	}
	if o.Keep {
		r.summary(len(s.Pulls), began)
		return errors.Join(r.keep(ctx, s, server), r.outcome())
	}
	// Nothing runs any more when the summary is made, and nothing sends webhooks to a server that is gone.
	if err := errors.Join(twin.Drain(ctx), stop()); err != nil {
		return fmt.Errorf("stop sekisho: %w", err)
	}
	r.summary(len(s.Pulls), began)
	return r.outcome()
}

// summary says how it went, and what it cost.
func (r *runner) summary(pulls int, began time.Time) {
	r.requests()
	violations := r.world.twin.Violations()
	r.expect(len(violations) == 0, "%d exchanges differ from GitHub's API description, the first: %s", len(violations), strings.Join(violations[:min(1, len(violations))], ""))
	fmt.Fprintf(r.Out, "%d pull requests, %d of %d expectations met, in %.1f s\n", pulls, r.expected-len(r.problems), r.expected, time.Since(began).Seconds())
}

func (r *runner) outcome() error {
	if len(r.problems) > 0 {
		return fmt.Errorf("the demo did not come out as expected:\n%s", strings.Join(r.problems, "\n"))
	}
	return nil
}

// keep leaves everything running and says how to reach it.
func (r *runner) keep(ctx context.Context, s *script, server *Server) error {
	fmt.Fprintf(r.Out, "\nEverything stays up; end it with Ctrl-C.\n\n  GitHub      %s (API: %s/api/v3)\n  Sekisho     %s\n\nTokens, for the API and as password for git over HTTP:\n",
		r.world.address, r.world.address, server.URL)
	for _, login := range slices.Concat(s.People.SRE, s.People.Developers) {
		token, err := r.world.twin.UserToken(login)
		if err != nil {
			return err
		}
		fmt.Fprintf(r.Out, "  %-10s  %s\n", login, token)
	}
	repository := organization + "/" + s.Pulls[0].Repository
	fmt.Fprintf(r.Out, "\n  git clone http://%s:TOKEN@%s/%s.git\n", s.People.Developers[0], strings.TrimPrefix(r.world.address, "http://"), repository)
	<-ctx.Done()
	return nil
}

// runner goes through the script and remembers what was not as expected.
type runner struct {
	Options
	world    *world
	expected int
	problems []string
}

func (r *runner) line(label, format string, args ...any) {
	fmt.Fprintf(r.Out, "     %-9s %s\n", label, fmt.Sprintf(format, args...))
}

func (r *runner) wrong(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
	r.line("WRONG", format, args...)
}

// expect counts an expectation and tells when it is not met.
func (r *runner) expect(met bool, format string, args ...any) {
	r.expected++
	if !met {
		r.wrong(format, args...)
	}
}

// requests shows how many requests the App made of GitHub.
func (r *runner) requests() {
	paid := 0
	requests := r.world.twin.Requests()
	for _, request := range requests {
		if request.Status != 304 {
			paid++
		}
	}
	fmt.Fprintf(r.Out, "\n%d requests of the App to GitHub, %d of them not answered by 304 (not modified)\n", len(requests), paid)
}
