package eval

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// referred lists the references of a kind with what they name.
func referred(out *facts.File, kind string) string {
	var list []string
	for _, r := range out.References {
		if r.Kind == kind {
			list = append(list, show(r.Target))
		}
	}
	return strings.Join(list, " ")
}

// TestReads holds that a read of the environment or of a variable under a known name is data of
// unknown content and a reference; a rule judges the name.
func TestReads(t *testing.T) {
	cases := map[string]struct{ source, kind, want string }{
		"subscript":                  {"import os\nx = os.environ['X']", "environment", "X"},
		"get":                        {"import os\nx = os.environ.get('X')", "environment", "X"},
		"get with default":           {"import os\nx = os.environ.get('X', 'y')", "environment", "X"},
		"getenv":                     {"import os\nx = os.getenv('X', default=None)", "environment", "X"},
		"getenv by name":             {"from os import getenv as g\nx = g(key='X')", "environment", "X"},
		"environ by name":            {"from os import environ\nx = environ['X'].lower()", "environment", "X"},
		"built name":                 {"import os\nx = os.getenv('A' + 'B')", "environment", "AB"},
		"one of two names":           {"import os\nx = os.getenv('A' if os.getenv('X') else 'B')", "environment", "X A|B"},
		"in an f-string":             {"import os\nx = f\"{os.environ['X']}\"", "environment", "X"},
		"a test":                     {"import os\nx = 1 if os.getenv('X') == 'prod' else 2", "environment", "X"},
		"twice at one place":         {"import os\nfor i in range(3):\n    x = os.getenv('X')", "environment", "X"},
		"by a helper":                {"import os\ndef f(n):\n    return os.getenv(n)\nf('A')\nf('B')", "environment", "A B"},
		"variable":                   {"from airflow.models import Variable\nx = Variable.get('k')", "variable", "k"},
		"variable with default":      {"from airflow.models import Variable\nx = Variable.get('k', default_var='a')", "variable", "k"},
		"variable with default in 3": {"from airflow.sdk import Variable\nx = Variable.get('k', default='a')", "variable", "k"},
		"variable by keyword":        {"from airflow.models.variable import Variable as V\nx = V.get(key='k', deserialize_json=False)", "variable", "k"},
		"variable of JSON":           {"from airflow.models import Variable\nx = Variable.get('k', default_var={}, deserialize_json=True)\ny = x.get('a')", "variable", "k"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source+"\n")
			if !out.Declarative {
				t.Errorf("not declarative: %s", problems(out))
			}
			if got := referred(out, c.kind); got != c.want {
				t.Errorf("references %q, want %q", got, c.want)
			}
			found := false
			for _, call := range out.Calls {
				found = found || call.Symbol.Detail == c.kind && (len(call.Args) > 0 || len(call.Keywords) > 0)
			}
			if !found {
				t.Errorf("no call with the name in %v", out.Calls)
			}
		})
	}
}

