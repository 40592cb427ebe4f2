package policy

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

func TestOnlyExactSuggestionsAreKept(t *testing.T) {
	const source = "# é\npod(namespace='x', **{'namespace': 'x'})\npod(namespace=(\n  'x'\n))\nkind: \"x\"\n\xff x\n"
	span := func(line, from, endLine, to int) facts.Span {
		return facts.Span{Start: facts.Position{Line: line, Column: from}, End: facts.Position{Line: endLine, Column: to}}
	}
	for name, test := range map[string]struct {
		span      facts.Span
		old, text string
		kept      bool
	}{
		"a keyword":                    {span(2, 5, 2, 18), "namespace=", `namespace="orders"`, true},
		"a keyword over lines":         {span(3, 5, 5, 2), "namespace=", `namespace="orders"`, true},
		"the whole text":               {span(1, 3, 1, 4), "é", "e", true},
		"in quotes":                    {span(6, 7, 6, 10), "x", "y", true},
		"another keyword's value":      {span(2, 15, 2, 18), "namespace=", `namespace="orders"`, false},
		"a double-starred dict":        {span(2, 20, 2, 40), "namespace=", `namespace="orders"`, false},
		"more than the text":           {span(6, 1, 6, 10), "x", "y", false},
		"less than the text":           {span(2, 5, 2, 9), "namespace", "y", false},
		"nothing is replaced":          {span(2, 5, 2, 18), "", `namespace="orders"`, false},
		"an empty place":               {span(1, 1, 1, 1), "x", "y", false},
		"past the line":                {span(2, 5, 2, 99), "namespace=", "y", false},
		"past the file":                {span(99, 1, 99, 2), "x", "y", false},
		"backwards":                    {span(2, 18, 2, 5), "namespace=", "y", false},
		"not UTF-8":                    {span(7, 3, 7, 4), "x", "y", false},
		"another line":                 {span(6, 7, 6, 10), "x", "y\nz", false},
		"a carriage return":            {span(6, 7, 6, 10), "x", "y\rz", false},
		"a line separator":             {span(6, 7, 6, 10), "x", "y\u2028z", false},
		"a fence":                      {span(6, 7, 6, 10), "x", "y```", false},
		"what cannot be seen":          {span(6, 7, 6, 10), "x", "y\u202e", false},
		"bytes that are no text":       {span(6, 7, 6, 10), "x", "y\xff", false},
		"a suggestion without end":     {span(6, 7, 6, 10), "x", strings.Repeat("y", 201), false},
		"nothing to write":             {span(6, 7, 6, 10), "x", "", false},
		"a place of nothing at all":    {facts.Span{}, "x", "y", false},
		"text that only begins so":     {span(2, 5, 2, 18), "namespace='", "y", false},
		"a suggestion with a tab":      {span(6, 7, 6, 10), "x", "y\tz", false},
		"another letter that is alike": {span(6, 7, 6, 10), "х", "y", false},
	} {
		findings := []decision.Finding{{Span: test.span, Suggestion: &test.text, Replaces: test.old}}
		keepExactSuggestions(findings, []byte(source))
		if kept := findings[0].Suggestion != nil; kept != test.kept {
			t.Errorf("%s: kept %v, want %v", name, kept, test.kept)
		}
	}
}
