package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// TestDifferential runs random modules through the interpreter and through CPython, with stand-ins
// for Airflow: every task of a module that is called declarative must have the arguments that
// CPython gives it.
func TestDifferential(t *testing.T) {
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: the interpreter is compared with what was recorded only (TestRecorded). Install Python 3.9 or later.")
	}
	count := 400
	if n, err := strconv.Atoi(os.Getenv("SEKISHO_DIFFERENTIAL")); err == nil {
		count = n
	}
	var sources []string
	for seed := range count {
		sources = append(sources, generate(uint64(seed), seed%4 == 0))
	}
	for _, source := range regressions {
		sources = append(sources, generatedPrologue+source)
	}
	// Only what is called declarative is run: the rest may well run forever.
	var input [][2]string
	var proved []string
	var outs []*facts.File
	var branches []bool
	known := 0
	given := testConfig()
	given.Tenant.Variables.Values = map[string][]string{"x": {"", "y"}}
	for _, source := range sources {
		file, err := python.Parse([]byte(source), python.Options{})
		if err != nil {
			t.Fatalf("the generator wrote what does not parse: %v\n%s", err, source)
		}
		if out := evaluate(file); out.Declarative {
			proved, outs, branches = append(proved, source), append(outs, out), append(branches, branching(file, testConfig()))
			input = append(input, [2]string{source, ""}, [2]string{source, "y"})
		}
		if !strings.Contains(source, "Variable.get(") {
			continue
		}
		if out := evaluateWith(file, given); out.Declarative {
			proved, outs, branches = append(proved, source), append(outs, out), append(branches, branching(file, given))
			input = append(input, [2]string{source, ""}, [2]string{source, "y"})
			known++
		}
	}
	results := oracle(t, interpreter, input)
	tasks, raised := 0, 0
	for i, source := range proved {
		out := outs[i]
		for _, result := range results[2*i : 2*i+2] {
			if result.Error != "" {
				raised++
			}
			tasks += len(result.Tasks)
			if problem := differs(out, branches[i], result); problem != "" {
				t.Errorf("module %d: %s (CPython: %s)\n%s", i, problem, result.Error, source)
				break
			}
		}
	}
	t.Logf("%d modules, %d declarative, %d tasks compared, %d runs raised, %d modules with known variables", len(sources), len(proved), tasks, raised, known)
	if known < len(sources)/100 {
		t.Errorf("only %d modules with variables of known values were declarative", known)
	}
	if len(proved) < len(sources)/8 || tasks < len(sources) {
		t.Errorf("only %d of %d modules were declarative, %d tasks", len(proved), len(sources), tasks)
	}
}

