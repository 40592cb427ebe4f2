package server

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server/gate"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
	"github.com/sekisho/sekisho/server/store"
)

// evaluator runs the queue's targets: it reads, judges, asks the gate, stores and publishes.
type evaluator struct {
	app       *github.App
	config    *platform.Config
	checker   checker
	gate      *gate.Gate
	store     *store.Store
	memory    *store.Judgements
	program   string // digest of the running binary
	filesRead int    // that one evaluation may ask for
	bytesRead int64  // that they may have together
	publisher *github.Publisher
	guards    guards
	inbox     queue.Queue
	log       zerolog.Logger
	metrics   *metrics
}

var _ queue.Runner = (*evaluator)(nil)

// tellAfter is the attempt from which on a failure is told on the pull request: the first ones are
// GitHub's hiccups.
const tellAfter = 3

// Run implements queue.Runner.
func (e *evaluator) Run(ctx context.Context, target queue.Target, attempt queue.Attempt) error {
	log := e.log.With().Str("delivery", target.Delivery).Str("repository", target.Repository).Str("kind", string(target.Kind)).Logger()
	if target.Number > 0 {
		log = log.With().Int("pull_request", target.Number).Logger()
	}
	ctx, usage := github.WithUsage(log.WithContext(ctx))
	began := time.Now()
	hint := target.Installation
	if attempt.Number > 1 {
		// What the webhook said may be outdated: the App can have been installed anew.
		e.app.Forget(target.Repository)
		hint = 0
	}
	err := e.run(ctx, target, hint, attempt)
	e.metrics.requests.WithLabelValues(string(target.Kind)).Observe(float64(usage.Requests()))
	log.Info().Err(err).Int("attempt", attempt.Number).Int("requests", usage.Requests()).Int("not_modified", usage.NotModified()).
		Dur("took", time.Since(began)).Msg("evaluated")
	if err != nil && target.Kind == queue.PullRequest && (attempt.Number >= tellAfter || attempt.Last) && !errors.Is(err, context.Canceled) {
		if told := e.tell(ctx, target, hint, err); told != nil {
			log.Warn().Err(told).Msg("the failure could not be told on the pull request")
		}
	}
	return err
}

func (e *evaluator) run(ctx context.Context, target queue.Target, hint int64, attempt queue.Attempt) error {
	if target.Kind == queue.Team {
		return e.team(ctx, target)
	}
	if target.Kind == queue.Branch {
		if _, ok := e.config.Environments[target.Ref]; !ok {
			return nil // a push to a branch that no pull request is gated for
		}
	}
	if _, ok := e.config.TenantOf(target.Repository); !ok && target.Kind != queue.PullRequest {
		return nil // only a pull request is told that its repository is no tenant's
	}
	repository, err := e.app.Repository(ctx, target.Repository, hint)
	if github.Missing(err) {
		// There is nobody to tell; an installation event will ask again.
		zerolog.Ctx(ctx).Warn().Msg("the App is not installed on this repository")
		return nil
	}
	if err != nil {
		return err
	}
	switch target.Kind {
	case queue.PullRequest:
		return e.pull(ctx, repository, target, attempt)
	case queue.MergeGroup:
		return e.group(ctx, repository, target, attempt)
	case queue.Branch:
		pulls, err := repository.OpenPulls(ctx, target.Ref)
		if err != nil {
			return err
		}
		if err := e.spread(ctx, repository, target, slices.Collect(maps.Keys(pulls))); err != nil {
			return err
		}
		return e.lookOver(ctx, repository, target.Ref, target, attempt)
	case queue.Commit:
		pulls, err := repository.PullsOfCommit(ctx, target.SHA)
		if err != nil {
			return err
		}
		return e.spread(ctx, repository, target, pulls)
	case queue.Repository:
		return e.sweep(ctx, repository, target, attempt)
	}
	return fmt.Errorf("evaluate %s: there is no kind %q", target.Key(), target.Kind)
}

