package server

import (
	"context"
	"strings"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
)

// leave takes back the green checks that a pull request has left behind: on a head that was pushed over, for a
// base branch that it goes to no more, and where it was closed. A check belongs to a commit, and GitHub would
// merge a pull request that comes back to one at once, whatever became of its base branch and of its approvals.
// What was merged as it is stays green: nobody can merge it a second time. What was squashed or rebased is not on
// the base branch, and another pull request may have it for its head.
func (e *evaluator) leave(ctx context.Context, r *github.Repository, pull *github.Pull, from queue.Target) error {
	greens, err := e.store.Greens(ctx, r.Key(), pull.Number)
	if err != nil {
		return err
	}
	for _, green := range greens {
		base, _ := strings.CutPrefix(green.Name, github.CheckName(""))
		if green.Head == pull.Head && base == pull.Base {
			stays := pull.Open
			if pull.Merged {
				if stays, err = r.OnBranch(ctx, pull.Head, pull.Base); err != nil {
					return err
				}
			}
			if stays {
				continue
			}
		}
		report := &github.Report{Repository: r.Name, Number: pull.Number, Base: base, Head: green.Head, Reviewers: e.config.Reviewers.Teams,
			Gate: decision.Gate{Conclusion: decision.Pending, Reason: github.ReasonLeft}}
		if err := e.publisher.Publish(ctx, r, nil, report); err != nil {
			if !github.Refused(err) {
				return err
			}
			// A commit that is gone is green for nobody.
			zerolog.Ctx(ctx).Info().Err(err).Str("head", green.Head).Msg("a check that was left behind cannot be taken back")
			if err := e.store.NotGreen(ctx, r.Key(), green.Head, green.Name); err != nil {
				return err
			}
			continue
		}
		// It may be the head of another open pull request.
		other := queue.Target{Kind: queue.Commit, Repository: r.Name, Installation: from.Installation, SHA: green.Head, Delivery: from.Delivery}
		if err := e.inbox.Enqueue(ctx, other); err != nil {
			return err
		}
	}
	return nil
}

// leaveGroup takes back the green of a merge group that is queued no more, and did not land: a pull request that has
// its commit for its head could be merged at once.
func (e *evaluator) leaveGroup(ctx context.Context, r *github.Repository, target queue.Target) error {
	name := github.CheckName(target.Ref)
	run, known, err := e.store.CheckRun(ctx, r.Key(), target.SHA, name)
	if err != nil || !known || !run.Green {
		return err
	}
	report := &github.Report{Repository: r.Name, Base: target.Ref, Head: target.SHA, Reviewers: e.config.Reviewers.Teams,
		Gate: decision.Gate{Conclusion: decision.Pending, Reason: github.ReasonLeft}}
	if err := e.publisher.Publish(ctx, r, nil, report); err != nil {
		if !github.Refused(err) {
			return err
		}
		return e.store.NotGreen(ctx, r.Key(), target.SHA, name)
	}
	return e.inbox.Enqueue(ctx, queue.Target{Kind: queue.Commit, Repository: r.Name, Installation: target.Installation, SHA: target.SHA, Delivery: target.Delivery})
}
