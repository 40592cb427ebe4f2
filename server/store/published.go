package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// CheckRun is a check run as it was last published.
type CheckRun struct {
	ID          int64
	Completed   bool
	Digest      string // of everything it says
	Annotations string // digest of its annotations alone
	Number      int    // of the pull request that it was published for; 0 for none
}

// CheckRun returns what was published under a name on a commit, or false.
func (s *Store) CheckRun(ctx context.Context, repository, head, name string) (CheckRun, bool, error) {
	var c CheckRun
	err := s.read.QueryRowContext(ctx, `SELECT id, completed, digest, annotations, number FROM check_runs
		WHERE repository = ? AND head = ? AND name = ?`, repository, head, name).
		Scan(&c.ID, &c.Completed, &c.Digest, &c.Annotations, &c.Number)
	return found(c, err, "check run")
}

// PutCheckRun records a published check run.
func (s *Store) PutCheckRun(ctx context.Context, repository, head, name string, c CheckRun) error {
	return s.exec(ctx, `INSERT INTO check_runs (repository, head, name, id, completed, digest, annotations, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (repository, head, name) DO UPDATE SET id = excluded.id, completed = excluded.completed,
		digest = excluded.digest, annotations = excluded.annotations, number = excluded.number`,
		repository, head, name, c.ID, c.Completed, c.Digest, c.Annotations, c.Number)
}

// Summary is the pull request's summary comment as it was last published.
type Summary struct {
	Comment int64
	Digest  string // of what was written
	Shown   string // digest of what GitHub answered that it shows; empty where it is not known
}

// Summary returns the pull request's summary comment, or false.
func (s *Store) Summary(ctx context.Context, repository string, number int) (Summary, bool, error) {
	var c Summary
	err := s.read.QueryRowContext(ctx, `SELECT comment, digest, shown FROM summaries WHERE repository = ? AND number = ?`,
		repository, number).Scan(&c.Comment, &c.Digest, &c.Shown)
	return found(c, err, "summary comment")
}

// PutSummary records a published summary comment.
func (s *Store) PutSummary(ctx context.Context, repository string, number int, c Summary) error {
	return s.exec(ctx, `INSERT INTO summaries (repository, number, comment, digest, shown) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (repository, number) DO UPDATE SET comment = excluded.comment, digest = excluded.digest, shown = excluded.shown`,
		repository, number, c.Comment, c.Digest, c.Shown)
}

// InlineComments returns the identities of the findings that were commented on, and whether each
// thread is still open.
func (s *Store) InlineComments(ctx context.Context, repository string, number int) (map[string]bool, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT identity, open FROM inline_comments WHERE repository = ? AND number = ?`,
		repository, number)
	if err != nil {
		return nil, fmt.Errorf("read inline comments: %w", err)
	}
	defer rows.Close()
	identities := map[string]bool{}
	for rows.Next() {
		var identity string
		var open bool
		if err := rows.Scan(&identity, &open); err != nil {
			return nil, fmt.Errorf("read inline comments: %w", err)
		}
		identities[identity] = open
	}
	return identities, rows.Err()
}

// PutInlineComments records for each identity whether its thread is open.
func (s *Store) PutInlineComments(ctx context.Context, repository string, number int, identities map[string]bool) error {
	if len(identities) == 0 {
		return nil
	}
	return s.Write(ctx, func(tx *sql.Tx) error {
		for identity, open := range identities {
			if _, err := tx.ExecContext(ctx, `INSERT INTO inline_comments (repository, number, identity, open) VALUES (?, ?, ?, ?)
				ON CONFLICT (repository, number, identity) DO UPDATE SET open = excluded.open`,
				repository, number, identity, open); err != nil {
				return fmt.Errorf("record inline comment: %w", err)
			}
		}
		return nil
	})
}

// Seen returns what the last finished evaluation of each pull request had seen.
func (s *Store) Seen(ctx context.Context, repository string) (map[int]string, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT number, seen FROM pulls WHERE repository = ?`, repository)
	if err != nil {
		return nil, fmt.Errorf("read what was seen of %s: %w", repository, err)
	}
	defer rows.Close()
	seen := map[int]string{}
	for rows.Next() {
		var number int
		var value string
		if err := rows.Scan(&number, &value); err != nil {
			return nil, fmt.Errorf("read what was seen of %s: %w", repository, err)
		}
		seen[number] = value
	}
	return seen, rows.Err()
}

