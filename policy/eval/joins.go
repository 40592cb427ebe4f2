package eval

import (
	"math"

	"github.com/sekisho/sekisho/policy/python"
)

// This file joins lists, tuples and dicts that stand in one place under a condition which is not
// known. The join is a copy, so no one may change it or what it was made of any more: a later change
// of either is an unknown (see touch).

// joinBranches covers both values. ok is unset when the result is an unknown that the caller must
// report.
func (e *evaluator) joinBranches(a, b value) (joined value, ok bool) {
	if a.kind == symbolKind && b.kind == symbolKind && e.sameMeaning(a, b) {
		return a, true
	}
	if joined, ok = joinValues(a, b); ok || !joinable(a, b) {
		return joined, ok
	}
	budget := maxWalk
	members, ok := e.joinMembers(a, b, 0, &budget)
	e.charge(maxWalk - budget)
	if !ok {
		return joined, false
	}
	return members, true
}

// joinable tells whether two containers have the same shape: the same type and number of members,
// and for dicts the same keys in the same order. A key that one of them lacks would have to be
// absent and present at once.
func joinable(a, b value) bool {
	if a.kind != b.kind || a.o == nil || b.o == nil || len(a.o.items) != len(b.o.items) || a.o.typ != b.o.typ {
		return false
	}
	switch a.kind {
	case listKind, tupleKind:
		return a.o.typ == ""
	case dictKind:
		return !a.o.answersMissing() && len(a.o.keys) == len(a.o.items) && identicalKeys(a.o.keys, b.o.keys)
	}
	return false
}

func (e *evaluator) joinMembers(a, b value, depth int, budget *int) (value, bool) {
	*budget--
	if *budget < 0 || depth > maxNesting {
		return value{}, false
	}
	if a.o != nil && a.o == b.o && a.kind == b.kind && a.kind != opaqueKind && a.kind != choiceKind {
		return a, true
	}
	if a.kind == objectKind && b.kind == objectKind {
		return joinData(a, b)
	}
	if !joinable(a, b) {
		// An unknown was recorded where it was made; in here it would be the value of both.
		if a.kind == unknownKind || b.kind == unknownKind {
			return value{}, false
		}
		return joinValues(a, b)
	}
	a.o.joined, b.o.joined = true, true
	o := &object{typ: a.o.typ, version: e.clock, joined: true}
	o.keys = append(o.keys, a.o.keys...)
	for i := range a.o.items {
		item, ok := e.joinMembers(a.o.items[i], b.o.items[i], depth+1, budget)
		if !ok {
			return value{}, false
		}
		o.items = append(o.items, item)
	}
	return value{kind: a.kind, o: o, why: a.why}, true
}

// joinTasks joins tasks and groups: all of them are built, and the value is one of them. It can stand in a
// dependency, which is drawn to each, and nowhere else.
func joinTasks(a, b value) (value, bool) {
	var members []value
	for _, v := range [2]value{a, b} {
		switch v.kind {
		case taskKind, groupKind:
			members = append(members, v)
		case eitherKind:
			members = append(members, v.o.items...)
		default:
			return value{}, false
		}
	}
	if len(members) > maxChoice {
		return value{}, false
	}
	return value{kind: eitherKind, o: &object{items: members}, why: a.why}, true
}

// joinData joins data objects: equal ones, times and dates.
func joinData(a, b value) (value, bool) {
	if a.o == b.o {
		return a, true
	}
	if a.o.typ != b.o.typ {
		return value{}, false
	}
	switch a.o.typ {
	case typeTimedelta:
		if a.o.items == nil && b.o.items == nil && a.o.num == b.o.num {
			if a.o.s != b.o.s {
				return delta(a.o.num), true // one of another library
			}
			return a, true
		}
		joined := longDelta(max(math.Abs(a.o.num), math.Abs(b.o.num)))
		joined.why = a.why
		return joined, true
	case typeDatetime, typeDate:
		if equalData(a, b) {
			return a, true
		}
		joined := farDate(a.o.typ, max(distance(a), distance(b)))
		joined.why = a.why
		return joined, true
	case typeTimezone:
		return a, true
	}
	return value{}, false
}

// equalData tells whether two data objects were made with the same constants.
func equalData(a, b value) bool {
	if len(a.o.keys) == 0 || a.o.s != b.o.s || len(a.o.keys) != len(b.o.keys) || len(a.o.items) != len(b.o.items) {
		return false
	}
	for i := range a.o.keys {
		x, y := a.o.items[i], b.o.items[i]
		if a.o.keys[i].s != b.o.keys[i].s || !x.isScalar() || !identical(x, y) {
			return false
		}
	}
	return true
}

// frozenJoin records a change of something that was joined.
func (e *evaluator) frozenJoin() {
	var at python.Node = &python.Pass{}
	if e.now != nil {
		at = e.now
	}
	e.unknown(at, codeJoin, "an object is changed of which there are several, under a condition that is not known")
}
