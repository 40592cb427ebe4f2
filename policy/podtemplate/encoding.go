package podtemplate

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
)

// checkBytes reports bytes that readers of YAML treat differently. It returns false when the text should not be
// parsed at all, because the parser would read it in another encoding.
func (r *reader) checkBytes(data []byte) bool {
	for _, mark := range []struct {
		bytes string
		name  string
	}{
		{"\xef\xbb\xbf", "a UTF-8 byte order mark"},
		{"\x00\x00\xfe\xff", "a UTF-32 byte order mark"},
		{"\xff\xfe", "a UTF-16 or UTF-32 byte order mark"},
		{"\xfe\xff", "a UTF-16 byte order mark"},
	} {
		if bytes.HasPrefix(data, []byte(mark.bytes)) {
			r.problem(codeEncoding, "", lineSpan(1, 1, 2), "the file begins with "+mark.name+"; save it as UTF-8 without a mark")
			return false
		}
	}
	line, column := 1, 1
	before := true // only blanks on this line so far
	told := map[string]bool{}
	ok := true
	for rest := data; len(rest) > 0; {
		char, size := utf8.DecodeRune(rest)
		if char == utf8.RuneError && size <= 1 {
			r.problem(codeEncoding, "", lineSpan(line, column, column+1), fmt.Sprintf("byte 0x%02x is not UTF-8", rest[0]))
			return false
		}
		if reason, fatal := suspicious(char); reason != "" {
			if !told[reason] {
				told[reason] = true
				r.problem(codeEncoding, "", lineSpan(line, column, column+1), fmt.Sprintf("%s (U+%04X); readers of YAML treat it differently", reason, char))
			}
			ok = ok && !fatal
		}
		if char == '%' && column == 1 && !told["directive"] {
			told["directive"] = true
			r.problem(codeSyntax, "", lineSpan(line, 1, 2), "a line begins with %: a YAML directive changes how the rest is read")
		}
		if char == '\t' && !told["tab"] {
			told["tab"] = true
			where := "a tab character"
			if before {
				where = "a tab character in the indentation"
			}
			r.problem(codeEncoding, "", lineSpan(line, column, column+1), where+"; PyYAML refuses most of them and Go's readers do not: use spaces, or \\t in double quotes")
		}
		before = before && (char == ' ' || char == '\t')
		rest = rest[size:]
		column++
		if char == '\n' {
			line, column, before = line+1, 1, true
		}
	}
	return ok
}

// suspicious says what is wrong with a character, and whether the text must not be parsed.
func suspicious(char rune) (reason string, fatal bool) {
	switch {
	case char == '\n' || char == '\t':
		return "", false
	case char == 0:
		return "a NUL character", true
	case char == '\r':
		return "a carriage return", false
	case char == 0x85:
		return "a next-line character, which ends a line in YAML 1.1 only", false
	case char == 0x2028 || char == 0x2029:
		return "a line or paragraph separator, which ends a line in YAML 1.1 only", false
	case char == 0xfeff:
		return "a byte order mark inside the text", false
	case unicode.Is(unicode.Cc, char):
		return "a control character", false
	case unicode.Is(unicode.Cf, char):
		return "an invisible or text-direction character", false
	case char != ' ' && unicode.Is(unicode.Zs, char):
		return "a blank that is not a space", false
	case char == 0xfffe || char == 0xffff || unicode.Is(unicode.Co, char):
		return "a character without a meaning", false
	}
	return "", false
}

// hidden says what is wrong with a scalar after its escapes were read.
func hidden(value string) string {
	for _, char := range value {
		if char == '\t' {
			continue
		}
		if reason, _ := suspicious(char); reason != "" {
			return reason
		}
	}
	return ""
}

func lineSpan(line, from, to int) facts.Span {
	if line < 1 {
		line = 1
	}
	return facts.Span{Start: facts.Position{Line: line, Column: from}, End: facts.Position{Line: line, Column: to}}
}

// lineSpan is the text of a line without its indentation.
func (r *reader) lineSpan(line int) facts.Span {
	if line < 1 || line > len(r.lines) {
		return lineSpan(1, 1, 1)
	}
	text := r.lines[line-1]
	start := 0
	for start < len(text) && text[start] == ' ' {
		start++
	}
	return lineSpan(line, start+1, len(text)+1)
}
