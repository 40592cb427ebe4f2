package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// OpenReading opens a database only to read it, beside a server that may be running on it. Nothing is created or
// brought up to date: a database of another version is refused.
func OpenReading(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s := &Store{now: time.Now}
	var err error
	if s.read, err = open(ctx, path, 4, "mode=rw&_pragma=query_only(1)"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.checkVersion(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), s.Close())
	}
	return s, nil
}

// checkVersion compares the migrations that the database has seen with the embedded ones.
func (s *Store) checkVersion(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var applied int
	if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM migrations`).Scan(&applied); err != nil {
		return fmt.Errorf("it is not a database of sekisho: %w", err)
	}
	for _, name := range names {
		var one int
		if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM migrations WHERE name = ?`, filepath.Base(name)).Scan(&one); err != nil {
			return err
		}
		applied -= one
		if one == 0 {
			return errors.New("it is of an older sekisho; run the server on it once, or the sekisho that wrote it")
		}
	}
	if applied > 0 {
		return errors.New("it is of a newer sekisho; use that one")
	}
	return nil
}

// EachNewest calls do with the newest record of each pull request that was evaluated after a time and whose content
// was judged, the oldest first.
func (s *Store) EachNewest(ctx context.Context, after time.Time, do func(*Record) error) error {
	// The rows are not read while do works on them: what a query still reads, the server cannot take out of its log.
	ids, err := column[int64](ctx, s, "stored decisions", `SELECT id FROM decisions WHERE verdict <> '' AND evaluated_at >= ? AND id IN
		(SELECT max(id) FROM decisions WHERE number > 0 AND verdict <> '' GROUP BY repository, number) ORDER BY id`, after.UnixMilli())
	if err != nil {
		return err
	}
	for _, id := range ids {
		record, err := s.record(ctx, `SELECT id, body FROM decisions WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if record == nil || record.Decision == nil {
			continue
		}
		if err := do(record); err != nil {
			return err
		}
	}
	return nil
}

// column reads the only column of what a query gives.
func column[T any](ctx context.Context, s *Store, what, query string, arguments ...any) ([]T, error) {
	rows, err := s.read.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, fmt.Errorf("read the %s: %w", what, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(&one); err != nil {
			return nil, fmt.Errorf("read the %s: %w", what, err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the %s: %w", what, err)
	}
	return all, nil
}
