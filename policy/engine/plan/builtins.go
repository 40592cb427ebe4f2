package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// builtin is a function of Rego. A native one answers nil and false where it does not know better than
// OPA: for operands of other types, of which OPA knows whether they are an error.
type builtin struct {
	name   string
	native func(arguments []Value) (Value, bool)
	opa    topdown.BuiltinFunc
}

var builtins, builtinPlaces = listBuiltins()

func listBuiltins() ([]builtin, map[string]int32) {
	var all []builtin
	places := map[string]int32{}
	for _, declared := range ast.DefaultBuiltins {
		places[declared.Name] = int32(len(all))
		all = append(all, builtin{name: declared.Name, native: natives[declared.Name], opa: topdown.GetBuiltin(declared.Name)})
	}
	return all, places
}

// builtinIndex is the place of a builtin, or -1.
func builtinIndex(name string) int32 {
	if place, ok := builtinPlaces[name]; ok {
		return place
	}
	return -1
}

func (e *Evaluation) builtin(s *statement, locals []Value) ending {
	arguments := e.buffer[:0]
	for _, o := range s.more {
		value := e.read(o, locals)
		if value == nil {
			return undefined
		}
		arguments = append(arguments, value)
	}
	b := &builtins[s.index]
	if b.native != nil {
		if value, known := b.native(arguments); known {
			return e.result(s, locals, value)
		}
	}
	value, err := b.asOPA(e, arguments)
	if err != nil {
		return e.fail(fmt.Errorf("%s: %w", b.name, err))
	}
	return e.result(s, locals, value)
}

// asOPA calls OPA's own function.
func (b *builtin) asOPA(e *Evaluation, arguments []Value) (Value, error) {
	if b.opa == nil {
		return nil, fmt.Errorf("there is no such function")
	}
	operands := make([]*ast.Term, len(arguments))
	for i, argument := range arguments {
		operands[i] = ast.NewTerm(toAST(argument))
	}
	cancel := topdown.NewCancel()
	defer context.AfterFunc(e.context, cancel.Cancel)()
	var value Value
	err := b.opa(topdown.BuiltinContext{Context: e.context, Cancel: cancel}, operands, func(term *ast.Term) error {
		value = fromAST(term.Value)
		return nil
	})
	return value, err
}

func toAST(v Value) ast.Value {
	switch x := v.(type) {
	case bool:
		return ast.Boolean(x)
	case int, Number:
		return ast.Number(numberText(v))
	case string:
		return ast.String(x)
	case *Array:
		return ast.NewArray(termsOf(x.items)...)
	case *Set:
		return ast.NewSet(termsOf(x.items)...)
	case *Object, *document:
		from := objectOf(v)
		object := ast.NewObjectWithCapacity(len(from.keys))
		for i, key := range from.keys {
			object.Insert(ast.NewTerm(toAST(key)), ast.NewTerm(toAST(from.at(i))))
		}
		return object
	}
	return ast.NullValue
}

func termsOf(items []Value) []*ast.Term {
	terms := make([]*ast.Term, len(items))
	for i, item := range items {
		terms[i] = ast.NewTerm(toAST(item))
	}
	return terms
}

func fromAST(v ast.Value) Value {
	switch x := v.(type) {
	case ast.Boolean:
		return bool(x)
	case ast.Number:
		return NumberOf(string(x))
	case ast.String:
		return string(x)
	case *ast.Array:
		made := &Array{items: make([]Value, 0, x.Len())}
		x.Foreach(func(term *ast.Term) { made.items = append(made.items, fromAST(term.Value)) })
		return made
	case ast.Set:
		made := &Set{}
		x.Foreach(func(term *ast.Term) { made.add(fromAST(term.Value)) })
		return made
	case ast.Object:
		made := &Object{}
		x.Foreach(func(key, value *ast.Term) { made.put(fromAST(key.Value), fromAST(value.Value)) })
		return made
	}
	return Null{}
}

// natives are the builtins that policies call all the time.
var natives = map[string]func([]Value) (Value, bool){
	"equal":                    func(a []Value) (Value, bool) { return equal(a[0], a[1]), true },
	"neq":                      func(a []Value) (Value, bool) { return !equal(a[0], a[1]), true },
	"lt":                       func(a []Value) (Value, bool) { return Compare(a[0], a[1]) < 0, true },
	"lte":                      func(a []Value) (Value, bool) { return Compare(a[0], a[1]) <= 0, true },
	"gt":                       func(a []Value) (Value, bool) { return Compare(a[0], a[1]) > 0, true },
	"gte":                      func(a []Value) (Value, bool) { return Compare(a[0], a[1]) >= 0, true },
	"plus":                     ofInts(func(x, y int) int { return x + y }),
	"minus":                    minus,
	"count":                    count,
	"max":                      extreme(func(c int) bool { return c > 0 }),
	"min":                      extreme(func(c int) bool { return c < 0 }),
	"sort":                     sorted,
	"and":                      intersection,
	"or":                       union,
	"internal.member_2":        member,
	"array.concat":             concatArrays,
	"array.flatten":            flatten,
	"array.slice":              slice,
	"numbers.range":            numbers,
	"object.get":               objectGet,
	"object.keys":              keys,
	"object.union":             unionOfObjects,
	"walk":                     walk,
	"contains":                 ofTexts(strings.Contains),
	"startswith":               ofTexts(strings.HasPrefix),
	"endswith":                 ofTexts(strings.HasSuffix),
	"lower":                    ofText(strings.ToLower),
	"upper":                    ofText(strings.ToUpper),
	"trim_space":               ofText(strings.TrimSpace),
	"trim_left":                ofTexts(strings.TrimLeft),
	"trim_prefix":              ofTexts(strings.TrimPrefix),
	"trim_suffix":              ofTexts(strings.TrimSuffix),
	"replace":                  replace,
	"strings.replace_n":        replaceAll,
	"split":                    split,
	"concat":                   concat,
	"sprintf":                  format,
	"regex.match":              regexMatch,
	"strings.any_prefix_match": anyMatch(strings.HasPrefix),
	"strings.any_suffix_match": anyMatch(strings.HasSuffix),
	"is_string":                ofType(rankOfTexts),
	"is_number":                ofType(rankOfNumbers),
	"is_boolean":               ofType(rankOfTruths),
	"is_null":                  ofType(rankOfNull),
	"is_array":                 ofType(rankOfArrays),
	"is_object":                ofType(rankOfObjects),
	"is_set":                   ofType(rankOfSets),
}

