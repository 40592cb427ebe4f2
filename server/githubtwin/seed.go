package githubtwin

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

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

// MoveTeam puts a team below another one, or at the top when parent is empty.
func (t *Twin) MoveTeam(organization, slug, parent string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, err := t.org(organization)
	if err != nil {
		return err
	}
	tm, above := o.teams[slug], o.teams[parent]
	if tm == nil || parent != "" && above == nil {
		return fmt.Errorf("move team %s/%s below %q: no such team", organization, slug, parent)
	}
	for up := above; up != nil; up = up.parent {
		if up == tm {
			return fmt.Errorf("move team %s/%s below itself", organization, slug)
		}
	}
	from := any(nil)
	if tm.parent != nil {
		from = tm.parent.id
	}
	tm.parent = above
	t.emit("team", "edited", nil, o.account, o.account, obj{"team": t.teamJSON(tm), "organization": t.orgJSON(o.account),
		"changes": obj{"parent": obj{"from": from}}})
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
