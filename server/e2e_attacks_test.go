package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// Sequences of events by which somebody who knows the server would have a change merged that nobody
// proved or approved.

// onFlag is a DAG that does what nobody can prove when a helper of the repository says so.
func onFlag(name string) []byte {
	return append([]byte("from dags.orders.flags import FLAG\n\nif FLAG:\n    import company_calendar\n\n    company_calendar.register()\n"), good(name)...)
}

// Each of two pull requests is proved for itself, and together they are not: nobody has looked at
// what the queue would merge.
func TestTwoProvedPullRequestsTogetherAreNotProved(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	one, first := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": onFlag("one")})
	two, second := w.open("dev", "sets-it", "main", map[string][]byte{"dags/flags.py": []byte("FLAG = True\n")})
	w.settle()
	w.expect(first, "sekisho/main", "success", "Proved")
	w.expect(second, "sekisho/main", "success", "Proved")
	// The first one lands only when the second one is in the queue behind it.
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/branches/*"}, githubtwin.Fault{Latency: 300 * time.Millisecond, Times: -1})
	must(t, w.Enqueue(dags, one, "dev"))
	must(t, w.Enqueue(dags, two, "dev"))
	group := w.lastGroup()
	w.settle()
	w.expect(group, "sekisho/main", "pending", "A pull request in this merge group is not approved")
	if pull, err := w.PullRequest(dags, two); err != nil || pull.Merged {
		t.Errorf("#%d: %+v, %v", two, pull, err)
	}
}

// An SRE approved a file that nobody can prove; another pull request changes what it imports.
func TestAnApprovalIsOfTheContentInAMergeGroup(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/where.py": []byte("PLACE = 'orders'\n")}))
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	uses := append([]byte("from where import PLACE\n"), []byte(strings.Replace(string(good("one")), `namespace="orders"`, `namespace=PLACE`, 1))...)
	one, first := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": uses})
	two, second := w.open("dev", "sets-it", "main", map[string][]byte{"dags/where.py": []byte("PLACE = 'payments'\n")})
	w.settle()
	w.review(one, "sam", "APPROVE", "")
	w.settle()
	w.expect(first, "sekisho/main", "success", "Approved by sam")
	w.expect(second, "sekisho/main", "success", "Proved")
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/branches/*"}, githubtwin.Fault{Latency: 300 * time.Millisecond, Times: -1})
	must(t, w.Enqueue(dags, one, "dev"))
	alone := w.lastGroup()
	must(t, w.Enqueue(dags, two, "dev"))
	both := w.lastGroup()
	w.settle()
	w.expect(alone, "sekisho/main", "success", "")
	w.expect(both, "sekisho/main", "pending", "A pull request in this merge group is not approved")
	if pull, err := w.PullRequest(dags, two); err != nil || pull.Merged {
		t.Errorf("#%d: %+v, %v", two, pull, err)
	}
}

// Without a queue, and where branches need not be up to date, the base branch moves under an approval.
func TestAnApprovalIsOfTheContentWhenTheBaseMoves(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/where.py": []byte("PLACE = 'orders'\n")}))
	uses := append([]byte("from where import PLACE\n"), []byte(strings.Replace(string(good("one")), `namespace="orders"`, `namespace=PLACE`, 1))...)
	one, first := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": uses})
	w.settle()
	w.review(one, "sam", "APPROVE", "")
	w.settle()
	w.expect(first, "sekisho/main", "success", "Approved by sam")

	w.must(w.Commit(dags, "main", "olga", "Something else", map[string][]byte{"dags/known_0.py": good("known_zero")}))
	w.settle()
	w.expect(first, "sekisho/main", "success", "Approved by sam")

	time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
	w.must(w.Commit(dags, "main", "olga", "Another place", map[string][]byte{"dags/where.py": []byte("PLACE = 'payments'\n")}))
	w.settle()
	run := w.expect(first, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "| `sam` | no | was given before")
	time.Sleep(1100 * time.Millisecond)
	w.review(one, "sam", "APPROVE", "")
	w.settle()
	w.expect(first, "sekisho/main", "success", "Approved by sam")
}

// The same before the server has seen the pull request, or after its database was lost: what the approval was given for
// is not known, and what is there now was made later.
func TestAnApprovalOfContentThatNobodySaw(t *testing.T) {
	for name, forget := range map[string]bool{"the server was away": false, "the database was lost": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t)
			w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/where.py": []byte("PLACE = 'orders'\n")}))
			uses := append([]byte("from where import PLACE\n"), []byte(strings.Replace(string(good("one")), `namespace="orders"`, `namespace=PLACE`, 1))...)
			if !forget {
				w.settle()
				w.stop()
			}
			one, first := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": uses})
			if forget {
				w.settle()
				w.stop()
				w.InjectFault(githubtwin.Match{}, githubtwin.Fault{DropWebhook: true, Times: -1})
			}
			// Whoever approves looks at it, and GitHub makes its test merge.
			_, err := w.PullRequest(dags, one)
			must(t, err)
			w.review(one, "sam", "APPROVE", "")
			time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
			if forget {
				w.forget()
				w.start()
				w.expect(first, "sekisho/main", "success", "Approved by sam")
				w.stop()
			}
			w.must(w.Commit(dags, "main", "olga", "Another place", map[string][]byte{"dags/where.py": []byte("PLACE = 'payments'\n")}))
			if forget {
				w.forget()
			}
			w.start()
			run := w.expect(first, "sekisho/main", "pending", "A member of sre must approve")
			contains(t, "summary", run.Summary, "| `sam` | no | was given before")
		})
	}
}

// The check turned green and the answer was lost; before the next attempt the approval is gone. What was
// published last is not what was recorded last.
func TestAGreenWhoseAnswerWasLostIsTakenBack(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	review := w.review(number, "sam", "APPROVE", "")
	w.settle()
	must(t, w.DismissReview(dags, number, "olga", review, "not yet"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	w.InjectFault(githubtwin.Match{Method: "PATCH", Path: "/repos/*/*/check-runs/*"}, githubtwin.Fault{Status: http.StatusBadGateway, After: true, Times: 1})
	w.InjectFault(githubtwin.Match{Method: "PATCH", Path: "/repos/*/*/check-runs/*"}, githubtwin.Fault{Status: http.StatusBadGateway, Times: 1})
	review = w.review(number, "sam", "APPROVE", "")
	w.until("the check is green", func() bool { return w.check(head, "sekisho/main").Conclusion == "success" })
	must(t, w.DismissReview(dags, number, "olga", review, "on second thought"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
}

// Somebody approves, and leaves the team: the next look finds out although the webhook that tells of it is lost.
func TestAnApproverWhoLeftTheTeam(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.interval = 300 * time.Millisecond
	w.start()
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")
	w.InjectFault(githubtwin.Match{Event: "membership"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	must(t, w.UpdateTeam("acme", "sre", "sam", "removed"))
	w.until("the check waits again", func() bool { return w.check(head, "sekisho/main").Status == "in_progress" })
	contains(t, "summary", w.check(head, "sekisho/main").Summary, "| `sam` | no | is not an active member of `sre`")
}

// Who joins or leaves the team is told by a webhook: nobody has to wait for the next look-over.
func TestAnApproverJoinsAndLeavesTheTeam(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	w.review(number, "mate", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	must(t, w.UpdateTeam("acme", "orders", "outsider", "active"))
	must(t, w.UpdateTeam("acme", "sre", "mate", "active"))
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by mate")
	must(t, w.UpdateTeam("acme", "sre", "mate", "removed"))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
}

// The base branch moved while the server was away, and its webhook was lost: nothing that GitHub says
// of the pull request itself has changed.
func TestABaseThatMovedUnseen(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	_, head := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": onFlag("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.InjectFault(githubtwin.Match{Event: "push"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	w.must(w.Commit(dags, "main", "olga", "Switch it on", map[string][]byte{"dags/flags.py": []byte("FLAG = True\n")}))
	w.settle()
	w.stop()
	w.start()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	// What was just written changed the pull request's date, so that it is looked at once more.
	w.stop()
	w.start()
	before := strings.Count(w.log.String(), `"message":"decided"`)
	w.stop()
	w.start()
	if after := strings.Count(w.log.String(), `"message":"decided"`); after != before {
		t.Errorf("%d evaluations at a start after which nothing is new", after-before)
	}
}

// A reviewer wrote a commit, approves it, and has the head pushed over while the server asks who wrote the commits: the
// list that it gets is that of the other head.
func TestACommitListOfAnotherHead(t *testing.T) {
	t.Parallel()
	w := started(t)
	mine := w.must(w.Commit(dags, "mine", "sam", "Mine", map[string][]byte{"dags/load.py": unproved("load")}, githubtwin.CommitOptions{From: "main"}))
	number, err := w.OpenPullRequest(dags, "dev", "mine", "main", "Not mine")
	must(t, err)
	w.settle()
	w.expect(mine, "sekisho/main", "pending", "A member of sre must approve")
	other := w.must(w.Commit(dags, "other", "dev", "Another", map[string][]byte{"dags/load.py": unproved("load")}, githubtwin.CommitOptions{From: "main"}))
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/pulls/*/commits"}, githubtwin.Fault{Latency: time.Second, Times: 1})
	w.review(number, "sam", "APPROVE", "")
	w.until("the server asks who wrote the commits", func() bool { return w.told(`"event_type":"pull_request_review"`)+w.told(`"action":"submitted"`) > 0 })
	time.Sleep(300 * time.Millisecond)
	must(t, w.Push(dags, "mine", other, "dev"))
	w.settle()
	runs, err := w.CheckRuns(dags, mine)
	must(t, err)
	for _, run := range runs {
		if run.Conclusion == "success" {
			t.Errorf("the commit of its approver was green: %q", run.Title)
		}
	}
}

