package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file executes classes that hold data: dataclasses, named tuples, typed dicts and plain classes of constants. Files
// keep their settings in such. What methods they may have is in members.go.
//
// An object of such a class is not data to anything but the file itself: what Airflow does with an object it
// finds out by its attributes (`template_fields` makes it render an object's fields), so none may reach it.
// What is taken out of an object is data as it was put in.

// recordForm says what makes a class.
type recordForm uint8

const (
	recordData      recordForm = iota + 1 // @dataclass, and what types.SimpleNamespace makes
	recordTuple                           // NamedTuple, namedtuple
	recordConstants                       // a class of constants and methods
	recordDict                            // TypedDict
	recordException                       // an exception, which is never made
	recordEnum                            // an enumeration
)

// recordClass is a class that only holds data.
type recordClass struct {
	form   recordForm
	fields []recordField
	keyed  bool // takes keywords only
	fixed  bool // its objects' attributes cannot be assigned, or only some
	// members are the constants of a class, in the order of keys.
	keys    []string
	members []value
	methods map[string]member
	base    *recordClass // of a class of constants and methods: what it is derived from
	// Of an enumeration: its name, and the type that its members are of beside.
	name, mixed string
}

// recordField is a field of a dataclass or a named tuple.
type recordField struct {
	name     string
	fallback value  // its default; unbound without
	factory  string // the builtin that makes its default; empty without
}

// recordBases are the bases that make a class of a form, by qualified name.
var recordBases = map[string]recordForm{
	"typing.NamedTuple": recordTuple, "typing.TypedDict": recordDict, "typing_extensions.TypedDict": recordDict,
}

// recordDef is the definition of a class that only holds data; false when it is anything else, and nothing
// was recorded then.
func (e *evaluator) recordDef(s *python.ClassDef, bases []value) (value, bool) {
	class, ok := e.recordHead(s, bases)
	if ok && class.form != recordConstants {
		e.charge(classWork(len(s.Body)))
	}
	if !ok || len(s.TypeParams) > 0 || e.scope != e.globals || !recordBody(class.form, s.Body) || class.ancestors() > maxAncestors {
		return value{}, false
	}
	ok = !usesMembers(s.Body)
	inner := newScope(e.scope)
	inner.made, inner.local = e.generations, map[string]struct{}{}
	outer := e.scope
	e.scope = inner
	for _, stmt := range s.Body {
		switch stmt := stmt.(type) {
		case *python.Assign:
			ok = e.recordMember(class, stmt.Targets[0].(*python.Name), stmt.Value) && ok
		case *python.FunctionDef:
			ok = e.memberDef(class, stmt, outer) && ok
		case *python.AnnAssign:
			e.annotation(stmt.Annotation)
			ok = e.plainAnnotation(stmt.Annotation) && e.recordMember(class, stmt.Target.(*python.Name), stmt.Value) && ok
		}
	}
	e.scope = outer
	if !ok {
		e.unknown(s, codeClass, "a class whose fields hold anything but data, or two of one name, is not executed")
	}
	return value{kind: classKind, s: s.Name, o: &object{record: class}}, true
}

// classWork is the work of a library that writes the source of a class with so many fields, which dataclasses do in time that
// grows with the square of them, and has it compiled.
func classWork(fields int) int { return 100 + 10*fields + fields*fields/16 }

// recordHead tells by decorator, bases and keywords which form a class has.
func (e *evaluator) recordHead(s *python.ClassDef, bases []value) (class *recordClass, ok bool) {
	class = &recordClass{form: recordConstants}
	if mixed, ok := enumHead(bases); ok {
		class.form, class.name, class.mixed = recordEnum, s.Name, mixed
		return class, len(s.Decorators)+len(s.Keywords) == 0
	}
	switch {
	case len(s.Decorators) == 1 && len(s.Keywords) == 0 && e.dataclassDecorator(s.Decorators[0], class):
		class.form = recordData
	case len(s.Decorators) > 0 || len(bases) > 1:
		return nil, false
	}
	for _, b := range bases {
		switch {
		case b.kind == builtinKind && b.s == "object":
		case b.kind == builtinKind && exceptions[b.s] && class.form == recordConstants, b.kind == classKind && b.o.record != nil && b.o.record.form == recordException:
			class.form = recordException
		case b.kind == classKind && b.o.record != nil && b.o.record.form == recordConstants && class.form == recordConstants:
			class.base = b.o.record
		case b.kind == symbolKind && recordBases[b.s] != 0 && class.form == recordConstants:
			class.form = recordBases[b.s]
		default:
			return nil, false
		}
	}
	for _, k := range s.Keywords {
		if _, known := e.knownTruth(k.Value); class.form != recordDict || k.Arg != "total" || !known {
			return nil, false
		}
	}
	return class, true
}

