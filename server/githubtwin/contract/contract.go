// Package contract holds what passes between an App and a GitHub against what GitHub itself publishes: its
// description of the REST API and its official webhook examples.
//
// In come requests, answers and webhook payloads; out come differences, as errors that name the operation and the
// place. It changes nothing that passes and never refuses anything itself.
//
// GitHub's description is loose in places. Request bodies are therefore taken strictly (an unknown property is a
// difference), and rules that GitHub only documents in prose are checked by hand (rules.go).
package contract

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

//go:embed data/github.json.gz
var packedDescription []byte

// operation is one operation of the description, with its path as a pattern.
type operation struct {
	method   string
	template string
	pattern  *regexp.Regexp
	names    []string
	literals int
	multi    int
	route    *routers.Route
}

var load = sync.OnceValues(func() ([]*operation, error) {
	text, err := unpack(packedDescription)
	if err != nil {
		return nil, fmt.Errorf("unpack GitHub's description: %w", err)
	}
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("read GitHub's description: %w", err)
	}
	var list []*operation
	for template, item := range document.Paths.Map() {
		for method, described := range item.Operations() {
			o := &operation{method: method, template: template,
				route: &routers.Route{Spec: document, Path: template, PathItem: item, Method: method, Operation: described}}
			if err := o.compile(item); err != nil {
				return nil, err
			}
			list = append(list, o)
		}
	}
	return list, nil
})

func unpack(packed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

var variable = regexp.MustCompile(`\{([^}]+)\}`)

// compile makes the pattern of a path. Variables that GitHub marks x-multi-segment take slashes.
func (o *operation) compile(item *openapi3.PathItem) error {
	multi := map[string]bool{}
	for _, list := range []openapi3.Parameters{item.Parameters, o.route.Operation.Parameters} {
		for _, p := range list {
			if p.Value.In == "path" && p.Value.Extensions["x-multi-segment"] == true {
				multi[p.Value.Name] = true
			}
		}
	}
	var b strings.Builder
	b.WriteString("^")
	for _, part := range strings.Split(strings.TrimPrefix(o.template, "/"), "/") {
		b.WriteString("/")
		name := variable.FindStringSubmatch(part)
		switch {
		case name == nil:
			o.literals++
			b.WriteString(regexp.QuoteMeta(part))
			continue
		case multi[name[1]]:
			o.multi++
			if strings.HasSuffix(o.template, "/contents/{path}") {
				b.WriteString("(.*)") // the root folder has an empty path
			} else {
				b.WriteString("(.+)")
			}
		default:
			b.WriteString("([^/]+)")
		}
		o.names = append(o.names, name[1])
	}
	b.WriteString("$")
	pattern, err := regexp.Compile(b.String())
	o.pattern = pattern
	if err != nil {
		return fmt.Errorf("path %s: %w", o.template, err)
	}
	return nil
}

// find returns the operation for a request and the values of its path; of several that fit, the one with most
// literal segments.
func find(list []*operation, method, escapedPath string) (*operation, map[string]string) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var best *operation
	var values map[string]string
	for _, o := range list {
		if o.method != method || best != nil && (o.literals < best.literals || o.literals == best.literals && o.multi >= best.multi) {
			continue
		}
		found := o.pattern.FindStringSubmatch(escapedPath)
		if found == nil {
			continue
		}
		best, values = o, map[string]string{}
		for i, name := range o.names {
			value, err := url.PathUnescape(found[i+1])
			if err != nil || value == "" {
				value = "/" + found[i+1]
			}
			values[name] = value
		}
	}
	return best, values
}

// apiPath is the path below the API's root, whichever of the two roots is used. ok is false for what is no REST.
func apiPath(escaped string) (path string, ok bool) {
	path = strings.TrimPrefix(escaped, "/api/v3")
	if path == "/graphql" || path == "/api/graphql" || !strings.HasPrefix(path, "/") {
		return "", false
	}
	if strings.HasSuffix(path, "/contents") {
		path += "/"
	}
	return path, true
}

// Operations lists the operations that are described, as "METHOD /path", in the order of their names.
func Operations() ([]string, error) {
	all, err := load()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, o := range all {
		names = append(names, o.method+" "+o.template)
	}
	slices.Sort(names)
	return names, nil
}

// Describes returns the operation that a request is an instance of, as "METHOD /path", or nothing.
func Describes(method, path string) (string, error) {
	all, err := load()
	if err != nil {
		return "", err
	}
	path, _ = apiPath(path)
	if o, _ := find(all, method, path); o != nil {
		return o.method + " " + o.template, nil
	}
	return "", nil
}
