package githubtwin_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func git(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=ada", "-c", "user.email=ada@example.com"}, args...)...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := command.CombinedOutput()
	return string(out), err
}

// TestGitOverHTTP clones with a person's token, pushes, and looks at what follows from the push.
func TestGitOverHTTP(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", map[string][]byte{"x": []byte("1")})
	w.got()
	token, err := w.UserToken("ada")
	must(t, err)
	address, err := url.Parse(w.base + "/acme/dags.git")
	must(t, err)
	if out, err := git(t, t.TempDir(), "clone", "--quiet", address.String(), "."); err == nil {
		t.Errorf("a private repository without a token: %s", out)
	}
	address.User = url.UserPassword("x-access-token", token)
	dir := t.TempDir()
	if out, err := git(t, dir, "clone", "--quiet", "--branch", "topic", address.String(), "."); err != nil {
		t.Fatalf("clone: %s", out)
	}
	must(t, os.WriteFile(filepath.Join(dir, "x"), []byte("pushed\n"), 0o644))
	for _, args := range [][]string{{"commit", "--quiet", "-am", "by git"}, {"push", "--quiet", "origin", "topic", "topic:another"}} {
		if out, err := git(t, dir, args...); err != nil {
			t.Fatalf("git %v: %s", args, out)
		}
	}
	w.expect("push", "check_suite.requested", "push", "pull_request.synchronize")
	sha, err := git(t, dir, "rev-parse", "HEAD")
	must(t, err)
	view, err := w.PullRequest("acme/dags", number)
	must(t, err)
	if view.HeadSHA != strings.TrimSpace(sha) {
		t.Errorf("head %s, pushed %s", view.HeadSHA, sha)
	}
	merge, err := git(t, dir, "ls-remote", "origin", "refs/pull/1/merge")
	must(t, err)
	if !strings.HasPrefix(merge, view.MergeSHA) {
		t.Errorf("refs/pull/1/merge: %q, want %s", merge, view.MergeSHA)
	}
	must(t, w.CreateUser("mallory", "User"))
	stranger, err := w.UserToken("mallory")
	must(t, err)
	address.User = url.UserPassword("x-access-token", stranger)
	if out, err := git(t, dir, "push", "--quiet", address.String(), "topic:evil"); err == nil {
		t.Errorf("a stranger pushes: %s", out)
	}
	w.protectMain(nil)
	address.User = url.UserPassword("x-access-token", token)
	if out, err := git(t, dir, "push", "--quiet", address.String(), "topic:main"); err == nil {
		t.Errorf("a push to a protected branch: %s", out)
	}
}
