package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file has the methods of classes that hold data, and the attributes of their objects. A method is a
// function of the file whose first argument is the object; Python finds it by the class alone, because such
// a class has no name by which Python would ask it for anything else (`__getattr__`, `__call__`, `__eq__`).

// member is a function in the body of a class.
type member struct {
	fn   *function
	role memberRole
}

// memberRole says what the access of a member gives.
type memberRole uint8

const (
	plainMember    memberRole = iota // the function, bound to the object
	staticMember                     // the function
	classMember                      // the function, bound to the class
	propertyMember                   // what the function returns for the object
)

// afterInit is what the generated `__init__` of a dataclass calls last.
const afterInit = "__post_init__"

var memberRoles = map[string]memberRole{"staticmethod": staticMember, "classmethod": classMember, "property": propertyMember}

// memberShape looks at the shape of a method alone; false when it is none that is executed.
func memberShape(form recordForm, f *python.FunctionDef) bool {
	if form != recordConstants && form != recordData && form != recordEnum || form == recordEnum && !enumName(f.Name) || f.Async || len(f.TypeParams) > 0 || len(f.Decorators) > 1 {
		return false
	}
	if strings.HasPrefix(f.Name, "__") && (f.Name != "__init__" || form != recordConstants) && (f.Name != afterInit || form != recordData) {
		return false
	}
	if strings.HasPrefix(f.Name, "__") && len(f.Decorators) > 0 {
		return false
	}
	for _, d := range f.Decorators {
		name, ok := d.(*python.Name)
		if !ok || memberRoles[name.ID] == plainMember {
			return false
		}
		if name.ID == "property" && !quiet(f.Body) {
			return false
		}
	}
	if f.Args != nil {
		for _, list := range [][]python.Expr{f.Args.Defaults, f.Args.KwDefaults} {
			for _, d := range list {
				if d != nil && !plainExpression(d) {
					return false
				}
			}
		}
	}
	return unmangled(f)
}

// quiet tells whether a body returns an expression that calls nothing: to ask for such a property changes nothing.
func quiet(body []python.Stmt) bool {
	for len(body) > 1 && idle(body[0]) {
		body = body[1:]
	}
	if len(body) != 1 {
		return false
	}
	r, ok := body[0].(*python.Return)
	return ok && r.Value != nil && !hasCall(r.Value) && plainExpression(r.Value)
}

// unmangled tells whether a method has no class in it and no name that begins with two underscores, which
// Python writes the class's name into, or by which it gives a method more than its arguments.
func unmangled(f *python.FunctionDef) bool {
	fine := true
	names := func(list ...string) {
		for _, name := range list {
			fine = fine && !strings.HasPrefix(name, "__") && name != "super"
		}
	}
	var walk func(python.Node)
	walk = func(n python.Node) {
		switch n := n.(type) {
		case nil:
			return
		case *python.ClassDef, *python.Global, *python.Nonlocal, *python.Match, *python.Import, *python.ImportFrom:
			fine = false
		case *python.FunctionDef:
			if n != f {
				names(n.Name)
			}
		case *python.Name:
			names(n.ID)
		case *python.Attribute:
			names(n.Attr)
		case *python.Keyword:
			names(n.Arg)
		case *python.Arg:
			names(n.Name)
		case *python.ExceptHandler:
			names(n.Name)
		}
		if fine {
			python.Children(n, walk)
		}
	}
	walk(f)
	return fine
}

// usesMembers tells whether an expression in the body of a class names a method of it, or a field that a call
// describes: what these names stand for in the body is neither data nor what they are in an object.
func usesMembers(body []python.Stmt) bool {
	names, found := map[string]bool{}, false
	var walk func(python.Node)
	walk = func(n python.Node) {
		if name, ok := n.(*python.Name); ok {
			found = found || names[name.ID]
		}
		if n != nil && !found {
			python.Children(n, walk)
		}
	}
	for _, stmt := range body {
		switch stmt := stmt.(type) {
		case *python.FunctionDef:
			names[stmt.Name] = true
		case *python.AnnAssign:
			if _, called := stmt.Value.(*python.Call); called {
				names[stmt.Target.(*python.Name).ID] = true
			}
		}
	}
	for _, stmt := range body {
		switch stmt := stmt.(type) {
		case *python.FunctionDef:
			for _, d := range stmt.Decorators {
				walk(d)
			}
			if stmt.Args != nil {
				walk(stmt.Args)
			}
			walk(stmt.Returns)
		case *python.AnnAssign:
			walk(stmt.Annotation)
			walk(stmt.Value)
		case *python.Assign:
			walk(stmt.Value)
		}
	}
	return found
}

// maxAncestors bounds how many classes one is derived from.
const maxAncestors = 8

func (c *recordClass) ancestors() int {
	n := 0
	for at := c.base; at != nil; at = at.base {
		n++
	}
	return n
}

// memberDef defines a method in the scope of the class's body, in which its defaults and annotations are
// evaluated; its own names are looked up around the class.
func (e *evaluator) memberDef(class *recordClass, s *python.FunctionDef, around *scope) bool {
	m := member{fn: &function{name: s.Name, node: s, scope: around, home: e.home, bindings: functionBindings(s.Args, s.Body)}}
	if m.fn.bindings.generator {
		m.fn.barred, m.fn.yields = reasonGenerator, yieldsPlainly(s.Body)
	}
	ok := true
	for _, d := range s.Decorators {
		name := d.(*python.Name).ID
		v := e.lookup(e.scope, name)
		ok = v.kind == builtinKind && v.s == name
		m.role = memberRoles[name]
	}
	e.signature(m.fn)
	e.functions = append(e.functions, m.fn)
	if class.methods == nil {
		class.methods = map[string]member{}
	}
	class.methods[s.Name] = m
	e.setVar(e.scope, s.Name, value{kind: unknownKind, s: "a method of a class"})
	return ok
}

