package engine_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

// TestCostGrowsLinearly judges facts of a size that the interpreter's budgets allow, and ten times
// less. A rule that compares everything with everything would show. What is counted is statements, so that
// it is the same on every machine.
func TestCostGrowsLinearly(t *testing.T) {
	e := embedded(t)
	small, large := engine.Steps(t, e, large(100)), engine.Steps(t, e, large(1000))
	t.Logf("100 of everything: %d statements, 1,000: %d", small, large)
	if large > 11*small {
		t.Errorf("ten times the facts take %.1f times the statements", float64(large)/float64(small))
	}
}

// TestHonestFilesStayCheap holds what the rules cost for files in which there is nothing to find: most files. A rule
// that looks at every argument of every task costs all of them before it finds anything. The bounds leave room for
// a few rules that ask for their facts by name; who needs more says in the commit what it is for.
func TestHonestFilesStayCheap(t *testing.T) {
	e := embedded(t)
	for file, most := range map[string]int{"template-pod.py": 5_000, "bitshift-lists.py": 5_000, "many-read-texts.py": 45_000} {
		content, err := os.ReadFile(filepath.Join(repositoryRoot, "testdata/honest", file))
		if err != nil {
			t.Fatal(err)
		}
		input := analysed(t, &policy.Snapshot{
			Tenant: facts.Tenant{Namespace: "orders", AnyApplication: true},
			Files: []policy.SnapshotFile{{
				Path: "dags/" + file, Mode: "100644", Size: int64(len(content)), Status: facts.Added, Content: content,
			}},
		})
		if len(input.File.Tasks) == 0 {
			t.Fatalf("%s: there are no tasks", file)
		}
		steps := engine.Steps(t, e, input)
		t.Logf("%s: %d statements, %d tasks", file, steps, len(input.File.Tasks))
		if steps > most {
			t.Errorf("the rules execute %d statements for %s, more than %d: look for a new rule that goes through all arguments", steps, file, most)
		}
	}
}

// TestManyAlike holds how many findings of one kind are told, that the last of them counts the others, and that the
// verdict is that of all.
func TestManyAlike(t *testing.T) {
	e := embedded(t)
	const many = 517
	input := large(many)
	got, err := e.JudgeFile(t.Context(), input)
	if err != nil || got.Verdict != decision.Deny {
		t.Fatalf("%s, %v", got.Verdict, err)
	}
	few, err := e.JudgeFile(t.Context(), large(3))
	if err != nil {
		t.Fatal(err)
	}
	kind := func(f *decision.Finding) string { return f.Rule + " " + string(f.Severity) }
	kinds, counted, last := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range got.Findings {
		f := &got.Findings[i]
		kinds[kind(f)]++
		var others int
		if _, after, found := strings.Cut(f.Message, " (and "); found {
			if _, err := fmt.Sscanf(after, "%d more like it in this file)", &others); err == nil {
				counted[kind(f)] += others
			}
		}
		if line := f.Span.Start.Line; line < last[kind(f)] {
			t.Errorf("%s: line %d comes after line %d", f.Rule, line, last[kind(f)])
		}
		last[kind(f)] = f.Span.Start.Line
	}
	for i := range few.Findings {
		if f := &few.Findings[i]; kinds[kind(f)] == 0 {
			t.Errorf("nothing is told of %s: %s", f.Rule, f.Message)
		}
	}
	cut := 0
	for of, n := range kinds {
		if counted[of] == 0 {
			continue
		}
		// Some rules find something in each of the imports and in each of the calls.
		if cut++; (n+counted[of])%many != 0 {
			t.Errorf("%s: %d are told and %d counted, of %d or a multiple", of, n, counted[of], many)
		}
	}
	if cut < 3 || len(got.Findings) > 2*200*len(kinds) {
		t.Errorf("%d kinds were cut; %d findings of %d kinds", cut, len(got.Findings), len(kinds))
	}
}

// BenchmarkLarge judges a file that has a thousand of everything that it should not have.
func BenchmarkLarge(b *testing.B) {
	e := embedded(b)
	input := large(1000)
	for b.Loop() {
		got, err := e.JudgeFile(b.Context(), input)
		if err != nil || got.Verdict != decision.Deny {
			b.Fatalf("%s, %v", got.Verdict, err)
		}
	}
}

// large has n imports, calls, DAGs, pods and unknowns, on a platform of n tenants.
func large(n int) *facts.FileInput {
	input := smallest()
	file := input.File
	file.Declarative = false
	text := func(format string, i int) facts.Value {
		return facts.Value{State: facts.Const, Type: "str", Value: fmt.Sprintf(format, i)}
	}
	file.Index = facts.Index{
		ImportsByDetail: map[string][]int{}, CallsByDetail: map[string][]int{}, CallsBySymbol: map[string][]int{},
		CallsByCapability: map[facts.Capability][]int{}, ImportsByCapability: map[facts.Capability][]int{},
	}
	for i := range n {
		at := facts.Position{Line: i + 1, Column: 1}
		span := facts.Span{Start: at, End: at}
		symbol := facts.Symbol{Canonical: fmt.Sprintf("psycopg2.call%d", i), Capability: facts.CapDatabase, Detail: "driver"}
		module := facts.Symbol{Canonical: fmt.Sprintf("driver%d", i), Capability: facts.CapDatabase, Detail: "driver"}
		input.Platform.Tenants = append(input.Platform.Tenants, fmt.Sprintf("tenant-%d", i))
		file.Imports = append(file.Imports, facts.Import{Module: module.Canonical, Symbol: module, Phase: facts.PhaseParse, Span: span})
		file.Calls = append(file.Calls, facts.Call{Symbol: symbol, Use: facts.UseCall, Phase: facts.PhaseParse, Span: span})
		file.Index.ImportsByDetail["driver"] = append(file.Index.ImportsByDetail["driver"], i)
		file.Index.CallsByDetail["driver"] = append(file.Index.CallsByDetail["driver"], i)
		file.Index.CallsBySymbol[symbol.Canonical] = []int{i}
		file.Index.CallsByCapability[facts.CapDatabase] = append(file.Index.CallsByCapability[facts.CapDatabase], i)
		file.DAGs = append(file.DAGs, facts.DAG{ID: text("tenant-%d.x", i), Span: span})
		namespace := text("tenant-%d", i)
		file.Tasks = append(file.Tasks, facts.Task{ID: text("task-%d", i), DAG: i, Multiplicity: 1, Span: span, Arguments: facts.Arguments{{Name: "namespace", Value: &namespace}}})
		file.Pods = append(file.Pods, facts.Pod{Task: i, TaskID: text("task-%d", i), Namespace: text("tenant-%d", i), Template: facts.TemplatePath{Value: facts.Value{State: facts.Absent}}, Span: span})
		file.Unknowns = append(file.Unknowns, facts.UnknownConstruct{Construct: "call", Code: "callee", Reason: fmt.Sprintf("reason %d", i), Span: span})
	}
	return input
}
