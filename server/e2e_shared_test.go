package server_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// A commit may be the head of several pull requests into one base branch, and there is one check for all of them:
// it is green as long as one of them is let through, because they would merge the same.

// twins opens two pull requests with one head.
func (w *world) twins(content []byte) (one, two int, head string) {
	w.t.Helper()
	one, head = w.open("dev", "one", "main", map[string][]byte{"dags/load.py": content})
	must(w.t, w.Push(dags, "same", head, "dev"))
	two, err := w.OpenPullRequest(dags, "mate", "same", "main", "The same")
	must(w.t, err)
	w.settle()
	return one, two, head
}

func TestAPullRequestDoesNotTakeTheGreenOfAnother(t *testing.T) {
	t.Parallel()
	w := started(t)
	one, two, head := w.twins(unproved("load"))
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	first := w.review(one, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")

	must(t, w.EditTitle(dags, two, "mate", "Look at me"))
	must(t, w.ConvertToDraft(dags, two, "mate"))
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Approved by sam")

	// Whoever asks for it again gets an answer, whichever of the two it is about.
	must(t, w.Rerequest(dags, run.ID, "dev"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")

	// It stays green for the second one, which is approved as well, when the first one is not any more.
	must(t, w.ReadyForReview(dags, two, "mate"))
	second := w.review(two, "sara", "APPROVE", "")
	w.settle()
	must(t, w.DismissReview(dags, one, "olga", first, "not yet"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sara")
	must(t, w.ClosePullRequest(dags, one, "dev"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sara")
	must(t, w.DismissReview(dags, two, "olga", second, "not yet"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
}

// Both are evaluated at the same moment, and GitHub's answers come in another order than it did the work: what is
// recorded must be what it shows.
func TestTwoPullRequestsOfOneHeadAtOnce(t *testing.T) {
	late := func(w *world, method, path string) {
		w.InjectFault(githubtwin.Match{Method: method, Path: path}, githubtwin.Fault{After: true, Latency: 1500 * time.Millisecond, Times: 1})
	}
	t.Run("the green one stays green", func(t *testing.T) {
		t.Parallel()
		w := started(t)
		one, two, head := w.twins(unproved("load"))
		late(w, http.MethodPatch, "/repos/*/*/check-runs/*")
		w.review(one, "sam", "APPROVE", "")
		w.until("the check is green", func() bool { return w.check(head, "sekisho/main").Conclusion == "success" })
		must(t, w.RequestAction(dags, w.check(head, "sekisho/main").ID, "mate", "re-evaluate"))
		must(t, w.EditTitle(dags, two, "mate", "Look at me"))
		w.settle()
		w.expect(head, "sekisho/main", "success", "Approved by sam")
	})
	t.Run("what is left is not green", func(t *testing.T) {
		t.Parallel()
		w := started(t)
		one, two, head := w.twins(good("load"))
		w.expect(head, "sekisho/main", "success", "Proved")
		// Of the first one, which is closed, the check waits; of the second one it is green.
		late(w, http.MethodPost, "/repos/*/*/check-runs")
		must(t, w.ClosePullRequest(dags, one, "dev"))
		must(t, w.EditTitle(dags, two, "mate", "Look at me"))
		w.settle()
		w.expect(head, "sekisho/main", "success", "Proved")
		late(w, http.MethodPost, "/repos/*/*/check-runs")
		must(t, w.ReopenPullRequest(dags, one, "dev"))
		w.settle()
		must(t, w.ClosePullRequest(dags, two, "mate"))
		must(t, w.ClosePullRequest(dags, one, "dev"))
		w.settle()
		w.expect(head, "sekisho/main", "pending", "is not judged")
	})
}

// A group is let through when one of the pull requests that have the merged head was.
func TestAGroupOfAHeadThatTwoShare(t *testing.T) {
	t.Parallel()
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	one, _, _ := w.twins(unproved("load"))
	w.review(one, "sam", "APPROVE", "")
	w.settle()
	must(t, w.Enqueue(dags, one, "dev"))
	w.settle()
	if pull, err := w.PullRequest(dags, one); err != nil || !pull.Merged {
		t.Errorf("#%d was not merged by the queue: %+v, %v", one, pull, err)
	}
}

// Whoever may write opens a pull request of a merge group's commit: the group does not wait for that.
func TestAPullRequestDoesNotTakeTheGreenOfAGroup(t *testing.T) {
	t.Parallel()
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true, RequiredChecks: []githubtwin.RequiredCheck{
		{Context: "sekisho/main", AppID: w.app.ID}}}))
	number, _ := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	// From here on the group waits for a check that only heads get.
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true, RequiredChecks: []githubtwin.RequiredCheck{
		{Context: "sekisho/main", AppID: w.app.ID}, {Context: "sekisho/develop", AppID: w.app.ID}}}))
	_, err := w.OpenPullRequest(dags, "dev", "unproved", "develop", "The same")
	must(t, err)
	w.settle()
	must(t, w.Enqueue(dags, number, "dev"))
	group := w.lastGroup()
	w.settle()
	w.expect(group, "sekisho/main", "success", "Every pull request")
	must(t, w.Push(dags, "copy", group, "mate"))
	copied, err := w.OpenPullRequest(dags, "mate", "copy", "main", "A copy")
	must(t, err)
	w.settle()
	w.expect(group, "sekisho/main", "success", "Every pull request")
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.expect(group, "sekisho/main", "pending", "")
	must(t, w.ClosePullRequest(dags, copied, "mate"))
	w.settle()
	w.expect(group, "sekisho/main", "pending", "")
}
