package emulate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"
)

// TestTheEmulatorCarriesASmokePath: a pull request's webhook arrives signed, and an App reads its tree and posts a
// check run and a comment.
func TestTheEmulatorCarriesASmokePath(t *testing.T) {
	var mu sync.Mutex
	var events []string
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := github.ValidateSignature(r.Header.Get("X-Hub-Signature-256"), body, []byte("s3cret")); err != nil {
			t.Errorf("signature: %v", err)
		}
		mu.Lock()
		events = append(events, r.Header.Get("X-GitHub-Event"))
		mu.Unlock()
		w.WriteHeader(202)
	}))
	defer receiver.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	e, err := Start(ctx, receiver.URL, "s3cret", map[string]string{"checks": "write", "contents": "read", "pull_requests": "write", "issues": "write", "members": "read"},
		[]string{"pull_request", "push", "check_run"}, os.Stderr)
	if errors.Is(err, ErrUnavailable) {
		t.Skipf("skipped: %v", err)
	}
	must(t, err)
	defer e.Close()
	must(t, e.Commit("topic", "dags/orders/a.py", []byte("import os\n")))
	number, sha, err := e.OpenPullRequest("topic", "T")
	must(t, err)
	transport, err := ghinstallation.New(http.DefaultTransport, AppID, InstallationID, []byte(e.PrivateKeyPEM))
	must(t, err)
	transport.BaseURL = e.URL
	client := github.NewClient(&http.Client{Transport: transport})
	client.BaseURL, err = client.BaseURL.Parse(e.URL + "/")
	must(t, err)
	tree, _, err := client.Git.GetTree(ctx, "acme", "dags", sha, true)
	must(t, err)
	if !slices.ContainsFunc(tree.Entries, func(e *github.TreeEntry) bool { return e.GetPath() == "dags/orders/a.py" }) {
		t.Errorf("tree: %v", tree)
	}
	_, _, err = client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha, Status: github.String("in_progress")})
	must(t, err)
	_, _, err = client.Issues.CreateComment(ctx, "acme", "dags", number, &github.IssueComment{Body: github.String("hello")})
	must(t, err)
	must(t, e.Approve(number))
	runs, err := e.CheckRuns(sha)
	must(t, err)
	comments, err := e.Comments(number)
	must(t, err)
	if len(runs) != 1 || runs[0].Name != "sekisho/main" || !slices.Equal(comments, []string{"hello"}) {
		t.Errorf("runs %v, comments %v", runs, comments)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		mu.Lock()
		arrived := slices.Contains(events, "pull_request") && slices.Contains(events, "push")
		mu.Unlock()
		if arrived {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("webhooks: %v", events)
		}
	}
}

func TestWithoutNodeThereIsAReason(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Start(context.Background(), "", "", nil, nil, io.Discard); !errors.Is(err, ErrUnavailable) {
		t.Errorf("error: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
