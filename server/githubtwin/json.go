package githubtwin

import (
	"maps"
	"sort"
	"strings"
)

// The functions of this file and json_pulls.go render what GitHub calls simple user, repository, commit and so
// on: one function per schema of GitHub's API description.

func (t *Twin) userJSON(a *account) any {
	if a == nil {
		return nil
	}
	at := func(rest string) string { return t.api("/users/%s%s", a.login, rest) }
	html := t.web("/%s", a.login)
	if a.kind == "Bot" {
		html = t.web("/apps/%s", strings.TrimSuffix(a.login, "[bot]"))
	}
	return obj{
		"login": a.login, "id": a.id, "node_id": nodeID(a.kind, a.id), "avatar_url": t.web("/avatars/u/%d?v=4", a.id),
		"gravatar_id": "", "url": at(""), "html_url": html, "followers_url": at("/followers"),
		"following_url": at("/following{/other_user}"), "gists_url": at("/gists{/gist_id}"),
		"starred_url": at("/starred{/owner}{/repo}"), "subscriptions_url": at("/subscriptions"),
		"organizations_url": at("/orgs"), "repos_url": at("/repos"), "events_url": at("/events{/privacy}"),
		"received_events_url": at("/received_events"), "type": a.kind, "site_admin": false,
	}
}

func (t *Twin) orgJSON(a *account) obj {
	at := func(rest string) string { return t.api("/orgs/%s%s", a.login, rest) }
	return obj{
		"login": a.login, "id": a.id, "node_id": nodeID("Organization", a.id), "url": at(""), "repos_url": at("/repos"),
		"events_url": at("/events"), "hooks_url": at("/hooks"), "issues_url": at("/issues"),
		"members_url": at("/members{/member}"), "public_members_url": at("/public_members{/member}"),
		"avatar_url": t.web("/avatars/u/%d?v=4", a.id), "description": "",
	}
}

// minimalRepoJSON is the repository in lists.
func (t *Twin) minimalRepoJSON(r *repository) obj {
	at := func(rest string) string { return t.api("/repos/%s%s", r.full(), rest) }
	body := obj{
		"id": r.id, "node_id": nodeID("Repository", r.id), "name": r.name, "full_name": r.full(), "private": r.private,
		"owner": t.userJSON(r.owner), "html_url": t.web("/%s", r.full()), "description": nil, "fork": r.parent != nil, "url": at(""),
	}
	for name, rest := range map[string]string{
		"forks_url": "/forks", "keys_url": "/keys{/key_id}", "collaborators_url": "/collaborators{/collaborator}",
		"teams_url": "/teams", "hooks_url": "/hooks", "issue_events_url": "/issues/events{/number}", "events_url": "/events",
		"assignees_url": "/assignees{/user}", "branches_url": "/branches{/branch}", "tags_url": "/tags",
		"blobs_url": "/git/blobs{/sha}", "git_tags_url": "/git/tags{/sha}", "git_refs_url": "/git/refs{/sha}",
		"trees_url": "/git/trees{/sha}", "statuses_url": "/statuses/{sha}", "languages_url": "/languages",
		"stargazers_url": "/stargazers", "contributors_url": "/contributors", "subscribers_url": "/subscribers",
		"subscription_url": "/subscription", "commits_url": "/commits{/sha}", "git_commits_url": "/git/commits{/sha}",
		"comments_url": "/comments{/number}", "issue_comment_url": "/issues/comments{/number}",
		"contents_url": "/contents/{+path}", "compare_url": "/compare/{base}...{head}", "merges_url": "/merges",
		"archive_url": "/{archive_format}{/ref}", "downloads_url": "/downloads", "issues_url": "/issues{/number}",
		"pulls_url": "/pulls{/number}", "milestones_url": "/milestones{/number}",
		"notifications_url": "/notifications{?since,all,participating}", "labels_url": "/labels{/name}",
		"releases_url": "/releases{/id}", "deployments_url": "/deployments",
	} {
		body[name] = at(rest)
	}
	return body
}

