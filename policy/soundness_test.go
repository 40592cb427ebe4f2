package policy_test

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/policy/python"
)

// docs/soundness.md says for every kind of node whether it is executed, unknown or structural, and why that is safe. These tests hold
// the page to the interpreter's own list, and to what the checker does.

const soundnessPage = "../docs/soundness.md"

// soundnessRows reads the table of kinds: the class of each.
func soundnessRows(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile(soundnessPage)
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "\n## Kinds of syntax\n")
	table, _, ended := strings.Cut(table, "\n## ")
	if !found || !ended {
		t.Fatalf("%s has no section `Kinds of syntax`", soundnessPage)
	}
	rows := map[string]string{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		if len(cells) != 3 {
			t.Errorf("%s: a row of %d cells: %s", soundnessPage, len(cells), line)
			continue
		}
		kind, class, why := strings.Trim(cells[0], " `"), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		if _, twice := rows[kind]; twice {
			t.Errorf("%s: %s has two rows", soundnessPage, kind)
		}
		if why == "" {
			t.Errorf("%s: %s has no reason", soundnessPage, kind)
		}
		rows[kind] = class
	}
	return rows
}

// interpretersList reads policy/eval/kinds.go: the treatment of each kind by the name of its constant, as `KindModule`.
func interpretersList(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("eval", "kinds.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{"executed": "executed", "refused": "unknown", "structural": "structural"}
	list := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		loop, ok := n.(*ast.RangeStmt)
		if !ok {
			return true
		}
		literal, ok := loop.X.(*ast.CompositeLit)
		if !ok || len(loop.Body.List) != 1 {
			return true
		}
		assign, ok := loop.Body.List[0].(*ast.AssignStmt)
		if !ok {
			return true
		}
		treatment, ok := assign.Rhs[0].(*ast.Ident)
		if !ok {
			return true
		}
		for _, element := range literal.Elts {
			if s, ok := element.(*ast.SelectorExpr); ok {
				list[s.Sel.Name] = words[treatment.Name]
			}
		}
		return true
	})
	return list
}

// constantNames are the names of the constants of python.Kind in their order.
func constantNames(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("python", "kinds.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST && len(names) == 0 {
			for _, spec := range g.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					names = append(names, name.Name)
				}
			}
		}
	}
	if len(names) != int(python.KindCount)+1 || names[python.KindCount] != "KindCount" {
		t.Fatalf("python/kinds.go has %d constants for %d kinds", len(names), python.KindCount)
	}
	return names[:python.KindCount]
}

func TestSoundnessPageNamesEveryKind(t *testing.T) {
	rows, list, names := soundnessRows(t), interpretersList(t), constantNames(t)
	for kind := python.Kind(0); kind < python.KindCount; kind++ {
		want := list[names[kind]]
		if want == "" {
			t.Errorf("policy/eval/kinds.go does not say what is done with %s", kind)
		}
		if got, ok := rows[kind.String()]; !ok {
			t.Errorf("%s has no row for %s, which is %s", soundnessPage, kind, want)
		} else if got != want {
			t.Errorf("%s: %s is %q, policy/eval/kinds.go says %q", soundnessPage, kind, got, want)
		}
		delete(rows, kind.String())
	}
	for kind := range rows {
		t.Errorf("%s has a row for %s, which is no kind of node", soundnessPage, kind)
	}
}

// compliantDAG is what the samples are put in front of.
const compliantDAG = `from datetime import datetime
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
%s
with DAG("orders.sample", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(
        task_id="load", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
    )
`

// kindSample is code that does nothing and holds a kind of node. Fine tells of a structural kind that it may be part of a
// declarative file; that of the others follows from their class.
type kindSample struct {
	code string
	fine bool
}

