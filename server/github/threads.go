package github

import (
	"context"
	"errors"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"
	"github.com/rs/zerolog"
)

// Review threads are found and resolved by GraphQL, because REST cannot do it.
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

// resolve closes the threads of findings that are gone. Where the App may not resolve threads, which
// GitHub allows only to those who may write contents, it says in the comment that it is fixed.
// Threads are a courtesy, the check is the gate: what GitHub refuses is logged and left.
func (p *Publisher) resolve(ctx context.Context, r *Repository, pull *Pull, gone []string) error {
	left := map[string]bool{}
	for _, identity := range gone {
		left[identity] = true
	}
	err := r.eachThread(ctx, pull.Number, func(t thread) error {
		identity, ok := p.marker.read(markFinding, r.Name, pull.Number, t.body)
		if !ok || !left[identity] || !r.self.wroteGraphQL(t.kind, t.login) {
			return nil
		}
		if !t.resolved {
			if err := r.graphQL(ctx, resolveMutation, map[string]any{"thread": t.id}, &struct{}{}); err != nil {
				return err
			}
		}
		delete(left, identity)
		return nil
	})
	if err != nil {
		zerolog.Ctx(ctx).Info().Err(err).Int("threads", len(left)).Msg("threads cannot be resolved; their comments will say that it is fixed")
	}
	if len(left) > 0 {
		if err := p.markFixed(ctx, r, pull, left); err != nil {
			if Temporary(err) {
				return err
			}
			zerolog.Ctx(ctx).Warn().Err(err).Int("threads", len(left)).Msg("comments of fixed findings stay as they are")
		}
	}
	closed := map[string]bool{}
	for _, identity := range gone {
		closed[identity] = false
	}
	return p.published.PutInlineComments(ctx, r.key, pull.Number, closed)
}

// markFixed edits our comments about the given findings.
func (p *Publisher) markFixed(ctx context.Context, r *Repository, pull *Pull, identities map[string]bool) error {
	return r.eachComment(ctx, pull.Number, func(comment *gh.PullRequestComment) error {
		body := comment.GetBody()
		identity, ok := p.marker.read(markFinding, r.Name, pull.Number, body)
		if !ok || !identities[identity] || !r.self.wrote(comment.User) || strings.HasPrefix(body, texts.say("inline.fixed")) {
			return nil
		}
		body = texts.say("inline.fixed") + " " + texts.say("inline.fixed-by", code(shortSHA(pull.Head))) + "\n\n" + body
		if _, _, err := r.client.PullRequests.EditComment(ctx, r.owner, r.repo, comment.GetID(), &gh.PullRequestComment{Body: &body}); err != nil {
			return failed(err, "edit an inline comment")
		}
		return nil
	})
}

// eachComment goes through the inline comments of a pull request.
func (r *Repository) eachComment(ctx context.Context, number int, do func(*gh.PullRequestComment) error) error {
	options := &gh.PullRequestListCommentsOptions{ListOptions: gh.ListOptions{PerPage: 100}}
	for {
		comments, resp, err := r.client.PullRequests.ListComments(ctx, r.owner, r.repo, number, options)
		if err != nil {
			return failed(err, "list the inline comments")
		}
		for _, comment := range comments {
			if err := do(comment); err != nil {
				return err
			}
		}
		if resp.NextPage == 0 {
			return nil
		}
		options.Page = resp.NextPage
	}
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
