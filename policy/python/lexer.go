package python

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

// CPython's limits (Parser/lexer/state.h).
const (
	maxTokens         = 500_000 // of ours; the standard library's largest file has a tenth
	maxForeignNames   = 20_000  // of ours: they are normalized one by one
	maxBrackets       = 200
	maxIndents        = 100
	maxFStringNesting = 150
	maxFieldNesting   = 3
)

// lexer turns a whole file into tokens, by the algorithm of CPython's
// Parser/lexer/lexer.c: indentation stacks with tabs counted as 8 and as 1,
// a stack of modes for nested f-strings.
type lexer struct {
	file    *File
	version Version
	src     string
	pos     int
	lastEnd int32 // end of the last token that has text
	foreign int   // names with characters outside ASCII so far
	tokens  []token

	brackets    [maxBrackets]byte
	bracketAt   [maxBrackets]int32
	level       int
	indents     [maxIndents]int32
	altIndents  [maxIndents]int32
	indent      int
	fstrings    []fstringMode
	lineStart   bool // at the beginning of a logical or joined line
	newlineOpen bool // a NEWLINE is due: the current line has tokens
}

// buffers are the growing parts of a parse that leave nothing behind in its
// result. A pool lends them, so that a server does not make them for each file.
type buffers struct {
	lexer lexer
	exprs []Expr
	stmts []Stmt
}

var bufferPool = sync.Pool{New: func() any { return new(buffers) }}

func (b *buffers) newLexer(file *File, version Version) *lexer {
	tokens := b.lexer.tokens[:0]
	if want := len(file.Source)/4 + 16; cap(tokens) < want {
		tokens = make([]token, 0, want)
	}
	b.lexer = lexer{file: file, version: version, src: file.Source, tokens: tokens, fstrings: b.lexer.fstrings[:0], lineStart: true}
	return &b.lexer
}

// release gives the buffers back. What they refer to of this parse is dropped.
func (b *buffers) release() {
	b.lexer.file, b.lexer.src = nil, ""
	if cap(b.lexer.tokens) <= maxPooledTokens {
		bufferPool.Put(b)
	}
}

// maxPooledTokens keeps the buffers of unusually large files out of the pool.
const maxPooledTokens = 1 << 18

func (l *lexer) fail(reason Reason, start, end int, format string, args ...any) {
	start = min(start, len(l.src))
	panic(&Error{Reason: reason, Message: fmt.Sprintf(format, args...), Span: Span{int32(start), int32(max(start, min(end, len(l.src))))}})
}

// need records that the file needs a Python minor version, and refuses it when the deployed one is older.
func (l *lexer) need(version Version, start, end int, what string) {
	if l.version < version {
		l.fail(ReasonVersion, start, end, "%s needs Python 3.%d", what, version)
	}
	l.file.Minimum = max(l.file.Minimum, version)
}

func (l *lexer) emit(kind tokenKind, start int) {
	l.lastEnd = int32(l.pos)
	l.newlineOpen = true
	l.tokens = append(l.tokens, token{int32(start), int32(l.pos), kind})
}

func (l *lexer) layout(kind tokenKind) {
	l.tokens = append(l.tokens, token{l.lastEnd, l.lastEnd, kind})
}

// at returns the byte at offset i, 0 past the end; the source holds no 0.
func (l *lexer) at(i int) byte {
	if i < len(l.src) {
		return l.src[i]
	}
	return 0
}

// run tokenizes the whole source.
func (l *lexer) run() {
	for {
		if n := len(l.fstrings); n > 0 && l.fstrings[n-1].literal {
			l.fstringPart(&l.fstrings[n-1])
			continue
		}
		if l.lineStart {
			l.lineStart = false
			l.indentation()
		}
		if !l.next() {
			break
		}
		if len(l.tokens) > maxTokens {
			l.fail(ReasonSize, l.pos, l.pos, "more than %d tokens", maxTokens)
		}
	}
	if l.level > 0 {
		at := int(l.bracketAt[l.level-1])
		l.fail(ReasonSyntax, at, at+1, "'%c' was never closed", l.brackets[l.level-1])
	}
	for ; l.indent > 0; l.indent-- {
		l.layout(tDedent)
	}
	l.layout(tEnd)
}

// indentation reads the white space before a line and emits INDENT or DEDENT.
func (l *lexer) indentation() {
	var column, alternative, continued int32
	i := l.pos
scan:
	for ; ; i++ {
		switch l.at(i) {
		case ' ':
			column++
			alternative++
		case '\t':
			column = (column/8 + 1) * 8
			alternative++
		case '\f':
			column, alternative = 0, 0
		case '\\':
			// CPython: the first backslash that follows white space fixes the
			// indentation of whatever comes next.
			if continued == 0 {
				continued = column
			}
			if l.level == 0 {
				// CPython 3.9 keeps the indentation of the line before.
				l.need(10, i, i+1, "a backslash in indentation")
			}
			i = l.continuation(i) - 1
		default:
			break scan
		}
	}
	l.pos = i
	if c := l.at(i); c == '#' || c == '\n' || l.level > 0 {
		return
	}
	if continued != 0 {
		column, alternative = continued, continued
	}
	switch top := l.indents[l.indent]; {
	case column == top:
	case column > top:
		if l.indent+1 >= maxIndents {
			l.fail(ReasonIndentation, i, i+1, "too many levels of indentation")
		}
		if alternative <= l.altIndents[l.indent] {
			l.fail(ReasonIndentation, i, i+1, "inconsistent use of tabs and spaces in indentation")
		}
		l.indent++
		l.indents[l.indent], l.altIndents[l.indent] = column, alternative
		l.layout(tIndent)
		return
	default:
		for l.indent > 0 && column < l.indents[l.indent] {
			l.indent--
			l.layout(tDedent)
		}
		if column != l.indents[l.indent] {
			l.fail(ReasonIndentation, i, i+1, "unindent does not match any outer indentation level")
		}
	}
	if alternative != l.altIndents[l.indent] {
		l.fail(ReasonIndentation, i, i+1, "inconsistent use of tabs and spaces in indentation")
	}
}

