package eval

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/airflow"
)

// TestTemplateFiles: a text that Airflow takes for the name of a file is no text.
func TestTemplateFiles(t *testing.T) {
	const source = `
from datetime import datetime
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator

with DAG("team-a.x", start_date=datetime(2024, 1, 1)):
    %s
`
	pod := `KubernetesPodOperator(task_id="t", namespace="team-a", pod_template_file="templates/team-a/a/t.yaml", %s)`
	for call, want := range map[string]string{
		`BashOperator(task_id="t", bash_command="run.sh")`:                                        "bash_command run.sh",
		`BashOperator(task_id="t", bash_command="run" + ".sh")`:                                   "bash_command run.sh",
		`BashOperator(task_id="t", bash_command="run.sh ")`:                                       "",
		`BashOperator(task_id="t", bash_command="run.SH")`:                                        "",
		`BashOperator(task_id="run.sh", bash_command="ls")`:                                       "",
		`BashOperator(task_id="t", bash_command="ls", env={"A": ["a.bash"]})`:                     "env a.bash",
		`BashOperator(task_id="t", bash_command="ls", env={"a.bash": "x"})`:                       "env a.bash",
		`SparkKubernetesOperator(task_id="t", application_file="job.yaml")`:                       "application_file job.yaml",
		`BashOperator.partial(task_id="t").expand(bash_command=["ls", "run.sh"])`:                 "bash_command run.sh",
		fmt.Sprintf(pod, `arguments=["run.sh", "job.json", "pod.yaml"], env_vars={"A": "q.sql"}`): "",
	} {
		found := run(t, fmt.Sprintf(source, call))
		var files []string
		for _, template := range found.Templates {
			if template.File {
				files = append(files, template.Field+" "+template.Text)
			}
			if template.File && (template.Allowed || found.Declarative) {
				t.Errorf("%s: a template file is allowed", call)
			}
		}
		if got := strings.Join(files, ", "); got != want {
			t.Errorf("%s: %q, want %q", call, got, want)
		}
		if strings.HasPrefix(call, "Kubernetes") && !found.Declarative {
			t.Errorf("%s is not declarative: %v", call, found.Unknowns)
		}
	}
}

// TestAllowedOperatorsReadNoTemplateFiles: what a file may use without a review takes no text for a
// file's name, in any version that the catalogue knows. When a release changes that, the interpreter
// follows, and docs/soundness.md has to.
func TestAllowedOperatorsReadNoTemplateFiles(t *testing.T) {
	names := []string{airflow.KubernetesPodOperator}
	for name := range safeOperators {
		names = append(names, name)
	}
	for name := range crossDAGs {
		names = append(names, name)
	}
	for _, name := range names {
		suffixes, known := airflow.Default().TemplateSuffixes(name)
		if len(suffixes) > 0 || !known {
			t.Errorf("%s takes texts that end in %q for files, all known: %v", name, suffixes, known)
		}
	}
}
