package eval

import (
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// withLibraries evaluates a file under a configuration that vouches for some names; repository are the
// top-level names of its own modules.
func withLibraries(t testing.TB, source string, repository ...string) *facts.File {
	t.Helper()
	file, err := python.Parse([]byte(prologue+source+"\n"), python.Options{Version: 13})
	if err != nil {
		t.Fatalf("the test's source does not parse: %v", err)
	}
	config := testConfig()
	config.Platform.Libraries = facts.Libraries{
		Operators: map[string]map[string]any{
			"acme.pods.AcmePod":    {"namespace": "team-a", "cluster_name": "main", "retries": int64(2)},
			"requests.adapters.Op": {},
		},
		Constants: map[string]any{
			"acme.tags.Tier.ONE": "tier/1", "acme.tags.STATES": []any{"success", "failed"}, "acme.tags.DAY": "{{ ds }}", "acme.tags.NS": "team-b",
			"team_b.x.NS": "a",
		},
	}
	config.OwnModule = func(module string) bool {
		for _, name := range repository {
			if root(module) == name {
				return true
			}
		}
		return false
	}
	out := &facts.File{Path: "dags/x.py", Content: facts.ContentRead, Parse: &facts.Parse{OK: true}}
	Evaluate(file, out.Path, config, out)
	return out
}

const acme = "from acme.pods import AcmePod\n"

// A vouched operator is KubernetesPodOperator with what the configuration says that it gives.
func TestVouchedOperators(t *testing.T) {
	cases := map[string]struct{ source, field, want string }{
		"its own namespace":     {acme + "AcmePod(task_id='t', dag=dag)", "namespace", "team-a"},
		"the task's, the same":  {acme + "AcmePod(task_id='t', dag=dag, namespace='team-a')", "namespace", "team-a"},
		"of default_args":       {acme + "with DAG('team-a.y', default_args={'retries': 3}):\n    AcmePod(task_id='t')", "retries", "3"},
		"an argument of its":    {acme + "AcmePod(task_id='t', dag=dag, cluster_name='main')", "namespace", "team-a"},
		"mapped":                {acme + "AcmePod.partial(task_id='t', dag=dag).expand(retries=[3, 4])", "retries", "3|4"},
		"under another name":    {"from acme.pods import AcmePod as P\nP(task_id='t', dag=dag)", "namespace", "team-a"},
		"in a helper":           {acme + "def f(n):\n    return AcmePod(task_id=n, dag=dag)\nf('t')", "namespace", "team-a"},
		"another kind of value": {acme + "AcmePod(task_id='t', dag=dag)", "retries", "2"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := withLibraries(t, c.source)
			if !out.Declarative {
				t.Errorf("not declarative: %s", problems(out))
			}
			if len(out.Pods) != 1 {
				t.Fatalf("%d pods", len(out.Pods))
			}
			if got := show(*argument(out, c.field)); got != c.want {
				t.Errorf("%s is %s, want %s", c.field, got, c.want)
			}
		})
	}
}

// A vouched constant has the value that the configuration writes.
func TestVouchedConstants(t *testing.T) {
	for name, source := range map[string]string{
		"a member of a class": "from acme.tags import Tier\nDAG('team-a.y', tags=[Tier.ONE])",
		"a list":              "from acme.tags import STATES\nDAG('team-a.y', tags=STATES + ['x'])",
		"a template":          "from acme.tags import DAY\nKubernetesPodOperator(task_id='t', dag=dag, cmds=[DAY])",
	} {
		if out := withLibraries(t, source); !out.Declarative {
			t.Errorf("%s: not declarative: %s", name, problems(out))
		}
	}
	out := withLibraries(t, "from acme.tags import NS\nKubernetesPodOperator(task_id='t', dag=dag, namespace=NS)")
	if got := show(out.Pods[0].Namespace); got != "team-b" {
		t.Errorf("the namespace is %s", got)
	}
}

// What is not exactly what the configuration vouches for is no proof.
func TestNotVouched(t *testing.T) {
	cases := map[string]string{
		"another namespace":            acme + "AcmePod(task_id='t', dag=dag, namespace='x')",
		"another namespace by default": acme + "with DAG('team-a.y', default_args={'namespace': 'x'}):\n    AcmePod(task_id='t')",
		"another namespace, mapped":    acme + "AcmePod.partial(task_id='t', dag=dag).expand(namespace=['team-a', 'y'])",
		"another cluster":              acme + "AcmePod(task_id='t', dag=dag, cluster_name='other')",
		"another cluster by default":   acme + "with DAG('team-a.y', default_args={'cluster_name': 'other'}):\n    AcmePod(task_id='t')",
		"another cluster when mapped":  acme + "AcmePod.partial(task_id='t', dag=dag).expand(cluster_name=['main', 'other'])",
		"a cluster that is not known":  acme + "import os\nAcmePod(task_id='t', dag=dag, cluster_name=os.getenv('X'))",
		"an argument that nobody said": acme + "AcmePod(task_id='t', dag=dag, project_id='x')",
		"a truth for a number":         acme + "AcmePod(task_id='t', dag=dag, cluster_name=True)",
		"a positional argument":        acme + "AcmePod('t', dag=dag)",
		"code":                         acme + "AcmePod(task_id='t', dag=dag, on_failure_callback=print)",
		"another name of the module":   "from acme.pods import Other\nOther(task_id='t', dag=dag)",
		"the module":                   "import acme.pods\nacme.pods.AcmePod(task_id='t', dag=dag)",
		"a star import":                "from acme.pods import *\nAcmePod(task_id='t', dag=dag)",
		"a subclass":                   acme + "class P(AcmePod):\n    pass\nP(task_id='t', dag=dag)",
		"a method of the class":        acme + "AcmePod.execute(None, {})",
		"a method of the task":         acme + "AcmePod(task_id='t', dag=dag).execute({})",
		"a change of the class":        acme + "AcmePod.template_fields = []",
		"below the operator":           "from acme.pods.AcmePod import x",
		"a library of the catalogue":   "from requests.adapters import Op\nOp(task_id='t', dag=dag)",
		"another tenant's module":      "from team_b.x import NS",
		"below a constant":             "from acme.tags import Tier\nx = Tier.ONE.execute()",
		"beside a constant":            "from acme.tags import Tier\nDAG('team-a.y', tags=[Tier.TWO])",
		"internals":                    "from acme.tags import Tier\nx = Tier.__class__",
		"a change of a list":           "from acme.tags import STATES\nSTATES.append('x')",
		"a change in place":            "from acme.tags import STATES\nx = STATES\nx += ['y']",
		"a change through a call":      "from acme.tags import STATES\ndef f(x):\n    x[0] = 'y'\nf(STATES)",
		"a call of a constant":         "from acme.tags import Tier\nTier.ONE()",
		"a call of the class":          "from acme.tags import Tier\nTier('x')",
		"a template in a namespace":    "from acme.tags import DAY\nKubernetesPodOperator(task_id='t', dag=dag, namespace=DAY)",
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := withLibraries(t, source); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
	// A module of the repository is never taken for a library.
	for _, source := range []string{acme + "AcmePod(task_id='t', dag=dag)", "from acme.tags import Tier\nDAG('team-a.y', tags=[Tier.ONE])"} {
		if out := withLibraries(t, source, "acme"); out.Declarative {
			t.Errorf("declarative though the repository has acme:\n%s", source)
		}
	}
}
