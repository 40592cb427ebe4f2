package eval

import (
	"slices"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file calls functions of the file where Python calls them unseen: those that say by what to sort, and
// those of map and filter. Each call is the call of that function with one item, in the order of the items, and nothing
// else happens between them; where it could, the call is refused.

// lambdaOf is the function that a lambda makes: one that returns its expression.
func (e *evaluator) lambdaOf(x *python.Lambda) value {
	body := []python.Stmt{&python.Return{Span: x.Body.Range(), Value: x.Body}}
	node := &python.FunctionDef{Span: x.Span, NameSpan: x.Span, Name: "lambda", Args: x.Args, Body: body}
	f := &function{name: "lambda", lambda: x, node: node, home: e.home, scope: e.scope, bindings: functionBindings(x.Args, body)}
	if f.bindings.generator {
		f.barred = reasonGenerator
	}
	e.signature(f)
	e.functions = append(e.functions, f)
	return value{kind: lambdaKind, s: "lambda", o: &object{fn: f}}
}

// getter is operator.itemgetter of one constant, or operator.attrgetter of one name: a function that asks its
// argument for that member.
func (e *evaluator) getter(name string, c *site) (value, bool) {
	for _, v := range c.pos {
		if strings.Contains(v.s, "__") {
			e.recordInternal(c.node, v.s)
		}
	}
	if len(c.pos) != 1 || len(c.kw) > 0 || c.open || len(c.node.Args) != 1 {
		return value{}, false
	}
	key, ok := c.node.Args[0].(*python.Constant)
	at := c.node.Span
	param := &python.Name{Span: at, ID: "item", Ctx: python.Load}
	var body python.Expr
	switch {
	case !ok || key.Value != python.ConstantStr && (key.Value != python.ConstantInt || name == "operator.attrgetter"):
		return value{}, false
	case name == "operator.itemgetter":
		body = &python.Subscript{Span: at, Value: param, Slice: key, Ctx: python.Load}
	case !fieldName(key.Str):
		return value{}, false
	default:
		body = &python.Attribute{Span: at, Value: param, Attr: key.Str, Ctx: python.Load}
	}
	return e.lambdaOf(&python.Lambda{Span: at, Args: &python.Arguments{Args: []*python.Arg{{Span: at, Name: "item"}}}, Body: body}), true
}

// keyFunctions are the builtins that may be called for each item.
var keyFunctions = set("str", "int", "float", "bool", "len", "abs")

// applicable tells whether the interpreter executes a call of the value with one item.
func applicable(f value) bool {
	switch f.kind {
	case lambdaKind:
		return true
	case functionKind:
		return f.o.fn.role == plainFunction
	case builtinKind:
		return keyFunctions[f.s]
	case methodKind:
		return f.o.items[0].kind == builtinKind && f.s != "fromkeys" && f.s != "maketrans"
	}
	return false
}

// apply calls a function with one item; false when the call is not executed.
func (e *evaluator) apply(f value, at *python.Call, item value) (value, bool) {
	if !e.step(at) {
		return value{}, false
	}
	c := &site{node: at, pos: []value{item}}
	var v value
	switch f.kind {
	case builtinKind:
		var ok bool
		if v, ok = e.closedBuiltin(f.s, c); !ok {
			return value{}, false
		}
	case methodKind:
		v = e.callMethod(f, c, kept)
	default:
		v = e.callFunction(f.o.fn, c)
	}
	return v, v.kind != unknownKind
}

// applied calls a function with each item in turn.
func (e *evaluator) applied(f value, at *python.Call, items []value) ([]value, bool) {
	out := make([]value, len(items))
	for i, item := range items {
		var ok bool
		if out[i], ok = e.apply(f, at, item); !ok {
			return nil, false
		}
	}
	return out, true
}

// sortedBy sorts items by a key that a function makes of each. Stepwise are min and max, which compare two keys before the next
// one is made.
func (e *evaluator) sortedBy(f value, at *python.Call, items []value, reverse, stepwise bool) ([]value, bool) {
	before := e.clock
	keys, ok := e.applied(f, at, items)
	if !ok || !e.sortable(keys) || stepwise && e.clock != before && slices.ContainsFunc(keys, isList) {
		return nil, false
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	known := true
	sort.SliceStable(order, func(i, j int) bool {
		less, ok := ordered(keys[order[i]], keys[order[j]])
		known = known && ok
		return less < 0 && !reverse || less > 0 && reverse
	})
	out := make([]value, len(items))
	for i, at := range order {
		out[i] = items[at]
	}
	return out, known
}

// foldByKey is sorted, min or max with a function as key. sorted copies its argument first; the others walk
// it between the calls, so an iterator, or what a call changes, is refused.
func (e *evaluator) foldByKey(name string, c *site, key value) (value, bool) {
	reverse, other := false, value{}
	for _, k := range c.kw {
		switch {
		case k.name == "key":
		case k.name == "reverse" && name == "sorted" && k.value.kind == boolKind:
			reverse = k.value.n != 0
		case k.name == "default" && name != "sorted" && len(c.pos) == 1:
			other = k.value
		default:
			return value{}, false
		}
	}
	if len(c.pos) == 0 || len(c.pos) > 1 && name == "sorted" || !applicable(key) {
		return value{}, false
	}
	items, source := c.pos, value{}
	if len(c.pos) == 1 {
		source = c.pos[0]
		_, lazy := c.node.Args[0].(*python.GeneratorExp)
		if name != "sorted" && (lazy || source.kind == listKind && source.o.typ == typeIterator) {
			return value{}, false
		}
		var ok bool
		if items, ok = e.sequence(source); !ok {
			return source, source.kind == unknownKind
		}
	}
	if !e.alloc(c.node, 16*len(items)) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	items = append([]value(nil), items...)
	if len(items) == 0 && name != "sorted" {
		return other, other.kind != unbound
	}
	version := uint32(0)
	if source.o != nil {
		version = source.o.version
	}
	out, ok := e.sortedBy(key, c.node, items, reverse || name == "max", name != "sorted")
	if !ok || name != "sorted" && source.o != nil && source.o.version != version {
		return value{}, false
	}
	if name == "sorted" {
		return e.list(out), true
	}
	return out[0], true
}

// sortByKey is list.sort with a function as key. While it runs, the list is empty.
func (e *evaluator) sortByKey(o *object, c *site, key value, reverse bool) (value, bool) {
	if !applicable(key) || !e.alloc(c.node, 16*len(o.items)) {
		return value{}, false
	}
	items := append([]value(nil), o.items...)
	e.touch(o)
	o.items = nil
	version := o.version
	sorted, ok := e.sortedBy(key, c.node, items, reverse, false)
	ok = ok && o.version == version && len(o.items) == 0
	e.touch(o)
	o.items = items
	if ok {
		o.items = sorted
	}
	return noneValue, ok
}

// between copies the items of what functions are called with one after the other, and says afterwards whether the calls left
// it as it was.
func (e *evaluator) between(at python.Node, source value) (items []value, unchanged func() bool, ok bool) {
	items, ok = e.sequence(source)
	if !ok || !e.alloc(at, 16*len(items)) {
		return nil, nil, false
	}
	version := uint32(0)
	if source.o != nil {
		version = source.o.version
	}
	return append([]value(nil), items...), func() bool {
		if source.o != nil && source.o.version != version {
			return false
		}
		_, ok := e.sequence(source) // what an iterator reads may have changed
		return ok
	}, true
}

// mapCalls is map or filter of a function, where the result is walked to its end at once.
func (e *evaluator) mapCalls(name string, c *site) (value, bool) {
	items, unchanged, ok := e.between(c.node, c.pos[1])
	if !ok {
		return value{}, false
	}
	var out []value
	for _, item := range items {
		v, ok := e.apply(c.pos[0], c.node, item)
		if !ok {
			return value{}, false
		}
		if name == "map" {
			out = append(out, v)
			continue
		}
		switch result, known := truth(v); {
		case !known:
			return value{}, false
		case result:
			out = append(out, item)
		}
	}
	if !unchanged() {
		return value{}, false
	}
	return e.iterator(out), true
}
