package eval

import (
	"math"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file knows what Airflow cannot store of a DAG, which is JSON in PostgreSQL: a text with a NUL, and a number that is
// infinite or none. Airflow 3 finds out in the processor that all tenants share. A text with a NUL is an unknown where it
// comes into being, so no text that is put together holds one; data of unknown content that may be either is marked.

const reasonNUL = "a text with a NUL, which PostgreSQL does not store"

// hasNUL tells whether a text, or one that the value may be, has a NUL in it.
func hasNUL(v value) bool {
	switch v.kind {
	case strKind, prefixKind:
		return strings.IndexByte(v.s, 0) >= 0
	case choiceKind:
		for _, item := range v.o.items {
			if item.kind == strKind && strings.IndexByte(item.s, 0) >= 0 {
				return true
			}
		}
	}
	return false
}

// withoutNUL is what a call or an operator made, unless it holds a NUL.
func (e *evaluator) withoutNUL(at python.Node, v value) value {
	if hasNUL(v) {
		return e.unknown(at, codeExpression, reasonNUL)
	}
	return v
}

// unstoredOf is the flag of data that is made of values, where one of them, or a member of one, is not stored.
func unstoredOf(values ...value) int64 {
	flag := int64(0)
	for _, v := range values {
		switch v.kind {
		case opaqueKind, prefixKind:
			flag |= v.n & opaqueUnstored
		case floatKind:
			if math.IsInf(v.f, 0) || math.IsNaN(v.f) {
				flag = opaqueUnstored
			}
		case choiceKind, listKind, tupleKind, setKind, dictKind:
			for _, item := range v.o.items {
				if item.isScalar() || item.kind == opaqueKind || item.kind == prefixKind {
					flag |= unstoredOf(item)
				}
			}
		}
	}
	return flag
}

// Factors and summands between these keep a number of unknown content finite: a clock, a part of a date or a length is
// below 10^20, and fifty factors make it so large a text that it counts as unstored by its pieces.
const (
	mostFactor  = 1e5
	mostSummand = 1e15
)

// unstored is the flag of a number that is computed from one of unknown content, where it may be infinite.
func unstored(op python.Operator, left, right value, pieces float64) int64 {
	a, known1 := left.number()
	b, known2 := right.number()
	a, b = math.Abs(a), math.Abs(b)
	number := func(v value, known bool) bool { return known || v.kind == opaqueKind }
	if !number(left, known1) || !number(right, known2) {
		return 0
	}
	infinite := false
	switch op {
	case python.Mult:
		infinite = known1 && a > mostFactor || known2 && b > mostFactor || pieces > 1+maxDigits
	case python.Div, python.FloorDiv:
		infinite = known1 && a > mostSummand || known2 && b < 1/mostFactor || pieces > 1+maxDigits
	case python.Add, python.Sub:
		infinite = known1 && a > mostSummand || known2 && b > mostSummand
	case python.Pow:
		infinite = !known2 || right.kind == floatKind || b > 3
	}
	if infinite {
		return opaqueUnstored
	}
	return 0
}
