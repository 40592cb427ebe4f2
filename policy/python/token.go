package python

import "strings"

// tokenKind is the type of a token. Operators, keywords and layout each have
// their own kind, so that the parser never compares text.
type tokenKind uint8

const (
	tEnd tokenKind = iota
	tNewline
	tIndent
	tDedent
	tName
	tNumber
	tString
	tFStart  // an f-string's prefix and opening quote
	tTStart  // a t-string's prefix and opening quote
	tFMiddle // a literal part of an f-string or t-string
	tFEnd    // the closing quote

	tLParen
	tRParen
	tLBracket
	tRBracket
	tLBrace
	tRBrace
	tColon
	tComma
	tSemicolon
	tDot
	tEllipsis
	tArrow
	tExclamation
	tAssign // =
	tWalrus // :=
	tPlus
	tMinus
	tStar
	tSlash
	tPipe
	tAmper
	tPercent
	tCircumflex
	tAt
	tDoubleSlash
	tDoubleStar
	tLShift
	tRShift
	tTilde
	tLess
	tGreater
	tEqEqual
	tNotEqual
	tLessEqual
	tGreaterEqual
	tPlusEqual
	tMinusEqual
	tStarEqual
	tSlashEqual
	tPercentEqual
	tAmperEqual
	tPipeEqual
	tCircumflexEqual
	tAtEqual
	tLShiftEqual
	tRShiftEqual
	tDoubleStarEqual
	tDoubleSlashEqual

	kFalse
	kNone
	kTrue
	kAnd
	kAs
	kAssert
	kAsync
	kAwait
	kBreak
	kClass
	kContinue
	kDef
	kDel
	kElif
	kElse
	kExcept
	kFinally
	kFor
	kFrom
	kGlobal
	kIf
	kImport
	kIn
	kIs
	kLambda
	kNonlocal
	kNot
	kOr
	kPass
	kRaise
	kReturn
	kTry
	kWhile
	kWith
	kYield
	tokenKinds // the number of kinds
)

// token is one token: a kind and a range of the source. Layout tokens lie at
// the end of the last token that has text, so that the end of the previous
// token is always where CPython ends a node.
type token struct {
	start, end int32
	kind       tokenKind
}

// keyword returns the kind of a hard keyword, tName for any other name.
func keyword(s string) tokenKind {
	switch s {
	case "False":
		return kFalse
	case "None":
		return kNone
	case "True":
		return kTrue
	case "and":
		return kAnd
	case "as":
		return kAs
	case "assert":
		return kAssert
	case "async":
		return kAsync
	case "await":
		return kAwait
	case "break":
		return kBreak
	case "class":
		return kClass
	case "continue":
		return kContinue
	case "def":
		return kDef
	case "del":
		return kDel
	case "elif":
		return kElif
	case "else":
		return kElse
	case "except":
		return kExcept
	case "finally":
		return kFinally
	case "for":
		return kFor
	case "from":
		return kFrom
	case "global":
		return kGlobal
	case "if":
		return kIf
	case "import":
		return kImport
	case "in":
		return kIn
	case "is":
		return kIs
	case "lambda":
		return kLambda
	case "nonlocal":
		return kNonlocal
	case "not":
		return kNot
	case "or":
		return kOr
	case "pass":
		return kPass
	case "raise":
		return kRaise
	case "return":
		return kReturn
	case "try":
		return kTry
	case "while":
		return kWhile
	case "with":
		return kWith
	case "yield":
		return kYield
	}
	return tName
}

// keywordSizes holds, for a first letter, a bit for each length of a keyword
// that begins with it: most names need no comparison.
var keywordSizes = func() (table [256]uint16) {
	for _, word := range strings.Fields("False None True and as assert async await break class continue def del elif else except " +
		"finally for from global if import in is lambda nonlocal not or pass raise return try while with yield") {
		table[word[0]] |= 1 << len(word)
	}
	return table
}()

// Classes of bytes.
const (
	classStart  = 1 << iota // may start an identifier
	classLetter             // may continue an identifier
	classDigit
	classHex
)

var byteClass = func() (table [256]uint8) {
	for c := range table {
		switch {
		case c >= 0x80, 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
			table[c] = classStart | classLetter
		case '0' <= c && c <= '9':
			table[c] = classLetter | classDigit | classHex
		}
		if 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' {
			table[c] |= classHex
		}
	}
	return table
}()

func isIdentifierByte(c byte) bool { return byteClass[c]&classLetter != 0 }
func isDigit(c byte) bool          { return c-'0' <= 9 }
