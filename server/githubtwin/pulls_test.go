package githubtwin_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func TestPullRequestsOverTheAPI(t *testing.T) {
	w := newWorld(t)
	ada := w.person("ada")
	must(t, w.Push("acme/dags", "develop", "main", "olga"))
	sha, err := w.Commit("acme/dags", "topic", "ada", "topic", map[string][]byte{"x": []byte("1")})
	must(t, err)
	w.got()
	made, _, err := ada.PullRequests.Create(ctx, "acme", "dags", &github.NewPullRequest{Title: github.String("T"), Head: github.String("topic"),
		Base: github.String("main"), Body: github.String("B"), Draft: github.Bool(true)})
	must(t, err)
	if _, response, _ := ada.PullRequests.Create(ctx, "acme", "dags", &github.NewPullRequest{Title: github.String("T"), Head: github.String("topic"), Base: github.String("main")}); status(response) != 422 {
		t.Errorf("a second one from the same branch: %d", status(response))
	}
	if _, response, _ := ada.PullRequests.Create(ctx, "acme", "dags", &github.NewPullRequest{Title: github.String("T"), Head: github.String("main"), Base: github.String("develop")}); status(response) != 422 {
		t.Errorf("one without commits: %d", status(response))
	}
	number := made.GetNumber()
	_, _, err = ada.PullRequests.Edit(ctx, "acme", "dags", number, &github.PullRequest{Title: github.String("T2"), Base: &github.PullRequestBranch{Ref: github.String("develop")}})
	must(t, err)
	must(t, w.ReadyForReview("acme/dags", number, "ada"))
	must(t, w.ConvertToDraft("acme/dags", number, "ada"))
	must(t, w.EditTitle("acme/dags", number, "ada", "T3"))
	_, _, err = ada.PullRequests.Edit(ctx, "acme", "dags", number, &github.PullRequest{State: github.String("closed")})
	must(t, err)
	must(t, w.ReopenPullRequest("acme/dags", number, "ada"))
	w.expect("pull_request.opened", "pull_request.edited", "pull_request.ready_for_review", "pull_request.converted_to_draft",
		"pull_request.edited", "pull_request.closed", "pull_request.reopened")
	list, _, err := w.client.PullRequests.List(ctx, "acme", "dags", &github.PullRequestListOptions{Base: "develop", Head: "acme:topic", State: "all", Direction: "asc"})
	must(t, err)
	if len(list) != 1 || list[0].GetTitle() != "T3" || !list[0].GetDraft() {
		t.Errorf("list: %v", list)
	}
	ofCommit, _, err := w.client.PullRequests.ListPullRequestsWithCommit(ctx, "acme", "dags", sha, nil)
	must(t, err)
	if len(ofCommit) != 1 || ofCommit[0].GetNumber() != number {
		t.Errorf("of commit: %v", ofCommit)
	}
	must(t, w.Push("acme/dags", "main", sha, "olga"))
	if ofCommit, _, _ := w.client.PullRequests.ListPullRequestsWithCommit(ctx, "acme", "dags", sha, nil); len(ofCommit) != 0 {
		t.Errorf("of a commit on the default branch that no merge brought: %v", ofCommit)
	}
	if _, response, _ := w.client.PullRequests.Get(ctx, "acme", "dags", 99); status(response) != 404 {
		t.Errorf("an unknown number: %d", status(response))
	}
}

func TestARetargetedPullRequestSaysWhereItCameFrom(t *testing.T) {
	w := newWorld(t)
	must(t, w.Push("acme/dags", "develop", "main", "olga"))
	number, _ := w.open("topic", map[string][]byte{"x": []byte("1")})
	w.got()
	must(t, w.EditBase("acme/dags", number, "ada", "develop"))
	w.drain()
	w.mu.Lock()
	defer w.mu.Unlock()
	edited, ok := w.hooks[0].event2.(*github.PullRequestEvent)
	if !ok || edited.GetAction() != "edited" || edited.GetChanges().GetBase().GetRef().GetFrom() != "main" || edited.GetPullRequest().GetBase().GetRef() != "develop" {
		t.Errorf("event: %s", w.hooks[0].body)
	}
}

