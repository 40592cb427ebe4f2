package eval

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

const generatedPrologue = `from airflow import DAG
from airflow.models import Variable
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
dag = DAG('team-a.dag')
`

// generator writes random modules of the declarative language and a little beyond.
type generator struct {
	r         *rand.Rand
	b         strings.Builder
	names     map[byte][]string // by type: s string, i int, l list of strings, d dict of strings, n nested list
	functions []string          // name and types of parameters, all returning a string
	yielding  []string          // generator functions, as functions, all giving strings
	classes   []string          // subclasses of KubernetesPodOperator
	fresh     int
	inside    int // depth of blocks
	size      int
	reads     bool
}

// generate writes a module; with reads, variables stand among its constants.
func generate(seed uint64, reads bool) string {
	g := &generator{reads: reads, r: rand.New(rand.NewPCG(seed, 7)), names: map[byte][]string{}}
	g.b.WriteString(generatedPrologue)
	for _, kind := range []byte("silds") {
		name := g.name(kind)
		fmt.Fprintf(&g.b, "%s = %s\n", name, g.literal(kind))
		g.names[kind] = append(g.names[kind], name)
	}
	for range 4 + g.r.IntN(14) {
		g.statement("")
	}
	for _, f := range g.yielding {
		name, _, _ := strings.Cut(f, ":")
		g.line("", "KubernetesPodOperator(task_id='y', cmds=[x for x in %s(%s)])", name, g.expr('s', 1))
	}
	g.task("")
	return g.b.String()
}

func (g *generator) name(kind byte) string {
	g.fresh++
	return fmt.Sprintf("%c%d", kind, g.fresh)
}

func (g *generator) pick(list ...string) string { return list[g.r.IntN(len(list))] }

func (g *generator) variable(kind byte) string {
	if list := g.names[kind]; len(list) > 0 {
		return list[g.r.IntN(len(list))]
	}
	return g.literal(kind)
}

func (g *generator) literal(kind byte) string {
	switch kind {
	case 's':
		if g.reads && g.r.IntN(2) == 0 {
			return g.pick("Variable.get('x')", "Variable.get('x', 'y')")
		}
		return g.pick("'a'", "'b-c'", "''", "'Team A'", "'x/y.z'", "\"it's\"", "'é'", "'a\\nb'", "'{}'", "'%s'")
	case 'i':
		return g.pick("0", "1", "2", "-1", "7", "10", "True")
	case 'l':
		return g.pick("[]", "['a']", "['b', 'a']", "['x', 'y', 'z']", "list('abc')")
	case 'd':
		return g.pick("{}", "{'a': 'b'}", "{'a': '1', 'b': '2'}", "dict(x='y')", "{'k': 'v', 'a': ''}")
	case 'n':
		return g.pick("[['a'], ['b']]", "[[]]", "[['x', 'y']] * 2")
	}
	return "None"
}

