package plan

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

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
}

// converter makes a value of a field, with memory of an arena.
type converter func(*arena, reflect.Value) Value

// maximumFields is how many fields a struct may have: a document has a bit for each.
const maximumFields = 64

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
	if len(fields) > maximumFields {
		return nil, fmt.Errorf("%s has more than %d fields", t, maximumFields)
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	for i, f := range fields {
		read, err := converterOf(t.Field(f.at).Type, making)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, f.name, err)
		}
		s.names, s.keys, s.at, s.omit = append(s.names, f.name), append(s.keys, f.name), append(s.at, f.at), append(s.omit, f.omit)
		s.hashes = append(s.hashes, hash(f.name))
		s.read = append(s.read, read)
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

// isObject reports whether slices of a type are objects to Rego: pairs, of which the first is the key. They are sorted
// by it, and hold none twice.
func isObject(pair reflect.Type) bool {
	return pair.Kind() == reflect.Struct && pair.NumField() == 2 && pair.Field(0).Tag.Get("rego") == "key" &&
		pair.Field(0).Type.Kind() == reflect.String
}

func converterOf(t reflect.Type, making map[reflect.Type]*shape) (converter, error) {
	switch t.Kind() {
	case reflect.String:
		return func(_ *arena, v reflect.Value) Value { return v.String() }, nil
	case reflect.Bool:
		return func(_ *arena, v reflect.Value) Value { return v.Bool() }, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(_ *arena, v reflect.Value) Value { return integer(v.Int()) }, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(_ *arena, v reflect.Value) Value { return scalar(v.Uint()) }, nil
	case reflect.Float32, reflect.Float64:
		return func(_ *arena, v reflect.Value) Value { return scalar(v.Float()) }, nil
	case reflect.Pointer:
		below, err := converterOf(t.Elem(), making)
		if err != nil {
			return nil, err
		}
		return func(a *arena, v reflect.Value) Value {
			if v.IsNil() {
				return Null{}
			}
			if a == nil {
				return below(a, v.Elem())
			}
			// What is pointed to twice is one document, and what functions gave for it is found again.
			key := pointed{v.Pointer(), t}
			value, ok := a.pointed[key]
			if !ok {
				value = below(a, v.Elem())
				a.pointed[key] = value
			}
			return value
		}, nil
	case reflect.Slice:
		if isObject(t.Elem()) {
			below, err := converterOf(t.Elem().Field(1).Type, making)
			if err != nil {
				return nil, err
			}
			return func(a *arena, v reflect.Value) Value { return objectOfPairs(a, v, below) }, nil
		}
		if t.Elem().Kind() == reflect.Struct {
			s, err := makeShape(t.Elem(), making)
			if err != nil {
				return nil, err
			}
			return func(a *arena, v reflect.Value) Value { return s.array(a, v) }, nil
		}
		below, err := converterOf(t.Elem(), making)
		if err != nil {
			return nil, err
		}
		return func(a *arena, v reflect.Value) Value {
			items := a.take(v.Len())
			for i := range items {
				items[i] = below(a, v.Index(i))
			}
			return a.array(items)
		}, nil
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return nil, fmt.Errorf("the keys of %s are not text", t)
		}
		below, err := converterOf(t.Elem(), making)
		if err != nil {
			return nil, err
		}
		return func(a *arena, v reflect.Value) Value { return objectOfMap(a, v, below) }, nil
	case reflect.Interface:
		return func(_ *arena, v reflect.Value) Value { return scalar(v.Interface()) }, nil
	case reflect.Struct:
		s, err := makeShape(t, making)
		if err != nil {
			return nil, err
		}
		return func(a *arena, v reflect.Value) Value {
			made := &a.documentsOf(1)[0]
			made.shape, made.arena, made.from = s, a, v
			return made
		}, nil
	}
	return nil, fmt.Errorf("the type %s has no Rego form", t)
}
