package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ObjectKind is the kind of a remembered git object.
type ObjectKind string

// The kinds.
const (
	Blob   ObjectKind = "blob"
	Tree   ObjectKind = "tree"
	Commit ObjectKind = "commit"
)

// Object is a git object to remember: its content never changes, so neither does this.
type Object struct {
	Repository string
	Kind       ObjectKind
	SHA        string
	Body       []byte
}

// Object returns a remembered object's body, or false when it is not remembered.
func (s *Store) Object(ctx context.Context, repository string, kind ObjectKind, sha string) ([]byte, bool, error) {
	var body []byte
	err := s.read.QueryRowContext(ctx, `SELECT body FROM objects WHERE repository = ? AND kind = ? AND sha = ?`,
		repository, kind, sha).Scan(&body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read %s %s: %w", kind, sha, err)
	}
	return body, true, nil
}

// PutObjects remembers objects in one transaction.
func (s *Store) PutObjects(ctx context.Context, objects ...Object) error {
	if len(objects) == 0 {
		return nil
	}
	return s.Write(ctx, func(tx *sql.Tx) error {
		for _, o := range objects {
			body := o.Body
			if body == nil {
				body = []byte{}
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO objects (repository, kind, sha, body, created_at) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET body = excluded.body WHERE body <> excluded.body`, o.Repository, o.Kind, o.SHA, body, s.Now()); err != nil {
				return fmt.Errorf("remember %s %s: %w", o.Kind, o.SHA, err)
			}
		}
		return nil
	})
}
