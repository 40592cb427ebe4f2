package policy_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// A file on the base branch that nobody could prove, and somebody approved, counts where a change can reach it, and
// makes nobody wait where it cannot.
func TestWhatAChangeBesideAnUnprovedFileReaches(t *testing.T) {
	const plain = `from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
`
	base := map[string]string{
		"dags/flags.py": "FLAG = True\n", "dags/more/deep.py": "DEPTH = 3\n", "dags/lib/common.py": "NS = \"orders\"\n",
	}
	helpers := map[string]string{
		"dags/calls.py": "def call():\n    from dags.orders import two\n    two.run()\n",
		"dags/whole.py": "import dags.orders as here\n",
	}
	const unknown = "import company_calendar\n\ncompany_calendar.register()\n"
	checker := helperChecker(t, nil)
	for name, row := range map[string]struct {
		imports string // of dags/one.py
		added   string // path
		counts  bool
	}{
		"a DAG beside a helper":               {"from dags.orders.flags import FLAG\n", "dags/two.py", false},
		"a DAG beside a module":               {"from dags.orders import flags\n", "dags/two.py", false},
		"a DAG beside a plain import":         {"import dags.orders.flags\n", "dags/two.py", false},
		"a DAG beside a package":              {"from dags.orders.more.deep import DEPTH\n", "dags/two.py", false},
		"a module beside a module":            {"from dags.orders.more.deep import DEPTH\n", "dags/more/other.py", false},
		"a module in a package of the folder": {"from lib.common import NS\n", "dags/lib/other.py", false},
		"under a condition":                   {"if FLAG:\n    from dags.orders.flags import FLAG\n", "dags/two.py", false},
		"in a function":                       {"def f():\n    from dags.orders.flags import FLAG\n", "dags/two.py", false},
		"nothing of the repository":           {"", "dags/two.py", false},
		"the module itself":                   {"from dags.orders.two import X\n", "dags/two.py", true},
		"the module as a name":                {"from dags.orders import two\n", "dags/two.py", true},
		"the module as a name in a function":  {"def f():\n    from dags.orders import two\n", "dags/two.py", true},
		"the module when it is there":         {"try:\n    import dags.orders.two\nexcept ImportError:\n    pass\n", "dags/two.py", true},
		"the module beside another":           {"from dags.orders import flags, two\n", "dags/two.py", true},
		"relatively":                          {"from . import two\n", "dags/two.py", true},
		"relatively, another":                 {"from .flags import FLAG\n", "dags/two.py", false},
		"a star":                              {"from dags.orders import *\n", "dags/two.py", true},
		"a star in a function's helper":       {"from dags.orders.flags import *\n", "dags/flags/two.py", true},
		"the package":                         {"import dags.orders\n", "dags/two.py", true},
		"the package by another name":         {"import dags.orders as here\n", "dags/two.py", true},
		"the package from above":              {"from dags import orders\n", "dags/two.py", true},
		"by a name in a text":                 {"from dags.orders.flags import FLAG\nimport importlib\nimportlib.import_module('dags.orders.two')\n", "dags/two.py", true},
		"by what imports, of a text":          {"from dags.orders.flags import FLAG\nfrom pkgutil import walk_packages\n", "dags/two.py", true},
		"by what executes a text":             {"from dags.orders.flags import FLAG\nexec('import dags.orders.two')\n", "dags/two.py", true},
		"the package of packages":             {"import dags\n", "dags/two.py", true},
		"a helper that asks for it":           {"from dags.orders.calls import call\n", "dags/two.py", true},
		"a helper that looks at all":          {"from dags.orders.whole import here\n", "dags/two.py", true},
		"a package that is one by this":       {"", "dags/company_calendar/two.py", true},
		"a package that gets an __init__":     {"from dags.orders.more.deep import DEPTH\n", "dags/more/__init__.py", true},
		"the folder gets an __init__":         {"from dags.orders.flags import FLAG\n", "dags/__init__.py", true},
		"a module before a package":           {"from dags.orders.more.deep import DEPTH\n", "dags/more.py", true},
		"a rival that is compiled":            {"from dags.orders.flags import FLAG\n", "dags/flags.so", true},
		"a rival of a package":                {"from dags.orders.more.deep import DEPTH\n", "dags/more.cpython-311-x86_64-linux-gnu.so", true},
		"a module that an unknown name is of": {"from outside.place import X\n", "dags/outside/other.py", true},
		"what cannot be parsed":               {"from dags.orders.flags import (\n", "dags/two.py", false},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(base)
			files["dags/one.py"] = row.imports + unknown + plain
			files[row.added] = plain
			for path, text := range helpers {
				if module := strings.TrimSuffix(strings.TrimPrefix(path, "dags/"), ".py"); strings.Contains(row.imports, module) {
					files[path] = text
				}
			}
			snapshot := repository(files)
			for i := range snapshot.Files {
				if snapshot.Files[i].Path == row.added {
					snapshot.Files[i].Status = facts.Added
				}
			}
			d := check(t, checker, snapshot)
			one := resultOf(t, d, "dags/one.py")
			if one.Judged != row.counts {
				t.Errorf("counts: %t, want %t; it asked for %v", one.Judged, row.counts, one.Modules)
			}
			if one.Verdict == decision.Allow || row.counts && d.Verdict == decision.Allow {
				t.Errorf("dags/one.py is %s, all is %s", one.Verdict, d.Verdict)
			}
			if !row.counts && row.added == "dags/two.py" && d.Verdict != decision.Allow {
				t.Errorf("%s %+v", d.Verdict, d.Findings)
			}
		})
	}
}
