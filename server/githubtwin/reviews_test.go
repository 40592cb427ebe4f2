package githubtwin_test

import (
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// changedLine is a.py with line 15 changed: the diff shows lines 12 to 18.
func changedLine() map[string][]byte {
	return map[string][]byte{"dags/orders/a.py": []byte(strings.Replace(lines(1, 30), "line 15\n", "line fifteen\n", 1))}
}

func comment(line int, more func(*github.DraftReviewComment)) *github.DraftReviewComment {
	c := &github.DraftReviewComment{Path: github.String("dags/orders/a.py"), Body: github.String("b"), Line: github.Int(line), Side: github.String("RIGHT")}
	if more != nil {
		more(c)
	}
	return c
}

func TestCommentsMustStandInTheDiff(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	for name, a := range map[string]struct {
		comment *github.DraftReviewComment
		want    int
	}{
		"the changed line":           {comment(15, nil), 200},
		"context before":             {comment(12, nil), 200},
		"the old line on the left":   {comment(15, func(c *github.DraftReviewComment) { c.Side = github.String("LEFT") }), 200},
		"several lines":              {comment(16, func(c *github.DraftReviewComment) { c.StartLine, c.StartSide = github.Int(14), github.String("RIGHT") }), 200},
		"by position":                {&github.DraftReviewComment{Path: github.String("dags/orders/a.py"), Body: github.String("b"), Position: github.Int(4)}, 200},
		"outside of the hunk":        {comment(19, nil), 422},
		"a file that is not changed": {comment(15, func(c *github.DraftReviewComment) { c.Path = github.String("README.md") }), 422},
		"an end before the start":    {comment(14, func(c *github.DraftReviewComment) { c.StartLine, c.StartSide = github.Int(16), github.String("RIGHT") }), 422},
		"a start outside":            {comment(15, func(c *github.DraftReviewComment) { c.StartLine, c.StartSide = github.Int(2), github.String("RIGHT") }), 422},
		"a position outside":         {&github.DraftReviewComment{Path: github.String("dags/orders/a.py"), Body: github.String("b"), Position: github.Int(99)}, 422},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := w.Reviews("acme/dags", number)
			must(t, err)
			comments := []*github.DraftReviewComment{comment(15, nil), a.comment}
			if a.comment.Position != nil {
				comments = comments[1:] // go-github mixes no styles
			}
			_, response, _ := w.client.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{CommitID: &sha,
				Event: github.String("COMMENT"), Body: github.String("r"), Comments: comments})
			if status(response) != a.want {
				t.Errorf("status %d, want %d", status(response), a.want)
			}
			after, err := w.Reviews("acme/dags", number)
			must(t, err)
			if a.want == 422 && len(after) != len(before) {
				t.Error("a refused review left something behind")
			}
		})
	}
}

func TestReviewsThatGitHubRefuses(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	main, err := w.Branch("acme/dags", "main")
	must(t, err)
	create := func(client *github.Client, event, body, commit string) int {
		request := &github.PullRequestReviewRequest{Event: github.String(event), CommitID: github.String(commit)}
		if body != "" {
			request.Body = github.String(body)
		}
		_, response, _ := client.PullRequests.CreateReview(ctx, "acme", "dags", number, request)
		return status(response)
	}
	if got := create(w.person("ada"), "APPROVE", "", sha); got != 422 {
		t.Errorf("an author's own approval: %d", got)
	}
	if got := create(w.person("sam"), "APPROVE", "", main); got != 422 {
		t.Errorf("a commit of another branch: %d", got)
	}
	if got := create(w.person("sam"), "COMMENT", "", sha); got != 422 {
		t.Errorf("an empty comment: %d", got)
	}
	if list := w.TakeViolations(); len(list) != 1 || !strings.Contains(list[0], "needs a body") {
		t.Errorf("violations: %v", list)
	}
}

