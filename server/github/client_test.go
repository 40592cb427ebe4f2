package github

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// GitHub lets answers be used for a minute. A decision rests on what is true now.
func TestEveryAnswerIsValidatedAgain(t *testing.T) {
	a, r := newAPI(t)
	state, etag := "APPROVED", `"1"`
	a.answers["GET /repos/acme/dags/pulls/5/reviews"] = func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Cache-Control", "private, max-age=60, s-maxage=60")
		w.Header().Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP")
		w.Header().Set("ETag", etag)
		if req.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, `[{"user": {"login": "sam", "id": 3, "type": "User"}, "state": %q, "commit_id": %q}]`, state, headSHA)
	}
	for i, want := range []string{"approved", "approved", "approved", "dismissed", "dismissed"} {
		if i == 3 {
			state, etag = "DISMISSED", `"2"`
		}
		counting, usage := WithUsage(ctx)
		opinions, err := r.Opinions(counting, 5)
		if err != nil || len(opinions) != 1 || opinions[0].State != want {
			t.Fatalf("look %d: %+v, %v; want %s", i, opinions, err, want)
		}
		if got := usage.Requests() + usage.NotModified(); got != 1+map[bool]int{true: 1}[i == 0] { // the first needs a token
			t.Errorf("look %d: GitHub was asked %d times", i, got)
		}
		if i == 1 && usage.NotModified() != 1 {
			t.Errorf("look %d was not conditional", i)
		}
	}
}

// A failure may come with a validator, from something between us and GitHub: it is not the answer from then on.
func TestAFailureIsNotRemembered(t *testing.T) {
	a, r := newAPI(t)
	status := http.StatusBadGateway
	a.answers["GET /repos/acme/dags/pulls/5/reviews"] = func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if req.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.WriteHeader(status)
		fmt.Fprint(w, `[]`)
	}
	for _, next := range []int{http.StatusNotFound, http.StatusForbidden, http.StatusOK} {
		if _, err := r.Opinions(ctx, 5); err == nil {
			t.Errorf("no error of status %d", status)
		}
		status = next
	}
	if _, err := r.Opinions(ctx, 5); err != nil {
		t.Errorf("a failure that is over: %v", err)
	}
}

func TestWhenToTryAgain(t *testing.T) {
	reset := fmt.Sprint(time.Now().Add(90 * time.Second).Unix())
	for name, test := range map[string]struct {
		status   int
		header   []string
		min, max time.Duration // 0, 0: not said
	}{
		"502":                      {502, nil, 0, 0},
		"503 with Retry-After":     {503, []string{"Retry-After", "7"}, 7 * time.Second, 7 * time.Second},
		"429 with Retry-After":     {429, []string{"Retry-After", "7"}, 7 * time.Second, 7 * time.Second},
		"429 alone":                {429, nil, time.Minute, time.Minute},
		"403 of the primary limit": {403, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Limit", "5000", "X-RateLimit-Reset", reset}, 80 * time.Second, 92 * time.Second},
		"403 with Retry-After":     {403, []string{"Retry-After", "7"}, 7 * time.Second, 7 * time.Second},
		"403, a refusal":           {403, nil, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			a.refuse("GET /repos/acme/dags/pulls/5/reviews", test.status, test.header...)
			_, err := r.Opinions(ctx, 5)
			var wait interface{ RetryAfter() time.Duration }
			if !errors.As(err, &wait) {
				if test.max != 0 || err == nil {
					t.Fatalf("%v does not say when to try again", err)
				}
				return
			}
			if got := wait.RetryAfter(); got < test.min || got > test.max {
				t.Errorf("try again after %v, want %v to %v", got, test.min, test.max)
			}
		})
	}
}

func TestMetricLabelsHaveNoNames(t *testing.T) {
	for path, want := range map[string]string{
		"/api/v3/repos/acme/pulls/pulls/5/reviews": "repos/pulls/reviews",
		"/repos/git/trees/git/trees/abc":           "repos/git/trees",
		"/orgs/teams/teams/sre/memberships/sam":    "orgs/teams/memberships",
		"/app/installations/7/access_tokens":       "app/installations/access_tokens",
		"/repos/acme/dags/commits/main/unheard-of": "repos/commits",
	} {
		if got := resource(path); got != want {
			t.Errorf("resource(%s) = %q, want %q", path, got, want)
		}
	}
}

func TestWrongAddressesAndKeysAreRefused(t *testing.T) {
	for name, o := range map[string]Options{
		"no address":  {AppID: 1, PrivateKey: testKey()},
		"no host":     {BaseURL: "api.github.com", AppID: 1, PrivateKey: testKey()},
		"another use": {BaseURL: "ftp://api.github.com", AppID: 1, PrivateKey: testKey()},
		"no key":      {BaseURL: "https://api.github.com", AppID: 1, PrivateKey: []byte("x")},
	} {
		if _, err := NewApp(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for base, want := range map[string][2]string{
		"https://api.github.com":         {"https://api.github.com/graphql", "https://github.com"},
		"https://github.example/api/v3/": {"https://github.example/api/graphql", "https://github.example"},
		"http://127.0.0.1:8080/api/v3":   {"http://127.0.0.1:8080/api/graphql", "http://127.0.0.1:8080"},
	} {
		app, err := NewApp(Options{BaseURL: base, AppID: 1, PrivateKey: testKey()})
		if err != nil {
			t.Fatal(err)
		}
		if app.graphQL != want[0] || app.web != want[1] {
			t.Errorf("%s: GraphQL at %s, pages at %s", base, app.graphQL, app.web)
		}
	}
}
