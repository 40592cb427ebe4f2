package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/decision"
)

func openTest(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOpenRefusesASecondServerOnTheSameDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "sekisho.db")
	first := openTest(t, path)
	if _, err := Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), "another sekisho") {
		t.Fatalf("second Open = %v, want a refusal that names the reason", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openTest(t, path) // and the lock is free again
}

// The default of SEKISHO_DATABASE is a name without a folder.
func TestOpenTakesARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"sekisho.db", filepath.Join("a folder", "sekisho.db"), "./100%?#.db"} {
		openTest(t, path)
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s is not where it was asked for: %v", path, err)
		}
	}
}

func TestWhatWasWrittenOutlivesTheStore(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sekisho.db")
	s := openTest(t, path)
	memory, err := NewJudgements(s, "build")
	if err != nil {
		t.Fatal(err)
	}
	want := &decision.FileResult{Path: "dags/a.py", Verdict: decision.Deny,
		Findings: []decision.Finding{{Rule: "TEN001", Path: "dags/a.py", Identity: "x"}}}
	memory.Put("key", want)
	if err := memory.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	record := &Record{Repository: "acme/x", Number: 7, Base: "main", Head: "abc",
		Decision: &decision.Decision{Verdict: decision.Deny, PolicyDigest: "9f2e"},
		Gate:     decision.Gate{Conclusion: decision.Failure, Reason: "denied"}, EvaluatedAt: time.UnixMilli(1000).UTC()}
	if _, err := s.Save(ctx, record); err != nil {
		t.Fatal(err)
	}
	check := CheckRun{ID: 4, Completed: true, Digest: "d", Annotations: "a"}
	if err := s.PutCheckRun(ctx, "acme/x", "abc", "sekisho/main", check); err != nil {
		t.Fatal(err)
	}
	if err := s.PutObjects(ctx, Object{"acme/x", Blob, "e69de29", nil}); err != nil {
		t.Fatal(err)
	}
	s.Close()

	s = openTest(t, path)
	memory, err = NewJudgements(s, "build")
	if err != nil {
		t.Fatal(err)
	}
	got, ok := memory.Get("key")
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("judgement differs:\n%s", diff)
	}
	if _, ok := memory.Get("another key"); ok {
		t.Error("a judgement is remembered that was never put")
	}
	latest, err := s.LatestForHead(ctx, "acme/x", 7, "main", "abc")
	if err != nil {
		t.Fatal(err)
	}
	record.ID = latest.ID
	if diff := cmp.Diff(record, latest); diff != "" {
		t.Errorf("record differs:\n%s", diff)
	}
	later := *record
	later.ID, later.EvaluatedAt = 0, record.EvaluatedAt.Add(time.Hour)
	if !latest.Says(&later) {
		t.Error("a record that was read does not say what it says")
	}
	if later.Gate.Reason = "another"; latest.Says(&later) {
		t.Error("records of two reasons say the same")
	}
	if other, err := s.LatestForHead(ctx, "acme/x", 7, "develop", "abc"); err != nil || other != nil {
		t.Errorf("record of another base = %v, %v; want none", other, err)
	}
	if got, ok, err := s.CheckRun(ctx, "acme/x", "abc", "sekisho/main"); err != nil || !ok || got != check {
		t.Errorf("check run = %v, %v, %v", got, ok, err)
	}
	if _, ok, _ := s.CheckRun(ctx, "acme/x", "abc", "sekisho/develop"); ok {
		t.Error("the check run of one base is found for another")
	}
	if body, ok, err := s.Object(ctx, "acme/x", Blob, "e69de29"); err != nil || !ok || len(body) != 0 {
		t.Errorf("object = %q, %v, %v; want an empty one", body, ok, err)
	}
	if _, ok, _ := s.Object(ctx, "acme/y", Blob, "e69de29"); ok {
		t.Error("an object of one repository is found in another")
	}
}

