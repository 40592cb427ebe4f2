package github

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	gh "github.com/google/go-github/v60/github"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server/store"
	"github.com/sekisho/sekisho/server/webhook"
)

// Published remembers what was published, so that nothing is written twice.
type Published interface {
	CheckRun(ctx context.Context, repository, head, name string) (store.CheckRun, bool, error)
	PutCheckRun(ctx context.Context, repository, head, name string, c store.CheckRun) error
	Summary(ctx context.Context, repository string, number int) (store.Summary, bool, error)
	PutSummary(ctx context.Context, repository string, number int, c store.Summary) error
	InlineComments(ctx context.Context, repository string, number int) (map[string]bool, error)
	PutInlineComments(ctx context.Context, repository string, number int, identities map[string]bool) error
	Standings(ctx context.Context, repository, head, name string) ([]store.Standing, error)
	Stand(ctx context.Context, repository string, one store.Standing) error
	Leave(ctx context.Context, repository, head, name string, number int) error
}

// Publisher writes reports to GitHub.
type Publisher struct {
	published Published
	marker    marker
	again     Again
	checks    locks
}

// Again asks that others which stand behind a check are evaluated again, and whether the check has to be written
// then also when it says what it said.
type Again func(ctx context.Context, r *Repository, base string, others []store.Standing, rewrite bool) error

// NewPublisher returns a Publisher. The secret signs the markers in its comments.
func NewPublisher(published Published, secret []byte, again Again) *Publisher {
	return &Publisher{published: published, marker: newMarker(secret), again: again}
}

// ActionReevaluate is the identifier of the check's button.
const ActionReevaluate = "re-evaluate"

const (
	annotationsPerRequest = 50 // GitHub's limit
	maxAnnotations        = 250
)

// Publish makes GitHub show the report: the check run first, then, on a pull request, one review
// with comments on changed lines and one summary comment. What GitHub shows already is not written
// again. The pull request is nil for a merge group.
func (p *Publisher) Publish(ctx context.Context, r *Repository, pull *Pull, report *Report) error {
	// Where findings are shown is worked out once. The check does not wait for it to succeed.
	places, placesErr := report.places(ctx)
	checkURL, err := p.publishCheck(ctx, r, report, places)
	if err != nil {
		return err
	}
	if pull == nil {
		return nil
	}
	// The check is what gates. A right that is missing for comments must not keep it from being
	// told, and does not make the evaluation fail.
	if placesErr != nil {
		return placesErr
	}
	if err := p.publishInline(ctx, r, pull, report, places); err != nil && !p.tolerable(ctx, err, "inline comments") {
		return err
	}
	if err := p.publishSummary(ctx, r, pull, report, checkURL); err != nil && !p.tolerable(ctx, err, "summary comment") {
		return err
	}
	return nil
}

// tolerable says whether an error is GitHub's refusal, which trying again would not change.
func (p *Publisher) tolerable(ctx context.Context, err error, what string) bool {
	if waits(err) {
		return false
	}
	switch status(err) {
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity:
		zerolog.Ctx(ctx).Warn().Err(err).Msg("GitHub refuses the " + what)
		return true
	}
	return false
}

// Refused says whether an error is GitHub's answer that there is no such commit to write a check on. That it does
// not find the repository, of which it has just told, is a hiccup.
func Refused(err error) bool { return status(err) == http.StatusUnprocessableEntity }