// repoJSON is the repository inside pull requests, webhooks and lists of an installation.
func (t *Twin) repoJSON(r *repository) obj {
	body := t.minimalRepoJSON(r)
	open := r.openIssues()
	visibility := "public"
	if r.private {
		visibility = "private"
	}
	maps.Copy(body, obj{
		"created_at": stamp(r.created), "updated_at": stamp(r.pushed), "pushed_at": stamp(r.pushed),
		"git_url": t.web("/%s.git", r.full()), "ssh_url": "git@github.com:" + r.full() + ".git",
		"clone_url": t.web("/%s.git", r.full()), "svn_url": t.web("/%s", r.full()), "homepage": nil, "size": 0,
		"stargazers_count": 0, "watchers_count": 0, "language": nil, "has_issues": true, "has_projects": false,
		"has_downloads": true, "has_wiki": false, "has_pages": false, "has_discussions": false, "forks_count": 0,
		"mirror_url": nil, "archived": false, "disabled": false, "open_issues_count": open, "license": nil,
		"allow_forking": true, "is_template": false, "web_commit_signoff_required": false, "topics": []string{},
		"visibility": visibility, "forks": 0, "open_issues": open, "watchers": 0, "default_branch": r.defaultBranch,
		"custom_properties": obj{},
	})
	return body
}

// fullRepoJSON is the answer of GET /repos/{owner}/{repo}.
func (t *Twin) fullRepoJSON(r *repository) obj {
	body := t.repoJSON(r)
	delete(body, "custom_properties")
	maps.Copy(body, obj{"network_count": 0, "subscribers_count": 0, "allow_merge_commit": true, "allow_squash_merge": true,
		"allow_rebase_merge": true, "allow_auto_merge": false, "delete_branch_on_merge": false, "allow_update_branch": false})
	if o := t.orgs[strings.ToLower(r.owner.login)]; o != nil {
		body["organization"] = t.userJSON(r.owner)
	}
	if r.parent != nil {
		body["parent"], body["source"] = t.repoJSON(r.parent), t.repoJSON(r.parent)
	}
	return body
}

// miniRepoJSON is the repository in installation events.
func (t *Twin) miniRepoJSON(r *repository) obj {
	return obj{"id": r.id, "node_id": nodeID("Repository", r.id), "name": r.name, "full_name": r.full(), "private": r.private}
}

func (r *repository) openIssues() int {
	n := 0
	for _, p := range r.pulls {
		if p.state == "open" {
			n++
		}
	}
	for _, i := range r.issues {
		if i.state == "open" {
			n++
		}
	}
	return n
}

// byEmail is the account that GitHub links to a commit's e-mail; nil when nobody registered it.
func (t *Twin) byEmail(email string) *account {
	for _, a := range t.accounts {
		if a.email != "" && strings.EqualFold(a.email, email) {
			return a
		}
	}
	return nil
}

func verification() obj {
	return obj{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil}
}

func personJSON(s signature) obj {
	return obj{"name": s.name, "email": s.email, "date": stamp(s.date)}
}

// commitJSON is the commit of the repository API, with the accounts that its e-mails are linked to.
func (t *Twin) commitJSON(r *repository, c *commit) obj {
	parents := []obj{}
	for _, p := range c.parents {
		parents = append(parents, obj{"sha": p, "url": t.api("/repos/%s/commits/%s", r.full(), p), "html_url": t.web("/%s/commit/%s", r.full(), p)})
	}
	url := t.api("/repos/%s/commits/%s", r.full(), c.sha)
	return obj{
		"sha": c.sha, "node_id": nodeID("Commit", r.id) + c.sha[:12], "url": url, "html_url": t.web("/%s/commit/%s", r.full(), c.sha),
		"comments_url": url + "/comments",
		"commit": obj{
			"author": personJSON(c.author), "committer": personJSON(c.committer), "message": c.message,
			"tree": obj{"sha": c.tree, "url": t.api("/repos/%s/git/trees/%s", r.full(), c.tree)},
			"url":  t.api("/repos/%s/git/commits/%s", r.full(), c.sha), "comment_count": 0, "verification": verification(),
		},
		"author": t.userJSON(t.byEmail(c.author.email)), "committer": t.userJSON(t.byEmail(c.committer.email)), "parents": parents,
	}
}

// gitCommitJSON is the commit of the git database API.
func (t *Twin) gitCommitJSON(r *repository, c *commit) obj {
	parents := []obj{}
	for _, p := range c.parents {
		parents = append(parents, obj{"sha": p, "url": t.api("/repos/%s/git/commits/%s", r.full(), p), "html_url": t.web("/%s/commit/%s", r.full(), p)})
	}
	return obj{
		"sha": c.sha, "node_id": nodeID("Commit", r.id) + c.sha[:12], "url": t.api("/repos/%s/git/commits/%s", r.full(), c.sha),
		"html_url": t.web("/%s/commit/%s", r.full(), c.sha), "author": personJSON(c.author), "committer": personJSON(c.committer),
		"tree":    obj{"sha": c.tree, "url": t.api("/repos/%s/git/trees/%s", r.full(), c.tree)},
		"message": c.message, "parents": parents, "verification": verification(),
	}
}