// TestReadsOutside holds that a read under an unknown name, a change, and what comes of a read in a
// place that must be known, are no proof.
func TestReadsOutside(t *testing.T) {
	const env, variable = "import os\n", "from airflow.models import Variable\n"
	pod := func(arguments string) string {
		return "KubernetesPodOperator(task_id='t', dag=dag, " + arguments + ")"
	}
	cases := map[string]string{
		"name from the environment":  env + "x = os.getenv(os.getenv('X'))",
		"name in part":               env + "x = os.environ['X_' + os.environ['Y']]",
		"name of a number":           env + "x = os.environ[1]",
		"no name":                    env + "x = os.getenv()",
		"mutable default":            env + "l = []\nx = os.getenv('X', l)",
		"code as default":            env + "x = os.getenv('X', print)",
		"other argument":             env + "x = os.getenv('X', 'y', 'z')",
		"all names":                  env + "for x in os.environ:\n    pass",
		"copy":                       env + "x = os.environ.copy()",
		"handed on":                  env + "x = [os.environ]\nprint(x)",
		"bytes":                      env + "x = os.environb[b'X']",
		"change":                     env + "os.environ['X'] = os.environ['Y']",
		"change in place":            env + "os.environ['X'] += 'a'",
		"default that is stored":     env + "os.environ.setdefault('X', 'a')",
		"taken away":                 env + "os.environ.pop('X')",
		"deleted":                    env + "del os.environ['X']",
		"loop target":                env + "for os.environ['X'] in ['a']:\n    pass",
		"putenv":                     env + "os.putenv('X', 'a')",
		"as image":                   env + pod("image=os.getenv('X')"),
		"as part of an image":        env + pod("image=f\"x:{os.getenv('X')}\""),
		"as namespace":               env + pod("namespace=os.environ['X']"),
		"as template path":           env + pod("pod_template_file='/usr/local/airflow/dags/' + os.environ['X']"),
		"as dag_id":                  env + "DAG(os.environ['X'])",
		"as argument":                env + pod("arguments=[os.environ['X']]"),
		"as arguments":               env + "KubernetesPodOperator(**os.environ)",
		"walked":                     env + "for x in os.environ['X'].split(','):\n    pass",
		"variable of unknown key":    variable + "x = Variable.get('k' + Variable.get('l'))",
		"variable without key":       variable + "x = Variable.get()",
		"variable with code":         variable + "x = Variable.get('k', default_var=print)",
		"other argument of get":      variable + "x = Variable.get('k', team_name='y')",
		"variable set":               variable + "Variable.set('k', 'v')",
		"method by another name":     variable + "g = Variable.setdefault\ng('k', 'v')",
		"variable as namespace":      variable + pod("namespace=Variable.get('k')"),
		"variable as image":          variable + pod("image=Variable.get('k')"),
		"JSON as arguments":          variable + pod("**Variable.get('k', deserialize_json=True)"),
		"member of JSON as image":    variable + pod("image=Variable.get('k', deserialize_json=True)['image']"),
		"JSON walked":                variable + "for x in Variable.get('k', deserialize_json=True):\n    pass",
		"JSON changed":               variable + "x = Variable.get('k', deserialize_json=True)\nx['a'] = 1",
		"default of JSON changed":    variable + "d = {}\nx = Variable.get('k', default_var=d, deserialize_json=True)\nx.update(a=1)",
		"JSON called":                variable + "x = Variable.get('k', deserialize_json=True)\nx.a()",
		"character of a number":      env + pod("arguments=[f\"{int(os.getenv('X', '123')):c}\"]"),
		"character in format":        env + pod("arguments=['{:c}'.format(int(os.getenv('X', '123')))]"),
		"text of JSON":               env + "import json\n" + pod("arguments=[json.loads(str(os.getenv('X')))]"),
		"braces before a part":       "o = f\"{{{datetime(2024, 1, 1).strftime('')}\"\n" + pod("arguments=[f\"x{datetime(2024, 1, 1).strftime('')}\" + o + o + ' ds ']"),
		"braces before and a path":   "import os\no = f\"{{{datetime(2024, 1, 1).strftime('')}\"\n" + pod("arguments=[os.path.join('a', o + o)]"),
		"hidden in a critical field": env + pod("volumes=[{'name': os.environ['X']}]"),
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+source+"\n"); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}

const crossDAGImports = "from airflow.sensors.external_task import ExternalTaskSensor\nfrom airflow.operators.trigger_dagrun import TriggerDagRunOperator\n"

// TestOneDAG holds which tasks that act on another DAG are proved to act on that one only.
func TestOneDAG(t *testing.T) {
	cases := map[string]struct{ source, want string }{
		"sensor":             {"ExternalTaskSensor(task_id='t', dag=dag, external_dag_id='team-a.x', external_task_id='y', mode='reschedule', execution_delta=timedelta(hours=1))", "team-a.x"},
		"sensor of a DAG":    {"ExternalTaskSensor(task_id='t', dag=dag, external_dag_id='team-a.x', external_task_id=None, execution_date_fn=None)", "team-a.x"},
		"trigger":            {"TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', conf={'day': '{{ ds }}'}, wait_for_completion=True)", "team-a.x"},
		"foreign":            {"TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-b.x')", "team-b.x"},
		"this DAG":           {"ExternalTaskSensor(task_id='t', dag=dag, external_dag_id=dag.dag_id)", "team-a.dag"},
		"one of two":         {"import os\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x' if os.getenv('X') else 'team-b.x')", "team-a.x|team-b.x"},
		"expanded":           {"TriggerDagRunOperator.partial(task_id='t', dag=dag).expand(trigger_dag_id=['team-a.x', 'team-b.y'])", "team-a.x|team-b.y"},
		"by default_args":    {"with DAG('team-a.y', default_args={'external_dag_id': 'team-b.x', 'namespace': 'team-a'}):\n    ExternalTaskSensor(task_id='t', external_task_id='y')", "team-b.x"},
		"module":             {"import airflow.providers.standard.sensors.external_task as m\nm.ExternalTaskSensor(task_id='t', dag=dag, external_dag_id='team-a.x')", "team-a.x"},
		"name of Airflow 3":  {"from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator as T\nT(task_id='t', dag=dag, trigger_dag_id='team-a.x', logical_date='{{ ds }}')", "team-a.x"},
		"name of Airflow 1":  {"from airflow.sensors.external_task_sensor import ExternalTaskSensor as S\nS(task_id='t', dag=dag, external_dag_id='team-a.x')", "team-a.x"},
		"older name":         {"from airflow.operators.dagrun_operator import TriggerDagRunOperator as T\nT(task_id='t', dag=dag, trigger_dag_id='team-a.x')", "team-a.x"},
		"in order with pods": {"t = TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x')\nKubernetesPodOperator(task_id='u', dag=dag) >> t", "team-a.x"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+crossDAGImports+c.source+"\n")
			if !out.Declarative {
				t.Errorf("not declarative: %s", problems(out))
			}
			if got := referred(out, "dag"); got != c.want {
				t.Errorf("references %q, want %q", got, c.want)
			}
		})
	}
}

