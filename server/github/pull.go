package github

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"
)

// Pull is what GitHub's API says of a pull request.
type Pull struct {
	Repository string
	Number     int
	Open       bool
	Merged     bool
	MergedBy   string // login
	Draft      bool
	Author     User
	Base       string // branch
	Head       string // commit
	// Conflict is set when the pull request cannot be merged; then the fields below are not.
	Conflict  bool
	Merge     string    // commit of the test merge
	MergeMade time.Time // when GitHub made it
	BaseSHA   string    // the base branch's commit that was merged
	MergeTree string

	ChangedFiles   int // as GitHub counts them
	Commits        int
	Comments       int
	ReviewComments int
	Created        time.Time
	Updated        time.Time
	// Seen changes whenever something about the pull request does that GitHub dates.
	Seen string
}

// User is an account. The id stays when the login changes.
type User struct {
	ID    int64
	Login string
	Type  string // User, Bot, …
}

func userOf(u *gh.User) User { return User{ID: u.GetID(), Login: u.GetLogin(), Type: u.GetType()} }

// mergePolls are the waits between looks at a pull request whose test merge GitHub has not made yet.
// It makes it in the background, asked for by the first look.
// https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
var mergePolls = []time.Duration{300 * time.Millisecond, 1500 * time.Millisecond}

// Pull reads a pull request together with the commit of its test merge.
func (r *Repository) Pull(ctx context.Context, number int) (*Pull, error) {
	for poll := 0; ; poll++ {
		answer, _, err := r.client.PullRequests.Get(ctx, r.owner, r.repo, number)
		if err != nil {
			return nil, failed(err, fmt.Sprintf("read pull request #%d", number))
		}
		pull := r.pullOf(answer)
		if pull.Number != number || pull.Head == "" || pull.Base == "" {
			return nil, fmt.Errorf("read pull request #%d: GitHub's answer lacks its number, head or base", number)
		}
		if !pull.Open {
			return pull, nil
		}
		ready, err := r.readMerge(ctx, pull, answer, poll == len(mergePolls))
		if err != nil || ready {
			return pull, err
		}
		if poll == len(mergePolls) {
			return nil, fmt.Errorf("read pull request #%d: GitHub has not computed its test merge yet", number)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the test merge of pull request #%d: %w", number, ctx.Err())
		case <-time.After(mergePolls[poll]):
		}
	}
}

// Missing says whether an error means that what was asked for does not exist, or that the App may not
// see it.
func Missing(err error) bool { return notFound(err) || errors.Is(err, errRenamed) }

// Glance reads a pull request without its test merge.
func (r *Repository) Glance(ctx context.Context, number int) (*Pull, error) {
	answer, _, err := r.client.PullRequests.Get(ctx, r.owner, r.repo, number)
	if err != nil {
		return nil, failed(err, fmt.Sprintf("read pull request #%d", number))
	}
	return r.pullOf(answer), nil
}

func (r *Repository) pullOf(p *gh.PullRequest) *Pull {
	return &Pull{
		Repository: r.Name, Number: p.GetNumber(), Open: p.GetState() == "open", Merged: p.GetMerged(), MergedBy: p.GetMergedBy().GetLogin(), Draft: p.GetDraft(),
		Author: userOf(p.User), Base: p.GetBase().GetRef(), Head: p.GetHead().GetSHA(),
		ChangedFiles: p.GetChangedFiles(), Commits: p.GetCommits(), Comments: p.GetComments(), ReviewComments: p.GetReviewComments(),
		Created: p.GetCreatedAt().UTC(), Updated: p.GetUpdatedAt().UTC(), Seen: SeenOf(p),
	}
}

// SeenOf is a value that changes when what GitHub's list of pull requests says of one does.
func SeenOf(p *gh.PullRequest) string {
	return strings.Join([]string{p.GetHead().GetSHA(), p.GetBase().GetRef(), p.GetUpdatedAt().UTC().Format(time.RFC3339), strconv.FormatBool(p.GetDraft())}, " ")
}

