package eval

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/python"
)

// compliant files with a mark at every place where a statement may stand.
var compliant = map[string]string{
	"plain": `from datetime import datetime, timedelta
#@
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
#@
NS = 'team-a'
dag = DAG('team-a.main', schedule='@daily', start_date=datetime(2024, 1, 1))
with DAG('team-a.load', schedule='@daily', start_date=datetime(2024, 1, 1)) as d:
    #@
    for name in ['a', 'b']:
        #@
        KubernetesPodOperator(task_id=name, namespace=NS)
        #@
    else:
        #@
        pass
#@
`,
	"functions": `from datetime import datetime
from airflow import DAG
from airflow.decorators import dag as make
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.models import Variable
dag = DAG('team-a.main', schedule=None, start_date=datetime(2024, 1, 1))
def unused():
    #@
    return 1
def build(name, namespace='team-a'):
    #@
    def inner():
        #@
        return name
    if Variable.get('team-a.x') == 'y':
        #@
        name = name + '-x'
    else:
        #@
        name = name + '-y'
    t = KubernetesPodOperator(task_id=inner(), namespace=namespace)
    #@
    return t
@make('team-a.made', schedule=None, start_date=datetime(2024, 1, 1))
def made():
    #@
    with TaskGroup('g'):
        #@
        build('x')
#@
made()
`,
}

// TestMutants holds that an attack put into a compliant file, wherever it may stand, never leaves
// the file declarative.
func TestMutants(t *testing.T) {
	files := 0
	for name, source := range compliant {
		if out := run(t, source); !out.Declarative {
			t.Fatalf("%s is not declarative: %s", name, problems(out))
		}
		lines := strings.Split(source, "\n")
		for _, threat := range readThreats(t) {
			if threat.Severity == "warn" || judgedByRules[threat.Rule] != "" || judgedByRulesByID[threat.ID] != "" {
				continue
			}
			for at, line := range lines {
				indent, isMark := strings.CutSuffix(line, "#@")
				if !isMark {
					continue
				}
				var mutant []string
				mutant = append(mutant, lines[:at]...)
				for _, attack := range strings.Split(threat.Snippet, "\n") {
					mutant = append(mutant, indent+attack)
				}
				mutant = append(mutant, lines[at+1:]...)
				text := strings.Join(mutant, "\n")
				file, err := python.Parse([]byte(text), python.Options{})
				if err != nil {
					continue // a star import in a function and such
				}
				files++
				if out := evaluate(file); out.Declarative {
					t.Errorf("%s in %s at line %d is declarative:\n%s", threat.ID, name, at+1, text)
				}
			}
		}
	}
	if files < 1000 {
		t.Errorf("only %d mutants were read", files)
	}
}
