package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file answers what a file asks of the types of its own values: type(x), hasattr(x, name), callable(x). Of Python's own
// types that is known and runs nothing. An imported object may have a `__getattr__`, or a class that leads to more, so of these the
// calls stay what they are: reflection.

// exactTypes are the types of Python whose values the interpreter knows exactly, by their names.
var exactTypes = set("NoneType", "bool", "int", "float", "str", "bytes", "list", "tuple", "range", "set", "frozenset", "dict")

// exactType is the name of type(v), where v is known to be of no subclass.
func exactType(v value) (string, bool) {
	switch v.kind {
	case strKind:
		return "str", v.n == 0
	case listKind, dictKind:
		return v.typeName(), v.o.typ == ""
	}
	name := v.typeName()
	return name, exactTypes[name] && (v.isScalar() || v.isContainer())
}

// isExactType tells whether a value is one of these types, under the name that builtins have or as type() gives it.
func isExactType(v value) bool { return v.kind == builtinKind && exactTypes[v.s] }

// reasonTypeOf is that of the type of a value of the file that is not known exactly.
const reasonTypeOf = "the type of a value that is not known"

// ownData tells whether a value is data of Python's own types, or an object of a class of the file, so that to ask for an
// attribute by its name runs nothing but a property of the file, and its class leads to nothing that is shared.
func ownData(v value) bool {
	switch v.kind {
	case opaqueKind:
		return v.n&opaqueXCom == 0 && !v.isMadeType()
	case objectKind:
		return v.o.typ == typeDatetime || v.o.typ == typeDate || v.o.typ == typeTimedelta || v.o.typ == typePath
	}
	return isPlain(v) || v.isContainer() || v.kind == recordKind
}

// askedOfType is type(x), hasattr(x, name) or callable(x) of a value of the file; false where it is reflection.
func (e *evaluator) askedOfType(name string, c *site) (value, bool) {
	if !typeQuestion(name, len(c.pos), len(c.kw), c.open) {
		return value{}, false
	}
	v := c.pos[0]
	exact, known := exactType(v)
	switch name {
	case "type":
		if known {
			return value{kind: builtinKind, s: exact}, true
		}
		if ownData(v) || v.kind == unknownKind {
			return e.unknown(c.node, codeExpression, reasonTypeOf), true // what is asked of the type is looked at
		}
	case "callable":
		if known {
			return falseValue, true
		}
		if v.kind == functionKind && v.o.fn.role == plainFunction || v.kind == lambdaKind || v.kind == classKind || isExactType(v) || v.kind == builtinKind && closedBuiltins[v.s] {
			return trueValue, true
		}
		if ownData(v) {
			return opaque(reasonTruth, 0), isPlain(v)
		}
	case "hasattr":
		key := c.pos[1]
		if isExactType(v) && key.kind == strKind && fieldName(key.s) && key.s != "mro" && !laterAttributes[v.s][key.s] {
			return boolValue(attributesOf[v.s][key.s]), true
		}
		if key.kind != strKind || key.n != 0 || !fieldName(key.s) && !harmlessInternals[key.s] || !ownData(v) {
			return value{}, false
		}
		if known {
			if laterAttributes[exact][key.s] {
				return opaque(reasonTruth, 0), true // of some versions only
			}
			return boolValue(attributesOf[exact][key.s]), true
		}
		if isPlain(v) {
			return opaque(reasonTruth, 0), true
		}
		return e.unknown(c.node, codeAttribute, "whether this value has the attribute "+key.s+" is not known"), true
	}
	return value{}, false
}

// typeQuestion tells whether a call of a builtin has the shape of a question about a type: with more arguments type() makes
// a class.
func typeQuestion(name string, positional, keywords int, open bool) bool {
	want := map[string]int{"type": 1, "callable": 1, "hasattr": 2}[name]
	return want > 0 && positional == want && keywords == 0 && !open
}

// harmlessInternals are the names between underscores by which files tell containers from other values.
var harmlessInternals = set("__iter__", "__len__", "__getitem__", "__setitem__", "__contains__", "__next__", "__call__", "__name__")

// attributesOf are the attributes of each exact type, in all of Python 3.9 to 3.14.
var attributesOf = func() map[string]map[string]bool {
	text := "capitalize center count encode endswith expandtabs find index isalnum isalpha isascii isdigit islower isspace istitle isupper join " +
		"ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines " +
		"startswith strip swapcase title translate upper zfill __iter__ __len__ __getitem__ __contains__"
	integer := "as_integer_ratio bit_length conjugate denominator from_bytes imag numerator real to_bytes"
	members := "copy difference intersection isdisjoint issubset issuperset symmetric_difference union __iter__ __len__ __contains__"
	lists := map[string]string{
		"NoneType": "", "bool": integer, "int": integer,
		"float":     "as_integer_ratio conjugate fromhex hex imag is_integer real",
		"str":       text + " casefold format format_map isdecimal isidentifier isnumeric isprintable",
		"bytes":     strings.Replace(text, "encode ", "decode fromhex hex ", 1),
		"list":      "append clear copy count extend index insert pop remove reverse sort __iter__ __len__ __getitem__ __setitem__ __contains__",
		"tuple":     "count index __iter__ __len__ __getitem__ __contains__",
		"range":     "count index start step stop __iter__ __len__ __getitem__ __contains__",
		"dict":      "clear copy fromkeys get items keys pop popitem setdefault update values __iter__ __len__ __getitem__ __setitem__ __contains__",
		"frozenset": members,
		"set":       members + " add clear difference_update discard intersection_update pop remove symmetric_difference_update update",
	}
	out := map[string]map[string]bool{}
	for name, list := range lists {
		out[name] = set(strings.Fields(list)...)
	}
	return out
}()

// laterAttributes came in one of these versions.
var laterAttributes = map[string]map[string]bool{
	"int": set("bit_count", "is_integer"), "bool": set("bit_count", "is_integer"), "float": set("from_number"),
}

// questionRead tells whether code that is not executed asks for the type of something that is not known to be imported. What
// it is asked of is not known, so such code waits; but nothing is to be held against it.
func (e *evaluator) questionRead(name string, n *python.Call, s *scope) bool {
	if !typeQuestion(name, len(n.Args), len(n.Keywords), false) {
		return false
	}
	for _, a := range n.Args {
		if _, star := a.(*python.Starred); star {
			return false
		}
	}
	if name == "hasattr" {
		key, ok := n.Args[1].(*python.Constant)
		if !ok || key.Value != python.ConstantStr || !fieldName(key.Str) && !harmlessInternals[key.Str] {
			return false
		}
	}
	x := n.Args[0]
	for {
		switch at := x.(type) {
		case *python.Name:
			v := e.lookup(s, at.ID)
			return v.kind == unbound || v.kind == unknownKind || ownData(v)
		case *python.Subscript:
			x = at.Value
			continue
		case *python.Attribute:
			x = at.Value
			continue
		case *python.Constant:
			return true
		}
		return false
	}
}
