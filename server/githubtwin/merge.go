package githubtwin

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

var mergeRoutes = []route{
	{"PUT", "/repos/{owner}/{repo}/pulls/{number}/merge", anyToken, []string{"contents:write"}, (*call).putMerge},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/merge", anyToken, []string{"pull_requests:read"}, (*call).getMerge},
}

// testMerge brings refs/pull/N/merge up to date with head and base.
func (t *Twin) testMerge(p *pull) error {
	base := p.repo.git.branch(p.baseRef)
	key := base + " " + p.headSHA
	if p.mergeFor == key || p.state != "open" {
		return nil
	}
	by := signature{"GitHub", "noreply@github.com", t.now()}
	sha, conflict, err := p.repo.git.merge(base, p.headSHA, fmt.Sprintf("Merge %s into %s", p.headSHA, base), by)
	if err != nil {
		return err
	}
	ref := fmt.Sprintf("refs/pull/%d/merge", p.number)
	p.mergeFor, p.conflict, p.mergeSHA = key, conflict, sha
	if conflict {
		sha = "" // GitHub removes the reference when the merge no longer works
	}
	if sha == "" {
		p.repo.git.setRef(ref, "")
		return nil
	}
	return p.repo.git.setRef(ref, sha)
}

// mergeability is what GitHub shows beside the merge button.
func (t *Twin) mergeability(p *pull) (mergeable any, state string) {
	if p.state != "open" {
		return nil, "unknown"
	}
	if err := t.testMerge(p); err != nil {
		t.options.Log.Error().Err(err).Int("number", p.number).Msg("twin cannot make a test merge")
		return nil, "unknown"
	}
	switch {
	case p.conflict:
		return false, "dirty"
	case p.draft:
		return true, "draft"
	case t.isBehind(p):
		return true, "behind"
	case len(t.blockers(p)) > 0:
		return true, "blocked"
	case t.unstable(p):
		return true, "unstable"
	default:
		return true, "clean"
	}
}

func (t *Twin) isBehind(p *pull) bool {
	rules := p.repo.protections[p.baseRef]
	return rules != nil && rules.Strict && !p.repo.git.isAncestor(p.repo.git.branch(p.baseRef), p.headSHA)
}

// unstable says that something that is not required has not passed.
func (t *Twin) unstable(p *pull) bool {
	for _, run := range p.repo.runs {
		if run.headSHA == p.headSHA && !passed(run) && t.newestRun(p.repo, p.headSHA, RequiredCheck{run.name, run.suite.app.id}) == run {
			return true
		}
	}
	return slices.ContainsFunc(p.repo.latestStatuses(p.headSHA), func(s *commitStatus) bool { return s.state != "success" })
}

// passed is GitHub's rule: neutral and skipped count as passed.
func passed(run *checkRun) bool {
	return run.status == "completed" && slices.Contains([]string{"success", "neutral", "skipped"}, run.conclusion)
}

func (t *Twin) newestRun(r *repository, sha string, want RequiredCheck) *checkRun {
	for _, run := range slices.Backward(r.runs) {
		if run.headSHA == sha && run.name == want.Context && (want.AppID == 0 || run.suite.app.id == want.AppID) {
			return run
		}
	}
	return nil
}

// checkState says where a required check stands on a commit: empty when it has passed, else the reason.
func (t *Twin) checkState(r *repository, sha string, want RequiredCheck) string {
	run := t.newestRun(r, sha, want)
	var status *commitStatus
	for _, s := range r.latestStatuses(sha) {
		if s.context == want.Context && (want.AppID == 0 || s.app != nil && s.app.id == want.AppID) {
			status = s
		}
	}
	switch {
	case run == nil && status == nil:
		return fmt.Sprintf("Required status check %q is expected.", want.Context)
	case run != nil && run.status != "completed" || status != nil && status.state == "pending":
		return fmt.Sprintf("Required status check %q is in progress.", want.Context)
	case run != nil && !passed(run) || status != nil && status.state != "success":
		return fmt.Sprintf("Required status check %q is failing.", want.Context)
	}
	return ""
}

// blockers are the reasons why the rules of the base do not let a pull request be merged.
func (t *Twin) blockers(p *pull) []string {
	rules := p.repo.protections[p.baseRef]
	if rules == nil {
		return nil
	}
	var reasons []string
	for _, want := range rules.RequiredChecks {
		if reason := t.checkState(p.repo, p.headSHA, want); reason != "" {
			reasons = append(reasons, reason)
		}
	}
	approvals, refused := t.opinions(p)
	if refused {
		reasons = append(reasons, "Changes requested by a reviewer with write access.")
	}
	if n := rules.RequiredApprovals; approvals < n {
		reasons = append(reasons, fmt.Sprintf("At least %d approving review%s required by reviewers with write access.", n, map[bool]string{true: " is", false: "s are"}[n == 1]))
	}
	return reasons
}

