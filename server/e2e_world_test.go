package server_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server"
	"github.com/sekisho/sekisho/server/githubtwin"
)

// The end-to-end tests run the real server with the real policy against the twin GitHub, through
// HTTP in both directions.

const (
	dags   = "acme/airflow-dags-orders"
	secret = "a webhook secret of the tests"
)

const configuration = `
tenants:
  orders:
    dag_repository: acme/airflow-dags-orders
    applications: {orders-api: {repository: acme/orders}}
  payments:
    dag_repository: acme/airflow-dags-payments
    applications: {pay-api: {repository: acme/pay-api}}
environments:
  main:    {name: production,  review: required}
  develop: {name: development, review: none}
reviewers: {teams: [sre]}
airflow: {version: "2.10.3", python: "3.11", dags_path: /usr/local/airflow/dags}
repository: {dag_folder: dags, template_folder: templates}
kubernetes: {in_cluster: true, config_file: [kube_config.yaml], connections: []}
policy: {dag_id_prefix: recommended}
`

// dag is a DAG file with one pod in the given namespace, and more lines at its end.
func dag(name, namespace string, more ...string) []byte {
	return []byte(fmt.Sprintf(`from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.%s", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="%s",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/%[1]s.yaml",
        cmds=["python", "-m", "orders.%[1]s"],
    )
`, name, namespace) + strings.Join(append(more, ""), "\n"))
}

func good(name string) []byte { return dag(name, "orders") }

// unproved is a DAG that nothing is known against and that cannot be proved: it imports a module that
// nobody knows.
func unproved(name string) []byte {
	return append([]byte("import company_calendar\n"), dag(name, "orders", "", "company_calendar.register()")...)
}

// foreign is a DAG that starts a pod in another tenant's namespace.
func foreign(name string) []byte { return dag(name, "payments") }

type world struct {
	*githubtwin.Twin
	t        *testing.T
	app      githubtwin.App
	base     string
	database string
	address  string
	stop     func()
	log      *safeLog
	interval time.Duration // of the sweep
	config   string        // sekisho.yml
	files    int           // that one evaluation may read; 0 is the default
	bytes    int64         // that they may have together; 0 is the default
}

var permissions = map[string]string{"checks": "write", "contents": "read", "members": "read", "merge_queues": "read", "pull_requests": "write"}

var events = []string{"check_run", "check_suite", "membership", "merge_group", "pull_request", "pull_request_review", "push"}

// newWorld makes a GitHub with an organization, a team sre of sam and sara, developers dev and mate, an
// outsider, and an App that may do what app.yml asks for, and write what else is named.
func newWorld(t *testing.T, writes ...string) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("end-to-end test: left out by -short; run without it")
	}
	twin, err := githubtwin.New(githubtwin.Options{})
	must(t, err)
	w := &world{Twin: twin, t: t, database: filepath.Join(t.TempDir(), "sekisho.db"), log: newSafeLog(), interval: time.Hour, config: configuration}
	t.Cleanup(func() {
		if w.stop != nil {
			w.stop()
		}
		for _, violation := range twin.Violations() {
			t.Errorf("violation of GitHub's API description: %s", violation)
		}
		twin.Close()
		text := w.log.String()
		for _, private := range []string{secret, "PRIVATE KEY", "ghs_"} {
			if strings.Contains(text, private) {
				t.Errorf("the log shows %q", private)
			}
		}
		if t.Failed() {
			lines := strings.Split(strings.TrimSpace(text), "\n")
			t.Logf("last lines of the server's log:\n%s", strings.Join(lines[max(0, len(lines)-40):], "\n"))
		}
	})
	w.base, err = twin.Start("127.0.0.1:0")
	must(t, err)
	must(t, twin.CreateOrg("acme", "olga"))
	must(t, twin.CreateTeam("acme", "sre", "", "sam", "sara"))
	must(t, twin.CreateTeam("acme", "orders", "", "dev", "mate"))
	must(t, twin.CreateUser("outsider", "User"))
	files := map[string][]byte{"README.md": []byte("# DAGs of orders\n")}
	for i := range 8 {
		files[fmt.Sprintf("dags/known_%d.py", i)] = good(fmt.Sprintf("known_%d", i))
	}
	must(t, twin.CreateRepository("acme", "airflow-dags-orders", "main", files))
	must(t, twin.CreateRepository("acme", "unheard-of", "main", nil))
	for _, repo := range []string{dags, "acme/unheard-of"} {
		must(t, twin.SetCollaborator(repo, "outsider", "write"))
		for _, login := range []string{"dev", "mate", "sam", "sara"} {
			must(t, twin.SetCollaborator(repo, login, "write"))
		}
		w.must(twin.Commit(repo, "develop", "olga", "Begin develop", map[string][]byte{"develop.txt": []byte("x")}))
	}
	granted := maps.Clone(permissions)
	for _, name := range writes {
		granted[name] = "write"
	}
	w.app, err = twin.CreateApp("Sekisho", granted, events, "", secret)
	must(t, err)
	_, err = twin.Install(w.app.ID, "acme")
	must(t, err)
	return w
}

func started(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.start()
	return w
}

// builtIn is the policy that the binary carries.
var builtIn = sync.OnceValues(func() (*engine.Engine, error) {
	return engine.New(context.Background(), engine.Options{})
})

