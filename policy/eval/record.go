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
