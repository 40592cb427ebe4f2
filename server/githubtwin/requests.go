package githubtwin

import (
	"slices"
	"time"
)

// Request is one request that the API answered.
type Request struct {
	Method      string
	Path        string // without /api/v3
	Query       string
	Status      int
	Conditional bool   // answered 304
	Counted     bool   // counts in the primary rate limit
	Fault       bool   // answered by an injected fault
	Actor       string // who asked: a login, "app slug", "installation 7 of slug"
	At          time.Time

	loseStatus int           // answered instead of what was worked out; 0 for nothing
	late       time.Duration // that the answer waits
}

// Requests lists what the API answered since the start or the last ResetRequests, oldest first. Git, pages and
// control are not in it.
func (t *Twin) Requests() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.requests)
}

// ResetRequests forgets the requests so far.
func (t *Twin) ResetRequests() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests = nil
}
