package plan

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A document is a Go struct as Rego sees it: the object that encoding/json would make of it, with two
// differences, because a rule that meets an undefined reference finds nothing: a nil slice is an empty
// array and a nil map an empty object, and a text, number or truth value is there even when it is empty
// and `omitempty` says otherwise. Only pointers and interfaces are left out, and fields with the tag
// `rego:"omitempty"`. Fields are converted when they are first asked for: most rules ask for few.
type document struct {
	shape  *shape
	from   reflect.Value
	fields []Value // in the order of shape.names; pending where nobody asked yet
	whole  *Object
	// answers are what functions gave that were called with the document; of one evaluation.
	answers []answer
}

type answer struct {
	function int32
	value    Value
}

func (d *document) known(function int32) (value Value, known bool) {
	for i := range d.answers {
		if d.answers[i].function == function {
			return d.answers[i].value, true
		}
	}
	return nil, false
}

// pending stands for a field that was not converted yet.
type pending struct{}

// shape is what is known of a struct type.
type shape struct {
	names    []string // sorted
	slots    map[string]int
	at       []int // place of the field in the struct
	omit     []bool
	read     []converter
	keys     []Value  // names, as values
	hashes   []uint64 // of keys
	bySymbol []int16  // symbol → slot, -1 where there is none; symbols beyond it are none of the names
	// blank are fields that are all pending.
	blank []Value
}

type converter func(reflect.Value) Value

// Document returns a pointer to a struct as a value.
func Document(pointer any) (Value, error) {
	v := reflect.ValueOf(pointer)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("%T is no pointer to a struct", pointer)
	}
	s, err := shapeOf(v.Type().Elem())
	if err != nil {
		return nil, err
	}
	return s.document(v.Elem()), nil
}

// Source returns the Go value behind a value that is a document of the type T.
func Source[T any](v Value) (T, bool) {
	if d, ok := v.(*document); ok {
		return reflect.TypeAssert[T](d.from)
	}
	var none T
	return none, false
}

func (s *shape) document(from reflect.Value) *document {
	return &document{shape: s, from: from}
}

func (d *document) field(name string) Value {
	if slot, ok := d.shape.slots[name]; ok {
		return d.slot(slot)
	}
	return nil
}

// symbol is the field of a name's symbol.
func (d *document) symbol(symbol int32) Value {
	if int(symbol) < len(d.shape.bySymbol) {
		if slot := d.shape.bySymbol[symbol]; slot >= 0 {
			return d.slot(int(slot))
		}
	}
	return nil
}

func (d *document) slot(slot int) Value {
	if d.fields == nil {
		d.fields = slices.Clone(d.shape.blank)
	}
	value := d.fields[slot]
	if _, ok := value.(pending); ok {
		field := d.from.Field(d.shape.at[slot])
		if d.shape.omit[slot] && empty(field) {
			value = nil
		} else {
			value = d.shape.read[slot](field)
		}
		d.fields[slot] = value
	}
	return value
}

func empty(v reflect.Value) bool {
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 || v.Kind() == reflect.Map && v.Len() == 0
}

// equal compares two documents of one shape, field by field until one differs.
func (d *document) equal(other *document) bool {
	for slot := range d.shape.names {
		x, y := d.slot(slot), other.slot(slot)
		if (x == nil) != (y == nil) || x != nil && !equal(x, y) {
			return false
		}
	}
	return true
}

// object is the document as an object of its own.
func (d *document) object() *Object {
	if d.whole == nil {
		d.whole = &Object{}
		for slot := range d.shape.names {
			if value := d.slot(slot); value != nil {
				d.whole.put(d.shape.keys[slot], value)
			}
		}
		d.whole.sorted()
	}
	return d.whole
}

var (
	shapes    sync.Map // reflect.Type → *shape
	shapeLock sync.Mutex
)

