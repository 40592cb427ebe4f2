package jinja

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// number reads a float or an integer as float_re and integer_re of jinja2/lexer.py do. A float may
// not follow a dot: `x.1.2` is two subscripts.
func (l *lexer) number() error {
	start := l.pos
	text := l.text[start:]
	whole := digits(text, isDigit)
	if start == 0 || l.text[start-1] != '.' {
		end := whole
		fraction := false
		if end+1 < len(text) && text[end] == '.' && isDigit(text[end+1]) {
			end += 1 + digits(text[end+1:], isDigit)
			fraction = true
		}
		exponent := end
		if exponent < len(text) && (text[exponent] == 'e' || text[exponent] == 'E') {
			exponent++
			if exponent < len(text) && (text[exponent] == '+' || text[exponent] == '-') {
				exponent++
			}
			if size := digits(text[exponent:], isDigit); size > 0 {
				l.pos += exponent + size
				return l.emit(token{tokenFloat, text[:exponent+size], start})
			}
		}
		if fraction {
			l.pos += end
			return l.emit(token{tokenFloat, text[:end], start})
		}
	}
	end := whole
	if text[0] == '0' {
		end = 1 + zeros(text[1:])
		if len(text) > 2 {
			digit := map[byte]func(byte) bool{'b': isBinary, 'o': isOctal, 'x': isHex}[text[1]|0x20]
			if digit != nil {
				at := 2
				if text[at] == '_' && at+1 < len(text) {
					at++
				}
				if size := digits(text[at:], digit); size > 0 {
					end = at + size
				}
			}
		}
	}
	l.pos += end
	return l.emit(token{tokenInteger, text[:end], start})
}

// digits measures `d+(_d+)*`.
func digits(text string, digit func(byte) bool) int {
	end := 0
	for at := 0; at < len(text); at++ {
		if digit(text[at]) {
			end = at + 1
		} else if text[at] != '_' || at == 0 || text[at-1] == '_' {
			break
		}
	}
	return end
}

// zeros measures `(_?0)*`.
func zeros(text string) int {
	end := 0
	for at := 0; at < len(text); at++ {
		if text[at] == '0' {
			end = at + 1
		} else if text[at] != '_' || at > 0 && text[at-1] == '_' {
			break
		}
	}
	return end
}

func isBinary(b byte) bool { return b == '0' || b == '1' }
func isOctal(b byte) bool  { return '0' <= b && b <= '7' }
func isHex(b byte) bool {
	return isDigit(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// string reads a string literal and decodes it.
func (l *lexer) string(quote byte) error {
	start := l.pos
	for at := start + 1; at < len(l.text); at++ {
		switch l.text[at] {
		case '\\':
			at++
		case quote:
			value, err := l.unescape(l.text[start+1:at], start)
			if err != nil {
				return err
			}
			l.pos = at + 1
			return l.emit(token{tokenString, value, start})
		}
	}
	return l.fail(start, "the string has no end")
}

// unescape decodes as Python's unicode-escape does, after Jinja has made every line break \n.
// Escapes whose reading is not plain (\N, surrogates, a backslash before a character that is not
// ASCII) are refused.
func (l *lexer) unescape(text string, start int) (string, error) {
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if strings.IndexByte(text, '\\') < 0 {
		return text, nil
	}
	var value strings.Builder
	for at := 0; at < len(text); at++ {
		if text[at] != '\\' {
			value.WriteByte(text[at])
			continue
		}
		at++
		b := text[at]
		if plain := strings.IndexByte("\\'\"abfnrtv\n", b); plain >= 0 {
			if b != '\n' {
				value.WriteByte("\\'\"\a\b\f\n\r\t\v"[plain])
			}
			continue
		}
		width := map[byte]int{'x': 2, 'u': 4, 'U': 8}[b]
		switch {
		case b >= utf8.RuneSelf || b == 'N':
			return "", l.fail(start, "the string has an escape that is not read")
		case isOctal(b):
			end := at + 1
			for end < len(text) && end < at+3 && isOctal(text[end]) {
				end++
			}
			code, _ := strconv.ParseUint(text[at:end], 8, 32)
			value.WriteRune(rune(code))
			at = end - 1
		case width > 0:
			if at+width >= len(text) {
				return "", l.fail(start, "the string has a truncated escape")
			}
			code, err := strconv.ParseUint(text[at+1:at+1+width], 16, 32)
			if err != nil || !utf8.ValidRune(rune(code)) || code > utf8.MaxRune {
				return "", l.fail(start, "the string has an escape that is not a character")
			}
			value.WriteRune(rune(code))
			at += width
		default:
			value.WriteByte('\\')
			value.WriteByte(b)
		}
	}
	return value.String(), nil
}
