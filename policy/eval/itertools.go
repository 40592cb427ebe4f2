package eval

import "github.com/sekisho/sekisho/policy/python"

// This file has map, filter and the functions of itertools that DAG files loop over. Like those of zip, their results are
// iterators, which only a loop or a consumer may have, which evaluator.call sees to.

// iteratorArguments says what becomes of iterators that are arguments of these functions.
var iteratorArguments = map[string]consumption{
	"itertools.product": taken, "itertools.combinations": taken, "itertools.permutations": taken, "collections.Counter": taken,
	"collections.defaultdict": taken, "itertools.chain": walked, "itertools.pairwise": walked, "itertools.islice": walked,
	"itertools.zip_longest": walked, "itertools.accumulate": walked, "itertools.cycle": walked, "itertools.chain.from_iterable": walked,
	"functools.reduce": walked,
}

// product is itertools.product without repeat: it takes its arguments to their end when it is called.
func product(e *evaluator, c *site) value {
	if c.open || len(c.kw) > 0 || c.stirred && len(c.pos) > 1 {
		return e.refuse(c) // it copies the first before it asks the second for its items, which may change the first
	}
	rows := [][]value{nil}
	for _, v := range c.pos {
		items, ok := e.sequence(v)
		if !ok {
			return e.refuse(c)
		}
		if !e.alloc(c.node, 16*len(rows)*len(items)*len(c.pos)) {
			return value{kind: unknownKind, s: "too large"}
		}
		longer := make([][]value, 0, len(rows)*len(items))
		for _, row := range rows {
			for _, item := range items {
				longer = append(longer, append(row[:len(row):len(row)], item))
			}
		}
		rows = longer
	}
	e.charge(len(rows) * (1 + len(c.pos)))
	tuples := make([]value, len(rows))
	for i, row := range rows {
		tuples[i] = e.tuple(row)
	}
	return e.iterator(tuples)
}

// pairwise is itertools.pairwise.
func pairwise(e *evaluator, c *site) value {
	if c.open || len(c.kw) > 0 || len(c.pos) != 1 {
		return e.refuse(c)
	}
	items, ok := e.sequence(c.pos[0])
	if !ok || !e.alloc(c.node, 48*len(items)) {
		return e.refuse(c)
	}
	e.charge(len(items) / 2)
	var pairs []value
	for i := 1; i < len(items); i++ {
		pairs = append(pairs, e.tuple([]value{items[i-1], items[i]}))
	}
	return e.iterator(pairs, c.pos[0])
}

// chained is itertools.chain, which walks one argument after the other.
func chained(e *evaluator, c *site) value {
	if c.open || len(c.kw) > 0 {
		return e.refuse(c)
	}
	var all []value
	for _, v := range c.pos {
		items, ok := e.sequence(v)
		if !ok || !e.alloc(c.node, 16*len(items)) {
			return e.refuse(c)
		}
		e.charge(len(items) / 4)
		all = append(all, items...)
	}
	return e.iterator(all, c.pos...)
}

// mapped are the builtins that map may call for each item.
var mapped = set("str", "int", "float", "bool")

// builtinMap is map() of a builtin of the list over constants, and filter(None, …) of constants. They look at an
// item when it is walked, so an item that may change until then is refused.
func (e *evaluator) builtinMap(name string, c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) != 2 {
		return value{}, false
	}
	f := c.pos[0]
	if !mapArgument(name, f) {
		return value{}, false
	}
	items, ok := e.sequence(c.pos[1])
	if !ok {
		return c.pos[1], c.pos[1].kind == unknownKind
	}
	e.charge(len(items))
	if !e.alloc(c.node, 16*len(items)) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	var out []value
	for _, item := range items {
		if !item.isScalar() {
			return value{}, false
		}
		if name == "filter" {
			if keep, known := truth(item); !known {
				return value{}, false
			} else if keep {
				out = append(out, item)
			}
			continue
		}
		v, ok := e.closedBuiltin(f.s, &site{node: c.node, pos: []value{item}})
		if !ok {
			return value{}, false
		}
		out = append(out, v)
	}
	return e.iterator(out, c.pos[1]), true
}

// mapsCode tells whether a call of map or filter in code that is not executed calls something else than the
// builtins of the list.
func (e *evaluator) mapsCode(name string, x *python.Call, s *scope) bool {
	if name != "map" && name != "filter" {
		return false
	}
	if len(x.Args) == 0 {
		return true
	}
	return !mapArgument(name, e.static(x.Args[0], s))
}

// mapArgument tells whether map or filter may be given this as what it calls.
func mapArgument(name string, f value) bool {
	return name == "map" && f.kind == builtinKind && mapped[f.s] || name == "filter" && f.kind == noneKind
}
