package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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
	"from collections import defaultdict\nd = defaultdict(list)\ndef g(*a, k):\n    return a[0]\nKubernetesPodOperator(task_id='t', cmds=[str(g(*(len(d) for i in 'x'), k=d['k']))])\n",
	"from collections import defaultdict\nd = defaultdict(list)\nKubernetesPodOperator(task_id='t', cmds=[str(x) for x in sorted((len(d) for i in 'x'), reverse=d['k'] == [])])\n",
	"z = '0' * 5000 + '1'\ntry:\n    x = str(int(z))\nexcept ValueError:\n    x = 'refused'\nKubernetesPodOperator(task_id='t', cmds=[x])\n",
	"iter = reversed\nKubernetesPodOperator(task_id='t', cmds=[next(iter(['a', 'b']))])\n",
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
	"y, l = 'a', ['q']\ndef h(i):\n    global y\n    y = 'b'\n    return i\ndef g(*a, k):\n    return [*a, k]\nKubernetesPodOperator(task_id='t', cmds=[g(*(h(i) for i in 'x'), k=y), [y, h('c'), y], f'{y}{h(y)}{y}'])\n",
	"y = 'a'\ndef h(i):\n    global y\n    y = y + i\n    return (i, y)\nKubernetesPodOperator(task_id='t', cmds=[*dict((h(i) for i in 'x'), q=y).values()])\n",
	"y = 'a'\ndef h(i):\n    global y\n    y = y + i\n    return y\nx = y + h('b') + y\ny += h('c')\ns = sorted('ba', key=h)\nKubernetesPodOperator(task_id='t', cmds=[x, y, s, [h(i) for i in 'xy'], y if h('z') else 0, y])\n",
	"def make(x):\n    l = []\n    def put(y, up=x):\n        nonlocal x\n        l.append(x)\n        x, up = y + up, x\n        return [x, up, list(l)]\n    def get():\n        return x\n    return put, get\na, b = make('1'), make('2')\n" +
		"KubernetesPodOperator(task_id='t', cmds=[a[0]('x'), a[1](), b[0]('y'), a[0]('z'), b[1](), (lambda: a[1]())()])\n",
	"def walk(t, out, depth=0):\n    for k in t:\n        out.append(f'{depth}{k}')\n        depth = walk(t[k], out, depth + 1) - 1\n    return depth\no = []\nwalk({'a': {'b': {}, 'c': {'d': {}}}, 'e': {}}, o)\n" +
		"fib = lambda n: n if n < 2 else fib(n - 1) + fib(n - 2)\ndef perms(l):\n    return [[x, *r] for i, x in enumerate(l) for r in perms(l[:i] + l[i + 1:])] if l else [[]]\nKubernetesPodOperator(task_id='t', cmds=[o, str(fib(9)), perms(['a', 'b', 'c'])])\n",
	"def f(v, w='w'):\n    a = b = c = r = x = 'unset'\n    match v:\n        case [a, 1 | 2 as b] if w != 'w':\n            x = 'guard'\n        case [a, b, [c, *r]]:\n            x = 'nested'\n        case {'k': {'l': [a]}, **r} | {'m': a, **r}:\n            x = 'mapping'\n" +
		"        case (True | 1.0 | None) as a:\n            x = 'single'\n        case [] | {} | '':\n            x = 'empty'\n        case str(a) | bytes(a) | tuple((a, _)) | dict(a) | set() as a:\n            x = 'class'\n        case -1 | 2.5 | 'x' 'y':\n            x = 'value'\n        case [*_, 'z']:\n            x = 'last'\n" +
		"    return [a, b, c, r, x]\nl = [['a', 1], ['a', 3], ['a', 2, ['c', 'd', 'e']], ['a', 2, 'c'], {'k': {'l': ['p']}, 'q': 1}, {'k': {'l': 'p'}}, {'m': [], 'n': 2}, {'m': 1}, {}, {'z': 1}, True, 1, 1.0, 0, False, None, [], '', 'xy', b'', ('p', 'q'), (), range(2), range(0), -1, 2.5, 2, ['y', 'y', 'z'], [['z']], {1}, frozenset(), ...]\n" +
		"KubernetesPodOperator(task_id='t', cmds=[[f(v) for v in l], [f(v, 'g') for v in l]])\n",
	"l = ['a', 'b', 'c']\nmatch l:\n    case [first, *rest]:\n        rest.append('d')\n        l[0] = 'z'\nmatch {'l': l}:\n    case {'l': [x, *_] as whole, **o}:\n        whole.append('e')\n        o['x'] = 'y'\nKubernetesPodOperator(task_id='t', cmds=[first, rest, l, x, whole, o])\n",
	"d = {1: 'a', 'x': 'b', (1, 2): 'c'}\nr = []\nfor i in range(3):\n    match d, i:\n        case {True: y, **z}, 0:\n            r.append([y, z])\n        case {1.0: 'b'} | {'x': 'b'} as q, 1 as n:\n            r.append([q, n])\n        case w:\n            r.append(w)\nKubernetesPodOperator(task_id='t', cmds=r)\n",
	"l = []\ndef f(n, up=l):\n    for i in range(n):\n        l.append(f'f{i}')\n        yield i, len(up)\n        l.append(f'g{i}')\n    l.append('end')\nfor i, n in f(3):\n    l.append([i, n, len(l)])\n    if i == 1:\n        continue\n    KubernetesPodOperator(task_id=f't{i}', cmds=list(l))\n" +
		"x = [y for y in f(2)] + list(f(1)) + sorted(f(2), reverse=True)\nz = any(l.append('any') or y[0] == 1 for y in f(5))\nKubernetesPodOperator(task_id='t', cmds=[l, x, z, next(y for y in f(4))])\n",
	"l = ['a', 'b']\ndef f():\n    for x in l:\n        yield x\n    yield from l\n    yield from {'k': 1, 'm': 2}\n    yield from 'xy'\nr = []\nfor x in f():\n    r.append(x)\n    if len(l) < 4:\n        l.append(x * 2)\nKubernetesPodOperator(task_id='t', cmds=[r, l])\n",
	"r = []\ndef outer(n):\n    for x in inner(n):\n        r.append(('outer', x))\n        yield x\n        for y in inner(1):\n            r.append(('again', y))\n        r.append('back')\ndef inner(n):\n    for i in range(n):\n        r.append(('inner', n, i))\n        yield n * 10 + i\n    r.append('done')\n" +
		"def walk():\n    for x in outer(3):\n        for y in outer(1):\n            r.append((x, y))\n            if x == 31:\n                return [x, y]\nz = walk()\na, b = inner(2)\nKubernetesPodOperator(task_id='t', cmds=[r, z, a, b, [*inner(2), *inner(1)], dict((str(k), k) for k in inner(2)), {str(k): k for k in inner(2)}, ''.join(str(k) for k in outer(1)), max(inner(3)), sum(inner(3)), tuple(inner(1)), len(set(inner(3)))])\n",
	"n = 0\ndef f():\n    global n\n    while n < 9:\n        n += 1\n        yield n\n        n += 1\nr = []\nfor x in f():\n    n += 1\n    r.append((x, n))\ndef make():\n    k = 0\n    def g():\n        nonlocal k\n        while k < 5:\n            k += 1\n            yield k\n    for y in g():\n        k += 2\n        r.append((y, k))\n    return k\nKubernetesPodOperator(task_id='t', cmds=[make(), r, n])\n",
	"l = ['a']\ndef f(x):\n    l[0] = x\n    yield x\ndef g(*a, k='z'):\n    return [*a, k]\nKubernetesPodOperator(task_id='t', cmds=[g(*f('b'), l[0]), l[0], g(*f('c')), [l[0], *f('d'), l[0]], list(f(l[0] + 'e')), l])\n",
	"def perms(l):\n    if not l:\n        yield []\n    for i in range(len(l)):\n        for r in perms(l[:i] + l[i + 1:]):\n            yield [l[i], *r]\ndef count(n):\n    if n:\n        yield from count(n - 1)\n        yield n\n        yield from count(n - 1)\nKubernetesPodOperator(task_id='t', cmds=[list(perms(['a', 'b', 'c'])), list(count(4))])\n",
	"a, b = ['1'], ['2']\ndef f(i):\n    if i == 2:\n        a[0] = '9'\n    return ([a, b, ['5']][i],)\nKubernetesPodOperator(task_id='t', cmds=max(f(i) for i in range(3))[0])\n",
	"a, b = ['1'], ['2']\ndef f():\n    yield a, 0\n    yield b, 1\n    a[0] = '9'\n    yield ['5'], 2\nKubernetesPodOperator(task_id='t', cmds=max(f())[0])\n",
	"a, b = ['1'], ['2']\ndef f(i):\n    if i == 2:\n        a[0] = '9'\n    return (['a', 'b', 'c'][i], [a, b, ['5']][i])[i > 5:]\nKubernetesPodOperator(task_id='t', cmds=[str(min(range(3), key=lambda i: f(i)[1:]))])\n",
	"import functools\nlog = []\ndef traced(tag, l=log):\n    l.append('make ' + tag)\n    def deco(f):\n        l.append(f'deco {tag} {f.__name__}')\n        @functools.wraps(f)\n        def g(*a, up=tag, **k):\n            l.append([tag, g.__name__, list(a), k])\n            r = f(*a, **k)\n            k['x'] = r\n            return [up, r]\n        return g\n    return deco\n" +
		"@traced('a')\n@traced('b')\ndef f(x, y=traced, **z):\n    return [x, y is traced, z]\n@traced('c')\ndef fact(n):\n    return n if n < 2 else [n, fact(n - 1)]\nKubernetesPodOperator(task_id='t', cmds=[f(1), f(x=2, up='q', k='z'), fact(3), log, f.__name__])\n",
	"same = lambda f: f\nmake = lambda tag, *more: lambda f: lambda *a: [tag, *more, f(*a)]\ndef other(f):\n    return lambda *a: 'b'\n@same(other)\ndef f():\n    return 'a'\n@make('a', 'b')\n@make('c')\ndef g(x):\n    return x\nKubernetesPodOperator(task_id='t', cmds=[f(), g('q')])\n",
	"import functools\nl = []\n@functools.cache\ndef f(n):\n    l.append(n)\n    if len(l) < 3:\n        f(n).append('in')\n    return [n, str(len(l))]\nx = f('a')\nKubernetesPodOperator(task_id='t', cmds=[f('a'), x, str(f('a') is x), l])\n",
	"import functools\ncalls, n = [], ['a']\n@functools.lru_cache(maxsize=None)\ndef f(x, y='y', *a, z=None):\n    calls.append((x, y, a, z))\n    return [x, n[0]]\n@functools.cache\ndef g(*a, **k):\n    calls.append(a)\n    return list(k.items())\n" +
		"l = [f('a'), f('a'), f('a', 'y'), f(x='a'), f('a', y='y'), f('a', 'y', 'y'), f(None), f(1), f('1')]\nl[0].append('z')\nn[0] = 'b'\nl += [f('a'), f('a') is l[0], f('a') is f('b'), g(), g(b=1, a=2), g(a=2, b=1), g(a=2, b=1) is g(b=1, a=2), g('b', 1)]\nKubernetesPodOperator(task_id='t', cmds=[l, calls, sorted('ba', key=f), list(map(g, 'ab'))])\n",
	"d = {'a': 1, 'b': [2]}\nl = ['p', 'q']\nx, y = d.values()\n(a, b), (c, e) = d.items()\nf, g = reversed(l)\n(h, i), (j, k) = enumerate(l)\nm, n = zip(l, d)\no, q = map(str.upper, l)\nr, s = d\n[t, *u] = map(lambda v: l.append(v) or len(l), 'xyz')\nd['w'], z = map(str, [1, 2])\nKubernetesPodOperator(task_id='t', cmds=[x, y, a, b, c, e, f, g, h, i, j, k, m, n, o, q, r, s, t, u, d, z, l])\n",
	"x = 'g'\ndef f():\n    global x\n    r = [x for x in 'ab'] + [x]\n    [x := i for i in 'cd']\n    def g():\n        return x\n    for x in 'ef':\n        r.append(g())\n    return r + [(lambda x: x)('h'), g()]\ndef h():\n    n = 0\n    def k():\n        nonlocal n\n        return [n := n + i for i in range(3)] + [n]\n    return [k(), n, k(), n]\nKubernetesPodOperator(task_id='t', cmds=[f(), x, h()])\n",
	"l = []\nclass C:\n    def __init__(self, n):\n        self.n = n\n    def walk(self, depth=0):\n        self.n += 1\n        yield depth, self.n\n        if depth < 2:\n            for x in self.walk(depth + 1):\n                l.append(self.n)\n                yield x\n                if self.n > 6:\n                    return\n" +
		"c = C(0)\nfor a, b in c.walk():\n    c.n += 2\n    try:\n        y = ['x', 'y'][b]\n    except IndexError as e:\n        match a, b:\n            case 0, _:\n                l.append('zero')\n            case 1, int(n) if n > 4:\n                l.append(n)\n            case _:\n                continue\n    else:\n        l.append(y)\nKubernetesPodOperator(task_id='t', cmds=[l, c.n])\n",
	"r = []\ndef f(d, k):\n    for i in range(2):\n        try:\n            if k == 'r':\n                raise LookupError('x', i)\n            d[k] = d[k][i]\n            return d[k]\n        except KeyError as q:\n            d[k] = ['n']\n        except (TypeError, IndexError):\n            r.append('t')\n            continue\n        except LookupError:\n            r.append('l')\n            break\n        else:\n            r.append('never')\n    return [k, i]\nd = {'a': ['x'], 'b': 'yz', 'c': []}\nKubernetesPodOperator(task_id='t', cmds=[[f(d, k) for k in 'abcdrab'], d, r])\n",
	"n = [['a']]\nfor i, x in enumerate(n):\n    x.append('b')\nKubernetesPodOperator(task_id='t', cmds=n[0])\n",
}

type oracleResult struct {
	Error   string
	Reached bool // a module of places_test.go came to the code that was put into it
	Tasks   []struct {
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
