package server_test

import (
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// TestTheMergeQueue lets GitHub's queue ask for checks on its own commits.
func TestTheMergeQueue(t *testing.T) {
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))

	proved, _ := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
	approved, _ := w.open("dev", "unproved", "main", map[string][]byte{"dags/two.py": unproved("two")})
	w.settle()
	w.review(approved, "sam", "APPROVE", "")
	w.settle()
	must(t, w.Enqueue(dags, proved, "dev"))
	must(t, w.Enqueue(dags, approved, "dev"))
	w.settle()
	for _, number := range []int{proved, approved} {
		pull, err := w.PullRequest(dags, number)
		must(t, err)
		if !pull.Merged {
			t.Errorf("#%d was not merged by the queue: %+v", number, pull)
		}
	}
}
