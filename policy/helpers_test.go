package policy_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"sync"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// remembering is a Memory that counts what it is given.
type remembering struct {
	mutex sync.Mutex
	kept  map[string]*decision.FileResult
	put   map[string]int // by path
}

func newMemory() *remembering {
	return &remembering{kept: map[string]*decision.FileResult{}, put: map[string]int{}}
}

func (m *remembering) Get(key string) (*decision.FileResult, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	result, ok := m.kept[key]
	return result, ok
}

func (m *remembering) Put(key string, result *decision.FileResult) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.kept[key] = result
	m.put[result.Path]++
}

func helperChecker(t *testing.T, memory policy.Memory) *policy.Checker {
	t.Helper()
	rules, err := engine.New(context.Background(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	config, err := platform.Default("orders")
	if err != nil {
		t.Fatal(err)
	}
	return policy.NewChecker(rules, config, memory)
}

// repository makes a snapshot; the files named in changed are modified, all others are as they were.
func repository(files map[string]string, changed ...string) *policy.Snapshot {
	snapshot := &policy.Snapshot{Tenant: facts.Tenant{Namespace: "orders", AnyApplication: true, Modules: []string{"lib", "outside"}}}
	for path, text := range files {
		sum := sha256.Sum256([]byte(text))
		file := policy.SnapshotFile{
			Path: path, Mode: "100644", Size: int64(len(text)), SHA: hex.EncodeToString(sum[:20]), Status: facts.Unchanged, Content: []byte(text),
		}
		for _, name := range changed {
			if name == path {
				file.Status = facts.Modified
			}
		}
		snapshot.Files = append(snapshot.Files, file)
	}
	return snapshot
}

func resultOf(t *testing.T, d *decision.Decision, path string) *decision.FileResult {
	t.Helper()
	for i := range d.Files {
		if d.Files[i].Path == path {
			return &d.Files[i]
		}
	}
	t.Fatalf("%s has no result", path)
	return nil
}

func check(t *testing.T, checker *policy.Checker, snapshot *policy.Snapshot) *decision.Decision {
	t.Helper()
	d, err := checker.Check(context.Background(), snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const (
	importer = `from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from lib.common import NS, template

with DAG("orders.load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file=template("load"))
`
	helper = `ROOT = "/usr/local/airflow/dags/templates/orders/orders-api/"
NS = "orders"


def template(name):
    return f"{ROOT}{name}.yaml"
`
)

func helperFiles(extra map[string]string) map[string]string {
	files := map[string]string{"dags/load.py": importer, "dags/lib/__init__.py": "", "dags/lib/common.py": helper}
	maps.Copy(files, extra)
	return files
}

// TestHelperModules holds how a file ends that imports a module of its repository.
func TestHelperModules(t *testing.T) {
	checker := helperChecker(t, nil)
	tests := map[string]struct {
		files   map[string]string
		verdict decision.Verdict
	}{
		"aDeclarativeModuleIsExecuted":           {nil, decision.Allow},
		"aModuleThatNamesAnotherNamespace":       {map[string]string{"dags/lib/common.py": "NS = 'payments'\ndef template(n):\n    return '/usr/local/airflow/dags/templates/orders/orders-api/load.yaml'\n"}, decision.Deny},
		"aModuleThatRunsAProcess":                {map[string]string{"dags/lib/common.py": helper + "import os\nos.system('id')\n"}, decision.Deny},
		"aPackageThatRunsAProcess":               {map[string]string{"dags/lib/__init__.py": "import os\nos.system('id')\n"}, decision.Deny},
		"aPackageWhoseFileIsNoPython":            {map[string]string{"dags/lib/__init__.py": "def (\n"}, decision.Review},
		"anotherFileOfTheNameAboveThePackage":    {map[string]string{"dags/other/lib/common.py": helper}, decision.Review},
		"anotherPackageOfTheNameElsewhere":       {map[string]string{"dags/other/lib/__init__.py": ""}, decision.Review},
		"aModuleBesideThePackageOfTheName":       {map[string]string{"dags/lib.py": "import os\nos.system('id')\n"}, decision.Review},
		"aPackageInPlaceOfTheModule":             {map[string]string{"dags/lib/common/__init__.py": "NS = 'payments'\n"}, decision.Review},
		"aFileThatChangesTheModule":              {map[string]string{"dags/load.py": importer + "import lib.common\nlib.common.NS = 'orders'\n"}, decision.Deny},
		"aFileThatChangesTheModuleFromElsewhere": {map[string]string{"dags/lib/common.py": "from lib import other\nother.X.append(1)\n" + helper, "dags/lib/other.py": "X = []\n"}, decision.Review},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := check(t, checker, repository(helperFiles(test.files), "dags/load.py"))
			result := resultOf(t, d, "dags/load.py")
			got := result.Verdict
			if test.verdict == decision.Deny && got == decision.Review {
				// The harm stands in the module's own findings.
				got = resultOf(t, d, "dags/lib/common.py").Verdict
				if got != decision.Deny {
					got = resultOf(t, d, "dags/lib/__init__.py").Verdict
				}
			}
			if got != test.verdict {
				t.Errorf("the file ends in %s, want %s: %v", got, test.verdict, result.Findings)
			}
			if result.Declarative != (test.verdict == decision.Allow || name == "aModuleThatNamesAnotherNamespace") {
				t.Errorf("declarative is %v", result.Declarative)
			}
		})
	}
}

// TestChangedHelperJudgesItsImporters holds that an unchanged file is judged again when what it
// imports changes, directly or through others, and that a remembered judgement does not outlive it.
func TestChangedHelperJudgesItsImporters(t *testing.T) {
	memory := newMemory()
	checker := helperChecker(t, memory)
	base := helperFiles(map[string]string{
		"dags/lib/common.py": "from lib.base import NS\nfrom .base import template\n",
		"dags/lib/base.py":   helper,
		"dags/alone.py":      "X = 1\n",
	})
	first := check(t, checker, repository(base, "dags/load.py"))
	if r := resultOf(t, first, "dags/load.py"); r.Verdict != decision.Allow {
		t.Fatalf("the file ends in %s: %v", r.Verdict, r.Findings)
	}
	check(t, checker, repository(base, "dags/load.py"))
	for path, n := range memory.put {
		if n != 1 {
			t.Errorf("%s was judged %d times and nothing changed", path, n)
		}
	}
	changed := maps.Clone(base)
	changed["dags/lib/base.py"] = "NS = 'payments'\n\ndef template(name):\n    return name\n"
	second := check(t, checker, repository(changed, "dags/lib/base.py"))
	load := resultOf(t, second, "dags/load.py")
	if !load.Judged || load.Verdict != decision.Deny || second.Verdict != decision.Deny {
		t.Errorf("judged %v, verdict %s, of all %s", load.Judged, load.Verdict, second.Verdict)
	}
	if alone := resultOf(t, second, "dags/alone.py"); alone.Judged || memory.put["dags/alone.py"] != 1 {
		t.Error("a file that imports nothing of it was judged again")
	}
	if first := resultOf(t, first, "dags/load.py"); first.Digest == load.Digest {
		t.Error("the digest is the same with another module")
	}
	// A file that comes to hide the module, and a module that moves with its bytes.
	hidden := maps.Clone(base)
	hidden["dags/other/lib/base.py"] = "NS = 'payments'\n"
	if r := resultOf(t, check(t, checker, repository(hidden, "dags/other/lib/base.py")), "dags/load.py"); r.Verdict == decision.Allow || !r.Judged {
		t.Errorf("another file of the name: judged %v, verdict %s", r.Judged, r.Verdict)
	}
	moved := maps.Clone(base)
	delete(moved, "dags/lib/base.py")
	moved["dags/other/lib/base.py"] = base["dags/lib/base.py"]
	if r := resultOf(t, check(t, checker, repository(moved, "dags/other/lib/base.py")), "dags/load.py"); r.Verdict == decision.Allow || !r.Judged {
		t.Errorf("the module moved: judged %v, verdict %s", r.Judged, r.Verdict)
	}
}

// TestMissingAsksForHelpers holds that the bytes of imported modules are asked for until all are
// there, and that a judgement without them is neither allow nor remembered.
func TestMissingAsksForHelpers(t *testing.T) {
	memory := newMemory()
	checker := helperChecker(t, memory)
	files := helperFiles(map[string]string{"dags/lib/common.py": "from .base import NS, template\n", "dags/lib/base.py": helper})
	snapshot := repository(files, "dags/load.py")
	unread := func(path string) {
		for i := range snapshot.Files {
			if snapshot.Files[i].Path == path {
				snapshot.Files[i].Content = nil
			}
		}
	}
	for path := range files {
		unread(path)
	}
	if d := check(t, checker, snapshot); d.Verdict == decision.Allow || len(memory.put) > 0 {
		t.Errorf("nothing was read: %s, remembered %v", d.Verdict, memory.put)
	}
	for path, text := range files {
		for i := range snapshot.Files {
			if snapshot.Files[i].Path == path && path != "dags/lib/base.py" {
				snapshot.Files[i].Content = []byte(text)
			}
		}
	}
	missing := checker.Missing(snapshot)
	if len(missing) != 1 || snapshot.Files[missing[0]].Path != "dags/lib/base.py" {
		t.Fatalf("missing %v", missing)
	}
	if r := resultOf(t, check(t, checker, snapshot), "dags/load.py"); r.Verdict == decision.Allow {
		t.Error("a file is allowed whose module was not read")
	}
	if memory.put["dags/load.py"] != 0 {
		t.Error("a judgement without a module is remembered")
	}
	snapshot.Files[missing[0]].Content = []byte(files["dags/lib/base.py"])
	if missing := checker.Missing(snapshot); len(missing) != 0 {
		t.Errorf("missing %v though all was read", missing)
	}
	if r := resultOf(t, check(t, checker, snapshot), "dags/load.py"); r.Verdict != decision.Allow {
		t.Errorf("the file ends in %s: %v", r.Verdict, r.Findings)
	}
	// With judgements remembered only what a changed file imports is asked for.
	for path := range files {
		unread(path)
	}
	if missing := checker.Missing(snapshot); len(missing) != 0 {
		t.Errorf("missing %v though all is remembered", missing)
	}
	for i := range snapshot.Files {
		if snapshot.Files[i].Path == "dags/load.py" {
			text := importer + "\n# changed\n"
			sum := sha256.Sum256([]byte(text))
			snapshot.Files[i].Content, snapshot.Files[i].Size, snapshot.Files[i].SHA = []byte(text), int64(len(text)), hex.EncodeToString(sum[:20])
		}
	}
	for range 4 {
		missing := checker.Missing(snapshot)
		for _, i := range missing {
			snapshot.Files[i].Content = []byte(files[snapshot.Files[i].Path])
		}
	}
	if r := resultOf(t, check(t, checker, snapshot), "dags/load.py"); r.Verdict != decision.Allow {
		t.Errorf("the changed file ends in %s: %v", r.Verdict, r.Findings)
	}
}

// Who approves a file that could not be proved relies on what it imports, however far away: the digest that an
// approval is bound to changes with it, and with nothing else.
func TestTheDigestCoversWhatAnUnprovedFileRestsOn(t *testing.T) {
	checker := helperChecker(t, nil)
	digest := func(change map[string]string) string {
		t.Helper()
		files := map[string]string{
			"dags/x.py":              "from kit import where\nprint(where.PLACE)\n",
			"dags/kit/where.py":      "from .deeper import PLACE\n",
			"dags/kit/deeper.py":     "import outermost\nfrom . import where\nPLACE = outermost.PLACE\n", // in a circle
			"dags/outermost.py":      "PLACE = 'orders'\n",
			"dags/something_else.py": "PLACE = 'orders'\n",
		}
		maps.Copy(files, change)
		d, err := checker.Check(context.Background(), repository(files, "dags/x.py"))
		if err != nil {
			t.Fatal(err)
		}
		if d.Verdict == decision.Allow {
			t.Fatal("what should not be proved is")
		}
		return d.Digest
	}
	before := digest(nil)
	if digest(nil) != before {
		t.Error("the digest is not always the same")
	}
	if digest(map[string]string{"dags/something_else.py": "PLACE = 'payments'\n"}) != before {
		t.Error("the digest changes with a file that nothing imports")
	}
	for _, path := range []string{"dags/kit/where.py", "dags/kit/deeper.py", "dags/outermost.py"} {
		if digest(map[string]string{path: "PLACE = 'payments'\n"}) == before {
			t.Errorf("the digest does not change with %s", path)
		}
	}
	if digest(map[string]string{"dags/kit/__init__.py": "where = None\n"}) == before {
		t.Error("the digest does not change with a package that gets an __init__.py")
	}
}

// A compiled file or a link beside a module is what its importers get. When it goes, they get the module.
func TestImportersCountWhenARivalOfTheirModuleChanges(t *testing.T) {
	checker := helperChecker(t, nil)
	for name, mode := range map[string]string{"dags/place.so": "100644", "dags/place": "120000"} {
		snapshot := repository(map[string]string{
			"dags/x.py":     importing("from dags.orders.place import NS", "NS"),
			"dags/place.py": "NS = 'payments'\n",
			name:            "elsewhere",
		}, name)
		for i := range snapshot.Files {
			if snapshot.Files[i].Path == name {
				snapshot.Files[i].Mode, snapshot.Files[i].Status, snapshot.Files[i].Content = mode, facts.Removed, nil
			}
		}
		d, err := checker.Check(context.Background(), snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if d.Verdict != decision.Deny {
			t.Errorf("without %s the verdict is %s, want deny", name, d.Verdict)
		}
	}
}

// importing is a DAG with a pod in a namespace that an import gives.
func importing(statement, namespace string) string {
	return statement + `
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.x", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=` + namespace + `,
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/x.yaml",
    )
`
}
