package githubtwin

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// CommitOptions say more about a commit than most need.
type CommitOptions struct {
	From      string            // branch or commit to start from; empty: the branch itself, or the default branch when it is new
	Modes     map[string]string // git modes by path: 100755, 120000 (content is the target), 160000 (content is a commit id)
	Committer string            // login; empty: the author
	Email     string            // of author and committer instead of the account's, so that GitHub links nobody
	Pusher    string            // login; empty: the author
}

// Commit makes a commit on a branch and pushes it: files replace, nil removes. The branch is made when it does not
// exist; with From it is moved, as a force push does. It returns the commit's id.
func (t *Twin) Commit(repo, branch, author, message string, files map[string][]byte, options ...CommitOptions) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return "", err
	}
	var o CommitOptions
	if len(options) > 0 {
		o = options[0]
	}
	who, err := t.account(author)
	if err != nil {
		return "", err
	}
	committer, pusher := who, who
	if o.Committer != "" {
		if committer, err = t.account(o.Committer); err != nil {
			return "", err
		}
	}
	if o.Pusher != "" {
		if pusher, err = t.account(o.Pusher); err != nil {
			return "", err
		}
	}
	before := r.git.branch(branch)
	from := before
	if o.From != "" {
		if from, err = r.git.resolve(o.From); err != nil {
			return "", fmt.Errorf("commit to %s: start from %q: %w", repo, o.From, err)
		}
	} else if from == "" {
		from = r.git.branch(r.defaultBranch)
	}
	by, with := t.signature(who, t.now()), t.signature(committer, t.now())
	if o.Email != "" {
		by.email, with.email = o.Email, o.Email
	}
	sha, err := r.git.write("refs/heads/"+branch, from, message, by, with, files, o.Modes)
	if err != nil {
		return "", err
	}
	t.refMoved(r, "refs/heads/"+branch, before, sha, pusher)
	return sha, nil
}

// Push moves a branch to a commit that the repository has, by force if need be; an empty sha deletes the branch.
func (t *Twin) Push(repo, branch, sha, pusher string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	who, err := t.account(pusher)
	if err != nil {
		return err
	}
	if sha != "" {
		if sha, err = r.git.resolve(sha); err != nil {
			return fmt.Errorf("push to %s: %w", repo, err)
		}
	}
	before := r.git.branch(branch)
	if err := r.git.setRef("refs/heads/"+branch, sha); err != nil {
		return err
	}
	t.refMoved(r, "refs/heads/"+branch, before, sha, who)
	return nil
}

// refMoved does what GitHub does after a push: the push event, check suites, pull requests that move or are merged
// by it. Empty ids stand for a branch that is not there.
func (t *Twin) refMoved(r *repository, ref, before, after string, pusher *account) {
	if before == after {
		return
	}
	r.pushed = t.now()
	or := func(sha string) string {
		if sha == "" {
			return zeroSHA
		}
		return sha
	}
	t.emitPush(r, ref, or(before), or(after), pusher)
	branch, ok := strings.CutPrefix(ref, "refs/heads/")
	if !ok {
		return
	}
	if after != "" {
		t.requestSuites(r, branch, before, after, pusher)
	}
	for _, base := range t.sortedRepos() {
		for _, p := range sortedPulls(base) {
			if p.state != "open" {
				continue
			}
			if p.headRepo == r && p.headRef == branch {
				t.headMoved(p, before, after, pusher)
			}
			if p.repo == r && p.baseRef == branch && after != "" && p.state == "open" {
				p.lag, p.stale = t.limits.MergeableLag, t.limits.StaleMerges
				if r.git.isAncestor(p.headSHA, after) && before != "" {
					t.markMerged(p, p.headSHA, pusher)
				}
			}
		}
	}
}