func (w *world) tryMake() (*server.Server, error) {
	config, err := platform.Parse("sekisho.yml", []byte(w.config))
	must(w.t, err)
	rules, err := builtIn()
	must(w.t, err)
	return server.New(server.Config{
		ListenAddress: "127.0.0.1:0", DatabasePath: w.database, GitHubURL: w.base + "/api/v3",
		AppID: w.app.ID, PrivateKey: server.Secret(w.app.PrivateKeyPEM), WebhookSecret: secret,
		Platform: config, Engine: rules, Logger: zerolog.New(w.log).With().Timestamp().Logger(),
		SweepInterval: w.interval, FilesPerEvaluation: w.files, BytesPerEvaluation: w.bytes, Backoff: 50 * time.Millisecond, ShutdownTimeout: 5 * time.Second,
	})
}

func (w *world) make() *server.Server {
	w.t.Helper()
	s, err := w.tryMake()
	must(w.t, err)
	return s
}

// start runs the server on the world's database and tells GitHub where it is.
func (w *world) start() {
	w.t.Helper()
	swept := w.swept()
	s := w.make()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	w.stop = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("the server stopped with: %v", err)
		}
		w.stop = nil
	}
	w.address = "http://" + s.Address()
	w.until("the server is ready", func() bool {
		resp, err := http.Get(w.address + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	must(w.t, w.SetWebhook(w.app.ID, w.address+server.WebhookPath, secret))
	w.until("the repositories are looked over", func() bool { return w.swept() >= swept+repositories })
	w.settle()
}

// repositories is how many the configuration names.
const repositories = 4

// swept counts how often a repository was looked over.
func (w *world) swept() int { return strings.Count(w.log.String(), `"kind":"repository","attempt"`) }

var waiting = regexp.MustCompile(`(?m)^sekisho_queue_waiting (\S+)$`)

// settle waits until every webhook is delivered and nothing is left to evaluate.
func (w *world) settle() {
	w.t.Helper()
	for range 2 { // evaluations may cause webhooks, and these evaluations
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		must(w.t, w.Drain(ctx))
		w.until("nothing waits", func() bool {
			match := waiting.FindStringSubmatch(w.metrics())
			return match != nil && match[1] == "0"
		})
	}
}

func (w *world) metrics() string {
	w.t.Helper()
	resp, err := http.Get(w.address + "/metrics")
	must(w.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(w.t, err)
	return string(text)
}

func (w *world) until(what string, done func() bool) {
	w.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if done() {
			return
		}
	}
	w.t.Fatalf("waited in vain until %s", what)
}

// open commits files to a new branch and opens a pull request for them.
func (w *world) open(author, branch, base string, files map[string][]byte, options ...githubtwin.CommitOptions) (number int, head string) {
	w.t.Helper()
	if len(options) == 0 {
		options = []githubtwin.CommitOptions{{From: base}}
	}
	head = w.must(w.Commit(dags, branch, author, "Change "+branch, files, options...))
	number, err := w.OpenPullRequest(dags, author, branch, base, "Change "+branch)
	must(w.t, err)
	return number, head
}

// check is the newest check run of a name on a commit.
func (w *world) check(head, name string) githubtwin.CheckRunView {
	w.t.Helper()
	return w.checkIn(dags, head, name)
}

func (w *world) checkIn(repo, head, name string) githubtwin.CheckRunView {
	w.t.Helper()
	runs, err := w.CheckRuns(repo, head)
	must(w.t, err)
	var newest githubtwin.CheckRunView
	for _, run := range runs {
		if run.Name == name {
			newest = run
		}
		if run.Conclusion == "neutral" || run.Conclusion == "skipped" {
			w.t.Errorf("check %s is %s, which GitHub counts as passed", run.Name, run.Conclusion)
		}
	}
	return newest
}

// expect compares a check with what is wanted: success, failure or pending, and a part of its title.
func (w *world) expect(head, name, want, title string) githubtwin.CheckRunView {
	w.t.Helper()
	return w.expectIn(dags, head, name, want, title)
}

func (w *world) expectIn(repo, head, name, want, title string) githubtwin.CheckRunView {
	w.t.Helper()
	run := w.checkIn(repo, head, name)
	got := run.Conclusion
	if run.Status == "in_progress" && got == "" {
		got = "pending"
	}
	if got != want || !strings.Contains(run.Title, title) {
		w.t.Errorf("check %s is %s %q %q, want %s with %q in its title\nsummary: %s", name, run.Status, got, run.Title, want, title, run.Summary)
	}
	return run
}

// counted is how many requests cost something of the rate limit since the last ResetRequests.
func (w *world) counted() int {
	n := 0
	for _, r := range w.Requests() {
		if !r.Conditional {
			n++
		}
	}
	return n
}

func (w *world) printRequests(what string) {
	w.t.Helper()
	var b strings.Builder
	for _, r := range w.Requests() {
		fmt.Fprintf(&b, "  %d %-5s %s %s\n", r.Status, r.Method, r.Path, r.Query)
	}
	w.t.Logf("%s: %d requests that count\n%s", what, w.counted(), &b)
}

func (w *world) must(value string, err error) string {
	w.t.Helper()
	must(w.t, err)
	return value
}

func (w *world) review(number int, login, state, commit string) int64 {
	w.t.Helper()
	id, err := w.Review(dags, number, login, state, "looked at it", commit)
	must(w.t, err)
	return id
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// contains checks that a text has every part.
func contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q:\n%s", what, part, text)
		}
	}
}

func showOnce(t *testing.T, name, text string) {
	if folder := os.Getenv("SEKISHO_SHOW"); folder != "" {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
}
