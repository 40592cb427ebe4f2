package server_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// TestWhateverIsQueuedOnlyProvedOrApprovedLands puts pull requests that are harmless alone and not together into
// a merge queue at random. What lands must be proved on what it lands on, or approved.
func TestWhateverIsQueuedOnlyProvedOrApprovedLands(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := started(t)
			random := rand.New(rand.NewPCG(seed, 2))
			w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
			must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
				RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))
			type queued struct {
				number   int
				kind     string
				approved bool
			}
			var story []string
			t.Cleanup(func() {
				if t.Failed() {
					t.Log(strings.Join(story, "\n"))
				}
			})
			flag, flagged, next, landed := false, 0, 0, 0
			for round := range 4 {
				var line []*queued
				kinds := []string{[]string{"good", "unproved", "flagged", "True", "False"}[random.IntN(5)], "False"}
				if !flag { // these two do harm together
					kinds = append(kinds[:1], "flagged", "True")
				}
				random.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
				for _, kind := range kinds {
					next++
					branch := fmt.Sprint("topic", next)
					files := map[string][]byte{"dags/" + branch + ".py": contentOf(kind, branch)}
					if kind == "True" || kind == "False" {
						files = map[string][]byte{"dags/flags.py": fmt.Appendf(nil, "FLAG = %s\n# %d\n", kind, next)}
					}
					number, _ := w.open("dev", branch, "main", files)
					line = append(line, &queued{number: number, kind: kind})
				}
				w.settle()
				for _, q := range line {
					if random.IntN(3) == 0 {
						w.review(q.number, "sam", "APPROVE", "")
						q.approved = true
					}
				}
				w.settle()
				var inside []*queued
				for _, q := range line {
					err := w.Enqueue(dags, q.number, "dev")
					story = append(story, fmt.Sprintf("round %d: #%d is %s, approved %t, enqueued: %v", round, q.number, q.kind, q.approved, err))
					if err == nil {
						inside = append(inside, q)
					}
				}
				w.settle()
				for _, q := range inside {
					pull, err := w.PullRequest(dags, q.number)
					must(t, err)
					if !pull.Merged {
						continue
					}
					landed++
					harm := q.kind == "unproved" || q.kind == "flagged" && flag || q.kind == "True" && flagged > 0 && !flag
					story = append(story, fmt.Sprintf("#%d landed on FLAG %t with %d that ask for it", q.number, flag, flagged))
					if harm && !q.approved {
						t.Errorf("#%d landed, and nobody has approved what it comes to", q.number)
					}
					switch q.kind {
					case "flagged":
						flagged++
					case "True", "False":
						flag = q.kind == "True"
					}
				}
				for _, q := range line {
					if pull, err := w.PullRequest(dags, q.number); err == nil && pull.State == "open" {
						must(t, w.ClosePullRequest(dags, q.number, "dev"))
					}
				}
				w.settle()
			}
			if landed < 3 {
				t.Errorf("only %d landed: the test shows nothing", landed)
			}
		})
	}
}
