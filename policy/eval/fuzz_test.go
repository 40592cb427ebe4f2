package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// FuzzEvaluate holds what every input must keep: no panic, the same facts twice, work bounded by
// counters, no declarative file with an unknown, an effect, a callable or a construct that the
// language refuses, and the same facts of a declarative file whatever its budget is.
func FuzzEvaluate(f *testing.F) {
	for _, threat := range readThreats(f) {
		f.Add(withPrologue(threat.Snippet))
	}
	for _, folder := range []string{"attacks", "honest"} {
		paths, _ := filepath.Glob(filepath.Join("../../testdata", folder, "*.py"))
		for _, path := range paths {
			source, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(source))
		}
	}
	f.Add(prologue + "for i in range(3):\n    KubernetesPodOperator(task_id=f't{i}', namespace='a' if i else 'b', dag=dag)\n")
	f.Add("x = [1]\nfor y in x:\n    x += [y]\n")
	f.Add("x = {}\nx['x'] = x\nprint(f'{x}')\n")
	f.Add("def f(*a, b=1, **c):\n    return a[0] if b else c\nf(1, b=f(2), d=[f(3) for z in 'ab'])\n")
	f.Add(prologue + crossDAGImports + "import os\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', conf={'x': os.getenv('X', 'y')})\n")
	f.Add("import os\nfrom airflow.models import Variable\nx = Variable.get('k', default_var={}, deserialize_json=True)\nos.environ[x['a']] += 'b'\n")
	f.Add(prologue + "p = KubernetesPodOperator.partial(task_id='t')\nwith dag:\n    p.expand(namespace=['a', 'b'])\nl = [1, 2]\nl[0], *l[1:] = l\n")
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 1<<16 {
			return
		}
		file, err := python.Parse([]byte(source), python.Options{})
		if err != nil {
			return
		}
		limits := Limits{Steps: 20_000, Tasks: 100, Bytes: 1 << 20, String: 1 << 16}
		one, two := &facts.File{}, &facts.File{}
		config := testConfig()
		config.Limits = limits
		Evaluate(file, "dags/team-a/x.py", config, one)
		Evaluate(file, "dags/team-a/x.py", config, two)
		a, err := json.Marshal(one)
		if err != nil {
			t.Fatalf("the facts are no JSON: %v", err)
		}
		b, _ := json.Marshal(two)
		if string(a) != string(b) {
			t.Fatal("two evaluations differ")
		}
		if one.Declarative && (len(one.Unknowns) > 0 || len(one.Effects) > 0 || len(one.Callables) > 0) {
			t.Fatal("declarative in spite of its facts")
		}
		for _, u := range one.Unknowns {
			if u.Code == codeInternal {
				t.Fatal(u.Reason)
			}
		}
		if len(one.Tasks) > limits.Tasks {
			t.Fatalf("%d tasks", len(one.Tasks))
		}
		counted := newEvaluator(file, "dags/team-a/x.py", config, &facts.File{})
		counted.evaluate()
		if counted.steps > limits.Steps+maxOvershoot || counted.reads > 8*file.Nodes+maxOvershoot {
			t.Fatalf("%d steps, %d of %d nodes read", counted.steps, counted.reads, file.Nodes)
		}
		if !one.Declarative {
			return
		}
		// A budget that was not used up left no trace.
		larger := &facts.File{}
		config.Limits = Limits{}
		Evaluate(file, "dags/team-a/x.py", config, larger)
		if c, _ := json.Marshal(larger); string(a) != string(c) {
			t.Fatal("a larger budget makes other facts of a declarative file")
		}
		if kind, ok := refusedKind(file.Module); ok {
			t.Fatalf("declarative with %s", kind)
		}
	})
}

// refusedKind finds a node of a refused kind in a module that has no dead code in which it may
// stand: no condition, and no loop that may be empty.
func refusedKind(module python.Node) (kind python.Kind, found bool) {
	conditional := false
	var walk func(python.Node)
	walk = func(n python.Node) {
		if n == nil {
			return
		}
		switch n.Kind() {
		case python.KindIf, python.KindIfExp, python.KindBoolOp, python.KindCompare, python.KindFor, python.KindComprehension:
			conditional = true
		}
		if treatments[n.Kind()] == refused {
			kind, found = n.Kind(), true
		}
		python.Children(n, walk)
	}
	walk(module)
	return kind, found && !conditional
}