// regressions are sources that once differed.
var regressions = []string{
	"l = ['a']\ndef f(i):\n    l[0] = 'b'\n    return i\nKubernetesPodOperator(task_id='t', cmds=list(dict(((f(i), i) for i in 'x'), y=l[0]).values()))\n",
	"l = ['a']\ndef f(i):\n    l[0] = 'b'\n    return i\nKubernetesPodOperator(task_id='t', cmds=list(dict(map(lambda i: (i, f(i)), 'x'), **{'y': l[0]}).values()))\n",
	"l = ['a']\ndef f(i):\n    l[0] = 'b'\n    return i\nKubernetesPodOperator(task_id='t', cmds=sorted((f(i) for i in 'xy'), reverse=l[0] == 'a'))\n",
	"l = ['a']\ndef f(i):\n    l[0] = 'b'\n    return i\ndef g(*a, k):\n    return k\nKubernetesPodOperator(task_id='t', cmds=[g(*(f(i) for i in 'x'), k=l[0])])\n",
	"l = ['a']\ndef f(i):\n    l[0] = 'b'\n    return i\nfrom itertools import product\nKubernetesPodOperator(task_id='t', cmds=[x + y for x, y in product(l, (f(i) for i in 'x'))])\n",
	"l = ['a']\ndef f(i):\n    l[0] = 'b'\n    return i\nKubernetesPodOperator(task_id='t', cmds=sorted((f(i) for i in 'yx'), key=len), a=sorted((i for i in 'yx'), reverse=l[0] == 'a'), b=[*(f(i) for i in 'x'), l[0]])\n",
	"y = 'a'\ndef g(*a, k):\n    return k\nKubernetesPodOperator(task_id='t', cmds=[g(*((y := 'b') for _ in 'x'), k=y)])\n",
	"class C:\n    def join(self, items):\n        [x for x in items]\n        return [x for x in items]\nKubernetesPodOperator(task_id='t', cmds=C().join(x for x in 'ab'))\n",
	"class C:\n    def join(self, items):\n        return 'a' if items else 'b'\nKubernetesPodOperator(task_id=C().join(map(str, [])), cmds=[C().join([x for x in 'a'])])\n",
	"p = ['a', 'x']\ndef f(i):\n    p[0] = i\n    return p\nKubernetesPodOperator(task_id='t', cmds=list(dict(f(i) for i in 'ab')))\n",
	"p = ['a', 'x']\ndef f(i):\n    p[0] = i\n    return p\nKubernetesPodOperator(task_id='t', cmds=list(dict(map(f, 'ab'))))\n",
	"a, b = ['1'], ['2']\ndef f(i):\n    if i:\n        a[0] = '9'\n    return [a, b][i]\nKubernetesPodOperator(task_id='t', cmds=min(f(i) for i in range(2)), a=max(f(i) for i in range(2)))\n",
	"a, b = ['1'], ['2']\ndef f(i):\n    if i == 2:\n        a[0] = '9'\n    return [a, b, ['5']][i]\nKubernetesPodOperator(task_id='t', cmds=[str(min(range(3), key=f))])\n",
	"p = ['a', 'b']\ndef f(i):\n    p.pop()\n    return p\nKubernetesPodOperator(task_id='t', cmds=list(filter(f, 'xy')))\n",
	"p = ['b', 'a']\ndef f(i):\n    p.append(i)\n    return p[:2]\nKubernetesPodOperator(task_id='t', cmds=sorted(f(i) for i in 'cd')[0], a=dict(x.split('=') for x in ['a=b', 'c=d']), b=list(filter(f, 'xy')))\n",
	"l = ['a', 'b']\nfor i, x in enumerate(l):\n    if len(l) < 4:\n        l.append(x)\nKubernetesPodOperator(task_id=x)\n",
	"l = ['a', 'b']\nfor x, y in zip(l, l):\n    l[1] = 'c'\nKubernetesPodOperator(task_id=y)\n",
	"d = {'a': '1', 'b': '2'}\nfor k, v in d.items():\n    d['b'] = '3'\nKubernetesPodOperator(task_id=v)\n",
	"l = ['a']\nfor y in (x + l[0] for x in 'ab'):\n    l[0] = 'b'\nKubernetesPodOperator(task_id=y)\n",
	"l = ['a']\nl.extend(str(len(l)) for x in 'ab')\nKubernetesPodOperator(task_id='t', cmds=l)\n",
	"l = ['a', 'b']\nfor x in reversed(l):\n    l[0] = 'c'\nKubernetesPodOperator(task_id=x)\n",
	"d = {'a': '1'}\nfor k in d:\n    d.pop('a')\n    d['b'] = '2'\nKubernetesPodOperator(task_id=k)\n",
	"l = ['a', 'b']\nz = [l.append('c') or x for i, x in enumerate(l) if len(l) < 9]\nKubernetesPodOperator(task_id='t', cmds=z)\n",
	"from functools import partial\na = ['a']\nd = {'x': 'y'}\np = partial(KubernetesPodOperator, cmds=a, env_vars=d, image='i', name='n')\na.append('b')\n" +
		"p(task_id='t', image='j')\nd['x'] = 'z'\na[0] = 'c'\np(task_id='u', **{'cmds': a + a, 'labels': d})\n",
	"from functools import partial\ndef f(*a, **k):\n    return [*a, *k, *k.values()]\nKubernetesPodOperator(task_id='t', cmds=partial(f, 'a', 'b', x='c', y='d')('e', y='f', z='g'))\n",
	"from itertools import product, chain\nl = ['a', 'b']\nc = []\nfor x, y in product(l, chain('cd', l)):\n    l[0] = 'e'\n    c.append(x + y)\nKubernetesPodOperator(task_id='t', cmds=c)\n",
	"l = [1, -2, 2.0, False, None, 'a', '', b'', 1e22]\nKubernetesPodOperator(task_id='t', cmds=list(map(str, l[:-2])), a=list(map(bool, l)), b=list(filter(None, l)), c=sorted(map(float, l[:4])), d=[*map(int, ['1', ' 2 ', True])])\n",
	"import itertools\nl = ['a', 'b']\nc = [x for x in itertools.chain(l, {'k': 1}, 'xy', range(2))]\nKubernetesPodOperator(task_id='t', cmds=c)\n",
	"import json\nd = {'b': [1, 2.5, True, None, [], {}, {'y': {'x': ()}}], 'a': '\"q\"'}\n" +
		"KubernetesPodOperator(task_id='t', cmds=[json.dumps(d, indent=i, sort_keys=s) for i in (None, 0, 1, 4, -1, '', '--') for s in (True, False)])\n" +
		"KubernetesPodOperator(task_id='u', cmds=[json.dumps(d, separators=s, indent=i) for s in ((',', ':'), ('', '')) for i in (None, 2)])\n",
	"ns = 'a'\ndef f():\n    ns = 'b'\n    globals()['ns'] = 'c'\n    globals()['not a name'] = ns\n    return ns\nx = f()\nfor k in ['y', 'z']:\n    globals()[k] = k + ns\nKubernetesPodOperator(task_id='t', cmds=[ns, x, y, z])\n",
	"class K(KubernetesPodOperator):\n    def __init__(self, **namespace):\n        namespace.setdefault('namespace', 'a')\n" +
		"        super().__init__(**namespace)\nwith DAG('d', default_args={'namespace': 'b'}):\n    K(task_id='t')\n",
	"l = ['a']\ndef f(*a, b):\n    return a[0]\ndef g():\n    l[0] = 'b'\nKubernetesPodOperator(task_id=f(*l, b=g()), cmds=[f('c', *l, b=g())])\n",
	"l = ['bb', 'a', 'cc']\nseen = []\ndef f(x):\n    seen.append(x)\n    return len(x)\na = sorted(l, key=f, reverse=True)\nb = [max(l, key=f), min(l, key=f), max('a', 'b', key=f), max([], key=f, default='d')]\n" +
		"c = list(map(f, l)) + [*filter(lambda x: f(x) > 1, l)]\nKubernetesPodOperator(task_id='t', cmds=[a, b, c, seen])\n",
	"l = ['b', 'a']\ndef f(x):\n    l.append('c')\n    return x\na = sorted(l, key=f)\nKubernetesPodOperator(task_id='t', cmds=[a, l])\n",
	"l = ['b', 'a']\ndef f(x):\n    l.append('c') if len(l) < 9 else 0\n    return x\na = max(l, key=f)\nKubernetesPodOperator(task_id='t', cmds=[a, l])\n",
	"l = ['b', 'a']\ndef f(x):\n    l.append('c') if len(l) < 9 else 0\n    return x\na = list(map(f, l))\nKubernetesPodOperator(task_id='t', cmds=[a, l])\n",
	"l = ['b', 'a']\nn = []\nl.sort(key=lambda x: n.append(len(l)) or x)\nKubernetesPodOperator(task_id='t', cmds=[n, l])\n",
	"l = ['b', 'a']\nm = l\nl.sort(key=lambda x: (x, l is m, l == []))\nKubernetesPodOperator(task_id='t', cmds=[l])\n",
	"s = ['x']\nl = ['a', 'b']\nx = any(map(lambda x: s.append(x) or x == 'a', l))\nKubernetesPodOperator(task_id='t', cmds=s)\n",
	"s = ['x']\nx = dict(map(lambda x: (x, s.append(x) or str(len(s))), 'ab'), c=s.append('c') or 'd')\nKubernetesPodOperator(task_id='t', cmds=s, env_vars=x)\n",
	"y = 'a'\ndef h(i):\n    globals().update({'y': 'b'})\n    return (i, i)\ndef g(*a, k):\n    return k\n" +
		"KubernetesPodOperator(task_id='t', cmds=[g(*(h(i) for i in 'x'), k=y), *dict((h(i) for i in 'x'), q=y).values()])\n",
	"s = []\nfor x in map(lambda x: s.append(x) or x, 'ab'):\n    s.append('z')\nKubernetesPodOperator(task_id='t', cmds=s)\n",
	"s = []\ndef g(x):\n    s.append(x)\n    return x\nx = max((g(x) for x in 'ab'), key=lambda x: g(x + '!'))\nKubernetesPodOperator(task_id='t', cmds=s)\n",
	"s = []\ndef g(x):\n    s.append(x)\n    return x\nx = sorted((g(x) for x in 'ba'), key=lambda x: g(x + '!'))\nKubernetesPodOperator(task_id='t', cmds=s + x)\n",
	"class A:\n    n = 'a'\n    l = []\n    def __init__(self, x, y='b'):\n        self.x, self.y = x, y\n    def f(self, z=n):\n        self.l.append(self.x)\n        self.x += z\n        return self\n" +
		"    @property\n    def p(self):\n        return self.x + self.n\n    @staticmethod\n    def s(a):\n        return a * 2\n    @classmethod\n    def c(cls, x):\n        return cls(x, y=cls.n)\n" +
		"class B(A):\n    n = 'B'\n    def f(self, z='q'):\n        self.n = z\n        return self.c('r')\n" +
		"a, b = A('1'), B.c('2')\na.f().f('z')\nc = b.f()\na.l += [a.s('t'), A.s('u'), A.f(b).x]\n" +
		"KubernetesPodOperator(task_id='t', cmds=[a.x, a.y, a.p, a.n, a.l, b.x, b.p, b.n, b.y, c.x, c.n, c.p, B.l, A.l is b.l])\n",
	"class A:\n    pass\nx = y = A()\nx.n = 1\nz = A()\nz.n = 5\ndef f():\n    globals()['x'] = z\n    return 2\nx.n += f()\nx.n, x = 7, y\nKubernetesPodOperator(task_id='t', cmds=[x.n, y.n, z.n])\n",
	"class A:\n    pass\nx = A()\nx.l = []\nn = x.l\nx.l += ['a']\nx.l = x.l + ['b']\nfor x.i in 'ab':\n    n.append(x.i)\nwith DAG('x') as x.d:\n    KubernetesPodOperator(task_id='t', cmds=[n, x.l, x.i])\n",
	"from dataclasses import dataclass, field, asdict, replace\n@dataclass\nclass J:\n    n: str\n    l: list = field(default_factory=list)\n    def f(self, x):\n        self.l.append(x)\n        self.n = self.n + x\n        return self.p\n    @property\n    def p(self):\n        return f'{self.n}!'\n" +
		"a, b = J('a'), J('b', ['c'])\nx = [a.f('x'), b.f('y'), a.p, replace(a, n='z').f('w'), asdict(a), a.l, b.l]\nKubernetesPodOperator(task_id='t', cmds=x)\n",
	"from airflow.models import Variable\nclass A:\n    n = 'a'\n    def __init__(self):\n        self.m = 'b'\nx = A()\nif Variable.get('x') == 'y':\n    x.m = 'c'\nKubernetesPodOperator(task_id='t', cmds=[x.m, x.n])\n",
	"class E(Exception):\n    'x'\ndef f(x):\n    if x > 3:\n        raise E(f'bad {x}')\n    return [x]\nKubernetesPodOperator(task_id='t', cmds=f(2))\n",
	"from enum import Enum\nclass S(Enum):\n    A = 'a'\n    B = A + 'b'\n    C = ''\n    @property\n    def t(self):\n        return f'{self.name}-{self.value}'\n    @classmethod\n    def first(cls):\n        return cls['A']\n" +
		"class T(str, Enum):\n    P = 'p'\n    Q = 'q'\nclass C(Enum):\n    A = 'a'\nd = {S.A: 'x', S.B: 'y', 'a': 'z', (S.C, 1): 'w'}\n" +
		"KubernetesPodOperator(task_id='t', cmds=[d[S.A], d.get(S('a')), d['a'], len(d), d[(S.C, 1)], S.A.t, S.B.value, [s.name for s in S], S.first() is S.A, S.A == S.B, S.A == 'a', 'a' in d, S.C in [S.A, S.C], T.P.value, T('p').name, T.P is T['P'], T.P == T.Q, [c.value for c in C], S.A != C.A, C.A in d])\n",
	"d = {'a': 1, 'b': 2}\nl = ['a', 'b', 'c']\nx = y = 1\nk = d\ndel d['a'], l[-1], x\nstr = 'q'\ndel str\ndef f(a):\n    b = a\n    del a\n    return b\nfor i in [0]:\n    del (l[i])\nKubernetesPodOperator(task_id='t', cmds=[str(y), list(k), l, f('z')])\n",
	"x = 'a'\nglobals().update({'x': 'b', 'y': 'c'})\ndef f():\n    x = 'd'\n    globals().update({k: k for k in ['z', 'x']})\n    return x\nw = f()\nKubernetesPodOperator(task_id='t', cmds=[x, y, z, w])\n",
	"s = []\nl = ['a', 'b', 'c']\nx = next(s.append(c) or c for c in l if c != 'a')\ny = next((c for c in l if c == 'z'), None)\nz = next((w := c) for c in l)\nKubernetesPodOperator(task_id='t', cmds=[x, y, s, w, z])\n",
	"from operator import itemgetter, attrgetter\nfrom types import SimpleNamespace as N\nl = [{'n': 2, 'm': 'x'}, {'n': 1, 'm': 'y'}]\no = [N(n='b'), N(n='a')]\ng = itemgetter(1)\nKubernetesPodOperator(task_id='t', cmds=[sorted(l, key=itemgetter('n')), g('ab'), list(map(itemgetter('m'), l)), [x.n for x in sorted(o, key=attrgetter('n'))]])\n",
	"import re\nt = 'A b__C.d-9\\t\\n x'\nKubernetesPodOperator(task_id='t', cmds=[re.sub(p, r, t) for p in ['[^a-z0-9]+', r'\\W', r'\\W+', r'\\s+', '[A-Z]', r'[\\s_]', r'[^\\w-]+', '[.-]', '_', ' +', r'\\.', r'[\\w\\s]+', '[a^-]', '[-a]', r'\\D', r'[\\S]', '[a-z-0-9]+', '[b-]+', r'\\-'] for r in ['', '-', '$0']])\n",
	"a, b = {'x', 'y'}, frozenset({'y', 'z'})\nKubernetesPodOperator(task_id='t', cmds=[sorted(a | b), sorted(a & b), sorted(b - a), sorted(a - b), isinstance(b | a, frozenset), isinstance(a | b, set), len(a & b)], b=[x + y for x, y in zip('ab', ['c', 'd'], strict=True)])\n",
	"l = ['aB', 'A', '', 'a1', '1', ' ', 'b.c.b', '\\t']\nKubernetesPodOperator(task_id='t', cmds=[[x.isupper(), x.islower(), x.isalpha(), x.isalnum(), x.isspace(), x.swapcase(), x.casefold(), x.rfind('b'), x.ljust(4, '.'), x.rjust(3), x.ljust(-1)] for x in l], b=['b.c.b'.index('b'), 'b.c.b'.rindex('b')])\n",
	"from typing import TypeVar, cast, Optional, List\nfrom typing import TypeAlias\nT = TypeVar('T', bound=str)\nU: TypeAlias = str | int | None\nW = Optional[str] | None\ndef f(x: T, y: 'U' = None) -> List[T]:\n    return [x, cast(List[str], y)]\nKubernetesPodOperator(task_id=f.__name__, cmds=f('a', 'b'))\n",
	"from dataclasses import dataclass, asdict\n@dataclass\nclass J:\n    n: str\n    m: str = 'x'\n    def __post_init__(self):\n        self.full = self.n + self.m\n        self.m = self.m.upper()\n@dataclass\nclass K:\n    n: str\n    m: str = 'q'\n" +
		"a, b, k = J('a'), J('b', m='y'), K('c')\nk.m = 'r'\nKubernetesPodOperator(task_id='t', cmds=[a.full, a.m, b.full, b.m, asdict(k), getattr(a, 'full'), getattr(k, 'z', 'none'), hasattr(k, 'z'), hasattr(b, 'full')])\n",
	"import math\nfrom itertools import pairwise\nl = ['a', 'b', 'c']\nx = []\nfor a, b in pairwise(l):\n    x.append(a + b)\nKubernetesPodOperator(task_id='t', cmds=[x, list(pairwise([])), list(pairwise('q')), math.ceil(7 / 2), math.floor(-0.5), math.ceil(-0.5), math.ceil(3), math.floor(True)])\n",
	"from itertools import pairwise\nl = ['a', 'b', 'c']\nfor a, b in pairwise(l):\n    l[2] = 'z'\n    KubernetesPodOperator(task_id=a + b)\n",
	"f = [lambda: x for x in 'ab']\ng = [lambda x=x: x for x in 'ab']\nh = lambda *a, k='z', **o: [*a, k, *o]\nKubernetesPodOperator(task_id='t', cmds=[f[0](), f[1](), g[0](), g[1](), h('a', 'b', q=1), (lambda y: (z := y + 'c') + z)('a')])\n",
	"n = [['a']]\nfor i, x in enumerate(n):\n    x.append('b')\nKubernetesPodOperator(task_id='t', cmds=n[0])\n",
}

