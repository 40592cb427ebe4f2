package eval

func copyValue(deep bool) handler {
	return func(e *evaluator, c *site) value {
		if len(c.kw) > 0 || len(c.pos) != 1 || !e.dataOnly(c) {
			return e.refuse(c)
		}
		budget := 10_000
		v := c.pos[0]
		copied := e.copied(v, deep, map[*object]*object{}, &budget)
		e.charge((10_000 - budget) / 2)
		if budget <= 0 {
			return e.unknown(c.node, codeBudget, "a copy of more members than the interpreter makes")
		}
		return copied
	}
}

// copied is a copy of a value. seen are the containers in it that were copied before, which stay one; without it
// each place gets a copy of its own.
func (e *evaluator) copied(v value, deep bool, seen map[*object]*object, budget *int) value {
	if v.kind == objectKind {
		e.charge(copyWork(v))
	}
	if !v.isContainer() && (v.kind != objectKind || v.o.items == nil) || (v.kind == tupleKind || v.kind == objectKind) && !deep {
		return v
	}
	if o, ok := seen[v.o]; ok {
		v.o = o
		return v
	}
	*budget -= 1 + len(v.o.items)
	o := &object{typ: v.o.typ, s: v.o.s, num: v.o.num, unique: v.o.unique, version: e.clock, saved: e.generation, made: e.generations, keys: append([]value(nil), v.o.keys...),
		items: append([]value{}, v.o.items...)}
	if seen != nil {
		seen[v.o] = o
	}
	v.o = o
	if deep && *budget > 0 {
		for i := range o.items {
			o.items[i] = e.copied(o.items[i], true, seen, budget)
		}
	}
	return v
}

func orderedDict(e *evaluator, c *site) value {
	if v, ok := e.builtinDict(c); ok {
		if v.kind == dictKind {
			v.o.typ = typeOrderedDict
		}
		return v
	}
	return e.refuse(c)
}

// typeOrderedDict marks a dict whose comparison and text are others than those of dict.
const typeOrderedDict = "OrderedDict"
