package eval

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// lineStarts returns the offset of the start of every line.
func lineStarts(source string) []int32 {
	starts := make([]int32, 1, strings.Count(source, "\n")+1)
	for at := 0; ; {
		next := strings.IndexByte(source[at:], '\n')
		if next < 0 {
			return starts
		}
		at += next + 1
		starts = append(starts, int32(at))
	}
}

const stretch = 256

// runeCounts counts the characters before every stretch of a source that is not all ASCII, so that
// a column on a very long line is found without walking the line.
func runeCounts(source string) []int32 {
	if isASCII(source) {
		return nil
	}
	counts := make([]int32, 0, len(source)/stretch+1)
	n := int32(0)
	for i := range len(source) {
		if i%stretch == 0 {
			counts = append(counts, n)
		}
		if utf8.RuneStart(source[i]) {
			n++
		}
	}
	return counts
}

func (e *evaluator) runesBefore(offset int32) int32 {
	if e.runes == nil {
		return offset
	}
	block := int(offset) / stretch
	if block >= len(e.runes) {
		block = len(e.runes) - 1
	}
	n := e.runes[block]
	for i := block * stretch; i < int(offset); i++ {
		if utf8.RuneStart(e.file.Source[i]) {
			n++
		}
	}
	return n
}

// span turns byte offsets into lines and columns of characters, both from 1.
// In code of an imported module it is the place where the judged file entered that.
func (e *evaluator) span(s python.Span) facts.Span {
	return e.judgedSpan(e.here(s))
}

// judgedSpan is the same for a place in the judged file, whatever code runs.
func (e *evaluator) judgedSpan(s python.Span) facts.Span {
	return facts.Span{Start: e.position(s.Start), End: e.position(s.End)}
}

func (e *evaluator) position(offset int32) facts.Position {
	if n := int32(len(e.file.Source)); offset > n {
		offset = n
	}
	if offset < 0 {
		offset = 0
	}
	line := e.line
	if e.lines[line-1] > offset || line < len(e.lines) && e.lines[line] <= offset {
		line = sort.Search(len(e.lines), func(i int) bool { return e.lines[i] > offset })
		e.line = line
	}
	return facts.Position{Line: line, Column: int(e.runesBefore(offset)-e.runesBefore(e.lines[line-1])) + 1}
}

// text is the source of a node, bounded, for provenance and messages.
func (e *evaluator) text(s python.Span) string {
	const most = 40
	if s.Start < 0 || int(s.End) > len(e.code.Source) || s.Start > s.End {
		return ""
	}
	text := e.code.Source[s.Start:s.End]
	if at := strings.IndexByte(text, '\n'); at >= 0 {
		text = text[:at] + "…"
	}
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return text
}
