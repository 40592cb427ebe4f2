package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func TestAGoodChangeIsGreenWithoutAReview(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Proved")
	contains(t, "summary", run.Summary, "10 of 10 files read", "orders/orders-api/load.yaml", "`orders`")
	showOnce(t, "good.md", run.Title+"\n\n"+run.Summary)
	if run := w.check(head, "sekisho/develop"); run.ID != 0 {
		t.Errorf("a check of another base was made: %+v", run)
	}
	comments, err := w.Comments(dags, 1)
	must(t, err)
	if len(comments) != 1 || comments[0].Author != "sekisho[bot]" {
		t.Errorf("comments: %+v", comments)
	}
	if threads, _ := w.ReviewThreads(dags, 1); len(threads) != 0 {
		t.Errorf("threads on a good change: %+v", threads)
	}
}

func TestAnUnprovedChangeWaitsForAnSRE(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	run := w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "What an SRE must look at", "None yet")
	showOnce(t, "review.md", run.Title+"\n\n"+run.Summary)

	w.review(number, "sam", "APPROVE", "")
	w.settle()
	run = w.expect(head, "sekisho/main", "success", "Approved by sam")
	contains(t, "summary", run.Summary, "| `sam` | yes |")
	comments, err := w.Comments(dags, number)
	must(t, err)
	if len(comments) != 1 {
		t.Fatalf("%d comments, want one that is edited in place", len(comments))
	}
	contains(t, "comment", comments[0].Body, "Approved by sam")
	showOnce(t, "comment-approved.md", comments[0].Body)

	after := w.must(w.Commit(dags, "unproved", "dev", "Change it after the approval", map[string][]byte{"dags/load.py": append(unproved("load"), "company_calendar.more()\n"...)}))
	w.settle()
	run = w.expect(after, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "| `sam` | no |", "earlier commit")
	w.expect(head, "sekisho/main", "pending", "is not judged now") // the old commit, to which the branch may be pushed back

	review := w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(after, "sekisho/main", "success", "Approved by sam")
	must(t, w.DismissReview(dags, number, "olga", review, "on second thought"))
	w.settle()
	run = w.expect(after, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "was dismissed")
}

func TestADeniedChangeIsRedWhateverTheApproval(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	run := w.expect(head, "sekisho/main", "failure", "The author must fix")
	contains(t, "summary", run.Summary, "TEN001 foreign-namespace", "`payments`", "line 9")
	showOnce(t, "deny.md", run.Title+"\n\n"+run.Summary)
	if len(run.Annotations) == 0 || run.Annotations[0].Path != "dags/load.py" || run.Annotations[0].Level != "failure" {
		t.Errorf("annotations: %+v", run.Annotations)
	}
	threads, err := w.ReviewThreads(dags, number)
	must(t, err)
	if len(threads) == 0 || threads[0].Line != 9 {
		t.Fatalf("threads: %+v", threads)
	}
	contains(t, "inline comment", threads[0].Comments[0].Body, "TEN001 foreign-namespace", "must be fixed", "**Fix:**", "<!-- sekisho:finding:")
	showOnce(t, "inline.md", threads[0].Comments[0].Body)
	clicked := suggested(t, foreign("load"), threads[0])

	w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")

	// The same finding two lines lower is not commented on again; once fixed, its thread is resolved.
	moved := w.must(w.Commit(dags, "foreign", "dev", "Move it", map[string][]byte{"dags/load.py": append([]byte("# one\n# two\n"), foreign("load")...)}))
	w.settle()
	w.expect(moved, "sekisho/main", "failure", "The author must fix")
	again, err := w.ReviewThreads(dags, number)
	must(t, err)
	if len(again) != len(threads) {
		t.Errorf("%d threads after the finding moved, were %d", len(again), len(threads))
	}
	fixed := w.must(w.Commit(dags, "foreign", "dev", "Apply suggestion", map[string][]byte{"dags/load.py": clicked}))
	w.settle()
	w.expect(fixed, "sekisho/main", "success", "Proved")
	threads, err = w.ReviewThreads(dags, number)
	must(t, err)
	for _, thread := range threads {
		contains(t, "comment of a fixed finding", thread.Comments[0].Body, "**Fixed** as of `"+fixed[:7]+"`")
	}
}

