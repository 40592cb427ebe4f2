package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestTheTwinRunsAlone(t *testing.T) {
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	text := "organizations: {acme: {owners: [olga]}}\nrepositories: [{name: acme/dags}]\napps: [{name: Sekisho, install: {acme: [dags]}}]\n"
	if err := os.WriteFile(seed, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"--seed", seed}, writer, io.Discard) }()
	var shown started
	if err := json.NewDecoder(reader).Decode(&shown); err != nil {
		t.Fatal(err)
	}
	if shown.Apps["Sekisho"].ID == 0 || shown.Installations["Sekisho on acme"] == 0 {
		t.Errorf("shown: %+v", shown)
	}
	response, err := http.Get(shown.API + "rate_limit")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("status %d", response.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := run(context.Background(), []string{"--seed", "nowhere.yaml"}, io.Discard, io.Discard); err == nil {
		t.Error("a seed that is not there")
	}
}
