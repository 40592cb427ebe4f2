package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	gh "github.com/google/go-github/v60/github"
	"github.com/gregjones/httpcache"
	lru "github.com/hashicorp/golang-lru"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/sekisho/sekisho/server/store"
)

// Options say where GitHub is and who we are there.
type Options struct {
	// BaseURL is the root of the REST API: https://api.github.com, or https://HOST/api/v3.
	BaseURL string
	// GraphQLURL is the GraphQL endpoint; empty means the one that belongs to BaseURL.
	GraphQLURL string
	AppID      int64
	PrivateKey []byte        // PEM, as GitHub hands it out
	Timeout    time.Duration // of one request; 30 seconds
	Objects    Objects
	Metrics    prometheus.Registerer
	Transport  http.RoundTripper // nil means the default one
}

// Objects remembers git objects.
type Objects interface {
	Object(ctx context.Context, repository string, kind store.ObjectKind, sha string) ([]byte, bool, error)
	PutObjects(ctx context.Context, objects ...store.Object) error
}

// App is the GitHub App as which Sekisho acts. It is safe for concurrent use.
type App struct {
	options Options
	base    *url.URL
	graphQL string
	web     string // where people look at GitHub
	counted http.RoundTripper
	jwt     *gh.Client

	mu            sync.Mutex
	installations map[string]int64 // by repository in lower case
	clients       map[int64]*gh.Client
	self          *Self
}

// Self is how GitHub calls the App.
type Self struct {
	ID    int64
	Slug  string
	Login string // of the account that its comments are from: slug[bot]
}

// NewApp returns the App. It makes no request.
func NewApp(o Options) (*App, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, fmt.Errorf("the address of GitHub's API, %q, is not of the form https://api.github.com", o.BaseURL)
	}
	if !strings.HasSuffix(base.Path, "/") {
		base.Path += "/"
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	a := &App{options: o, base: base, graphQL: o.GraphQLURL, installations: map[string]int64{}, clients: map[int64]*gh.Client{}}
	if a.graphQL == "" {
		graphQL := *base
		graphQL.Path = strings.TrimSuffix(graphQL.Path, "v3/") + "graphql"
		a.graphQL = graphQL.String()
	}
	a.web = webOf(base)
	a.counted = newCounter(o.Transport, o.Metrics)
	token, err := ghinstallation.NewAppsTransport(a.counted, o.AppID, o.PrivateKey)
	if err != nil {
		return nil, fmt.Errorf("read the App's private key: %w", err)
	}
	token.BaseURL = strings.TrimSuffix(base.String(), "/")
	a.jwt = a.newClient(token)
	return a, nil
}

// webOf is the address of GitHub's pages, which on GitHub Enterprise Server is the API's host.
func webOf(api *url.URL) string {
	host := api.Host
	if host == "api.github.com" {
		host = "github.com"
	}
	return api.Scheme + "://" + host
}

func (a *App) newClient(transport http.RoundTripper) *gh.Client {
	client := gh.NewClient(&http.Client{Transport: transport, Timeout: a.options.Timeout})
	client.BaseURL = a.base
	client.UserAgent = "sekisho"
	return client
}

// Self asks GitHub once who we are.
func (a *App) Self(ctx context.Context) (Self, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.self != nil {
		return *a.self, nil
	}
	app, _, err := a.jwt.Apps.Get(ctx, "")
	if err != nil {
		return Self{}, failed(err, "ask GitHub who this App is")
	}
	if app.GetID() != a.options.AppID || app.GetSlug() == "" {
		return Self{}, fmt.Errorf("%w: GitHub knows it as %d %q, configured is %d", errOtherApp, app.GetID(), app.GetSlug(), a.options.AppID)
	}
	a.self = &Self{ID: app.GetID(), Slug: app.GetSlug(), Login: app.GetSlug() + "[bot]"}
	return *a.self, nil
}

// Repository returns access to a repository (owner/name) through its installation. The hint is an
// installation to try without asking; 0 means that none is known.
func (a *App) Repository(ctx context.Context, name string, hint int64) (*Repository, error) {
	owner, repo, ok := strings.Cut(name, "/")
	if !ok {
		return nil, fmt.Errorf("repository %q is not owner/name", name)
	}
	self, err := a.Self(ctx)
	if err != nil {
		return nil, err
	}
	id, err := a.installation(ctx, owner, repo, hint)
	if err != nil {
		return nil, err
	}
	client, err := a.client(id)
	if err != nil {
		return nil, err
	}
	return &Repository{Name: name, key: strings.ToLower(name), owner: owner, repo: repo, app: a, self: self, client: client, objects: a.options.Objects}, nil
}

func (a *App) installation(ctx context.Context, owner, repo string, hint int64) (int64, error) {
	key := strings.ToLower(owner + "/" + repo)
	a.mu.Lock()
	known := a.installations[key]
	if hint > 0 {
		a.installations[key], known = hint, hint
	}
	a.mu.Unlock()
	if known > 0 {
		return known, nil
	}
	found, _, err := a.jwt.Apps.FindRepositoryInstallation(ctx, owner, repo)
	if err != nil {
		return 0, failed(err, "find the App's installation on "+key)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.installations[key] = found.GetID()
	return found.GetID(), nil
}

// Forget forgets which installation a repository belongs to: it may have been installed anew.
func (a *App) Forget(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.installations, strings.ToLower(name))
}

