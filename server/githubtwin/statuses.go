package githubtwin

import (
	"cmp"
	"net/http"
	"slices"
)

// statusesOf lists the statuses of a commit, newest first.
func (r *repository) statusesOf(sha string) []*commitStatus {
	var list []*commitStatus
	for _, s := range slices.Backward(r.statuses) {
		if s.sha == sha {
			list = append(list, s)
		}
	}
	return list
}

// latestStatuses keeps the newest of each context.
func (r *repository) latestStatuses(sha string) []*commitStatus {
	seen := map[string]bool{}
	return slices.DeleteFunc(r.statusesOf(sha), func(s *commitStatus) bool {
		old := seen[s.context]
		seen[s.context] = true
		return old
	})
}

func (c *call) createStatus() (reply, error) {
	var in struct {
		State, Context, Description string
		TargetURL                   string `json:"target_url"`
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if !slices.Contains([]string{"error", "failure", "pending", "success"}, in.State) {
		return reply{}, invalid("Status", "state", "invalid", "")
	}
	head, err := c.repo.git.commit(c.path["sha"])
	if err != nil {
		return reply{}, fail(http.StatusUnprocessableEntity, "No commit found for SHA: %s", c.path["sha"])
	}
	s := &commitStatus{id: c.t.id(), sha: head.sha, context: cmp.Or(in.Context, "default"), state: in.State,
		description: in.Description, target: in.TargetURL, creator: c.who.account(), app: c.who.viaApp(), created: c.now()}
	c.repo.statuses = append(c.repo.statuses, s)
	c.t.advanceQueue(c.repo)
	return reply{status: 201, body: c.t.statusJSON(c.repo, s)}, nil
}

func (t *Twin) statusJSON(r *repository, s *commitStatus) obj {
	body := t.simpleStatusJSON(r, s)
	body["creator"] = t.userJSON(s.creator)
	return body
}

func (t *Twin) simpleStatusJSON(r *repository, s *commitStatus) obj {
	return obj{"url": t.api("/repos/%s/statuses/%s", r.full(), s.sha), "avatar_url": t.web("/avatars/u/%d?v=4", s.creator.id),
		"id": s.id, "node_id": nodeID("StatusContext", s.id), "state": s.state, "description": nullable(s.description),
		"target_url": nullable(s.target), "context": s.context, "created_at": stamp(s.created), "updated_at": stamp(s.created)}
}

func (c *call) listStatuses() (reply, error) {
	sha, err := c.repo.git.resolve(c.path["ref"])
	if err != nil {
		return reply{}, errNotFound
	}
	return page(c, c.repo.statusesOf(sha), func(s *commitStatus) any { return c.t.statusJSON(c.repo, s) }), nil
}

func (c *call) combinedStatus() (reply, error) {
	sha, err := c.repo.git.resolve(c.path["ref"])
	if err != nil {
		return reply{}, errNotFound
	}
	latest := c.repo.latestStatuses(sha)
	state := "success"
	if len(latest) == 0 {
		state = "pending"
	}
	for _, s := range latest {
		switch s.state {
		case "error", "failure":
			state = "failure"
		case "pending":
			if state == "success" {
				state = "pending"
			}
		}
	}
	answer := page(c, latest, func(s *commitStatus) any { return c.t.simpleStatusJSON(c.repo, s) })
	answer.body = obj{"state": state, "statuses": answer.body, "sha": sha, "total_count": len(latest),
		"repository": c.t.minimalRepoJSON(c.repo), "commit_url": c.t.api("/repos/%s/commits/%s", c.repo.full(), sha),
		"url": c.t.api("/repos/%s/commits/%s/status", c.repo.full(), sha)}
	return answer, nil
}
