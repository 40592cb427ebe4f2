package jinja

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of one template. Airflow's own strings are far below them.
const (
	maxBytes  = 256 << 10
	maxTokens = 20_000
	maxDepth  = 40
	maxChain  = 60 // attributes, subscripts and calls that follow each other; filters that do
)

type kind uint8

const (
	tokenEOF kind = iota
	tokenData
	tokenVariableBegin
	tokenVariableEnd
	tokenBlockBegin
	tokenBlockEnd
	tokenName
	tokenString
	tokenInteger
	tokenFloat
	tokenOperator
)

// token is one token; text is an operator's or name's spelling, a literal's source, and the value
// of a string or of data.
type token struct {
	kind   kind
	text   string
	offset int
}

// SyntaxError is why a template could not be read. Offset counts bytes of the text.
type SyntaxError struct {
	Offset int
	Reason string
}

func (e *SyntaxError) Error() string { return e.Reason }

// lexer follows jinja2/lexer.py: states root, comment, raw, block and variable, the last two
// ending only where brackets are balanced.
type lexer struct {
	text   string
	pos    int
	tokens []token
}

func (l *lexer) fail(offset int, format string, values ...any) error {
	return &SyntaxError{Offset: offset, Reason: fmt.Sprintf(format, values...)}
}

// lex splits a template. Jinja turns \r\n and \r into \n before it lexes; here both are whitespace
// and neither can end or begin a tag, so offsets stay those of the text.
func lex(text string) ([]token, error) {
	if len(text) > maxBytes {
		return nil, &SyntaxError{Reason: fmt.Sprintf("the template has %d bytes; at most %d are read", len(text), maxBytes)}
	}
	if !utf8.ValidString(text) {
		return nil, &SyntaxError{Reason: "the template is not valid UTF-8"}
	}
	l := &lexer{text: text}
	for l.pos < len(text) {
		if err := l.root(); err != nil {
			return nil, err
		}
	}
	l.tokens = append(l.tokens, token{kind: tokenEOF, offset: len(text)})
	return l.tokens, nil
}

func (l *lexer) emit(t token) error {
	if len(l.tokens) >= maxTokens {
		return l.fail(t.offset, "the template has more than %d tokens", maxTokens)
	}
	l.tokens = append(l.tokens, t)
	return nil
}

// root reads data up to the next tag, and that tag whole.
func (l *lexer) root() error {
	start := l.pos
	open := start
	for {
		brace := strings.IndexByte(l.text[open:], '{')
		if brace < 0 || open+brace+1 >= len(l.text) {
			l.pos = len(l.text)
			return l.data(start, l.pos, false)
		}
		open += brace
		if next := l.text[open+1]; next == '{' || next == '%' || next == '#' {
			break
		}
		open++
	}
	after := open + 2
	sign := byte(0)
	if after < len(l.text) && (l.text[after] == '-' || l.text[after] == '+') {
		sign = l.text[after]
		after++
	}
	if err := l.data(start, open, sign == '-'); err != nil {
		return err
	}
	switch l.text[open+1] {
	case '#':
		return l.comment(open, after)
	case '%':
		if body, ok := l.rawBegin(after); ok {
			return l.raw(open, body)
		}
		l.pos = after
		if err := l.emit(token{kind: tokenBlockBegin, offset: open}); err != nil {
			return err
		}
		return l.tag(open, '%')
	}
	l.pos = after
	if err := l.emit(token{kind: tokenVariableBegin, offset: open}); err != nil {
		return err
	}
	return l.tag(open, '}')
}

func (l *lexer) data(start, end int, strip bool) error {
	text := l.text[start:end]
	if strip {
		text = strings.TrimRightFunc(text, isSpace)
	}
	if text == "" {
		return nil
	}
	return l.emit(token{kind: tokenData, text: text, offset: start})
}

// comment skips to the first `#}`. Its `-` strips the whitespace after it. The sign that opens a
// comment may also close it: in `{#-#}` the expression `\{\#(\-|\+|)` takes the minus.
func (l *lexer) comment(open, after int) error {
	end := strings.Index(l.text[after:], "#}")
	if after == len(l.text) {
		l.pos = after // Jinja does not miss an end where there is no text left
		return nil
	}
	if end < 0 {
		return l.fail(open, "the comment has no end")
	}
	end += after
	l.pos = end + 2
	if end > after && l.text[end-1] == '-' {
		l.skipSpace()
	}
	return nil
}

// rawBegin matches `\s*raw\s*(?:\-%}\s*|%})` and returns where the raw text begins.
func (l *lexer) rawBegin(pos int) (int, bool) {
	return l.rawTag(pos, "raw", false)
}