func TestAPushMovesPullRequests(t *testing.T) {
	w := newWorld(t)
	number, first := w.open("topic", map[string][]byte{"x": []byte("1")})
	second, err := w.Commit("acme/dags", "topic", "bob", "more", map[string][]byte{"x": []byte("2")})
	must(t, err)
	must(t, w.Push("acme/dags", "topic", first, "bob")) // by force, back to the first
	w.drain()
	var moves []string
	w.mu.Lock()
	for _, h := range w.hooks {
		if e, ok := h.event2.(*github.PullRequestEvent); ok && e.GetAction() == "synchronize" {
			moves = append(moves, e.GetBefore()+" "+e.GetAfter())
		}
		if e, ok := h.event2.(*github.PushEvent); ok && e.GetAfter() == first && e.GetBefore() == second && !e.GetForced() {
			t.Error("a push by force that does not say so")
		}
	}
	w.mu.Unlock()
	if !slices.Equal(moves, []string{first + " " + second, second + " " + first}) {
		t.Errorf("moves: %v", moves)
	}
	commits, _, err := w.client.PullRequests.ListCommits(ctx, "acme", "dags", number, nil)
	must(t, err)
	if len(commits) != 1 || commits[0].GetSHA() != first || commits[0].GetAuthor().GetLogin() != "ada" {
		t.Errorf("commits: %v", commits)
	}
	must(t, w.Push("acme/dags", "topic", "", "ada"))
	view, err := w.PullRequest("acme/dags", number)
	must(t, err)
	if view.State != "closed" {
		t.Errorf("after its branch was deleted: %s", view.State)
	}
}

func TestCommitsThatNobodyOwns(t *testing.T) {
	w := newWorld(t)
	_, err := w.Commit("acme/dags", "topic", "ada", "as somebody", map[string][]byte{"x": []byte("1")}, githubtwin.CommitOptions{Email: "ghost@nowhere.example", Pusher: "bob"})
	must(t, err)
	number, err := w.OpenPullRequest("acme/dags", "ada", "topic", "main", "T")
	must(t, err)
	commits, _, err := w.client.PullRequests.ListCommits(ctx, "acme", "dags", number, nil)
	must(t, err)
	if commits[0].Author != nil || commits[0].Committer != nil || commits[0].GetCommit().GetAuthor().GetEmail() != "ghost@nowhere.example" {
		t.Errorf("commit: %v", commits[0])
	}
}

func TestFilesOfAPullRequest(t *testing.T) {
	w := newWorld(t)
	body := lines(1, 40)
	_, err := w.Commit("acme/dags", "main", "olga", "base", map[string][]byte{"move.py": []byte(body), "copy.py": []byte(body + "more\n"), "bin": {0, 1, 2},
		"link": []byte("real\n"), "gone": []byte("x\n"), "mode.sh": []byte("#!/bin/sh\n")})
	must(t, err)
	_, err = w.Commit("acme/dags", "topic", "ada", "change", map[string][]byte{"move.py": nil, "moved.py": []byte(body), "copy.py": []byte(body + "changed\n"),
		"copied.py": []byte(body + "more\n"), "bin": {0, 1, 3}, "link": []byte("target"), "gone": nil, "new \"ü\".py": []byte("a\nb\n"), "tab\tline\nback\\.py": []byte("diff --git a/x b/x\n@@ -1 +1 @@\n"), "mode.sh": []byte("#!/bin/sh\n")},
		githubtwin.CommitOptions{Modes: map[string]string{"link": "120000", "mode.sh": "100755"}})
	must(t, err)
	number, err := w.OpenPullRequest("acme/dags", "ada", "topic", "main", "T")
	must(t, err)
	got := map[string]string{}
	rows := 0
	options := &github.ListOptions{PerPage: 3}
	for {
		files, response, err := w.client.PullRequests.ListFiles(ctx, "acme", "dags", number, options)
		must(t, err)
		for _, f := range files {
			rows++
			got[f.GetFilename()] = fmt.Sprintf("%s %s +%d -%d patch %t", f.GetStatus(), f.GetPreviousFilename(), f.GetAdditions(), f.GetDeletions(), f.Patch != nil)
		}
		if response.NextPage == 0 {
			break
		}
		options.Page = response.NextPage
	}
	want := map[string]string{"moved.py": "renamed move.py +0 -0 patch false", "copy.py": "modified  +1 -1 patch true", "copied.py": "copied copy.py +0 -0 patch false",
		"bin": "modified  +0 -0 patch false", "link": "changed  +1 -1 patch true", "gone": "removed  +0 -1 patch true",
		"new \"ü\".py": "added  +2 -0 patch true", "tab\tline\nback\\.py": "added  +2 -0 patch true", "mode.sh": "modified  +0 -0 patch false"}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s: %q, want %q", name, got[name], text)
		}
	}
	pull, _, err := w.client.PullRequests.Get(ctx, "acme", "dags", number)
	must(t, err)
	if rows != len(want) || pull.GetChangedFiles() != len(want) {
		t.Errorf("%d rows, changed_files %d, want %d", rows, pull.GetChangedFiles(), len(want))
	}
	diff, _, err := w.client.PullRequests.GetRaw(ctx, "acme", "dags", number, github.RawOptions{Type: github.Diff})
	must(t, err)
	if !strings.Contains(diff, "rename to moved.py") {
		t.Errorf("diff: %s", diff)
	}
}

