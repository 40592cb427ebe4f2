package githubtwin

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
)

// requestSuites makes the suite of every App that may write checks and asks it to check the new head.
func (t *Twin) requestSuites(r *repository, branch, before, after string, pusher *account) {
	for _, i := range t.sortedInstallations() {
		if !i.covers(r) || i.app.permissions["checks"] != "write" || !i.suspended.IsZero() {
			continue
		}
		known := t.findSuite(r, i.app, after)
		s := t.suiteFor(r, i.app, after, branch)
		s.before = before
		if known == nil {
			t.emitSuite("requested", s, pusher)
		}
	}
}

func (t *Twin) findSuite(r *repository, a *app, sha string) *checkSuite {
	for _, s := range r.suites {
		if s.app == a && s.headSHA == sha {
			return s
		}
	}
	return nil
}

// suiteFor finds or makes the one suite of an App on a commit.
func (t *Twin) suiteFor(r *repository, a *app, sha, branch string) *checkSuite {
	if s := t.findSuite(r, a, sha); s != nil {
		return s
	}
	s := &checkSuite{id: t.id(), app: a, repo: r, headSHA: sha, headBranch: branch, created: t.now(), updated: t.now()}
	if branch == "" {
		for _, p := range r.pulls {
			if p.headSHA == sha && p.headRepo == r {
				s.headBranch = p.headRef
			}
		}
	}
	r.suites = append(r.suites, s)
	return s
}

// suiteState joins the states of a suite's newest runs.
func (t *Twin) suiteState(s *checkSuite) (status, conclusion string) {
	latest := map[string]*checkRun{}
	for _, run := range s.repo.runs {
		if run.suite == s {
			latest[run.name] = run
		}
	}
	if len(latest) == 0 || s.rerequested {
		return "queued", ""
	}
	worst := -1
	order := []string{"success", "skipped", "neutral", "stale", "cancelled", "action_required", "timed_out", "failure"}
	for _, run := range latest {
		if run.status != "completed" {
			return "in_progress", ""
		}
		worst = max(worst, slices.Index(order, run.conclusion))
	}
	return "completed", order[worst]
}

func (t *Twin) emitSuite(action string, s *checkSuite, sender *account) {
	s.rerequested = s.rerequested || action == "rerequested"
	payload := obj{"check_suite": t.suiteEventJSON(s)}
	if action == "completed" {
		t.emit("check_suite", action, s.repo, s.repo.owner, sender, payload)
		return
	}
	t.emitTo(s.app, "check_suite", action, s.repo, sender, payload)
}

func (t *Twin) suiteEventJSON(s *checkSuite) obj {
	body := t.suiteJSON(s)
	delete(body, "repository")
	return body
}

func (t *Twin) suiteJSON(s *checkSuite) obj {
	self := t.api("/repos/%s/check-suites/%d", s.repo.full(), s.id)
	status, conclusion := t.suiteState(s)
	runs, pulls := 0, []any{}
	for _, run := range s.repo.runs {
		if run.suite == s {
			runs++
		}
	}
	for _, p := range t.pullsAt(s.repo, s.headSHA) {
		pulls = append(pulls, t.minimalPullJSON(p))
	}
	body := obj{
		"id": s.id, "node_id": nodeID("CheckSuite", s.id), "head_branch": nullable(s.headBranch), "head_sha": s.headSHA,
		"status": status, "conclusion": nullable(conclusion), "url": self, "before": cmp.Or(s.before, zeroSHA), "after": s.headSHA,
		"pull_requests": pulls, "app": t.appJSON(s.app), "created_at": stamp(s.created), "updated_at": stamp(s.updated),
		"rerequestable": true, "runs_rerequestable": true, "latest_check_runs_count": runs, "check_runs_url": self + "/check-runs",
		"repository": t.minimalRepoJSON(s.repo),
	}
	if c, err := s.repo.git.commit(s.headSHA); err == nil {
		body["head_commit"] = t.simpleCommitJSON(c)
	}
	return body
}

func (c *call) suite() (*checkSuite, error) {
	id, err := c.number("suite")
	if err != nil {
		return nil, err
	}
	for _, s := range c.repo.suites {
		if s.id == id {
			return s, nil
		}
	}
	return nil, errNotFound
}

func (c *call) getCheckSuite() (reply, error) {
	s, err := c.suite()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.suiteJSON(s)}, nil
}

func (c *call) createCheckSuite() (reply, error) {
	a, err := c.ownApp()
	if err != nil {
		return reply{}, err
	}
	var in struct {
		HeadSHA string `json:"head_sha"`
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if _, err := c.repo.git.commit(in.HeadSHA); err != nil {
		return reply{}, fail(http.StatusUnprocessableEntity, "No commit found for SHA: %s", in.HeadSHA)
	}
	status := 200
	if c.t.findSuite(c.repo, a, in.HeadSHA) == nil {
		status = 201
	}
	return reply{status: status, body: c.t.suiteJSON(c.t.suiteFor(c.repo, a, in.HeadSHA, ""))}, nil
}

func (c *call) listCheckSuites() (reply, error) {
	sha, err := c.repo.git.resolve(c.path["ref"])
	if err != nil {
		return reply{}, fail(http.StatusUnprocessableEntity, "No commit found for SHA: %s", c.path["ref"])
	}
	app, name := c.query.Get("app_id"), c.query.Get("check_name")
	named := map[*checkSuite]bool{}
	for _, run := range c.repo.runs {
		named[run.suite] = named[run.suite] || run.name == name
	}
	var list []*checkSuite
	for _, s := range c.repo.suites {
		if s.headSHA == sha && (app == "" || app == fmt.Sprint(s.app.id)) && (name == "" || named[s]) {
			list = append(list, s)
		}
	}
	answer := page(c, list, func(s *checkSuite) any { return c.t.suiteJSON(s) })
	answer.body = obj{"total_count": len(list), "check_suites": answer.body}
	return answer, nil
}

func (c *call) listSuiteRuns() (reply, error) {
	s, err := c.suite()
	if err != nil {
		return reply{}, err
	}
	return c.runPage(c.selectRuns(func(run *checkRun) bool { return run.suite == s }))
}

func (c *call) rerequestSuite() (reply, error) {
	s, err := c.suite()
	if err != nil {
		return reply{}, err
	}
	c.t.emitSuite("rerequested", s, c.who.account())
	return reply{status: 201, body: obj{}}, nil
}

// RerequestSuite presses "Re-run all checks" of an App on a commit.
func (t *Twin) RerequestSuite(repo string, appID int64, sha, login string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	who, err := t.account(login)
	if err != nil {
		return err
	}
	a := t.apps[appID]
	if a == nil {
		return fmt.Errorf("no App %d", appID)
	}
	s := t.findSuite(r, a, sha)
	if s == nil {
		return fmt.Errorf("App %d has no check suite on %s", appID, sha)
	}
	t.emitSuite("rerequested", s, who)
	return nil
}
