package github

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	gh "github.com/google/go-github/v60/github"
	"github.com/prometheus/client_golang/prometheus"
)

// Usage counts the requests of one evaluation.
type Usage struct {
	requests, notModified atomic.Int64
}

// Requests counts all requests that cost something of the rate limit: all but those answered 304.
func (u *Usage) Requests() int { return int(u.requests.Load()) }

// NotModified counts the requests that were answered 304.
func (u *Usage) NotModified() int { return int(u.notModified.Load()) }

type usageKey struct{}

// WithUsage returns a context whose requests are counted.
func WithUsage(ctx context.Context) (context.Context, *Usage) {
	usage := &Usage{}
	return context.WithValue(ctx, usageKey{}, usage), usage
}

// counter counts requests where they leave the process, below every cache.
type counter struct {
	next     http.RoundTripper
	requests *prometheus.CounterVec
}

func newCounter(next http.RoundTripper, registry prometheus.Registerer) *counter {
	c := &counter{next: next, requests: prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "sekisho", Subsystem: "github", Name: "requests_total",
		Help: "Requests to GitHub by method, kind of resource and status (error when there was no answer).",
	}, []string{"method", "resource", "status"})}
	if registry != nil {
		registry.MustRegister(c.requests)
	}
	return c
}

// RoundTrip implements http.RoundTripper.
func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	status := "error"
	if err == nil {
		status = strconv.Itoa(resp.StatusCode)
	}
	if usage, ok := r.Context().Value(usageKey{}).(*Usage); ok {
		if err == nil && resp.StatusCode == http.StatusNotModified {
			usage.notModified.Add(1)
		} else {
			usage.requests.Add(1)
		}
	}
	c.requests.WithLabelValues(r.Method, resource(r.URL.Path), status).Inc()
	return resp, err
}

// halfLeft tells whether at least half of the hour's requests is left, or GitHub counts none.
func halfLeft(rate gh.Rate) bool { return rate.Limit == 0 || rate.Remaining >= rate.Limit/2 }

// resource is the part of a path that says what is asked for, without names and numbers: a label
// with few values.
func resource(path string) string {
	path = strings.TrimPrefix(path, "/api/v3")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	known := map[string]bool{
		"app": true, "installations": true, "installation": true, "access_tokens": true, "graphql": true,
		"pulls": true, "issues": true, "comments": true, "reviews": true, "commits": true, "git": true,
		"trees": true, "blobs": true, "check-runs": true, "compare": true, "teams": true, "memberships": true,
		"branches": true, "rules": true,
	}
	var kept []string
	skip := 0
	if len(parts) > 0 && (parts[0] == "repos" || parts[0] == "orgs") {
		// The names that follow are no words of the API, whatever they say.
		kept, skip = []string{parts[0]}, map[string]int{"repos": 3, "orgs": 2}[parts[0]]
	}
	for i, part := range parts {
		if i >= skip && known[part] {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "/")
}
