package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file foresees what an expression does in CPython, for certain, without executing it: that it raises nothing, or
// one exception. Elsewhere a known value may stand for an expression that raises, because the module ends there; so
// this is a list of its own, of expressions whose every way to fail is known. None of them changes anything.

// foreseen is what an expression does: its value, or what it raises. It is not known unless known is set.
type foreseen struct {
	v      value
	raises string
	known  bool
}

// certain tells whether the expression surely has its value.
func (f foreseen) certain() bool { return f.known && f.raises == "" }

func surely(v value) foreseen {
	return foreseen{v: v, known: v.kind != unbound && v.kind != unknownKind}
}

func raising(exception string) foreseen { return foreseen{raises: exception, known: true} }

func (e *evaluator) foresee(x python.Expr) foreseen {
	if !e.step(x) {
		return foreseen{}
	}
	switch x := x.(type) {
	case *python.Constant:
		if x.Big == nil && !x.Unresolved && x.Value != python.ConstantComplex {
			return surely(e.constant(x))
		}
	case *python.Name:
		// Which builtins there are differs between versions of Python.
		if v := e.lookup(e.scope, x.ID); v.kind != builtinKind {
			return surely(v)
		}
	case *python.Tuple:
		return e.foreseeDisplay(x.Elts, tupleKind)
	case *python.List:
		return e.foreseeDisplay(x.Elts, listKind)
	case *python.Dict:
		return e.foreseeDict(x)
	case *python.Subscript:
		return e.foreseeSubscript(x)
	case *python.JoinedStr:
		return e.foreseeText(x)
	case *python.BinOp:
		left := e.foresee(x.Left)
		if !left.certain() {
			return left
		}
		right := e.foresee(x.Right)
		if !right.certain() {
			return right
		}
		return e.foreseeBinary(x, left.v, right.v)
	case *python.UnaryOp:
		operand := e.foresee(x.Operand)
		if !operand.certain() {
			return operand
		}
		if result, ok := truth(operand.v); ok && x.Op == python.Not && plainSubject(operand.v) {
			return surely(boolValue(!result))
		}
		if x.Op == python.USub && operand.v.kind == intKind && abs(operand.v.n) < 1<<53 {
			return surely(intValue(-operand.v.n))
		}
	case *python.BoolOp:
		for i, operand := range x.Values {
			out := e.foresee(operand)
			if !out.certain() || i == len(x.Values)-1 {
				return out
			}
			result, ok := truth(out.v)
			if !ok || !plainSubject(out.v) {
				return foreseen{}
			}
			if result == (x.Op == python.Or) {
				return out
			}
		}
	case *python.IfExp:
		test := e.foresee(x.Test)
		if !test.certain() {
			return test
		}
		result, ok := truth(test.v)
		if !ok || !plainSubject(test.v) {
			return foreseen{}
		}
		if result {
			return e.foresee(x.Body)
		}
		return e.foresee(x.Orelse)
	case *python.Compare:
		return e.foreseeCompare(x)
	case *python.Call:
		return e.foreseeCall(x)
	}
	return foreseen{}
}

func (e *evaluator) foreseeDisplay(elts []python.Expr, k kind) foreseen {
	items, failed := e.foreseeAll(elts)
	if items == nil {
		return failed
	}
	return surely(value{kind: k, o: &object{items: items}})
}

// foreseeAll are the values of expressions that are evaluated one after the other; nil, and what the first that is not
// certain does, where there is one.
func (e *evaluator) foreseeAll(elts []python.Expr) ([]value, foreseen) {
	items := make([]value, 0, len(elts))
	for _, x := range elts {
		out := e.foresee(x)
		if !out.certain() {
			return nil, out
		}
		items = append(items, out.v)
	}
	return items, foreseen{}
}

func (e *evaluator) foreseeDict(x *python.Dict) foreseen {
	d := e.dict(nil, nil)
	for i, key := range x.Keys {
		if key == nil {
			return foreseen{}
		}
		k := e.foresee(key)
		if !k.certain() {
			return k
		}
		if !hashable(k.v) {
			return foreseen{} // Python looks at it when it has made those that follow
		}
		item := e.foresee(x.Values[i])
		if !item.certain() {
			return item
		}
		e.put(d, k.v, item.v, x)
	}
	return surely(d)
}

