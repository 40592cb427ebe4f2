package demo

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/sekisho/sekisho/server/githubtwin"
)

const (
	organization = "acme"
	owner        = "olivia" // of the organization
	appName      = "Sekisho"
)

// bases are the branches that are protected; check is the one that each of them requires.
var bases = []string{"main", "develop"}

func checkName(base string) string { return "sekisho/" + base }

// Permissions and Events are what the App is created with: those of app.yml, as a test makes sure. The
// twin refuses a request for which a permission is missing, so a demo that ends well proves that
// these suffice.
var (
	Permissions = map[string]string{
		"checks": "write", "contents": "read", "members": "read", "merge_queues": "read", "metadata": "read", "pull_requests": "write",
	}
	Events = []string{"check_run", "check_suite", "membership", "merge_group", "pull_request", "pull_request_review", "push"}
)

// world is the GitHub of the demo.
type world struct {
	twin    *githubtwin.Twin
	address string // of the twin, without a slash at the end
	app     githubtwin.App
}

// build makes organization, people, repositories and the App in an empty GitHub.
func build(twin *githubtwin.Twin, address string, s *script, files fs.FS) (*world, error) {
	w := &world{twin: twin, address: address}
	if err := twin.CreateOrg(organization, owner); err != nil {
		return nil, err
	}
	if err := twin.CreateTeam(organization, "sre", "", s.People.SRE...); err != nil {
		return nil, err
	}
	for _, login := range s.People.Developers {
		if err := twin.CreateUser(login, "User"); err != nil {
			return nil, err
		}
		if err := twin.AddMember(organization, login); err != nil {
			return nil, err
		}
	}
	names, err := fs.ReadDir(files, "repositories")
	if err != nil {
		return nil, fmt.Errorf("read the demo's content: %w", err)
	}
	secret := make([]byte, 24)
	rand.Read(secret) //nolint:errcheck // never fails: crypto/rand
	if w.app, err = twin.CreateApp(appName, Permissions, Events, "", hex.EncodeToString(secret)); err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := w.repository(name.Name(), s, files); err != nil {
			return nil, fmt.Errorf("make %s: %w", name.Name(), err)
		}
	}
	if _, err := twin.Install(w.app.ID, organization); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *world) repository(name string, s *script, files fs.FS) error {
	content, err := readTree(files, path.Join("repositories", name))
	if err != nil {
		return err
	}
	full := organization + "/" + name
	if err := w.twin.CreateRepository(organization, name, bases[0], content); err != nil {
		return err
	}
	for _, base := range bases[1:] {
		if err := w.twin.Push(full, base, bases[0], owner); err != nil {
			return err
		}
	}
	for _, login := range slices.Concat(s.People.SRE, s.People.Developers) {
		if err := w.twin.SetCollaborator(full, login, "write"); err != nil {
			return err
		}
	}
	for _, base := range bases {
		err := w.twin.Protect(full, base, githubtwin.Protection{
			RequiredChecks: []githubtwin.RequiredCheck{{Context: checkName(base), AppID: w.app.ID}},
			EnforceAdmins:  true,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// check is the newest check run that a base requires, of the App itself, on a commit.
func (w *world) check(full, sha, base string) (githubtwin.CheckRunView, bool, error) {
	runs, err := w.twin.CheckRuns(full, sha)
	if err != nil {
		return githubtwin.CheckRunView{}, false, err
	}
	for _, run := range slices.Backward(runs) {
		if run.Name == checkName(base) && run.App == w.app.Slug {
			return run, true, nil
		}
	}
	return githubtwin.CheckRunView{}, false, nil
}

// stateOf reads a check run as GitHub's branch protection does.
func stateOf(run githubtwin.CheckRunView) state {
	switch {
	case run.Status != "completed":
		return pending
	case run.Conclusion == "success", run.Conclusion == "neutral", run.Conclusion == "skipped":
		return success // GitHub counts neutral and skipped as passed
	}
	return failure
}
