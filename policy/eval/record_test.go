package eval

import "testing"

// TestRecords holds what fields of classes that only hold data come to: the namespace of a pod.
func TestRecords(t *testing.T) {
	const ns = "\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=ns)\n"
	const data = "from dataclasses import dataclass, field, asdict, replace\n"
	cases := map[string]struct{ source, want string }{
		"dataclass":                {data + "@dataclass\nclass J:\n    'x'\n    name: str\n    n: int = 1\nns = J('a').name", "a"},
		"dataclass by keyword":     {data + "@dataclass(frozen=True)\nclass J:\n    name: str\n    n: str = 'b'\nj = J(name='a')\nns = j.name + j.n", "ab"},
		"dataclass default":        {data + "X = 'a'\n@dataclass\nclass J:\n    name: str = X\nX = 'b'\nns = J().name", "a"},
		"dataclass earlier field":  {data + "a = 'x'\n@dataclass\nclass J:\n    a: str = 'a'\n    b: str = a\nns = J(a='c').b", "a"},
		"dataclass factory":        {data + "@dataclass\nclass J:\n    l: list = field(default_factory=list)\nj = J()\nj.l.append('a')\nns = '-'.join(j.l + J().l)", "a"},
		"dataclass field default":  {data + "@dataclass\nclass J:\n    l: str = field(default='a', repr=False)\nns = J().l", "a"},
		"dataclass of literals":    {data + "from typing import Literal\n@dataclass\nclass J:\n    n: Literal['a', 'b'] = 'a'\nns = J().n", "a"},
		"dataclass kw_only":        {data + "@dataclass(kw_only=True)\nclass J:\n    l: str = 'b'\n    m: str\nns = J(m='a').m", "a"},
		"dataclass in a loop":      {data + "@dataclass\nclass J:\n    n: str\nns = ''\nfor j in [J('a'), J('b')]:\n    ns += j.n", "ab"},
		"dataclass shares":         {data + "@dataclass\nclass J:\n    l: list\nl = ['a']\nj = J(l)\nl[0] = 'b'\nns = j.l[0]", "b"},
		"dataclass nested":         {data + "@dataclass\nclass A:\n    n: str\n@dataclass\nclass B:\n    a: A\nns = B(A('a')).a.n", "a"},
		"asdict":                   {data + "@dataclass\nclass J:\n    l: list\nj = J(['a'])\nd = asdict(j)\nj.l[0] = 'b'\nns = d['l'][0]", "a"},
		"asdict of one list twice": {data + "@dataclass\nclass J:\n    l: list\nl = ['a']\nd = asdict(J([l, l]))\nd['l'][0][0] = 'b'\nns = d['l'][1][0]", "a"},
		"replace":                  {data + "@dataclass\nclass J:\n    n: str\n    m: str = 'b'\nj = replace(J('x'), n='a')\nns = j.n + j.m", "ab"},
		"NamedTuple":               {"from typing import NamedTuple\nclass S(NamedTuple):\n    a: str\n    b: str = 'b'\ns = S('a')\nns = s.a + s[1]", "ab"},
		"NamedTuple unpacked":      {"from typing import NamedTuple\nclass S(NamedTuple):\n    a: str\n    b: str = 'b'\nx, y = S('a')\nns = x + y", "ab"},
		"NamedTuple walked":        {"from typing import NamedTuple\nclass S(NamedTuple):\n    a: str\n    b: str\nns = ''\nfor x, y in [S('a', 'b'), S('c', 'd')]:\n    ns += y", "bd"},
		"namedtuple":               {"from collections import namedtuple\nS = namedtuple('S', ['a', 'b'])\nns = S('a', b='b').b", "b"},
		"namedtuple by text":       {"from collections import namedtuple\nS = namedtuple('S', 'a, b', defaults=['b'])\ns = S('a')._replace(a='c')\nns = s._asdict()['a'] + s.b", "cb"},
		"constants":                {"class C:\n    NS: str = 'a'\n    T = [NS, 'b']\nns = C.T[0]", "a"},
		"constants of object":      {"class C(object):\n    'x'\n    NS = 'a'\nns = C.NS", "a"},
		"constants as an argument": {"class C:\n    NS = 'a'\ndef f(c):\n    return c.NS\nns = f(C)", "a"},
		"TypedDict":                {"from typing import TypedDict, List\nclass J(TypedDict, total=False):\n    n: str\nl: List[J] = [{'n': 'a'}]\nns = l[0]['n'] + J(n='b')['n']", "ab"},
		"SimpleNamespace":          {"from types import SimpleNamespace\nc = SimpleNamespace(ns='a')\nns = c.ns", "a"},
		"truth":                    {data + "@dataclass\nclass J:\n    n: str\nj = None\nns = 'a' if j is None else 'c'\nj = J('x')\nif j and j is not None:\n    ns = ns + 'b'", "ab"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source+ns)
			if got := namespaces(out); got != c.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q (%s)\n%s", got, c.want, problems(out), c.source)
			}
		})
	}
}

