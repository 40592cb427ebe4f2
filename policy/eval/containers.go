package eval

import "github.com/sekisho/sekisho/policy/python"

func (e *evaluator) listMethod(receiver value, name string, c *site) (value, bool) {
	o := receiver.o
	switch name {
	case "append", "extend":
	case "pop", "remove", "copy":
		e.charge(len(o.items) / 2) // a new list each time
	default:
		e.charge(len(o.items) / 8)
	}
	if c.open || len(c.kw) > 0 && name != "sort" {
		return value{}, false
	}
	n := len(c.pos)
	grow := func(items ...value) bool {
		if len(o.items)+len(items) > e.limits.String/16 || !e.alloc(c.node, 16*len(items)) {
			e.unknown(c.node, codeBudget, "a list is longer than the interpreter builds")
			return true
		}
		e.touch(o)
		o.items = append(o.items, items...)
		return true
	}
	switch name {
	case "append":
		if n == 1 {
			return noneValue, grow(c.pos[0])
		}
	case "extend":
		if n == 1 {
			if items, ok := e.sequence(c.pos[0]); ok {
				return noneValue, grow(append([]value(nil), items...)...)
			}
		}
	case "insert":
		if n == 2 && c.pos[0].kind == intKind {
			at := c.pos[0].n
			if at < 0 {
				at += int64(len(o.items))
			}
			place := int(max(min(at, int64(len(o.items))), 0))
			grow(noneValue)
			if place < len(o.items) {
				copy(o.items[place+1:], o.items[place:])
				o.items[place] = c.pos[1]
			}
			return noneValue, true
		}
	case "copy":
		if n == 0 {
			return e.list(append([]value(nil), o.items...)), e.alloc(c.node, 16*len(o.items))
		}
	case "reverse":
		if n == 0 {
			e.touch(o)
			for i, j := 0, len(o.items)-1; i < j; i, j = i+1, j-1 {
				o.items[i], o.items[j] = o.items[j], o.items[i]
			}
			return noneValue, true
		}
	case "clear":
		if n == 0 {
			e.touch(o)
			o.items = nil
			return noneValue, true
		}
	case "pop":
		at := len(o.items) - 1
		ok := n == 0 && at >= 0
		if n == 1 {
			at, ok = index(c.pos[0], len(o.items))
		}
		if ok {
			e.touch(o)
			v := o.items[at]
			o.items = append(o.items[:at:at], o.items[at+1:]...)
			return v, true
		}
	case "remove":
		if n == 1 {
			for i := range o.items {
				equal, known := e.same(o.items[i], c.pos[0])
				if !known {
					return value{}, false
				}
				if equal {
					e.touch(o)
					o.items = append(o.items[:i:i], o.items[i+1:]...)
					return noneValue, true
				}
			}
		}
	case "sort":
		reverse, key := false, noneValue
		for _, k := range c.kw {
			switch {
			case k.name == "key":
				key = k.value
			case k.name == "reverse" && k.value.kind == boolKind:
				reverse = k.value.n != 0
			default:
				return value{}, false
			}
		}
		if key.kind != noneKind {
			if n > 0 {
				return value{}, false
			}
			return e.sortByKey(o, c, key, reverse)
		}
		if !e.sortable(o.items) {
			return value{}, false
		}
		sorted := append([]value(nil), o.items...)
		if n > 0 || !sortStable(sorted, reverse) {
			return value{}, false
		}
		e.touch(o)
		o.items = sorted
		return noneValue, true
	case "index", "count":
		return e.searchMethod(receiver, name, c)
	}
	return value{}, false
}

func (e *evaluator) searchMethod(receiver value, name string, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) != 1 {
		return value{}, false
	}
	count := int64(0)
	e.charge(len(receiver.o.items) / 8)
	for i, item := range receiver.o.items {
		equal, known := e.same(item, c.pos[0])
		if !known {
			return value{}, false
		}
		if equal {
			if name == "index" {
				return intValue(int64(i)), true
			}
			count++
		}
	}
	return intValue(count), name == "count"
}

