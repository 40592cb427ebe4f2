package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/decision"
)

// Files that do not change start each other as a helper says, which changes: they count, and so do their rings.
func TestARingThatAHelperCloses(t *testing.T) {
	starts := func(name, other string) string {
		return fmt.Sprintf(`from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from lib.ids import %[2]s

with DAG("orders.%[1]s", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    TriggerDagRunOperator(task_id="next", trigger_dag_id=%[2]s)
`, name, other)
	}
	files := func(last string) map[string]string {
		return map[string]string{
			"dags/one.py": starts("one", "AFTER_ONE"), "dags/two.py": starts("two", "AFTER_TWO"), "dags/lib/__init__.py": "",
			"dags/lib/ids.py": fmt.Sprintf("AFTER_ONE = \"orders.two\"\nAFTER_TWO = %q\n", last),
		}
	}
	checker := helperChecker(t, newMemory())
	if d := check(t, checker, repository(files("orders.three"), "dags/lib/ids.py")); d.Verdict != decision.Allow {
		t.Fatalf("without a ring: %s %+v", d.Verdict, d.Findings)
	}
	d := check(t, checker, repository(files("orders.one"), "dags/lib/ids.py"))
	var rings []string
	for _, f := range d.Findings {
		if f.Rule == "XDAG003" {
			rings = append(rings, f.Path)
		}
	}
	if d.Verdict != decision.Review || strings.Join(rings, " ") != "dags/one.py dags/two.py" {
		t.Errorf("%s, rings of %v", d.Verdict, rings)
	}
}
