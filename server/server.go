// Package server is the GitHub App: webhooks come in, each pull request they are about is evaluated
// by package policy, and a check, a review and a comment go out.
//
// It wires the packages below it together. It decides nothing, and believes nothing that a webhook
// says.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/server/gate"
	"github.com/sekisho/sekisho/server/github"
	"github.com/sekisho/sekisho/server/queue"
	"github.com/sekisho/sekisho/server/store"
	"github.com/sekisho/sekisho/server/webhook"
)

var _ policy.Memory = (*store.Judgements)(nil)

// Server is a Sekisho server. Make it with New, run it with Run.
type Server struct {
	config   Config
	log      zerolog.Logger
	store    *store.Store
	queue    queue.Queue
	app      *github.App
	registry *prometheus.Registry
	listener net.Listener
	ready    atomic.Bool
}

// New opens the database and listens, but answers nothing until Run. It makes no request.
func New(config Config) (*Server, error) {
	config = config.withDefaults()
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("configure the server: %w", err)
	}
	ctx := context.Background()
	s := &Server{config: config, log: config.Logger, registry: prometheus.NewRegistry()}
	if err := s.build(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *Server) build(ctx context.Context) (err error) {
	if s.store, err = store.Open(ctx, s.config.DatabasePath); err != nil {
		return err
	}
	program, err := digestOfProgram()
	if err != nil {
		return err
	}
	memory, err := store.NewJudgements(s.store, program)
	if err != nil {
		return err
	}
	s.app, err = github.NewApp(github.Options{
		BaseURL: s.config.GitHubURL, GraphQLURL: s.config.GitHubGraphQLURL, AppID: s.config.AppID,
		PrivateKey: []byte(s.config.PrivateKey.Reveal()), Objects: s.store, Metrics: s.registry,
	})
	if err != nil {
		return err
	}
	e := &evaluator{
		app: s.app, config: s.config.Platform, checker: policy.NewChecker(s.config.Engine, s.config.Platform, memory),
		gate: gate.New(s.config.Engine, s.config.Platform, s.store), store: s.store, memory: memory, program: program,
		filesRead: s.config.FilesPerEvaluation, bytesRead: s.config.BytesPerEvaluation,
		log: s.log, metrics: newMetrics(s.registry),
	}
	e.publisher = github.NewPublisher(s.store, []byte(s.config.PrivateKey.Reveal()), e.again)
	s.queue, err = queue.Open(ctx, s.store, e, queue.Options{
		Concurrency: s.config.Concurrency, Timeout: s.config.EvaluationTimeout, Backoff: s.config.Backoff, Logger: s.log, Metrics: s.registry,
	})
	if err != nil {
		return err
	}
	e.inbox = s.queue
	watchQueue(s.registry, s.queue)
	s.listener, err = net.Listen("tcp", s.config.ListenAddress)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.config.ListenAddress, err)
	}
	return nil
}

// Address is the host:port the server listens on.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Run serves until ctx ends, then stops taking webhooks, lets running evaluations end, and closes
// the database. It may be called once.
func (s *Server) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.close()) }()
	self, err := s.self(ctx)
	if err != nil {
		return err
	}
	endpoint, err := webhook.New(webhook.Options{
		Secret: s.config.WebhookSecret.Reveal(), Self: self.Login, Inbox: s.queue, Logger: s.log, Metrics: s.registry,
	})
	if err != nil {
		return err
	}
	if err := s.queue.Start(ctx); err != nil {
		return err
	}
	web := &http.Server{
		Handler:           s.routes(endpoint),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second, // GitHub waits no longer for an answer
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	served := make(chan error, 1)
	go func() { served <- web.Serve(s.listener) }()
	sweeping, stopSweeping := context.WithCancel(ctx)
	swept := make(chan struct{})
	go func() { defer close(swept); s.sweep(sweeping) }()
	s.ready.Store(true)
	s.log.Info().Str("address", s.Address()).Str("app", self.Slug).Msg("serving")

	select {
	case err = <-served:
		err = fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.ready.Store(false)
	s.log.Info().Msg("stopping")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.ShutdownTimeout)
	defer cancel()
	stopSweeping()
	<-swept
	// First no new delivery, then the running evaluations: what was acknowledged stays in the queue.
	return errors.Join(err, web.Shutdown(stopping), s.queue.Stop(stopping))
}

// self asks GitHub who the App is, and goes on asking while GitHub does not answer: a server that
// starts during an outage must not need to be started again. A refusal is final.
func (s *Server) self(ctx context.Context) (github.Self, error) {
	wait := s.config.Backoff
	for {
		self, err := s.app.Self(ctx)
		if err == nil || !github.Temporary(err) {
			return self, err
		}
		s.log.Warn().Err(err).Dur("retry_in", wait).Msg("GitHub does not answer")
		select {
		case <-ctx.Done():
			return github.Self{}, fmt.Errorf("ask GitHub who this App is: %w", ctx.Err())
		case <-time.After(wait):
			wait = min(2*wait, time.Minute)
		}
	}
}

// sweep enqueues all tenants' repositories, now and then: webhooks get lost, and GitHub does not send
// them again. A repository in which nothing has changed costs one conditional request.
func (s *Server) sweep(ctx context.Context) {
	ticker := time.NewTicker(s.config.SweepInterval)
	defer ticker.Stop()
	for {
		var targets []queue.Target
		for _, name := range repositoriesOf(s.config.Platform) {
			targets = append(targets, queue.Target{Kind: queue.Repository, Repository: name})
		}
		strangers, err := s.strangers(ctx)
		if err = errors.Join(err, s.queue.Enqueue(ctx, append(targets, strangers...)...)); err != nil && ctx.Err() == nil {
			s.log.Error().Err(err).Msg("sweep")
		}
		if err := s.store.Prune(ctx, time.Now().Add(-s.config.Retention)); err != nil && ctx.Err() == nil {
			s.log.Error().Err(err).Msg("forget what is old")
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// strangers are the green pull requests of repositories that belong to no tenant any more.
func (s *Server) strangers(ctx context.Context) ([]queue.Target, error) {
	green, err := s.store.OpenStandings(ctx, closed)
	var targets []queue.Target
	for repository, numbers := range green {
		if _, ok := s.config.Platform.TenantOf(repository); ok {
			continue
		}
		for _, number := range numbers {
			targets = append(targets, queue.Target{Kind: queue.PullRequest, Repository: repository, Number: number})
		}
	}
	return targets, err
}

func (s *Server) routes(endpoint http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(WebhookPath, endpoint)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := s.store.Ping(ctx); err != nil || !s.ready.Load() {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{}))
	return mux
}

func (s *Server) close() error {
	var errs []error
	if s.listener != nil {
		if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	return errors.Join(errs...)
}
