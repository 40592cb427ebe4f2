package githubtwin_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// conclude posts a completed check run.
func conclude(t *testing.T, client *github.Client, name, sha, conclusion string) {
	t.Helper()
	_, _, err := client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: name, HeadSHA: sha,
		Status: github.String("completed"), Conclusion: github.String(conclusion)})
	must(t, err)
}

func (w *world) protectMain(more func(*githubtwin.Protection)) {
	w.t.Helper()
	p := githubtwin.Protection{RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}
	if more != nil {
		more(&p)
	}
	must(w.t, w.Protect("acme/dags", "main", p))
}

func TestARequiredCheckIsBoundToItsApp(t *testing.T) {
	w := newWorld(t)
	w.protectMain(nil)
	number, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	other, err := w.CreateApp("Other", map[string]string{"checks": "write", "statuses": "write"}, nil, "", "")
	must(t, err)
	installation, err := w.Install(other.ID, "acme")
	must(t, err)
	impostor := w.clientFor(other, installation)
	conclude(t, impostor, "sekisho/main", sha, "success")
	_, _, err = impostor.Repositories.CreateStatus(ctx, "acme", "dags", sha, &github.RepoStatus{State: github.String("success"), Context: github.String("sekisho/main")})
	must(t, err)
	_, response, _ := w.person("ada").PullRequests.Merge(ctx, "acme", "dags", number, "", nil)
	if status(response) != 405 {
		t.Errorf("merged with another App's check: %d", status(response))
	}
	for _, a := range []struct{ conclusion, blocker string }{{"failure", "failing"}, {"neutral", ""}, {"action_required", "failing"}, {"skipped", ""}} {
		conclude(t, w.client, "sekisho/main", sha, a.conclusion)
		view, err := w.PullRequest("acme/dags", number)
		must(t, err)
		if got := strings.Join(view.Blockers, " "); (got == "") != (a.blocker == "") || !strings.Contains(got, a.blocker) {
			t.Errorf("%s: %q", a.conclusion, got)
		}
	}
}

func TestMergingOverTheAPI(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	ada := w.person("ada")
	if merged, _, _ := w.client.PullRequests.IsMerged(ctx, "acme", "dags", number); merged {
		t.Error("merged already")
	}
	if _, response, _ := ada.PullRequests.Merge(ctx, "acme", "dags", number, "", &github.PullRequestOptions{SHA: someCommit}); status(response) != 409 {
		t.Errorf("another head: %d", status(response))
	}
	result, _, err := ada.PullRequests.Merge(ctx, "acme", "dags", number, "", &github.PullRequestOptions{SHA: sha, MergeMethod: "squash"})
	must(t, err)
	commit, _, err := w.client.Git.GetCommit(ctx, "acme", "dags", result.GetSHA())
	must(t, err)
	if len(commit.Parents) != 1 || !result.GetMerged() {
		t.Errorf("squash: %v", commit)
	}
	if merged, _, _ := w.client.PullRequests.IsMerged(ctx, "acme", "dags", number); !merged {
		t.Error("not merged")
	}
	if _, response, _ := ada.PullRequests.Merge(ctx, "acme", "dags", number, "", nil); status(response) != 405 {
		t.Errorf("again: %d", status(response))
	}
}

func TestRulesOfABranch(t *testing.T) {
	w := newWorld(t)
	w.protectMain(func(p *githubtwin.Protection) { p.Strict, p.RequiredApprovals, p.DismissStale = true, 1, true })
	rules, _, err := w.client.Repositories.GetBranchProtection(ctx, "acme", "dags", "main")
	must(t, err)
	checks, _, err := w.client.Repositories.GetRequiredStatusChecks(ctx, "acme", "dags", "main")
	must(t, err)
	if rules.GetRequiredPullRequestReviews().RequiredApprovingReviewCount != 1 || !checks.Strict || (*checks.Checks)[0].GetAppID() != w.app.ID {
		t.Errorf("protection: %v %v", rules, checks)
	}
	number, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	conclude(t, w.client, "sekisho/main", sha, "success")
	_, err = w.Review("acme/dags", number, "sam", "APPROVE", "", "")
	must(t, err)
	_, err = w.Commit("acme/dags", "main", "olga", "moved", map[string][]byte{"y": []byte("1")})
	must(t, err)
	if err := w.Merge("acme/dags", number, "ada"); err == nil || !strings.Contains(err.Error(), "out of date") {
		t.Errorf("behind its base: %v", err)
	}
	if err := w.MergeAsAdmin("acme/dags", number, "ada"); err == nil {
		t.Error("ada is no administrator")
	}
	w.got()
	_, err = w.Commit("acme/dags", "topic", "ada", "more", map[string][]byte{"x": []byte("2")})
	must(t, err)
	w.expect("push", "check_suite.requested", "pull_request_review.dismissed", "pull_request.synchronize")
	must(t, w.MergeAsAdmin("acme/dags", number, "olga"))
	w.expect("pull_request.closed", "push", "check_suite.requested")
}

