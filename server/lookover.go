package server

import (
	"context"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
	"github.com/sekisho/sekisho/server/store"
)

// lookOver judges what came to a gated base branch since it was last looked over. Of pull requests that merge
// one after the other nobody has judged what they come to, where there is no merge queue and branches need not
// be up to date; who may bypass the protection pushes what nobody judged. Neither can be prevented by a check,
// so it is told: on the branch's commit, in the log and in the metrics.
//
// The first look at a branch takes it as it is, and takes back what is green of another time: see takeBackUnknown.
func (e *evaluator) lookOver(ctx context.Context, r *github.Repository, branch string, from queue.Target, attempt queue.Attempt) error {
	tenant, ok := e.config.TenantOf(r.Name)
	if _, gated := e.config.Environments[branch]; !ok || !gated {
		return nil
	}
	tip, err := r.Tip(ctx, branch)
	if github.Missing(err) {
		return nil // the repository has no such branch
	}
	if err != nil {
		return err
	}
	before, known, err := e.store.Tip(ctx, r.Key(), branch)
	if err != nil || known && before == tip {
		return err
	}
	if !known {
		if err := e.takeBackUnknown(ctx, r, branch, from); err != nil {
			return err
		}
		zerolog.Ctx(ctx).Info().Str("base", branch).Str("commit", tip).Msg("the base branch is taken as it is")
		_, err := e.store.MoveTip(ctx, r.Key(), branch, "", tip)
		return err
	}
	within, err := r.OnBranch(ctx, before, branch)
	if err != nil {
		return err
	}
	if !within {
		zerolog.Ctx(ctx).Warn().Str("base", branch).Str("before", before).Str("commit", tip).Msg("the base branch was reset")
		if err := e.reset(ctx, r, branch, from); err != nil {
			return err
		}
	}
	report, record, err := e.onBase(ctx, r, tenant, branch, before, tip, attempt)
	if err != nil {
		return err
	}
	if report != nil {
		if err := e.conclude(ctx, r, nil, report, record.Record); err != nil {
			return err
		}
	}
	// Of two looks at the same time one tells.
	moved, err := e.store.MoveTip(ctx, r.Key(), branch, before, tip)
	if err != nil || !moved || report == nil {
		return err
	}
	e.metrics.onBase.Inc()
	zerolog.Ctx(ctx).Error().Str("base", branch).Str("before", before).Str("commit", tip).Str("verdict", string(record.verdict())).
		Msg("the base branch holds what was neither proved nor approved")
	return nil
}

// baseRecord is the record of a look at a base branch.
type baseRecord struct{ *store.Record }

func (r baseRecord) verdict() decision.Verdict {
	if r.Decision == nil {
		return decision.Review
	}
	return r.Decision.Verdict
}

// onBase judges the difference between two commits of a base branch. The report is nil when all of it was judged
// already, is proved, or was approved.
func (e *evaluator) onBase(ctx context.Context, r *github.Repository, tenant facts.Tenant, branch, before, tip string, attempt queue.Attempt) (*github.Report, baseRecord, error) {
	none := baseRecord{}
	tree, err := r.TreeOf(ctx, tip)
	if err != nil {
		return nil, none, err
	}
	// Only what was judged on top of the commit that was looked over last needs no other look.
	if judged, err := e.store.OfTree(ctx, r.Key(), branch, before, tree); err != nil || judged != nil && judged.Gate.Conclusion == decision.Success {
		return nil, none, err
	}
	report := &github.Report{Repository: r.Name, Base: branch, Head: tip, Merge: tip, Tenant: tenant.Namespace, Reviewers: e.config.Reviewers.Teams,
		RequiredOn: e.requiredOn(), Again: attempt.Number > 1, Gate: decision.Gate{Conclusion: decision.Failure, Reason: github.ReasonOnBase}}
	record := baseRecord{&store.Record{Repository: r.Key(), Base: branch, BaseSHA: before, Head: tip, MergeTree: tree, EvaluatedAt: time.Now().UTC(), Gate: report.Gate}}
	was, err := r.TreeOf(ctx, before)
	switch {
	case github.Missing(err):
		report.Detail = fmt.Sprintf("commit %.8s, at which it was looked over last, is gone", before)
		return report, record, nil
	case err != nil:
		return nil, none, err
	case was == tree:
		return nil, none, nil
	}
	snapshot, err := r.GroupSnapshot(ctx, tip, before, tenant, e.config.Facts())
	if err != nil {
		return nil, none, err
	}
	d, err := e.judge(ctx, snapshot, attempt.Number >= tellAfter)
	if err != nil {
		return nil, none, err
	}
	outcome, err := e.gate.Group(ctx, branch, tip, d.Verdict)
	if err != nil {
		return nil, none, err
	}
	if outcome.Gate.Conclusion == decision.Success {
		return nil, none, nil
	}
	if outcome.Gate.Reason == "waits-for-review" {
		approved, err := e.store.Approved(ctx, r.Key(), branch, approvedLookedAt)
		if err != nil {
			return nil, none, err
		}
		if report.Detail = unseen(d, snapshot.Incomplete, approved); report.Detail == "" {
			return nil, none, nil
		}
	}
	report.Decision, report.Snapshot, record.Decision, record.GateInput = d, snapshot, d, outcome.Input
	return report, record, nil
}

// approvedLookedAt bounds how many approved pull requests may explain what a base branch holds.
const approvedLookedAt = 50
