package queue

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/store"
)

// Queue is an inbox whose jobs are worked on between Start and Stop.
type Queue interface {
	Inbox
	// Start begins to work. Jobs that a killed process left behind start again at once.
	Start(ctx context.Context) error
	// Stop takes no new job and waits for the running ones; when ctx ends first they are cancelled,
	// and run again at the next start.
	Stop(ctx context.Context) error
	// Unfinished says whether a target is wanted and not done.
	Unfinished(ctx context.Context, target Target) (bool, error)
	// Waiting is how many targets are wanted and not done.
	Waiting(ctx context.Context) (int, error)
}

// Options are the settings of a queue. The zero value of each means its default.
type Options struct {
	Concurrency int           // evaluations at the same time; 4
	Timeout     time.Duration // of one evaluation; 3 minutes
	MaxAttempts int           // before a target is given up until something asks for it again; 20
	// Backoff is the wait after the first failure; it doubles up to MaxBackoff. 2 seconds, 5 minutes.
	Backoff    time.Duration
	MaxBackoff time.Duration
	// WakeInterval is how often failed evaluations that are wanted again are looked for; 1 second.
	WakeInterval time.Duration
	Logger       zerolog.Logger
	Metrics      prometheus.Registerer
}

func (o Options) withDefaults() Options {
	if o.Concurrency <= 0 {
		o.Concurrency = 4
	}
	if o.Timeout <= 0 {
		o.Timeout = 3 * time.Minute
	}
	if o.MaxAttempts <= 0 {
		o.MaxAttempts = 20
	}
	if o.Backoff <= 0 {
		o.Backoff = 2 * time.Second
	}
	if o.MaxBackoff <= 0 {
		o.MaxBackoff = 5 * time.Minute
	}
	if o.WakeInterval <= 0 {
		o.WakeInterval = time.Second
	}
	return o
}

// backoff is the wait after the given number of failures.
func (o Options) backoff(failures int) time.Duration {
	wait := o.Backoff
	for ; failures > 1 && wait < o.MaxBackoff; failures-- {
		wait *= 2
	}
	return min(wait, o.MaxBackoff)
}

// Open returns the queue that lies in the embedded database.
func Open(ctx context.Context, s *store.Store, runner Runner, options Options) (Queue, error) {
	return openSQLite(ctx, s, runner, options.withDefaults())
}
