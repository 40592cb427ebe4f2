package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

// TestLeavingRulesOutChangesNothing judges every fixture with and without the short cut.
func TestLeavingRulesOutChangesNothing(t *testing.T) {
	short := embedded(t)
	whole, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	whole.EvaluateAll()
	saved, all := 0, 0
	for _, f := range fixtures(t, short) {
		snapshot, _ := f.snapshot(t)
		input := analysed(t, snapshot)
		want, err := whole.JudgeFile(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		got, err := short.JudgeFile(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("%s: %s", f.file, difference)
		}
		all += len(engine.RulesFor(whole, input))
		saved += len(engine.RulesFor(whole, input)) - len(engine.RulesFor(short, input))
	}
	known, rules := short.NeedsKnown()
	t.Logf("the needs of %d of %d rules are known; %d of %d evaluations are left out", known, rules, saved, all)
	if known < rules/2 || saved == 0 {
		t.Error("the short cut does nothing")
	}
}

// TestNeedsAreRead: a rule is left out where a body is seen to fail, and finds what it would have
// found in any case.
func TestNeedsAreRead(t *testing.T) {
	f := fixture{file: filepath.Join(repositoryRoot, "rego/rules/tenancy/foreign-namespace/ok.py")}
	snapshot, _ := f.snapshot(t)
	input := analysed(t, snapshot)
	for name, test := range map[string]struct {
		body  string
		asked bool
	}{
		"list":                      {"some pod in input.file.pods", true},
		"list with index":           {"some i, pod in input.file.pods", true},
		"empty list":                {"some x in input.file.effects", false},
		"after another":             {"input.platform.in_cluster == true\n\tsome x in input.file.effects", false},
		"index":                     {"some i in input.file.index.calls_by_detail.driver", false},
		"index that is there":       {"some i in input.file.index.calls_by_detail.kpo", true},
		"template":                  {"input.file.pod_template.kind == \"Pod\"", false},
		"other constant":            {"input.file.role == \"other\"", false},
		"constant":                  {"input.file.role == \"dag\"", true},
		"other than a constant":     {"input.file.role != \"dag\"", false},
		"one of constants":          {"input.file.role in {\"other\", \"template\"}", false},
		"one of them":               {"input.file.role in {\"other\", \"dag\"}", true},
		"false":                     {"input.file.encoding.bom", false},
		"false as a value":          {"x := input.file.encoding.bom\n\tx == false", true},
		"negated":                   {"not input.file.pod_template.ok", true},
		"negated constant":          {"not input.file.parse.ok == true", false},
		"negated that holds":        {"not input.file.parse.ok == false", true},
		"negated element":           {"some pod in input.file.pods\n\tnot pod.namespace.value == \"x\"", true},
		"every":                     {"every x in input.file.effects { x.nothing }", true},
		"with":                      {"some x in data.lists.volumes.allowed with input.file.effects as [1]", true},
		"with, of a list":           {"some x in input.file.effects with input.file.effects as [1]", true},
		"comprehension":             {"count([1 | some x in input.file.effects]) == 0", true},
		"member of a comprehension": {"some x in [1 | some y in input.file.effects]", false},
		"variable key":              {"some d in [\"driver\"]\n\tsome i in input.file.index.calls_by_detail[d]", false},
		"variable key, one of":      {"some d in [\"driver\", \"kpo\"]\n\tsome i in input.file.index.calls_by_detail[d]", true},
		"argument":                  {"some task in input.file.tasks\n\ttask.arguments.never_given", false},
		"argument that is given":    {"some task in input.file.tasks\n\ttask.arguments.namespace", true},
		"list that is compared":     {"input.file.effects == []", true},
		"list as an operand":        {"is_array(input.file.effects)", true},
		"empty object":              {"object.keys(input.file.index.calls_by_symbol) != {1}", true},
		"unknown list":              {"some x in input.file.tomorrow", false},
		"function":                  {"lower(input.file.tomorrow) == \"x\"", false},
		"else":                      {"object.get(input.file, \"tomorrow\", 1) == 1", true},
	} {
		overlay := map[string]string{newRule: finding(test.body)}
		e, err := overlaid(t, overlay)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		asked := len(engine.RulesFor(e, input))-len(engine.RulesFor(embedded(t), input)) == 1
		if asked != test.asked {
			t.Errorf("%s: asked %t, want %t", name, asked, test.asked)
		}
		short, err := e.JudgeFile(t.Context(), input)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		e.EvaluateAll()
		whole, err := e.JudgeFile(t.Context(), input)
		if difference := cmp.Diff(whole, short); err != nil || difference != "" {
			t.Errorf("%s: %v %s", name, err, difference)
		}
	}
}

// TestLeavingRulesOutOfAttacks compares with and without the short cut on the attacks, threats and
// honest files.
func TestLeavingRulesOutOfAttacks(t *testing.T) {
	short := embedded(t)
	whole, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	whole.EvaluateAll()
	for _, folder := range []string{"attacks", "threats", "honest"} {
		paths, err := filepath.Glob(filepath.Join(repositoryRoot, "testdata", folder, "*.[py]*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("testdata/%s: no files: %v", folder, err)
		}
		for i, path := range paths {
			if testing.Short() && i%10 != 0 {
				continue
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			place := "dags/" + filepath.Base(path)
			if filepath.Ext(path) != ".py" {
				place = "templates/" + filepath.Base(path)
			}
			input := analysed(t, &policy.Snapshot{
				Tenant: facts.Tenant{Namespace: "orders", AnyApplication: true},
				Files: []policy.SnapshotFile{{
					Path: place, Mode: "100644", Size: int64(len(content)), Status: facts.Added, Content: content,
				}},
			})
			want, err := whole.JudgeFile(t.Context(), input)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			got, err := short.JudgeFile(t.Context(), input)
			if difference := cmp.Diff(want, got); err != nil || difference != "" {
				t.Errorf("%s: %v %s", path, err, difference)
			}
		}
	}
}
