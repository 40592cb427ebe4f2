package eval

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

const unknownTest = "from airflow.models import Variable\nc = Variable.get('x')\n"

// TestJoinOfContainers holds what stands in one place under a condition that is not known.
func TestJoinOfContainers(t *testing.T) {
	cases := map[string]struct{ source, want string }{
		"dicts":              {"if c:\n    d = {'n': 'a', 'x': [1]}\nelse:\n    d = {'n': 'b', 'x': [1]}\nns = d['n']", "a|b"},
		"equal dicts":        {"if c:\n    d = {'n': 'a'}\nelse:\n    d = {'n': 'a'}\nns = d['n']", "a"},
		"lists":              {"if c:\n    d = ['a', 'x']\nelse:\n    d = ['b', 'x']\nns = d[0] + d[1]", "ax|bx"},
		"tuples":             {"d = ('a', 'x') if c else ('b', 'x')\nns = d[0]", "a|b"},
		"nested":             {"d = {'m': {'n': ['a']}} if c else {'m': {'n': ['b']}}\nns = d['m']['n'][0]", "a|b"},
		"three branches":     {"if c:\n    d = ['a']\nelif Variable.get('y'):\n    d = ['b']\nelse:\n    d = ['c']\nns = d[0]", "a|b|c"},
		"a default kept":     {"d = ['a']\nif c:\n    d = ['b']\nns = d[0]", "b|a"},
		"result":             {"def f():\n    if c:\n        return ['a']\n    else:\n        return ['b']\nns = f()[0]", "a|b"},
		"a copy may change":  {"d = ['a'] if c else ['b']\ne = d.copy()\ne[0] = 'z'\nns = d[0] + e[0]", "az|bz"},
		"times":              {"d = {'r': timedelta(1), 'n': 'a'} if c else {'r': timedelta(2), 'n': 'a'}\nns = d['n']", "a"},
		"spread":             {"d = {'n': 'a'} if c else {'n': 'b'}\nd = {**d, 'x': 1}\nns = d['n']", "a|b"},
		"shared by both":     {"s = ['a']\nd = {'n': s} if c else {'n': s}\ns[0] = 'b'\nns = d['n'][0]", "b"},
		"changed before":     {"x = ['a']\ny = ['b']\nx[0] = 'z'\nd = x if c else y\nns = d[0]", "z|b"},
		"handed on as given": {"def f(d):\n    return d['n']\nns = f({'n': 'a'} if c else {'n': 'b'})", "a|b"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+unknownTest+test.source+launch)
			if got := namespaces(out); got != test.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q; declarative %v: %s", got, test.want, out.Declarative, problems(out))
			}
		})
	}
}

// TestJoinOfDefaultArgs holds the commonest case: default_args by environment.
func TestJoinOfDefaultArgs(t *testing.T) {
	out := run(t, prologue+unknownTest+`
if c == 'LOCAL':
    default_args = {'owner': 'a', 'email': ['x@example.com'], 'retry_delay': timedelta(minutes=5), 'email_on_failure': False, 'namespace': 'team-a'}
else:
    default_args = {'owner': 'a', 'email': ['x@example.com'], 'retry_delay': timedelta(minutes=5), 'email_on_failure': True, 'namespace': 'team-b'}
with DAG('team-a.x', default_args=default_args, schedule=None, start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(task_id='t')
`)
	if !out.Declarative || namespaces(out) != "team-a|team-b" {
		t.Errorf("namespaces %q, declarative %v: %s", namespaces(out), out.Declarative, problems(out))
	}
	if got := show(*argument(out, "email")); got != "[x@example.com]" {
		t.Errorf("email is %s", got)
	}
}

// TestJoinThatIsNotKnown holds what is not joined, and that nothing that was joined changes unseen.
func TestJoinThatIsNotKnown(t *testing.T) {
	cases := map[string]string{
		"other keys":                 "d = {'n': 'a'} if c else {'m': 'a'}\nns = 'a'",
		"a key more":                 "d = {'n': 'a'} if c else {'n': 'a', 'm': 1}\nns = 'a'",
		"other order":                "d = {'n': 'a', 'm': 1} if c else {'m': 1, 'n': 'a'}\nns = 'a'",
		"other length":               "d = ['a'] if c else ['a', 'b']\nns = d[0]",
		"other type":                 "d = ['a'] if c else ('a',)\nns = d[0]",
		"other type of key":          "d = {1: 'a'} if c else {True: 'a'}\nns = d[1]",
		"sets":                       "d = {'a'} if c else {'b'}\nns = 'a'",
		"iterators":                  "d = ['a'] if c else reversed(['b'])\nns = 'a'",
		"functions in it":            "def f():\n    pass\ndef g():\n    pass\nd = [f] if c else [g]\nns = 'a'",
		"join changed":               "d = ['a'] if c else ['b']\nd[0] = 'team-b'\nns = d[0]",
		"join grown":                 "d = ['a'] if c else ['b']\nd.append('z')\nns = d[0]",
		"nested member changed":      "d = {'n': ['a']} if c else {'n': ['b']}\nd['n'][0] = 'z'\nns = d['n'][0]",
		"what was joined changed":    "x = ['a']\ny = ['b']\nd = x if c else y\nx[0] = 'team-b'\nns = d[0]",
		"nested of that changed":     "i = ['a']\nx = {'n': i}\ny = {'n': ['b']}\nd = x if c else y\ni[0] = 'team-b'\nns = d['n'][0]",
		"alias of one branch":        "x = ['a']\nif c:\n    d = x\nelse:\n    d = ['b']\nx[0] = 'team-b'\nns = d[0]",
		"changed under a condition":  "d = ['a'] if c else ['b']\nif c:\n    d[0] = 'team-b'\nns = d[0]",
		"changed by a function":      "d = ['a'] if c else ['b']\ndef f():\n    d[0] = 'team-b'\nf()\nns = d[0]",
		"kept elsewhere in a branch": "k = []\nif c:\n    d = ['a']\n    k.append(d)\nelse:\n    d = ['b']\nk[0][0] = 'z'\nns = d[0]",
		"merged in place":            "d = {'n': 'a'} if c else {'n': 'b'}\nd |= {'n': 'team-b'}\nns = d['n']",
		"only one has it":            "if c:\n    d = ['a']\nns = d[0]",
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+unknownTest+source+launch)
			if out.Declarative {
				t.Errorf("it is declarative with the namespaces %s", namespaces(out))
			}
		})
	}
	t.Run("identity is not decided", func(t *testing.T) {
		out := run(t, prologue+unknownTest+"if c:\n    d = e = ['a']\nelse:\n    d = e = ['b']\nns = 'team-a' if d is e else 'team-b'"+launch)
		if got := namespaces(out); !strings.Contains(got, "team-a") && got != "unknown" {
			t.Errorf("the namespace is %s, where Python says team-a", got)
		}
	})
}

