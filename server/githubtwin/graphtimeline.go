package githubtwin

import (
	"slices"
	"time"
)

// timelineItem is something that happened to a pull request.
type timelineItem struct {
	kind   string // as an item type of the schema
	at     time.Time
	who    *account
	before string // branch, or commit
	after  string
}

const (
	baseRefChanged     = "BASE_REF_CHANGED_EVENT"
	headRefForcePushed = "HEAD_REF_FORCE_PUSHED_EVENT"
)

// graphTimeline is the timeline of a pull request, as far as the twin keeps it.
func (c *call) graphTimeline(p *pull, a map[string]any) (any, error) {
	wanted, chosen := a["itemTypes"].([]any)
	var items []timelineItem
	for _, item := range p.timeline {
		if !chosen || slices.Contains(wanted, any(item.kind)) {
			items = append(items, item)
		}
	}
	start, end, info, err := window("timelineItems", a, len(items))
	if err != nil {
		return nil, err
	}
	nodes := []*object{}
	for i, item := range items[start:end] {
		nodes = append(nodes, c.graphTimelineItem(p, item, start+i))
	}
	return &object{"PullRequestTimelineItemsConnection", map[string]field{
		"nodes": constant(nodes), "pageInfo": constant(info), "totalCount": constant(len(items))}}, nil
}

func (c *call) graphTimelineItem(p *pull, item timelineItem, at int) *object {
	fields := map[string]field{"id": constant(nodeID(item.kind, p.id*1000+int64(at))), "actor": constant(c.graphActor(item.who)), "createdAt": constant(stamp(item.at))}
	if item.kind == headRefForcePushed {
		commit := func(sha string) field {
			return constant(&object{"Commit", map[string]field{"id": constant("C_" + sha), "oid": constant(sha)}})
		}
		fields["beforeCommit"], fields["afterCommit"] = commit(item.before), commit(item.after)
		return &object{"HeadRefForcePushedEvent", fields}
	}
	fields["previousRefName"], fields["currentRefName"] = constant(item.before), constant(item.after)
	return &object{"BaseRefChangedEvent", fields}
}
