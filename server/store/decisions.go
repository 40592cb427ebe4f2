package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/sekisho/sekisho/policy/decision"
)

// Record is the stored record of one evaluation: what was judged, what came out, and which
// approvals counted.
type Record struct {
	ID         int64  `json:"id"`
	Repository string `json:"repository"`
	Number     int    `json:"number"` // pull request; 0 for a merge group
	Base       string `json:"base"`
	BaseSHA    string `json:"base_sha"`
	Head       string `json:"head"`
	MergeTree  string `json:"merge_tree"`
	// Incomplete says what the content that was judged is known to miss.
	Incomplete string `json:"incomplete,omitempty"`
	// Decision is nil where no content could be judged: a conflict, a repository of no tenant.
	Decision    *decision.Decision  `json:"decision,omitempty"`
	GateInput   *decision.GateInput `json:"gate_input,omitempty"`
	Gate        decision.Gate       `json:"gate"`
	EvaluatedAt time.Time           `json:"evaluated_at"`
}

// Says reports whether two records differ in nothing but when they were made.
func (r *Record) Says(other *Record) bool {
	text := func(r Record) string {
		r.ID, r.EvaluatedAt = 0, time.Time{}
		body, err := json.Marshal(r)
		if err != nil {
			return ""
		}
		return string(body)
	}
	said := text(*r)
	return said != "" && said == text(*other)
}

// Save stores a record and returns its id.
func (s *Store) Save(ctx context.Context, r *Record) (int64, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return 0, fmt.Errorf("store the decision: %w", err)
	}
	var policy, digest, verdict string
	if r.Decision != nil {
		policy, digest, verdict = r.Decision.PolicyDigest, r.Decision.Digest, string(r.Decision.Verdict)
	}
	var id int64
	err = s.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO decisions
			(repository, number, base, base_sha, head, merge_tree, policy, digest, verdict, conclusion, reason, body, evaluated_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			r.Repository, r.Number, r.Base, r.BaseSHA, r.Head, r.MergeTree, policy, digest, verdict,
			r.Gate.Conclusion, r.Gate.Reason, body, r.EvaluatedAt.UnixMilli())
		if err != nil {
			return fmt.Errorf("store the decision: %w", err)
		}
		id, err = result.LastInsertId()
		return err
	})
	return id, err
}

// Latest returns the newest record of a pull request, or nil when there is none.
func (s *Store) Latest(ctx context.Context, repository string, number int) (*Record, error) {
	return s.record(ctx, `SELECT id, body FROM decisions WHERE repository = ? AND number = ? ORDER BY id DESC LIMIT 1`, repository, number)
}

// LatestForHead returns the newest record of a pull request for the given base branch and head
// commit, or nil when there is none.
func (s *Store) LatestForHead(ctx context.Context, repository string, number int, base, head string) (*Record, error) {
	return s.record(ctx, `SELECT id, body FROM decisions WHERE repository = ? AND number = ? AND base = ? AND head = ?
		ORDER BY id DESC LIMIT 1`, repository, number, base, head)
}

// WithApprovals returns the pull requests of a repository on whose newest record somebody had an opinion, but those
// that were seen to be closed, whose mark ends with the given word.
func (s *Store) WithApprovals(ctx context.Context, repository, closed string) ([]int, error) {
	return column[int](ctx, s, "stored decisions", `SELECT number FROM decisions LEFT JOIN pulls USING (repository, number)
		WHERE id IN (SELECT max(id) FROM decisions WHERE repository = ? AND number > 0 GROUP BY number)
		AND coalesce(seen, '') NOT LIKE '% ' || ? AND json_array_length(CAST(body AS TEXT), '$.gate.approvals') > 0 ORDER BY number`, repository, closed)
}

func (s *Store) record(ctx context.Context, query string, arguments ...any) (*Record, error) {
	var id int64
	var body []byte
	err := s.read.QueryRowContext(ctx, query, arguments...).Scan(&id, &body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the stored decision: %w", err)
	}
	record := &Record{}
	if err := json.Unmarshal(body, record); err != nil {
		return nil, fmt.Errorf("read the stored decision %d: %w", id, err)
	}
	record.ID = id
	return record, nil
}
