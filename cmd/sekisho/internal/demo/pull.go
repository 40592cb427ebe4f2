package demo

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

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
	// From the base, not from the default branch: its changes would come along.
	if _, err := r.world.twin.Commit(o.full, o.branch, p.Author, p.Title, content, githubtwin.CommitOptions{From: p.Base}); err != nil {
		return err
	}
	if o.number, err = r.world.twin.OpenPullRequest(o.full, p.Author, o.branch, p.Base, p.Title, githubtwin.PullOptions{Body: p.About}); err != nil {
		return err
	}
	fmt.Fprintf(r.Out, "\n%d/%d  %s into %s, by %s: %s\n     %s\n", i+1, n, o, p.Base, p.Author, p.Title, p.About)
	if err := r.answer(ctx, o, p.Expect.Check); err != nil {
		return err
	}
	if err := r.findings(o); err != nil {
		return err
	}
	for _, s := range p.Then {
		if err := r.step(ctx, o, s); err != nil {
			return err
		}
	}
	return nil
}

// answer waits for the App's answer to the present head and compares its state.
func (r *runner) answer(ctx context.Context, o *opened, want state) error {
	view, err := r.world.twin.PullRequest(o.full, o.number)
	if err != nil {
		return err
	}
	run, err := r.settled(ctx, o, view.HeadSHA, want)
	switch {
	case errors.Is(err, errNoAnswer):
		r.expect(false, "%s: no check %s after %v", o, checkName(o.Base), r.Wait)
		return nil
	case err != nil:
		return err
	}
	got := stateOf(run)
	r.line("check", "%s is %s: %s", run.Name, got, run.Title)
	r.expect(got == want, "%s: the check is %s, expected %s", o, got, want)
	return nil
}

// settled waits until the check is in the wanted state and the App has nothing left to do for it, or
// until the time is over; then it returns the check as it is.
func (r *runner) settled(ctx context.Context, o *opened, head string, want state) (githubtwin.CheckRunView, error) {
	deadline := time.Now().Add(r.Wait)
	for {
		run, found, err := r.world.check(o.full, head, o.Base)
		if err != nil {
			return run, err
		}
		if found && answered(run) && stateOf(run) == want {
			return run, nil
		}
		if time.Now().After(deadline) {
			if !found {
				return run, errNoAnswer
			}
			return run, nil
		}
		select {
		case <-ctx.Done():
			return run, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// answered tells an answer from the note that the evaluation goes on.
func answered(run githubtwin.CheckRunView) bool { return run.Summary != "" }

var ruleID = regexp.MustCompile(`\b[A-Z]{2,5}[0-9]{3}\b`)

// findings shows the inline comments and annotations and compares the rules in them.
func (r *runner) findings(o *opened) error {
	view, err := r.world.twin.PullRequest(o.full, o.number)
	if err != nil {
		return err
	}
	run, _, err := r.world.check(o.full, view.HeadSHA, o.Base)
	if err != nil {
		return err
	}
	threads, err := r.world.twin.ReviewThreads(o.full, o.number)
	if err != nil {
		return err
	}
	var rules []string
	for _, thread := range threads {
		body := thread.Comments[0].Body
		rules = append(rules, ruleID.FindAllString(body, -1)...)
		r.line("comment", "%s:%d  %s", thread.Path, thread.Line, firstLine(body))
	}
	for _, annotation := range run.Annotations {
		text := annotation.Title + " " + annotation.Message
		rules = append(rules, ruleID.FindAllString(text, -1)...)
		r.line("note", "%s:%d  %s", annotation.Path, annotation.StartLine, firstLine(annotation.Title+": "+annotation.Message))
	}
	for _, want := range o.Expect.Rules {
		r.expect(slices.Contains(rules, want), "%s: no finding of %s; found: %s", o, want, strings.Join(slices.Compact(rules), ", "))
	}
	if len(o.Expect.Rules) == 0 && o.Expect.Check == success {
		r.expect(len(rules) == 0, "%s: findings of %s, expected none", o, strings.Join(rules, ", "))
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
		if _, err := r.world.twin.Commit(o.full, o.branch, o.Author, "Fix it", content); err != nil {
			return err
		}
		r.line("push", "%s fixes it", o.Author)
		return r.answer(ctx, o, s.Check)
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

// approve gives an approving review and waits until the App has taken it into account: the check's
// summary then names the reviewer.
func (r *runner) approve(ctx context.Context, o *opened, s step) error {
	if _, err := r.world.twin.Review(o.full, o.number, s.Approve, "APPROVE", "Looks good", ""); err != nil {
		return err
	}
	r.line("approve", "%s approves", s.Approve)
	return r.answer(ctx, o, s.Check)
}

func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "<!--") {
			return line
		}
	}
	return ""
}
