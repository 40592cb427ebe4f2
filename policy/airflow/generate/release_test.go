package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/report.txt and testdata/after.txt")

// release files: a tree as small as shows every way in which Airflow names a class.
var files = map[string]string{
	"airflow/__init__.py": `__version__ = "9.9.0"
__lazy_imports: dict[str, tuple[str, str, bool]] = {
    "DAG": (".models.dag", "DAG", False),
    "version": (".version", "", False),
}
`,
	"airflow/models/dag.py":          "class DAG:\n    pass\n",
	"airflow/models/baseoperator.py": "class BaseOperator:\n    template_fields = ()\n",
	"airflow/hooks/base.py":          "class BaseHook:\n    pass\n",
	"airflow/sensors/base.py":        "from airflow.models.baseoperator import BaseOperator\nclass BaseSensorOperator(BaseOperator):\n    pass\n",
	// A class of Airflow's own that nobody decided about.
	"airflow/operators/brandnew.py": `from airflow.models.baseoperator import BaseOperator as Base
class BrandNewOperator(Base):
    template_fields = ("a",)
class _Private(Base):
    pass
class Helper:
    pass
`,
	"airflow/operators/__init__.py": `from airflow.utils.deprecation_tools import add_deprecated_classes
__deprecated_classes = {
    "old_empty": {"OldEmpty": "airflow.operators.empty.EmptyOperator", "*": "airflow.operators.empty"},
    "old_nothing": {"Nothing": "airflow.operators.nothing.NothingOperator"},
}
add_deprecated_classes(__deprecated_classes, __name__)
`,
	"airflow/operators/empty.py": "from airflow.models.baseoperator import BaseOperator\nclass EmptyOperator(BaseOperator):\n    template_fields = ('added',)\n",
	// Providers: by ancestor, by provider, by package; fields by sums, stars and calls.
	"airflow/providers/cncf/kubernetes/operators/pod.py":            "from airflow.models.baseoperator import BaseOperator\nclass KubernetesPodOperator(BaseOperator):\n    template_fields = ('namespace', 'image')\n",
	"airflow/providers/cncf/kubernetes/operators/kubernetes_pod.py": "from airflow.providers.cncf.kubernetes.operators.pod import *\n",
	"airflow/providers/acme/operators/acme.py": `from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
from airflow.models.baseoperator import BaseOperator
class AcmePodOperator(KubernetesPodOperator):
    template_fields = tuple({"cluster"} | set(KubernetesPodOperator.template_fields))
class AcmeOperator(BaseOperator):
    template_fields = ("x",)
`,
	"airflow/providers/postgres/hooks/extra.py":            "from airflow.hooks.base import BaseHook\nclass ExtraHook(BaseHook):\n    pass\n",
	"airflow/providers/postgres/operators/extra.py":        "from airflow.models.baseoperator import BaseOperator\nfrom airflow.sensors.base import BaseSensorOperator\nclass ExtraOperator(BaseOperator):\n    template_fields = ('sql', *BaseOperator.template_fields) + ('db',)\n    template_ext = ('.sql',)\nclass ExtraSensor(BaseSensorOperator):\n    template_fields = fields_of('a')\n",
	"airflow/providers/amazon/aws/operators/s3_new.py":     "from airflow.models.baseoperator import BaseOperator\nclass S3NewOperator(BaseOperator):\n    pass\n",
	"airflow/providers/amazon/aws/transfers/x_to_y.py":     "from airflow.models.baseoperator import BaseOperator\nclass XToYOperator(BaseOperator):\n    pass\n",
	"airflow/providers/requests/hooks/shadow.py":           "from airflow.hooks.base import BaseHook\nclass ShadowHook(BaseHook):\n    pass\n",
	"airflow/timetables/evil.py":                           "from airflow.timetables.base import Timetable\nclass EvilTimetable(Timetable):\n    pass\n",
	"airflow/operators/shim.py":                            "import warnings\nfrom airflow.operators.empty import EmptyOperator as Shimmed\nwarnings.warn('moved')\n",
	"airflow/operators/user.py":                            "from airflow.operators.empty import EmptyOperator\ndef use():\n    return EmptyOperator\n",
	"airflow/broken.py":                                    "def (\n",
	"airflow/example_dags/skipped.py":                      "from airflow.models.baseoperator import BaseOperator\nclass SkippedOperator(BaseOperator):\n    pass\n",
	"providers/acme/src/airflow/providers/acme/hooks/h.py": "from airflow.hooks.base import BaseHook\nfrom airflow.providers.postgres.hooks.extra import ExtraHook\nclass AcmeHook(ExtraHook):\n    pass\n",
	"elsewhere/airflow/not_a_root.py":                      "from airflow.models.baseoperator import BaseOperator\nclass NotARoot(BaseOperator):\n    pass\n",
}

