package github

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/store"
)

var ctx = context.Background()

var testKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

// api is a GitHub of canned answers: for what the twin, which is right, does not do wrong.
type api struct {
	t       *testing.T
	mu      sync.Mutex
	answers map[string]http.HandlerFunc
	asked   []string
}

// newAPI returns access to acme/dags on a GitHub that knows only the App itself.
func newAPI(t *testing.T) (*api, *Repository) {
	t.Helper()
	a := &api{t: t, answers: map[string]http.HandlerFunc{}}
	a.say("GET /app", `{"id": 1, "slug": "sekisho"}`)
	a.answers["POST /app/installations/7/access_tokens"] = func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"token": "ghs_test", "expires_at": %q}`, time.Now().Add(time.Hour).Format(time.RFC3339))
	}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	objects, err := store.Open(ctx, store.InMemory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { objects.Close() })
	app, err := NewApp(Options{BaseURL: server.URL, AppID: 1, PrivateKey: testKey(), Objects: objects})
	if err != nil {
		t.Fatal(err)
	}
	r, err := app.Repository(ctx, "acme/dags", 7)
	if err != nil {
		t.Fatal(err)
	}
	return a, r
}

// say answers a request ("GET /path") with JSON.
func (a *api) say(request, body string) {
	a.answers[request] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, body)
	}
}

// refuse answers a request with a status.
func (a *api) refuse(request string, status int, header ...string) {
	a.answers[request] = func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"message": "status %d"}`, status)
	}
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.Method + " " + r.URL.Path
	a.mu.Lock()
	a.asked = append(a.asked, name)
	answer := a.answers[name]
	a.mu.Unlock()
	if answer == nil {
		http.Error(w, `{"message": "Not Found"}`, http.StatusNotFound)
		return
	}
	answer(w, r)
}

func (a *api) count(request string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, name := range a.asked {
		if name == request {
			n++
		}
	}
	return n
}