type oracleResult struct {
	Error string
	Tasks []struct {
		Then, End map[string]any
		Defaults  []string // the arguments that came from default_args
	}
}

func oracle(t *testing.T, interpreter string, input [][2]string) []oracleResult {
	t.Helper()
	return readOracle[[]oracleResult](t, runOracle(t, interpreter, input))
}

// runOracle has CPython run modules, each with the text that Variables have, and returns what it prints.
func runOracle(t *testing.T, interpreter string, input [][2]string) []byte {
	t.Helper()
	text, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, interpreter, "-I", "testdata/oracle.py")
	command.Stdin = bytes.NewReader(text)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("the oracle failed: %v\n%s", err, stderr.String())
	}
	return output
}

func readOracle[T any](t *testing.T, output []byte) T {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(output))
	decoder.UseNumber()
	var results T
	if err := decoder.Decode(&results); err != nil {
		t.Fatal(err)
	}
	return results
}

// branching tells whether a condition of the file is not known, so that the interpreter runs all that may follow.
func branching(file *python.File, config Config) bool {
	e := newEvaluator(file, "dags/team-a/x.py", config, &facts.File{})
	e.evaluate()
	return e.generations > 0
}

// differs says how the tasks of the facts fail to cover those that CPython built.
func differs(out *facts.File, branches bool, result oracleResult) string {
	// A branch that CPython did not take may have tasks of its own; they come in order all the same.
	next, exact := 0, !branches
	for _, task := range result.Tasks {
		matched, why := false, "no more tasks"
		for ; next < len(out.Tasks) && !matched; next++ {
			why = covers(&out.Tasks[next], task.Then, task.End, task.Defaults)
			if matched = why == ""; !matched && exact {
				return why
			}
		}
		if !matched {
			return why
		}
	}
	if result.Error == "" && next < len(out.Tasks) && exact {
		return fmt.Sprintf("%d tasks more than CPython builds", len(out.Tasks)-next)
	}
	return ""
}

