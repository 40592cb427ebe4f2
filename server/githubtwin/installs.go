package githubtwin

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"time"
)

// App is what the owner of a GitHub App knows about it.
type App struct {
	ID            int64
	Slug          string
	Name          string
	PrivateKeyPEM string
	WebhookSecret string
}

// eventPermissions are the permissions that GitHub wants of an App before it may listen to an event, at least to read
// (docs.github.com/webhooks/webhook-events-and-payloads).
var eventPermissions = map[string]string{
	"check_run": "checks", "check_suite": "checks", "issue_comment": "issues", "membership": "members", "merge_group": "merge_queues",
	"pull_request": "pull_requests", "pull_request_review": "pull_requests", "pull_request_review_comment": "pull_requests",
	"pull_request_review_thread": "pull_requests", "push": "contents", "team": "members",
}

// CreateApp registers a GitHub App. permissions are as in a manifest ("checks": "write"); metadata: read comes by
// itself. webhookURL may be empty and be set later with SetWebhook.
func (t *Twin) CreateApp(name string, permissions map[string]string, events []string, webhookURL, webhookSecret string) (App, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return App{}, fmt.Errorf("make the App's key: %w", err)
	}
	granted := map[string]string{"metadata": "read"}
	for permission, level := range permissions {
		if !slices.Contains([]string{"read", "write", "admin"}, level) {
			return App{}, fmt.Errorf("create App %s: permission %s: level %q is none of read, write, admin", name, permission, level)
		}
		granted[permission] = level
	}
	for _, event := range events {
		need, ok := eventPermissions[event]
		if !ok {
			return App{}, fmt.Errorf("create App %s: the twin does not send event %q", name, event)
		}
		if granted[need] == "" {
			return App{}, fmt.Errorf("create App %s: event %s needs the permission %s", name, event, need)
		}
	}
	slug := strings.ReplaceAll(strings.ToLower(name), " ", "-")
	bot, err := t.createAccount(slug+"[bot]", "Bot")
	if err != nil {
		return App{}, err
	}
	owner := t.accounts["app-owner"]
	if owner == nil {
		if owner, err = t.createAccount("app-owner", "User"); err != nil {
			return App{}, err
		}
	}
	a := &app{id: t.id(), slug: slug, name: name, owner: owner, bot: bot, key: key, permissions: granted, events: events,
		webhookURL: webhookURL, webhookSecret: webhookSecret, created: t.now()}
	t.apps[a.id] = a
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	t.emitPing(a)
	return App{ID: a.id, Slug: slug, Name: name, PrivateKeyPEM: string(block), WebhookSecret: webhookSecret}, nil
}

// SetWebhook says where an App's webhooks go from now on, and sends a ping there.
func (t *Twin) SetWebhook(appID int64, url, secret string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.apps[appID]
	if a == nil {
		return fmt.Errorf("no App %d", appID)
	}
	a.webhookURL, a.webhookSecret = url, secret
	t.emitPing(a)
	return nil
}

// Install installs an App on an account: on the named repositories (with or without the owner), or on all.
func (t *Twin) Install(appID int64, owner string, repos ...string) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.apps[appID]
	if a == nil {
		return 0, fmt.Errorf("no App %d", appID)
	}
	who, err := t.account(owner)
	if err != nil {
		return 0, err
	}
	i := &installation{id: t.id(), app: a, account: who, created: t.now()}
	if len(repos) > 0 {
		i.selected = map[int64]bool{}
	}
	for _, name := range repos {
		if !strings.Contains(name, "/") {
			name = owner + "/" + name
		}
		r, err := t.repository(name)
		if err != nil {
			return 0, err
		}
		if r.owner != who {
			return 0, fmt.Errorf("install on %s: %s belongs to somebody else", owner, name)
		}
		i.selected[r.id] = true
	}
	t.installs[i.id] = i
	t.emitInstallation("created", i)
	return i.id, nil
}

// Uninstall removes an installation; its tokens die with it.
func (t *Twin) Uninstall(id int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := t.installs[id]
	if i == nil {
		return fmt.Errorf("no installation %d", id)
	}
	t.emitInstallation("deleted", i)
	delete(t.installs, id)
	for token, who := range t.tokens {
		if who.installation == i {
			delete(t.tokens, token)
		}
	}
	return nil
}

// Suspend stops an installation, or lets it go on; its tokens are refused meanwhile.
func (t *Twin) Suspend(id int64, suspended bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := t.installs[id]
	if i == nil {
		return fmt.Errorf("no installation %d", id)
	}
	i.suspended = time.Time{}
	action := "unsuspend"
	if suspended {
		i.suspended, action = t.now(), "suspend"
	}
	t.emitInstallation(action, i)
	return nil
}

// SelectRepository gives an installation one more repository, or takes one away.
func (t *Twin) SelectRepository(id int64, repo string, selected bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := t.installs[id]
	if i == nil {
		return fmt.Errorf("no installation %d", id)
	}
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	if i.selected == nil || r.owner != i.account {
		return fmt.Errorf("installation %d does not select repositories of %s", id, r.owner.login)
	}
	added, removed, action := []any{}, []any{}, "removed"
	if selected {
		i.selected[r.id], action = true, "added"
		added = append(added, t.miniRepoJSON(r))
	} else {
		delete(i.selected, r.id)
		removed = append(removed, t.miniRepoJSON(r))
	}
	t.deliver(i.app, i, "installation_repositories", action, nil, i.app.owner, obj{"installation": t.installationJSON(i),
		"repository_selection": "selected", "repositories_added": added, "repositories_removed": removed, "requester": nil})
	return nil
}

// repositoriesOf lists what an installation reaches, by id.
func (t *Twin) repositoriesOf(i *installation) []*repository {
	var list []*repository
	for _, r := range t.repos {
		if i.covers(r) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *repository) int { return int(a.id - b.id) })
	return list
}