// suggested is a file after a click on the suggestion of a comment: GitHub puts what stands in the block
// in place of the comment's line.
func suggested(t *testing.T, file []byte, thread githubtwin.ThreadView) []byte {
	t.Helper()
	_, block, found := strings.Cut(thread.Comments[0].Body, "\n```suggestion\n")
	line, _, closed := strings.Cut(block, "\n```\n")
	if !found || !closed {
		t.Fatalf("the comment has no suggestion:\n%s", thread.Comments[0].Body)
	}
	lines := strings.Split(string(file), "\n")
	lines[thread.Line-1] = line
	return []byte(strings.Join(lines, "\n"))
}

// GitHub lets an App resolve threads only when it may write contents, which is more than the App asks
// for. Where it was given that, threads are resolved.
func TestThreadsAreResolvedWhereTheAppMay(t *testing.T) {
	w := newWorld(t, "contents")
	w.start()
	number, _ := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	fixed := w.must(w.Commit(dags, "foreign", "dev", "Fix it", map[string][]byte{"dags/load.py": good("load")}))
	w.settle()
	w.expect(fixed, "sekisho/main", "success", "Proved")
	threads, err := w.ReviewThreads(dags, number)
	must(t, err)
	if len(threads) == 0 {
		t.Error("there was no thread")
	}
	for _, thread := range threads {
		if !thread.Resolved || strings.Contains(thread.Comments[0].Body, "Fixed") {
			t.Errorf("thread of a fixed finding: %+v", thread)
		}
	}
}

