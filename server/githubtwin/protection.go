package githubtwin

import (
	"fmt"
	"maps"
	"slices"
)

var protectionRoutes = []route{
	{"GET", "/repos/{owner}/{repo}/branches/{branch}/protection", anyToken, []string{"administration:read"}, (*call).getProtection},
	{"GET", "/repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks", anyToken, []string{"administration:read"}, (*call).getRequiredChecks},
	{"GET", "/repos/{owner}/{repo}/rules/branches/{branch}", anyToken, nil, (*call).branchRules},
	{"GET", "/repos/{owner}/{repo}/rulesets", anyToken, nil, (*call).listRulesets},
	{"GET", "/repos/{owner}/{repo}/rulesets/{ruleset}", anyToken, nil, (*call).getRuleset},
}

// RequiredCheck is a check that must be green before a merge. AppID 0 accepts it from anyone.
type RequiredCheck struct {
	Context string
	AppID   int64
}

// Protection are the rules of a branch.
type Protection struct {
	RequiredChecks    []RequiredCheck
	Strict            bool // the head must contain the base's tip
	RequiredApprovals int
	DismissStale      bool // a push dismisses approvals
	EnforceAdmins     bool // administrators cannot pass either
	MergeQueue        bool // merges go through the queue only
	Ruleset           bool // kept as a ruleset instead of classic branch protection
}

// Protect sets the rules of a branch.
func (t *Twin) Protect(repo, branch string, p Protection) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	for _, check := range p.RequiredChecks {
		if check.AppID != 0 && t.apps[check.AppID] == nil {
			return fmt.Errorf("protect %s of %s: check %q is bound to App %d, which does not exist", branch, repo, check.Context, check.AppID)
		}
	}
	r.protections[branch] = &p
	if r.rulesetID[branch] == 0 {
		r.rulesetID[branch] = t.id()
	}
	return nil
}

func checksJSON(p *Protection) (contexts []string, checks []obj) {
	contexts, checks = []string{}, []obj{}
	for _, c := range p.RequiredChecks {
		contexts = append(contexts, c.Context)
		checks = append(checks, obj{"context": c.Context, "app_id": appID(c.AppID)})
	}
	return contexts, checks
}

func appID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// shortProtectionJSON is the protection inside a branch.
func (t *Twin) shortProtectionJSON(r *repository, branch string) obj {
	p := r.protections[branch]
	if p == nil || p.Ruleset {
		return obj{"enabled": false, "required_status_checks": obj{"enforcement_level": "off", "contexts": []string{}, "checks": []obj{}}}
	}
	contexts, checks := checksJSON(p)
	level := "non_admins"
	switch {
	case len(checks) == 0:
		level = "off"
	case p.EnforceAdmins:
		level = "everyone"
	}
	return obj{"enabled": true, "required_status_checks": obj{"enforcement_level": level, "contexts": contexts, "checks": checks}}
}

// classic is the branch's classic protection, or GitHub's 404.
func (c *call) classic() (*Protection, string, error) {
	branch := c.path["branch"]
	if c.repo.git.branch(branch) == "" {
		return nil, "", fail(404, "Branch not found")
	}
	p := c.repo.protections[branch]
	if p == nil || p.Ruleset {
		return nil, "", fail(404, "Branch not protected")
	}
	return p, c.t.api("/repos/%s/branches/%s/protection", c.repo.full(), escapePath(branch)), nil
}

func (c *call) requiredChecksJSON(p *Protection, self string) obj {
	contexts, checks := checksJSON(p)
	url := self + "/required_status_checks"
	return obj{"url": url, "strict": p.Strict, "contexts": contexts, "contexts_url": url + "/contexts", "checks": checks}
}

func (c *call) getRequiredChecks() (reply, error) {
	p, self, err := c.classic()
	if err != nil {
		return reply{}, err
	}
	if len(p.RequiredChecks) == 0 {
		return reply{}, fail(404, "Required status checks not enabled")
	}
	return reply{status: 200, body: c.requiredChecksJSON(p, self)}, nil
}

