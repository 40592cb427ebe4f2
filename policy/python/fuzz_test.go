package python

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzParse holds for any bytes, and any version: no panic, a deterministic
// answer, a File beside every error, spans within the source and within
// their parent's, and time linear in the size.
func FuzzParse(f *testing.F) {
	for folder := range goldens {
		paths, _ := filepath.Glob(filepath.Join(folder, "*.py"))
		for _, path := range paths {
			source, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(source, uint8(14))
		}
	}
	for _, source := range hostile(60) {
		f.Add([]byte(source), uint8(11))
	}
	f.Fuzz(func(t *testing.T, source []byte, version uint8) {
		options := Options{Version: OldestVersion + Version(version%6)}
		// A thousand times slower than it is: only more than linear time gets there, or a machine that has
		// other things to do, which it does not have three times in a row.
		limit := time.Second + time.Duration(len(source))*10*time.Microsecond
		var file *File
		var err error
		for attempt := 1; ; attempt++ {
			started := time.Now()
			file, err = Parse(source, options)
			took := time.Since(started)
			if took <= limit {
				break
			}
			if attempt == 3 {
				t.Fatalf("%d bytes took %v", len(source), took)
			}
		}
		again, errAgain := Parse(source, options)
		if (err == nil) != (errAgain == nil) || err != nil && err.Error() != errAgain.Error() {
			t.Fatalf("two answers: %v and %v", err, errAgain)
		}
		if err != nil {
			checkRefusal(t, file, err)
			return
		}
		if Dump(file.Module, file) != Dump(again.Module, again) {
			t.Error("two trees")
		}
		checkTree(t, file)
		checkPositions(t, source, file)
	})
}

// checkPositions follows every byte of a line back to the file as it was given.
func checkPositions(t *testing.T, given []byte, file *File) {
	line, start := 1, 0
	for i := range len(file.Source) {
		at := file.Position(int32(i))
		if at.Line != line || at.Column != i-start {
			t.Fatalf("offset %d is line %d, column %d; Position says %+v", i, line, i-start, at)
		}
		if file.Source[i] == '\n' {
			line, start = line+1, i+1
		} else if given[at.Offset] != file.Source[i] {
			t.Fatalf("byte %d (%q) is said to be byte %d of the file (%q)", i, file.Source[i], at.Offset, given[at.Offset])
		}
	}
}

func checkRefusal(t *testing.T, file *File, err error) {
	e := AsError(err)
	if e == nil || file == nil || file.Module != nil {
		t.Fatalf("a refusal without its parts: %v, %v", err, file)
	}
	if e.Reason == ReasonInternal {
		t.Errorf("the parser failed: %v", e)
	}
	if e.Message == "" || e.Span.Start < 0 || e.Span.End < e.Span.Start || int(e.Span.End) > len(file.Source) {
		t.Errorf("%+v in a source of %d bytes", e, len(file.Source))
	}
}

// checkTree checks the spans, the counts and the depth of a tree.
func checkTree(t *testing.T, file *File) {
	nodes, deepest := 0, 0
	var visit func(n Node, parent Span, depth int)
	visit = func(n Node, parent Span, depth int) {
		nodes++
		deepest = max(deepest, depth)
		span := n.Range()
		if span.Start < 0 || span.Start > span.End || int(span.End) > len(file.Source) {
			t.Fatalf("%s has the span %v in a source of %d bytes", n.Kind(), span, len(file.Source))
		}
		inside := parent.Start <= span.Start && span.End <= parent.End
		Children(n, func(child Node) {
			if child == nil {
				return
			}
			within := span
			switch n.(type) {
			case *FunctionDef, *ClassDef: // decorators lie before their statement
				within.Start = parent.Start
			}
			visit(child, within, depth+1)
		})
		if !inside {
			t.Fatalf("%s at %v lies outside of its parent %v", n.Kind(), span, parent)
		}
	}
	visit(file.Module, file.Module.Span, 1)
	if nodes != file.Nodes || deepest != file.Depth {
		t.Errorf("%d nodes and depth %d counted, %d and %d reported", nodes, deepest, file.Nodes, file.Depth)
	}
}