func TestCapsOfTheFileList(t *testing.T) {
	w := newWorld(t)
	files := map[string][]byte{}
	for i := range 30 {
		files[fmt.Sprintf("f%02d", i)] = []byte(lines(1, 10))
	}
	number, _ := w.open("topic", files)
	w.SetLimits(githubtwin.Limits{PullFiles: 25, PatchLines: 60})
	list, _, err := w.client.PullRequests.ListFiles(ctx, "acme", "dags", number, &github.ListOptions{PerPage: 100})
	must(t, err)
	pull, _, err := w.client.PullRequests.Get(ctx, "acme", "dags", number)
	must(t, err)
	if len(list) != 25 || pull.GetChangedFiles() != 30 {
		t.Errorf("%d rows of %d", len(list), pull.GetChangedFiles())
	}
	if list[4].Patch == nil || list[24].Patch != nil || list[24].GetAdditions() != 0 {
		t.Errorf("patches: fifth %v, last %v +%d", list[4].Patch, list[24].Patch, list[24].GetAdditions())
	}
}

func TestTestMergesOfAPullRequest(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", map[string][]byte{"dags/orders/a.py": []byte(strings.Replace(lines(1, 30), "line 3\n", "line three\n", 1))})
	first, err := w.PullRequest("acme/dags", number)
	must(t, err)
	_, err = w.Commit("acme/dags", "main", "olga", "elsewhere", map[string][]byte{"dags/orders/a.py": []byte(strings.Replace(lines(1, 30), "line 28\n", "line 28!\n", 1))})
	must(t, err)
	w.SetLimits(githubtwin.Limits{MergeableLag: 1})
	second, err := w.PullRequest("acme/dags", number)
	must(t, err)
	if first.MergeSHA == second.MergeSHA {
		t.Error("the test merge did not follow the base")
	}
	merged, err := w.File("acme/dags", second.MergeSHA, "dags/orders/a.py")
	must(t, err)
	if !strings.Contains(string(merged), "line three\n") || !strings.Contains(string(merged), "line 28!\n") {
		t.Errorf("merge: %s", merged)
	}
	files, _, err := w.client.PullRequests.ListFiles(ctx, "acme", "dags", number, nil)
	must(t, err)
	if len(files) != 1 || files[0].GetAdditions() != 1 {
		t.Errorf("the diff is against the merge base: %v", files)
	}
	_, err = w.Commit("acme/dags", "main", "olga", "conflict", map[string][]byte{"dags/orders/a.py": []byte(strings.Replace(lines(1, 30), "line 3\n", "line drei\n", 1))})
	must(t, err)
	pull, _, err := w.client.PullRequests.Get(ctx, "acme", "dags", number)
	must(t, err)
	if pull.Mergeable != nil {
		t.Errorf("the first answer after a move is not known yet: %v", pull.GetMergeable())
	}
	request, err := w.client.NewRequest("GET", fmt.Sprintf("repos/acme/dags/pulls/%d", number), nil)
	must(t, err)
	request.Header.Set("Cache-Control", "no-cache")
	pull = new(github.PullRequest)
	_, err = w.client.Do(ctx, request, pull)
	must(t, err)
	if pull.Mergeable == nil || pull.GetMergeable() || pull.GetMergeableState() != "dirty" {
		t.Errorf("a conflict: %v %s", pull.Mergeable, pull.GetMergeableState())
	}
}

