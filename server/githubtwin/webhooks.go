package githubtwin

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// alwaysSent are the events that every App gets without a subscription.
var alwaysSent = []string{"installation", "installation_repositories", "ping"}

// emit makes one webhook for each installed App that reaches the repository (or, for events of an organization,
// is installed on it) and listens.
func (t *Twin) emit(event, action string, r *repository, owner, sender *account, payload obj) {
	for _, i := range t.sortedInstallations() {
		if i.account != owner || r != nil && !i.covers(r) || !i.suspended.IsZero() {
			continue
		}
		if slices.Contains(alwaysSent, event) || slices.Contains(i.app.events, event) {
			t.deliver(i.app, i, event, action, r, sender, payload)
		}
	}
}

// emitTo makes a webhook for one App, whatever it listens to: GitHub sends requested and rerequested checks to
// the App that owns them.
func (t *Twin) emitTo(a *app, event, action string, r *repository, sender *account, payload obj) {
	for _, i := range t.sortedInstallations() {
		if i.app == a && i.covers(r) && i.suspended.IsZero() {
			t.deliver(a, i, event, action, r, sender, payload)
		}
	}
}

func (t *Twin) sortedInstallations() []*installation {
	list := slices.Collect(maps.Values(t.installs))
	slices.SortFunc(list, func(a, b *installation) int { return int(a.id - b.id) })
	return list
}