func (c *call) getProtection() (reply, error) {
	p, self, err := c.classic()
	if err != nil {
		return reply{}, err
	}
	body := obj{"url": self, "enforce_admins": obj{"url": self + "/enforce_admins", "enabled": p.EnforceAdmins},
		"required_linear_history": obj{"enabled": false}, "allow_force_pushes": obj{"enabled": false},
		"allow_deletions": obj{"enabled": false}, "block_creations": obj{"enabled": false},
		"required_conversation_resolution": obj{"enabled": false}, "lock_branch": obj{"enabled": false},
		"allow_fork_syncing": obj{"enabled": false}, "required_signatures": obj{"url": self + "/required_signatures", "enabled": false}}
	if len(p.RequiredChecks) > 0 {
		body["required_status_checks"] = c.requiredChecksJSON(p, self)
	}
	if p.RequiredApprovals > 0 {
		body["required_pull_request_reviews"] = obj{"url": self + "/required_pull_request_reviews", "dismiss_stale_reviews": p.DismissStale,
			"require_code_owner_reviews": false, "required_approving_review_count": p.RequiredApprovals, "require_last_push_approval": false}
	}
	return reply{status: 200, body: body}, nil
}

// rulesJSON are the rules of a ruleset, without their origin.
func rulesJSON(p *Protection) []obj {
	rules := []obj{{"type": "deletion"}, {"type": "non_fast_forward"}}
	if p.RequiredApprovals > 0 {
		rules = append(rules, obj{"type": "pull_request", "parameters": obj{"required_approving_review_count": p.RequiredApprovals,
			"dismiss_stale_reviews_on_push": p.DismissStale, "require_code_owner_review": false, "require_last_push_approval": false,
			"required_review_thread_resolution": false}})
	}
	if len(p.RequiredChecks) > 0 {
		checks := []obj{}
		for _, c := range p.RequiredChecks {
			check := obj{"context": c.Context}
			if c.AppID != 0 {
				check["integration_id"] = c.AppID
			}
			checks = append(checks, check)
		}
		rules = append(rules, obj{"type": "required_status_checks", "parameters": obj{"required_status_checks": checks,
			"strict_required_status_checks_policy": p.Strict}})
	}
	if p.MergeQueue {
		rules = append(rules, obj{"type": "merge_queue", "parameters": obj{"check_response_timeout_minutes": 60, "grouping_strategy": "ALLGREEN",
			"max_entries_to_build": 5, "max_entries_to_merge": 5, "merge_method": "MERGE", "min_entries_to_merge": 1,
			"min_entries_to_merge_wait_minutes": 5}})
	}
	return rules
}

func (c *call) branchRules() (reply, error) {
	p := c.repo.protections[c.path["branch"]]
	var rules []obj
	if p != nil && p.Ruleset {
		rules = rulesJSON(p)
	}
	return page(c, rules, func(rule obj) any {
		rule["ruleset_source_type"], rule["ruleset_source"] = "Repository", c.repo.full()
		rule["ruleset_id"] = c.repo.rulesetID[c.path["branch"]]
		return rule
	}), nil
}

func (c *call) rulesetJSON(branch string) obj {
	id := c.repo.rulesetID[branch]
	return obj{"id": id, "node_id": nodeID("RepositoryRuleset", id), "name": "protect " + branch, "target": "branch", "source_type": "Repository",
		"source": c.repo.full(), "enforcement": "active", "created_at": stamp(c.repo.created), "updated_at": stamp(c.repo.created),
		"_links": obj{"self": obj{"href": c.t.api("/repos/%s/rulesets/%d", c.repo.full(), id)}, "html": obj{"href": c.t.web("/%s/rules/%d", c.repo.full(), id)}}}
}

func (c *call) rulesetBranches() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(c.repo.protections)), func(branch string) bool { return !c.repo.protections[branch].Ruleset })
}

func (c *call) listRulesets() (reply, error) {
	c.query.Has("includes_parents") // organizations have no rulesets here, so it changes nothing
	return page(c, c.rulesetBranches(), func(branch string) any { return c.rulesetJSON(branch) }), nil
}

func (c *call) getRuleset() (reply, error) {
	c.query.Has("includes_parents")
	id, err := c.number("ruleset")
	if err != nil {
		return reply{}, err
	}
	for _, branch := range c.rulesetBranches() {
		if c.repo.rulesetID[branch] == id {
			body := c.rulesetJSON(branch)
			body["conditions"] = obj{"ref_name": obj{"include": []string{"refs/heads/" + branch}, "exclude": []string{}}}
			body["rules"], body["bypass_actors"], body["current_user_can_bypass"] = rulesJSON(c.repo.protections[branch]), []any{}, "never"
			return reply{status: 200, body: body}, nil
		}
	}
	return reply{}, errNotFound
}