// TestNotOneDAG holds that a task which acts on a DAG that is not known, or does more, is no proof.
func TestNotOneDAG(t *testing.T) {
	cases := map[string]string{
		"no DAG":                  "TriggerDagRunOperator(task_id='t', dag=dag)",
		"None":                    "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id=None)",
		"a list":                  "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id=['team-a.x'])",
		"template":                "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='{{ params.x }}')",
		"template of a sensor":    "ExternalTaskSensor(task_id='t', dag=dag, external_dag_id='{{ params.x }}')",
		"environment":             "import os\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id=os.getenv('X'))",
		"part of the name":        "import os\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.' + os.getenv('X'))",
		"result of a task":        "p = KubernetesPodOperator(task_id='p', dag=dag)\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id=p.output)",
		"expanded over a result":  "p = KubernetesPodOperator(task_id='p', dag=dag)\nTriggerDagRunOperator.partial(task_id='t', dag=dag).expand(trigger_dag_id=p.output)",
		"expanded with holes":     "TriggerDagRunOperator.partial(task_id='t', dag=dag).expand_kwargs([{'trigger_dag_id': 'team-a.x'}, {}])",
		"expanded list changed":   "l = ['team-a.x']\nTriggerDagRunOperator.partial(task_id='t', dag=dag).expand(trigger_dag_id=l)\nl.append('team-b.x')",
		"function of the date":    "def f(d):\n    return d\nExternalTaskSensor(task_id='t', dag=dag, external_dag_id='team-a.x', execution_date_fn=f)",
		"lambda":                  "ExternalTaskSensor(task_id='t', dag=dag, external_dag_id='team-a.x', execution_date_fn=lambda d: d)",
		"imported function":       "import time\nExternalTaskSensor(task_id='t', dag=dag, external_dag_id='team-a.x', execution_date_fn=time.sleep)",
		"code of Airflow 1":       "def f(c, d):\n    return d\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', python_callable=f)",
		"callback":                "def f(c):\n    pass\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', on_failure_callback=f)",
		"unknown argument":        "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', plugin='y')",
		"unknown default":         "with DAG('team-a.y', default_args={'plugin': 'y'}):\n    TriggerDagRunOperator(task_id='t', trigger_dag_id='team-a.x')",
		"unknown arguments":       "import json, os\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', **json.loads(os.getenv('X')))",
		"template in the conf":    "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', conf={'x': '{{ conn.x.password }}'})",
		"template in the run id":  "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', trigger_run_id='{{ conn.x.password }}')",
		"template put in later":   "c = {}\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', conf=c)\nc['x'] = '{{ conn.x.password }}'",
		"code in the conf":        "TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', conf={'x': [print]})",
		"environment in the conf": "import os\nTriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x', conf={'x': os.getenv('X')})",
		"changed later":           "t = TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x')\nt.trigger_dag_id = 'team-b.x'",
		"executed":                "t = TriggerDagRunOperator(task_id='t', dag=dag, trigger_dag_id='team-a.x')\nt.execute({})",
		"subclass":                "class T(TriggerDagRunOperator):\n    pass\nT(task_id='t', dag=dag, trigger_dag_id='team-a.x')",
		"marker":                  "from airflow.sensors.external_task import ExternalTaskMarker\nExternalTaskMarker(task_id='t', dag=dag, external_dag_id='team-a.x', external_task_id='y')",
		"managed Airflow":         "from airflow.providers.amazon.aws.operators.mwaa import MwaaTriggerDagRunOperator\nMwaaTriggerDagRunOperator(task_id='t', dag=dag, env_name='x', trigger_dag_id='team-a.x')",
		"API of DAG runs":         "from airflow.api.common.trigger_dag import trigger_dag\ntrigger_dag('team-a.x')",
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+crossDAGImports+source+"\n"); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}

