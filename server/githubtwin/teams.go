package githubtwin

import (
	"maps"
	"slices"
	"strings"
)

var teamRoutes = []route{
	{"GET", "/orgs/{org}", anyToken, nil, (*call).getOrg},
	{"GET", "/orgs/{org}/members", anyToken, []string{"members:read"}, (*call).listMembers},
	{"GET", "/orgs/{org}/members/{username}", anyToken, []string{"members:read"}, (*call).checkMember},
	{"GET", "/orgs/{org}/memberships/{username}", anyToken, []string{"members:read"}, (*call).getMembership},
	{"GET", "/orgs/{org}/teams", anyToken, []string{"members:read"}, (*call).listTeams},
	{"GET", "/orgs/{org}/teams/{slug}", anyToken, []string{"members:read"}, (*call).getTeam},
	{"GET", "/orgs/{org}/teams/{slug}/teams", anyToken, []string{"members:read"}, (*call).listChildTeams},
	{"GET", "/orgs/{org}/teams/{slug}/members", anyToken, []string{"members:read"}, (*call).listTeamMembers},
	{"GET", "/orgs/{org}/teams/{slug}/memberships/{username}", anyToken, []string{"members:read"}, (*call).getTeamMembership},
}

// org finds the organization of the path; an installation sees only the one it is installed on.
func (c *call) org() (*org, error) {
	o := c.t.orgs[strings.ToLower(c.path["org"])]
	if o == nil {
		return nil, errNotFound
	}
	if i := c.who.installation; i != nil && i.account != o.account {
		return nil, fail(403, "Resource not accessible by integration")
	}
	return o, nil
}

func (c *call) team() (*team, error) {
	o, err := c.org()
	if err != nil {
		return nil, err
	}
	if tm := o.teams[c.path["slug"]]; tm != nil {
		return tm, nil
	}
	return nil, errNotFound
}

func (c *call) getOrg() (reply, error) {
	o := c.t.orgs[strings.ToLower(c.path["org"])]
	if o == nil {
		return reply{}, errNotFound
	}
	body := c.t.orgJSON(o.account)
	for name, value := range (obj{"html_url": c.t.web("/%s", o.login), "has_organization_projects": true, "has_repository_projects": true,
		"public_repos": 0, "public_gists": 0, "followers": 0, "following": 0, "type": "Organization", "created_at": stamp(o.created),
		"updated_at": stamp(o.created), "archived_at": nil, "name": o.login}) {
		body[name] = value
	}
	return reply{status: 200, body: body}, nil
}

func (c *call) listMembers() (reply, error) {
	o, err := c.org()
	if err != nil {
		return reply{}, err
	}
	role := c.query.Get("role")
	var list []*account
	for _, login := range slices.Sorted(maps.Keys(o.members)) {
		if m := o.members[login]; m.state == "active" && (role == "" || role == "all" || role == m.role) {
			list = append(list, c.t.accounts[login])
		}
	}
	return page(c, list, func(a *account) any { return c.t.userJSON(a) }), nil
}

func (c *call) checkMember() (reply, error) {
	o, err := c.org()
	if err != nil {
		return reply{}, err
	}
	if m := o.members[strings.ToLower(c.path["username"])]; m != nil && m.state == "active" {
		return reply{status: 204}, nil
	}
	return reply{}, errNotFound
}

func (c *call) getMembership() (reply, error) {
	o, err := c.org()
	if err != nil {
		return reply{}, err
	}
	m := o.members[strings.ToLower(c.path["username"])]
	if m == nil {
		return reply{}, errNotFound
	}
	url := c.t.api("/orgs/%s", o.login)
	return reply{status: 200, body: obj{"url": url + "/memberships/" + m.login, "state": m.state, "role": m.role,
		"organization_url": url, "organization": c.t.orgJSON(o.account), "user": c.t.userJSON(c.t.accounts[strings.ToLower(m.login)])}}, nil
}

func (c *call) listTeams() (reply, error) {
	o, err := c.org()
	if err != nil {
		return reply{}, err
	}
	var list []*team
	for _, slug := range slices.Sorted(maps.Keys(o.teams)) {
		list = append(list, o.teams[slug])
	}
	return page(c, list, func(tm *team) any { return c.t.teamJSON(tm) }), nil
}

func (c *call) getTeam() (reply, error) {
	tm, err := c.team()
	if err != nil {
		return reply{}, err
	}
	o := c.t.orgJSON(tm.org.account)
	for name, value := range (obj{"html_url": c.t.web("/%s", tm.org.login), "has_organization_projects": true,
		"has_repository_projects": true, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0, "type": "Organization",
		"created_at": stamp(tm.org.created), "updated_at": stamp(tm.org.created), "archived_at": nil}) {
		o[name] = value
	}
	body := c.t.teamJSON(tm)
	body["created_at"], body["updated_at"], body["members_count"], body["repos_count"] = stamp(tm.created), stamp(tm.created), len(tm.all()), 0
	body["organization"] = o
	return reply{status: 200, body: body}, nil
}

func (tm *team) children() []*team {
	var list []*team
	for _, slug := range slices.Sorted(maps.Keys(tm.org.teams)) {
		if child := tm.org.teams[slug]; child.parent == tm {
			list = append(list, child)
		}
	}
	return list
}

// all are the memberships of a team and of the teams below it: GitHub counts members of child teams as members.
func (tm *team) all() map[string]*membership {
	all := map[string]*membership{}
	for _, child := range tm.children() {
		for login, m := range child.all() {
			all[login] = m
		}
	}
	for login, m := range tm.members {
		if all[login] == nil || m.state == "active" {
			all[login] = m
		}
	}
	return all
}

func (c *call) listChildTeams() (reply, error) {
	tm, err := c.team()
	if err != nil {
		return reply{}, err
	}
	return page(c, tm.children(), func(child *team) any { return c.t.teamJSON(child) }), nil
}

func (c *call) listTeamMembers() (reply, error) {
	tm, err := c.team()
	if err != nil {
		return reply{}, err
	}
	all := tm.all()
	role := c.query.Get("role")
	var list []*account
	for _, login := range slices.Sorted(maps.Keys(all)) {
		m := all[login]
		if m.state == "active" && (role == "" || role == "all" || role == tm.role(m)) {
			list = append(list, c.t.accounts[login])
		}
	}
	list = slices.DeleteFunc(list, func(a *account) bool { return a == nil })
	return page(c, list, func(a *account) any {
		row := c.t.userJSON(a).(obj)
		row["role"] = tm.role(all[strings.ToLower(a.login)])
		direct := tm.members[strings.ToLower(a.login)]
		row["inherited"] = direct == nil || direct.state != "active"
		return row
	}), nil
}

// role is a member's role in a team; owners of the organization are maintainers of every team that they are in.
func (tm *team) role(m *membership) string {
	if o := tm.org.members[strings.ToLower(m.login)]; o != nil && o.role == "admin" {
		return "maintainer"
	}
	return m.role
}

// getTeamMembership answers for members of child teams too, as GitHub's documentation of the operation says
// ("Team members will include the members of child teams").
func (c *call) getTeamMembership() (reply, error) {
	tm, err := c.team()
	if err != nil {
		return reply{}, err
	}
	m := tm.all()[strings.ToLower(c.path["username"])]
	if m == nil {
		return reply{}, errNotFound
	}
	return reply{status: 200, body: obj{"state": m.state, "role": tm.role(m),
		"url": c.t.api("/organizations/%d/team/%d/memberships/%s", tm.org.id, tm.id, m.login)}}, nil
}
