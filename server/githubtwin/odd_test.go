package githubtwin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/githubtwin"
)

var variable = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

// TestOddRequestsAreAnswered sends every operation odd names, numbers, queries and bodies: the twin must answer as
// GitHub describes its answers, and never with a fault of its own.
func TestOddRequestsAreAnswered(t *testing.T) {
	w := newWorld(t)
	number, sha := w.open("topic", changedLine())
	_, _, err := w.client.Checks.CreateCheckRun(ctx, "acme", "dags", github.CreateCheckRunOptions{Name: "c", HeadSHA: sha})
	must(t, err)
	token, err := w.UserToken("olga")
	must(t, err)
	good := map[string]string{"owner": "acme", "repo": "dags", "org": "acme", "number": itoa(int64(number)), "username": "ada", "slug": "sre"}
	odd := []string{"0", "-1", "99999999999999999999", "x", "..", "-h", "main", "HEAD", "a\x00b", "a\nb", "ü", "main...", "...", "main...topic", "a...b...c", "refs/heads/main", "%", "main:README.md", "@{-1}", ":/x", strings.Repeat("a", 300), sha}
	bodies := []string{"", "null", "[]", "7", `"x"`, "{", `{}`, `{"body":7}`, `{"title":null,"head":"x","base":"y"}`, `{"comments":[{}],"event":"COMMENT","body":"b"}`,
		`{"output":{}}`, `{"sha":"x","ref":"refs/heads/y"}`, `{"message":"m","content":"!"}`, `{"event":"APPROVE"}`, `{"state":"closed"}`}
	queries := []string{"", "?per_page=-1&page=-1", "?per_page=x&page=99999999999999999999", "?page=1000000", "?ref=-h", "?sha=..&path=..", "?cursor=x", "?recursive=0"}
	n := 0
	for i, route := range githubtwin.AllRoutes() {
		for j, value := range odd {
			path := variable.ReplaceAllStringFunc(route[1], func(name string) string {
				name = variable.FindStringSubmatch(name)[1]
				if text, ok := good[name]; ok && (j%5 != 0 || name == "owner" || name == "repo") {
					return text
				}
				return url.PathEscape(value)
			})
			body := bodies[(i+j)%len(bodies)]
			if route[0] == "GET" {
				body = ""
			}
			request, err := http.NewRequest(route[0], w.base+path+queries[(i*3+j)%len(queries)], strings.NewReader(body))
			must(t, err)
			request.Header.Set("Authorization", "Bearer "+token)
			response, err := http.DefaultClient.Do(request)
			must(t, err)
			response.Body.Close()
			if response.StatusCode >= 500 {
				t.Errorf("%s %q %s: %d", route[0], path, body, response.StatusCode)
			}
			n++
		}
	}
	for _, violation := range w.TakeViolations() {
		if !strings.HasPrefix(violation, "request ") && !strings.Contains(violation, "passes over the parameter") {
			t.Error(violation)
		}
	}
	t.Logf("%d requests", n)
}
