package gate

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/sekisho/sekisho/server/github"
)

// A pull request that goes to another base branch and comes back looks as it did before: only a webhook tells, and
// what was approved meanwhile was approved for another base. Webhooks get lost, and none comes while the server is
// away. So before an approval counts, GitHub is asked for the pull request's history, once, and again when
// something was seen to have happened that no webhook told of.

// heard remembers of which pull requests all changes of the base branch are known.
type heard struct {
	mu    sync.Mutex
	pulls map[string]history
}

type history struct {
	updated time.Time // as of which it is known
	doubted bool      // something may have happened since that nobody told of
}

func keyOf(repository string, number int) string {
	return fmt.Sprintf("%s#%d", strings.ToLower(repository), number)
}

// all records that all is known of a pull request as it is.
func (h *heard) all(pull *github.Pull) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pulls == nil {
		h.pulls = map[string]history{}
	}
	h.pulls[keyOf(pull.Repository, pull.Number)] = history{updated: pull.Updated}
}

// of says whether all is known of a pull request as it is.
func (h *heard) of(pull *github.Pull) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	known, ok := h.pulls[keyOf(pull.Repository, pull.Number)]
	return ok && (!known.doubted || known.updated.Equal(pull.Updated))
}

// Doubt says that something may have happened to a pull request that no webhook told of.
func (g *Gate) Doubt(repository string, number int) {
	g.heard.mu.Lock()
	defer g.heard.mu.Unlock()
	if known, ok := g.heard.pulls[keyOf(repository, number)]; ok {
		known.doubted = true
		g.heard.pulls[keyOf(repository, number)] = known
	}
}

// sure returns since when a pull request has had its base branch, when that is since a time as far as was told.
func (g *Gate) sure(ctx context.Context, people People, pull *github.Pull, since time.Time) (time.Time, error) {
	if g.heard.of(pull) {
		return since, nil
	}
	changed, err := people.BaseChanged(ctx, pull.Number)
	if err != nil {
		return time.Time{}, err
	}
	if !changed.IsZero() {
		// Times are in seconds: what was said within that of the change may have been before it.
		if since, err = g.memory.PutBase(ctx, strings.ToLower(pull.Repository), pull.Number, pull.Base, changed.Add(time.Second)); err != nil {
			return time.Time{}, err
		}
	}
	g.heard.all(pull)
	return since, nil
}