// client returns the installation's client: one for all requests, so that the token is asked for
// once an hour and the memory of answers is shared.
func (a *App) client(installation int64) (*gh.Client, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if client, ok := a.clients[installation]; ok {
		return client, nil
	}
	// Every remembered answer is validated again, whatever age GitHub allows it: a decision must not
	// rest on a minute-old list of reviews. An answer 304 costs nothing of the rate limit.
	cached := &httpcache.Transport{Transport: validate{a.counted}, Cache: newCache(), MarkCachedResponses: true}
	token, err := ghinstallation.New(a.counted, a.options.AppID, installation, a.options.PrivateKey)
	if err != nil {
		return nil, fmt.Errorf("read the App's private key: %w", err)
	}
	token.BaseURL = strings.TrimSuffix(a.base.String(), "/")
	client := a.newClient(authenticated{token, cached})
	a.clients[installation] = client
	return client, nil
}

// authenticated adds the installation's token to requests that go through the cache.
type authenticated struct {
	token *ghinstallation.Transport
	next  http.RoundTripper
}

func (t authenticated) RoundTrip(r *http.Request) (*http.Response, error) {
	token, err := t.token.Token(r.Context())
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "token "+token)
	return t.next.RoundTrip(r)
}

// validate makes every answer stale at once, so that it is used only after GitHub said 304.
type validate struct{ next http.RoundTripper }

func (t validate) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	resp.Header.Del("Expires")
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNotModified:
		// Also on 304: its headers replace those of the remembered answer.
		resp.Header.Set("Cache-Control", "private, max-age=0")
	default:
		// A failure that came with a validator would be validated, and answered, for ever.
		resp.Header.Set("Cache-Control", "no-store")
	}
	return resp, nil
}

// boundedCache keeps a bounded number of answers. Git objects are not among them: they are
// remembered in the store, for good.
type boundedCache struct{ answers *lru.Cache }

const (
	cachedAnswers   = 2048
	cachedAnswerMax = 512 << 10
)

func newCache() boundedCache {
	answers, err := lru.New(cachedAnswers)
	if err != nil {
		panic(err) // only for a size that is not positive
	}
	return boundedCache{answers}
}

func (c boundedCache) Get(key string) ([]byte, bool) {
	value, ok := c.answers.Get(key)
	if !ok {
		return nil, false
	}
	return value.([]byte), true
}

func (c boundedCache) Set(key string, answer []byte) {
	if len(answer) <= cachedAnswerMax && !strings.Contains(key, "/git/") {
		c.answers.Add(key, answer)
	}
}

func (c boundedCache) Delete(key string) { c.answers.Remove(key) }

// Repository is access to one repository.
type Repository struct {
	Name string // owner/name

	key         string // the name in lower case, under which things are remembered: GitHub ignores case
	owner, repo string
	app         *App
	self        Self
	client      *gh.Client
	objects     Objects
}

// Key is the repository's name as it is remembered by.
func (r *Repository) Key() string { return r.key }

var errOtherApp = errors.New("the private key belongs to another App")

// waitError is an error that says when to try again.
type waitError struct {
	error
	after time.Duration
}

func (e *waitError) Unwrap() error             { return e.error }
func (e *waitError) RetryAfter() time.Duration { return e.after }

// failed wraps an error of a request with what was attempted, and with when to try again where
// GitHub said so.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
func failed(err error, attempted string) error {
	wrapped := fmt.Errorf("%s: %w", attempted, err)
	var primary *gh.RateLimitError
	var secondary *gh.AbuseRateLimitError
	var answer *gh.ErrorResponse
	var token *ghinstallation.HTTPError
	switch {
	case errors.As(err, &primary):
		return &waitError{wrapped, time.Until(primary.Rate.Reset.Time) + time.Second}
	case errors.As(err, &secondary):
		after := secondary.GetRetryAfter()
		if after <= 0 {
			after = time.Minute // GitHub's advice where it names no time
		}
		return &waitError{wrapped, after}
	case errors.As(err, &answer):
		if after, ok := retryAfter(answer.Response); ok {
			return &waitError{wrapped, after}
		}
	case errors.As(err, &token):
		if after, ok := retryAfter(token.Response); ok {
			return &waitError{wrapped, after}
		}
	}
	return wrapped
}

func retryAfter(resp *http.Response) (time.Duration, bool) {
	if resp == nil {
		return 0, false
	}
	if seconds, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s"); err == nil && seconds >= 0 {
		return seconds, true
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return time.Minute, true
	}
	return 0, false
}

// waits says whether an error says when to try again.
func waits(err error) bool {
	var wait *waitError
	return errors.As(err, &wait)
}

// Temporary says whether an error is GitHub's trouble or the network's, and not a refusal.
func Temporary(err error) bool {
	s := status(err)
	return waits(err) || s == 0 && !errors.Is(err, errOtherApp) || s >= 500
}

// status is the HTTP status of an error of a request, or 0.
func status(err error) int {
	var answer *gh.ErrorResponse
	if errors.As(err, &answer) && answer.Response != nil {
		return answer.Response.StatusCode
	}
	return 0
}
