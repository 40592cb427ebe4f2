package githubtwin_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

const secret = "a webhook secret of the tests"

// world is a twin with an organization, a team, a repository and an installed App, and the webhooks it got.
type world struct {
	*githubtwin.Twin
	t            *testing.T
	app          githubtwin.App
	installation int64
	base         string
	client       *github.Client // of the installation

	mu    sync.Mutex
	hooks []hook
}

type hook struct {
	event  string
	header http.Header
	event2 any
	body   []byte
}

var everyPermission = map[string]string{"checks": "write", "contents": "write", "pull_requests": "write", "issues": "write",
	"members": "read", "administration": "read", "statuses": "write", "merge_queues": "read"}

var everyEvent = []string{"pull_request", "pull_request_review", "pull_request_review_comment", "pull_request_review_thread",
	"check_run", "check_suite", "merge_group", "push", "issue_comment", "membership", "team"}

func newWorld(t *testing.T) *world {
	t.Helper()
	twin, err := githubtwin.New(githubtwin.Options{})
	must(t, err)
	w := &world{Twin: twin, t: t}
	receiver := httptest.NewServer(http.HandlerFunc(w.receive))
	t.Cleanup(func() {
		w.drain()
		for _, violation := range twin.Violations() {
			t.Errorf("violation: %s", violation)
		}
		twin.Close()
		receiver.Close()
	})
	w.base, err = twin.Start("127.0.0.1:0")
	must(t, err)
	must(t, twin.CreateOrg("acme", "olga"))
	must(t, twin.CreateTeam("acme", "sre", "", "sam", "sara"))
	must(t, twin.CreateTeam("acme", "orders", "", "ada", "bob"))
	must(t, twin.CreateRepository("acme", "dags", "main", map[string][]byte{
		"README.md": []byte("# dags\n"), "dags/orders/a.py": []byte(lines(1, 30)), "dags/orders/old.py": []byte("import os\nprint(1)\nprint(2)\nprint(3)\n")}))
	w.app, err = twin.CreateApp("Sekisho Test", everyPermission, everyEvent, receiver.URL, secret)
	must(t, err)
	w.installation, err = twin.Install(w.app.ID, "acme", "dags")
	must(t, err)
	w.client = w.clientFor(w.app, w.installation)
	return w
}

// clientFor is a go-github client that authenticates as a real App does.
func (w *world) clientFor(app githubtwin.App, installation int64) *github.Client {
	w.t.Helper()
	transport, err := ghinstallation.New(http.DefaultTransport, app.ID, installation, []byte(app.PrivateKeyPEM))
	must(w.t, err)
	transport.BaseURL = w.base + "/api/v3"
	client, err := github.NewClient(&http.Client{Transport: transport}).WithEnterpriseURLs(w.base, w.base)
	must(w.t, err)
	return client
}

func (w *world) appClient() *github.Client {
	w.t.Helper()
	transport, err := ghinstallation.NewAppsTransport(http.DefaultTransport, w.app.ID, []byte(w.app.PrivateKeyPEM))
	must(w.t, err)
	client, err := github.NewClient(&http.Client{Transport: transport}).WithEnterpriseURLs(w.base, w.base)
	must(w.t, err)
	return client
}

// person is a client with a person's token.
func (w *world) person(login string) *github.Client {
	w.t.Helper()
	token, err := w.UserToken(login)
	must(w.t, err)
	client, err := github.NewClient(nil).WithAuthToken(token).WithEnterpriseURLs(w.base, w.base)
	must(w.t, err)
	return client
}

func (w *world) receive(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(rw, err.Error(), 500)
		return
	}
	event := r.Header.Get("X-GitHub-Event")
	if err := github.ValidateSignature(r.Header.Get("X-Hub-Signature-256"), body, []byte(secret)); err != nil {
		w.t.Errorf("%s: signature: %v", event, err)
	}
	parsed, err := github.ParseWebHook(event, body)
	if err != nil {
		w.t.Errorf("%s: go-github cannot read it: %v", event, err)
	}
	w.mu.Lock()
	w.hooks = append(w.hooks, hook{event, r.Header.Clone(), parsed, body})
	w.mu.Unlock()
	rw.WriteHeader(202)
}

func (w *world) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := w.Drain(ctx); err != nil {
		w.t.Error(err)
	}
}

// got lists "event.action" of the webhooks that arrived since the last call.
func (w *world) got() []string {
	w.drain()
	w.mu.Lock()
	defer w.mu.Unlock()
	var names []string
	for _, h := range w.hooks {
		name := h.event
		if a, ok := h.event2.(interface{ GetAction() string }); ok && a.GetAction() != "" {
			name += "." + a.GetAction()
		}
		names = append(names, name)
	}
	w.hooks = nil
	return names
}

func (w *world) expect(want ...string) {
	w.t.Helper()
	if got := w.got(); !slices.Equal(got, want) {
		w.t.Errorf("webhooks: got %v, want %v", got, want)
	}
}

// open makes a branch with files and a pull request from it into main.
func (w *world) open(branch string, files map[string][]byte) (number int, sha string) {
	w.t.Helper()
	sha, err := w.Commit("acme/dags", branch, "ada", "change "+branch, files)
	must(w.t, err)
	number, err = w.OpenPullRequest("acme/dags", "ada", branch, "main", "Change "+branch)
	must(w.t, err)
	return number, sha
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func status(response *github.Response) int {
	if response == nil {
		return 0
	}
	return response.StatusCode
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