var kindSamples = map[python.Kind]kindSample{
	python.KindModule: {code: "x = 1"}, python.KindFunctionDef: {code: "def f(a):\n    return a\nx = f(1)"},
	python.KindReturn: {code: "def f():\n    return 1\nf()"}, python.KindAssign: {code: "x = y = 1"},
	python.KindAugAssign: {code: "x = 1\nx += 1"}, python.KindAnnAssign: {code: "x: int = 1"},
	python.KindFor: {code: "for x in (1, 2):\n    y = x"}, python.KindIf: {code: "if 1 < 2:\n    x = 1"},
	python.KindWith:   {code: "with DAG('orders.w', start_date=datetime(2024, 1, 1), schedule=None, catchup=False):\n    pass"},
	python.KindAssert: {code: "assert 1 < 2"}, python.KindImport: {code: "import json"},
	python.KindImportFrom: {code: "from datetime import timedelta"}, python.KindExprStmt: {code: "'text'"}, python.KindPass: {code: "pass"},
	python.KindBreak: {code: "for x in (1, 2):\n    break"}, python.KindContinue: {code: "for x in (1, 2):\n    continue"},
	python.KindBoolOp: {code: "x = 1 and 2"}, python.KindNamedExpr: {code: "x = (y := 1)"}, python.KindBinOp: {code: "x = 1 + 2"},
	python.KindUnaryOp: {code: "x = not 1"}, python.KindIfExp: {code: "x = 1 if 2 else 3"}, python.KindDict: {code: "x = {'a': 1}"},
	python.KindSet: {code: "x = {1, 2}"}, python.KindListComp: {code: "x = [y for y in (1, 2)]"},
	python.KindSetComp: {code: "x = {y for y in (1, 2)}"}, python.KindGeneratorExp: {code: "x = list(y for y in (1, 2))"},
	python.KindDictComp: {code: "x = {y: y for y in (1, 2)}"}, python.KindCompare: {code: "x = 1 < 2"}, python.KindCall: {code: "x = len('abc')"},
	python.KindJoinedStr: {code: "x = f'{1}'"}, python.KindConstant: {code: "x = 1"}, python.KindAttribute: {code: "x = 'a'.upper()"},
	python.KindSubscript: {code: "x = [1][0]"}, python.KindName: {code: "x = 1"}, python.KindList: {code: "x = [1]"}, python.KindTuple: {code: "x = (1,)"},

	python.KindAsyncFunctionDef: {code: "async def f():\n    pass"}, python.KindClassDef: {code: "class C(KubernetesPodOperator):\n    pass"},
	python.KindDelete: {code: "x = 1\ndel x"}, python.KindTypeAlias: {code: "type T = int"},
	python.KindAsyncFor: {code: "async def f(x):\n    async for y in x:\n        pass"}, python.KindWhile: {code: "while False:\n    pass"},
	python.KindAsyncWith: {code: "async def f(x):\n    async with x:\n        pass"}, python.KindMatch: {code: "match 1:\n    case 2:\n        pass"},
	python.KindRaise: {code: "try:\n    raise ValueError\nexcept ValueError:\n    pass"}, python.KindTry: {code: "try:\n    from airflow.operators.empty import EmptyOperator\nexcept ImportError:\n    from airflow.operators.dummy import DummyOperator as EmptyOperator"},
	python.KindTryStar: {code: "try:\n    x = 1\nexcept* ValueError:\n    pass"}, python.KindGlobal: {code: "def f():\n    global x\n    x = 1\nf()"},
	python.KindNonlocal: {code: "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    g()\nf()"},
	python.KindLambda:   {code: "f = lambda: 1"}, python.KindAwait: {code: "async def f(x):\n    await x"},
	python.KindYield: {code: "def f():\n    yield 1\nx = list(f())"}, python.KindYieldFrom: {code: "def f():\n    yield from [1]\nx = list(f())"},
	python.KindTemplateStr: {code: "x = 1\ny = t'{x}'"},

	python.KindWithItem:  {"with DAG('orders.w', start_date=datetime(2024, 1, 1), schedule=None, catchup=False) as d:\n    pass", true},
	python.KindMatchCase: {"match 1:\n    case 2:\n        pass", true}, python.KindExceptHandler: {"try:\n    from typing import Literal\nexcept ImportError:\n    from typing_extensions import Literal", true},
	python.KindAlias: {"import json as j", true}, python.KindComprehension: {"x = [y for y in (1, 2)]", true},
	python.KindKeyword: {"x = dict(a=1)", true}, python.KindFormattedValue: {"x = f'{1:03d}'", true},
	python.KindInterpolation: {"x = 1\ny = t'{x}'", false}, python.KindStarred: {"x = [*(1, 2)]", true}, python.KindSlice: {"x = 'abc'[1:]", true},
	python.KindArguments: {"def f(a, b=1):\n    return a\nx = f(1)", true}, python.KindArg: {"def f(a, *, b=1):\n    return a\nx = f(1)", true},
	python.KindMatchValue: {"match 1:\n    case 2:\n        pass", true}, python.KindMatchSingleton: {"match 1:\n    case None:\n        pass", true},
	python.KindMatchSequence: {"match 1:\n    case [2]:\n        pass", true}, python.KindMatchMapping: {"match 1:\n    case {1: 2}:\n        pass", true},
	python.KindMatchClass: {"match 1:\n    case int():\n        pass", true}, python.KindMatchStar: {"match 1:\n    case [*x]:\n        pass", true},
	python.KindMatchAs: {"match 1:\n    case x:\n        pass", true}, python.KindMatchOr: {"match 1:\n    case 1 | 2:\n        pass", true},
	python.KindTypeVar: {"def f[T](a):\n    return a\nx = f(1)", false}, python.KindParamSpec: {"def f[**P](a):\n    return a\nx = f(1)", false},
	python.KindTypeVarTuple: {"def f[*T](a):\n    return a\nx = f(1)", false},
}

