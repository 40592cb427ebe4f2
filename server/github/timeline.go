package github

import (
	"context"
	"time"
)

// timelineQuery asks what happened to a pull request. REST tells it too, in a list that has to be read to its end.
// https://docs.github.com/en/graphql/reference/objects#pullrequesttimelineitemsconnection
const timelineQuery = `query($owner: String!, $name: String!, $number: Int!, $types: [PullRequestTimelineItemsItemType!], $last: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      timelineItems(last: $last, itemTypes: $types) {
        nodes {
          ... on BaseRefChangedEvent { createdAt }
          ... on AutomaticBaseChangeSucceededEvent { createdAt }
          ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } }
        }
      }
    }
  }
}`

type timelineItem struct {
	CreatedAt    time.Time
	BeforeCommit struct{ OID string }
}

// timeline returns what happened last to a pull request, the oldest first.
func (r *Repository) timeline(ctx context.Context, number, last int, types ...string) ([]timelineItem, error) {
	var data struct {
		Repository struct {
			PullRequest struct {
				TimelineItems struct{ Nodes []timelineItem }
			}
		}
	}
	err := r.graphQL(ctx, timelineQuery, map[string]any{"owner": r.owner, "name": r.repo, "number": number, "types": types, "last": last}, &data)
	return data.Repository.PullRequest.TimelineItems.Nodes, err
}

// BaseChanged says when a pull request got another base branch for the last time, which is zero for never.
func (r *Repository) BaseChanged(ctx context.Context, number int) (time.Time, error) {
	items, err := r.timeline(ctx, number, 1, "BASE_REF_CHANGED_EVENT", "AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT")
	if err != nil || len(items) == 0 {
		return time.Time{}, err
	}
	return items[len(items)-1].CreatedAt.UTC(), nil
}

// pushedOver gives the heads of a pull request that were pushed over by force: the last hundred.
func (r *Repository) pushedOver(ctx context.Context, number int, add func(sha string)) error {
	items, err := r.timeline(ctx, number, 100, "HEAD_REF_FORCE_PUSHED_EVENT")
	if err != nil {
		return err
	}
	for _, item := range items {
		add(item.BeforeCommit.OID)
	}
	return nil
}
