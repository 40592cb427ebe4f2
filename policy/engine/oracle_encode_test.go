package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/sekisho/sekisho/policy/facts"
)

// encode builds the Rego value of a struct without the detour over JSON text. It follows the json
// tags, with two differences, because a rule that meets an undefined reference finds nothing: a nil
// slice is an empty array and a nil map an empty object, and a text, number or truth value is there
// even when it is empty and `omitempty` says otherwise. Only pointers, interfaces and the fields of
// facts.Value are left out.
func encode(value any) (ast.Value, error) {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, fmt.Errorf("encode %T: the value is nil", value)
		}
		v = v.Elem()
	}
	e := encoder{}
	term := e.plan(v.Type())(&e, v)
	if e.err != nil {
		return nil, fmt.Errorf("encode %T: %w", value, e.err)
	}
	return term.Value, nil
}

// maximumDepth bounds the nesting of values: facts nest by the source text, whose depth the parser
// bounds well below this.
const maximumDepth = 256

type encoder struct {
	depth int
	err   error
	// spans are the places encoded so far: a file names the same ones over and over, in tasks, pods
	// and the chains of their values.
	spans map[facts.Span]*ast.Term
}

type encodeFunc func(e *encoder, v reflect.Value) *ast.Term

var plans sync.Map // reflect.Type → encodeFunc

var (
	nullTerm  = ast.NullTerm()
	trueTerm  = ast.BooleanTerm(true)
	falseTerm = ast.BooleanTerm(false)
)

func (e *encoder) plan(t reflect.Type) encodeFunc {
	if found, ok := plans.Load(t); ok {
		return found.(encodeFunc)
	}
	// Types refer to themselves (Value has Values): the plan is looked up again when it is used.
	made := makePlan(t)
	found, _ := plans.LoadOrStore(t, made)
	return found.(encodeFunc)
}