func (e *evaluator) dictMethod(receiver value, name string, c *site, how consumption) (value, bool) {
	o := receiver.o
	if c.open {
		return value{}, false
	}
	n := len(c.pos)
	if name == "pop" {
		e.charge(len(o.items))
	}
	switch name {
	case "get", "setdefault", "pop":
		if n < 1 || n > 2 || len(c.kw) > 0 {
			return value{}, false
		}
		key, absent := c.pos[0], noneValue
		if n == 2 {
			absent = c.pos[1]
		}
		if key.kind == unknownKind {
			if name != "get" {
				e.blur(o, "changed at a key that is not known")
			}
			return key, true
		}
		if !hashable(key) {
			if name != "get" || !isPlain(key) {
				return value{}, false
			}
			return joinAll(append([]value{absent}, o.items...))
		}
		e.hashed(key, o.keys)
		at := o.find(key)
		switch {
		case at >= 0 && name == "pop":
			e.touch(o)
			v := o.items[at]
			o.items = append(o.items[:at:at], o.items[at+1:]...)
			o.keys = append(o.keys[:at:at], o.keys[at+1:]...)
			o.drop()
			return v, true
		case at >= 0:
			return o.items[at], true
		case name == "setdefault":
			e.put(receiver, key, absent, c.node)
			return absent, true
		case name == "pop" && n == 1:
			return value{}, false
		}
		return absent, true
	case "items", "keys", "values":
		if n > 0 || len(c.kw) > 0 {
			return value{}, false
		}
		if how == kept {
			return e.unknown(c.node, codeExpression, "a view of a dict that is not consumed at once"), true
		}
		if !e.alloc(c.node, 32*len(o.keys)) {
			return e.unknown(c.node, codeBudget, "a dict is larger than the interpreter walks"), true
		}
		e.charge(len(o.keys) / 2)
		var items []value
		switch name {
		case "keys":
			items = append(items, o.keys...)
		case "values":
			items = append(items, o.items...)
		default:
			for i := range o.keys {
				items = append(items, e.tuple([]value{o.keys[i], o.items[i]}))
			}
		}
		v := e.iterator(items, receiver)
		v.o.view, v.o.s = o, name
		return v, true
	case "update":
		if n > 1 || o.typ == typeCounter {
			return value{}, false // a Counter adds
		}
		if n == 1 {
			switch c.pos[0].kind {
			case dictKind:
				e.merge(receiver, e.stepped(c.pos[0], c.node), c.node)
			case unknownKind:
				e.blur(o, "members that are not known were merged")
			default:
				return value{}, false
			}
		}
		for _, k := range c.kw {
			e.put(receiver, strValue(k.name), e.because(k.value, e.text(c.node.Func.Range()), e.here(c.node.Span)), c.node)
		}
		return noneValue, true
	case "most_common":
		return e.mostCommon(receiver, c)
	case "copy":
		if n == 0 && len(c.kw) == 0 {
			d := e.dict(append([]value(nil), o.keys...), append([]value(nil), o.items...))
			d.o.typ, d.o.s = o.typ, o.s
			return d, e.alloc(c.node, 16*len(o.keys))
		}
	}
	return value{}, false
}

// stepped is a dict whose members say that they went through the method which the call names.
func (e *evaluator) stepped(d value, call *python.Call) value {
	if !e.alloc(call, 16*len(d.o.items)) {
		return d
	}
	items := make([]value, len(d.o.items))
	step := &link{what: e.text(call.Func.Range()), span: e.here(call.Span)}
	for i, item := range d.o.items {
		items[i] = e.from(item, step)
	}
	return value{kind: dictKind, o: &object{keys: d.o.keys, items: items}}
}

func (e *evaluator) setMethod(receiver value, name string, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 {
		return value{}, false
	}
	members := func(v value) ([]value, bool) {
		if v.kind == setKind {
			return v.o.items, true
		}
		return e.sequence(v)
	}
	switch name {
	case "add":
		if len(c.pos) == 1 && receiver.o.typ == "" && hashable(c.pos[0]) {
			e.addMember(receiver, c.pos[0], c.node)
			return noneValue, e.alloc(c.node, 16)
		}
		return value{}, false
	case "update":
		if receiver.o.typ != "" {
			return value{}, false
		}
		for _, v := range c.pos {
			items, ok := members(v)
			if !ok {
				return value{}, false
			}
			e.charge(len(items) / 4)
			for _, item := range items {
				e.addMember(receiver, item, c.node)
			}
		}
		return noneValue, true
	}
	switch name {
	case "issubset", "issuperset", "isdisjoint":
		if len(c.pos) != 1 {
			return value{}, false
		}
		items, ok := members(c.pos[0])
		if !ok {
			return value{}, false
		}
		return e.setQuestion(receiver, name, items)
	case "clear", "discard", "remove", "difference_update", "intersection_update", "symmetric_difference_update":
		return e.setChange(receiver, name, c)
	case "symmetric_difference":
		if len(c.pos) != 1 {
			return value{}, false
		}
	}
	out := e.set(receiver.o.typ)
	out.o.items = append(out.o.items, receiver.o.items...)
	for _, v := range c.pos {
		items, ok := members(v)
		if !ok {
			return value{}, false
		}
		for _, item := range items {
			if !hashable(item) {
				return value{}, false
			}
		}
		e.charge(len(items) / 8)
		other := &object{items: items}
		switch name {
		case "union":
			for _, item := range items {
				e.addMember(out, item, c.node)
			}
		case "symmetric_difference":
			second := e.set("")
			for _, item := range items {
				e.addMember(second, item, c.node)
			}
			first := out.o
			out = e.set(receiver.o.typ)
			for _, pair := range [2][2]*object{{first, second.o}, {second.o, first}} {
				for _, item := range pair[0].items {
					if e.hashed(item, pair[1].items); pair[1].member(item) < 0 {
						e.addMember(out, item, c.node)
					}
				}
			}
		case "intersection", "difference":
			kept := out.o.items[:0:0]
			for _, item := range out.o.items {
				e.hashed(item, items)
				at := other.member(item)
				if at >= 0 && name == "intersection" && !identical(item, items[at]) {
					return value{}, false // which of two equal members is kept depends on the sizes
				}
				if (at >= 0) == (name == "intersection") {
					kept = append(kept, item)
				}
			}
			out.o.items = kept
		}
	}
	return out, e.alloc(c.node, 16*len(out.o.items))
}
