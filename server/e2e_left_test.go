package server_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// A green check stays on its commit, and GitHub merges a pull request the moment that its head has one: by
// auto-merge, before anybody can look again. What a pull request leaves behind must not be green.

// parked makes a pull request green, has it leave its head, makes that head one that must not be merged, and
// has it come back before the server looks again.
func parked(t *testing.T, leave func(w *world, number int, head string), back func(w *world, number int, head string)) {
	t.Helper()
	t.Parallel()
	w := started(t)
	w.protect()
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	number, head := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": onFlag("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	leave(w, number, head)
	w.settle()
	w.expect(head, "sekisho/main", "pending", "is not judged")
	other, _ := w.open("mate", "sets-it", "main", map[string][]byte{"dags/flags.py": []byte("FLAG = True\n")})
	w.settle()
	must(t, w.Merge(dags, other, "mate"))
	w.settle()
	// From here on the server is slow.
	w.InjectFault(githubtwin.Match{Method: http.MethodGet, Path: "/repos/*/*/pulls/*"}, githubtwin.Fault{Latency: time.Second, Times: 1})
	back(w, number, head)
	if err := w.Merge(dags, number, "dev"); err == nil {
		t.Error("merged with a green that is of another time")
	}
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
}

func TestAHeadThatIsPushedOverIsNotGreen(t *testing.T) {
	parked(t, func(w *world, _ int, _ string) {
		w.must(w.Commit(dags, "uses-it", "dev", "Away", map[string][]byte{"dags/two.py": good("two")}))
	}, func(w *world, _ int, head string) {
		must(t, w.Push(dags, "uses-it", head, "dev"))
	})
}

func TestAClosedPullRequestIsNotGreen(t *testing.T) {
	parked(t, func(w *world, number int, _ string) {
		must(t, w.ClosePullRequest(dags, number, "dev"))
	}, func(w *world, number int, _ string) {
		must(t, w.ReopenPullRequest(dags, number, "dev"))
	})
}

func TestABaseThatIsLeftIsNotGreen(t *testing.T) {
	parked(t, func(w *world, number int, head string) {
		must(t, w.EditBase(dags, number, "dev", "develop"))
		w.settle()
		w.expect(head, "sekisho/develop", "success", "")
	}, func(w *world, number int, _ string) {
		must(t, w.EditBase(dags, number, "dev", "main"))
	})
}

// A commit that another open pull request has for its head is judged for that one.
func TestAHeadThatTwoShareStaysGreenForOne(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "one", "main", map[string][]byte{"dags/one.py": good("one")})
	must(t, w.Push(dags, "same", head, "dev"))
	_, err := w.OpenPullRequest(dags, "mate", "same", "main", "The same")
	must(t, err)
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
}

// A merged pull request stays green; an approval that was withdrawn while its commit was away does not come back.
func TestAnApprovalThatIsWithdrawnWhileItsCommitIsAway(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.protect()
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	review := w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")
	w.must(w.Commit(dags, "unproved", "dev", "Away", map[string][]byte{"dags/two.py": good("two")}))
	w.settle()
	must(t, w.DismissReview(dags, number, "olga", review, "not like this"))
	w.settle()
	w.InjectFault(githubtwin.Match{Method: http.MethodGet, Path: "/repos/*/*/pulls/*"}, githubtwin.Fault{Latency: time.Second, Times: 1})
	must(t, w.Push(dags, "unproved", head, "dev"))
	if err := w.Merge(dags, number, "dev"); err == nil {
		t.Error("merged with an approval that was withdrawn")
	}
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")

	proved, green := w.open("dev", "good", "main", map[string][]byte{"dags/good.py": good("good")})
	w.settle()
	must(t, w.Merge(dags, proved, "dev"))
	w.settle()
	w.expect(green, "sekisho/main", "success", "Proved")
}

// Who may write to a repository may edit comments, also ours, and delete them: the next look puts right what it
// says. The check, which nobody can edit, is what counts, and the comment says so.
func TestAnEditedSummaryIsPutRight(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")
	comments, err := w.Comments(dags, number)
	must(t, err)
	said := comments[0].Body
	contains(t, "comment", said, "can edit this comment", "the check `sekisho/main`")
	must(t, w.EditComment(dags, comments[0].ID, "dev", "## Sekisho: green for `main`\n\nProved."))
	for range 2 { // the second look finds it as it should be
		must(t, w.Rerequest(dags, w.check(head, "sekisho/main").ID, "dev"))
		w.settle()
		comments, err = w.Comments(dags, number)
		must(t, err)
		if len(comments) != 1 || comments[0].Body != said {
			t.Errorf("comments: %+v", comments)
		}
		if told := w.told("somebody edited the summary comment"); told != 1 {
			t.Errorf("told %d times, want once", told)
		}
	}
}

