package main

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/demo"
	"github.com/sekisho/sekisho/server"
	"github.com/sekisho/sekisho/server/webhook"
)

// manifest is app.yml.
type manifest struct {
	Name           string `yaml:"name"`
	Description    string `yaml:"description"`
	URL            string `yaml:"url"`
	Public         bool   `yaml:"public"`
	HookAttributes struct {
		URL    string `yaml:"url"`
		Active bool   `yaml:"active"`
	} `yaml:"hook_attributes"`
	Permissions map[string]string `yaml:"default_permissions"`
	Events      []string          `yaml:"default_events"`
}

func readManifest(t *testing.T) manifest {
	t.Helper()
	f, err := os.Open("../../app.yml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	decoder := yaml.NewDecoder(f)
	decoder.KnownFields(true)
	var m manifest
	if err := decoder.Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

// unasked are events that GitHub sends to every App, and that a manifest cannot ask for.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation
var unasked = []string{"installation", "installation_repositories", "ping"}

func TestManifestAsksForTheHandledEvents(t *testing.T) {
	var want []string
	for event := range maps.Keys(webhook.Actions) {
		if !slices.Contains(unasked, event) {
			want = append(want, event)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, readManifest(t).Events); diff != "" {
		t.Errorf("app.yml and the events that package webhook handles differ (-handled +manifest):\n%s", diff)
	}
}

// TestManifestAsksForTheLeast: each permission has its reasons: the events and the requests that GitHub
// does not allow without it. (GitHub documentation, "Permissions required for GitHub Apps" and
// "Webhook events and payloads".)
func TestManifestAsksForTheLeast(t *testing.T) {
	reasons := map[string]struct {
		level  string
		events []string
		uses   string
	}{
		"checks":        {"write", []string{"check_run", "check_suite"}, "POST and PATCH /repos/{owner}/{repo}/check-runs"},
		"contents":      {"read", []string{"push"}, "GET /repos/{owner}/{repo}/git/trees, blobs and commits, and /branches/{branch} with its protection in short"},
		"members":       {"read", []string{"membership"}, "GET /orgs/{org}/teams/{team_slug}/memberships/{username}"},
		"merge_queues":  {"read", []string{"merge_group"}, ""},
		"metadata":      {"read", nil, "granted to every App: GET /repos/{owner}/{repo}/rules/branches/{branch}"},
		"pull_requests": {"write", []string{"pull_request", "pull_request_review"}, "POST reviews, and comments on pull requests"},
	}
	m := readManifest(t)
	asked := map[string]string{}
	covered := []string{}
	for permission, reason := range reasons {
		asked[permission] = reason.level
		covered = append(covered, reason.events...)
	}
	if diff := cmp.Diff(asked, m.Permissions); diff != "" {
		t.Errorf("permissions without a reason, or missing (-reasons +manifest):\n%s", diff)
	}
	slices.Sort(covered)
	if diff := cmp.Diff(covered, m.Events); diff != "" {
		t.Errorf("events that no permission covers (-covered +manifest):\n%s", diff)
	}
}

// TestDemoRunsWithTheManifest: the demo's App has what app.yml asks for, no more.
func TestDemoRunsWithTheManifest(t *testing.T) {
	m := readManifest(t)
	if diff := cmp.Diff(m.Permissions, demo.Permissions); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(m.Events, demo.Events); diff != "" {
		t.Error(diff)
	}
}

func TestManifestIsPrivateAndDocumented(t *testing.T) {
	m := readManifest(t)
	if !strings.HasSuffix(m.HookAttributes.URL, server.WebhookPath) {
		t.Errorf("webhooks go to %s, the server takes them at %s", m.HookAttributes.URL, server.WebhookPath)
	}
	if m.Public || !m.HookAttributes.Active || m.Name == "" || m.URL == "" {
		t.Errorf("%+v", m)
	}
	docs, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	for permission, level := range m.Permissions {
		if !strings.Contains(string(docs), "| "+permission+": "+level+" |") {
			t.Errorf("docs/operating.md does not explain %s: %s", permission, level)
		}
	}
}
