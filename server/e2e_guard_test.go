package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// What protects a base branch is looked at too: a check that is not required, or not bound to the App, stops
// nobody.

const guardTold = "the check does not guard the base branch"

func TestAnUnguardedBaseBranchIsTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		protection *githubtwin.Protection
		problem    string // none where it is empty
	}{
		"no protection":     {nil, "not-required"},
		"another check":     {&githubtwin.Protection{EnforceAdmins: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/develop"}}}, "not-required"},
		"bound to anybody":  {&githubtwin.Protection{EnforceAdmins: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main"}}}, "not-bound"},
		"bound to another":  {&githubtwin.Protection{EnforceAdmins: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: -1}}}, "not-bound"},
		"not for owners":    {&githubtwin.Protection{RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: -2}}}, "not-for-administrators"},
		"bound":             {&githubtwin.Protection{EnforceAdmins: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: -2}}}, ""},
		"rules, any source": {&githubtwin.Protection{Ruleset: true, Strict: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main"}}}, "not-bound"},
		"rules, without it": {&githubtwin.Protection{Ruleset: true, RequiredApprovals: 1}, "not-required"},
		"rules, not up to date": {&githubtwin.Protection{Ruleset: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: -2}}},
			"not-up-to-date"},
		"rules, bound":   {&githubtwin.Protection{Ruleset: true, Strict: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: -2}}}, ""},
		"rules, a queue": {&githubtwin.Protection{Ruleset: true, MergeQueue: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: -2}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			other, err := w.CreateApp("Other", map[string]string{"checks": "write"}, nil, "", secret)
			must(t, err)
			if test.protection != nil {
				for i := range test.protection.RequiredChecks {
					switch check := &test.protection.RequiredChecks[i]; check.AppID {
					case -1:
						check.AppID = other.ID
					case -2:
						check.AppID = w.app.ID
					}
				}
				must(t, w.Protect(dags, "main", *test.protection))
			}
			w.start()
			_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
			w.settle()
			run := w.expect(head, "sekisho/main", "success", "Proved")
			metric := `sekisho_base_branch_unguarded{branch="main",problem="` + test.problem + `",repository="acme/airflow-dags-orders"} 1`
			log := `"repository":"acme/airflow-dags-orders","kind":"repository","base":"main","problem":"` + test.problem + `"`
			if test.problem == "" {
				if strings.Contains(run.Summary, "does not guard") || strings.Contains(w.metrics(), `unguarded{branch="main"`) {
					t.Errorf("a guarded branch is told:\n%s", run.Summary)
				}
				return
			}
			contains(t, "summary", run.Summary, "does not guard `main`")
			contains(t, "metrics", w.metrics(), metric)
			contains(t, "log", w.log.String(), log, guardTold)
		})
	}
}

// It is told once, and taken back when it is mended.
func TestAGuardThatIsMended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.interval = 300 * time.Millisecond
	w.start()
	const told = `"repository":"acme/airflow-dags-orders","kind":"repository","base":"main","problem"`
	swept := w.swept()
	w.until("it is looked over some times", func() bool { return w.swept() >= swept+4*repositories })
	if n := w.told(told); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
	w.protect()
	w.until("it is mended", func() bool {
		return !strings.Contains(w.metrics(), `unguarded{branch="main",problem="not-required",repository="acme/airflow-dags-orders"} 1`)
	})
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.until("the check is green", func() bool { return w.check(head, "sekisho/main").Conclusion == "success" })
	if run := w.check(head, "sekisho/main"); strings.Contains(run.Summary, "does not guard") {
		t.Errorf("a guarded branch is told:\n%s", run.Summary)
	}
}

// After a restart that evaluates all anew, what is said of the branch's protection is what was said before.
func TestAGuardIsKnownBeforeTheFirstEvaluation(t *testing.T) {
	t.Parallel()
	w := started(t)
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	contains(t, "summary", w.expect(head, "sekisho/main", "success", "Proved").Summary, "does not guard `main`")
	w.stop()
	w.config = strings.Replace(w.config, "2.10.3", "2.10.4", 1)
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/rules/branches/*"}, githubtwin.Fault{Latency: 300 * time.Millisecond, Times: -1})
	w.start()
	contains(t, "summary", w.expect(head, "sekisho/main", "success", "Proved").Summary, "does not guard `main`")
}
