// Package slab allocates values of one type in blocks.
//
// A file has tens of thousands of syntax nodes, values and facts, most of a few types, and they live
// and die together. What comes out is zeroed, belongs to the caller alone and is never taken back.
package slab

// Of allocates single values.
type Of[T any] struct {
	free []T
	next int // size of the next block
}

// Expect sizes the next block; those after it grow.
func (s *Of[T]) Expect(n int) { s.next = n }

// New returns a zero value of its own.
func (s *Of[T]) New() *T {
	if len(s.free) == 0 {
		size := max(s.next, 4)
		s.free = make([]T, size)
		s.next = min(2*size, 64)
	}
	n := &s.free[0]
	s.free = s.free[1:]
	return n
}

// Slices allocates slices.
type Slices[T any] struct {
	free []T
	next int // size of the next block
}

// Expect sizes the next block; those after it grow.
func (s *Slices[T]) Expect(n int) { s.next = n }

// Make returns a zeroed slice of length and capacity n; nil when n is zero.
func (s *Slices[T]) Make(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(s.free) {
		size := max(s.next, 8)
		s.free = make([]T, max(n, size))
		s.next = min(2*size, 128)
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}