func TestAReviewsLife(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	sam := w.person("sam")
	pending, _, err := sam.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{Comments: []*github.DraftReviewComment{comment(15, nil)}})
	must(t, err)
	if list, _, _ := w.client.PullRequests.ListReviews(ctx, "acme", "dags", number, nil); len(list) != 0 {
		t.Errorf("others see a pending review: %v", list)
	}
	if list, _, _ := w.client.PullRequests.ListComments(ctx, "acme", "dags", number, nil); len(list) != 0 {
		t.Errorf("others see a pending review's comments: %v", list)
	}
	w.got()
	_, _, err = sam.PullRequests.DeletePendingReview(ctx, "acme", "dags", number, pending.GetID())
	must(t, err)
	pending, _, err = sam.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{Comments: []*github.DraftReviewComment{comment(15, nil)}})
	must(t, err)
	approved, _, err := sam.PullRequests.SubmitReview(ctx, "acme", "dags", number, pending.GetID(), &github.PullRequestReviewRequest{Event: github.String("APPROVE"), Body: github.String("ok")})
	must(t, err)
	if approved.GetState() != "APPROVED" || approved.GetCommitID() != sha || approved.GetSubmittedAt().IsZero() {
		t.Errorf("approved: %v", approved)
	}
	_, _, err = sam.PullRequests.UpdateReview(ctx, "acme", "dags", number, approved.GetID(), "ok, really")
	must(t, err)
	must(t, w.EditReview("acme/dags", number, "sam", approved.GetID(), "ok"))
	got, _, err := w.client.PullRequests.GetReview(ctx, "acme", "dags", number, approved.GetID())
	must(t, err)
	if got.GetBody() != "ok" {
		t.Errorf("body %q", got.GetBody())
	}
	comments, _, err := w.client.PullRequests.ListReviewComments(ctx, "acme", "dags", number, approved.GetID(), nil)
	must(t, err)
	if len(comments) != 1 {
		t.Errorf("comments: %v", comments)
	}
	dismissed, _, err := w.person("olga").PullRequests.DismissReview(ctx, "acme", "dags", number, approved.GetID(), &github.PullRequestReviewDismissalRequest{Message: github.String("stale")})
	must(t, err)
	if dismissed.GetState() != "DISMISSED" {
		t.Errorf("dismissed: %v", dismissed)
	}
	second, err := w.Review("acme/dags", number, "sara", "REQUEST_CHANGES", "no", "")
	must(t, err)
	must(t, w.DismissReview("acme/dags", number, "olga", second, "m"))
	w.expect("pull_request_review.submitted", "pull_request_review_comment.created", "pull_request_review.edited", "pull_request_review.edited",
		"pull_request_review.dismissed", "pull_request_review.submitted", "pull_request_review.dismissed")
}

func TestCommentsOnLines(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	made, _, err := w.client.PullRequests.CreateComment(ctx, "acme", "dags", number, &github.PullRequestComment{Path: github.String("dags/orders/a.py"),
		Body: github.String("here"), CommitID: &sha, Line: github.Int(15), Side: github.String("RIGHT")})
	must(t, err)
	if made.GetPosition() != 5 || !strings.HasSuffix(made.GetDiffHunk(), "+line fifteen") {
		t.Errorf("comment: position %d hunk %q", made.GetPosition(), made.GetDiffHunk())
	}
	if _, response, _ := w.client.PullRequests.CreateComment(ctx, "acme", "dags", number, &github.PullRequestComment{Path: github.String("dags/orders/a.py"),
		Body: github.String("here"), CommitID: &sha, Line: github.Int(29), Side: github.String("RIGHT")}); status(response) != 422 {
		t.Errorf("outside of the diff: %d", status(response))
	}
	answer, _, err := w.person("ada").PullRequests.CreateCommentInReplyTo(ctx, "acme", "dags", number, "why?", made.GetID())
	must(t, err)
	if answer.GetInReplyTo() != made.GetID() {
		t.Errorf("reply: %v", answer)
	}
	request, err := w.client.NewRequest("POST", "repos/acme/dags/pulls/1/comments/"+itoa(made.GetID())+"/replies", map[string]string{"body": "because"})
	must(t, err)
	if _, err := w.client.Do(ctx, request, nil); err != nil {
		t.Error(err)
	}
	_, _, err = w.client.PullRequests.EditComment(ctx, "acme", "dags", made.GetID(), &github.PullRequestComment{Body: github.String("there")})
	must(t, err)
	got, _, err := w.client.PullRequests.GetComment(ctx, "acme", "dags", made.GetID())
	must(t, err)
	if got.GetBody() != "there" {
		t.Errorf("body %q", got.GetBody())
	}
	all, _, err := w.client.PullRequests.ListComments(ctx, "acme", "dags", 0, nil)
	must(t, err)
	if len(all) != 3 {
		t.Errorf("of the repository: %d", len(all))
	}
	if response, _ := w.client.PullRequests.DeleteComment(ctx, "acme", "dags", answer.GetID()); status(response) != 403 {
		t.Errorf("an App deletes a person's comment: %d", status(response))
	}
	_, err = w.client.PullRequests.DeleteComment(ctx, "acme", "dags", made.GetID())
	must(t, err)
}

