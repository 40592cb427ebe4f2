package eval

import (
	"math"
	"strconv"

	"github.com/sekisho/sekisho/policy/python"
)

// kind says what an abstract value is.
type kind uint8

const (
	unbound      kind = iota // the zero value: no object at all
	noneKind                 //
	boolKind                 // n is 0 or 1
	intKind                  // n
	floatKind                // f
	strKind                  // s; n is memberText or 0
	bytesKind                // s
	ellipsisKind             //
	prefixKind               // a string that begins with s, the rest is data of unknown content
	opaqueKind               // data of unknown content; s says where it comes from, n is a set of opaque flags
	unknownKind              // nothing is known; an unknown was recorded; s is its reason
	choiceKind               // one of o.items, all of them scalars
	listKind                 // o.items
	tupleKind                // o.items; also a range (o.typ)
	setKind                  // o.items
	dictKind                 // o.keys and o.items
	objectKind               // data object of type o.typ; o.keys (strings) and o.items are its arguments
	dagKind                  // o.dag
	groupKind                // o.group
	taskKind                 // o.task
	partialKind              // o.partial: Operator.partial(…) before expand
	eitherKind               // one of o.items, all of them tasks or groups
	symbolKind               // an imported module or name; s is its qualified name
	builtinKind              // a builtin; s is its name
	functionKind             // o.fn
	lambdaKind               // a lambda, never executed
	classKind                // a class of the file; o.items has the base of one that is executed, o.fn its `__init__`
	methodKind               // o.items[0].s
	moduleKind               // o.module: an executed module of this repository; s is its name
	recordKind               // an object of a class of the file that holds data: o.record, o.keys and o.items are its fields
	toolKind                 // an object of the library that the file uses itself, see tools.go: o.typ and o.items
	boundKind                // functools.partial: o.items has the callable and then all arguments, o.bound the arguments
)

// Flags of an opaque value, in value.n.
const (
	opaqueText     = 1 << iota // may be, or hold, a string with a brace in it, so also a template
	opaqueXCom                 // the result of a task
	opaqueLate                 // resolved when the task runs, and not rendered again
	opaqueGiven                // text that holds no brace
	opaqueUnstored             // may be, or hold, what no database stores: see storable.go
)

// memberText is the flag of a text, in value.n, that is a member of an enumeration: it is equal to its value, but
// what str(), format() and repr() make of it differs between enumerations and versions of Python.
const memberText = 1 << 8

// brace begins every delimiter of Jinja: `{{`, `{%`, `{#`. Text without one holds no template, whatever is put
// before or behind it that has none either.
const brace = "{"

// value is a reference to an abstract Python object. Scalars are held in place, containers and
// objects by identity in o, so that aliases see each other's changes.
type value struct {
	kind kind
	n    int64
	f    float64 // of an opaque value or prefix: pieces beyond the first, see size.go
	s    string
	o    *object
	why  *link
}

// link is one step of a provenance chain.
type link struct {
	what string
	span python.Span
	next *link
}

// object is the part of a value that has an identity.
type object struct {
	typ   string // type name of an objectKind; "range" or "frozenset" on sequences and sets
	items []value
	keys  []value
	num   float64 // microseconds of a timedelta, a whole number; when items is not nil, the most it may be. Of a date see dates.go
	// sources are what an iterator reads while it is walked, with their versions when it was made;
	// view is the dict behind items(), keys() or values(), s the name of the method.
	sources []source
	view    *object
	s       string
	endless *endless // of an iterator without an end, see itertools_more.go
	// suspended is the generator of the file that an iterator runs.
	suspended *suspended
	// index finds keys of a large dict; it covers the first indexed keys and is dropped when keys
	// are taken away.
	index   map[string]int
	indexed int
	version uint32 // evaluator.clock at the last change
	// saved is the generation of the fork that holds a copy, or in which the object was made: what no
	// one had before the fork need not be as it was.
	saved   uint32
	made    uint32 // generations when it was made; 0 where that was not noted
	fn      *function
	dag     *dag
	group   *group
	task    *task
	partial *partial
	record  *recordClass // of a class that only holds data, and of its objects
	bound   *site        // the arguments that functools.partial was given
	// module is the one that a moduleKind stands for, or the imported one that holds a container: a
	// change of that is an effect.
	module *module
	joined bool // a join of containers, or what one was made of: it must not change any more
	unique bool // of a set: equal members are one, and their places mean nothing
}

// source is an object that an iterator reads.
type source struct {
	o       *object
	version uint32
}

var (
	noneValue  = value{kind: noneKind}
	trueValue  = value{kind: boolKind, n: 1}
	falseValue = value{kind: boolKind}
)

