package githubtwin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func TestParametersOfLists(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	twin, err := githubtwin.New(githubtwin.Options{Now: func() time.Time { return now }})
	must(t, err)
	defer twin.Close()
	base, err := twin.Start("127.0.0.1:0")
	must(t, err)
	must(t, twin.CreateOrg("acme", "ada"))
	must(t, twin.CreateRepository("acme", "dags", "main", nil))
	w := &world{Twin: twin, t: t, base: base}
	ada := w.person("ada")
	var comments []int64
	for _, name := range []string{"one", "two", "three"} {
		now = now.Add(time.Hour)
		number, _ := w.open(name, map[string][]byte{name: []byte("1")})
		id, err := twin.Comment("acme/dags", 1, "ada", name)
		must(t, err)
		comments = append(comments, id)
		_ = number
	}
	now = now.Add(time.Hour)
	must(t, twin.EditTitle("acme/dags", 1, "ada", "one again"))
	must(t, twin.EditComment("acme/dags", comments[0], "ada", "one again"))
	pulls := func(options github.PullRequestListOptions) (numbers []int) {
		list, _, err := ada.PullRequests.List(ctx, "acme", "dags", &options)
		must(t, err)
		for _, p := range list {
			numbers = append(numbers, p.GetNumber())
		}
		return numbers
	}
	for name, a := range map[string]struct {
		options github.PullRequestListOptions
		want    []int
	}{
		"newest first":            {github.PullRequestListOptions{}, []int{3, 2, 1}},
		"oldest first":            {github.PullRequestListOptions{Direction: "asc"}, []int{1, 2, 3}},
		"by change, oldest first": {github.PullRequestListOptions{Sort: "updated"}, []int{2, 3, 1}},
		"by change, newest first": {github.PullRequestListOptions{Sort: "updated", Direction: "desc"}, []int{1, 3, 2}},
		"of a branch":             {github.PullRequestListOptions{Head: "acme:two"}, []int{2}},
		"of no branch":            {github.PullRequestListOptions{Base: "develop"}, nil},
	} {
		if got := pulls(a.options); !slices.Equal(got, a.want) {
			t.Errorf("%s: %v, want %v", name, got, a.want)
		}
	}
	since := now.Add(-90 * time.Minute)
	recent, _, err := ada.Issues.ListComments(ctx, "acme", "dags", 1, &github.IssueListCommentsOptions{Since: &since})
	must(t, err)
	if len(recent) != 2 || recent[0].GetBody() != "one again" || recent[1].GetBody() != "three" {
		t.Errorf("recent comments: %v", recent)
	}
	admins, _, err := ada.Organizations.ListMembers(ctx, "acme", &github.ListMembersOptions{Role: "admin"})
	must(t, err)
	if len(admins) != 1 {
		t.Errorf("administrators: %v", admins)
	}
	if list := twin.TakeViolations(); len(list) != 0 {
		t.Errorf("violations: %v", list)
	}
	_, _, err = ada.Repositories.ListCommits(ctx, "acme", "dags", &github.CommitsListOptions{Author: "ada"})
	must(t, err)
	if list := twin.TakeViolations(); len(list) != 1 || !strings.Contains(list[0], `passes over the parameter "author"`) {
		t.Errorf("a parameter that the twin does not know: %v", list)
	}
}
