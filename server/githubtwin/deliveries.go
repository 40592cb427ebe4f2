package githubtwin

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// delivery is one attempt to send a webhook. A redelivery is a new attempt with the same guid.
type delivery struct {
	id             int64
	guid           string
	event, action  string
	installationID any
	repositoryID   any
	app            *app
	payload        []byte
	url, secret    string

	at         time.Time
	redelivery bool
	duration   time.Duration
	status     string
	code       int
	sent       map[string]any
	answered   map[string]any
	answer     string
	done       bool
}

// Delivery is what the twin knows about one attempt to send a webhook.
type Delivery struct {
	ID         int64
	GUID       string
	App        string
	Event      string
	Action     string
	Payload    []byte
	Redelivery bool
	StatusCode int // of the receiver; 0 when it could not be reached
	Status     string
	Done       bool // false while under way
}

// sender sends each App's webhooks one after the other, so that tests see them in order. GitHub promises none.
type sender struct {
	t      *Twin
	client *http.Client

	mu      sync.Mutex
	idle    *sync.Cond
	queues  map[int64][]*delivery
	running map[int64]bool
	closed  bool
}

func newSender(t *Twin) *sender {
	s := &sender{t: t, queues: map[int64][]*delivery{}, running: map[int64]bool{},
		client: &http.Client{Timeout: t.options.WebhookTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}}
	s.idle = sync.NewCond(&s.mu)
	return s
}

// send queues a delivery; the caller holds the Twin's lock.
func (t *Twin) send(d *delivery) {
	copies := 1
	if f := t.takeFault(func(f *fault) bool { return (f.DropWebhook || f.DuplicateWebhook) && f.matchesEvent(d.event, d.action) }); f != nil {
		if f.DropWebhook {
			d.at, d.status, d.code, d.done = t.now(), "failed to connect to host", 502, true
			d.sent, d.answered = map[string]any{}, map[string]any{}
			return
		}
		copies = 2
	}
	s := t.sender
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	for range copies {
		s.queues[d.app.id] = append(s.queues[d.app.id], d)
	}
	if !s.running[d.app.id] {
		s.running[d.app.id] = true
		go s.work(d.app.id)
	}
}

func (s *sender) work(appID int64) {
	for {
		s.mu.Lock()
		if len(s.queues[appID]) == 0 || s.closed {
			s.running[appID] = false
			s.idle.Broadcast()
			s.mu.Unlock()
			return
		}
		d := s.queues[appID][0]
		s.queues[appID] = s.queues[appID][1:]
		s.mu.Unlock()
		s.post(d)
	}
}

func (s *sender) post(d *delivery) {
	started := time.Now()
	request, err := http.NewRequest(http.MethodPost, d.url, bytes.NewReader(d.payload))
	if err != nil {
		s.finish(d, started, nil, nil, "", err)
		return
	}
	header := request.Header
	header.Set("Accept", "*/*")
	header.Set("Content-Type", "application/json")
	header.Set("User-Agent", "GitHub-Hookshot/twin")
	header.Set("X-GitHub-Delivery", d.guid)
	header.Set("X-GitHub-Event", d.event)
	header.Set("X-GitHub-Hook-ID", strconv.FormatInt(d.app.id, 10))
	header.Set("X-GitHub-Hook-Installation-Target-ID", strconv.FormatInt(d.app.id, 10))
	header.Set("X-GitHub-Hook-Installation-Target-Type", "integration")
	if d.secret != "" {
		mac1, mac256 := hmac.New(sha1.New, []byte(d.secret)), hmac.New(sha256.New, []byte(d.secret))
		mac1.Write(d.payload)
		mac256.Write(d.payload)
		header.Set("X-Hub-Signature", fmt.Sprintf("sha1=%x", mac1.Sum(nil)))
		header.Set("X-Hub-Signature-256", fmt.Sprintf("sha256=%x", mac256.Sum(nil)))
	}
	sent := flat(header)
	response, err := s.client.Do(request)
	if err != nil {
		s.finish(d, started, sent, nil, "", err)
		return
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	s.finish(d, started, sent, response, string(text), nil)
}

func (s *sender) finish(d *delivery, started time.Time, sent map[string]any, response *http.Response, text string, err error) {
	s.t.mu.Lock()
	defer s.t.mu.Unlock()
	d.at, d.duration, d.sent, d.answered, d.answer, d.done = s.t.now(), time.Since(started), sent, map[string]any{}, text, true
	if err != nil {
		d.status, d.code = "failed to connect to host", 502
		s.t.options.Log.Warn().Err(err).Str("event", d.event).Str("url", d.url).Msg("webhook not delivered")
		return
	}
	d.code, d.status, d.answered = response.StatusCode, http.StatusText(response.StatusCode), flat(response.Header)
	if d.code < 300 {
		d.status = "OK"
	}
	s.t.options.Log.Debug().Str("event", d.event).Str("action", d.action).Int("status", d.code).Msg("webhook")
}

func flat(header http.Header) map[string]any {
	values := map[string]any{}
	for key := range header {
		values[key] = header.Get(key)
	}
	return values
}

func (s *sender) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.idle.Broadcast()
}

// Drain waits until every webhook made so far was sent or could not be.
func (t *Twin) Drain(ctx context.Context) error {
	s := t.sender
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		s.idle.Broadcast()
		s.mu.Unlock()
	})
	defer stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		busy := false
		for _, running := range s.running {
			busy = busy || running
		}
		if !busy || s.closed {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("wait for webhooks: %w", err)
		}
		s.idle.Wait()
	}
}

// Deliveries lists every attempt of every App, oldest first.
func (t *Twin) Deliveries() []Delivery {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []Delivery
	for _, a := range t.sortedApps() {
		for _, d := range a.deliveries {
			list = append(list, Delivery{ID: d.id, GUID: d.guid, App: a.slug, Event: d.event, Action: d.action,
				Payload: d.payload, Redelivery: d.redelivery, StatusCode: d.code, Status: d.status, Done: d.done})
		}
	}
	return list
}

// redeliver makes a new attempt of an old delivery; the guid stays.
func (t *Twin) redeliver(old *delivery) *delivery {
	d := &delivery{id: t.id(), guid: old.guid, event: old.event, action: old.action, installationID: old.installationID,
		repositoryID: old.repositoryID, app: old.app, payload: old.payload, url: old.app.webhookURL, secret: old.app.webhookSecret,
		redelivery: true}
	old.app.deliveries = append(old.app.deliveries, d)
	t.send(d)
	return d
}

// Redeliver sends a delivery again, as a person does on the App's page.
func (t *Twin) Redeliver(id int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range t.apps {
		for _, d := range a.deliveries {
			if d.id == id {
				t.redeliver(d)
				return nil
			}
		}
	}
	return fmt.Errorf("no delivery %d", id)
}
