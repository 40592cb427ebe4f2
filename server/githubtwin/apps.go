package githubtwin

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

var appRoutes = []route{
	{"GET", "/app", appJWT, nil, (*call).getApp},
	{"GET", "/app/installations", appJWT, nil, (*call).listInstallations},
	{"GET", "/app/installations/{installation}", appJWT, nil, (*call).getInstallation},
	{"POST", "/app/installations/{installation}/access_tokens", appJWT, nil, (*call).createToken},
	{"GET", "/app/hook/config", appJWT, nil, (*call).hookConfig},
	{"GET", "/app/hook/deliveries", appJWT, nil, (*call).listDeliveries},
	{"GET", "/app/hook/deliveries/{delivery}", appJWT, nil, (*call).getDelivery},
	{"POST", "/app/hook/deliveries/{delivery}/attempts", appJWT, nil, (*call).redeliver},
	{"GET", "/apps/{slug}", noToken, nil, (*call).getAppBySlug},
	{"GET", "/repos/{owner}/{repo}/installation", appJWT, nil, (*call).repoInstallation},
	{"GET", "/orgs/{org}/installation", appJWT, nil, (*call).ownerInstallation},
	{"GET", "/users/{org}/installation", appJWT, nil, (*call).ownerInstallation},
	{"GET", "/installation/repositories", anyToken, nil, (*call).listInstallationRepos},
	{"DELETE", "/installation/token", anyToken, nil, (*call).revokeToken},
}

func (c *call) getApp() (reply, error) {
	body := c.t.appJSON(c.who.app)
	body["installations_count"] = len(c.ownInstallations())
	return reply{status: 200, body: body}, nil
}

func (c *call) getAppBySlug() (reply, error) {
	for _, a := range c.t.apps {
		if a.slug == c.path["slug"] {
			return reply{status: 200, body: c.t.appJSON(a)}, nil
		}
	}
	return reply{}, errNotFound
}

func (c *call) ownInstallations() []*installation {
	return slices.DeleteFunc(c.t.sortedInstallations(), func(i *installation) bool { return i.app != c.who.app })
}

func (c *call) listInstallations() (reply, error) {
	return page(c, c.ownInstallations(), func(i *installation) any { return c.t.installationJSON(i) }), nil
}

func (c *call) installation() (*installation, error) {
	id, err := c.number("installation")
	if err != nil {
		return nil, err
	}
	if i := c.t.installs[id]; i != nil && i.app == c.who.app {
		return i, nil
	}
	return nil, errNotFound
}

func (c *call) getInstallation() (reply, error) {
	i, err := c.installation()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.installationJSON(i)}, nil
}

func (c *call) repoInstallation() (reply, error) {
	for _, i := range c.ownInstallations() {
		if i.covers(c.repo) {
			return reply{status: 200, body: c.t.installationJSON(i)}, nil
		}
	}
	return reply{}, errNotFound
}

func (c *call) ownerInstallation() (reply, error) {
	for _, i := range c.ownInstallations() {
		if strings.EqualFold(i.account.login, c.path["org"]) {
			return reply{status: 200, body: c.t.installationJSON(i)}, nil
		}
	}
	return reply{}, errNotFound
}