// publishCheck writes the check run and returns its address. A commit has one check for a base branch, of which
// several evaluations may have something to say: one at a time, so that what is recorded is what GitHub shows.
func (p *Publisher) publishCheck(ctx context.Context, r *Repository, report *Report, places map[string]place) (string, error) {
	name := CheckName(report.Base)
	annotations := report.annotations(places)
	output := &gh.CheckRunOutput{Title: gh.String(report.Title()), Summary: gh.String(report.Summary())}
	status, conclusion := "in_progress", (*string)(nil)
	switch c := report.conclusion(); c {
	case decision.Success, decision.Failure:
		status, conclusion = "completed", gh.String(string(c))
	}
	now := store.CheckRun{
		Completed:   conclusion != nil,
		Digest:      digest(name, status, conclusion, output, annotations),
		Annotations: digest(annotations),
		Number:      report.Number,
	}
	release, err := p.checks.take(ctx, r.key+" "+report.Head+" "+name)
	if err != nil {
		return "", err
	}
	defer release()
	before, known, err := p.published.CheckRun(ctx, r.key, report.Head, name)
	if err != nil {
		return "", err
	}
	stays, err := p.stand(ctx, r, report, before)
	if err != nil {
		return "", err
	}
	if stays {
		return checkURL(r, before.ID), p.leave(ctx, r, report)
	}
	if known && before.Digest == now.Digest && !report.Rewrite {
		return checkURL(r, before.ID), p.leave(ctx, r, report)
	}
	// From the first request on it is not known what GitHub shows: an answer may be lost, the process may
	// end. Whatever is to be said next is written then, also when it is what was recorded last.
	if known {
		unsure := before
		unsure.Digest, unsure.Number = "", report.Number
		if err := p.published.PutCheckRun(ctx, r.key, report.Head, name, unsure); err != nil {
			return "", err
		}
	}
	// A completed run stays what it was: what waits again is a new run, which GitHub shows in its
	// place. So is one with other annotations, because they can only be added to.
	update := known && before.Digest != "" && (!before.Completed || now.Completed) && before.Annotations == now.Annotations
	actions := []*gh.CheckRunAction{{Label: texts.say("action.label"), Description: texts.say("action.description"), Identifier: ActionReevaluate}}
	now.ID = before.ID
	if update {
		_, _, err := r.client.Checks.UpdateCheckRun(ctx, r.owner, r.repo, before.ID, gh.UpdateCheckRunOptions{
			Name: name, Status: &status, Conclusion: conclusion, Output: output, Actions: actions})
		if err != nil && !notFound(err) {
			return "", failed(err, "update the check "+name)
		}
		update = err == nil
	}
	var rest []*gh.CheckRunAnnotation
	if !update {
		n := min(len(annotations), annotationsPerRequest)
		output.Annotations, rest = annotations[:n], annotations[n:]
		options := gh.CreateCheckRunOptions{Name: name, HeadSHA: report.Head, Status: &status, Conclusion: conclusion, Output: output, Actions: actions}
		if report.Number > 0 {
			options.ExternalID = gh.String(webhook.ExternalID(report.Number))
		}
		run, _, err := r.client.Checks.CreateCheckRun(ctx, r.owner, r.repo, options)
		if err != nil {
			return "", failed(err, "create the check "+name)
		}
		now.ID = run.GetID()
	}
	for len(rest) > 0 {
		n := min(len(rest), annotationsPerRequest)
		output.Annotations, rest = rest[:n], rest[n:]
		if _, _, err := r.client.Checks.UpdateCheckRun(ctx, r.owner, r.repo, now.ID, gh.UpdateCheckRunOptions{Name: name, Output: output}); err != nil {
			return "", failed(err, "add annotations to the check "+name)
		}
	}
	if err := p.published.PutCheckRun(ctx, r.key, report.Head, name, now); err != nil {
		return "", err
	}
	return checkURL(r, now.ID), p.leave(ctx, r, report)
}

// checkURL is the address of a check run's page.
func checkURL(r *Repository, id int64) string {
	return fmt.Sprintf("%s/%s/runs/%d", r.app.web, r.Name, id)
}

// annotations are the findings with a place, as GitHub shows them beside the files.
func (r *Report) annotations(places map[string]place) []*gh.CheckRunAnnotation {
	var annotations []*gh.CheckRunAnnotation
	for _, f := range r.findings().counted() {
		if f.Path == "" || len(annotations) == maxAnnotations {
			continue
		}
		level := "warning"
		switch f.Severity {
		case decision.SeverityDeny:
			level = "failure"
		case decision.SeverityWarn:
			level = "notice"
		}
		start, end := max(f.Span.Start.Line, 1), max(f.Span.End.Line, f.Span.Start.Line, 1)
		if there, ok := places[f.Path].line(start); ok {
			start, end = there, there+end-start
		}
		annotation := &gh.CheckRunAnnotation{
			Path: gh.String(f.Path), StartLine: gh.Int(start), EndLine: gh.Int(end), AnnotationLevel: gh.String(level),
			Title: gh.String(plain(f.Rule+" "+f.Name, 255)), Message: gh.String(plain(f.Message+"\n\n"+f.Fix, 8000)),
		}
		if start == end && f.Span.Start.Column > 0 && f.Span.End.Column >= f.Span.Start.Column {
			annotation.StartColumn, annotation.EndColumn = gh.Int(f.Span.Start.Column), gh.Int(f.Span.End.Column)
		}
		annotations = append(annotations, annotation)
	}
	return annotations
}

