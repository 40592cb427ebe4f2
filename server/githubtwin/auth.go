package githubtwin

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

func (a *actor) String() string {
	switch {
	case a == nil:
		return ""
	case a.app != nil:
		return "app " + a.app.slug
	case a.installation != nil:
		return fmt.Sprintf("installation %d of %s", a.installation.id, a.installation.app.slug)
	default:
		return a.user.login
	}
}

// account is who content written with this token belongs to.
func (a *actor) account() *account {
	if a.installation != nil {
		return a.installation.app.bot
	}
	return a.user
}

// viaApp is the App behind an installation token, nil for people.
func (a *actor) viaApp() *app {
	if a.installation != nil {
		return a.installation.app
	}
	return nil
}

// authenticate finds who the Authorization header speaks for and refuses the wrong kind of credential.
func (c *call) authenticate(kind authKind) error {
	header := c.r.Header.Get("Authorization")
	scheme, value, _ := strings.Cut(header, " ")
	switch {
	case header == "":
		if kind == noToken {
			return nil
		}
		if kind == appJWT {
			return fail(http.StatusUnauthorized, "A JSON web token could not be decoded")
		}
		return fail(http.StatusUnauthorized, "Requires authentication")
	case strings.EqualFold(scheme, "basic"):
		if _, password, ok := c.r.BasicAuth(); ok {
			value = password
		}
	case !strings.EqualFold(scheme, "bearer") && !strings.EqualFold(scheme, "token"):
		return fail(http.StatusUnauthorized, "Bad credentials")
	}
	if strings.Count(value, ".") == 2 {
		app, err := c.t.checkJWT(value)
		if err != nil {
			return err
		}
		if kind != appJWT {
			return fail(http.StatusUnauthorized, "Bad credentials")
		}
		c.who = &actor{app: app}
		return nil
	}
	who := c.t.tokens[value]
	if who == nil || !who.expires.IsZero() && !c.t.options.Now().Before(who.expires) {
		return fail(http.StatusUnauthorized, "Bad credentials")
	}
	if who.installation != nil && !who.installation.suspended.IsZero() {
		return fail(http.StatusForbidden, "This installation has been suspended")
	}
	if kind == appJWT {
		return fail(http.StatusUnauthorized, "A JSON web token could not be decoded")
	}
	if kind == userToken && who.user == nil {
		return fail(http.StatusForbidden, "Resource not accessible by integration")
	}
	c.who = who
	return nil
}

// checkJWT verifies an App's token: RS256 with the App's key, iss the App's id, exp within ten minutes.
func (t *Twin) checkJWT(token string) (*app, error) {
	var found *app
	claims := jwt.RegisteredClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())
	_, err := parser.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) {
		id, err := strconv.ParseInt(claims.Issuer, 10, 64)
		if err != nil || t.apps[id] == nil {
			return nil, errors.New("unknown issuer")
		}
		found = t.apps[id]
		return &found.key.PublicKey, nil
	})
	if err != nil {
		if found == nil {
			return nil, fail(http.StatusNotFound, "Integration not found")
		}
		return nil, fail(http.StatusUnauthorized, "A JSON web token could not be decoded")
	}
	now := t.options.Now()
	switch {
	case claims.ExpiresAt == nil || claims.ExpiresAt.Sub(now) > 10*time.Minute+time.Minute:
		return nil, fail(http.StatusUnauthorized, "'Expiration time' claim ('exp') is too far in the future")
	case !claims.ExpiresAt.After(now):
		return nil, fail(http.StatusUnauthorized, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case claims.IssuedAt == nil || claims.IssuedAt.After(now.Add(time.Minute)):
		return nil, fail(http.StatusUnauthorized, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	}
	return found, nil
}

// sees says whether the token reaches a repository at all; otherwise GitHub answers 404.
func (c *call) sees(repo *repository) bool {
	if c.who == nil {
		return !repo.private
	}
	if c.who.installation != nil {
		return c.who.installation.covers(repo) && (c.who.repositories == nil || c.who.repositories[repo.id]) || !repo.private
	}
	return !repo.private || c.t.permission(repo, c.who.user) != "none"
}

func (i *installation) covers(repo *repository) bool {
	return i.account == repo.owner && (i.selected == nil || i.selected[repo.id])
}

var levels = []string{"none", "read", "write", "admin"}

func atLeast(have, want string) bool {
	return slices.Index(levels, have) >= slices.Index(levels, want)
}

// permit holds one of the permissions of a route against the token.
func (c *call) permit(access []string) error {
	if len(access) == 0 || c.who == nil || c.who.app != nil {
		return nil
	}
	for _, need := range access {
		name, level, _ := strings.Cut(need, ":")
		if c.who.installation != nil {
			outside := c.repo != nil && !c.who.installation.covers(c.repo)
			if atLeast(c.who.permissions[name], level) && (!outside || level == "read") {
				return nil
			}
			continue
		}
		if name == "checks" && level == "write" {
			return fail(http.StatusForbidden, "You must authenticate via a GitHub App.")
		}
		if c.repo == nil || atLeast(c.t.permission(c.repo, c.who.user), personLevel(name, level)) {
			return nil
		}
	}
	if c.who.user != nil {
		return fail(http.StatusForbidden, "Must have admin rights to Repository.")
	}
	return &apiError{status: 403, message: "Resource not accessible by integration",
		header: map[string]string{"X-Accepted-GitHub-Permissions": strings.NewReplacer(":", "=").Replace(strings.Join(access, "; "))}}
}

// personLevel is the repository role that a person needs for what an App needs a permission for: everyone who
// can read may comment and review.
func personLevel(name, level string) string {
	switch {
	case name == "administration":
		return "admin"
	case name == "issues" || name == "pull_requests":
		return "read"
	default:
		return level
	}
}

// permission is a person's role in a repository: none, read, write or admin.
func (t *Twin) permission(repo *repository, who *account) string {
	if role, ok := repo.collaborators[strings.ToLower(who.login)]; ok {
		return role
	}
	if who == repo.owner {
		return "admin"
	}
	if o := t.orgs[strings.ToLower(repo.owner.login)]; o != nil {
		if m := o.members[strings.ToLower(who.login)]; m != nil && m.state == "active" {
			if m.role == "admin" {
				return "admin"
			}
			return "write"
		}
	}
	if repo.private {
		return "none"
	}
	return "read"
}

func newToken(prefix string) string {
	random := make([]byte, 18)
	rand.Read(random)
	return prefix + hex.EncodeToString(random)
}

// UserToken makes a token that speaks for a person, for REST and for git over HTTP.
func (t *Twin) UserToken(login string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	who := t.accounts[strings.ToLower(login)]
	if who == nil {
		return "", fmt.Errorf("no user %q", login)
	}
	token := newToken("ghp_")
	t.tokens[token] = &actor{user: who}
	return token, nil
}
