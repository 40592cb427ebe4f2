package eval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// trials writes expressions that may raise, of values for which it is easy to be wrong about that.
type trials struct{ *rand.Rand }

func (g trials) pick(list ...string) string { return list[g.IntN(len(list))] }

const trialsPrologue = "from airflow.models import Variable\nfrom collections import OrderedDict\nfrom enum import Enum\n" +
	"class S(Enum):\n    A = 'a'\n    B = 'b'\n" +
	"d = {'a': 'x', 1: 'one', (1, 'b'): ['y', 2], None: 0, S.A: 's', 2.5: {'k': '7'}, '': -1}\no = OrderedDict(a=1, b='2')\nl = ['a', '1', ['b'], {'a': 0}, 2, ' 3\\t', None]\n" +
	"t = (0, 'é', '')\ns, u, n, z = 'ab c', 'größe', 3, 0\n"

func (g trials) expr(depth int) string {
	if depth <= 0 || g.IntN(5) == 0 {
		return g.pick("d", "l", "t", "s", "u", "n", "z", "'a'", "'b'", "''", "1", "0", "-1", "True", "False", "None", "2.5", "1.0", "S.A", "'7'", "' 8 '", "'1_0'", "'0x1'", "'1e3'",
			"'+5'", "'--5'", "'nan'", "'inf'", "'1.5'", "'.'", "'5.'", "'x'", "'\\x1f9'", "'1\\x00'", "'٣'", "[]", "{}", "()", "b'1'", "7", "-3", "100000000000", "'12345678901234567890'")
	}
	e := func() string { return g.expr(depth - 1) }
	switch g.IntN(16) {
	case 0, 1, 2:
		return g.pick("d", "l", "t", "s", "u", "("+e()+")") + "[" + e() + "]"
	case 3, 4:
		return g.pick("int", "float", "str", "len", "bool", "abs") + "(" + e() + ")"
	case 5:
		return g.pick("d", "l", "("+e()+")") + ".get(" + e() + g.pick("", ", "+e()) + ")"
	case 6:
		return "(" + e() + ") " + g.pick("+", "-", "*", "/", "//", "%", "<<") + " (" + e() + ")"
	case 7:
		return "(" + e() + ") " + g.pick("==", "!=", "in", "not in", "<", ">=", "is", "is not") + " (" + e() + ")"
	case 8:
		return "f'{" + e() + "}" + g.pick("", "-{"+e()+"}", "{"+e()+"!r}") + "'"
	case 9:
		return "(" + e() + ") " + g.pick("and", "or") + " (" + e() + ")"
	case 10:
		return "(" + e() + " if " + e() + " else " + e() + ")"
	case 11:
		return g.pick("not ", "-") + "(" + e() + ")"
	case 12:
		return "(" + e() + ")." + g.pick("upper", "lower", "strip") + "()"
	case 13:
		return "[" + e() + ", " + e() + "]"
	case 14:
		return "(" + e() + ", " + e() + ")"
	}
	return "{" + e() + ": " + e() + "}"
}

var caught = []string{"KeyError", "IndexError", "LookupError", "ValueError", "TypeError", "ZeroDivisionError", "ArithmeticError", "AttributeError"}

func (g trials) module() string {
	var b strings.Builder
	b.WriteString("r = []\nx = y = 'm'\n")
	indent := ""
	if g.IntN(3) == 0 {
		b.WriteString("for i in ['a', 1, None]:\n")
		indent = "    "
	}
	line := func(text string, args ...any) { fmt.Fprintf(&b, indent+text+"\n", args...) }
	line("try:")
	for range 1 + g.IntN(2) {
		switch g.IntN(8) {
		case 0:
			line("    if %s:", g.expr(2))
			line("        %s", g.pick("raise "+g.pick(caught...), "raise "+g.pick(caught...)+"("+g.expr(1)+")", "y = "+g.expr(2)))
		case 1:
			line("    o[%s] = %s", g.expr(1), g.expr(2))
		case 2:
			line("    x %s= %s", g.pick("+", "*", "//"), g.expr(1))
		case 3:
			line("    r.append(x)")
		default:
			line("    %s = %s", g.pick("x", "y"), g.expr(2))
		}
	}
	for i := range 1 + g.IntN(3) {
		head := g.pick(caught...)
		if g.IntN(3) == 0 {
			head = "(" + head + ", " + g.pick(caught...) + ")" + g.pick("", " as q")
		}
		line("except %s:", head)
		line("    y = 'handler %d'", i)
		if indent != "" && g.IntN(4) == 0 {
			line("    %s", g.pick("continue", "break"))
		}
	}
	if g.IntN(3) > 0 {
		line("except (LookupError, ValueError, TypeError, ArithmeticError):")
		line("    y = 'handler'")
	}
	if g.IntN(2) == 0 {
		line("else:")
		line("    r.append('else')")
	}
	line("r.append((x, y, o.get('a')))")
	return b.String()
}

// TestForeseen holds that what the interpreter foresees of a `try` is what CPython does: a run that raises where it foresaw
// an end is as wrong as another value.
func TestForeseen(t *testing.T) {
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: what is foreseen of a `try` is not compared with CPython. Install Python 3.9 or later.")
	}
	count, seed := 4000, uint64(3)
	if n, err := strconv.Atoi(os.Getenv("SEKISHO_DIFFERENTIAL")); err == nil {
		count, seed = n, uint64(time.Now().UnixNano())
	}
	g := trials{rand.New(rand.NewPCG(seed, 9))}
	var known []string
	var values []value
	for range count {
		source := trialsPrologue + g.module()
		if v, ok := operationValue(source); ok {
			known, values = append(known, source), append(values, v)
		}
	}
	handled := 0
	for i, results := range runOperations(t, interpreter, known) {
		for _, want := range results {
			if want[0] == "raised" || !stands(values[i], want) {
				t.Errorf("%s\nis %s; CPython has %v", strings.TrimPrefix(known[i], trialsPrologue), describe(values[i]), want)
				break
			}
		}
		if strings.Contains(describe(values[i]), "handler") {
			handled++
		}
	}
	t.Logf("%d modules, %d foreseen, %d of them with an exception", count, len(known), handled)
	if len(known) < count/12 || handled < count/50 {
		t.Errorf("only %d of %d modules were foreseen, %d with an exception", len(known), count, handled)
	}
}