// pull evaluates a pull request.
func (e *evaluator) pull(ctx context.Context, r *github.Repository, target queue.Target, attempt queue.Attempt) error {
	log, number := zerolog.Ctx(ctx), target.Number
	pull, err := r.Pull(ctx, number)
	if github.Missing(err) {
		log.Warn().Err(err).Msg("the pull request is gone, or the App may not see it")
		return e.leave(ctx, r, &github.Pull{Number: number}, target)
	}
	if err != nil {
		return err
	}
	if err := e.leave(ctx, r, pull, target); err != nil {
		return err
	}
	if !pull.Open {
		log.Info().Msg("the pull request is closed")
		if err := e.audit(ctx, r, pull); err != nil {
			return err
		}
		return e.saw(ctx, r, pull, closed, false)
	}
	report := &github.Report{Repository: r.Name, Number: number, Base: pull.Base, Head: pull.Head, Merge: pull.Merge,
		Reviewers: e.config.Reviewers.Teams, RequiredOn: e.requiredOn(), Again: attempt.Number > 1, Rewrite: target.Rewrite,
		Unguarded: e.guards.of(r.Key(), pull.Base)}
	record := &store.Record{Repository: r.Key(), Number: number, Base: pull.Base, BaseSHA: pull.BaseSHA, Head: pull.Head, MergeTree: pull.MergeTree}

	tenant, ok := e.config.TenantOf(r.Name)
	switch {
	case !ok:
		report.Gate = decision.Gate{Conclusion: decision.Failure, Reason: github.ReasonNoTenant}
	case pull.Conflict:
		report.Tenant = tenant.Namespace
		report.Gate = decision.Gate{Conclusion: decision.Pending, Reason: github.ReasonConflict}
	default:
		report.Tenant = tenant.Namespace
		snapshot, err := r.Snapshot(ctx, pull, tenant, e.config.Facts())
		if err != nil {
			return err
		}
		report.Snapshot = snapshot
		if report.Decision, err = e.judge(ctx, snapshot, attempt.Number >= tellAfter); err != nil {
			return err
		}
		record.Incomplete = snapshot.Incomplete
		report.Before = e.before(ctx, snapshot)
		report.Basis = e.basis(pull.BaseSHA, pull.MergeTree)
		outcome, err := e.gate.Pull(ctx, r, pull, judged(snapshot, report.Decision, pull))
		if err != nil {
			return err
		}
		report.Gate, report.ContributorsUnknown = outcome.Gate, outcome.ContributorsUnknown
		report.OtherBase, report.OtherContent = outcome.OtherBase, outcome.OtherContent
		record.Decision, record.GateInput = report.Decision, outcome.Input
	}
	record.Gate = report.Gate
	return e.conclude(ctx, r, pull, report, record)
}

// mergedWithoutGreen is the reason in the record of a pull request that was merged although its check was not
// green: by somebody who may bypass the protection of the branch, or because it has none.
const mergedWithoutGreen = "merged-without-green"

// audit records and tells operators when a pull request was merged that should not have been: what the check
// cannot prevent must not pass unseen.
func (e *evaluator) audit(ctx context.Context, r *github.Repository, pull *github.Pull) error {
	_, gated := e.config.Environments[pull.Base]
	if _, ours := e.config.TenantOf(r.Name); !pull.Merged || !gated || !ours {
		return nil
	}
	before, err := e.store.LatestForHead(ctx, r.Key(), pull.Number, pull.Base, pull.Head)
	if err != nil || before != nil && (before.Gate.Conclusion == decision.Success || before.Gate.Reason == mergedWithoutGreen) {
		return err
	}
	// The same commit may have been let through as the head of another pull request.
	others, err := e.store.Standings(ctx, r.Key(), pull.Head, github.CheckName(pull.Base))
	if err != nil || slices.ContainsFunc(others, func(s store.Standing) bool { return s.Number != pull.Number }) {
		return err
	}
	if _, err := e.store.Save(ctx, &store.Record{Repository: r.Key(), Number: pull.Number, Base: pull.Base, Head: pull.Head, EvaluatedAt: time.Now().UTC(),
		Gate: decision.Gate{Conclusion: decision.Failure, Reason: mergedWithoutGreen}}); err != nil {
		return err
	}
	e.metrics.unproved.Inc()
	zerolog.Ctx(ctx).Error().Str("base", pull.Base).Str("head", pull.Head).Str("merged_by", pull.MergedBy).Msg("merged without a green check")
	return nil
}

// judged is what the gate has to know of a judgement. What a change means is not known where not all of it is.
func judged(s *github.Snapshot, d *decision.Decision, pull *github.Pull) gate.Judged {
	j := gate.Judged{Verdict: d.Verdict, Meaning: d.Digest, Tree: pull.MergeTree}
	if s.Incomplete != "" {
		j.Meaning = ""
	}
	return j
}

