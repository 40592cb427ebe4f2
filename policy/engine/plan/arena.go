package plan

import "reflect"

// arena is the memory of one evaluation. Judging a file makes thousands of small values that all end with it;
// here they are taken from chunks that the next evaluation uses again. A nil arena is that of values that live on: it
// takes everything from the heap.
type arena struct {
	values    chunks[Value]
	documents chunks[document]
	sets      chunks[Set]
	arrays    chunks[Array]
	objects   chunks[Object]
	answers   chunks[answer]
	pointed   map[pointed]Value
	texts     map[question]Value // what functions gave for texts
}

// pointed is what a pointer of the input points to.
type pointed struct {
	at uintptr
	of reflect.Type
}

func newArena() *arena { return &arena{pointed: map[pointed]Value{}, texts: map[question]Value{}} }

// take returns n undefined values.
func (a *arena) take(n int) []Value {
	if a == nil {
		return make([]Value, n)
	}
	return a.values.take(n)
}

func (a *arena) documentsOf(n int) []document {
	if a == nil {
		return make([]document, n)
	}
	return a.documents.take(n)
}

func (a *arena) set() *Set {
	if a == nil {
		return &Set{}
	}
	return &a.sets.take(1)[0]
}

// array is an array of items, which become its own.
func (a *arena) array(items []Value) *Array {
	if a == nil {
		return &Array{items: items}
	}
	made := &a.arrays.take(1)[0]
	made.items = items
	return made
}

// object is an empty object with room for some members.
func (a *arena) object(members int) *Object {
	if a == nil {
		return &Object{keys: make([]Value, 0, members), values: make([]Value, 0, members)}
	}
	made := &a.objects.take(1)[0]
	if members > 0 {
		room := a.values.take(2 * members)
		made.keys, made.values = room[:0:members], room[members:members:2*members]
	}
	return made
}

// reset makes everything that was taken free again.
func (a *arena) reset() {
	a.values.reset()
	a.documents.reset()
	a.sets.reset()
	a.arrays.reset()
	a.objects.reset()
	a.answers.reset()
	a.pointed, a.texts = emptied(a.pointed), emptied(a.texts)
}

// emptied is a map without its members, which is used again unless it grew large.
func emptied[K comparable, V any](m map[K]V) map[K]V {
	if len(m) > keptChunks*chunkSize {
		return map[K]V{}
	}
	clear(m)
	return m
}

const (
	chunkSize = 256 // members of a chunk
	// keptChunks is how many chunks are kept of each kind: what a large file needs more is given back.
	keptChunks = 64
)

// chunks gives away memory in small pieces.
type chunks[T any] struct {
	all  [][]T
	used int // chunks that something was taken from
	free []T // what is left of the last of them
}

// take returns n zero values.
func (c *chunks[T]) take(n int) []T {
	if n > len(c.free) {
		if n > chunkSize/4 {
			return make([]T, n)
		}
		if c.used == len(c.all) {
			c.all = append(c.all, make([]T, chunkSize))
		}
		c.free = c.all[c.used]
		c.used++
	}
	taken := c.free[:n:n]
	c.free = c.free[n:]
	return taken
}

func (c *chunks[T]) reset() {
	c.all = c.all[:min(len(c.all), keptChunks)]
	for i := range min(c.used, len(c.all)) {
		clear(c.all[i])
	}
	c.used, c.free = 0, nil
}
