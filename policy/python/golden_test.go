package python

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "record the goldens anew, from CPython 3.13 and 3.14")

// goldens are folders of sources and the versions whose CPython recorded the trees beside them.
var goldens = map[string]Version{"testdata/golden": 13, "testdata/golden314": 14}

// TestGoldens compares the trees of our own sources with recorded dumps of
// CPython, for machines that have none. -update asks CPython, never the parser.
func TestGoldens(t *testing.T) {
	for folder, version := range goldens {
		paths, err := filepath.Glob(filepath.Join(folder, "*.py"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no goldens in %s (%v)", folder, err)
		}
		if *update {
			t.Run(folder, func(t *testing.T) { record(t, startOracle(t, version), paths) })
		}
		for _, path := range paths {
			t.Run(strings.TrimPrefix(path, "testdata/"), func(t *testing.T) {
				source, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				want, err := os.ReadFile(goldenName(path))
				if err != nil {
					t.Fatalf("record it with -update: %v", err)
				}
				file, err := Parse(source, Options{Version: version})
				if err != nil {
					t.Fatal(err)
				}
				if got := dump(file, version) + "\n"; got != string(want) {
					t.Error(difference(got, string(want)))
				}
				checkTree(t, file)
				checkPositions(t, source, file)
			})
		}
	}
}

func goldenName(path string) string { return strings.TrimSuffix(path, ".py") + ".ast" }

func record(t *testing.T, o *oracle, paths []string) {
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		ok, text := o.ask(t, "dump", string(source))
		if !ok {
			t.Fatalf("%s: CPython says %s", path, text)
		}
		if err := os.WriteFile(goldenName(path), []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryKindHasAGolden fails for a node type that no golden holds, and for
// a child that Walk does not reach: a dump must show as many nodes as Walk.
func TestEveryKindHasAGolden(t *testing.T) {
	var seen [KindCount]int
	for folder := range goldens {
		paths, _ := filepath.Glob(filepath.Join(folder, "*.py"))
		for _, path := range paths {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file, err := Parse(source, Options{})
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			nodes := 0
			Walk(file.Module, func(n Node) bool {
				seen[n.Kind()]++
				nodes++
				return true
			})
			if nodes != file.Nodes {
				t.Errorf("%s: Walk visits %d nodes of %d", path, nodes, file.Nodes)
			}
			recorded, err := os.ReadFile(goldenName(path))
			if err != nil {
				t.Fatal(err)
			}
			if dumped := countNodes(string(recorded)); dumped != nodes {
				t.Errorf("%s: Walk visits %d nodes, CPython recorded %d", path, nodes, dumped)
			}
		}
	}
	for kind, n := range seen {
		if n == 0 {
			t.Errorf("no golden holds a %s", Kind(kind))
		}
	}
}

// countNodes counts the nodes of a dump: opening parentheses outside of strings.
func countNodes(dump string) (n int) {
	quoted := false
	for i := 0; i < len(dump); i++ {
		switch dump[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case '(':
			if !quoted {
				n++
			}
		}
	}
	return n
}
