package demo

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server/githubtwin"
)

// opened is a pull request of the script after it was opened.
type opened struct {
	*pull
	full   string // owner/name
	number int
	branch string
}

func (o *opened) String() string { return fmt.Sprintf("%s#%d", o.full, o.number) }

func (r *runner) pull(ctx context.Context, i, n int, p *pull) error {
	o := &opened{pull: p, full: organization + "/" + p.Repository, branch: p.Name}
	content, err := readTree(r.Content, path.Join("pulls", p.Name))
	if err != nil {
		return err
	}
	seen := len(r.world.twin.Requests())
	// From the base, not from the default branch: its changes would come along.
	if _, err := r.world.twin.Commit(o.full, o.branch, p.Author, p.Title, content, githubtwin.CommitOptions{From: p.Base}); err != nil {
		return err
	}
	if o.number, err = r.world.twin.OpenPullRequest(o.full, p.Author, o.branch, p.Base, p.Title, githubtwin.PullOptions{Body: p.About}); err != nil {
		return err
	}
	fmt.Fprintf(r.Out, "\n%d/%d  %s into %s, by %s: %s\n     %s\n", i+1, n, o, p.Base, p.Author, p.Title, p.About)
	if err := r.answer(ctx, o, p.Expect.Check, seen); err != nil {
		return err
	}
	if err := r.findings(ctx, o); err != nil {
		return err
	}
	for _, s := range p.Then {
		if err := r.step(ctx, o, s); err != nil {
			return err
		}
	}
	return nil
}

// answer waits for the App's answer to the present head and compares its state. seen is how many
// requests the App had made before what it is to answer happened.
func (r *runner) answer(ctx context.Context, o *opened, want state, seen int) error {
	view, err := r.world.twin.PullRequest(o.full, o.number)
	if err != nil {
		return err
	}
	run, found, err := r.settled(ctx, o, view.HeadSHA, want, seen)
	if err != nil {
		return err
	}
	if !found {
		r.expect(false, "%s: no check %s after %v", o, checkName(o.Base), r.Wait)
		return nil
	}
	got := stateOf(run)
	r.line("check", "%s is %s: %s", run.Name, got, run.Title)
	r.expect(got == want, "%s: the check is %s, expected %s", o, got, want)
	return nil
}

// quiet is how long the App must have made no request to be taken to be done.
const quiet = 250 * time.Millisecond