// shapeOf returns the shape of a struct type, and makes those of all types that it holds. A type
// without a Rego form is an error.
func shapeOf(t reflect.Type) (*shape, error) {
	if found, ok := shapes.Load(t); ok {
		return found.(*shape), nil
	}
	shapeLock.Lock()
	defer shapeLock.Unlock()
	making := map[reflect.Type]*shape{}
	s, err := makeShape(t, making)
	if err != nil {
		return nil, err
	}
	for t, made := range making {
		shapes.Store(t, made)
	}
	return s, nil
}

func makeShape(t reflect.Type, making map[reflect.Type]*shape) (*shape, error) {
	if found, ok := shapes.Load(t); ok {
		return found.(*shape), nil
	}
	if s := making[t]; s != nil {
		return s, nil // types refer to themselves
	}
	s := &shape{slots: map[string]int{}}
	making[t] = s
	type field struct {
		name string
		at   int
		omit bool
	}
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
		if f.Type.Kind() != reflect.Pointer && f.Type.Kind() != reflect.Interface {
			omit = f.Tag.Get("rego") == "omitempty"
		}
		fields = append(fields, field{name: name, at: i, omit: omit})
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	for i, f := range fields {
		read, err := converterOf(t.Field(f.at).Type, making)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, f.name, err)
		}
		s.names, s.keys, s.at, s.omit = append(s.names, f.name), append(s.keys, f.name), append(s.at, f.at), append(s.omit, f.omit)
		s.hashes = append(s.hashes, hash(f.name))
		s.read, s.blank = append(s.read, read), append(s.blank, pending{})
		s.slots[f.name] = i
	}
	for _, name := range s.names {
		symbolOf(name)
	}
	s.bySymbol = slices.Repeat([]int16{-1}, symbolCount())
	for i, name := range s.names {
		s.bySymbol[symbolOf(name)] = int16(i)
	}
	return s, nil
}

// Names that programs ask for have numbers, symbols, by which a struct's fields are found.
var symbols = struct {
	sync.Mutex
	known map[string]int32
}{known: map[string]int32{"": 0}}

// symbolOf is the symbol of a name: above 0, and the same for good.
func symbolOf(name string) int32 {
	symbols.Lock()
	defer symbols.Unlock()
	symbol, ok := symbols.known[name]
	if !ok {
		symbol = int32(len(symbols.known))
		symbols.known[name] = symbol
	}
	return symbol
}

func symbolCount() int {
	symbols.Lock()
	defer symbols.Unlock()
	return len(symbols.known)
}

func converterOf(t reflect.Type, making map[reflect.Type]*shape) (converter, error) {
	switch t.Kind() {
	case reflect.String:
		return func(v reflect.Value) Value { return v.String() }, nil
	case reflect.Bool:
		return func(v reflect.Value) Value { return v.Bool() }, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) Value { return integer(v.Int()) }, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(v reflect.Value) Value { return scalar(v.Uint()) }, nil
	case reflect.Float32, reflect.Float64:
		return func(v reflect.Value) Value { return scalar(v.Float()) }, nil
	case reflect.Pointer:
		below, err := converterOf(t.Elem(), making)
		if err != nil {
			return nil, err
		}
		return func(v reflect.Value) Value {
			if v.IsNil() {
				return Null{}
			}
			return below(v.Elem())
		}, nil
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			s, err := makeShape(t.Elem(), making)
			if err != nil {
				return nil, err
			}
			return func(v reflect.Value) Value { return s.array(v) }, nil
		}
		below, err := converterOf(t.Elem(), making)
		if err != nil {
			return nil, err
		}
		return func(v reflect.Value) Value {
			items := make([]Value, v.Len())
			for i := range items {
				items[i] = below(v.Index(i))
			}
			return &Array{items: items}
		}, nil
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return nil, fmt.Errorf("the keys of %s are not text", t)
		}
		below, err := converterOf(t.Elem(), making)
		if err != nil {
			return nil, err
		}
		return func(v reflect.Value) Value { return objectOfMap(v, below) }, nil
	case reflect.Interface:
		return func(v reflect.Value) Value { return scalar(v.Interface()) }, nil
	case reflect.Struct:
		s, err := makeShape(t, making)
		if err != nil {
			return nil, err
		}
		return func(v reflect.Value) Value { return s.document(v) }, nil
	}
	return nil, fmt.Errorf("the type %s has no Rego form", t)
}

