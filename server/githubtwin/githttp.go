package githubtwin

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/cgi"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// isGitPath tells git over HTTP from pages: /owner/name.git/info/refs, …/git-upload-pack, …/git-receive-pack.
func isGitPath(escaped string) bool {
	for _, end := range []string{"/info/refs", "/git-upload-pack", "/git-receive-pack"} {
		if rest, ok := strings.CutSuffix(escaped, end); ok && strings.Count(rest, "/") == 2 && !strings.HasPrefix(rest, "/api/") {
			return true
		}
	}
	return false
}

// serveGit runs git's own server. The password is a token: an installation's with contents, or a person's. After a
// push the branches are compared with what they were, and everything follows that follows a push.
func (t *Twin) serveGit(w http.ResponseWriter, r *http.Request) {
	parts := strings.SplitN(strings.TrimPrefix(r.URL.Path, "/"), "/", 3)
	full := parts[0] + "/" + strings.TrimSuffix(parts[1], ".git")
	push := parts[2] == "git-receive-pack" || r.URL.Query().Get("service") == "git-receive-pack"
	c := &call{t: t, r: r}
	t.mu.Lock()
	err := c.authenticate(noToken)
	repo := t.repos[strings.ToLower(full)]
	allowed := err == nil && repo != nil && c.who != nil && c.sees(repo)
	if allowed {
		c.repo = repo
		need := "contents:read"
		if push {
			need = "contents:write"
		}
		allowed = c.permit([]string{need}) == nil
	} else if err == nil && repo != nil && !repo.private && !push {
		allowed = true
	}
	t.mu.Unlock()
	if !allowed {
		if c.who == nil {
			w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
			http.Error(w, "Repository not found.", http.StatusUnauthorized)
			return
		}
		http.Error(w, "Repository not found.", http.StatusNotFound)
		return
	}
	t.mu.Lock()
	hidden := t.closedTo(repo, c.who)
	t.mu.Unlock()
	before, err := repo.git.refs("refs/heads/")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	t.runBackend(w, r, repo, parts[2], hidden)
	if parts[2] == "git-receive-pack" {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.scanPush(repo, before, c.who)
	}
}

// closedTo lists the references that git must not let this pusher update: GitHub's own, and protected branches except
// for administrators where the rules let them pass.
func (t *Twin) closedTo(repo *repository, who *actor) []string {
	closed := []string{"refs/pull", "refs/heads/gh-readonly-queue"}
	for _, branch := range slices.Sorted(maps.Keys(repo.protections)) {
		admin := who != nil && who.user != nil && t.permission(repo, who.user) == "admin"
		if !admin || repo.protections[branch].EnforceAdmins {
			closed = append(closed, "refs/heads/"+branch)
		}
	}
	return closed
}

func (t *Twin) runBackend(w http.ResponseWriter, r *http.Request, repo *repository, service string, closed []string) {
	git, err := exec.LookPath("git")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	name := path.Base(repo.git.dir)
	handler := &cgi.Handler{Path: git, Args: []string{"http-backend"}, Root: "/", Dir: repo.git.dir,
		Env: []string{"GIT_PROJECT_ROOT=" + path.Dir(repo.git.dir), "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=twin", "HOME=" + t.dir,
			"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_PROTOCOL=" + r.Header.Get("Git-Protocol")},
		InheritEnv: []string{"PATH"}}
	handler.Env = append(handler.Env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(closed)))
	for i, ref := range closed {
		handler.Env = append(handler.Env, fmt.Sprintf("GIT_CONFIG_KEY_%d=receive.hideRefs", i), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, ref))
	}
	inner := r.Clone(r.Context())
	inner.URL.Path = "/" + name + "/" + service
	inner.Header.Del("Authorization")
	handler.ServeHTTP(w, inner)
}

// scanPush finds the branches that a push moved, and does for each what GitHub does.
func (t *Twin) scanPush(repo *repository, before map[string]string, who *actor) {
	after, err := repo.git.refs("refs/heads/")
	if err != nil {
		t.options.Log.Error().Err(err).Msg("twin cannot look at a push")
		return
	}
	pusher := who.account()
	names := map[string]string{}
	for ref := range before {
		names[ref] = ""
	}
	for ref := range after {
		names[ref] = ""
	}
	for _, ref := range slices.Sorted(maps.Keys(names)) {
		if before[ref] == after[ref] {
			continue
		}
		t.refMoved(repo, ref, before[ref], after[ref], pusher)
	}
}
