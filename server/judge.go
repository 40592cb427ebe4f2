package server

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/server/github"
)

// checker judges snapshots. It is policy.Checker.
type checker interface {
	PolicyDigest() string
	Missing(*policy.Snapshot) []int
	Check(context.Context, *policy.Snapshot) (*decision.Decision, error)
}

// judge decides, and remembers what it has judged.
func (e *evaluator) judge(ctx context.Context, s *github.Snapshot, patient bool) (*decision.Decision, error) {
	d, err := e.decide(ctx, s, patient)
	if err != nil {
		return nil, err
	}
	// What is remembered only saves work.
	if err := e.memory.Flush(ctx); err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Msg("judgements are not remembered")
	}
	return d, nil
}

// decide reads the content that is not known yet and judges the snapshot. The closed world holds here
// once more: what is not whole is not allowed, and a word that is no verdict is a review.
//
// A policy that ran out of time, on a machine that was busy, is asked again; who is patient takes its
// silence for the answer, which is a review.
func (e *evaluator) decide(ctx context.Context, s *github.Snapshot, patient bool) (*decision.Decision, error) {
	loaded, err := e.load(ctx, s)
	if err != nil {
		return nil, err
	}
	d, err := e.checker.Check(ctx, &s.Snapshot)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, errors.New("judge the snapshot: there is no decision")
	}
	switch d.Verdict {
	case decision.Deny, decision.Review:
	case decision.Allow:
		if s.Incomplete != "" || d.Read != d.Total || d.PolicyDigest == "" {
			d.Verdict = decision.Review
		}
	default:
		d.Verdict = decision.Review
	}
	if !patient {
		if f := silence(d); f != nil {
			return nil, fmt.Errorf("judge the snapshot: %s: %s", f.Path, f.Message)
		}
	}
	zerolog.Ctx(ctx).Debug().Int("files", len(s.Files)).Int("loaded", loaded).Msg("judged")
	return d, nil
}

// before are the judgements of the base branch's files, as far as they are known already. They are
// shown beside the present ones and decide nothing, so that an error is no more than a gap.
func (e *evaluator) before(ctx context.Context, s *github.Snapshot) []decision.FileResult {
	base, err := s.Before(ctx)
	if err == nil {
		var d *decision.Decision
		if d, err = e.checker.Check(ctx, base); err == nil && d != nil {
			return d.Files
		}
	}
	zerolog.Ctx(ctx).Debug().Err(err).Msg("the base branch's pods are not known")
	return nil
}

// silence is the finding that stands where the policy did not answer, or nil.
func silence(d *decision.Decision) *decision.Finding {
	for i := range d.Findings {
		if d.Findings[i].Rule == policySilence {
			return &d.Findings[i]
		}
	}
	return nil
}

// policySilence is the rule of the findings that package policy makes when its engine fails.
const policySilence = "ENGINE"

// load reads the content that is missing. What a file imports is known once it was read, so it asks
// again until nothing new is missing; it returns the number of files that it asked for.
func (e *evaluator) load(ctx context.Context, s *github.Snapshot) (int, error) {
	asked, bytes := map[int]bool{}, int64(0)
	for {
		var fresh []int
		for _, place := range e.checker.Missing(&s.Snapshot) {
			if !asked[place] {
				fresh = append(fresh, place)
			}
		}
		slices.SortStableFunc(fresh, func(a, b int) int { return last(s.Files[a].Status) - last(s.Files[b].Status) })
		for i, place := range fresh {
			bytes += s.Files[place].Size
			if len(asked) > 0 && (len(asked) >= e.filesRead || bytes > e.bytesRead) {
				if s.Incomplete == "" {
					s.Incomplete = fmt.Sprintf("%d files would have to be read, more than are read at once; the others are read in ten minutes", len(asked)+len(fresh)-i)
					s.More = true
				}
				return len(asked), s.Load(ctx, fresh[:i])
			}
			asked[place] = true
		}
		if len(fresh) == 0 {
			return len(asked), nil
		}
		if err := s.Load(ctx, fresh); err != nil {
			return 0, err
		}
	}
}

// last sorts what the change does not touch behind what it does.
func last(status facts.Status) int {
	if status == facts.Unchanged {
		return 1
	}
	return 0
}
