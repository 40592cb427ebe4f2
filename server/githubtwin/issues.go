package githubtwin

import (
	"net/http"
	"slices"
	"time"
)

var issueRoutes = []route{
	{"GET", "/repos/{owner}/{repo}/issues", anyToken, []string{"issues:read"}, (*call).listIssues},
	{"POST", "/repos/{owner}/{repo}/issues", anyToken, []string{"issues:write"}, (*call).createIssue},
	{"GET", "/repos/{owner}/{repo}/issues/comments/{comment}", anyToken, []string{"issues:read", "pull_requests:read"}, (*call).getIssueComment},
	{"PATCH", "/repos/{owner}/{repo}/issues/comments/{comment}", anyToken, []string{"issues:write", "pull_requests:write"}, (*call).editIssueComment},
	{"DELETE", "/repos/{owner}/{repo}/issues/comments/{comment}", anyToken, []string{"issues:write", "pull_requests:write"}, (*call).deleteIssueComment},
	{"GET", "/repos/{owner}/{repo}/issues/{number}", anyToken, []string{"issues:read", "pull_requests:read"}, (*call).getIssue},
	{"PATCH", "/repos/{owner}/{repo}/issues/{number}", anyToken, []string{"issues:write", "pull_requests:write"}, (*call).updateIssue},
	{"GET", "/repos/{owner}/{repo}/issues/{number}/comments", anyToken, []string{"issues:read", "pull_requests:read"}, (*call).listIssueComments},
	{"POST", "/repos/{owner}/{repo}/issues/{number}/comments", anyToken, []string{"issues:write", "pull_requests:write"}, (*call).createIssueComment},
}

// Comment writes a person's comment under a pull request or issue.
func (t *Twin) Comment(repo string, number int, login, body string) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return 0, err
	}
	who, err := t.account(login)
	if err != nil {
		return 0, err
	}
	if r.pulls[number] == nil && r.issues[number] == nil {
		return 0, errNotFound
	}
	return t.addComment(r, number, who, nil, body).id, nil
}

func (t *Twin) addComment(r *repository, number int, who *account, via *app, body string) *issueComment {
	x := &issueComment{id: t.id(), number: number, user: who, app: via, body: body, created: t.now(), updated: t.now()}
	r.comments = append(r.comments, x)
	t.emitIssueComment("created", r, x, who, nil)
	return x
}

// thing finds the issue or pull request that the path names.
func (c *call) thing() (*issue, error) {
	n, err := c.number("number")
	if err != nil {
		return nil, err
	}
	if p := c.repo.pulls[int(n)]; p != nil {
		return p.asIssue(), nil
	}
	if i := c.repo.issues[int(n)]; i != nil {
		return i, nil
	}
	return nil, errNotFound
}

func (c *call) listIssues() (reply, error) {
	state := c.query.Get("state")
	if state == "" {
		state = "open"
	}
	var list []*issue
	for _, i := range c.repo.issues {
		list = append(list, i)
	}
	for _, p := range c.repo.pulls {
		list = append(list, p.asIssue())
	}
	list = slices.DeleteFunc(list, func(i *issue) bool { return state != "all" && i.state != state })
	labels, creator := c.query.Get("labels"), c.query.Get("creator")
	since, err := c.since()
	if err != nil {
		return reply{}, err
	}
	list = slices.DeleteFunc(list, func(i *issue) bool {
		return !among(labels, i.labels) || creator != "" && creator != i.user.login || i.updated.Before(since)
	})
	slices.SortFunc(list, func(a, b *issue) int { return a.number - b.number })
	if err := order(c, list, func(i *issue) time.Time { return i.updated }, true); err != nil {
		return reply{}, err
	}
	return page(c, list, func(i *issue) any { return c.t.issueJSON(c.repo, i) }), nil
}

func (c *call) createIssue() (reply, error) {
	var in struct {
		Title, Body string
		Labels      []string
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if in.Title == "" {
		return reply{}, invalid("Issue", "title", "missing_field", "")
	}
	i := &issue{id: c.t.id(), number: c.repo.nextNumber, title: in.Title, body: in.Body, user: c.who.account(), state: "open",
		labels: in.Labels, created: c.now(), updated: c.now()}
	c.repo.nextNumber++
	c.repo.issues[i.number] = i
	return reply{status: 201, body: c.t.issueJSON(c.repo, i)}, nil
}

func (c *call) getIssue() (reply, error) {
	i, err := c.thing()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.issueJSON(c.repo, i)}, nil
}