func TestApprovalsThatDoNotCountAreExplained(t *testing.T) {
	w := started(t)
	number, head := w.open("sara", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
	second := w.must(w.Commit(dags, "unproved", "mate", "Help", map[string][]byte{"dags/more.py": good("more")}))
	w.settle()
	w.expect(second, "sekisho/main", "pending", "A member of sre must approve")

	w.review(number, "outsider", "APPROVE", "")
	w.review(number, "mate", "APPROVE", "")
	w.review(number, "sam", "APPROVE", head)
	w.settle()
	run := w.expect(second, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "| `outsider` | no | is not an active member of `sre`", "| `mate` | no |", "| `sam` | no | was given on an earlier commit")
	showOnce(t, "approvals.md", run.Summary)

	must(t, w.UpdateTeam("acme", "sre", "mate", "active"))
	w.review(number, "mate", "APPROVE", "")
	w.settle()
	run = w.expect(second, "sekisho/main", "pending", "")
	contains(t, "summary", run.Summary, "| `mate` | no | has a hand in its commits")

	must(t, w.UpdateTeam("acme", "sre", "sam", "pending"))
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	run = w.expect(second, "sekisho/main", "pending", "")
	contains(t, "summary", run.Summary, "| `sam` | no | is not an active member of `sre`")

	must(t, w.UpdateTeam("acme", "sre", "sam", "active"))
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	w.expect(second, "sekisho/main", "success", "Approved by sam")

	w.review(number, "sam", "REQUEST_CHANGES", "")
	w.settle()
	run = w.expect(second, "sekisho/main", "pending", "")
	contains(t, "summary", run.Summary, "asked for changes")
}

func TestTheBaseBranchIsPartOfTheCheck(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "unproved", "develop", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	run := w.expect(head, "sekisho/develop", "success", "on main an SRE will have to review it")
	contains(t, "summary", run.Summary, "Forecast", "What an SRE must look at")
	if run := w.check(head, "sekisho/main"); run.ID != 0 {
		t.Errorf("a pull request into develop made %+v", run)
	}

	t.Run("the same commit for main", func(t *testing.T) {
		_, err := w.OpenPullRequest(dags, "dev", "unproved", "main", "And now main")
		must(t, err)
		w.settle()
		w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
		w.expect(head, "sekisho/develop", "success", "")
	})
	t.Run("another base for the pull request", func(t *testing.T) {
		other, sha := w.open("dev", "retargeted", "develop", map[string][]byte{"dags/retargeted.py": unproved("retargeted")})
		w.settle()
		w.expect(sha, "sekisho/develop", "success", "")
		w.review(other, "sam", "APPROVE", "") // careless: on develop it decides nothing
		w.settle()
		must(t, w.EditBase(dags, other, "dev", "main"))
		w.settle()
		run := w.expect(sha, "sekisho/main", "pending", "A member of sre must approve")
		contains(t, "summary", run.Summary, "| `sam` | no | was given before this pull request was evaluated for `main`")
		time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
		w.review(other, "sam", "APPROVE", "")
		w.settle()
		w.expect(sha, "sekisho/main", "success", "Approved by sam")
	})
	_ = number
}

func TestARepositoryOfNoTenant(t *testing.T) {
	w := started(t)
	head := w.must(w.Commit("acme/unheard-of", "change", "dev", "Change", map[string][]byte{"dags/a.py": good("a")}))
	_, err := w.OpenPullRequest("acme/unheard-of", "dev", "change", "main", "Change")
	must(t, err)
	w.settle()
	run := w.expectIn("acme/unheard-of", head, "sekisho/main", "failure", "SRE must add this repository to a tenant")
	contains(t, "summary", run.Summary, "`acme/unheard-of`", "sekisho.yml")
}

func TestAnUnknownBaseBranchWaits(t *testing.T) {
	w := started(t)
	w.must(w.Commit(dags, "release", "dev", "A branch of no environment", map[string][]byte{"x.txt": []byte("x")}))
	_, head := w.open("dev", "good", "release", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	run := w.expect(head, "sekisho/release", "pending", "SRE must configure the base branch")
	contains(t, "summary", run.Summary, "`release`")
}

func TestAConflictWaitsForTheAuthor(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "conflict", "main", map[string][]byte{"dags/known_0.py": good("mine")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.must(w.Commit(dags, "main", "olga", "Change the same", map[string][]byte{"dags/known_0.py": good("theirs")}))
	w.settle()
	w.expect(head, "sekisho/main", "pending", "The author must resolve the conflict")
	contains(t, "summary", w.check(head, "sekisho/main").Summary, "`main`")
}

func TestAPushToTheBaseIsEvaluated(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	before := w.expect(head, "sekisho/main", "success", "Proved")
	// The merge result now holds the same dag_id twice: what was harmless alone need not stay so.
	w.must(w.Commit(dags, "main", "olga", "Go on", map[string][]byte{"dags/new_on_main.py": good("new_on_main")}))
	w.settle()
	after := w.expect(head, "sekisho/main", "success", "Proved")
	if !strings.Contains(before.Summary, "10 of 10") || !strings.Contains(after.Summary, "11 of 11") {
		t.Errorf("before: %s\nafter: %s", before.Summary, after.Summary)
	}
}

func TestReevaluateOnRequest(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Proved")
	for name, ask := range map[string]func() error{
		"the button":    func() error { return w.RequestAction(dags, run.ID, "dev", "re-evaluate") },
		"re-run":        func() error { return w.Rerequest(dags, run.ID, "dev") },
		"re-run of all": func() error { return w.RerequestSuite(dags, w.app.ID, head, "dev") },
	} {
		t.Run(name, func(t *testing.T) {
			before := strings.Count(w.log.String(), `"message":"decided"`)
			w.ResetRequests()
			must(t, ask())
			w.settle()
			if after := strings.Count(w.log.String(), `"message":"decided"`); after != before+1 {
				t.Errorf("%d evaluations, want 1", after-before)
			}
			var written []string
			for _, r := range w.Requests() {
				if r.Method != "GET" {
					written = append(written, r.Method+" "+r.Path)
				}
			}
			// The check says what it said; it is written because somebody waits for it to run.
			if len(written) != 1 || !strings.HasPrefix(written[0], "PATCH /repos/acme/airflow-dags-orders/check-runs/") {
				t.Errorf("written: %q", written)
			}
			w.expect(head, "sekisho/main", "success", "Proved")
		})
	}
}

func TestAPullRequestFromAFork(t *testing.T) {
	w := started(t)
	must(t, w.SetPublic(dags))
	must(t, w.Fork(dags, "outsider"))
	head := w.must(w.Commit("outsider/airflow-dags-orders", "gift", "outsider", "A gift", map[string][]byte{"dags/gift.py": foreign("gift")}, githubtwin.CommitOptions{From: "main"}))
	number, err := w.OpenPullRequest(dags, "outsider", "outsider:gift", "main", "A gift")
	must(t, err)
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")
	w.onceEach(number)
	run := w.check(head, "sekisho/main")
	before := strings.Count(w.log.String(), `"message":"decided"`)
	must(t, w.Rerequest(dags, run.ID, "dev"))
	w.settle()
	if after := strings.Count(w.log.String(), `"message":"decided"`); after != before+1 {
		t.Errorf("%d evaluations after a re-run on a fork's pull request, want 1", after-before)
	}
}

// A server that has lost its database finds its own comments again.
func TestALostDatabase(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	w.onceEach(number)
	// Somebody writes a comment that looks like one of ours.
	threads, err := w.ReviewThreads(dags, number)
	must(t, err)
	comments, err := w.Comments(dags, number)
	must(t, err)
	_, err = w.Comment(dags, number, "outsider", comments[0].Body)
	must(t, err)
	w.stop()
	w.database += ".new"
	w.start()
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")
	again, err := w.ReviewThreads(dags, number)
	must(t, err)
	if len(again) != len(threads) {
		t.Errorf("%d threads, were %d", len(again), len(threads))
	}
	after, err := w.Comments(dags, number)
	must(t, err)
	if len(after) != 2 || after[1].Author != "outsider" || after[1].Body != comments[0].Body {
		t.Errorf("comments: %+v", after)
	}
}

func TestMoreFindingsThanOneRequestTakes(t *testing.T) {
	w := started(t)
	files := map[string][]byte{}
	for i := range 70 {
		files[fmt.Sprintf("dags/load_%02d.py", i)] = foreign(fmt.Sprintf("load_%02d", i))
	}
	number, head := w.open("dev", "many", "main", files)
	w.settle()
	run := w.expect(head, "sekisho/main", "failure", "The author must fix 70 findings")
	if len(run.Annotations) != 70 {
		t.Errorf("%d annotations, want 70", len(run.Annotations))
	}
	threads, err := w.ReviewThreads(dags, number)
	must(t, err)
	if len(threads) != 30 {
		t.Errorf("%d inline comments, want 30 and the others as annotations", len(threads))
	}
	reviews, err := w.Reviews(dags, number)
	must(t, err)
	if len(reviews) != 1 || reviews[0].State != "COMMENTED" {
		t.Errorf("reviews: %+v", reviews)
	}
	contains(t, "summary", run.Summary, "and 20 more")
}

func TestARedeliveryOfWhatIsDoneRunsNothing(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	before := strings.Count(w.log.String(), `"message":"decided"`)
	for _, d := range w.Deliveries() {
		if d.Event == "pull_request" {
			must(t, w.Redeliver(d.ID))
		}
	}
	w.settle()
	if after := strings.Count(w.log.String(), `"message":"decided"`); after != before {
		t.Errorf("%d evaluations after the redelivery, want none", after-before)
	}
}

func TestWhatIsSaidAlreadyIsNotWrittenAgain(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	w.ResetRequests()
	must(t, w.EditTitle(dags, number, "dev", "Another title"))
	w.settle()
	w.expect(head, "sekisho/main", "failure", "")
	for _, r := range w.Requests() {
		if r.Method != "GET" {
			t.Errorf("nothing has changed, and yet %s %s", r.Method, r.Path)
		}
	}
}

func TestAClosedPullRequestIsLeftAlone(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Proved")
	must(t, w.ClosePullRequest(dags, number, "dev"))
	w.settle()
	w.ResetRequests()
	must(t, w.Rerequest(dags, run.ID, "dev"))
	w.settle()
	for _, r := range w.Requests() {
		if r.Method != "GET" {
			t.Errorf("a closed pull request led to %s %s", r.Method, r.Path)
		}
	}
}

func TestPodsAreShownBeforeAndAfter(t *testing.T) {
	w := started(t)
	w.open("mate", "first", "main", map[string][]byte{"dags/first.py": good("first")}) // makes the base known
	w.settle()
	changed := []byte(strings.Replace(string(good("known_2")), "orders-api/known_2", "orders-api/other", 1))
	_, head := w.open("dev", "change", "main", map[string][]byte{"dags/known_2.py": changed, "dags/known_3.py": nil})
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Proved")
	contains(t, "summary", run.Summary,
		"| changed | `orders.known_2` | `load` | `orders` | `templates/orders/orders-api/known_2.yaml` → `templates/orders/orders-api/other.yaml` |",
		"| removed | `orders.known_3` | `load` | `orders` |")
}

// What a decision rests on is also the configuration and the policy: when they change, open pull
// requests are judged again without anybody touching them.
func TestAnotherConfigurationJudgesOpenPullRequestsAgain(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "unproved", "develop", map[string][]byte{"dags/load.py": unproved("load")})
	w.settle()
	w.expect(head, "sekisho/develop", "success", "")
	w.stop()
	w.config = strings.Replace(w.config, "name: development, review: none", "name: development, review: required", 1)
	w.start()
	w.expect(head, "sekisho/develop", "pending", "A member of sre must approve")
}