// pushCommitJSON is the commit in push, check_suite and merge_group events.
func (t *Twin) pushCommitJSON(r *repository, c *commit) obj {
	person := func(s signature) obj {
		body := obj{"name": s.name, "email": s.email}
		if who := t.byEmail(s.email); who != nil {
			body["username"] = who.login
		}
		return body
	}
	body := obj{
		"id": c.sha, "tree_id": c.tree, "distinct": true, "message": c.message, "timestamp": stamp(c.committer.date),
		"url": t.web("/%s/commit/%s", r.full(), c.sha), "author": person(c.author), "committer": person(c.committer),
		"added": []string{}, "removed": []string{}, "modified": []string{},
	}
	from := emptyTree
	if len(c.parents) > 0 {
		from = c.parents[0]
	}
	files, err := r.git.diff(from, c.sha)
	if err != nil {
		return body
	}
	lists := map[string][]string{"added": {}, "removed": {}, "modified": {}}
	for _, f := range files {
		switch f.status {
		case "added", "copied":
			lists["added"] = append(lists["added"], f.path)
		case "removed":
			lists["removed"] = append(lists["removed"], f.path)
		case "renamed":
			lists["added"], lists["removed"] = append(lists["added"], f.path), append(lists["removed"], f.previous)
		default:
			lists["modified"] = append(lists["modified"], f.path)
		}
	}
	for name, list := range lists {
		sort.Strings(list)
		body[name] = list
	}
	return body
}

// simpleCommitJSON is the head commit of a check suite or a merge group.
func (t *Twin) simpleCommitJSON(c *commit) obj {
	return obj{"id": c.sha, "tree_id": c.tree, "message": c.message, "timestamp": stamp(c.committer.date),
		"author":    obj{"name": c.author.name, "email": c.author.email},
		"committer": obj{"name": c.committer.name, "email": c.committer.email}}
}

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

func (t *Twin) appJSON(a *app) obj {
	permissions := map[string]string{}
	maps.Copy(permissions, a.permissions)
	return obj{
		"id": a.id, "slug": a.slug, "node_id": nodeID("Integration", a.id), "owner": t.userJSON(a.owner), "name": a.name,
		"description": "", "external_url": t.web("/apps/%s", a.slug), "html_url": t.web("/apps/%s", a.slug),
		"created_at": stamp(a.created), "updated_at": stamp(a.created), "permissions": permissions, "events": notNil(a.events),
	}
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (t *Twin) installationJSON(i *installation) obj {
	selection := "all"
	if i.selected != nil {
		selection = "selected"
	}
	permissions := map[string]string{}
	maps.Copy(permissions, i.app.permissions)
	html := t.web("/settings/installations/%d", i.id)
	if i.account.kind == "Organization" {
		html = t.web("/organizations/%s/settings/installations/%d", i.account.login, i.id)
	}
	return obj{
		"id": i.id, "account": t.userJSON(i.account), "repository_selection": selection,
		"access_tokens_url": t.api("/app/installations/%d/access_tokens", i.id), "repositories_url": t.api("/installation/repositories"),
		"html_url": html, "app_id": i.app.id, "app_slug": i.app.slug, "target_id": i.account.id, "target_type": i.account.kind,
		"permissions": permissions, "events": notNil(i.app.events), "created_at": stamp(i.created), "updated_at": stamp(i.created),
		"single_file_name": nil, "has_multiple_single_files": false, "single_file_paths": []string{},
		"suspended_by": nil, "suspended_at": stamp(i.suspended),
	}
}

func (t *Twin) teamJSON(tm *team) obj {
	html := t.web("/orgs/%s/teams/%s", tm.org.login, tm.slug)
	url := t.api("/organizations/%d/team/%d", tm.org.id, tm.id)
	body := obj{
		"id": tm.id, "node_id": nodeID("Team", tm.id), "name": tm.name, "slug": tm.slug, "description": nil, "privacy": "closed",
		"notification_setting": "notifications_enabled", "url": url, "html_url": html, "members_url": url + "/members{/member}",
		"repositories_url": url + "/repos", "permission": "pull", "type": "organization", "parent": nil,
	}
	if tm.parent != nil {
		parent := t.teamJSON(tm.parent)
		delete(parent, "parent")
		body["parent"] = parent
	}
	return body
}
