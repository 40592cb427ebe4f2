package eval

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// TestOperations evaluates random expressions over values at which implementations differ (equal ones of other types, signed
// zeros, the ends of integers, format specifications, joins) with the interpreter and with CPython: what the interpreter
// calls known must be what CPython computes, whichever way an unknown condition goes.
func TestOperations(t *testing.T) {
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: the interpreter's operations are not compared with CPython's. Install Python 3.9 or later.")
	}
	if other := os.Getenv("SEKISHO_PYTHON"); other != "" {
		interpreter = other
	}
	count, seed := 6000, uint64(1)
	if n, err := strconv.Atoi(os.Getenv("SEKISHO_DIFFERENTIAL")); err == nil {
		count, seed = n, uint64(time.Now().UnixNano())
	}
	g := &operations{rand.New(rand.NewPCG(seed, 5))}
	sources := append([]string(nil), operationRegressions...)
	for len(sources) < count {
		sources = append(sources, g.module())
	}
	var known []string
	var values []value
	for _, source := range sources {
		if v, ok := operationValue(operationPrologue + source); ok {
			known, values = append(known, operationPrologue+source), append(values, v)
		}
	}
	results := runOperations(t, interpreter, known)
	exact, raised := 0, 0
	for i, source := range known {
		for _, want := range results[i] {
			if want[0] == "raised" {
				raised++
				continue
			}
			if values[i].kind != opaqueKind {
				exact++
			}
			if !stands(values[i], want) {
				t.Errorf("%s\nis %s; CPython has %v", strings.TrimPrefix(source, operationPrologue), describe(values[i]), want)
				break
			}
		}
	}
	t.Logf("%d sources, %d without an unknown, %d values compared, %d runs raised", len(sources), len(known), exact, raised)
	if exact < len(sources)/4 {
		t.Errorf("only %d values were compared", exact)
	}
}

// operationValue is what the interpreter leaves in r; false when it has recorded an unknown, or the source is no Python of
// the oldest version that has all of this.
func operationValue(source string) (value, bool) {
	file, err := python.Parse([]byte(source), python.Options{Version: 9})
	if err != nil {
		return value{}, false
	}
	out := &facts.File{}
	e := newEvaluator(file, "dags/team-a/x.py", testConfig(), out)
	e.evaluate()
	if len(out.Unknowns) > 0 {
		return value{}, false
	}
	return e.globals.vars["r"], true
}