func TestAForksPullRequest(t *testing.T) {
	w := newWorld(t)
	must(t, w.CreateUser("mallory", "User"))
	must(t, w.SetCollaborator("acme/dags", "mallory", "read"))
	must(t, w.Fork("acme/dags", "mallory"))
	sha, err := w.Commit("mallory/dags", "evil", "mallory", "x", map[string][]byte{"x": []byte("1")})
	must(t, err)
	number, err := w.OpenPullRequest("acme/dags", "mallory", "mallory:evil", "main", "T")
	must(t, err)
	pull, _, err := w.client.PullRequests.Get(ctx, "acme", "dags", number)
	must(t, err)
	if pull.GetHead().GetRepo().GetFullName() != "mallory/dags" || !pull.GetMergeable() {
		t.Errorf("pull request: %v", pull.GetHead())
	}
	run, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha})
	must(t, err)
	if len(run.PullRequests) != 0 {
		t.Errorf("a fork's check run names pull requests: %v", run.PullRequests)
	}
	if _, _, err := w.client.Git.GetTree(ctx, "acme", "dags", sha, true); err != nil {
		t.Errorf("the head is readable through the base repository: %v", err)
	}
	_, err = w.Commit("mallory/dags", "evil", "mallory", "y", map[string][]byte{"x": []byte("2")})
	must(t, err)
	if names := w.got(); !slices.Contains(names, "pull_request.synchronize") {
		t.Errorf("webhooks: %v", names)
	}
}

func TestRequestedReviewers(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", map[string][]byte{"x": []byte("1")})
	w.got()
	pull, _, err := w.client.PullRequests.RequestReviewers(ctx, "acme", "dags", number, github.ReviewersRequest{Reviewers: []string{"sam"}, TeamReviewers: []string{"sre"}})
	must(t, err)
	if len(pull.RequestedReviewers) != 1 || len(pull.RequestedTeams) != 1 {
		t.Errorf("requested: %v %v", pull.RequestedReviewers, pull.RequestedTeams)
	}
	list, _, err := w.client.PullRequests.ListReviewers(ctx, "acme", "dags", number, nil)
	must(t, err)
	if len(list.Users) != 1 || len(list.Teams) != 1 {
		t.Errorf("list: %v", list)
	}
	if _, response, _ := w.client.PullRequests.RequestReviewers(ctx, "acme", "dags", number, github.ReviewersRequest{Reviewers: []string{"ada"}}); status(response) != 422 {
		t.Errorf("the author as reviewer: %d", status(response))
	}
	w.expect("pull_request.review_requested", "pull_request.review_requested")
}

func TestConditionalRequestsAreFree(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", map[string][]byte{"x": []byte("1")})
	read := func(etag string) *github.Response {
		request, err := w.client.NewRequest("GET", fmt.Sprintf("repos/acme/dags/pulls/%d", number), nil)
		must(t, err)
		request.Header.Set("If-None-Match", etag)
		response, _ := w.client.Do(ctx, request, nil)
		return response
	}
	first := read("")
	again := read(first.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || again.Rate.Remaining != first.Rate.Remaining {
		t.Errorf("status %d, remaining %d then %d", again.StatusCode, first.Rate.Remaining, again.Rate.Remaining)
	}
	must(t, w.EditTitle("acme/dags", number, "ada", "other"))
	if changed := read(first.Header.Get("ETag")); changed.StatusCode != 200 || changed.Rate.Remaining != first.Rate.Remaining-1 {
		t.Errorf("after a change: %d, remaining %d", changed.StatusCode, changed.Rate.Remaining)
	}
	conditional := 0
	for _, r := range w.Requests() {
		if r.Conditional {
			conditional++
		}
	}
	if conditional != 1 {
		t.Errorf("%d conditional requests recorded", conditional)
	}
}
