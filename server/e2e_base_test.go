package server_test

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// What comes to a gated base branch is looked over once more when it is there: without a merge queue, and where
// branches need not be up to date, nobody has judged what pull requests come to that merge one after the other.

const onBaseTold = "the base branch holds what was neither proved nor approved"

func (w *world) told(what string) int { return strings.Count(w.log.String(), what) }

// startsQuietly stops the server and starts it again, and expects it to evaluate no pull request: nothing is new.
func (w *world) startsQuietly() {
	w.t.Helper()
	const evaluated = `"kind":"pull_request","pull_request":`
	w.stop()
	before := w.told(evaluated)
	w.start()
	if after := w.told(evaluated); after != before {
		w.t.Errorf("%d lines about pull requests at a start after which nothing is new", after-before)
	}
}

func (w *world) tip(branch string) string {
	w.t.Helper()
	return w.must(w.Branch(dags, branch))
}

// protect requires the check of main, bound to the App, and nothing else.
func (w *world) protect() {
	w.t.Helper()
	must(w.t, w.Protect(dags, "main", githubtwin.Protection{EnforceAdmins: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
}

func TestTwoProvedPullRequestsThatMergeAtOnceAreTold(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	w.protect()
	one, first := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": onFlag("one")})
	two, second := w.open("dev", "sets-it", "main", map[string][]byte{"dags/flags.py": []byte("FLAG = True\n")})
	w.settle()
	w.expect(first, "sekisho/main", "success", "Proved")
	w.expect(second, "sekisho/main", "success", "Proved")
	must(t, w.Merge(dags, one, "dev"))
	must(t, w.Merge(dags, two, "dev"))
	w.settle()
	run := w.expect(w.tip("main"), "sekisho/main", "failure", "SRE must look at")
	contains(t, "summary", run.Summary, "`dags/one.py`", "What an SRE must look at")
	if told := w.told(onBaseTold); told != 1 {
		t.Errorf("told %d times, want once", told)
	}
	contains(t, "metrics", w.metrics(), "sekisho_unproved_on_base_total 1\n")

	// What was told is not told again, and what comes next is judged for itself.
	next, head := w.open("dev", "next", "main", map[string][]byte{"dags/one.py": nil})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	must(t, w.Merge(dags, next, "dev"))
	w.settle()
	if told := w.told(onBaseTold); told != 1 {
		t.Errorf("told %d times after a proved change, want once", told)
	}
	if run := w.check(w.tip("main"), "sekisho/main"); run.ID != 0 {
		t.Errorf("a base that is as it should be got %+v", run)
	}
}

// The same where the webhooks are lost: the sweep finds out.
func TestABaseThatMovedUnseenIsLookedOver(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	w.settle()
	w.InjectFault(githubtwin.Match{Event: "push"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	w.must(w.Commit(dags, "main", "olga", "Past every check", map[string][]byte{"dags/pushed.py": foreign("pushed")}))
	w.settle()
	w.stop()
	w.start()
	run := w.expect(w.tip("main"), "sekisho/main", "failure", "SRE must look at")
	contains(t, "summary", run.Summary, "TEN001 foreign-namespace")
}

func TestWhatIsLookedOverOnABase(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.protect()
	quiet := func(what string) {
		t.Helper()
		w.settle()
		if told := w.told(onBaseTold); told != 0 {
			t.Fatalf("%s is told", what)
		}
	}
	// Two that are harmless together, at once.
	one, _ := w.open("dev", "one", "main", map[string][]byte{"dags/one.py": good("one")})
	two, _ := w.open("dev", "two", "main", map[string][]byte{"dags/two.py": good("two")})
	w.settle()
	must(t, w.Merge(dags, one, "dev"))
	must(t, w.Merge(dags, two, "dev"))
	quiet("what is proved together")

	// One that was approved, and another beside it.
	approved, _ := w.open("dev", "approved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	beside, _ := w.open("dev", "beside", "main", map[string][]byte{"dags/beside.py": good("beside")})
	w.settle()
	w.review(approved, "sam", "APPROVE", "")
	w.settle()
	must(t, w.Merge(dags, beside, "dev"))
	must(t, w.Merge(dags, approved, "dev"))
	quiet("what was approved")

	// A direct push of what is harmless, and one that changes nothing.
	w.must(w.Commit(dags, "main", "olga", "A hand", map[string][]byte{"dags/hand.py": good("hand")}))
	quiet("a harmless push")

	// On develop nobody has to review.
	w.must(w.Commit(dags, "develop", "olga", "Try it", map[string][]byte{"dags/try.py": unproved("try")}))
	quiet("an unproved push where no review is required")

	w.must(w.Commit(dags, "develop", "olga", "Try more", map[string][]byte{"dags/more.py": foreign("more")}))
	w.settle()
	w.expect(w.tip("develop"), "sekisho/develop", "failure", "SRE must look at")
	w.must(w.Commit(dags, "main", "olga", "Past the check", map[string][]byte{"dags/past.py": unproved("past")}))
	w.settle()
	w.expect(w.tip("main"), "sekisho/main", "failure", "SRE must look at")
	if told := w.told(onBaseTold); told != 2 {
		t.Errorf("told %d times, want twice", told)
	}
}
