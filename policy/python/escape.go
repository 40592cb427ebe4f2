package python

import (
	"strings"
	"unicode/utf8"
)

// unescape decodes the escapes of a string or bytes literal. body starts at
// offset in the source. unresolved reports a \N{…} name in no table.
func (p *parser) unescape(body string, offset int32, bytes bool) (value string, unresolved bool) {
	out := make([]byte, 0, len(body))
	for i := 0; i < len(body); {
		c := body[i]
		if c != '\\' {
			next := strings.IndexByte(body[i:], '\\')
			if next < 0 {
				next = len(body) - i
			}
			out = append(out, body[i:i+next]...)
			i += next
			continue
		}
		if i+1 == len(body) {
			out = append(out, '\\')
			break
		}
		escape := i
		c = body[i+1]
		i += 2
		switch c {
		case '\n':
		case '\\', '\'', '"':
			out = append(out, c)
		case 'a':
			out = append(out, 7)
		case 'b':
			out = append(out, 8)
		case 'f':
			out = append(out, 12)
		case 'n':
			out = append(out, 10)
		case 'r':
			out = append(out, 13)
		case 't':
			out = append(out, 9)
		case 'v':
			out = append(out, 11)
		case '0', '1', '2', '3', '4', '5', '6', '7':
			value := rune(c - '0')
			for n := 1; n < 3 && i < len(body) && '0' <= body[i] && body[i] <= '7'; n++ {
				value = value<<3 | rune(body[i]-'0')
				i++
			}
			out = appendCode(out, value, bytes)
		case 'x':
			out = appendCode(out, p.hex(body, i, 2, offset+int32(escape)), bytes)
			i += 2
		case 'u', 'U', 'N':
			if bytes {
				out = append(out, '\\', c)
				break
			}
			if c == 'N' {
				end := strings.IndexByte(body[i:], '}')
				if !strings.HasPrefix(body[i:], "{") || end < 2 {
					p.fail(ReasonSyntax, Span{offset + int32(escape), offset + int32(i)}, "malformed \\N character escape")
				}
				r, ok := lookupName(body[i+1 : i+end])
				if ok {
					out = appendCode(out, r, false)
				} else {
					unresolved = true
					out = append(out, body[escape:i+end+1]...)
				}
				i += end + 1
				break
			}
			size := 4
			if c == 'U' {
				size = 8
			}
			out = appendCode(out, p.hex(body, i, size, offset+int32(escape)), false)
			i += size
		default:
			out = append(out, '\\', c)
		}
	}
	return string(out), unresolved
}

// hex reads exactly size hexadecimal digits of a code point.
func (p *parser) hex(body string, i, size int, escape int32) rune {
	value := int64(0)
	at := Span{escape, escape + int32(size) + 2}
	for n := range size {
		if i+n >= len(body) || byteClass[body[i+n]]&classHex == 0 {
			p.fail(ReasonSyntax, Span{escape, escape + int32(n) + 2}, "truncated hexadecimal escape in a string")
		}
		c := body[i+n]
		digit := int64(c - '0')
		if c > '9' {
			digit = int64(c|0x20-'a') + 10
		}
		value = value<<4 | digit
	}
	if value > utf8.MaxRune {
		p.fail(ReasonSyntax, at, "illegal Unicode character in a string")
	}
	return rune(value)
}

// appendCode appends a byte, or a code point in UTF-8; a surrogate is
// written in three bytes, as in WTF-8.
func appendCode(out []byte, r rune, bytes bool) []byte {
	switch {
	case bytes:
		return append(out, byte(r))
	case 0xd800 <= r && r <= 0xdfff:
		return append(out, 0xed, byte(0x80|r>>6&0x3f), byte(0x80|r&0x3f))
	}
	return utf8.AppendRune(out, r)
}
