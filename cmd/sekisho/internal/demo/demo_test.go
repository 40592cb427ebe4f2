package demo

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server/githubtwin"
	content "github.com/sekisho/sekisho/testdata/demo"
)

func TestContent(t *testing.T) {
	s, err := readScript(content.Files)
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(content.Files, "sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	config, err := platform.Parse("sekisho.yml", data)
	if err != nil {
		t.Fatal(err)
	}
	states := map[state]bool{}
	for _, p := range s.Pulls {
		states[p.Expect.Check] = true
		if _, ok := config.TenantOf(organization + "/" + p.Repository); !ok {
			t.Errorf("%s: %s is no tenant's", p.Name, p.Repository)
		}
		if _, ok := config.Environment(p.Base); !ok {
			t.Errorf("%s: the base %s is not configured", p.Name, p.Base)
		}
	}
	if len(states) != 3 {
		t.Errorf("the demo shows only %v", states)
	}
}

func TestWrongScriptIsRefused(t *testing.T) {
	for name, test := range map[string]struct{ script, want string }{
		"unknown key":       {"pools: []\n", "field pools not found"},
		"unknown state":     {"pulls: [{name: a, expect: {verdict: allow, check: green}}]\n", `the expected state "green" is none`},
		"unknown verdict":   {"pulls: [{name: a, expect: {verdict: fine}}]\n", `the expected verdict "fine" is none`},
		"step of two kinds": {"pulls: [{name: a, expect: {verdict: allow, check: success}, then: [{merge: x, approve: y}]}]\n", "step 1 is not exactly one"},
		"no files":          {"pulls: [{name: a, expect: {verdict: allow, check: success}}]\n", "read the demo's content"},
		"nothing":           {"people: {sre: [], developers: []}\n", "it has no pull request"},
	} {
		_, err := readScript(fstest.MapFS{"demo.yml": {Data: []byte(test.script)}})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

// TestNothingIsMergedWithoutTheCheck: the world itself blocks; the App is what unblocks it.
func TestNothingIsMergedWithoutTheCheck(t *testing.T) {
	s, err := readScript(content.Files)
	if err != nil {
		t.Fatal(err)
	}
	twin, err := githubtwin.New(githubtwin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer twin.Close()
	w, err := build(twin, "", s, content.Files)
	if err != nil {
		t.Fatal(err)
	}
	p := &s.Pulls[0]
	full := organization + "/" + p.Repository
	files, err := readTree(content.Files, "pulls/"+p.Name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := twin.Commit(full, "x", p.Author, "x", files); err != nil {
		t.Fatal(err)
	}
	number, err := twin.OpenPullRequest(full, p.Author, "x", p.Base, "x")
	if err != nil {
		t.Fatal(err)
	}
	view, err := twin.PullRequest(full, number)
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := w.check(full, view.HeadSHA, p.Base); found || err != nil {
		t.Fatalf("a check without an App: %v %v", found, err)
	}
	if err := twin.Merge(full, number, p.Author); err == nil || !strings.Contains(err.Error(), "sekisho/main") {
		t.Errorf("merged without the check, or for another reason: %v", err)
	}
}

// TestSilentAppFailsTheDemo: a server that never answers is not a demo that went well.
func TestSilentAppFailsTheDemo(t *testing.T) {
	err := Run(context.Background(), Options{
		Out: io.Discard, Content: content.Files, Wait: 50 * time.Millisecond,
		Start: func(context.Context, Settings) (*Server, error) {
			return &Server{URL: "http://127.0.0.1:9", HookURL: "http://127.0.0.1:9/", Stop: func() error { return nil }}, nil
		},
	})
	if err == nil || !strings.Contains(err.Error(), "no check sekisho/main") {
		t.Errorf("%v", err)
	}
	wrong := errors.New("cannot start")
	err = Run(context.Background(), Options{
		Out: io.Discard, Content: content.Files,
		Start: func(context.Context, Settings) (*Server, error) { return nil, wrong },
	})
	if !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
}
