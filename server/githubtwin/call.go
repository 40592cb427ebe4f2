package githubtwin

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// call is one request while it is served.
type call struct {
	t     *Twin
	r     *http.Request
	path  map[string]string
	query *parameters
	body  []byte
	who   *actor
	repo  *repository // when the path names one
}

// reply is an answer. A nil body is an empty answer.
type reply struct {
	status int
	body   any
	raw    []byte // instead of body, for media types that are not JSON
	kind   string // content type of raw
	header map[string]string
	total  int // rows of the whole list when body is one page, for Link
	paged  bool
}

// apiError is an answer that is an error, shaped as GitHub's.
type apiError struct {
	status  int
	message string
	errors  any
	header  map[string]string
	doc     string // page of GitHub's documentation; empty: its front page
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.status, e.message) }

func fail(status int, format string, args ...any) error {
	return &apiError{status: status, message: fmt.Sprintf(format, args...)}
}

var errNotFound = &apiError{status: 404, message: "Not Found"}

// invalid is GitHub's 422 "Validation Failed" about one field.
func invalid(resource, field, code, message string) error {
	row := obj{"resource": resource, "field": field, "code": code}
	if message != "" {
		row["message"] = message
	}
	return &apiError{status: 422, message: "Validation Failed", errors: []obj{row}}
}

// unprocessable is GitHub's 422 with plain sentences.
func unprocessable(sentences ...string) error {
	return &apiError{status: 422, message: "Unprocessable Entity", errors: sentences}
}

const maxBody = 25 << 20

// serve answers one request: control, git and pages first, then the API.
func (t *Twin) serve(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	if t.baseURL == "" {
		t.baseURL = "http://" + r.Host
	}
	t.mu.Unlock()
	path := r.URL.EscapedPath()
	switch {
	case strings.HasPrefix(path, "/_twin"):
		t.serveControl(w, r)
		return
	case isGitPath(path):
		t.serveGit(w, r)
		return
	case isPagePath(r):
		t.servePage(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "body too large", http.StatusRequestEntityTooLarge)
		return
	}
	record := Request{Method: r.Method, Path: strings.TrimPrefix(path, "/api/v3"), Query: r.URL.RawQuery, At: t.options.Now()}
	if answered := t.applyFaults(w, r, &record); answered {
		return
	}
	t.answer(w, r, body, &record)
}

func (t *Twin) answer(w http.ResponseWriter, r *http.Request, body []byte, record *Request) {
	t.mu.Lock()
	c := &call{t: t, r: r, body: body, query: newParameters(r.URL.Query())}
	answer, err := c.guarded(record.Path)
	header := w.Header()
	status, payload, kind := c.encode(answer, err, header)
	if r.Method == http.MethodGet && status == http.StatusOK {
		etag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(append([]byte(kind), payload...)))
		header.Set("ETag", etag)
		header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
		header.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP")
		if matches(r.Header.Get("If-None-Match"), etag) {
			status, payload, record.Conditional = http.StatusNotModified, nil, true
		}
	}
	record.Counted = !record.Conditional && record.Path != "/rate_limit"
	c.writeRate(header, record)
	record.Status, record.Actor = status, c.who.String()
	t.requests = append(t.requests, *record)
	header.Set("X-GitHub-Request-Id", fmt.Sprintf("TWIN:%X", t.id()))
	header.Set("X-GitHub-Media-Type", "github.v3; format=json")
	header.Set("X-GitHub-Api-Version-Selected", "2022-11-28")
	t.mu.Unlock()
	t.options.Log.Debug().Str("method", r.Method).Str("path", record.Path).Int("status", status).Str("actor", record.Actor).Msg("request")
	if record.late > 0 {
		select {
		case <-time.After(record.late):
		case <-r.Context().Done():
			return
		}
	}
	if record.loseStatus != 0 {
		writeFault(w, record.loseStatus, 0)
		return
	}
	if len(payload) > 0 {
		header.Set("Content-Type", kind)
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(payload)
	}
}

