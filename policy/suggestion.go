package policy

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// maximumSuggestion bounds a suggestion, in characters: a mechanical fix is a word.
const maximumSuggestion = 200

// keepExactSuggestions drops the suggestions that do not fit the file: a rule knows facts and places,
// and only the bytes can tell that a place holds what the rule believes and nothing else.
func keepExactSuggestions(findings []decision.Finding, content []byte) {
	var lines [][]byte
	for i := range findings {
		f := &findings[i]
		if f.Suggestion == nil {
			continue
		}
		if lines == nil {
			lines = bytes.Split(content, []byte("\n"))
		}
		if !plainWord(*f.Suggestion) || !replaceable(textAt(lines, f.Span), f.Replaces) {
			f.Suggestion = nil
		}
	}
}

// plainWord holds a suggestion to what can be shown on a line and cannot leave a code span.
func plainWord(text string) bool {
	if text == "" || utf8.RuneCountInString(text) > maximumSuggestion {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r == '`' || r == utf8.RuneError || r != ' ' && !unicode.IsGraphic(r)
	})
}

// replaceable tells whether the text at a place is what the rule names: exactly, in quotes, or as the
// keyword argument that begins with it.
func replaceable(at, old string) bool {
	switch {
	case old == "" || at == "":
		return false
	case at == old, at == `"`+old+`"`, at == `'`+old+`'`:
		return true
	}
	return strings.HasSuffix(old, "=") && strings.HasPrefix(at, old)
}

// textAt is the text of a span; empty where the file has no such place.
func textAt(lines [][]byte, span facts.Span) string {
	first, last := span.Start.Line-1, span.End.Line-1
	if first < 0 || last < first || last >= len(lines) {
		return ""
	}
	from, ok := column(lines[first], span.Start.Column)
	to, also := column(lines[last], span.End.Column)
	if !ok || !also || first == last && to < from {
		return ""
	}
	if first == last {
		return string(lines[first][from:to])
	}
	inner := append([][]byte{lines[first][from:]}, lines[first+1:last]...)
	return string(bytes.Join(append(inner, lines[last][:to]), []byte("\n")))
}

// column is the offset in bytes of a column, which counts characters from 1.
func column(line []byte, number int) (int, bool) {
	if number < 1 || !utf8.Valid(line) {
		return 0, false
	}
	offset := 0
	for range number - 1 {
		if offset >= len(line) {
			return 0, false
		}
		_, size := utf8.DecodeRune(line[offset:])
		offset += size
	}
	return offset, true
}
