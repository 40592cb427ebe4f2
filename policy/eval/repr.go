package eval

import (
	"strconv"
	"strings"
)

// strText is str() of a constant, or of a container of constants.
func strText(v value) (string, bool) {
	if v.kind == strKind {
		return v.s, v.n == 0
	}
	return reprText(v)
}

// maxRepr bounds the text of a container, in bytes.
const maxRepr = 64 << 10

// str and repr are strText and reprText counted as work.
func (e *evaluator) str(v value) (string, bool) {
	text, ok := strText(v)
	if v.isContainer() {
		e.charge(len(text)/32 + 1)
	}
	return text, ok
}

func (e *evaluator) repr(v value) (string, bool) {
	text, ok := reprText(v)
	e.charge(len(text)/32 + 1)
	return text, ok
}

// reprText is repr() of a constant or a container of constants.
func reprText(v value) (string, bool) {
	var b strings.Builder
	ok := writeRepr(&b, v, 0)
	return b.String(), ok && b.Len() <= maxRepr
}

func writeRepr(b *strings.Builder, v value, depth int) bool {
	if depth > maxNesting || b.Len() > maxRepr {
		return false
	}
	switch v.kind {
	case noneKind:
		b.WriteString("None")
	case boolKind:
		if v.n != 0 {
			b.WriteString("True")
		} else {
			b.WriteString("False")
		}
	case intKind:
		b.WriteString(strconv.FormatInt(v.n, 10))
	case floatKind:
		b.WriteString(floatRepr(v.f))
	case ellipsisKind:
		b.WriteString("Ellipsis")
	case strKind:
		text, ok := strRepr(v.s)
		b.WriteString(text)
		return ok && v.n == 0
	case listKind, tupleKind:
		if v.o.typ != "" {
			return false
		}
		opening, closing := byte('['), byte(']')
		if v.kind == tupleKind {
			opening, closing = '(', ')'
		}
		b.WriteByte(opening)
		for i, item := range v.o.items {
			if i > 0 {
				b.WriteString(", ")
			}
			if !writeRepr(b, item, depth+1) {
				return false
			}
		}
		if v.kind == tupleKind && len(v.o.items) == 1 {
			b.WriteByte(',')
		}
		b.WriteByte(closing)
	case dictKind:
		if v.o.typ != "" {
			return false
		}
		b.WriteByte('{')
		for i, item := range v.o.items {
			if i > 0 {
				b.WriteString(", ")
			}
			if !writeRepr(b, v.o.keys[i], depth+1) {
				return false
			}
			b.WriteString(": ")
			if !writeRepr(b, item, depth+1) {
				return false
			}
		}
		b.WriteByte('}')
	default:
		return false
	}
	return true
}

func strRepr(s string) (string, bool) {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	var b strings.Builder
	b.WriteByte(quote)
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 0x7f:
			return "", false
		case c == quote || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < 0x20:
			const hex = "0123456789abcdef"
			b.WriteString(`\x`)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte(quote)
	return b.String(), true
}
