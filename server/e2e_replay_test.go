package server_test

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server"
)

// replay judges what the server has stored again, with files laid over the built-in policy, and says what became of
// each pull request.
func (w *world) replay(overlay fstest.MapFS, after time.Time) (map[int]string, map[int]*server.Replayed) {
	w.t.Helper()
	config, err := platform.Parse("sekisho.yml", []byte(w.config))
	must(w.t, err)
	rules, err := engine.New(w.t.Context(), engine.Options{Overlay: overlay})
	must(w.t, err)
	became, all := map[int]string{}, map[int]*server.Replayed{}
	must(w.t, server.Replay(w.t.Context(), server.ReplayOptions{DatabasePath: w.database, Platform: config, Engine: rules, After: after}, func(r *server.Replayed) error {
		number := r.Record.Number
		all[number] = r
		became[number] = r.NotPossible
		if r.NotPossible == "" {
			became[number] = fmt.Sprintf("%s %s, %s %s", r.Record.Decision.Verdict, r.Decision.Verdict, r.Record.Gate.Conclusion, r.Gate.Conclusion)
		}
		return nil
	}))
	return became, all
}

func TestReplay(t *testing.T) {
	t.Parallel()
	w := started(t)
	proved, _ := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	approved, _ := w.open("dev", "unproved", "main", map[string][]byte{"dags/two.py": unproved("two")})
	waiting, _ := w.open("dev", "waiting", "main", map[string][]byte{"dags/three.py": unproved("three")})
	denied, _ := w.open("dev", "foreign", "main", map[string][]byte{"dags/four.py": foreign("four")})
	w.settle()
	w.review(approved, "sam", "APPROVE", "")
	w.settle()
	same := map[int]string{proved: "allow allow, success success", approved: "review review, success success",
		waiting: "review review, pending pending", denied: "deny deny, failure failure"}
	expect := func(what string, got, want map[int]string) {
		t.Helper()
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	w.ResetRequests()
	became, all := w.replay(nil, time.Time{}) // the server is running
	expect("the same policy", became, same)
	for number, r := range all {
		if r.Differs() || len(r.New)+len(r.Gone) > 0 {
			t.Errorf("#%d: new %v, gone %v", number, r.New, r.Gone)
		}
	}
	if n := len(w.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
	if became, _ := w.replay(nil, time.Now().Add(time.Hour)); len(became) > 0 {
		t.Errorf("evaluations of another time: %v", became)
	}

	rules, err := builtIn()
	must(t, err)
	stricter := fstest.MapFS{"data/severities.yaml": {Data: []byte(severity(rules, "CODE007", "deny") + severity(rules, "TEN001", "review"))}}
	became, all = w.replay(stricter, time.Time{})
	expect("other severities", became, map[int]string{proved: "allow allow, success success", approved: "review deny, success failure",
		waiting: "review deny, pending failure", denied: "deny review, failure pending"})
	if r := all[denied]; len(r.New) != 1 || len(r.Gone) != 1 || r.New[0].Rule != "TEN001" || r.New[0].Severity != decision.SeverityReview || r.Gone[0].Severity != decision.SeverityDeny {
		t.Errorf("#%d: new %v, gone %v", denied, r.New, r.Gone)
	}

	// What is not stored any more is told, and is no review.
	w.stop()
	db, err := sql.Open("sqlite", w.database)
	must(t, err)
	_, err = db.Exec(`DELETE FROM objects WHERE kind = 'blob'`)
	must(t, err)
	must(t, db.Close())
	became, _ = w.replay(nil, time.Time{})
	for number, what := range became {
		if !strings.Contains(what, "is stored any more") {
			t.Errorf("#%d without its content: %s", number, what)
		}
	}
	w.config = strings.Replace(w.config, "dag_repository: acme/airflow-dags-orders", "dag_repository: acme/other", 1)
	became, _ = w.replay(nil, time.Time{})
	if what := became[proved]; !strings.Contains(what, "no tenant") {
		t.Errorf("without its tenant: %s", what)
	}
	for name, path := range map[string]string{"no database": filepath.Join(t.TempDir(), "none.db"), "another file": filepath.Join(t.TempDir(), "other.db")} {
		if name == "another file" {
			must(t, os.WriteFile(path, nil, 0o600))
		}
		config, err := platform.Parse("sekisho.yml", []byte(w.config))
		must(t, err)
		if err := server.Replay(t.Context(), server.ReplayOptions{DatabasePath: path, Platform: config}, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// severity is a line of severities.yaml that gives every message of a rule the same severity.
func severity(rules *engine.Engine, id, severity string) string {
	var all []string
	for _, rule := range rules.Rules() {
		for _, message := range rule.Messages {
			if rule.ID == id {
				all = append(all, message.Key+": "+severity)
			}
		}
	}
	return id + ": {" + strings.Join(all, ", ") + "}\n"
}
