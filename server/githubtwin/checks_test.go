package githubtwin_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func annotations(n int) []*github.CheckRunAnnotation {
	var list []*github.CheckRunAnnotation
	for i := range n {
		list = append(list, &github.CheckRunAnnotation{Path: github.String("dags/orders/a.py"), StartLine: github.Int(i + 1), EndLine: github.Int(i + 1),
			AnnotationLevel: github.String("failure"), Message: github.String(fmt.Sprintf("finding %d", i))})
	}
	return list
}

func output(list []*github.CheckRunAnnotation) *github.CheckRunOutput {
	return &github.CheckRunOutput{Title: github.String("t"), Summary: github.String("s"), Annotations: list}
}

func TestACheckRunsLife(t *testing.T) {
	w := newWorld(t)
	_, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	run, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha,
		ExternalID: github.String("e1"), DetailsURL: github.String("https://sekisho.example/1"), Output: output(annotations(50)),
		Actions: []*github.CheckRunAction{{Label: "Explain", Description: "Say why", Identifier: "explain"}}})
	must(t, err)
	if run.GetStatus() != "queued" || len(run.PullRequests) != 1 {
		t.Errorf("run: %v", run)
	}
	run, _, err = w.client.Checks.UpdateCheckRun(ctx, "acme", "dags", run.GetID(), github.UpdateCheckRunOptions{Name: "sekisho/main", Output: output(annotations(7))})
	must(t, err)
	if got := run.GetOutput().GetAnnotationsCount(); got != 57 {
		t.Errorf("annotations add up to %d, want 57", got)
	}
	page, response, err := w.client.Checks.ListCheckRunAnnotations(ctx, "acme", "dags", run.GetID(), &github.ListOptions{PerPage: 50, Page: 2})
	must(t, err)
	if len(page) != 7 || response.NextPage != 0 {
		t.Errorf("second page: %d rows, next %d", len(page), response.NextPage)
	}
	must(t, w.RequestAction("acme/dags", run.GetID(), "ada", "explain"))
	if err := w.RequestAction("acme/dags", run.GetID(), "ada", "other"); err == nil {
		t.Error("an action that the run does not have")
	}
	w.got()
	if response, _ := w.client.Checks.ReRequestCheckRun(ctx, "acme", "dags", run.GetID()); status(response) != 422 {
		t.Errorf("a run that is not complete: %d", status(response))
	}
	_, _, err = w.client.Checks.UpdateCheckRun(ctx, "acme", "dags", run.GetID(), github.UpdateCheckRunOptions{Name: "sekisho/main",
		Status: github.String("completed"), Conclusion: github.String("failure")})
	must(t, err)
	_, err = w.client.Checks.ReRequestCheckRun(ctx, "acme", "dags", run.GetID())
	must(t, err)
	must(t, w.Rerequest("acme/dags", run.GetID(), "ada"))
	must(t, w.RerequestSuite("acme/dags", w.app.ID, sha, "ada"))
	w.expect("check_run.completed", "check_suite.completed", "check_run.rerequested", "check_run.rerequested", "check_suite.rerequested")
	suite, _, err := w.client.Checks.GetCheckSuite(ctx, "acme", "dags", run.GetCheckSuite().GetID())
	must(t, err)
	if suite.GetStatus() != "queued" || suite.GetConclusion() != "" {
		t.Errorf("a suite that was asked for again: %s %s", suite.GetStatus(), suite.GetConclusion())
	}
	got, _, err := w.client.Checks.GetCheckRun(ctx, "acme", "dags", run.GetID())
	must(t, err)
	if got.GetConclusion() != "failure" || got.GetCompletedAt().IsZero() || got.GetExternalID() != "e1" {
		t.Errorf("run: %v", got)
	}
}

func TestListsOfChecks(t *testing.T) {
	w := newWorld(t)
	_, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	for _, name := range []string{"a", "b", "a"} {
		_, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: name, HeadSHA: sha})
		must(t, err)
	}
	for _, filter := range []struct {
		name  string
		query github.ListCheckRunsOptions
		want  int
	}{
		{"latest of each name", github.ListCheckRunsOptions{}, 2},
		{"all", github.ListCheckRunsOptions{Filter: github.String("all")}, 3},
		{"one name", github.ListCheckRunsOptions{CheckName: github.String("b")}, 1},
		{"own App", github.ListCheckRunsOptions{AppID: github.Int64(w.app.ID)}, 2},
		{"another App", github.ListCheckRunsOptions{AppID: github.Int64(7)}, 0},
		{"completed", github.ListCheckRunsOptions{Status: github.String("completed")}, 0},
	} {
		list, _, err := w.client.Checks.ListCheckRunsForRef(ctx, "acme", "dags", "topic", &filter.query)
		must(t, err)
		if list.GetTotal() != filter.want {
			t.Errorf("%s: %d runs, want %d", filter.name, list.GetTotal(), filter.want)
		}
	}
	suites, _, err := w.client.Checks.ListCheckSuitesForRef(ctx, "acme", "dags", sha, nil)
	must(t, err)
	if suites.GetTotal() != 1 || suites.CheckSuites[0].GetHeadBranch() != "topic" {
		t.Fatalf("suites: %v", suites)
	}
	id := suites.CheckSuites[0].GetID()
	suite, _, err := w.client.Checks.GetCheckSuite(ctx, "acme", "dags", id)
	must(t, err)
	if suite.GetStatus() != "in_progress" {
		t.Errorf("suite: %v", suite)
	}
	runs, _, err := w.client.Checks.ListCheckRunsCheckSuite(ctx, "acme", "dags", id, nil)
	must(t, err)
	if runs.GetTotal() != 2 {
		t.Errorf("runs of the suite: %v", runs)
	}
	if _, err := w.client.Checks.ReRequestCheckSuite(ctx, "acme", "dags", id); err != nil {
		t.Error(err)
	}
	made, _, err := w.client.Checks.CreateCheckSuite(ctx, "acme", "dags", github.CreateCheckSuiteOptions{HeadSHA: sha})
	must(t, err)
	if made.GetID() != id {
		t.Errorf("an App has one suite on a commit: %d and %d", made.GetID(), id)
	}
}

