package plan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// catcher takes the plan that OPA makes.
type catcher struct{ planned **ir.Policy }

func (catcher) IsTarget(name string) bool { return name == "plan.test" }

func (c catcher) PrepareForEval(_ context.Context, planned *ir.Policy, _ ...rego.PrepareOption) (rego.TargetPluginEval, error) {
	*c.planned = planned
	return nil, nil
}

var caught *ir.Policy

func init() { rego.RegisterPlugin("plan.test", catcher{&caught}) }

func programOf(t testing.TB, module string, data map[string]any) (*Program, *ast.Compiler) {
	t.Helper()
	compiler, err := ast.CompileModules(map[string]string{"x.rego": module})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rego.New(rego.Query("data.x.answer"), rego.Compiler(compiler), rego.Target("plan.test")).PrepareForEval(t.Context()); err != nil {
		t.Fatal(err)
	}
	program, err := New(caught, data, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	return program, compiler
}

func find(t testing.TB, program *Program, name string) Function {
	t.Helper()
	fn, ok := program.Function("g0.data.x." + name)
	if !ok {
		t.Fatalf("the plan has no %s", name)
	}
	return fn
}

type input struct {
	Name   string         `json:"name"`
	Number float64        `json:"number"`
	Lists  [][]string     `json:"lists"`
	Any    any            `json:"any"`
	Map    map[string]int `json:"map"`
	Inner  *input         `json:"inner,omitempty"`
	Bare   string         `json:"bare,omitempty" rego:"omitempty"`
}

var sample = &input{
	Name: "påx", Number: 1.5, Lists: [][]string{{"b", "a"}, {}, nil, {"a"}},
	Any: []any{1, 2.5, "2", nil, true, map[string]any{"k": []any{}}}, Map: map[string]int{"z": 1, "a": 2, "m": 0},
	Inner: &input{Name: "inner", Map: map[string]int{"a": 2}, Bare: "x"},
}

var sampleData = map[string]any{
	"lists": map[string]any{"names": []any{"a", "b", "b"}, "limits": map[string]any{"x": 1, "y": 2.5}},
}

// answers are that of the program and that of OPA's evaluator, as JSON.
func answers(t *testing.T, module string) (got, want any, gotErr, wantErr error) {
	t.Helper()
	program, compiler := programOf(t, module, sampleData)
	document, err := Document(sample)
	if err != nil {
		t.Fatal(err)
	}
	value, gotErr := program.Evaluate(t.Context(), document).Call(find(t, program, "answer"))
	got = asJSON(t, Plain(value))
	text, err := json.Marshal(asJSON(t, Plain(document)))
	if err != nil {
		t.Fatal(err)
	}
	results, wantErr := rego.New(rego.Query("data.x.answer"), rego.Compiler(compiler), rego.Store(inmem.NewFromObject(sampleData)),
		rego.StrictBuiltinErrors(true), rego.ParsedInput(ast.MustParseTerm(string(text)).Value)).Eval(t.Context())
	if len(results) == 1 {
		want = asJSON(t, results[0].Expressions[0].Value)
	}
	return got, want, gotErr, wantErr
}

func asJSON(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

// TestLanguage runs each construct of Rego in a program and in OPA's evaluator.
func TestLanguage(t *testing.T) {
	for _, body := range []string{
		`answer := input`,
		`answer := input.nothing`,
		`answer := data.lists`,
		`answer := "x" if input.inner.name == "inner"`,
		`answer := "x" if not input.inner.inner`,
		`answer := "x" if not input.inner.name`,
		`answer := "x" if input.inner.bare`,
		`answer := "x" if input.bare`,
		`answer := [x | some x in input.lists]`,
		`answer := {x | some x in input.lists}`,
		`answer := {k: v | some k, v in input.map}`,
		`answer := [[k, v] | some k, v in input.map]`,
		`answer := [k | some k, _ in input.inner]`,
		`answer := {count(x) | some x in input.lists}`,
		`answer := {{y | some y in x} | some x in input.lists}`,
		`answer := [x | some x in {3, 1, 2, "b", "a", null, [1], {"k": 1}, {1}, false, 2.5}]`,
		`answer := [x | some x in ({1, 2, 3} - {2}) | {9, 8}]`,
		`answer := {1, 2, 3} & {2, 3, 4}`,
		`answer := x if { some x in input.lists[0]; x == "a" }`,
		`answer := input.lists[0][1]`,
		`answer := input.lists[0][7]`,
		`answer := input.lists[input.any[0]]`,
		`answer := input.any[1.0]`,
		`answer := [i | some i; input.lists[i] == []]`,
		`answer := [i | some i, j; input.lists[i][j] == "a"]`,
		`answer := [[a, b] | some a in input.lists[0]; some b in input.lists[0]; a != b]`,
		`answer := "all" if every x in input.lists { is_array(x) }`,
		`answer := "all" if every x in input.any { is_number(x) }`,
		`answer := "none" if every x in [] { x == 1 }`,
		`answer contains x if some x in input.lists[0]
answer contains "c"
answer contains x if some x in input.nothing`,
		`answer[k] := v if some k, v in input.map`,
		`answer[k] contains v if some k, v in input.map
answer.b contains 1
answer.b contains 2`,
		`answer := deep
deep.a.b := 1
deep.a.c := 2
deep.d := input.name`,
		`default answer := 7
answer := 8 if input.nothing`,
		`default answer := 7
answer := 8 if input.name`,
		`answer := 1 if input.nothing
else := 2 if input.name == "x"
else := 3`,
		`answer := f(1, 2)
f(a, b) := a + b if a > b
f(a, b) := b - a if a < b`,
		`answer := f([1, {"k": [2]}])
f([1, {"k": [x]}]) := x`,
		`answer := [f(x) | some x in input.any]
f(x) := "number" if is_number(x)
else := "text" if is_string(x)
else := "other"`,
		`answer := [x | x := f(input.any[_])]
f(x) := x if is_number(x)`,
		`answer := 1
answer := 2 if input.name`,
		`answer := f(1)
f(x) := x
f(x) := x + 1 if input.name`,
		`answer := {"k": 1, "k2": x} if x := input.map.z`,
		`answer := {x: 1 | some x in ["a", "a"]}`,
		`answer := {"a": x | some x in [1, 2]}`,
		`answer := x if [x, "a"] = input.lists[0]`,
		`answer := x if {"z": x, "a": 2, "m": 0} = input.map`,
		`answer := to_number("x")`,
		`answer := startswith(input.any[0], "x")`,
		`answer := [1 | startswith(input.any[0], "x")]`,
		`answer := count(input.any[0])`,
		`answer := 1 / input.map.m`,
		`answer := max([])`,
		`answer := [max(input.any), min(input.any), max({"b", "a"}), sum([1, 2, 3.5])]`,
		`answer := sort(input.any)`,
		`answer := [count(input.name), count(input.map), count({1, 1}), count(input.inner)]`,
		`answer := [lower("ÄB"), upper("ß"), trim_space("  x "), trim_prefix("abc", "a"), trim_suffix("abc", "c"), replace("aaa", "a", "b")]`,
		`answer := [split("a.b", "."), split("", "."), split("abc", ""), split("a", ".")]`,
		`answer := [concat(",", ["a", "b"]), concat(",", {"b", "a"}), concat(",", []), concat(",", ["x"])]`,
		`answer := concat(",", input.any)`,
		`answer := [sprintf("%v %s %d %5.1f", ["a", "b", 1, 1.5]), sprintf("%v", [[1, "x"]]), sprintf("%v", [{"a": 1}]), sprintf("%d", ["x"]), sprintf("%v", [1e3])]`,
		`answer := strings.replace_n({"a": "b", "b": "c", "ab": "x"}, "abab")`,
		`answer := [strings.any_prefix_match("abc", ["x", "a"]), strings.any_suffix_match("abc", {"x"}), strings.any_prefix_match(["x", "a"], "a")]`,
		`answer := strings.any_prefix_match("abc", input.any)`,
		`answer := [object.get(input, "nothing", 1), object.get(input, ["inner", "name"], 1), object.get(input, ["any", 0], 2), object.get(input, ["any", "x"], 3), object.get(input, [], 1)]`,
		`answer := object.get(input.any, "x", 1)`,
		`answer := [object.keys(input.map), object.union({"a": {"b": 1, "c": 2}}, {"a": {"b": {"x": 1}}}), object.remove(input.map, ["z"]), object.union({}, input.map)]`,
		`answer := [array.concat([1], [2]), array.slice([1, 2, 3], 1, 9), array.slice([1, 2, 3], -1, 2), array.slice([1], 3, 1), array.reverse([1, 2])]`,
		`answer := [numbers.range(1, 3), numbers.range(3, 1), numbers.range(0, 0)]`,
		`answer := [[p, v] | walk({"a": [1, {2}], "b": {}}, [p, v])]`,
		`answer := [v | walk(input.inner, [_, v]); is_string(v)]`,
		`answer := [p | walk(input.inner, [p, "inner"])]`,
		`answer := [1 == 1.0, 1 < 1.5, 10000000000000000000 > 9999999999999999999, 0 == -0, 1e2 == 100, 0.1 + 0.2, 9007199254740993 + 1, 4503599627370497 * 4503599627370497]`,
		`answer := {1, 1.0, 1e0, 2}`,
		`answer := {"1": 1, "a": 2} == {"a": 2, "1": 1.0}`,
		`answer := [null < false, false < 1, 1 < "a", "a" < [], [] < {}, [1, 2] < [1, 3], {"a": 1} < {"a": 2}, {"a": 1} < {"b": 0}, [1] < [1, 0]]`,
		`answer := [1 in input.any, "2" in input.any, 1 in input.map, "z" in input.map, ("z", 1 in input.map), (0, 1 in input.any), 1 in input.name, "a" in {"a", "b"}]`,
		`answer := [type_name(x) | some x in [null, 1, "a", true, [], {}, {1}]]`,
		`answer := [is_null(null), is_boolean(1), is_set({1}), is_object(input), is_array(input.any), is_string(input.name)]`,
		`answer := regex.match("^p.x$", input.name)`,
		`answer := regex.match("(", input.name)`,
		`answer := y if y := x with input as {"a": 1}
x := input`,
		`answer := [x, y] if y := x with input.inner.name as "other"
x := input.inner.name`,
		`answer := [x, y] if y := x with data.lists.names as ["q"]
x := data.lists.names`,
		`answer := [data.lists.limits[k] | some k in ["x", "y", "z"]]`,
		`answer := [y | some x in ["names", "limits"]; y := data.lists[x]]`,
		`answer := {k | some k, _ in data.lists}`,
		`answer := $"a {input.name} {input.nothing} {1 + 1}"`,
		`answer := [lists[k] | some k in ["p", "q", "r"]]
lists.p := 1
lists.q := input.name`,
		`answer := x if { x := [y | y := input.lists[_][_]; y != "a"] }`,
		`answer := set()`,
		`answer := [f(x) | some x in input.lists]
f(x) if { some y in x; y != "" }
f(x) if count(x) == 0`,
		`answer := [f(x) | some x in input.lists]
f(x) := "some" if {
	some y in x
	some z in input.lists
	y in z
}
else := "none" if { some y in input.lists[0]; y != "" }
else := "never"`,
		`answer := [f(x) | some x in input.lists]
f(x) := true if { some y in x; y != "" }
f(x) := false if { some y in x; y != "" }`,
		`answer := [f(x) | some x in input.lists]
f(x) := y if { some y in x; y == "b" }
else := "none"`,
		`answer := f(input.lists[0])
f(x) := y if { some y in x; y != "" }
else := "none"`,
		`answer := [f(x) | some x in input.lists]
f(x) := "one" if { some y in x; y == "b" }
else := y if { some y in x; y == "a" }
else := z if { z := {y | some y in x} }`,
		`answer := [f(x) | some x in input.lists]
f(x) := "few" if count(x) < 2
f(x) := "few" if { some y in x; y == "a" }
f(x) := "few" if every y in x { y != "c" }`,
		`answer := [f(x) | some x in input.lists]
f(x) := "few" if count(x) < 2
f(x) := "many" if count(x) > 1`,
		`answer := [f(x) | some x in input.any]
f(x) := g(x) if is_string(x)
else := h if x == 1
g(x) := concat("", [x, y]) if y := input.inner.name with input.inner.name as "other"
h := y if y := input.inner.name with input.inner.name as "other"`,
		`answer := [f(x) | some x in ["p", "q", "r"]]
f(x) := [lists[x]] if lists[x]
else := data.lists[x] if data.lists[x]
else := [x]
lists.p := 1
lists.q := 2 if input.nothing`,
		`answer := [[a, b, c] | [a, b] := [input.name, data.lists.names]; c := b[0]]`,
		`answer := [a | some x in [[1, 2], [3, 4], [5]]; [a, _] := x]`,
		`answer := [x | some x in input.any; not x in data.lists.names; x != 1; not x in ["2"]]`,
		`answer := [x | some x in input.any; x in data.lists.limits]`,
		`answer := "x" if input.nothing in {1}`,
		`answer := "x" if 1 in input.nothing`,
		`answer := "x" if not 1 in input.nothing`,
		`answer := [f(x) | some x in input.lists]
default f(_) := "default"
f(x) := "b" if { some y in x; y == "b" }`,
		`answer := [f(x) | some x in input.any]
f(x) if { some y in input.any; not y == x; some z in [1, 2]; z == x }
f(x) if x == "2"`,
		`answer := {x: y | some x in ["a", "b", "c"]; y := [1 | has(x)]}
has(x) if x in input.lists[_]`,
		`answer contains x if some x in ["a", "b"]
answer contains x if some x in {"z", "y"}`,
		`answer := [a, b] if { a := {"x", "y"}; b := {z | z := "x"} | a }`,
		`answer := [x | some x in [{"a"}, {"a"}, {"b"}]]`,
		`answer := [array.concat([x], ["t"]) | some x in ["p", "q"]]`,
		`answer := {x | some s in [{"a": 1}, {"a": 1.0}, {"a": 2}]; x := s}`,
		`answer := count({x | some x in numbers.range(1, 100)}) == 100`,
		`answer := {sprintf("%d", [x]): x | some x in numbers.range(1, 40)}`,
		`answer := [x | some i in numbers.range(1, 20); x := {"a": {"b": {"c": {"d": i}}}}]`,
		`answer := {x | some i in numbers.range(1, 20); x := {"a": {"b": {"c": {"d": i % 3}}}}}`,
	} {
		t.Run(body, func(t *testing.T) {
			got, want, gotErr, wantErr := answers(t, "package x\n\n"+body+"\n")
			if (gotErr != nil) != (wantErr != nil) {
				t.Fatalf("the program says %v (%v), OPA %v (%v)", got, gotErr, want, wantErr)
			}
			if difference := cmp.Diff(want, got); gotErr == nil && difference != "" {
				t.Error(difference)
			}
		})
	}
}

// TestMemoryIsUsedAgain: what one evaluation made does not show in the next, whatever the first left behind.
func TestMemoryIsUsedAgain(t *testing.T) {
	program, _ := programOf(t, `package x

answer := {"names": names, "inner": inner, "made": made, "known": known(input.inner), "fixed": fixed}
names contains name if some name in input.lists[_]
inner[name] := value if some name, value in input.inner
made := [{"name": name, "first": [name, input.name]} | some name in names]
known(inner) := "named" if { inner.name != ""; count(names) >= 0 }
known(inner) := "bare" if { inner.name == ""; count(names) >= 0 }
fixed := {x: {x} | some x in ["p", "q"]}
`, nil)
	ask := func(e *Evaluation) any {
		value, err := e.Call(find(t, program, "answer"))
		if err != nil {
			t.Fatal(err)
		}
		return asJSON(t, Plain(value))
	}
	for round := range 50 {
		one, inner := *sample, *sample.Inner
		one.Inner = &inner
		one.Name = fmt.Sprint("name ", round)
		one.Lists = nil
		for i := range (round * 37) % 300 {
			one.Lists = append(one.Lists, []string{fmt.Sprint(round % 3), fmt.Sprint(i)})
		}
		if round%2 == 0 {
			one.Inner.Name = ""
		}
		document, err := Document(&one)
		if err != nil {
			t.Fatal(err)
		}
		again, err := program.Begin(t.Context(), &one)
		if err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(ask(program.Evaluate(t.Context(), document)), ask(again)); difference != "" {
			t.Fatalf("round %d: %s", round, difference)
		}
		again.End()
	}
}

// TestEndlessPolicyIsStopped: by its context, whatever it does.
func TestEndlessPolicyIsStopped(t *testing.T) {
	for name, body := range map[string]string{
		"loops":    `answer := [1 | some a in numbers.range(1, 60000); some b in numbers.range(1, 60000); a + b == 0]`,
		"builtins": `answer := count(numbers.range(1, 1000000000))`,
	} {
		program, _ := programOf(t, "package x\n\n"+body+"\n", nil)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		if _, err := program.Evaluate(ctx, nil).Call(find(t, program, "answer")); !errors.Is(err, context.DeadlineExceeded) && (err == nil || !strings.Contains(err.Error(), "cancel")) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
}

// TestNoAnswerAfterAnError: an evaluation that failed gives nothing more.
func TestNoAnswerAfterAnError(t *testing.T) {
	program, _ := programOf(t, "package x\n\nanswer := [bad, good]\n\nbad := to_number(input.name)\n\ngood := 1\n", nil)
	document, err := Document(sample)
	if err != nil {
		t.Fatal(err)
	}
	evaluation := program.Evaluate(t.Context(), document)
	if value, err := evaluation.Call(find(t, program, "bad")); err == nil || value != nil {
		t.Fatalf("%v, %v", value, err)
	}
	if value, err := evaluation.Call(find(t, program, "good")); err == nil || value != nil {
		t.Errorf("%v, %v", value, err)
	}
}

func TestRefusedPlans(t *testing.T) {
	program := func(module string) error {
		compiler, err := ast.CompileModules(map[string]string{"x.rego": module})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rego.New(rego.Query("data.x.answer"), rego.Compiler(compiler), rego.Target("plan.test")).PrepareForEval(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err = New(caught, nil, func(name string) bool { return name != "to_number" })
		return err
	}
	if err := program("package x\n\nanswer := to_number(\"1\")\n"); err == nil || !strings.Contains(err.Error(), "to_number") {
		t.Errorf("a builtin that is not allowed: %v", err)
	}
	if err := program("package x\n\nanswer := 1\n"); err != nil {
		t.Error(err)
	}
}

func TestCallRefuses(t *testing.T) {
	program, _ := programOf(t, "package x\n\nanswer := f(1)\n\nf(x) := x\n", nil)
	for name, arguments := range map[string][]Value{"f": nil, "answer": {1}} {
		if value, err := program.Evaluate(t.Context(), nil).Call(find(t, program, name), arguments...); err == nil {
			t.Errorf("%s with %d arguments: %v", name, len(arguments), value)
		}
	}
	if value, err := program.Evaluate(t.Context(), nil).Call(find(t, program, "f"), "given"); err != nil || value != "given" {
		t.Errorf("%v, %v", value, err)
	}
}

func TestDocumentRefuses(t *testing.T) {
	type unfit struct{ C chan int }
	for _, value := range []any{nil, "text", sample.Map, (*input)(nil), input{}, &unfit{}, &struct{ M map[int]string }{}} {
		if _, err := Document(value); err == nil {
			t.Errorf("%T: no error", value)
		}
	}
	document, err := Document(&struct{ V any }{V: make(chan int)})
	if err != nil {
		t.Fatal(err)
	}
	program, _ := programOf(t, "package x\n\nanswer := input.V\n", nil)
	if value, err := program.Evaluate(t.Context(), document).Call(find(t, program, "answer")); err == nil {
		t.Error(fmt.Sprint(value))
	}
}
