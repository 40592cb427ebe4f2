package githubtwin

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// threadID is the node id of a review thread. The resolving mutations take it.
func threadID(th *thread) string { return nodeID("PullRequestReviewThread", th.id) }

func (c *call) queryRoot() *object {
	return &object{"Query", map[string]field{
		"repository": func(a map[string]any) (any, error) { return c.graphRepository(a["owner"].(string), a["name"].(string)) },
		"node": func(a map[string]any) (any, error) {
			p, th := c.findThread(a["id"].(string))
			if th == nil {
				return nil, unresolvedNode(a["id"])
			}
			return c.graphThread(p, th), nil
		},
		"viewer": func(map[string]any) (any, error) { return c.graphUser(c.who.account()), nil },
		"rateLimit": func(map[string]any) (any, error) {
			b := c.bucket()
			limit := c.t.limits.RatePerHour
			return &object{"RateLimit", map[string]field{"cost": constant(1), "limit": constant(limit), "used": constant(b.used),
				"remaining": constant(limit - b.used), "resetAt": constant(b.reset.UTC().Format(time.RFC3339))}}, nil
		},
	}}
}

func (c *call) mutationRoot() *object {
	resolve := func(kind string, resolved bool) field {
		return func(a map[string]any) (any, error) {
			in := a["input"].(map[string]any)
			th, err := c.setResolved(in["threadId"].(string), resolved)
			if err != nil {
				return nil, err
			}
			return &object{kind, map[string]field{"thread": constant(th), "clientMutationId": constant(in["clientMutationId"])}}, nil
		}
	}
	return &object{"Mutation", map[string]field{
		"resolveReviewThread":   resolve("ResolveReviewThreadPayload", true),
		"unresolveReviewThread": resolve("UnresolveReviewThreadPayload", false),
	}}
}

func unresolvedNode(id any) error {
	return &graphError{"NOT_FOUND", fmt.Sprintf("Could not resolve to a node with the global id of '%v'.", id)}
}

// mayGraph holds one permission against the token, for a repository.
func (c *call) mayGraph(r *repository, access string) error {
	if !c.sees(r) {
		return &graphError{"NOT_FOUND", fmt.Sprintf("Could not resolve to a Repository with the name '%s'.", r.full())}
	}
	c.repo = r
	if err := c.permit([]string{access}); err != nil {
		return &graphError{"FORBIDDEN", "Resource not accessible by integration"}
	}
	return nil
}

func (c *call) graphRepository(owner, name string) (any, error) {
	r := c.t.repos[strings.ToLower(owner+"/"+name)]
	if r == nil || !c.sees(r) {
		return nil, &graphError{"NOT_FOUND", fmt.Sprintf("Could not resolve to a Repository with the name '%s/%s'.", owner, name)}
	}
	return &object{"Repository", map[string]field{
		"id": constant(nodeID("Repository", r.id)), "databaseId": constant(r.id), "name": constant(r.name), "nameWithOwner": constant(r.full()),
		"pullRequest": func(a map[string]any) (any, error) {
			if err := c.mayGraph(r, "pull_requests:read"); err != nil {
				return nil, err
			}
			number, err := integer(a["number"])
			if err != nil {
				return nil, err
			}
			p := r.pulls[number]
			if p == nil {
				return nil, &graphError{"NOT_FOUND", fmt.Sprintf("Could not resolve to a PullRequest with the number of %d.", number)}
			}
			return c.graphPull(p), nil
		},
	}}, nil
}

// integer reads a GraphQL Int, from a literal or from a variable.
func integer(value any) (int, error) {
	return strconv.Atoi(fmt.Sprint(value))
}