func TestLimitsOfChecks(t *testing.T) {
	w := newWorld(t)
	_, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	action := func(label string) *github.CheckRunAction {
		return &github.CheckRunAction{Label: label, Description: "d", Identifier: "i"}
	}
	reversed := annotations(1)
	reversed[0].EndLine, reversed[0].StartLine = github.Int(1), github.Int(5)
	columns := annotations(1)
	columns[0].EndLine, columns[0].StartColumn = github.Int(5), github.Int(2)
	for name, options := range map[string]github.CreateCheckRunOptions{
		"51 annotations":                  {Output: output(annotations(51))},
		"a summary too long":              {Output: &github.CheckRunOutput{Title: github.String("t"), Summary: github.String(strings.Repeat("x", 65536))}},
		"a text too long":                 {Output: &github.CheckRunOutput{Title: github.String("t"), Summary: github.String("s"), Text: github.String(strings.Repeat("x", 65536))}},
		"output without summary":          {Output: &github.CheckRunOutput{Title: github.String("t")}},
		"4 actions":                       {Actions: []*github.CheckRunAction{action("a"), action("b"), action("c"), action("d")}},
		"a label too long":                {Actions: []*github.CheckRunAction{action("a label of 21 letters")}},
		"completed without conclusion":    {Status: github.String("completed")},
		"an unknown conclusion":           {Conclusion: github.String("green")},
		"stale, which is GitHub's":        {Conclusion: github.String("stale")},
		"an unknown status":               {Status: github.String("running")},
		"an annotation backwards":         {Output: output(reversed)},
		"columns over more than one line": {Output: output(columns)},
		"an unknown commit":               {HeadSHA: "1234567890123456789012345678901234567890"},
	} {
		t.Run(name, func(t *testing.T) {
			options.Name = "sekisho/main"
			if options.HeadSHA == "" {
				options.HeadSHA = sha
			}
			if _, response, _ := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", options); status(response) != 422 {
				t.Errorf("status %d", status(response))
			}
			if len(w.TakeViolations()) == 0 && name != "an unknown commit" {
				t.Error("the contract did not notice the request")
			}
		})
	}
	if _, response, _ := w.person("olga").Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "x", HeadSHA: sha}); status(response) != 403 {
		t.Errorf("a person: %d", status(response))
	}
}

func TestOnlyTheOwnerChangesACheckRun(t *testing.T) {
	w := newWorld(t)
	_, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	run, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha})
	must(t, err)
	other, err := w.CreateApp("Other", map[string]string{"checks": "write"}, nil, "", "")
	must(t, err)
	installation, err := w.Install(other.ID, "acme")
	must(t, err)
	_, response, _ := w.clientFor(other, installation).Checks.UpdateCheckRun(ctx, "acme", "dags", run.GetID(), github.UpdateCheckRunOptions{
		Name: "sekisho/main", Conclusion: github.String("success")})
	if status(response) != 403 {
		t.Errorf("status %d", status(response))
	}
}

func TestCommitStatuses(t *testing.T) {
	w := newWorld(t)
	_, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	for _, state := range []string{"pending", "success"} {
		_, _, err := w.client.Repositories.CreateStatus(ctx, "acme", "dags", sha, &github.RepoStatus{State: github.String(state), Context: github.String("ci")})
		must(t, err)
	}
	combined, _, err := w.client.Repositories.GetCombinedStatus(ctx, "acme", "dags", sha, nil)
	must(t, err)
	if combined.GetState() != "success" || combined.GetTotalCount() != 1 {
		t.Errorf("combined: %v", combined)
	}
	all, _, err := w.client.Repositories.ListStatuses(ctx, "acme", "dags", sha, nil)
	must(t, err)
	if len(all) != 2 || all[0].GetState() != "success" {
		t.Errorf("statuses: %v", all)
	}
}

// The twin's own view must be what the API says.
func TestObservedChecks(t *testing.T) {
	w := newWorld(t)
	_, sha := w.open("topic", map[string][]byte{"x": []byte("1")})
	_, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha, Output: output(annotations(2))})
	must(t, err)
	views, err := w.CheckRuns("acme/dags", sha)
	must(t, err)
	want := githubtwin.Annotation{Path: "dags/orders/a.py", StartLine: 2, EndLine: 2, Level: "failure", Message: "finding 1"}
	if len(views) != 1 || views[0].App != w.app.Slug || len(views[0].Annotations) != 2 || views[0].Annotations[1] != want {
		t.Errorf("views: %+v", views)
	}
}