func TestAConversationFollowsItsLine(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	_, _, err := w.client.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{CommitID: &sha, Event: github.String("COMMENT"),
		Body: github.String("r"), Comments: []*github.DraftReviewComment{comment(15, nil)}})
	must(t, err)
	place := func() githubtwin.ThreadView {
		list, err := w.ReviewThreads("acme/dags", number)
		must(t, err)
		return list[0]
	}
	_, err = w.Commit("acme/dags", "topic", "ada", "above", map[string][]byte{"dags/orders/a.py": []byte("first\nsecond\n" + string(changedLine()["dags/orders/a.py"]))})
	must(t, err)
	if at := place(); at.Line != 17 || at.Outdated {
		t.Errorf("moved down: %+v", at)
	}
	_, err = w.Commit("acme/dags", "topic", "ada", "the line itself", map[string][]byte{"dags/orders/a.py": []byte(strings.Replace(lines(1, 30), "line 15\n", "line XV\n", 1))})
	must(t, err)
	if at := place(); at.Line != 0 || !at.Outdated {
		t.Errorf("changed: %+v", at)
	}
	list, _, err := w.client.PullRequests.ListComments(ctx, "acme", "dags", number, nil)
	must(t, err)
	if list[0].Position != nil || list[0].Line != nil || list[0].GetOriginalLine() != 15 {
		t.Errorf("comment: %v", list[0])
	}
}

func TestIssueComments(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", changedLine())
	w.got()
	made, _, err := w.client.Issues.CreateComment(ctx, "acme", "dags", number, &github.IssueComment{Body: github.String("one")})
	must(t, err)
	if made.GetUser().GetLogin() != w.app.Slug+"[bot]" || made.GetUser().GetType() != "Bot" {
		t.Errorf("author: %v", made.GetUser())
	}
	_, _, err = w.client.Issues.EditComment(ctx, "acme", "dags", made.GetID(), &github.IssueComment{Body: github.String("two")})
	must(t, err)
	must(t, w.EditComment("acme/dags", made.GetID(), "olga", "forged"))
	got, _, err := w.client.Issues.GetComment(ctx, "acme", "dags", made.GetID())
	must(t, err)
	if got.GetBody() != "forged" {
		t.Errorf("body %q", got.GetBody())
	}
	persons, err := w.Comment("acme/dags", number, "ada", "hello")
	must(t, err)
	if response, _ := w.client.Issues.DeleteComment(ctx, "acme", "dags", persons); status(response) != 403 {
		t.Errorf("an App deletes a person's comment: %d", status(response))
	}
	list, _, err := w.client.Issues.ListComments(ctx, "acme", "dags", number, nil)
	must(t, err)
	if len(list) != 2 {
		t.Errorf("list: %v", list)
	}
	_, err = w.client.Issues.DeleteComment(ctx, "acme", "dags", made.GetID())
	must(t, err)
	w.expect("issue_comment.created", "issue_comment.edited", "issue_comment.edited", "issue_comment.created", "issue_comment.deleted")
	if _, response, _ := w.client.Issues.CreateComment(ctx, "acme", "dags", number, &github.IssueComment{Body: github.String(strings.Repeat("x", 65537))}); status(response) != 422 {
		t.Errorf("too long: %d", status(response))
	}
	w.TakeViolations()
}

func TestIssues(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", changedLine())
	made, _, err := w.client.Issues.Create(ctx, "acme", "dags", &github.IssueRequest{Title: github.String("Merged past the gate"), Body: github.String("b"), Labels: &[]string{"incident"}})
	must(t, err)
	_, _, err = w.client.Issues.Edit(ctx, "acme", "dags", number, &github.IssueRequest{Labels: &[]string{"sekisho"}})
	must(t, err)
	all, _, err := w.client.Issues.ListByRepo(ctx, "acme", "dags", nil)
	must(t, err)
	if len(all) != 2 || !all[1].IsPullRequest() || all[1].Labels[0].GetName() != "sekisho" {
		t.Errorf("issues: %v", all)
	}
	_, _, err = w.client.Issues.Edit(ctx, "acme", "dags", made.GetNumber(), &github.IssueRequest{State: github.String("closed")})
	must(t, err)
	got, _, err := w.client.Issues.Get(ctx, "acme", "dags", made.GetNumber())
	must(t, err)
	if got.GetState() != "closed" {
		t.Errorf("state %s", got.GetState())
	}
}