// Also where nobody asks: the look-over finds comments that were edited or deleted.
func TestTheLookOverPutsSummariesRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.interval = 300 * time.Millisecond
	w.start()
	number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")
	said := func() string {
		comments, err := w.Comments(dags, number)
		must(t, err)
		if len(comments) == 0 {
			return ""
		}
		return comments[0].Body
	}
	was := said()
	comments, err := w.Comments(dags, number)
	must(t, err)
	must(t, w.EditComment(dags, comments[0].ID, "dev", "## Sekisho: green for `main`\n\nProved."))
	w.until("the comment is put right", func() bool { return said() == was })
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")
}

// What was squashed is not on the base branch: a second pull request may have the same head.
func TestAHeadThatWasSquashedIsNotGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	w.protect()
	number, head := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": onFlag("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	must(t, w.Squash(dags, number, "dev"))
	w.settle()
	if told := w.told("merged without a green check") + w.told(onBaseTold); told != 0 {
		t.Errorf("an honest merge is told %d times", told)
	}
	w.must(w.Commit(dags, "main", "olga", "Take it back", map[string][]byte{"dags/one.py": nil}))
	w.must(w.Commit(dags, "main", "olga", "Switch it on", map[string][]byte{"dags/flags.py": []byte("FLAG = True\n")}))
	w.settle()
	w.InjectFault(githubtwin.Match{Method: http.MethodGet, Path: "/repos/*/*/pulls/*"}, githubtwin.Fault{Latency: time.Second, Times: 1})
	again, err := w.OpenPullRequest(dags, "dev", "uses-it", "main", "Once more")
	must(t, err)
	if err := w.Merge(dags, again, "dev"); err == nil {
		t.Error("merged with a green that is of another time")
	}
	w.settle()
	w.expect(head, "sekisho/main", "pending", "must")
}

// A merge group that leaves the queue without landing leaves a commit that is green.
func TestAGroupThatLeavesTheQueueIsNotGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
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
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.expect(group, "sekisho/main", "pending", "is not judged")
	w.expect(head, "sekisho/main", "pending", "is not judged")
	w.expect(head, "sekisho/develop", "success", "")
}

// The webhook of a pull request that was closed got lost: the look-over finds out, once.
func TestAClosedPullRequestThatNobodyToldOf(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "one", "main", map[string][]byte{"dags/one.py": good("one")})
	merged, kept := w.open("dev", "two", "main", map[string][]byte{"dags/two.py": good("two")})
	w.settle()
	must(t, w.Merge(dags, merged, "dev"))
	w.settle()
	w.InjectFault(githubtwin.Match{Event: "pull_request"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.stop()
	w.start()
	w.expect(head, "sekisho/main", "pending", "is not judged")
	w.expect(kept, "sekisho/main", "success", "Proved")
	w.startsQuietly()
}

// GitHub says now and then that something is not there that is: a green is not forgotten for that.
func TestAGreenThatGitHubDoesNotFindIsNotForgotten(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "one", "main", map[string][]byte{"dags/one.py": good("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.InjectFault(githubtwin.Match{Method: http.MethodPost, Path: "/repos/*/*/check-runs"}, githubtwin.Fault{Status: http.StatusNotFound, Times: 1})
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "is not judged")
}

// A pull request of an account that GitHub hides is there for nobody. Its green would stay for the next one with that head.
func TestAPullRequestThatIsHiddenIsNotGreen(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "one", "main", map[string][]byte{"dags/one.py": good("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	hidden := githubtwin.Match{Method: http.MethodGet, Path: fmt.Sprintf("/repos/*/*/pulls/%d", number)}
	w.InjectFault(hidden, githubtwin.Fault{Status: http.StatusNotFound, Times: -1})
	must(t, w.EditTitle(dags, number, "dev", "Look at me"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "is not judged")
	// That GitHub did not find it was a hiccup: it is green again.
	w.ClearFaults()
	must(t, w.EditTitle(dags, number, "dev", "Look again"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.InjectFault(hidden, githubtwin.Fault{Status: http.StatusNotFound})
	must(t, w.EditTitle(dags, number, "dev", "And again"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
}
