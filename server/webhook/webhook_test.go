package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/queue"
)

const secret = "a secret of the tests"

type fakeInbox struct {
	deliveries []queue.Delivery
	err        error
}

func (f *fakeInbox) Accept(_ context.Context, d queue.Delivery) (bool, error) {
	if f.err != nil {
		return false, f.err
	}
	for _, old := range f.deliveries {
		if old.ID == d.ID {
			return false, nil
		}
	}
	f.deliveries = append(f.deliveries, d)
	return true, nil
}

func (f *fakeInbox) Enqueue(context.Context, ...queue.Target) error { return nil }

func newTest(t *testing.T, inbox queue.Inbox, log *bytes.Buffer) http.Handler {
	t.Helper()
	logger := zerolog.New(zerolog.NewTestWriter(t))
	if log != nil {
		logger = zerolog.New(log)
	}
	handler, err := New(Options{Secret: secret, Self: "sekisho[bot]", Inbox: inbox, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func request(event, id string, body []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Delivery", id)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

func send(handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestRefusesAnEmptySecret(t *testing.T) {
	if _, err := New(Options{Inbox: &fakeInbox{}}); err == nil || !strings.Contains(err.Error(), "secret is empty") {
		t.Fatalf("New without a secret = %v, want a refusal", err)
	}
}

func TestRefusedRequests(t *testing.T) {
	body := []byte(`{"action":"opened","repository":{"full_name":"acme/dags"},"pull_request":{"number":1}}`)
	for name, test := range map[string]struct {
		change func(r *http.Request) *http.Request
		status int
	}{
		"unsigned": {func(r *http.Request) *http.Request { r.Header.Del("X-Hub-Signature-256"); return r }, 401},
		"SHA-1 alone, though right": {func(r *http.Request) *http.Request {
			r.Header.Del("X-Hub-Signature-256")
			mac := hmac.New(sha1.New, []byte(secret))
			mac.Write(body)
			r.Header.Set("X-Hub-Signature", "sha1="+hex.EncodeToString(mac.Sum(nil)))
			return r
		}, 401},
		"signature of another body": {func(r *http.Request) *http.Request {
			other := request("pull_request", "a", append([]byte{' '}, body...))
			r.Header.Set("X-Hub-Signature-256", other.Header.Get("X-Hub-Signature-256"))
			return r
		}, 400},
		"no delivery id":         {func(r *http.Request) *http.Request { r.Header.Del("X-GitHub-Delivery"); return r }, 400},
		"delivery id with a tab": {func(r *http.Request) *http.Request { r.Header.Set("X-GitHub-Delivery", "a\tb"); return r }, 400},
		"no event":               {func(r *http.Request) *http.Request { r.Header.Del("X-GitHub-Event"); return r }, 400},
		"a form": {func(r *http.Request) *http.Request {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}, 415},
		"GET":                     {func(r *http.Request) *http.Request { r.Method = http.MethodGet; return r }, 405},
		"too large by its header": {func(r *http.Request) *http.Request { r.ContentLength = MaxBody + 1; return r }, 413},
		"too large, length unknown": {func(*http.Request) *http.Request {
			r := request("pull_request", "a", bytes.Repeat([]byte{' '}, MaxBody+1))
			r.ContentLength = -1
			return r
		}, 413},
		"not JSON":      {func(*http.Request) *http.Request { return request("pull_request", "a", []byte(`{"action":`)) }, 400},
		"no repository": {func(*http.Request) *http.Request { return request("pull_request", "a", []byte(`{"action":"opened"}`)) }, 400},
		"odd repository name": {func(*http.Request) *http.Request {
			return request("push", "a", []byte(`{"repository":{"full_name":"a/../b"}}`))
		}, 400},
		"no pull request": {func(*http.Request) *http.Request {
			return request("pull_request", "a", []byte(`{"action":"opened","repository":{"full_name":"a/b"}}`))
		}, 400},
		"head that is no sha": {func(*http.Request) *http.Request {
			return request("merge_group", "a", []byte(`{"action":"checks_requested","repository":{"full_name":"a/b"},"merge_group":{"head_sha":"../x"}}`))
		}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			inbox := &fakeInbox{}
			w := send(newTest(t, inbox, nil), test.change(request("pull_request", "a", body)))
			if w.Code != test.status {
				t.Errorf("status %d %q, want %d", w.Code, w.Body, test.status)
			}
			if len(inbox.deliveries) > 0 {
				t.Errorf("accepted %v", inbox.deliveries)
			}
		})
	}
}

func TestDuplicatesAndUnknownEventsAreAnswered202(t *testing.T) {
	inbox := &fakeInbox{}
	handler := newTest(t, inbox, nil)
	body := []byte(`{"action":"opened","repository":{"full_name":"acme/dags"},"pull_request":{"number":1}}`)
	for _, event := range []string{"pull_request", "pull_request", "an_event_of_the_future"} {
		if w := send(handler, request(event, "same", body)); w.Code != http.StatusAccepted {
			t.Errorf("%s: status %d, want 202", event, w.Code)
		}
	}
	if len(inbox.deliveries) != 1 {
		t.Errorf("%d deliveries accepted, want 1", len(inbox.deliveries))
	}
}

func TestWhatCannotBeRecordedIsNotAcknowledged(t *testing.T) {
	body := []byte(`{"action":"opened","repository":{"full_name":"acme/dags"},"pull_request":{"number":1}}`)
	w := send(newTest(t, &fakeInbox{err: errors.New("disk full")}, nil), request("pull_request", "a", body))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("status %d %q, want 500 without the cause", w.Code, w.Body)
	}
}

func TestEventsOfOurOwnAreIgnored(t *testing.T) {
	for sender, want := range map[string]int{
		`{"login":"sekisho[bot]","type":"Bot"}`:  0,
		`{"login":"Sekisho[bot]","type":"Bot"}`:  0,
		`{"login":"other[bot]","type":"Bot"}`:    1,
		`{"login":"sekisho[bot]","type":"User"}`: 1,
	} {
		inbox := &fakeInbox{}
		body := fmt.Sprintf(`{"action":"submitted","sender":%s,"repository":{"full_name":"acme/dags"},"pull_request":{"number":1}}`, sender)
		if w := send(newTest(t, inbox, nil), request("pull_request_review", "a", []byte(body))); w.Code != http.StatusAccepted {
			t.Errorf("%s: status %d", sender, w.Code)
		}
		if len(inbox.deliveries) != want {
			t.Errorf("%s: %d deliveries, want %d", sender, len(inbox.deliveries), want)
		}
	}
}

func TestABaseThatChangedIsTold(t *testing.T) {
	for changes, want := range map[string]int{
		`{"base":{"ref":{"from":"develop"},"sha":{"from":"1"}}}`: 7,
		`{"title":{"from":"x"}}`:                                 0,
		`{"base":null}`:                                          0,
		`{}`:                                                     0,
	} {
		inbox := &fakeInbox{}
		body := fmt.Sprintf(`{"action":"edited","changes":%s,"repository":{"full_name":"acme/dags"},"pull_request":{"number":7,"updated_at":"2026-11-28T10:00:00Z"}}`, changes)
		if w := send(newTest(t, inbox, nil), request("pull_request", "a", []byte(body))); w.Code != http.StatusAccepted || len(inbox.deliveries) != 1 {
			t.Fatalf("%s: status %d, %d deliveries", changes, w.Code, len(inbox.deliveries))
		}
		got := inbox.deliveries[0]
		if got.Retargeted != want || want > 0 && !got.At.Equal(time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: retargeted %d at %v, want %d", changes, got.Retargeted, got.At, want)
		}
	}
}

func TestTheSecretIsNeverLogged(t *testing.T) {
	var log bytes.Buffer
	handler := newTest(t, &fakeInbox{}, &log)
	send(handler, request("pull_request", "a", []byte(`{}`)))
	r := request("pull_request", "a", []byte(`{}`))
	r.Header.Set("X-Hub-Signature-256", "sha256="+strings.Repeat("0", 64))
	send(handler, r)
	if log.Len() == 0 || strings.Contains(log.String(), secret) {
		t.Errorf("log: %s", &log)
	}
}

// TestOfficialPayloads holds the handlers to payloads that GitHub sent.
func TestOfficialPayloads(t *testing.T) {
	text, err := os.ReadFile("testdata/webhooks-examples.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Event   string          `json:"event"`
		Payload json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(text, &examples); err != nil {
		t.Fatal(err)
	}
	const hello = "pull_request codertocat/hello-world 2"
	want := map[string][]string{
		"pull_request opened":             {hello},
		"pull_request synchronize":        {hello},
		"pull_request reopened":           {hello},
		"pull_request ready_for_review":   {hello},
		"pull_request converted_to_draft": {hello},
		"pull_request closed":             {hello},
		"pull_request_review submitted":   {hello},
		"pull_request_review dismissed":   {hello},
		"check_run rerequested":           {"commit github/hello-world d6fde92930d4715a2b49857d24b940956b26d2d3"},
		"check_run requested_action":      {"pull_request electron/electron 26764"},
		"check_run completed":             nil,
		"check_suite requested":           nil,
		"check_suite rerequested":         {hello},
		"installation created":            {"repository codertocat/hello-world "},
		"installation deleted":            nil,
		"installation_repositories added": {"repository codertocat/space "},
		"merge_group checks_requested":    {"merge_group octo-org/octo-repo 2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d"},
		"push refs/tags/simple-tag":       nil,
		"push refs/heads/master":          {"branch codertocat/hello-world master"},
		"ping ":                           nil,
		"membership added":                {"team octocoders github"},
		"membership removed":              {"team octocoders github"},
	}
	seen := map[string]bool{}
	for i, example := range examples {
		inbox := &fakeInbox{}
		w := send(newTest(t, inbox, nil), request(example.Event, fmt.Sprint("example-", i), example.Payload))
		if w.Code != http.StatusAccepted {
			t.Errorf("%s: status %d %s", example.Event, w.Code, w.Body)
			continue
		}
		if example.Event == "issues" {
			if len(inbox.deliveries) != 0 {
				t.Error("an event that is not handled was recorded")
			}
			continue
		}
		if len(inbox.deliveries) != 1 {
			t.Errorf("%s: %d deliveries", example.Event, len(inbox.deliveries))
			continue
		}
		var keys []string
		d := inbox.deliveries[0]
		for _, target := range d.Targets {
			keys = append(keys, target.Key())
		}
		name := d.Event + " " + d.Action
		if d.Event == "push" {
			var push struct{ Ref string }
			if err := json.Unmarshal(example.Payload, &push); err != nil {
				t.Fatal(err)
			}
			name = "push " + push.Ref
		}
		seen[name] = true
		keysWanted, ok := want[name]
		if diff := cmp.Diff(keysWanted, keys); !ok || diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("no example of %q", name)
		}
	}
}

func TestACheckOfAPullRequestFromAForkIsFoundByItsExternalID(t *testing.T) {
	sha := strings.Repeat("a", 40)
	for name, test := range map[string]struct{ event, body, want string }{
		"our check run":                        {"check_run", `{"action":"requested_action","repository":{"full_name":"a/b"},"check_run":{"head_sha":"` + sha + `","external_id":"pull-request-7","pull_requests":[]}}`, "pull_request a/b 7"},
		"nothing but a sha":                    {"check_run", `{"action":"rerequested","repository":{"full_name":"a/b"},"check_run":{"head_sha":"` + sha + `","external_id":"x","pull_requests":[]}}`, "commit a/b " + sha},
		"a pull request of another repository": {"check_run", `{"action":"rerequested","repository":{"full_name":"a/b"},"check_run":{"head_sha":"` + sha + `","pull_requests":[{"number":9,"base":{"repo":{"url":"https://api.github.com/repos/c/b"}}}]}}`, "commit a/b " + sha},
		"a suite asked for again":              {"check_suite", `{"action":"rerequested","repository":{"full_name":"a/b"},"check_suite":{"head_sha":"` + sha + `"}}`, "commit a/b " + sha},
		"a suite of every push":                {"check_suite", `{"action":"requested","repository":{"full_name":"a/b"},"check_suite":{"head_sha":"` + sha + `"}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inbox := &fakeInbox{}
			if w := send(newTest(t, inbox, nil), request(test.event, "a", []byte(test.body))); w.Code != 202 {
				t.Fatal(w.Code, w.Body)
			}
			got := ""
			for _, target := range inbox.deliveries[0].Targets {
				got += target.Key()
			}
			if got != test.want {
				t.Errorf("target %q, want %q", got, test.want)
			}
		})
	}
	if n, ok := PullRequestOf(ExternalID(12)); !ok || n != 12 {
		t.Errorf("PullRequestOf(ExternalID(12)) = %d, %v", n, ok)
	}
}

// A merge group that did not land is looked at once more; of one that did the push tells.
func TestAMergeGroupThatIsGone(t *testing.T) {
	const sha = "2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d"
	for reason, want := range map[string]int{"dequeued": 1, "invalidated": 1, "merged": 0, "": 1} {
		inbox := &fakeInbox{}
		w := send(newTest(t, inbox, nil), request("merge_group", "gone-"+reason, []byte(`{"action":"destroyed","reason":"`+reason+`","repository":{"full_name":"acme/dags"},
			"merge_group":{"head_sha":"`+sha+`","head_ref":"refs/heads/gh-readonly-queue/main/pr-1-`+sha+`","base_ref":"refs/heads/main"}}`)))
		if w.Code != http.StatusAccepted {
			t.Fatalf("%q: status %d %s", reason, w.Code, w.Body)
		}
		got := 0
		for _, d := range inbox.deliveries {
			got += len(d.Targets)
		}
		if got != want {
			t.Errorf("%q: %d targets, want %d", reason, got, want)
		}
	}
}
