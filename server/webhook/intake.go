package webhook

import (
	"errors"
	"io"
	"sync"
)

// A signature is over the whole body, so a body is read into memory before it is known who sent it. These bound
// what all bodies together may take at one time; genuine ones have some ten kilobytes.
const (
	maxInFlight = 64 << 20
	// smallBody is how much of every body may still be read when large bodies have filled the rest, and
	// reserved what is kept for that.
	smallBody = 256 << 10
	reserved  = 16 << 20
)

// errBusy says that the bodies in flight take all the memory that they may.
var errBusy = errors.New("too many webhooks are being read")

// intake counts the bytes of the bodies that are being read: those that have come, not those that were announced,
// so that who only announces them holds nothing.
type intake struct {
	mu       sync.Mutex
	inFlight int
}

// take counts n bytes more of a body of which some were read before; false means that it has to wait.
func (i *intake) take(n, before int) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	limit := maxInFlight
	if before+n > smallBody {
		limit -= reserved
	}
	if i.inFlight+n > limit {
		return false
	}
	i.inFlight += n
	return true
}

func (i *intake) give(n int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.inFlight -= n
}

// body is a request's body whose bytes are counted until it is released.
type body struct {
	io.ReadCloser
	intake *intake
	taken  int
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		if !b.intake.take(n, b.taken) {
			return 0, errBusy
		}
		b.taken += n
	}
	return n, err
}

func (b *body) release() {
	b.intake.give(b.taken)
	b.taken = 0
}