func TestADamagedJudgementIsNotRemembered(t *testing.T) {
	s := openTest(t, InMemory)
	for key, body := range map[string]string{"cut": `{"path":"a`, "empty": `{}`, "other": `[]`} {
		if _, err := s.Writer().Exec(`INSERT INTO judgements VALUES (?, ?, 0)`, "build:"+key, body); err != nil {
			t.Fatal(err)
		}
	}
	memory, err := NewJudgements(s, "build")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"cut", "empty", "other"} {
		if got, ok := memory.Get(key); ok {
			t.Errorf("Get(%s) = %v, want nothing", key, got)
		}
	}
}

func TestAnotherBuildRemembersNothingOfThis(t *testing.T) {
	s := openTest(t, InMemory)
	for _, build := range []string{"old", "new"} {
		want := build == "old"
		memory, err := NewJudgements(s, build)
		if err != nil {
			t.Fatal(err)
		}
		if build == "old" {
			memory.Put("key", &decision.FileResult{Verdict: decision.Allow})
			if err := memory.Flush(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok := memory.Get("key"); ok != want {
			t.Errorf("build %s remembers: %v, want %v", build, ok, want)
		}
	}
}

func TestPruneKeepsUnfinishedDeliveriesAndDecisions(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, InMemory)
	for _, statement := range []string{
		`INSERT INTO targets VALUES ('a', '{}', 2, 1, 0, '', 0)`,
		`INSERT INTO deliveries VALUES ('finished', 'push', '', '', 0), ('unfinished', 'push', '', '', 0)`,
		`INSERT INTO delivery_targets VALUES ('finished', 'a', 1), ('unfinished', 'a', 2)`,
	} {
		if _, err := s.Writer().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Save(ctx, &Record{Repository: "acme/x", Number: 1}); err != nil {
		t.Fatal(err)
	}
	if err := s.Prune(ctx, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	var id string
	if err := s.Reader().QueryRow(`SELECT group_concat(id) FROM deliveries`).Scan(&id); err != nil || id != "unfinished" {
		t.Errorf("left deliveries: %q, %v", id, err)
	}
	if r, err := s.Latest(ctx, "acme/x", 1); err != nil || r == nil {
		t.Errorf("the decision was pruned: %v, %v", r, err)
	}
}

// Since when a pull request has had its base branch never goes back, whoever says it first.
func TestSinceWhenABaseIsThatOfAPullRequest(t *testing.T) {
	s := openTest(t, InMemory)
	at := func(minute int) time.Time { return time.Date(2026, 11, 28, 10, minute, 0, 0, time.UTC) }
	retarget := func(minute int) {
		t.Helper()
		if err := s.Write(t.Context(), func(tx *sql.Tx) error { return s.Retargeted(t.Context(), tx, "acme/x", 1, at(minute)) }); err != nil {
			t.Fatal(err)
		}
	}
	put := func(base string, minute int, want time.Time) {
		t.Helper()
		if got, err := s.PutBase(t.Context(), "acme/x", 1, base, at(minute)); err != nil || !got.Equal(want) {
			t.Errorf("PutBase = %v, %v; want %v", got, err, want)
		}
	}
	retarget(5) // the webhook comes before the first evaluation
	put("main", 3, at(5).Add(time.Second))
	put("main", 8, at(8))
	retarget(9)
	base, since, ok, err := s.Base(t.Context(), "acme/x", 1)
	if want := at(9).Add(time.Second); err != nil || !ok || base != "main" || !since.Equal(want) {
		t.Errorf("Base = %q %v %v %v, want main since %v", base, since, ok, err, want)
	}
	retarget(2) // one that was late
	put("develop", 4, at(9).Add(time.Second))
}

// What was green when the database knew one pull request for each check is not forgotten.
func TestGreensOfAnOlderDatabaseStand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := open(t.Context(), path, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	statements := []string{`CREATE TABLE migrations (name TEXT PRIMARY KEY NOT NULL)`}
	for _, name := range []string{"0001_first.sql", "0002_contents.sql", "0003_branches.sql", "0004_greens.sql", "0005_summaries.sql"} {
		text, err := migrations.ReadFile("migrations/" + name)
		if err != nil {
			t.Fatal(err)
		}
		statements = append(statements, string(text), `INSERT INTO migrations (name) VALUES ('`+name+`')`)
	}
	statements = append(statements, `INSERT INTO check_runs (repository, head, name, id, completed, digest, annotations, number, green) VALUES
		('acme/x', 'abc', 'sekisho/main', 4, 1, 'd', 'a', 7, 1), ('acme/x', 'def', 'sekisho/main', 5, 0, 'd', 'a', 8, 0)`)
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := openTest(t, path)
	if pulls, err := s.StandingPulls(t.Context(), "acme/x"); err != nil || len(pulls) != 1 || pulls[0] != 7 {
		t.Errorf("green pull requests: %v, %v; want #7", pulls, err)
	}
	want := []Standing{{Head: "abc", Name: "sekisho/main", Number: 7}}
	if got, err := s.Standings(t.Context(), "acme/x", "abc", "sekisho/main"); err != nil || !cmp.Equal(got, want) {
		t.Errorf("who stands behind the check: %v, %v; want %v", got, err, want)
	}
	if run, ok, err := s.CheckRun(t.Context(), "acme/x", "def", "sekisho/main"); err != nil || !ok || run.ID != 5 || run.Number != 8 {
		t.Errorf("check run: %+v, %v, %v", run, ok, err)
	}
}

func TestPullRequestsWithApprovals(t *testing.T) {
	s := openTest(t, InMemory)
	approvals := []decision.ApprovalJudgement{{Login: "sam", Reason: "counted", Counted: true}}
	for _, r := range []Record{
		{Repository: "acme/x", Number: 1, Gate: decision.Gate{Approvals: approvals}},
		{Repository: "acme/x", Number: 2, Gate: decision.Gate{Approvals: approvals}},
		{Repository: "acme/x", Number: 2}, // withdrawn
		{Repository: "acme/x", Number: 3, Gate: decision.Gate{Approvals: []decision.ApprovalJudgement{}}},
		{Repository: "acme/x", Number: 4, Gate: decision.Gate{Approvals: approvals}}, // closed
		{Repository: "acme/x", Number: 5},
		{Repository: "acme/x", Number: 5, Gate: decision.Gate{Approvals: approvals}},
		{Repository: "acme/x", Number: 0, Gate: decision.Gate{Approvals: approvals}},
		{Repository: "acme/y", Number: 6, Gate: decision.Gate{Approvals: approvals}},
	} {
		if _, err := s.Save(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
	}
	for number, seen := range map[int]string{1: "abc main", 4: "abc main closed"} {
		if err := s.PutSeen(t.Context(), "acme/x", number, seen); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.WithApprovals(t.Context(), "acme/x", "closed")
	if want := []int{1, 5}; err != nil || !cmp.Equal(got, want) {
		t.Errorf("with approvals: %v, %v; want %v", got, err, want)
	}
}

// A replay takes minutes, beside a server that writes: what it reads must not keep the log of writes from being taken in.
func TestReadingTheNewestHoldsUpNoWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sekisho.db")
	s := openTest(t, path)
	save := func(number int) {
		t.Helper()
		if _, err := s.Save(t.Context(), &Record{Repository: "acme/x", Number: number, Decision: &decision.Decision{Verdict: decision.Allow}}); err != nil {
			t.Fatal(err)
		}
	}
	save(1)
	save(2)
	reading, err := OpenReading(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	var numbers []int
	err = reading.EachNewest(t.Context(), time.Time{}, func(r *Record) error {
		numbers = append(numbers, r.Number)
		save(3)
		var busy, frames, taken int
		if err := s.Writer().QueryRow(`PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &frames, &taken); err != nil {
			return err
		}
		if taken != frames {
			t.Errorf("%d of %d pages of the log were taken in", taken, frames)
		}
		return nil
	})
	if want := []int{1, 2}; err != nil || !cmp.Equal(numbers, want) {
		t.Errorf("newest: %v, %v; want %v", numbers, err, want)
	}
}
