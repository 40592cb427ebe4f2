package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// Problems of a base branch that a check does not guard.
const (
	GuardNotRequired = "not-required"           // the branch can be changed whatever the check says
	GuardNotBound    = "not-bound"              // whoever may write statuses or checks can write a green one
	GuardNotForAdmin = "not-for-administrators" // the classic protection does not bind administrators
	GuardNotUpToDate = "not-up-to-date"         // what merges may be another content than was judged
)

// protection is what a branch says of its classic protection to whoever may read it. The endpoints that say more
// want the permission to administer.
type protection struct {
	Enabled bool `json:"enabled"`
	Checks  struct {
		Level  string `json:"enforcement_level"`
		Checks []struct {
			Context string `json:"context"`
			AppID   int64  `json:"app_id"`
		} `json:"checks"`
		Contexts []string `json:"contexts"`
	} `json:"required_status_checks"`
}

// branchRule is a rule of a ruleset that is in force for a branch.
type branchRule struct {
	Type       string          `json:"type"`
	Parameters json.RawMessage `json:"parameters"`
}

// checksRule are the parameters of a rule that requires checks.
type checksRule struct {
	Checks []struct {
		Context string `json:"context"`
		AppID   int64  `json:"integration_id"`
	} `json:"required_status_checks"`
	Strict bool `json:"strict_required_status_checks_policy"`
}

// Guard says why a branch is not guarded by a check of ours, as far as who may read the repository can see:
// whether a ruleset can be bypassed, and whether the classic protection wants branches to be up to date or has
// a merge queue, it cannot. A branch that does not exist has no problem.
func (r *Repository) Guard(ctx context.Context, name, check string) ([]string, error) {
	found, err := r.branch(ctx, name)
	if Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rules, err := r.rules(ctx, name)
	if err != nil {
		return nil, err
	}
	required, bound, upToDate, forAll := false, false, false, false
	classic := found.Protection.Enabled && found.Protection.Checks.Level != "off"
	if classic {
		required = slices.Contains(found.Protection.Checks.Contexts, check)
		for _, c := range found.Protection.Checks.Checks {
			if c.Context == check {
				required = true
				bound = bound || c.AppID == r.self.ID
			}
		}
		forAll = bound && found.Protection.Checks.Level == "everyone"
		upToDate = required // it is not to be seen
	}
	for _, rule := range rules {
		switch rule.Type {
		case "merge_queue":
			upToDate = true
		case "required_status_checks":
			var p checksRule
			if err := json.Unmarshal(rule.Parameters, &p); err != nil {
				return nil, fmt.Errorf("read the rules of %s: %w", name, err)
			}
			for _, c := range p.Checks {
				if c.Context == check {
					required = true
					upToDate = upToDate || p.Strict
					if c.AppID == r.self.ID {
						bound, forAll = true, true
					}
				}
			}
		}
	}
	switch {
	case !required:
		return []string{GuardNotRequired}, nil
	case !bound:
		return []string{GuardNotBound}, nil
	}
	var problems []string
	if !forAll {
		problems = append(problems, GuardNotForAdmin)
	}
	if !upToDate {
		problems = append(problems, GuardNotUpToDate)
	}
	return problems, nil
}

// rules are the rules of rulesets that are in force for a branch.
func (r *Repository) rules(ctx context.Context, name string) ([]branchRule, error) {
	const rows = 100
	var all []branchRule
	for page := 1; ; page++ {
		path := fmt.Sprintf("repos/%s/%s/rules/branches/%s?per_page=%d&page=%d", r.owner, r.repo, url.PathEscape(name), rows, page)
		request, err := r.client.NewRequest(http.MethodGet, path, nil)
		if err != nil {
			return nil, fmt.Errorf("read the rules of %s: %w", name, err)
		}
		var some []branchRule
		if _, err := r.client.Do(ctx, request, &some); err != nil {
			if notFound(err) || status(err) == http.StatusForbidden && !waits(failed(err, "")) {
				return nil, nil // a GitHub, or a plan, without rulesets
			}
			return nil, failed(err, "read the rules of "+name)
		}
		if all = append(all, some...); len(some) < rows {
			return all, nil
		}
	}
}
