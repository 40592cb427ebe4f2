package policy

import (
	"testing"

	"github.com/sekisho/sekisho/policy/python"
)

// TestAFileIsParsedOnce holds that a tree is shared by those who ask for the same bytes, and by nobody else.
func TestAFileIsParsedOnce(t *testing.T) {
	p := &parses{byPlace: map[int]*parse{}}
	content := []byte("x = 1\n")
	first, err := p.of(0, content, 11, keepSome)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := p.of(0, content, 11, keepNothing); again != first {
		t.Error("the same bytes were parsed again")
	}
	for name, other := range map[string]func() (*python.File, error){
		"other bytes":   func() (*python.File, error) { return p.of(0, []byte("x = 2\n"), 11, keepAll) },
		"other grammar": func() (*python.File, error) { return p.of(0, content, 9, keepAll) },
		"other file":    func() (*python.File, error) { return p.of(1, content, 11, keepAll) },
	} {
		if file, err := other(); err != nil || file == first {
			t.Errorf("%s: %v, or the tree of another", name, err)
		}
	}
	p.kept = keepSome
	for place, room := range []int{100: keepAll, 101: keepSome, 102: keepNothing} {
		if place < 100 {
			continue
		}
		if _, err := p.of(place, content, 11, room); err != nil {
			t.Fatal(err)
		}
		if _, kept := p.byPlace[place]; kept != (room == keepAll) {
			t.Errorf("beyond the bound, room for %d: kept is %v", room, kept)
		}
	}
}
