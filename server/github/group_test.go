package github

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestAMergeGroupIsTakenApart follows a group's commits down to the base branch.
func TestAMergeGroupIsTakenApart(t *testing.T) {
	sha := func(digit string) string { return strings.Repeat(digit, 40) }
	base, one, two := sha("b"), sha("1"), sha("2") // the base's tip and two pull requests' heads
	head, below := sha("e"), sha("d")
	const ref = "gh-readonly-queue/main/pr-8-"
	for name, test := range map[string]struct {
		commits map[string][]string // parents by commit
		pulls   string
		ref     string
		want    string // numbers, or what is unclear
		err     bool
	}{
		"one pull request":            {map[string][]string{head: {base, one}}, `7:` + one, ref, "#7", false},
		"two, one on the other":       {map[string][]string{head: {below, two}, below: {base, one}}, `7:` + one + ` 8:` + two, ref, "#8 #7", false},
		"a squash":                    {map[string][]string{head: {base}}, `7:` + one, ref, "is no merge of a pull request", false},
		"a merge of something else":   {map[string][]string{head: {base, two}}, `7:` + one, ref, "something else", false},
		"a commit below one":          {map[string][]string{head: {below, one}, below: {base}}, `7:` + one, ref, "is no merge of a pull request", false},
		"a head that two share":       {map[string][]string{head: {base, one}}, `9:` + one + ` 7:` + one, ref, "#7 or #9", false},
		"the parents the other way":   {map[string][]string{head: {one, base}}, `7:` + one, ref, "something else", false},
		"a merge of three":            {map[string][]string{head: {base, one, two}}, `7:` + one + ` 8:` + two, ref, "is no merge of a pull request", false},
		"the group of another branch": {map[string][]string{head: {base, one}}, `7:` + one, "gh-readonly-queue/develop/pr-8-", "", true},
		"a branch that is no group":   {map[string][]string{head: {base, one}}, `7:` + one, "feature/", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			a.say("GET /repos/acme/dags/branches/main", fmt.Sprintf(`{"name": "main", "commit": {"sha": %q}}`, base))
			var list []string
			for _, p := range strings.Fields(test.pulls) {
				number, headSHA, _ := strings.Cut(p, ":")
				list = append(list, fmt.Sprintf(`{"number": %s, "head": {"sha": %q}, "base": {"ref": "main"}}`, number, headSHA))
			}
			a.say("GET /repos/acme/dags/pulls", "["+strings.Join(list, ",")+"]")
			for c, parents := range test.commits {
				a.say("GET /repos/acme/dags/git/commits/"+c, commitJSON(c, parents...))
			}
			g, err := r.Group(ctx, head, "main", test.ref+base)
			if (err != nil) != test.err {
				t.Fatalf("Group = %+v, %v", g, err)
			}
			if test.err {
				return
			}
			var numbers []string
			for _, p := range g.Pulls {
				numbers = append(numbers, p.Name())
			}
			got := strings.Join(numbers, " ")
			if g.Unclear != "" {
				got = g.Unclear
			}
			if !strings.Contains(got, test.want) || got == "" {
				t.Errorf("group %q, want %q", got, test.want)
			}
		})
	}
}

// TestAGroupThatIsReadWhileTheOneBeforeItLands: the base branch was read before the other group was merged,
// and the open pull requests after it.
func TestAGroupThatIsReadWhileTheOneBeforeItLands(t *testing.T) {
	sha := func(digit string) string { return strings.Repeat(digit, 40) }
	base, one, two, head, below := sha("b"), sha("1"), sha("2"), sha("e"), sha("d")
	a, r := newAPI(t)
	branch := func(sha string) {
		a.say("GET /repos/acme/dags/branches/main", fmt.Sprintf(`{"name": "main", "commit": {"sha": %q}}`, sha))
	}
	branch(base)
	a.answers["GET /repos/acme/dags/pulls"] = func(w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		branch(below) // #7 has been merged
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `[{"number": 8, "head": {"sha": %q}, "base": {"ref": "main"}}]`, two)
	}
	a.say("GET /repos/acme/dags/git/commits/"+head, commitJSON(head, below, two))
	a.say("GET /repos/acme/dags/git/commits/"+below, commitJSON(below, base, one))
	g, err := r.Group(ctx, head, "main", "gh-readonly-queue/main/pr-8-"+base)
	if err != nil {
		t.Fatal(err)
	}
	if g.Unclear != "" || g.BaseSHA != below || len(g.Pulls) != 1 || g.Pulls[0].Name() != "#8" {
		t.Errorf("group %+v", g)
	}
}

// GitHub leads on from a branch's former name; what is there is another branch.
func TestATipIsOfTheBranchThatWasAskedFor(t *testing.T) {
	a, r := newAPI(t)
	sha := strings.Repeat("b", 40)
	a.say("GET /repos/acme/dags/branches/main", fmt.Sprintf(`{"name": "main", "commit": {"sha": %q}}`, sha))
	a.say("GET /repos/acme/dags/branches/old", fmt.Sprintf(`{"name": "new", "commit": {"sha": %q}}`, sha))
	if tip, err := r.Tip(ctx, "main"); tip != sha || err != nil {
		t.Errorf("Tip = %q, %v", tip, err)
	}
	for _, name := range []string{"old", "never"} {
		if tip, err := r.Tip(ctx, name); tip != "" || !Missing(err) {
			t.Errorf("Tip of %s = %q, %v; want that it is missing", name, tip, err)
		}
	}
}
