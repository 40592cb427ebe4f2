package eval

import (
	"math"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// binary is `left op right`.
// setOperators are the methods that the operators of sets are the same as. The result has the type of the left side.
var setOperators = map[python.Operator]string{python.BitOr: "union", python.BitAnd: "intersection", python.Sub: "difference",
	python.BitXor: "symmetric_difference"}

func (e *evaluator) binary(at python.Node, op python.Operator, left, right value) value {
	if op == python.RShift || op == python.LShift {
		if v, ok := e.dependency(at, op, left, right); ok {
			return v
		}
	}
	if left.kind == unknownKind {
		return left
	}
	if right.kind == unknownKind {
		return right
	}
	if method, ok := setOperators[op]; ok && left.kind == setKind && right.kind == setKind {
		if v, ok := e.setMethod(left, method, &site{node: &python.Call{Span: at.Range()}, pos: []value{right}}); ok {
			return v
		}
	}
	switch op {
	case python.Add:
		if v, ok := e.add(at, left, right); ok {
			return v
		}
	case python.Mult:
		if v, ok := e.multiply(at, left, right); ok {
			return v
		}
		if v, ok := e.multiply(at, right, left); ok {
			return v
		}
	case python.Mod:
		if left.kind == strKind || left.kind == prefixKind {
			return e.percent(at, left, right)
		}
	case python.Div:
		if isPath(left) || isPath(right) {
			if v, ok := e.joinPath(left, right); ok {
				return v
			}
			return e.unknown(at, codeExpression, "a path is joined with a value that is not known")
		}
	case python.BitOr:
		if left.kind == dictKind && right.kind == dictKind && !left.o.answersMissing() && !right.o.answersMissing() {
			d := e.dict(append([]value(nil), left.o.keys...), append([]value(nil), left.o.items...))
			e.alloc(at, 16*len(d.o.keys))
			e.merge(d, right, at)
			if d.o.typ = left.o.typ; d.o.typ == "" {
				d.o.typ = right.o.typ
			}
			return d
		}
		if isAsset(left) && isAsset(right) {
			return objectValue(typeAssetAny, nil, []value{left, right})
		}
		if isType(left) && (isType(right) || right.kind == noneKind) || left.kind == noneKind && isType(right) {
			return e.madeType(at, left, right)
		}
	case python.BitAnd:
		if isAsset(left) && isAsset(right) {
			return objectValue(typeAssetAll, nil, []value{left, right})
		}
	}
	if v, ok := number(op, left, right); ok {
		return v
	}
	if v, ok := timeArithmetic(op, left, right); ok {
		return v
	}
	if left.kind == choiceKind || right.kind == choiceKind {
		if v, ok := e.eachChoice(at, left, right, func(a, b value) value { return e.binary(at, op, a, b) }); ok {
			return v
		}
	}
	if isPlain(left) && isPlain(right) && (left.kind == opaqueKind || right.kind == opaqueKind ||
		left.kind == prefixKind || right.kind == prefixKind) {
		pieces, bounded := e.computedPieces(op, left, right)
		if !bounded {
			return e.unknown(at, codeBudget, "a number or text of unknown content grows without a bound that is known")
		}
		if op != python.Add {
			e.calculated(pieces)
		}
		computed := value{kind: opaqueKind, s: "computed from data that is not known", n: textFlags(left) | textFlags(right), why: left.why}
		computed.n |= unstored(op, left, right, pieces)
		if op == python.Mod && left.kind != floatKind && !left.isWhole() {
			// Text may be a format: `%c` of 123 is a brace, that of 0 a NUL. Nothing says of data that it is a number.
			computed.n |= opaqueText | opaqueUnstored
		}
		if op == python.Add && (left.kind == strKind || left.kind == prefixKind) {
			computed.kind, computed.s = prefixKind, left.s
		}
		return e.grown(at, computed, pieces)
	}
	return e.unknown(at, codeExpression, "an operator on values of these types is not executed")
}

// textFlags says what text may come of putting the value into a string.
func textFlags(v value) int64 {
	switch v.kind {
	case opaqueKind, prefixKind:
		// Only of a left operand does the result keep what is known of its beginning.
		if v.n&(opaqueXCom|opaqueLate) != 0 || v.kind == prefixKind && strings.Contains(v.s, brace) {
			return opaqueText
		}
		return v.n
	case choiceKind:
		return opaqueText
	case strKind, bytesKind:
		// A constant next to text that is not known may hold a template, bytes in what str() makes of them.
		if strings.Contains(v.s, brace) {
			return opaqueText
		}
	}
	return 0
}

func (e *evaluator) eachChoice(at python.Node, left, right value, f func(a, b value) value) (value, bool) {
	alternatives := func(v value) []value {
		if v.kind == choiceKind {
			return v.o.items
		}
		return []value{v}
	}
	as, bs := alternatives(left), alternatives(right)
	if len(as)*len(bs) > maxChoice {
		return value{}, false
	}
	var joined value
	for i, a := range as {
		for j, b := range bs {
			v := f(a, b)
			if i == 0 && j == 0 {
				joined = v
				continue
			}
			var ok bool
			if joined, ok = joinValues(joined, v); !ok {
				return e.unknown(at, codeJoin, "the operands are not known"), true
			}
		}
	}
	joined.why = left.why
	return joined, true
}

func (e *evaluator) add(at python.Node, left, right value) (value, bool) {
	switch {
	case left.kind == strKind && right.kind == strKind, left.kind == bytesKind && right.kind == bytesKind:
		if !e.alloc(at, len(left.s)+len(right.s)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		why := left.why
		if why == nil {
			why = right.why
		}
		return value{kind: left.kind, s: left.s + right.s, why: why}, true
	case left.kind == listKind && right.kind == listKind, left.kind == tupleKind && right.kind == tupleKind && left.o.typ == "" && right.o.typ == "":
		if !e.alloc(at, 16*(len(left.o.items)+len(right.o.items))) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		items := append(append([]value(nil), left.o.items...), right.o.items...)
		return value{kind: left.kind, o: &object{items: items, version: e.clock, saved: e.generation, made: e.generations}}, true
	}
	return value{}, false
}

func (e *evaluator) multiply(at python.Node, v, times value) (value, bool) {
	if !times.isWhole() {
		return value{}, false
	}
	n := max(times.n, 0)
	switch v.kind {
	case strKind, bytesKind:
		if len(v.s) == 0 || n == 0 {
			return value{kind: v.kind}, true
		}
		if n > int64(e.limits.String) || !e.alloc(at, int(n)*len(v.s)) {
			e.unknown(at, codeBudget, "a string or container is larger than the interpreter builds")
			return value{kind: unknownKind, s: "too large"}, true
		}
		return value{kind: v.kind, s: strings.Repeat(v.s, int(n)), why: v.why}, true
	case listKind, tupleKind:
		if v.kind == tupleKind && v.o.typ != "" {
			return value{}, false
		}
		size := int64(len(v.o.items))
		if size == 0 {
			n = 0
		}
		if n > int64(e.limits.String) || n*size > int64(e.limits.String)/16 || !e.alloc(at, int(n*size)*16) {
			e.unknown(at, codeBudget, "a string or container is larger than the interpreter builds")
			return value{kind: unknownKind, s: "too large"}, true
		}
		items := make([]value, 0, n*size)
		for range n {
			items = append(items, v.o.items...)
		}
		return value{kind: v.kind, o: &object{items: items, version: e.clock, saved: e.generation, made: e.generations}}, true
	}
	return value{}, false
}

// number is arithmetic on constants; what does not fit 64 bits is left to the caller.
func number(op python.Operator, left, right value) (value, bool) {
	a, ok1 := left.number()
	b, ok2 := right.number()
	if !ok1 || !ok2 {
		return value{}, false
	}
	if left.kind != floatKind && right.kind != floatKind {
		if op == python.Div {
			if right.n == 0 || abs(left.n) > 1<<53 || abs(right.n) > 1<<53 {
				return value{}, false
			}
			return floatValue(a / b), true
		}
		n, ok := integer(op, left.n, right.n)
		if ok && left.kind == boolKind && right.kind == boolKind && (op == python.BitAnd || op == python.BitOr || op == python.BitXor) {
			return boolValue(n != 0), true
		}
		return intValue(n), ok
	}
	switch op {
	case python.Add:
		return floatValue(a + b), true
	case python.Sub:
		return floatValue(a - b), true
	case python.Mult:
		return floatValue(a * b), true
	case python.Div:
		return floatValue(a / b), b != 0
	}
	return value{}, false
}

func abs(n int64) int64 {
	if n < 0 && n != math.MinInt64 {
		return -n
	}
	if n == math.MinInt64 {
		return math.MaxInt64
	}
	return n
}

func integer(op python.Operator, a, b int64) (int64, bool) {
	switch op {
	case python.Add:
		c := a + b
		return c, (c > a) == (b > 0)
	case python.Sub:
		c := a - b
		return c, (c < a) == (b > 0)
	case python.Mult:
		if a == 0 || b == 0 {
			return 0, true
		}
		if a == math.MinInt64 || b == math.MinInt64 || abs(a) > math.MaxInt64/abs(b) {
			return 0, false
		}
		return a * b, true
	case python.FloorDiv:
		if b == 0 || a == math.MinInt64 {
			return 0, false
		}
		q := a / b
		if a%b != 0 && (a < 0) != (b < 0) {
			q--
		}
		return q, true
	case python.Mod:
		if b == 0 || a == math.MinInt64 {
			return 0, false
		}
		m := a % b
		if m != 0 && (m < 0) != (b < 0) {
			m += b
		}
		return m, true
	case python.Pow:
		if b < 0 || b > 64 && abs(a) > 1 {
			return 0, false
		}
		result := int64(1)
		for range min(b, 65) {
			var ok bool
			if result, ok = integer(python.Mult, result, a); !ok {
				return 0, false
			}
		}
		if a == -1 && b > 65 {
			return 0, false
		}
		return result, true
	case python.BitAnd:
		return a & b, true
	case python.BitOr:
		return a | b, true
	case python.BitXor:
		return a ^ b, true
	case python.LShift:
		if b < 0 || b > 62 || abs(a) > math.MaxInt64>>uint(b) {
			return 0, false
		}
		return a << uint(b), true
	case python.RShift:
		if b < 0 {
			return 0, false
		}
		return a >> uint(min(b, 63)), true
	}
	return 0, false
}

// timeArithmetic covers timedeltas where the result is a whole number of microseconds without
// rounding, and dates as data of unknown content.
func timeArithmetic(op python.Operator, left, right value) (value, bool) {
	isDelta := func(v value) bool { return v.kind == objectKind && v.o.typ == typeTimedelta }
	isDate := func(v value) bool {
		return v.kind == objectKind && (v.o.typ == typeDatetime || v.o.typ == typeDate)
	}
	isNumber := func(v value) bool { _, ok := v.number(); return ok || v.kind == opaqueKind }
	known := func(v value) bool { return v.o.items == nil }
	if v, ok := knownDateArithmetic(op, left, right); ok {
		return v, true
	}
	switch {
	case isDelta(left) && isDelta(right):
		if !known(left) || !known(right) {
			return longDelta(math.Abs(left.o.num) + math.Abs(right.o.num)), op == python.Add || op == python.Sub
		}
		switch op {
		case python.Add:
			return delta(left.o.num + right.o.num), true
		case python.Sub:
			return delta(left.o.num - right.o.num), true
		case python.Div:
			if right.o.num != 0 {
				return floatValue(left.o.num / right.o.num), true
			}
		}
	case isDelta(left) && isNumber(right):
		whole := right.kind == intKind && known(left)
		switch {
		case op == python.Mult && whole:
			return delta(left.o.num * float64(right.n)), true
		case op == python.Div && whole && right.n != 0 && math.Mod(left.o.num, float64(right.n)) == 0:
			return delta(left.o.num / float64(right.n)), true
		case op == python.Mult:
			return longDelta(math.Abs(left.o.num) * max(magnitude(right), 1)), true
		case op == python.Div:
			return longDelta(math.Inf(1)), true
		}
	case isNumber(left) && isDelta(right) && op == python.Mult:
		return timeArithmetic(op, right, left)
	case isDelta(left) && isDate(right) && op == python.Add:
		return farDate(right.o.typ, distance(left)+distance(right)), true
	case isDate(left) && isDelta(right) && (op == python.Add || op == python.Sub):
		return farDate(left.o.typ, distance(left)+distance(right)), true
	case isDate(left) && isDate(right) && op == python.Sub:
		return longDelta(math.Inf(1)), true
	}
	return value{}, false
}

// delta is a timedelta of so many microseconds; one that a float does not hold exactly is not known.
func delta(microseconds float64) value {
	if math.Abs(microseconds) >= 1<<53 || microseconds != math.Trunc(microseconds) {
		return longDelta(math.Abs(microseconds))
	}
	return value{kind: objectKind, o: &object{typ: typeTimedelta, num: microseconds + 0}} // -0 is 0
}

// longDelta is a timedelta of unknown length that may be as many microseconds.
func longDelta(microseconds float64) value {
	return value{kind: objectKind, o: &object{typ: typeTimedelta, items: []value{}, num: microseconds}}
}