func (c *call) updateIssue() (reply, error) {
	found, err := c.thing()
	if err != nil {
		return reply{}, err
	}
	var in struct {
		Title, Body, State *string
		Labels             *[]string
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if p := c.repo.pulls[found.number]; p != nil {
		if err := c.t.editPull(p, c.who.account(), in.Title, in.Body, nil); err != nil {
			return reply{}, err
		}
		if in.Labels != nil {
			p.labels = *in.Labels
		}
		return reply{status: 200, body: c.t.issueJSON(c.repo, p.asIssue())}, nil
	}
	if in.Title != nil {
		found.title = *in.Title
	}
	if in.Body != nil {
		found.body = *in.Body
	}
	if in.Labels != nil {
		found.labels = *in.Labels
	}
	if in.State != nil {
		if found.state = *in.State; found.state == "closed" {
			found.closed = c.now()
		}
	}
	found.updated = c.now()
	return reply{status: 200, body: c.t.issueJSON(c.repo, found)}, nil
}

func (c *call) listIssueComments() (reply, error) {
	i, err := c.thing()
	if err != nil {
		return reply{}, err
	}
	since, err := c.since()
	if err != nil {
		return reply{}, err
	}
	var list []*issueComment
	for _, x := range c.repo.comments {
		if x.number == i.number && !x.updated.Before(since) {
			list = append(list, x)
		}
	}
	return page(c, list, func(x *issueComment) any { return c.t.issueCommentJSON(c.repo, x) }), nil
}

func (c *call) createIssueComment() (reply, error) {
	i, err := c.thing()
	if err != nil {
		return reply{}, err
	}
	body, err := c.commentBody()
	if err != nil {
		return reply{}, err
	}
	x := c.t.addComment(c.repo, i.number, c.who.account(), c.who.viaApp(), body)
	return reply{status: 201, body: c.t.issueCommentJSON(c.repo, x)}, nil
}

// commentBody reads a body of at most 65,536 characters, as GitHub takes.
func (c *call) commentBody() (string, error) {
	var in struct{ Body string }
	if err := c.decode(&in); err != nil {
		return "", err
	}
	if in.Body == "" {
		return "", unprocessable("Body can't be blank")
	}
	if len([]rune(in.Body)) > 65536 {
		return "", invalid("IssueComment", "body", "custom", "body is too long (maximum is 65536 characters)")
	}
	return in.Body, nil
}

func (c *call) issueComment() (*issueComment, error) {
	id, err := c.number("comment")
	if err != nil {
		return nil, err
	}
	for _, x := range c.repo.comments {
		if x.id == id {
			return x, nil
		}
	}
	return nil, errNotFound
}

func (c *call) getIssueComment() (reply, error) {
	x, err := c.issueComment()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.issueCommentJSON(c.repo, x)}, nil
}

func (c *call) editIssueComment() (reply, error) {
	x, err := c.issueComment()
	if err != nil {
		return reply{}, err
	}
	if err := c.mayChange(x.user); err != nil {
		return reply{}, err
	}
	body, err := c.commentBody()
	if err != nil {
		return reply{}, err
	}
	c.t.changeComment(c.repo, x, c.who.account(), body)
	return reply{status: 200, body: c.t.issueCommentJSON(c.repo, x)}, nil
}

func (t *Twin) changeComment(r *repository, x *issueComment, who *account, body string) {
	from := x.body
	x.body, x.updated = body, t.now()
	t.emitIssueComment("edited", r, x, who, obj{"changes": obj{"body": obj{"from": from}}})
}

// EditComment changes a comment as a person with write access may, even one of an App.
func (t *Twin) EditComment(repo string, id int64, login, body string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	who, err := t.account(login)
	if err != nil {
		return err
	}
	for _, x := range r.comments {
		if x.id == id {
			t.changeComment(r, x, who, body)
			return nil
		}
	}
	return errNotFound
}

func (c *call) deleteIssueComment() (reply, error) {
	x, err := c.issueComment()
	if err != nil {
		return reply{}, err
	}
	if err := c.mayChange(x.user); err != nil {
		return reply{}, err
	}
	c.t.emitIssueComment("deleted", c.repo, x, c.who.account(), nil)
	c.repo.comments = slices.DeleteFunc(c.repo.comments, func(y *issueComment) bool { return y == x })
	return reply{status: http.StatusNoContent}, nil
}
