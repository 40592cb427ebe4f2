package githubtwin_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

var ctx = context.Background()

// lines is a text of numbered lines.
func lines(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	return b.String()
}

// TestAPullRequestFromOpeningToMerge walks the way of a gate: webhook, reads, check, review, approval, merge.
func TestAPullRequestFromOpeningToMerge(t *testing.T) {
	w := newWorld(t)
	w.expect("ping", "installation.created")
	must(t, w.Protect("acme/dags", "main", githubtwin.Protection{RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))

	changed := strings.Replace(lines(1, 30), "line 15\n", "line fifteen\nline extra\n", 1)
	number, sha := w.open("feature", map[string][]byte{"dags/orders/a.py": []byte(changed), "dags/orders/new.py": []byte("import x\n"),
		"dags/orders/old.py": nil, "dags/orders/renamed.py": []byte("import os\nprint(1)\nprint(2)\nprint(3)\n")})
	w.expect("push", "check_suite.requested", "pull_request.opened")

	pull, _, err := w.client.PullRequests.Get(ctx, "acme", "dags", number)
	must(t, err)
	if pull.GetHead().GetSHA() != sha || !pull.GetMergeable() || pull.GetMergeableState() != "blocked" || pull.GetChangedFiles() != 3 {
		t.Errorf("pull request: head %s mergeable %v state %s files %d", pull.GetHead().GetSHA(), pull.GetMergeable(), pull.GetMergeableState(), pull.GetChangedFiles())
	}
	files, _, err := w.client.PullRequests.ListFiles(ctx, "acme", "dags", number, nil)
	must(t, err)
	statuses := map[string]string{}
	for _, f := range files {
		statuses[f.GetFilename()] = f.GetStatus() + f.GetPreviousFilename()
	}
	if statuses["dags/orders/a.py"] != "modified" || statuses["dags/orders/new.py"] != "added" || statuses["dags/orders/renamed.py"] != "renameddags/orders/old.py" {
		t.Errorf("files: %v", statuses)
	}
	merge, _, err := w.client.Git.GetCommit(ctx, "acme", "dags", pull.GetMergeCommitSHA())
	must(t, err)
	tree, _, err := w.client.Git.GetTree(ctx, "acme", "dags", merge.GetTree().GetSHA(), true)
	must(t, err)
	var blobSHA string
	for _, e := range tree.Entries {
		if e.GetPath() == "dags/orders/a.py" {
			blobSHA = e.GetSHA()
		}
	}
	raw, _, err := w.client.Git.GetBlobRaw(ctx, "acme", "dags", blobSHA)
	must(t, err)
	if string(raw) != changed {
		t.Errorf("blob: %q", raw)
	}

	run, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha,
		Status: github.String("in_progress"), Output: &github.CheckRunOutput{Title: github.String("needs SRE"), Summary: github.String("**s**")}})
	must(t, err)
	_, _, err = w.client.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{CommitID: github.String(sha),
		Event: github.String("COMMENT"), Body: github.String("one finding"), Comments: []*github.DraftReviewComment{
			{Path: github.String("dags/orders/a.py"), Line: github.Int(16), Side: github.String("RIGHT"), Body: github.String("extra")}}})
	must(t, err)
	_, _, err = w.client.Issues.CreateComment(ctx, "acme", "dags", number, &github.IssueComment{Body: github.String("summary")})
	must(t, err)
	w.expect("check_run.created", "pull_request_review.submitted", "pull_request_review_comment.created", "issue_comment.created")

	if err := w.Merge("acme/dags", number, "ada"); err == nil || !strings.Contains(err.Error(), "405") {
		t.Errorf("merge before the check is green: %v", err)
	}
	_, err = w.Review("acme/dags", number, "sam", "APPROVE", "fine", "")
	must(t, err)
	w.expect("pull_request_review.submitted")
	reviews, _, err := w.client.PullRequests.ListReviews(ctx, "acme", "dags", number, nil)
	must(t, err)
	if len(reviews) != 2 || reviews[1].GetState() != "APPROVED" || reviews[1].GetCommitID() != sha {
		t.Errorf("reviews: %v", reviews)
	}
	membership, _, err := w.client.Teams.GetTeamMembershipBySlug(ctx, "acme", "sre", "sam")
	must(t, err)
	if membership.GetState() != "active" {
		t.Errorf("membership: %v", membership)
	}
	_, _, err = w.client.Checks.UpdateCheckRun(ctx, "acme", "dags", run.GetID(), github.UpdateCheckRunOptions{Name: "sekisho/main",
		Status: github.String("completed"), Conclusion: github.String("success")})
	must(t, err)
	must(t, w.Merge("acme/dags", number, "ada"))
	w.expect("check_run.completed", "check_suite.completed", "pull_request.closed", "push", "check_suite.requested")
	view, err := w.PullRequest("acme/dags", number)
	must(t, err)
	if tip, _ := w.Branch("acme/dags", "main"); !view.Merged || tip != view.MergeSHA {
		t.Errorf("after the merge: %+v, main at %s", view, tip)
	}
}
