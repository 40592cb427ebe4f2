package githubtwin_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func fetchPage(t *testing.T, url string) (int, string) {
	t.Helper()
	request, err := http.NewRequest("GET", url, nil)
	must(t, err)
	request.Header.Set("Accept", "text/html")
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(body)
}

func TestThePageOfAPullRequest(t *testing.T) {
	w := newWorld(t)
	w.protectMain(nil)
	number, sha := w.open("topic", changedLine())
	_, _, err := w.client.PullRequests.CreateReview(ctx, "acme", "dags", number, &github.PullRequestReviewRequest{CommitID: &sha, Event: github.String("COMMENT"),
		Body: github.String("**one** finding"), Comments: []*github.DraftReviewComment{comment(15, func(c *github.DraftReviewComment) { c.Body = github.String("`pod` <script>alert(1)</script>") })}})
	must(t, err)
	run, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "sekisho/main", HeadSHA: sha, Status: github.String("in_progress"),
		Output: &github.CheckRunOutput{Title: github.String("An SRE must look"), Summary: github.String("| a | b |\n|---|---|\n| 1 | 2 |\n"), Annotations: annotations(16)[14:]}})
	must(t, err)
	code, page := fetchPage(t, w.base+"/acme/dags/pull/1")
	for _, want := range []string{"Change topic", "Merging is blocked", "is in progress.", "<strong>one</strong> finding", "<code>pod</code>", "An SRE must look", "<td>1</td>",
		"Required", "line fifteen", "finding 14", "sekisho-test[bot]"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if code != 200 || strings.Contains(page, "<script>") {
		t.Errorf("status %d, or a script came through", code)
	}
	if code, page := fetchPage(t, run.GetHTMLURL()); code != 200 || !strings.Contains(page, "An SRE must look") {
		t.Errorf("the check's page: %d", code)
	}
	if code, page := fetchPage(t, w.base+"/"); code != 200 || !strings.Contains(page, "/acme/dags/pull/1") {
		t.Errorf("the first page: %d", code)
	}
	if code, _ := fetchPage(t, w.base+"/acme/dags/pull/99"); code != 404 {
		t.Errorf("an unknown number: %d", code)
	}
}

