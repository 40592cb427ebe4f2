package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// RequestError says that a request is not as GitHub describes it: the client is wrong.
type RequestError struct {
	Operation string
	Reason    string
}

func (e *RequestError) Error() string { return "request " + e.Operation + ": " + e.Reason }

// ResponseError says that an answer is not as GitHub describes it: the server is wrong.
type ResponseError struct {
	Operation string
	Status    int
	Reason    string
}

func (e *ResponseError) Error() string {
	return fmt.Sprintf("answer %d of %s: %s", e.Status, e.Operation, e.Reason)
}

// Check serves with next and reports every REST request and every answer that differs from GitHub's description.
// GraphQL passes unchecked; what else is no part of the API must be kept away from it. report may be called from
// many goroutines.
func Check(next http.Handler, report func(error)) (http.Handler, error) {
	operations, err := load()
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ok := apiPath(r.URL.EscapedPath())
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		copied := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(copied, r)
		check(operations, r, path, body, copied.status, w.Header(), copied.body.Bytes(), report)
	}), nil
}

// RoundTripper checks the client's side of an exchange with any GitHub.
func RoundTripper(next http.RoundTripper, report func(error)) (http.RoundTripper, error) {
	operations, err := load()
	if err != nil {
		return nil, err
	}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		path, ok := apiPath(r.URL.EscapedPath())
		if !ok {
			return next.RoundTrip(r)
		}
		var body []byte
		if r.Body != nil {
			var err error
			if body, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
			r = r.Clone(r.Context())
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		response, err := next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		answer, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return nil, err
		}
		response.Body = io.NopCloser(bytes.NewReader(answer))
		check(operations, r, path, body, response.StatusCode, response.Header, answer, report)
		return response, nil
	}), nil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	r.body.Write(p)
	return r.ResponseWriter.Write(p)
}

func check(operations []*operation, r *http.Request, path string, body []byte, status int, header http.Header, answer []byte, report func(error)) {
	o, values := find(operations, r.Method, path)
	if o == nil {
		report(&RequestError{r.Method + " " + path, "not among the operations of contract/data/operations.txt (add it there and cut again, if GitHub has it)"})
		return
	}
	name := o.method + " " + o.template
	input := &openapi3filter.RequestValidationInput{Request: prepared(r, o, body), PathParams: values, Route: o.route,
		QueryParams: r.URL.Query(),
		Options: &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true, RejectWhenRequestBodyNotSpecified: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}}
	if isReply(o, body) {
		input.Options.ExcludeRequestBody = true
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		for _, reason := range reasons(err) {
			report(&RequestError{name, reason})
		}
	}
	for _, reason := range requestRules(o, r, body) {
		report(&RequestError{name, reason})
	}
	for _, reason := range checkAnswer(o, input, status, header, answer) {
		report(&ResponseError{name, status, reason})
	}
}

// isReply tells comments that answer another one: "when in_reply_to is specified, all parameters other than body are
// ignored", says GitHub's documentation, so what the schema requires besides is not needed.
func isReply(o *operation, body []byte) bool {
	var in struct {
		InReplyTo int64 `json:"in_reply_to"`
		Body      string
	}
	return o.method+" "+o.template == "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments" &&
		json.Unmarshal(body, &in) == nil && in.InReplyTo > 0 && in.Body != ""
}

// prepared is the request as the validator takes it. ghinstallation sends the body `null` for "no options", which
// GitHub takes as no body.
func prepared(r *http.Request, o *operation, body []byte) *http.Request {
	clone := r.Clone(r.Context())
	clone.URL.Path, clone.URL.RawPath = strings.TrimPrefix(r.URL.Path, "/api/v3"), ""
	required := o.route.Operation.RequestBody != nil && o.route.Operation.RequestBody.Value.Required
	if text := bytes.TrimSpace(body); len(text) == 0 || string(text) == "null" && !required {
		body = nil
	}
	clone.Body, clone.ContentLength = http.NoBody, int64(len(body))
	if body != nil {
		clone.Body = io.NopCloser(bytes.NewReader(body))
		if clone.Header.Get("Content-Type") == "" {
			clone.Header.Set("Content-Type", "application/json")
		}
	}
	return clone
}

func checkAnswer(o *operation, input *openapi3filter.RequestValidationInput, status int, header http.Header, answer []byte) []string {
	described := o.route.Operation.Responses.Status(status)
	kind := header.Get("Content-Type")
	switch {
	case status == http.StatusNotModified:
		if len(answer) > 0 {
			return []string{"304 with a body"}
		}
		return nil
	case status >= 400:
		return append(errorShape(answer), responseRules(o, status, header)...)
	case described == nil:
		return []string{"a status that GitHub does not describe"}
	case !strings.HasPrefix(kind, "application/json"):
		if kind == "" && len(answer) == 0 && len(described.Value.Content) > 0 {
			return []string{"an empty answer where GitHub describes a body"}
		}
		return nil
	}
	output := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: status, Header: header,
		Options: &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true}}
	output.SetBodyBytes(answer)
	if err := openapi3filter.ValidateResponse(input.Request.Context(), output); err != nil {
		return append(reasons(err), responseRules(o, status, header)...)
	}
	return responseRules(o, status, header)
}

// errorShape holds an error to what all of GitHub's errors share; the description documents few of them.
func errorShape(answer []byte) []string {
	var body struct {
		Message          *string `json:"message"`
		DocumentationURL *string `json:"documentation_url"`
	}
	if err := json.Unmarshal(answer, &body); err != nil {
		return []string{"an error that is no JSON object: " + err.Error()}
	}
	if body.Message == nil || body.DocumentationURL == nil {
		return []string{"an error without message or documentation_url"}
	}
	return nil
}

// reasons flattens the validator's errors into one sentence each, with the place in the body.
func reasons(err error) []string {
	var list []string
	var many openapi3.MultiError
	if errors.As(err, &many) {
		for _, one := range many {
			list = append(list, reasons(one)...)
		}
		return list
	}
	var schema *openapi3.SchemaError
	if errors.As(err, &schema) {
		value, _ := json.Marshal(schema.Value)
		return []string{fmt.Sprintf("/%s: %s (value %.120s)", strings.Join(schema.JSONPointer(), "/"), schema.Reason, value)}
	}
	return []string{strings.SplitN(err.Error(), "\n", 2)[0]}
}