// dataclassDecorator tells whether a decorator is `@dataclass`, with options that add no more than comparison.
func (e *evaluator) dataclassDecorator(d python.Expr, class *recordClass) bool {
	if call, ok := d.(*python.Call); ok {
		for _, k := range call.Keywords {
			on, known := e.knownTruth(k.Value)
			if !known {
				return false
			}
			switch k.Arg {
			case "frozen", "slots":
				class.fixed = class.fixed || on
			case "order", "eq", "repr", "unsafe_hash":
			case "kw_only":
				class.keyed = on
			default:
				return false
			}
		}
		if len(call.Args) > 0 {
			return false
		}
		d = call.Func
	}
	v := e.static(d, e.scope)
	return v.kind == symbolKind && v.s == "dataclasses.dataclass"
}

// knownTruth is the value of an option that is True or False, written out or under a name.
func (e *evaluator) knownTruth(x python.Expr) (on, known bool) {
	var v value
	switch x := x.(type) {
	case *python.Constant:
		v = e.constant(x)
	case *python.Name:
		v = e.lookup(e.scope, x.ID)
	}
	return v.n != 0, v.kind == boolKind
}

// recordBody looks at the shape of the statements alone.
func recordBody(form recordForm, body []python.Stmt) bool {
	seen := map[string]bool{}
	for _, stmt := range body {
		var name *python.Name
		var v python.Expr
		switch stmt := stmt.(type) {
		case *python.FunctionDef:
			if seen[stmt.Name] || !memberShape(form, stmt) {
				return false
			}
			seen[stmt.Name] = true
			continue
		case *python.Assign:
			if len(stmt.Targets) != 1 || form != recordConstants && form != recordEnum {
				return false
			}
			name, _ = stmt.Targets[0].(*python.Name)
			v = stmt.Value
			if form == recordEnum && name != nil && !enumName(name.ID) {
				return false
			}
		case *python.AnnAssign:
			if form == recordException || form == recordEnum || stmt.Value != nil && form == recordDict || !stmt.Simple {
				return false
			}
			name, _ = stmt.Target.(*python.Name)
			v = stmt.Value
			if !plainExpression(stmt.Annotation) {
				return false
			}
		default:
			if !idle(stmt) {
				return false
			}
			continue
		}
		if name == nil || strings.HasPrefix(name.ID, "_") && (form != recordConstants || strings.HasPrefix(name.ID, "__")) || seen[name.ID] || v != nil && !plainExpression(v) {
			return false
		}
		seen[name.ID] = true
	}
	return len(seen) > 0 || form == recordConstants || form == recordException
}

// plainExpression tells whether an expression means in the body of a class what it means outside: it has no
// scope of its own, binds nothing, and no name that a class mangles or has itself.
func plainExpression(x python.Expr) bool {
	return !python.Contains(x, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Lambda, *python.ListComp, *python.SetComp, *python.DictComp, *python.GeneratorExp, *python.NamedExpr, *python.Await,
			*python.Yield, *python.YieldFrom, *python.TemplateStr:
			return true
		case *python.Name:
			return strings.HasPrefix(n.ID, "__")
		case *python.Attribute:
			return strings.HasPrefix(n.Attr, "__")
		case *python.Keyword:
			return strings.HasPrefix(n.Arg, "__")
		}
		return false
	})
}

// plainAnnotation tells whether the annotation of a field says what its type is and nothing else: ClassVar,
// InitVar and KW_ONLY make something else of a field, and are looked for in text too.
func (e *evaluator) plainAnnotation(x python.Expr) bool {
	plain := true
	python.Walk(x, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Constant:
			// Text in a subscript is never looked into.
			plain = plain && (python.Node(n) != python.Node(x) || n.Value == python.ConstantNone)
		case *python.Name, *python.Attribute:
			v := e.static(n.(python.Expr), e.scope)
			switch v.kind {
			case symbolKind:
				_, listed := e.symbol(v.s)
				last := v.s[strings.LastIndexByte(v.s, '.')+1:]
				plain = plain && listed && last != "ClassVar" && last != "InitVar" && last != "KW_ONLY"
			case builtinKind, classKind:
			default:
				plain = false
			}
			return false
		}
		return plain
	})
	return plain
}

// recordMember adds a field or a constant to a class.
func (e *evaluator) recordMember(class *recordClass, name *python.Name, x python.Expr) bool {
	if class.form == recordEnum {
		return e.enumMember(class, name.ID, x)
	}
	field := recordField{name: name.ID}
	if x == nil {
		if class.form != recordConstants { // of which the annotation says nothing
			class.fields = append(class.fields, field)
		}
		return true
	}
	if good, found := e.fieldCall(class, x, &field); found {
		class.fields = append(class.fields, field)
		// The rest of the body finds an object of the library here, which knows the default.
		delete(e.scope.vars, name.ID)
		e.scope.local[name.ID] = struct{}{}
		return good
	}
	v := e.eval(x)
	ok := v.kind != unknownKind && e.data(v)
	e.setVar(e.scope, name.ID, v)
	switch class.form {
	case recordData:
		// A dataclass refuses a default that can be changed.
		field.fallback = v
		class.fields = append(class.fields, field)
		return ok && (!v.isContainer() || v.kind == tupleKind)
	case recordTuple:
		field.fallback = v
		class.fields = append(class.fields, field)
		return ok
	}
	class.keys, class.members = append(class.keys, name.ID), append(class.members, v)
	return ok
}

