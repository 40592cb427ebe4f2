package githubtwin

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// parameters are a request's query. It remembers what was looked at: a parameter that GitHub knows and the twin passes
// over would make a wrong answer that looks right, so what nobody looked at is reported as a violation.
type parameters struct {
	values url.Values
	read   map[string]bool
}

func newParameters(values url.Values) *parameters {
	return &parameters{values, map[string]bool{"per_page": true, "page": true}}
}

// Get returns a parameter; an absent one is empty.
func (p *parameters) Get(name string) string {
	p.read[name] = true
	return p.values.Get(name)
}

// Has says whether a parameter is there, with or without a value.
func (p *parameters) Has(name string) bool {
	p.read[name] = true
	return p.values.Has(name)
}

// ignored lists the parameters that nobody looked at.
func (p *parameters) ignored() []string {
	var names []string
	for name := range p.values {
		if !p.read[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// since is the time after which rows must have been changed; zero when it was not asked for.
func (c *call) since() (time.Time, error) {
	text := c.query.Get("since")
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fail(422, "The since parameter is not a time: %s", text)
	}
	return at, nil
}

// order sorts rows as `sort` (created or updated) and `direction` say. Rows come in the order of their creation.
// Without `sort` the direction is that of unsorted, except where GitHub looks at it all the same (pulls).
func order[T any](c *call, rows []T, updated func(T) time.Time, descending bool) error {
	by, direction := c.query.Get("sort"), c.query.Get("direction")
	switch by {
	case "", "created":
	case "updated":
		slices.SortStableFunc(rows, func(a, b T) int { return updated(a).Compare(updated(b)) })
	default:
		return fail(422, "The twin does not sort by %s", by)
	}
	switch direction {
	case "asc":
		descending = false
	case "desc":
		descending = true
	}
	if descending {
		slices.Reverse(rows)
	}
	return nil
}

// among says whether a comma-separated parameter is empty or all its words are in have.
func among(parameter string, have []string) bool {
	for word := range strings.SplitSeq(parameter, ",") {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(have, word) {
			return false
		}
	}
	return true
}
