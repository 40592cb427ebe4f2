package githubtwin_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

const someCommit = "1111111111111111111111111111111111111111"

func TestTreesWithAllModes(t *testing.T) {
	w := newWorld(t)
	_, err := w.Commit("acme/dags", "main", "olga", "kinds", map[string][]byte{"run.sh": []byte("#!/bin/sh\n"), "link": []byte("README.md"), "sub": []byte(someCommit)},
		githubtwin.CommitOptions{Modes: map[string]string{"run.sh": "100755", "link": "120000", "sub": "160000"}})
	must(t, err)
	tree, _, err := w.client.Git.GetTree(ctx, "acme", "dags", "main", true)
	must(t, err)
	got := map[string]string{}
	for _, e := range tree.Entries {
		got[e.GetPath()] = e.GetMode() + " " + e.GetType()
	}
	for path, want := range map[string]string{"run.sh": "100755 blob", "link": "120000 blob", "sub": "160000 commit", "dags": "040000 tree", "dags/orders/a.py": "100644 blob"} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	if tree.GetTruncated() {
		t.Error("truncated")
	}
	flat, _, err := w.client.Git.GetTree(ctx, "acme", "dags", tree.GetSHA(), false)
	must(t, err)
	if len(flat.Entries) != 5 {
		t.Errorf("top level: %d entries", len(flat.Entries))
	}
	w.SetLimits(githubtwin.Limits{TreeEntries: 3})
	cut, _, err := w.client.Git.GetTree(ctx, "acme", "dags", "main", true)
	must(t, err)
	if !cut.GetTruncated() || len(cut.Entries) != 3 {
		t.Errorf("cut: truncated %t, %d entries", cut.GetTruncated(), len(cut.Entries))
	}
	if _, response, _ := w.client.Git.GetTree(ctx, "acme", "dags", someCommit, true); status(response) != 404 {
		t.Errorf("an unknown tree: %d", status(response))
	}
}

func TestContents(t *testing.T) {
	w := newWorld(t)
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16+1)
	_, err := w.Commit("acme/dags", "main", "olga", "kinds", map[string][]byte{"link": []byte("README.md"), "sub": []byte(someCommit), "large": large,
		".gitmodules": []byte("[submodule \"sub\"]\n\tpath = sub\n\turl = https://example.com/sub.git\n"), "dags/x y.py": []byte("x\n")},
		githubtwin.CommitOptions{Modes: map[string]string{"link": "120000", "sub": "160000"}})
	must(t, err)
	get := func(path string) (*github.RepositoryContent, []*github.RepositoryContent, *github.Response) {
		file, dir, response, _ := w.client.Repositories.GetContents(ctx, "acme", "dags", path, &github.RepositoryContentGetOptions{Ref: "main"})
		return file, dir, response
	}
	if _, dir, _ := get(""); len(dir) != 6 {
		t.Errorf("root: %v", dir)
	}
	if file, _, _ := get("dags/x y.py"); file.GetType() != "file" {
		t.Errorf("file: %v", file)
	} else if text, err := file.GetContent(); err != nil || text != "x\n" {
		t.Errorf("content %q %v", text, err)
	}
	if link, _, _ := get("link"); link.GetType() != "symlink" || link.GetTarget() != "README.md" {
		t.Errorf("link: %v", link)
	}
	if sub, _, _ := get("sub"); sub.GetType() != "submodule" || sub.GetSHA() != someCommit || sub.GetSubmoduleGitURL() != "https://example.com/sub.git" {
		t.Errorf("submodule: %v", sub)
	}
	if file, _, _ := get("large"); file.GetEncoding() != "none" || file.GetSize() != len(large) {
		t.Errorf("large: encoding %q size %d", file.GetEncoding(), file.GetSize())
	}
	if _, _, response := get("nowhere"); status(response) != 404 {
		t.Errorf("unknown: %d", status(response))
	}
	request, err := w.client.NewRequest("GET", "repos/acme/dags/contents", nil)
	must(t, err)
	_, err = w.client.Do(ctx, request, nil)
	must(t, err)
	var raw bytes.Buffer
	request, err = w.client.NewRequest("GET", "repos/acme/dags/contents/README.md", nil)
	must(t, err)
	request.Header.Set("Accept", "application/vnd.github.raw+json")
	_, err = w.client.Do(ctx, request, &raw)
	must(t, err)
	if raw.String() != "# dags\n" {
		t.Errorf("raw: %q", raw.String())
	}
}

