package githubtwin

import (
	"fmt"
	"maps"
	"strings"
)

// association is how GitHub names the author's standing in a repository.
func (t *Twin) association(r *repository, who *account) string {
	switch {
	case who == nil:
		return "NONE"
	case who == r.owner:
		return "OWNER"
	case who.kind == "Bot":
		return "NONE"
	}
	if o := t.orgs[strings.ToLower(r.owner.login)]; o != nil {
		if m := o.members[strings.ToLower(who.login)]; m != nil && m.state == "active" {
			return "MEMBER"
		}
	}
	if _, ok := r.collaborators[strings.ToLower(who.login)]; ok {
		return "COLLABORATOR"
	}
	return "NONE"
}

func (t *Twin) labelsJSON(r *repository, labels []string) []obj {
	list := []obj{}
	for i, name := range labels {
		list = append(list, obj{"id": r.id*1000 + int64(i), "node_id": nodeID("Label", r.id*1000+int64(i)),
			"url": t.api("/repos/%s/labels/%s", r.full(), name), "name": name, "color": "ededed", "default": false, "description": nil})
	}
	return list
}

func (t *Twin) endJSON(r *repository, ref, sha string) obj {
	if r == nil {
		return obj{"label": "unknown repository", "ref": ref, "sha": sha, "user": nil, "repo": nil}
	}
	return obj{"label": r.owner.login + ":" + ref, "ref": ref, "sha": sha, "user": t.userJSON(r.owner), "repo": t.repoJSON(r)}
}

