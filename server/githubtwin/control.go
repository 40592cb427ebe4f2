package githubtwin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Control is the Go surface over HTTP, for a twin that runs on its own: POST /_twin/<verb> with a JSON object whose
// keys are the arguments, GET /_twin/<noun>?… to look. It is not GitHub's and needs no token: listen on loopback.

// arguments are those of any verb; each takes what it needs.
type arguments struct {
	Repo, Branch, Author, Login, Message, Title, Body, Head, Base string
	Owner, Name, DefaultBranch, Slug, Parent, Organization, Team  string
	State, SHA, From, Email, Committer, Identifier, Thread, Role  string
	URL, Secret                                                   string
	Number                                                        int
	ID, App                                                       int64
	Files                                                         map[string]*string
	Modes                                                         map[string]string
	Members, Owners, Repos                                        []string
	Draft, Resolved                                               bool
	Protection                                                    Protection
	Limits                                                        Limits
	Match                                                         Match
	Fault                                                         struct {
		LatencyMillis, RetryAfterSeconds, Status, Times int
		After, DropWebhook, DuplicateWebhook            bool
	}
}

func (a arguments) files() map[string][]byte {
	files := map[string][]byte{}
	for path, content := range a.Files {
		files[path] = nil
		if content != nil {
			files[path] = []byte(*content)
		}
	}
	return files
}

type verb func(t *Twin, a arguments) (any, error)

// does makes a verb of what returns only an error.
func does(f func(t *Twin, a arguments) error) verb {
	return func(t *Twin, a arguments) (any, error) { return nil, f(t, a) }
}

var verbs = map[string]verb{
	"create-org":  does(func(t *Twin, a arguments) error { return t.CreateOrg(a.Name, a.Owners...) }),
	"create-user": does(func(t *Twin, a arguments) error { return t.CreateUser(a.Login, "User") }),
	"create-team": does(func(t *Twin, a arguments) error { return t.CreateTeam(a.Organization, a.Slug, a.Parent, a.Members...) }),
	"update-team": does(func(t *Twin, a arguments) error { return t.UpdateTeam(a.Organization, a.Team, a.Login, a.State) }),
	"create-repository": does(func(t *Twin, a arguments) error {
		return t.CreateRepository(a.Owner, a.Name, a.DefaultBranch, a.files())
	}),
	"collaborator": does(func(t *Twin, a arguments) error { return t.SetCollaborator(a.Repo, a.Login, a.Role) }),
	"protect":      does(func(t *Twin, a arguments) error { return t.Protect(a.Repo, a.Branch, a.Protection) }),
	"webhook":      does(func(t *Twin, a arguments) error { return t.SetWebhook(a.App, a.URL, a.Secret) }),
	"install":      func(t *Twin, a arguments) (any, error) { return t.Install(a.App, a.Owner, a.Repos...) },
	"uninstall":    does(func(t *Twin, a arguments) error { return t.Uninstall(a.ID) }),
	"token":        func(t *Twin, a arguments) (any, error) { return t.UserToken(a.Login) },
	"commit": func(t *Twin, a arguments) (any, error) {
		return t.Commit(a.Repo, a.Branch, a.Author, a.Message, a.files(), CommitOptions{From: a.From, Modes: a.Modes, Committer: a.Committer, Email: a.Email})
	},
	"push": does(func(t *Twin, a arguments) error { return t.Push(a.Repo, a.Branch, a.SHA, a.Login) }),
	"open": func(t *Twin, a arguments) (any, error) {
		return t.OpenPullRequest(a.Repo, a.Author, a.Head, a.Base, a.Title, PullOptions{Body: a.Body, Draft: a.Draft})
	},
	"edit-title": does(func(t *Twin, a arguments) error { return t.EditTitle(a.Repo, a.Number, a.Login, a.Title) }),
	"edit-base":  does(func(t *Twin, a arguments) error { return t.EditBase(a.Repo, a.Number, a.Login, a.Base) }),
	"ready":      does(func(t *Twin, a arguments) error { return t.ReadyForReview(a.Repo, a.Number, a.Login) }),
	"draft":      does(func(t *Twin, a arguments) error { return t.ConvertToDraft(a.Repo, a.Number, a.Login) }),
	"close":      does(func(t *Twin, a arguments) error { return t.ClosePullRequest(a.Repo, a.Number, a.Login) }),
	"reopen":     does(func(t *Twin, a arguments) error { return t.ReopenPullRequest(a.Repo, a.Number, a.Login) }),
	"review": func(t *Twin, a arguments) (any, error) {
		return t.Review(a.Repo, a.Number, a.Login, a.State, a.Body, a.SHA)
	},
	"dismiss": does(func(t *Twin, a arguments) error { return t.DismissReview(a.Repo, a.Number, a.Login, a.ID, a.Message) }),
	"comment": func(t *Twin, a arguments) (any, error) { return t.Comment(a.Repo, a.Number, a.Login, a.Body) },
	"resolve": does(func(t *Twin, a arguments) error {
		return t.ResolveThread(a.Repo, a.Number, a.Login, a.Thread, a.Resolved)
	}),
	"merge":           does(func(t *Twin, a arguments) error { return t.Merge(a.Repo, a.Number, a.Login) }),
	"merge-as-admin":  does(func(t *Twin, a arguments) error { return t.MergeAsAdmin(a.Repo, a.Number, a.Login) }),
	"enqueue":         does(func(t *Twin, a arguments) error { return t.Enqueue(a.Repo, a.Number, a.Login) }),
	"rerequest":       does(func(t *Twin, a arguments) error { return t.Rerequest(a.Repo, a.ID, a.Login) }),
	"rerequest-suite": does(func(t *Twin, a arguments) error { return t.RerequestSuite(a.Repo, a.App, a.SHA, a.Login) }),
	"action":          does(func(t *Twin, a arguments) error { return t.RequestAction(a.Repo, a.ID, a.Login, a.Identifier) }),
	"redeliver":       does(func(t *Twin, a arguments) error { return t.Redeliver(a.ID) }),
	"limits":          does(func(t *Twin, a arguments) error { t.SetLimits(a.Limits); return nil }),
	"reset-requests":  does(func(t *Twin, a arguments) error { t.ResetRequests(); return nil }),
	"clear-faults":    does(func(t *Twin, a arguments) error { t.ClearFaults(); return nil }),
	"fault": does(func(t *Twin, a arguments) error {
		t.InjectFault(a.Match, Fault{Latency: time.Duration(a.Fault.LatencyMillis) * time.Millisecond, Status: a.Fault.Status,
			RetryAfter: time.Duration(a.Fault.RetryAfterSeconds) * time.Second, Times: a.Fault.Times, After: a.Fault.After,
			DropWebhook: a.Fault.DropWebhook, DuplicateWebhook: a.Fault.DuplicateWebhook})
		return nil
	}),
}