// conclude stores the record and publishes the report.
func (e *evaluator) conclude(ctx context.Context, r *github.Repository, pull *github.Pull, report *github.Report, record *store.Record) error {
	record.EvaluatedAt = time.Now().UTC()
	record.Decision = slim(record.Decision)
	id, err := e.save(ctx, record)
	if err != nil {
		return err
	}
	verdict := "none"
	if report.Decision != nil {
		verdict = string(report.Decision.Verdict)
	}
	e.metrics.outcomes.WithLabelValues(verdict, string(report.Gate.Conclusion), report.Gate.Reason).Inc()
	zerolog.Ctx(ctx).Info().Int64("decision", id).Str("base", report.Base).Str("head", report.Head).Str("verdict", verdict).
		Str("conclusion", string(report.Gate.Conclusion)).Str("reason", report.Gate.Reason).Msg("decided")
	if err := e.publisher.Publish(ctx, r, pull, report); err != nil {
		return err
	}
	if pull == nil {
		return nil
	}
	again := pull.Conflict || report.Snapshot != nil && report.Snapshot.More
	return e.saw(ctx, r, pull, pull.BaseSHA, again || slices.ContainsFunc(report.Gate.Approvals, func(a decision.ApprovalJudgement) bool { return a.Counted }))
}

// save stores a record that says something new of its pull request, and returns its id: what is looked at
// every ten minutes is decided once.
func (e *evaluator) save(ctx context.Context, record *store.Record) (int64, error) {
	if record.Number > 0 {
		latest, err := e.store.Latest(ctx, record.Repository, record.Number)
		if err != nil {
			return 0, err
		}
		if latest != nil && latest.Says(record) {
			return latest.ID, nil
		}
	}
	return e.store.Save(ctx, record)
}

// slim is a decision without the files that the change does not touch: there may be hundreds, and they
// are the same in every record.
func slim(d *decision.Decision) *decision.Decision {
	if d == nil {
		return nil
	}
	short := *d
	short.Files, short.Pods = nil, nil
	for _, file := range d.Files {
		if file.Judged {
			short.Files = append(short.Files, file)
			short.Pods = append(short.Pods, file.Pods...)
		}
	}
	return &short
}

// saw records how a pull request was when it was evaluated, and by which policy: when either changes
// the sweep evaluates it again. Some it always does: what rests on an approval, because nobody tells of a
// reviewer who leaves the team; what was not read to its end; and what conflicts with a commit of the base branch that
// GitHub does not name.
func (e *evaluator) saw(ctx context.Context, r *github.Repository, pull *github.Pull, base string, again bool) error {
	mark := e.mark(pull.Seen, base)
	if again {
		mark = ""
	}
	return e.store.PutSeen(ctx, r.Key(), pull.Number, mark)
}

// mark names what an evaluation rests on: the pull request, the policy, the tip of the base branch.
func (e *evaluator) mark(seen, base string) string {
	return strings.TrimSpace(seen + " " + e.judgedBy() + " " + base)
}

// judgedBy names what a verdict rests on besides the content: policy with configuration, and program.
func (e *evaluator) judgedBy() string { return e.checker.PolicyDigest() + " " + e.program }

// basis identifies what was judged, and by what: a tree on top of a commit of the base branch.
func (e *evaluator) basis(base, tree string) string { return base + " " + tree + " " + e.judgedBy() }

// requiredOn are the base branches on which a review is required.
func (e *evaluator) requiredOn() []string {
	var bases []string
	for base, environment := range e.config.Environments {
		if environment.Review != "none" {
			bases = append(bases, base)
		}
	}
	slices.Sort(bases)
	return bases
}

// tell publishes on the pull request that it cannot be evaluated, and why. It is never green.
func (e *evaluator) tell(ctx context.Context, target queue.Target, hint int64, cause error) error {
	// The evaluation's own time may be used up.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	r, err := e.app.Repository(ctx, target.Repository, hint)
	if err != nil {
		return err
	}
	pull, err := r.Glance(ctx, target.Number)
	if err != nil || !pull.Open {
		return err
	}
	return e.publisher.Publish(ctx, r, pull, &github.Report{Repository: r.Name, Number: pull.Number, Base: pull.Base, Head: pull.Head,
		Gate: decision.Gate{Conclusion: decision.Pending, Reason: github.ReasonError}, Detail: cause.Error(), Reviewers: e.config.Reviewers.Teams})
}