// TestKindsAreTreatedAsThePageSays puts a sample of each kind into a compliant DAG file and asks the checker whether it is declarative.
func TestKindsAreTreatedAsThePageSays(t *testing.T) {
	config := filepath.Join(testdata, "attacks", "sekisho.yml")
	data, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	// The newest grammar, which has every kind.
	newest := bytes.Replace(data, []byte(`python: "3.11"`), []byte(`python: "3.14"`), 1)
	if bytes.Equal(newest, data) {
		t.Fatalf("%s does not say python: \"3.11\"", config)
	}
	parsed, err := platform.Parse(config, newest)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := sharedEngine()
	if err != nil {
		t.Fatal(err)
	}
	own, ok := parsed.Tenant("orders")
	if !ok {
		t.Fatal("no tenant orders")
	}
	rows := soundnessRows(t)
	snapshot := &policy.Snapshot{Tenant: own}
	var kinds []python.Kind
	for kind := python.Kind(0); kind < python.KindCount; kind++ {
		sample, ok := kindSamples[kind]
		if !ok {
			t.Errorf("%s has no sample", kind)
			continue
		}
		content := []byte(fmt.Sprintf(compliantDAG, sample.code))
		if !holds(t, kind, content) {
			continue
		}
		kinds = append(kinds, kind)
		snapshot.Files = append(snapshot.Files, policy.SnapshotFile{
			Path: fmt.Sprintf("dags/%02d-%s.py", kind, strings.ToLower(kind.String())), Mode: "100644", Size: int64(len(content)),
			SHA: hash(content), Status: facts.Added, Content: content,
		})
	}
	d, err := policy.NewChecker(rules, parsed, nil).Check(context.Background(), snapshot)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for i, kind := range kinds {
		class := rows[kind.String()]
		want := class == "executed" || class == "structural" && kindSamples[kind].fine
		if got := d.Files[i].Declarative; got != want {
			t.Errorf("%s is %s, and a file with it is declarative: %v, want %v (%v)\n%s", kind, class, got, want, d.Files[i].Findings, kindSamples[kind].code)
		}
		count[class]++
	}
	t.Logf("kinds: %v", count)
}

// holds tells whether a sample parses and has a node of the kind.
func holds(t *testing.T, kind python.Kind, content []byte) bool {
	t.Helper()
	file, err := python.Parse(content, python.Options{Version: 14})
	if err != nil {
		t.Errorf("the sample of %s: %v", kind, err)
		return false
	}
	found := false
	python.Walk(file.Module, func(n python.Node) bool { found = found || n.Kind() == kind; return true })
	if !found {
		t.Errorf("the sample of %s has no such node", kind)
	}
	return found
}
