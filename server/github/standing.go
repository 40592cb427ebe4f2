package github

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/server/store"
)

// Nobody is the number in a report about a check that nobody is known to stand behind.
const Nobody = -1

// stand says whether the check stays as it is, whatever the report says: it is green for another pull request or
// merge group, which has the same commit for its head and comes to the same. That the report's own one waits takes
// nothing from it; whoever opens a second pull request must not hold up the first.
//
// A green one is recorded before it is shown, and forgotten only after GitHub shows something else: see leave.
func (p *Publisher) stand(ctx context.Context, r *Repository, report *Report, before store.CheckRun) (stays bool, err error) {
	name := CheckName(report.Base)
	if report.conclusion() == decision.Success {
		return false, p.published.Stand(ctx, r.key, store.Standing{Head: report.Head, Name: name, Number: report.Number, Basis: report.Basis, HeadRef: report.HeadRef})
	}
	others, err := p.published.Standings(ctx, r.key, report.Head, name)
	if err != nil {
		return false, err
	}
	others = slices.DeleteFunc(others, func(s store.Standing) bool { return s.Number == report.Number })
	if len(others) == 0 {
		return false, nil
	}
	stays = report.conclusion() == decision.Pending && slices.ContainsFunc(others, func(s store.Standing) bool {
		return report.Basis == "" || report.Basis == s.Basis
	})
	if stays && before.Number != report.Number && !report.Rewrite {
		return true, nil
	}
	// What the check says is of the report's own one, or what the others rest on is out of date: then it is they
	// who have to say it anew. They cannot before the report is published. A few are enough: one that is green still
	// makes the check green, and one that is not any more has the next ones asked.
	return stays, p.again(ctx, r, report.Base, others[:min(len(others), maxAgain)], report.Rewrite)
}

// maxAgain bounds how many others are evaluated again at once: somebody may open a thousand pull requests of one head.
const maxAgain = 10

// leave records that the report's own one does not stand behind a check, when GitHub shows that.
func (p *Publisher) leave(ctx context.Context, r *Repository, report *Report) error {
	if report.conclusion() == decision.Success || report.Number == Nobody {
		return nil
	}
	return p.published.Leave(ctx, r.key, report.Head, CheckName(report.Base), report.Number)
}

// locks are locks by name.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	turn  chan struct{} // holds one value while it is taken
	users int           // who have it or wait for it
}

// take waits for a lock, and returns how to give it up.
func (l *locks) take(ctx context.Context, name string) (release func(), err error) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	one := l.held[name]
	if one == nil {
		one = &lock{turn: make(chan struct{}, 1)}
		l.held[name] = one
	}
	one.users++
	l.mu.Unlock()
	forget := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if one.users--; one.users == 0 {
			delete(l.held, name)
		}
	}
	select {
	case one.turn <- struct{}{}:
		return func() { <-one.turn; forget() }, nil
	case <-ctx.Done():
		forget()
		return nil, fmt.Errorf("wait for another evaluation of the same commit: %w", ctx.Err())
	}
}
