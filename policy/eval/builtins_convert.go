package eval

import (
	"math"
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

func (e *evaluator) builtinStr(v value) (value, bool) {
	if text, ok := e.str(v); ok {
		return value{kind: strKind, s: text, why: v.why}, e.alloc(&python.Pass{}, len(text))
	}
	switch {
	case v.kind == prefixKind:
		return v, true
	case v.kind == strKind:
		return e.textOf(v, "text of a member of an enumeration", maxEscape), true
	case v.kind == choiceKind:
		return e.eachChoice(&python.Pass{}, v, noneValue, func(a, _ value) value {
			if text, ok := e.str(a); ok {
				return strValue(text)
			}
			return opaque("text of a constant", opaqueText)
		})
	case isPath(v):
		return e.pathText(v)
	case v.kind == opaqueKind:
		text := opaque("text of "+v.s, textFlags(v)) // that of a task's result is a template, with its key in it
		text.f = v.f
		return text, true
	case v.kind == objectKind:
		if text, ok := knownDateText(v, " "); ok {
			return value{kind: strKind, s: text, why: v.why}, true
		}
		return e.textOf(v, "text of an object", maxEscape), true
	case v.isContainer():
		return e.textOf(v, "text of a container", maxEscape), true
	}
	return value{}, false
}

// maxIntText bounds the text of a number, in bytes: newer Python refuses one of more than 4,300 digits, zeros in front of it
// too, and may be told to refuse more than 640 (sys.set_int_max_str_digits).
const maxIntText = 640

func builtinInt(v value) (value, bool) {
	switch v.kind {
	case intKind, boolKind:
		return intValue(v.n), true
	case floatKind:
		if math.Abs(v.f) < 1<<53 {
			return intValue(int64(v.f)), true
		}
	case strKind:
		if n, err := strconv.ParseInt(strings.TrimSpace(v.s), 10, 64); err == nil && isASCII(v.s) && len(v.s) <= maxIntText {
			return intValue(n), true
		}
	case opaqueKind:
		number := opaque("a number", 0)
		number.f = v.f
		return number, v.f <= maxDigits
	}
	return value{}, false
}

func builtinFloat(v value) (value, bool) {
	if n, ok := v.number(); ok {
		return floatValue(n), true
	}
	if v.kind == opaqueKind {
		return opaque("a number", opaqueUnstored), true // `inf` is a number
	}
	if v.kind == strKind && isASCII(v.s) && len(v.s) < 32 && strings.Trim(v.s, "0123456789.-") == "" {
		if f, err := strconv.ParseFloat(v.s, 64); err == nil {
			return floatValue(f), true
		}
	}
	return value{}, false
}

func builtinRound(args []value) (value, bool) {
	if len(args) == 1 {
		switch args[0].kind {
		case intKind, boolKind:
			return intValue(args[0].n), true
		case floatKind:
			if math.Abs(args[0].f) < 1<<53 {
				return intValue(int64(math.RoundToEven(args[0].f))), true
			}
		}
	}
	if len(args) == 2 && (args[1].kind != intKind || args[1].n < 0) {
		return value{}, false // a power of ten is computed for the digits before the point
	}
	if _, ok := args[0].number(); ok || args[0].kind == opaqueKind {
		number := opaque("a number", args[0].n&opaqueUnstored)
		number.f = args[0].f
		return number, true
	}
	return value{}, false
}
