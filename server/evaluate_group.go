package server

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
	"github.com/sekisho/sekisho/server/store"
)

// group evaluates a merge queue's commit, which no one has reviewed as it is: it may hold several
// pull requests.
func (e *evaluator) group(ctx context.Context, r *github.Repository, target queue.Target, attempt queue.Attempt) error {
	tenant, ok := e.config.TenantOf(r.Name)
	if !ok {
		return nil
	}
	place, err := r.Where(ctx, target.SHA, target.Ref, target.HeadRef)
	if err != nil {
		return err
	}
	switch place {
	case github.Gone:
		zerolog.Ctx(ctx).Info().Msg("the merge group is gone")
		return e.leaveGroup(ctx, r, target)
	case github.Landed:
		// The branch it landed on is looked over for itself.
		zerolog.Ctx(ctx).Info().Msg("the merge group landed")
		return e.landed(ctx, r, target)
	}
	g, err := r.Group(ctx, target.SHA, target.Ref, target.HeadRef)
	if github.Missing(err) {
		zerolog.Ctx(ctx).Info().Err(err).Msg("the merge group is gone")
		return nil
	}
	if err != nil {
		return err
	}
	snapshot, err := r.GroupSnapshot(ctx, g.Head, g.BaseSHA, tenant, e.config.Facts())
	if err != nil {
		return err
	}
	d, err := e.judge(ctx, snapshot, attempt.Number >= tellAfter)
	if err != nil {
		return err
	}
	outcome, err := e.gate.Group(ctx, target.Ref, g.Head, d.Verdict)
	if err != nil {
		return err
	}
	report := &github.Report{Repository: r.Name, Base: target.Ref, Head: g.Head, Merge: g.Head, Tenant: tenant.Namespace,
		Reviewers: e.config.Reviewers.Teams, RequiredOn: e.requiredOn(), Decision: d, Snapshot: snapshot, Gate: outcome.Gate,
		Basis: e.basis(g.BaseSHA, g.Tree), HeadRef: target.HeadRef}
	if outcome.Gate.Conclusion == decision.Pending && outcome.Gate.Reason == "waits-for-review" {
		if err := e.approvedGroup(ctx, r, g, target.Ref, report); err != nil {
			return err
		}
	}
	return e.conclude(ctx, r, nil, report, &store.Record{Repository: r.Key(), Base: target.Ref, BaseSHA: g.BaseSHA, Head: g.Head,
		MergeTree: g.Tree, Decision: d, GateInput: outcome.Input, Gate: report.Gate})
}

// approvedGroup lets a merge group through that was not proved, when each pull request in it was let
// through for itself, by its own gate, on its present head, under the present policy, and everything in
// the group that asks for a person was before the person who approved one of them: pull requests that are
// each harmless may be harmful together. Anything else waits.
func (e *evaluator) approvedGroup(ctx context.Context, r *github.Repository, g *github.Group, base string, report *github.Report) error {
	green := func(pull github.GroupPull) (*store.Record, error) {
		if pull.Head == "" {
			return nil, nil
		}
		wait := 0
		for _, number := range pull.Numbers {
			// What became of its approvals since may be known and not yet worked out: then the group is read again.
			unfinished, err := e.inbox.Unfinished(ctx, queue.Target{Kind: queue.PullRequest, Repository: r.Name, Number: number})
			if err != nil {
				return nil, err
			}
			if unfinished {
				wait = number
				continue
			}
			record, err := e.store.LatestForHead(ctx, r.Key(), number, base, pull.Head)
			if err != nil || record != nil && record.Decision != nil && record.Gate.Conclusion == decision.Success &&
				record.Decision.PolicyDigest == report.Decision.PolicyDigest {
				return record, err
			}
		}
		if wait > 0 {
			return nil, fmt.Errorf("wait for the evaluation of #%d, which is in the merge group", wait)
		}
		return nil, nil
	}
	same := func(record *store.Record) bool { return record.MergeTree == g.Tree && record.BaseSHA == g.BaseSHA }
	var names, waiting []string
	var records []*store.Record
	for _, pull := range g.Pulls {
		names = append(names, pull.Name())
		record, err := green(pull)
		if err != nil {
			return err
		}
		if record == nil {
			waiting = append(waiting, pull.Name())
			continue
		}
		records = append(records, record)
	}
	approved := false
	switch {
	case g.Unclear != "":
		record, err := green(g.Newest)
		if err != nil {
			return err
		}
		names = []string{g.Newest.Name()}
		waiting = []string{g.Unclear}
		approved = record != nil && same(record)
	case len(names) == 0 || len(waiting) > 0:
	case len(records) == 1 && same(records[0]):
		approved = true // byte for byte what was judged
	default:
		if unseen := unseen(report.Decision, report.Snapshot.Incomplete, records); unseen != "" {
			waiting = append(names, unseen)
		} else {
			approved = true
		}
	}
	if approved {
		report.Gate = decision.Gate{Conclusion: decision.Success, Reason: github.ReasonGroupApproved}
		report.Detail = strings.Join(names, ", ")
		return nil
	}
	report.Gate = decision.Gate{Conclusion: decision.Pending, Reason: github.ReasonGroupWaits}
	report.Detail = strings.Join(waiting, ", ")
	return nil
}

// unseen says what of a group's content, which is not proved, was before no one who approved one of its
// pull requests; empty when there is nothing.
func unseen(group *decision.Decision, incomplete string, records []*store.Record) string {
	if incomplete != "" {
		return incomplete
	}
	if group.Read != group.Total {
		return fmt.Sprintf("%d of %d files could not be read", group.Total-group.Read, group.Total)
	}
	ofFiles := map[string]bool{}
	explained := false
	for i := range group.Files {
		file := &group.Files[i]
		for j := range file.Findings {
			ofFiles[about(&file.Findings[j])] = true
		}
		if !file.Judged || file.Verdict == decision.Allow {
			continue
		}
		if !slices.ContainsFunc(records, func(r *store.Record) bool { return judgedAlike(r.Decision, file) }) {
			return "together they make of " + file.Path + " what no one has approved"
		}
		explained = true
	}
	for i := range group.Findings {
		finding := &group.Findings[i]
		if finding.Severity == decision.SeverityWarn || ofFiles[about(finding)] {
			continue
		}
		if !slices.ContainsFunc(records, func(r *store.Record) bool {
			return slices.ContainsFunc(r.Decision.Findings, func(f decision.Finding) bool { return about(&f) == about(finding) })
		}) {
			return "together they come to " + finding.Rule + ", which no one has approved"
		}
		explained = true
	}
	if !explained {
		return "it is not known why it is not proved"
	}
	return ""
}

// about tells findings apart.
func about(f *decision.Finding) string {
	return fmt.Sprintf("%q %q %q %q", f.Path, f.Identity, f.Severity, f.Message)
}

// judgedAlike reports whether a file counted in a decision, and meant what it means here.
func judgedAlike(d *decision.Decision, file *decision.FileResult) bool {
	return slices.ContainsFunc(d.Files, func(f decision.FileResult) bool {
		return f.Judged && f.Path == file.Path && f.Digest == file.Digest && f.Summary.Status == file.Summary.Status &&
			f.Reach == file.Reach
	})
}
