package githubtwin

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"
)

var pullRoutes = []route{
	{"GET", "/repos/{owner}/{repo}/pulls", anyToken, []string{"pull_requests:read"}, (*call).listPulls},
	{"POST", "/repos/{owner}/{repo}/pulls", anyToken, []string{"pull_requests:write"}, (*call).createPull},
	{"GET", "/repos/{owner}/{repo}/pulls/comments/{comment}", anyToken, []string{"pull_requests:read"}, (*call).getReviewComment},
	{"PATCH", "/repos/{owner}/{repo}/pulls/comments/{comment}", anyToken, []string{"pull_requests:write"}, (*call).editReviewComment},
	{"DELETE", "/repos/{owner}/{repo}/pulls/comments/{comment}", anyToken, []string{"pull_requests:write"}, (*call).deleteReviewComment},
	{"GET", "/repos/{owner}/{repo}/pulls/comments", anyToken, []string{"pull_requests:read"}, (*call).listRepoReviewComments},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}", anyToken, []string{"pull_requests:read"}, (*call).getPull},
	{"PATCH", "/repos/{owner}/{repo}/pulls/{number}", anyToken, []string{"pull_requests:write"}, (*call).updatePull},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/files", anyToken, []string{"pull_requests:read"}, (*call).listPullFiles},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/commits", anyToken, []string{"pull_requests:read"}, (*call).listPullCommits},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/requested_reviewers", anyToken, []string{"pull_requests:read"}, (*call).listRequestedReviewers},
	{"POST", "/repos/{owner}/{repo}/pulls/{number}/requested_reviewers", anyToken, []string{"pull_requests:write"}, (*call).requestReviewers},
	{"GET", "/repos/{owner}/{repo}/commits/{ref}/pulls", anyToken, []string{"pull_requests:read"}, (*call).listPullsOfCommit},
}

// pull finds the pull request that the path names.
func (c *call) pull() (*pull, error) {
	n, err := c.number("number")
	if err != nil {
		return nil, err
	}
	if p := c.repo.pulls[int(n)]; p != nil {
		return p, nil
	}
	return nil, errNotFound
}

// diffBase is the commit that GitHub compares the head with: the merge base with the base branch.
func (t *Twin) diffBase(p *pull) (string, error) {
	base := p.baseSHA
	if p.state == "open" {
		base = p.repo.git.branch(p.baseRef)
	}
	return p.repo.git.mergeBase(base, p.headSHA)
}

func (t *Twin) pullFiles(p *pull) ([]diffFile, error) {
	base, err := t.diffBase(p)
	if err != nil {
		return nil, err
	}
	return p.repo.git.diff(base, p.headSHA)
}

// patchLines are the lines of a file's patch in the pull request's present diff.
func (t *Twin) patchLines(p *pull, path string) []hunkLine {
	files, err := t.pullFiles(p)
	if err != nil {
		return nil
	}
	for _, f := range files {
		if f.path == path && f.patch != "" {
			return hunkLines(f.patch)
		}
	}
	return nil
}

// pullCommits lists the commits of a pull request, oldest first.
func (t *Twin) pullCommits(p *pull) ([]*commit, error) {
	base, err := t.diffBase(p)
	if err != nil {
		return nil, err
	}
	key := "commits " + base + " " + p.headSHA
	if cached, ok := p.repo.git.cache.Load(key); ok {
		return cached.([]*commit), nil
	}
	commits, err := p.repo.git.log("--reverse", p.headSHA, "^"+base)
	if err == nil {
		p.repo.git.cache.Store(key, commits)
	}
	return commits, err
}

func (c *call) listPulls() (reply, error) {
	state := c.query.Get("state")
	if state == "" {
		state = "open"
	}
	base, head := c.query.Get("base"), c.query.Get("head")
	var list []*pull
	for _, p := range sortedPulls(c.repo) {
		if (state == "all" || p.state == state) && (base == "" || base == p.baseRef) && (head == "" || head == p.headRepo.owner.login+":"+p.headRef) {
			list = append(list, p)
		}
	}
	sorted := c.query.Get("sort")
	if err := order(c, list, func(p *pull) time.Time { return p.updated }, sorted == "" || sorted == "created"); err != nil {
		return reply{}, err
	}
	return page(c, list, func(p *pull) any { return c.t.simplePullJSON(p) }), nil
}

func (c *call) listPullsOfCommit() (reply, error) {
	sha, err := c.repo.git.resolve(c.path["ref"])
	if err != nil {
		return reply{}, fail(422, "No commit found for SHA: %s", c.path["ref"])
	}
	// GitHub: of a commit on the default branch the merged pull request that brought it, of another commit the merged
	// and the open ones.
	landed := c.repo.git.isAncestor(sha, c.repo.git.branch(c.repo.defaultBranch))
	var list []*pull
	for _, p := range sortedPulls(c.repo) {
		if p.merged.IsZero() && (landed || p.state != "open") {
			continue
		}
		commits, _ := c.t.pullCommits(p)
		if slices.ContainsFunc(commits, func(x *commit) bool { return x.sha == sha }) || p.mergeSHA == sha && !p.merged.IsZero() {
			list = append(list, p)
		}
	}
	return page(c, list, func(p *pull) any { return c.t.simplePullJSON(p) }), nil
}