func TestWritingOverTheContentsAPI(t *testing.T) {
	w := newWorld(t)
	ada := w.person("ada")
	made, _, err := ada.Repositories.CreateFile(ctx, "acme", "dags", "new.py", &github.RepositoryContentFileOptions{Message: github.String("m"), Content: []byte("x\n"), Branch: github.String("main")})
	must(t, err)
	options := &github.RepositoryContentFileOptions{Message: github.String("m"), Content: []byte("y\n"), SHA: github.String(someCommit)}
	if _, response, _ := ada.Repositories.UpdateFile(ctx, "acme", "dags", "new.py", options); status(response) != 409 {
		t.Errorf("an old sha: %d", status(response))
	}
	options.SHA = made.Content.SHA
	changed, _, err := ada.Repositories.UpdateFile(ctx, "acme", "dags", "new.py", options)
	must(t, err)
	// go-github's DeleteFile sends "content": null, which GitHub's description does not know.
	request, err := ada.NewRequest("DELETE", "repos/acme/dags/contents/new.py", map[string]string{"message": "m", "sha": changed.Content.GetSHA()})
	must(t, err)
	_, err = ada.Do(ctx, request, nil)
	must(t, err)
	must(t, w.Protect("acme/dags", "main", githubtwin.Protection{RequiredApprovals: 1}))
	if _, response, _ := ada.Repositories.CreateFile(ctx, "acme", "dags", "new.py", &github.RepositoryContentFileOptions{Message: github.String("m"), Content: []byte("x")}); status(response) != 409 {
		t.Errorf("a protected branch: %d", status(response))
	}
}

func TestCommitsAndComparisons(t *testing.T) {
	w := newWorld(t)
	base, err := w.Branch("acme/dags", "main")
	must(t, err)
	var tip string
	for i := range 3 {
		tip, err = w.Commit("acme/dags", "feature/x", "ada", fmt.Sprintf("c%d", i), map[string][]byte{"f": []byte(fmt.Sprint(i))})
		must(t, err)
	}
	list, response, err := w.client.Repositories.ListCommits(ctx, "acme", "dags", &github.CommitsListOptions{SHA: "feature/x", ListOptions: github.ListOptions{PerPage: 2}})
	must(t, err)
	if len(list) != 2 || list[0].GetSHA() != tip || response.NextPage != 2 || response.LastPage != 2 {
		t.Errorf("commits: %d next %d last %d", len(list), response.NextPage, response.LastPage)
	}
	one, _, err := w.client.Repositories.GetCommit(ctx, "acme", "dags", "feature/x", nil)
	must(t, err)
	if one.GetSHA() != tip || len(one.Files) != 1 || one.GetStats().GetTotal() != 2 {
		t.Errorf("commit: %v", one)
	}
	for _, a := range []struct{ base, head, status string }{{"main", "feature/x", "ahead"}, {"feature/x", "main", "behind"}, {base, "main", "identical"}} {
		compared, _, err := w.client.Repositories.CompareCommits(ctx, "acme", "dags", a.base, a.head, nil)
		must(t, err)
		if compared.GetStatus() != a.status || compared.GetMergeBaseCommit().GetSHA() != base {
			t.Errorf("%s...%s: %s", a.base, a.head, compared.GetStatus())
		}
	}
	blob, _, err := w.client.Git.GetBlob(ctx, "acme", "dags", one.Files[0].GetSHA())
	must(t, err)
	if blob.GetEncoding() != "base64" || blob.GetSize() != 1 {
		t.Errorf("blob: %v", blob)
	}
}