func TestRulesets(t *testing.T) {
	w := newWorld(t)
	w.protectMain(func(p *githubtwin.Protection) { p.Ruleset, p.RequiredApprovals = true, 1 })
	if _, response, _ := w.client.Repositories.GetBranchProtection(ctx, "acme", "dags", "main"); status(response) != 404 {
		t.Errorf("classic protection: %d", status(response))
	}
	rules, _, err := w.client.Repositories.GetRulesForBranch(ctx, "acme", "dags", "main")
	must(t, err)
	var found bool
	for _, rule := range rules {
		if rule.Type == "required_status_checks" {
			found = strings.Contains(string(*rule.Parameters), `"integration_id":`+itoa(w.app.ID))
		}
	}
	if !found {
		t.Errorf("rules: %v", rules)
	}
	sets, _, err := w.client.Repositories.GetAllRulesets(ctx, "acme", "dags", false)
	must(t, err)
	one, _, err := w.client.Repositories.GetRuleset(ctx, "acme", "dags", sets[0].GetID(), false)
	must(t, err)
	if len(one.Rules) != 4 || one.Enforcement != "active" {
		t.Errorf("ruleset: %v", one)
	}
	w.protectMain(func(p *githubtwin.Protection) { p.Ruleset, p.MergeQueue = true, true })
	if _, response, err := w.client.Repositories.GetRulesForBranch(ctx, "acme", "dags", "main"); status(response) != 200 || err == nil {
		t.Errorf("go-github v60 has learnt to read the rule merge_queue: %v", err)
	}
}

func TestTheMergeQueue(t *testing.T) {
	w := newWorld(t)
	w.protectMain(func(p *githubtwin.Protection) { p.MergeQueue = true })
	var numbers []int
	for _, name := range []string{"one", "two", "three"} {
		number, sha := w.open(name, map[string][]byte{name: []byte("1")})
		conclude(t, w.client, "sekisho/main", sha, "success")
		numbers = append(numbers, number)
	}
	if err := w.Merge("acme/dags", numbers[0], "ada"); err == nil || !strings.Contains(err.Error(), "queue") {
		t.Errorf("past the queue: %v", err)
	}
	w.got()
	groups := func() (list []*github.MergeGroupEvent, reasons []string) {
		w.drain()
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, h := range w.hooks {
			if e, ok := h.event2.(*github.MergeGroupEvent); ok {
				var body struct{ Reason string } // go-github v60 does not know it
				must(t, json.Unmarshal(h.body, &body))
				list, reasons = append(list, e), append(reasons, body.Reason)
			}
		}
		w.hooks = nil
		return list, reasons
	}
	for _, number := range numbers {
		must(t, w.Enqueue("acme/dags", number, "ada"))
	}
	first, _ := groups()
	if len(first) != 3 || first[0].GetAction() != "checks_requested" || first[1].GetMergeGroup().GetBaseSHA() != first[0].GetMergeGroup().GetHeadSHA() ||
		!strings.HasPrefix(first[0].GetMergeGroup().GetHeadRef(), "refs/heads/gh-readonly-queue/main/pr-") {
		t.Fatalf("groups: %v", first)
	}
	conclude(t, w.client, "sekisho/main", first[1].GetMergeGroup().GetHeadSHA(), "success")
	if view, _ := w.PullRequest("acme/dags", numbers[1]); view.Merged {
		t.Error("the second merged before the first")
	}
	conclude(t, w.client, "sekisho/main", first[0].GetMergeGroup().GetHeadSHA(), "failure")
	after, reasons := groups()
	var actions []string
	for i, e := range after {
		actions = append(actions, e.GetAction()+" "+reasons[i])
	}
	if got := strings.Join(actions, ", "); got != "destroyed dequeued, destroyed invalidated, destroyed invalidated, checks_requested , checks_requested " {
		t.Errorf("after a failure: %s", got)
	}
	for _, e := range after[3:] {
		conclude(t, w.client, "sekisho/main", e.GetMergeGroup().GetHeadSHA(), "success")
	}
	for i, want := range []bool{false, true, true} {
		if view, _ := w.PullRequest("acme/dags", numbers[i]); view.Merged != want {
			t.Errorf("pull request %d merged %t, want %t", numbers[i], view.Merged, want)
		}
	}
	main, err := w.File("acme/dags", "main", "three")
	must(t, err)
	if string(main) != "1" {
		t.Errorf("main has %q", main)
	}
}

func TestADismissalRevivesNothing(t *testing.T) {
	w := newWorld(t)
	w.protectMain(func(p *githubtwin.Protection) { p.RequiredChecks, p.RequiredApprovals = nil, 1 })
	number, _ := w.open("topic", map[string][]byte{"x": []byte("1")})
	_, err := w.Review("acme/dags", number, "sam", "APPROVE", "", "")
	must(t, err)
	refused, err := w.Review("acme/dags", number, "sam", "REQUEST_CHANGES", "no", "")
	must(t, err)
	if err := w.Merge("acme/dags", number, "ada"); err == nil {
		t.Error("merged against a refusal")
	}
	must(t, w.DismissReview("acme/dags", number, "olga", refused, "m"))
	if view, _ := w.PullRequest("acme/dags", number); len(view.Blockers) == 0 {
		t.Error("the older approval counts again")
	}
}
