package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
)

// FuzzUnderline: whatever a line and a span are, what is shown is one printable line, and the marks
// are below it.
func FuzzUnderline(f *testing.F) {
	f.Add("\tpod(namespace=NS, name=\"全角\")", 6, 18)
	f.Add(strings.Repeat("é\u0301", 200), 150, 9)
	f.Add("\u202e\x1b[2J\xff\r", -1, 100)
	f.Add("", 0, 0)
	f.Fuzz(func(t *testing.T, line string, from, to int) {
		line, _, _ = strings.Cut(line, "\n")
		span := facts.Span{Start: facts.Position{Line: 1, Column: from}, End: facts.Position{Line: 1, Column: to}}
		shown, marks := underline(line, span)
		if !utf8.ValidString(shown) || strings.ContainsAny(shown, "\x00\x07\x1b\r\n\t\u202e\u2066") {
			t.Errorf("shown: %q", shown)
		}
		if strings.Count(marks, "^") != 1 || strings.Trim(marks, " ^~") != "" {
			t.Errorf("marks: %q", marks)
		}
		width := 0
		for _, c := range cells(shown) {
			width += c.width
		}
		if len(marks) > width+1 {
			t.Errorf("marks of %d columns below %d columns", len(marks), width)
		}
	})
}
