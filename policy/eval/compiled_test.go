package eval

import (
	"fmt"
	"strings"
	"testing"
)

// What Python's compiler takes too long for, or makes too much of, is no proof, also where it never runs.
func TestCompiled(t *testing.T) {
	several := func(n int, format, between string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = fmt.Sprintf(format, i)
		}
		return strings.Join(parts, between)
	}
	clauses := func(n int) string {
		var b strings.Builder
		for i := range n {
			indent := strings.Repeat(" ", i+1)
			b.WriteString(indent + "try:\n" + indent + " pass\n" + indent + "finally:\n")
		}
		return b.String() + strings.Repeat(" ", n+1) + "x = 1\n"
	}
	for name, c := range map[string]struct {
		source string
		most   int // the largest size that is allowed
		more   int // a larger one
		of     func(int) string
	}{
		"finally in finally":   {"if False:\n%s", 10, 18, clauses},
		"several such clauses": {"%s", 2, 40, func(n int) string { return strings.Repeat("if False:\n"+clauses(13), n) }},
		"several patterns": {"%s", 3, 40, func(n int) string {
			return strings.Repeat("if False:\n match 1:\n  case ["+several(200, "a%d", ", ")+"]:\n   pass\n", n)
		}},
		"finally behind returns": {"if False:\n def f():\n  try:\n   pass\n%s", 20, 400, func(n int) string {
			return strings.Repeat("   return 1\n", n) + "  finally:\n" + strings.Repeat("   x = 1\n", n)
		}},
		"names of a pattern":    {"if False:\n match 1:\n  case [%s]:\n   pass\n", 300, 600, func(n int) string { return several(n, "a%d", ", ") }},
		"names of alternatives": {"if False:\n match 1:\n  case %s:\n   pass\n", 20, 200, func(n int) string { return several(n, "[a, b, {'k%d': c}]", " | ") }},
		"keywords of a pattern": {"if False:\n match 1:\n  case A(%s):\n   pass\n", 300, 2500, func(n int) string { return several(n, "a%d=1", ", ") }},
		"parts of a pattern":    {"if False:\n match 1:\n  case [%s]:\n   pass\n", 300, 2500, func(n int) string { return several(n, "[_, %d]", ", ") }},
		"keys of a pattern":     {"if False:\n match 1:\n  case {%s}:\n   pass\n", 300, 2500, func(n int) string { return several(n, "'a%d': 1", ", ") }},
		"keywords of a call":    {"if False:\n dict(%s)\n", 1000, 2500, func(n int) string { return several(n, "a%d=1", ", ") }},
		"names of comprehensions": {"if False:\n def f(b):\n%s", 300, 1800, func(n int) string {
			return "  " + several(n, "a%d", " = ") + " = 0\n" + strings.Repeat("  [0 for a in b]\n", n)
		}},
		"names of functions in functions": {"if False:\n def f(%s", 300, 1800, func(n int) string {
			return several(n, "a%d", ", ") + "):\n  def g():\n   pass\n" + strings.Repeat("   def h():\n    pass\n", n)
		}},
		"tuples of numbers":     {"if False:\n x = [%s]\n", 1000, 2500, func(n int) string { return several(n, "(1, -%d)", ", ") }},
		"tuples of texts":       {"if False:\n x = [%s]\n", 6000, 60_000, func(n int) string { return several(n, "('a',%d)", ",") }},
		"large numbers":         {"if False:\n x = [%s]\n", 1500, 4000, func(n int) string { return several(n, "0x1fffffffffffffff%05d", ", ") }},
		"functions of one name": {"x = 1\n%s", 1000, 6000, func(n int) string { return strings.Repeat("if x == 2:\n def f(): 0\n", n) }},
		"lambdas":               {"x = 1\nif x == 2:\n%s", 1000, 6000, func(n int) string { return strings.Repeat(" y = lambda: 0\n", n) }},
		"comprehensions":        {"x = 1\nif x == 2:\n%s", 1000, 6000, func(n int) string { return strings.Repeat(" y = [0 for z in x]\n", n) }},
		"repeated texts":        {"if False:\n%s", 300, 6000, func(n int) string { return strings.Repeat(" x = 'a' * 4096\n", n) }},
		"sums of texts": {"if False:\n%s", 2, 200, func(n int) string {
			return strings.Repeat(" x = 'a' * 4096"+strings.Repeat(" + 'b' * 4096", 30)+"\n", n)
		}},
		"sums of tuples": {"if False:\n%s", 2, 200, func(n int) string {
			return strings.Repeat(" x = (1,) * 256"+strings.Repeat(" + (2,) * 256", 30)+"\n", n)
		}},
		"literals that are one":     {"if False:\n x = [%s]\n", 300, 1000, func(n int) string { return strings.Repeat("1 is x, ", n) }},
		"numbers before a keyword":  {"x = 1\nif False:\n x = [%s]\n", 100, 1000, func(n int) string { return strings.Repeat("0if x else 1, ", n) }},
		"calls of literals":         {"if False:\n x = [%s]\n", 300, 1000, func(n int) string { return strings.Repeat("1(), ", n) }},
		"members of literals":       {"if False:\n x = [%s]\n", 300, 1000, func(n int) string { return strings.Repeat("1[0], ", n) }},
		"tests of tuples":           {"if False:\n %s\n", 100, 1000, func(n int) string { return strings.Repeat("assert (1, 2);", n) }},
		"escapes that mean nothing": {"x = [%s]\n", 300, 1000, func(n int) string { return strings.Repeat(`'\d', `, n) }},
		"such escapes in fields":    {"x = [%s]\n", 150, 1000, func(n int) string { return strings.Repeat(`f'\d{1}', `, n) }},
		"lines of ordinary length":  {"x = [%s]\n", 3000, 80_000, func(n int) string { return strings.Repeat("'\\d',\n", n) }},
		"fields of a text":          {"x = 1\ny = f'%s'\n", 1000, 2500, func(n int) string { return strings.Repeat("{x}", n) }},
	} {
		t.Run(name, func(t *testing.T) {
			if out := run(t, fmt.Sprintf(c.source, c.of(c.most))); !out.Declarative {
				t.Errorf("%d parts are not declarative: %s", c.most, problems(out))
			}
			if out := run(t, fmt.Sprintf(c.source, c.of(c.more))); out.Declarative {
				t.Errorf("%d parts are declarative", c.more)
			}
		})
	}
}
