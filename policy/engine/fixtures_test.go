package engine_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

var update = flag.Bool("update", false, "write golden files and generated documentation anew")

// repositoryRoot is where rego/ and docs/ lie.
const repositoryRoot = "../.."

const fixtureConfig = `
tenants:
  orders:
    dag_repository: acme/airflow-dags-orders
    applications: {orders-api: {repository: acme/orders-api}, orders-web: {repository: acme/orders-web}}
  payments:
    dag_repository: acme/airflow-dags-payments
    applications: {pay-api: {repository: acme/pay-api}}
environments:
  main: {name: production, review: required}
  develop: {name: development, review: none}
reviewers: {teams: [sre]}
airflow: {version: "2.10.3", python: "3.11", dags_path: /usr/local/airflow/dags}
repository: {dag_folder: dags, template_folder: templates}
kubernetes: {in_cluster: true, config_file: [kube_config.yaml], connections: [kubernetes_default]}
policy: {dag_id_prefix: recommended}
`

// fixture is one file of a rule's folder: bad.py, ok.yaml, evasion-2.py …
type fixture struct {
	rule engine.Rule
	file string // in the repository
	kind string // bad, ok, evasion
}

func fixtures(t *testing.T, e *engine.Engine) []fixture {
	t.Helper()
	var found []fixture
	for _, rule := range e.Rules() {
		folder := filepath.Join(repositoryRoot, "rego", filepath.Dir(rule.Source))
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			name := entry.Name()
			if ext := path.Ext(name); ext != ".py" && ext != ".yaml" {
				continue
			}
			kind, _, _ := strings.Cut(strings.TrimSuffix(name, path.Ext(name)), "-")
			found = append(found, fixture{rule: rule, file: filepath.Join(folder, name), kind: kind})
		}
	}
	return found
}

// snapshot makes the change that a fixture stands for: a tenant's repository with one added file.
// Lines of the form `# path: …`, `# mode: …`, `# status: …`, `# read: false`, `# governance: required` and
// `# airflow: …` at the top say what differs; the last two ask for another installation.
func (f *fixture) snapshot(t testing.TB) (snapshot *policy.Snapshot, where installation) {
	t.Helper()
	content, err := os.ReadFile(f.file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	file := policy.SnapshotFile{
		Path: "dags/orders/load.py", Mode: "100644", Status: facts.Added,
		Size: int64(len(content)), SHA: hex.EncodeToString(sum[:20]), Content: content,
	}
	tenant := facts.Tenant{Namespace: "orders", Applications: []string{"orders-api", "orders-web"}}
	if path.Ext(f.file) == ".yaml" {
		file.Path = "templates/load.yaml"
		tenant.Application = "orders-api"
	}
	for line := range bytes.Lines(content) {
		key, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(string(line)), "# "), ": ")
		if !ok || line[0] != '#' {
			break
		}
		switch key {
		case "path":
			file.Path = value
		case "mode":
			file.Mode = value
		case "status":
			file.Status = facts.Status(value)
		case "read":
			file.Content = nil
		case "governance":
			where.strict = true
		case "airflow":
			where.airflow = value
		}
	}
	return &policy.Snapshot{
		Tenant: tenant,
		Files:  []policy.SnapshotFile{file},
		Templates: map[string]string{
			"templates/orders/orders-api/load.yaml":  "1",
			"templates/orders/orders-api/clean.yaml": "2",
		},
	}, where
}

// installation is what a fixture is judged by.
type installation struct {
	strict  bool   // the rules of governance are switched on
	airflow string // its version; the configuration's when empty
}

// checkers makes the checker of an installation when it is asked for.
func checkers(t *testing.T) func(installation) *policy.Checker {
	t.Helper()
	strict, err := engine.New(t.Context(), engine.Options{Overlay: fstest.MapFS{
		"data/governance.yaml": {Data: []byte("owner_required: true\ntags_required: true\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	made := map[installation]*policy.Checker{}
	return func(where installation) *policy.Checker {
		if made[where] == nil {
			e := embedded(t)
			if where.strict {
				e = strict
			}
			made[where] = checker(t, e, where.airflow)
		}
		return made[where]
	}
}

func checker(t testing.TB, e *engine.Engine, airflow string) *policy.Checker {
	t.Helper()
	text := fixtureConfig
	if airflow != "" {
		text = strings.Replace(text, `version: "2.10.3"`, fmt.Sprintf("version: %q", airflow), 1)
	}
	config, err := platform.Parse("sekisho.yml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return policy.NewChecker(e, config, nil)
}

// TestFixtures runs each rule's fixtures through parser, interpreter and policy.
func TestFixtures(t *testing.T) {
	e := embedded(t)
	checkerOf := checkers(t)
	for _, f := range fixtures(t, e) {
		t.Run(f.rule.ID+"/"+filepath.Base(f.file), func(t *testing.T) {
			snapshot, where := f.snapshot(t)
			got, err := checkerOf(where).Check(t.Context(), snapshot)
			if err != nil {
				t.Fatal(err)
			}
			named := false
			for _, finding := range got.Findings {
				named = named || finding.Rule == f.rule.ID
			}
			switch f.kind {
			case "bad":
				if !named {
					t.Errorf("no finding of %s", f.rule.ID)
				}
			case "ok":
				if named || got.Verdict != decision.Allow {
					t.Errorf("verdict %s", got.Verdict)
				}
			case "evasion":
				if !named && got.Verdict == decision.Allow {
					t.Errorf("no finding of %s, and the verdict is allow", f.rule.ID)
				}
			default:
				t.Errorf("a fixture is called bad, ok or evasion, not %s", f.kind)
			}
			golden(t, f.file+".golden", describe(got))
		})
	}
}

// describe writes a decision as the goldens have it: the verdict, then the findings as the command
// line prints them, each with its fix.
func describe(d *decision.Decision) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n", d.Verdict)
	for _, f := range d.Findings {
		fmt.Fprintf(&text, "%s:%d:%d: %s: %s [%s %s]\n    %s\n", f.Path, f.Span.Start.Line, f.Span.Start.Column, f.Severity, f.Message, f.Rule, f.Name, f.Fix)
		if f.Suggestion != nil {
			fmt.Fprintf(&text, "    suggestion: %s\n", *f.Suggestion)
		}
	}
	return text.String()
}

// golden compares text with a file, or writes the file under -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run the test with -update)", err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the policy says; run the test with -update and read the difference\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}
