package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// generate writes n DAG files, the same for every run: three of four are DAGs of template pods as
// the platform wants them, of the sizes that public DAG repositories have (3.7 kB in the mean); the
// fourth is a fixture of testdata/threats, under the header of such a DAG.
func generate(corpus string, n int) error {
	threats, err := filepath.Glob("testdata/threats/*.py")
	if err != nil || len(threats) == 0 {
		return fmt.Errorf("testdata/threats has no .py file; run this in the root of the repository")
	}
	sort.Strings(threats)
	random := rand.New(rand.NewPCG(1, 2))
	folder := filepath.Join(corpus, "dags")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the corpus: %w", err)
	}
	for i := range n {
		source := dag(random, i)
		if i%4 == 3 {
			threat, err := os.ReadFile(threats[i/4%len(threats)])
			if err != nil {
				return fmt.Errorf("make the corpus: %w", err)
			}
			// No repository has the same dag_id in a hundred files, as the fixtures do.
			source += "\n\n" + dagID.ReplaceAllString(string(threat), fmt.Sprintf(`${1}"orders_threat_%d"`, i))
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("dag_%04d.py", i)), []byte(source), 0o644); err != nil {
			return fmt.Errorf("make the corpus: %w", err)
		}
	}
	return nil
}

// dagID finds the id that a DAG is given, as first argument or keyword.
var dagID = regexp.MustCompile(`(\bDAG\(\s*(?:dag_id\s*=\s*)?|\bdag_id\s*=\s*)"[^"]*"`)

func dag(random *rand.Rand, i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `"""DAG %d of the generated corpus.

It extracts, transforms and loads; each step is a job of the service that owns the data.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATES = "/usr/local/airflow/dags/templates/orders"
DEFAULT_ARGS = {
    "owner": "orders",
    "retries": %d,
    "retry_delay": timedelta(minutes=%d),
    "namespace": "orders",
}

with DAG(
    dag_id="orders_%d",
    schedule="%d %d * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    default_args=DEFAULT_ARGS,
    tags=["orders", "generated"],
) as dag:
`, i, random.IntN(5), 1+random.IntN(30), i, random.IntN(60), random.IntN(24))
	tasks := 3 + random.IntN(16)
	for task := range tasks {
		fmt.Fprintf(&b, `    step_%d = KubernetesPodOperator(
        task_id="step_%d",
        name=f"orders-step-%d",
        pod_template_file=f"{TEMPLATES}/orders-api/%s.yaml",
        cmds=["python", "-m", "orders.jobs.step_%d"],
        arguments=["--batch", "%d"],
    )
`, task, task, task, []string{"load", "extract", "report"}[random.IntN(3)], task, random.IntN(1000))
		if task > 0 {
			fmt.Fprintf(&b, "    step_%d >> step_%d\n", random.IntN(task), task)
		}
	}
	return b.String()
}