func runOperations(t *testing.T, interpreter string, sources []string) [][2][]any {
	t.Helper()
	input, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, interpreter, "-I", "testdata/operations.py")
	command.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("the oracle failed: %v\n%s", err, stderr.String())
	}
	var results [][2][]any
	if err := json.Unmarshal(output, &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// stands tells whether the abstract value stands for the object that CPython has.
func stands(v value, want []any) bool {
	kind := want[0].(string)
	text := func() string {
		s, _ := want[1].(string)
		decoded, err := hex.DecodeString(s)
		if err != nil {
			return "?"
		}
		return string(decoded)
	}
	members := func() [][]any {
		var out [][]any
		for _, m := range want[1].([]any) {
			out = append(out, m.([]any))
		}
		return out
	}
	switch v.kind {
	case opaqueKind:
		// Data that is said to hold no text may hold none that could be a template.
		return v.n&opaqueText != 0 || kind != "str" || !strings.Contains(text(), brace)
	case prefixKind:
		rest, ok := strings.CutPrefix(text(), v.s)
		return kind == "str" && ok && (v.n&opaqueText != 0 || !strings.Contains(rest, brace))
	case choiceKind:
		return slices.ContainsFunc(v.o.items, func(item value) bool { return stands(item, want) })
	case noneKind:
		return kind == "none"
	case ellipsisKind:
		return kind == "ellipsis"
	case boolKind, intKind:
		return kind == v.typeName() && want[1] == strconv.FormatInt(v.n, 10)
	case floatKind:
		if kind != "float" {
			return false
		}
		f, err := strconv.ParseFloat(want[1].(string), 64)
		return err == nil && (math.Float64bits(f) == math.Float64bits(v.f) || math.IsNaN(v.f) && math.IsNaN(f))
	case strKind:
		return kind == "str" && text() == v.s
	case bytesKind:
		return kind == "bytes" && text() == v.s
	case listKind, tupleKind:
		if kind != v.typeName() {
			return false
		}
		return slices.EqualFunc(v.o.items, members(), stands)
	case setKind:
		if kind != v.typeName() || len(v.o.items) != len(members()) {
			return false
		}
		for _, item := range v.o.items {
			if !slices.ContainsFunc(members(), func(m []any) bool { return stands(item, m) }) {
				return false
			}
		}
		return true
	case dictKind:
		return kind == "dict" && slices.EqualFunc(v.o.items, members(), func(item value, pair []any) bool { return stands(item, pair[1].([]any)) }) &&
			slices.EqualFunc(v.o.keys, members(), func(key value, pair []any) bool { return stands(key, pair[0].([]any)) })
	case objectKind:
		switch v.o.typ {
		case typePath:
			return kind == "path" && stands(v.o.items[0], []any{"str", want[1]})
		case typeDate, typeDatetime:
			text, known := knownDateText(v, "T")
			return !known || kind == v.o.typ && want[1] == text
		case typeTimedelta:
			return kind == "timedelta" && (v.o.items != nil || want[1] == strconv.FormatInt(int64(v.o.num), 10) && !math.Signbit(v.o.num) == (v.o.num >= 0))
		}
		return true
	}
	return v.kind > dictKind
}

func describe(v value) string {
	if text, ok := reprText(v); ok {
		return v.typeName() + " " + text
	}
	switch v.kind {
	case opaqueKind:
		return fmt.Sprintf("opaque (%s, flags %d)", v.s, v.n)
	case prefixKind:
		return fmt.Sprintf("a text that begins with %q (flags %d)", v.s, v.n)
	}
	var parts []string
	if v.o != nil {
		for i, item := range v.o.items {
			if v.kind == dictKind {
				parts = append(parts, describe(v.o.keys[i])+":")
			}
			parts = append(parts, describe(item))
		}
	}
	return fmt.Sprintf("kind %d %s(%s)", v.kind, v.typeName(), strings.Join(parts, ", "))
}

const operationPrologue = `from __future__ import annotations
import os
import copy
import json
import textwrap
from datetime import date, datetime, time, timedelta, timezone
from typing import Dict, Literal, Optional
from pathlib import Path
from airflow.models import Variable
COND = Variable.get('k')
`

// operationRegressions are sources that once differed.
var operationRegressions = []string{
	"x = -0.0 if COND else 0.0\nr = str(x)\n",
	"d = {'a': 1, 'b': 2}\nif COND:\n    d['a'] = d.pop('a')\nelse:\n    pass\nr = list(d)\n",
	"d = {1: 'x'}\nif COND:\n    pass\nelse:\n    d[True] = d.pop(1)\nr = list(d)\n",
	"d = {(1,): 'x'} if COND else {(True,): 'x'}\nr = list(d)\n",
	"s = {'x'}\nif COND:\n    s.add('a')\nelse:\n    s.add('b')\ns.add('a')\nr = len(s)\n",
	"r = sorted([(0,), (1, ('b',), 'x'), (1, ('a',), 'y')])\n",
	"l = [(0,), (1, ('b',), 'x'), (1, ('a',), 'y')]\nl.sort()\nr = l\n",
	"r = max([(0,), (1, ('a',), 'x'), (1, ('b',), 'y')])\n",
	"c = 'c' if COND else 'a'\nr = sorted([(0,), (2, c, 'x'), (2, 'b', 'y')])[1][2]\n",
	"x = 1e999 - 1e999\nr = x in [x]\n",
	"x = 1e999 - 1e999\nr = [x] == [x]\n",
	"r = (-9223372036854775807 - 1) * -1\n",
	"r = -1 * (-9223372036854775807 - 1)\n",
	"r = f'{1:+2}'\n",
	"r = '{:+2d}'.format(1)\n",
	"r = '{+0}'.format('a', **{'+0': 'b'})\n",
	"r = '{-0}'.format('a', **{'-0': 'b'})\n",
	"r = '{\u0660}'.format('a', **{'\u0660': 'b'})\n",
	"r = sorted({1}.intersection([True]))\n",
	"r = sorted({1, 2}.intersection({True}))\n",
	"r = str((timedelta(days=0) * -1).total_seconds())\n",
	"r = str((-timedelta(days=0)).total_seconds())\n",
	"r = (+timedelta(days=1)).total_seconds()\n",
	"r = str(Path('//a').parent)\n",
	"r = str(b'a' if COND else b'b')\n",
	"r = '{0!s:5}x'.format(63)\n",
	"r = f'{63!s:5}x'\n",
	"r = 'abc'[::False]\n",
	"r = '%5s|' % ('a' + COND)\n",
	"r = '%r' % ('a' + COND)\n",
	"l = ['a']\nr = list(dict(enumerate(l), x=l.insert(0, 'b')).values())\n",
	"l = ['a']\nr = list(zip(enumerate(l), [l.insert(0, 'b')]))\n",
	"d = {'a': 'a'}\nr = list(zip(d.values(), [d.update(a='b')]))\n",
	"l = ['a']\nr = list(zip(reversed(l), [l.clear() or l.append('b')]))\n",
	"l = ['b']\nr = sorted((x for x in l), reverse=l.append('a') is None)\n",
	"l = ['a']\nr = dict(((str(i), x) for i, x in enumerate(l)), y=l.insert(0, 'b'))\n",
	"r = json.dumps([1e999, 1e999 - 1e999])\n",
	"l = ['a']\nr = f\"{l!s:{l.append('x') or ''}}\"\n",
	"l = ['a']\nr = '%s %s' % (l, l.append('x'))\n",
}

// operations writes random modules that set r.
type operations struct{ *rand.Rand }

func (g *operations) pick(options ...string) string { return options[g.IntN(len(options))] }

func (g *operations) module() string {
	switch g.IntN(10) {
	case 6, 7:
		return g.effects()
	case 8, 9:
		return g.program()
	case 0:
		return "c = " + g.joined() + "\nr = " + g.expression(3, "c") + "\n"
	case 1:
		return g.changes()
	}
	return "r = " + g.expression(3) + "\n"
}

func (g *operations) joined() string {
	return g.atom() + " if COND else " + g.atom()
}

// changes is a container that is changed under an unknown condition and used afterwards.
func (g *operations) changes() string {
	list := func() string {
		return g.pick("x.append("+g.atom()+")", "x.pop()", "x.pop(0)", "x.insert("+g.integer()+", "+g.atom()+")", "x.extend("+g.sequence(1)+")",
			"x.reverse()", "x.sort()", "x.sort(reverse=True)", "x.remove("+g.atom()+")", "x[0] = "+g.atom(), "x += "+g.sequence(1), "x.clear()", "x = "+g.sequence(1), "pass")
	}
	dict := func() string {
		key := g.key()
		return g.pick("x["+key+"] = "+g.atom(), "x.pop("+key+", None)", "x["+key+"] = x.pop("+g.key()+", 0)", "x.update("+g.dict()+")",
			"x.setdefault("+key+", "+g.atom()+")", "x |= "+g.dict(), "x = dict(x)", "x = "+g.dict(), "pass")
	}
	set := func() string {
		return g.pick("x.add("+g.key()+")", "x.update("+g.sequence(1)+")", "x = x.union("+g.sequence(1)+")", "x = x.intersection("+g.sequence(1)+")",
			"x = x.difference("+g.sequence(1)+")", "x = set("+g.sequence(1)+")", "pass")
	}
	change, make, use := list, g.sequence(1), func() string {
		return g.pick("x", "len(x)", "list(x)", "x[0]", "x[-1]", "str(x)", "sorted(x)", g.atom()+" in x", "x == "+g.sequence(1), "[str(y) for y in x]", "x.count("+g.atom()+")", "x.index("+g.atom()+")", "copy.deepcopy(x)")
	}
	switch g.IntN(3) {
	case 0:
		change, make, use = dict, g.dict(), func() string {
			return g.pick("x", "list(x)", "str(x)", "x.get("+g.key()+")", "list(x.values())", "list(x.items())[-1]", "len(x)", g.key()+" in x", "x == "+g.dict(), "json.dumps(x)", "[str(y) for y in x]", "'%("+g.pick("a", "b")+")s' % x")
		}
	case 1:
		change, make, use = set, g.pick("set()", "{"+g.key()+"}", "{"+g.key()+", "+g.key()+"}"), func() string {
			return g.pick("len(x)", "sorted(x)", g.key()+" in x", "max(x)", "min(x)", "x", "[str(y) for y in sorted(x)]", "sorted(x.union("+g.sequence(1)+"))")
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "x = %s\n", make)
	for range g.IntN(3) {
		fmt.Fprintf(&b, "%s\n", change())
	}
	if g.IntN(3) > 0 {
		fmt.Fprintf(&b, "if COND:\n    %s\n", change())
		if g.IntN(2) == 0 {
			fmt.Fprintf(&b, "else:\n    %s\n", change())
		}
		if g.IntN(2) == 0 {
			fmt.Fprintf(&b, "%s\n", change())
		}
	}
	fmt.Fprintf(&b, "r = %s\n", use())
	return b.String()
}

// effects is one expression whose parts change what other parts read.
func (g *operations) effects() string {
	change := func() string {
		return g.pick("x.append('n')", "x.insert(0, 'n')", "x.pop()", "x.pop(0)", "x.reverse()", "x.clear()", "d.update(a='n')", "d.update(n=1)", "d.pop('a')", "d.setdefault('m', 'n')",
			"(y := y + 1)", "(y := 'n')", "s.add('n')", "x.extend(d)", "x.sort()", "swap()", "grow(x)", "grow(d.get('a'))", "(x := ['w'])", "(d := {'a': 'w'})")
	}
	read := func() string {
		return g.pick("x", "d", "y", "x[0]", "x[-1]", "d.get('a')", "str(x)", "len(x)", "list(d)", "d.values()", "d.items()", "enumerate(x)", "reversed(x)", "zip(x, d)", "zip(x, y_list)", "(str(e) for e in x)", "((k, d[k]) for k in d)",
			"[str(e) for e in x]", "x[:]", "f'{x}'", "tuple(x)", "sorted(s)", "x + ['p']", "(x, y)", "[x, d]", "x[0:2]", "'%s' % x", "grow()")
	}
	part := func() string {
		if g.IntN(2) == 0 {
			return change()
		}
		return read()
	}
	a, b, c := part(), part(), part()
	use := g.pick("[%s, %s, %s]", "(%s, %s, %s)", "{'a': %s, 'b': %s, 'c': %s}", "list(zip(%s, [%s], [%s]))", "list(zip([%s], %s, %s))", "dict(%s, p=%s, q=%s)", "sorted(%s, reverse=(%s and %s) is None)",
		`f"""{%s!s:{str(len([%s]))[:0]}}{%s}"""`, `f"""{%s}{%s}{%s!r}"""`, "'{} {} {}'.format(%s, %s, %s)", "'%%s %%s %%s' %% (%s, %s, %s)", "[*%s, %s, %s]", "[%s, *%s, *%s]", "{**d, 'z': %s, **d, 'y': [%s, %s]}", "many(%s, %s, k=%s)", "many(*%s, *[%s], k=%s)",
		"many(**d, p=[%s, %s, %s])", "(%s == %s) or %s", "%s and %s or %s", "%s if %s else %s", "[e for e in %s if [%s] and [%s]]", "[(e, %s) for e in %s if %s]", "{str(e): %s for e in %s if [%s]}", "max(%s, key=None) if %s else %s",
		"list(%s)[:len([%s, %s])]", "x[len([%s, %s, %s]) - 3]", "(%s in %s, %s)", "set(%s) and [%s, %s]", "list(enumerate(%s, len([%s, %s])))", "'-'.join(%s) + str([%s, %s])", "dict(zip(%s, %s), p=%s)", "tuple(%s) + (%s, %s)", "any(%s) or [%s, %s]", "sum([len(x), [%s, %s, %s] and 1])")
	return "x = " + g.pick("['a', 'b', 'c']", "['b']", "['c', 'a']") + "\ny = 1\ny_list = [1, 2]\nd = " + g.pick("{'a': 1, 'b': 2}", "{'a': 'v'}", "{'b': 'x', 'a': 'y'}") + "\ns = {'k'}\n" +
		"def swap():\n    x[0], x[-1] = x[-1], x[0]\n    return x\ndef grow(z=['z'], *rest):\n    if z != None and isinstance(z, list):\n        z.append('g')\n    return z\ndef many(*a, k=0, **kw):\n    return [a, k, kw]\n" +
		"r = [" + fmt.Sprintf(use, a, b, c) + ", x, y, d, sorted(s), grow()]\n"
}

// program is a few statements on variables that alias each other, some under an unknown condition.
func (g *operations) program() string {
	var b strings.Builder
	b.WriteString("x = ['a', 'b']\nz = x\ny = [x, 'p']\nd = {'k': x, 'm': {'q': 1}}\ne = d\nn = 1\nt = 't'\ns = {1}\n" +
		"def f(p, q=['q'], *a, k=None, **kw):\n    " + g.pick("q.append(p)", "p = [p, q]", "q = [p]", "kw['z'] = p") + "\n    " +
		g.pick("return q", "return [p, q, k, a, kw]", "if COND:\n        return q\n    return p", "for i in [p, q]:\n        if i == 't':\n            return i\n    return n", "if p:\n        return p\n    else:\n        return q") + "\n" +
		"def outer(v):\n    acc = [v]\n    def inner(w=v):\n        acc.append(w)\n        return [acc, n]\n    v = 'changed'\n    inner()\n    return inner(" + g.pick("", "t", "acc") + ")\n")
	for range g.IntN(5) + 1 {
		g.statement(&b, "", 2)
	}
	b.WriteString("r = [x, y, z, d, e, n, t, len(s), f('end'), outer('o'), x is z, y[0] is x, d is e]\n")
	if g.IntN(2) == 0 {
		return strings.ReplaceAll(b.String(), "COND", g.pick("(n == 1)", "(t != 't')", "x", "(z is x)"))
	}
	return b.String()
}

func (g *operations) statement(b *strings.Builder, indent string, depth int) {
	simple := func() string {
		return g.pick("x.append("+g.operand()+")", "x = "+g.operand(), "z = "+g.operand(), "x = x[:]", "x = list(x)", "y[0] = "+g.operand(), "y = [x, x]", "d['k'] = "+g.operand(), "d = dict(d)", "d = {**d, 'n': n}", "e = copy.copy(d)", "e = copy.deepcopy(d)",
			"d.update(k="+g.operand()+")", "d['m']['q'] = "+g.operand(), "n += 1", "n = len(x)", "t = f'{t}{n}'", "t += 'u'", "s.add(n)", "s = s.union([n])", "x += ['i']", "x = x + ['c']", "z = f("+g.operand()+")", "z = outer("+g.operand()+")", "x, z = z, x",
			"x, *z = y", "d['k'], n = n, 'swapped'", "(n := n + 1)", "y = [(n := i) for i in [1, 2]]", "y = [f(i) for i in x]", "x.sort()", "x.reverse()", "x.pop()", "d.setdefault('k', []).append(n)", "e.pop('m', None)", "f(t, "+g.pick("x", "z", "y[0]")+")",
			"z = f(*[n, x], k=t, o=d)", "y = [x, z] if COND else [z, x]", "z = x if COND else y", "n = COND and n or t", "t = {'a': 'b'}.get(t, t)", "x = [*x, *y]", "d = d | {'k': n}", "e |= {'w': n}", "n = sum(i == 'a' for i in x)", "z = d.get('k')", "y = list(d.values())",
			"x[-1] = x[0]", "y[0].append(n)", "z = sorted(str(i) for i in x)", "x = [i for i in x if i != 'a']", "t = '%s-%s' % (t, n)", "t = str(d)", "n = z == x", "z = x or y", "x = tuple(x)", "z = [x] * 2", "pass")
	}
	if depth == 0 || g.IntN(2) == 0 {
		fmt.Fprintf(b, "%s%s\n", indent, simple())
		return
	}
	body := func() {
		for range g.IntN(3) + 1 {
			g.statement(b, indent+"    ", depth-1)
		}
	}
	switch g.IntN(5) {
	case 0:
		// Both branches leave values of one shape.
		like := func() string {
			return g.pick("n = 5", "n = 6", "t = 'w'", "t = f'{t}x'", "x = ['c', 'd']", "x = ['e', 'f']", "x[0] = 'c'", "x[1] = x[0]", "d['k'] = 'v'", "d['m'] = {'q': 2}", "d['m'] = {'q': 'r'}", "d['m']['q'] = 7", "y = [['a', 'b'], 'p']",
				"y = [['c', 'd'], 'q']", "y[1] = n", "x.reverse()", "x, z = ['g', 'h'], x", "z = ['i', 'j']", "s = {2}", "e = {'k': 'a', 'm': 'b'}", "e = {'k': 'b', 'm': 'a'}", "e = {'m': 'a', 'k': 'b'}", "f(t)", "z = [t, n]", "pass")
		}
		fmt.Fprintf(b, "%sif COND:\n%s    %s\n%s    %s\n%selse:\n%s    %s\n%s    %s\n", indent, indent, like(), indent, like(), indent, indent, like(), indent, like())
	case 1:
		fmt.Fprintf(b, "%sif %s:\n", indent, g.pick("COND", "not COND", "COND == 'y'", "n in x", "n == 1", "x == z", "x is z", "COND and n == 1", "len(x) > 2", "t", "'k' in d", "z"))
		body()
		if g.IntN(2) == 0 {
			fmt.Fprintf(b, "%selse:\n", indent)
			body()
		}
	case 2, 3:
		fmt.Fprintf(b, "%sfor %s in %s:\n", indent, g.pick("i", "i", "n", "x[0]", "d['k']", "z"), g.pick("['g', 'h']", "x", "list(d)", "range(2)", "d", "y", "enumerate(x)", "d.items()", "zip(x, y)", "x[:]", "'uv'"))
		body()
		if g.IntN(2) == 0 {
			fmt.Fprintf(b, "%s    if %s:\n%s        %s\n", indent, g.pick("n == 2", "len(x) > 3", "COND", "t == 't'"), indent, g.pick("break", "continue"))
		}
		if g.IntN(3) == 0 {
			fmt.Fprintf(b, "%s    %s\n%selse:\n", indent, simple(), indent)
			body()
		}
	default:
		name := g.pick("f", "outer", "h")
		fmt.Fprintf(b, "%sdef %s(v=%s, *, w=n):\n", indent, name, g.operand())
		for range g.IntN(2) + 1 {
			fmt.Fprintf(b, "%s    %s\n", indent, g.pick("x.append(v)", "v = [v]", "d['k'] = v", "w = [w, v]", "y[0] = v", "return v", "return x", "return [x, n, v, w]", "if COND:\n"+indent+"        v = w"))
		}
		fmt.Fprintf(b, "%s%s\n", indent, g.pick("z = "+name+"()", "z = "+name+"("+g.operand()+")", name+"(x)", "n = "+name+"(n)", "pass"))
	}
}

func (g *operations) operand() string {
	return g.pick("x", "y", "z", "d", "e", "n", "t", "'l'", "['l']", "{'k': 'l'}", "x[0]", "d.get('k')", "[x]", "None", "1", "(x, n)", "y[-1]")
}

func (g *operations) integer() string {
	return g.pick("0", "1", "-1", "2", "3", "-2", "5", "7", "10", "-7", "62", "63", "64", "9223372036854775807", "(-9223372036854775807 - 1)", "4611686018427387904",
		"9007199254740993", "9007199254740992", "1000", "True", "False")
}

func (g *operations) float() string {
	return g.pick("0.0", "-0.0", "1.0", "-1.0", "1.5", "0.1", "1e16", "1e15", "123456789.123", "1e-5", "0.0001", "1e22", "1e300", "1e999", "-1e999", "(1e999 - 1e999)", "2.5", "3.5", "9007199254740992.0", "9007199254740993.0", "5e-324")
}

func (g *operations) text() string {
	return g.pick("''", "'a'", "'b'", "'abc'", "'a b'", "' a '", "'a,b,,c'", "'A'", "'aB cD'", "'1'", "'-1'", "'+1'", "'007'", "'1.5'", "' 12 '", "'a/b/c.txt'", "'/a//b/'", "'/'", "'//a'",
		"'.'", "'..'", "'a/../b'", "'.x'", "'a.tar.gz'", `'a\nb'`, `'a\n'`, `'\n'`, `'it\'s'`, `'"'`, `'\\'`, `'\t'`, `'\x1c'`, `'\x00'`, "'é'", "'aé b'", "'ß'", "'İ'", "'{}'", "'{{ds}}'", "'%'", "'a%sb'", "'{'", "'ab' 'ab'", "'aaa'", `'\x85'`, `'\u2028'`, `'a\rb'`, "'x' * 3", "'1_0'", "'1e5'", "'٣'")
}

func (g *operations) key() string {
	return g.pick("'a'", "'b'", "'c'", "1", "True", "1.0", "0", "False", "-0.0", "0.0", "2", "None", "(1,)", "(True,)", "('a', 1)", "'1'", "b'a'", "()", "2**60", "1.5")
}

func (g *operations) atom() string {
	switch g.IntN(9) {
	case 0, 1:
		return g.integer()
	case 2:
		return g.float()
	case 3, 4, 5:
		return g.text()
	case 6:
		return g.key()
	}
	return g.pick("None", "True", "False", "b'a'", "b'\\xff'", "()", "[]", "{}", "...", "set()")
}

func (g *operations) list(depth int, names ...string) string {
	var items []string
	for range g.IntN(4) {
		if depth > 1 && g.IntN(3) == 0 {
			items = append(items, g.sequence(depth-1, names...))
		} else {
			items = append(items, g.leaf(names...))
		}
	}
	return strings.Join(items, ", ")
}

func (g *operations) leaf(names ...string) string {
	if len(names) > 0 && g.IntN(2) == 0 {
		return names[g.IntN(len(names))]
	}
	return g.atom()
}

func (g *operations) sequence(depth int, names ...string) string {
	switch g.IntN(8) {
	case 0, 1, 2:
		return "[" + g.list(depth, names...) + "]"
	case 3:
		return "tuple([" + g.list(depth, names...) + "])"
	case 4:
		return g.dict(names...)
	case 5:
		return g.text()
	case 6:
		return "range(" + g.pick("3", "2, 5", "5, 0, -2", "0", "-3, 3, 2", "10, 0, 3") + ")"
	}
	return "[" + g.key() + ", " + g.key() + ", " + g.key() + "]"
}

func (g *operations) dict(names ...string) string {
	var items []string
	for range g.IntN(4) {
		items = append(items, g.key()+": "+g.leaf(names...))
	}
	return "{" + strings.Join(items, ", ") + "}"
}

func (g *operations) spec() string {
	return g.pick("", "5", "05", "d", "s", "5d", "05d", "+d", "+5", "-5", " 5", "<5", ">5", "^5", "*>5", "x", "b", "o", "e", ".2f", ".2", "5.1f", ",", "_", "%", "c", "n", "#x", "00", "0", "+05d", "3s", "03s", "!", "=5", "{}", "٣", "5_", "+", "-", "z")
}

// expression is a random expression; names are variables that it may use.
func (g *operations) expression(depth int, names ...string) string {
	if depth == 0 {
		return g.leaf(names...)
	}
	sub := func() string { return "(" + g.expression(depth-1, names...) + ")" }
	leaf := func() string { return "(" + g.leaf(names...) + ")" }
	str := func() string {
		if g.IntN(3) == 0 {
			return sub()
		}
		return "(" + g.text() + ")"
	}
	sequence := func() string {
		if g.IntN(3) == 0 {
			return sub()
		}
		return "(" + g.sequence(2, names...) + ")"
	}
	switch g.IntN(26) {
	case 23, 24:
		// What is said to be data without text must not begin a template.
		date := g.pick("datetime(2024, 1, 2, 3, 4, 5)", "datetime(2024, 1, 2)", "date(2024, 1, 2)", "datetime.min.time()", "time(1, 2)", "timedelta(1)",
			"datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=1), "+g.text()+"))", "datetime(2024, 1, 2, tzinfo=timezone.utc)")
		text := g.pick("'{'", "'{{ds}}'", "'%{'", "'%Z{'", "'%Y-%m'", "'%%'", "'%Z'", "'%'", "'T'", "' '", g.text())
		shown := g.pick(date+".strftime("+text+")", date+".isoformat()", date+".isoformat("+text+")", date+".tzinfo", date+".date()", date+".time()",
			date+".isocalendar()", date+".timetuple()", date+".replace(hour=1)", date+".year", date+".utcoffset()", date+".weekday()", date,
			"list["+text+"]", "dict[str, "+text+"]", "Optional["+text+"]", "Literal["+text+"]", "type["+text+"]", "Dict[str, int]", "annotations",
			"[list["+text+"]]", "len(COND)", "COND == "+text, "round(len(COND) / 3, 2)", "(len(COND), )", "{"+text+": len(COND)}", "{len(COND)}")
		return g.pick("str("+shown+")", `f"""{(`+shown+`)}"""`, `f"""{(`+shown+"):"+g.pick("5", "d", "%Y", ">5", "{'{'}<5", "{'c'}", "{"+text+"}")+`}"""`, "'%s' % ("+shown+",)", "'%5s' % ("+shown+",)",
			"'{}'.format("+shown+")", "str("+shown+")[0]", "str("+shown+")[0] * 2", "str("+shown+").upper()", "repr("+shown+")", "'a' + str("+shown+")",
			"str("+shown+") + "+text, "''.join([str("+shown+"), "+text+"])", "json.dumps("+shown+")", "json.dumps(str("+shown+"))",
			"str("+shown+").replace('2', "+text+")", "str("+shown+").split()", "str(str("+shown+").split()[0])", "os.path.join(str("+shown+"), "+text+")",
			"textwrap.dedent(str("+shown+"))", "str([str("+shown+")])")
	case 0, 1:
		return sub() + " " + g.pick("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^") + " " + leaf()
	case 2:
		return g.pick("-", "+", "not ", "~") + sub()
	case 3, 4:
		return sub() + " " + g.pick("==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not") + " " + leaf()
	case 5:
		return leaf() + " " + g.pick("<", "==", "in") + " " + sub() + " " + g.pick("<=", "!=", "in") + " " + leaf()
	case 6:
		return sub() + g.pick(" and ", " or ") + leaf() + g.pick("", " and "+leaf(), " or "+leaf())
	case 7, 8:
		method := g.pick("upper()", "lower()", "strip()", "lstrip()", "rstrip()", "title()", "capitalize()", "isdigit()", "splitlines()", "split()", "rsplit()", "encode()")
		if g.IntN(2) == 0 {
			method = g.pick("strip", "lstrip", "rstrip", "split", "rsplit", "startswith", "endswith", "removeprefix", "removesuffix", "count", "find", "partition", "rpartition", "zfill", "join", "encode") + "(" + leaf() + ")"
		} else if g.IntN(2) == 0 {
			method = g.pick("replace", "split", "rsplit", "startswith", "count", "find") + "(" + g.text() + ", " + leaf() + g.pick("", ", "+g.integer()) + ")"
		}
		return str() + "." + method
	case 9:
		return "f\"\"\"" + g.pick("", "a", "{{", "}}") + "{" + sub() + g.pick("", "!r", "!s", "!a") + g.pick("", ":"+strings.Trim(g.spec(), "{}")) + "}" + g.pick("", "b", "{"+leaf()+"}") + "\"\"\""
	case 10:
		return g.pick("'%s'", "'%d'", "'%r'", "'%5d'", "'%05d'", "'%-5d'", "'%+d'", "'% d'", "'%s%%'", "'%s %s'", "'%(a)s'", "'%(a)d %(b)s'", "'%.2f'", "'%x'", "'%5s'", "'%i'", "'%c'", "'%a'", "'%e'", "'%'", "'%00d'", "'%(a)s %s'") +
			" % " + g.pick(sub(), "("+leaf()+",)", "("+leaf()+", "+leaf()+")", g.dict(names...), "{'a': "+leaf()+", 'b': "+leaf()+"}")
	case 11:
		name := g.pick("", "0", "1", "00", "-0", "+0", " 0", "a", "0.real", "a[0]", "1_0", "٠")
		return "'" + g.pick("", "x", "{{", "}}") + "{" + name + g.pick("", "!r", "!s", "!a") + g.pick("", ":"+g.spec()) + "}" + g.pick("", "{}", "{0}", "y") + "'.format(" +
			g.pick(sub(), leaf()+", "+leaf(), leaf()+", a="+leaf(), leaf()+", **{'-0': 'p', '+0': 'q', ' 0': 's', '٠': 't', '1_0': 'u'}") + ")"
	case 12:
		return sub() + "[" + leaf() + "]"
	case 13:
		bound := func() string { return g.pick("", "", g.integer()) }
		return sequence() + "[" + bound() + ":" + bound() + g.pick("", ":"+bound()) + "]"
	case 14, 15:
		return g.pick("str", "int", "float", "bool", "len", "abs", "round", "repr", "list", "tuple", "set", "sorted", "min", "max", "sum", "any", "all", "dict", "frozenset") + "(" + g.pick(sub(), sequence()) + ")"
	case 16:
		return g.pick("min", "max") + "(" + leaf() + ", " + leaf() + ", " + leaf() + ")"
	case 17:
		zip := "zip(" + sequence() + ", " + sequence() + ")"
		return g.pick("list("+zip+")", "dict("+zip+")", "[a + b for a, b in "+zip+"]")
	case 18:
		return "[" + g.pick("x", "str(x)", "(x, x)", "x * 2") + " for x in " + sequence() + g.pick("", " if x", " if x == "+g.atom()) + "]"
	case 19:
		over := sequence()
		return g.pick("{x: "+g.leaf(names...)+" for x in "+over+"}", "{x for x in "+over+"}", "sorted(x for x in "+over+")", "sum(x for x in "+over+")",
			"any(x for x in "+over+")", "list(enumerate("+over+"))", "list(reversed("+over+"))")
	case 20:
		f := g.pick("os.path.join", "Path", "os.path.dirname", "os.path.basename", "os.path.normpath", "os.path.splitext", "os.path.abspath", "textwrap.dedent", "json.dumps", "json.loads", "copy.copy", "copy.deepcopy")
		return f + "(" + str() + g.pick("", "", ", "+g.text()) + ")"
	case 21:
		p := "Path(" + g.text() + g.pick("", ", "+g.text()) + ")"
		return g.pick(p+".parent", p+".name", p+".stem", p+".suffix", "str("+p+")", p+" / "+g.text(), p+".parents[0]", p+".parents[1]", p+".with_name("+g.text()+")", p+".with_suffix("+g.text()+")", p+".joinpath("+g.text()+")",
			p+".as_posix()", g.text()+" / "+p, "f'{"+p+"}'", p+".absolute()")
	case 22:
		d := func() string {
			return "timedelta(" + g.pick("", "days=", "hours=", "microseconds=", "milliseconds=", "weeks=") + g.pick("0", "1", "-1", "0.5", "1.5", "1e-7", "3", "True", "100000") + ")"
		}
		return g.pick(d()+" + "+d(), d()+" - "+d(), d()+" * "+g.integer(), d()+" / "+d(), d()+" / "+g.integer(), "("+d()+").total_seconds()", "str(("+d()+" * "+g.integer()+").total_seconds())", d()+" < "+d(), "-"+d(), "sorted(["+d()+", "+d()+"])", "max("+d()+", "+d()+")")
	}
	x := g.dict(names...)
	return x + g.pick(".get("+g.key()+")", ".get("+leaf()+", "+leaf()+")", ".pop("+g.key()+", "+leaf()+")", ".setdefault("+g.key()+", "+leaf()+")", "["+g.key()+"]", " | "+g.dict(), "["+leaf()+"]", ".copy()", " == "+g.dict(), ".get("+sub()+")")
}
