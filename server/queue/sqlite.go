package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/store"
)

// Polling intervals measured on SQLite: half of the jobs start within 33 ms of their insertion,
// where the defaults let a job wait for up to a second.
const (
	fetchCooldown     = 10 * time.Millisecond
	fetchPollInterval = 500 * time.Millisecond
)

// jobArgs names a target by its key; everything else about it is read when it is worked on, so that
// the newest delivery's word counts. It is unique among jobs that are not finished.
type jobArgs struct {
	Key string `json:"key" river:"unique"`
}

func (jobArgs) Kind() string { return "evaluate" }

func (jobArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// sqliteQueue is River on the embedded database.
//
// River has no concurrency limit per key, and a job that is unique by pull request would swallow a
// push that arrives while that pull request is evaluated. So every target has a generation counter:
// a delivery raises `wanted` in the transaction that inserts the job; the worker remembers the
// generation it began at, and ends by setting `done` to it in the transaction that completes the
// job, or by going round again when `wanted` has moved on.
type sqliteQueue struct {
	river.WorkerDefaults[jobArgs]

	store   *store.Store
	client  *river.Client[*sql.Tx]
	runner  Runner
	options Options
	log     zerolog.Logger
	metrics metrics

	stopWaking context.CancelFunc
	waking     sync.WaitGroup
}

var _ Queue = (*sqliteQueue)(nil)

func openSQLite(ctx context.Context, s *store.Store, runner Runner, options Options) (*sqliteQueue, error) {
	q := &sqliteQueue{store: s, runner: runner, options: options, log: options.Logger, metrics: newMetrics(options.Metrics)}
	driver := riversqlite.New(s.Writer())
	logger := slog.New(zerolog.NewSlogHandler(options.Logger.Level(max(zerolog.WarnLevel, options.Logger.GetLevel()))))
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: logger})
	if err != nil {
		return nil, fmt.Errorf("create the queue's tables: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, fmt.Errorf("create the queue's tables: %w", err)
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, q)
	q.client, err = river.NewClient(driver, &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: options.Concurrency}},
		Workers:           workers,
		FetchCooldown:     fetchCooldown,
		FetchPollInterval: fetchPollInterval,
		JobTimeout:        options.Timeout,
		MaxAttempts:       options.MaxAttempts,
		Logger:            logger,
	})
	if err != nil {
		return nil, fmt.Errorf("create the queue: %w", err)
	}
	return q, nil
}

// Accept implements [Inbox].
func (q *sqliteQueue) Accept(ctx context.Context, d Delivery) (fresh bool, err error) {
	err = q.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO deliveries (id, event, action, repository, received_at)
			VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, d.ID, d.Event, d.Action, d.Repository, q.store.Now())
		if err != nil {
			return fmt.Errorf("record delivery %s: %w", d.ID, err)
		}
		inserted, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("record delivery %s: %w", d.ID, err)
		}
		if inserted == 0 {
			return q.resume(ctx, tx, d.ID)
		}
		fresh = true
		if d.Retargeted > 0 {
			if err := q.store.Retargeted(ctx, tx, strings.ToLower(d.Repository), d.Retargeted, d.At); err != nil {
				return err
			}
		}
		for _, target := range d.Targets {
			target.Delivery = d.ID
			generation, err := q.want(ctx, tx, target)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO delivery_targets (delivery, target, generation) VALUES (?, ?, ?)
				ON CONFLICT (delivery, target) DO UPDATE SET generation = excluded.generation`,
				d.ID, target.Key(), generation); err != nil {
				return fmt.Errorf("record the targets of delivery %s: %w", d.ID, err)
			}
		}
		return nil
	})
	return fresh && err == nil, err
}

// Enqueue implements [Inbox].
func (q *sqliteQueue) Enqueue(ctx context.Context, targets ...Target) error {
	if len(targets) == 0 {
		return nil
	}
	return q.store.Write(ctx, func(tx *sql.Tx) error {
		for _, target := range targets {
			if _, err := q.want(ctx, tx, target); err != nil {
				return err
			}
		}
		return nil
	})
}

// want raises the target's generation, makes sure that a job exists, and returns the generation. The newest word about
// the target counts, but that a check is rewritten which was asked for and has not been done.
func (q *sqliteQueue) want(ctx context.Context, tx *sql.Tx, target Target) (generation int64, err error) {
	body, err := json.Marshal(target)
	if err != nil {
		return 0, fmt.Errorf("enqueue %s: %w", target.Key(), err)
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO targets (key, body, wanted, updated_at) VALUES (?, ?, 1, ?)
		ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, updated_at = excluded.updated_at,
		body = CASE WHEN done < wanted AND json_extract(CAST(body AS TEXT), '$.rewrite')
			THEN CAST(json_set(CAST(excluded.body AS TEXT), '$.rewrite', json('true')) AS BLOB) ELSE excluded.body END
		RETURNING wanted`, target.Key(), body, q.store.Now()).Scan(&generation)
	if err != nil {
		return 0, fmt.Errorf("enqueue %s: %w", target.Key(), err)
	}
	return generation, q.ensureJob(ctx, tx, target.Key())
}

