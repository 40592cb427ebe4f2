package githubtwin

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// App is what the owner of a GitHub App knows about it.
type App struct {
	ID            int64
	Slug          string
	Name          string
	PrivateKeyPEM string
	WebhookSecret string
}

// CreateUser makes an account of kind User or Bot. Its e-mail is login@example.com, linked to it.
func (t *Twin) CreateUser(login, kind string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if kind != "User" && kind != "Bot" {
		return fmt.Errorf("create account %q: type %q is neither User nor Bot", login, kind)
	}
	_, err := t.createAccount(login, kind)
	return err
}

func (t *Twin) createAccount(login, kind string) (*account, error) {
	key := strings.ToLower(login)
	if login == "" || t.accounts[key] != nil {
		return nil, fmt.Errorf("create account %q: the name is empty or taken", login)
	}
	a := &account{id: t.id(), login: login, kind: kind, email: key + "@example.com", created: t.now()}
	if kind == "Bot" {
		a.email = fmt.Sprintf("%d+%s@users.noreply.github.com", a.id, key)
	}
	t.accounts[key] = a
	return a, nil
}

// CreateOrg makes an organization; owners are made when they do not exist and are its administrators.
func (t *Twin) CreateOrg(login string, owners ...string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	a, err := t.createAccount(login, "Organization")
	if err != nil {
		return err
	}
	o := &org{account: a, members: map[string]*membership{}, teams: map[string]*team{}}
	t.orgs[strings.ToLower(login)] = o
	for _, owner := range owners {
		if err := t.join(o, owner, "admin"); err != nil {
			return err
		}
	}
	return nil
}

// AddMember makes a person a member of an organization.
func (t *Twin) AddMember(organization, login string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, err := t.org(organization)
	if err != nil {
		return err
	}
	return t.join(o, login, "member")
}

// RemoveMember takes a person out of an organization and all its teams.
func (t *Twin) RemoveMember(organization, login string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, err := t.org(organization)
	if err != nil {
		return err
	}
	for _, tm := range o.teams {
		if tm.members[strings.ToLower(login)] != nil {
			delete(tm.members, strings.ToLower(login))
			t.emitMembership("removed", tm, login)
		}
	}
	delete(o.members, strings.ToLower(login))
	return nil
}

func (t *Twin) join(o *org, login, role string) error {
	key := strings.ToLower(login)
	if t.accounts[key] == nil {
		if _, err := t.createAccount(login, "User"); err != nil {
			return err
		}
	}
	if o.members[key] == nil {
		o.members[key] = &membership{login: login, role: role, state: "active"}
	}
	return nil
}

func (t *Twin) org(login string) (*org, error) {
	if o := t.orgs[strings.ToLower(login)]; o != nil {
		return o, nil
	}
	return nil, fmt.Errorf("no organization %q", login)
}

func (t *Twin) account(login string) (*account, error) {
	if a := t.accounts[strings.ToLower(login)]; a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("no account %q", login)
}

func (t *Twin) repository(name string) (*repository, error) {
	if r := t.repos[strings.ToLower(name)]; r != nil {
		return r, nil
	}
	return nil, fmt.Errorf("no repository %q", name)
}

// CreateTeam makes a team; parent is the slug of the team above it or empty. Members are made and join the
// organization when they have not yet.
func (t *Twin) CreateTeam(organization, slug, parent string, members ...string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, err := t.org(organization)
	if err != nil {
		return err
	}
	if o.teams[slug] != nil {
		return fmt.Errorf("team %s/%s exists", organization, slug)
	}
	tm := &team{id: t.id(), slug: slug, name: slug, org: o, members: map[string]*membership{}, created: t.now()}
	if parent != "" {
		if tm.parent = o.teams[parent]; tm.parent == nil {
			return fmt.Errorf("create team %s/%s: no parent team %q", organization, slug, parent)
		}
	}
	o.teams[slug] = tm
	for _, login := range members {
		if err := t.join(o, login, "member"); err != nil {
			return err
		}
		tm.members[strings.ToLower(login)] = &membership{login: login, role: "member", state: "active"}
	}
	return nil
}