// fieldCall reads `field(…)` of a dataclass. Found tells that it is one, good that it is understood.
func (e *evaluator) fieldCall(class *recordClass, x python.Expr, field *recordField) (good, found bool) {
	call, ok := x.(*python.Call)
	if !ok || class.form != recordData {
		return false, false
	}
	if v := e.static(call.Func, e.scope); v.kind != symbolKind || v.s != "dataclasses.field" {
		return false, false
	}
	good = len(call.Args) == 0
	for _, k := range call.Keywords {
		switch k.Arg {
		case "default":
			field.fallback = e.eval(k.Value)
			good = good && field.fallback.kind != unknownKind && e.data(field.fallback) && (!field.fallback.isContainer() || field.fallback.kind == tupleKind)
		case "default_factory":
			v := e.evalQuiet(k.Value)
			good = good && v.kind == builtinKind && (v.s == "list" || v.s == "dict" || v.s == "tuple")
			field.factory = v.s
		case "repr", "compare", "hash":
			_, constant := k.Value.(*python.Constant)
			good = good && constant
		default:
			good = false
		}
	}
	return good && (field.factory == "" || field.fallback.kind == unbound), true
}

// makeRecord is a call of a class that only holds data.
func (e *evaluator) makeRecord(class value, c *site) value {
	record := class.o.record
	switch {
	case record.form == recordConstants:
		return e.makeObject(class, c)
	case record.form == recordEnum:
		if len(c.pos) == 1 && len(c.kw) == 0 && !c.open {
			if v, ok := e.findMember(record, c.pos[0], "value"); ok {
				return v
			}
		}
	case record.form == recordDict && len(c.pos) == 0 && !c.open:
		d := e.dict(nil, nil)
		for _, k := range c.kw {
			e.put(d, strValue(k.name), k.value, c.node)
		}
		return d
	case (record.form == recordData || record.form == recordTuple) && (!record.keyed || len(c.pos) == 0):
		names := make([]string, len(record.fields))
		for i := range record.fields {
			names[i] = record.fields[i].name
		}
		if args, ok := c.take(names...); ok && e.fillRecord(record, args) {
			return e.initialized(e.recordOf(record, class.s, args, c.node), c)
		}
	}
	if v, ok := c.anyUnknown(); ok {
		return v
	}
	e.escape(c)
	return e.unknown(c.node, codeArgument, "the arguments do not fit the class "+class.s+", or are not known")
}

func (e *evaluator) fillRecord(record *recordClass, args []value) bool {
	for i, f := range record.fields {
		switch {
		case args[i].kind != unbound:
		case f.fallback.kind != unbound:
			args[i] = f.fallback
		case f.factory == "list":
			args[i] = e.list(nil)
		case f.factory == "dict":
			args[i] = e.dict(nil, nil)
		case f.factory == "tuple":
			args[i] = e.tuple(nil)
		default:
			return false
		}
	}
	return true
}

// recordOf is an object of a class.
func (e *evaluator) recordOf(class *recordClass, name string, items []value, at python.Node) value {
	e.alloc(at, 32*len(items))
	keys := make([]value, len(class.fields))
	for i := range class.fields {
		keys[i] = strValue(class.fields[i].name)
	}
	return value{kind: recordKind, s: name, o: &object{record: class, s: name, keys: keys, items: items}}
}

// recordAttribute is an attribute of an object that only holds data, or of its class.
func (e *evaluator) recordAttribute(base value, name string, at python.Node) (value, bool) {
	e.charge(len(base.o.keys) / 16)
	for class := base.o.record; class != nil; class = class.base {
		e.charge(len(class.keys) / 16)
	}
	if base.kind == recordKind {
		if v, ok := base.o.get(name); ok {
			return e.from(v, base.why), true
		}
		if base.o.record.form == recordConstants {
			if v, ok := base.o.record.inherited(name); ok {
				return v, true
			}
		}
		if v, ok := e.memberOf(base, name, at); ok {
			return v, true
		}
		if base.o.record.form == recordTuple && (name == "_asdict" || name == "_replace") {
			return method(base, name), true
		}
		return value{}, false
	}
	if v, ok := base.o.record.inherited(name); ok {
		return v, true
	}
	return e.memberOf(base, name, at)
}