// hostile returns inputs that made parsers slow or deep, about n repetitions long.
func hostile(n int) []string {
	r := func(s string) string { return strings.Repeat(s, n) }
	return []string{
		r("\\\n"), r(" \\\n"), r("("), r("(") + r(")"), r("["), r("{"), r("-") + "1", r("not ") + "x", r("x**") + "x", r("x.") + "y", r("x+") + "x", r("x(") + r(")"),
		r("x[") + r("]"), r("lambda: ") + "0", r("x if y else ") + "z", r("f'{") + "x" + r("}'"), "f'" + r("{{") + "'", "f'" + r("{x}") + "'", r("'a' "), r("f'{x}' "), r("b'' ") + "''",
		"f'{x:" + r("{y}") + "}'", "f'{x:" + r("a") + "}'", r("match ") + "x:\n case _: pass\n", r("match x\n"), r("with (") + r(")") + ": pass", r("with (x\n"), r("with (x, "), r("@x\n"), r("if x: pass\nelif y: pass\n"), "if x: pass\n" + r("elif y: pass\n"),
		r("x = "), r("x = ") + "y", r("x, ") + "= y", r("*"), r("*x, "), r("a\n"), r("\n"), r("#\n"), r("\x0c"), r("\r"), r("if x:\n"), r("async "), r("await "), r("yield "), r("[x for x in "), "[x " + r("for x in y ") + "]",
		r("{**"), "{" + r("**x, ") + "}", "x = 1" + r("0"), "0x" + r("f"), "1" + r("_1"), "1." + r("0"), "1e" + r("9"), "'" + r("\\N{DASH}") + "'", "'" + r("\\x41") + "'", "'" + r("\\"), "'''" + r("'"), "\"\"\"" + r("\"\""),
		"class A(" + r("x, ") + "): pass", "def f(" + r("x, ") + "): pass", "def f(" + r("x=1, ") + "*): pass", "match x:\n case " + r("(") + r(")") + ": pass", "match x:\n case " + r("a|") + "b: pass", "match x:\n case " + r("[") + r("]") + ": pass", "match x:\n case " + r("A(") + r(")") + ": pass",
		r("f'{x!r:{") + r("}}'"), r("\u00e9"), r("\ufb01 "), "f'''{\n" + r("# {\n") + "x=}'''", r("f'{x # }\n}'\n"), r("from . import x\n"), r("import x."), "from " + r(".") + " import x", "global " + r("x, ") + "x", r("del ") + "x", "del " + r("(") + "x" + r(")"), r("type X = "), "def f[" + r("T, ") + "](): pass",
	}
}

// TestLinearTime gives each hostile input in two sizes: sixteen times the
// input may not take much more than sixteen times the time.
func TestLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: measures time over megabytes")
	}
	small, large := hostile(4000), hostile(64000)
	for i := range small {
		elapsed := func(source string) time.Duration {
			fastest := time.Hour
			for range 3 {
				started := time.Now()
				Parse([]byte(source), Options{})
				fastest = min(fastest, time.Since(started))
			}
			return fastest
		}
		if a, b := elapsed(small[i]), elapsed(large[i]); b > 64*a && b > 200*time.Millisecond {
			t.Errorf("%.40q…: %d bytes take %v, %d bytes %v", small[i], len(small[i]), a, len(large[i]), b)
		}
	}
}

// TestHostileInputs holds the fuzz target's invariants for inputs of a useful size.
func TestHostileInputs(t *testing.T) {
	for _, n := range []int{1, 7, 150, 3000} {
		for _, source := range hostile(n) {
			file, err := Parse([]byte(source), Options{})
			if err != nil {
				checkRefusal(t, file, err)
			} else {
				checkTree(t, file)
			}
		}
	}
}
