package eval

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/python"
)

// paramsFit records parameters of a scheduled DAG whose default does not surely fit their schema. Airflow before
// 2.7 validates it no sooner than the scheduler makes a run, and there it ends the scheduler, for all tenants;
// what a decorated function gives, later versions do not validate sooner either.
func (e *evaluator) paramsFit(d *dag, v value, span python.Span) {
	if !d.scheduled() || v.kind != dictKind {
		return
	}
	d.params = append(d.params, v)
	e.paramProblems(v, span)
}

// paramProblems records them for a dict of parameters.
func (e *evaluator) paramProblems(v value, span python.Span) {
	for i, item := range v.o.items {
		if problem := paramProblem(item); problem != "" {
			e.unknown(&python.Keyword{Span: span}, codeArgument, "the default of the parameter "+v.o.keys[i].shown()+" of a scheduled DAG "+problem)
		}
	}
}

// shown is a key as a message shows it.
func (v value) shown() string {
	if v.kind == strKind {
		return v.s
	}
	return "(" + v.typeName() + ")"
}

// scheduled tells whether the scheduler may make runs: a DAG without the argument runs daily in Airflow 2.
func (d *dag) scheduled() bool {
	given := false
	for _, name := range scheduleArguments {
		if v, ok := findKeyword(d.args, name); ok {
			given = true
			if v.kind != noneKind {
				return true
			}
		}
	}
	return !given
}

// paramProblem says why a parameter's default may not fit its schema; it is empty where it fits, and where the
// value is no Param, which has no schema.
func paramProblem(v value) string {
	if v.kind != objectKind || v.o.typ != typeParam {
		return ""
	}
	given, ok := v.o.get("default")
	if !ok {
		return "is missing"
	}
	schema := v.o
	if own, ok := v.o.get("schema"); ok {
		if own.kind != dictKind {
			return "has a schema that is not known"
		}
		schema = own.o
	}
	for i, key := range schema.keys {
		if schema == v.o && (key.s == "default" || key.s == "description" || key.s == "source") {
			continue // Param's own arguments
		}
		if problem := schemaProblem(key.s, schema.items[i], given); problem != "" {
			return problem
		}
	}
	return ""
}

// schemaProblem is paramProblem for one word of the schema.
func schemaProblem(word string, want, given value) string {
	malformed := "has a schema whose " + word + " is malformed or not known"
	members := []value{given}
	if given.kind == choiceKind {
		members = given.o.items
	}
	all := func(fits func(value) bool) string {
		for _, member := range members {
			if !fits(member) {
				return "does not surely fit its " + word
			}
		}
		return ""
	}
	switch word {
	case "title", "description", "description_md", "section":
		if want.kind != strKind {
			return malformed
		}
	case "type":
		names := []value{want}
		if want.kind == listKind {
			names = want.o.items
		}
		for _, name := range names {
			if !jsonTypes[name.s] || name.kind != strKind {
				return malformed
			}
		}
		return all(func(v value) bool {
			for _, name := range names {
				if hasJSONType(v, name.s) {
					return true
				}
			}
			return false
		})
	case "enum":
		if want.kind != listKind {
			return malformed
		}
		return all(func(v value) bool {
			for _, item := range want.o.items {
				if sameScalar(v, item) {
					return true
				}
			}
			return false
		})
	case "const":
		return all(func(v value) bool { return sameScalar(v, want) })
	case "minimum", "maximum", "multipleOf", "minLength", "maxLength":
		limit, ok := want.number()
		if !ok || want.kind == boolKind || word == "multipleOf" && limit <= 0 || strings.HasSuffix(word, "Length") && (limit < 0 || want.kind != intKind) {
			return malformed
		}
		return all(func(v value) bool { return withinLimit(word, limit, v) })
	case "format":
		if want.kind != strKind {
			return malformed
		}
		return all(func(v value) bool { return hasFormat(want.s, v) })
	case "examples":
		if want.kind != listKind {
			return malformed
		}
	case "values_display", "source":
	default:
		return malformed
	}
	return ""
}

var jsonTypes = set("null", "boolean", "integer", "number", "string", "array", "object")

// hasJSONType tells whether a value is surely of a type of JSON schema.
func hasJSONType(v value, name string) bool {
	switch v.kind {
	case noneKind:
		return name == "null"
	case boolKind:
		return name == "boolean"
	case intKind:
		return name == "integer" || name == "number"
	case floatKind:
		return name == "number" || name == "integer" && v.f == math.Trunc(v.f)
	case strKind, prefixKind:
		return name == "string"
	case listKind:
		return name == "array"
	case dictKind:
		return name == "object"
	}
	return false
}

// sameScalar tells whether two values are surely equal to JSON schema, which tells truths from numbers.
func sameScalar(a, b value) bool {
	switch a.kind {
	case noneKind, boolKind, intKind:
		return a.kind == b.kind && a.n == b.n
	case strKind:
		return a.kind == b.kind && a.s == b.s
	case floatKind:
		return a.kind == b.kind && a.f == b.f
	}
	return false
}

// withinLimit tells whether a value surely keeps a limit; one of another type has none.
func withinLimit(word string, limit float64, v value) bool {
	switch v.kind {
	case noneKind, boolKind, listKind, dictKind:
		return true
	case intKind, floatKind:
		n, _ := v.number()
		switch word {
		case "minimum":
			return n >= limit
		case "maximum":
			return n <= limit
		case "multipleOf":
			return v.kind == intKind && limit == math.Trunc(limit) && math.Mod(n, limit) == 0
		}
		return true
	case strKind:
		length := float64(utf8.RuneCountInString(v.s))
		switch word {
		case "minLength":
			return length >= limit
		case "maxLength":
			return length <= limit
		}
		return true
	}
	return false
}

// hasFormat tells whether a value surely has a format; only text has one, and formats that nobody checks have all.
func hasFormat(name string, v value) bool {
	switch v.kind {
	case noneKind, boolKind, intKind, floatKind, listKind, dictKind:
		return true
	case strKind:
		switch name {
		case "multiline":
			return true
		case "date":
			_, err := time.Parse(time.DateOnly, v.s)
			return err == nil
		case "date-time":
			_, err := time.Parse(time.RFC3339, v.s)
			return err == nil
		case "email":
			return strings.Contains(v.s, "@")
		}
	}
	return false
}
