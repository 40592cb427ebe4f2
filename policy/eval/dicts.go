package eval

import "sort"

// This file has collections.defaultdict of a builtin type and collections.Counter: dicts that answer for a key that they do not have.

// Marks of these dicts, in object.typ. What a defaultdict makes is in object.s, the name of a builtin type.
const (
	typeDefaultDict = "defaultdict"
	typeCounter     = "Counter"
)

// answersMissing tells whether a dict answers for keys that it does not have. It has no join: what one made of it would hold
// depends on who asked.
func (o *object) answersMissing() bool { return o.typ == typeDefaultDict || o.typ == typeCounter }

// factories are the builtin types by whose call a defaultdict makes what it does not have.
var factories = set("list", "dict", "set", "str", "int", "float", "bool", "tuple")

// defaultDict is collections.defaultdict(type, …).
func defaultDict(e *evaluator, c *site) (value, bool) {
	if c.open || len(c.pos) == 0 || c.pos[0].kind != builtinKind || !factories[c.pos[0].s] {
		return value{}, false
	}
	d, ok := e.builtinDict(&site{node: c.node, pos: c.pos[1:], kw: c.kw, stirred: c.stirred})
	if !ok || d.kind != dictKind {
		return d, ok
	}
	d.o.typ, d.o.s = typeDefaultDict, c.pos[0].s
	e.answering = true
	return d, true
}

// counter is collections.Counter of members, or of a dict of numbers.
func counter(e *evaluator, c *site) (value, bool) {
	if c.open || len(c.pos) > 1 {
		return value{}, false
	}
	d := e.dict(nil, nil)
	if len(c.pos) == 1 && c.pos[0].kind == dictKind {
		for i, key := range c.pos[0].o.keys {
			e.put(d, key, c.pos[0].o.items[i], c.node)
		}
	} else if len(c.pos) == 1 {
		items, ok := e.sequence(c.pos[0])
		if !ok {
			return value{}, false
		}
		e.charge(len(items) / 4)
		for _, key := range items {
			if !hashable(key) {
				return value{}, false
			}
			e.hashed(key, d.o.keys)
			n := int64(0)
			if at := d.o.find(key); at >= 0 {
				n = d.o.items[at].n
			}
			e.put(d, key, intValue(n+1), c.node)
		}
	}
	for _, k := range c.kw {
		if d.o.find(strValue(k.name)) >= 0 {
			return value{}, false // it adds
		}
		e.put(d, strValue(k.name), k.value, c.node)
	}
	for _, item := range d.o.items {
		if item.kind != intKind {
			return value{}, false
		}
	}
	d.o.typ = typeCounter
	return d, true
}

// missing is what such a dict answers for a key that it does not have; a defaultdict has it from then on.
func (e *evaluator) missing(d, key value, c *site) (value, bool) {
	if d.o.typ == typeCounter {
		return intValue(0), true
	}
	v, ok := e.closedBuiltin(d.o.s, c)
	if ok {
		e.put(d, key, v, c.node)
	}
	return v, ok
}

// mostCommon is Counter.most_common.
func (e *evaluator) mostCommon(d value, c *site) (value, bool) {
	args, ok := c.take("n")
	if !ok || d.o.typ != typeCounter || args[0].kind != unbound && args[0].kind != noneKind && (args[0].kind != intKind || args[0].n < 0) {
		return value{}, false
	}
	order := make([]int, len(d.o.keys))
	for i, item := range d.o.items {
		if order[i] = i; item.kind != intKind {
			return value{}, false
		}
	}
	e.charge(len(order))
	sort.SliceStable(order, func(i, j int) bool { return d.o.items[order[i]].n > d.o.items[order[j]].n })
	if args[0].kind == intKind {
		order = order[:min(int64(len(order)), args[0].n)]
	}
	if !e.alloc(c.node, 48*len(order)) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	pairs := make([]value, len(order))
	for i, at := range order {
		pairs[i] = e.tuple([]value{d.o.keys[at], d.o.items[at]})
	}
	return e.list(pairs), true
}
