package eval

import (
	"fmt"
	"math"
	"strconv"
)

// same is Python's == on constants and containers of constants. known is false when the answer
// depends on something that is not known, or takes too long to find.
func same(a, b value) (equal, known bool) {
	budget := maxWalk
	return sameWalk(a, b, 0, &budget)
}

// same is the same, counted as work.
func (e *evaluator) same(a, b value) (equal, known bool) {
	budget := maxWalk
	equal, known = sameWalk(a, b, 0, &budget)
	e.charge((maxWalk - budget) / 8)
	return equal, known
}

func sameWalk(a, b value, depth int, budget *int) (equal, known bool) {
	*budget -= 1 + min(len(a.s), len(b.s))/16
	if depth > maxNesting || *budget < 0 {
		return false, false
	}
	if a.kind == unbound || b.kind == unbound {
		return a.kind == b.kind, true
	}
	if a.isScalar() && b.isScalar() {
		if na, ok := a.number(); ok {
			nb, ok := b.number()
			if math.IsNaN(na) || math.IsNaN(nb) {
				// NaN is not equal to itself, but a container finds it by its identity.
				return false, false
			}
			if a.kind != floatKind && b.kind != floatKind {
				return ok && a.n == b.n, true
			}
			// Python compares an int with a float exactly, not as two floats.
			return ok && na == nb, !ok || a.kind == b.kind || math.Abs(na) < 1<<53 && math.Abs(nb) < 1<<53
		}
		return a.kind == b.kind && a.s == b.s, true
	}
	if order, ok := orderedDates(a, b); ok {
		return order == 0, true
	}
	if isExactType(a) && isExactType(b) {
		return a.s == b.s, true
	}
	if a.isScalar() && b.isContainer() || a.isContainer() && b.isScalar() {
		return false, true
	}
	if a.isEnum() && b.isEnum() {
		return sameMember(a, b)
	}
	if a.isPlainEnum() && (b.isScalar() || b.isContainer()) || (a.isScalar() || a.isContainer()) && b.isPlainEnum() {
		return false, true
	}
	if !a.isContainer() || !b.isContainer() || a.kind == setKind || b.kind == setKind || a.o.typ != b.o.typ ||
		a.kind == dictKind && a.o.typ != "" {
		// An Airflow object is equal to itself.
		identical := a.o != nil && a.o == b.o && a.kind == b.kind && a.kind >= dagKind
		return identical, identical
	}
	if a.kind != b.kind {
		return false, true
	}
	// Tuples of different lengths are compared all the same, as far as both go (tuplerichcompare).
	if len(a.o.items) != len(b.o.items) && a.kind != tupleKind {
		return false, true
	}
	for i := range a.o.items[:min(len(a.o.items), len(b.o.items))] {
		at := i
		if a.kind == dictKind {
			*budget -= hashWork(a.o.keys[i], b.o.keys)
			if at = b.o.find(a.o.keys[i]); at < 0 {
				return false, true
			}
		}
		if equal, known := sameWalk(a.o.items[i], b.o.items[at], depth+1, budget); !known || !equal {
			return equal, known
		}
	}
	return len(a.o.items) == len(b.o.items), true
}

// identical tells whether two hashable constants cannot be told apart. Equal ones can: 1, 1.0 and
// True are, and so are 0.0 and -0.0.
func identical(a, b value) bool {
	if a.kind != b.kind || a.n != b.n || a.s != b.s || math.Float64bits(a.f) != math.Float64bits(b.f) {
		return false
	}
	if a.isScalar() || a.o == b.o {
		return true
	}
	if a.kind != tupleKind || a.o.typ != b.o.typ || len(a.o.items) != len(b.o.items) {
		return false
	}
	for i := range a.o.items {
		if !identical(a.o.items[i], b.o.items[i]) {
			return false
		}
	}
	return true
}

// find returns the place of a key in a dict, or -1.
func (o *object) find(key value) int {
	if len(o.keys) <= 16 {
		for i := range o.keys {
			if keyEqual(o.keys[i], key) {
				return i
			}
		}
		return -1
	}
	if o.index == nil || o.indexed > len(o.keys) {
		o.index, o.indexed = make(map[string]int, len(o.keys)), 0
	}
	for ; o.indexed < len(o.keys); o.indexed++ {
		text := keyText(o.keys[o.indexed])
		if _, seen := o.index[text]; !seen {
			o.index[text] = o.indexed
		}
	}
	if at, ok := o.index[keyText(key)]; ok {
		return at
	}
	return -1
}

// keyText is equal for two hashable constants exactly when they are the same key of a dict.
func keyText(v value) string {
	switch v.kind {
	case boolKind, intKind:
		return "i" + strconv.FormatInt(v.n, 10)
	case floatKind:
		if v.f == math.Trunc(v.f) && math.Abs(v.f) < 1<<53 {
			return "i" + strconv.FormatInt(int64(v.f), 10)
		}
		return "f" + strconv.FormatFloat(v.f, 'g', -1, 64)
	case strKind:
		return "s" + v.s
	case bytesKind:
		return "b" + v.s
	case tupleKind:
		text := "t"
		for _, item := range v.o.items {
			part := keyText(item)
			text += strconv.Itoa(len(part)) + ":" + part
		}
		return text
	}
	if v.isEnum() {
		return fmt.Sprintf("e%p", v.o)
	}
	return "k" + strconv.Itoa(int(v.kind))
}

// drop forgets the index after keys were taken away or replaced.
func (o *object) drop() { o.index, o.indexed = nil, 0 }

// member returns the place of a constant in a set, or -1.
func (o *object) member(item value) int {
	if len(o.items) <= 16 {
		for i := range o.items {
			if keyEqual(o.items[i], item) {
				return i
			}
		}
		return -1
	}
	if o.index == nil || o.indexed > len(o.items) {
		o.index, o.indexed = make(map[string]int, len(o.items)), 0
	}
	for ; o.indexed < len(o.items); o.indexed++ {
		if !hashable(o.items[o.indexed]) {
			continue
		}
		text := keyText(o.items[o.indexed])
		if _, seen := o.index[text]; !seen {
			o.index[text] = o.indexed // of equal ones in a sequence, the first
		}
	}
	if at, ok := o.index[keyText(item)]; ok {
		return at
	}
	return -1
}

// keyEqual compares two hashable constants as a dict does.
func keyEqual(a, b value) bool {
	if a.kind == strKind && b.kind == strKind {
		return a.s == b.s
	}
	equal, known := same(a, b)
	return equal && known
}

// hashable tells whether the value is a constant that can be a key, of a size that is worth it.
func hashable(v value) bool {
	budget := 256
	return hashableWalk(v, &budget)
}

func hashableWalk(v value, budget *int) bool {
	*budget--
	if *budget < 0 || v.kind == floatKind && !(math.Abs(v.f) < 1<<53) {
		return false
	}
	if v.kind == tupleKind {
		for _, item := range v.o.items {
			if !hashableWalk(item, budget) {
				return false
			}
		}
		return v.o.typ == ""
	}
	return v.isScalar() || v.isPlainEnum()
}

// get returns the member of a dict or the argument of a data object by name.
func (o *object) get(name string) (value, bool) {
	for i := range o.keys {
		if o.keys[i].kind == strKind && o.keys[i].s == name {
			return o.items[i], true
		}
	}
	return value{}, false
}