func (e *evaluator) foreseeSubscript(x *python.Subscript) foreseen {
	base := e.foresee(x.Value)
	if !base.certain() {
		return base
	}
	key := e.foresee(x.Slice)
	if !key.certain() {
		return key
	}
	switch base.v.kind {
	case dictKind:
		if !e.ownDict(base.v) || !hashable(key.v) {
			return foreseen{}
		}
		e.hashed(key.v, base.v.o.keys)
		if at := base.v.o.find(key.v); at >= 0 {
			return surely(base.v.o.items[at])
		}
		return raising("KeyError")
	case listKind, tupleKind:
		if !key.v.isWhole() || base.v.o.typ == typeIterator {
			return foreseen{}
		}
		if at, ok := index(key.v, len(base.v.o.items)); ok {
			return surely(base.v.o.items[at])
		}
		return raising("IndexError")
	case strKind:
		e.charge(len(base.v.s) / 16)
		if !key.v.isWhole() || !isASCII(base.v.s) {
			return foreseen{}
		}
		if at, ok := index(key.v, len(base.v.s)); ok {
			return surely(strValue(base.v.s[at : at+1]))
		}
		return raising("IndexError")
	}
	return foreseen{}
}

// ownDict tells whether the members of a dict are known to be all that it has, and that it answers for what it does
// not have as a dict does.
func (e *evaluator) ownDict(d value) bool {
	return (d.o.typ == "" || d.o.typ == typeOrderedDict) && (d.o.module == nil || d.o.module.file != nil)
}

// foreseeText is an f-string of plain constants in plain fields.
func (e *evaluator) foreseeText(x *python.JoinedStr) foreseen {
	var text strings.Builder
	for _, part := range x.Values {
		var v value
		switch part := part.(type) {
		case *python.FormattedValue:
			out := e.foresee(part.Value)
			if !out.certain() {
				return out
			}
			if part.FormatSpec != nil || part.Conversion != -1 || !textual(out.v) {
				return foreseen{}
			}
			v = out.v
		case *python.Constant:
			v = e.constant(part)
		}
		s, ok := e.str(v)
		if !ok || !e.alloc(x, len(s)) {
			return foreseen{}
		}
		text.WriteString(s)
	}
	return surely(strValue(text.String()))
}

// textual tells whether str() of a constant is known to be made.
func textual(v value) bool {
	switch v.kind {
	case noneKind, boolKind, intKind:
		return true
	case strKind:
		return v.n == 0
	}
	return false
}

func (e *evaluator) foreseeBinary(x *python.BinOp, left, right value) foreseen {
	if left.kind == strKind && right.kind == strKind && x.Op == python.Add {
		if !e.alloc(x, len(left.s)+len(right.s)) {
			return foreseen{}
		}
		return surely(strValue(left.s + right.s))
	}
	if !left.isWhole() || !right.isWhole() {
		return foreseen{}
	}
	switch x.Op {
	case python.Div, python.FloorDiv, python.Mod:
		if right.n == 0 {
			return raising("ZeroDivisionError")
		}
	case python.Add, python.Sub, python.Mult:
	default:
		return foreseen{}
	}
	if v, ok := number(x.Op, left, right); ok {
		return surely(v)
	}
	return foreseen{}
}

// foreseeCompare is one comparison: of equality or identity, which raise nothing on plain data, and of membership in a dict,
// list or tuple of that.
func (e *evaluator) foreseeCompare(x *python.Compare) foreseen {
	if len(x.Ops) != 1 {
		return foreseen{}
	}
	left := e.foresee(x.Left)
	if !left.certain() {
		return left
	}
	right := e.foresee(x.Comparators[0])
	if !right.certain() {
		return right
	}
	switch x.Ops[0] {
	case python.Eq, python.NotEq, python.Is, python.IsNot:
		if !plainSubject(left.v) || !plainSubject(right.v) {
			return foreseen{}
		}
	case python.Lt, python.LtE, python.Gt, python.GtE:
		_, first := left.v.number()
		_, second := right.v.number()
		if !(first && second) && !(left.v.kind == strKind && right.v.kind == strKind) {
			return foreseen{}
		}
	case python.In, python.NotIn:
		switch {
		case right.v.kind == dictKind && e.ownDict(right.v) && hashable(left.v):
		case right.v.kind == strKind && left.v.kind == strKind:
		case (right.v.kind == listKind || right.v.kind == tupleKind) && plainSubject(right.v) && hashable(left.v):
		default:
			return foreseen{}
		}
	}
	v := e.compareOne(x, x.Ops[0], left.v, right.v)
	if v.kind != boolKind {
		return foreseen{}
	}
	return surely(v)
}

