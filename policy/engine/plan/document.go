package plan

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A document is a Go struct as Rego sees it: the object that encoding/json would make of it, with two
// differences, because a rule that meets an undefined reference finds nothing: a nil slice is an empty
// array and a nil map an empty object, and a text, number or truth value is there even when it is empty
// and `omitempty` says otherwise. Only pointers and interfaces are left out, and fields with the tag
// `rego:"omitempty"`. Fields are converted when they are first asked for: most rules ask for few.
type document struct {
	shape     *shape
	arena     *arena
	from      reflect.Value
	fields    []Value // in the order of shape.names
	converted uint64  // a bit for each field that was converted
	whole     *Object
	// answers are what functions gave that were called with the document; of one evaluation.
	answers []answer
}

type answer struct {
	question
	value Value
}

// question is a function, and the text that is its other argument, if it has one: in front of the document or behind it.
type question struct {
	asks     bool
	function int32
	front    bool
	text     string
}

func (d *document) known(q question) (value Value, known bool) {
	for i := range d.answers {
		if d.answers[i].question == q {
			return d.answers[i].value, true
		}
	}
	return nil, false
}

// remember keeps what a function gave.
func (d *document) remember(q question, value Value) {
	if d.answers == nil && d.arena != nil {
		d.answers = d.arena.answers.take(firstAnswers)[:0]
	}
	d.answers = append(d.answers, answer{q, value})
}

// firstAnswers is room for what most documents are asked.
const firstAnswers = 4

// pending stands for a member of a map that was not converted yet.
type pending struct{}

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
	return &document{shape: s, from: v.Elem()}, nil
}

// Source returns the Go value behind a value that is a document of the type T.
func Source[T any](v Value) (T, bool) {
	if d, ok := v.(*document); ok {
		return reflect.TypeAssert[T](d.from)
	}
	var none T
	return none, false
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
	if d.converted&(1<<slot) != 0 {
		return d.fields[slot]
	}
	if d.fields == nil {
		d.fields = d.arena.take(len(d.shape.names))
	}
	d.converted |= 1 << slot
	field := d.from.Field(d.shape.at[slot])
	if !d.shape.omit[slot] || !empty(field) {
		d.fields[slot] = d.shape.read[slot](d.arena, field)
	}
	return d.fields[slot]
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
		d.whole = d.arena.object(len(d.shape.names))
		for slot := range d.shape.names {
			if value := d.slot(slot); value != nil {
				d.whole.put(d.shape.keys[slot], value)
			}
		}
		d.whole.sorted()
	}
	return d.whole
}

func (s *shape) array(a *arena, v reflect.Value) Value {
	documents := a.documentsOf(v.Len())
	items := a.take(v.Len())
	for i := range items {
		d := &documents[i]
		d.shape, d.arena, d.from = s, a, v.Index(i)
		items[i] = d
	}
	return a.array(items)
}

// source is the Go map or slice of pairs behind an object, whose values are converted when they are first asked for.
type source struct {
	arena *arena
	from  reflect.Value
	below converter
}

func (s *source) value(place int, key Value) Value {
	if s.from.Kind() == reflect.Slice {
		return s.below(s.arena, s.from.Index(place).Field(1))
	}
	name, _ := key.(string)
	return s.below(s.arena, s.from.MapIndex(reflect.ValueOf(name).Convert(s.from.Type().Key())))
}

func objectOfMap(a *arena, v reflect.Value, below converter) Value {
	length := v.Len()
	made := a.object(length)
	if length == 0 {
		return made
	}
	made.source = &source{a, v, below}
	key := reflect.New(v.Type().Key()).Elem()
	for members := v.MapRange(); members.Next(); {
		key.SetIterKey(members)
		made.keys = append(made.keys, key.String())
		made.values = append(made.values, pending{})
	}
	slices.SortFunc(made.keys, func(a, b Value) int { return strings.Compare(a.(string), b.(string)) })
	return made
}

func objectOfPairs(a *arena, v reflect.Value, below converter) Value {
	length := v.Len()
	made := a.object(length)
	if length == 0 {
		return made
	}
	made.source = &source{a, v, below}
	for i := range length {
		made.keys = append(made.keys, v.Index(i).Field(0).String())
		made.values = append(made.values, pending{})
	}
	return made
}
