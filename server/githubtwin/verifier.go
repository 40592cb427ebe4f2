package githubtwin

import "net/http"

type verifier struct{}

func newVerifier(bool) (*verifier, error)                  { return &verifier{}, nil }
func (v *verifier) wrap(h http.Handler) http.Handler       { return h }
func (v *verifier) webhook(event, action string, b []byte) {}
func (v *verifier) violations() []string                   { return nil }
