package eval

import "github.com/sekisho/sekisho/policy/python"

// This file checks annotations, and bounds the types that a file makes: `dict[str, a]`, `a | b`. Python compares, hashes and writes a type with all that
// it is made of, however often the same part stands in it, and compares each part of a union with each other one. A file that
// doubles a type forty times would hold the scheduler for hours.

// maxTypeParts bounds the types that one is made of.
const maxTypeParts = 64

// What is no type itself (a class, a number, a text up to so many bytes) counts as a part of a type as a quarter.
const (
	smallPart     = 1.0 / 4
	partTextBytes = 256
)

// isMadeType tells whether a value is a type that the file has made.
func (v value) isMadeType() bool { return v.kind == opaqueKind && v.s == reasonType && v.o == nil }

// madeType is the type that at stands for, which is made of parts.
func (e *evaluator) madeType(at python.Node, parts ...value) value {
	return e.typeOfSize(at, 1+e.typeParts(parts...))
}

// typeOfSize is a type of which is known of how many parts it is made.
func (e *evaluator) typeOfSize(at python.Node, size float64) value {
	if !(size <= maxTypeParts) {
		return e.unknown(at, codeBudget, "a type is made of more parts than the interpreter counts")
	}
	e.charge(int(size * size / 4))
	v := opaque(reasonType, opaqueText) // its text shows what it is made of, texts too
	v.f = size - 1
	return v
}

// typeParts is how many parts of a type these are.
func (e *evaluator) typeParts(parts ...value) float64 {
	size, budget := 0.0, maxWalk
	for _, v := range parts {
		size += typePartsWalk(v, 0, &budget)
	}
	e.charge((maxWalk - budget) / 8)
	return size
}

func typePartsWalk(v value, depth int, budget *int) float64 {
	*budget--
	switch {
	case depth > maxNesting || *budget < 0:
		return maxTypeParts + 1
	case v.isMadeType():
		return 1 + v.f
	case v.kind == opaqueKind || v.kind == prefixKind:
		return smallPart + (1+v.f)*pieceBytes/partTextBytes
	case v.isContainer() || v.kind == objectKind || v.kind == choiceKind:
		sum := smallPart
		for _, list := range [][]value{v.o.keys, v.o.items} {
			for _, item := range list {
				sum += typePartsWalk(item, depth+1, budget)
			}
		}
		return sum
	}
	return smallPart + float64(len(v.s))/partTextBytes
}

// annotation checks an annotation, which Python evaluates: names, attributes, subscripts of the
// types of typing and of the builtins, and `|`. It does so before or after the value, later or never, by its
// version and by where the annotation stands, so what may change anything is not evaluated here.
func (e *evaluator) annotation(x python.Expr) {
	if x != nil {
		e.charge(int(x.Range().End-x.Range().Start) / 16) // typing looks at each part of it
	}
	if x != nil && hasCall(x) {
		e.unknown(x, codeAnnotation, "an annotation that calls or assigns")
		e.readExpr(x, e.scope, e.phase)
		return
	}
	if !(e.annotated(x) <= maxTypeParts) {
		e.unknown(x, codeBudget, "an annotation is made of more parts than the interpreter counts")
	}
}

// annotated checks an annotation, or a part of one, and counts the parts of the type that it makes.
func (e *evaluator) annotated(x python.Expr) float64 {
	switch x := x.(type) {
	case nil:
		return 0
	case *python.Constant:
		e.processed(value{s: x.Str}) // typing compiles it
		return e.typeParts(value{s: x.Str})
	case *python.Name:
		v := e.lookup(e.scope, x.ID)
		if v.kind == unbound {
			e.unknown(x, codeAnnotation, "the name "+x.ID+" is not bound here")
		}
		return e.typeParts(v)
	case *python.Attribute:
		v := e.evalQuiet(x)
		if v.kind != symbolKind && v.kind != unknownKind && v.kind != objectKind && !isPlain(v) {
			e.unknown(x, codeAnnotation, "an annotation that is not a type")
		}
		return e.typeParts(v)
	case *python.Subscript:
		base := e.evalQuiet(x.Value)
		if !subscriptable(base) && base.kind != unknownKind {
			e.unknown(x, codeAnnotation, "a subscript of a class that may run code")
		}
		return 1 + e.annotated(x.Slice)
	case *python.BinOp:
		if x.Op == python.BitOr {
			size := 1 + e.annotated(x.Left) + e.annotated(x.Right)
			e.charge(int(size * size / 4))
			return size
		}
	case *python.Tuple:
		return e.annotatedAll(x.Elts)
	case *python.List:
		return e.annotatedAll(x.Elts)
	}
	e.unknown(x, codeAnnotation, "an annotation that is more than names, attributes and subscripts")
	e.readExpr(x, e.scope, e.phase)
	return 0
}

func (e *evaluator) annotatedAll(list []python.Expr) float64 {
	size := 0.0
	for _, elt := range list {
		size += e.annotated(elt)
	}
	return size
}
