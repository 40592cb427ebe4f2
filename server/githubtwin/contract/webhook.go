package contract

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed data/webhooks.json.gz
var packedExamples []byte

// examples are GitHub's official payloads: by event, and the types seen at each path over all events.
type examples struct {
	byEvent map[string][]map[string]any
	types   map[string]map[string]bool
}

var loadExamples = sync.OnceValues(func() (*examples, error) {
	text, err := unpack(packedExamples)
	if err != nil {
		return nil, fmt.Errorf("unpack the webhook examples: %w", err)
	}
	e := &examples{types: map[string]map[string]bool{}}
	if err := json.Unmarshal(text, &e.byEvent); err != nil {
		return nil, fmt.Errorf("read the webhook examples: %w", err)
	}
	for _, payloads := range e.byEvent {
		for _, payload := range payloads {
			e.learn("", payload)
		}
	}
	return e, nil
})

func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "array"
	default:
		return "object"
	}
}

func (e *examples) learn(path string, value any) {
	if e.types[path] == nil {
		e.types[path] = map[string]bool{}
	}
	e.types[path][typeOf(value)] = true
	switch value := value.(type) {
	case map[string]any:
		for key, child := range value {
			e.learn(path+"/"+key, child)
		}
	case []any:
		for _, child := range value {
			e.learn(path+"/[]", child)
		}
	}
}

// known are places where a type differs from every example, with the reason.
var known = map[string]string{
	"null /requester":                         "nullable in GitHub's schema: nobody asked for the installation",
	"null /issue/body":                        "nullable in GitHub's schema: no description was given",
	"null /check_suite/head_branch":           "nullable in GitHub's schema: the commit is a fork's",
	"null /check_run/check_suite/head_branch": "as above",
	"null /comment/line":                      "nullable in GitHub's schema: the line is outdated",
}

// optional are properties that all examples of an event happen to have, and that are not always there.
var optional = map[string]string{
	"/hook/ping_url":                  "the examples are of repositories' hooks, an App's hook has deliveries_url instead",
	"/hook/url":                       "as above",
	"/requested_reviewer":             "a team was asked: requested_team is there instead",
	"/commits/[]/author/username":     "no account is linked to the e-mail",
	"/commits/[]/committer/username":  "as above",
	"/head_commit/author/username":    "as above",
	"/head_commit/committer/username": "as above",
}

// isMap names the places whose keys are data: the permissions of an App.
func isMap(path string) bool { return strings.HasSuffix(path, "/permissions") }

// CheckWebhook compares a payload with the official examples of its event and action: every property that all of
// them have must be there, and every value must have a type that an example has at that place. Where GitHub
// publishes no example of the action, those of the event's other actions stand in.
func CheckWebhook(event, action string, payload []byte) []error {
	e, err := loadExamples()
	if err != nil {
		return []error{err}
	}
	name := strings.TrimSuffix(event+"."+action, ".")
	var body map[string]any
	if err := json.Unmarshal(payload, &body); err != nil {
		return []error{fmt.Errorf("webhook %s: %w", name, err)}
	}
	all := e.byEvent[event]
	if len(all) == 0 {
		return []error{fmt.Errorf("webhook %s: no official example of this event is among the data", name)}
	}
	var group []any
	for _, payload := range all {
		if payload["action"] == body["action"] {
			group = append(group, payload)
		}
	}
	if len(group) == 0 {
		for _, payload := range all {
			group = append(group, payload)
		}
	}
	var reasons []string
	e.compare("", body, group, &reasons)
	sort.Strings(reasons)
	var list []error
	for _, reason := range slices.Compact(reasons) {
		list = append(list, fmt.Errorf("webhook %s: %s", name, reason))
	}
	return list
}

func (e *examples) compare(path string, have any, group []any, reasons *[]string) {
	if types := e.types[path]; len(types) > 0 && !types[typeOf(have)] && known[typeOf(have)+" "+path] == "" {
		// A place that was null in every example says nothing about its type.
		if !(len(types) == 1 && types["null"]) {
			*reasons = append(*reasons, fmt.Sprintf("%s is %s, in GitHub's examples %s", path, typeOf(have), strings.Join(keys(types), " or ")))
		}
	}
	switch have := have.(type) {
	case map[string]any:
		var objects []map[string]any
		for _, example := range group {
			if o, ok := example.(map[string]any); ok {
				objects = append(objects, o)
			}
		}
		if len(objects) == 0 {
			return
		}
		for key := range objects[0] {
			everywhere := !slices.ContainsFunc(objects, func(o map[string]any) bool { _, ok := o[key]; return !ok })
			if _, ok := have[key]; everywhere && !ok && !isMap(path) && optional[path+"/"+key] == "" {
				*reasons = append(*reasons, path+"/"+key+" is missing")
			}
		}
		for key, child := range have {
			var next []any
			for _, o := range objects {
				if value, ok := o[key]; ok && value != nil {
					next = append(next, value)
				}
			}
			e.compare(path+"/"+key, child, next, reasons)
		}
	case []any:
		var elements []any
		for _, example := range group {
			if list, ok := example.([]any); ok {
				elements = append(elements, list...)
			}
		}
		for _, child := range have {
			e.compare(path+"/[]", child, elements, reasons)
		}
	}
}

func keys(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	sort.Strings(list)
	return list
}
