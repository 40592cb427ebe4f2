package github

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"

	gh "github.com/google/go-github/v60/github"
	"golang.org/x/sync/errgroup"
)

// Greens is what a look for green checks of a name found.
type Greens struct {
	Heads  []string    // commits with a green one that are not on the base branch
	Groups []GroupHead // merge groups that are queued
	// Left is how many commits, and open pull requests, were not looked at.
	Left int
}

// GroupHead is the commit of a merge group, and its branch.
type GroupHead struct{ SHA, Ref string }

const (
	// maxGreenLooks bounds how many commits are asked for their checks: it is one request each.
	maxGreenLooks = 200
	// maxOpenLooks bounds how many open pull requests are asked for their commits and their heads of before, the newest
	// first: it is two requests each.
	maxOpenLooks = 200
	// maxLanded bounds how many of the base branch's newest commits are known to be on it, and maxClosed how
	// many closed pull requests are looked at, those that changed last first.
	maxLanded, maxClosed = 1000, 500
)

// Greens looks for green checks of ours where somebody would find a commit to make a pull request of: on the tips of
// branches, on what closed pull requests ended with, and on the commits of open ones and their heads of before. A commit
// that is in none of these is not found. It takes no more than half of the hour's requests: the pull requests
// that wait need the others.
func (r *Repository) Greens(ctx context.Context, base, check string) (Greens, error) {
	var found Greens
	landed, err := r.newest(ctx, base)
	if err != nil {
		return found, err
	}
	var candidates []string
	seen := map[string]bool{}
	add := func(sha string) {
		if sha != "" && !seen[sha] && !landed[sha] {
			seen[sha] = true
			candidates = append(candidates, sha)
		}
	}
	open, err := r.openPulls(ctx, base)
	if err != nil {
		return found, err
	}
	for _, p := range open {
		seen[p.GetHead().GetSHA()] = true // it is evaluated for itself
	}
	if err := r.closedHeads(ctx, add); err != nil {
		return found, err
	}
	if found.Groups, err = r.tips(ctx, base, add); err != nil {
		return found, err
	}
	if n := len(open); n > maxOpenLooks {
		open, found.Left = open[:maxOpenLooks], n-maxOpenLooks
	}
	for _, p := range open {
		if err := r.pushedOver(ctx, p.GetNumber(), add); err != nil {
			return found, err
		}
		if err := r.commitsOf(ctx, p.GetNumber(), add); err != nil {
			return found, err
		}
	}
	if n := len(candidates); n > maxGreenLooks {
		candidates, found.Left = candidates[:maxGreenLooks], found.Left+n-maxGreenLooks
	}
	var mu sync.Mutex
	spent := false
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelBlobs)
	for _, sha := range candidates {
		group.Go(func() error {
			mu.Lock()
			stop := spent
			if stop {
				found.Left++
			}
			mu.Unlock()
			if stop {
				return nil
			}
			green, rate, err := r.green(ctx, sha, check)
			mu.Lock()
			defer mu.Unlock()
			spent = spent || !halfLeft(rate)
			if green {
				found.Heads = append(found.Heads, sha)
			}
			return err
		})
	}
	err = group.Wait()
	slices.Sort(found.Heads)
	return found, err
}

// green says whether the check of ours that GitHub shows on a commit lets it be merged, and what is left of the hour's
// requests. It asks for all our checks, so that the next base branch gets the same answer for nothing.
func (r *Repository) green(ctx context.Context, sha, check string) (bool, gh.Rate, error) {
	options := &gh.ListCheckRunsOptions{AppID: gh.Int64(r.self.ID), Filter: gh.String("latest"), ListOptions: gh.ListOptions{PerPage: 100}}
	for {
		runs, resp, err := r.client.Checks.ListCheckRunsForRef(ctx, r.owner, r.repo, sha, options)
		if notFound(err) || status(err) == http.StatusUnprocessableEntity {
			return false, gh.Rate{}, nil // the commit is gone
		}
		if err != nil {
			return false, gh.Rate{}, failed(err, fmt.Sprintf("look for the check %s on %.8s", check, sha))
		}
		green := slices.ContainsFunc(runs.CheckRuns, func(run *gh.CheckRun) bool {
			return run.GetName() == check && run.GetStatus() == "completed" && slices.Contains([]string{"success", "neutral", "skipped"}, run.GetConclusion())
		})
		if green || resp.NextPage == 0 {
			return green, resp.Rate, nil
		}
		options.Page = resp.NextPage
	}
}

// newest are a branch's newest commits.
func (r *Repository) newest(ctx context.Context, branch string) (map[string]bool, error) {
	commits := map[string]bool{}
	options := &gh.CommitsListOptions{SHA: branch, ListOptions: gh.ListOptions{PerPage: 100}}
	for {
		some, resp, err := r.client.Repositories.ListCommits(ctx, r.owner, r.repo, options)
		if err != nil {
			return nil, failed(err, "list the commits of "+branch)
		}
		for _, c := range some {
			commits[c.GetSHA()] = true
		}
		if resp.NextPage == 0 || len(commits) >= maxLanded {
			return commits, nil
		}
		options.Page = resp.NextPage
	}
}

// tips gives the tips of all branches but those of merge groups, and returns the groups of the base branch.
func (r *Repository) tips(ctx context.Context, base string, add func(sha string)) ([]GroupHead, error) {
	var groups []GroupHead
	options := &gh.BranchListOptions{ListOptions: gh.ListOptions{PerPage: 100}}
	for {
		branches, resp, err := r.client.Repositories.ListBranches(ctx, r.owner, r.repo, options)
		if err != nil {
			return nil, failed(err, "list the branches")
		}
		for _, b := range branches {
			switch match := groupBranch.FindStringSubmatch(b.GetName()); {
			case match == nil:
				add(b.GetCommit().GetSHA())
			case match[1] == base:
				groups = append(groups, GroupHead{b.GetCommit().GetSHA(), b.GetName()})
			}
		}
		if resp.NextPage == 0 {
			return groups, nil
		}
		options.Page = resp.NextPage
	}
}

// closedHeads gives the heads of the closed pull requests that changed last.
func (r *Repository) closedHeads(ctx context.Context, add func(sha string)) error {
	options := &gh.PullRequestListOptions{State: "closed", Sort: "updated", Direction: "desc", ListOptions: gh.ListOptions{PerPage: 100}}
	for looked := 0; ; {
		pulls, resp, err := r.client.PullRequests.List(ctx, r.owner, r.repo, options)
		if err != nil {
			return failed(err, "list the closed pull requests")
		}
		for _, p := range pulls {
			add(p.GetHead().GetSHA())
		}
		if looked += len(pulls); resp.NextPage == 0 || looked >= maxClosed {
			return nil
		}
		options.Page = resp.NextPage
	}
}

// commitsOf gives the commits of a pull request, as far as GitHub lists them.
func (r *Repository) commitsOf(ctx context.Context, number int, add func(sha string)) error {
	options := &gh.ListOptions{PerPage: 100}
	for {
		commits, resp, err := r.client.PullRequests.ListCommits(ctx, r.owner, r.repo, number, options)
		if err != nil {
			return failed(err, fmt.Sprintf("list the commits of #%d", number))
		}
		for _, c := range commits {
			add(c.GetSHA())
		}
		if resp.NextPage == 0 {
			return nil
		}
		options.Page = resp.NextPage
	}
}
