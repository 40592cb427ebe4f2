package githubtwin

import "net/http"

func (t *Twin) serveControl(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