// expr writes an expression of a type.
func (g *generator) expr(kind byte, depth int) string {
	if depth <= 0 || g.r.IntN(4) == 0 {
		if g.r.IntN(3) == 0 {
			return g.literal(kind)
		}
		return g.variable(kind)
	}
	e := func(k byte) string { return g.expr(k, depth-1) }
	p := func(k byte) string { return "(" + g.expr(k, depth-1) + ")" }
	switch kind {
	case 's':
		switch g.r.IntN(29) {
		case 28:
			if len(g.yielding) > 0 {
				return "''.join(" + g.yieldingCall() + ")"
			}
		case 0:
			return p('s') + " + " + p('s')
		case 1:
			return "f\"{" + g.variable('s') + "}-{" + g.variable('i') + "}\""
		case 2:
			return "f\"{" + g.variable('s') + "!r}{" + g.variable('i') + ":03d}\""
		case 3:
			return "'%s/%d' % (" + e('s') + ", " + e('i') + ")"
		case 4:
			return "'{}.{x}'.format(" + e('s') + ", x=" + e('s') + ")"
		case 5:
			return "'{1}{0}'.format(" + e('i') + ", " + e('s') + ")"
		case 6:
			return p('s') + "." + g.pick("upper()", "lower()", "strip()", "title()", "capitalize()", "replace('a', 'b')", "strip('ab')", "replace('-', '')", "zfill(4)",
				"lstrip('/')", "removeprefix('a')", "removesuffix('c')", "replace('', '.')", "rsplit('/', 1)[0]", "partition('-')[0]", "rpartition('/')[2]")
		case 7:
			return p('s') + "[" + g.pick("0:1", ":-1", "1:", "::-1", "::2", "-2:", ":5", "5:", "3:0:-1") + "]"
		case 8:
			return "str(" + e(g.pick("i", "s", "l", "d")[0]) + ")"
		case 9:
			return "'-'.join(" + e('l') + ")"
		case 10:
			return p('d') + ".get(" + e('s') + ", " + e('s') + ")"
		case 11:
			return p('s') + " or " + p('s')
		case 12:
			return p('s') + " and " + p('s')
		case 13:
			return "(" + e('s') + " if " + g.condition(depth-1) + " else " + e('s') + ")"
		case 14:
			return p('l') + "[" + g.pick("0", "-1", "1") + "]"
		case 15:
			return p('s') + " * " + g.pick("0", "1", "2", "3")
		case 16:
			if len(g.functions) > 0 {
				return g.call(depth)
			}
		case 17:
			return "sorted(" + e('l') + " + ['m'])[0]"
		case 18:
			return "repr(" + g.variable(g.pick("s", "l", "d", "n", "i")[0]) + ")"
		case 19:
			return "max(" + e('s') + ", " + e('s') + ")"
		case 20:
			return "''.join(c for c in " + p('s') + " if c != 'a')"
		case 21:
			return "'%(x)s-%(y)s' % {'x': " + e('s') + ", 'y': " + e('i') + "}"
		case 22:
			return "''.join([k + v for k, v in sorted(" + p('d') + ".items())])"
		case 23:
			return "f\"{" + g.variable('s') + ":>4}|{" + g.variable('l') + "}\""
		case 24:
			return p('n') + "[0][0]"
		case 25:
			return "\"\".join(reversed(" + p('l') + "))"
		case 26:
			return "(lambda x, y=" + e('s') + ": x + y)(" + e('s') + ")"
		case 27:
			return g.pick("max", "min") + "(" + p('l') + " + ['m'], key=" + g.key() + ")"
		}
	case 'i':
		switch g.r.IntN(12) {
		case 0:
			return p('i') + " " + g.pick("+", "-", "*", "//", "%") + " " + p('i')
		case 1:
			return "len(" + e(g.pick("s", "l", "d")[0]) + ")"
		case 2:
			return p('s') + ".count('a')"
		case 3:
			return "min(" + e('i') + ", " + e('i') + ")"
		case 4:
			return "sum(len(x) for x in " + p('l') + ")"
		case 5:
			return "int(" + g.pick("'7'", "' 3 '", "True", "2.9") + ")"
		case 6:
			return "abs(" + e('i') + ")"
		case 7:
			return p('l') + ".count('a')"
		case 8:
			return "-" + p('i')
		case 9:
			return p('s') + ".find('b')"
		case 10:
			return "round(" + e('i') + ")"
		case 11:
			return "len(set(" + p('l') + "))"
		}
	case 'l':
		switch g.r.IntN(16) {
		case 15:
			if len(g.yielding) > 0 {
				return g.pick("list("+g.yieldingCall()+")", "[x + 'c' for x in "+g.yieldingCall()+"]", "[*"+g.yieldingCall()+"]", "sorted("+g.yieldingCall()+")")
			}
		case 0:
			return p('l') + " + " + p('l')
		case 1:
			return "[" + e('s') + ", " + e('s') + "]"
		case 2:
			return "[x + " + e('s') + " for x in " + p('l') + "]"
		case 3:
			return "[x for x in " + p('l') + " if " + g.pick("x", "x != 'a'", "len(x) > 0", "x in "+p('l')) + "]"
		case 4:
			return "sorted(" + e('l') + g.pick("", ", reverse=True") + ")"
		case 5:
			return p('l') + "[" + g.pick("1:", ":1", "::-1", "::2") + "]"
		case 6:
			return p('s') + ".split(" + g.pick("", "'-'", "'/'", "'a', 1") + ")"
		case 7:
			return "list(" + e('d') + ")"
		case 8:
			return "[*" + p('l') + ", " + e('s') + "]"
		case 9:
			return p('l') + ".copy()"
		case 10:
			return "list(" + p('d') + ".values())"
		case 11:
			return "[f'{i}{x}' for i, x in enumerate(" + e('l') + ", 1)]"
		case 12:
			return "[x + y for x, y in zip(" + e('l') + ", " + e('l') + ")]"
		case 13:
			return "sorted(" + e('l') + ", key=" + g.key() + g.pick("", ", reverse=True") + ")"
		case 14:
			return "list(" + g.pick("map(str.upper", "map(lambda x: x * 2", "filter("+g.key()) + ", " + e('l') + "))"
		}
	case 'd':
		switch g.r.IntN(7) {
		case 0:
			return "{" + e('s') + ": " + e('s') + ", **" + p('d') + "}"
		case 1:
			return "dict(" + e('d') + ", x=" + e('s') + ")"
		case 2:
			return "{x: x + '1' for x in " + p('l') + "}"
		case 3:
			return p('d') + " | " + p('d')
		case 4:
			return p('d') + ".copy()"
		case 5:
			return "dict(zip(" + e('l') + ", " + e('l') + "))"
		case 6:
			return "{v: k for k, v in " + p('d') + ".items()}"
		}
	case 'n':
		switch g.r.IntN(3) {
		case 0:
			return "[" + g.variable('l') + ", " + g.variable('l') + "]"
		case 1:
			return "[list(x) for x in " + p('n') + "]"
		case 2:
			return p('n') + "[:]"
		}
	}
	return g.variable(kind)
}

