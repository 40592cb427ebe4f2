package githubtwin

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"time"
)

// Match says which exchanges a fault hits. Empty fields match everything. A fault with an Event hits webhooks,
// one without hits requests (unless it drops or duplicates webhooks).
type Match struct {
	Method string
	Path   string // glob over the path without /api/v3 (path.Match; "*" stands for one segment)
	Event  string
	Action string
}

// Fault is what goes wrong.
type Fault struct {
	Latency          time.Duration // before the request is looked at
	Status           int           // answer this instead of the real answer, which is not worked out
	RetryAfter       time.Duration // with Status 403 or 429: the header of GitHub's secondary limits
	Times            int           // how often; 0 means once, negative means until ClearFaults
	After            bool          // do the work first: with Status the answer is lost, with Latency it is late
	DropWebhook      bool          // the webhook is not delivered; the delivery list shows a failure
	DuplicateWebhook bool          // the webhook arrives twice with one delivery id
}

type fault struct {
	Match
	Fault
	left int
}

// InjectFault makes matching exchanges fail. Faults are tried in the order in which they came.
func (t *Twin) InjectFault(m Match, f Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	left := f.Times
	if left == 0 {
		left = 1
	}
	t.faults = append(t.faults, &fault{m, f, left})
}

// ClearFaults ends all faults.
func (t *Twin) ClearFaults() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults = nil
}

func (f *fault) matchesEvent(event, action string) bool {
	return (f.Event == "" || f.Event == event) && (f.Action == "" || f.Action == action)
}

func (f *fault) matchesRequest(method, requestPath string) bool {
	if f.Event != "" || f.DropWebhook || f.DuplicateWebhook || f.Method != "" && f.Method != method {
		return false
	}
	if f.Path == "" {
		return true
	}
	ok, err := path.Match(f.Path, requestPath)
	return err == nil && ok
}

// takeFault uses up one turn of the first fault that fits; the caller holds the lock.
func (t *Twin) takeFault(fits func(*fault) bool) *fault {
	for _, f := range t.faults {
		if f.left != 0 && fits(f) {
			if f.left > 0 {
				f.left--
			}
			return f
		}
	}
	return nil
}

// applyFaults answers a request with a fault, if one is due.
func (t *Twin) applyFaults(w http.ResponseWriter, r *http.Request, record *Request) bool {
	t.mu.Lock()
	f := t.takeFault(func(f *fault) bool { return f.matchesRequest(r.Method, record.Path) })
	t.mu.Unlock()
	if f == nil {
		return false
	}
	if f.After {
		record.loseStatus, record.late = f.Status, f.Latency
		return false
	}
	if f.Latency > 0 {
		select {
		case <-time.After(f.Latency):
		case <-r.Context().Done():
			return true
		}
	}
	if f.Status == 0 {
		return false
	}
	t.mu.Lock()
	record.Status, record.Fault = f.Status, true
	t.requests = append(t.requests, *record)
	t.mu.Unlock()
	writeFault(w, f.Status, f.RetryAfter)
	return true
}

func writeFault(w http.ResponseWriter, status int, retryAfter time.Duration) {
	message := http.StatusText(status)
	if status == http.StatusForbidden || status == http.StatusTooManyRequests {
		message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
		if retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"message":%q,"documentation_url":"https://docs.github.com/rest%s","status":"%d"}`, message, secondaryLimits, status)
}
