package eval

import (
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// withVariables evaluates a file of a tenant to whom the configuration gives some Airflow Variables.
func withVariables(t testing.TB, source string) *facts.File {
	t.Helper()
	file, err := python.Parse([]byte(prologue+"from airflow.models import Variable\n"+source+"\n"), python.Options{Version: 13})
	if err != nil {
		t.Fatalf("the test's source does not parse: %v", err)
	}
	config := testConfig()
	config.Tenant.Variables = facts.Variables{
		Text: []string{"host", "db_*"}, Values: map[string][]string{"secret": {"team-a-db"}, "size": {"small", "large"}},
	}
	config.Platform.Environment = facts.Variables{Text: []string{"REGION"}, Values: map[string][]string{"STAGE": {"dev", "prod"}}}
	out := &facts.File{Path: "dags/x.py", Content: facts.ContentRead, Parse: &facts.Parse{OK: true}}
	Evaluate(file, out.Path, config, out)
	return out
}

// The environment of the workers is given in the same way.
func TestGivenEnvironment(t *testing.T) {
	for source, want := range map[string]string{
		podWith("pool=os.environ['STAGE']"):                   "dev|prod",
		podWith("pool=os.environ.get('STAGE', 'x')"):          "dev|prod|x",
		podWith("pool='a-' + os.getenv('STAGE')"):             "a-dev|a-prod",
		podWith("pool='a', cmds=[os.environ['REGION']]"):      "a",
		podWith("pool='a', cmds=[os.getenv('REGION', 'eu')]"): "a",
	} {
		out := withVariables(t, "import os\n"+source)
		if got := show(*argument(out, "pool")); got != want || !out.Declarative {
			t.Errorf("%s: pool is %s, want %s; declarative %v: %s", source, got, want, out.Declarative, problems(out))
		}
	}
	for _, source := range []string{
		podWith("pool=os.environ['REGION']"), podWith("namespace=os.environ['REGION']"), podWith("pool=os.environ['STAGES']"),
		podWith("cmds=[os.environ['OTHER']]"), podWith("cmds=[os.getenv('REGION', '{{ x }}')]"), podWith("pool=os.getenv('STAGE', os.getenv('X'))"),
		"os.environ['STAGE'] = 'x'", podWith("cmds=['{' + os.environ['REGION']]"),
	} {
		if out := withVariables(t, "import os\n"+source); out.Declarative {
			t.Errorf("declarative: %s", source)
		}
	}
}

func podWith(arguments string) string {
	return "KubernetesPodOperator(task_id='t', dag=dag, " + arguments + ")"
}

// Text of a given Variable is data, and holds no template; a Variable with known values is one of them.
func TestGivenVariables(t *testing.T) {
	cases := map[string]struct{ source, field, want string }{
		"text":                     {podWith("cmds=[Variable.get('host')]"), "cmds", "opaque"},
		"beginning of keys":        {podWith("cmds=[Variable.get('db_port')]"), "cmds", "opaque"},
		"text with a default":      {podWith("cmds=[Variable.get('host', 'db')]"), "cmds", "opaque"},
		"text or None":             {podWith("cmds=[Variable.get('host', default_var=None)]"), "cmds", "opaque"},
		"in a text":                {podWith("cmds=[f\"{Variable.get('host')}:{Variable.get('db_port')}\"]"), "cmds", "[…]…"},
		"behind a text":            {podWith("cmds=['--host=' + Variable.get('host')]"), "cmds", "[--host=…]…"},
		"before what is no brace":  {podWith("cmds=[Variable.get('host') + '%}']"), "cmds", "opaque"},
		"in a script":              {"from textwrap import dedent\n" + podWith("cmds=[dedent(f\"a {Variable.get('host')} # 100% $(x)\")]"), "cmds", "opaque"},
		"in a format":              {podWith("cmds=['a {0} {1} {0}'.format(f\"x{Variable.get('host')}\", Variable.get('db_x'))]"), "cmds", "[a x…]…"},
		"in a join":                {podWith("cmds=[' '.join(['a', 'b' + Variable.get('host')])]"), "cmds", "[a b…]…"},
		"in a dict":                {podWith("env_vars={'HOST': Variable.get('host')}"), "env_vars", "opaque"},
		"value":                    {podWith("pool=Variable.get('secret')"), "pool", "team-a-db"},
		"value or its default":     {podWith("pool=Variable.get('secret', default_var='x')"), "pool", "team-a-db|x"},
		"one of several values":    {podWith("pool=Variable.get('size')"), "pool", "small|large"},
		"value in a text":          {podWith("image='x:' + Variable.get('size')"), "image", "x:small|x:large"},
		"not as JSON":              {podWith("pool=Variable.get('secret', deserialize_json=False)"), "pool", "team-a-db"},
		"one of two Variables":     {podWith("pool=Variable.get('secret' if datetime.now() else 'size')"), "pool", "team-a-db"},
		"in Airflow 3, by keyword": {"from airflow.sdk import Variable as V\n" + podWith("pool=V.get(key='secret', default='x')"), "pool", "team-a-db|x"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := withVariables(t, c.source)
			if !out.Declarative {
				t.Errorf("not declarative: %s", problems(out))
			}
			if got := show(*argument(out, c.field)); got != c.want {
				t.Errorf("%s is %s, want %s", c.field, got, c.want)
			}
			if len(out.References) == 0 || out.References[0].Kind != "variable" {
				t.Errorf("no reference to the variable: %v", out.References)
			}
		})
	}
}