// simplePullJSON is the pull request in lists.
func (t *Twin) simplePullJSON(p *pull) obj {
	r := p.repo
	api, html := t.api("/repos/%s/pulls/%d", r.full(), p.number), t.web("/%s/pull/%d", r.full(), p.number)
	issue := t.api("/repos/%s/issues/%d", r.full(), p.number)
	statuses := t.api("/repos/%s/statuses/%s", r.full(), p.headSHA)
	reviewComment := t.api("/repos/%s/pulls/comments{/number}", r.full())
	href := func(url string) obj { return obj{"href": url} }
	requested, teams := []any{}, []any{}
	for _, who := range p.requested {
		requested = append(requested, t.userJSON(who))
	}
	for _, tm := range p.requestedTeams {
		teams = append(teams, t.teamJSON(tm))
	}
	var merge any
	if p.mergeSHA != "" {
		merge = p.mergeSHA
	}
	return obj{
		"url": api, "id": p.id, "node_id": nodeID("PullRequest", p.id), "html_url": html, "diff_url": html + ".diff",
		"patch_url": html + ".patch", "issue_url": issue, "number": p.number, "state": p.state, "locked": p.locked,
		"title": p.title, "user": t.userJSON(p.user), "body": nullable(p.body), "created_at": stamp(p.created),
		"updated_at": stamp(p.updated), "closed_at": stamp(p.closed), "merged_at": stamp(p.merged), "merge_commit_sha": merge,
		"assignee": nil, "assignees": []any{}, "requested_reviewers": requested, "requested_teams": teams,
		"labels": t.labelsJSON(r, p.labels), "milestone": nil, "draft": p.draft, "commits_url": api + "/commits",
		"review_comments_url": api + "/comments", "review_comment_url": reviewComment, "comments_url": issue + "/comments",
		"statuses_url": statuses, "head": t.endJSON(p.headRepo, p.headRef, p.headSHA), "base": t.endJSON(r, p.baseRef, p.baseSHA),
		"_links": obj{"self": href(api), "html": href(html), "issue": href(issue), "comments": href(issue + "/comments"),
			"review_comments": href(api + "/comments"), "review_comment": href(reviewComment), "commits": href(api + "/commits"),
			"statuses": href(statuses)},
		"author_association": t.association(r, p.user), "auto_merge": nil, "active_lock_reason": nil,
	}
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// pullJSON is the whole pull request, as webhooks carry it: whether it can be merged is not known yet. Its counts
// come from the real diff and history.
func (t *Twin) pullJSON(p *pull) obj {
	body := t.simplePullJSON(p)
	files, _ := t.pullFiles(p)
	additions, deletions := 0, 0
	for _, f := range files {
		additions, deletions = additions+f.additions, deletions+f.deletions
	}
	commits, _ := t.pullCommits(p)
	comments, reviewComments := 0, 0
	for _, c := range p.repo.comments {
		if c.number == p.number {
			comments++
		}
	}
	for _, th := range p.threads {
		reviewComments += len(th.comments)
	}
	maps.Copy(body, obj{
		"merged": !p.merged.IsZero(), "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown",
		"merged_by": t.userJSON(p.mergedBy), "comments": comments, "review_comments": reviewComments,
		"maintainer_can_modify": false, "commits": len(commits), "additions": additions, "deletions": deletions,
		"changed_files": len(files),
	})
	return body
}

func (t *Twin) reviewJSON(rv *review) obj {
	p := rv.pull
	html := t.web("/%s/pull/%d#pullrequestreview-%d", p.repo.full(), p.number, rv.id)
	api := t.api("/repos/%s/pulls/%d", p.repo.full(), p.number)
	body := obj{
		"id": rv.id, "node_id": nodeID("PullRequestReview", rv.id), "user": t.userJSON(rv.user), "body": rv.body,
		"state": rv.state, "html_url": html, "pull_request_url": api, "author_association": t.association(p.repo, rv.user),
		"_links": obj{"html": obj{"href": html}, "pull_request": obj{"href": api}}, "commit_id": rv.commit,
	}
	if !rv.submitted.IsZero() {
		body["submitted_at"] = stamp(rv.submitted)
	}
	return body
}

// place is where a review comment stands in the present diff: nil line and position when outdated.
func (t *Twin) place(c *reviewComment) (line, startLine, position any) {
	if c.line == 0 {
		return nil, nil, 1
	}
	now := c.line
	var err error
	if c.side != "LEFT" {
		now, err = c.pull.repo.git.moveLine(c.originalCommit, c.pull.headSHA, c.path, c.line)
	}
	if err != nil || now == 0 {
		return nil, nil, nil
	}
	lines := t.patchLines(c.pull, c.path)
	at := findLine(lines, c.side, now)
	if at < 0 {
		return nil, nil, nil
	}
	if c.startLine > 0 {
		startLine = c.startLine + now - c.line
	}
	return now, startLine, lines[at].position
}

func (t *Twin) reviewCommentJSON(c *reviewComment) obj {
	p := c.pull
	full := p.repo.full()
	html := t.web("/%s/pull/%d#discussion_r%d", full, p.number, c.id)
	api, self := t.api("/repos/%s/pulls/%d", full, p.number), t.api("/repos/%s/pulls/comments/%d", full, c.id)
	var reviewID, startSide any
	if c.review != nil {
		reviewID = c.review.id
	}
	if c.startLine > 0 {
		startSide = c.startSide
	}
	line, startLine, position := t.place(c)
	subject := "line"
	var originalLine, originalStart any = c.line, nil
	if c.line == 0 {
		subject, originalLine = "file", nil
	}
	if c.startLine > 0 {
		originalStart = c.startLine
	}
	body := obj{
		"url": self, "pull_request_review_id": reviewID, "id": c.id, "node_id": nodeID("PullRequestReviewComment", c.id),
		"diff_hunk": c.diffHunk, "path": c.path, "commit_id": p.headSHA, "original_commit_id": c.originalCommit,
		"user": t.userJSON(c.user), "body": c.body, "created_at": stamp(c.created), "updated_at": stamp(c.updated),
		"html_url": html, "pull_request_url": api, "author_association": t.association(p.repo, c.user),
		"_links": obj{"self": obj{"href": self}, "html": obj{"href": html}, "pull_request": obj{"href": api}},
		"line":   line, "original_line": originalLine, "start_line": startLine, "original_start_line": originalStart,
		"start_side": startSide, "side": c.side, "position": position, "original_position": c.position, "subject_type": subject,
		"reactions": t.reactionsJSON(self),
	}
	if position == nil {
		body["commit_id"] = c.originalCommit
	}
	if first := c.thread.comments[0]; first != c {
		body["in_reply_to_id"] = first.id
	}
	return body
}

func (t *Twin) reactionsJSON(self string) obj {
	return obj{"url": self + "/reactions", "total_count": 0, "+1": 0, "-1": 0, "laugh": 0, "hooray": 0, "confused": 0, "heart": 0, "rocket": 0, "eyes": 0}
}

func (t *Twin) issueCommentJSON(r *repository, c *issueComment) obj {
	page := "issues"
	if r.pulls[c.number] != nil {
		page = "pull"
	}
	self := t.api("/repos/%s/issues/comments/%d", r.full(), c.id)
	body := obj{
		"url": self, "html_url": t.web("/%s/%s/%d#issuecomment-%d", r.full(), page, c.number, c.id),
		"issue_url": t.api("/repos/%s/issues/%d", r.full(), c.number), "id": c.id, "node_id": nodeID("IssueComment", c.id),
		"user": t.userJSON(c.user), "created_at": stamp(c.created), "updated_at": stamp(c.updated),
		"author_association": t.association(r, c.user), "body": c.body, "reactions": t.reactionsJSON(self),
		"performed_via_github_app": nil,
	}
	if c.app != nil {
		body["performed_via_github_app"] = t.appJSON(c.app)
	}
	return body
}

// issueJSON renders an issue, or a pull request as the issue that it also is.
func (t *Twin) issueJSON(r *repository, i *issue) obj {
	self := t.api("/repos/%s/issues/%d", r.full(), i.number)
	comments := 0
	for _, c := range r.comments {
		if c.number == i.number {
			comments++
		}
	}
	body := obj{
		"url": self, "repository_url": t.api("/repos/%s", r.full()), "labels_url": self + "/labels{/name}",
		"comments_url": self + "/comments", "events_url": self + "/events", "html_url": t.web("/%s/issues/%d", r.full(), i.number),
		"id": i.id, "node_id": nodeID("Issue", i.id), "number": i.number, "title": i.title, "user": t.userJSON(i.user),
		"labels": t.labelsJSON(r, i.labels), "state": i.state, "locked": false, "assignee": nil, "assignees": []any{},
		"milestone": nil, "comments": comments, "created_at": stamp(i.created), "updated_at": stamp(i.updated),
		"closed_at": stamp(i.closed), "author_association": t.association(r, i.user), "active_lock_reason": nil,
		"body": nullable(i.body), "reactions": t.reactionsJSON(self), "timeline_url": self + "/timeline", "state_reason": nil,
		"performed_via_github_app": nil,
	}
	if p := r.pulls[i.number]; p != nil {
		html := t.web("/%s/pull/%d", r.full(), i.number)
		body["html_url"], body["draft"] = html, p.draft
		body["pull_request"] = obj{"url": t.api("/repos/%s/pulls/%d", r.full(), i.number), "html_url": html,
			"diff_url": html + ".diff", "patch_url": html + ".patch", "merged_at": stamp(p.merged)}
	}
	return body
}

func (p *pull) asIssue() *issue {
	return &issue{id: p.issueID, number: p.number, title: p.title, body: p.body, user: p.user, state: p.state,
		labels: p.labels, created: p.created, updated: p.updated, closed: p.closed}
}

func (t *Twin) diffEntryJSON(r *repository, sha string, f diffFile, patches bool) obj {
	escaped := escapePath(f.path)
	body := obj{
		"sha": f.sha, "filename": f.path, "status": f.status, "additions": f.additions, "deletions": f.deletions,
		"changes": f.additions + f.deletions, "blob_url": t.web("/%s/blob/%s/%s", r.full(), sha, escaped),
		"raw_url": t.web("/%s/raw/%s/%s", r.full(), sha, escaped), "contents_url": t.api("/repos/%s/contents/%s?ref=%s", r.full(), escaped, sha),
	}
	if f.previous != "" {
		body["previous_filename"] = f.previous
	}
	if !patches {
		body["additions"], body["deletions"], body["changes"] = 0, 0, 0
	} else if f.patch != "" {
		body["patch"] = f.patch
	}
	return body
}

func escapePath(path string) string {
	const unreserved = "-_.~/"
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(unreserved, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