// publishSummary writes the one summary comment, or edits it in place.
func (p *Publisher) publishSummary(ctx context.Context, r *Repository, pull *Pull, report *Report, url string) error {
	body := report.Comment(url) + p.marker.write(markSummary, r.Name, pull.Number, "1")
	sum := digest(body)
	before, known, err := p.published.Summary(ctx, r.key, pull.Number)
	if err != nil {
		return err
	}
	if !known && pull.Comments > 0 {
		if before, err = p.findSummary(ctx, r, pull); err != nil {
			return err
		}
		known = before.Comment != 0
	}
	if known && before.Digest == sum {
		if edited, _, err := r.Edited(ctx, before); err != nil || !edited {
			return err
		}
		zerolog.Ctx(ctx).Warn().Int64("comment", before.Comment).Msg("somebody edited the summary comment")
	}
	if known {
		answer, _, err := r.client.Issues.EditComment(ctx, r.owner, r.repo, before.Comment, &gh.IssueComment{Body: &body})
		if err == nil {
			return p.published.PutSummary(ctx, r.key, pull.Number, store.Summary{Comment: before.Comment, Digest: sum, Shown: digest(answer.GetBody())})
		}
		if !notFound(err) {
			return failed(err, "edit the summary comment")
		}
		// Somebody deleted it.
	}
	comment, _, err := r.client.Issues.CreateComment(ctx, r.owner, r.repo, pull.Number, &gh.IssueComment{Body: &body})
	if err != nil {
		return failed(err, "write the summary comment")
	}
	return p.published.PutSummary(ctx, r.key, pull.Number, store.Summary{Comment: comment.GetID(), Digest: sum, Shown: digest(comment.GetBody())})
}

// Edited says whether a comment that says what it should is not what GitHub shows: who may write to the
// repository may edit it, and may delete it. It also says whether at least half of the hour's requests is left.
func (r *Repository) Edited(ctx context.Context, written store.Summary) (edited, plenty bool, err error) {
	if written.Shown == "" {
		return false, true, nil // written before it was recorded what GitHub makes of it
	}
	comment, resp, err := r.client.Issues.GetComment(ctx, r.owner, r.repo, written.Comment)
	if notFound(err) {
		return true, halfLeft(resp.Rate), nil
	}
	if err != nil {
		return false, false, failed(err, "read the summary comment")
	}
	return digest(comment.GetBody()) != written.Shown, halfLeft(resp.Rate), nil
}

// findSummary looks for the summary comment of a pull request that the store has forgotten.
func (p *Publisher) findSummary(ctx context.Context, r *Repository, pull *Pull) (store.Summary, error) {
	options := &gh.IssueListCommentsOptions{ListOptions: gh.ListOptions{PerPage: 100}}
	for {
		comments, resp, err := r.client.Issues.ListComments(ctx, r.owner, r.repo, pull.Number, options)
		if err != nil {
			return store.Summary{}, failed(err, "look for the summary comment")
		}
		for _, comment := range comments {
			if _, ok := p.marker.read(markSummary, r.Name, pull.Number, comment.GetBody()); ok && r.self.wrote(comment.User) {
				return store.Summary{Comment: comment.GetID(), Digest: digest(comment.GetBody())}, nil
			}
		}
		if resp.NextPage == 0 {
			return store.Summary{}, nil
		}
		options.Page = resp.NextPage
	}
}

// digest identifies what would be written.
func digest(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		// What is published is made of strings and numbers; if it cannot be compared it is written.
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