// TestWhoseDefaults holds whose default_args a task gets where DAGs, groups and partial overlap.
func TestWhoseDefaults(t *testing.T) {
	const group = "from airflow.utils.task_group import TaskGroup\n"
	cases := map[string]struct {
		source, want string
		declarative  bool
	}{
		"partial in another DAG": {"with DAG('a', default_args={'namespace': 'team-b'}):\n    p = KubernetesPodOperator.partial(task_id='t')\n" +
			"with DAG('b', default_args={'namespace': 'team-a'}):\n    p.expand(arguments=[['x'], ['y']])", "team-b", true},
		"partial in another group": {group + "with DAG('a'):\n    with TaskGroup('g', default_args={'namespace': 'team-b'}):\n        p = KubernetesPodOperator.partial(task_id='t')\n" +
			"    with TaskGroup('h', default_args={'namespace': 'team-a'}):\n        p.expand(arguments=[['x'], ['y']])", "team-b", true},
		"partial outside": {"p = KubernetesPodOperator.partial(task_id='t')\nwith DAG('b', default_args={'namespace': 'team-a'}):\n    p.expand(arguments=[['x'], ['y']])", "absent", true},
		"DAG in a group":  {group + "with dag, TaskGroup('g', default_args={'namespace': 'team-b'}):\n    with DAG('b'):\n        KubernetesPodOperator(task_id='t')", "team-b", false},
		"decorated DAG in a group": {group + "from airflow.decorators import dag as make\n@make(schedule=None)\ndef f():\n    KubernetesPodOperator(task_id='t')\n" +
			"with dag, TaskGroup('g', default_args={'namespace': 'team-b'}):\n    f()", "team-b", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source+"\n")
			if got := namespaces(out); got != c.want || out.Declarative != c.declarative {
				t.Errorf("namespaces %q, want %q; declarative %v: %s", got, c.want, out.Declarative, problems(out))
			}
		})
	}
}

// TestAssets holds that every name and address of an asset is a reference.
func TestAssets(t *testing.T) {
	const dataset, asset = "from airflow.datasets import Dataset\n", "from airflow.sdk import Asset\n"
	cases := map[string]struct{ source, want string }{
		"address":          {dataset + "x = Dataset('s3://a')", "s3://a"},
		"after extra":      {dataset + "x = Dataset(extra={'a': 'b'}, uri='s3://b')", "s3://b"},
		"with extra":       {dataset + "x = Dataset('s3://a', {'a': 'b'})", "s3://a"},
		"name and address": {asset + "x = Asset(name='a', uri='s3://b')", "a s3://b"},
		"by position":      {asset + "x = Asset('a', 's3://b')", "a s3://b"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := referred(run(t, prologue+c.source+"\n"), "asset"); got != c.want {
				t.Errorf("references %q, want %q", got, c.want)
			}
		})
	}
}

// TestShortestInterval holds what rules on frequent schedules see.
func TestShortestInterval(t *testing.T) {
	cases := map[string]struct {
		schedule string
		want     int64
	}{
		"microsecond":        {"timedelta(microseconds=1)", -1},
		"second":             {"timedelta(seconds=1)", 1},
		"one of two":         {"'0 0 * * *' if DAG.x else '0 0 30 2 mon'", -1},
		"once":               {"'@once'", 0},
		"hour":               {"timedelta(hours=1)", 3600},
		"cron":               {"'*/5 * * * *'", 300},
		"timetable":          {"CronTriggerTimetable('* * * * *', timezone='UTC')", 60},
		"timetable, keyword": {"CronTriggerTimetable(timezone='UTC', cron='* * * * * *')", 1},
		"delta timetable":    {"DeltaDataIntervalTimetable(timedelta(microseconds=1))", -1},
		"several crons":      {"MultipleCronTriggerTimetable('0 0 * * *', '* * * * *', timezone='UTC')", 60},
		"without a pause":    {"ContinuousTimetable()", 1},
		"timetable inside":   {"DatasetOrTimeSchedule(timetable=CronTriggerTimetable('* * * * *', timezone='UTC'), datasets=[])", 60},
		"no timetable":       {"DatasetOrTimeSchedule(timetable=None, datasets=[])", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			for _, argument := range []string{"schedule", "timetable"} {
				out := run(t, prologue+"from airflow.timetables.trigger import CronTriggerTimetable, MultipleCronTriggerTimetable\n"+
					"from airflow.timetables.interval import DeltaDataIntervalTimetable\nfrom airflow.timetables.simple import ContinuousTimetable\n"+
					"from airflow.timetables.datasets import DatasetOrTimeSchedule\nDAG('x', "+argument+"="+c.schedule+")\n")
				if got := out.DAGs[1].IntervalSeconds; got != c.want {
					t.Errorf("%s: %d seconds, want %d", argument, got, c.want)
				}
			}
		})
	}
}
