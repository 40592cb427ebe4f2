package policy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/decision"
)

const deployedPrologue = `import os
from datetime import datetime
from pathlib import Path

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
`

const deployedPod = `
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
`

// A file in the folder that `dag_folder: dags/{namespace}` says is deployed has one path on the worker. What is
// made of that path is judged like any other: it must be a template of the tenant's own.
func TestAFileKnowsItsPlaceInANamespaceFolder(t *testing.T) {
	file := filepath.Join(testdata, "attacks/sekisho.yml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	on := func(folder string) *judge {
		text := strings.Replace(string(data), "dag_folder: dags,", "dag_folder: "+folder+",", 1)
		return judgeOn(t, "attacks", file, []byte(text), "orders", ordersTemplates...)
	}
	plain, own, whole := on("dags"), on(`"dags/{namespace}"`), on(`"{namespace}"`)
	const (
		load    = "templates/orders/orders-api/load.yaml"
		foreign = "templates/payments/pay-api/load.yaml"
		place   = "dags/orders/x.py"
	)
	for name, c := range map[string]struct {
		judge      *judge
		path, code string
		want       decision.Verdict // the review of anything that is not an allow may become a deny
	}{
		"pathlib":                {own, place, `TEMPLATE = str(Path(__file__).parent.parent.parent / "` + load + `")`, decision.Allow},
		"resolve":                {own, place, `TEMPLATE = str(Path(__file__).resolve().parents[2] / "` + load + `")`, decision.Allow},
		"os.path":                {own, place, `TEMPLATE = os.path.join(os.path.dirname(__file__), "..", "..", "` + load + `")`, decision.Allow},
		"abspath":                {own, place, `TEMPLATE = os.path.abspath(os.path.dirname(__file__) + "/../../` + load + `")`, decision.Allow},
		"a folder in the folder": {own, "dags/orders/daily/x.py", `TEMPLATE = str(Path(__file__).parents[3] / "` + load + `")`, decision.Allow},
		"a folder of its name":   {own, "dags/orders/orders/x.py", `TEMPLATE = str(Path(__file__).parents[3] / "` + load + `")`, decision.Allow},
		"the root's folder":      {whole, "orders/x.py", `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Allow},

		"nobody said":                  {plain, place, `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Review},
		"beside the folder":            {own, "dags/x.py", `TEMPLATE = str(Path(__file__).parents[1] / "` + load + `")`, decision.Review},
		"beside the root's folder":     {whole, "x.py", `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Review},
		"outside the DAG folder":       {plain, "tools/x.py", `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Review},
		"in another tenant's folder":   {own, "dags/payments/x.py", `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Deny},
		"in one that looks like it":    {own, "dags/Orders/x.py", `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Deny},
		"climbs to another's template": {own, place, `TEMPLATE = str(Path(__file__).parents[2] / "` + foreign + `")`, decision.Deny},
		"climbs there by dots":         {own, place, `TEMPLATE = os.path.join(os.path.dirname(__file__), "../../templates/orders/../payments/pay-api/load.yaml")`, decision.Deny},
		"climbs there after resolving": {own, place, `TEMPLATE = str((Path(__file__).parent / "../../` + foreign + `").resolve())`, decision.Deny},
		"an absolute part wins":        {own, place, `TEMPLATE = os.path.join(os.path.dirname(__file__), "/usr/local/airflow/dags/` + foreign + `")`, decision.Deny},
		"and in pathlib":               {own, place, `TEMPLATE = str(Path(__file__).parent / "/usr/local/airflow/dags/` + foreign + `")`, decision.Deny},
		"above the mount":              {own, place, `TEMPLATE = str(Path(__file__).resolve().parents[5] / "` + load + `")`, decision.Deny},
		"above the mount and back":     {own, place, `TEMPLATE = os.path.join(os.path.dirname(__file__), "../../../dags/` + load + `")`, decision.Review},
		"a template beside the DAG":    {own, place, `TEMPLATE = str(Path(__file__).parent / "` + load + `")`, decision.Deny},
		"one folder too few":           {own, "dags/orders/daily/x.py", `TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Deny},
		"rebound":                      {own, place, `__file__ = "/usr/local/airflow/dags/templates/payments/pay-api/x.py"` + "\n" + `TEMPLATE = str(Path(__file__).parent / "load.yaml")`, decision.Deny},
		"rebound by globals":           {own, place, `globals()["__file__"] = "/usr/local/airflow/dags/templates/payments/pay-api/x.py"` + "\n" + `TEMPLATE = str(Path(__file__).parent / "load.yaml")`, decision.Deny},
		"rebound for a function": {own, place, "def template(__file__):\n    return str(Path(__file__).parent / \"load.yaml\")\n" +
			`TEMPLATE = template("/usr/local/airflow/dags/templates/payments/pay-api/x.py")`, decision.Deny},
		"rebound under a condition": {own, place, "if datetime.now().year > 2026:\n    __file__ = \"/usr/local/airflow/dags/templates/payments/x/x.py\"\n" +
			`TEMPLATE = str(Path(__file__).parents[2] / "` + load + `")`, decision.Review},
		"a link's target":        {own, place, `TEMPLATE = os.readlink(__file__)`, decision.Review},
		"the working directory":  {own, place, `TEMPLATE = os.path.join(os.getcwd(), "` + load + `")`, decision.Review},
		"its path":               {own, place, `TEMPLATE = str(Path.cwd() / "` + load + `")`, decision.Review},
		"made absolute":          {own, place, `TEMPLATE = str(Path("` + load + `").resolve())`, decision.Review},
		"changed":                {own, place, `os.chdir(os.path.dirname(__file__))` + "\n" + `TEMPLATE = "../../` + load + `"`, decision.Review},
		"relative with dots":     {own, place, `TEMPLATE = "../../` + load + `"`, decision.Review},
		"relative to a link":     {own, place, `TEMPLATE = os.path.realpath("` + load + `")`, decision.Review},
		"the main module's":      {own, place, "import __main__\n" + `TEMPLATE = str(Path(__main__.__file__).parents[2] / "` + load + `")`, decision.Review},
		"a library's":            {own, place, `TEMPLATE = str(Path(os.__file__).parents[2] / "` + load + `")`, decision.Review},
		"by the module's spec":   {own, place, `TEMPLATE = str(Path(__spec__.origin).parents[2] / "` + load + `")`, decision.Review},
		"the name of the tenant": {own, place, `TEMPLATE = "/usr/local/airflow/dags/templates/" + Path(__file__).parent.name.replace("orders", "payments") + "/pay-api/load.yaml"`, decision.Deny},
	} {
		t.Run(name, func(t *testing.T) {
			d := c.judge.check(t, &sample{Files: []sampleFile{{Path: c.path, Content: deployedPrologue + c.code + deployedPod}}})
			if d.Verdict == c.want || c.want == decision.Review && d.Verdict == decision.Deny {
				return
			}
			t.Errorf("%s, want %s: %s", d.Verdict, c.want, said(d))
			for _, f := range d.Findings {
				t.Log(f.Message)
			}
		})
	}
}

// A module's `__file__` is its own, and a link in its place is no module.
func TestAModuleKnowsItsPlaceInANamespaceFolder(t *testing.T) {
	file := filepath.Join(testdata, "attacks/sekisho.yml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "dag_folder: dags,", `dag_folder: "dags/{namespace}",`, 1)
	j := judgeOn(t, "attacks", file, []byte(text), "orders", ordersTemplates...)
	module := "from pathlib import Path\n\nTEMPLATE = str(Path(__file__).parents[2] / \"templates/orders/orders-api/load.yaml\")\n"
	dag := sampleFile{Path: "dags/orders/x.py", Content: deployedPrologue + "from dags.orders.common import TEMPLATE\n" + deployedPod}
	for name, c := range map[string]struct {
		files []sampleFile
		want  decision.Verdict
	}{
		"in the folder":     {[]sampleFile{dag, {Path: "dags/orders/common.py", Content: module}}, decision.Allow},
		"beside the folder": {[]sampleFile{dag, {Path: "dags/common.py", Content: module}}, decision.Review},
		"in both": {[]sampleFile{dag, {Path: "dags/orders/common.py", Content: module}, {Path: "dags/common.py",
			Content: strings.ReplaceAll(module, "orders-api", "orders-reports")}}, decision.Review},
		"a link": {[]sampleFile{dag, {Path: "dags/orders/common.py", Content: "../../payments/common.py", Mode: "120000"}}, decision.Review},
		"foreign": {[]sampleFile{dag, {Path: "dags/orders/common.py",
			Content: strings.ReplaceAll(module, "orders/orders-api", "payments/pay-api")}}, decision.Deny},
	} {
		t.Run(name, func(t *testing.T) {
			d := j.check(t, &sample{Files: c.files})
			if d.Verdict != c.want && !(c.want == decision.Review && d.Verdict == decision.Deny) {
				t.Errorf("%s, want %s: %s", d.Verdict, c.want, said(d))
			}
		})
	}
}
