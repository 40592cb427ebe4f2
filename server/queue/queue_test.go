package queue

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/store"
)

// fakeRunner records what it was asked to run; do says what becomes of it.
type fakeRunner struct {
	mu      sync.Mutex
	running map[string]int
	runs    []Target
	overlap bool
	do      func(ctx context.Context, n int, target Target, attempt Attempt) error
}

func (r *fakeRunner) Run(ctx context.Context, target Target, attempt Attempt) error {
	r.mu.Lock()
	if r.running == nil {
		r.running = map[string]int{}
	}
	r.running[target.Key()]++
	r.overlap = r.overlap || r.running[target.Key()] > 1
	r.runs = append(r.runs, target)
	n := len(r.runs)
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.running[target.Key()]--
	}()
	if r.do == nil {
		return nil
	}
	return r.do(ctx, n, target, attempt)
}

func (r *fakeRunner) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.runs)
}

func openTest(t *testing.T, path string, runner Runner) (Queue, *store.Store) {
	t.Helper()
	s, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	q, err := Open(context.Background(), s, runner, Options{
		Backoff: 10 * time.Millisecond, MaxBackoff: 40 * time.Millisecond, MaxAttempts: 4,
		Logger: zerolog.New(zerolog.NewTestWriter(t)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return q, s
}

func start(t *testing.T, q Queue) {
	t.Helper()
	if err := q.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		q.Stop(ctx)
	})
}

func accept(t *testing.T, q Queue, id string, targets ...Target) bool {
	t.Helper()
	fresh, err := q.Accept(context.Background(), Delivery{ID: id, Event: "pull_request", Targets: targets})
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

func settle(t *testing.T, q Queue) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if n, err := q.Waiting(context.Background()); err != nil {
			t.Fatal(err)
		} else if n == 0 {
			return
		}
	}
	rows, err := q.(*sqliteQueue).store.Reader().Query(`SELECT key, wanted, done, last_error FROM targets`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, wanted, done, last any
		rows.Scan(&key, &wanted, &done, &last)
		t.Log("target:", key, "wanted:", wanted, "done:", done, "last error:", last)
	}
	rows, err = q.(*sqliteQueue).store.Reader().Query(`SELECT id, state, attempt, scheduled_at, json(args) FROM river_job`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, state, attempt, at, args any
		rows.Scan(&id, &state, &attempt, &at, &args)
		t.Log("job:", id, state, attempt, at, args)
	}
	t.Fatal("the queue did not settle")
}

func pull(n int) Target { return Target{Kind: PullRequest, Repository: "acme/dags", Number: n} }

func TestADeliveryRunsItsTargetsOnce(t *testing.T) {
	runner := &fakeRunner{}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	if !accept(t, q, "a", pull(1), pull(2)) {
		t.Error("the first delivery is not fresh")
	}
	settle(t, q)
	if accept(t, q, "a", pull(1), pull(2)) {
		t.Error("the duplicate is fresh")
	}
	time.Sleep(50 * time.Millisecond)
	if got := runner.count(); got != 2 {
		t.Errorf("%d runs, want 2", got)
	}
}

