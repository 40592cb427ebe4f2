package eval

import (
	"strings"
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
		return e.withoutNUL(x, e.call(x, consumed))
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
		right := e.eval(x.Right)
		if x.Op == python.Mod && left.kind == strKind && e.interleaved(x.Right, right) {
			return e.unknown(x, codeFormat, "a container is put into a string while a call may change it")
		}
		return e.withoutNUL(x, e.binary(x, x.Op, left, right))
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
		set := e.set("")
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
		e.rebinds++
		e.scope = saved
		return v
	case *python.Lambda:
		return e.lambdaOf(x)
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
			if x.Big.BitLen() > maxBits {
				return e.unknown(x, codeBudget, "an integer of more bits than the interpreter follows")
			}
			return opaque("an integer of more than 64 bits", 0)
		}
		return intValue(x.Int)
	case python.ConstantFloat:
		return floatValue(x.Float)
	case python.ConstantStr:
		if x.Unresolved || !utf8.ValidString(x.Str) {
			return e.unknown(x, codeExpression, "a string whose characters are not all known")
		}
		return e.withoutNUL(x, strValue(x.Str))
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
		if !e.home.judged() {
			return strValue(e.home.name)
		}
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
	items := e.arena.values.Make(len(elts))[:0]
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
	if k != setKind {
		o := e.arena.objects.New()
		o.items, o.version, o.saved, o.made = items, e.clock, e.generation, e.generations
		return value{kind: k, o: o}
	}
	v := e.set("")
	for _, item := range items {
		e.addMember(v, item, at)
	}
	return v
}

func (e *evaluator) addMember(set, item value, at python.Node) {
	e.hashed(item, set.o.items)
	if !hashable(item) {
		// How many members the set has depends on whether this one equals another.
		if item.kind != unknownKind {
			e.unknown(at, codeExpression, "a member of the set is not a known constant")
		}
	} else if set.o.member(item) >= 0 {
		return
	}
	e.touch(set.o)
	set.o.items = append(set.o.items, item)
}

func (e *evaluator) dictDisplay(x *python.Dict) value {
	d := e.dict(e.arena.values.Make(len(x.Keys))[:0], e.arena.values.Make(len(x.Keys))[:0])
	forgotten := false // what all members are: to forget it for each of thousands of unknown parts takes too long
	for i, keyExpr := range x.Keys {
		if keyExpr == nil {
			if other := e.eval(x.Values[i]); !forgotten || other.kind != unknownKind {
				forgotten = !e.merge(d, other, x.Values[i])
			}
			continue
		}
		forgotten = false
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
		e.put(d, key, e.entered(keyExpr, x.Values[i], item), x)
	}
	return d
}

// entered is the value of a dict's entry, with where it stands when it is a text that is written there:
// what default_args say is found by its line, and not only by that of the dict.
func (e *evaluator) entered(key, x python.Expr, item value) value {
	name, named := key.(*python.Constant)
	_, written := x.(*python.Constant)
	if !named || !written || name.Value != python.ConstantStr || item.kind != strKind || item.why != nil || !e.home.judged() {
		return item
	}
	from, to := key.Range().Start, x.Range().Start
	if from < 0 || to < from || to-from > 80 || int(to) > len(e.code.Source) {
		return item
	}
	what := strings.TrimSpace(e.code.Source[from:to])
	if !strings.HasSuffix(what, ":") || strings.ContainsAny(what, "\r\n") {
		return item // a comment, parentheses, or a key over several lines
	}
	return e.because(item, what, x.Range())
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
	e.charge(len(other.o.keys) / 2)
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
			return opaque(reasonNegation, 0)
		}
	case python.USub, python.UAdd:
		if x.Op == python.UAdd && (v.kind == intKind || v.kind == floatKind || v.kind == objectKind && v.o.typ == typeTimedelta) {
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
				n.num = 0 - n.num
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

// maxOperands bounds the operands of one `and` or `or` whose outcome is not known: each is evaluated under
// the condition of all before it.
const maxOperands = 100

func (e *evaluator) boolOp(x *python.BoolOp, values []python.Expr) value {
	v := e.eval(values[0])
	for len(values) > 1 {
		result, known := truth(v)
		if !known {
			break
		}
		values = values[1:]
		if result == (x.Op == python.Or) {
			for _, rest := range values {
				e.readExpr(rest, e.scope, facts.PhaseDead)
			}
			return v
		}
		v = e.eval(values[0])
	}
	if len(values) == 1 {
		return v
	}
	if len(values) > maxOperands {
		for _, rest := range values[1:] {
			e.readExpr(rest, e.scope, e.phase)
		}
		return e.unknown(x, codeBudget, "more operands than the interpreter follows")
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
	if joined, ok := e.joinBranches(a, b); ok {
		return joined
	}
	return e.unknown(x, codeJoin, "which of the two objects is the result is not known")
}
