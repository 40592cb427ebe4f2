package githubtwin

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Seed is a world to start with, as a file. Everything in it is made in the order accounts, repositories, Apps,
// rules, pull requests.
type Seed struct {
	Organizations map[string]SeedOrganization `yaml:"organizations"`
	Users         []string                    `yaml:"users"`
	Repositories  []SeedRepository            `yaml:"repositories"`
	Apps          []SeedApp                   `yaml:"apps"`
}

// SeedOrganization is an organization with its people.
type SeedOrganization struct {
	Owners  []string   `yaml:"owners"`
	Members []string   `yaml:"members"`
	Teams   []SeedTeam `yaml:"teams"`
}

// SeedTeam is a team; a parent stands before its children.
type SeedTeam struct {
	Slug    string   `yaml:"slug"`
	Parent  string   `yaml:"parent"`
	Members []string `yaml:"members"`
}

// SeedRepository is a repository with its first content: a folder beside the seed file, files given here, or both.
type SeedRepository struct {
	Name          string                    `yaml:"name"` // owner/name
	DefaultBranch string                    `yaml:"default_branch"`
	Public        bool                      `yaml:"public"`
	Folder        string                    `yaml:"folder"`
	Files         map[string]string         `yaml:"files"`
	Branches      []string                  `yaml:"branches"` // made from the default branch
	Protect       map[string]SeedProtection `yaml:"protect"`  // by branch
	Pulls         []SeedPull                `yaml:"pulls"`
}

// SeedProtection are the rules of a branch.
type SeedProtection struct {
	Checks []struct {
		Context string `yaml:"context"`
		App     string `yaml:"app"` // name of an App of the seed; empty: anyone's
	} `yaml:"checks"`
	Strict     bool `yaml:"strict"`
	Approvals  int  `yaml:"approvals"`
	MergeQueue bool `yaml:"merge_queue"`
	Ruleset    bool `yaml:"ruleset"`
}

// SeedPull is a pull request: a commit on a new branch and its opening.
type SeedPull struct {
	Branch string            `yaml:"branch"`
	Base   string            `yaml:"base"`
	Author string            `yaml:"author"`
	Title  string            `yaml:"title"`
	Body   string            `yaml:"body"`
	Draft  bool              `yaml:"draft"`
	Folder string            `yaml:"folder"`
	Files  map[string]string `yaml:"files"`
	Remove []string          `yaml:"remove"`
}

// SeedApp is a GitHub App. Its key is written to PrivateKeyFile when that is given.
type SeedApp struct {
	Name           string              `yaml:"name"`
	Permissions    map[string]string   `yaml:"permissions"`
	Events         []string            `yaml:"events"`
	WebhookURL     string              `yaml:"webhook_url"`
	WebhookSecret  string              `yaml:"webhook_secret"`
	PrivateKeyFile string              `yaml:"private_key_file"`
	Install        map[string][]string `yaml:"install"` // repositories by account; an empty list is all
}

// Seeded is what a caller must know of what a seed made.
type Seeded struct {
	Apps          map[string]App
	Installations map[string]int64 // by "app on account"
	Pulls         map[string]int   // by "owner/name branch"
}

// ReadSeed reads a seed; an unknown key is an error with its line.
func ReadSeed(r io.Reader) (Seed, error) {
	var seed Seed
	decoder := yaml.NewDecoder(r)
	decoder.KnownFields(true)
	if err := decoder.Decode(&seed); err != nil && !errors.Is(err, io.EOF) {
		return Seed{}, fmt.Errorf("read the seed: %w", err)
	}
	return seed, nil
}

// Apply makes a seed's world. folder is where its relative paths start.
func (t *Twin) Apply(seed Seed, folder string) (Seeded, error) {
	made := Seeded{Apps: map[string]App{}, Installations: map[string]int64{}, Pulls: map[string]int{}}
	for _, login := range seed.Users {
		if err := t.CreateUser(login, "User"); err != nil {
			return made, err
		}
	}
	for _, login := range slices.Sorted(maps.Keys(seed.Organizations)) {
		if err := t.seedOrganization(login, seed.Organizations[login]); err != nil {
			return made, err
		}
	}
	for _, r := range seed.Repositories {
		if err := t.seedRepository(r, folder); err != nil {
			return made, fmt.Errorf("seed repository %s: %w", r.Name, err)
		}
	}
	for _, a := range seed.Apps {
		if err := t.seedApp(a, folder, &made); err != nil {
			return made, fmt.Errorf("seed App %s: %w", a.Name, err)
		}
	}
	for _, r := range seed.Repositories {
		if err := t.seedRules(r, made); err != nil {
			return made, fmt.Errorf("seed repository %s: %w", r.Name, err)
		}
	}
	for _, r := range seed.Repositories {
		for _, p := range r.Pulls {
			number, err := t.seedPull(r, p, folder)
			if err != nil {
				return made, fmt.Errorf("seed pull request %q of %s: %w", p.Branch, r.Name, err)
			}
			made.Pulls[r.Name+" "+p.Branch] = number
		}
	}
	return made, nil
}

