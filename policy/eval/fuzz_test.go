package eval

import (
	"encoding/json"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// FuzzEvaluate holds what every input must keep: no panic, the same facts twice, bounded work, and no
// declarative file with an unknown, an effect or a callable.
func FuzzEvaluate(f *testing.F) {
	for _, threat := range readThreats(f) {
		f.Add(withPrologue(threat.Snippet))
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
	})
}
