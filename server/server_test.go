package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server"
)

func TestSecretsAreNeverShown(t *testing.T) {
	config := server.Config{PrivateKey: "the key", WebhookSecret: "the secret"}
	var log bytes.Buffer
	logger := zerolog.New(&log)
	logger.Info().Interface("config", struct{ Key server.Secret }{config.PrivateKey}).Stringer("secret", config.WebhookSecret).Msg("x")
	text, err := json.Marshal(struct{ Key server.Secret }{config.PrivateKey})
	must(t, err)
	for _, shown := range []string{fmt.Sprint(config), fmt.Sprintf("%+v", config), fmt.Sprintf("%#v", config), fmt.Sprintf("%q", config.PrivateKey),
		string(text), log.String()} {
		if strings.Contains(shown, "the key") || strings.Contains(shown, "the secret") {
			t.Errorf("shown: %s", shown)
		}
	}
	if config.PrivateKey.Reveal() != "the key" {
		t.Error("Reveal does not reveal")
	}
}

func TestAServerThatIsNotConfiguredDoesNotStart(t *testing.T) {
	_, err := server.New(server.Config{DatabasePath: ":memory:", ListenAddress: "127.0.0.1:0"})
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, "error", err.Error(), "id is not set", "private key is not set", "webhook secret is not set", "sekisho.yml", "policy is not loaded")
}

func TestAWrongPrivateKeyIsNamed(t *testing.T) {
	w := newWorld(t)
	w.app.ID++ // another App's id with this key
	s := w.make()
	if err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "ask GitHub who this App is") {
		t.Errorf("Run = %v", err)
	}
}

func TestASecondServerOnTheDatabaseIsRefused(t *testing.T) {
	w := started(t)
	if _, err := w.tryMake(); err == nil || !strings.Contains(err.Error(), "another sekisho") {
		t.Errorf("New = %v", err)
	}
}

func TestEndpoints(t *testing.T) {
	w := started(t)
	for path, want := range map[string]string{
		"/healthz": "alive", "/readyz": "ready", "/metrics": "sekisho_github_requests_total",
	} {
		resp, err := http.Get(w.address + path)
		must(t, err)
		text, err := io.ReadAll(resp.Body)
		must(t, err)
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK || !strings.Contains(string(text), want) {
			t.Errorf("%s: %d %.200s", path, resp.StatusCode, text)
		}
	}
	resp, err := http.Post(w.address+server.WebhookPath, "application/json", strings.NewReader("{}"))
	must(t, err)
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("an unsigned webhook: %d, want 401", resp.StatusCode)
	}
	resp, err = http.Get(w.address + "/elsewhere")
	must(t, err)
	resp.Body.Close()
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("/elsewhere: %d", resp.StatusCode)
	}
}
