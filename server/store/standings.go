package store

import (
	"context"
	"fmt"
	"strings"
)

// Standing is a pull request or merge group for which the check of its head is green, or may be.
type Standing struct {
	Head, Name string // of the check
	Number     int    // pull request; 0 for a merge group
	Basis      string // what was judged, and by what; empty where that is not known
	HeadRef    string // the merge group's branch
}

// Standings returns who stands behind the check of a commit.
func (s *Store) Standings(ctx context.Context, repository, head, name string) ([]Standing, error) {
	return s.standings(ctx, `WHERE repository = ? AND head = ? AND name = ? ORDER BY number`, repository, head, name)
}

// StandingsOf returns where a pull request stands behind a check; of number 0 where merge groups do.
func (s *Store) StandingsOf(ctx context.Context, repository string, number int) ([]Standing, error) {
	return s.standings(ctx, `WHERE repository = ? AND number = ?`, repository, number)
}

func (s *Store) standings(ctx context.Context, where string, arguments ...any) ([]Standing, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT head, name, number, basis, head_ref FROM standings `+where, arguments...)
	if err != nil {
		return nil, fmt.Errorf("read who stands behind a check: %w", err)
	}
	defer rows.Close()
	var all []Standing
	for rows.Next() {
		var one Standing
		if err := rows.Scan(&one.Head, &one.Name, &one.Number, &one.Basis, &one.HeadRef); err != nil {
			return nil, fmt.Errorf("read who stands behind a check: %w", err)
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// StandingPulls returns the pull requests that stand behind a check.
func (s *Store) StandingPulls(ctx context.Context, repository string) ([]int, error) {
	return s.standingPulls(ctx, ``, repository)
}

// StandingPullsOf returns the pull requests that stand behind a check of the given name.
func (s *Store) StandingPullsOf(ctx context.Context, repository, name string) ([]int, error) {
	return s.standingPulls(ctx, `AND name = ?`, repository, name)
}

func (s *Store) standingPulls(ctx context.Context, and string, arguments ...any) ([]int, error) {
	return column[int](ctx, s, "green pull requests",
		`SELECT DISTINCT number FROM standings WHERE repository = ? AND number > 0 `+and+` ORDER BY number`, arguments...)
}

// OpenStandings returns, by repository, the pull requests that stand behind a check and were not seen to be closed,
// whose mark ends with the given word.
func (s *Store) OpenStandings(ctx context.Context, closed string) (map[string][]int, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT DISTINCT repository, number, coalesce(seen, '') FROM standings LEFT JOIN pulls USING (repository, number)
		WHERE number > 0 ORDER BY repository, number`)
	if err != nil {
		return nil, fmt.Errorf("read the green pull requests: %w", err)
	}
	defer rows.Close()
	numbers := map[string][]int{}
	for rows.Next() {
		var repository, seen string
		var number int
		if err := rows.Scan(&repository, &number, &seen); err != nil {
			return nil, fmt.Errorf("read the green pull requests: %w", err)
		}
		if !strings.HasSuffix(seen, " "+closed) {
			numbers[repository] = append(numbers[repository], number)
		}
	}
	return numbers, rows.Err()
}

// Stand records that a pull request or merge group stands behind a check.
func (s *Store) Stand(ctx context.Context, repository string, one Standing) error {
	return s.exec(ctx, `INSERT INTO standings (repository, head, name, number, basis, head_ref) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (repository, head, name, number) DO UPDATE SET basis = excluded.basis, head_ref = excluded.head_ref`,
		repository, one.Head, one.Name, one.Number, one.Basis, one.HeadRef)
}

// Leave records that a pull request or merge group stands behind a check no more.
func (s *Store) Leave(ctx context.Context, repository, head, name string, number int) error {
	return s.exec(ctx, `DELETE FROM standings WHERE repository = ? AND head = ? AND name = ? AND number = ?`, repository, head, name, number)
}
