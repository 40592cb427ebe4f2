package eval

import (
	"github.com/sekisho/sekisho/policy/python"
)

// index turns a constant index into a place.
func index(key value, length int) (int, bool) {
	if !key.isWhole() {
		return 0, false
	}
	at := key.n
	if at < 0 {
		at += int64(length)
	}
	if at < 0 || at >= int64(length) {
		return 0, false
	}
	return int(at), true
}

func (e *evaluator) subscript(x *python.Subscript) value {
	base := e.evalQuiet(x.Value)
	if s, ok := x.Slice.(*python.Slice); ok {
		return e.slice(x, s, base)
	}
	return e.subscriptOf(x, base, e.eval(x.Slice))
}

// subscriptOf is base[key], which x stands for.
func (e *evaluator) subscriptOf(x *python.Subscript, base, key value) value {
	switch base.kind {
	case unknownKind:
		return base
	case listKind, tupleKind:
		if at, ok := index(key, len(base.o.items)); ok {
			return base.o.items[at]
		}
		if key.kind == unknownKind {
			return key
		}
		e.charge(len(base.o.items))
		if joined, ok := joinAll(base.o.items); ok && key.kind == opaqueKind {
			return joined
		}
	case recordKind:
		if at, ok := index(key, len(base.o.items)); ok && base.o.record.form == recordTuple {
			return base.o.items[at]
		}
	case classKind:
		if base.o.record != nil && base.o.record.form == recordEnum && key.kind == strKind {
			if v, ok := e.findMember(base.o.record, key, "name"); ok {
				return v
			}
		}
	case dictKind:
		if hashable(key) {
			e.hashed(key, base.o.keys)
			if at := base.o.find(key); at >= 0 {
				if item := base.o.items[at]; item.why != nil {
					return item
				}
				return e.from(base.o.items[at], base.why)
			}
			if base.o.answersMissing() {
				if v, ok := e.missing(base, key, &site{node: &python.Call{Span: x.Span}}); ok {
					return v
				}
			}
			return e.unknown(x, codeExpression, "the dict has no such key")
		}
		if key.kind == unknownKind {
			return key
		}
		e.charge(len(base.o.items))
		if joined, ok := joinAll(base.o.items); ok && isPlain(key) && !base.o.answersMissing() {
			return joined
		}
	case strKind:
		e.charge(len(base.s) / 16)
		if isASCII(base.s) {
			if at, ok := index(key, len(base.s)); ok {
				return strValue(base.s[at : at+1])
			}
		} else if runes := []rune(base.s); len(runes) > 0 {
			at, ok := index(key, len(runes))
			if !ok {
				break
			}
			return strValue(string(runes[at]))
		}
	case opaqueKind:
		if key.kind == unknownKind {
			return key
		}
		if base.isMadeType() && !key.isCallable() {
			// A variable is replaced wherever it stands.
			return e.typeOfSize(x, (1+base.f)*(1+e.typeParts(key)))
		}
		if !key.isCallable() {
			return base
		}
	case symbolKind:
		return e.symbolSubscript(x, base, key)
	case objectKind:
		if base.o.typ == typeParents {
			if at, ok := index(key, len(base.o.items)); ok {
				return base.o.items[at]
			}
		}
	}
	if base.kind == builtinKind {
		switch base.s {
		case "list", "dict", "tuple", "set", "frozenset", "type":
			return e.madeType(x, key)
		}
	}
	return e.unknown(x, codeExpression, "a subscript whose result is not known")
}

func joinAll(items []value) (value, bool) {
	if len(items) == 0 {
		return value{}, false
	}
	joined := items[0]
	for _, item := range items[1:] {
		var ok bool
		if joined, ok = joinValues(joined, item); !ok {
			return value{}, false
		}
	}
	return joined, true
}

func (e *evaluator) slice(x *python.Subscript, s *python.Slice, base value) value {
	bound := func(b python.Expr) (value, bool) {
		if b == nil {
			return noneValue, true
		}
		v := e.eval(b)
		return v, v.kind == intKind || v.kind == noneKind || v.kind == boolKind
	}
	lower, ok1 := bound(s.Lower)
	upper, ok2 := bound(s.Upper)
	step, ok3 := bound(s.Step)
	if base.kind == unknownKind {
		return base
	}
	if base.kind == opaqueKind {
		if !e.held(x, base) {
			return value{kind: unknownKind, s: "too large"}
		}
		return base
	}
	if !ok1 || !ok2 || !ok3 || step.kind != noneKind && step.n == 0 {
		return e.unknown(x, codeExpression, "a slice whose bounds are not known")
	}
	var length int
	var runes []rune
	switch base.kind {
	case strKind:
		e.charge(len(base.s) / 16)
		runes = []rune(base.s)
		length = len(runes)
	case listKind, tupleKind:
		length = len(base.o.items)
	default:
		return e.unknown(x, codeExpression, "a slice of a value of another type")
	}
	var picked []int
	for _, i := range sliceIndices(lower, upper, step, length) {
		picked = append(picked, i)
	}
	if !e.alloc(x, 4*len(picked)) {
		return value{kind: unknownKind, s: "too large"}
	}
	if base.kind == strKind {
		out := make([]rune, 0, len(picked))
		for _, i := range picked {
			out = append(out, runes[i])
		}
		return value{kind: strKind, s: string(out), why: base.why}
	}
	items := make([]value, 0, len(picked))
	for _, i := range picked {
		items = append(items, base.o.items[i])
	}
	if base.kind == tupleKind {
		v := e.tuple(items)
		v.o.typ = base.o.typ
		return v
	}
	return e.list(items)
}

// sliceIndices are the indices that slice(lower, upper, step).indices(length) yields.
func sliceIndices(lower, upper, step value, length int) []int {
	by := int64(1)
	if step.kind != noneKind {
		by = step.n
	}
	n := int64(length)
	clamp := func(v value, absent, low, high int64) int64 {
		if v.kind == noneKind {
			return absent
		}
		at := v.n
		if at < 0 {
			at += n
		}
		return min(max(at, low), high)
	}
	var indices []int
	if by > 0 {
		end := clamp(upper, n, 0, n)
		for i := clamp(lower, 0, 0, n); i < end; i += by {
			indices = append(indices, int(i))
			if by > n {
				break
			}
		}
		return indices
	}
	end := clamp(upper, -1, -1, n-1)
	for i := clamp(lower, n-1, -1, n-1); i > end; i += by {
		indices = append(indices, int(i))
		if -by > n {
			break
		}
	}
	return indices
}