func (c *call) graphPull(p *pull) *object {
	return &object{"PullRequest", map[string]field{
		"id": constant(nodeID("PullRequest", p.id)), "databaseId": constant(p.id), "number": constant(p.number), "title": constant(p.title),
		"headRefOid": constant(p.headSHA),
		"reviewThreads": func(a map[string]any) (any, error) {
			var visible []*thread
			for _, th := range p.threads {
				if first := th.comments[0]; first.review == nil || c.mayRead(first.review) {
					visible = append(visible, th)
				}
			}
			start, end, info, err := window("reviewThreads", a, len(visible))
			if err != nil {
				return nil, err
			}
			nodes, edges := []*object{}, []*object{}
			for i, th := range visible[start:end] {
				node := c.graphThread(p, th)
				nodes = append(nodes, node)
				edges = append(edges, &object{"PullRequestReviewThreadEdge", map[string]field{"cursor": constant(cursor(start + i)), "node": constant(node)}})
			}
			return &object{"PullRequestReviewThreadConnection", map[string]field{"nodes": constant(nodes), "edges": constant(edges),
				"pageInfo": constant(info), "totalCount": constant(len(visible))}}, nil
		},
		"timelineItems": func(a map[string]any) (any, error) { return c.graphTimeline(p, a) },
	}}
}

func cursor(at int) string {
	return base64.StdEncoding.EncodeToString([]byte("cursor:v2:" + strconv.Itoa(at)))
}

// window cuts a connection. GitHub wants first or last, at most 100.
func window(name string, a map[string]any, total int) (start, end int, info *object, err error) {
	end = total
	at := func(key string) (int, bool, error) {
		text, ok := a[key].(string)
		if !ok {
			return 0, false, nil
		}
		decoded, err := base64.StdEncoding.DecodeString(text)
		n, convErr := strconv.Atoi(strings.TrimPrefix(string(decoded), "cursor:v2:"))
		if err != nil || convErr != nil {
			return 0, false, &graphError{"INVALID_CURSOR_ARGUMENTS", fmt.Sprintf("`%s` does not appear to be a valid cursor.", text)}
		}
		return n, true, nil
	}
	if n, ok, cursorErr := at("after"); cursorErr != nil {
		return 0, 0, nil, cursorErr
	} else if ok {
		start = min(n+1, total)
	}
	if n, ok, cursorErr := at("before"); cursorErr != nil {
		return 0, 0, nil, cursorErr
	} else if ok {
		end = max(start, min(n, total))
	}
	first, last := a["first"], a["last"]
	if first == nil && last == nil {
		return 0, 0, nil, &graphError{"MISSING_PAGINATION_BOUNDARIES", fmt.Sprintf("You must provide a `first` or `last` value to properly paginate the `%s` connection.", name)}
	}
	for key, value := range map[string]any{"first": first, "last": last} {
		if value == nil {
			continue
		}
		n, convErr := integer(value)
		if convErr != nil || n < 1 || n > 100 {
			return 0, 0, nil, &graphError{"EXCESSIVE_PAGINATION", fmt.Sprintf("Requesting %v records on the `%s` connection exceeds the `%s` limit of 100 records.", value, name, key)}
		}
		if key == "first" {
			end = min(end, start+n)
		} else {
			start = max(start, end-n)
		}
	}
	fields := map[string]field{"hasNextPage": constant(end < total), "hasPreviousPage": constant(start > 0), "startCursor": constant(nil), "endCursor": constant(nil)}
	if end > start {
		fields["startCursor"], fields["endCursor"] = constant(cursor(start)), constant(cursor(end-1))
	}
	return start, end, &object{"PageInfo", fields}, nil
}

// graphActor renders who wrote something. In GraphQL a bot's login has no "[bot]" at its end.
func (c *call) graphActor(a *account) *object {
	if a == nil {
		return nil
	}
	kind, login := "User", a.login
	if a.kind == "Bot" {
		kind, login = "Bot", strings.TrimSuffix(a.login, "[bot]")
	}
	return &object{kind, map[string]field{"id": constant(nodeID(a.kind, a.id)), "databaseId": constant(a.id), "login": constant(login), "url": constant(c.t.web("/%s", a.login))}}
}

