package eval

import (
	"math"
	"slices"
	"unicode/utf8"
)

func (e *evaluator) builtinRange(c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) < 1 || len(c.pos) > 3 {
		return value{}, false
	}
	for _, v := range c.pos {
		if !v.isWhole() {
			return value{}, false
		}
	}
	start, stop, step := int64(0), c.pos[0].n, int64(1)
	if len(c.pos) > 1 {
		start, stop = c.pos[0].n, c.pos[1].n
	}
	if len(c.pos) == 3 {
		step = c.pos[2].n
	}
	if step == 0 || abs(start) > 1<<40 || abs(stop) > 1<<40 || abs(step) > 1<<40 {
		return value{}, false
	}
	count := int64(0)
	if step > 0 && stop > start {
		count = (stop - start + step - 1) / step
	} else if step < 0 && stop < start {
		count = (start - stop - step - 1) / -step
	}
	if count > int64(e.limits.String)/16 || !e.alloc(c.node, int(count)*16) {
		return e.unknown(c.node, codeBudget, "a range is longer than the interpreter walks"), true
	}
	items := make([]value, 0, count)
	for i := start; int64(len(items)) < count; i += step {
		items = append(items, intValue(i))
	}
	v := e.tuple(items)
	v.o.typ = "range"
	return v, true
}

func (e *evaluator) builtinDict(c *site) (value, bool) {
	d := e.dict(nil, nil)
	if len(c.pos) > 1 {
		return value{}, false
	}
	if len(c.pos) == 1 {
		v := c.pos[0]
		switch v.kind {
		case unknownKind:
			return v, true
		case dictKind:
			d.o.keys = append(d.o.keys, v.o.keys...)
			d.o.items = append(d.o.items, v.o.items...)
			if !e.alloc(c.node, 16*len(d.o.keys)) {
				return value{kind: unknownKind, s: "too large"}, true
			}
		default:
			items, ok := e.sequence(v)
			if !ok {
				return value{}, false
			}
			e.charge(len(items) / 2)
			for _, pair := range items {
				both, ok := e.sequence(pair)
				if !ok || len(both) != 2 || !hashable(both[0]) || c.stirred && pair.kind == listKind {
					return value{}, false
				}
				e.put(d, both[0], both[1], c.node)
			}
		}
	}
	for _, k := range c.kw {
		e.put(d, strValue(k.name), k.value, c.node)
	}
	return d, true
}

func (e *evaluator) builtinSequence(name string, c *site) (value, bool) {
	if name == "zip" {
		return e.builtinZip(c)
	}
	if name == "enumerate" {
		args, ok := c.take("iterable", "start")
		if !ok || args[0].kind == unbound {
			return value{}, false
		}
		start := int64(0)
		if args[1].kind == intKind {
			start = args[1].n
		} else if args[1].kind != unbound {
			return value{}, false
		}
		items, ok := e.sequence(args[0])
		if !ok {
			return args[0], args[0].kind == unknownKind
		}
		if start > math.MaxInt64-int64(len(items)) {
			return value{}, false
		}
		e.charge(len(items) / 2)
		if !e.alloc(c.node, 48*len(items)) {
			return e.unknown(c.node, codeBudget, "a sequence is longer than the interpreter walks"), true
		}
		out := make([]value, len(items))
		for i, item := range items {
			out[i] = e.tuple([]value{intValue(start + int64(i)), item})
		}
		return e.iterator(out, args[0]), true
	}
	if len(c.kw) > 0 || len(c.pos) > 1 {
		return value{}, false
	}
	if len(c.pos) == 0 {
		switch name {
		case "list":
			return e.list(nil), true
		case "tuple":
			return e.tuple(nil), true
		}
		return value{}, false
	}
	v := c.pos[0]
	if v.kind == unknownKind {
		return v, true
	}
	if name == "len" {
		switch v.kind {
		case listKind, tupleKind, setKind, dictKind:
			if v.kind == listKind && v.o.typ == typeIterator && v.o.view == nil {
				return value{}, false // only the views of dicts have one
			}
			return intValue(int64(len(v.o.items))), true
		case strKind:
			e.charge(len(v.s) / 64)
			return intValue(int64(utf8.RuneCountInString(v.s))), true
		case bytesKind:
			return intValue(int64(len(v.s))), true
		case opaqueKind, prefixKind:
			return opaque("a length", 0), true
		}
		return value{}, false
	}
	items, ok := e.sequence(v)
	if !ok || name == "reversed" && (v.kind == setKind) {
		return value{}, false
	}
	out := append([]value(nil), items...)
	if !e.alloc(c.node, 16*len(out)) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	if name == "reversed" {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
		return e.iterator(out, v), true
	}
	if name == "tuple" {
		return e.tuple(out), true
	}
	return e.list(out), true
}

