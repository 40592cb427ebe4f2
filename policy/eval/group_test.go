package eval

import (
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// TestPodInGroup holds that a pod is shown under the id that Airflow gives its task, and under its own where that of
// a group is not known.
func TestPodInGroup(t *testing.T) {
	const task = "KubernetesPodOperator(task_id='load', namespace='team-a')\n"
	for name, test := range map[string]struct{ source, want string }{
		"no group":       {"with dag:\n    " + task, "load"},
		"group":          {"with dag, TaskGroup('daily'):\n    " + task, "daily.load"},
		"group in group": {"with dag, TaskGroup('daily'), TaskGroup('eu'):\n    " + task, "daily.eu.load"},
		"without prefix": {"with dag, TaskGroup('daily', prefix_group_id=False):\n    " + task, "load"},
		"suffix":         {"with dag, TaskGroup('daily', add_suffix_on_collision=True):\n    " + task, "load"},
	} {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+"from airflow.utils.task_group import TaskGroup\n"+test.source)
			if len(out.Pods) != 1 {
				t.Fatalf("%d pods: %s", len(out.Pods), problems(out))
			}
			if id := out.Pods[0].TaskID; id.State != facts.Const || id.Value != test.want {
				t.Errorf("the pod is shown as %v, not %s", id, test.want)
			}
		})
	}
}
