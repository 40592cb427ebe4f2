package plan

import (
	"cmp"
	"hash/maphash"
	"math"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Value is a Rego value: [Null], bool, int, [Number], string, *[Array], *[Object], *[Set], or a
// document that stands for an object (a Go struct). nil is undefined.
type Value = any

// Null is Rego's null.
type Null struct{}

// Number is a number that is no int: the text of a JSON number.
type Number string

// NumberOf is the value of a JSON number.
func NumberOf(text string) Value {
	if i, err := strconv.Atoi(text); err == nil && strconv.Itoa(i) == text {
		return i
	}
	return Number(text)
}

// The types in OPA's order (ast.Compare).
const (
	rankOfNull = iota + 1
	rankOfTruths
	rankOfNumbers
	rankOfTexts
	rankOfArrays
	rankOfObjects
	rankOfSets
)

func rank(v Value) int {
	switch v.(type) {
	case Null:
		return rankOfNull
	case bool:
		return rankOfTruths
	case int, Number:
		return rankOfNumbers
	case string:
		return rankOfTexts
	case *Array:
		return rankOfArrays
	case *Object, *document:
		return rankOfObjects
	case *Set:
		return rankOfSets
	}
	return 0
}

// Compare orders values as OPA does.
func Compare(a, b Value) int {
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return cmp.Compare(x, y)
		}
	case int:
		if y, ok := b.(int); ok {
			return cmp.Compare(x, y)
		}
	}
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch x := a.(type) {
	case bool:
		switch y := b.(bool); {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	case int, Number:
		return ast.NumberCompare(ast.Number(numberText(a)), ast.Number(numberText(b)))
	case *Array:
		y := b.(*Array)
		for i := range min(len(x.items), len(y.items)) {
			if c := Compare(x.items[i], y.items[i]); c != 0 {
				return c
			}
		}
		return len(x.items) - len(y.items)
	case *Object:
		return compareObjects(x, objectOf(b))
	case *document:
		return compareObjects(x.object(), objectOf(b))
	case *Set:
		y := b.(*Set)
		xs, ys := x.sorted(), y.sorted()
		for i := range min(len(xs), len(ys)) {
			if c := Compare(x.items[xs[i]], y.items[ys[i]]); c != 0 {
				return c
			}
		}
		return len(xs) - len(ys)
	}
	return 0
}

func compareObjects(x, y *Object) int {
	xs, ys := x.sorted(), y.sorted()
	for i := range min(len(xs), len(ys)) {
		if c := Compare(x.keys[xs[i]], y.keys[ys[i]]); c != 0 {
			return c
		}
		if c := Compare(x.at(int(xs[i])), y.at(int(ys[i]))); c != 0 {
			return c
		}
	}
	return len(xs) - len(ys)
}

func equal(a, b Value) bool {
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return ok && x == y
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	case int:
		if y, ok := b.(int); ok {
			return x == y
		}
		if _, ok := b.(Number); !ok {
			return false
		}
	case *Array:
		y, ok := b.(*Array)
		if !ok || len(x.items) != len(y.items) {
			return false
		}
		for i := range x.items {
			if x != y && !equal(x.items[i], y.items[i]) {
				return false
			}
		}
		return true
	case *Object, *document:
		if a == b {
			return true
		}
		if rank(b) != rank(a) {
			return false
		}
		if x, ok := a.(*document); ok {
			if y, ok := b.(*document); ok && x.shape == y.shape {
				return x.equal(y)
			}
		}
		m, n := objectOf(a), objectOf(b)
		if len(m.keys) != len(n.keys) {
			return false
		}
		for i, key := range m.keys {
			if other := n.get(key); other == nil || !equal(m.at(i), other) {
				return false
			}
		}
		return true
	case *Set:
		y, ok := b.(*Set)
		if !ok || len(x.items) != len(y.items) {
			return false
		}
		for _, item := range x.items {
			if x != y && !y.has(item) {
				return false
			}
		}
		return true
	}
	return Compare(a, b) == 0
}

func numberText(v Value) string {
	switch n := v.(type) {
	case int:
		return strconv.Itoa(n)
	case Number:
		return string(n)
	}
	return ""
}

var seed = maphash.MakeSeed()

// hashDepth is how deep a hash looks: far enough to tell findings apart by their places, and not so far
// that every part of the facts would be converted to be hashed.
const hashDepth = 3

// hash is equal for equal values.
func hash(v Value) uint64 { return hashTo(v, hashDepth) }

func hashTo(v Value, depth int) uint64 {
	switch x := v.(type) {
	case string:
		return maphash.String(seed, x)
	case int:
		return hashFloat(float64(x))
	case Number:
		f, _ := strconv.ParseFloat(string(x), 64) // out of range is an infinity: equal numbers still agree
		return hashFloat(f)
	case bool:
		if x {
			return 0x9e3779b97f4a7c15
		}
		return 0xc2b2ae3d27d4eb4f
	case *Array:
		h := 0x165667b19e3779f9 + uint64(len(x.items))
		if depth == 0 {
			return h
		}
		for _, item := range x.items {
			h = mix(h ^ hashTo(item, depth-1))
		}
		return h
	case *Object:
		h := uint64(hashOfObjects)
		if depth == 0 {
			return h
		}
		for i, key := range x.keys {
			h += mix(hash(key) ^ mix(hashTo(x.at(i), depth-1)))
		}
		return h
	case *document:
		h := uint64(hashOfObjects)
		if depth == 0 {
			return h
		}
		for slot, key := range x.shape.hashes {
			if value := x.slot(slot); value != nil {
				h += mix(key ^ mix(hashTo(value, depth-1)))
			}
		}
		return h
	case *Set:
		h := 0x85ebca77c2b2ae63 + uint64(len(x.items))
		if depth == 0 {
			return h
		}
		for _, item := range x.items {
			h += mix(hashTo(item, depth-1))
		}
		return h
	}
	return 0x94d049bb133111eb
}

const hashOfObjects = 0x27d4eb2f165667c5

func hashFloat(f float64) uint64 {
	if f == 0 {
		f = 0 // not the negative one
	}
	return mix(math.Float64bits(f))
}

// mix is the finalizer of MurmurHash3.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
