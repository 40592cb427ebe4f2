package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// cell is one character as it is shown: its text and how many columns that takes.
type cell struct {
	text  string
	width int
}

// tabWidth is the distance of tab stops in shown source lines.
const tabWidth = 4

// cellOf shows a character. What a terminal would act on instead of showing it, or would hide
// (control, format and bidirectional characters, separators), is spelt out as <U+202E>; a byte that is no UTF-8
// as <0xFF>.
func cellOf(r rune, size int, raw byte) cell {
	switch {
	case r == utf8.RuneError && size <= 1:
		text := fmt.Sprintf("<0x%02X>", raw)
		return cell{text, len(text)}
	case r != ' ' && !unicode.IsGraphic(r), r != ' ' && unicode.IsSpace(r), unicode.In(r, unicode.Cf, unicode.Co):
		text := fmt.Sprintf("<U+%04X>", r)
		return cell{text, len(text)}
	case unicode.In(r, unicode.Mn, unicode.Me):
		return cell{string(r), 0}
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return cell{string(r), 2}
	}
	return cell{string(r), 1}
}

// cells shows a line of source, tabs as spaces up to the next stop.
func cells(line string) []cell {
	shown := make([]cell, 0, len(line))
	column := 0
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		c := cellOf(r, size, line[i])
		if r == '\t' {
			n := tabWidth - column%tabWidth
			c = cell{strings.Repeat(" ", n), n}
		}
		shown = append(shown, c)
		column += c.width
		i += size
	}
	return shown
}

// Visible makes text safe to print on one line.
func Visible(text string) string {
	plain := true
	for i := 0; i < len(text) && plain; i++ {
		plain = text[i] >= ' ' && text[i] < 0x7f
	}
	if plain {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		b.WriteString(cellOf(r, size, text[i]).text)
		i += size
	}
	return b.String()
}

// lines makes text of several lines safe to print.
func lines(text string) []string {
	split := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range split {
		split[i] = Visible(strings.TrimRight(split[i], " \t\r"))
	}
	return split
}