func (c *call) getPull() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	switch c.mediaType() {
	case "diff":
		base, err := c.t.diffBase(p)
		if err != nil {
			return reply{}, err
		}
		text, err := p.repo.git.run(nil, "diff", "-M", base, p.headSHA)
		return reply{status: 200, raw: text, kind: "application/vnd.github.diff; charset=utf-8"}, err
	}
	return reply{status: 200, body: c.t.livePullJSON(p)}, nil
}

// livePullJSON is the pull request as the API answers it: with the test merge.
func (t *Twin) livePullJSON(p *pull) obj {
	if p.lag > 0 && p.state == "open" {
		p.lag--
		return t.pullJSON(p)
	}
	if p.stale > 0 && p.mergeSHA != "" && p.state == "open" {
		p.stale--
		body := t.pullJSON(p)
		body["mergeable"], body["rebaseable"], body["mergeable_state"] = true, true, "clean"
		return body
	}
	mergeable, state := t.mergeability(p)
	body := t.pullJSON(p)
	body["mergeable"], body["rebaseable"], body["mergeable_state"] = mergeable, mergeable, state
	return body
}

func (c *call) createPull() (reply, error) {
	var in struct {
		Title, Head, Base, Body string
		Draft                   bool
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	p, err := c.t.openPull(c.repo, c.who.account(), in.Head, in.Base, in.Title, PullOptions{Body: in.Body, Draft: in.Draft})
	if err != nil {
		return reply{}, err
	}
	return reply{status: 201, body: c.t.pullJSON(p)}, nil
}

func (c *call) updatePull() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	var in struct{ Title, Body, Base, State *string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	who := c.who.account()
	if who != p.user && c.who.installation == nil && !atLeast(c.t.permission(c.repo, who), "write") {
		return reply{}, fail(http.StatusForbidden, "Must have write access to repository.")
	}
	if err := c.t.editPull(p, who, in.Title, in.Body, in.Base); err != nil {
		return reply{}, err
	}
	if in.State != nil && *in.State == "closed" {
		c.t.closePull(p, who)
	}
	if in.State != nil && *in.State == "open" {
		if err := c.t.reopenPull(p, who); err != nil {
			return reply{}, err
		}
	}
	return reply{status: 200, body: c.t.livePullJSON(p)}, nil
}

// listPullFiles serves at most Limits.PullFiles rows in all, and leaves patches and counts out once
// Limits.PatchLines patch lines are in one answer, without a word, as GitHub has been seen to do.
func (c *call) listPullFiles() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	files, err := c.t.pullFiles(p)
	if err != nil {
		return reply{}, err
	}
	files = files[:min(len(files), c.t.limits.PullFiles)]
	lines := 0
	return page(c, files, func(f diffFile) any {
		lines += bytes.Count([]byte(f.patch), []byte("\n")) + 1
		return c.t.diffEntryJSON(c.repo, p.headSHA, f, lines <= c.t.limits.PatchLines)
	}), nil
}

func (c *call) listPullCommits() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	commits, err := c.t.pullCommits(p)
	if err != nil {
		return reply{}, err
	}
	commits = commits[:min(len(commits), c.t.limits.PullCommits)]
	return page(c, commits, func(x *commit) any { return c.t.commitJSON(c.repo, x) }), nil
}

func (c *call) listRequestedReviewers() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	body := c.t.simplePullJSON(p)
	return reply{status: 200, body: obj{"users": body["requested_reviewers"], "teams": body["requested_teams"]}}, nil
}

func (c *call) requestReviewers() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	var in struct {
		Reviewers     []string
		TeamReviewers []string `json:"team_reviewers"`
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	for _, login := range in.Reviewers {
		who, err := c.t.account(login)
		if err != nil || who == p.user || c.t.permission(c.repo, who) == "none" {
			return reply{}, unprocessable("Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the " + c.repo.full() + " repository.")
		}
		if !slices.Contains(p.requested, who) {
			p.requested = append(p.requested, who)
			c.t.emitPull("review_requested", p, c.who.account(), obj{"requested_reviewer": c.t.userJSON(who)})
		}
	}
	for _, slug := range in.TeamReviewers {
		o, err := c.t.org(c.repo.owner.login)
		if err != nil || o.teams[slug] == nil {
			return reply{}, unprocessable("Could not resolve to a node with the global id of '" + strconv.Quote(slug) + "'.")
		}
		if !slices.Contains(p.requestedTeams, o.teams[slug]) {
			p.requestedTeams = append(p.requestedTeams, o.teams[slug])
			c.t.emitPull("review_requested", p, c.who.account(), obj{"requested_team": c.t.teamJSON(o.teams[slug])})
		}
	}
	return reply{status: 201, body: c.t.simplePullJSON(p)}, nil
}
