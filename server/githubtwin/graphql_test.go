package githubtwin_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"
)

type graphAnswer struct {
	Data   json.RawMessage
	Errors []struct {
		Type, Message string
		Path          []any
	}
}

func (w *world) graph(client *github.Client, query string, variables map[string]any) graphAnswer {
	w.t.Helper()
	request, err := client.NewRequest("POST", w.base+"/api/graphql", map[string]any{"query": query, "variables": variables})
	must(w.t, err)
	var answer graphAnswer
	_, err = client.Do(ctx, request, &answer)
	must(w.t, err)
	return answer
}

const threadsQuery = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 2, after: $after) {
        nodes { id isResolved isOutdated path line comments(first: 10) { nodes { databaseId author { login __typename } body } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

type threadsData struct {
	Repository struct {
		PullRequest struct {
			ReviewThreads struct {
				Nodes []struct {
					ID, Path               string
					IsResolved, IsOutdated bool
					Line                   *int
					Comments               struct {
						Nodes []struct {
							DatabaseID int64
							Body       string
							Author     struct {
								Login    string
								Typename string `json:"__typename"`
							}
						}
					}
				}
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
			}
		}
	}
}

func TestReviewThreads(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	_, _, err := w.client.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{CommitID: &sha, Event: github.String("COMMENT"),
		Body: github.String("r"), Comments: []*github.DraftReviewComment{comment(13, nil), comment(15, nil), comment(17, nil)}})
	must(t, err)
	w.got()
	variables := map[string]any{"owner": "acme", "name": "dags", "number": number}
	var ids []string
	var lines []int
	for {
		answer := w.graph(w.client, threadsQuery, variables)
		if len(answer.Errors) > 0 {
			t.Fatalf("errors: %v", answer.Errors)
		}
		var data threadsData
		must(t, json.Unmarshal(answer.Data, &data))
		threads := data.Repository.PullRequest.ReviewThreads
		for _, n := range threads.Nodes {
			ids, lines = append(ids, n.ID), append(lines, *n.Line)
			if c := n.Comments.Nodes[0]; c.Author.Login != w.app.Slug || c.Author.Typename != "Bot" || c.DatabaseID == 0 || n.IsResolved || n.Path != "dags/orders/a.py" {
				t.Errorf("thread: %+v", n)
			}
		}
		if !threads.PageInfo.HasNextPage {
			break
		}
		variables["after"] = *threads.PageInfo.EndCursor
	}
	if !slices.Equal(lines, []int{13, 15, 17}) {
		t.Fatalf("lines: %v", lines)
	}
	resolve := `mutation($id: ID!) { resolveReviewThread(input: {threadId: $id, clientMutationId: "m"}) { clientMutationId thread { id isResolved resolvedBy { login } } } }`
	answer := w.graph(w.client, resolve, map[string]any{"id": ids[1]})
	if len(answer.Errors) > 0 || !strings.Contains(string(answer.Data), `"isResolved":true`) {
		t.Errorf("resolve: %s %v", answer.Data, answer.Errors)
	}
	views, err := w.ReviewThreads("acme/dags", number)
	must(t, err)
	if views[0].Resolved || !views[1].Resolved {
		t.Errorf("views: %+v", views)
	}
	answer = w.graph(w.client, `mutation { unresolveReviewThread(input: {threadId: "`+ids[1]+`"}) { thread { ...f } } } fragment f on PullRequestReviewThread { isResolved }`, nil)
	if !strings.Contains(string(answer.Data), `"isResolved":false`) {
		t.Errorf("unresolve: %s", answer.Data)
	}
	must(t, w.ResolveThread("acme/dags", number, "ada", ids[0], true))
	w.expect("pull_request_review_thread.resolved", "pull_request_review_thread.unresolved", "pull_request_review_thread.resolved")
}

// TestResolvingNeedsContentsWrite holds what GitHub does and its documentation does not say (gh-aw #35726, community
// discussion 44650): pull_requests: write alone does not let an App resolve a conversation.
func TestResolvingNeedsContentsWrite(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	narrow, err := w.CreateApp("Narrow", map[string]string{"pull_requests": "write", "contents": "read"}, nil, "", "")
	must(t, err)
	installation, err := w.Install(narrow.ID, "acme")
	must(t, err)
	client := w.clientFor(narrow, installation)
	_, _, err = client.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{CommitID: &sha, Event: github.String("COMMENT"),
		Body: github.String("r"), Comments: []*github.DraftReviewComment{comment(15, nil)}})
	must(t, err)
	views, err := w.ReviewThreads("acme/dags", number)
	must(t, err)
	answer := w.graph(client, `mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { isResolved } } }`, map[string]any{"id": views[0].ID})
	if len(answer.Errors) != 1 || answer.Errors[0].Type != "FORBIDDEN" || string(answer.Data) != `{"resolveReviewThread":null}` {
		t.Errorf("answer: %s %+v", answer.Data, answer.Errors)
	}
}

func TestQueriesThatGitHubRefuses(t *testing.T) {
	w := newWorld(t)
	number, _ := w.open("topic", changedLine())
	threads := func(arguments string) string {
		return `{ repository(owner: "acme", name: "dags") { pullRequest(number: ` + itoa(int64(number)) + `) { reviewThreads` + arguments + ` { totalCount } } } }`
	}
	for name, a := range map[string]struct{ query, want string }{
		"no bounds":             {threads(""), "You must provide a `first` or `last` value"},
		"more than 100":         {threads("(first: 101)"), "exceeds the `first` limit of 100 records"},
		"a wrong cursor":        {threads(`(first: 1, after: "x")`), "does not appear to be a valid cursor"},
		"an unknown field":      {`{ repository(owner: "acme", name: "dags") { secrets } }`, "Cannot query field"},
		"an unknown repository": {`{ repository(owner: "acme", name: "x") { id } }`, "Could not resolve to a Repository"},
		"an unknown number":     {`{ repository(owner: "acme", name: "dags") { pullRequest(number: 99) { id } } }`, "Could not resolve to a PullRequest"},
		"an unknown thread":     {`mutation { resolveReviewThread(input: {threadId: "x"}) { thread { id } } }`, "Could not resolve to a node"},
		"no query language":     {`hello`, "Unexpected Name"},
		"introspection":         {`{ __schema { types { name } } }`, "doesn't exist"},
		"a missing variable":    {`query($n: Int!) { repository(owner: "acme", name: "dags") { pullRequest(number: $n) { id } } }`, "must be defined"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := w.graph(w.client, a.query, nil)
			if len(answer.Errors) == 0 || !strings.Contains(answer.Errors[0].Message, a.want) {
				t.Errorf("errors: %+v", answer.Errors)
			}
		})
	}
	answer := w.graph(w.client, `{ viewer { login } rateLimit { limit } node(id: "x") { id } }`, nil)
	if !strings.Contains(string(answer.Data), `"limit":5000`) || len(answer.Errors) != 1 {
		t.Errorf("answer: %s %v", answer.Data, answer.Errors)
	}
}
