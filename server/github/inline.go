package github

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
)

// maxInline is how many comments one review carries; the other findings are annotations.
const maxInline = 30

// publishInline comments on the findings that lie on changed lines and were not commented on yet, all
// in one review, and resolves the threads of findings that are gone.
func (p *Publisher) publishInline(ctx context.Context, r *Repository, pull *Pull, report *Report, places map[string]place) error {
	if report.Decision == nil || report.Snapshot == nil {
		return nil // nothing was judged, so nothing is known to be fixed
	}
	threads, err := p.threads(ctx, r, pull, report.Again)
	if err != nil {
		return err
	}
	counted := report.findings().counted()
	present := map[string]bool{}
	var fresh []decision.Finding
	for _, f := range counted {
		present[f.Identity] = true
		if !threads[f.Identity] && f.Severity != decision.SeverityWarn && f.Path != "" && identities.MatchString(f.Identity) {
			fresh = append(fresh, f)
		}
	}
	if len(fresh) > 0 {
		if err := p.review(ctx, r, pull, fresh, places); err != nil {
			return err
		}
	}
	var gone []string
	for identity, open := range threads {
		if open && !present[identity] {
			gone = append(gone, identity)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	slices.Sort(gone)
	return p.resolve(ctx, r, pull, gone)
}

// threads are the findings that were commented on, and whether their threads are open.
func (p *Publisher) threads(ctx context.Context, r *Repository, pull *Pull, again bool) (map[string]bool, error) {
	threads, err := p.published.InlineComments(ctx, r.key, pull.Number)
	if err != nil || pull.ReviewComments == 0 || len(threads) > 0 && !again {
		return threads, err
	}
	// The store has forgotten this pull request, the comments are other people's, or an earlier
	// attempt wrote a review whose answer was lost.
	found := map[string]bool{}
	err = r.eachComment(ctx, pull.Number, func(comment *gh.PullRequestComment) error {
		identity, ok := p.marker.read(markFinding, r.Name, pull.Number, comment.GetBody())
		if _, known := threads[identity]; ok && !known && r.self.wrote(comment.User) {
			found[identity] = !strings.HasPrefix(comment.GetBody(), texts.say("inline.fixed"))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	maps.Copy(threads, found)
	return threads, p.published.PutInlineComments(ctx, r.key, pull.Number, found)
}

// review posts one review with a comment for each finding that lies on a changed line.
func (p *Publisher) review(ctx context.Context, r *Repository, pull *Pull, fresh []decision.Finding, places map[string]place) error {
	var comments []*gh.DraftReviewComment
	posted := map[string]bool{}
	for i := range fresh {
		f := &fresh[i]
		place, ok := places[f.Path]
		if !ok || len(comments) == maxInline {
			continue
		}
		line, shown := place.line(f.Span.Start.Line)
		if !shown || !place.changed[line] || line > len(place.text) {
			continue
		}
		body := inline(f, suggestion(f, place.text[line-1])) + "\n" + p.marker.write(markFinding, r.Name, pull.Number, f.Identity)
		comments = append(comments, &gh.DraftReviewComment{Path: gh.String(f.Path), Line: gh.Int(line), Side: gh.String("RIGHT"), Body: &body})
		posted[f.Identity] = true
	}
	if len(comments) == 0 {
		return nil
	}
	_, _, err := r.client.PullRequests.CreateReview(ctx, r.owner, r.repo, pull.Number, &gh.PullRequestReviewRequest{
		CommitID: gh.String(pull.Head), Event: gh.String("COMMENT"), Body: gh.String(count("review.body", len(comments))), Comments: comments})
	if status(err) == http.StatusUnprocessableEntity {
		// GitHub sees other lines as changed than we do, or the head has moved on. The findings are
		// annotations of the check all the same.
		zerolog.Ctx(ctx).Warn().Err(err).Int("comments", len(comments)).Msg("GitHub refuses the inline comments")
		return nil
	}
	if err != nil {
		return failed(err, "write the review")
	}
	return p.published.PutInlineComments(ctx, r.key, pull.Number, posted)
}
