package binary_test

import (
	"math"
	"testing"

	"github.com/sekisho/sekisho/policy/engine/binary"
)

func TestWhatWasWrittenIsRead(t *testing.T) {
	numbers := []int{0, 1, -1, 63, 64, -65, 1 << 40, math.MaxInt, math.MinInt}
	texts := []string{"", "a", "\x00\xff", "ä"}
	w := &binary.Writer{}
	for _, n := range numbers {
		w.Int(n)
	}
	for _, text := range texts {
		w.Text(text)
	}
	w.Truth(true)
	w.Truth(false)
	r := binary.NewReader(string(w.Bytes()))
	for _, want := range numbers {
		if got := r.Int(); got != want {
			t.Errorf("%d was read as %d", want, got)
		}
	}
	for _, want := range texts {
		if got := r.Text(); got != want {
			t.Errorf("%q was read as %q", want, got)
		}
	}
	if !r.Truth() || r.Truth() || r.Err() != nil {
		t.Errorf("truths, or an error: %v", r.Err())
	}
}

// TestALengthBeyondTheEndIsAnError: and nothing is read after it.
func TestALengthBeyondTheEndIsAnError(t *testing.T) {
	for name, length := range map[string]int{"long": 1 << 50, "negative": -1, "by one": 4} {
		w := &binary.Writer{}
		w.Int(length)
		r := binary.NewReader(string(w.Bytes()) + "abc")
		if text := r.Text(); text != "" || r.Err() == nil {
			t.Errorf("%s: %q, %v", name, text, r.Err())
		}
		if n := r.Int(); n != 0 || r.Length() != 0 {
			t.Errorf("%s: %d was read after the error", name, n)
		}
	}
}
