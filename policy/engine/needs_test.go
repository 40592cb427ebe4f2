package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/engine"
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
		all += len(engine.RulesFor(whole, input.File))
		saved += len(engine.RulesFor(whole, input.File)) - len(engine.RulesFor(short, input.File))
	}
	known, rules := short.NeedsKnown()
	t.Logf("the needs of %d of %d rules are known; %d of %d evaluations are left out", known, rules, saved, all)
	if known < rules/2 || saved == 0 {
		t.Error("the short cut does nothing")
	}
}

// TestNeedsAreRead: a rule that is not understood is always evaluated.
func TestNeedsAreRead(t *testing.T) {
	for name, test := range map[string]struct {
		body  string
		known bool
	}{
		"list":                  {"some pod in input.file.pods", true},
		"list with index":       {"some i, pod in input.file.pods", true},
		"after another":         {"input.platform.in_cluster == true\n\tsome pod in input.file.pods", true},
		"index":                 {"some i in input.file.index.calls_by_detail.driver", true},
		"template":              {"input.file.pod_template.kind == \"Pod\"", true},
		"nothing recognised":    {"input.file.path == \"x\"", false},
		"negated":               {"not input.file.pod_template.ok", false},
		"every":                 {"every pod in input.file.pods { pod.span }", false},
		"with":                  {"some x in data.lists.volumes.allowed with input.file.pods as []", false},
		"comprehension":         {"count([1 | some pod in input.file.pods]) == 0", false},
		"variable key":          {"some d in [\"a\"]\n\tsome i in input.file.index.calls_by_detail[d]", false},
		"capability":            {"some i in input.file.index.calls_by_capability.http", false},
		"below a list":          {"input.file.pods[0].span", false},
		"list that is compared": {"input.file.pods == []", false},
		"list as an operand":    {"is_array(input.file.pods)", false},
		"key as an operand":     {"input.file.index.calls_by_detail.driver == []", false},
		"unknown list":          {"some x in input.file.tomorrow", false},
	} {
		e, err := overlaid(t, map[string]string{newRule: finding(test.body)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		before, _ := embedded(t).NeedsKnown()
		if after, _ := e.NeedsKnown(); (after > before) != test.known {
			t.Errorf("%s: known %t, want %t", name, after > before, test.known)
		}
	}
}
