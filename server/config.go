package server

import (
	"errors"
	"time"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/platform"
)

// Secret is a value that is never shown: formatted, logged or marshalled it says that it is hidden.
type Secret string

const hidden = "[hidden]"

// String implements fmt.Stringer.
func (s Secret) String() string { return hidden }

// GoString implements fmt.GoStringer, which %#v uses.
func (s Secret) GoString() string { return hidden }

// MarshalJSON implements json.Marshaler.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalText implements encoding.TextMarshaler.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Reveal returns the value itself.
func (s Secret) Reveal() string { return string(s) }

// Config is what a server needs. Fields without a default must be set.
type Config struct {
	ListenAddress string // host:port; ":8080". Port 0 takes a free one: see [Server.Address]
	DatabasePath  string // ":memory:" lives as long as the server
	// GitHubURL is the root of the REST API: https://api.github.com (the default), or
	// https://HOST/api/v3 on GitHub Enterprise Server.
	GitHubURL        string
	GitHubGraphQLURL string // empty: the one that belongs to GitHubURL
	AppID            int64
	PrivateKey       Secret // PEM
	WebhookSecret    Secret
	Platform         *platform.Config
	Engine           *engine.Engine
	Concurrency      int    // evaluations at the same time; 4
	PublicURL        string // where people reach this server: for its web page, which is not there yet
	Logger           zerolog.Logger

	// SweepInterval is how often the open pull requests of all tenants are looked over for changes
	// whose webhook never came; 10 minutes. They are also looked over at the start.
	SweepInterval time.Duration
	// FilesPerEvaluation bounds how many files one evaluation asks GitHub for; 2000. With more, a single pull
	// request would use up the hourly limit that all repositories of an installation share.
	FilesPerEvaluation int
	// BytesPerEvaluation bounds what they may have together, which is held in memory; 128 MB.
	BytesPerEvaluation int64
	// EvaluationTimeout bounds one evaluation; 3 minutes.
	EvaluationTimeout time.Duration
	// Backoff is the wait after a first failed evaluation, doubled by each further one; 2 seconds.
	Backoff time.Duration
	// ShutdownTimeout is how long running evaluations may take to end on a stop; 25 seconds.
	ShutdownTimeout time.Duration
	// Retention is how long finished deliveries, judgements and git objects are remembered; 30 days.
	Retention time.Duration
}

// WebhookPath is where GitHub sends webhooks to.
const WebhookPath = "/api/github/hook"

func (c Config) withDefaults() Config {
	defaultTo := func(d *time.Duration, value time.Duration) {
		if *d <= 0 {
			*d = value
		}
	}
	if c.ListenAddress == "" {
		c.ListenAddress = ":8080"
	}
	if c.GitHubURL == "" {
		c.GitHubURL = "https://api.github.com"
	}
	if c.FilesPerEvaluation <= 0 {
		c.FilesPerEvaluation = 2000
	}
	if c.BytesPerEvaluation <= 0 {
		c.BytesPerEvaluation = 128 << 20
	}
	defaultTo(&c.SweepInterval, 10*time.Minute)
	defaultTo(&c.EvaluationTimeout, 3*time.Minute)
	defaultTo(&c.Backoff, 2*time.Second)
	defaultTo(&c.ShutdownTimeout, 25*time.Second)
	defaultTo(&c.Retention, 30*24*time.Hour)
	return c
}

// check reports everything that is missing at once.
func (c Config) check() error {
	var errs []error
	need := func(ok bool, message string) {
		if !ok {
			errs = append(errs, errors.New(message))
		}
	}
	need(c.AppID > 0, "the App's id is not set")
	need(c.PrivateKey != "", "the App's private key is not set")
	need(c.WebhookSecret != "", "the webhook secret is not set: without it anyone could send webhooks")
	need(c.Platform != nil, "the platform configuration (sekisho.yml) is not set")
	need(c.Engine != nil, "the policy is not loaded")
	return errors.Join(errs...)
}
