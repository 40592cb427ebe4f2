package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Group is a merge queue's commit: the base branch with one or more pull requests merged into it.
type Group struct {
	Head, Tree string
	BaseSHA    string // the base branch's tip
	// Pulls are the pull requests that the group is made of, where they can be told for certain:
	// every step from the head down to the base branch is the merge of a pull request's head.
	Pulls []GroupPull
	// Newest is the pull request that GitHub names in the group's branch; a name, so no proof.
	Newest GroupPull
	// Unclear says why Pulls could not be told.
	Unclear string
}

// GroupPull is a pull request in a merge group. Where several have the same head it is one of them, which is
// all the same to what is merged.
type GroupPull struct {
	Numbers []int
	Head    string
}

// Name is how the pull request is told of.
func (p GroupPull) Name() string {
	names := make([]string, len(p.Numbers))
	for i, number := range p.Numbers {
		names[i] = fmt.Sprintf("#%d", number)
	}
	return strings.Join(names, " or ")
}

// maxGroup bounds how many pull requests of a group are followed. GitHub allows 100.
const maxGroup = 100

// groupBranch is the form of the branches that GitHub makes for merge groups.
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
var groupBranch = regexp.MustCompile(`^gh-readonly-queue/(.+)/pr-([0-9]+)-[0-9a-f]{40,64}$`)

// Group reads a merge group's commits.
func (r *Repository) Group(ctx context.Context, head, base, headRef string) (*Group, error) {
	for attempt := 1; ; attempt++ {
		g, err := r.readGroup(ctx, head, base, headRef)
		if err != nil || g.Unclear == "" || attempt == groupAttempts {
			return g, err
		}
		// The group before this one may have landed between the requests; then the branch has moved.
		tip, err := r.Tip(ctx, base)
		if err != nil || tip == g.BaseSHA {
			return g, err
		}
	}
}

// Place is where a merge group's commit is.
type Place int

// The places: in the queue, whose branch is still at it; on the base branch, which is built on it; nowhere.
const (
	Gone Place = iota
	Queued
	Landed
)

// Where says where a merge group's commit is. Its branch may not be known.
func (r *Repository) Where(ctx context.Context, head, base, headRef string) (Place, error) {
	if headRef != "" {
		tip, err := r.Tip(ctx, headRef)
		if err != nil && !Missing(err) {
			return Gone, err
		}
		if tip == head {
			return Queued, nil
		}
	}
	landed, err := r.OnBranch(ctx, head, base)
	if err != nil || !landed {
		return Gone, err
	}
	return Landed, nil
}

// groupAttempts bounds how often a group is read again because its base branch moved meanwhile.
const groupAttempts = 4

// Tip is the newest commit of a branch.
func (r *Repository) Tip(ctx context.Context, branch string) (string, error) {
	found, err := r.branch(ctx, branch)
	return found.Commit.SHA, err
}

// branch reads a branch. go-github's own call gives an error in which the status of GitHub's answer, and when
// to try again, cannot be told.
func (r *Repository) branch(ctx context.Context, name string) (found branch, err error) {
	request, err := r.client.NewRequest(http.MethodGet, fmt.Sprintf("repos/%s/%s/branches/%s", r.owner, r.repo, url.PathEscape(name)), nil)
	if err != nil {
		return found, fmt.Errorf("read branch %s: %w", name, err)
	}
	if _, err := r.client.Do(ctx, request, &found); err != nil {
		return branch{}, failed(err, "read branch "+name)
	}
	if found.Name != name {
		return branch{}, fmt.Errorf("read branch %s: %w: %q", name, errRenamed, found.Name)
	}
	if found.Commit.SHA == "" {
		return branch{}, fmt.Errorf("read branch %s: the answer lacks its commit", name)
	}
	return found, nil
}

// errRenamed says that GitHub answered for another branch: it leads on from the name that a branch had before.
var errRenamed = errors.New("it has another name now")

// branch is what is needed of a branch.
type branch struct {
	Name   string `json:"name"`
	Commit struct {
		SHA string `json:"sha"`
	} `json:"commit"`
	Protection protection `json:"protection"`
}

func (r *Repository) readGroup(ctx context.Context, head, base, headRef string) (*Group, error) {
	match := groupBranch.FindStringSubmatch(headRef)
	if match == nil || match[1] != base {
		return nil, fmt.Errorf("branch %q is no merge group of %s", headRef, base)
	}
	baseSHA, err := r.Tip(ctx, base)
	if err != nil {
		return nil, err
	}
	tip, err := r.commit(ctx, head)
	if err != nil {
		return nil, err
	}
	g := &Group{Head: head, Tree: tip.Tree, BaseSHA: baseSHA}
	open, err := r.openHeads(ctx, base)
	if err != nil {
		return nil, err
	}
	newest, err := strconv.Atoi(match[2])
	if err != nil {
		return nil, fmt.Errorf("branch %q is no merge group of %s: %w", headRef, base, err)
	}
	g.Newest.Numbers = []int{newest}
	for sha, numbers := range open {
		if slices.Contains(numbers, newest) {
			g.Newest.Head = sha
		}
	}
	at, step := head, tip
	for at != g.BaseSHA {
		if len(g.Pulls) == maxGroup {
			g.Unclear = fmt.Sprintf("the group has more than %d steps", maxGroup)
			break
		}
		if len(step.Parents) != 2 {
			g.Unclear = fmt.Sprintf("commit %.8s is no merge of a pull request", at)
			break
		}
		numbers, ok := open[step.Parents[1]]
		if !ok {
			g.Unclear = fmt.Sprintf("commit %.8s merges something else than an open pull request's head", at)
			break
		}
		g.Pulls = append(g.Pulls, GroupPull{numbers, step.Parents[1]})
		if at = step.Parents[0]; at == g.BaseSHA {
			break
		}
		if step, err = r.commit(ctx, at); err != nil {
			return nil, err
		}
	}
	if g.Unclear != "" {
		g.Pulls = nil
	}
	return g, nil
}

// openHeads are the heads of the open pull requests into a branch, with their numbers.
func (r *Repository) openHeads(ctx context.Context, base string) (map[string][]int, error) {
	pulls, err := r.openPulls(ctx, base)
	if err != nil {
		return nil, err
	}
	heads := map[string][]int{}
	for _, p := range pulls {
		heads[p.GetHead().GetSHA()] = append(heads[p.GetHead().GetSHA()], p.GetNumber())
	}
	for _, numbers := range heads {
		slices.Sort(numbers)
	}
	return heads, nil
}
