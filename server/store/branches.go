package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/sekisho/sekisho/policy/decision"
)

// Tip returns the commit of a branch that was looked over last, or false.
func (s *Store) Tip(ctx context.Context, repository, branch string) (string, bool, error) {
	var tip string
	err := s.read.QueryRowContext(ctx, `SELECT tip FROM branches WHERE repository = ? AND branch = ?`, repository, branch).Scan(&tip)
	return found(tip, err, "tip of a branch")
}

// MoveTip records that a branch was looked over at a commit, where it was last looked over at another, which is
// empty for never. It returns false when it was looked over at a third meanwhile.
func (s *Store) MoveTip(ctx context.Context, repository, branch, from, to string) (moved bool, err error) {
	err = s.Write(ctx, func(tx *sql.Tx) error {
		var result sql.Result
		if from == "" {
			result, err = tx.ExecContext(ctx, `INSERT INTO branches (repository, branch, tip) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
				repository, branch, to)
		} else {
			result, err = tx.ExecContext(ctx, `UPDATE branches SET tip = ? WHERE repository = ? AND branch = ? AND tip = ?`,
				to, repository, branch, from)
		}
		if err != nil {
			return fmt.Errorf("record that %s was looked over: %w", branch, err)
		}
		n, err := result.RowsAffected()
		moved = n == 1
		return err
	})
	return moved, err
}

// OfTree returns the newest record of a merge result's tree on a commit of a base branch, or nil when there is none.
func (s *Store) OfTree(ctx context.Context, repository, base, commit, tree string) (*Record, error) {
	return s.record(ctx, `SELECT id, body FROM decisions WHERE repository = ? AND base = ? AND merge_tree = ? AND base_sha = ?
		ORDER BY id DESC LIMIT 1`, repository, base, tree, commit)
}

// Approved returns the newest record of each pull request into a base branch, of those that are green because
// somebody approved them: at most the given number, the newest first.
func (s *Store) Approved(ctx context.Context, repository, base string, most int) ([]*Record, error) {
	ids, err := column[int64](ctx, s, "stored decisions", `SELECT max(id) FROM decisions WHERE repository = ? AND number > 0
		GROUP BY number ORDER BY max(id) DESC`, repository)
	if err != nil {
		return nil, err
	}
	var records []*Record
	for _, id := range ids {
		record, err := s.record(ctx, `SELECT id, body FROM decisions WHERE id = ? AND base = ? AND conclusion = ? AND verdict <> ?`,
			id, base, string(decision.Success), string(decision.Allow))
		if err != nil {
			return nil, err
		}
		if record == nil {
			continue
		}
		if records = append(records, record); len(records) == most {
			break
		}
	}
	return records, nil
}