func TestControlOverHTTP(t *testing.T) {
	w := newWorld(t)
	post := func(word, body string) (int, string) {
		response, err := http.Post(w.base+"/_twin/"+word, "application/json", strings.NewReader(body))
		must(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		must(t, err)
		return response.StatusCode, string(text)
	}
	for _, a := range []struct {
		word, body string
		want       int
	}{
		{"commit", `{"repo":"acme/dags","branch":"topic","author":"ada","message":"m","files":{"x":"1","README.md":null}}`, 200},
		{"open", `{"repo":"acme/dags","author":"ada","head":"topic","base":"main","title":"T"}`, 200},
		{"review", `{"repo":"acme/dags","number":1,"login":"sam","state":"APPROVE"}`, 200},
		{"protect", `{"repo":"acme/dags","branch":"main","protection":{"RequiredApprovals":2}}`, 200},
		{"merge", `{"repo":"acme/dags","number":1,"login":"ada"}`, 422},
		{"fault", `{"match":{"Event":"push"},"fault":{"DropWebhook":true}}`, 200},
		{"merge", `{"rep":"acme/dags"}`, 400},
		{"fly", `{}`, 404},
	} {
		if code, text := post(a.word, a.body); code != a.want {
			t.Errorf("%s: %d, want %d: %s", a.word, code, a.want, text)
		}
	}
	response, err := http.Get(w.base + "/_twin/pull?repo=acme/dags&number=1")
	must(t, err)
	defer response.Body.Close()
	var answer struct{ Result githubtwin.PullRequestView }
	must(t, json.NewDecoder(response.Body).Decode(&answer))
	if answer.Result.Title != "T" || len(answer.Result.Blockers) != 1 {
		t.Errorf("pull request: %+v", answer.Result)
	}
}

const seedText = `
organizations:
  acme:
    owners: [olga]
    members: [max]
    teams:
      - {slug: sre, members: [sam]}
      - {slug: oncall, parent: sre, members: [otto]}
users: [mallory]
repositories:
  - name: acme/dags
    public: true
    folder: start
    files: {README.md: "# dags\n"}
    branches: [develop]
    protect:
      main: {checks: [{context: sekisho/main, app: Sekisho}], strict: true}
    pulls:
      - {branch: feature, base: develop, author: sam, title: "Add a DAG", files: {dags/b.py: "import os\n"}, remove: [dags/a.py]}
apps:
  - name: Sekisho
    permissions: {checks: write, contents: read}
    private_key_file: app.pem
    install: {acme: []}
`

func TestASeedFile(t *testing.T) {
	folder := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(folder, "start", "dags"), 0o755))
	must(t, os.WriteFile(filepath.Join(folder, "start", "dags", "a.py"), []byte("a\n"), 0o644))
	seed, err := githubtwin.ReadSeed(strings.NewReader(seedText))
	must(t, err)
	twin, err := githubtwin.New(githubtwin.Options{})
	must(t, err)
	defer twin.Close()
	made, err := twin.Apply(seed, folder)
	must(t, err)
	key, err := os.ReadFile(filepath.Join(folder, "app.pem"))
	must(t, err)
	number := made.Pulls["acme/dags feature"]
	view, err := twin.PullRequest("acme/dags", number)
	must(t, err)
	if !bytes.HasPrefix(key, []byte("-----BEGIN RSA PRIVATE KEY")) || made.Installations["Sekisho on acme"] == 0 || view.BaseRef != "develop" || view.Author != "sam" {
		t.Errorf("made %+v, pull request %+v", made.Installations, view)
	}
	if content, err := twin.File("acme/dags", "main", "dags/a.py"); err != nil || string(content) != "a\n" {
		t.Errorf("dags/a.py: %q %v", content, err)
	}
	if _, err := githubtwin.ReadSeed(strings.NewReader("repositries: []\n")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("an unknown key: %v", err)
	}
}

// TestTheExampleSeed holds docs/twin.seed.yaml to what it says it is.
func TestTheExampleSeed(t *testing.T) {
	file, err := os.Open("../../docs/twin.seed.yaml")
	must(t, err)
	defer file.Close()
	seed, err := githubtwin.ReadSeed(file)
	must(t, err)
	for i := range seed.Apps {
		if len(seed.Apps[i].WebhookSecret) < 16 {
			t.Errorf("the server does not start with the webhook secret of %s", seed.Apps[i].Name)
		}
		seed.Apps[i].WebhookURL = ""
	}
	twin, err := githubtwin.New(githubtwin.Options{})
	must(t, err)
	defer twin.Close()
	made, err := twin.Apply(seed, "../../docs")
	must(t, err)
	if len(made.Pulls) != 1 {
		t.Errorf("made: %+v", made.Pulls)
	}
	for _, violation := range twin.Violations() {
		t.Error(violation)
	}
}

// TestTheDocumentationNamesEveryWord: what an unknown word lists is what docs/twin.md lists.
func TestTheDocumentationNamesEveryWord(t *testing.T) {
	w := newWorld(t)
	text, err := os.ReadFile("../../docs/twin.md")
	must(t, err)
	response, err := http.Get(w.base + "/_twin/")
	must(t, err)
	defer response.Body.Close()
	var words struct{ Post, Get []string }
	must(t, json.NewDecoder(response.Body).Decode(&words))
	if len(words.Post) == 0 || len(words.Get) == 0 {
		t.Fatal("no words")
	}
	for _, word := range append(words.Post, words.Get...) {
		if !strings.Contains(string(text), "`"+word+"`") {
			t.Errorf("docs/twin.md does not name %s", word)
		}
	}
}