func TestADuplicateDuringAnEvaluationAddsNone(t *testing.T) {
	began, end := make(chan struct{}, 8), make(chan struct{})
	runner := &fakeRunner{do: func(context.Context, int, Target, Attempt) error {
		began <- struct{}{}
		<-end
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	accept(t, q, "a", pull(1))
	<-began
	if accept(t, q, "a", pull(1)) {
		t.Error("the duplicate is fresh")
	}
	close(end)
	settle(t, q)
	if got := runner.count(); got != 1 {
		t.Errorf("%d runs, want 1", got)
	}
}

func TestAPushDuringAnEvaluationIsEvaluated(t *testing.T) {
	began, proceed := make(chan bool), make(chan bool)
	runner := &fakeRunner{do: func(_ context.Context, n int, _ Target, _ Attempt) error {
		if n == 1 {
			began <- true
			<-proceed
		}
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	accept(t, q, "a", pull(1))
	<-began
	accept(t, q, "b", pull(1))
	accept(t, q, "c", pull(1))
	close(proceed)
	settle(t, q)
	if got := runner.count(); got != 2 {
		t.Errorf("%d runs, want 2: one before and one for both later deliveries", got)
	}
	if last := runner.runs[1].Delivery; last != "c" {
		t.Errorf("last run for delivery %q, want c", last)
	}
}

// Somebody asked for a check to run again, and something else happens before it does, also between two tries of it.
func TestARewriteThatIsAskedForIsNotForgotten(t *testing.T) {
	began, proceed := make(chan bool), make(chan bool)
	runner := &fakeRunner{do: func(_ context.Context, n int, _ Target, _ Attempt) error {
		switch n {
		case 1:
			began <- true
			<-proceed
		case 2:
			return errors.New("a hiccup")
		}
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	again := pull(1)
	again.Rewrite = true
	accept(t, q, "a", pull(1))
	<-began
	accept(t, q, "b", again)
	accept(t, q, "c", pull(1))
	close(proceed)
	settle(t, q)
	accept(t, q, "d", pull(1))
	settle(t, q)
	var got []bool
	for _, target := range runner.runs {
		got = append(got, target.Rewrite)
	}
	if want := []bool{false, true, true, false}; !slices.Equal(got, want) {
		t.Errorf("runs that rewrite: %v, want %v", got, want)
	}
}

func TestOneTargetIsNeverEvaluatedTwiceAtATime(t *testing.T) {
	runner := &fakeRunner{do: func(context.Context, int, Target, Attempt) error {
		time.Sleep(3 * time.Millisecond)
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	var wg sync.WaitGroup
	for writer := range 4 {
		wg.Go(func() {
			for i := range 25 {
				if _, err := q.Accept(context.Background(), Delivery{ID: fmt.Sprint(writer, "-", i), Targets: []Target{pull(i % 3)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	settle(t, q)
	if runner.overlap {
		t.Error("one target was evaluated twice at a time")
	}
	t.Logf("100 deliveries about 3 targets became %d evaluations", runner.count())
}

type waitError struct{ error }

func (waitError) RetryAfter() time.Duration { return 30 * time.Millisecond }

func TestAFailedEvaluationIsTriedAgain(t *testing.T) {
	for name, test := range map[string]struct {
		failure  error
		attempts []Attempt
	}{
		"an error counts as an attempt": {errors.New("502"), []Attempt{{1, false}, {2, false}, {3, false}}},
		"a rate limit does not":         {waitError{errors.New("429")}, []Attempt{{1, false}, {1, false}, {1, false}}},
	} {
		t.Run(name, func(t *testing.T) {
			var attempts []Attempt
			runner := &fakeRunner{do: func(_ context.Context, n int, _ Target, a Attempt) error {
				attempts = append(attempts, a)
				if n < 3 {
					return test.failure
				}
				return nil
			}}
			q, _ := openTest(t, store.InMemory, runner)
			start(t, q)
			accept(t, q, "a", pull(1))
			settle(t, q)
			if fmt.Sprint(attempts) != fmt.Sprint(test.attempts) {
				t.Errorf("attempts %v, want %v", attempts, test.attempts)
			}
		})
	}
}

func TestAPanicIsAFailureAndStopsNothing(t *testing.T) {
	runner := &fakeRunner{do: func(_ context.Context, n int, target Target, _ Attempt) error {
		if target.Number == 1 && n < 3 {
			panic("a bad pull request")
		}
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	accept(t, q, "a", pull(1), pull(2))
	settle(t, q)
}

func TestATargetThatWasGivenUpRunsAgainWhenAskedFor(t *testing.T) {
	var mu sync.Mutex
	broken, last := true, false
	runner := &fakeRunner{do: func(_ context.Context, _ int, _ Target, a Attempt) error {
		mu.Lock()
		defer mu.Unlock()
		last = last || a.Last
		if broken {
			return errors.New("broken")
		}
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	accept(t, q, "a", pull(1))
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		mu.Lock()
		done := last
		mu.Unlock()
		if done {
			break
		}
	}
	time.Sleep(50 * time.Millisecond)
	if got := runner.count(); got != 4 {
		t.Fatalf("%d attempts, want 4", got)
	}
	mu.Lock()
	broken = false
	mu.Unlock()
	if accept(t, q, "a") {
		t.Error("a redelivery is fresh")
	}
	settle(t, q)
}

func TestADeliveryDuringTheWaitForARetryRunsAtOnce(t *testing.T) {
	runner := &fakeRunner{do: func(_ context.Context, n int, _ Target, _ Attempt) error {
		if n == 1 {
			return longWait{errors.New("rate limit")}
		}
		return nil
	}}
	q, _ := openTest(t, store.InMemory, runner)
	start(t, q)
	accept(t, q, "a", pull(1))
	for runner.count() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(100 * time.Millisecond)
	accept(t, q, "b", pull(1))
	settle(t, q)
}

type longWait struct{ error }

func (longWait) RetryAfter() time.Duration { return time.Hour }

func TestWhatWasAcceptedOutlivesTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sekisho.db")
	q, s := openTest(t, path, &fakeRunner{})
	accept(t, q, "a", pull(1))
	accept(t, q, "b", pull(2))
	// As a killed process leaves it: a job that runs nowhere.
	if _, err := s.Writer().Exec(`UPDATE river_job SET state = 'running', attempt = 1 WHERE json_extract(args, '$.key') LIKE '% 1'`); err != nil {
		t.Fatal(err)
	}
	s.Close()

	runner := &fakeRunner{}
	q, _ = openTest(t, path, runner)
	began := time.Now()
	start(t, q)
	settle(t, q)
	if got := runner.count(); got != 2 {
		t.Errorf("%d runs after the restart, want 2", got)
	}
	t.Logf("both ran %v after the start", time.Since(began).Round(time.Millisecond))
}

func TestKeysTellTargetsApart(t *testing.T) {
	keys := map[string]Target{}
	for _, target := range []Target{
		pull(1), pull(2),
		{Kind: PullRequest, Repository: "acme/other", Number: 1},
		{Kind: Branch, Repository: "acme/dags", Ref: "main"},
		{Kind: Branch, Repository: "acme/dags", Ref: "1"},
		{Kind: Commit, Repository: "acme/dags", SHA: "1"},
		{Kind: MergeGroup, Repository: "acme/dags", SHA: "1"},
		{Kind: Repository, Repository: "acme/dags"},
	} {
		if other, ok := keys[target.Key()]; ok {
			t.Errorf("%+v and %+v have the same key", target, other)
		}
		keys[target.Key()] = target
	}
	if (Target{Kind: PullRequest, Repository: "Acme/DAGs", Number: 1}).Key() != pull(1).Key() {
		t.Error("a repository's name is the same in any case")
	}
}