var nouns = map[string]verb{
	"pull":       func(t *Twin, a arguments) (any, error) { return t.PullRequest(a.Repo, a.Number) },
	"pulls":      func(t *Twin, a arguments) (any, error) { return t.PullRequests(a.Repo) },
	"checks":     func(t *Twin, a arguments) (any, error) { return t.CheckRuns(a.Repo, a.SHA) },
	"reviews":    func(t *Twin, a arguments) (any, error) { return t.Reviews(a.Repo, a.Number) },
	"threads":    func(t *Twin, a arguments) (any, error) { return t.ReviewThreads(a.Repo, a.Number) },
	"comments":   func(t *Twin, a arguments) (any, error) { return t.Comments(a.Repo, a.Number) },
	"deliveries": func(t *Twin, a arguments) (any, error) { return t.Deliveries(), nil },
	"requests":   func(t *Twin, a arguments) (any, error) { return t.Requests(), nil },
	"violations": func(t *Twin, a arguments) (any, error) { return t.Violations(), nil },
}

func (t *Twin) serveControl(w http.ResponseWriter, r *http.Request) {
	name := strings.Trim(strings.TrimPrefix(r.URL.Path, "/_twin"), "/")
	table, a := verbs, arguments{}
	var err error
	switch r.Method {
	case http.MethodGet:
		table = nouns
		query := r.URL.Query()
		a.Repo, a.SHA = query.Get("repo"), query.Get("sha")
		if n := query.Get("number"); n != "" {
			_, err = fmt.Sscan(n, &a.Number)
		}
	case http.MethodPost:
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(&a)
	default:
		err = errors.New("use GET to look and POST to act")
	}
	if err != nil {
		writeControl(w, http.StatusBadRequest, obj{"error": err.Error()})
		return
	}
	act := table[name]
	if act == nil {
		writeControl(w, http.StatusNotFound, obj{"error": "no such word", "post": slices.Sorted(maps.Keys(verbs)), "get": slices.Sorted(maps.Keys(nouns))})
		return
	}
	result, err := act(t, a)
	if err != nil {
		writeControl(w, http.StatusUnprocessableEntity, obj{"error": err.Error()})
		return
	}
	writeControl(w, http.StatusOK, obj{"result": result})
}

func writeControl(w http.ResponseWriter, status int, body obj) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(text.Bytes())
}