func makePlan(t reflect.Type) encodeFunc {
	switch t.Kind() {
	case reflect.String:
		return func(_ *encoder, v reflect.Value) *ast.Term { return ast.StringTerm(v.String()) }
	case reflect.Bool:
		return func(_ *encoder, v reflect.Value) *ast.Term { return boolean(v.Bool()) }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(_ *encoder, v reflect.Value) *ast.Term { return integer(v.Int()) }
	case reflect.Pointer:
		return func(e *encoder, v reflect.Value) *ast.Term {
			if v.IsNil() {
				return nullTerm
			}
			return e.plan(v.Type().Elem())(e, v.Elem())
		}
	case reflect.Slice:
		if t == reflect.TypeFor[facts.Arguments]() {
			return encodeArguments
		}
		return encodeSlice
	case reflect.Map:
		return encodeMap
	case reflect.Interface:
		return func(e *encoder, v reflect.Value) *ast.Term { return e.scalar(v.Interface()) }
	case reflect.Struct:
		return structPlan(t)
	default:
		return func(e *encoder, _ reflect.Value) *ast.Term {
			e.fail(fmt.Errorf("the type %s has no Rego form", t))
			return nullTerm
		}
	}
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// deeper enters a container; leave must follow when it returns true.
func (e *encoder) deeper() bool {
	e.depth++
	if e.depth > maximumDepth {
		e.fail(fmt.Errorf("nested more than %d deep", maximumDepth))
		e.depth--
		return false
	}
	return true
}

func (e *encoder) leave() { e.depth-- }

func encodeSlice(e *encoder, v reflect.Value) *ast.Term {
	if v.Len() == 0 || !e.deeper() {
		return ast.NewTerm(ast.NewArray())
	}
	defer e.leave()
	plan := e.plan(v.Type().Elem())
	terms := make([]*ast.Term, v.Len())
	for i := range terms {
		terms[i] = plan(e, v.Index(i))
	}
	return ast.NewTerm(ast.NewArray(terms...))
}

func encodeArguments(e *encoder, v reflect.Value) *ast.Term {
	made := map[string]*facts.Value{}
	for _, one := range v.Interface().(facts.Arguments) {
		made[one.Name] = one.Value
	}
	return encodeMap(e, reflect.ValueOf(made))
}

func encodeMap(e *encoder, v reflect.Value) *ast.Term {
	object := ast.NewObjectWithCapacity(v.Len())
	if v.Len() == 0 || !e.deeper() {
		return ast.NewTerm(object)
	}
	defer e.leave()
	if v.Type().Key().Kind() != reflect.String {
		e.fail(fmt.Errorf("the keys of %s are not text", v.Type()))
		return nullTerm
	}
	plan := e.plan(v.Type().Elem())
	for items := v.MapRange(); items.Next(); {
		object.Insert(ast.StringTerm(items.Key().String()), plan(e, items.Value()))
	}
	return ast.NewTerm(object)
}

type field struct {
	index int
	key   *ast.Term
	omit  bool // when it is empty
}

var spanType = reflect.TypeFor[facts.Span]()

// valueType is the one struct whose empty fields are left out: there are too many values to spell out
// their emptiness, and lib/values.rego reads them.
var valueType = reflect.TypeFor[facts.Value]()

func structPlan(t reflect.Type) encodeFunc {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if !f.IsExported() || tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			name = f.Name
		}
		omit := strings.Contains(options, "omitempty")
		switch f.Type.Kind() {
		case reflect.Pointer, reflect.Interface:
		default:
			omit = omit && t == valueType
		}
		fields = append(fields, field{index: i, key: ast.StringTerm(name), omit: omit})
	}
	whole := func(e *encoder, v reflect.Value) *ast.Term {
		if !e.deeper() {
			return nullTerm
		}
		defer e.leave()
		object := ast.NewObjectWithCapacity(len(fields))
		for i := range fields {
			f := &fields[i]
			value := v.Field(f.index)
			if f.omit && (value.IsZero() || value.Kind() == reflect.Slice && value.Len() == 0) {
				continue
			}
			object.Insert(f.key, e.plan(value.Type())(e, value))
		}
		return ast.NewTerm(object)
	}
	if t != spanType {
		return whole
	}
	return func(e *encoder, v reflect.Value) *ast.Term {
		span, ok := reflect.TypeAssert[facts.Span](v)
		if !ok {
			return whole(e, v)
		}
		if known := e.spans[span]; known != nil {
			return known
		}
		made := whole(e, v)
		if e.spans == nil {
			e.spans = map[facts.Span]*ast.Term{}
		}
		e.spans[span] = made
		return made
	}
}

// scalar encodes what an interface holds: a Python or YAML scalar, or plain containers of such.
func (e *encoder) scalar(value any) *ast.Term {
	switch v := value.(type) {
	case nil:
		return nullTerm
	case string:
		return ast.StringTerm(v)
	case bool:
		return boolean(v)
	case int:
		return integer(int64(v))
	case int64:
		return integer(v)
	case uint64:
		return ast.NumberTerm(json.Number(strconv.FormatUint(v, 10)))
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return ast.StringTerm(strconv.FormatFloat(v, 'g', -1, 64)) // JSON and Rego have no such number
		}
		return ast.NumberTerm(json.Number(strconv.FormatFloat(v, 'g', -1, 64)))
	case *big.Int:
		return ast.NumberTerm(json.Number(v.String()))
	case json.Number:
		return ast.NumberTerm(v)
	default:
		r := reflect.ValueOf(value)
		if r.Kind() == reflect.Interface {
			e.fail(fmt.Errorf("the type %T has no Rego form", value))
			return nullTerm
		}
		return e.plan(r.Type())(e, r)
	}
}

func boolean(v bool) *ast.Term {
	if v {
		return trueTerm
	}
	return falseTerm
}

func integer(v int64) *ast.Term {
	if int64(int(v)) == v {
		return ast.InternedTerm(int(v))
	}
	return ast.NumberTerm(json.Number(strconv.FormatInt(v, 10)))
}