// PutSeen records what a finished evaluation had seen of a pull request.
func (s *Store) PutSeen(ctx context.Context, repository string, number int, seen string) error {
	return s.exec(ctx, `INSERT INTO pulls (repository, number, seen, evaluated_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (repository, number) DO UPDATE SET seen = excluded.seen, evaluated_at = excluded.evaluated_at`,
		repository, number, seen, s.Now())
}

// Base returns the base branch that a pull request was last seen with, and since when; false when it
// was never seen.
func (s *Store) Base(ctx context.Context, repository string, number int) (base string, since time.Time, ok bool, err error) {
	var millis int64
	err = s.read.QueryRowContext(ctx, `SELECT base, since FROM bases WHERE repository = ? AND number = ?`, repository, number).Scan(&base, &millis)
	base, ok, err = found(base, err, "base branch")
	return base, time.UnixMilli(millis).UTC(), ok, err
}

// PutBase records since when a pull request has had a base branch, and returns the time that counts: it never
// goes back.
func (s *Store) PutBase(ctx context.Context, repository string, number int, base string, since time.Time) (time.Time, error) {
	var millis int64
	err := s.Write(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO bases (repository, number, base, since) VALUES (?, ?, ?, ?)
			ON CONFLICT (repository, number) DO UPDATE SET base = excluded.base, since = max(since, excluded.since) RETURNING since`,
			repository, number, base, since.UnixMilli()).Scan(&millis)
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("record the base branch of #%d: %w", number, err)
	}
	return time.UnixMilli(millis).UTC(), nil
}

// Retargeted records that a pull request got another base branch, whichever, at a time.
func (s *Store) Retargeted(ctx context.Context, tx *sql.Tx, repository string, number int, at time.Time) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO bases (repository, number, base, since) VALUES (?, ?, '', ?)
		ON CONFLICT (repository, number) DO UPDATE SET since = max(since, excluded.since)`,
		repository, number, at.Add(time.Second).UnixMilli()); err != nil {
		return fmt.Errorf("record that #%d got another base branch: %w", number, err)
	}
	return nil
}

// Content returns what the head of a pull request came to when it was last evaluated, and since when; false
// when that head was never seen. A time of zero means since it was first seen.
func (s *Store) Content(ctx context.Context, repository string, number int, head string) (content string, since time.Time, ok bool, err error) {
	var millis int64
	err = s.read.QueryRowContext(ctx, `SELECT content, since FROM contents WHERE repository = ? AND number = ? AND head = ?`,
		repository, number, head).Scan(&content, &millis)
	content, ok, err = found(content, err, "content")
	if millis != 0 {
		since = time.UnixMilli(millis).UTC()
	}
	return content, since, ok, err
}

// PutContent records since when the head of a pull request has come to some content.
func (s *Store) PutContent(ctx context.Context, repository string, number int, head, content string, since time.Time) error {
	var millis int64
	if !since.IsZero() {
		millis = since.UnixMilli()
	}
	return s.exec(ctx, `INSERT INTO contents (repository, number, head, content, since) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (repository, number, head) DO UPDATE SET content = excluded.content, since = excluded.since`,
		repository, number, head, content, millis)
}

func (s *Store) exec(ctx context.Context, statement string, arguments ...any) error {
	return s.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, statement, arguments...); err != nil {
			return fmt.Errorf("record what was published: %w", err)
		}
		return nil
	})
}

func found[T any](value T, err error, what string) (T, bool, error) {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return value, false, nil
	case err != nil:
		return value, false, fmt.Errorf("read the published %s: %w", what, err)
	}
	return value, true, nil
}
