package githubtwin_test

import (
	"fmt"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// BenchmarkAGatesRequests measures what one evaluation of a pull request costs on the twin: opening it with its
// webhooks, six reads, a check run and a comment.
func BenchmarkAGatesRequests(b *testing.B) {
	for _, unchecked := range []bool{false, true} {
		b.Run(fmt.Sprintf("unchecked=%t", unchecked), func(b *testing.B) {
			twin, err := githubtwin.New(githubtwin.Options{Unchecked: unchecked})
			if err != nil {
				b.Fatal(err)
			}
			defer twin.Close()
			base, err := twin.Start("127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			w := &world{Twin: twin, t: &testing.T{}, base: base}
			check := func(err error) {
				if err != nil {
					b.Fatal(err)
				}
			}
			check(twin.CreateOrg("acme", "ada"))
			files := map[string][]byte{}
			for i := range 200 {
				files[fmt.Sprintf("dags/orders/f%03d.py", i)] = []byte(lines(1, 50))
			}
			check(twin.CreateRepository("acme", "dags", "main", files))
			app, err := twin.CreateApp("Bench", everyPermission, everyEvent, "", "")
			check(err)
			installation, err := twin.Install(app.ID, "acme")
			check(err)
			twin.SetLimits(githubtwin.Limits{RatePerHour: 1 << 30})
			client := w.clientFor(app, installation)
			n := 0
			for b.Loop() {
				n++
				branch := fmt.Sprintf("topic-%d", n)
				sha, err := twin.Commit("acme/dags", branch, "ada", "m", map[string][]byte{fmt.Sprintf("dags/orders/new%d.py", n): []byte("import os\n")},
					githubtwin.CommitOptions{From: "main"})
				check(err)
				number, err := twin.OpenPullRequest("acme/dags", "ada", branch, "main", branch)
				check(err)
				pull, _, err := client.PullRequests.Get(ctx, "acme", "dags", number)
				check(err)
				_, _, err = client.PullRequests.ListFiles(ctx, "acme", "dags", number, nil)
				check(err)
				merge, _, err := client.Git.GetCommit(ctx, "acme", "dags", pull.GetMergeCommitSHA())
				check(err)
				_, _, err = client.Git.GetTree(ctx, "acme", "dags", merge.GetTree().GetSHA(), true)
				check(err)
				_, _, err = client.PullRequests.ListReviews(ctx, "acme", "dags", number, nil)
				check(err)
				_, _, err = client.Issues.ListComments(ctx, "acme", "dags", number, nil)
				check(err)
				_, _, err = client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha})
				check(err)
				_, _, err = client.Issues.CreateComment(ctx, "acme", "dags", number, &github.IssueComment{Body: github.String("b")})
				check(err)
			}
		})
	}
}