func (t *Twin) headMoved(p *pull, before, after string, pusher *account) {
	if after == "" {
		t.closePull(p, pusher)
		return
	}
	if err := p.takeHead(after); err != nil {
		t.options.Log.Error().Err(err).Int("number", p.number).Msg("twin cannot move a pull request")
		return
	}
	if !p.repo.git.isAncestor(before, after) {
		p.timeline = append(p.timeline, timelineItem{headRefForcePushed, t.now(), pusher, before, after})
	}
	p.updated, p.lag = t.now(), t.limits.MergeableLag
	p.baseSHA = p.repo.git.branch(p.baseRef)
	if protection := p.repo.protections[p.baseRef]; protection != nil && protection.DismissStale {
		for _, rv := range p.reviews {
			if rv.state == "APPROVED" {
				rv.state = "DISMISSED"
				t.emitReview("dismissed", rv, pusher, nil)
			}
		}
	}
	t.emitPull("synchronize", p, pusher, obj{"before": before, "after": after})
}

// takeHead records the head and makes its objects and reference present in the base repository.
func (p *pull) takeHead(sha string) error {
	ref := fmt.Sprintf("refs/pull/%d/head", p.number)
	if p.headRepo != p.repo {
		if _, err := p.repo.git.run(nil, "fetch", "--quiet", p.headRepo.git.dir, "+"+sha+":"+ref); err != nil {
			return err
		}
	} else if err := p.repo.git.setRef(ref, sha); err != nil {
		return err
	}
	p.headSHA = sha
	return nil
}

func (t *Twin) sortedRepos() []*repository {
	return slices.SortedFunc(maps.Values(t.repos), func(a, b *repository) int { return int(a.id - b.id) })
}

func (t *Twin) sortedApps() []*app {
	return slices.SortedFunc(maps.Values(t.apps), func(a, b *app) int { return int(a.id - b.id) })
}

func sortedPulls(r *repository) []*pull {
	return slices.SortedFunc(maps.Values(r.pulls), func(a, b *pull) int { return a.number - b.number })
}

// OpenPullRequest opens a pull request. head is a branch of the repository, or "owner:branch" of a fork.
func (t *Twin) OpenPullRequest(repo, author, head, base, title string, options ...PullOptions) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return 0, err
	}
	who, err := t.account(author)
	if err != nil {
		return 0, err
	}
	var o PullOptions
	if len(options) > 0 {
		o = options[0]
	}
	p, err := t.openPull(r, who, head, base, title, o)
	if err != nil {
		return 0, err
	}
	return p.number, nil
}

// PullOptions say more about a new pull request than most need.
type PullOptions struct {
	Body  string
	Draft bool
}

func (t *Twin) openPull(r *repository, who *account, head, base, title string, o PullOptions) (*pull, error) {
	headRepo := r
	if owner, branch, ok := strings.Cut(head, ":"); ok {
		head = branch
		if headRepo = t.repos[strings.ToLower(owner+"/"+r.name)]; headRepo == nil {
			return nil, invalid("PullRequest", "head", "invalid", "")
		}
	}
	headSHA, baseSHA := headRepo.git.branch(head), r.git.branch(base)
	if headSHA == "" {
		return nil, invalid("PullRequest", "head", "invalid", "")
	}
	if baseSHA == "" {
		return nil, invalid("PullRequest", "base", "invalid", "")
	}
	for _, other := range r.pulls {
		if other.state == "open" && other.headRepo == headRepo && other.headRef == head && other.baseRef == base {
			return nil, invalid("PullRequest", "", "custom", fmt.Sprintf("A pull request already exists for %s:%s.", headRepo.owner.login, head))
		}
	}
	p := &pull{id: t.id(), issueID: t.id(), number: r.nextNumber, repo: r, headRepo: headRepo, headRef: head, baseRef: base,
		baseSHA: baseSHA, title: title, body: o.Body, draft: o.Draft, user: who, state: "open", created: t.now(), updated: t.now(),
		lag: t.limits.MergeableLag}
	if err := p.takeHead(headSHA); err != nil {
		return nil, err
	}
	if commits, err := t.pullCommits(p); err != nil || len(commits) == 0 {
		return nil, invalid("PullRequest", "", "custom", fmt.Sprintf("No commits between %s and %s", base, head))
	}
	r.nextNumber++
	r.pulls[p.number] = p
	t.emitPull("opened", p, who, nil)
	return p, nil
}

