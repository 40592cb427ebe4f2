// Package store keeps what must outlive the process: the inbox of deliveries, judgements of files,
// git objects, decisions, and what was published on GitHub. It is one embedded SQLite database.
//
// Values come in and go out; the package asks no one anything and decides nothing.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// InMemory as a path gives a database that lives only as long as the store.
const InMemory = ":memory:"

// Store is an open database. It is safe for concurrent use.
type Store struct {
	// write has exactly one connection: SQLite has one writer at a time, and waiting for a
	// connection is fair and cheap where waiting for a file lock is neither.
	write *sql.DB
	read  *sql.DB

	unlock    func() error
	temporary string // folder to remove on Close
	now       func() time.Time
}

// Open opens or creates the database at path and brings its schema up to date. It takes an
// exclusive lock that is held until Close: a second server on the same file is refused, because
// both would run the same jobs.
func Open(ctx context.Context, path string) (*Store, error) {
	s := &Store{now: time.Now}
	if path == "" || path == InMemory {
		folder, err := os.MkdirTemp("", "sekisho-*")
		if err != nil {
			return nil, fmt.Errorf("create a folder for the temporary database: %w", err)
		}
		s.temporary = folder
		path = filepath.Join(folder, "sekisho.db")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, errors.Join(fmt.Errorf("create the database's folder: %w", err), s.Close())
	}
	unlock, err := lock(path + ".lock")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock database %s: %w; is another sekisho running on it?", path, err), s.Close())
	}
	s.unlock = unlock

	// synchronous=FULL: a delivery that was acknowledged is on the disk.
	s.write, err = open(ctx, path, 1, "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := migrate(ctx, s.write); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate database %s: %w", path, err), s.Close())
	}
	s.read, err = open(ctx, path, 8, "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func open(ctx context.Context, path string, connections int, options string) (*sql.DB, error) {
	// The first part of a relative path would be read as a host.
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	dsn := (&url.URL{Scheme: "file", Path: absolute}).String() +
		"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&" + options
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), db.Close())
	}
	return db, nil
}

// migrate applies the embedded files that the database has not seen, in the order of their names,
// each in its own transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY NOT NULL)`); err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		if err := apply(ctx, db, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func apply(ctx context.Context, db *sql.DB, name string) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	result, err := tx.ExecContext(ctx, `INSERT INTO migrations (name) VALUES (?) ON CONFLICT DO NOTHING`, filepath.Base(name))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	return tx.Commit()
}

// Close closes the database and gives up its lock.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.unlock != nil {
		errs = append(errs, s.unlock())
		s.unlock = nil
	}
	if s.temporary != "" {
		errs = append(errs, os.RemoveAll(s.temporary))
	}
	return errors.Join(errs...)
}

// Writer is the pool of the one connection that writes. The queue keeps its own tables through it,
// so that a delivery and its job are written in one transaction.
func (s *Store) Writer() *sql.DB { return s.write }

// Reader is the pool of connections that only read.
func (s *Store) Reader() *sql.DB { return s.read }

// Write runs f in a transaction that is committed when f returns nil.
func (s *Store) Write(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}

// Now is the time in the form the schema keeps it: unix milliseconds.
func (s *Store) Now() int64 { return s.now().UnixMilli() }

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.read.QueryRowContext(ctx, `SELECT 1`).Scan(&one)
}

// Prune forgets finished deliveries, remembered judgements and git objects that are older than the
// given time. Decisions stay: they are the record.
func (s *Store) Prune(ctx context.Context, before time.Time) error {
	limit := before.UnixMilli()
	return s.Write(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			`DELETE FROM deliveries WHERE received_at < ? AND NOT EXISTS (
			   SELECT 1 FROM delivery_targets AS d JOIN targets AS t ON t.key = d.target
			   WHERE d.delivery = deliveries.id AND t.done < d.generation)`,
			`DELETE FROM judgements WHERE created_at < ?`,
			`DELETE FROM objects WHERE created_at < ?`,
		} {
			if _, err := tx.ExecContext(ctx, statement, limit); err != nil {
				return fmt.Errorf("prune: %w", err)
			}
		}
		return nil
	})
}