// opinions counts the approvals in force: the latest opinion of each person with write access.
func (t *Twin) opinions(p *pull) (approvals int, refused bool) {
	latest := map[*account]string{}
	for _, rv := range p.reviews {
		if rv.state == "APPROVED" || rv.state == "CHANGES_REQUESTED" || rv.state == "DISMISSED" {
			latest[rv.user] = rv.state
		}
	}
	for who, state := range latest {
		if !atLeast(t.permission(p.repo, who), "write") {
			continue
		}
		switch state {
		case "APPROVED":
			approvals++
		case "CHANGES_REQUESTED":
			refused = true
		}
	}
	return approvals, refused
}

// Merge presses the merge button. It fails with GitHub's sentence when the rules do not allow it.
func (t *Twin) Merge(repo string, number int, login string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		return t.merge(p, who, mergeOptions{})
	})
}

// Squash is Merge as one commit.
func (t *Twin) Squash(repo string, number int, login string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		return t.merge(p, who, mergeOptions{method: "squash"})
	})
}

// MergeAsAdmin merges past the rules, as GitHub lets administrators unless that is switched off.
func (t *Twin) MergeAsAdmin(repo string, number int, login string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		return t.merge(p, who, mergeOptions{admin: true})
	})
}

type mergeOptions struct {
	sha, method, title, message string
	admin                       bool
}

func (t *Twin) merge(p *pull, who *account, o mergeOptions) error {
	refuse := func(format string, args ...any) error { return fail(http.StatusMethodNotAllowed, format, args...) }
	if p.state != "open" || p.draft {
		return refuse("Pull Request is not mergeable")
	}
	if !atLeast(t.permission(p.repo, who), "write") && who.kind != "Bot" {
		return fail(http.StatusForbidden, "Must have write access to repository.")
	}
	if o.sha != "" && o.sha != p.headSHA {
		return fail(http.StatusConflict, "Head branch was modified. Review and try the merge again.")
	}
	if err := t.testMerge(p); err != nil {
		return err
	}
	if p.conflict {
		return refuse("Pull Request is not mergeable")
	}
	rules := p.repo.protections[p.baseRef]
	pass := o.admin && (rules == nil || !rules.EnforceAdmins)
	if o.admin && t.permission(p.repo, who) != "admin" {
		return refuse("Only administrators can merge past the rules")
	}
	if rules != nil && !pass {
		if t.isBehind(p) {
			return refuse("Head branch is out of date with the base branch. Review and try the merge again.")
		}
		if reasons := t.blockers(p); len(reasons) > 0 {
			return refuse("%s", strings.Join(reasons, " "))
		}
		if rules.MergeQueue {
			return refuse("Changes must be made through the merge queue")
		}
	}
	sha, err := t.mergeCommit(p, who, o)
	if err != nil {
		return err
	}
	t.land(p, sha, who)
	return nil
}

// mergeCommit makes the commit that goes onto the base: a merge, or one commit for squash and rebase (the twin
// does not replay commits one by one).
func (t *Twin) mergeCommit(p *pull, who *account, o mergeOptions) (string, error) {
	base := p.repo.git.branch(p.baseRef)
	by := t.signature(who, t.now())
	title := cmp.Or(o.title, fmt.Sprintf("Merge pull request #%d from %s/%s", p.number, p.headRepo.owner.login, p.headRef))
	message := title + "\n\n" + cmp.Or(o.message, p.title)
	test, err := p.repo.git.commit(p.mergeSHA)
	if err != nil {
		return "", err
	}
	switch o.method {
	case "", "merge":
		return p.repo.git.commitTree(test.tree, message, by, base, p.headSHA)
	case "squash", "rebase":
		message = cmp.Or(o.title, fmt.Sprintf("%s (#%d)", p.title, p.number)) + "\n\n" + o.message
		return p.repo.git.commitTree(test.tree, strings.TrimSpace(message), by, base)
	default:
		return "", invalid("PullRequest", "merge_method", "invalid", "")
	}
}

// land moves the base to the merge and closes the pull request.
func (t *Twin) land(p *pull, sha string, who *account) {
	before := p.repo.git.branch(p.baseRef)
	if err := p.repo.git.setRef("refs/heads/"+p.baseRef, sha); err != nil {
		t.options.Log.Error().Err(err).Int("number", p.number).Msg("twin cannot merge")
		return
	}
	p.baseSHA = before
	t.markMerged(p, sha, who)
	t.refMoved(p.repo, "refs/heads/"+p.baseRef, before, sha, who)
}

func (t *Twin) markMerged(p *pull, sha string, who *account) {
	p.state, p.closed, p.merged, p.updated = "closed", t.now(), t.now(), t.now()
	p.mergedBy, p.mergeSHA = who, sha
	t.emitPull("closed", p, who, nil)
}

func (c *call) putMerge() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	var in struct {
		SHA     string
		Method  string `json:"merge_method"`
		Title   string `json:"commit_title"`
		Message string `json:"commit_message"`
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if err := c.t.merge(p, c.who.account(), mergeOptions{sha: in.SHA, method: in.Method, title: in.Title, message: in.Message}); err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: obj{"sha": p.mergeSHA, "merged": true, "message": "Pull Request successfully merged"}}, nil
}

func (c *call) getMerge() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	if p.merged.IsZero() {
		return reply{}, errNotFound
	}
	return reply{status: 204}, nil
}
