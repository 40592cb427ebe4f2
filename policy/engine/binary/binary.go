// Package binary writes and reads texts and numbers in the order in which they are given.
//
// It is for what a program keeps for itself: whoever reads must know what was written. A reader
// never fails where it stands; it gives empty values after the first error, which Err tells, and never
// makes more of anything than there are bytes left.
package binary

import (
	"embed"
	"encoding/binary"
	"errors"
)

// Sources are the files of this package: what a writer wrote is good for the reader beside it alone.
//
//go:embed *.go
var Sources embed.FS

// Writer gathers what is written.
type Writer struct{ bytes []byte }

// Bytes are what was written.
func (w *Writer) Bytes() []byte { return w.bytes }

// Int writes a number.
func (w *Writer) Int(n int) { w.bytes = binary.AppendVarint(w.bytes, int64(n)) }

// Truth writes a truth value.
func (w *Writer) Truth(v bool) {
	n := 0
	if v {
		n = 1
	}
	w.Int(n)
}

// Text writes a text.
func (w *Writer) Text(text string) {
	w.Int(len(text))
	w.bytes = append(w.bytes, text...)
}

// Reader reads what a Writer wrote.
type Reader struct {
	rest string
	err  error
}

// NewReader returns a reader of what was written.
func NewReader(bytes string) *Reader { return &Reader{rest: bytes} }

// Err is the first error: there was less than was asked for, or what Fail said.
func (r *Reader) Err() error { return r.err }

// Fail ends the reading with an error.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = ""
}

var errShort = errors.New("there is less than was written")

// Int reads a number.
func (r *Reader) Int() int {
	// encoding/binary reads slices of bytes, and what is read here is a text, so that its parts are.
	var n uint64
	for shift, i := 0, 0; i < len(r.rest) && shift < 64; shift, i = shift+7, i+1 {
		b := r.rest[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
	r.Fail(errShort)
	return 0
}

// Truth reads a truth value.
func (r *Reader) Truth() bool { return r.Int() != 0 }

// Length reads how many follow: no more than there are bytes left.
func (r *Reader) Length() int {
	n := r.Int()
	if n < 0 || n > len(r.rest) {
		r.Fail(errShort)
		return 0
	}
	return n
}

// Text reads a text. It shares the memory of what is read.
func (r *Reader) Text() string {
	n := r.Length()
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}