// GitHub answers for a moment with the test merge of before the base branch moved: that is not what would be merged now.
func TestATestMergeOfBeforeTheBaseMoved(t *testing.T) {
	t.Parallel()
	w := started(t)
	w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
	_, head := w.open("dev", "uses-it", "main", map[string][]byte{"dags/one.py": onFlag("one")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.SetLimits(githubtwin.Limits{StaleMerges: 1})
	w.must(w.Commit(dags, "main", "olga", "Switch it on", map[string][]byte{"dags/flags.py": []byte("FLAG = True\n")}))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
}

// The conflict with the base branch is gone, and the webhook that would have told of it is lost.
func TestAConflictThatEndsUnseen(t *testing.T) {
	t.Parallel()
	w := started(t)
	before := w.tip("main")
	w.must(w.Commit(dags, "main", "olga", "Another", map[string][]byte{"dags/one.py": good("another")}))
	_, head := w.open("dev", "one", "main", map[string][]byte{"dags/one.py": good("one")}, githubtwin.CommitOptions{From: before})
	w.settle()
	w.expect(head, "sekisho/main", "pending", "conflict")
	w.InjectFault(githubtwin.Match{Event: "push"}, githubtwin.Fault{DropWebhook: true, Times: -1})
	w.must(w.Commit(dags, "main", "olga", "Take it back", map[string][]byte{"dags/one.py": nil}))
	w.settle()
	w.stop()
	w.start()
	w.expect(head, "sekisho/main", "success", "Proved")
}

// While the server is busy a pull request goes to develop, is approved there, where that decides nothing, and
// comes back: what the server finds then is the base branch that it knew.
func TestAnApprovalOnABaseThatNobodySaw(t *testing.T) {
	t.Parallel()
	w := started(t)
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/pulls/*"}, githubtwin.Fault{Latency: 3 * time.Second, Times: 1})
	time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
	must(t, w.EditBase(dags, number, "dev", "develop"))
	time.Sleep(1100 * time.Millisecond)
	w.review(number, "sam", "APPROVE", "")
	time.Sleep(1100 * time.Millisecond)
	must(t, w.EditBase(dags, number, "dev", "main"))
	w.settle()
	run := w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "| `sam` | no | was given before this pull request was evaluated for `main`")
	time.Sleep(1100 * time.Millisecond)
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")
}

// The same while the server is away, and while its webhooks are lost: nobody tells it then.
func TestAnApprovalOnABaseThatNobodyToldOf(t *testing.T) {
	for name, away := range map[string]bool{"the server was away": true, "the webhooks were lost": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if !away {
				w.interval = 500 * time.Millisecond
			}
			w.start()
			number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
			w.settle()
			w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
			if away {
				w.stop()
			}
			w.InjectFault(githubtwin.Match{}, githubtwin.Fault{DropWebhook: true, Times: -1})
			if !away {
				// The look-over is away while it happens.
				w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/pulls"}, githubtwin.Fault{Latency: 4 * time.Second, Times: 1})
				w.until("the look-over waits", func() bool { return w.swept() > 2*repositories })
			}
			must(t, w.EditBase(dags, number, "dev", "develop"))
			time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
			w.review(number, "sam", "APPROVE", "")
			time.Sleep(1100 * time.Millisecond)
			must(t, w.EditBase(dags, number, "dev", "main"))
			w.ClearFaults()
			if away {
				w.start()
			} else {
				w.until("it is looked over", func() bool {
					return strings.Contains(w.check(head, "sekisho/main").Summary, "`sam`")
				})
			}
			run := w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
			contains(t, "summary", run.Summary, "| `sam` | no | was given before this pull request was evaluated for `main`")
			time.Sleep(1100 * time.Millisecond)
			w.review(number, "sam", "APPROVE", "")
			w.settle()
			w.expect(head, "sekisho/main", "success", "Approved by sam")
		})
	}
}

// Who may bypass the protection merges what is not green: the check could not prevent it, and it is told.
func TestAMergePastTheCheckIsTold(t *testing.T) {
	t.Parallel()
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	told := func() int { return strings.Count(w.log.String(), "merged without a green check") }
	proved, _ := w.open("dev", "good", "main", map[string][]byte{"dags/good.py": good("good")})
	w.settle()
	must(t, w.Merge(dags, proved, "dev"))
	w.settle()
	if told() != 0 {
		t.Error("a merge of what was proved is told")
	}
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	must(t, w.MergeAsAdmin(dags, number, "olga"))
	w.settle()
	if told() != 1 || !strings.Contains(w.log.String(), `"merged_by":"olga"`) {
		t.Errorf("told %d times, want once and who it was", told())
	}
	contains(t, "metrics", w.metrics(), "sekisho_merged_without_green_total 1\n")
	must(t, w.Rerequest(dags, w.check(head, "sekisho/main").ID, "dev"))
	w.settle()
	if told() != 1 {
		t.Errorf("told %d times after another look, want once", told())
	}
}

// The approval is dismissed while its pull request is in the queue, and the group is read before that was worked
// out.
func TestAGroupWaitsForWhatIsKnownOfItsPullRequests(t *testing.T) {
	t.Parallel()
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	review := w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "success", "Approved by sam")
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/pulls/*/reviews"}, githubtwin.Fault{Latency: 2 * time.Second, Times: 1})
	must(t, w.DismissReview(dags, number, "olga", review, "on second thought"))
	must(t, w.Enqueue(dags, number, "dev"))
	group := w.lastGroup()
	w.settle()
	w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	w.expect(group, "sekisho/main", "pending", "is not approved")
	if pull, err := w.PullRequest(dags, number); err != nil || pull.Merged {
		t.Errorf("#%d: %+v, %v", number, pull, err)
	}
}
