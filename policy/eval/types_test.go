package eval

import (
	"strings"
	"testing"
)

// TestMadeTypes has types that Python would walk for hours, and those that files have.
func TestMadeTypes(t *testing.T) {
	doubled := func(first, again, last string) string {
		return "from typing import Dict, Optional, TypeVar\nT = TypeVar('T')\na = " + first + "\nfor i in range(40):\n    a = " + again + "\n" + last + "\n"
	}
	union := strings.Repeat("dict[str, str] | ", 20)
	for name, c := range map[string]struct {
		source string
		fine   bool
	}{
		"doubled":                  {doubled("list[int]", "dict[a, a]", ""), false},
		"doubled, of typing":       {doubled("Dict[str, str]", "Optional[tuple[a, a]]", ""), false},
		"doubled in a list":        {doubled("[int]", "[a, a]", "b = list[tuple(a)]"), false},
		"a union of itself":        {doubled("int | None", "a | list[a]", ""), false},
		"a variable is replaced":   {doubled("dict[T, T]", "a[a]", ""), false},
		"a long text":              {"a = dict['" + strings.Repeat("x", 20000) + "']\n", false},
		"an annotation of unions":  {"A = " + union + "None\nx: A | A | dict[A, A] = None\n", false},
		"a signature of unions":    {"A = " + union + "None\ndef f(x: A | A | dict[A, A] = None) -> A:\n    return x\n", false},
		"again and again, no more": {doubled("list[int]", "dict[str, int]", "b = a | None"), true},
		"aliases": {"from typing import Any, Callable, Dict, List, Optional, Union\nJson = Dict[str, Any]\nRows = List[Dict[str, Optional[Json]]]\n" +
			"F = Callable[[str, Json], Optional[Rows]]\nU = Union[str, int, Json, Rows, None]\ndef f(a: U = None, b: F | None = None) -> Dict[str, Rows]:\n    return {}\n", true},
	} {
		if out := run(t, c.source); out.Declarative != c.fine {
			t.Errorf("%s: declarative is %t: %v", name, out.Declarative, out.Unknowns)
		}
	}
}

// TestComparedPieces has texts that are not known, which Python compares to their end when they are equal.
func TestComparedPieces(t *testing.T) {
	const long = "v = Variable.get('a') * 20\nw = Variable.get('a') * 20\n"
	for name, source := range map[string]string{
		"lists":       long + "l, m = [v] * 500, [w] * 500\nfor i in range(300):\n    x = l == m\n",
		"lists of it": long + "l, m = {'k': [v] * 500}, {'k': [w] * 500}\nfor i in range(300):\n    x = l != m\n",
		"a list":      long + "l = [v] * 500\nfor i in range(300):\n    x = w in l\n",
	} {
		if out := run(t, "from airflow.models import Variable\n"+source); out.Declarative {
			t.Errorf("%s: gigabytes that are compared are called declarative", name)
		}
	}
	if out := run(t, "from airflow.models import Variable\nv = Variable.get('a')\nfor i in range(300):\n    x = v == 'prod' or v in ['a', 'b'] or [v] == ['c']\n"); !out.Declarative {
		t.Errorf("comparisons with a few constants are refused: %v", out.Unknowns)
	}
}
