package eval

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

func testConfig() Config {
	return Config{
		Tenant: facts.Tenant{Namespace: "team-a", AnyApplication: true},
		Platform: &facts.Platform{
			Tenants: []string{"team-a", "team-b"}, AirflowVersion: "2.10.3", PythonVersion: "3.11",
			DAGsPath: "/usr/local/airflow/dags", DAGFolder: "dags", TemplateFolder: "templates", InCluster: true,
		},
		Catalogue: airflow.Default(),
		OwnModule: func(module string) bool { return module == "helpers" || strings.HasPrefix(module, "helpers.") },
		TenantOfModule: func(module string) string {
			if module == "team_b" || strings.HasPrefix(module, "team_b.") || strings.HasPrefix(module, "dags.team_b") {
				return "team-b"
			}
			return ""
		},
	}
}

// run evaluates a source with the catalogue in use.
func run(t testing.TB, source string) *facts.File {
	t.Helper()
	file, err := python.Parse([]byte(source), python.Options{Version: 13})
	if err != nil {
		t.Fatalf("the test's source does not parse: %v", err)
	}
	return evaluate(file)
}

func evaluate(file *python.File) *facts.File { return evaluateWith(file, testConfig()) }

func evaluateWith(file *python.File, config Config) *facts.File {
	out := &facts.File{Path: "dags/x.py", Content: facts.ContentRead, Parse: &facts.Parse{OK: true}, Size: int64(len(file.Source))}
	Evaluate(file, out.Path, config, out)
	return out
}

// argument is an argument of the first task; what is not there is the empty value.
func argument(out *facts.File, name string) *facts.Value {
	if value, ok := out.Tasks[0].Arguments.Get(name); ok {
		return value
	}
	return &facts.Value{}
}

// TestFailureIsUnknown holds that a bug of the interpreter ends in an unknown and a digest.
func TestFailureIsUnknown(t *testing.T) {
	file, err := python.Parse([]byte("import os\n"), python.Options{})
	if err != nil {
		t.Fatal(err)
	}
	config := testConfig()
	config.OwnModule = func(string) bool { panic("no answer") }
	out := &facts.File{}
	Evaluate(file, "dags/team-a/x.py", config, out)
	if out.Declarative || len(out.Digest) != 64 || out.Unknowns[len(out.Unknowns)-1].Code != codeInternal {
		t.Errorf("declarative %v, digest %q, unknowns %v", out.Declarative, out.Digest, out.Unknowns)
	}
}

const prologue = `from datetime import datetime, timedelta
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
dag = DAG('team-a.dag', schedule=None, start_date=datetime(2024, 1, 1))
`
