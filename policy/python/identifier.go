package python

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func strconvQuote(s string) string { return strconv.QuoteToASCII(s) }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// checkIdentifier verifies a name with characters outside ASCII (PEP 3131)
// and records it.
func (l *lexer) checkIdentifier(start, end int) {
	text := l.src[start:end]
	for i, r := range text {
		if r == '_' || isXIDStart(r) || i > 0 && isXIDContinue(r) {
			continue
		}
		l.fail(ReasonSyntax, start+i, start+i+utf8.RuneLen(r), "invalid character %+q (U+%04X)", r, r)
	}
	if l.foreign++; l.foreign > maxForeignNames {
		l.fail(ReasonSize, start, end, "more than %d names with characters outside ASCII", maxForeignNames)
	}
	l.file.Encoding.NonASCIINames = note(l.file.Encoding.NonASCIINames, start, end)
	if !norm.NFKC.IsNormalString(text) {
		l.file.Encoding.NormalizedNames = note(l.file.Encoding.NormalizedNames, start, end)
		switch normalized := norm.NFKC.String(text); normalized {
		case "True", "False", "None":
			l.fail(ReasonSyntax, start, end, "the identifier is read as the constant %s", normalized)
		}
	}
}

// identifier returns the text of a name as CPython stores it, in NFKC.
func (p *parser) identifier(text string) string {
	if len(p.file.Encoding.NonASCIINames) == 0 || isASCII(text) {
		return text
	}
	return norm.NFKC.String(text)
}

func isIDStart(r rune) bool {
	return r == '_' || unicode.IsLetter(r) && !unicode.In(r, unicode.Pattern_Syntax, unicode.Pattern_White_Space) ||
		unicode.In(r, unicode.Nl, unicode.Other_ID_Start)
}

func isIDContinue(r rune) bool {
	return isIDStart(r) || unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}

// isXIDStart and isXIDContinue are the properties of UAX #31: those of ID
// that hold after NFKC as well.
func isXIDStart(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	if !isIDStart(r) {
		return false
	}
	for i, n := range norm.NFKC.String(string(r)) {
		if i == 0 && !isIDStart(n) || !isIDContinue(n) {
			return false
		}
	}
	return true
}

func isXIDContinue(r rune) bool {
	if r < utf8.RuneSelf {
		return isIdentifierByte(byte(r))
	}
	if !isIDContinue(r) {
		return false
	}
	for _, n := range norm.NFKC.String(string(r)) {
		if !isIDContinue(n) {
			return false
		}
	}
	return true
}
