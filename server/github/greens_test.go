package github

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A look for greens leaves half of the hour's requests to the pull requests that wait.
func TestALookForGreensLeavesRequests(t *testing.T) {
	sha := func(n int) string { return fmt.Sprintf("%040x", n) }
	for name, test := range map[string]struct {
		limit, left int // of the hour
		heads, most int
	}{
		"enough":             {5000, 4000, 30, 0},
		"less than half":     {5000, 2000, 0, 30},
		"no limit is told":   {0, 0, 30, 0},
		"of a small company": {60, 50, 30, 0},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			var closed []string
			for n := range 30 {
				closed = append(closed, fmt.Sprintf(`{"number": %d, "state": "closed", "head": {"sha": %q}, "base": {"ref": "main"}}`, n+1, sha(n+1)))
				a.answers["GET /repos/acme/dags/commits/"+sha(n+1)+"/check-runs"] = func(w http.ResponseWriter, _ *http.Request) {
					if test.limit > 0 {
						w.Header().Set("X-RateLimit-Limit", fmt.Sprint(test.limit))
						w.Header().Set("X-RateLimit-Remaining", fmt.Sprint(test.left))
					}
					fmt.Fprint(w, `{"total_count": 1, "check_runs": [{"id": 1, "name": "sekisho/main", "status": "completed", "conclusion": "success"}]}`)
				}
			}
			a.answers["GET /repos/acme/dags/pulls"] = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("state") == "closed" {
					fmt.Fprint(w, "["+strings.Join(closed, ",")+"]")
					return
				}
				fmt.Fprint(w, "[]")
			}
			a.say("GET /repos/acme/dags/branches", fmt.Sprintf(`[{"name": "main", "commit": {"sha": %q}}]`, sha(99)))
			a.say("GET /repos/acme/dags/commits", fmt.Sprintf(`[{"sha": %q}]`, sha(99)))
			found, err := r.Greens(ctx, "main", "sekisho/main")
			if err != nil {
				t.Fatal(err)
			}
			if test.most == 0 && (len(found.Heads) != test.heads || found.Left != 0) {
				t.Errorf("%d heads, %d left", len(found.Heads), found.Left)
			}
			if test.most > 0 && (len(found.Heads) == 0 || found.Left == 0 || len(found.Heads)+found.Left != test.most || len(found.Heads) > 2*parallelBlobs) {
				t.Errorf("%d heads, %d left", len(found.Heads), found.Left)
			}
			if slices.Contains(found.Heads, sha(99)) {
				t.Error("the tip of the base branch is among them")
			}
		})
	}
}

// Each open pull request costs two requests, one after the other: of thousands the look would never come to its end.
func TestALookForGreensIsBounded(t *testing.T) {
	a, r := newAPI(t)
	const open = 3 * maxOpenLooks
	var pulls []string
	for n := open; n > 0; n-- {
		pulls = append(pulls, fmt.Sprintf(`{"number": %d, "state": "open", "head": {"sha": "%040x"}, "base": {"ref": "main"}}`, n, n))
		a.say(fmt.Sprintf("GET /repos/acme/dags/pulls/%d/commits", n), "[]")
	}
	a.answers["GET /repos/acme/dags/pulls"] = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("state") == "closed" {
			fmt.Fprint(w, "[]")
			return
		}
		fmt.Fprint(w, "["+strings.Join(pulls, ",")+"]")
	}
	a.say("GET /repos/acme/dags/branches", "[]")
	a.say("GET /repos/acme/dags/commits", "[]")
	a.say("POST /graphql", `{"data": {"repository": {"pullRequest": {"timelineItems": {"nodes": []}}}}}`)
	found, err := r.Greens(ctx, "main", "sekisho/main")
	if err != nil {
		t.Fatal(err)
	}
	if looked := a.count("POST /graphql"); looked != maxOpenLooks || found.Left != open-maxOpenLooks {
		t.Errorf("%d open pull requests were looked at, %d left", looked, found.Left)
	}
	if a.count(fmt.Sprintf("GET /repos/acme/dags/pulls/%d/commits", open)) != 1 {
		t.Error("the newest is not among those that were looked at")
	}
}