// rawTag matches the inside of a raw or endraw tag. Only endraw may end in `+%}`.
func (l *lexer) rawTag(pos int, word string, plus bool) (int, bool) {
	pos = l.spaceEnd(pos)
	if !strings.HasPrefix(l.text[pos:], word) {
		return 0, false
	}
	pos = l.spaceEnd(pos + len(word))
	rest := l.text[pos:]
	switch {
	case strings.HasPrefix(rest, "%}"):
		return pos + 2, true
	case strings.HasPrefix(rest, "-%}"):
		return l.spaceEnd(pos + 3), true
	case plus && strings.HasPrefix(rest, "+%}"):
		return pos + 3, true
	}
	return 0, false
}

// raw reads text up to the first endraw tag.
func (l *lexer) raw(open, body int) error {
	if body == len(l.text) {
		l.pos = body // as for a comment
		return nil
	}
	for at := body; ; at += 2 {
		next := strings.Index(l.text[at:], "{%")
		if next < 0 {
			return l.fail(open, "the raw block has no end")
		}
		at += next
		inside := at + 2
		strip := false
		if inside < len(l.text) && (l.text[inside] == '-' || l.text[inside] == '+') {
			strip = l.text[inside] == '-'
			inside++
		}
		if end, ok := l.rawTag(inside, "endraw", true); ok {
			l.pos = end
			return l.data(body, at, strip)
		}
	}
}

func (l *lexer) skipSpace() { l.pos = l.spaceEnd(l.pos) }

func (l *lexer) spaceEnd(pos int) int {
	for pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[pos:])
		if !isSpace(r) {
			break
		}
		pos += size
	}
	return pos
}

// isSpace is Python's `\s` for text.
func isSpace(r rune) bool {
	switch {
	case r == ' ', '\t' <= r && r <= '\r', 0x1c <= r && r <= 0x1f:
		return true
	case r < 0x80:
		return false
	case r == 0x85, r == 0xa0, r == 0x1680, 0x2000 <= r && r <= 0x200a,
		r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
		return true
	}
	return false
}

// tag reads the inside of a block or variable tag to its end. end is the character before `}`.
func (l *lexer) tag(open int, end byte) error {
	endKind := tokenVariableEnd
	if end == '%' {
		endKind = tokenBlockEnd
	}
	var brackets []byte
	for l.pos < len(l.text) {
		start := l.pos
		if len(brackets) == 0 {
			if size, strip := l.tagEnd(end); size > 0 {
				l.pos += size
				if strip {
					l.skipSpace()
				}
				return l.emit(token{kind: endKind, offset: start})
			}
		}
		b := l.text[start]
		r, _ := utf8.DecodeRuneInString(l.text[start:])
		switch {
		case isSpace(r):
			l.skipSpace()
			continue
		case b >= 0x80:
			return l.fail(start, "the character %q inside a tag is not ASCII", r)
		case isDigit(b):
			if err := l.number(); err != nil {
				return err
			}
			continue
		case isNameByte(b):
			for l.pos < len(l.text) && isNameByte(l.text[l.pos]) {
				l.pos++
			}
			if l.pos < len(l.text) && l.text[l.pos] >= 0x80 {
				if r, _ := utf8.DecodeRuneInString(l.text[l.pos:]); !isSpace(r) {
					return l.fail(l.pos, "the character %q inside a tag is not ASCII", r)
				}
			}
			if err := l.emit(token{tokenName, l.text[start:l.pos], start}); err != nil {
				return err
			}
			continue
		case b == '\'' || b == '"':
			if err := l.string(b); err != nil {
				return err
			}
			continue
		}
		operator := operatorAt(l.text[start:])
		if operator == "" {
			return l.fail(start, "unexpected character %q", r)
		}
		switch operator {
		case "(":
			brackets = append(brackets, ')')
		case "[":
			brackets = append(brackets, ']')
		case "{":
			brackets = append(brackets, '}')
		case ")", "]", "}":
			if len(brackets) == 0 || brackets[len(brackets)-1] != operator[0] {
				return l.fail(start, "unexpected %q", operator)
			}
			brackets = brackets[:len(brackets)-1]
		}
		l.pos += len(operator)
		if err := l.emit(token{tokenOperator, operator, start}); err != nil {
			return err
		}
	}
	return l.fail(open, "the tag has no end")
}

// tagEnd matches `\-}}\s*|}}` or `\+%}|\-%}\s*|%}`.
func (l *lexer) tagEnd(end byte) (size int, strip bool) {
	rest := l.text[l.pos:]
	if len(rest) >= 2 && rest[0] == end && rest[1] == '}' {
		return 2, false
	}
	if len(rest) >= 3 && rest[1] == end && rest[2] == '}' {
		if rest[0] == '-' {
			return 3, true
		}
		if rest[0] == '+' && end == '%' {
			return 3, false
		}
	}
	return 0, false
}

// operatorAt is the longest operator at the beginning of text.
func operatorAt(text string) string {
	if len(text) >= 2 {
		switch text[:2] {
		case "//", "**", "==", "!=", ">=", "<=":
			return text[:2]
		}
	}
	if strings.IndexByte("+-/*%~[](){}><=.:|,;", text[0]) >= 0 {
		return text[:1]
	}
	return ""
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isNameByte(b byte) bool {
	return b == '_' || isDigit(b) || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
