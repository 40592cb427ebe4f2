package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// What nobody told of, and what the server has forgotten, is found by looking.

// The webhook of a merge group that left the queue got lost: the look-over finds out, and asks about a group that
// landed once.
func TestAGroupThatLeftUnseenIsNotGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	landed, _ := w.open("dev", "lands", "main", map[string][]byte{"dags/two.py": good("two")})
	w.settle()
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	must(t, w.Enqueue(dags, landed, "dev"))
	there := w.lastGroup()
	w.settle()
	number, _ := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
	_, err := w.OpenPullRequest(dags, "dev", "good", "develop", "The same")
	must(t, err)
	// The group waits for a check that only heads get.
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true, RequiredChecks: []githubtwin.RequiredCheck{
		{Context: "sekisho/main", AppID: w.app.ID}, {Context: "sekisho/develop", AppID: w.app.ID}}}))
	w.settle()
	must(t, w.Enqueue(dags, number, "dev"))
	group := w.lastGroup()
	w.settle()
	w.expect(group, "sekisho/main", "success", "Proved")
	w.InjectFault(githubtwin.Match{Event: "merge_group"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.expect(group, "sekisho/main", "success", "Proved")
	for range 3 {
		w.stop()
		w.start()
	}
	w.expect(group, "sekisho/main", "pending", "is not judged")
	w.expect(there, "sekisho/main", "success", "Proved")
	if told := w.told("the merge group landed"); told > 1 {
		t.Errorf("a group that landed was asked about %d times", told)
	}
}

// forget takes the database of a server that is stopped away.
func (w *world) forget() {
	w.t.Helper()
	files, err := filepath.Glob(w.database + "*")
	must(w.t, err)
	for _, file := range files {
		must(w.t, os.Remove(file))
	}
}

// A database that was lost knew of greens that must not stay.
func TestALostDatabaseForgetsNoGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.protect()
	_, pushed := w.open("dev", "pushed", "main", map[string][]byte{"dags/one.py": good("one")})
	_, forced := w.open("dev", "forced", "main", map[string][]byte{"dags/seven.py": good("seven")})
	closed, shut := w.open("dev", "closed", "main", map[string][]byte{"dags/two.py": good("two")})
	retargeted, elsewhere := w.open("dev", "retargeted", "main", map[string][]byte{"dags/three.py": good("three")})
	merged, kept := w.open("dev", "merged", "main", map[string][]byte{"dags/four.py": good("four")})
	_, still := w.open("dev", "still", "main", map[string][]byte{"dags/five.py": good("five")})
	squashed, gone := w.open("dev", "squashed", "main", map[string][]byte{"dags/sixth.py": good("sixth")})
	w.settle()
	w.expect(gone, "sekisho/main", "success", "Proved")
	must(t, w.Merge(dags, merged, "dev"))
	w.settle()
	w.expect(gone, "sekisho/main", "success", "Proved")
	// The server is away while it happens, and what it knew is lost.
	w.stop()
	w.InjectFault(githubtwin.Match{}, githubtwin.Fault{DropWebhook: true, Times: -1})
	w.must(w.Commit(dags, "pushed", "dev", "Away", map[string][]byte{"dags/one.py": unproved("one")}))
	w.must(w.Commit(dags, "forced", "dev", "Another", map[string][]byte{"dags/seven.py": unproved("seven")}, githubtwin.CommitOptions{From: "main"}))
	must(t, w.ClosePullRequest(dags, closed, "dev"))
	must(t, w.Push(dags, "closed", "", "dev"))
	must(t, w.EditBase(dags, retargeted, "dev", "develop"))
	must(t, w.Squash(dags, squashed, "dev"))
	w.forget()
	w.start()
	for what, head := range map[string]string{"pushed over": pushed, "pushed over by force": forced, "closed": shut, "retargeted": elsewhere, "squashed": gone} {
		if run := w.check(head, "sekisho/main"); run.Conclusion != "" {
			t.Errorf("the head that was %s is still %s %q", what, run.Conclusion, run.Title)
		}
	}
	w.expect(kept, "sekisho/main", "success", "Proved")
	w.expect(still, "sekisho/main", "success", "Proved")
	w.expect(elsewhere, "sekisho/develop", "success", "")
}

// A merge group that waits in the queue while the database is lost is judged anew.
func TestALostDatabaseAndTheQueue(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, _ := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true, RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	w.settle()
	w.InjectFault(githubtwin.Match{Event: "merge_group"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	must(t, w.Enqueue(dags, number, "dev"))
	w.settle()
	w.stop()
	w.forget()
	w.start()
	if pull, err := w.PullRequest(dags, number); err != nil || !pull.Merged {
		t.Errorf("#%d was not merged by the queue: %+v, %v", number, pull, err)
	}
}

// Somebody who may sets the base branch back: what was on it is green, and nobody has judged it on what is there now.
func TestWhatWasOnABaseThatWasResetIsNotGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	before := w.tip("main")
	number, head := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
	w.settle()
	must(t, w.Merge(dags, number, "dev"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	must(t, w.Push(dags, "main", before, "olga"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "is not judged")
}

// What was merged into another base branch has nothing to do with it, and there may be thousands of them.
func TestAResetOfOneBaseLooksAtNoOther(t *testing.T) {
	t.Parallel()
	w := started(t)
	before := w.tip("main")
	number, head := w.open("dev", "good", "develop", map[string][]byte{"dags/one.py": good("one")})
	other, _ := w.open("dev", "main-too", "main", map[string][]byte{"dags/two.py": good("two")})
	w.settle()
	must(t, w.Merge(dags, number, "dev"))
	must(t, w.Merge(dags, other, "dev"))
	w.settle()
	evaluated := fmt.Sprintf(`"kind":"pull_request","pull_request":%d,`, number)
	told := w.told(evaluated)
	must(t, w.Push(dags, "main", before, "olga"))
	w.settle()
	w.expect(head, "sekisho/develop", "success", "")
	if after := w.told(evaluated); after != told {
		t.Errorf("%d lines about #%d, which went to develop, when main was reset", after-told, number)
	}
}

// A tenant is taken out of the configuration: nothing of its repository is green any more, also where nothing happens.
func TestARepositoryThatIsNoTenantsAnyMoreIsNotGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	merged, kept := w.open("dev", "merged", "main", map[string][]byte{"dags/two.py": good("two")})
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	must(t, w.Merge(dags, merged, "dev"))
	w.settle()
	w.stop()
	w.config = strings.Replace(w.config, "dag_repository: "+dags, "dag_repository: acme/airflow-dags-others", 1)
	w.start()
	w.expect(head, "sekisho/main", "failure", "SRE must add this repository")
	w.expect(kept, "sekisho/main", "success", "Proved")
	w.startsQuietly()
}

// What was approved stays approved when the database is lost, whatever was said since, where nothing moved.
func TestALostDatabaseForgetsNoApproval(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")
	time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
	must(t, w.EditTitle(dags, number, "dev", "Load, please"))
	w.settle()
	w.stop()
	w.forget()
	w.start()
	w.expect(head, "sekisho/main", "success", "Approved by sam")
}
