package eval

import (
	"math"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// compare is a chain of comparisons.
func (e *evaluator) compare(x *python.Compare) value {
	left := e.eval(x.Left)
	result := trueValue
	for i, op := range x.Ops {
		// The operands after a comparison that fails are not evaluated.
		if i > 0 {
			if known, ok := truth(result); !ok {
				if len(x.Ops) > i {
					if e.mayChange(x.Comparators[i]) {
						e.unknown(x, codeExpression, "a chain of comparisons whose end may not be evaluated")
					}
				}
			} else if !known {
				return result
			}
		}
		var right value
		if op == python.In || op == python.NotIn {
			right = e.evalIterable(x.Comparators[i], walked)
		} else {
			right = e.eval(x.Comparators[i])
		}
		one := e.compareOne(x, op, left, right)
		if i == 0 {
			result = one
		} else if known, ok := truth(result); ok && known {
			result = one
		}
		left = right
	}
	return result
}

// hasCall tells whether evaluating the node may change anything: it calls, or assigns, which a comprehension
// does to members of containers too.
func hasCall(n python.Node) bool {
	return python.Contains(n, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Call, *python.NamedExpr:
			return true
		case *python.Subscript:
			return n.Ctx != python.Load
		case *python.Attribute:
			return n.Ctx != python.Load
		}
		return false
	})
}

// mayChange tells whether evaluating the node may change anything here, where a dict may be that keeps what it is asked for.
func (e *evaluator) mayChange(n python.Node) bool {
	return hasCall(n) || e.answering && hasSubscript(n)
}

// hasSubscript tells whether evaluating the node asks a container for a member.
func hasSubscript(n python.Node) bool {
	return python.Contains(n, func(n python.Node) bool { _, ok := n.(*python.Subscript); return ok })
}

func (e *evaluator) compareOne(x *python.Compare, op python.Operator, left, right value) value {
	// Airflow imports a DAG file under a name of its own, never as the main program.
	if left.kind == unknownKind {
		return left
	}
	if right.kind == unknownKind {
		return right
	}
	e.charge(min(len(left.s), len(right.s)) / 64)
	switch op {
	case python.Is, python.IsNot:
		if left.kind == noneKind || right.kind == noneKind {
			other := left
			if left.kind == noneKind {
				other = right
			}
			if other.kind == symbolKind || other.kind == builtinKind {
				break // a name that a library has may well stand for None
			}
			if other.kind != opaqueKind && other.kind != choiceKind {
				return boolValue((other.kind == noneKind) == (op == python.Is))
			}
			return opaque(reasonComparison, 0)
		}
		if left.kind == boolKind && right.kind == boolKind {
			return boolValue((left.n == right.n) == (op == python.Is))
		}
		if isExactType(left) && isExactType(right) {
			return boolValue((left.s == right.s) == (op == python.Is))
		}
		if isPlain(left) || isPlain(right) {
			if left.isScalar() && right.isScalar() && left.kind != right.kind {
				return boolValue(op == python.IsNot)
			}
			return opaque("a comparison of identities", 0)
		}
		if left.o != nil && left.o == right.o && left.kind == right.kind {
			return boolValue(op == python.Is)
		}
		if left.o != nil && right.o != nil && (hasIdentity(left) || hasIdentity(right)) && !left.o.joined && !right.o.joined &&
			left.kind != eitherKind && right.kind != eitherKind {
			return boolValue(op == python.IsNot)
		}
		// Python is free to keep one object for equal immutable ones, and does.
		if e.data(left) && e.data(right) {
			return opaque("a comparison of identities", 0)
		}
	case python.Eq, python.NotEq:
		if left.kind == prefixKind && right.kind == strKind && !strings.HasPrefix(right.s, left.s) ||
			right.kind == prefixKind && left.kind == strKind && !strings.HasPrefix(left.s, right.s) {
			return boolValue(op == python.NotEq)
		}
		if equal, known := e.same(left, right); known {
			return boolValue(equal == (op == python.Eq))
		}
		if left.kind == setKind && right.kind == setKind {
			if v, ok := e.comparedSets(op, left, right); ok {
				return v
			}
		}
		if left.kind == choiceKind || right.kind == choiceKind {
			if v, ok := e.eachChoice(x, left, right, func(a, b value) value { return e.compareOne(x, op, a, b) }); ok {
				return v
			}
		}
		e.comparedPieces(left, right, 1)
		if e.data(left) && e.data(right) {
			return opaque(reasonComparison, 0)
		}
	case python.Lt, python.LtE, python.Gt, python.GtE:
		if left.kind == setKind && right.kind == setKind {
			if v, ok := e.comparedSets(op, left, right); ok {
				return v
			}
		}
		if left.isContainer() && right.isContainer() {
			e.charge(min(sortWork(left), sortWork(right)) / 4)
		}
		if order, ok := ordered(left, right); ok {
			switch op {
			case python.Lt:
				return boolValue(order < 0)
			case python.LtE:
				return boolValue(order <= 0)
			case python.Gt:
				return boolValue(order > 0)
			}
			return boolValue(order >= 0)
		}
		if e.data(left) && e.data(right) {
			return opaque(reasonComparison, 0)
		}
	case python.In, python.NotIn:
		if right.kind == listKind && right.o.endless != nil {
			break
		}
		switch right.kind {
		case strKind:
			e.charge(len(right.s) / 64)
			e.searched(right.s, left.s)
			if left.kind == strKind {
				return boolValue(strings.Contains(right.s, left.s) == (op == python.In))
			}
		case listKind, tupleKind, setKind, dictKind:
			items := right.o.items
			if right.kind == dictKind {
				items = right.o.keys
			}
			if (right.kind == dictKind || right.kind == setKind) && left.isContainer() && !hashable(left) {
				break // what is looked for is hashed first, and tuples that share members have a hash that never ends
			}
			uncertain := false
			e.charge(len(items) / 8)
			for _, item := range items {
				equal, known := e.same(left, item)
				if known && equal {
					return boolValue(op == python.In)
				}
				uncertain = uncertain || !known
			}
			if !uncertain {
				return boolValue(op == python.NotIn)
			}
			e.comparedPieces(left, right, len(items))
		}
		if e.data(left) && e.data(right) {
			return opaque("a membership", 0)
		}
	}
	return e.unknown(x, codeExpression, "a comparison of values of these types is not executed")
}

