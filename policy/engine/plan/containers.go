package plan

import (
	"slices"
	"strings"
	"sync/atomic"
)

// small is the size up to which members are compared one by one.
const small = 16

// table finds the places of values by their hash. It is built when a container larger than small is asked.
type table struct {
	heads map[uint64]int32
	next  []int32 // place → the next place of the same hash; -1 at the end
}

func (t *table) add(h uint64, place int32) {
	if t.heads == nil {
		t.heads = map[uint64]int32{}
	}
	head, ok := t.heads[h]
	if !ok {
		head = -1
	}
	t.next = append(t.next, head)
	t.heads[h] = place
}

// find returns the place of a value among items, or -1.
func (t *table) find(items []Value, v Value) int32 {
	if len(items) > small {
		t.build(items)
		place, ok := t.heads[hash(v)]
		for ok && place >= 0 {
			if equal(items[place], v) {
				return place
			}
			place = t.next[place]
		}
		return -1
	}
	if text, ok := v.(string); ok {
		for i := range items {
			if item, ok := items[i].(string); ok && item == text {
				return int32(i)
			}
		}
		return -1
	}
	for i := range items {
		if equal(items[i], v) {
			return int32(i)
		}
	}
	return -1
}

// build adds the items that are not in the table yet: many containers are made and never asked.
func (t *table) build(items []Value) {
	for i := len(t.next); i < len(items); i++ {
		t.add(hash(items[i]), int32(i))
	}
}

// Array is a Rego array.
type Array struct {
	items   []Value
	indexes []keyed // of an array of documents
}

// Items are the array's members; they must not be changed.
func (a *Array) Items() []Value { return a.items }

// Object is a Rego object.
type Object struct {
	keys, values []Value // of values some may be pending, where there is a source
	source       *source
	table        table
	order        []int32 // places in the order of keys; nil when it is not known
	shared       *shared // of an object that several evaluations use
}

// shared is what is worked out once of an object that does not change any more.
type shared struct {
	replacer atomic.Pointer[strings.Replacer]
}

// at is the value at a place.
func (o *Object) at(place int) Value {
	value := o.values[place]
	if o.source != nil {
		if _, ok := value.(pending); ok {
			value = o.source.value(place, o.keys[place])
			o.values[place] = value
		}
	}
	return value
}

func (o *Object) get(key Value) Value {
	if place := o.table.find(o.keys, key); place >= 0 {
		return o.at(int(place))
	}
	return nil
}

func (o *Object) put(key, value Value) {
	if place := o.table.find(o.keys, key); place >= 0 {
		o.values[place] = value
		return
	}
	o.keys, o.values = append(o.keys, key), append(o.values, value)
	o.order = nil
}

// NewObject is an object of keys, none of which is there twice.
func NewObject(keys []string, values []Value) *Object {
	made := &Object{keys: make([]Value, len(keys)), values: values}
	for i, key := range keys {
		made.keys[i] = key
	}
	return made
}

// sorted returns the places of the members in the order of their keys, in which Rego walks.
func (o *Object) sorted() []int32 {
	if o.order == nil {
		o.order = orderOf(o.keys)
	}
	return o.order
}

func (o *Object) copied() *Object {
	made := &Object{keys: make([]Value, 0, len(o.keys)+1), values: make([]Value, 0, len(o.keys)+1)}
	for i, key := range o.keys {
		made.put(key, o.at(i))
	}
	return made
}

// Set is a Rego set.
type Set struct {
	items []Value
	table table
	order []int32
}

func (s *Set) has(v Value) bool { return s.table.find(s.items, v) >= 0 }

func (s *Set) add(v Value) {
	if s.has(v) {
		return
	}
	s.items = append(s.items, v)
	s.order = nil
}

func (s *Set) sorted() []int32 {
	if s.order == nil {
		s.order = orderOf(s.items)
	}
	return s.order
}

// Members are the set's members in Rego's order.
func (s *Set) Members() []Value {
	if len(s.items) == 0 {
		return nil
	}
	members := make([]Value, 0, len(s.items))
	for _, place := range s.sorted() {
		members = append(members, s.items[place])
	}
	return members
}

func orderOf(items []Value) []int32 {
	order := make([]int32, len(items))
	for i := range order {
		order[i] = int32(i)
	}
	sorted := func(a, b int32) int { return Compare(items[a], items[b]) }
	if !slices.IsSortedFunc(order, sorted) {
		slices.SortFunc(order, sorted)
	}
	return order
}

// Get looks a key up, as a reference does; nil when there is nothing.
func Get(v, key Value) Value {
	switch x := v.(type) {
	case *document:
		if name, ok := key.(string); ok {
			return x.field(name)
		}
	case *Object:
		return x.get(key)
	case *Array:
		if i, ok := key.(int); ok && i >= 0 && i < len(x.items) {
			return x.items[i]
		}
		if n, ok := key.(Number); ok { // 1.0 is 1
			for i := range x.items {
				if equal(i, n) {
					return x.items[i]
				}
			}
		}
	case *Set:
		if place := x.table.find(x.items, key); place >= 0 {
			return x.items[place]
		}
	}
	return nil
}

// IsObject reports whether a value is an object.
func IsObject(v Value) bool { return rank(v) == rankOfObjects }

// objectOf returns an object or what a document stands for; nil for anything else.
func objectOf(v Value) *Object {
	switch x := v.(type) {
	case *Object:
		return x
	case *document:
		return x.object()
	}
	return nil
}

// freeze makes a value fit for use by several evaluations at once: nothing of it is made later.
func freeze(v Value) {
	switch x := v.(type) {
	case *Array:
		for _, item := range x.items {
			freeze(item)
		}
	case *Object:
		x.sorted()
		if x.shared == nil {
			x.shared = &shared{}
		}
		if len(x.keys) > small {
			x.table.build(x.keys)
		}
		for i := range x.keys {
			freeze(x.keys[i])
			freeze(x.at(i))
		}
	case *Set:
		x.sorted()
		if len(x.items) > small {
			x.table.build(x.items)
		}
		for _, item := range x.items {
			freeze(item)
		}
	case *document:
		freeze(x.object())
	}
}
