package server

import (
	"context"
	"slices"
	"sync"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/github"
)

// guards remembers what is wrong with the protection of the gated base branches, as the look-over found it last:
// an evaluation shows it and asks nothing for it.
type guards struct {
	mu       sync.Mutex
	problems map[guarded][]string
}

type guarded struct{ repository, branch string }

func (g *guards) of(repository, branch string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.problems[guarded{repository, branch}]
}

// put records what is wrong, and returns what was not before and what is not any more.
func (g *guards) put(repository, branch string, problems []string) (fresh, gone []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := guarded{repository, branch}
	for _, p := range problems {
		if !slices.Contains(g.problems[key], p) {
			fresh = append(fresh, p)
		}
	}
	for _, p := range g.problems[key] {
		if !slices.Contains(problems, p) {
			gone = append(gone, p)
		}
	}
	if g.problems == nil {
		g.problems = map[guarded][]string{}
	}
	g.problems[key] = problems
	return fresh, gone
}

// inspect looks at the protection of a gated base branch. A check that is not required, or that anybody may
// write, guards nothing, whatever it says.
func (e *evaluator) inspect(ctx context.Context, r *github.Repository, branch string) error {
	problems, err := r.Guard(ctx, branch, github.CheckName(branch))
	if err != nil {
		return err
	}
	fresh, gone := e.guards.put(r.Key(), branch, problems)
	log := zerolog.Ctx(ctx)
	for _, p := range fresh {
		e.metrics.unguarded.WithLabelValues(r.Key(), branch, p).Set(1)
		log.Warn().Str("base", branch).Str("problem", p).Msg("the check does not guard the base branch")
	}
	for _, p := range gone {
		e.metrics.unguarded.DeleteLabelValues(r.Key(), branch, p)
		log.Info().Str("base", branch).Str("problem", p).Msg("the base branch's protection was mended")
	}
	return nil
}
