package server_test

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// application is the repository of an application, whose templates are the tenant's.
const application = "acme/orders"

// template is a PodTemplate that nothing is said against but what the changes bring in.
func template(changes ...string) []byte {
	return []byte(strings.NewReplacer(changes...).Replace(`apiVersion: v1
kind: Pod
metadata:
  name: orders-job
  namespace: orders
  labels:
    app: orders-api
spec:
  activeDeadlineSeconds: 3600
  automountServiceAccountToken: false
  restartPolicy: Never
  serviceAccountName: orders-api
  containers:
    - name: base
      image: registry.example/orders/orders-api:2026.11.1
      command: ["python", "-m", "orders.load"]
      resources:
        requests: {cpu: 250m, memory: 512Mi}
        limits: {cpu: "1", memory: 1Gi}
`))
}

// TestAPullRequestOfAnApplication: the platform looks into the templates of an application's repository
// and into nothing else of it, and the check says so either way.
func TestAPullRequestOfAnApplication(t *testing.T) {
	w := newWorld(t)
	must(t, w.CreateRepository("acme", "orders", "main", map[string][]byte{
		"README.md": []byte("# orders\n"), "src/main.py": []byte("import requests\n"), "templates/load.yaml": template(),
		"templates/clean.yaml": template(),
	}))
	for _, login := range []string{"dev", "sam"} {
		must(t, w.SetCollaborator(application, login, "write"))
	}
	w.start()
	for branch, test := range map[string]struct {
		files             map[string][]byte // nil removes one
		conclusion, title string
		says              []string
	}{
		"code": {map[string][]byte{"src/main.py": []byte("import psycopg2\n")}, "success", "Proved",
			[]string{"2 others lie outside of the template folder and are not looked at", "Nothing else of the repository is looked at"}},
		"good": {map[string][]byte{"templates/load.yaml": template("2026.11.1", "2026.11.2")}, "success", "Proved", []string{"2 of 2 files read"}},
		"deny": {map[string][]byte{"templates/load.yaml": template("namespace: orders", "namespace: payments")}, "failure", "The author must fix",
			[]string{"TPL001 template-namespace", "`payments`", "line 5"}},
		"gone": {map[string][]byte{"templates/clean.yaml": nil}, "pending", "A member of sre must approve", []string{"TPL010 removed-template"}},
	} {
		head := w.must(w.Commit(application, branch, "dev", "Change "+branch, test.files, githubtwin.CommitOptions{From: "main"}))
		number, err := w.OpenPullRequest(application, "dev", branch, "main", "Change "+branch)
		must(t, err)
		w.settle()
		run := w.expectIn(application, head, "sekisho/main", test.conclusion, test.title)
		contains(t, branch, run.Summary, test.says...)
		if branch != "deny" {
			continue
		}
		threads, err := w.ReviewThreads(application, number)
		must(t, err)
		if len(threads) == 0 {
			t.Fatal("no comment on the template's namespace")
		}
		fixed := w.must(w.Commit(application, branch, "dev", "Apply suggestion", map[string][]byte{
			"templates/load.yaml": suggested(t, test.files["templates/load.yaml"], threads[0]),
		}))
		w.settle()
		w.expectIn(application, fixed, "sekisho/main", "success", "Proved")
	}
}
