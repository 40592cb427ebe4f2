package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// bind gives a name its value in the current scope.
func (e *evaluator) bind(name string, v value, at python.Node) {
	s := e.scope
	if s.elsewhere != nil {
		if other, ok := s.elsewhere[name]; ok {
			s = other
			e.rebinds++
		}
	}
	if !harmlessGlobal(name) {
		e.unknown(at, codeName, "the name "+name+" has a meaning for Python itself")
	}
	e.setVar(s, name, v)
}

// harmlessGlobal tells whether binding the name in a module means nothing to Python itself.
func harmlessGlobal(name string) bool {
	if !strings.HasPrefix(name, "__") || !strings.HasSuffix(name, "__") {
		return true
	}
	switch name {
	case "__version__", "__author__", "__email__", "__license__", "__copyright__", "__maintainer__", "__status__",
		"__credits__", "__date__", "__all__":
		return true
	}
	return false
}

// assign gives a target its value.
func (e *evaluator) assign(target python.Expr, v value) {
	switch t := target.(type) {
	case *python.Name:
		e.bind(t.ID, e.rebound(t, v), t)
	case *python.Tuple:
		e.unpack(t, t.Elts, v)
	case *python.List:
		e.unpack(t, t.Elts, v)
	case *python.Subscript:
		e.storeSubscript(t, v)
	case *python.Attribute:
		e.storeAttribute(t, v)
	case *python.Starred:
		e.unknown(t, codeStatement, "a starred target outside a sequence")
	default:
		e.unknown(target, codeStatement, "a target that the interpreter does not know")
	}
}

// rebound is the value that a name gets, with where; and where it got the one before, because that is
// where people look for it.
func (e *evaluator) rebound(t *python.Name, v value) value {
	name, at := e.bindingName(t.ID), e.here(t.Span)
	s := e.scope
	if other, ok := s.elsewhere[t.ID]; ok {
		s = other
	}
	if was := s.vars[t.ID].why; was != nil && was.what == name && was.span != at && (v.why == nil || *v.why != *was) {
		v = e.because(v, name, was.span)
	}
	return e.because(v, name, at)
}

func (e *evaluator) unpack(at python.Node, targets []python.Expr, v value) {
	star := -1
	for i, t := range targets {
		if _, ok := t.(*python.Starred); ok {
			star = i
		}
	}
	items, ok := e.sequence(v)
	if ok && (star < 0 && len(items) != len(targets) || star >= 0 && len(items) < len(targets)-1) {
		ok = false
	}
	if !ok {
		var filler value
		if v.kind == opaqueKind {
			filler = opaque(v.s, v.n)
			e.unknown(at, codeIteration, "unpacking a value of unknown length")
		} else if v.kind == unknownKind {
			filler = v
		} else {
			filler = e.unknown(at, codeIteration, "unpacking something that does not fit the targets")
		}
		for _, t := range targets {
			if s, ok := t.(*python.Starred); ok {
				t = s.Value
			}
			e.assign(t, filler)
		}
		return
	}
	// Python takes all members before it binds the first target, which may change where they come from.
	if !e.alloc(at, 16*len(items)) {
		items = items[:len(items):len(items)]
	} else {
		items = append([]value(nil), items...)
	}
	rest := len(items) - len(targets) + 1
	for i, t := range targets {
		switch {
		case star < 0 || i < star:
			e.assign(t, items[i])
		case i == star:
			members := append([]value(nil), items[star:star+rest]...)
			e.assign(t.(*python.Starred).Value, e.list(members))
		default:
			e.assign(t, items[i+rest-1])
		}
	}
}

func (e *evaluator) storeSubscript(t *python.Subscript, v value) {
	if e.isGlobals(t.Value) {
		e.storeGlobal(t, v)
		return
	}
	base := e.evalQuiet(t.Value)
	if s, ok := t.Slice.(*python.Slice); ok && base.kind == listKind && e.storeSlice(t, s, base, v) {
		return
	}
	e.storeAt(t, base, e.eval(t.Slice), v)
}

