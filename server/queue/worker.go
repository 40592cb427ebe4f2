package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// NextRetry implements river.Worker.
func (q *sqliteQueue) NextRetry(job *river.Job[jobArgs]) time.Time {
	return time.Now().Add(q.options.backoff(len(job.Errors) + 1))
}

// Work implements river.Worker.
func (q *sqliteQueue) Work(ctx context.Context, job *river.Job[jobArgs]) error {
	target, generation, err := q.target(ctx, job.Args.Key)
	if err != nil {
		return err
	}
	began := time.Now()
	err = q.run(ctx, target, Attempt{Number: len(job.Errors) + 1, Last: job.Attempt >= job.MaxAttempts})
	q.metrics.observe(target.Kind, err, time.Since(began))
	if err != nil {
		return q.failed(ctx, job, target, generation, err)
	}
	return q.finished(ctx, job, target, generation)
}

// run calls the runner and turns a panic into an error: one bad pull request must not stop the others.
func (q *sqliteQueue) run(ctx context.Context, target Target, attempt Attempt) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("evaluate %s: panic: %v", target.Key(), r)
			q.log.Error().Str("target", target.Key()).Interface("panic", r).Bytes("stack", debug.Stack()).Msg("evaluation panicked")
		}
	}()
	return q.runner.Run(ctx, target, attempt)
}

func (q *sqliteQueue) target(ctx context.Context, key string) (target Target, generation int64, err error) {
	var body []byte
	err = q.store.Reader().QueryRowContext(ctx, `SELECT body, wanted FROM targets WHERE key = ?`, key).Scan(&body, &generation)
	if err != nil {
		return Target{}, 0, fmt.Errorf("read target %s: %w", key, err)
	}
	if err := json.Unmarshal(body, &target); err != nil {
		return Target{}, 0, fmt.Errorf("read target %s: %w", key, err)
	}
	return target, generation, nil
}

// finished ends a job whose evaluation went well: in one transaction the generation is done and the
// job complete, or the job goes round again because something was wanted in the meantime.
func (q *sqliteQueue) finished(ctx context.Context, job *river.Job[jobArgs], target Target, generation int64) error {
	again := false
	err := q.store.Write(ctx, func(tx *sql.Tx) error {
		var wanted int64
		err := tx.QueryRowContext(ctx, `UPDATE targets SET done = max(done, ?), last_error = '', updated_at = ? WHERE key = ?
			RETURNING wanted`, generation, q.store.Now(), target.Key()).Scan(&wanted)
		if err != nil {
			return fmt.Errorf("finish %s: %w", target.Key(), err)
		}
		if again = wanted > generation; again {
			return nil
		}
		if _, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job); err != nil {
			return fmt.Errorf("finish %s: %w", target.Key(), err)
		}
		return nil
	})
	if err == nil && again {
		return river.JobSnooze(0)
	}
	return err
}

// failed decides when a failed evaluation is tried again.
func (q *sqliteQueue) failed(ctx context.Context, job *river.Job[jobArgs], target Target, generation int64, cause error) error {
	// The evaluation's own deadline may have passed; the record is written all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := q.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE targets SET tried = ?, last_error = ?, updated_at = ? WHERE key = ?`,
			generation, cause.Error(), q.store.Now(), target.Key())
		return err
	}); err != nil {
		q.log.Error().Err(err).Str("target", target.Key()).Msg("record the failure")
	}
	event := q.log.Warn().Err(cause).Str("target", target.Key()).Str("delivery", target.Delivery).Int("attempt", job.Attempt)
	var after retryAfter
	if errors.As(cause, &after) {
		wait := min(max(after.RetryAfter(), q.options.Backoff), time.Hour)
		event.Dur("retry_in", wait).Msg("evaluation has to wait")
		return river.JobSnooze(wait)
	}
	event.Bool("last", job.Attempt >= job.MaxAttempts).Msg("evaluation failed")
	return cause
}
