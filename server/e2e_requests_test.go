package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// The limits that the project promises, without requests answered 304.
const (
	maxFirstEvaluation = 10
	maxApproval        = 5
)

func TestRequestBudget(t *testing.T) {
	w := started(t)
	// A first pull request makes the repository's unchanged files known.
	w.open("mate", "first", "main", map[string][]byte{"dags/first.py": good("first")})
	w.settle()

	for name, content := range map[string][]byte{"proved": good("load"), "unproved": unproved("load"), "denied": foreign("load")} {
		w.ResetRequests()
		number, head := w.open("dev", name, "main", map[string][]byte{"dags/" + name + ".py": content})
		w.settle()
		w.printRequests("first evaluation of a one-file pull request, " + name)
		if got := w.counted(); got > maxFirstEvaluation {
			t.Errorf("%s: the first evaluation took %d requests, at most %d are allowed", name, got, maxFirstEvaluation)
		}
		if name != "unproved" {
			continue
		}
		w.ResetRequests()
		w.review(number, "sam", "APPROVE", "")
		w.settle()
		w.printRequests("an approval arrives")
		if got := w.counted(); got > maxApproval {
			t.Errorf("the approval took %d requests, at most %d are allowed", got, maxApproval)
		}
		w.expect(head, "sekisho/main", "success", "Approved by sam")
	}

	t.Run("a known file is changed", func(t *testing.T) {
		w.ResetRequests()
		_, head := w.open("dev", "change", "main", map[string][]byte{"dags/known_3.py": foreign("known_3")})
		w.settle()
		w.printRequests("first evaluation of a one-file pull request that changes a known file")
		w.expect(head, "sekisho/main", "failure", "")
		if got := w.counted(); got > maxFirstEvaluation {
			t.Errorf("the first evaluation took %d requests, at most %d are allowed", got, maxFirstEvaluation)
		}
	})

	t.Run("the base has moved", func(t *testing.T) {
		must(t, w.Merge(dags, 1, "dev"))
		w.settle()
		w.ResetRequests()
		_, head := w.open("dev", "later", "main", map[string][]byte{"dags/later.py": unproved("later")})
		w.settle()
		w.printRequests("first evaluation after a merge into the base")
		w.expect(head, "sekisho/main", "pending", "")
		if got := w.counted(); got > maxFirstEvaluation {
			t.Errorf("the first evaluation took %d requests, at most %d are allowed", got, maxFirstEvaluation)
		}
	})
}

// Whether summaries were edited is looked at of what the pull requests that wait do not need.
func TestTheLookOverLeavesRequests(t *testing.T) {
	t.Parallel()
	w := started(t)
	for _, name := range []string{"one", "two", "three"} {
		w.open("dev", name, "main", map[string][]byte{"dags/" + name + ".py": foreign(name)})
	}
	w.settle()
	w.stop()
	read := func() (n int) {
		for _, r := range w.Requests() {
			if r.Method == http.MethodGet && strings.Contains(r.Path, "/issues/comments/") {
				n++
			}
		}
		return n
	}
	before := read()
	w.start()
	if n := read() - before; n != 3 {
		t.Errorf("%d summaries were read, want 3", n)
	}
	w.stop()
	before = read()
	w.SetLimits(githubtwin.Limits{RatePerHour: w.counted() * 3 / 2}) // less than half are left
	w.start()
	if n := read() - before; n != 1 {
		t.Errorf("%d summaries were read when less than half of the hour's requests were left, want 1", n)
	}
}
