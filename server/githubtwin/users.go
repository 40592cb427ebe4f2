package githubtwin

import "strings"

var userRoutes = []route{
	{"GET", "/user", userToken, nil, (*call).getSelf},
	{"GET", "/users/{username}", anyToken, nil, (*call).getUser},
}

func (t *Twin) publicUserJSON(a *account) obj {
	body := t.userJSON(a).(obj)
	for name, value := range (obj{"name": a.login, "company": nil, "blog": "", "location": nil, "email": nil, "hireable": nil, "bio": nil,
		"twitter_username": nil, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
		"created_at": stamp(a.created), "updated_at": stamp(a.created), "user_view_type": "public"}) {
		body[name] = value
	}
	return body
}

func (c *call) getSelf() (reply, error) {
	return reply{status: 200, body: c.t.publicUserJSON(c.who.user)}, nil
}

func (c *call) getUser() (reply, error) {
	a := c.t.accounts[strings.ToLower(c.path["username"])]
	if a == nil {
		return reply{}, errNotFound
	}
	return reply{status: 200, body: c.t.publicUserJSON(a)}, nil
}
