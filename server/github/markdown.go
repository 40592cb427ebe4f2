package github

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text from a pull request is data. It is shown in code spans only: there GitHub renders no link, no
// mention, no image and no HTML. What cannot be seen is shown as �, so that two names that differ
// do not look the same.

// maxCode bounds one piece of foreign text, in characters.
const maxCode = 120

// code shows text in a code span that it cannot leave.
func code(text string) string { return codeOf(text, maxCode) }

func codeOf(text string, maximum int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case r == unicode.ReplacementChar, unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co):
			return unicode.ReplacementChar
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) > maximum {
		text = string([]rune(text)[:maximum-1]) + "…"
	}
	if strings.TrimSpace(text) == "" {
		return "`" + fmt.Sprintf("%q", text) + "`"
	}
	return "`" + text + "`"
}

// cell shows text in a code span inside a table, where a bar would end the cell.
func cell(text string) string {
	if text == "" {
		return ""
	}
	return strings.ReplaceAll(code(text), "|", "\\|")
}

// prose shows a message of the policy: sentences of the rule's author with foreign text in code
// spans. The policy takes care of that itself; whatever else came through is made harmless here.
func prose(text string) string {
	parts := strings.Split(text, "`")
	balanced := len(parts)%2 == 1
	var out strings.Builder
	for i, part := range parts {
		if balanced && i%2 == 1 {
			out.WriteString(code(part))
			continue
		}
		if !balanced && i > 0 {
			out.WriteString("\\`")
		}
		for _, r := range part {
			switch {
			case r == '@':
				out.WriteString("(at)")
			case strings.ContainsRune("\\*_[]<>#|~!", r):
				out.WriteRune('\\')
				out.WriteRune(r)
			case unicode.IsSpace(r):
				out.WriteRune(' ')
			case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co):
				out.WriteRune(unicode.ReplacementChar)
			default:
				out.WriteRune(r)
			}
		}
	}
	// An address in plain text would become a link.
	return strings.NewReplacer("://", ": //", "www.", "www .").Replace(out.String())
}

// plain is a message for places that render no Markdown.
func plain(text string, maximum int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co):
			return unicode.ReplacementChar
		}
		return r
	}, text)
	return short(text, maximum)
}

// short cuts text to a number of bytes, between characters.
func short(text string, maximum int) string {
	if len(text) <= maximum {
		return text
	}
	cut := maximum - len("…")
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// page is Markdown under construction that never grows past a limit. What does not fit is counted by
// the caller and left out whole, so that no table or list is cut in the middle.
type page struct {
	text  strings.Builder
	limit int
}

// add appends a block when it fits and says whether it did.
func (p *page) add(block string) bool {
	if p.text.Len()+len(block) > p.limit {
		return false
	}
	p.text.WriteString(block)
	return true
}

func (p *page) addf(format string, arguments ...any) bool {
	return p.add(fmt.Sprintf(format, arguments...))
}

// list adds n rows until one does not fit or there are maximum of them, then one line that says how
// many are left out.
func (p *page) list(n int, row func(i int) string, maximum int, leftOut string) {
	p.limit -= 200 // for that line
	shown := 0
	for shown < min(n, maximum) && p.add(row(shown)) {
		shown++
	}
	p.limit += 200
	if shown < n {
		p.addf("\n"+leftOut+"\n", n-shown)
	}
}
