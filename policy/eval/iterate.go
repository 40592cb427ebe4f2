package eval

import (
	"github.com/sekisho/sekisho/policy/python"
)

// consumption says what becomes of the value of an expression, which decides whether an iterator
// may be taken for the sequence of its items.
type consumption uint8

const (
	kept   consumption = iota // bound, stored or handed on: an iterator is an unknown
	walked                    // walked by a loop whose body may change what the iterator reads
	taken                     // walked to its end before anything else happens
	looped                    // walked by the loop that asks for it, which runs a generator of the file step by step
)

func (e *evaluator) evalIterable(x python.Expr, how consumption) value {
	e.consume = how
	v := e.eval(x)
	e.consume = kept
	return v
}

// comprehension runs body for every combination that the generators yield. The first iterable is
// evaluated in the scope around the comprehension, everything else in its own.
func (e *evaluator) comprehension(x python.Expr, generators []*python.Comprehension, body func() bool) {
	outer := e.scope
	first := e.evalIterable(generators[0].Iter, looped)
	inner := newScope(outer)
	inner.comprehension, inner.made = true, e.generations
	inner.local = map[string]struct{}{}
	b := newBindings()
	for _, g := range generators {
		b.node(g.Target)
	}
	inner.local = b.local
	e.charge(len(b.local) / namesPerStep)
	e.scope = inner
	e.generate(x, generators, first, body)
	e.scope = outer
}

func (e *evaluator) generate(x python.Expr, generators []*python.Comprehension, iterable value, body func() bool) bool {
	g := generators[0]
	if g.Async {
		e.unknown(x, codeExpression, "an asynchronous comprehension is not executed")
		return false
	}
	again := true
	step := func(item value) bool {
		if !e.step(x) {
			again = false
			return false
		}
		e.assign(g.Target, item)
		for _, test := range g.Ifs {
			result, known := truth(e.eval(test))
			if !known {
				e.unknown(test, codeIteration, "which members the comprehension takes is not known")
				continue
			}
			if !result {
				return true
			}
		}
		if len(generators) > 1 {
			again = e.generate(x, generators[1:], e.evalIterable(generators[1].Iter, looped), body)
		} else {
			again = body()
		}
		return again
	}
	e.iterate(g.Iter, iterable, step, func() {
		filler := value{kind: unknownKind, s: "a member of something that is not a known sequence"}
		if iterable.kind == opaqueKind {
			filler = opaque(iterable.s, iterable.n)
		}
		step(filler)
	})
	return again
}

// iterate calls body for each item of an iterable, until body returns false. When the items are not
// known it records an unknown and calls blind instead. It returns whether the items were known.
func (e *evaluator) iterate(at python.Expr, v value, body func(value) bool, blind func()) bool {
	if v.kind == listKind && v.o.typ == typeIterator {
		if v.o.suspended != nil {
			e.resume(v.o.suspended, body)
		} else {
			e.iterateIterator(at, v, body)
		}
		return true
	}
	switch v.kind {
	case listKind:
		// A list that grows while it is walked is walked to its new end, as in CPython.
		for i := 0; i < len(v.o.items); i++ {
			if !body(v.o.items[i]) {
				break
			}
		}
		return true
	case dictKind, setKind:
		if v.kind == setKind && len(v.o.items) > 1 {
			e.unknown(at, codeIteration, "the order of a set is not known")
		}
		items, version := v.o.keys, v.o.version
		if v.kind == setKind {
			items = v.o.items
		}
		changed := func() bool {
			if v.kind == dictKind && sameKeys(v.o, items) || v.kind == setKind && v.o.version == version {
				return false
			}
			e.unknown(at, codeIteration, "a dict or set changes its members while it is walked")
			return true
		}
		for i := range items {
			if changed() || !body(items[i]) {
				return true
			}
		}
		changed() // Python finds out when it asks for one more, and of a set only when the number is another
		return true
	}
	if items, ok := e.sequence(v); ok {
		for _, item := range items {
			if !body(item) {
				break
			}
		}
		return true
	}
	if v.kind != unknownKind {
		e.unknown(at, codeIteration, "the items of this value are not known")
	}
	blind()
	return false
}

const typeIterator = "iterator"

// sameKeys tells whether a dict's keys are still the ones that were taken from it. Keys are only
// ever appended in place, and taken away into a new list.
func sameKeys(o *object, keys []value) bool {
	return len(o.keys) == len(keys) && (len(keys) == 0 || &o.keys[0] == &keys[0])
}

// iterateIterator walks what enumerate, zip, reversed or a view of a dict yields. They read their
// sources as they go: a view is read live, for the others a change is an unknown.
func (e *evaluator) iterateIterator(at python.Expr, v value, body func(value) bool) {
	o := v.o
	if o.endless != nil {
		for i := range maxEndless {
			if o.changed() {
				e.unknown(at, codeIteration, "what is walked is changed while it is walked")
				return
			}
			if !body(o.endless.item(i)) {
				return
			}
		}
		e.unknown(at, codeBudget, "an iterator without an end is walked")
		return
	}
	if o.view == nil {
		for _, item := range o.items {
			if o.changed() {
				e.unknown(at, codeIteration, "what is walked is changed while it is walked")
				return
			}
			if !body(item) {
				return
			}
		}
		if o.changed() {
			e.unknown(at, codeIteration, "what is walked is changed while it is walked")
		}
		return
	}
	keys := o.view.keys
	for i := range keys {
		if !sameKeys(o.view, keys) {
			e.unknown(at, codeIteration, "a dict changes its members while it is walked")
			return
		}
		item := keys[i]
		switch o.s {
		case "values":
			item = o.view.items[i]
		case "items":
			item = e.tuple([]value{keys[i], o.view.items[i]})
		}
		if !body(item) {
			return
		}
	}
	if !sameKeys(o.view, keys) {
		e.unknown(at, codeIteration, "a dict changes its members while it is walked")
	}
}

// iterator makes the value of an iterator over items that come from the given values.
func (e *evaluator) iterator(items []value, from ...value) value {
	o := &object{typ: typeIterator, items: items, version: e.clock}
	for _, v := range from {
		if v.o == nil {
			continue
		}
		if v.kind == listKind && v.o.typ == typeIterator {
			o.sources = append(o.sources, v.o.sources...)
			continue
		}
		o.sources = append(o.sources, source{v.o, v.o.version})
	}
	return value{kind: listKind, o: o}
}

// sequence returns the items of a value in the order in which Python yields them. An iterator whose
// sources have changed since it was made yields others.
func (e *evaluator) sequence(v value) ([]value, bool) {
	switch v.kind {
	case listKind, tupleKind:
		if v.o.suspended != nil || v.o.changed() || v.o.endless != nil {
			return nil, false
		}
		return v.o.items, true
	case recordKind:
		return v.o.items, v.o.record.form == recordTuple
	case classKind:
		if v.o.record != nil && v.o.record.form == recordEnum {
			return v.o.record.members, true
		}
	case dictKind:
		return v.o.keys, true
	case setKind:
		return v.o.items, len(v.o.items) < 2
	case strKind:
		items := make([]value, 0, len(v.s))
		for _, r := range v.s {
			items = append(items, strValue(string(r)))
		}
		return items, e.alloc(&python.Pass{}, 16*len(items))
	}
	return nil, false
}