func (e *evaluator) builtinZip(c *site) (value, bool) {
	strict := false
	for _, k := range c.kw {
		if k.name != "strict" || k.value.kind != boolKind {
			return value{}, false
		}
		strict = k.value.n != 0
	}
	shortest := -1
	columns := make([][]value, len(c.pos))
	var without []int // an end
	for i, v := range c.pos {
		if v.kind == listKind && v.o.endless != nil && !strict {
			without = append(without, i)
			continue
		}
		items, ok := e.sequence(v)
		if !ok {
			return v, v.kind == unknownKind
		}
		columns[i] = items
		if strict && i > 0 && len(items) != len(columns[0]) {
			return value{}, false
		}
		if shortest < 0 || len(items) < shortest {
			shortest = len(items)
		}
	}
	if shortest < 0 && len(without) > 0 {
		return value{}, false
	}
	for _, i := range without {
		var ok bool
		if columns[i], ok = e.firstItems(c.pos[i], shortest); !ok {
			return value{}, false
		}
	}
	e.charge(max(shortest, 0) * (1 + len(columns)) / 2)
	if !e.alloc(c.node, 16*max(shortest, 0)*(1+len(columns))) {
		return e.unknown(c.node, codeBudget, "a sequence is longer than the interpreter walks"), true
	}
	out := make([]value, 0, max(shortest, 0))
	for row := range max(shortest, 0) {
		members := make([]value, len(columns))
		for i := range columns {
			members[i] = columns[i][row]
		}
		out = append(out, e.tuple(members))
	}
	return e.iterator(out, c.pos...), true
}

func (e *evaluator) builtinFold(name string, c *site) (value, bool) {
	reverse, other := false, value{}
	for _, k := range c.kw {
		switch {
		case k.name == "reverse" && name == "sorted" && k.value.kind == boolKind:
			reverse = k.value.n != 0
		case k.name == "default" && (name == "min" || name == "max") && len(c.pos) == 1:
			other = k.value
		case k.name == "key" && k.value.kind == noneKind:
		default:
			return value{}, false
		}
	}
	var items []value
	if len(c.pos) == 1 {
		if c.pos[0].kind == setKind {
			items = c.pos[0].o.items
		} else {
			var ok bool
			if items, ok = e.sequence(c.pos[0]); !ok {
				return value{}, false
			}
		}
	} else if (name == "min" || name == "max") && len(c.pos) > 1 {
		items = c.pos
	} else {
		return value{}, false
	}
	if !e.sortable(items) || name != "sorted" && c.stirred && slices.ContainsFunc(items, isList) {
		return value{}, false
	}
	if name == "sorted" {
		out := append([]value(nil), items...)
		if !sortStable(out, reverse) {
			return value{}, false
		}
		return e.list(out), e.alloc(c.node, 16*len(out))
	}
	if len(items) == 0 {
		return other, other.kind != unbound
	}
	best := items[0]
	for _, item := range items[1:] {
		order, ok := ordered(item, best)
		if !ok {
			return value{}, false
		}
		if name == "min" && order < 0 || name == "max" && order > 0 {
			best = item
		}
	}
	return best, true
}

// isList tells whether a value is compared by what it holds at the time.
func isList(v value) bool { return v.kind == listKind }

func (e *evaluator) builtinSet(name string, c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) > 1 {
		return value{}, false
	}
	v := e.set("")
	if name == "frozenset" {
		v.o.typ = name
	}
	if len(c.pos) == 0 {
		return v, true
	}
	items := c.pos[0]
	var members []value
	if items.kind == setKind {
		members = items.o.items
	} else {
		var ok bool
		if members, ok = e.sequence(items); !ok {
			return value{}, false
		}
	}
	for _, item := range members {
		if !hashable(item) {
			return value{}, false
		}
		e.addMember(v, item, c.node)
	}
	return v, e.alloc(c.node, 16*len(members))
}
