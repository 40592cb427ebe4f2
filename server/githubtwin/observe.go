package githubtwin

import (
	"fmt"
	"slices"
	"time"
)

// PullRequestView is how a pull request stands.
type PullRequestView struct {
	Number           int
	Title, Body      string
	State            string // open or closed
	Draft            bool
	Merged           bool
	Author           string
	HeadRef, HeadSHA string
	BaseRef, BaseSHA string
	MergeSHA         string // the test merge of an open, the merge of a merged pull request
	MergeableState   string // clean, blocked, dirty, behind, draft, unstable, unknown
	Blockers         []string
}

// PullRequest shows a pull request.
func (t *Twin) PullRequest(repo string, number int) (PullRequestView, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, err := t.pull(repo, number)
	if err != nil {
		return PullRequestView{}, err
	}
	return t.viewPull(p), nil
}

func (t *Twin) viewPull(p *pull) PullRequestView {
	_, state := t.mergeability(p)
	return PullRequestView{Number: p.number, Title: p.title, Body: p.body, State: p.state, Draft: p.draft, Merged: !p.merged.IsZero(),
		Author: p.user.login, HeadRef: p.headRef, HeadSHA: p.headSHA, BaseRef: p.baseRef, BaseSHA: p.baseSHA, MergeSHA: p.mergeSHA,
		MergeableState: state, Blockers: t.blockers(p)}
}

// PullRequests lists the numbers of a repository's pull requests.
func (t *Twin) PullRequests(repo string) ([]int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return nil, err
	}
	var list []int
	for _, p := range sortedPulls(r) {
		list = append(list, p.number)
	}
	return list, nil
}

// CheckRunView is a check run.
type CheckRunView struct {
	ID                   int64
	App                  string
	Name                 string
	HeadSHA              string
	Status               string
	Conclusion           string
	ExternalID           string
	DetailsURL           string
	Title, Summary, Text string
	Annotations          []Annotation
	Actions              []Action
}

// CheckRuns lists the check runs on a commit, oldest first, with those that were replaced.
func (t *Twin) CheckRuns(repo, sha string) ([]CheckRunView, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return nil, err
	}
	var list []CheckRunView
	for _, run := range r.runs {
		if run.headSHA == sha {
			list = append(list, viewRun(run))
		}
	}
	return list, nil
}

func viewRun(run *checkRun) CheckRunView {
	return CheckRunView{ID: run.id, App: run.suite.app.slug, Name: run.name, HeadSHA: run.headSHA, Status: run.status,
		Conclusion: run.conclusion, ExternalID: run.externalID, DetailsURL: run.detailsURL, Title: run.title, Summary: run.summary,
		Text: run.text, Annotations: slices.Clone(run.annotations), Actions: slices.Clone(run.actions)}
}

// ReviewView is a review.
type ReviewView struct {
	ID       int64
	Author   string
	State    string // APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING
	Body     string
	CommitID string
	Message  string // of the dismissal
}

// Reviews lists the reviews of a pull request, oldest first.
func (t *Twin) Reviews(repo string, number int) ([]ReviewView, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, err := t.pull(repo, number)
	if err != nil {
		return nil, err
	}
	var list []ReviewView
	for _, rv := range p.reviews {
		list = append(list, ReviewView{rv.id, rv.user.login, rv.state, rv.body, rv.commit, rv.dismissal})
	}
	return list, nil
}

// ThreadView is a conversation on a line.
type ThreadView struct {
	ID       string
	Path     string
	Line     int // 0 when outdated or on the whole file
	Resolved bool
	Outdated bool
	Comments []CommentView
}

// CommentView is a comment.
type CommentView struct {
	ID      int64
	Author  string
	Body    string
	Created time.Time
	Updated time.Time
}

// ReviewThreads lists the conversations on lines, oldest first.
func (t *Twin) ReviewThreads(repo string, number int) ([]ThreadView, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, err := t.pull(repo, number)
	if err != nil {
		return nil, err
	}
	var list []ThreadView
	for _, th := range p.threads {
		line, _, position := t.place(th.comments[0])
		view := ThreadView{ID: threadID(th), Path: th.comments[0].path, Resolved: th.resolved, Outdated: position == nil}
		if n, ok := line.(int); ok {
			view.Line = n
		}
		for _, c := range th.comments {
			view.Comments = append(view.Comments, CommentView{c.id, c.user.login, c.body, c.created, c.updated})
		}
		list = append(list, view)
	}
	return list, nil
}

// Comments lists the comments under a pull request or issue, oldest first.
func (t *Twin) Comments(repo string, number int) ([]CommentView, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return nil, err
	}
	var list []CommentView
	for _, c := range r.comments {
		if c.number == number {
			list = append(list, CommentView{c.id, c.user.login, c.body, c.created, c.updated})
		}
	}
	return list, nil
}

// Branch is the commit that a branch points at; empty when there is no such branch.
func (t *Twin) Branch(repo, branch string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return "", err
	}
	return r.git.branch(branch), nil
}

// File reads a file at a commit or branch.
func (t *Twin) File(repo, ref, path string) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return nil, err
	}
	sha, err := r.git.resolve(ref)
	if err != nil {
		return nil, err
	}
	_, kind, content, err := r.git.object(sha + ":" + path)
	if err != nil || kind != "blob" {
		return nil, fmt.Errorf("no file %s in %s at %s", path, repo, ref)
	}
	return content, nil
}
