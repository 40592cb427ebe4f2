// Package webhook takes GitHub's webhooks: it checks that a delivery is genuine, finds out which
// pull requests it is about, and puts both into the durable inbox before it answers.
//
// A delivery comes in, targets go out. A webhook never says anything about a pull request that is
// believed: the evaluation asks GitHub's API.
package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/palantir/go-githubapp/githubapp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/queue"
)

// MaxBody is GitHub's own limit for a payload: 25 MB.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
const MaxBody = 25 << 20

var (
	deliveryID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,99}$`)
	sha256Form = regexp.MustCompile(`^sha256=[0-9a-fA-F]{64}$`)
)

// Options are what the endpoint needs.
type Options struct {
	Secret string // shared with GitHub; never empty
	// Self is the login under which the App itself acts, such as `sekisho[bot]`. Events that it caused
	// are ignored, so that it never answers itself.
	Self    string
	Inbox   queue.Inbox
	Logger  zerolog.Logger
	Metrics prometheus.Registerer
}

// New returns the endpoint. It refuses an empty secret: go-githubapp takes one to mean that
// signatures are not checked.
func New(o Options) (http.Handler, error) {
	if o.Secret == "" {
		return nil, errors.New("the webhook secret is empty: without it anyone could send webhooks; set the secret that the GitHub App is configured with")
	}
	counter := prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "sekisho", Subsystem: "webhook", Name: "deliveries_total",
		Help: "Webhook requests by event and outcome (accepted, duplicate, own, unhandled, invalid, busy, error).",
	}, []string{"event", "outcome"})
	if o.Metrics != nil {
		o.Metrics.MustRegister(counter)
	}
	s := &scheduler{inbox: o.Inbox, self: o.Self, deliveries: counter}
	dispatcher := githubapp.NewEventDispatcher([]githubapp.EventHandler{eventHandler{}}, o.Secret,
		githubapp.WithScheduler(s),
		githubapp.WithErrorCallback(s.onError),
		githubapp.WithResponseCallback(func(w http.ResponseWriter, _ *http.Request, event string, handled bool) {
			if !handled {
				counter.WithLabelValues("other", "unhandled").Inc()
			}
			w.WriteHeader(http.StatusAccepted)
		}),
	)
	return guard(o.Logger, counter, dispatcher), nil
}

// guard refuses what the dispatcher would let through: a SHA-1 signature, a body of any size, a
// delivery without an id.
func guard(logger zerolog.Logger, deliveries *prometheus.CounterVec, next http.Handler) http.Handler {
	refuse := func(w http.ResponseWriter, status int, reason string) {
		deliveries.WithLabelValues("other", "invalid").Inc()
		logger.Warn().Int("status", status).Str("reason", reason).Msg("webhook refused")
		http.Error(w, reason, status)
	}
	var reading intake
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			refuse(w, http.StatusMethodNotAllowed, "only POST is answered here")
			return
		}
		if !sha256Form.MatchString(r.Header.Get("X-Hub-Signature-256")) {
			refuse(w, http.StatusUnauthorized, "the X-Hub-Signature-256 header is missing or malformed: set a webhook secret in the GitHub App")
			return
		}
		r.Header.Del("X-Hub-Signature")
		if !deliveryID.MatchString(r.Header.Get("X-GitHub-Delivery")) {
			refuse(w, http.StatusBadRequest, "the X-GitHub-Delivery header is missing or malformed")
			return
		}
		if media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(media) != "application/json" {
			refuse(w, http.StatusUnsupportedMediaType, "the payload is not application/json: set the content type in the GitHub App")
			return
		}
		if r.ContentLength > MaxBody {
			refuse(w, http.StatusRequestEntityTooLarge, "the payload is larger than 25 MB")
			return
		}
		counted := &body{ReadCloser: http.MaxBytesReader(w, r.Body, MaxBody), intake: &reading}
		defer counted.release()
		r.Body = counted
		ctx := logger.WithContext(r.Context())
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// scheduler is go-githubapp's seam for running handlers. It runs them to learn the targets, and
// writes delivery and jobs in one transaction before the dispatcher answers.
type scheduler struct {
	inbox      queue.Inbox
	self       string
	deliveries *prometheus.CounterVec
}

var _ githubapp.Scheduler = (*scheduler)(nil)

// Schedule implements githubapp.Scheduler.
func (s *scheduler) Schedule(ctx context.Context, d githubapp.Dispatch) error {
	log := zerolog.Ctx(ctx)
	found := &finding{self: s.self}
	if err := d.Execute(context.WithValue(ctx, findingKey{}, found)); err != nil {
		return githubapp.ValidationError{EventType: d.EventType, DeliveryID: d.DeliveryID, Cause: err}
	}
	if found.own {
		s.deliveries.WithLabelValues(d.EventType, "own").Inc()
		log.Debug().Msg("webhook caused by ourselves")
		return nil
	}
	fresh, err := s.inbox.Accept(ctx, queue.Delivery{ID: d.DeliveryID, Event: d.EventType, Action: found.action,
		Repository: found.repository, Targets: found.targets, Retargeted: found.retargeted, At: found.at})
	if err != nil {
		return fmt.Errorf("accept delivery %s: %w", d.DeliveryID, err)
	}
	outcome := "accepted"
	if !fresh {
		outcome = "duplicate"
	}
	s.deliveries.WithLabelValues(d.EventType, outcome).Inc()
	log.Info().Str("action", found.action).Str("repository", found.repository).Str("outcome", outcome).
		Int("targets", len(found.targets)).Msg("webhook")
	return nil
}

func (s *scheduler) onError(w http.ResponseWriter, r *http.Request, err error) {
	log := zerolog.Ctx(r.Context()).With().Str("delivery", r.Header.Get("X-GitHub-Delivery")).Logger()
	var tooLarge *http.MaxBytesError
	var invalid githubapp.ValidationError
	isInvalid := errors.As(err, &invalid)
	switch {
	case errors.Is(err, errBusy), isInvalid && errors.Is(invalid.Cause, errBusy):
		s.deliveries.WithLabelValues("other", "busy").Inc()
		log.Warn().Err(errBusy).Msg("webhook refused")
		w.Header().Set("Retry-After", "10")
		http.Error(w, errBusy.Error(), http.StatusServiceUnavailable)
	case errors.As(err, &tooLarge), isInvalid && errors.As(invalid.Cause, &tooLarge):
		s.deliveries.WithLabelValues("other", "invalid").Inc()
		log.Warn().Err(err).Msg("webhook refused")
		http.Error(w, "the payload is larger than 25 MB", http.StatusRequestEntityTooLarge)
	case isInvalid:
		s.deliveries.WithLabelValues("other", "invalid").Inc()
		log.Warn().Err(invalid.Cause).Msg("webhook refused")
		http.Error(w, "the signature or the payload is not valid", http.StatusBadRequest)
	default:
		// GitHub records the failure, and its delivery list shows it for redelivery.
		s.deliveries.WithLabelValues("other", "error").Inc()
		log.Error().Err(err).Msg("webhook not accepted")
		http.Error(w, "the delivery could not be recorded", http.StatusInternalServerError)
	}
}
