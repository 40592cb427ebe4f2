package githubtwin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func TestAnAppSeesItself(t *testing.T) {
	w := newWorld(t)
	client := w.appClient()
	app, _, err := client.Apps.Get(ctx, "")
	must(t, err)
	if app.GetID() != w.app.ID || app.GetSlug() != w.app.Slug || app.GetPermissions().GetChecks() != "write" {
		t.Errorf("app: %v", app)
	}
	list, _, err := client.Apps.ListInstallations(ctx, nil)
	must(t, err)
	if len(list) != 1 || list[0].GetID() != w.installation || list[0].GetRepositorySelection() != "selected" {
		t.Errorf("installations: %v", list)
	}
	for name, find := range map[string]func() (*github.Installation, *github.Response, error){
		"id": func() (*github.Installation, *github.Response, error) {
			return client.Apps.GetInstallation(ctx, w.installation)
		},
		"repository": func() (*github.Installation, *github.Response, error) {
			return client.Apps.FindRepositoryInstallation(ctx, "acme", "dags")
		},
		"organization": func() (*github.Installation, *github.Response, error) {
			return client.Apps.FindOrganizationInstallation(ctx, "acme")
		},
		"user": func() (*github.Installation, *github.Response, error) {
			return client.Apps.FindUserInstallation(ctx, "acme")
		},
	} {
		found, _, err := find()
		if err != nil || found.GetID() != w.installation {
			t.Errorf("by %s: %v %v", name, found, err)
		}
	}
	config, _, err := client.Apps.GetHookConfig(ctx)
	must(t, err)
	if config.GetContentType() != "json" {
		t.Errorf("hook config: %v", config)
	}
	bySlug, _, err := w.client.Apps.Get(ctx, w.app.Slug)
	must(t, err)
	if bySlug.GetID() != w.app.ID {
		t.Errorf("by slug: %v", bySlug)
	}
}

func TestTokensOfAnApp(t *testing.T) {
	w := newWorld(t)
	must(t, w.CreateRepository("acme", "other", "main", nil))
	client := w.appClient()
	token, _, err := client.Apps.CreateInstallationToken(ctx, w.installation, &github.InstallationTokenOptions{
		Repositories: []string{"dags"}, Permissions: &github.InstallationPermissions{Contents: github.String("read")}})
	must(t, err)
	narrow, err := github.NewClient(nil).WithAuthToken(token.GetToken()).WithEnterpriseURLs(w.base, w.base)
	must(t, err)
	if _, _, err := narrow.Git.GetTree(ctx, "acme", "dags", "main", true); err != nil {
		t.Errorf("contents: read lets it read: %v", err)
	}
	_, response, err := narrow.PullRequests.List(ctx, "acme", "dags", nil)
	if status(response) != 403 || err == nil {
		t.Errorf("without pull_requests: %v", err)
	}
	if got := response.Header.Get("X-Accepted-GitHub-Permissions"); got != "pull_requests=read" {
		t.Errorf("accepted permissions: %q", got)
	}
	if _, response, _ := w.client.Repositories.Get(ctx, "acme", "other"); status(response) != 404 {
		t.Errorf("a repository outside of the installation: %d", status(response))
	}
	if _, response, _ := client.Apps.CreateInstallationToken(ctx, w.installation, &github.InstallationTokenOptions{Repositories: []string{"other"}}); status(response) != 422 {
		t.Errorf("a token for a repository outside: %d", status(response))
	}
	repos, _, err := w.client.Apps.ListRepos(ctx, nil)
	must(t, err)
	if repos.GetTotalCount() != 1 || repos.Repositories[0].GetFullName() != "acme/dags" {
		t.Errorf("repositories: %v", repos)
	}
	if _, err := narrow.Apps.RevokeInstallationToken(ctx); err != nil {
		t.Error(err)
	}
	if _, response, _ := narrow.Git.GetTree(ctx, "acme", "dags", "main", true); status(response) != 401 {
		t.Errorf("after revocation: %d", status(response))
	}
}

func TestJWTsThatGitHubRefuses(t *testing.T) {
	w := newWorld(t)
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(w.app.PrivateKeyPEM))
	must(t, err)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	now := time.Now()
	sign := func(key any, method jwt.SigningMethod, issuer string, issued, expires time.Time) string {
		text, err := jwt.NewWithClaims(method, jwt.RegisteredClaims{Issuer: issuer, IssuedAt: jwt.NewNumericDate(issued), ExpiresAt: jwt.NewNumericDate(expires)}).SignedString(key)
		must(t, err)
		return text
	}
	id := strconv.FormatInt(w.app.ID, 10)
	for _, a := range []struct{ name, token string }{
		{"another key", sign(other, jwt.SigningMethodRS256, id, now, now.Add(time.Minute))},
		{"expired", sign(key, jwt.SigningMethodRS256, id, now.Add(-time.Hour), now.Add(-time.Minute))},
		{"too long", sign(key, jwt.SigningMethodRS256, id, now, now.Add(time.Hour))},
		{"from the future", sign(key, jwt.SigningMethodRS256, id, now.Add(time.Hour), now.Add(65*time.Minute))},
		{"unknown issuer", sign(key, jwt.SigningMethodRS256, "5", now, now.Add(time.Minute))},
		{"HS256 with the public id", sign([]byte("x"), jwt.SigningMethodHS256, id, now, now.Add(time.Minute))},
		{"none", sign(jwt.UnsafeAllowNoneSignatureType, jwt.SigningMethodNone, id, now, now.Add(time.Minute))},
		{"a person's token", func() string { token, err := w.UserToken("ada"); must(t, err); return token }()},
		{"no token", ""},
	} {
		t.Run(a.name, func(t *testing.T) {
			request, err := http.NewRequest("GET", w.base+"/app", nil)
			must(t, err)
			request.Header.Set("Authorization", "Bearer "+a.token)
			response, err := http.DefaultClient.Do(request)
			must(t, err)
			response.Body.Close()
			if response.StatusCode != 401 && response.StatusCode != 404 {
				t.Errorf("status %d", response.StatusCode)
			}
		})
	}
}

