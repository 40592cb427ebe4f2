package githubtwin

import (
	"net/http"
	"net/url"
	"strings"
)

// route is one operation of the API. access names who may use it and which permissions suffice, any one of them
// ("checks:write"); none means that a token is enough.
type route struct {
	method, pattern string
	auth            authKind
	access          []string
	handle          func(*call) (reply, error)
}

type authKind int

const (
	anyToken  authKind = iota // an installation's or a user's token
	appJWT                    // the App's own JWT
	noToken                   // nothing, but a token is looked at
	userToken                 // a person
)

// match fills in the variables of a pattern: {name} is one segment, {name...} the rest, which is not empty.
func match(pattern string, segments []string) (map[string]string, bool) {
	want := strings.Split(strings.TrimPrefix(pattern, "/"), "/")
	values := map[string]string{}
	for i, part := range want {
		if name, ok := strings.CutSuffix(strings.TrimPrefix(part, "{"), "...}"); ok && i < len(segments) {
			values[name] = strings.Join(segments[i:], "/")
			return values, true
		}
		if i >= len(segments) {
			return nil, false
		}
		if name, ok := strings.CutPrefix(part, "{"); ok {
			values[strings.TrimSuffix(name, "}")] = segments[i]
		} else if part != segments[i] {
			return nil, false
		}
	}
	return values, len(want) == len(segments)
}

// find returns the operation for a request; when only the method is wrong it says so.
func find(method, escapedPath string) (*route, map[string]string, bool) {
	var segments []string
	for part := range strings.SplitSeq(strings.Trim(escapedPath, "/"), "/") {
		decoded, err := url.PathUnescape(part)
		if err != nil {
			return nil, nil, false
		}
		segments = append(segments, decoded)
	}
	if method == http.MethodHead {
		method = http.MethodGet
	}
	known := false
	for i := range routes {
		if values, ok := match(routes[i].pattern, segments); ok {
			if routes[i].method == method {
				return &routes[i], values, true
			}
			known = true
		}
	}
	return nil, nil, known
}

// served is told of every operation that a request reached; tests count with it.
var served = func(method, pattern string) {}

// routes are looked through in order: literal segments stand before variables, and those that end in a variable of
// many segments (commits/{ref...}) come last.
var routes []route

func init() {
	for _, group := range [][]route{appRoutes, gitRoutes, pullRoutes, reviewRoutes, issueRoutes,
		checkRoutes, teamRoutes, userRoutes, mergeRoutes, protectionRoutes, repoRoutes} {
		routes = append(routes, group...)
	}
}
