package github

import (
	"context"
	"errors"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/server/store"
)

// ErrNotStored says that something of a repository is not remembered.
var ErrNotStored = errors.New("it is not stored any more")

// Stored is a repository as far as its git objects are remembered. GitHub is not asked for the rest.
func Stored(name string, objects Objects) *Repository {
	owner, repo, _ := strings.Cut(name, "/")
	return &Repository{Name: name, key: strings.ToLower(name), owner: owner, repo: repo, objects: objects,
		client: gh.NewClient(&http.Client{Transport: nothing{}})}
}

// nothing answers no request.
type nothing struct{}

func (nothing) RoundTrip(*http.Request) (*http.Response, error) { return nil, ErrNotStored }

// RecordedSnapshot is the snapshot of a merge result that was evaluated: of its tree, on top of a commit of the base
// branch.
func (r *Repository) RecordedSnapshot(ctx context.Context, record *store.Record, tenant facts.Tenant, platform *facts.Platform) (*Snapshot, error) {
	s, err := r.compare(ctx, "", record.MergeTree, record.BaseSHA, tenant, platform)
	if err != nil {
		return nil, err
	}
	s.Head = record.Head
	if s.Incomplete == "" {
		s.Incomplete = record.Incomplete
	}
	return s, nil
}
