package eval

import (
	"math"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file has the functions of itertools that select, repeat and add up. Their results are iterators like those of zip; those
// without an end may only stand where something with an end is walked beside them.

// endless is what an iterator without an end yields: one item after the other, over and over, or numbers in steps.
type endless struct {
	items       []value
	start, step int64
}

// maxEndless bounds the items that are taken from an iterator without an end.
const maxEndless = 10_000

// item is the one at a place.
func (n *endless) item(at int) value {
	if n.items != nil {
		return n.items[at%len(n.items)]
	}
	return intValue(n.start + int64(at)*n.step)
}

// endlessIterator makes the value of one.
func (e *evaluator) endlessIterator(n endless, from ...value) value {
	v := e.iterator(nil, from...)
	v.o.endless = &n
	return v
}

// firstItems are the first items of a value in the order in which Python yields them, of one without an end so many.
func (e *evaluator) firstItems(v value, most int) ([]value, bool) {
	if v.kind != listKind || v.o.endless == nil {
		items, ok := e.sequence(v)
		return items, ok
	}
	if v.o.changed() || most > maxEndless || !e.alloc(&python.Pass{}, 16*most) {
		return nil, false
	}
	items := make([]value, most)
	for i := range items {
		items[i] = v.o.endless.item(i)
	}
	return items, true
}

// changed tells whether what an iterator reads is not as it was when it was made.
func (o *object) changed() bool {
	for _, s := range o.sources {
		if s.o.version != s.version {
			return true
		}
	}
	return false
}

// counted is itertools.count of whole numbers.
func counted(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("start", "step")
	if !ok {
		return value{}, false
	}
	n := endless{step: 1}
	for i, to := range []*int64{&n.start, &n.step} {
		switch {
		case args[i].kind == intKind && abs(args[i].n) < math.MaxInt64/(2*maxEndless):
			*to = args[i].n
		case args[i].kind != unbound:
			return value{}, false
		}
	}
	return e.endlessIterator(n), true
}

// repeated is itertools.repeat of one object.
func repeated(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("object", "times")
	if !ok || args[0].kind == unbound || args[0].kind == unknownKind {
		return value{}, false
	}
	if args[1].kind == unbound {
		return e.endlessIterator(endless{items: args[:1:1]}), true
	}
	n := max(args[1].n, 0)
	if args[1].kind != intKind || n > maxEndless || !e.alloc(c.node, 16*int(n)) {
		return value{}, false
	}
	items := make([]value, n)
	for i := range items {
		items[i] = args[0]
	}
	return e.iterator(items), true
}

// cycled is itertools.cycle.
func cycled(e *evaluator, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) != 1 {
		return value{}, false
	}
	items, ok := e.sequence(c.pos[0])
	if !ok {
		return value{}, false
	}
	if len(items) == 0 {
		return e.iterator(nil, c.pos[0]), true
	}
	if !e.alloc(c.node, 16*len(items)) {
		return value{}, false
	}
	return e.endlessIterator(endless{items: append([]value(nil), items...)}, c.pos[0]), true
}

// sliced is itertools.islice at known places.
func sliced(e *evaluator, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) < 2 || len(c.pos) > 4 {
		return value{}, false
	}
	start, stop, step := int64(0), int64(math.MaxInt64), int64(1)
	for i, v := range c.pos[1:] {
		to := [...]*int64{&start, &stop, &step}[i]
		if len(c.pos) == 2 {
			to = &stop
		}
		switch {
		case v.kind == intKind && v.n >= 0 && (to != &step || v.n > 0):
			*to = v.n
		case v.kind != noneKind:
			return value{}, false
		}
	}
	items, ok := e.firstItems(c.pos[0], int(min(stop, maxEndless+1)))
	if !ok {
		return value{}, false
	}
	e.charge(len(items) / 8)
	var out []value
	for i := start; i < min(stop, int64(len(items))); i += step {
		out = append(out, items[i])
		if step > int64(len(items)) {
			break
		}
	}
	return e.iterator(out, c.pos[0]), e.alloc(c.node, 16*len(out))
}

// chainedFrom is itertools.chain.from_iterable of sequences that are known when it is called.
func chainedFrom(e *evaluator, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) != 1 {
		return value{}, false
	}
	outer, ok := e.sequence(c.pos[0])
	if !ok {
		return value{}, false
	}
	var all []value
	for _, v := range outer {
		items, ok := e.sequence(v)
		if !ok || !e.alloc(c.node, 16*len(items)) {
			return value{}, false
		}
		e.charge(len(items)/4 + 1)
		all = append(all, items...)
	}
	return e.iterator(all, append([]value{c.pos[0]}, outer...)...), true
}

