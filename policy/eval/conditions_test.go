package eval

import (
	"strings"
	"testing"
)

// TestConditions holds that a condition which is true in CPython is true or not known here. Each was
// once decided the other way.
func TestConditions(t *testing.T) {
	conditions := map[string]string{
		"rsplit of overlapping separators":   "C = 'aaa'.rsplit('aa', 1)[0] == 'a'",
		"rsplit without a bound":             "C = 'aaa'.rsplit('aa') == ['a', '']",
		"rsplit with a bound":                "C = 'a-b-c'.rsplit('-', 1) == ['a-b', 'c']",
		"rsplit by more than there is":       "C = 'a-b-c'.rsplit('-', 9) == ['a', 'b', 'c']",
		"rsplit by nothing":                  "C = 'a-b'.rsplit('-', 0) == ['a-b']",
		"split with a bound":                 "C = 'a-b-c'.split('-', 1) == ['a', 'b-c']",
		"split by nothing":                   "C = 'a-b'.split('-', 0) == ['a-b']",
		"split below nothing":                "C = 'a-b'.split('-', -1) == ['a', 'b']",
		"empty tuples are one":               "A = ()\nB = ()\nC = A is B",
		"equal tuples are one":               "A = (1, 2)\nB = (1, 2)\nC = A is B",
		"a slice of a tuple is the tuple":    "A = (1, 2)\nC = A[:] is A",
		"a tuple of a tuple is the tuple":    "A = (1, 2)\nC = tuple(A) is A",
		"a frozenset of itself is itself":    "F = frozenset(['a'])\nC = frozenset(F) is F",
		"lists are two":                      "A = []\nC = A is not [] and A is A",
		"order of an OrderedDict":            "C = OrderedDict([('a', 1), ('b', 2)]) != OrderedDict([('b', 2), ('a', 1)])",
		"order of a copied OrderedDict":      "C = OrderedDict([('a', 1), ('b', 2)]).copy() != OrderedDict([('b', 2), ('a', 1)])",
		"order of a joined OrderedDict":      "C = ({'a': 1} | OrderedDict(b=2)) != OrderedDict([('b', 2), ('a', 1)])",
		"text of an OrderedDict":             "C = str(OrderedDict([('a', 1)]))[0] == 'O'",
		"text of an OrderedDict in f-string": "C = f'{OrderedDict()}' != '{}'",
		"all members are taken first":        "L = ['b', 'a']\nL[1], x = L\nC = x == 'a'",
		"all members before a starred rest":  "L = ['b', 'a', 'c']\nL[2], *x = L\nC = x == ['a', 'c']",
		"an index is evaluated once":         "L = ['a', 'b']\ni = 0\nL[i] += '' if (i := 1) else ''\nL[0] += 'x'\nC = L == ['ax', 'b']",
		"a base is evaluated once":           "A, B = ['a'], ['b']\nA[0] += 'x' if (A := B) else ''\nC = B == ['b']",
		"a base is called once":              "LL = [['a'], ['b']]\nLL.pop()[0] += 'x'\nC = LL == [['a']]",
		"a base that the value replaces":     "D = {'x': ['a']}\nO = D['x']\ndef f():\n    D['x'] = ['b']\n    return 'y'\nD['x'][0] += f()\nC = O == ['ay'] and D == {'x': ['b']}",
		"a list in a list grows in place":    "A = [['a']]\nB = A[0]\nA[0] += ['b']\nC = B == ['a', 'b'] and A[0] is B",
		"a dict at its limit":                "D = {i: 0 for i in range(16384)}\nD['ns'] = 1\nC = D.get('ns', 0)",
		"a dict display past the limit":      "D = {i: 0 for i in range(16384)}\nC = {**D, 'ns': 1}.get('ns', 0)",
		"a list at its limit":                "L = [0 for i in range(16384)]\nL += ['x']\nC = L[-1]",
		"a list past its limit":              "L = [0 for i in range(16384)]\nL.append('x')\nC = L[-1]",
		"a set at its limit":                 "S = {i for i in range(16384)}\nS.add(-1)\nC = -1 in S",
		"a member that equals another":       "C = len({datetime(2024, 1, 1).year, 2024}) == 1",
		"an added member equals another":     "S = {2024}\nS.add(datetime(2024, 1, 1).year)\nC = len(S) == 1",
		"members of a comprehension":         "C = len({x for x in [datetime(2024, 1, 1).year, 2024]}) == 1",
		"members of a frozenset":             "C = len(frozenset([datetime(2024, 1, 1).year, 2024])) == 1",
		"members of a joined set":            "C = len({datetime(2024, 1, 1).year} | {2024}) == 1",
		"keys that are equal":                "C = len({datetime(2024, 1, 1).year: 1, 2024: 2}) == 1",
		"keys of dict.fromkeys":              "C = len(dict.fromkeys([datetime(2024, 1, 1).year, 2024])) == 1",
		"a range is one argument of %":       "C = '%s' % range(1) == 'range(0, 1)'",
	}
	for name, source := range conditions {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+"from collections import OrderedDict\n"+source+"\nns = 'a' if C else 'b'\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=ns)\n")
			if got := namespaces(out); !strings.Contains(got, "a") && out.Declarative {
				t.Errorf("namespaces %q", got)
			}
		})
	}
}

// A declaration of the encoding that Python assumes anyway says nothing; any other is for a person.
func TestDeclaredEncoding(t *testing.T) {
	for cookie, want := range map[string]bool{
		"# -*- coding: utf-8 -*-": true, "# coding=UTF-8": true, "# vim: set fileencoding=utf_8 :": true,
		"# coding: utf8": false, "# coding: utf-8-sig": false, "# coding: utf-8-unix": false,
	} {
		if out := run(t, cookie+"\n"+prologue); out.Declarative != want {
			t.Errorf("%s: declarative is %v", cookie, out.Declarative)
		}
	}
}
