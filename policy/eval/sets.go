package eval

import "github.com/sekisho/sekisho/policy/python"

// This file has what sets are asked and how they are changed. The order of their members is never used.

// setShared tells how many members of a are in b; false when a member is not a known constant, for then it is not known which
// are equal.
func (e *evaluator) setShared(a, b []value) (int, bool) {
	e.charge((len(a) + len(b)) / 8)
	for _, list := range [2][]value{a, b} {
		for _, item := range list {
			if !hashable(item) {
				return 0, false
			}
		}
	}
	shared, other := 0, &object{items: b}
	for _, item := range a {
		e.hashed(item, b)
		if other.member(item) >= 0 {
			shared++
		}
	}
	return shared, true
}

// comparedSets is `<`, `<=`, `>`, `>=`, `==` or `!=` of two sets: whether one holds the other.
func (e *evaluator) comparedSets(op python.Operator, left, right value) (value, bool) {
	a, b := len(left.o.items), len(right.o.items)
	shared, ok := e.setShared(left.o.items, right.o.items)
	if !ok {
		return value{}, false
	}
	switch op {
	case python.Eq, python.NotEq:
		return boolValue((shared == a && shared == b) == (op == python.Eq)), true
	case python.LtE:
		return boolValue(shared == a), true
	case python.Lt:
		return boolValue(shared == a && a < b), true
	case python.GtE:
		return boolValue(shared == b), true
	case python.Gt:
		return boolValue(shared == b && b < a), true
	}
	return value{}, false
}

// setQuestion is issubset, issuperset or isdisjoint.
func (e *evaluator) setQuestion(receiver value, name string, items []value) (value, bool) {
	if name == "issuperset" {
		shared, ok := e.setShared(items, receiver.o.items)
		return boolValue(shared == len(items)), ok
	}
	shared, ok := e.setShared(receiver.o.items, items)
	if name == "issubset" {
		return boolValue(shared == len(receiver.o.items)), ok
	}
	return boolValue(shared == 0), ok
}

// setChange is a method that changes a set in place: `discard` and `remove` of a member, `clear`, and those that take the
// place of the set by what the method without `_update` makes.
func (e *evaluator) setChange(receiver value, name string, c *site) (value, bool) {
	o := receiver.o
	if o.typ != "" {
		return value{}, false
	}
	switch name {
	case "clear":
		if len(c.pos) > 0 {
			return value{}, false
		}
		e.touch(o)
		o.items = nil
		o.drop()
		return noneValue, true
	case "discard", "remove":
		if len(c.pos) != 1 || !hashable(c.pos[0]) {
			return value{}, false
		}
		if _, ok := e.setShared(o.items, c.pos); !ok {
			return value{}, false
		}
		e.hashed(c.pos[0], o.items)
		at := o.member(c.pos[0])
		if at < 0 {
			return noneValue, name == "discard"
		}
		e.charge(len(o.items) / 2)
		e.touch(o)
		o.items = append(o.items[:at:at], o.items[at+1:]...)
		o.drop()
		return noneValue, true
	}
	method, ok := map[string]string{"difference_update": "difference", "intersection_update": "intersection",
		"symmetric_difference_update": "symmetric_difference"}[name]
	if !ok {
		return value{}, false
	}
	changed, ok := e.setMethod(receiver, method, c)
	if !ok {
		return value{}, false
	}
	e.touch(o)
	o.items = changed.o.items
	o.drop()
	return noneValue, true
}

// setInPlace is an augmented assignment of a set with another.
func (e *evaluator) setInPlace(op python.Operator, old, right value, at python.Node) bool {
	name, ok := map[python.Operator]string{python.BitOr: "update", python.BitAnd: "intersection_update", python.Sub: "difference_update",
		python.BitXor: "symmetric_difference_update"}[op]
	if !ok || old.o.typ != "" || right.kind != setKind {
		return false
	}
	_, ok = e.setMethod(old, name, &site{node: &python.Call{Span: at.Range()}, pos: []value{right}})
	return ok
}
