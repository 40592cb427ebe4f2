package githubtwin

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

var gitRoutes = []route{
	{"GET", "/repos/{owner}/{repo}/git/trees/{sha...}", anyToken, []string{"contents:read"}, (*call).getTree},
	{"GET", "/repos/{owner}/{repo}/git/blobs/{sha}", anyToken, []string{"contents:read"}, (*call).getBlob},
	{"GET", "/repos/{owner}/{repo}/git/commits/{sha}", anyToken, []string{"contents:read"}, (*call).getGitCommit},
	{"GET", "/repos/{owner}/{repo}/git/ref/{ref...}", anyToken, []string{"contents:read"}, (*call).getRef},
	{"GET", "/repos/{owner}/{repo}/git/matching-refs/{ref...}", anyToken, []string{"contents:read"}, (*call).matchingRefs},
	{"POST", "/repos/{owner}/{repo}/git/refs", anyToken, []string{"contents:write"}, (*call).createRef},
	{"PATCH", "/repos/{owner}/{repo}/git/refs/{ref...}", anyToken, []string{"contents:write"}, (*call).updateRef},
	{"DELETE", "/repos/{owner}/{repo}/git/refs/{ref...}", anyToken, []string{"contents:write"}, (*call).deleteRef},
}

// rowBytes is about what a row of a tree takes besides its path.
const rowBytes = 230

// getTree answers a tree by its id, by a commit's id or by a name. Recursive answers are cut at the limits, with
// `truncated` set.
func (c *call) getTree() (reply, error) {
	name := c.path["sha"]
	sha, _, _, err := c.repo.git.object(name + "^{tree}")
	if err != nil {
		sha, _, _, err = c.repo.git.object("refs/heads/" + name + "^{tree}")
	}
	if err != nil {
		return reply{}, errNotFound
	}
	recursive := c.query.Has("recursive")
	entries, err := c.repo.git.tree(sha, recursive)
	if err != nil {
		return reply{}, err
	}
	rows, size, truncated := []any{}, 0, false
	for _, e := range entries {
		size += rowBytes + len(e.path)
		if recursive && (len(rows) >= c.t.limits.TreeEntries || size > c.t.limits.TreeBytes) {
			truncated = true
			break
		}
		row := obj{"path": e.path, "mode": e.mode, "type": e.kind, "sha": e.sha}
		switch e.kind {
		case "blob":
			row["size"], row["url"] = e.size, c.t.api("/repos/%s/git/blobs/%s", c.repo.full(), e.sha)
		case "tree":
			row["url"] = c.t.api("/repos/%s/git/trees/%s", c.repo.full(), e.sha)
		}
		rows = append(rows, row)
	}
	return reply{status: 200, body: obj{"sha": sha, "url": c.t.api("/repos/%s/git/trees/%s", c.repo.full(), sha), "tree": rows, "truncated": truncated}}, nil
}

func (c *call) getBlob() (reply, error) {
	sha, kind, content, err := c.repo.git.object(c.path["sha"])
	if err != nil || kind != "blob" || sha != c.path["sha"] {
		return reply{}, errNotFound
	}
	if len(content) > contentsMax {
		return reply{}, &apiError{status: 403, message: "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.",
			errors: []obj{{"resource": "Blob", "field": "data", "code": "too_large"}}}
	}
	if c.mediaType() == "raw" {
		return reply{status: 200, raw: content, kind: "application/vnd.github.raw+json; charset=utf-8"}, nil
	}
	return reply{status: 200, body: obj{"sha": sha, "node_id": nodeID("Blob", c.repo.id) + sha[:12], "size": len(content),
		"url": c.t.api("/repos/%s/git/blobs/%s", c.repo.full(), sha), "content": wrap64(content), "encoding": "base64"}}, nil
}

func (c *call) getGitCommit() (reply, error) {
	found, err := c.repo.git.commit(c.path["sha"])
	if err != nil || found.sha != c.path["sha"] {
		return reply{}, errNotFound
	}
	return reply{status: 200, body: c.t.gitCommitJSON(c.repo, found)}, nil
}

func (c *call) refJSON(ref, sha string) obj {
	return obj{"ref": ref, "node_id": nodeID("Ref", c.repo.id) + sha[:12], "url": c.t.api("/repos/%s/git/%s", c.repo.full(), escapePath(ref)),
		"object": obj{"sha": sha, "type": "commit", "url": c.t.api("/repos/%s/git/commits/%s", c.repo.full(), sha)}}
}

func (c *call) getRef() (reply, error) {
	ref := "refs/" + strings.TrimPrefix(c.path["ref"], "refs/")
	sha, _, _, err := c.repo.git.object(ref)
	if err != nil {
		return reply{}, errNotFound
	}
	return reply{status: 200, body: c.refJSON(ref, sha)}, nil
}

func (c *call) matchingRefs() (reply, error) {
	prefix := "refs/" + strings.TrimPrefix(c.path["ref"], "refs/")
	refs, err := c.repo.git.refs("refs/")
	if err != nil {
		return reply{}, err
	}
	rows := []any{}
	for _, ref := range slices.Sorted(maps.Keys(refs)) {
		if strings.HasPrefix(ref, prefix) {
			rows = append(rows, c.refJSON(ref, refs[ref]))
		}
	}
	return reply{status: 200, body: rows}, nil
}

func (c *call) createRef() (reply, error) {
	var in struct{ Ref, SHA string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if !strings.HasPrefix(in.Ref, "refs/heads/") {
		return reply{}, fail(422, "Reference name must start with 'refs/heads/'")
	}
	if _, _, _, err := c.repo.git.object(in.Ref); err == nil {
		return reply{}, fail(422, "Reference already exists")
	}
	return c.moveRef(in.Ref, in.SHA, true, 201)
}

func (c *call) updateRef() (reply, error) {
	var in struct {
		SHA   string
		Force bool
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	ref := "refs/" + c.path["ref"]
	if _, _, _, err := c.repo.git.object(ref); err != nil {
		return reply{}, fail(422, "Reference does not exist")
	}
	return c.moveRef(ref, in.SHA, in.Force, 200)
}

func (c *call) moveRef(ref, sha string, force bool, status int) (reply, error) {
	head, err := c.repo.git.commit(sha)
	if err != nil {
		return reply{}, fail(422, "Object does not exist")
	}
	branch := strings.TrimPrefix(ref, "refs/heads/")
	before := c.repo.git.branch(branch)
	if c.repo.protections[branch] != nil {
		return reply{}, fail(422, "Repository rule violations found: changes must be made through a pull request.")
	}
	if before != "" && !force && !c.repo.git.isAncestor(before, head.sha) {
		return reply{}, fail(422, "Update is not a fast forward")
	}
	if err := c.repo.git.setRef(ref, head.sha); err != nil {
		return reply{}, err
	}
	c.t.refMoved(c.repo, ref, before, head.sha, c.who.account())
	return reply{status: status, body: c.refJSON(ref, head.sha)}, nil
}

func (c *call) deleteRef() (reply, error) {
	ref := "refs/" + c.path["ref"]
	branch, ok := strings.CutPrefix(ref, "refs/heads/")
	before := c.repo.git.branch(branch)
	if !ok || before == "" {
		return reply{}, fail(422, "Reference does not exist")
	}
	if err := c.repo.git.setRef(ref, ""); err != nil {
		return reply{}, err
	}
	c.t.refMoved(c.repo, ref, before, "", c.who.account())
	return reply{status: http.StatusNoContent}, nil
}