// pull finds a pull request; the caller holds the lock.
func (t *Twin) pull(repo string, number int) (*pull, error) {
	r, err := t.repository(repo)
	if err != nil {
		return nil, err
	}
	if p := r.pulls[number]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no pull request %s#%d", repo, number)
}

// withPull runs an action of a person on a pull request.
func (t *Twin) withPull(repo string, number int, login string, action func(*pull, *account) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, err := t.pull(repo, number)
	if err != nil {
		return err
	}
	who, err := t.account(login)
	if err != nil {
		return err
	}
	return action(p, who)
}

// EditTitle gives a pull request another title.
func (t *Twin) EditTitle(repo string, number int, login, title string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error { return t.editPull(p, who, &title, nil, nil) })
}

// EditBase points a pull request at another base branch.
func (t *Twin) EditBase(repo string, number int, login, base string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error { return t.editPull(p, who, nil, nil, &base) })
}

func (t *Twin) editPull(p *pull, who *account, title, body, base *string) error {
	changes := obj{}
	if title != nil && *title != p.title {
		changes["title"] = obj{"from": p.title}
		p.title = *title
	}
	if body != nil && *body != p.body {
		changes["body"] = obj{"from": nullable(p.body)}
		p.body = *body
	}
	if base != nil && *base != p.baseRef {
		sha := p.repo.git.branch(*base)
		if sha == "" {
			return invalid("PullRequest", "base", "invalid", "")
		}
		p.timeline = append(p.timeline, timelineItem{baseRefChanged, t.now(), who, p.baseRef, *base})
		changes["base"] = obj{"ref": obj{"from": p.baseRef}, "sha": obj{"from": p.baseSHA}}
		p.baseRef, p.baseSHA, p.lag = *base, sha, t.limits.MergeableLag
	}
	if len(changes) > 0 {
		p.updated = t.now()
		t.emitPull("edited", p, who, obj{"changes": changes})
	}
	return nil
}

// ReadyForReview takes a draft out of draft; ConvertToDraft is the way back.
func (t *Twin) ReadyForReview(repo string, number int, login string) error {
	return t.setDraft(repo, number, login, false, "ready_for_review")
}

// ConvertToDraft makes a pull request a draft.
func (t *Twin) ConvertToDraft(repo string, number int, login string) error {
	return t.setDraft(repo, number, login, true, "converted_to_draft")
}

func (t *Twin) setDraft(repo string, number int, login string, draft bool, action string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		if p.draft != draft {
			p.draft, p.updated = draft, t.now()
			t.emitPull(action, p, who, nil)
		}
		return nil
	})
}

// ClosePullRequest closes without merging.
func (t *Twin) ClosePullRequest(repo string, number int, login string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error { t.closePull(p, who); return nil })
}

func (t *Twin) closePull(p *pull, who *account) {
	if p.state == "open" {
		p.state, p.closed, p.updated = "closed", t.now(), t.now()
		t.dequeue(p, "dequeued")
		t.emitPull("closed", p, who, nil)
	}
}

// ReopenPullRequest opens a closed, unmerged pull request again.
func (t *Twin) ReopenPullRequest(repo string, number int, login string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error { return t.reopenPull(p, who) })
}

func (t *Twin) reopenPull(p *pull, who *account) error {
	if !p.merged.IsZero() {
		return invalid("PullRequest", "state", "invalid", "state cannot be changed. The pull request has been merged.")
	}
	if p.state == "closed" {
		p.state, p.closed, p.updated = "open", p.merged, t.now()
		if sha := p.headRepo.git.branch(p.headRef); sha != "" {
			if err := p.takeHead(sha); err != nil {
				return err
			}
		}
		t.emitPull("reopened", p, who, nil)
	}
	return nil
}
