package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file has functools.reduce and the functions of the module operator that are operators of Python.

const operatorModulePrefix = "operator."

// operators are the functions of the module operator by what they are in Python.
var operators = map[string]python.Operator{
	"add": python.Add, "sub": python.Sub, "mul": python.Mult, "truediv": python.Div, "floordiv": python.FloorDiv, "mod": python.Mod,
	"pow": python.Pow, "and_": python.BitAnd, "or_": python.BitOr, "xor": python.BitXor, "lshift": python.LShift, "rshift": python.RShift,
}

// operation is a call of one of them.
func operation(op python.Operator) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		if len(c.pos) != 2 || len(c.kw) > 0 || c.open {
			return value{}, false
		}
		return e.binary(c.node, op, c.pos[0], c.pos[1]), true
	}
}

// reduced is functools.reduce of a function of the file, or of an operator: it calls the function with what came before and one item
// after the other. What the calls change may be no part of what is walked.
func reduced(e *evaluator, c *site) (value, bool) {
	if len(c.pos) < 2 || len(c.pos) > 3 || len(c.kw) > 0 || c.open {
		return value{}, false
	}
	call, ok := e.ofTwo(c)
	if !ok {
		return value{}, false
	}
	items, unchanged, ok := e.between(c.node, c.pos[1])
	if !ok {
		return value{}, false
	}
	if len(c.pos) == 3 {
		items = append([]value{c.pos[2]}, items...)
	}
	if len(items) == 0 {
		return value{}, false
	}
	result := items[0]
	for _, item := range items[1:] {
		if !e.step(c.node) {
			return value{}, false
		}
		if result = call(result, item); result.kind == unknownKind {
			return result, true
		}
	}
	return result, unchanged()
}

// inPlaceSum is operator.iadd, which makes a list longer and returns it.
func (e *evaluator) inPlaceSum(at python.Node, a, b value) value {
	if a.kind != listKind || a.o.typ != "" {
		return e.binary(at, python.Add, a, b)
	}
	items, ok := e.sequence(b)
	if !ok || len(a.o.items)+len(items) > e.limits.String/16 || !e.alloc(at, 16*len(items)) {
		return e.unknown(at, codeMutation, "a list grows by something that is not a known sequence")
	}
	e.touch(a.o)
	a.o.items = append(a.o.items, items...)
	return a
}

// ofTwo is the call of the first argument with two others.
func (e *evaluator) ofTwo(c *site) (func(a, b value) value, bool) {
	switch f := c.pos[0]; f.kind {
	case lambdaKind, functionKind:
		return func(a, b value) value { return e.callFunction(f.o.fn, &site{node: c.node, pos: []value{a, b}}) }, applicable(f)
	case symbolKind:
		name, found := strings.CutPrefix(f.s, operatorModulePrefix)
		if found && name == "iadd" {
			return func(a, b value) value { return e.inPlaceSum(c.node, a, b) }, true
		}
		op, listed := operators[name]
		return func(a, b value) value { return e.binary(c.node, op, a, b) }, found && listed
	}
	return nil, false
}
