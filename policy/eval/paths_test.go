package eval

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// __file__ is where the bucket is mounted, and depends on what of the repository is deployed there.
func TestMountedFile(t *testing.T) {
	for _, c := range []struct{ folder, path, want string }{
		{"dags", "x.py", ""},
		{"dags", "tools/x.py", ""},
		{"dags/{namespace}", "dags/team-a/x.py", "/usr/local/airflow/dags/dags/team-a/x.py"},
		{"dags/{namespace}", "dags/team-a/load/x.py", "/usr/local/airflow/dags/dags/team-a/load/x.py"},
		{"dags/{namespace}", "dags/team-a/team-a/x.py", "/usr/local/airflow/dags/dags/team-a/team-a/x.py"},
		{"dags/{namespace}", "dags/x.py", ""},
		{"dags/{namespace}", "dags/team-a-b/x.py", ""},
		{"dags/{namespace}", "team-a/x.py", ""},
		{"./{namespace}", "team-a/x.py", "/usr/local/airflow/dags/dags/team-a/x.py"},
		{"./{namespace}", "x.py", ""},
		{"./{namespace}", "dags/team-a/x.py", ""},
		{"dags", "dags/x.py", "/usr/local/airflow/dags/dags/team-a/x.py"},
		{"dags", "dags/load/x.py", "/usr/local/airflow/dags/dags/team-a/load/x.py"},
		{"airflow/dags", "airflow/dags/x.py", "/usr/local/airflow/dags/dags/team-a/x.py"},
		{".", "x.py", "/usr/local/airflow/dags/dags/team-a/x.py"},
		{".", "prod/load/x.py", "/usr/local/airflow/dags/dags/team-a/prod/load/x.py"},
		{"dags", "dags/team-a/x.py", ""}, // deployed to dags/team-a/team-a/x.py, or where the repository has dags/team-a
		{"dags", "dags/team-a-b/x.py", "/usr/local/airflow/dags/dags/team-a/team-a-b/x.py"},
		{".", "team-a/x.py", "/usr/local/airflow/dags/dags/team-a/team-a/x.py"},
	} {
		file, err := python.Parse([]byte(prologue+"with dag:\n    KubernetesPodOperator(task_id='t', cmds=[__file__])\n"), python.Options{Version: 13})
		if err != nil {
			t.Fatal(err)
		}
		config := testConfig()
		config.Platform.DAGFolder, config.Platform.NamespaceFolder = strings.CutSuffix(c.folder, "/{namespace}")
		out := &facts.File{Path: c.path, Content: facts.ContentRead, Parse: &facts.Parse{OK: true}}
		Evaluate(file, c.path, config, out)
		item := argument(out, "cmds").Items[0]
		if got, _ := item.Value.(string); got != c.want || c.want == "" && item.State == facts.Const {
			t.Errorf("%s of the folder %s is mounted at %v, want %s", c.path, c.folder, got, c.want)
		}
	}
}