func covers(task *facts.Task, then, end map[string]any, defaults []string) string {
	members := func(m map[string]any) map[string]any {
		found := map[string]any{}
		for _, pair := range m["dict"].([]any) {
			found[pair.([]any)[0].(string)] = pair.([]any)[1]
		}
		return found
	}
	first, last := members(then), members(end)
	for name, want := range first {
		v, ok := task.Arguments.Get(name)
		if !ok && airflow.PodField(name) == airflow.GroupUnknown && slices.Contains(defaults, name) {
			continue // the stand-in takes every argument, Airflow's operator drops it
		}
		if !ok {
			return "argument " + name + " is missing"
		}
		if !admits(v, want) || !admits(v, last[name]) {
			return fmt.Sprintf("argument %s is %s; CPython has %v, at the end %v", name, show(*v), want, last[name])
		}
	}
	for _, given := range task.Arguments {
		name := given.Name
		if _, ok := first[name]; !ok && name != "dag" {
			return "argument " + name + " is not there in CPython"
		}
	}
	return ""
}

// admits tells whether the abstract value covers the concrete one.
func admits(v *facts.Value, want any) bool {
	state := v.State
	if v.Items != nil || v.Entries != nil {
		// A container is as sure as its least sure member; each is looked at by itself.
		state = facts.Const
	}
	switch state {
	case facts.Opaque:
		return true
	case facts.Choice:
		for i := range v.Values {
			if admits(&v.Values[i], want) {
				return true
			}
		}
		return false
	case facts.Prefix:
		text, ok := want.(string)
		return ok && strings.HasPrefix(text, v.Value.(string))
	case facts.Unknown, facts.Absent:
		return false
	}
	switch w := want.(type) {
	case nil:
		return v.Type == "NoneType"
	case bool:
		return v.Value == w
	case json.Number:
		n, ok := v.Value.(int64)
		return ok && strconv.FormatInt(n, 10) == w.String()
	case string:
		return v.Type == "str" && v.Value == w
	case []any:
		return v.Type == "list" && admitsAll(v.Items, w)
	case map[string]any:
		if items, ok := w["tuple"].([]any); ok {
			return (v.Type == "tuple" || v.Type == "range") && admitsAll(v.Items, items)
		}
		if text, ok := w["float"].(string); ok {
			f, ok := v.Value.(float64)
			return ok && floatRepr(f) == text
		}
		if pairs, ok := w["dict"].([]any); ok {
			if v.Type != "dict" || len(pairs) != len(v.Entries) {
				return false
			}
			for i, pair := range pairs {
				if !admits(&v.Entries[i].Key, pair.([]any)[0]) || !admits(&v.Entries[i].Value, pair.([]any)[1]) {
					return false
				}
			}
			return true
		}
		if items, ok := w["set"].([]any); ok {
			return v.Type == "set" && len(items) == len(v.Items)
		}
	}
	return false
}

func admitsAll(items []facts.Value, want []any) bool {
	if len(items) != len(want) {
		return false
	}
	for i := range items {
		if !admits(&items[i], want[i]) {
			return false
		}
	}
	return true
}

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
		switch g.r.IntN(28) {
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
		switch g.r.IntN(15) {
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
	switch g.r.IntN(22) {
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