func (t *Twin) deliver(a *app, i *installation, event, action string, r *repository, sender *account, payload obj) {
	body := maps.Clone(payload)
	if action != "" {
		body["action"] = action
	}
	var repoID any
	if r != nil {
		repoID = r.id
		if body["repository"] == nil {
			body["repository"] = t.repoJSON(r)
		}
		if o := t.orgs[strings.ToLower(r.owner.login)]; o != nil {
			body["organization"] = t.orgJSON(o.account)
		}
	}
	body["sender"] = t.userJSON(sender)
	var installationID any
	if i != nil {
		installationID = i.id
		if body["installation"] == nil {
			body["installation"] = obj{"id": i.id, "node_id": nodeID("Installation", i.id)}
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.options.Log.Error().Err(err).Str("event", event).Msg("twin cannot encode a webhook")
		return
	}
	t.verifier.webhook(event, action, text)
	if a.webhookURL == "" {
		return
	}
	d := &delivery{id: t.id(), guid: uuid.NewString(), event: event, action: action, installationID: installationID,
		repositoryID: repoID, app: a, payload: text, url: a.webhookURL, secret: a.webhookSecret}
	a.deliveries = append(a.deliveries, d)
	t.send(d)
}

func (t *Twin) emitPing(a *app) {
	if a.webhookURL == "" {
		return
	}
	t.deliver(a, nil, "ping", "", nil, a.owner, obj{
		"zen": "Half measures are as bad as nothing at all.", "hook_id": a.id,
		"hook": obj{"type": "App", "id": a.id, "name": "web", "active": true, "events": notNil(a.events), "app_id": a.id,
			"config":     obj{"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": a.webhookURL},
			"updated_at": stamp(a.created), "created_at": stamp(a.created), "deliveries_url": t.api("/app/hook/deliveries")},
	})
}

func (t *Twin) emitInstallation(action string, i *installation) {
	repos := []any{}
	for _, r := range t.repositoriesOf(i) {
		repos = append(repos, t.miniRepoJSON(r))
	}
	t.deliver(i.app, i, "installation", action, nil, i.app.owner, obj{"installation": t.installationJSON(i), "repositories": repos, "requester": nil})
}

func (t *Twin) emitMembership(action string, tm *team, login string) {
	who := t.accounts[strings.ToLower(login)]
	t.emit("membership", action, nil, tm.org.account, who, obj{"scope": "team", "member": t.userJSON(who), "team": t.teamJSON(tm),
		"organization": t.orgJSON(tm.org.account)})
}

// emitPull makes a pull_request event; extra holds what the action adds (changes, before, after).
func (t *Twin) emitPull(action string, p *pull, sender *account, extra obj) {
	payload := obj{"number": p.number, "pull_request": t.pullJSON(p)}
	maps.Copy(payload, extra)
	t.emit("pull_request", action, p.repo, p.repo.owner, sender, payload)
}

// eventPullJSON is the pull request in review events: without the counts.
func (t *Twin) eventPullJSON(p *pull) obj { return t.simplePullJSON(p) }

func (t *Twin) emitReview(action string, rv *review, sender *account, extra obj) {
	body := t.reviewJSON(rv)
	body["state"] = strings.ToLower(rv.state)
	body["body"] = nullable(rv.body)
	payload := obj{"review": body, "pull_request": t.eventPullJSON(rv.pull)}
	maps.Copy(payload, extra)
	t.emit("pull_request_review", action, rv.pull.repo, rv.pull.repo.owner, sender, payload)
}

func (t *Twin) emitReviewComment(action string, c *reviewComment, sender *account, extra obj) {
	payload := obj{"comment": t.reviewCommentJSON(c), "pull_request": t.eventPullJSON(c.pull)}
	maps.Copy(payload, extra)
	t.emit("pull_request_review_comment", action, c.pull.repo, c.pull.repo.owner, sender, payload)
}

func (t *Twin) emitThread(action string, p *pull, th *thread, sender *account) {
	comments := []any{}
	for _, c := range th.comments {
		comments = append(comments, t.reviewCommentJSON(c))
	}
	t.emit("pull_request_review_thread", action, p.repo, p.repo.owner, sender,
		obj{"pull_request": t.eventPullJSON(p), "thread": obj{"node_id": threadID(th), "comments": comments}})
}

func (t *Twin) emitIssueComment(action string, r *repository, c *issueComment, sender *account, extra obj) {
	i := r.issues[c.number]
	if p := r.pulls[c.number]; p != nil {
		i = p.asIssue()
	}
	payload := obj{"issue": t.issueJSON(r, i), "comment": t.issueCommentJSON(r, c)}
	maps.Copy(payload, extra)
	t.emit("issue_comment", action, r, r.owner, sender, payload)
}

func (t *Twin) emitPush(r *repository, ref, before, after string, pusher *account) {
	created, deleted := before == zeroSHA, after == zeroSHA
	commits, head := []any{}, any(nil)
	forced := false
	if !deleted {
		args := []string{"--reverse", "-n", "2048", after}
		if created {
			if ref != "refs/heads/"+r.defaultBranch {
				args = append(args, "^refs/heads/"+r.defaultBranch)
			}
		} else {
			args = append(args, "^"+before)
			forced = !r.git.isAncestor(before, after)
		}
		list, _ := r.git.log(args...)
		for _, c := range list {
			commits = append(commits, t.pushCommitJSON(r, c))
		}
		if c, err := r.git.commit(after); err == nil {
			head = t.pushCommitJSON(r, c)
		}
	}
	repo := t.repoJSON(r)
	owner := maps.Clone(t.userJSON(r.owner).(obj))
	owner["name"], owner["email"] = r.owner.login, r.owner.email
	repo["owner"], repo["url"] = owner, t.web("/%s", r.full())
	repo["created_at"], repo["pushed_at"] = r.created.Unix(), r.pushed.Unix()
	repo["stargazers"], repo["master_branch"] = 0, r.defaultBranch
	compare := t.web("/%s/compare/%.12s...%.12s", r.full(), before, after)
	t.emit("push", "", r, r.owner, pusher, obj{"ref": ref, "before": before, "after": after, "created": created,
		"deleted": deleted, "forced": forced, "base_ref": nil, "compare": compare, "commits": commits, "head_commit": head,
		"repository": repo, "pusher": obj{"name": pusher.login, "email": pusher.email}})
}