// continuation checks the backslash at i and returns the offset of the next line.
func (l *lexer) continuation(i int) int {
	if l.at(i+1) != '\n' {
		l.fail(ReasonSyntax, i, i+1, "unexpected character after line continuation character")
	}
	if i+2 >= len(l.src) {
		l.fail(ReasonSyntax, i, i+1, "unexpected end of file after line continuation character")
	}
	if len(l.fstrings) > 0 {
		l.need(12, i, i+1, "a backslash in an f-string expression")
	}
	return i + 2
}

// next reads one token in normal mode; false at the end of the source.
func (l *lexer) next() bool {
	src, i := l.src, l.pos
	for {
		if i >= len(src) {
			l.pos = i
			return false
		}
		switch c := src[i]; {
		case c == ' ' || c == '\t' || c == '\f':
			i++
			continue
		case byteClass[c]&classStart != 0:
			l.name(i)
		case isDigit(c) || c == '.' && isDigit(l.at(i+1)):
			l.number(i)
		case c == '\n':
			l.pos = i + 1
			l.lineStart = true
			if l.level == 0 && l.newlineOpen {
				l.layout(tNewline)
				l.newlineOpen = false
			}
		case c == '#':
			if len(l.fstrings) > 0 {
				l.need(12, i, i+1, "a comment in an f-string expression")
			}
			i += strings.IndexByte(src[i:], '\n')
			continue
		case c == '"' || c == '\'':
			l.str(i, i)
		case c == '\\':
			i = l.continuation(i)
			continue
		default:
			l.operator(i, c)
		}
		return true
	}
}

// name reads an identifier, a keyword, or a string with a prefix.
func (l *lexer) name(start int) {
	src, i := l.src, start+1
	first := src[start]
	all := first
	for i < len(src) && isIdentifierByte(src[i]) {
		all |= src[i]
		i++
	}
	if i < len(src) && (src[i] == '"' || src[i] == '\'') && i-start <= 2 && l.prefixed(start, i) {
		return
	}
	l.pos = i
	kind := tName
	if size := i - start; size < 16 && keywordSizes[first]>>size&1 != 0 {
		kind = keyword(src[start:i])
	}
	if all >= utf8.RuneSelf {
		l.checkIdentifier(start, i)
	}
	l.emit(kind, start)
}

// prefixed reads the string whose prefix is src[start:quote]; false when these letters are no prefix.
func (l *lexer) prefixed(start, quote int) bool {
	var b, r, u, f, t int
	for _, c := range []byte(l.src[start:quote]) {
		switch c | 0x20 {
		case 'b':
			b++
		case 'r':
			r++
		case 'u':
			u++
		case 'f':
			f++
		case 't':
			t++
		default:
			return false
		}
	}
	if b > 1 || r > 1 || u+b+f+t > 1 || u > 0 && r > 0 {
		return false
	}
	switch {
	case t > 0:
		l.need(14, start, quote, "a t-string")
		l.startFString(start, quote, r > 0, true)
	case f > 0:
		l.startFString(start, quote, r > 0, false)
	default:
		l.str(start, quote)
	}
	return true
}

// str reads a string that is not an f-string.
func (l *lexer) str(start, quote int) {
	end, ok := stringEnd(l.src, quote)
	if !ok {
		l.fail(ReasonSyntax, start, quote+1, "unterminated string literal")
	}
	l.pos = end
	if len(l.fstrings) > 0 && l.file.Minimum < 12 && strings.IndexByte(l.src[start:end], '\\') >= 0 {
		l.need(12, start, end, "a backslash in an f-string expression")
	}
	l.emit(tString, start)
}

// stringEnd returns the offset after the closing quote of the string whose opening quote is at i.
func stringEnd(src string, i int) (end int, ok bool) {
	quote := src[i]
	i++
	if i+1 < len(src) && src[i] == quote && src[i+1] == quote {
		for i += 2; i < len(src); i++ {
			switch src[i] {
			case '\\':
				i++
			case quote:
				if i+2 < len(src) && src[i+1] == quote && src[i+2] == quote {
					return i + 3, true
				}
			}
		}
		return 0, false
	}
	for ; i < len(src); i++ {
		switch src[i] {
		case quote:
			return i + 1, true
		case '\\':
			i++
		case '\n':
			return 0, false
		}
	}
	return 0, false
}