// storeSlice is `base[lower:upper] = v` of a list at known places; false when nothing was evaluated.
func (e *evaluator) storeSlice(t *python.Subscript, s *python.Slice, base, v value) bool {
	if s.Step != nil {
		return false
	}
	bounds := [2]value{noneValue, noneValue}
	for i, x := range []python.Expr{s.Lower, s.Upper} {
		if x == nil {
			continue
		}
		if bounds[i] = e.eval(x); bounds[i].kind != intKind {
			e.storeAt(t, base, e.unknown(t, codeMutation, "a list is changed at an index that is not known"), v)
			return true
		}
	}
	n := int64(len(base.o.items))
	places := [2]int{0, int(n)}
	for i, bound := range bounds {
		if bound.kind == intKind {
			at := bound.n
			if at < 0 {
				at += n
			}
			places[i] = int(min(max(at, 0), n))
		}
	}
	places[1] = max(places[0], places[1])
	items, ok := e.sequence(v)
	if !ok {
		e.storeAt(t, base, e.unknown(t, codeMutation, "a part of a list is replaced by something that is not a known sequence"), v)
		return true
	}
	if len(base.o.items)+len(items) > e.limits.String/16 || !e.alloc(t, 16*(len(base.o.items)+len(items))) {
		e.unknown(t, codeBudget, "a list is longer than the interpreter builds")
		e.blur(base.o, "too large")
		return true
	}
	e.touch(base.o)
	changed := append([]value(nil), base.o.items[:places[0]]...)
	for _, item := range items {
		changed = append(changed, e.because(item, e.text(t.Span), e.here(t.Span)))
	}
	base.o.items = append(changed, base.o.items[places[1]:]...)
	return true
}

// isGlobals tells whether the expression is a call of the builtin globals in the file itself.
func (e *evaluator) isGlobals(x python.Expr) bool {
	call, ok := x.(*python.Call)
	if !ok || len(call.Args)+len(call.Keywords) > 0 || !e.home.judged() {
		return false
	}
	name, ok := call.Func.(*python.Name)
	if !ok || name.ID != "globals" {
		return false
	}
	v := e.lookup(e.scope, name.ID)
	return v.kind == builtinKind && v.s == "globals"
}

// storeGlobal is `globals()[name] = v`, by which files that build DAGs in a loop let Airflow find them:
// with a name that is known it is the assignment of that name at the top of the file. The key need not be
// an identifier; what is none can be read by nobody in the file.
func (e *evaluator) storeGlobal(t *python.Subscript, v value) {
	key := e.eval(t.Slice)
	if key.kind != strKind || !harmlessGlobal(key.s) {
		e.storeAt(t, e.evalQuiet(t.Value), key, v)
		return
	}
	e.rebinds++
	e.setVar(e.globals, key.s, e.because(v, e.text(t.Span), e.here(t.Span)))
}

// updateGlobals is `globals().update(…)` of a dict: the assignments of its names in their order.
func (e *evaluator) updateGlobals(x *python.Call) value {
	given := e.eval(x.Args[0])
	named := given.kind == dictKind
	for i := 0; named && i < len(given.o.keys); i++ {
		key := given.o.keys[i]
		named = key.kind == strKind && harmlessGlobal(key.s)
	}
	if !named {
		c := &site{node: x, pos: []value{given}}
		e.recordUnknownCall(c)
		e.escape(c)
		return e.unknown(x, codeCallee, "the names that are given to this file are not known")
	}
	e.charge(len(given.o.keys))
	e.rebinds++
	for i, key := range given.o.keys {
		e.setVar(e.globals, key.s, e.because(given.o.items[i], e.text(x.Func.Range()), e.here(x.Span)))
	}
	return noneValue
}

// storeAt stores a member of base, which t names.
func (e *evaluator) storeAt(t *python.Subscript, base, key, v value) {
	switch base.kind {
	case dictKind:
		if !hashable(key) {
			if key.kind != unknownKind {
				e.unknown(t, codeMutation, "a dict is changed at a key that is not known")
			}
			e.blur(base.o, "a member was stored at a key that is not known")
			return
		}
		e.put(base, key, e.because(v, e.text(t.Span), e.here(t.Span)), t)
		return
	case listKind:
		if at, ok := index(key, len(base.o.items)); ok {
			e.touch(base.o)
			base.o.items[at] = e.because(v, e.text(t.Span), e.here(t.Span))
			return
		}
		if key.kind != unknownKind {
			e.unknown(t, codeMutation, "a list is changed at an index that is not known")
		}
		e.blur(base.o, "a member was stored at an index that is not known")
		return
	case symbolKind:
		e.store(base, t)
		return
	case unknownKind:
		return
	}
	e.effect("mutation", e.text(t.Value.Range()), t)
	e.unknown(t, codeMutation, "a member of something other than a list or dict of this file is changed")
}

// blur forgets what an object's members are.
func (e *evaluator) blur(o *object, reason string) {
	e.touch(o)
	for i := range o.items {
		o.items[i] = value{kind: unknownKind, s: reason, why: o.items[i].why}
	}
}