// method finds a method of a class or of what it is derived from, up to a constant of the same name.
func (c *recordClass) method(name string) (member, bool) {
	for ; c != nil; c = c.base {
		if m, ok := c.methods[name]; ok {
			return m, true
		}
		if _, ok := c.constant(name); ok {
			break
		}
	}
	return member{}, false
}

// constant finds a constant of the class itself.
func (c *recordClass) constant(name string) (value, bool) {
	for i, key := range c.keys {
		if key == name {
			return c.members[i], true
		}
	}
	return value{}, false
}

// inherited finds a constant of a class or of what it is derived from, up to a method of the same name.
func (c *recordClass) inherited(name string) (value, bool) {
	for ; c != nil; c = c.base {
		if v, ok := c.constant(name); ok {
			return v, true
		}
		if _, ok := c.methods[name]; ok {
			break
		}
	}
	return value{}, false
}

// memberOf is a method as an attribute of an object or of its class.
func (e *evaluator) memberOf(base value, name string, at python.Node) (value, bool) {
	m, ok := base.o.record.method(name)
	if !ok {
		return value{}, false
	}
	bound := func(receiver value) value {
		return value{kind: methodKind, s: name, o: &object{items: []value{receiver}, fn: m.fn}}
	}
	switch {
	case m.role == staticMember, m.role == plainMember && base.kind == classKind:
		return value{kind: functionKind, o: &object{fn: m.fn}}, true
	case m.role == plainMember:
		return bound(base), true
	case m.role == classMember && base.kind == classKind:
		return bound(base), true
	case m.role == classMember:
		return bound(base.o.class()), true
	case base.kind == recordKind && e.answering && hasSubscript(&python.FunctionDef{Body: m.fn.node.Body}):
		return e.unknown(at, codeAttribute, "a property that may ask a defaultdict for a key, which keeps what it is asked for"), true
	case base.kind == recordKind:
		return e.inline(m.fn, &site{node: &python.Call{Span: at.Range()}, pos: []value{base}}, nil), true
	}
	return value{}, false
}

// class is the class of an object that has one.
func (o *object) class() value {
	return value{kind: classKind, s: o.s, o: &object{record: o.record}}
}

// callMember calls a method of an object or a class.
func (e *evaluator) callMember(m value, c *site, how consumption) value {
	given := &site{node: c.node, open: c.open, kw: c.kw}
	given.pos = append(append(given.pos, m.o.items[0]), c.pos...)
	e.charge(len(c.pos) / 4)
	if m.o.fn.yields {
		return e.callGenerator(m.o.fn, given, how)
	}
	return e.inline(m.o.fn, given, nil)
}

// makeObject is a call of a class that has no generated `__init__`.
func (e *evaluator) makeObject(class value, c *site) value {
	self := value{kind: recordKind, s: class.s, o: &object{record: class.o.record, s: class.s, version: e.clock, saved: e.generation, made: e.generations}}
	e.alloc(c.node, 64)
	init, ok := class.o.record.method("__init__")
	if !ok {
		if len(c.pos)+len(c.kw) > 0 || c.open {
			e.escape(c)
			return e.unknown(c.node, codeArgument, "the class "+class.s+" takes no arguments")
		}
		return self
	}
	given := &site{node: c.node, open: c.open, kw: c.kw}
	given.pos = append(append(given.pos, self), c.pos...)
	switch result := e.inline(init.fn, given, nil); result.kind {
	case noneKind:
		return self
	case unknownKind:
		return result
	}
	return e.unknown(c.node, codeCallee, "the __init__ of "+class.s+" does not return None")
}

// initialized calls what a dataclass has to be called when its fields are set.
func (e *evaluator) initialized(self value, c *site) value {
	m, ok := self.o.record.methods[afterInit]
	if !ok {
		return self
	}
	if result := e.inline(m.fn, &site{node: c.node, pos: []value{self}}, nil); result.kind == unknownKind {
		return result
	}
	return self
}

// fieldsOnly tells whether an object has its fields and nothing else, and is made without code of the file.
func (o *object) fieldsOnly() bool {
	_, after := o.record.methods[afterInit]
	return len(o.keys) == len(o.record.fields) && !after
}

// storeMember is `object.name = v` of an object of a class; of a SimpleNamespace only what it has. False
// when it is refused.
func (e *evaluator) storeMember(base value, t *python.Attribute, v value) bool {
	class, o := base.o.record, base.o
	if strings.HasPrefix(t.Attr, "__") || class.form != recordConstants && (class.form != recordData || class.fixed) {
		return false
	}
	if _, method := class.method(t.Attr); method {
		return false
	}
	if _, field := o.get(t.Attr); class.form == recordData && !field && class.keyed {
		return false
	}
	v = e.because(v, e.text(t.Span), e.here(t.Span))
	e.touch(o)
	e.charge(len(o.keys) / 8)
	for i := range o.keys {
		if o.keys[i].s == t.Attr {
			o.items[i] = v
			return true
		}
	}
	if !e.alloc(t, 16) {
		return true
	}
	o.keys, o.items = append(o.keys, strValue(t.Attr)), append(o.items, v)
	return true
}