func matches(header, etag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(candidate), "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// guarded turns a panic into GitHub's 500, so that a mistake of the twin does not hold its lock for ever.
func (c *call) guarded(path string) (answer reply, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.dispatch(path)
}

// dispatch finds who asks, what for, and whether they may.
func (c *call) dispatch(path string) (reply, error) {
	if path == "/graphql" || path == "/api/graphql" {
		if err := c.authenticate(anyToken); err != nil {
			return reply{}, err
		}
		return c.graphql()
	}
	route, values, known := find(c.r.Method, path)
	if route == nil {
		if known {
			return reply{}, fail(http.StatusMethodNotAllowed, "Method Not Allowed")
		}
		if err := c.authenticate(noToken); err != nil {
			return reply{}, err
		}
		return reply{}, errNotFound
	}
	c.path = values
	served(route.method, route.pattern)
	if err := c.authenticate(route.auth); err != nil {
		return reply{}, err
	}
	if err := c.spend(path); err != nil {
		return reply{}, err
	}
	if values["repo"] != "" {
		repo := c.t.repos[strings.ToLower(values["owner"]+"/"+values["repo"])]
		if repo == nil || route.auth != appJWT && !c.sees(repo) {
			return reply{}, errNotFound
		}
		c.repo = repo
	}
	if err := c.permit(route.access); err != nil {
		return reply{}, err
	}
	answer, err := route.handle(c)
	if err == nil {
		for _, name := range c.query.ignored() {
			c.t.verifier.report(fmt.Errorf("%s %s: the twin passes over the parameter %q; teach it, or leave the parameter out", route.method, route.pattern, name))
		}
	}
	return answer, err
}

func (c *call) encode(answer reply, err error, header http.Header) (int, []byte, string) {
	const jsonType = "application/json; charset=utf-8"
	if err != nil {
		var known *apiError
		if !errors.As(err, &known) {
			if errors.Is(err, errNoObject) {
				known = errNotFound
			} else {
				c.t.options.Log.Error().Err(err).Str("path", c.r.URL.Path).Msg("twin failed")
				c.t.verifier.report(fmt.Errorf("%s %s: the twin itself failed: %w", c.r.Method, c.r.URL.Path, err))
				known = &apiError{status: 500, message: "Server Error"}
			}
		}
		for key, value := range known.header {
			header.Set(key, value)
		}
		body := obj{"message": known.message, "documentation_url": "https://docs.github.com/rest" + known.doc, "status": strconv.Itoa(known.status)}
		if known.errors != nil {
			body["errors"] = known.errors
		}
		payload, _ := json.Marshal(body)
		return known.status, payload, jsonType
	}
	for key, value := range answer.header {
		header.Set(key, value)
	}
	if answer.paged {
		c.writeLink(header, answer.total)
	}
	if answer.raw != nil {
		return answer.status, answer.raw, answer.kind
	}
	if answer.body == nil {
		return answer.status, nil, ""
	}
	payload, err := json.Marshal(answer.body)
	if err != nil {
		return 500, []byte(`{"message":"twin: cannot encode"}`), jsonType
	}
	return answer.status, payload, jsonType
}

// decode reads the JSON body into target; an absent body leaves it as it is.
func (c *call) decode(target any) error {
	if len(c.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, target); err != nil {
		return fail(http.StatusBadRequest, "Problems parsing JSON")
	}
	return nil
}

// number reads a numeric path variable.
func (c *call) number(name string) (int64, error) {
	n, err := strconv.ParseInt(c.path[name], 10, 64)
	if err != nil {
		return 0, errNotFound
	}
	return n, nil
}

// page cuts one page out of rows and makes the answer's Link header.
func page[T any](c *call, rows []T, render func(T) any) reply {
	start, end := c.window(len(rows))
	list := []any{}
	for _, row := range rows[start:end] {
		list = append(list, render(row))
	}
	return reply{status: 200, body: list, total: len(rows), paged: true}
}

func (c *call) window(total int) (start, end int) {
	size, number := c.pageSize()
	start = min((number-1)*size, total)
	return start, min(start+size, total)
}

func (c *call) pageSize() (size, number int) {
	size, number = 30, 1
	if n, err := strconv.Atoi(c.query.Get("per_page")); err == nil && n > 0 {
		size = min(n, 100)
	}
	if n, err := strconv.Atoi(c.query.Get("page")); err == nil && n > 0 {
		number = n
	}
	return size, number
}

func (c *call) writeLink(header http.Header, total int) {
	size, number := c.pageSize()
	last := max(1, (total+size-1)/size)
	var links []string
	link := func(n int, rel string) {
		query := c.r.URL.Query()
		query.Set("page", strconv.Itoa(n))
		links = append(links, fmt.Sprintf(`<%s%s?%s>; rel="%s"`, c.t.baseURL, c.r.URL.EscapedPath(), query.Encode(), rel))
	}
	if number > 1 {
		link(number-1, "prev")
	}
	if number < last {
		link(number+1, "next")
		link(last, "last")
	}
	if number > 1 {
		link(1, "first")
	}
	if len(links) > 0 {
		header.Set("Link", strings.Join(links, ", "))
	}
}

func (c *call) now() time.Time { return c.t.now() }
