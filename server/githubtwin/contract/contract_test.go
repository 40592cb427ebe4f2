package contract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// serve answers every request with one status and body.
func serve(status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("ETag", `"x"`)
		w.WriteHeader(status)
		w.Write([]byte(body))
	})
}

const (
	blob      = `{"sha":"abc","url":"http://x/blob","node_id":"n","size":1,"content":"eA==","encoding":"base64"}`
	ref       = `{"ref":"refs/heads/a/b","node_id":"n","url":"http://x","object":{"type":"commit","sha":"1111111111111111111111111111111111111111","url":"http://x"}}`
	wrong     = `{"message":"Not Found","documentation_url":"http://x"}`
	runs      = "/repos/o/r/check-runs"
	reviews   = "/repos/o/r/pulls/1/reviews"
	longLabel = `{"label":"a label of 21 letters","description":"d","identifier":"i"}`
)

func TestDifferencesAreFound(t *testing.T) {
	for name, a := range map[string]struct {
		method, path, request string
		status                int
		answer                string
		want                  []string // a part of each report; none when all is well
	}{
		"a good answer":                      {"GET", "/repos/o/r/git/blobs/abc", "", 200, blob, nil},
		"under the second root":              {"GET", "/api/v3/repos/o/r/git/blobs/abc", "", 200, blob, nil},
		"a name of several segments":         {"GET", "/repos/o/r/git/ref/heads/a/b", "", 200, ref, nil},
		"an escaped name":                    {"GET", "/repos/o/r/git/ref/heads%2Fa%2Fb", "", 200, ref, nil},
		"a property is missing":              {"GET", "/repos/o/r/git/blobs/abc", "", 200, strings.Replace(blob, `"size":1,`, "", 1), []string{"answer 200", "size"}},
		"a property has another type":        {"GET", "/repos/o/r/git/blobs/abc", "", 200, strings.Replace(blob, `"size":1`, `"size":"1"`, 1), []string{"/size"}},
		"a status that is not described":     {"GET", "/repos/o/r/git/blobs/abc", "", 206, blob, []string{"a status that GitHub does not describe"}},
		"an error":                           {"GET", "/repos/o/r/git/blobs/abc", "", 404, wrong, nil},
		"an error without a message":         {"GET", "/repos/o/r/git/blobs/abc", "", 404, `{}`, []string{"without message"}},
		"an operation that nobody has":       {"GET", "/repos/o/r/secrets", "", 404, wrong, []string{"not among the operations"}},
		"another method":                     {"DELETE", "/repos/o/r/git/blobs/abc", "", 404, wrong, []string{"not among the operations"}},
		"an unknown property of the body":    {"POST", runs, `{"name":"n","head_sha":"s","colour":"red"}`, 422, wrong, []string{"colour"}},
		"a missing property of the body":     {"POST", runs, `{"name":"n"}`, 422, wrong, []string{"head_sha"}},
		"completed without conclusion":       {"POST", runs, `{"name":"n","head_sha":"s","status":"completed"}`, 422, wrong, []string{"conclusion"}},
		"a conclusion without completion":    {"POST", runs, `{"name":"n","head_sha":"s","status":"queued","conclusion":"success"}`, 422, wrong, []string{"conclusion with status queued"}},
		"a label too long":                   {"POST", runs, `{"name":"n","head_sha":"s","actions":[` + longLabel + `]}`, 422, wrong, []string{"label"}},
		"an absolute path in an annotation":  {"POST", runs, `{"name":"n","head_sha":"s","output":{"title":"t","summary":"s","annotations":[{"path":"/a","start_line":1,"end_line":1,"annotation_level":"notice","message":"m"}]}}`, 422, wrong, []string{"relative"}},
		"a review comment without a place":   {"POST", reviews, `{"event":"COMMENT","body":"b","comments":[{"path":"a","body":"b"}]}`, 422, wrong, []string{"either line or position"}},
		"a review without a body":            {"POST", reviews, `{"event":"REQUEST_CHANGES"}`, 422, wrong, []string{"needs a body"}},
		"a page of 200 rows":                 {"GET", "/repos/o/r/issues?per_page=200", "", 200, `[]`, []string{"per_page"}},
		"GraphQL passes":                     {"POST", "/api/graphql", `{}`, 200, `{}`, nil},
		"no options of an access token":      {"POST", "/app/installations/7/access_tokens", "null", 404, wrong, nil},
		"an answer to a comment":             {"POST", "/repos/o/r/pulls/1/comments", `{"in_reply_to":7,"body":"b"}`, 404, wrong, nil},
		"a comment without a place or reply": {"POST", "/repos/o/r/pulls/1/comments", `{"body":"b"}`, 422, wrong, []string{"commit_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			var reports []string
			handler, err := Check(serve(a.status, a.answer), func(err error) { reports = append(reports, err.Error()) })
			if err != nil {
				t.Fatal(err)
			}
			request := httptest.NewRequest(a.method, a.path, strings.NewReader(a.request))
			request.Header.Set("User-Agent", "test")
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			all := strings.Join(reports, "\n")
			if a.want == nil && all != "" {
				t.Errorf("reports:\n%s", all)
			}
			for _, want := range a.want {
				if !strings.Contains(all, want) {
					t.Errorf("no report of %q in:\n%s", want, all)
				}
			}
			if recorder.Code != a.status || recorder.Body.String() != a.answer {
				t.Error("what passes was changed")
			}
		})
	}
}

func TestTheClientsSide(t *testing.T) {
	var reports []string
	server := httptest.NewServer(serve(200, blob))
	defer server.Close()
	transport, err := RoundTripper(http.DefaultTransport, func(err error) { reports = append(reports, err.Error()) })
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: transport}
	for _, path := range []string{"/repos/o/r/git/blobs/abc", "/repos/o/r/git/trees/abc"} {
		request, err := http.NewRequest("GET", server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("User-Agent", "test")
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	if all := strings.Join(reports, "\n"); !strings.Contains(all, "git/trees") || strings.Contains(all, "git/blobs") {
		t.Errorf("reports: %s", all)
	}
}

// TestOfficialExamplesPass holds the rule for webhooks against the examples that it is made of.
func TestOfficialExamplesPass(t *testing.T) {
	e, err := loadExamples()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for event, payloads := range e.byEvent {
		for _, payload := range payloads {
			text, err := json.Marshal(payload)
			if err != nil {
				t.Fatal(err)
			}
			action, _ := payload["action"].(string)
			for _, err := range CheckWebhook(event, action, text) {
				t.Error(err)
			}
			n++
		}
	}
	if n < 80 {
		t.Errorf("only %d examples", n)
	}
}

func TestWrongWebhooksAreFound(t *testing.T) {
	e, err := loadExamples()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(e.byEvent["merge_group"][0])
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]struct{ from, to, want string }{
		"a property is missing":       {`"head_sha"`, `"head"`, "/merge_group/head_sha is missing"},
		"a property has another type": {`"action":"checks_requested"`, `"action":7`, "/action is number"},
	} {
		changed := bytes.ReplaceAll(text, []byte(a.from), []byte(a.to))
		var all []string
		for _, err := range CheckWebhook("merge_group", "checks_requested", changed) {
			all = append(all, err.Error())
		}
		if !strings.Contains(strings.Join(all, "\n"), a.want) {
			t.Errorf("%s: %v", name, all)
		}
	}
	if errs := CheckWebhook("meteor", "", []byte(`{}`)); len(errs) == 0 {
		t.Error("an unknown event")
	}
}
