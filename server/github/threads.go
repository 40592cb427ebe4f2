package github

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/rs/zerolog"
)

// GraphQL is used for one thing only, because REST cannot do it: to find and resolve review threads.
// https://docs.github.com/en/graphql/reference/mutations#resolvereviewthread
const (
	threadsQuery = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 1) { nodes { body author { __typename login } } } }
      }
    }
  }
}`
	resolveMutation = `mutation($thread: ID!) { resolveReviewThread(input: {threadId: $thread}) { thread { id isResolved } } }`
)

// resolve resolves the threads of findings that are gone. What GitHub refuses is logged and left
// open: threads are a courtesy, the check is the gate.
func (p *Publisher) resolve(ctx context.Context, r *Repository, pull *Pull, gone []string) error {
	wanted, closed := map[string]bool{}, map[string]bool{}
	for _, identity := range gone {
		wanted[identity] = true
		closed[identity] = false
	}
	err := r.eachThread(ctx, pull.Number, func(t thread) error {
		identity, ok := p.marker.read(markFinding, r.Name, pull.Number, t.body)
		if !ok || !wanted[identity] || t.resolved || !r.self.wroteGraphQL(t.kind, t.login) {
			return nil
		}
		return r.graphQL(ctx, resolveMutation, map[string]any{"thread": t.id}, &struct{}{})
	})
	if err != nil {
		if waits(err) {
			return err
		}
		zerolog.Ctx(ctx).Warn().Err(err).Int("threads", len(gone)).Msg("review threads of fixed findings stay open")
	}
	return p.published.PutInlineComments(ctx, r.key, pull.Number, closed)
}

// wroteGraphQL says whether we are an author as GraphQL names it: a bot's login lacks its suffix.
func (s Self) wroteGraphQL(kind, login string) bool {
	return kind == "Bot" && (strings.EqualFold(login, s.Slug) || strings.EqualFold(login, s.Login))
}

type thread struct {
	id, body, kind, login string
	resolved              bool
}

func (r *Repository) eachThread(ctx context.Context, number int, do func(thread) error) error {
	variables := map[string]any{"owner": r.owner, "name": r.repo, "number": number, "after": nil}
	for {
		var data struct {
			Repository struct {
				PullRequest struct {
					ReviewThreads struct {
						PageInfo struct {
							HasNextPage bool
							EndCursor   string
						}
						Nodes []struct {
							ID         string
							IsResolved bool
							Comments   struct {
								Nodes []struct {
									Body   string
									Author struct {
										Kind  string `json:"__typename"`
										Login string
									}
								}
							}
						}
					}
				}
			}
		}
		if err := r.graphQL(ctx, threadsQuery, variables, &data); err != nil {
			return err
		}
		threads := data.Repository.PullRequest.ReviewThreads
		for _, node := range threads.Nodes {
			if len(node.Comments.Nodes) == 0 {
				continue
			}
			first := node.Comments.Nodes[0]
			if err := do(thread{id: node.ID, resolved: node.IsResolved, body: first.Body, kind: first.Author.Kind, login: first.Author.Login}); err != nil {
				return err
			}
		}
		if !threads.PageInfo.HasNextPage || threads.PageInfo.EndCursor == "" {
			return nil
		}
		variables["after"] = threads.PageInfo.EndCursor
	}
}

// graphQL sends one operation with the installation's own token.
func (r *Repository) graphQL(ctx context.Context, operation string, variables map[string]any, data any) error {
	request, err := r.client.NewRequest("POST", r.app.graphQL, map[string]any{"query": operation, "variables": variables})
	if err != nil {
		return fmt.Errorf("ask GitHub's GraphQL: %w", err)
	}
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	if _, err := r.client.Do(ctx, request, &answer); err != nil {
		return failed(err, "ask GitHub's GraphQL")
	}
	var errs []error
	for _, e := range answer.Errors {
		errs = append(errs, fmt.Errorf("GitHub's GraphQL: %s", e.Message))
	}
	return errors.Join(errs...)
}