// ensureJob inserts the target's job, or wakes the one that waits for its next attempt: something
// has changed since it failed.
func (q *sqliteQueue) ensureJob(ctx context.Context, tx *sql.Tx, key string) error {
	inserted, err := q.client.InsertTx(ctx, tx, jobArgs{Key: key}, nil)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", key, err)
	}
	if !inserted.UniqueSkippedAsDuplicate {
		return nil
	}
	switch inserted.Job.State {
	case rivertype.JobStateRetryable, rivertype.JobStateScheduled:
		if _, err := q.client.JobRetryTx(ctx, tx, inserted.Job.ID); err != nil {
			return fmt.Errorf("wake %s: %w", key, err)
		}
	}
	return nil
}

// resume makes sure of a job for the targets of a delivery that came again, where they are not
// finished. One whose first evaluation runs is not wanted once more: the delivery says nothing new.
// One that failed is, because its job may be about to be given up (see wakeFailed).
func (q *sqliteQueue) resume(ctx context.Context, tx *sql.Tx, delivery string) error {
	return q.ensureJobs(ctx, tx, `UPDATE targets SET wanted = wanted + (tried >= d.generation)
		FROM (SELECT target, generation FROM delivery_targets WHERE delivery = ?) AS d
		WHERE d.target = targets.key AND done < d.generation RETURNING key`, delivery)
}

// ensureJobs makes sure of a job for every key that the statement returns.
func (q *sqliteQueue) ensureJobs(ctx context.Context, tx *sql.Tx, statement string, arguments ...any) error {
	rows, err := tx.QueryContext(ctx, statement, arguments...)
	if err != nil {
		return fmt.Errorf("read unfinished targets: %w", err)
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return fmt.Errorf("read unfinished targets: %w", err)
		}
		keys = append(keys, key)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read unfinished targets: %w", err)
	}
	for _, key := range keys {
		if err := q.ensureJob(ctx, tx, key); err != nil {
			return err
		}
	}
	return nil
}

// Start implements [Queue].
func (q *sqliteQueue) Start(ctx context.Context) error {
	// River finds the jobs of a killed process by time only, after an hour. The store's lock says
	// that no other process works on this database, so what is running now is running nowhere.
	err := q.store.Write(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			`UPDATE river_job SET state = 'available' WHERE state = 'running'`,
			`DELETE FROM river_leader`,
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("bring back the jobs of the last run: %w", err)
	}
	// Also what was given up: a restart is a reason to try again.
	err = q.store.Write(ctx, func(tx *sql.Tx) error {
		return q.ensureJobs(ctx, tx, `SELECT key FROM targets WHERE done < wanted`)
	})
	if err != nil {
		return err
	}
	// The client must outlive the context that starts it: Stop ends it.
	if err := q.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the queue: %w", err)
	}
	wakeContext, stop := context.WithCancel(context.WithoutCancel(ctx))
	q.stopWaking = stop
	q.waking.Go(func() { q.wakeFailed(wakeContext) })
	return nil
}

// wakeFailed looks for targets that were wanted again after their last failure. River records that a
// job failed some time after the worker returned; a delivery that arrives in between finds the job
// still running, and would otherwise wait for the retry.
func (q *sqliteQueue) wakeFailed(ctx context.Context) {
	const failedAndWanted = `SELECT key FROM targets WHERE tried > done AND wanted > tried LIMIT 100`
	ticker := time.NewTicker(q.options.WakeInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		var key string
		err := q.store.Reader().QueryRowContext(ctx, failedAndWanted).Scan(&key)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err == nil {
			err = q.store.Write(ctx, func(tx *sql.Tx) error { return q.ensureJobs(ctx, tx, failedAndWanted) })
		}
		if err != nil && ctx.Err() == nil {
			q.log.Error().Err(err).Msg("wake failed evaluations")
		}
	}
}

// Stop implements [Queue].
func (q *sqliteQueue) Stop(ctx context.Context) error {
	if q.stopWaking != nil {
		q.stopWaking()
		q.waking.Wait()
	}
	err := q.client.Stop(ctx)
	if err == nil {
		return nil
	}
	cancelled, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := q.client.StopAndCancel(cancelled); err != nil {
		return fmt.Errorf("stop the queue: %w", err)
	}
	return nil
}

// Unfinished implements [Queue].
func (q *sqliteQueue) Unfinished(ctx context.Context, target Target) (bool, error) {
	var n int
	if err := q.store.Reader().QueryRowContext(ctx, `SELECT count(*) FROM targets WHERE key = ? AND done < wanted`, target.Key()).Scan(&n); err != nil {
		return false, fmt.Errorf("ask whether %s is done: %w", target.Key(), err)
	}
	return n > 0, nil
}

// Waiting implements [Queue].
func (q *sqliteQueue) Waiting(ctx context.Context) (int, error) {
	var n int
	if err := q.store.Reader().QueryRowContext(ctx, `SELECT count(*) FROM targets WHERE done < wanted`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count what waits: %w", err)
	}
	return n, nil
}