// TestJoinOfTasks holds that a task by environment can stand in dependencies, and that the pods of all
// branches are in the facts.
func TestJoinOfTasks(t *testing.T) {
	const two = "if c:\n    t = KubernetesPodOperator(task_id='t', namespace='team-a', dag=dag)\nelse:\n    t = KubernetesPodOperator(task_id='t', namespace='team-b', dag=dag)\n"
	const end = "u = KubernetesPodOperator(task_id='u', namespace='x', dag=dag)\n"
	cases := map[string]struct {
		source string
		edges  int
	}{
		"bitshift":          {two + end + "t >> u", 2},
		"the other way":     {two + end + "t << u", 2},
		"in a list":         {two + end + "[t] >> u", 2},
		"chain":             {two + end + "from airflow.models.baseoperator import chain\nchain(u, t)", 2},
		"method":            {two + end + "t.set_downstream(u)\nu.set_upstream([t])", 4},
		"three branches":    {"if c:\n    t = KubernetesPodOperator(task_id='t', dag=dag)\nelif Variable.get('y'):\n    t = KubernetesPodOperator(task_id='t', dag=dag)\nelse:\n    t = KubernetesPodOperator(task_id='t', dag=dag)\n" + end + "t >> u", 3},
		"result of helper":  {"def f():\n    if c:\n        return KubernetesPodOperator(task_id='t', dag=dag)\n    else:\n        return KubernetesPodOperator(task_id='t', dag=dag)\n" + end + "f() >> u", 2},
		"a group or a task": {"from airflow.utils.task_group import TaskGroup\nwith dag:\n    if c:\n        t = TaskGroup('g')\n    else:\n        t = KubernetesPodOperator(task_id='t')\n" + end + "t >> u", 1},
		"conditional":       {"a = KubernetesPodOperator(task_id='a', dag=dag)\nb = KubernetesPodOperator(task_id='b', dag=dag)\n(a if c else b) >> KubernetesPodOperator(task_id='u', dag=dag)", 2},
		"only bound":        {two, 0},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			file, err := python.Parse([]byte(prologue+unknownTest+test.source+"\n"), python.Options{Version: 13})
			if err != nil {
				t.Fatal(err)
			}
			out := &facts.File{Content: facts.ContentRead, Parse: &facts.Parse{OK: true}}
			e := newEvaluator(file, "dags/x.py", testConfig(), out)
			e.evaluate()
			if !out.Declarative || len(e.edges) != test.edges {
				t.Errorf("declarative %v, %d dependencies, want %d: %s", out.Declarative, len(e.edges), test.edges, problems(out))
			}
			if want := strings.Count(test.source, "KubernetesPodOperator("); len(out.Pods) != want {
				t.Errorf("%d pods, want %d", len(out.Pods), want)
			}
		})
	}
	for name, source := range map[string]string{
		"as an argument":       "KubernetesPodOperator(task_id='v', dag=dag, arguments=t)",
		"hidden in arguments":  "KubernetesPodOperator(task_id='v', dag=dag, task_group=t)",
		"its result":           "KubernetesPodOperator(task_id='v', dag=dag, arguments=t.output)",
		"an attribute changed": "t.namespace = 'team-b'",
		"a field":              "x = t.task_id",
		"another method":       "t.execute({})",
		"as text":              "KubernetesPodOperator(task_id='v', dag=dag, arguments=[f'{t}'])",
		"a test":               "if t:\n    KubernetesPodOperator(task_id='v', dag=dag)",
		"a dependency on data": "t >> 'x'",
		"only in one branch":   "if c:\n    w = KubernetesPodOperator(task_id='w', dag=dag)\nw >> t",
		"a task or nothing":    "w = None\nif c:\n    w = KubernetesPodOperator(task_id='w', dag=dag)\nw >> t",
		"a task or a DAG":      "w = t if c else dag\nw >> t",
		"a manager":            "with t:\n    pass",
	} {
		if out := run(t, prologue+unknownTest+two+source+"\n"); out.Declarative {
			t.Errorf("%s: declarative", name)
		}
	}
}