func boolValue(b bool) value {
	if b {
		return trueValue
	}
	return falseValue
}

func intValue(n int64) value     { return value{kind: intKind, n: n} }
func floatValue(f float64) value { return value{kind: floatKind, f: f} }
func strValue(s string) value    { return value{kind: strKind, s: s} }
func opaque(from string, flags int64) value {
	return value{kind: opaqueKind, s: from, n: flags}
}

// Reasons of data of which it is known that it is True or False.
const (
	reasonComparison = "a comparison"
	reasonNegation   = "not a known truth"
	reasonTruth      = "a truth"
)

// isTruth tells whether data of unknown content is known to be True or False.
func (v value) isTruth() bool {
	return v.kind == opaqueKind && v.n == 0 && (v.s == reasonComparison || v.s == reasonNegation || v.s == reasonTruth)
}

func objectValue(typ string, keys, items []value) value {
	return value{kind: objectKind, o: &object{typ: typ, keys: keys, items: items}}
}

// because puts a step in front of the value's provenance.
func (e *evaluator) because(v value, what string, span python.Span) value {
	l := e.arena.links.New()
	l.what, l.span, l.next = what, span, v.why
	v.why = l
	return v
}

// from puts the step that made a container's value in front of the provenance of one of its members.
func (e *evaluator) from(v value, step *link) value {
	if step == nil {
		return v
	}
	return e.because(v, step.what, step.span)
}

// isScalar tells whether the value is an immutable constant.
func (v value) isScalar() bool { return v.kind >= noneKind && v.kind <= ellipsisKind }

// isWhole tells whether the value is a known whole number, as which Python takes True and False too.
func (v value) isWhole() bool { return v.kind == intKind || v.kind == boolKind }

// isContainer tells whether the value has members.
func (v value) isContainer() bool { return v.kind >= listKind && v.kind <= dictKind }

// isDependency tells whether the value can stand on a side of `>>`.
func (v value) isDependency() bool {
	return v.kind == taskKind || v.kind == groupKind || v.kind == eitherKind || v.kind == opaqueKind && v.n&opaqueXCom != 0 ||
		v.kind == objectKind && v.o.typ == typeLabel
}

// isCallable tells whether the value is code, or a name whose meaning is not data.
func (v value) isCallable() bool { return v.kind >= symbolKind }

// typeName is the Python type as facts name it; empty when it is not known.
func (v value) typeName() string {
	switch v.kind {
	case noneKind:
		return "NoneType"
	case boolKind:
		return "bool"
	case intKind:
		return "int"
	case floatKind:
		return "float"
	case strKind, prefixKind:
		return "str"
	case bytesKind:
		return "bytes"
	case listKind:
		return "list"
	case tupleKind:
		if v.o.typ != "" {
			return v.o.typ
		}
		return "tuple"
	case setKind:
		if v.o.typ != "" {
			return v.o.typ
		}
		return "set"
	case dictKind:
		return "dict"
	case objectKind:
		return v.o.typ
	}
	return ""
}

// number returns the numeric value of a bool, int or float.
func (v value) number() (float64, bool) {
	switch v.kind {
	case boolKind, intKind:
		return float64(v.n), true
	case floatKind:
		return v.f, true
	}
	return 0, false
}

// truth is bool(v); known is false when it depends on something that is not known.
func truth(v value) (result, known bool) {
	switch v.kind {
	case noneKind:
		return false, true
	case boolKind, intKind:
		return v.n != 0, true
	case floatKind:
		return v.f != 0, true
	case strKind, bytesKind:
		return v.s != "", true
	case ellipsisKind, dagKind, taskKind, functionKind, toolKind:
		return true, true
	case prefixKind:
		return true, v.s != ""
	case listKind, tupleKind, setKind, dictKind:
		return len(v.o.items) > 0, true
	case recordKind:
		return true, v.o.record.mixed == "" // a tuple of no fields is not made
	case choiceKind:
		first, known := truth(v.o.items[0])
		for _, item := range v.o.items[1:] {
			if next, ok := truth(item); !ok || next != first {
				return false, false
			}
		}
		return first, known
	case objectKind:
		switch v.o.typ {
		case typeDatetime, typeDate, typePath:
			return true, true
		}
	}
	return false, false
}

// floatRepr is repr() of a float.
func floatRepr(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if exponent := math.Abs(f); f == 0 || exponent >= 1e-4 && exponent < 1e16 {
		text := strconv.FormatFloat(f, 'f', -1, 64)
		for i := range len(text) {
			if text[i] == '.' {
				return text
			}
		}
		return text + ".0"
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}