func TestReferences(t *testing.T) {
	w := newWorld(t)
	ada := w.person("ada")
	main, _, err := ada.Git.GetRef(ctx, "acme", "dags", "heads/main")
	must(t, err)
	sha := main.GetObject().GetSHA()
	_, _, err = ada.Git.CreateRef(ctx, "acme", "dags", &github.Reference{Ref: github.String("refs/heads/team/x"), Object: &github.GitObject{SHA: &sha}})
	must(t, err)
	tip, err := w.Commit("acme/dags", "team/x", "ada", "m", map[string][]byte{"f": []byte("1")})
	must(t, err)
	if _, response, _ := ada.Git.UpdateRef(ctx, "acme", "dags", &github.Reference{Ref: github.String("refs/heads/team/x"), Object: &github.GitObject{SHA: &sha}}, false); status(response) != 422 {
		t.Errorf("backwards without force: %d", status(response))
	}
	_, _, err = ada.Git.UpdateRef(ctx, "acme", "dags", &github.Reference{Ref: github.String("refs/heads/team/x"), Object: &github.GitObject{SHA: &sha}}, true)
	must(t, err)
	found, _, err := ada.Git.ListMatchingRefs(ctx, "acme", "dags", &github.ReferenceListOptions{Ref: "heads/team"})
	must(t, err)
	if len(found) != 1 || found[0].GetObject().GetSHA() != sha {
		t.Errorf("refs: %v, tip was %s", found, tip)
	}
	_, err = ada.Git.DeleteRef(ctx, "acme", "dags", "refs/heads/team/x")
	must(t, err)
	branches, _, err := ada.Repositories.ListBranches(ctx, "acme", "dags", nil)
	must(t, err)
	if len(branches) != 1 {
		t.Errorf("branches: %v", branches)
	}
	branch, _, err := ada.Repositories.GetBranch(ctx, "acme", "dags", "main", 0)
	must(t, err)
	if branch.GetCommit().GetSHA() != sha || branch.GetProtected() {
		t.Errorf("branch: %v", branch)
	}
}

func TestTeamsAndPeople(t *testing.T) {
	w := newWorld(t)
	must(t, w.CreateTeam("acme", "oncall", "sre", "otto"))
	must(t, w.UpdateTeam("acme", "sre", "pia", "pending"))
	teams := w.client.Teams
	members, _, err := teams.ListTeamMembersBySlug(ctx, "acme", "sre", nil)
	must(t, err)
	var names []string
	for _, m := range members {
		names = append(names, m.GetLogin())
	}
	if got := strings.Join(names, " "); got != "otto sam sara" {
		t.Errorf("members, with the child team's: %q", got)
	}
	for login, want := range map[string]string{"sam": "active", "otto": "active", "pia": "pending", "ada": ""} {
		m, response, _ := teams.GetTeamMembershipBySlug(ctx, "acme", "sre", login)
		if m.GetState() != want || want == "" && status(response) != 404 {
			t.Errorf("%s: %q (%d), want %q", login, m.GetState(), status(response), want)
		}
	}
	children, _, err := teams.ListChildTeamsByParentSlug(ctx, "acme", "sre", nil)
	must(t, err)
	if len(children) != 1 || children[0].GetParent().GetSlug() != "sre" {
		t.Errorf("children: %v", children)
	}
	all, _, err := teams.ListTeams(ctx, "acme", nil)
	must(t, err)
	one, _, err := teams.GetTeamBySlug(ctx, "acme", "sre")
	must(t, err)
	if len(all) != 3 || one.GetMembersCount() != 4 {
		t.Errorf("%d teams, %d members", len(all), one.GetMembersCount())
	}
	org, _, err := w.client.Organizations.Get(ctx, "acme")
	must(t, err)
	people, _, err := w.client.Organizations.ListMembers(ctx, "acme", nil)
	must(t, err)
	is, _, err := w.client.Organizations.IsMember(ctx, "acme", "sam")
	must(t, err)
	membership, _, err := w.client.Organizations.GetOrgMembership(ctx, "olga", "acme")
	must(t, err)
	if org.GetLogin() != "acme" || len(people) != 7 || !is || membership.GetRole() != "admin" {
		t.Errorf("organization %s, %d people, sam %t, olga %s", org.GetLogin(), len(people), is, membership.GetRole())
	}
	w.got()
	must(t, w.UpdateTeam("acme", "sre", "sam", "removed"))
	must(t, w.RemoveMember("acme", "sara"))
	must(t, w.MoveTeam("acme", "oncall", ""))
	if err := w.MoveTeam("acme", "sre", "sre"); err == nil {
		t.Error("a team below itself")
	}
	w.expect("membership.removed", "membership.removed", "team.edited")
	if is, _, _ := w.client.Organizations.IsMember(ctx, "acme", "sara"); is {
		t.Error("sara is still a member")
	}
	self, _, err := w.person("ada").Users.Get(ctx, "")
	must(t, err)
	user, _, err := w.client.Users.Get(ctx, "ada")
	must(t, err)
	if self.GetID() != user.GetID() || user.GetType() != "User" {
		t.Errorf("users: %v %v", self, user)
	}
	for login, want := range map[string]string{"olga": "admin", "ada": "write"} {
		level, _, err := w.client.Repositories.GetPermissionLevel(ctx, "acme", "dags", login)
		must(t, err)
		if level.GetPermission() != want {
			t.Errorf("%s: %s", login, level.GetPermission())
		}
	}
}