// UpdateTeam sets a person's membership: state is "active", "pending" (invited, not accepted) or "removed".
func (t *Twin) UpdateTeam(organization, slug, login, state string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, err := t.org(organization)
	if err != nil {
		return err
	}
	tm := o.teams[slug]
	if tm == nil {
		return fmt.Errorf("no team %s/%s", organization, slug)
	}
	switch state {
	case "removed":
		delete(tm.members, strings.ToLower(login))
		t.emitMembership("removed", tm, login)
	case "active", "pending":
		if err := t.join(o, login, "member"); err != nil {
			return err
		}
		tm.members[strings.ToLower(login)] = &membership{login: login, role: "member", state: state}
		if state == "active" {
			t.emitMembership("added", tm, login)
		}
	default:
		return fmt.Errorf("membership state %q is none of active, pending, removed", state)
	}
	return nil
}

// CreateRepository makes a private repository with one commit of files (README.md when there are none) on its
// default branch. name is without the owner.
func (t *Twin) CreateRepository(owner, name, defaultBranch string, files map[string][]byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	who, err := t.account(owner)
	if err != nil {
		return err
	}
	r, err := t.newRepository(who, name, defaultBranch)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		files = map[string][]byte{"README.md": []byte("# " + name + "\n")}
	}
	by := t.signature(who, t.now())
	_, err = r.git.write("refs/heads/"+defaultBranch, "", "Initial commit", by, by, files, nil)
	return err
}

func (t *Twin) newRepository(owner *account, name, defaultBranch string) (*repository, error) {
	full := owner.login + "/" + name
	if t.repos[strings.ToLower(full)] != nil {
		return nil, fmt.Errorf("repository %s exists", full)
	}
	git, err := initGit(filepath.Join(t.dir, owner.login, name+".git"), t.dir, defaultBranch)
	if err != nil {
		return nil, fmt.Errorf("create repository %s: %w", full, err)
	}
	r := &repository{id: t.id(), owner: owner, name: name, defaultBranch: defaultBranch, private: true, git: git,
		collaborators: map[string]string{}, created: t.now(), pushed: t.now(), nextNumber: 1, pulls: map[int]*pull{},
		issues: map[int]*issue{}, protections: map[string]*Protection{}, rulesetID: map[string]int64{}}
	t.repos[strings.ToLower(full)], t.reposByID[r.id] = r, r
	return r, nil
}

// Fork copies a repository to another account under the same name.
func (t *Twin) Fork(repo, owner string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	from, err := t.repository(repo)
	if err != nil {
		return err
	}
	who, err := t.account(owner)
	if err != nil {
		return err
	}
	r, err := t.newRepository(who, from.name, from.defaultBranch)
	if err != nil {
		return err
	}
	r.parent, r.private = from, from.private
	_, err = r.git.run(nil, "fetch", "--quiet", from.git.dir, "+refs/heads/*:refs/heads/*")
	return err
}

// SetPublic makes a repository readable for everyone.
func (t *Twin) SetPublic(repo string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err == nil {
		r.private = false
	}
	return err
}

// SetCollaborator gives a person a role in one repository: none, read, write or admin.
func (t *Twin) SetCollaborator(repo, login, role string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	if !slices.Contains(levels, role) {
		return fmt.Errorf("role %q is none of %s", role, strings.Join(levels, ", "))
	}
	if _, err := t.account(login); err != nil {
		return err
	}
	r.collaborators[strings.ToLower(login)] = role
	return nil
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
	granted := map[string]string{"metadata": "read"}
	for permission, level := range permissions {
		if !slices.Contains([]string{"read", "write", "admin"}, level) {
			return App{}, fmt.Errorf("create App %s: permission %s: level %q is none of read, write, admin", name, permission, level)
		}
		granted[permission] = level
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