// put stores a member of a dict.
func (e *evaluator) put(d value, key, item value, at python.Node) {
	e.touch(d.o)
	e.hashed(key, d.o.keys)
	if i := d.o.find(key); i >= 0 {
		d.o.items[i] = item
		return
	}
	if !e.alloc(at, 16) {
		return
	}
	if len(d.o.keys) >= e.limits.String/16 {
		e.unknown(at, codeBudget, "a dict is larger than the interpreter builds")
		return
	}
	d.o.keys = append(d.o.keys, key)
	d.o.items = append(d.o.items, item)
}

// store records a change of an imported object.
func (e *evaluator) store(base value, at python.Node) {
	s := e.record(base.s, facts.UseStore, at, nil)
	kind := "mutation"
	if s.Canonical == "os.environ" || strings.HasPrefix(s.Canonical, "os.environ.") {
		kind = "environment"
	}
	e.effect(kind, base.s, at)
	e.unknown(at, codeMutation, "an imported object is changed")
}

func (e *evaluator) storeAttribute(t *python.Attribute, v value) {
	e.storeAttributeOf(t, e.evalQuiet(t.Value), v)
}

// storeAttributeOf stores an attribute of base, which t names.
func (e *evaluator) storeAttributeOf(t *python.Attribute, base, v value) {
	switch base.kind {
	case dagKind, taskKind, groupKind:
		if e.storeDoc(base, t, v) {
			return
		}
	case symbolKind:
		e.store(value{kind: symbolKind, s: base.s + "." + t.Attr}, t)
		return
	case moduleKind:
		e.storeModule(base.o.module, t, v)
		return
	case recordKind:
		if e.storeMember(base, t, v) {
			return
		}
	case unknownKind:
		return
	}
	e.effect("mutation", e.text(t.Span), t)
	e.unknown(t, codeMutation, "an attribute of an object is changed")
	if base.kind == dagKind || base.kind == taskKind {
		e.overwrite(base, t.Attr, e.because(v, e.text(t.Span), e.here(t.Span)))
	}
}

// augAssign evaluates the place that is changed once, before the value, as Python does.
func (e *evaluator) augAssign(s *python.AugAssign) {
	var old value
	store := func(v value) { e.assign(s.Target, v) }
	switch t := s.Target.(type) {
	case *python.Name:
		old = e.loadName(t)
	case *python.Subscript:
		base := e.evalQuiet(t.Value)
		if slice, ok := t.Slice.(*python.Slice); ok {
			e.slice(t, slice, base)
			e.eval(s.Value)
			e.storeAt(t, base, e.unknown(s, codeStatement, "a slice is changed"), value{kind: unknownKind, s: "a slice is changed"})
			return
		}
		key := e.eval(t.Slice)
		old = e.subscriptOf(t, base, key)
		store = func(v value) { e.storeAt(t, base, key, v) }
	case *python.Attribute:
		base := e.evalQuiet(t.Value)
		if base.kind == recordKind {
			old = e.attributeOf(t, base)
			store = func(v value) { e.storeAttributeOf(t, base, v) }
			break
		}
		// Whatever is stored to another attribute is an unknown, but for documentation, which has no old value.
		old = e.evalQuiet(t)
	default:
		e.unknown(s, codeStatement, "a target that the interpreter does not know")
		return
	}
	right := e.eval(s.Value)
	switch {
	case old.kind == listKind && s.Op == python.Add:
		items, ok := e.sequence(right)
		if !ok {
			if right.kind != unknownKind {
				e.unknown(s, codeMutation, "a list grows by something that is not a known sequence")
			}
			e.touch(old.o)
			old.o.items = append(old.o.items, value{kind: unknownKind, s: "members of unknown number were added"})
		} else if len(old.o.items)+len(items) > e.limits.String/16 {
			e.unknown(s, codeBudget, "a list is longer than the interpreter builds")
		} else if e.alloc(s, 16*len(items)) {
			e.touch(old.o)
			old.o.items = append(old.o.items, items...)
		}
		store(old)
		return
	case old.kind == dictKind && s.Op == python.BitOr && right.kind == dictKind && old.o.typ != typeCounter:
		e.charge(len(right.o.keys) / 2)
		for i, key := range right.o.keys {
			e.put(old, key, right.o.items[i], s)
		}
		store(old)
		return
	case old.kind == setKind && e.setInPlace(s.Op, old, right, s):
		store(old)
		return
	case old.kind == setKind || old.kind == dictKind || old.kind == listKind:
		store(e.unknown(s, codeMutation, "a container is changed in place in a way that is not executed"))
		return
	}
	v := e.binary(s, s.Op, old, right)
	v.why = old.why
	store(v)
}
