package python

// number reads a numeric literal, by the state machine of CPython's tokenizer.
func (l *lexer) number(start int) {
	i := start
	if l.src[i] == '0' {
		switch l.at(i+1) | 0x20 {
		case 'x':
			l.radix(start, "hexadecimal", func(c byte) bool { return byteClass[c]&classHex != 0 })
			return
		case 'o':
			l.radix(start, "octal", func(c byte) bool { return '0' <= c && c <= '7' })
			return
		case 'b':
			l.radix(start, "binary", func(c byte) bool { return c == '0' || c == '1' })
			return
		}
	}
	isFloat := false
	if l.src[i] != '.' {
		i = l.digits(i)
	}
	integerEnd := i
	if l.at(i) == '.' {
		isFloat = true
		i++
		if isDigit(l.at(i)) {
			i = l.digits(i)
		}
	}
	if c := l.at(i); c == 'e' || c == 'E' {
		j := i + 1
		switch sign := l.at(j); {
		case sign == '+' || sign == '-':
			if !isDigit(l.at(j + 1)) {
				l.fail(ReasonSyntax, start, j+1, "invalid decimal literal")
			}
			j++
			fallthrough
		case isDigit(sign):
			isFloat = true
			i = l.digits(j)
		}
	}
	kind := "decimal"
	if c := l.at(i); c == 'j' || c == 'J' {
		isFloat = true
		kind = "imaginary"
		i++
	}
	if !isFloat && l.src[start] == '0' {
		for _, c := range []byte(l.src[start:integerEnd]) {
			if c != '0' && c != '_' {
				l.fail(ReasonSyntax, start, i, "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers")
			}
		}
	}
	l.endNumber(start, i, kind)
}

// digits reads digits with single underscores between them and returns the end.
func (l *lexer) digits(i int) int {
	for {
		for isDigit(l.at(i)) {
			i++
		}
		if l.at(i) != '_' {
			return i
		}
		i++
		if !isDigit(l.at(i)) {
			l.fail(ReasonSyntax, i-1, i, "invalid decimal literal")
		}
	}
}

func (l *lexer) radix(start int, kind string, valid func(byte) bool) {
	i := start + 2
	for {
		if l.at(i) == '_' {
			i++
		}
		if !valid(l.at(i)) {
			l.fail(ReasonSyntax, start, i+1, "invalid %s literal", kind)
		}
		for valid(l.at(i)) {
			i++
		}
		if l.at(i) != '_' {
			break
		}
	}
	if isDigit(l.at(i)) {
		l.fail(ReasonSyntax, start, i+1, "invalid digit '%c' in %s literal", l.at(i), kind)
	}
	l.endNumber(start, i, kind)
}

// endNumber refuses a number that runs into a name, except into one of the
// keywords that CPython still lets follow without a space.
func (l *lexer) endNumber(start, end int, kind string) {
	if c := l.at(end); c < 0x80 && isIdentifierByte(c) {
		i := end
		for isIdentifierByte(l.at(i)) {
			i++
		}
		word := l.src[end:i]
		switch word {
		case "and", "else", "for", "or", "not":
		default:
			// CPython looks at two letters only: the parser refuses `1inf`.
			if len(word) < 2 || word[:2] != "if" && word[:2] != "in" && word[:2] != "is" {
				l.fail(ReasonSyntax, start, i, "invalid %s literal", kind)
			}
		}
	}
	l.pos = end
	l.emit(tNumber, start)
}