// TestRecordsOutside holds what is no class that only holds data, and what is not done with one.
func TestRecordsOutside(t *testing.T) {
	const data = "from dataclasses import dataclass, field, asdict, replace\n"
	const j = data + "@dataclass\nclass J:\n    n: object\n"
	cases := map[string]string{
		"frozen object changed":       data + "@dataclass(frozen=True)\nclass J:\n    n: str\nx = J('a')\nx.n = 'b'",
		"object with slots changed":   data + "@dataclass(slots=True)\nclass J:\n    n: str\nx = J('a')\nx.n = 'b'",
		"namespace gets a field":      "from types import SimpleNamespace\nc = SimpleNamespace(ns='a')\nc.m = 'b'",
		"replace after a new field":   j + "x = J('a')\nx.m = 'b'\ny = replace(x, n='c')",
		"asdict after a new field":    j + "x = J('a')\nx.m = 'b'\ny = asdict(x)",
		"asdict of one with more":     j + "x = J('a')\nx.m = 'b'\ny = asdict(J(x))",
		"replace that runs code":      data + "@dataclass\nclass J:\n    n: str\n    def __post_init__(self):\n        self.n += 'b'\ny = replace(J('a'), n='c')",
		"post-init of a frozen one":   data + "@dataclass(frozen=True)\nclass J:\n    n: str\n    def __post_init__(self):\n        self.n = 'b'\ny = J('a')",
		"post-init of a plain class":  "class J:\n    def __post_init__(self):\n        pass\ny = J()",
		"init of a dataclass":         data + "@dataclass\nclass J:\n    n: str\n    def __init__(self):\n        self.n = 'b'\ny = J()",
		"post-init that does harm":    data + "import os\n@dataclass\nclass J:\n    n: str\n    def __post_init__(self):\n        os.system('id')\ny = J('a')",
		"getattr of an unknown name":  j + "from airflow.models import Variable\ny = getattr(J('a'), Variable.get('x'))",
		"getattr of internals":        j + "y = getattr(J('a'), '__class__')",
		"getattr of a class's own":    "class C:\n    pass\ny = getattr(C, 'mro', 'a')",
		"getattr of what is missing":  j + "y = getattr(J('a'), 'm')",
		"getattr of a tuple's method": "from typing import NamedTuple\nclass S(NamedTuple):\n    n: str\ny = getattr(S('a'), 'count', 'b')",
		"getattr of anything else":    "y = getattr('a', 'upper')",
		"hasattr of a class":          "class C:\n    pass\ny = hasattr(C, 'mro')",
		"tuple changed":               "from typing import NamedTuple\nclass S(NamedTuple):\n    n: str\nx = S('a')\nx.n = 'b'",
		"method handed over":          "class C:\n    def f(self, c):\n        pass\nwith dag:\n    KubernetesPodOperator(task_id='t', on_failure_callback=C().f)",
		"method that does harm":       "import os\nclass C:\n    def f(self):\n        os.system('id')\nC().f()",
		"method nobody calls":         "import os\nclass C:\n    def f(self):\n        os.system('id')",
		"method of Python's protocol": "class C:\n    def __getattr__(self, name):\n        return 'a'\nx = C().n",
		"method for a truth":          "class C:\n    def __bool__(self):\n        return False\nx = 1 if C() else 2",
		"method with a mangled name":  "class C:\n    def f(self):\n        self.__x = 'a'\nC().f()",
		"mangled keyword":             "def g(**k):\n    return k\nclass C:\n    def f(self):\n        return g(__x='a')\nx = C().f()",
		"method with super":           "class C:\n    def f(self):\n        return super()\nC().f()",
		"method twice":                "class C:\n    def f(self):\n        return 1\n    def f(self):\n        return 2\nC().f()",
		"method assigned":             "class C:\n    def f(self):\n        return 1\nx = C()\nx.f = 2",
		"property assigned":           "class C:\n    @property\n    def f(self):\n        return 1\nx = C()\nx.f = 2",
		"property that changes":       "class C:\n    n = ['a']\n    @property\n    def f(self):\n        return self.n.pop()\nx = C().f",
		"property with a setter":      "class C:\n    @property\n    def f(self):\n        return 1\n    @f.setter\n    def f(self, v):\n        pass",
		"property that is no builtin": "def property(f):\n    return f\nclass C:\n    @property\n    def f(self):\n        return 1\nx = C().f",
		"staticmethod of the class":   "class C:\n    staticmethod = 1\n    @staticmethod\n    def f():\n        return 1\nx = C.f()",
		"method as a default":         "class C:\n    def f(self):\n        return 1\n    def g(self, n=f):\n        return n\nx = C().g()",
		"field as a default":          data + "@dataclass\nclass J:\n    a: list = field(default_factory=list)\n    b: tuple = (a,)\nx = J().b[0]",
		"default with a scope":        "class C:\n    n = 'a'\n    def f(self, g=lambda: n):\n        return g()\nn = 'b'\nx = C().f()",
		"class in a method":           "class C:\n    def f(self):\n        class D:\n            x = 1\n        return D.x\nx = C().f()",
		"initializer that returns":    "class C:\n    def __init__(self):\n        return 1\nx = C()",
		"initializer asked for":       "class C:\n    def __init__(self):\n        self.x = 1\nx = C()\nx.__init__()",
		"generator as a method":       "class C:\n    def f(self):\n        yield 1\nx = C().f()",
		"decorated method":            "import functools\nclass C:\n    @functools.lru_cache\n    def f(self):\n        return 1\nx = C().f()",
		"two bases":                   "class A:\n    x = 1\nclass B:\n    x = 2\nclass C(A, B):\n    pass",
		"metaclass":                   "class C(metaclass=print):\n    x = 1",
		"base that runs code":         "from airflow.models import BaseOperator\nclass C(BaseOperator):\n    pass",
		"object of another class":     "class C:\n    pass\nwith dag:\n    KubernetesPodOperator(task_id='t', cmds=[C()])",
		"object to a library":         "import json\nclass C:\n    pass\njson.dumps(C())",
		"class of object changed":     "class C:\n    x = 1\nC.x = 2",
		"exception made":              "class E(Exception):\n    pass\nx = E('a')",
		"exception with a method":     "class E(Exception):\n    def __init__(self):\n        pass",
		"exception raised":            "class E(ValueError):\n    'x'\nraise E",
		"name after a fork":           "from airflow.models import Variable\nclass C:\n    pass\nx = C()\nif Variable.get('x'):\n    x.n = 'a'\ny = x.n",
		"property":                    data + "@dataclass\nclass J:\n    n: str\n    @property\n    def f(self):\n        pass",
		"base":                        data + "class B:\n    x = 1\n@dataclass\nclass J(B):\n    n: str",
		"other base":                  "import threading\nclass C(threading.Thread):\n    x = 1",
		"metaclass of a class":        "class C(metaclass=type):\n    x = 1",
		"other decorator":             "import functools\n@functools.total_ordering\nclass C:\n    x = 1",
		"two decorators":              data + "@dataclass\n@dataclass\nclass J:\n    n: str",
		"decorator's option":          data + "@dataclass(init=False)\nclass J:\n    n: str",
		"option that is not known":    data + "@dataclass(frozen=len('x'))\nclass J:\n    n: str",
		"decorator of another name":   "def dataclass(c):\n    return c\n@dataclass\nclass J:\n    n: str",
		"ClassVar":                    data + "from typing import ClassVar\n@dataclass\nclass J:\n    n: ClassVar[str] = 'a'",
		"ClassVar by another name":    "from __future__ import annotations\n" + data + "from typing import ClassVar as V\n@dataclass\nclass J:\n    n: V[str] = 'a'",
		"ClassVar by text":            data + "from typing import ClassVar\n@dataclass\nclass J:\n    n: 'ClassVar[str]' = 'a'",
		"InitVar":                     data + "import dataclasses\n@dataclass\nclass J:\n    n: dataclasses.InitVar[str] = 'a'",
		"KW_ONLY":                     data + "from dataclasses import KW_ONLY\n@dataclass\nclass J:\n    a: str\n    b: KW_ONLY\n    c: str = 'x'",
		"default that can change":     data + "@dataclass\nclass J:\n    n: list = []",
		"default that is code":        data + "@dataclass\nclass J:\n    n: object = print",
		"default that is a function":  data + "def f(self):\n    pass\n@dataclass\nclass J:\n    n: object = f",
		"constant that is code":       "def f(self):\n    pass\nclass C:\n    x = f",
		"constant that is a task":     "class C:\n    x = KubernetesPodOperator(task_id='t', dag=dag)",
		"factory that is code":        data + "@dataclass\nclass J:\n    n: object = field(default_factory=print)",
		"factory of the file":         data + "def f():\n    return []\n@dataclass\nclass J:\n    n: object = field(default_factory=f)",
		"field with metadata":         data + "@dataclass\nclass J:\n    n: object = field(init=False, default=1)",
		"field read in the body":      data + "a = 'x'\n@dataclass\nclass J:\n    a: str = field(default='b')\n    b: str = a",
		"field asked in the body":     data + "l = ['a']\n@dataclass\nclass J:\n    a: tuple = field(default=(l,))\n    b: str = ('x', a.default[0].append('b'))[0]",
		"field walked in the body":    data + "l = []\ndef f(x):\n    for y in x.default:\n        l.append(y)\n@dataclass\nclass J:\n    a: tuple = field(default=('a', 'b'))\n    b: str = f(a)",
		"class attribute":             data + "@dataclass\nclass J:\n    n: str\n    x = 1",
		"private name":                "class C:\n    __x = 'a'\n    y = __x",
		"slots":                       "class C:\n    __slots__ = ('a',)\n    x = 1",
		"template fields by dunder":   "class C:\n    __getattr__ = None",
		"name twice":                  "class C:\n    x = 1\n    x = 2",
		"unpacking":                   "class C:\n    x, y = 1, 2",
		"comprehension":               "l = ['a']\nclass C:\n    l = ['b']\n    x = [y for y in l for z in l]",
		"lambda":                      "class C:\n    x = lambda self: 1",
		"walrus":                      "class C:\n    x = (y := 1)",
		"condition":                   "class C:\n    if True:\n        x = 1",
		"import":                      "class C:\n    import os",
		"delete":                      "class C:\n    x = 1\n    del x",
		"docstring's name":            "class C:\n    'x'\n    y = __doc__",
		"annotation that runs":        "class C:\n    x: print('a') = 1",
		"in a function":               "def f():\n    class C:\n        x = 1\n    return C\nf()",
		"NamedTuple with a method":    "from typing import NamedTuple\nclass S(NamedTuple):\n    a: str\n    def f(self):\n        pass",
		"namedtuple of an unknown":    "from collections import namedtuple\nfrom airflow.models import Variable\nS = namedtuple('S', Variable.get('x'))",
		"namedtuple renamed":          "from collections import namedtuple\nS = namedtuple('S', ['a', '_b'], rename=True)",
		"namedtuple of a module":      "from collections import namedtuple\nS = namedtuple('S', ['a'], module='os')",
		"Enum of objects":             "from enum import Enum\nclass E(Enum):\n    A = ['a']",
		"Enum alias":                  "from enum import Enum\nclass E(Enum):\n    A = 'a'\n    B = 'a'",
		"Enum named value":            "from enum import Enum\nclass E(Enum):\n    value = 'a'",
		"Enum of another type":        "from enum import Enum\nclass E(int, Enum):\n    A = '1'",
		"Enum as text":                "from enum import Enum\nclass E(str, Enum):\n    A = 'a'\nx = f'{E.A}'",
		"Enum compared with text":     "from enum import Enum\nclass E(str, Enum):\n    A = 'a'\nx = E.A == 'a'",
		"Enum member handed over":     "from enum import Enum\nclass E(str, Enum):\n    A = 'a'\nwith dag:\n    KubernetesPodOperator(task_id='t', cmds=[E.A])",
		"Enum without the value":      "from enum import Enum\nclass E(Enum):\n    A = 'a'\nx = E('b')",
		"Enum of equal values":        "from enum import Enum\nclass E(Enum):\n    A = 'a'\n    C = 'b'\n    B = 'a'",
		"Enum of numbers":             "from enum import Enum\nclass E(Enum):\n    A = 1",
		"Enum auto":                   "from enum import Enum, auto\nclass E(Enum):\n    A = auto()",
		"Enum of pairs":               "from enum import Enum\nclass E(Enum):\n    A = ('a', 1)",
		"Enum with a sunder name":     "from enum import Enum\nclass E(Enum):\n    _ignore_ = ['A']\n    A = 'a'",
		"Enum with its own values":    "from enum import Enum\nclass E(Enum):\n    def _generate_next_value_(name, *a):\n        return name\n    A = 'a'",
		"Enum with an initializer":    "from enum import Enum\nclass E(Enum):\n    A = ('a', 'b')\n    def __init__(self, x, y):\n        self.x = y",
		"Enum with a new":             "from enum import Enum\nclass E(str, Enum):\n    A = 'a'\n    def __new__(cls, v):\n        return str.__new__(cls, 'b')",
		"Enum of text by a tuple":     "from enum import Enum\nclass E(str, Enum):\n    A = ('a',)",
		"Enum of many bases":          "from enum import Enum\nclass E(str, int, Enum):\n    A = 'a'",
		"Enum derived":                "from enum import Enum\nclass B(Enum):\n    pass\nclass E(B):\n    A = 'a'",
		"Enum with a decorator":       "from enum import Enum, unique\n@unique\nclass E(Enum):\n    A = 'a'",
		"Enum with an annotation":     "from enum import Enum\nclass E(Enum):\n    A: str = 'a'",
		"Enum of code":                "from enum import Enum\ndef f(x):\n    return x\nclass E(Enum):\n    A = f",
		"Enum by a name that is none": "from enum import Enum\nclass E(Enum):\n    A = 'a'\nx = E['B']",
		"Enum changed":                "from enum import Enum\nclass E(Enum):\n    A = 'a'\nE.A.value = 'b'",
		"Enum of text as a key":       "from enum import Enum\nclass E(str, Enum):\n    A = 'a'\nx = {E.A: 1}",
		"Enum of text by its truth":   "from enum import Enum\nclass E(str, Enum):\n    A = ''\nx = 1 if E.A else 2",
		"Enum as a key handed over":   "from enum import Enum\nclass E(Enum):\n    A = 'a'\nwith dag:\n    KubernetesPodOperator(task_id='t', env_vars={E.A: 'x'})",
		"Enum in a key handed over":   "from enum import Enum\nclass E(Enum):\n    A = 'a'\nDAG('team-a.x', default_args={(E.A, 1): 'x'})",
		"Enum as a key to JSON":       "import json\nfrom enum import Enum\nclass E(Enum):\n    A = 'a'\nx = json.dumps({E.A: 1})",
		"object handed over":          j + "with dag:\n    KubernetesPodOperator(task_id='t', cmds=J('x'))",
		"object in a list":            j + "with dag:\n    KubernetesPodOperator(task_id='t', cmds=[J('x')])",
		"object in default_args":      j + "DAG('team-a.x', default_args={'cmds': J('x')})",
		"object in params":            j + "DAG('team-a.x', params={'x': J('x')})",
		"object put in later":         j + "l = []\nwith dag:\n    KubernetesPodOperator(task_id='t', cmds=l)\nl.append(J('x'))",
		"class handed over":           j + "with dag:\n    KubernetesPodOperator(task_id='t', on_failure_callback=J)",
		"code through an object":      j + "def f():\n    pass\nwith dag:\n    KubernetesPodOperator(task_id='t', on_failure_callback=J(f).n)",
		"class changed":               j + "J.n = 'b'",
		"class attribute read":        data + "@dataclass\nclass J:\n    n: str = 'a'\nx = J.n",
		"object as text":              j + "x = f'{J(1)}'",
		"object as text by str":       j + "x = str(J(1))",
		"object compared":             j + "x = J(1) == J(1)",
		"object as a key":             j + "x = {J(1): 1}",
		"object printed":              j + "print(J(1))",
		"object to JSON":              "import json\n" + j + "x = json.dumps([J(1)])",
		"object's internals":          j + "x = J(1).__dict__",
		"object by vars":              j + "x = vars(J(1))",
		"attribute that is none":      j + "x = J(1).m",
		"asdict of objects in a list": j + "x = asdict(J([J(1)]))",
		"too many arguments":          j + "x = J(1, 2)",
		"missing argument":            j + "x = J()",
		"given twice":                 j + "x = J(1, n=2)",
		"keyword only":                data + "@dataclass(kw_only=True)\nclass J:\n    n: str\nx = J('a')",
		"TypedDict by a dict":         "from typing import TypedDict\nclass J(TypedDict):\n    n: str\nx = J({'n': 'a'})",
		"unhashable tuple as a key":   "from collections import namedtuple\nS = namedtuple('S', 'a')\nx = {S('a'): 1}",
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+source+"\n"); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}

