package python

import "strings"

// fstringMode is the state of one f-string or t-string that is being read.
// A field is a replacement field, from its { to its }.
type fstringMode struct {
	start   int
	quote   byte
	size    int // 1 or 3 quotes
	raw     bool
	literal bool // reading literal text or a format specification, not an expression
	inSpec  bool
	depth   int // brackets open since the string began
	field   int // brackets that were open before the innermost field; -1 outside of fields
	fields  int
}

// startFString reads the prefix and opening quote.
func (l *lexer) startFString(start, quote int, raw, template bool) {
	if len(l.fstrings)+2 > maxFStringNesting {
		l.fail(ReasonDepth, start, quote+1, "too many nested f-strings")
	}
	mode := fstringMode{start: start, quote: l.src[quote], size: 1, raw: raw, literal: true, field: -1}
	if l.at(quote+1) == mode.quote && l.at(quote+2) == mode.quote {
		mode.size = 3
	}
	l.fstrings = append(l.fstrings, mode)
	l.pos = quote + mode.size
	if template {
		l.emit(tTStart, start)
	} else {
		l.emit(tFStart, start)
	}
}

// fstringPart reads literal text up to the next field or the closing quote.
// A doubled brace ends a part, as in CPython: the token holds both halves.
func (l *lexer) fstringPart(mode *fstringMode) {
	start, i := l.pos, l.pos
	namedEscape := false
	for {
		c := l.at(i)
		inSpec := mode.inSpec && mode.field >= 0
		switch {
		case i >= len(l.src) || mode.size == 1 && c == '\n':
			if c == '\n' && inSpec {
				// The specification ends; the field's expression mode goes on.
				mode.literal, mode.inSpec = false, false
				l.middle(start, i)
				return
			}
			l.fail(ReasonSyntax, mode.start, mode.start+1, "unterminated f-string literal")
		case c == mode.quote && (mode.size == 1 || l.at(i+1) == c && l.at(i+2) == c):
			l.middle(start, i)
			l.endFString(mode)
			return
		case c == '{':
			if l.at(i+1) == '{' && !inSpec {
				if mode.field >= 0 {
					// After a nested field a specification goes on as literal text;
					// before 3.12 this began another field, 3.12 refuses it.
					l.need(13, i, i+2, "a doubled brace after a field in a format specification")
				}
				l.middle(start, i+2)
				return
			}
			mode.field++
			if mode.field >= maxFieldNesting {
				l.fail(ReasonDepth, i, i+1, "f-string: expressions nested too deeply")
			}
			if mode.field >= 2 {
				l.need(12, i, i+1, "this nesting of f-string fields")
			}
			mode.literal, mode.inSpec = false, false
			mode.fields++
			l.middle(start, i)
			return
		case c == '}':
			if namedEscape {
				l.middle(start, i+1)
				return
			}
			if l.at(i+1) == '}' && !inSpec && mode.depth == 0 {
				l.middle(start, i+2)
				return
			}
			if mode.depth == 0 {
				l.fail(ReasonSyntax, i, i+1, "f-string: single '}' is not allowed")
			}
			mode.literal, mode.inSpec = false, false
			l.middle(start, i)
			return
		case c == '\\':
			i++
			switch next := l.at(i); {
			case next == '{' || next == '}':
				continue
			case next == 'N' && !mode.raw && l.at(i+1) == '{':
				namedEscape = true
				i++
			}
		}
		i++
	}
}

// middle emits the literal part src[start:end], when it is not empty.
func (l *lexer) middle(start, end int) {
	l.pos = end
	if end == start {
		return
	}
	if n := len(l.fstrings); n > 1 && l.file.Minimum < 12 && strings.IndexByte(l.src[start:end], '\\') >= 0 {
		l.need(12, start, end, "a backslash in an f-string expression")
	}
	l.emit(tFMiddle, start)
}

func (l *lexer) endFString(mode *fstringMode) {
	start := l.pos
	l.pos += mode.size
	if mode.fields > 0 && l.file.Minimum < 12 {
		// Before PEP 701 the whole literal was one string token.
		quote := mode.start + strings.IndexByte(l.src[mode.start:], mode.quote)
		if end, ok := stringEnd(l.src, quote); !ok || end != l.pos {
			l.need(12, mode.start, l.pos, "this f-string, which reuses its own quotes or spans lines,")
		}
	}
	l.fstrings = l.fstrings[:len(l.fstrings)-1]
	l.emit(tFEnd, start)
}