const before = `# Written by policy/airflow/generate: do not edit. Airflow 1.0; source 0.
F
F image
M airflow.models.baseoperator extension-point
BaseOperator operator extension-point
M airflow.hooks.base connection-access
BaseHook hook connection-access
M airflow.operators.empty module
EmptyOperator operator control-flow 1
M airflow.models.dag module
DAG core-object dag-object
M airflow.operators.gone shell-operator
GoneOperator operator shell-operator
M airflow.providers.cncf.kubernetes.operators.pod kpo
KubernetesPodOperator operator kpo 2
`

func TestRelease(t *testing.T) {
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	output := filepath.Join(root, "symbols.txt")
	if err := os.WriteFile(output, []byte(strings.Replace(before, "F\n", "F \n", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	first := runRelease(t, root, output)
	golden(t, "testdata/report.txt", strings.ReplaceAll(first, root, "DIR"))
	after, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/after.txt", string(after))

	second := runRelease(t, root, output)
	again, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(after), string(again)); diff != "" {
		t.Errorf("a second run changes the catalogue:\n%s", diff)
	}
	if !strings.HasPrefix(second, "0 added\n0 new paths of listed names\n0 operators with more") {
		t.Errorf("a second run reports changes:\n%s", second)
	}
}

func runRelease(t *testing.T, root, output string) string {
	t.Helper()
	known, err := readCompact(output)
	if err != nil {
		t.Fatal(err)
	}
	found, err := readTree(root)
	if err != nil {
		t.Fatal(err)
	}
	report := release(known, found).String()
	if err := os.WriteFile(output, []byte(write(known)), 0o644); err != nil {
		t.Fatal(err)
	}
	return report
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// TestReleaseNeverCallsAClassHarmless: whatever a tree holds, no class becomes harmless by it.
func TestReleaseNeverCallsAClassHarmless(t *testing.T) {
	after, err := os.ReadFile("testdata/after.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(after), "\n") {
		columns := strings.Fields(line)
		if len(columns) < 3 || columns[0] == "M" || columns[0] == "#" || columns[0] == "EmptyOperator" || columns[0] == "DAG" {
			continue
		}
		for _, harmless := range []string{"control-flow", "dag-object", "timetable", "asset", "param", "pure", "clock", "random", "module"} {
			if columns[2] == harmless {
				t.Errorf("%q became harmless", line)
			}
		}
	}
}

func TestEmptyTreeIsRefused(t *testing.T) {
	if _, err := readTree(t.TempDir()); err == nil {
		t.Error("a folder without Airflow is read")
	}
	if _, err := readTree(filepath.Join(t.TempDir(), "absent")); err == nil {
		t.Error("a folder that does not exist is read")
	}
}

// TestCompactRoundTrip: the embedded catalogue is what write makes of what readCompact reads.
func TestCompactRoundTrip(t *testing.T) {
	const embedded = "../data/symbols.txt"
	known, err := readCompact(embedded)
	if err != nil {
		t.Fatal(err)
	}
	known.addModules()
	want, err := os.ReadFile(embedded)
	if err != nil {
		t.Fatal(err)
	}
	if got := write(known); got != string(want) {
		t.Error("data/symbols.txt was not written by this generator: run it again")
	}
}
