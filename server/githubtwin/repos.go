package githubtwin

import (
	"maps"
	"mime"
	"slices"
	"strings"
)

var repoRoutes = []route{
	{"GET", "/repos/{owner}/{repo}", anyToken, nil, (*call).getRepo},
	{"GET", "/repos/{owner}/{repo}/branches", anyToken, []string{"contents:read"}, (*call).listBranches},
	{"GET", "/repos/{owner}/{repo}/branches/{branch}", anyToken, []string{"contents:read"}, (*call).getBranch},
	{"GET", "/repos/{owner}/{repo}/commits", anyToken, []string{"contents:read"}, (*call).listCommits},
	{"GET", "/repos/{owner}/{repo}/commits/{ref...}", anyToken, []string{"contents:read"}, (*call).getCommit},
	{"GET", "/repos/{owner}/{repo}/compare/{basehead...}", anyToken, []string{"contents:read"}, (*call).compare},
	{"GET", "/repos/{owner}/{repo}/contents/{path...}", anyToken, []string{"contents:read"}, (*call).getContents},
	{"GET", "/repos/{owner}/{repo}/contents", anyToken, []string{"contents:read"}, (*call).getContents},
	{"PUT", "/repos/{owner}/{repo}/contents/{path...}", anyToken, []string{"contents:write"}, (*call).putContents},
	{"DELETE", "/repos/{owner}/{repo}/contents/{path...}", anyToken, []string{"contents:write"}, (*call).deleteContents},
	{"GET", "/repos/{owner}/{repo}/collaborators/{username}/permission", anyToken, nil, (*call).collaboratorPermission},
	{"GET", "/rate_limit", noToken, nil, (*call).rateLimit},
}

// mediaType is the word of GitHub's own media types in Accept: raw, diff, or empty for JSON.
func (c *call) mediaType() string {
	for accept := range strings.SplitSeq(c.r.Header.Get("Accept"), ",") {
		kind, _, err := mime.ParseMediaType(accept)
		if err != nil || !strings.HasPrefix(kind, "application/vnd.github.") {
			continue
		}
		for _, word := range []string{"raw", "diff"} {
			if strings.HasSuffix(strings.TrimSuffix(kind, "+json"), "."+word) {
				return word
			}
		}
	}
	return ""
}

func (c *call) getRepo() (reply, error) {
	return reply{status: 200, body: c.t.fullRepoJSON(c.repo)}, nil
}

func (c *call) listBranches() (reply, error) {
	refs, err := c.repo.git.refs("refs/heads/")
	if err != nil {
		return reply{}, err
	}
	names := slices.Sorted(maps.Keys(refs))
	if wanted := c.query.Get("protected"); wanted != "" {
		names = slices.DeleteFunc(names, func(ref string) bool {
			return (c.repo.protections[strings.TrimPrefix(ref, "refs/heads/")] != nil) != (wanted == "true")
		})
	}
	return page(c, names, func(ref string) any {
		name := strings.TrimPrefix(ref, "refs/heads/")
		return obj{"name": name, "protected": c.repo.protections[name] != nil,
			"commit": obj{"sha": refs[ref], "url": c.t.api("/repos/%s/commits/%s", c.repo.full(), refs[ref])}}
	}), nil
}

func (c *call) getBranch() (reply, error) {
	name := c.path["branch"]
	sha := c.repo.git.branch(name)
	if sha == "" {
		return reply{}, fail(404, "Branch not found")
	}
	head, err := c.repo.git.commit(sha)
	if err != nil {
		return reply{}, err
	}
	self := c.t.api("/repos/%s/branches/%s", c.repo.full(), escapePath(name))
	return reply{status: 200, body: obj{
		"name": name, "commit": c.t.commitJSON(c.repo, head), "_links": obj{"self": self, "html": c.t.web("/%s/tree/%s", c.repo.full(), name)},
		"protected": c.repo.protections[name] != nil, "protection": c.t.shortProtectionJSON(c.repo, name), "protection_url": self + "/protection",
	}}, nil
}

func (c *call) listCommits() (reply, error) {
	from := c.query.Get("sha")
	if from == "" {
		from = c.repo.defaultBranch
	}
	sha, err := c.repo.git.resolve(from)
	if err != nil {
		return reply{}, errNotFound
	}
	args := []string{sha}
	if p := c.query.Get("path"); p != "" {
		args = append(args, "--", p)
	}
	commits, err := c.repo.git.log(args...)
	if err != nil {
		return reply{}, err
	}
	return page(c, commits, func(x *commit) any { return c.t.commitJSON(c.repo, x) }), nil
}