func (c *call) graphUser(a *account) *object {
	who := c.graphActor(a)
	if who != nil {
		who.kind = "User"
	}
	return who
}

func (c *call) graphThread(p *pull, th *thread) *object {
	first := th.comments[0]
	line, startLine, position := c.t.place(first)
	orNil := func(n int) any {
		if n == 0 {
			return nil
		}
		return n
	}
	may := c.mayResolve(p) == nil
	return &object{"PullRequestReviewThread", map[string]field{
		"id": constant(threadID(th)), "isResolved": constant(th.resolved), "isOutdated": constant(position == nil),
		"isCollapsed": constant(th.resolved || position == nil), "path": constant(first.path), "line": constant(line),
		"originalLine": constant(orNil(first.line)), "startLine": constant(startLine), "originalStartLine": constant(orNil(first.startLine)),
		"diffSide": constant(first.side), "resolvedBy": constant(c.graphUser(th.resolvedBy)),
		"viewerCanResolve": constant(may && !th.resolved), "viewerCanUnresolve": constant(may && th.resolved),
		"comments": func(a map[string]any) (any, error) {
			start, end, info, err := window("comments", a, len(th.comments))
			if err != nil {
				return nil, err
			}
			nodes := []*object{}
			for _, x := range th.comments[start:end] {
				nodes = append(nodes, &object{"PullRequestReviewComment", map[string]field{
					"id": constant(nodeID("PullRequestReviewComment", x.id)), "databaseId": constant(x.id), "fullDatabaseId": constant(strconv.FormatInt(x.id, 10)),
					"author": constant(c.graphActor(x.user)), "body": constant(x.body), "path": constant(x.path), "outdated": constant(position == nil),
					"createdAt": constant(stamp(x.created)), "updatedAt": constant(stamp(x.updated)),
					"url": constant(c.t.web("/%s/pull/%d#discussion_r%d", p.repo.full(), p.number, x.id))}})
			}
			return &object{"PullRequestReviewCommentConnection", map[string]field{"nodes": constant(nodes), "pageInfo": constant(info), "totalCount": constant(len(th.comments))}}, nil
		},
	}}
}

func (c *call) findThread(id string) (*pull, *thread) {
	for _, r := range c.t.repos {
		if !c.sees(r) {
			continue
		}
		for _, p := range r.pulls {
			for _, th := range p.threads {
				if threadID(th) == id {
					return p, th
				}
			}
		}
	}
	return nil, nil
}

// mayResolve: an App needs pull_requests and contents to write (GitHub refuses with pull_requests alone), a person
// needs write access or to be the author of the pull request.
func (c *call) mayResolve(p *pull) error {
	if c.who.installation != nil {
		if err := c.mayGraph(p.repo, "pull_requests:write"); err != nil {
			return err
		}
		return c.mayGraph(p.repo, "contents:write")
	}
	if c.who.user == p.user || atLeast(c.t.permission(p.repo, c.who.user), "write") {
		return nil
	}
	return &graphError{"FORBIDDEN", fmt.Sprintf("%s does not have the correct permissions to execute `ResolveReviewThread`", c.who.user.login)}
}

func (c *call) setResolved(id string, resolved bool) (*object, error) {
	p, th := c.findThread(id)
	if th == nil {
		return nil, unresolvedNode(id)
	}
	if err := c.mayResolve(p); err != nil {
		return nil, err
	}
	if th.resolved != resolved {
		th.resolved, th.resolvedBy = resolved, nil
		action := "unresolved"
		if resolved {
			th.resolvedBy, action = c.who.account(), "resolved"
		}
		c.t.emitThread(action, p, th, c.who.account())
	}
	return c.graphThread(p, th), nil
}

// ResolveThread resolves or reopens a conversation as a person does.
func (t *Twin) ResolveThread(repo string, number int, login, id string, resolved bool) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		c := &call{t: t, who: &actor{user: who}}
		_, err := c.setResolved(id, resolved)
		return err
	})
}
