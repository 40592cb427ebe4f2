package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server"
	"github.com/sekisho/sekisho/server/githubtwin/emulate"
)

// TestSmokeAgainstAnIndependentGitHub runs the App against a GitHub that others wrote. That one makes
// no test merges, so there is nothing to prove: the App must say so in its check, and not be green.
func TestSmokeAgainstAnIndependentGitHub(t *testing.T) {
	if testing.Short() {
		t.Skip("end-to-end test: left out by -short; run without it")
	}
	var address atomic.Pointer[url.URL]
	webhooks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target := address.Load()
		if target == nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		httputil.NewSingleHostReverseProxy(target).ServeHTTP(w, r)
	}))
	defer webhooks.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	github, err := emulate.Start(ctx, webhooks.URL+server.WebhookPath, secret, permissions, events, os.Stderr)
	if errors.Is(err, emulate.ErrUnavailable) {
		t.Skipf("skipped: %v", err)
	}
	must(t, err)
	defer github.Close()

	config, err := platform.Parse("sekisho.yml", []byte(strings.Replace(configuration, "acme/airflow-dags-orders", "acme/dags", 1)))
	must(t, err)
	rules, err := builtIn()
	must(t, err)
	log := newSafeLog()
	app, err := server.New(server.Config{
		ListenAddress: "127.0.0.1:0", DatabasePath: filepath.Join(t.TempDir(), "sekisho.db"), GitHubURL: github.URL,
		AppID: emulate.AppID, PrivateKey: server.Secret(github.PrivateKeyPEM), WebhookSecret: secret,
		Platform: config, Engine: rules, Logger: zerolog.New(log), SweepInterval: time.Hour, Backoff: 50 * time.Millisecond,
		ShutdownTimeout: 5 * time.Second,
	})
	must(t, err)
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- app.Run(running) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the server stopped with: %v", err)
		}
		if t.Failed() {
			t.Log(log.String())
		}
	}()
	at, err := url.Parse("http://" + app.Address())
	must(t, err)
	address.Store(at)

	must(t, github.Commit("load", "dags/load.py", good("load")))
	_, head, err := github.OpenPullRequest("load", "Load orders")
	must(t, err)
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		runs, err := github.CheckRuns(head)
		must(t, err)
		if len(runs) > 0 {
			run := runs[0]
			t.Logf("check %s: %s %s: %s", run.Name, run.Status, run.Conclusion, run.Output.Title)
			if run.Name != "sekisho/main" || run.Status == "completed" && run.Conclusion == "success" {
				t.Errorf("check %q is %s %s, want sekisho/main and not green", run.Name, run.Status, run.Conclusion)
			}
			if run.Output.Title == "" || run.Output.Summary == "" {
				t.Error("the check does not say why")
			}
			return
		}
		if time.Now().After(end) {
			t.Fatal("there is no check run")
		}
	}
}