// key writes a function of one text.
func (g *generator) key() string {
	return g.pick("len", "str.lower", "str.strip", "lambda x: x", "lambda x: x[::-1]", "lambda x: -len(x)", "lambda x, n="+g.variable('i')+": (len(x) - n, x)",
		"lambda x: x in "+g.variable('l'), "lambda *x: "+g.variable('s')+" + x[0]")
}

func (g *generator) call(depth int) string {
	f := g.functions[g.r.IntN(len(g.functions))]
	name, types, _ := strings.Cut(f, ":")
	var args []string
	for i := range len(types) {
		a := g.expr(types[i], depth-1)
		if i == len(types)-1 && g.r.IntN(2) == 0 {
			a = fmt.Sprintf("p%d=%s", i, a)
		}
		args = append(args, a)
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

func (g *generator) yieldingCall() string {
	all := g.functions
	g.functions = g.yielding
	call := g.call(1)
	g.functions = all
	return call
}

// generatorFunction writes a generator that shares the lists of the module with whoever walks it.
func (g *generator) generatorFunction() {
	name, shared := g.name('y'), g.variable('l')
	g.line("", "def %s(p0, p1=%s):", name, g.literal('l'))
	saved := map[byte][]string{}
	for k, list := range g.names {
		saved[k] = list
	}
	g.names = map[byte][]string{'s': {"p0"}, 'l': {"p1"}}
	if !strings.ContainsAny(shared, "'[(") {
		g.names['l'] = append(g.names['l'], shared, shared)
	}
	g.inside++
	indent := "    "
	for range 1 + g.r.IntN(3) {
		switch g.r.IntN(6) {
		case 0:
			g.line(indent, "yield %s", g.expr('s', 2))
		case 1:
			g.line(indent, "%s.append(%s)", g.variable('l'), g.expr('s', 1))
		case 2:
			g.line(indent, "yield from %s", g.pick("[p0, p0]", g.variable('l'), "sorted("+g.variable('l')+")"))
		case 3:
			if len(g.yielding) > 0 {
				g.line(indent, "yield from %s", g.yieldingCall())
			}
		case 4:
			g.line(indent, "if %s:", g.condition(1))
			g.line(indent, "    %s", g.pick("return", "yield p0"))
		default:
			g.line(indent, "for s0 in %s:", g.expr('l', 1))
			g.line(indent, "    %s", g.pick("p0 += s0", "p1 = p1 + [s0]", "pass"))
			g.line(indent, "    yield s0")
		}
	}
	g.line(indent, "yield p0")
	g.inside--
	g.names = saved
	g.yielding = append(g.yielding, name+":sl")
}

// globalFunction writes a function that binds names of the module anew.
func (g *generator) globalFunction() {
	name := g.name('f')
	targets := []string{}
	for range 1 + g.r.IntN(2) {
		targets = append(targets, g.plainTarget('s'))
	}
	g.line("", "def %s(p0):", name)
	g.line("    ", "global %s", strings.Join(targets, ", "))
	g.inside++
	for _, t := range targets {
		g.line("    ", "%s %s p0", t, g.pick("=", "+="))
	}
	if g.r.IntN(3) == 0 {
		g.line("    ", "if len(p0) < 3:")
		g.line("    ", "    return %s(p0 + 'abc')", name)
	}
	g.line("    ", "return %s", g.expr('s', 2))
	g.inside--
	g.functions = append(g.functions, name+":s")
}

func (g *generator) condition(depth int) string {
	switch g.r.IntN(9) {
	case 0:
		return g.expr('s', depth) + " == " + g.expr('s', depth)
	case 1:
		return "(" + g.expr('i', depth) + ") > (" + g.expr('i', depth) + ")"
	case 2:
		return "not (" + g.expr('l', depth) + ")"
	case 3:
		return "(" + g.expr('s', depth) + ") in (" + g.expr('l', depth) + ")"
	case 4:
		return "(" + g.expr('s', depth) + ").startswith('a')"
	case 5:
		return "isinstance(" + g.variable(g.pick("s", "l", "i")[0]) + ", (str, int))"
	case 6:
		return "any(x == 'a' for x in " + g.variable('l') + ")"
	case 7:
		if g.r.IntN(2) == 0 {
			return "Variable.get('x') == 'y'"
		}
	}
	return "0 <= (" + g.expr('i', depth) + ") < 5"
}

func (g *generator) line(indent, format string, args ...any) {
	fmt.Fprintf(&g.b, indent+format+"\n", args...)
}

func (g *generator) statement(indent string) {
	if g.size++; g.size > 60 || g.inside > 4 {
		g.line(indent, "pass")
		return
	}
	kind := g.pick("s", "s", "i", "l", "d", "n")[0]
	switch g.r.IntN(27) {
	case 22, 23:
		if g.inside == 0 {
			g.generatorFunction()
		} else if len(g.yielding) > 0 {
			name := g.name('s')
			g.line(indent, "for %s in %s:", name, g.yieldingCall())
			saved := g.names['s']
			g.names['s'] = append(append([]string(nil), saved...), name)
			if g.r.IntN(4) == 0 {
				g.line(indent+"    ", "if %s == 'a':", name)
				g.line(indent+"        ", "%s", g.pick("break", "continue"))
			}
			g.block(indent + "    ")
			g.names['s'] = saved
		} else {
			g.line(indent, "pass")
		}
	case 24:
		g.line(indent, "match %s:", g.pick(g.expr('s', 1), "["+g.expr('s', 1)+", "+g.expr('i', 1)+"]", g.expr('l', 1), g.expr('d', 1)))
		for range 1 + g.r.IntN(3) {
			name := g.plainTarget('s')
			g.line(indent, "    case %s%s:", g.pick("'a' | 'b-c'", "["+name+", 1 | 2]", "[str("+name+"), *_]", "{'a': "+name+"}", "{'x': "+name+", **"+g.plainTarget('d')+"}", "str()", "[]", "['a', *"+g.plainTarget('l')+"]"),
				g.pick("", "", " if "+g.condition(1)))
			g.block(indent + "        ")
		}
	case 25:
		g.line(indent, "try:")
		g.line(indent+"    ", "%s = %s", g.target('s'), g.pick(g.variable('l')+"["+g.pick("0", "1", "-2")+"]", g.variable('d')+"["+g.pick("'a'", "'x'", g.variable('s'))+"]", "str(int("+g.variable('s')+"))"))
		if g.r.IntN(2) == 0 {
			g.line(indent, "except %s:", g.pick("KeyError", "(IndexError, ValueError)", "ValueError"))
			g.line(indent+"    ", "%s += 'caught'", g.target('s'))
		}
		g.line(indent, "except (LookupError, ValueError) as caught:")
		g.block(indent + "    ")
	case 26:
		if g.inside == 0 {
			g.globalFunction()
		} else {
			g.line(indent, "pass")
		}
	case 0, 1, 2:
		name := g.variable(kind)
		if g.r.IntN(2) == 0 || strings.ContainsAny(name, "'[{(") || len(g.names[kind]) == 0 {
			name = g.name(kind)
		}
		g.line(indent, "%s = %s", name, g.expr(kind, 3))
		if g.inside == 0 {
			g.add(kind, name)
		}
	case 3:
		g.line(indent, "%s += %s", g.target('s'), g.expr('s', 2))
	case 4:
		g.line(indent, "%s += %s", g.target('l'), g.expr('l', 2))
	case 5:
		g.line(indent, "%s.%s", g.target('l'), g.pick("append("+g.expr('s', 2)+")", "extend("+g.expr('l', 2)+")", "insert(0, "+g.expr('s', 1)+")", "reverse()", "sort()", "sort(key="+g.key()+")", "pop()", "clear()"))
	case 6:
		g.line(indent, "%s[%s] = %s", g.target('d'), g.expr('s', 1), g.expr('s', 2))
	case 7:
		g.line(indent, "%s.update(%s)", g.target('d'), g.expr('d', 2))
	case 8:
		name := g.name(kind)
		g.line(indent, "%s = %s", name, g.variable(kind))
		if g.inside == 0 {
			g.add(kind, name)
		}
	case 9, 10:
		g.line(indent, "if %s:", g.condition(2))
		g.block(indent + "    ")
		if g.r.IntN(2) == 0 {
			g.line(indent, "else:")
			g.block(indent + "    ")
		}
	case 11, 12:
		name := g.name('s')
		switch g.r.IntN(3) {
		case 0:
			g.line(indent, "for %s in %s:", name, g.expr('l', 2))
		case 1:
			g.line(indent, "for %s in list(%s):", name, g.variable('d'))
		default:
			n := g.name('i')
			g.line(indent, "for %s, %s in enumerate(%s):", n, name, g.expr('l', 1))
		}
		saved := g.names['s']
		g.names['s'] = append(append([]string(nil), saved...), name)
		if g.r.IntN(3) == 0 {
			g.line(indent+"    ", "if %s == 'a':", name)
			g.line(indent+"        ", "%s", g.pick("break", "continue"))
		}
		g.block(indent + "    ")
		g.names['s'] = saved
	case 13:
		if g.inside == 0 {
			g.function()
		} else {
			g.line(indent, "pass")
		}
	case 14:
		g.line(indent, "with DAG('x', default_args=%s) as made:", g.pick("{'namespace': "+g.expr('s', 2)+"}", "{'cmds': "+g.variable('l')+"}", "dict("+g.variable('d')+")",
			"{'image': "+g.expr('s', 1)+", 'extra': "+g.literal('s')+"}", "{'labels': "+g.expr('d', 1)+", 'kwargs': 'x'}", "{'hostname': 'd', 'extra': 'e'}"))
		if g.r.IntN(2) == 0 {
			g.line(indent+"    ", "KubernetesPodOperator(task_id='made', env_vars=made.default_args, labels={'n': made.default_args.get('namespace', 'x')})")
		}
		g.block(indent + "    ")
	case 15:
		g.line(indent, "with DAG('g'), TaskGroup('g', default_args={'image': %s}):", g.expr('s', 1))
		g.task(indent + "    ")
	case 16, 17:
		g.task(indent)
	case 21:
		n := g.name('i')
		g.line(indent, "%s = %s", n, g.pick("0", "1"))
		g.line(indent, "while %s < %s:", n, g.pick("2", "3", "len("+g.variable('l')+")"))
		g.line(indent+"    ", "%s += 1", n)
		if g.r.IntN(3) == 0 {
			g.line(indent+"    ", "if %s:", g.condition(1))
			g.line(indent+"        ", "%s", g.pick("break", "continue"))
		}
		g.block(indent + "    ")
		if g.r.IntN(3) == 0 {
			g.line(indent, "else:")
			g.block(indent + "    ")
		}
	case 19, 20:
		if g.inside == 0 && g.r.IntN(2) == 0 {
			g.object()
		} else if g.inside == 0 {
			g.class()
		} else {
			g.task(indent)
		}
	case 18:
		g.line(indent, "%s, %s = %s, %s", g.target('s'), g.target('i'), g.expr('s', 2), g.expr('i', 2))
	}
}

func (g *generator) add(kind byte, name string) {
	for _, old := range g.names[kind] {
		if old == name {
			return
		}
	}
	g.names[kind] = append(g.names[kind], name)
}

// target is a variable that may be assigned to.
func (g *generator) target(kind byte) string {
	if list := g.names[kind]; len(list) > 0 {
		return list[g.r.IntN(len(list))]
	}
	name := g.name(kind)
	return name
}

// plainTarget is a target that is a name, and no attribute.
func (g *generator) plainTarget(kind byte) string {
	if name := g.target(kind); !strings.Contains(name, ".") {
		return name
	}
	return g.name(kind)
}

func (g *generator) block(indent string) {
	g.inside++
	for range 1 + g.r.IntN(3) {
		g.statement(indent)
	}
	g.inside--
}

func (g *generator) function() {
	types := ""
	for range 1 + g.r.IntN(3) {
		types += g.pick("s", "i", "l", "d")
	}
	name := g.name('f')
	var params []string
	saved := map[byte][]string{}
	for k, list := range g.names {
		saved[k] = list
	}
	locals := map[byte][]string{}
	for i := range len(types) {
		p := fmt.Sprintf("p%d", i)
		locals[types[i]] = append(locals[types[i]], p)
		if i == len(types)-1 && g.r.IntN(2) == 0 {
			p += "=" + g.literal(types[i])
		}
		params = append(params, p)
	}
	g.line("", "def %s(%s):", name, strings.Join(params, ", "))
	g.names = locals
	g.inside++
	for range g.r.IntN(3) {
		// What a function binds is local to it, so it binds its parameters only.
		switch k := types[g.r.IntN(len(types))]; k {
		case 'l':
			g.line("    ", "%s.append(%s)", g.target('l'), g.expr('s', 1))
		case 'd':
			g.line("    ", "%s[%s] = %s", g.target('d'), g.expr('s', 1), g.expr('s', 1))
		default:
			g.line("    ", "%s = %s", g.target(k), g.expr(k, 2))
		}
	}
	if g.r.IntN(3) == 0 {
		g.line("    ", "if %s:", g.condition(1))
		g.line("    ", "    return %s", g.expr('s', 1))
	}
	if g.r.IntN(3) == 0 {
		g.task("    ")
	}
	g.line("    ", "return %s", g.expr('s', 2))
	g.inside--
	g.names = saved
	g.functions = append(g.functions, name+":"+types)
}

// class writes a subclass of KubernetesPodOperator, or of another one, that fixes arguments.
func (g *generator) class() {
	name, base := g.name('K'), g.operator()
	g.line("", "class %s(%s):", name, base)
	g.classes = append(g.classes, name)
	if g.r.IntN(5) == 0 {
		g.line("    ", "%s", g.pick("pass", "'A pod.'", "..."))
		return
	}
	rest := g.pick("kwargs", "kwargs", "kwargs", "image", "hostname")
	params, super := "self", []string{}
	saved := map[byte][]string{}
	for k, list := range g.names {
		saved[k] = append([]string(nil), list...)
	}
	for _, p := range []struct {
		name string
		kind byte
	}{{"image", 's'}, {"labels", 'd'}, {"cmds", 'l'}, {"extra", 's'}} {
		if g.r.IntN(2) == 0 || p.name == rest {
			continue
		}
		params += ", " + p.name
		if p.name == "extra" || g.r.IntN(2) == 0 {
			params += "=" + g.literal(p.kind)
		} else if strings.Contains(params, "=") {
			params += "=" + g.literal(p.kind)
		}
		if p.name != "extra" && g.r.IntN(3) > 0 {
			super = append(super, p.name+"="+p.name)
		}
		g.names[p.kind] = append(g.names[p.kind], p.name)
	}
	g.line("    ", "def __init__(%s%s, **%s):", params, g.pick("", "", ", *args"), rest)
	for range g.r.IntN(3) {
		key := g.pick("'image'", "'hostname'", "'namespace'", "'service_account_name'")
		switch g.r.IntN(6) {
		case 0:
			g.line("        ", "%s.setdefault(%s, %s)", rest, key, g.expr('s', 2))
		case 1:
			g.line("        ", "%s[%s] = %s", rest, key, g.expr('s', 2))
		case 2:
			g.line("        ", "%s.update(service_account_name=%s)", rest, g.expr('s', 2))
		case 3:
			g.line("        ", "if %s %s %s:", key, g.pick("in", "not in"), rest)
			g.line("        ", "    %s[%s] = %s", rest, key, g.expr('s', 1))
		case 4:
			local := g.name('s')
			g.line("        ", "%s = %s.%s(%s, %s)", local, rest, g.pick("get", "pop"), key, g.expr('s', 1))
			g.names['s'] = append(g.names['s'], local)
		case 5:
			g.line("        ", "%s['annotations'] = %s", rest, g.expr('d', 2))
		}
	}
	if g.r.IntN(3) > 0 {
		super = append(super, g.pick("node_selector", "annotations", "security_context")+"="+g.expr('d', 2))
	}
	if g.r.IntN(3) == 0 {
		super = append(super, g.pick("namespace", "hostname", "termination_message_policy")+"="+g.expr('s', 2))
	}
	g.line("        ", "super(%s).__init__(%s)", g.pick("", "", name+", self"), strings.Join(append(super, "**"+rest), ", "))
	g.names = saved
}

// object writes a class with methods, and an object of it.
func (g *generator) object() {
	class, name := g.name('C'), g.name('o')
	g.line("", "class %s:", class)
	g.line("    ", "n = %s", g.expr('s', 1))
	g.line("    ", "def __init__(self, a, b=%s):", g.literal('l'))
	g.line("        ", "self.a = a%s", g.pick("", " + self.n"))
	g.line("        ", "self.b = %s", g.pick("b", "list(b)", "b + [a]"))
	g.line("    ", "def f(self, x=%s):", g.pick("n", g.literal('s')))
	g.line("        ", "%s", g.pick("self.a += x", "self.a = x + self.p", "self.b.append(x)", "self.n = x", "self.b += [self.a, x]"))
	if g.r.IntN(2) == 0 {
		g.line("        ", "if %s:", g.pick("x == 'a'", "self.b", "len(self.a) > 3"))
		g.line("        ", "    self.a = %s", g.expr('s', 1))
	}
	g.line("        ", "return %s", g.pick("self.a", "self.p", "self.n", "self.h(x)", class+".h(self.a)"))
	g.line("    ", "@property")
	g.line("    ", "def p(self):")
	g.line("    ", "    return self.a + %s", g.pick("self.n", "self.b[0]", "'-'"))
	g.line("    ", "@%s", g.pick("staticmethod", "classmethod"))
	if decorated := g.b.String(); strings.HasSuffix(decorated, "@classmethod\n") {
		g.line("    ", "def h(cls, x):")
		g.line("    ", "    return x + cls.n")
	} else {
		g.line("    ", "def h(x):")
		g.line("    ", "    return x * 2")
	}
	g.line("", "%s = %s(%s)", name, class, g.expr('s', 1)+g.pick("", ", "+g.expr('l', 1), ", b="+g.variable('l')))
	g.add('s', name+".a")
	g.add('l', name+".b")
	g.functions = append(g.functions, name+".f:s")
}

// operator is KubernetesPodOperator or one of its subclasses.
func (g *generator) operator() string {
	if len(g.classes) > 0 && g.r.IntN(4) > 0 {
		return g.classes[g.r.IntN(len(g.classes))]
	}
	return "KubernetesPodOperator"
}

func (g *generator) task(indent string) {
	arguments := []string{"task_id='t'"}
	for _, a := range []struct {
		name string
		kind byte
	}{{"namespace", 's'}, {"image", 's'}, {"cmds", 'l'}, {"labels", 'd'}, {"ports", 'n'}, {"retries", 'i'}} {
		if g.r.IntN(3) == 0 {
			arguments = append(arguments, a.name+"="+g.expr(a.kind, 3))
		}
	}
	if g.r.IntN(6) == 0 {
		arguments = append(arguments, "**{'hostname': "+g.expr('s', 1)+"}")
	}
	if g.r.IntN(2) == 0 {
		arguments = append(arguments, "dag=dag")
	}
	g.line(indent, "%s(%s)", g.operator(), strings.Join(arguments, ", "))
}
