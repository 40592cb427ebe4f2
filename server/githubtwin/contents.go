package githubtwin

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
)

// contentsJSON describes a tree entry as the contents API does.
func (c *call) contentsJSON(e treeEntry, full, ref string) obj {
	kind := map[string]string{"blob": "file", "tree": "dir", "commit": "submodule"}[e.kind]
	if e.mode == "120000" {
		kind = "symlink"
	}
	escaped := escapePath(full)
	self := c.t.api("/repos/%s/contents/%s?ref=%s", c.repo.full(), escaped, ref)
	gitURL, html := any(c.t.api("/repos/%s/git/blobs/%s", c.repo.full(), e.sha)), any(c.t.web("/%s/blob/%s/%s", c.repo.full(), ref, escaped))
	download := any(c.t.web("/%s/raw/%s/%s", c.repo.full(), ref, escaped))
	switch kind {
	case "dir":
		gitURL, html, download = c.t.api("/repos/%s/git/trees/%s", c.repo.full(), e.sha), c.t.web("/%s/tree/%s/%s", c.repo.full(), ref, escaped), nil
	case "submodule":
		gitURL, html, download = nil, nil, nil
	}
	return obj{"name": path.Base(full), "path": full, "sha": e.sha, "size": e.size, "url": self, "html_url": html, "git_url": gitURL,
		"download_url": download, "type": kind, "_links": obj{"self": self, "git": gitURL, "html": html}}
}

const (
	contentsInline = 1 << 20   // larger files have no content in JSON
	contentsMax    = 100 << 20 // larger files are not served at all
)

func (c *call) getContents() (reply, error) {
	ref := c.query.Get("ref")
	if ref == "" {
		ref = c.repo.defaultBranch
	}
	sha, err := c.repo.git.resolve(strings.TrimPrefix(ref, "refs/heads/"))
	if err != nil {
		return reply{}, fail(404, "No commit found for the ref %s", ref)
	}
	entry, err := c.entryAt(sha, strings.Trim(c.path["path"], "/"))
	if err != nil {
		return reply{}, err
	}
	full := entry.path
	if entry.kind == "tree" {
		entries, err := c.repo.git.tree(entry.sha, false)
		if err != nil {
			return reply{}, err
		}
		rows := []any{}
		for _, e := range entries[:min(len(entries), 1000)] {
			row := c.contentsJSON(e, path.Join(full, e.path), ref)
			if e.kind == "commit" {
				row["type"] = "file" // GitHub lists submodules as files in a directory
			}
			rows = append(rows, row)
		}
		return reply{status: 200, body: rows}, nil
	}
	body := c.contentsJSON(entry, full, ref)
	if entry.kind == "commit" {
		body["submodule_git_url"] = c.submoduleURL(sha, full)
		return reply{status: 200, body: body}, nil
	}
	if entry.size > contentsMax {
		return reply{}, &apiError{status: 403, message: "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.",
			errors: []obj{{"resource": "Blob", "field": "data", "code": "too_large"}}}
	}
	_, _, content, err := c.repo.git.object(entry.sha)
	if err != nil {
		return reply{}, err
	}
	if c.mediaType() == "raw" {
		return reply{status: 200, raw: content, kind: "application/vnd.github.raw+json; charset=utf-8"}, nil
	}
	if entry.mode == "120000" {
		body["target"] = string(content)
		return reply{status: 200, body: body}, nil
	}
	body["encoding"], body["content"] = "base64", wrap64(content)
	if len(content) > contentsInline {
		body["encoding"], body["content"] = "none", ""
	}
	return reply{status: 200, body: body}, nil
}

// submoduleURL is what .gitmodules says of a path; empty when it says nothing.
func (c *call) submoduleURL(sha, full string) string {
	_, _, text, err := c.repo.git.object(sha + ":.gitmodules")
	if err != nil {
		return ""
	}
	here := false
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch value = strings.TrimSpace(value); strings.TrimSpace(key) {
		case "path":
			here = value == full
		case "url":
			if here {
				return value
			}
		}
	}
	return ""
}

// wrap64 is base64 in lines of 60 characters, as GitHub sends it.
func wrap64(content []byte) string {
	text := base64.StdEncoding.EncodeToString(content)
	var b strings.Builder
	for len(text) > 0 {
		n := min(60, len(text))
		b.WriteString(text[:n])
		b.WriteByte('\n')
		text = text[n:]
	}
	return b.String()
}

// entryAt walks a path from a commit's root. The root itself is a tree with an empty path.
func (c *call) entryAt(sha, full string) (treeEntry, error) {
	at, err := c.repo.git.commit(sha)
	if err != nil {
		return treeEntry{}, err
	}
	entry := treeEntry{kind: "tree", sha: at.tree}
	if full == "" {
		return entry, nil
	}
	for name := range strings.SplitSeq(full, "/") {
		if entry.kind != "tree" {
			return treeEntry{}, errNotFound
		}
		entries, err := c.repo.git.tree(entry.sha, false)
		if err != nil {
			return treeEntry{}, err
		}
		at := slices.IndexFunc(entries, func(e treeEntry) bool { return e.path == name })
		if at < 0 {
			return treeEntry{}, errNotFound
		}
		parent := entry.path
		entry = entries[at]
		entry.path = path.Join(parent, entry.path)
	}
	return entry, nil
}

func (c *call) putContents() (reply, error) {
	return c.writeContents(true)
}

func (c *call) deleteContents() (reply, error) {
	return c.writeContents(false)
}

// writeContents makes a commit of one file, as a person does in the web editor.
func (c *call) writeContents(put bool) (reply, error) {
	var in struct {
		Message, SHA, Branch string
		Content              []byte
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if in.Branch == "" {
		in.Branch = c.repo.defaultBranch
	}
	before := c.repo.git.branch(in.Branch)
	if before == "" {
		return reply{}, fail(404, "Branch %s not found", in.Branch)
	}
	if protection := c.repo.protections[in.Branch]; protection != nil {
		return reply{}, fail(http.StatusConflict, "Repository rule violations found: changes must be made through a pull request.")
	}
	name := c.path["path"]
	old, err := c.entryAt(before, name)
	exists := err == nil
	if exists && in.SHA != old.sha {
		if in.SHA == "" {
			return reply{}, fail(422, "Invalid request.\n\n\"sha\" wasn't supplied.")
		}
		return reply{}, fail(http.StatusConflict, "%s does not match %s", name, in.SHA)
	}
	if !exists && !put {
		return reply{}, errNotFound
	}
	files := map[string][]byte{name: nil}
	if put {
		files[name] = append([]byte{}, in.Content...)
	}
	by := c.t.signature(c.who.account(), c.now())
	sha, err := c.repo.git.write("refs/heads/"+in.Branch, before, in.Message, by, by, files, nil)
	if err != nil {
		return reply{}, err
	}
	c.t.refMoved(c.repo, "refs/heads/"+in.Branch, before, sha, c.who.account())
	made, err := c.repo.git.commit(sha)
	if err != nil {
		return reply{}, err
	}
	body := obj{"commit": c.t.gitCommitJSON(c.repo, made), "content": nil}
	status := 200
	if put {
		entry, err := c.entryAt(sha, name)
		if err != nil {
			return reply{}, fmt.Errorf("find what was written: %w", err)
		}
		body["content"] = c.contentsJSON(entry, entry.path, in.Branch)
		if !exists {
			status = 201
		}
	}
	return reply{status: status, body: body}, nil
}