func ofType(want int) func([]Value) (Value, bool) {
	return func(a []Value) (Value, bool) { return rank(a[0]) == want, true }
}

const exact = 1 << 52 // sums of integers below it are exact whatever computes them

func ofInts(f func(x, y int) int) func([]Value) (Value, bool) {
	return func(a []Value) (Value, bool) {
		x, ok := a[0].(int)
		y, also := a[1].(int)
		if !ok || !also || x > exact || x < -exact || y > exact || y < -exact {
			return nil, false
		}
		return f(x, y), true
	}
}

func minus(a []Value) (Value, bool) {
	x, ok := a[0].(*Set)
	y, also := a[1].(*Set)
	if !ok || !also {
		return ofInts(func(x, y int) int { return x - y })(a)
	}
	made := &Set{}
	for _, item := range x.items {
		if !y.has(item) {
			made.add(item)
		}
	}
	return made, true
}

func intersection(a []Value) (Value, bool) {
	x, ok := a[0].(*Set)
	y, also := a[1].(*Set)
	if !ok || !also {
		return nil, false
	}
	made := &Set{}
	for _, item := range x.items {
		if y.has(item) {
			made.add(item)
		}
	}
	return made, true
}

func union(a []Value) (Value, bool) {
	x, ok := a[0].(*Set)
	y, also := a[1].(*Set)
	if !ok || !also {
		return nil, false
	}
	made := &Set{}
	for _, item := range slices.Concat(x.items, y.items) {
		made.add(item)
	}
	return made, true
}

func count(a []Value) (Value, bool) {
	if text, ok := a[0].(string); ok {
		return utf8.RuneCountInString(text), true
	}
	length := size(a[0])
	return length, length >= 0
}

func extreme(better func(int) bool) func([]Value) (Value, bool) {
	return func(a []Value) (Value, bool) {
		items, ok := itemsOf(a[0])
		if !ok {
			return nil, false
		}
		var best Value
		for _, item := range items {
			if best == nil || better(Compare(item, best)) {
				best = item
			}
		}
		return best, true // of nothing it is undefined
	}
}

// itemsOf are the members of an array or set, in no order.
func itemsOf(v Value) ([]Value, bool) {
	switch x := v.(type) {
	case *Array:
		return x.items, true
	case *Set:
		return x.items, true
	}
	return nil, false
}

func sorted(a []Value) (Value, bool) {
	items, ok := itemsOf(a[0])
	if !ok {
		return nil, false
	}
	items = slices.Clone(items)
	slices.SortStableFunc(items, Compare)
	return &Array{items: items}, true
}

func member(a []Value) (Value, bool) { return has(a[1], a[0]), true }

// has reports whether a value is a member of a set or array, or the value of a key of an object.
func has(in, v Value) bool {
	switch x := in.(type) {
	case *Set:
		return x.has(v)
	case *Array:
		return slices.ContainsFunc(x.items, func(item Value) bool { return equal(item, v) })
	case *Object, *document:
		object := objectOf(x)
		for i := range object.keys {
			if equal(object.at(i), v) {
				return true
			}
		}
	}
	return false
}

func concatArrays(a []Value) (Value, bool) {
	x, ok := a[0].(*Array)
	y, also := a[1].(*Array)
	if !ok || !also {
		return nil, false
	}
	return &Array{items: slices.Concat(x.items, y.items)}, true
}

// flatten puts the members of arrays in an array in their place, one level deep.
func flatten(a []Value) (Value, bool) {
	array, ok := a[0].(*Array)
	if !ok {
		return nil, false
	}
	made := &Array{}
	for _, item := range array.items {
		if inner, ok := item.(*Array); ok {
			made.items = append(made.items, inner.items...)
		} else {
			made.items = append(made.items, item)
		}
	}
	return made, true
}

func slice(a []Value) (Value, bool) {
	array, ok := a[0].(*Array)
	start, isInt := a[1].(int)
	stop, also := a[2].(int)
	if !ok || !isInt || !also {
		return nil, false
	}
	stop = min(max(stop, 0), len(array.items))
	start = min(max(start, 0), stop)
	return &Array{items: array.items[start:stop:stop]}, true
}

// longestRange bounds what is made without a look at the context.
const longestRange = 1 << 16

func numbers(a []Value) (Value, bool) {
	from, ok := a[0].(int)
	to, also := a[1].(int)
	if !ok || !also || from < -exact || from > exact || to < from || to-from > longestRange {
		return nil, false
	}
	items := make([]Value, 0, to-from+1)
	for i := from; i <= to; i++ {
		items = append(items, i)
	}
	return &Array{items: items}, true
}
