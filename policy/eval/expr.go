package eval

import (
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// eval evaluates an expression. A name or attribute that stands for something imported is recorded
// as a use of it.
func (e *evaluator) eval(x python.Expr) value {
	v := e.evalQuiet(x)
	if v.kind == symbolKind {
		switch x.(type) {
		case *python.Name, *python.Attribute:
			e.use(v, x)
		}
	}
	return v
}

// consumption says what becomes of the value of an expression, which decides whether an iterator
// may be taken for the sequence of its items.
type consumption uint8

const (
	kept   consumption = iota // bound, stored or handed on: an iterator is an unknown
	walked                    // walked by a loop whose body may change what the iterator reads
	taken                     // walked to its end before anything else happens
)

func (e *evaluator) evalIterable(x python.Expr, how consumption) value {
	e.consume = how
	v := e.eval(x)
	e.consume = kept
	return v
}

func (e *evaluator) evalQuiet(x python.Expr) value {
	consumed := e.consume
	e.consume = kept
	if !e.step(x) {
		return value{kind: unknownKind, s: "the budget is used up"}
	}
	switch x := x.(type) {
	case *python.Constant:
		return e.constant(x)
	case *python.Name:
		return e.loadName(x)
	case *python.Attribute:
		return e.attribute(x)
	case *python.Call:
		return e.call(x, consumed)
	case *python.JoinedStr:
		return e.joinedStr(x)
	case *python.List:
		return e.display(x, x.Elts, listKind)
	case *python.Tuple:
		return e.display(x, x.Elts, tupleKind)
	case *python.Set:
		return e.display(x, x.Elts, setKind)
	case *python.Dict:
		return e.dictDisplay(x)
	case *python.BinOp:
		left := e.eval(x.Left)
		return e.binary(x, x.Op, left, e.eval(x.Right))
	case *python.UnaryOp:
		return e.unary(x, e.eval(x.Operand))
	case *python.BoolOp:
		return e.boolOp(x, x.Values)
	case *python.Compare:
		return e.compare(x)
	case *python.IfExp:
		return e.ifExp(x)
	case *python.Subscript:
		return e.subscript(x)
	case *python.ListComp:
		var items []value
		e.comprehension(x, x.Generators, func() bool {
			items = append(items, e.eval(x.Elt))
			return e.alloc(x, 16)
		})
		return e.list(items)
	case *python.SetComp:
		set := value{kind: setKind, o: &object{version: e.clock}}
		e.comprehension(x, x.Generators, func() bool { e.addMember(set, e.eval(x.Elt), x); return e.alloc(x, 16) })
		return set
	case *python.DictComp:
		d := e.dict(nil, nil)
		e.comprehension(x, x.Generators, func() bool {
			key := e.eval(x.Key)
			item := e.eval(x.Value)
			if !hashable(key) {
				if key.kind != unknownKind {
					e.unknown(x, codeExpression, "a key of the dict is not known")
				}
				return true
			}
			e.put(d, key, item, x)
			return !e.exhausted
		})
		return d
	case *python.GeneratorExp:
		if consumed != taken {
			e.readExpr(x, e.scope, e.phase)
			return e.unknown(x, codeExpression, "a generator that is not consumed at once runs later")
		}
		var items []value
		e.comprehension(x, x.Generators, func() bool {
			items = append(items, e.eval(x.Elt))
			return e.alloc(x, 16)
		})
		return e.list(items)
	case *python.NamedExpr:
		v := e.eval(x.Value)
		saved := e.scope
		for e.scope.comprehension {
			e.scope = e.scope.parent
			if e.scope == nil {
				e.scope = e.globals
			}
		}
		e.assign(x.Target, v)
		e.scope = saved
		return v
	case *python.Lambda:
		e.unknown(x, codeExpression, "a lambda is not executed")
		f := &function{name: "lambda", lambda: x, scope: e.scope, phases: []facts.Phase{e.phase}}
		e.functions = append(e.functions, f)
		return value{kind: lambdaKind, s: "lambda", o: &object{fn: f}}
	case *python.Starred:
		e.eval(x.Value)
		return e.unknown(x, codeExpression, "a starred expression outside a display or call")
	case *python.Slice:
		return e.unknown(x, codeExpression, "a slice outside a subscript")
	case *python.Await, *python.Yield, *python.YieldFrom:
		e.readChildren(x, e.scope, e.phase)
		return e.unknown(x, codeExpression, "asynchronous code and generators are not executed")
	case *python.TemplateStr:
		e.readChildren(x, e.scope, e.phase)
		return e.unknown(x, codeExpression, "a template string is not executed")
	case *python.FormattedValue, *python.Interpolation:
		e.readChildren(x, e.scope, e.phase)
		return e.unknown(x, codeExpression, "a replacement field outside an f-string")
	}
	e.readExpr(x, e.scope, e.phase)
	return e.unknown(x, codeExpression, "an expression that the interpreter does not know")
}

func (e *evaluator) constant(x *python.Constant) value {
	switch x.Value {
	case python.ConstantNone:
		return noneValue
	case python.ConstantTrue:
		return trueValue
	case python.ConstantFalse:
		return falseValue
	case python.ConstantEllipsis:
		return value{kind: ellipsisKind}
	case python.ConstantInt:
		if x.Big != nil {
			return opaque("an integer of more than 64 bits", 0)
		}
		return intValue(x.Int)
	case python.ConstantFloat:
		return floatValue(x.Float)
	case python.ConstantStr:
		if x.Unresolved || !utf8.ValidString(x.Str) {
			return e.unknown(x, codeExpression, "a string whose characters are not all known")
		}
		return strValue(x.Str)
	case python.ConstantBytes:
		return value{kind: bytesKind, s: x.Str}
	case python.ConstantComplex:
		return opaque("a complex number", 0)
	}
	return e.unknown(x, codeExpression, "a constant that the interpreter does not know")
}

// lookup finds a name by Python's rules: the function's own names, then those of the functions
// around it, the module's, the builtins.
func (e *evaluator) lookup(s *scope, name string) value {
	for at := s; at != nil; at = at.parent {
		if at == e.globals {
			break
		}
		if at.elsewhere != nil {
			if other, ok := at.elsewhere[name]; ok {
				return other.vars[name]
			}
		}
		if v, ok := at.vars[name]; ok && v.kind != unbound {
			return v
		}
		if _, local := at.local[name]; local {
			return value{}
		}
	}
	if v, ok := e.globals.vars[name]; ok && v.kind != unbound {
		return v
	}
	switch name {
	case "__file__":
		return e.mountedFile()
	case "__name__":
		return value{kind: prefixKind, s: "unusual_prefix_"}
	case "__doc__":
		return e.docstring
	}
	if pythonBuiltins[name] {
		return value{kind: builtinKind, s: name}
	}
	return value{}
}

func (e *evaluator) loadName(x *python.Name) value {
	v := e.lookup(e.scope, x.ID)
	if v.kind == unbound {
		e.recordUnknownName(x)
		return e.unknown(x, codeName, "the name "+x.ID+" is not bound here")
	}
	return v
}

// use records that something imported is read as a value.
func (e *evaluator) use(v value, at python.Node) {
	s, listed := e.symbol(v.s)
	if s.Kind == "module" || listed && s.Capability == facts.CapSafe {
		return
	}
	if _, ok := constants[v.s]; ok {
		return
	}
	e.record(v.s, facts.UseReference, at, nil)
}

func (e *evaluator) display(at python.Expr, elts []python.Expr, k kind) value {
	items := make([]value, 0, len(elts))
	for _, x := range elts {
		if star, ok := x.(*python.Starred); ok {
			inner := e.evalIterable(star.Value, taken)
			members, ok := e.sequence(inner)
			if !ok {
				if inner.kind != unknownKind {
					e.unknown(star, codeIteration, "the members of this value are not known")
				}
				items = append(items, value{kind: unknownKind, s: "members of unknown number"})
			}
			items = append(items, members...)
			continue
		}
		items = append(items, e.eval(x))
	}
	e.alloc(at, 16*len(items))
	v := value{kind: k, o: &object{version: e.clock}}
	if k != setKind {
		v.o.items = items
		return v
	}
	for _, item := range items {
		e.addMember(v, item, at)
	}
	return v
}

func (e *evaluator) addMember(set, item value, at python.Node) {
	if !hashable(item) {
		if item.kind != unknownKind && !isPlain(item) {
			e.unknown(at, codeExpression, "a member of the set is not a known constant")
		}
	} else if set.o.member(item) >= 0 {
		return
	}
	e.touch(set.o)
	set.o.items = append(set.o.items, item)
}

func (e *evaluator) dictDisplay(x *python.Dict) value {
	d := e.dict(make([]value, 0, len(x.Keys)), make([]value, 0, len(x.Keys)))
	for i, keyExpr := range x.Keys {
		if keyExpr == nil {
			e.merge(d, e.eval(x.Values[i]), x.Values[i])
			continue
		}
		key := e.eval(keyExpr)
		item := e.eval(x.Values[i])
		if !hashable(key) {
			if key.kind != unknownKind {
				e.unknown(keyExpr, codeExpression, "a key of the dict is not known")
			}
			d.o.keys = append(d.o.keys, value{kind: ellipsisKind})
			d.o.items = append(d.o.items, value{kind: unknownKind, s: "stored at a key that is not known"})
			continue
		}
		e.put(d, key, item, x)
	}
	return d
}

// merge adds the members of another dict, as `**other` and dict.update do.
func (e *evaluator) merge(d, other value, at python.Node) bool {
	if other.kind != dictKind {
		if other.kind != unknownKind {
			e.unknown(at, codeArgument, "the members of this mapping are not known")
		}
		e.blur(d.o, "members that are not known were merged")
		return false
	}
	for i, key := range other.o.keys {
		e.put(d, key, other.o.items[i], at)
	}
	return true
}

func (e *evaluator) unary(x *python.UnaryOp, v value) value {
	switch x.Op {
	case python.Not:
		if result, known := truth(v); known {
			return boolValue(!result)
		}
		if v.kind == unknownKind {
			return v
		}
		if plainTest(v) {
			return opaque("not a known truth", 0)
		}
	case python.USub, python.UAdd:
		if x.Op == python.UAdd && (v.kind == intKind || v.kind == floatKind) {
			return v
		}
		switch v.kind {
		case intKind:
			if v.n != -v.n || v.n == 0 {
				return value{kind: intKind, n: -v.n, why: v.why}
			}
		case floatKind:
			return value{kind: floatKind, f: -v.f, why: v.why}
		case objectKind:
			if v.o.typ == typeTimedelta {
				n := *v.o
				n.num = -n.num
				return value{kind: objectKind, o: &n, why: v.why}
			}
		case opaqueKind:
			return v
		}
	}
	if v.kind == unknownKind {
		return v
	}
	return e.unknown(x, codeExpression, "an operator on a value of another type")
}

func (e *evaluator) boolOp(x *python.BoolOp, values []python.Expr) value {
	v := e.eval(values[0])
	if len(values) == 1 {
		return v
	}
	result, known := truth(v)
	if known {
		if result == (x.Op == python.Or) {
			for _, rest := range values[1:] {
				e.readExpr(rest, e.scope, facts.PhaseDead)
			}
			return v
		}
		return e.boolOp(x, values[1:])
	}
	if !plainTest(v) {
		e.unknown(values[0], codeExpression, "the truth of this object is not known")
	}
	var other value
	e.fork(x,
		func() completion { other = e.boolOp(x, values[1:]); return normal },
		func() completion { return normal },
	)
	if joined, ok := joinValues(v, other); ok {
		return joined
	}
	return e.unknown(x, codeJoin, "which of the operands is the result is not known")
}

func (e *evaluator) ifExp(x *python.IfExp) value {
	test := e.eval(x.Test)
	if result, known := truth(test); known {
		if result {
			e.readExpr(x.Orelse, e.scope, facts.PhaseDead)
			return e.eval(x.Body)
		}
		e.readExpr(x.Body, e.scope, facts.PhaseDead)
		return e.eval(x.Orelse)
	}
	if !plainTest(test) {
		e.unknown(x.Test, codeExpression, "the truth of this object is not known")
	}
	var a, b value
	e.fork(x,
		func() completion { a = e.eval(x.Body); return normal },
		func() completion { b = e.eval(x.Orelse); return normal },
	)
	if joined, ok := joinValues(a, b); ok {
		return joined
	}
	return e.unknown(x, codeJoin, "which of the two objects is the result is not known")
}

// comprehension runs body for every combination that the generators yield. The first iterable is
// evaluated in the scope around the comprehension, everything else in its own.
func (e *evaluator) comprehension(x python.Expr, generators []*python.Comprehension, body func() bool) {
	outer := e.scope
	first := e.evalIterable(generators[0].Iter, walked)
	inner := newScope(outer)
	inner.comprehension = true
	inner.local = map[string]struct{}{}
	b := newBindings()
	for _, g := range generators {
		b.node(g.Target)
	}
	inner.local = b.local
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
			again = e.generate(x, generators[1:], e.evalIterable(generators[1].Iter, walked), body)
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
		e.iterateIterator(at, v, body)
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
		items := v.o.keys
		if v.kind == setKind {
			items = v.o.items
		}
		for i := range items {
			if v.kind == dictKind && !sameKeys(v.o, items) || v.kind == setKind && len(v.o.items) != len(items) {
				e.unknown(at, codeIteration, "a dict or set changes its members while it is walked")
				break
			}
			if !body(items[i]) {
				break
			}
		}
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
	if o.view == nil {
		for _, item := range o.items {
			for _, s := range o.sources {
				if s.o.version != s.version {
					e.unknown(at, codeIteration, "what is walked is changed while it is walked")
					return
				}
			}
			if !body(item) {
				return
			}
		}
		for _, s := range o.sources {
			if s.o.version != s.version {
				e.unknown(at, codeIteration, "what is walked is changed while it is walked")
			}
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
			if v.o.view != nil {
				o.sources = append(o.sources, source{v.o.view, v.o.view.version})
			}
			continue
		}
		o.sources = append(o.sources, source{v.o, v.o.version})
	}
	return value{kind: listKind, o: o}
}

// sequence returns the items of a value in the order in which Python yields them.
func (e *evaluator) sequence(v value) ([]value, bool) {
	switch v.kind {
	case listKind, tupleKind:
		return v.o.items, true
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

// index turns a constant index into a place.
func index(key value, length int) (int, bool) {
	if key.kind != intKind && key.kind != boolKind {
		return 0, false
	}
	at := key.n
	if at < 0 {
		at += int64(length)
	}
	if at < 0 || at >= int64(length) {
		return 0, false
	}
	return int(at), true
}

func (e *evaluator) subscript(x *python.Subscript) value {
	base := e.evalQuiet(x.Value)
	if s, ok := x.Slice.(*python.Slice); ok {
		return e.slice(x, s, base)
	}
	key := e.eval(x.Slice)
	switch base.kind {
	case unknownKind:
		return base
	case listKind, tupleKind:
		if at, ok := index(key, len(base.o.items)); ok {
			return base.o.items[at]
		}
		if key.kind == unknownKind {
			return key
		}
		e.charge(len(base.o.items))
		if joined, ok := joinAll(base.o.items); ok && key.kind == opaqueKind {
			return joined
		}
	case dictKind:
		if hashable(key) {
			if at := base.o.find(key); at >= 0 {
				return base.o.items[at]
			}
			return e.unknown(x, codeExpression, "the dict has no such key")
		}
		if key.kind == unknownKind {
			return key
		}
		e.charge(len(base.o.items))
		if joined, ok := joinAll(base.o.items); ok && isPlain(key) {
			return joined
		}
	case strKind:
		e.charge(len(base.s) / 16)
		if isASCII(base.s) {
			if at, ok := index(key, len(base.s)); ok {
				return strValue(base.s[at : at+1])
			}
		} else if runes := []rune(base.s); len(runes) > 0 {
			at, ok := index(key, len(runes))
			if !ok {
				break
			}
			return strValue(string(runes[at]))
		}
	case opaqueKind:
		if key.kind == unknownKind {
			return key
		}
		if !key.isCallable() {
			return base
		}
	case symbolKind:
		return e.symbolSubscript(x, base, key)
	case objectKind:
		if base.o.typ == typeParents {
			if at, ok := index(key, len(base.o.items)); ok {
				return base.o.items[at]
			}
		}
	}
	if base.kind == builtinKind {
		switch base.s {
		case "list", "dict", "tuple", "set", "frozenset", "type":
			return opaque("a type", 0)
		}
	}
	return e.unknown(x, codeExpression, "a subscript whose result is not known")
}

func joinAll(items []value) (value, bool) {
	if len(items) == 0 {
		return value{}, false
	}
	joined := items[0]
	for _, item := range items[1:] {
		var ok bool
		if joined, ok = joinValues(joined, item); !ok {
			return value{}, false
		}
	}
	return joined, true
}

func (e *evaluator) slice(x *python.Subscript, s *python.Slice, base value) value {
	bound := func(b python.Expr) (value, bool) {
		if b == nil {
			return noneValue, true
		}
		v := e.eval(b)
		return v, v.kind == intKind || v.kind == noneKind || v.kind == boolKind
	}
	lower, ok1 := bound(s.Lower)
	upper, ok2 := bound(s.Upper)
	step, ok3 := bound(s.Step)
	if base.kind == unknownKind {
		return base
	}
	if base.kind == opaqueKind {
		return base
	}
	if !ok1 || !ok2 || !ok3 || step.kind == intKind && step.n == 0 {
		return e.unknown(x, codeExpression, "a slice whose bounds are not known")
	}
	var length int
	var runes []rune
	switch base.kind {
	case strKind:
		e.charge(len(base.s) / 16)
		runes = []rune(base.s)
		length = len(runes)
	case listKind, tupleKind:
		length = len(base.o.items)
	default:
		return e.unknown(x, codeExpression, "a slice of a value of another type")
	}
	var picked []int
	for _, i := range sliceIndices(lower, upper, step, length) {
		picked = append(picked, i)
	}
	if !e.alloc(x, 4*len(picked)) {
		return value{kind: unknownKind, s: "too large"}
	}
	if base.kind == strKind {
		out := make([]rune, 0, len(picked))
		for _, i := range picked {
			out = append(out, runes[i])
		}
		return value{kind: strKind, s: string(out), why: base.why}
	}
	items := make([]value, 0, len(picked))
	for _, i := range picked {
		items = append(items, base.o.items[i])
	}
	if base.kind == tupleKind {
		v := e.tuple(items)
		v.o.typ = base.o.typ
		return v
	}
	return e.list(items)
}

// sliceIndices are the indices that slice(lower, upper, step).indices(length) yields.
func sliceIndices(lower, upper, step value, length int) []int {
	by := int64(1)
	if step.kind != noneKind {
		by = step.n
	}
	n := int64(length)
	clamp := func(v value, absent, low, high int64) int64 {
		if v.kind == noneKind {
			return absent
		}
		at := v.n
		if at < 0 {
			at += n
		}
		return min(max(at, low), high)
	}
	var indices []int
	if by > 0 {
		end := clamp(upper, n, 0, n)
		for i := clamp(lower, 0, 0, n); i < end; i += by {
			indices = append(indices, int(i))
			if by > n {
				break
			}
		}
		return indices
	}
	end := clamp(upper, -1, -1, n-1)
	for i := clamp(lower, n-1, -1, n-1); i > end; i += by {
		indices = append(indices, int(i))
		if -by > n {
			break
		}
	}
	return indices
}