// createToken hands out an installation token for an hour, for all or for the repositories and permissions asked.
func (c *call) createToken() (reply, error) {
	i, err := c.installation()
	if err != nil {
		return reply{}, err
	}
	if !i.suspended.IsZero() {
		return reply{}, fail(http.StatusForbidden, "This installation has been suspended")
	}
	var in struct {
		Repositories  []string
		RepositoryIDs []int64 `json:"repository_ids"`
		Permissions   map[string]string
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	who := &actor{installation: i, permissions: maps.Clone(i.app.permissions), expires: c.t.options.Now().Add(time.Hour)}
	var repos []*repository
	pick := func(r *repository) error {
		if r == nil || !i.covers(r) {
			return fail(422, "There is at least one repository that does not exist or is not accessible to the parent installation.")
		}
		if who.repositories == nil {
			who.repositories = map[int64]bool{}
		}
		who.repositories[r.id] = true
		repos = append(repos, r)
		return nil
	}
	for _, name := range in.Repositories {
		if err := pick(c.t.repos[strings.ToLower(i.account.login+"/"+name)]); err != nil {
			return reply{}, err
		}
	}
	for _, id := range in.RepositoryIDs {
		if err := pick(c.t.reposByID[id]); err != nil {
			return reply{}, err
		}
	}
	if len(in.Permissions) > 0 {
		for name, level := range in.Permissions {
			if !atLeast(i.app.permissions[name], level) {
				return reply{}, fail(422, "The permissions requested are not granted to this installation.")
			}
		}
		who.permissions = maps.Clone(in.Permissions)
		who.permissions["metadata"] = "read"
	}
	token := newToken("ghs_")
	c.t.tokens[token] = who
	body := obj{"token": token, "expires_at": stamp(who.expires), "permissions": who.permissions, "repository_selection": "all"}
	if i.selected != nil || who.repositories != nil {
		body["repository_selection"] = "selected"
	}
	if who.repositories != nil {
		rows := []any{}
		for _, r := range repos {
			rows = append(rows, c.t.repoJSON(r))
		}
		body["repositories"] = rows
	}
	return reply{status: 201, body: body}, nil
}

func (c *call) revokeToken() (reply, error) {
	for token, who := range c.t.tokens {
		if who == c.who {
			delete(c.t.tokens, token)
		}
	}
	return reply{status: 204}, nil
}

func (c *call) listInstallationRepos() (reply, error) {
	i := c.who.installation
	if i == nil {
		return reply{}, fail(http.StatusForbidden, "You must authenticate with an installation access token in order to list repositories for an installation.")
	}
	list := slices.DeleteFunc(c.t.repositoriesOf(i), func(r *repository) bool {
		return c.who.repositories != nil && !c.who.repositories[r.id]
	})
	answer := page(c, list, func(r *repository) any { return c.t.repoJSON(r) })
	answer.body = obj{"total_count": len(list), "repositories": answer.body}
	return answer, nil
}

func (c *call) hookConfig() (reply, error) {
	return reply{status: 200, body: obj{"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": c.who.app.webhookURL}}, nil
}

func deliveryJSON(d *delivery) obj {
	return obj{"id": d.id, "guid": d.guid, "delivered_at": stamp(d.at), "redelivery": d.redelivery, "duration": d.duration.Seconds(),
		"status": d.status, "status_code": d.code, "event": d.event, "action": nullable(d.action), "installation_id": d.installationID,
		"repository_id": d.repositoryID, "throttled_at": nil}
}

// listDeliveries pages by cursor, newest first, as GitHub does.
func (c *call) listDeliveries() (reply, error) {
	size, _ := c.pageSize()
	before := int64(1) << 62
	if cursor := c.query.Get("cursor"); cursor != "" {
		id, err := strconv.ParseInt(strings.TrimPrefix(cursor, "v1_"), 10, 64)
		if err != nil {
			return reply{}, fail(422, "Invalid cursor")
		}
		before = id
	}
	rows, header, outcome := []any{}, map[string]string{}, c.query.Get("status")
	for _, d := range slices.Backward(c.who.app.deliveries) {
		good := d.code >= 200 && d.code < 400
		if !d.done || d.id >= before || outcome == "success" && !good || outcome == "failure" && good {
			continue
		}
		if len(rows) == size {
			query := c.r.URL.Query()
			query.Set("cursor", "v1_"+strconv.FormatInt(before, 10))
			header["Link"] = "<" + c.t.api("/app/hook/deliveries?%s", query.Encode()) + `>; rel="next"`
			break
		}
		rows, before = append(rows, deliveryJSON(d)), d.id
	}
	return reply{status: 200, body: rows, header: header}, nil
}

func (c *call) delivery() (*delivery, error) {
	id, err := c.number("delivery")
	if err != nil {
		return nil, err
	}
	for _, d := range c.who.app.deliveries {
		if d.id == id {
			return d, nil
		}
	}
	return nil, errNotFound
}

func (c *call) getDelivery() (reply, error) {
	d, err := c.delivery()
	if err != nil {
		return reply{}, err
	}
	body := deliveryJSON(d)
	body["url"] = d.url
	body["request"] = obj{"headers": d.sent, "payload": json.RawMessage(d.payload)}
	body["response"] = obj{"headers": d.answered, "payload": nullable(d.answer)}
	return reply{status: 200, body: body}, nil
}

func (c *call) redeliver() (reply, error) {
	d, err := c.delivery()
	if err != nil {
		return reply{}, err
	}
	c.t.redeliver(d)
	return reply{status: 202, body: obj{}}, nil
}
