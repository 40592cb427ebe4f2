package gate

import (
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/server/github"
)

// GitHub is asked for the history of a pull request before an approval counts: once, and again when something happened
// that nobody told of.
func TestTheHistoryIsAskedForWhereItIsNotKnown(t *testing.T) {
	rules, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bases := fakeBases{base: "main", since: noon.Add(-time.Hour)}
	g := New(rules, config, &bases)
	approved, early := sam("approved", "abc"), sam("approved", "abc")
	approved.At, early.At = noon, noon.Add(-2*time.Hour)
	for _, step := range []struct {
		what    string
		opinion github.Opinion
		updated time.Time
		changed time.Time
		doubt   bool
		asked   bool
		want    string
	}{
		{"an approval of another time does not count anyway", early, noon, time.Time{}, false, false, "waits-for-review"},
		{"the first one", approved, noon, time.Time{}, false, true, "approved"},
		{"nothing new", approved, noon, noon, false, false, "approved"},
		{"something that a webhook told of", approved, noon.Add(time.Minute), noon, false, false, "approved"},
		{"a doubt", approved, noon.Add(2 * time.Minute), time.Time{}, true, true, "approved"},
		{"a doubt about what is known", approved, noon.Add(2 * time.Minute), noon, true, false, "approved"},
		{"another base branch meanwhile", approved, noon.Add(3 * time.Minute), noon, true, true, "waits-for-review"},
		{"it stays so", approved, noon.Add(4 * time.Minute), time.Time{}, false, false, "waits-for-review"},
	} {
		if step.doubt {
			g.Doubt(pull.Repository, pull.Number)
		}
		people := &fakePeople{opinions: []github.Opinion{step.opinion}, memberships: map[string]string{"sam": "active"}, changed: step.changed}
		p := *pull
		p.Updated = step.updated
		outcome, err := g.Pull(t.Context(), people, &p, Judged{decision.Review, "one", "t1"})
		if err != nil {
			t.Fatal(err)
		}
		if asked := strings.Contains(strings.Join(people.asked, " "), "base"); asked != step.asked || outcome.Gate.Reason != step.want {
			t.Errorf("%s: asked %v, gate %+v; want %v, %s", step.what, asked, outcome.Gate, step.asked, step.want)
		}
	}
}
