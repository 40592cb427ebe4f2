package githubtwin

import "net/http"

func isPagePath(r *http.Request) bool { return false }

func (t *Twin) servePage(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