// readMerge fills in the test merge. It returns false while GitHub has not made the one of the current head
// into the current base branch: merge_commit_sha may for a moment be that of an earlier head or of another
// base branch, so its parents decide. One into a commit that the base branch has moved on from is taken in the end:
// the branch may move faster than GitHub merges, and the look-over comes back to it.
func (r *Repository) readMerge(ctx context.Context, pull *Pull, answer *gh.PullRequest, last bool) (bool, error) {
	if answer.Mergeable == nil {
		return false, nil
	}
	if !answer.GetMergeable() {
		pull.Conflict = true
		return true, nil
	}
	merge := answer.GetMergeCommitSHA()
	if merge == "" {
		return false, nil
	}
	c, err := r.commit(ctx, merge)
	if err != nil {
		return false, err
	}
	if len(c.Parents) != 2 || c.Parents[1] != pull.Head {
		return false, nil
	}
	tip, err := r.Tip(ctx, pull.Base)
	if err != nil && !Missing(err) {
		return false, err
	}
	if c.Parents[0] != tip {
		if within, err := r.OnBranch(ctx, c.Parents[0], pull.Base); err != nil || !within || !last {
			return false, err
		}
	}
	if c.Made.IsZero() {
		return false, fmt.Errorf("read the test merge %s of #%d: the answer lacks when it was made", merge, pull.Number)
	}
	pull.Merge, pull.MergeMade, pull.BaseSHA, pull.MergeTree = merge, c.Made, c.Parents[0], c.Tree
	return true, nil
}

// Sighting is what GitHub's list of pull requests says of one.
type Sighting struct {
	Base string // branch
	Seen string // as of SeenOf
}

// OnBranch reports whether a commit is a branch's tip or one that the tip is built on.
func (r *Repository) OnBranch(ctx context.Context, sha, branch string) (bool, error) {
	comparison, _, err := r.client.Repositories.CompareCommits(ctx, r.owner, r.repo, sha, branch, &gh.ListOptions{PerPage: 1})
	if notFound(err) {
		return false, nil
	}
	if err != nil {
		return false, failed(err, fmt.Sprintf("look for commit %.8s on %s", sha, branch))
	}
	return comparison.GetStatus() == "ahead" || comparison.GetStatus() == "identical", nil
}

// OpenPulls lists the open pull requests of the repository whose base is the given branch; an empty
// base means all of them.
func (r *Repository) OpenPulls(ctx context.Context, base string) (map[int]Sighting, error) {
	pulls, err := r.openPulls(ctx, base)
	if err != nil {
		return nil, err
	}
	seen := map[int]Sighting{}
	for _, p := range pulls {
		seen[p.GetNumber()] = Sighting{p.GetBase().GetRef(), SeenOf(p)}
	}
	return seen, nil
}

func (r *Repository) openPulls(ctx context.Context, base string) ([]*gh.PullRequest, error) {
	var all []*gh.PullRequest
	options := &gh.PullRequestListOptions{State: "open", Base: base, ListOptions: gh.ListOptions{PerPage: 100}}
	for {
		pulls, resp, err := r.client.PullRequests.List(ctx, r.owner, r.repo, options)
		if err != nil {
			return nil, failed(err, "list the open pull requests of "+r.Name)
		}
		all = append(all, pulls...)
		if resp.NextPage == 0 {
			return all, nil
		}
		options.Page = resp.NextPage
	}
}

// PullsOfCommit lists the open pull requests of the repository whose head is the commit. GitHub's own list of a
// commit's pull requests leaves the open ones out where the commit is on the default branch.
func (r *Repository) PullsOfCommit(ctx context.Context, sha string) ([]int, error) {
	pulls, err := r.openPulls(ctx, "")
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, p := range pulls {
		if p.GetHead().GetSHA() == sha {
			numbers = append(numbers, p.GetNumber())
		}
	}
	return numbers, nil
}
