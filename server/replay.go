package server

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server/gate"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/store"
)

// ReplayOptions say what is judged again, and by what.
type ReplayOptions struct {
	DatabasePath string // of a server, which may be running
	Platform     *platform.Config
	Engine       *engine.Engine
	After        time.Time // only what was evaluated after it
}

// Replayed is what becomes of a stored evaluation of a pull request.
type Replayed struct {
	Record *store.Record
	// NotPossible says why it could not be judged again; empty where it was.
	NotPossible string
	Decision    *decision.Decision
	Gate        decision.Gate
	// New and Gone are the findings that only one of the two has, in files that count.
	New, Gone []decision.Finding
}

// Differs reports whether another verdict or another outcome came out.
func (r *Replayed) Differs() bool {
	return r.NotPossible == "" && (r.Decision.Verdict != r.Record.Decision.Verdict || r.Gate.Conclusion != r.Record.Gate.Conclusion)
}

// Replay judges the newest evaluation of each pull request again, from the git objects that the server remembers. It
// asks GitHub nothing and writes nothing. What is not remembered any more is told, never judged: a file that is
// missing would make a review of what was allowed.
func Replay(ctx context.Context, o ReplayOptions, each func(*Replayed) error) error {
	s, err := store.OpenReading(ctx, o.DatabasePath)
	if err != nil {
		return err
	}
	defer s.Close()
	e := &evaluator{
		config: o.Platform, checker: policy.NewChecker(o.Engine, o.Platform, nil), gate: gate.New(o.Engine, o.Platform, nil),
		store: s, filesRead: math.MaxInt, bytesRead: math.MaxInt64,
	}
	return s.EachNewest(ctx, o.After, func(record *store.Record) error {
		replayed, err := e.replay(ctx, record)
		if err != nil {
			return fmt.Errorf("judge #%d of %s again: %w", record.Number, record.Repository, err)
		}
		return each(replayed)
	})
}

func (e *evaluator) replay(ctx context.Context, record *store.Record) (*Replayed, error) {
	r := &Replayed{Record: record}
	tenant, ok := e.config.TenantOf(record.Repository)
	if !ok {
		r.NotPossible = "its repository belongs to no tenant of the configuration"
		return r, nil
	}
	snapshot, err := github.Stored(record.Repository, e.store).RecordedSnapshot(ctx, record, tenant, e.config.Facts())
	if err == nil {
		r.Decision, err = e.decide(ctx, snapshot, true)
	}
	if errors.Is(err, github.ErrNotStored) {
		r.NotPossible = "not all that was read then is stored any more"
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if record.GateInput == nil {
		r.NotPossible = "its evaluation did not come to its end"
		return r, nil
	}
	if r.Gate, err = e.gate.Again(ctx, record.GateInput, r.Decision.Verdict); err != nil {
		return nil, err
	}
	r.New, r.Gone = differing(record.Decision, r.Decision)
	return r, nil
}

// differing are the findings that only the second of two decisions has, and those that only the first has. What is
// said of files that do not count is left out.
func differing(before, after *decision.Decision) (fresh, gone []decision.Finding) {
	counts := map[string]bool{"": true}
	of := map[string]bool{}
	for _, d := range []*decision.Decision{before, after} {
		for i := range d.Files {
			of[d.Files[i].Path] = true
			counts[d.Files[i].Path] = counts[d.Files[i].Path] || d.Files[i].Judged
		}
	}
	only := func(in, notIn *decision.Decision) []decision.Finding {
		var found []decision.Finding
		for _, f := range in.Findings {
			if (counts[f.Path] || !of[f.Path]) && !slices.ContainsFunc(notIn.Findings, func(g decision.Finding) bool {
				return g.Rule == f.Rule && g.Path == f.Path && g.Identity == f.Identity && g.Severity == f.Severity
			}) {
				found = append(found, f)
			}
		}
		return found
	}
	return only(after, before), only(before, after)
}
