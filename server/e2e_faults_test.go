package server_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func TestFaultsOfGitHubConverge(t *testing.T) {
	for name, faults := range map[string][]githubtwin.Fault{
		"502 now and then":           {{Status: http.StatusBadGateway, Times: 2}},
		"503 at every kind of write": {{Status: http.StatusServiceUnavailable}},
		"429 with Retry-After":       {{Status: http.StatusTooManyRequests, RetryAfter: time.Second}},
		"403 of the secondary limit": {{Status: http.StatusForbidden, RetryAfter: time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			w := started(t)
			matches := []githubtwin.Match{{Method: "GET", Path: "/repos/*/*/git/trees/*"}, {Method: "GET", Path: "/repos/*/*/pulls/*"}}
			if strings.Contains(name, "write") {
				matches = []githubtwin.Match{{Method: "POST", Path: "/repos/*/*/check-runs"},
					{Method: "POST", Path: "/repos/*/*/pulls/*/reviews"}, {Method: "POST", Path: "/repos/*/*/issues/*/comments"}}
			}
			for _, match := range matches {
				for _, fault := range faults {
					w.InjectFault(match, fault)
				}
			}
			number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
			w.settle()
			w.expect(head, "sekisho/main", "failure", "The author must fix")
			w.onceEach(number)
		})
	}
}

// onceEach checks that a pull request has one summary comment, and no finding twice.
func (w *world) onceEach(number int) {
	w.t.Helper()
	comments, err := w.Comments(dags, number)
	must(w.t, err)
	if len(comments) != 1 {
		w.t.Errorf("%d summary comments, want 1", len(comments))
	}
	threads, err := w.ReviewThreads(dags, number)
	must(w.t, err)
	seen := map[string]bool{}
	for _, thread := range threads {
		body := thread.Comments[0].Body
		if seen[body] {
			w.t.Errorf("commented twice: %s", body)
		}
		seen[body] = true
	}
	if len(threads) == 0 {
		w.t.Error("no inline comment")
	}
}

func TestAWriteWhoseAnswerIsLostIsNotRepeated(t *testing.T) {
	w := started(t)
	for _, path := range []string{"/repos/*/*/pulls/*/reviews", "/repos/*/*/issues/*/comments"} {
		w.InjectFault(githubtwin.Match{Method: "POST", Path: path}, githubtwin.Fault{Status: http.StatusBadGateway, After: true})
	}
	number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
	w.settle()
	w.expect(head, "sekisho/main", "failure", "The author must fix")
	w.onceEach(number)
}

func TestWhatKeepsFailingIsToldAndNeverGreen(t *testing.T) {
	w := started(t)
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/git/trees/*"}, githubtwin.Fault{Status: http.StatusInternalServerError, Times: -1})
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.until("the failure is told", func() bool { return w.check(head, "sekisho/main").ID != 0 })
	run := w.expect(head, "sekisho/main", "pending", "Could not be evaluated")
	contains(t, "summary", run.Summary, "Re-evaluate", "500")
	w.ClearFaults()
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
}

func TestLostAndDoubledWebhooks(t *testing.T) {
	t.Run("doubled", func(t *testing.T) {
		w := started(t)
		w.InjectFault(githubtwin.Match{Event: "pull_request"}, githubtwin.Fault{DuplicateWebhook: true, Times: -1})
		number, head := w.open("dev", "foreign", "main", map[string][]byte{"dags/load.py": foreign("load")})
		w.settle()
		w.expect(head, "sekisho/main", "failure", "")
		w.onceEach(number)
		if n := strings.Count(w.log.String(), `"outcome":"duplicate"`); n == 0 {
			t.Error("no delivery was recognised as a duplicate")
		}
		if n := strings.Count(w.log.String(), `"message":"decided"`); n != 1 {
			t.Errorf("%d evaluations, want 1", n)
		}
	})
	t.Run("lost", func(t *testing.T) {
		w := newWorld(t)
		w.interval = 300 * time.Millisecond
		w.start()
		w.InjectFault(githubtwin.Match{Event: "pull_request"}, githubtwin.Fault{DropWebhook: true, Times: -1})
		w.InjectFault(githubtwin.Match{Event: "pull_request_review"}, githubtwin.Fault{DropWebhook: true, Times: -1})
		w.InjectFault(githubtwin.Match{Event: "push"}, githubtwin.Fault{DropWebhook: true, Times: -1})
		number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")})
		w.until("the sweep finds the pull request", func() bool { return w.check(head, "sekisho/main").ID != 0 })
		w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
		time.Sleep(1100 * time.Millisecond) // GitHub's times are in seconds
		w.review(number, "sam", "APPROVE", "")
		w.until("the sweep finds the approval", func() bool { return w.check(head, "sekisho/main").Conclusion == "success" })
	})
	t.Run("the server was down and is sent what it missed", func(t *testing.T) {
		w := started(t)
		w.stop()
		_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
		w.start()
		w.settle()
		w.expect(head, "sekisho/main", "success", "Proved")
	})
}

func TestARestartInTheMiddleConverges(t *testing.T) {
	w := started(t)
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/*/*/git/blobs/*"}, githubtwin.Fault{Latency: 400 * time.Millisecond, Times: -1})
	heads := map[string]int{}
	for i := range 3 {
		number, head := w.open("dev", fmt.Sprint("foreign-", i), "main", map[string][]byte{fmt.Sprintf("dags/load_%d.py", i): foreign(fmt.Sprint("load_", i))})
		heads[head] = number
	}
	w.until("evaluations are under way", func() bool {
		for _, r := range w.Requests() {
			if strings.Contains(r.Path, "/git/blobs/") {
				return true
			}
		}
		return false
	})
	w.stop()
	if _, err := filepath.Glob(w.database + "*"); err != nil {
		t.Fatal(err)
	}
	w.ClearFaults()
	w.start()
	w.settle()
	for head, number := range heads {
		w.expect(head, "sekisho/main", "failure", "The author must fix")
		w.onceEach(number)
	}
}
