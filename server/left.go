package server

import (
	"context"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
	"github.com/sekisho/sekisho/server/store"
)

// leave takes back the green checks that a pull request has left behind: on a head that was pushed over, for a
// base branch that it goes to no more, and where it was closed or is gone. A check belongs to a commit, and GitHub would
// merge a pull request that comes back to one at once, whatever became of its base branch and of its approvals.
// What was merged as it is stays green: nobody can merge it a second time. What was squashed or rebased is not on
// the base branch, and another pull request may have it for its head.
func (e *evaluator) leave(ctx context.Context, r *github.Repository, pull *github.Pull, from queue.Target) error {
	greens, err := e.store.StandingsOf(ctx, r.Key(), pull.Number)
	if err != nil {
		return err
	}
	for _, green := range greens {
		base := github.BaseOf(green.Name)
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
		left := &github.Report{Repository: r.Name, Number: pull.Number, Base: base, Head: green.Head}
		if err := e.takeBack(ctx, r, left, from); err != nil {
			return err
		}
	}
	return nil
}

// leaveGroup takes back the green of a merge group that is queued no more, and did not land: a pull request that has
// its commit for its head could be merged at once.
func (e *evaluator) leaveGroup(ctx context.Context, r *github.Repository, target queue.Target) error {
	if _, green, err := e.standingGroup(ctx, r, target); err != nil || !green {
		return err
	}
	return e.takeBack(ctx, r, &github.Report{Repository: r.Name, Base: target.Ref, Head: target.SHA}, target)
}

// landed records that the commit of a merge group is on its base branch, where it may be green: nothing more has to
// be asked about it, as long as the branch is not reset.
func (e *evaluator) landed(ctx context.Context, r *github.Repository, target queue.Target) error {
	standing, green, err := e.standingGroup(ctx, r, target)
	if err != nil || !green {
		return err
	}
	standing.HeadRef = ""
	return e.store.Stand(ctx, r.Key(), standing)
}

// standingGroup finds a merge group among those who stand behind the check of its commit.
func (e *evaluator) standingGroup(ctx context.Context, r *github.Repository, target queue.Target) (store.Standing, bool, error) {
	standings, err := e.store.Standings(ctx, r.Key(), target.SHA, github.CheckName(target.Ref))
	if err != nil {
		return store.Standing{}, false, err
	}
	for _, standing := range standings {
		if standing.Number == 0 {
			return standing, true, nil
		}
	}
	return store.Standing{}, false, nil
}

// groups are the merge groups with a green check, to be asked whether they are still queued: nobody may have told
// that they left. Those that landed are among them only where their base branch was reset.
func (e *evaluator) groups(ctx context.Context, r *github.Repository, from queue.Target, reset string) error {
	standings, err := e.store.StandingsOf(ctx, r.Key(), 0)
	if err != nil {
		return err
	}
	var targets []queue.Target
	for _, standing := range standings {
		base := github.BaseOf(standing.Name)
		if standing.HeadRef != "" || base == reset {
			targets = append(targets, queue.Target{Kind: queue.MergeGroup, Repository: r.Name, Installation: from.Installation,
				SHA: standing.Head, Ref: base, HeadRef: standing.HeadRef, Delivery: from.Delivery})
		}
	}
	return e.inbox.Enqueue(ctx, targets...)
}

// reset has everything that was merged into a base branch, and is green for it, looked at again: the branch does not
// hold what it held, so that somebody could open a pull request with what was on it.
func (e *evaluator) reset(ctx context.Context, r *github.Repository, branch string, from queue.Target) error {
	pulls, err := e.store.StandingPullsOf(ctx, r.Key(), github.CheckName(branch))
	if err != nil {
		return err
	}
	if err := e.spread(ctx, r, from, pulls); err != nil {
		return err
	}
	return e.groups(ctx, r, from, branch)
}

// takeBackUnknown takes back the greens that nobody is known to stand behind, when a base branch is seen for the first
// time: the database that knew of them was lost.
func (e *evaluator) takeBackUnknown(ctx context.Context, r *github.Repository, branch string, from queue.Target) error {
	check := github.CheckName(branch)
	greens, err := r.Greens(ctx, branch, check)
	if err != nil {
		return err
	}
	log := zerolog.Ctx(ctx)
	if greens.Left > 0 {
		log.Warn().Str("base", branch).Int("left", greens.Left).Msg("not all commits were looked at for green checks of another time")
	}
	for _, head := range greens.Heads {
		standings, err := e.store.Standings(ctx, r.Key(), head, check)
		if err != nil {
			return err
		}
		if len(standings) > 0 {
			continue
		}
		log.Info().Str("base", branch).Str("head", head).Msg("a green check is taken back that nobody is known to stand behind")
		if err := e.takeBack(ctx, r, &github.Report{Repository: r.Name, Number: github.Nobody, Base: branch, Head: head}, from); err != nil {
			return err
		}
	}
	var targets []queue.Target
	for _, group := range greens.Groups {
		targets = append(targets, queue.Target{Kind: queue.MergeGroup, Repository: r.Name, Installation: from.Installation,
			SHA: group.SHA, Ref: branch, HeadRef: group.Ref, Delivery: from.Delivery})
	}
	return e.inbox.Enqueue(ctx, targets...)
}

// takeBack makes the green check of a report's head one that waits, and has the open pull requests with that head
// evaluated again.
func (e *evaluator) takeBack(ctx context.Context, r *github.Repository, left *github.Report, from queue.Target) error {
	left.Reviewers = e.config.Reviewers.Teams
	left.Gate = decision.Gate{Conclusion: decision.Pending, Reason: github.ReasonLeft}
	if err := e.publisher.Publish(ctx, r, nil, left); err != nil {
		if !github.Refused(err) {
			return err
		}
		// A commit that is gone is green for nobody.
		zerolog.Ctx(ctx).Info().Err(err).Str("head", left.Head).Msg("a check that was left behind cannot be taken back")
		return e.store.Leave(ctx, r.Key(), left.Head, github.CheckName(left.Base), left.Number)
	}
	return e.inbox.Enqueue(ctx, queue.Target{
		Kind: queue.Commit, Repository: r.Name, Installation: from.Installation, SHA: left.Head, Delivery: from.Delivery,
	})
}

// again has others that stand behind the check of a commit evaluated again. It is a github.Again.
func (e *evaluator) again(ctx context.Context, r *github.Repository, base string, others []store.Standing, rewrite bool) error {
	var targets []queue.Target
	for _, other := range others {
		target := queue.Target{Kind: queue.PullRequest, Repository: r.Name, Number: other.Number, Rewrite: rewrite}
		if other.Number == 0 {
			target = queue.Target{Kind: queue.MergeGroup, Repository: r.Name, SHA: other.Head, Ref: base, HeadRef: other.HeadRef}
		}
		targets = append(targets, target)
	}
	return e.inbox.Enqueue(ctx, targets...)
}
