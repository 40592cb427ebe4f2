package policy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/decision"
)

// Airflow before 2.8 shows the description of a parameter as HTML, wherever the file gives the parameter: a decorated
// function's parameters are the DAG's, and stand in the same form.
func TestOldAirflowIsShownNoHTML(t *testing.T) {
	file := filepath.Join(testdata, "attacks/sekisho.yml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	on := func(version string) *judge {
		return judgeOn(t, "attacks", file, []byte(strings.Replace(string(data), "2.10.3", version, 1)), "orders", ordersTemplates...)
	}
	old, fixed := on("2.7.3"), on("2.8.0")
	const head = `from datetime import datetime

from airflow.decorators import dag
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

HTML = "<img src=x onerror=alert(1)>"


`
	const body = `
    KubernetesPodOperator(
        task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )


`
	const flow = `@dag(dag_id="orders.load", schedule=None, start_date=datetime(2024, 1, 1)`
	for name, code := range map[string]string{
		"a default":         flow + ")\ndef load(day=Param(\"a\", type=\"string\", description=HTML)):" + body + "load()\n",
		"by keyword only":   flow + ")\ndef load(*, day=Param(\"a\", type=\"string\", description=HTML)):" + body + "load()\n",
		"given at the call": flow + ")\ndef load(day=\"a\"):" + body + "load(day=Param(\"a\", type=\"string\", description=HTML))\n",
		"the second": flow + ")\ndef load(n=Param(1, type=\"integer\"), day=Param(\"a\", type=\"string\", description=HTML)):" + body +
			"load()\n",
		"beside the argument": flow + ", params={\"n\": 1})\ndef load(day=Param(\"a\", type=\"string\", description=HTML)):" + body + "load()\n",
		"in the argument":     flow + ", params={\"n\": Param(1, description=HTML)})\ndef load(day=Param(\"a\", type=\"string\")):" + body + "load()\n",
	} {
		t.Run(name, func(t *testing.T) {
			file := func(code string) *sample {
				return &sample{Files: []sampleFile{{Path: "dags/x.py", Content: head + code}}}
			}
			if d := old.check(t, file(code)); d.Verdict != decision.Review {
				t.Errorf("on 2.7.3: %s", d.Verdict)
			}
			if d := fixed.check(t, file(code)); d.Verdict != decision.Allow {
				t.Errorf("on 2.8.0: %s: %+v", d.Verdict, d.Findings)
			}
			if d := old.check(t, file(strings.ReplaceAll(code, "description=HTML", `description="The day."`))); d.Verdict != decision.Allow {
				t.Errorf("without HTML: %s: %+v", d.Verdict, d.Findings)
			}
		})
	}
}
