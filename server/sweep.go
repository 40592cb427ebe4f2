package server

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
)

// sweep looks a repository over. What fails of it keeps nothing else from being looked at. The protection of the
// branches comes first: the evaluations that follow say what is wrong with it.
func (e *evaluator) sweep(ctx context.Context, r *github.Repository, target queue.Target, attempt queue.Attempt) error {
	branches := slices.Sorted(maps.Keys(e.config.Environments))
	var errs []error
	for _, branch := range branches {
		errs = append(errs, e.inspect(ctx, r, branch))
	}
	open, outdated, err := e.outdated(ctx, r)
	if err == nil {
		err = e.spread(ctx, r, target, outdated)
	}
	errs = append(errs, err)
	for _, branch := range branches {
		errs = append(errs, e.lookOver(ctx, r, branch, target, attempt))
	}
	errs = append(errs, e.groups(ctx, r, target, ""))
	// Last, because it is a courtesy and takes a request for each pull request.
	edited, err := e.edited(ctx, r, open, outdated)
	errs = append(errs, err, e.spread(ctx, r, target, edited))
	return errors.Join(errs...)
}

// spread enqueues pull requests.
func (e *evaluator) spread(ctx context.Context, r *github.Repository, from queue.Target, pulls []int) error {
	var targets []queue.Target
	for _, number := range pulls {
		targets = append(targets, queue.Target{Kind: queue.PullRequest, Repository: r.Name, Number: number,
			Installation: from.Installation, Rewrite: from.Rewrite, Delivery: from.Delivery})
	}
	return e.inbox.Enqueue(ctx, targets...)
}

// closed stands in the mark of a pull request that was looked at when it was not open any more.
const closed = "closed"

// outdated are the pull requests of a repository but those that were evaluated as they are now. What
// they are is also the base branch that they would be merged into, of whose moves the list says nothing. With them come
// the open ones, as they were listed.
func (e *evaluator) outdated(ctx context.Context, r *github.Repository) (pulls map[int]github.Sighting, outdated []int, err error) {
	seen, err := e.store.Seen(ctx, r.Key())
	if err != nil {
		return pulls, nil, err
	}
	greens, err := e.store.StandingPulls(ctx, r.Key())
	if err != nil {
		return pulls, nil, err
	}
	pulls, err = r.OpenPulls(ctx, "")
	if err != nil {
		return pulls, nil, err
	}
	tips := map[string]string{}
	for _, number := range greens {
		// It was closed, and nobody told: what it left behind is still green.
		if _, open := pulls[number]; !open && !strings.HasSuffix(seen[number], " "+closed) {
			outdated = append(outdated, number)
		}
	}
	for number, now := range pulls {
		before := seen[number]
		if !strings.HasPrefix(before, now.Seen+" ") {
			e.gate.Doubt(r.Key(), number) // a webhook may have been lost
		}
		if before == e.mark(now.Seen, "") {
			continue // it rests on no base branch
		}
		tip, asked := tips[now.Base]
		if !asked && strings.HasPrefix(before, now.Seen+" ") {
			if tip, err = r.Tip(ctx, now.Base); err != nil && !github.Missing(err) {
				return pulls, nil, err
			}
			tips[now.Base] = tip
		}
		if tip == "" || before != e.mark(now.Seen, tip) {
			outdated = append(outdated, number)
		}
	}
	return pulls, outdated, nil
}

// maxSummariesRead bounds how many summary comments one look-over reads, those of the newest pull requests. What GitHub
// answers is remembered, so that most cost nothing, but not of thousands.
const maxSummariesRead = 300

// edited are those of the open pull requests, but the given ones, whose summary comment is not as it was written: nobody tells of
// that, and what it says is taken for Sekisho's word.
func (e *evaluator) edited(ctx context.Context, r *github.Repository, open map[int]github.Sighting, but []int) ([]int, error) {
	numbers := slices.Sorted(maps.Keys(open))
	slices.Reverse(numbers)
	var edited []int
	for _, number := range numbers[:min(len(numbers), maxSummariesRead)] {
		if slices.Contains(but, number) {
			continue
		}
		summary, known, err := e.store.Summary(ctx, r.Key(), number)
		if err != nil {
			return edited, err
		}
		if !known {
			continue
		}
		other, plenty, err := r.Edited(ctx, summary)
		if err != nil {
			return edited, err
		}
		if other {
			edited = append(edited, number)
		}
		if !plenty {
			break // the pull requests that wait need what is left of the hour's requests
		}
	}
	return edited, nil
}

// team has the pull requests evaluated again on which somebody has said something, when who is a reviewer has changed:
// an approval counts from the moment that its author is one, and no longer.
func (e *evaluator) team(ctx context.Context, target queue.Target) error {
	if !slices.Contains(e.config.Reviewers.Teams, target.Ref) {
		return nil
	}
	var targets []queue.Target
	for _, name := range repositoriesOf(e.config) {
		owner, _, _ := strings.Cut(name, "/")
		if !strings.EqualFold(owner, target.Repository) {
			continue
		}
		numbers, err := e.store.WithApprovals(ctx, strings.ToLower(name), closed)
		if err != nil {
			return err
		}
		for _, number := range numbers {
			targets = append(targets, queue.Target{Kind: queue.PullRequest, Repository: name, Number: number, Delivery: target.Delivery})
		}
	}
	return e.inbox.Enqueue(ctx, targets...)
}

// repositoriesOf are all repositories of all tenants.
func repositoriesOf(config *platform.Config) []string {
	var names []string
	for _, tenant := range config.Tenants {
		if tenant.DAGRepository != "" {
			names = append(names, tenant.DAGRepository)
		}
		for _, application := range tenant.Applications {
			if application.Repository != "" {
				names = append(names, application.Repository)
			}
		}
	}
	return names
}
