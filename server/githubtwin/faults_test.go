package githubtwin_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func TestFaultsOfRequests(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	w.InjectFault(githubtwin.Match{Method: "GET", Path: "/repos/acme/dags/pulls/*"}, githubtwin.Fault{Status: 502, Times: 2})
	for i, want := range []int{502, 502, 200} {
		if _, response, _ := w.client.PullRequests.Get(ctx, "acme", "dags", number); status(response) != want {
			t.Errorf("read %d: %d, want %d", i, status(response), want)
		}
	}
	w.InjectFault(githubtwin.Match{Path: "/repos/*/*/check-runs"}, githubtwin.Fault{Status: 403, RetryAfter: 2 * time.Second})
	_, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "a", HeadSHA: sha})
	var abuse *github.AbuseRateLimitError
	if !errors.As(err, &abuse) || abuse.GetRetryAfter() != 2*time.Second {
		t.Errorf("secondary limit: %v", err)
	}
	fresh := w.clientFor(w.app, w.installation)
	w.InjectFault(githubtwin.Match{Method: "POST", Path: "/repos/*/*/check-runs"}, githubtwin.Fault{Status: 500, After: true})
	if _, response, _ := fresh.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "a", HeadSHA: sha}); status(response) != 500 {
		t.Errorf("a lost answer: %d", status(response))
	}
	if runs, _ := w.CheckRuns("acme/dags", sha); len(runs) != 1 {
		t.Errorf("a lost answer did its work %d times", len(runs))
	}
	w.InjectFault(githubtwin.Match{Path: "/repos/acme/dags"}, githubtwin.Fault{Latency: 100 * time.Millisecond})
	started := time.Now()
	_, _, err = fresh.Repositories.Get(ctx, "acme", "dags")
	must(t, err)
	if took := time.Since(started); took < 100*time.Millisecond {
		t.Errorf("took %s", took)
	}
	w.InjectFault(githubtwin.Match{}, githubtwin.Fault{Status: 500, Times: -1})
	w.ClearFaults()
	if _, _, err := fresh.Repositories.Get(ctx, "acme", "dags"); err != nil {
		t.Error(err)
	}
}

func TestDroppedAndDuplicatedWebhooks(t *testing.T) {
	w := newWorld(t)
	w.got()
	w.InjectFault(githubtwin.Match{Event: "pull_request", Action: "opened"}, githubtwin.Fault{DropWebhook: true})
	w.InjectFault(githubtwin.Match{Event: "push"}, githubtwin.Fault{DuplicateWebhook: true})
	w.open("topic", map[string][]byte{"x": []byte("1")})
	w.drain()
	w.mu.Lock()
	same := len(w.hooks) == 3 && w.hooks[0].header.Get("X-GitHub-Delivery") == w.hooks[1].header.Get("X-GitHub-Delivery")
	w.mu.Unlock()
	if !same {
		t.Error("the duplicate has an id of its own")
	}
	w.expect("push", "push", "check_suite.requested")
	list := w.Deliveries()
	if last := list[len(list)-1]; last.Event != "pull_request" || last.StatusCode != 502 {
		t.Errorf("the dropped one: %+v", last)
	}
	if err := w.Redeliver(list[len(list)-1].ID); err != nil {
		t.Error(err)
	}
	w.expect("pull_request.opened")
}

func TestThePrimaryRateLimit(t *testing.T) {
	w := newWorld(t)
	w.SetLimits(githubtwin.Limits{RatePerHour: 3})
	var err error
	for range 4 {
		_, _, err = w.client.Repositories.Get(ctx, "acme", "dags")
	}
	var limited *github.RateLimitError
	if !errors.As(err, &limited) || limited.Rate.Limit != 3 {
		t.Errorf("fourth request: %v", err)
	}
	limits, _, err := w.clientFor(w.app, w.installation).RateLimit.Get(ctx)
	must(t, err)
	if limits.GetCore().Remaining != 0 {
		t.Errorf("limits: %v", limits)
	}
}

func TestTheSecondaryLimitOnWrites(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", map[string][]byte{"x": []byte("1")})
	w.SetLimits(githubtwin.Limits{ContentPerMinute: 2})
	var err error
	for range 3 {
		_, _, err = w.client.Issues.CreateComment(ctx, "acme", "dags", number, &github.IssueComment{Body: github.String("b")})
	}
	var abuse *github.AbuseRateLimitError
	if !errors.As(err, &abuse) || abuse.GetRetryAfter() < time.Second || abuse.GetRetryAfter() > time.Minute+time.Second {
		t.Errorf("third write: %v", err)
	}
	if comments, _ := w.Comments("acme/dags", number); len(comments) != 2 {
		t.Errorf("%d comments", len(comments))
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.client.Repositories.Get(ctx, "acme", "dags")
	must(t, err)
	w.ResetRequests()
	_, _, err = w.client.Repositories.Get(ctx, "acme", "dags")
	must(t, err)
	list := w.Requests()
	if len(list) != 1 || list[0].Path != "/repos/acme/dags" || list[0].Status != 200 || !list[0].Counted || list[0].Actor != "installation "+itoa(w.installation)+" of sekisho-test" {
		t.Errorf("requests: %+v", list)
	}
}

func TestAnswersToNobody(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]int{"/repos/acme/dags": 401, "/nothing": 404, "/rate_limit": 200} {
		response, err := http.Get(w.base + path)
		must(t, err)
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, response.StatusCode, want)
		}
	}
	if list := w.TakeViolations(); len(list) != 1 {
		t.Errorf("an operation that GitHub does not describe is reported: %v", list)
	}
}
