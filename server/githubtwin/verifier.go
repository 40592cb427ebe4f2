package githubtwin

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/sekisho/sekisho/server/githubtwin/contract"
)

// verifier holds everything that passes against GitHub's own description and examples.
type verifier struct {
	on   bool
	mu   sync.Mutex
	list []string
	seen map[string]bool
}

// maxViolations bounds what is kept: a broken client would fill memory otherwise.
const maxViolations = 1000

func newVerifier(on bool) (*verifier, error) {
	return &verifier{on: on, seen: map[string]bool{}}, nil
}

func (v *verifier) report(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if text := err.Error(); !v.seen[text] && len(v.list) < maxViolations {
		v.seen[text] = true
		v.list = append(v.list, text)
	}
}

// wrap checks the API's part of a handler; control, git and pages pass by.
func (v *verifier) wrap(next http.Handler) (http.Handler, error) {
	if !v.on {
		return next, nil
	}
	checked, err := contract.Check(next, v.report)
	if err != nil {
		return nil, fmt.Errorf("hold the twin to GitHub's description: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.EscapedPath()
		if strings.HasPrefix(path, "/_twin") || isGitPath(path) || isPagePath(r) {
			next.ServeHTTP(w, r)
			return
		}
		checked.ServeHTTP(w, r)
	}), nil
}

func (v *verifier) webhook(event, action string, payload []byte) {
	if !v.on {
		return
	}
	for _, err := range contract.CheckWebhook(event, action, payload) {
		v.report(err)
	}
}

func (v *verifier) violations() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.list)
}

// TakeViolations returns the violations so far and forgets them, for tests that send what GitHub refuses.
func (t *Twin) TakeViolations() []string {
	v := t.verifier
	v.mu.Lock()
	defer v.mu.Unlock()
	list := v.list
	v.list, v.seen = nil, map[string]bool{}
	return list
}