func (c *call) getCommit() (reply, error) {
	sha, err := c.repo.git.resolve(c.path["ref"])
	if err != nil {
		return reply{}, fail(422, "No commit found for SHA: %s", c.path["ref"])
	}
	found, err := c.repo.git.commit(sha)
	if err != nil {
		return reply{}, err
	}
	from := emptyTree
	if len(found.parents) > 0 {
		from = found.parents[0]
	}
	files, err := c.repo.git.diff(from, sha)
	if err != nil {
		return reply{}, err
	}
	body := c.t.commitJSON(c.repo, found)
	rows, additions, deletions := []any{}, 0, 0
	for _, f := range files {
		additions, deletions = additions+f.additions, deletions+f.deletions
	}
	start, end := c.window(len(files))
	for _, f := range files[start:end] {
		rows = append(rows, c.t.diffEntryJSON(c.repo, sha, f, true))
	}
	body["stats"], body["files"] = obj{"total": additions + deletions, "additions": additions, "deletions": deletions}, rows
	return reply{status: 200, body: body, paged: true, total: len(files)}, nil
}

func (c *call) compare() (reply, error) {
	base, head, ok := strings.Cut(c.path["basehead"], "...")
	if !ok {
		return reply{}, errNotFound
	}
	var shas [2]string
	for i, name := range []string{base, head} {
		if owner, branch, ok := strings.Cut(name, ":"); ok && strings.EqualFold(owner, c.repo.owner.login) {
			name = branch
		}
		sha, err := c.repo.git.resolve(name)
		if err != nil {
			return reply{}, errNotFound
		}
		shas[i] = sha
	}
	common, err := c.repo.git.mergeBase(shas[0], shas[1])
	if err != nil {
		return reply{}, fail(404, "No common ancestor between %s and %s.", base, head)
	}
	files, err := c.repo.git.diff(common, shas[1])
	if err != nil {
		return reply{}, err
	}
	ahead, err := c.repo.git.log("--reverse", shas[1], "^"+shas[0])
	if err != nil {
		return reply{}, err
	}
	behind, err := c.repo.git.log(shas[0], "^"+shas[1])
	if err != nil {
		return reply{}, err
	}
	status := "identical"
	switch {
	case len(ahead) > 0 && len(behind) > 0:
		status = "diverged"
	case len(ahead) > 0:
		status = "ahead"
	case len(behind) > 0:
		status = "behind"
	}
	baseCommit, err := c.repo.git.commit(shas[0])
	if err != nil {
		return reply{}, err
	}
	commonCommit, err := c.repo.git.commit(common)
	if err != nil {
		return reply{}, err
	}
	answer := page(c, ahead, func(x *commit) any { return c.t.commitJSON(c.repo, x) })
	rows := []any{}
	if _, number := c.pageSize(); number == 1 {
		for _, f := range files[:min(len(files), c.t.limits.CompareFiles)] {
			rows = append(rows, c.t.diffEntryJSON(c.repo, shas[1], f, true))
		}
	}
	html := c.t.web("/%s/compare/%s...%s", c.repo.full(), base, head)
	answer.body = obj{
		"url": c.t.api("/repos/%s/compare/%s...%s", c.repo.full(), base, head), "html_url": html,
		"permalink_url": c.t.web("/%s/compare/%s:%.7s...%s:%.7s", c.repo.full(), c.repo.owner.login, shas[0], c.repo.owner.login, shas[1]),
		"diff_url":      html + ".diff", "patch_url": html + ".patch", "base_commit": c.t.commitJSON(c.repo, baseCommit),
		"merge_base_commit": c.t.commitJSON(c.repo, commonCommit), "status": status, "ahead_by": len(ahead), "behind_by": len(behind),
		"total_commits": len(ahead), "commits": answer.body, "files": rows,
	}
	return answer, nil
}

func (c *call) collaboratorPermission() (reply, error) {
	who := c.t.accounts[strings.ToLower(c.path["username"])]
	if who == nil {
		return reply{}, errNotFound
	}
	role := c.t.permission(c.repo, who)
	user := c.t.userJSON(who).(obj)
	user["role_name"] = role
	user["permissions"] = obj{"pull": role != "none", "triage": atLeast(role, "write"), "push": atLeast(role, "write"),
		"maintain": role == "admin", "admin": role == "admin"}
	return reply{status: 200, body: obj{"permission": role, "role_name": role, "user": user}}, nil
}