// comparedPieces counts the work of comparing values of which some text is not known, one of them so many times: equal ones
// are walked to their end, and where the interpreter stopped says nothing.
func (e *evaluator) comparedPieces(one, with value, times int) {
	work := 2 * min(e.pieces(one)*float64(times), e.pieces(with))
	e.charge(int(min(work, float64(max(e.limits.Steps-e.steps, 0)+1))))
}

// hasIdentity tells whether another object of the interpreter is surely another object of Python.
func hasIdentity(v value) bool {
	switch v.kind {
	case listKind, dictKind, dagKind, groupKind, taskKind:
		return true
	case recordKind:
		return v.o.record.form == recordConstants || v.o.record.form == recordEnum
	case setKind:
		return v.o.typ == ""
	}
	return false
}

// sortWork is the work of comparing a value with another.
func sortWork(v value) int {
	work := len(v.s) / 16
	if v.isContainer() {
		for _, item := range v.o.items {
			work += 1 + len(item.s)/16
		}
	}
	return work
}

// sortable counts the work of sorting values; false when it is more than is left.
func (e *evaluator) sortable(items []value) bool {
	work, left := 0, e.limits.Steps-e.steps
	for _, item := range items {
		// To count what is too much to do is too much as well.
		if work += 2 + sortWork(item); work > left {
			break
		}
	}
	e.charge(min(work, left+1))
	return work <= left
}

// sortStable sorts values in place as Python does; false when it has to compare two whose order is not known.
func sortStable(items []value, reverse bool) bool {
	known := true
	sort.SliceStable(items, func(i, j int) bool {
		order, ok := ordered(items[i], items[j])
		known = known && ok
		if reverse {
			return order > 0
		}
		return order < 0
	})
	return known
}

// ordered compares two numbers, texts, time spans, or lists or tuples of these.
func ordered(a, b value) (int, bool) {
	if a.kind == b.kind && (a.kind == tupleKind || a.kind == listKind) && a.o.typ == "" && b.o.typ == "" {
		for i := range a.o.items {
			if i >= len(b.o.items) {
				return 1, true
			}
			if a.o.items[i].isContainer() {
				return 0, false
			}
			if order, ok := ordered(a.o.items[i], b.o.items[i]); !ok || order != 0 {
				return order, ok
			}
		}
		if len(a.o.items) < len(b.o.items) {
			return -1, true
		}
		return 0, true
	}
	if a.kind == strKind && b.kind == strKind {
		// The order of UTF-8 bytes is the order of code points.
		return strings.Compare(a.s, b.s), true
	}
	if order, ok := orderedDates(a, b); ok {
		return order, true
	}
	x, ok1 := a.number()
	y, ok2 := b.number()
	if a.kind == objectKind && b.kind == objectKind && a.o.typ == typeTimedelta && b.o.typ == typeTimedelta &&
		a.o.items == nil && b.o.items == nil {
		x, y, ok1, ok2 = a.o.num, b.o.num, true, true
	}
	if !ok1 || !ok2 || math.IsNaN(x) || math.IsNaN(y) {
		return 0, false
	}
	if a.kind != floatKind && b.kind != floatKind && a.kind != objectKind {
		switch {
		case a.n < b.n:
			return -1, true
		case a.n > b.n:
			return 1, true
		}
		return 0, true
	}
	if a.kind != b.kind && (math.Abs(x) >= 1<<53 || math.Abs(y) >= 1<<53) {
		return 0, false
	}
	switch {
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	}
	return 0, true
}
