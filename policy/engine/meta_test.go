package engine_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/engine"
)

// required are the rules that the platform's decisions rest on: taking one away must be a decision.
const required = `
	TEN001 TEN002 TEN003 TEN004 TEN005 TEN006 TEN007 TEN008 TEN009 TEN010
	DB001 DB002 DB003 DB004 DB005  NET001 NET002 NET003 NET004 NET005
	META001 META002 META003 META004 META005 META006 META007 META010
	JIN001 JIN002 JIN003 JIN004 JIN005
	CODE001 CODE002 CODE003 CODE004 CODE005 CODE006 CODE007 CODE008 CODE009 CODE010 CODE011
	FILE001 FILE002 FILE003 FILE004 FILE005 FILE006 FILE007 FILE008 FILE009 FILE010
	DAG001 DAG002 DAG003  XDAG001 XDAG002
	TPL001 TPL002 TPL003 TPL004 TPL005 TPL006 TPL007 TPL008 TPL009 TPL010
	POD001 POD002 POD003 POD004 POD005 POD006 POD007 POD008 POD009 POD010 POD011
	AVL001 AVL002 AVL003 AVL004 AVL005 AVL006 AVL007 AVL008 AVL009 AVL010 AVL011 AVL012
	GOV001 GOV002`

func TestRequiredRulesAreThere(t *testing.T) {
	e := embedded(t)
	for _, id := range strings.Fields(required) {
		if e.Rule(id) == nil {
			t.Errorf("there is no rule %s", id)
		}
	}
}

// TestEachRuleIsWhole finds rules without a test or a fixture. (Their METADATA is checked at load.)
func TestEachRuleIsWhole(t *testing.T) {
	e := embedded(t)
	kinds := map[string][]string{}
	for _, f := range fixtures(t, e) {
		kinds[f.rule.ID] = append(kinds[f.rule.ID], f.kind)
	}
	for _, rule := range e.Rules() {
		for _, kind := range []string{"bad", "ok", "evasion"} {
			if !slices.Contains(kinds[rule.ID], kind) {
				t.Errorf("%s has no %s fixture", rule.Source, kind)
			}
		}
		if _, err := os.Stat(filepath.Join(repositoryRoot, "rego", filepath.Dir(rule.Source), "rule_test.rego")); err != nil {
			t.Errorf("%s has no test: %v", rule.Source, err)
		}
	}
}

// TestPolicyIsCovered holds the policy's own tests to what they cover.
func TestPolicyIsCovered(t *testing.T) {
	report, err := embedded(t).Test(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if report.Coverage < 98 {
		t.Errorf("the tests cover %.1f %% of the policy", report.Coverage)
	}
	for _, file := range report.Files {
		if file.Percent < 85 {
			t.Errorf("%s: %.1f %% covered, not at lines %v", file.File, file.Percent, file.Uncovered)
		}
	}
}

// TestDocumentation compares docs/rules with the rules.
func TestDocumentation(t *testing.T) {
	e := embedded(t)
	folder := filepath.Join(repositoryRoot, "docs/rules")
	golden(t, filepath.Join(folder, "README.md"), e.Index())
	pages := map[string]bool{"README.md": true}
	for _, rule := range e.Rules() {
		golden(t, filepath.Join(folder, rule.ID+".md"), rule.Page())
		pages[rule.ID+".md"] = true
		if !strings.HasSuffix(rule.Docs, "/docs/rules/"+rule.ID+".md") {
			t.Errorf("%s is said to be documented at %s", rule.ID, rule.Docs)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !pages[entry.Name()] {
			t.Errorf("docs/rules/%s documents no rule", entry.Name())
		}
	}
}

// TestEveryDetailIsJudged holds the catalogue's vocabulary against data/details.yaml, and each word
// against the rule that the catalogue names for it.
func TestEveryDetailIsJudged(t *testing.T) {
	e := embedded(t)
	judged := e.List("details", "judged")
	for _, detail := range airflow.Default().Details() {
		if !slices.Contains(judged, detail.Word) {
			t.Errorf("no rule judges %s: name it in rego/data/details.yaml, or write a rule", detail.Word)
		}
		if detail.Rule != "" && e.Rule(detail.Rule) == nil {
			t.Errorf("%s is said to be judged by %s, which is no rule", detail.Word, detail.Rule)
		}
	}
	words := map[string]bool{}
	for _, detail := range airflow.Default().Details() {
		words[detail.Word] = true
	}
	for _, list := range []string{"judged", "always_reported", "on_workers"} {
		for _, word := range e.List("details", list) {
			if !words[word] {
				t.Errorf("rego/data/details.yaml names %s, which is no word of the catalogue", word)
			}
		}
	}
}

// TestScaffold makes a rule as `sekisho policy new` does, and runs it.
func TestScaffold(t *testing.T) {
	e := embedded(t)
	files, err := e.Scaffold("availability/retry-without-delay", "AVL999", nil)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, text := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	extended, err := engine.New(t.Context(), engine.Options{Overlay: os.DirFS(folder)})
	if err != nil {
		t.Fatal(err)
	}
	if len(extended.Rules()) != len(e.Rules())+1 || extended.Digest() == e.Digest() {
		t.Error("the rule is not part of the policy")
	}
	report, err := extended.Test(t.Context())
	if err != nil || !report.OK() {
		t.Errorf("its test fails: %v, %+v", err, report)
	}
	check := checker(t, extended, "")
	for kind, want := range map[string]int{"bad": 1, "ok": 0, "evasion": 1} {
		f := fixture{file: filepath.Join(folder, "rules/availability/retry-without-delay", kind+".py")}
		snapshot, _ := f.snapshot(t)
		got, err := check.Check(t.Context(), snapshot)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, finding := range got.Findings {
			if finding.Rule == "AVL999" {
				found++
			}
		}
		if found != want {
			t.Errorf("%s.py: %d findings, want %d", kind, found, want)
		}
	}
}

func TestScaffoldRefuses(t *testing.T) {
	e := embedded(t)
	for name, arguments := range map[string][2]string{
		"no family":        {"foreign", "TEN999"},
		"unknown family":   {"nobody/foreign", "TEN999"},
		"another prefix":   {"tenancy/foreign", "DB999"},
		"id that is taken": {"tenancy/foreign", "TEN001"},
		"name taken":       {"tenancy/foreign-namespace", "TEN999"},
		"capitals":         {"tenancy/Foreign", "TEN999"},
		"outside":          {"tenancy/../../x", "TEN999"},
		"short id":         {"tenancy/foreign", "TEN99"},
	} {
		if _, err := e.Scaffold(arguments[0], arguments[1], nil); err == nil {
			t.Errorf("%s: %v is accepted", name, arguments)
		}
	}
}
