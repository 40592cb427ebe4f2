package python

// operator reads punctuation.
func (l *lexer) operator(i int, c byte) {
	second, third := l.at(i+1), l.at(i+2)
	inField := len(l.fstrings) > 0
	if inField && c == ':' {
		if mode := &l.fstrings[len(l.fstrings)-1]; mode.depth-1 == mode.field {
			mode.literal, mode.inSpec = true, true
			l.pos = i + 1
			l.emit(tColon, i)
			return
		}
	}
	kind, size := tEnd, 1
	pick := func(next byte, longer tokenKind) {
		if second == next {
			kind, size = longer, 2
		}
	}
	switch c {
	case '(', '[', '{':
		l.open(i, c)
		return
	case ')', ']', '}':
		l.close(i, c)
		return
	case ',':
		kind = tComma
	case ';':
		kind = tSemicolon
	case ':':
		kind = tColon
		pick('=', tWalrus)
	case '.':
		kind = tDot
		if second == '.' && third == '.' {
			kind, size = tEllipsis, 3
		}
	case '=':
		kind = tAssign
		pick('=', tEqEqual)
	case '!':
		kind = tExclamation
		pick('=', tNotEqual)
	case '+':
		kind = tPlus
		pick('=', tPlusEqual)
	case '-':
		kind = tMinus
		pick('=', tMinusEqual)
		pick('>', tArrow)
	case '*':
		kind = tStar
		pick('=', tStarEqual)
		pick('*', tDoubleStar)
		if size == 2 && second == '*' && third == '=' {
			kind, size = tDoubleStarEqual, 3
		}
	case '/':
		kind = tSlash
		pick('=', tSlashEqual)
		pick('/', tDoubleSlash)
		if size == 2 && second == '/' && third == '=' {
			kind, size = tDoubleSlashEqual, 3
		}
	case '|':
		kind = tPipe
		pick('=', tPipeEqual)
	case '&':
		kind = tAmper
		pick('=', tAmperEqual)
	case '%':
		kind = tPercent
		pick('=', tPercentEqual)
	case '^':
		kind = tCircumflex
		pick('=', tCircumflexEqual)
	case '@':
		kind = tAt
		pick('=', tAtEqual)
	case '~':
		kind = tTilde
	case '<':
		kind = tLess
		pick('=', tLessEqual)
		pick('<', tLShift)
		if second == '<' && third == '=' {
			kind, size = tLShiftEqual, 3
		}
		if second == '>' {
			l.fail(ReasonSyntax, i, i+2, "the operator <> is not read")
		}
	case '>':
		kind = tGreater
		pick('=', tGreaterEqual)
		pick('>', tRShift)
		if second == '>' && third == '=' {
			kind, size = tRShiftEqual, 3
		}
	default:
		l.fail(ReasonSyntax, i, i+1, "invalid character %s", strconvQuote(l.src[i:i+1]))
	}
	if kind == tExclamation && !inField {
		l.fail(ReasonSyntax, i, i+1, "invalid syntax at '!'")
	}
	l.pos = i + size
	l.emit(kind, i)
}

func (l *lexer) open(i int, c byte) {
	if l.level >= maxBrackets {
		l.fail(ReasonDepth, i, i+1, "too many nested parentheses")
	}
	l.brackets[l.level], l.bracketAt[l.level] = c, int32(i)
	l.level++
	if n := len(l.fstrings); n > 0 {
		l.fstrings[n-1].depth++
	}
	l.pos = i + 1
	switch c {
	case '(':
		l.emit(tLParen, i)
	case '[':
		l.emit(tLBracket, i)
	default:
		l.emit(tLBrace, i)
	}
}

func (l *lexer) close(i int, c byte) {
	if l.level == 0 {
		l.fail(ReasonSyntax, i, i+1, "unmatched '%c'", c)
	}
	l.level--
	kind := tRBrace
	want := byte('{')
	switch c {
	case ')':
		kind, want = tRParen, '('
	case ']':
		kind, want = tRBracket, '['
	}
	if opening := l.brackets[l.level]; opening != want {
		l.fail(ReasonSyntax, i, i+1, "closing parenthesis '%c' does not match opening parenthesis '%c'", c, opening)
	}
	if n := len(l.fstrings); n > 0 {
		mode := &l.fstrings[n-1]
		mode.depth--
		if mode.depth < 0 {
			l.fail(ReasonSyntax, i, i+1, "f-string: unmatched '%c'", c)
		}
		if c == '}' && mode.depth == mode.field {
			mode.field--
			mode.literal, mode.inSpec = true, false
		}
	}
	l.pos = i + 1
	l.emit(kind, i)
}