func (t *Twin) seedOrganization(login string, o SeedOrganization) error {
	if err := t.CreateOrg(login, o.Owners...); err != nil {
		return err
	}
	for _, member := range o.Members {
		if err := t.AddMember(login, member); err != nil {
			return err
		}
	}
	for _, tm := range o.Teams {
		if err := t.CreateTeam(login, tm.Slug, tm.Parent, tm.Members...); err != nil {
			return err
		}
	}
	return nil
}

func (t *Twin) seedRepository(r SeedRepository, folder string) error {
	owner, name, ok := strings.Cut(r.Name, "/")
	if !ok {
		return errors.New("name is not owner/name")
	}
	files, err := content(r.Folder, folder, r.Files)
	if err != nil {
		return err
	}
	if r.DefaultBranch == "" {
		r.DefaultBranch = "main"
	}
	if err := t.CreateRepository(owner, name, r.DefaultBranch, files); err != nil {
		return err
	}
	for _, branch := range r.Branches {
		if err := t.Push(r.Name, branch, r.DefaultBranch, owner); err != nil {
			return err
		}
	}
	if r.Public {
		return t.SetPublic(r.Name)
	}
	return nil
}

// content joins a folder of files with files given in place.
func content(folder, root string, given map[string]string) (map[string][]byte, error) {
	files := map[string][]byte{}
	if folder != "" {
		base := os.DirFS(filepath.Join(root, folder))
		err := fs.WalkDir(base, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := fs.ReadFile(base, path)
			files[path] = text
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read folder %s: %w", folder, err)
		}
	}
	for path, text := range given {
		files[path] = []byte(text)
	}
	return files, nil
}

func (t *Twin) seedApp(a SeedApp, folder string, made *Seeded) error {
	app, err := t.CreateApp(a.Name, a.Permissions, a.Events, a.WebhookURL, a.WebhookSecret)
	if err != nil {
		return err
	}
	made.Apps[a.Name] = app
	if a.PrivateKeyFile != "" {
		name := a.PrivateKeyFile
		if !filepath.IsAbs(name) {
			name = filepath.Join(folder, name)
		}
		if err := os.WriteFile(name, bytes.TrimLeft([]byte(app.PrivateKeyPEM), "\n"), 0o600); err != nil {
			return err
		}
	}
	for _, account := range slices.Sorted(maps.Keys(a.Install)) {
		id, err := t.Install(app.ID, account, a.Install[account]...)
		if err != nil {
			return err
		}
		made.Installations[a.Name+" on "+account] = id
	}
	return nil
}

func (t *Twin) seedRules(r SeedRepository, made Seeded) error {
	for _, branch := range slices.Sorted(maps.Keys(r.Protect)) {
		given := r.Protect[branch]
		rules := Protection{Strict: given.Strict, RequiredApprovals: given.Approvals, MergeQueue: given.MergeQueue, Ruleset: given.Ruleset}
		for _, check := range given.Checks {
			want := RequiredCheck{Context: check.Context}
			if check.App != "" {
				app, ok := made.Apps[check.App]
				if !ok {
					return fmt.Errorf("check %q is bound to App %q, which the seed does not make", check.Context, check.App)
				}
				want.AppID = app.ID
			}
			rules.RequiredChecks = append(rules.RequiredChecks, want)
		}
		if err := t.Protect(r.Name, branch, rules); err != nil {
			return err
		}
	}
	return nil
}

func (t *Twin) seedPull(r SeedRepository, p SeedPull, folder string) (int, error) {
	files, err := content(p.Folder, folder, p.Files)
	if err != nil {
		return 0, err
	}
	for _, path := range p.Remove {
		files[path] = nil
	}
	if p.Base == "" {
		p.Base = "main"
	}
	if p.Title == "" {
		p.Title = p.Branch
	}
	if _, err := t.Commit(r.Name, p.Branch, p.Author, p.Title, files, CommitOptions{From: p.Base}); err != nil {
		return 0, err
	}
	return t.OpenPullRequest(r.Name, p.Author, p.Branch, p.Base, p.Title, PullOptions{Body: p.Body, Draft: p.Draft})
}