func (s *shape) array(v reflect.Value) Value {
	documents := make([]document, v.Len())
	items := make([]Value, v.Len())
	for i := range items {
		documents[i] = document{shape: s, from: v.Index(i)}
		items[i] = &documents[i]
	}
	return &Array{items: items}
}

// source is the Go map behind an object, whose values are converted when they are first asked for.
type source struct {
	from  reflect.Value
	below converter
}

func (s *source) value(key Value) Value {
	name, _ := key.(string)
	return s.below(s.from.MapIndex(reflect.ValueOf(name).Convert(s.from.Type().Key())))
}

func objectOfMap(v reflect.Value, below converter) Value {
	made := &Object{}
	length := v.Len()
	if length == 0 {
		return made
	}
	made.source = &source{v, below}
	made.keys, made.values = make([]Value, 0, length), make([]Value, length)
	key := reflect.New(v.Type().Key()).Elem()
	for members := v.MapRange(); members.Next(); {
		key.SetIterKey(members)
		made.values[len(made.keys)] = pending{}
		made.keys = append(made.keys, key.String())
	}
	slices.SortFunc(made.keys, func(a, b Value) int { return strings.Compare(a.(string), b.(string)) })
	return made
}

func integer(v int64) Value {
	if int64(int(v)) == v {
		return int(v)
	}
	return Number(strconv.FormatInt(v, 10))
}

// scalar is what an interface holds: a Python or YAML scalar, or plain containers of such.
func scalar(value any) Value {
	switch v := value.(type) {
	case nil:
		return Null{}
	case string, bool, int:
		return v
	case int64:
		return integer(v)
	case uint64:
		return NumberOf(strconv.FormatUint(v, 10))
	case float64:
		text := strconv.FormatFloat(v, 'g', -1, 64)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return text // JSON and Rego have no such number
		}
		return NumberOf(text)
	case *big.Int:
		return NumberOf(v.String())
	case json.Number:
		return NumberOf(string(v))
	case []any:
		items := make([]Value, len(v))
		for i := range v {
			items[i] = scalar(v[i])
		}
		return &Array{items: items}
	case map[string]any:
		return objectOfMap(reflect.ValueOf(v), func(member reflect.Value) Value { return scalar(member.Interface()) })
	}
	panic(&unfitError{reflect.TypeOf(value)})
}

// unfitError is the panic of a Go value that has no Rego form, and the error of the evaluation.
type unfitError struct{ of reflect.Type }

func (e *unfitError) Error() string { return fmt.Sprintf("the type %v has no Rego form", e.of) }

// Of makes a value of what encoding/json or a YAML reader made: nil, texts, truths, numbers, []any
// and map[string]any.
func Of(value any) Value { return scalar(value) }

// Plain makes of a value what encoding/json would read: nil, texts, truths, float64, []any and
// map[string]any. Sets are sorted arrays.
func Plain(v Value) any {
	switch x := v.(type) {
	case string, bool:
		return x
	case int:
		return float64(x)
	case Number:
		f, _ := strconv.ParseFloat(string(x), 64)
		return f
	case *Array:
		return plainAll(x.items)
	case *Set:
		return plainAll(x.Members())
	case *Object, *document:
		object := objectOf(v)
		made := make(map[string]any, len(object.keys))
		for i, key := range object.keys {
			name, ok := key.(string)
			if !ok {
				text, _ := json.Marshal(Plain(key))
				name = string(text)
			}
			made[name] = Plain(object.at(i))
		}
		return made
	}
	return nil
}

func plainAll(items []Value) any {
	made := make([]any, len(items))
	for i := range items {
		made[i] = Plain(items[i])
	}
	return made
}