// zipLongest is itertools.zip_longest.
func zipLongest(e *evaluator, c *site) (value, bool) {
	fill := noneValue
	for _, k := range c.kw {
		if k.name != "fillvalue" {
			return value{}, false
		}
		fill = k.value
	}
	if c.open {
		return value{}, false
	}
	longest, columns := 0, make([][]value, len(c.pos))
	for i, v := range c.pos {
		var ok bool
		if columns[i], ok = e.sequence(v); !ok {
			return value{}, false
		}
		longest = max(longest, len(columns[i]))
	}
	e.charge(longest * (1 + len(columns)) / 2)
	if !e.alloc(c.node, 16*longest*(1+len(columns))) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	rows := make([]value, longest)
	for row := range rows {
		members := make([]value, len(columns))
		for i := range columns {
			members[i] = fill
			if row < len(columns[i]) {
				members[i] = columns[i][row]
			}
		}
		rows[row] = e.tuple(members)
	}
	return e.iterator(rows, c.pos...), true
}

// selections is itertools.combinations or permutations. Both copy what they select from when they are called.
func selections(ordered bool) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		args, ok := c.take("iterable", "r")
		if !ok || args[0].kind == unbound {
			return value{}, false
		}
		pool, ok := e.sequence(args[0])
		if !ok {
			return value{}, false
		}
		r := int64(len(pool))
		switch {
		case args[1].kind == intKind && args[1].n >= 0:
			r = args[1].n
		case args[1].kind != unbound && args[1].kind != noneKind || args[1].kind == unbound && !ordered || args[1].kind == noneKind && !ordered:
			return value{}, false
		}
		if r > int64(len(pool)) {
			return e.iterator(nil), true
		}
		// How many there are, counted before they are made.
		count := 1.0
		for i := range int(r) {
			count *= float64(len(pool) - i)
			if !ordered {
				count /= float64(i + 1)
			}
		}
		size := count * float64(16*(1+r))
		if !(size <= float64(e.limits.String)) || !e.alloc(c.node, int(size)) {
			return e.unknown(c.node, codeBudget, "a sequence is longer than the interpreter walks"), true
		}
		e.charge(int(count) * (1 + int(r)))
		var rows []value
		chosen, used := make([]int, 0, r), make([]bool, len(pool))
		var choose func()
		choose = func() {
			if len(chosen) == int(r) {
				row := make([]value, r)
				for i, at := range chosen {
					row[i] = pool[at]
				}
				rows = append(rows, e.tuple(row))
				return
			}
			from := 0
			if !ordered && len(chosen) > 0 {
				from = chosen[len(chosen)-1] + 1
			}
			for at := from; at < len(pool); at++ {
				if !ordered && len(pool)-at < int(r)-len(chosen) {
					break
				}
				if used[at] {
					continue
				}
				chosen, used[at] = append(chosen, at), true
				choose()
				chosen, used[at] = chosen[:len(chosen)-1], false
			}
		}
		choose()
		return e.iterator(rows), true
	}
}

// accumulated is itertools.accumulate of constants by addition, or by an operator of the module operator.
func accumulated(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("iterable", "func", "initial")
	if !ok || args[0].kind == unbound || !e.data(args[0]) {
		return value{}, false
	}
	op, ok := operators["add"], args[1].kind == unbound || args[1].kind == noneKind
	if name, found := strings.CutPrefix(args[1].s, operatorModulePrefix); found && args[1].kind == symbolKind {
		op, ok = operators[name]
	}
	if !ok {
		return value{}, false
	}
	items, ok := e.sequence(args[0])
	if !ok {
		return value{}, false
	}
	var out []value
	if args[2].kind != unbound && args[2].kind != noneKind {
		out = append(out, args[2])
	}
	for _, item := range items {
		if len(out) > 0 {
			last := out[len(out)-1]
			if !last.isScalar() || !item.isScalar() || !e.step(c.node) {
				return value{}, false
			}
			if item = e.binary(c.node, op, last, item); item.kind == unknownKind {
				return item, true
			}
		}
		out = append(out, item)
	}
	return e.iterator(out, args[0]), e.alloc(c.node, 16*len(out))
}
