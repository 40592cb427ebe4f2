package policy_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// harmful are statements that do harm wherever a DAG file executes them. Lines after the first keep their own
// indentation under that of the place.
var harmful = []string{
	`__import__("os").system("id")`,
	`exec("import os")`,
	`open("/usr/local/airflow/dags/dags/payments/etl.py", "w").write("")`,
	`import subprocess; subprocess.run(["id"])`,
	`from os import system as print; print("id")`,
	`from airflow.settings import Session; Session().query(object)`,
	`from airflow.models import Variable; Variable.set("payments_flag", "off")`,
	`import os; os.environ["KUBECONFIG"] = "/tmp/k"`,
	`from kubernetes import client; client.CoreV1Api().delete_namespace("payments")`,
	`import requests; requests.get("http://169.254.169.254/")`,
	`globals().update(NAMESPACE="payments")`,
	`KubernetesPodOperator.execute = print`,
	`(lambda: exec("1"))()`,
	`raise SystemExit`,
	`while True: pass`,
	`assert exec("1") is None`,
	`unused: exec("1") = 1`,
	`print(*open("/etc/passwd"))`,
	`[exec("1") for _ in (1,)]`,
	`unused = f"{exec('1')}"`,
	`for __name__ in (exec("1"),): pass`,
	"try:\n    import psycopg2\nexcept ImportError:\n    pass",
	"with open(\"/etc/passwd\") as f:\n    pass",
	"def evil(a=exec(\"1\")): pass",
	"@exec\ndef evil(): pass",
	"class Evil(metaclass=print): pass",
	"class Evil:\n    exec(\"1\")",
	"match exec(\"1\"):\n    case _:\n        pass",
	"if exec(\"1\") or True:\n    pass",
	"del [].__class__",
	"import os\nbomb = os.environ.get(\"HOME\")\nfor i in range(60):\n    bomb = f\"{bomb}{bomb}\"",
	"from datetime import datetime\nbomb = datetime.now().year ** 1000000000",
	"for i in range(10000):\n    print(\"a\" * 100000)",
	"import logging\nlogging.warning(\"%0999999999d\", 1)",
	"unused = \"abc\"[::False]",
	"from airflow import DAG\nDAG(\"unused\", description=None, doc_md=str(list[\"{{ x }}\"]))",
}

// points are the offsets before statements that Airflow executes: all but those under the main guard, in a class,
// and in a function that has no decorator and whose name no code mentions that Airflow executes.
func points(body []python.Stmt, named map[string]bool, into []int32) []int32 {
	for _, stmt := range body {
		at := stmt.Range().Start
		switch s := stmt.(type) {
		case *python.FunctionDef:
			if len(s.Decorators) == 0 {
				into = append(into, at)
			}
			if len(s.Decorators) > 0 || named[s.Name] {
				into = points(s.Body, named, into)
			}
			continue
		case *python.With:
			into = points(s.Body, named, into)
		case *python.For:
			into = points(s.Body, named, into)
		case *python.If:
			if c, ok := s.Test.(*python.Compare); ok {
				if n, ok := c.Left.(*python.Name); ok && n.ID == "__name__" {
					continue
				}
			}
			into = points(s.Body, named, into)
		}
		into = append(into, at)
	}
	return into
}

// reach collects the names that code mentions outside of functions, and then those in functions of these names.
func reach(module *python.Module, named map[string]bool) {
	for before := -1; before < len(named); {
		before = len(named)
		python.Walk(module, func(n python.Node) bool {
			switch n := n.(type) {
			case *python.FunctionDef:
				return len(n.Decorators) > 0 || named[n.Name]
			case *python.Name:
				named[n.ID] = true
			}
			return true
		})
	}
}

// insert puts a statement before the one at an offset, with its indentation.
func insert(source string, at int32, statement string) (string, bool) {
	start := strings.LastIndexByte(source[:at], '\n') + 1
	indent := source[start:at]
	if strings.TrimLeft(indent, " ") != "" {
		return "", false // not the first on its line
	}
	return source[:start] + indent + strings.ReplaceAll(statement, "\n", "\n"+indent) + "\n" + source[start:], true
}

// TestNoMutatedHonestDAGIsAllowed inserts a harmful statement at a random place of a compliant DAG.
func TestNoMutatedHonestDAGIsAllowed(t *testing.T) {
	j := ordersJudge(t, "honest")
	random := rand.New(rand.NewPCG(7, 11))
	samples := readIndex(t, "honest")
	snapshot := &policy.Snapshot{Tenant: j.tenant, Templates: j.templates}
	var texts, inserted []string
	perFile := 15
	if testing.Short() {
		perFile = 8
	}
	for i := range samples {
		if filepath.Ext(samples[i].File) != ".py" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(testdata, "honest", samples[i].File))
		if err != nil {
			t.Fatal(err)
		}
		file, err := python.Parse(data, python.Options{Version: 11})
		if err != nil {
			t.Fatalf("%s: %v", samples[i].File, err)
		}
		named := map[string]bool{}
		reach(file.Module, named)
		places := points(file.Module.Body, named, nil)
		for n := range perFile {
			statement := harmful[random.IntN(len(harmful))]
			text, ok := insert(file.Source, places[random.IntN(len(places))], statement)
			if !ok {
				continue
			}
			content := []byte(text)
			snapshot.Files = append(snapshot.Files, policy.SnapshotFile{
				Path: fmt.Sprintf("dags/%02d-%02d-%s", i, n, samples[i].File), Mode: "100644",
				Size: int64(len(content)), SHA: hash(content), Status: facts.Added, Content: content,
			})
			texts, inserted = append(texts, text), append(inserted, statement)
		}
	}
	d, err := j.checker.Check(context.Background(), snapshot)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Files) != len(texts) {
		t.Fatalf("%d judgements of %d files", len(d.Files), len(texts))
	}
	denied := 0
	for i, result := range d.Files {
		switch result.Verdict {
		case decision.Deny:
			denied++
		case decision.Review:
		default:
			t.Errorf("%s ends in %q with %q in it:\n%s", result.Path, result.Verdict, inserted[i], texts[i])
		}
	}
	t.Logf("%d mutants: %d deny, %d review", len(texts), denied, len(texts)-denied)
}
