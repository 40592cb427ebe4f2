package githubtwin

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// Options say how a Twin is set up. The zero value is good for tests.
type Options struct {
	// Dir holds the bare repositories. Empty: a temporary folder, removed by Close.
	Dir string
	// Now is the clock of everything GitHub would date. Empty: time.Now. Access tokens expire by it too.
	Now func() time.Time
	Log zerolog.Logger
	// Unchecked switches off the validation of every exchange against GitHub's API description, for
	// load tests. Violations is then always empty.
	Unchecked bool
	// WebhookTimeout is how long a receiver may take to answer. Empty: GitHub's 10 seconds.
	WebhookTimeout time.Duration
}

// Twin is one GitHub: accounts, Apps, repositories and what happened in them.
type Twin struct {
	mu      sync.Mutex
	options Options
	dir     string
	ownDir  bool
	baseURL string

	nextID    int64
	accounts  map[string]*account // by lower-case login
	orgs      map[string]*org     // by lower-case login
	repos     map[string]*repository
	reposByID map[int64]*repository
	apps      map[int64]*app
	installs  map[int64]*installation
	tokens    map[string]*actor

	limits    Limits
	faults    []*fault
	requests  []Request
	sender    *sender
	verifier  *verifier
	handler   http.Handler
	server    *http.Server
	closeOnce sync.Once
}

// Limits are the caps of GitHub's API that a test may want to meet sooner than GitHub would.
type Limits struct {
	TreeEntries  int // entries of a recursive tree before `truncated`; GitHub: 100,000
	TreeBytes    int // size of the answer before `truncated`; GitHub: 7 MB
	PullFiles    int // rows of pulls/N/files; GitHub: 3,000
	PatchLines   int // patch lines in one answer before patches and counts go missing; seen: 20,000
	CompareFiles int // rows of compare's files; GitHub: 300
	PullCommits  int // rows of pulls/N/commits; GitHub: 250
	// RatePerHour is the primary rate limit of one installation; GitHub: 5,000.
	RatePerHour int
	// ContentPerMinute is the secondary limit on requests of one installation that write; GitHub: 80. Zero: none.
	ContentPerMinute int
	// MergeableLag is how many reads of a pull request answer `mergeable: null` after it moved. GitHub
	// computes the test merge in the background, so its first answer is often null; 0 here.
	MergeableLag int
	// StaleMerges is how many reads of a pull request still answer the test merge of before, as if it were up to date,
	// after its base branch moved; 0 here.
	StaleMerges int
}

func defaultLimits() Limits {
	return Limits{TreeEntries: 100_000, TreeBytes: 7 << 20, PullFiles: 3000, PatchLines: 20_000,
		CompareFiles: 300, PullCommits: 250, RatePerHour: 5000}
}

// New makes an empty GitHub. It needs git 2.38 or newer on the PATH.
func New(options Options) (*Twin, error) {
	if err := checkGit(); err != nil {
		return nil, err
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.WebhookTimeout == 0 {
		options.WebhookTimeout = 10 * time.Second
	}
	t := &Twin{
		options: options, dir: options.Dir, nextID: 1000, limits: defaultLimits(),
		accounts: map[string]*account{}, orgs: map[string]*org{}, repos: map[string]*repository{},
		reposByID: map[int64]*repository{}, apps: map[int64]*app{}, installs: map[int64]*installation{},
		tokens: map[string]*actor{},
	}
	if t.dir == "" {
		dir, err := os.MkdirTemp("", "githubtwin-")
		if err != nil {
			return nil, fmt.Errorf("make a folder for the repositories: %w", err)
		}
		t.dir, t.ownDir = dir, true
	}
	dir, err := filepath.Abs(t.dir)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", t.dir, err)
	}
	t.dir = dir
	t.sender = newSender(t)
	t.verifier, err = newVerifier(!options.Unchecked)
	if err != nil {
		return nil, err
	}
	t.handler, err = t.verifier.wrap(http.HandlerFunc(t.serve))
	return t, err
}

func checkGit() error {
	out, err := exec.Command("git", "version").Output()
	if err != nil {
		return fmt.Errorf("run git (the twin keeps real repositories; install git 2.38 or newer): %w", err)
	}
	var major, minor int
	if _, err := fmt.Sscanf(string(out), "git version %d.%d", &major, &minor); err != nil {
		return fmt.Errorf("read the version of git from %q: %w", strings.TrimSpace(string(out)), err)
	}
	if major < 2 || major == 2 && minor < 38 {
		return fmt.Errorf("git %d.%d is too old: test merges need `git merge-tree --write-tree` of 2.38", major, minor)
	}
	return nil
}

// Handler serves GitHub: REST at / and /api/v3/, GraphQL at /graphql and /api/graphql, git and pages at
// /owner/name, control at /_twin/. Without Start the base of all addresses is taken from the first request.
func (t *Twin) Handler() http.Handler { return t.handler }

// Start listens on addr ("127.0.0.1:0" for any port) and returns the web address, without a slash at the end. Call it
// before anything else, so that the addresses in webhooks are whole.
func (t *Twin) Start(addr string) (string, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", fmt.Errorf("listen on %s: %w", addr, err)
	}
	t.mu.Lock()
	t.baseURL = "http://" + listener.Addr().String()
	t.server = &http.Server{Handler: t.handler, ReadHeaderTimeout: 10 * time.Second}
	server, base := t.server, t.baseURL
	t.mu.Unlock()
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			t.options.Log.Error().Err(err).Msg("twin stopped serving")
		}
	}()
	return base, nil
}

// Close stops serving and sending and removes the folder if New made it. It may be called more than once.
func (t *Twin) Close() {
	t.closeOnce.Do(func() {
		t.mu.Lock()
		server := t.server
		t.mu.Unlock()
		if server != nil {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			if server.Shutdown(ctx) != nil {
				server.Close()
			}
		}
		t.sender.close()
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, repo := range t.repos {
			repo.git.close()
		}
		if t.ownDir {
			os.RemoveAll(t.dir)
		}
	})
}

// SetLimits changes caps; fields that are zero keep GitHub's value, except ContentPerMinute, MergeableLag and
// StaleMerges.
func (t *Twin) SetLimits(l Limits) {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := defaultLimits()
	for _, pair := range []struct{ have, normal *int }{
		{&l.TreeEntries, &d.TreeEntries}, {&l.TreeBytes, &d.TreeBytes}, {&l.PullFiles, &d.PullFiles},
		{&l.PatchLines, &d.PatchLines}, {&l.CompareFiles, &d.CompareFiles}, {&l.PullCommits, &d.PullCommits},
		{&l.RatePerHour, &d.RatePerHour},
	} {
		if *pair.have == 0 {
			*pair.have = *pair.normal
		}
	}
	t.limits = l
}

// Violations are the differences seen so far between what passed and GitHub's API description or
// official webhook examples. A test fails when there is any.
func (t *Twin) Violations() []string { return t.verifier.violations() }

func (t *Twin) id() int64 {
	t.nextID++
	return t.nextID
}

func (t *Twin) now() time.Time { return t.options.Now().UTC().Truncate(time.Second) }

func (t *Twin) web(format string, args ...any) string {
	return t.baseURL + fmt.Sprintf(format, args...)
}

func (t *Twin) api(format string, args ...any) string {
	return t.baseURL + "/api/v3" + fmt.Sprintf(format, args...)
}

func nodeID(kind string, id int64) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "0%d:%s%d", len(kind), kind, id))
}

func stamp(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format(time.RFC3339)
}