// TestRecordsOfModules holds that what a class of another module holds is shared by all files, so a change is an unknown.
func TestRecordsOfModules(t *testing.T) {
	const module = "from dataclasses import dataclass\n@dataclass\nclass J:\n    n: str\nJOBS = [J('a')]\nclass C:\n    L = ['b']\n"
	out := withModules(t, prologue+"from common import J, JOBS, C\nwith dag:\n    for j in JOBS + [J('c')]:\n        KubernetesPodOperator(task_id='t', namespace=j.n + C.L[0])\n", map[string]string{"common": module})
	if got := namespaces(out); got != "ab cb" || !out.Declarative {
		t.Errorf("namespaces %q (%s)", got, problems(out))
	}
	const shared = "class F:\n    n = ['a']\n    def __init__(self):\n        self.m = 'b'\n    def grow(self, seen=['c']):\n        self.m = 'd'\n        seen.append('e')\n    @classmethod\n    def share(cls):\n        cls.n.append('f')\nf = F()\n"
	for _, change := range []string{"f.m = 'x'", "f.grow()", "F().n.append('x')", "F().share()", "F.share()", "F().grow()", "f.n += ['x']"} {
		if out := withModules(t, prologue+"from common import F, f\n"+change+"\n", map[string]string{"common": shared}); out.Declarative {
			t.Errorf("declarative: %s", change)
		}
	}
	if out := withModules(t, prologue+"from common import F\ng = F()\ng.m = 'x'\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=g.m + g.n[0])\n", map[string]string{"common": shared}); namespaces(out) != "xa" || !out.Declarative {
		t.Errorf("namespaces %q (%s)", namespaces(out), problems(out))
	}
	if out := withModules(t, prologue+"from common import C\nC.L.append('x')\n", map[string]string{"common": module}); out.Declarative {
		t.Error("a change of what the class of another module holds is declarative")
	}
}