// settled waits until the App has answered and is done, with the check in the wanted state; or until
// the time is over, with the check as it is then.
func (r *runner) settled(ctx context.Context, o *opened, head string, want state, seen int) (run githubtwin.CheckRunView, found bool, err error) {
	deadline := time.Now().Add(r.Wait)
	requests, since := seen, time.Now()
	for {
		if run, found, err = r.world.check(o.full, head, o.Base); err != nil {
			return run, found, err
		}
		if now := len(r.world.twin.Requests()); now != requests {
			requests, since = now, time.Now()
		}
		done := requests > seen && time.Since(since) > quiet
		if done && found && stateOf(run) == want || time.Now().After(deadline) {
			return run, found, nil
		}
		select {
		case <-ctx.Done():
			return run, found, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

var ruleID = regexp.MustCompile(`\b[A-Z]{2,5}[0-9]{3}\b`)

// severities are those of findings, by the level of their annotation: a finding's severity is what
// GitHub shows of it.
var severities = map[string]decision.Severity{
	"failure": decision.SeverityDeny, "warning": decision.SeverityReview, "notice": decision.SeverityWarn,
}

// findings shows the verdict, the findings and what was written to the pull request, and compares
// verdict and rules with what is expected.
func (r *runner) findings(ctx context.Context, o *opened) error {
	view, err := r.world.twin.PullRequest(o.full, o.number)
	if err != nil {
		return err
	}
	run, _, err := r.world.check(o.full, view.HeadSHA, o.Base)
	if err != nil {
		return err
	}
	// The summary comment is the last thing that is written of an answer.
	var comments []githubtwin.CommentView
	err = r.until(ctx, func() (bool, error) {
		comments, err = r.world.twin.Comments(o.full, o.number)
		return len(comments) > 0, err
	})
	if err != nil {
		return err
	}
	threads, err := r.world.twin.ReviewThreads(o.full, o.number)
	if err != nil {
		return err
	}
	verdict := decision.Allow
	var rules []string
	for _, annotation := range run.Annotations {
		severity := severities[annotation.Level]
		switch {
		case severity == decision.SeverityDeny:
			verdict = decision.Deny
		case severity != decision.SeverityWarn && verdict == decision.Allow:
			verdict = decision.Review
		}
		rules = append(rules, ruleID.FindAllString(annotation.Title, -1)...)
	}
	r.line("verdict", "%s", verdict)
	r.expect(verdict == o.Expect.Verdict, "%s: the verdict is %s, expected %s", o, verdict, o.Expect.Verdict)
	for _, annotation := range run.Annotations {
		r.line("finding", "%s: %s, %s line %d", severities[annotation.Level], annotation.Title, annotation.Path, annotation.StartLine)
		r.line("", "  %s", firstLine(annotation.Message))
	}
	r.line("written", "comments on changed lines: %d, summary comments: %d", len(threads), len(comments))
	r.expect(len(comments) == 1, "%s: %d summary comments, expected 1", o, len(comments))
	for _, want := range o.Expect.Rules {
		r.expect(slices.Contains(rules, want), "%s: no finding of %s; found: %s", o, want, strings.Join(slices.Compact(rules), ", "))
	}
	return nil
}

func (r *runner) step(ctx context.Context, o *opened, s step) error {
	switch {
	case s.Approve != "":
		return r.approve(ctx, o, s)
	case s.Push != "":
		content, err := readTree(r.Content, path.Join("pulls", s.Push))
		if err != nil {
			return err
		}
		seen := len(r.world.twin.Requests())
		if _, err := r.world.twin.Commit(o.full, o.branch, o.Author, "Fix it", content); err != nil {
			return err
		}
		r.line("push", "%s fixes it", o.Author)
		return r.answer(ctx, o, s.Check, seen)
	default:
		err := r.world.twin.Merge(o.full, o.number, s.Merge)
		if err != nil {
			r.line("merge", "%s cannot merge: %v", s.Merge, err)
		} else {
			r.line("merge", "%s merges", s.Merge)
		}
		r.expect((err == nil) == s.Merged, "%s: merged is %v, expected %v", o, err == nil, s.Merged)
		return nil
	}
}

// approve gives an approving review and shows what the App says of it.
func (r *runner) approve(ctx context.Context, o *opened, s step) error {
	seen := len(r.world.twin.Requests())
	if _, err := r.world.twin.Review(o.full, o.number, s.Approve, "APPROVE", "Looks good", ""); err != nil {
		return err
	}
	r.line("approve", "%s approves", s.Approve)
	if err := r.answer(ctx, o, s.Check, seen); err != nil {
		return err
	}
	view, err := r.world.twin.PullRequest(o.full, o.number)
	if err != nil {
		return err
	}
	if o.Expect.Verdict != decision.Review {
		return nil // no approval is asked for, and none is judged
	}
	var row string
	err = r.until(ctx, func() (bool, error) {
		run, _, err := r.world.check(o.full, view.HeadSHA, o.Base)
		row = approvalRow(run.Summary, s.Approve)
		return row != "", err
	})
	r.expect(row != "", "%s: the check does not say whether the approval of %s counts", o, s.Approve)
	r.line("", "approval of %s", row)
	return err
}

// until waits for something, at most as long as for an answer. That the time is over is no error.
func (r *runner) until(ctx context.Context, happened func() (bool, error)) error {
	deadline := time.Now().Add(r.Wait)
	for {
		done, err := happened()
		if done || err != nil || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// approvalRow finds a login in the table of approvals of a check's summary: `| login | counts | why |`.
func approvalRow(summary, login string) string {
	for line := range strings.Lines(summary) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) == 3 && strings.Trim(cells[0], "`") == login {
			return fmt.Sprintf("%s counts: %s (%s)", login, cells[1], cells[2])
		}
	}
	return ""
}

func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "<!--") {
			return line
		}
	}
	return ""
}