// recordMethod is a method of a named tuple.
func (e *evaluator) recordMethod(base value, name string, c *site) (value, bool) {
	if len(c.pos) > 0 || c.open {
		return value{}, false
	}
	if name == "_asdict" {
		return e.dict(append([]value(nil), base.o.keys...), append([]value(nil), base.o.items...)), len(c.kw) == 0
	}
	return e.replaced(base, c)
}

// replaced is an object with some fields changed.
func (e *evaluator) replaced(base value, c *site) (value, bool) {
	items := append([]value(nil), base.o.items...)
	for _, k := range c.kw {
		found := false
		for i := range base.o.keys {
			if base.o.keys[i].s == k.name {
				items[i], found = k.value, true
			}
		}
		if !found {
			return value{}, false
		}
	}
	return e.recordOf(base.o.record, base.s, items, c.node), true
}

// recordFunction is a call of what the libraries have for such classes; false when it is none of these, or is
// not understood.
func (e *evaluator) recordFunction(name string, c *site) (value, bool) {
	switch name {
	case "collections.namedtuple":
		return e.namedTuple(c)
	case "operator.itemgetter", "operator.attrgetter":
		return e.getter(name, c)
	case "types.SimpleNamespace":
		if len(c.pos) > 0 || c.open {
			return value{}, false
		}
		class, items := &recordClass{form: recordData, keyed: true}, make([]value, 0, len(c.kw))
		for _, k := range c.kw {
			if strings.HasPrefix(k.name, "_") {
				return value{}, false
			}
			class.fields = append(class.fields, recordField{name: k.name})
			items = append(items, k.value)
		}
		return e.recordOf(class, "SimpleNamespace", items, c.node), true
	case "dataclasses.replace":
		if len(c.pos) == 1 && !c.open && c.pos[0].kind == recordKind && c.pos[0].o.record.form == recordData && c.pos[0].o.fieldsOnly() {
			return e.replaced(c.pos[0], c)
		}
	case "dataclasses.asdict":
		if len(c.pos) == 1 && len(c.kw) == 0 && !c.open && c.pos[0].kind == recordKind && c.pos[0].o.record.form == recordData {
			return e.asDict(c.pos[0], c, 0)
		}
	}
	return value{}, false
}

// asDict is dataclasses.asdict, which copies what is in the fields.
func (e *evaluator) asDict(v value, c *site, depth int) (value, bool) {
	if depth > maxNesting || len(v.o.keys) != len(v.o.record.fields) {
		return value{}, false
	}
	d := e.dict(nil, nil)
	budget := maxWalk
	for i, key := range v.o.keys {
		item := v.o.items[i]
		switch {
		case item.kind == recordKind && item.o.record.form == recordData:
			inner, ok := e.asDict(item, c, depth+1)
			if !ok {
				return value{}, false
			}
			item = inner
		case !e.data(item) || !e.alloc(c.node, 16):
			return value{}, false
		default:
			item = e.copied(item, true, nil, &budget) // of a list in two places it makes two
		}
		d.o.keys, d.o.items = append(d.o.keys, key), append(d.o.items, item)
	}
	e.charge((maxWalk - budget) / 2)
	return d, budget > 0
}

// namedTuple is namedtuple(name, fields, *, defaults=None).
func (e *evaluator) namedTuple(c *site) (value, bool) {
	if len(c.pos) != 2 || c.open || c.pos[0].kind != strKind || e.phase != facts.PhaseParse {
		return value{}, false
	}
	class := &recordClass{form: recordTuple}
	names := []value{}
	defer func() { e.charge(classWork(len(class.fields))) }()
	switch fields := c.pos[1]; fields.kind {
	case strKind:
		for _, name := range strings.Fields(strings.ReplaceAll(fields.s, ",", " ")) {
			names = append(names, strValue(name))
		}
	case listKind, tupleKind:
		names = fields.o.items
	}
	seen := map[string]bool{}
	for _, name := range names {
		if name.kind != strKind || !fieldName(name.s) || seen[name.s] {
			return value{}, false
		}
		seen[name.s] = true
		class.fields = append(class.fields, recordField{name: name.s})
	}
	for _, k := range c.kw {
		if k.name != "defaults" || k.value.kind != tupleKind && k.value.kind != listKind || len(k.value.o.items) > len(class.fields) || !e.data(k.value) {
			return value{}, false
		}
		first := len(class.fields) - len(k.value.o.items)
		for i, v := range k.value.o.items {
			class.fields[first+i].fallback = v
		}
	}
	return value{kind: classKind, s: c.pos[0].s, o: &object{record: class}}, len(class.fields) > 0
}

// fieldName tells whether a text is the name of a field that means nothing else.
func fieldName(name string) bool {
	for i, r := range name {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != "" && name[0] != '_'
}