func TestDeliveriesCanBeListedAndSentAgain(t *testing.T) {
	w := newWorld(t)
	w.got()
	w.InjectFault(githubtwin.Match{Event: "push"}, githubtwin.Fault{DropWebhook: true})
	_, err := w.Commit("acme/dags", "topic", "ada", "one", map[string][]byte{"x": []byte("1")})
	must(t, err)
	w.expect("check_suite.requested")
	client := w.appClient()
	var all []*github.HookDelivery
	options := &github.ListCursorOptions{PerPage: 2}
	for pages := 0; pages < 20; pages++ {
		list, response, err := client.Apps.ListHookDeliveries(ctx, options)
		must(t, err)
		all = append(all, list...)
		if response.Cursor == "" {
			break
		}
		options.Cursor = response.Cursor
	}
	at := slices.IndexFunc(all, func(d *github.HookDelivery) bool { return d.GetEvent() == "push" })
	if at < 0 || all[at].GetStatusCode() != 502 || len(all) != 4 {
		t.Fatalf("deliveries: %v", all)
	}
	detail, _, err := client.Apps.GetHookDelivery(ctx, all[at].GetID())
	must(t, err)
	if detail.GetGUID() != all[at].GetGUID() {
		t.Errorf("guid %s, want %s", detail.GetGUID(), all[at].GetGUID())
	}
	_, _, err = client.Apps.RedeliverHookDelivery(ctx, all[at].GetID())
	if _, accepted := err.(*github.AcceptedError); err != nil && !accepted {
		t.Fatal(err)
	}
	w.drain()
	w.mu.Lock()
	last := w.hooks[len(w.hooks)-1]
	w.mu.Unlock()
	if last.event != "push" || last.header.Get("X-GitHub-Delivery") != all[at].GetGUID() {
		t.Errorf("redelivered %s %s, want push %s", last.event, last.header.Get("X-GitHub-Delivery"), all[at].GetGUID())
	}
	deliveries := w.Deliveries()
	if d := deliveries[len(deliveries)-1]; !d.Redelivery || d.StatusCode != 202 {
		t.Errorf("last delivery: %+v", d)
	}
}

func TestAnUninstalledAppIsShutOut(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.client.Repositories.Get(ctx, "acme", "dags"); err != nil {
		t.Fatal(err)
	}
	must(t, w.Uninstall(w.installation))
	if _, response, _ := w.client.Repositories.Get(ctx, "acme", "dags"); status(response) != 401 {
		t.Errorf("status %d", status(response))
	}
	w.expect("ping", "installation.created", "installation.deleted")
}

func TestAnInstallationChanges(t *testing.T) {
	w := newWorld(t)
	must(t, w.CreateRepository("acme", "other", "main", nil))
	must(t, w.SelectRepository(w.installation, "acme/other", true))
	if _, _, err := w.client.Repositories.Get(ctx, "acme", "other"); err != nil {
		t.Error(err)
	}
	must(t, w.SelectRepository(w.installation, "acme/other", false))
	if _, response, _ := w.client.Repositories.Get(ctx, "acme", "other"); status(response) != 404 {
		t.Errorf("after it was taken away: %d", status(response))
	}
	must(t, w.Suspend(w.installation, true))
	if _, response, _ := w.client.Repositories.Get(ctx, "acme", "dags"); status(response) != 403 {
		t.Errorf("suspended: %d", status(response))
	}
	must(t, w.Suspend(w.installation, false))
	if _, _, err := w.client.Repositories.Get(ctx, "acme", "dags"); err != nil {
		t.Error(err)
	}
	w.expect("ping", "installation.created", "installation_repositories.added", "installation_repositories.removed", "installation.suspend", "installation.unsuspend")
}

func TestAnAppMustBeAllowedWhatItListensTo(t *testing.T) {
	w := newWorld(t)
	for event, permissions := range map[string]map[string]string{"merge_group": {"contents": "read"}, "push": nil, "meteor": everyPermission} {
		if _, err := w.CreateApp("App "+event, permissions, []string{event}, "", ""); err == nil {
			t.Errorf("%s with %v", event, permissions)
		}
	}
}