// foreseeCall is a call of `int`, `float`, `str`, `len` or `dict.get`, or a method of text without arguments.
func (e *evaluator) foreseeCall(x *python.Call) foreseen {
	if len(x.Keywords) > 0 || len(x.Args) > 2 {
		return foreseen{}
	}
	var receiver value
	name := ""
	switch callee := x.Func.(type) {
	case *python.Attribute:
		out := e.foresee(callee.Value)
		if !out.certain() {
			return out
		}
		receiver, name = out.v, callee.Attr
		// An attribute that is not there raises before the arguments are evaluated.
		if !(receiver.kind == dictKind && name == "get" && e.ownDict(receiver)) && !(receiver.kind == strKind && methodNames[strKind][name]) {
			return foreseen{}
		}
	case *python.Name:
		v := e.lookup(e.scope, callee.ID)
		if v.kind != builtinKind {
			return foreseen{}
		}
		name = v.s
	default:
		return foreseen{}
	}
	args, failed := e.foreseeAll(x.Args)
	if args == nil {
		return failed
	}
	switch receiver.kind {
	case unbound:
		if len(args) == 1 {
			return e.foreseeConversion(name, args[0])
		}
	case dictKind:
		if len(args) > 0 && hashable(args[0]) {
			e.hashed(args[0], receiver.o.keys)
			if at := receiver.o.find(args[0]); at >= 0 {
				return surely(receiver.o.items[at])
			}
			return surely(append(args, noneValue)[1])
		}
	case strKind:
		if len(args) == 0 && receiver.n == 0 && isASCII(receiver.s) && e.alloc(x, len(receiver.s)) {
			switch name {
			case "upper":
				return surely(strValue(strings.ToUpper(receiver.s)))
			case "lower":
				return surely(strValue(strings.ToLower(receiver.s)))
			case "strip":
				return surely(strValue(strings.Trim(receiver.s, asciiSpace)))
			}
		}
	}
	return foreseen{}
}

// asciiSpace is what str.strip and int take for space in ASCII.
const asciiSpace = " \t\n\v\f\r\x1c\x1d\x1e\x1f"

// foreseeConversion is `int(v)` and its like.
func (e *evaluator) foreseeConversion(name string, v value) foreseen {
	e.charge(len(v.s) / 16)
	text := v.kind == strKind && isASCII(v.s)
	switch name {
	case "int":
		switch {
		case v.isWhole():
			return surely(intValue(v.n))
		case text && strings.Trim(strings.Trim(v.s, asciiSpace), "0123456789_+-") != "", text && strings.Trim(v.s, asciiSpace) == "":
			return raising("ValueError")
		case text:
			if n, ok := builtinInt(v); ok {
				return surely(n)
			}
		}
	case "float":
		switch {
		case v.kind == intKind && abs(v.n) < 1<<53, v.kind == boolKind, v.kind == floatKind:
			n, _ := v.number()
			return surely(floatValue(n))
		case text && strings.ContainsAny(v.s, "bcdghjklmopqrsuvwxzBCDGHJKLMOPQRSUVWXZ/:,;"):
			return raising("ValueError")
		case text:
			if f, ok := builtinFloat(v); ok {
				return surely(f)
			}
		}
	case "str":
		if textual(v) {
			if s, ok := e.str(v); ok && e.alloc(&python.Pass{}, len(s)) {
				return surely(strValue(s))
			}
		}
		return foreseen{}
	case "len":
		switch v.kind {
		case listKind, tupleKind, dictKind:
			if plainSubject(v) {
				return surely(intValue(int64(len(v.o.items))))
			}
		case intKind, boolKind, noneKind:
			return raising("TypeError")
		}
		return foreseen{}
	default:
		return foreseen{}
	}
	// Both raise the same of what is neither text nor a number.
	if v.kind == noneKind || plainSubject(v) && v.isContainer() {
		return raising("TypeError")
	}
	return foreseen{}
}
