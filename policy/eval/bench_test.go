package eval

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// BenchmarkEvaluate evaluates a DAG of a usual shape: constants, default_args, and tasks of ten lines.
func BenchmarkEvaluate(b *testing.B) {
	var s strings.Builder
	s.WriteString(prologue + "import os\nNS = 'team-a'\nTEMPLATES = os.path.join('/usr/local/airflow/dags/templates', NS, 'app')\n")
	s.WriteString("default_args = {'owner': NS, 'retries': 2, 'retry_delay': timedelta(minutes=5), 'namespace': NS}\n")
	s.WriteString("with DAG('team-a.bench', default_args=default_args, schedule='@daily', start_date=datetime(2024, 1, 1)) as d:\n")
	for i := range 20 {
		fmt.Fprintf(&s, "    # Task %d loads one table after the other.\n    t%d = KubernetesPodOperator(\n        task_id='load_%d',\n        name=f'load-{NS}-%d',\n"+
			"        pod_template_file=os.path.join(TEMPLATES, 'load.yaml'),\n        cmds=['python', '-m', 'load'],\n"+
			"        arguments=['--date', '{{ ds }}', '--table', 't%d'],\n        labels={'app': 'load'},\n        get_logs=True,\n    )\n", i, i, i, i, i)
		if i > 0 {
			fmt.Fprintf(&s, "    t%d >> t%d\n", i-1, i)
		}
	}
	file, err := python.Parse([]byte(s.String()), python.Options{})
	if err != nil {
		b.Fatal(err)
	}
	config := testConfig()
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		out := &facts.File{}
		Evaluate(file, "dags/team-a/x.py", config, out)
		if !out.Declarative {
			b.Fatal(problems(out))
		}
	}
}