// Whoever may write the Variable must not decide whose pod it is, nor write a template.
func TestGivenVariablesOutside(t *testing.T) {
	const host = "Variable.get('host')"
	cases := map[string]string{
		"of another key":              podWith("cmds=[Variable.get('hosts')]"),
		"of a key that begins so":     podWith("cmds=[Variable.get('d')]"),
		"of one of two keys":          podWith("cmds=[Variable.get('host' if Variable.get('x') else 'y')]"),
		"namespace":                   podWith("namespace=" + host),
		"namespace in part":           podWith("namespace='team-a' + " + host),
		"template":                    podWith("pod_template_file='/usr/local/airflow/dags/templates/team-a/' + " + host),
		"image":                       podWith("image='x:' + " + host),
		"service account":             podWith("service_account_name=" + host),
		"cluster":                     podWith("cluster_context=" + host),
		"configuration":               podWith("config_file=" + host),
		"connection":                  podWith("kubernetes_conn_id=" + host),
		"secret":                      "from airflow.kubernetes.secret import Secret\n" + podWith("secrets=[Secret('env', 'X', "+host+", 'k')]"),
		"volume":                      podWith("volumes=[{'name': " + host + "}]"),
		"pool":                        podWith("pool=" + host),
		"task_id":                     "KubernetesPodOperator(task_id=" + host + ", dag=dag)",
		"dag_id":                      "DAG(" + host + ")",
		"triggered DAG":               "from airflow.operators.trigger_dagrun import TriggerDagRunOperator\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id=" + host + ")",
		"documentation":               "DAG('team-a.y', doc_md=" + host + ")",
		"inside a template":           podWith("cmds=['{{ ' + " + host + " + ' }}']"),
		"begins a template":           podWith("cmds=['{' + " + host + "]"),
		"before a template":           podWith("cmds=[" + host + " + '{{ conn.x.password }}']"),
		"dedented braces":             "from textwrap import dedent\n" + podWith("cmds=[dedent('{' + "+host+")]"),
		"braces joined":               "o = '{' + " + host + "\n" + podWith("cmds=[''.join(['x', "+host+", o, o, ' ds ', '}}'])]"),
		"braces formatted":            "o = '{' + " + host + "\n" + podWith("cmds=['x{}{}{} ds }}}}'.format("+host+", o, o)]"),
		"braces by percent":           "o = '{' + " + host + "\n" + podWith("cmds=['x%s%s%s ds }}' % ("+host+", o, o)]"),
		"braces in an f-string":       "o = '{' + " + host + "\n" + podWith("cmds=[f'x{"+"o[:1]"+"}{o}{o}']"),
		"template in an f-string":     podWith("cmds=[f\"{{{{ {" + host + "} }}}}\"]"),
		"template by replacement":     podWith("cmds=[" + host + ".replace('a', '{{ x }}')]"),
		"template by format":          podWith("cmds=['{{{{ {} }}}}'.format(" + host + ")]"),
		"template by percent":         podWith("cmds=['{{ %s }}' % " + host + "]"),
		"template by join":            podWith("cmds=['{'.join([" + host + ", " + host + "])]"),
		"filled up with braces":       podWith("cmds=['{:{{<9}'.format(" + host + ")]"),
		"default that is a template":  podWith("cmds=[Variable.get('host', '{{ conn.x.password }}')]"),
		"default that is in part":     podWith("cmds=['{' + Variable.get('host', '%')]"),
		"default of unknown text":     "import os\n" + podWith("cmds=[Variable.get('host', os.getenv('X'))]"),
		"JSON":                        podWith("cmds=[Variable.get('host', deserialize_json=True)]"),
		"JSON of values":              podWith("cmds=[Variable.get('size', deserialize_json=True)]"),
		"perhaps JSON":                "import os\n" + podWith("cmds=[Variable.get('size', deserialize_json=os.getenv('X'))]"),
		"read as JSON":                "import json\n" + podWith("cmds=[json.loads("+host+")]"),
		"representation":              podWith("cmds=[f\"{" + host + "!r}\"]"),
		"repeated without bound":      podWith("cmds=[" + host + " * 10**9]"),
		"walked":                      "for x in " + host + ":\n    KubernetesPodOperator(task_id='t', dag=dag)",
		"as arguments":                podWith("**" + host),
		"values with another default": "import os\n" + podWith("pool=Variable.get('secret', os.getenv('X'))"),
		"key of values that is text":  podWith("pool=Variable.get('secrets')"),
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := withVariables(t, source); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}
