package githubtwin

import (
	"cmp"
	"slices"
)

// runJSON is a check run as the API answers it.
func (t *Twin) runJSON(run *checkRun) obj {
	r := run.suite.repo
	self := t.api("/repos/%s/check-runs/%d", r.full(), run.id)
	html := t.web("/%s/runs/%d", r.full(), run.id)
	pulls := []any{}
	for _, p := range t.pullsAt(r, run.headSHA) {
		pulls = append(pulls, t.minimalPullJSON(p))
	}
	return obj{
		"id": run.id, "node_id": nodeID("CheckRun", run.id), "head_sha": run.headSHA, "name": run.name, "url": self, "html_url": html,
		"details_url": cmp.Or(run.detailsURL, html), "external_id": run.externalID, "status": run.status,
		"conclusion": nullable(run.conclusion), "started_at": stamp(run.started), "completed_at": stamp(run.completed),
		"output": obj{"title": nullable(run.title), "summary": nullable(run.summary), "text": nullable(run.text),
			"annotations_count": len(run.annotations), "annotations_url": self + "/annotations"},
		"check_suite": obj{"id": run.suite.id}, "app": t.appJSON(run.suite.app), "pull_requests": pulls,
	}
}

// eventRunJSON is a check run in webhooks: with its suite in it.
func (t *Twin) eventRunJSON(run *checkRun) obj {
	body := t.runJSON(run)
	suite := t.suiteJSON(run.suite)
	for _, name := range []string{"head_commit", "repository", "latest_check_runs_count", "check_runs_url"} {
		delete(suite, name)
	}
	body["check_suite"] = suite
	return body
}

// minimalPullJSON is a pull request inside checks.
func (t *Twin) minimalPullJSON(p *pull) obj {
	end := func(r *repository, ref, sha string) obj {
		return obj{"ref": ref, "sha": sha, "repo": obj{"id": r.id, "url": t.api("/repos/%s", r.full()), "name": r.name}}
	}
	return obj{"url": t.api("/repos/%s/pulls/%d", p.repo.full(), p.number), "id": p.id, "number": p.number,
		"head": end(p.headRepo, p.headRef, p.headSHA), "base": end(p.repo, p.baseRef, p.baseSHA)}
}

// pullsAt lists the open pull requests whose head a commit is. Forks are left out, as GitHub does.
func (t *Twin) pullsAt(r *repository, sha string) []*pull {
	return slices.DeleteFunc(sortedPulls(r), func(p *pull) bool {
		return p.state != "open" || p.headSHA != sha || p.headRepo != r
	})
}
