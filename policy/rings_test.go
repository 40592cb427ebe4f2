package policy

import (
	"fmt"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

func TestRings(t *testing.T) {
	file := func(path string, status facts.Status, starts ...string) facts.FileSummary {
		f := facts.FileSummary{Path: path, Status: status}
		for i := 0; i+1 < len(starts); i += 2 {
			f.Starts = append(f.Starts, facts.Start{From: starts[i], To: starts[i+1]})
		}
		return f
	}
	for name, row := range map[string]struct {
		files []facts.FileSummary
		want  string
	}{
		"itself":               {[]facts.FileSummary{file("a.py", facts.Added, "dag a", "dag a")}, "[a.py: dag a > dag a]"},
		"one way":              {[]facts.FileSummary{file("a.py", facts.Added, "dag a", "dag b", "dag b", "dag c", "dag a", "dag c")}, "[]"},
		"two files":            {[]facts.FileSummary{file("a.py", facts.Added, "dag a", "dag b"), file("b.py", facts.Modified, "dag b", "dag a")}, "[a.py: dag a > dag b b.py: dag b > dag a]"},
		"a file that was":      {[]facts.FileSummary{file("a.py", facts.Unchanged, "dag a", "dag b"), file("b.py", facts.Modified, "dag b", "dag a")}, "[b.py: dag b > dag a]"},
		"files that were":      {[]facts.FileSummary{file("a.py", facts.Unchanged, "dag a", "dag b"), file("b.py", facts.Unchanged, "dag b", "dag a")}, "[]"},
		"an asset":             {[]facts.FileSummary{file("a.py", facts.Added, "dag a", "asset x"), file("b.py", facts.Unchanged, "asset x", "dag b", "dag b", "dag a")}, "[a.py: dag a > asset x]"},
		"beside a ring":        {[]facts.FileSummary{file("a.py", facts.Added, "dag a", "dag b", "dag b", "dag c", "dag c", "dag b", "dag c", "dag d")}, "[a.py: dag b > dag c a.py: dag c > dag b]"},
		"two rings that touch": {[]facts.FileSummary{file("a.py", facts.Added, "dag a", "dag b", "dag b", "dag a", "dag b", "dag c", "dag c", "dag b")}, "[a.py: dag a > dag b a.py: dag b > dag a a.py: dag b > dag c a.py: dag c > dag b]"},
		"nothing":              {nil, "[]"},
	} {
		var got []string
		for _, ring := range rings(row.files, func(i int) bool { return row.files[i].Status != facts.Unchanged }) {
			got = append(got, fmt.Sprintf("%s: %s > %s", ring.Path, ring.From, ring.To))
		}
		if fmt.Sprint(got) != row.want {
			t.Errorf("%s: %v, want %s", name, got, row.want)
		}
	}
}

// A chain of any length is followed without recursion.
func TestLongRing(t *testing.T) {
	const length = 100_000
	f := facts.FileSummary{Path: "a.py", Status: facts.Added}
	for i := range length {
		f.Starts = append(f.Starts, facts.Start{From: fmt.Sprint("dag ", i), To: fmt.Sprint("dag ", (i+1)%length)})
	}
	if got := len(rings([]facts.FileSummary{f}, func(int) bool { return true })); got != length {
		t.Errorf("%d starts of a ring of %d", got, length)
	}
}
