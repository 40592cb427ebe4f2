// Package hostile makes files that are meant to keep an analyser busy: the worst that its authors could
// think of, each of a size that is read. The tests of the interpreter hold that counters bound the work;
// `make bench` shows the time.
package hostile

import (
	"fmt"
	"strings"
)

// prologue begins every Python file.
const prologue = `from datetime import datetime, timedelta
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
dag = DAG('orders.dag', schedule=None, start_date=datetime(2024, 1, 1))
`

// Python returns DAG files by name.
func Python() map[string]string {
	files := map[string]string{}
	for _, group := range []map[string]string{interpreted(), declared(), parsed(), rendered()} {
		for name, source := range group {
			files[name] = prologue + source
		}
	}
	return files
}

// interpreted are programs: loops, containers and calls that grow.
func interpreted() map[string]string {
	const pod = "KubernetesPodOperator(task_id='t', dag=dag, arguments=x, **y)\n"
	doubling := "x = ['a']\nfor i in range(60):\n    x = [x, x]\n"
	wide := "x = ['a' * 100] * 1000\nfor i in range(20):\n    x = [x] * 1000\n"
	return map[string]string{
		"doubling":               doubling + "y = {}\n" + pod,
		"doubling compared":      doubling + strings.ReplaceAll(doubling, "x", "z") + "for i in range(10000):\n    x == z\n",
		"doubling printed":       doubling + "for i in range(100000):\n    print(x)\n",
		"doubling as text":       doubling + "for i in range(100000):\n    f'{x}'\n",
		"doubling handed on":     doubling + "for i in range(100000):\n    g(x)\n",
		"doubling as JSON":       "import json\n" + doubling + "for i in range(100000):\n    json.dumps(x)\n",
		"doubling copied":        "import copy\n" + doubling + "for i in range(100000):\n    copy.deepcopy(x)\n",
		"doubling as tasks":      doubling + "y = {}\nfor i in range(100000):\n    " + pod,
		"wide":                   wide + "for i in range(10000):\n    f'{x}'\n    x == [x]\n    print(x)\n",
		"deep tuple as key":      "x = ('a',)\nd = {}\nfor i in range(100000):\n    x = (x,)\n    d[x] = 1\n",
		"wide tuple as key":      "x = ('a',) * 60\nd = {}\nfor i in range(7):\n    x = (x,) * 60\nfor i in range(10000):\n    d[x] = 1\n",
		"recursion that doubles": "def f(n):\n    if n:\n        f(n - 1)\n        f(n - 1)\nf(22)\n",
		"recursion in branches":  "from airflow.models import Variable\nn = 'a'\ndef f(i):\n    global n\n    if Variable.get('x'):\n        n += 'b'\n    if i:\n        f(i - 1)\n        f(i - 1)\nf(20)\n",
		"many global names":      "def f():\n    global " + strings.Repeat("x, ", 2999) + "x\nfor i in range(12000):\n    f()\n",
		"generators in a tree":   "def f(n):\n    if n:\n        yield from f(n - 1)\n        yield n\n        yield from f(n - 1)\nfor x in f(20):\n    pass\n",
		"generators in loops":    "def g(n):\n    yield 1\n    if n:\n        for x in g(n - 1):\n            yield x\n            f(n - 1)\ndef f(n):\n    for x in g(n):\n        for y in g(n):\n            if n:\n                f(n - 1)\nf(12)\n",
		"generators left early":  "x = [i for i in range(8000)]\ndef g():\n    for y in x:\n        yield y\nfor i in range(12000):\n    for y in g():\n        break\n",
		"rest of a mapping":      "x = {i: i for i in range(8000)}\nfor i in range(12000):\n    match x:\n        case {1: 1, **y}:\n            pass\n",
		"parts of lists":         "x = ['a'] * 8000\nfor i in range(2000):\n    match x:\n        case " + strings.Repeat("['b', *y] | ", 11) + "['b', *y]:\n            pass\n",
		"fields of a mapping":    "x = {'k%d' % i: '' for i in range(7000)}\ny = '%(k6999)s' * 20000\nfor i in range(1000):\n    y % x\n",
		"fields by keywords":     "x = {'k%d' % i: '' for i in range(8000)}\ny = '{k7999}' * 30000\nfor i in range(1000):\n    y.format(**x)\n    y.format_map(x)\n",
		"a template's mapping":   "import string\nx = {str(i): i for i in range(7000)}\nfor i in range(12000):\n    string.Template('a').safe_substitute(x)\n",
		"a template's keywords":  "import string\nx = {'k%d' % i: '' for i in range(8000)}\ny = string.Template('${k7999}' * 30000)\nfor i in range(1000):\n    y.substitute(**x)\n    y.substitute(x)\n",
		"characters that stay":   "from urllib.parse import quote\nfor i in range(8000):\n    quote(' ' * 200000, safe=' ' * 200000)\n",
		"width of a percent":     "for i in range(8000):\n    '%' + '0' * 200000 + 'd'\n    ('%' + '0' * 200000 + 'd') % 1\n",
		"many cases":             "for i in range(12000):\n    match i:\n" + strings.Repeat("        case -1:\n            pass\n", 2000),
		"names of handlers":      "x = {}\nfor i in range(12000):\n    try:\n        x[i]\n    except (" + strings.Repeat("ValueError, ", 3000) + "KeyError):\n        pass\n",
		"imports in a handler":   "for i in range(12000):\n    try:\n        import json\n    except (" + strings.Repeat("ImportError, ", 3000) + "):\n        import json\n",
		"cache of tuples":        "import functools\n@functools.cache\ndef f(x):\n    return x\nx = tuple(range(250))\nfor i in range(12000):\n    f(x + (i,))\n",
		"cache of many":          "import functools\n@functools.cache\ndef f(x):\n    return x\nfor i in range(12000):\n    f(i)\n",
		"decorators in a tree":   "def d(f):\n    def g():\n        f()\n        f()\n    return g\n" + strings.Repeat("@d\n", 22) + "def f():\n    return 1\nf()\n",
		"large set":              "x = set()\nfor i in range(100000):\n    x.add(i)\n",
		"large dict":             "x = {}\nfor i in range(100000):\n    x[i] = i\n",
		"search in a list":       "x = [i for i in range(10000)]\nfor i in range(100000):\n    -1 in x\n",
		"index of a list":        "x = [i for i in range(10000)]\nfor i in range(100000):\n    x.count(-1)\n",
		"merge in place":         "x = {i: i for i in range(8000)}\ny = {**x}\nfor i in range(16000):\n    y |= x\n",
		"merge in a display":     "x = {i: i for i in range(8000)}\ny = {" + strings.Repeat("**x, ", 16000) + "}\n",
		"update of a set":        "x = [i for i in range(8000)]\ny = set(x)\nfor i in range(16000):\n    y.update(x)\n",
		"dict of equal pairs":    "x = [('a', 1)] * 8000\nfor i in range(16000):\n    dict(x)\n",
		"insert into a list":     "x = []\nfor i in range(100000):\n    x.insert(0, i)\n",
		"pop from a list":        "x = [i for i in range(16000)]\nfor i in range(16000):\n    x.pop(0)\n",
		"index of a string":      "x = 'é' * 100000\nfor i in range(100000):\n    x[0]\n",
		"search in a string":     "x = 'a' * 200000\nfor i in range(100000):\n    'b' in x\n    x.find('b')\n",
		"comparison of strings":  "x = 'a' * 200000\ny = 'a' * 199999 + 'b'\nfor i in range(100000):\n    x < y\n    x == y\n",
		"join":                   "x = ['a' * 200000] * 10000\nfor i in range(100):\n    ''.join(x)\n",
		"format":                 "x = 'a' * 200000\ny = ('{0}' * 10000).format(x)\n",
		"percent":                "x = 'a' * 200000\ny = ('%(x)s' * 10000) % {'x': x}\n",
		"replace":                "x = 'a' * 200000\ny = x.replace('a', x)\n",
		"path":                   "import os\nx = 'a' * 100000\ny = os.path.join(*([x] * 10000))\n",
		"many defaults":          "d = {str(i): i for i in range(10000)}\nz = DAG('z', default_args=d)\nfor i in range(10000):\n    KubernetesPodOperator(task_id='t', dag=z)\n",
		"many keywords":          "def f(**k):\n    pass\nd = {str(i): i for i in range(10000)}\nfor i in range(10000):\n    f(**d)\n",
		"nested calls":           "def f0():\n    pass\n" + nestedCalls(30) + "f30()\n",
		"nested forks":           "from airflow.models import Variable\nx = [i for i in range(5000)]\nfor i in range(10000):\n    if Variable.get('x'):\n        x.append(i)\n",
		"wide dependency":        "from airflow.operators.empty import EmptyOperator\nx = [EmptyOperator(task_id=str(i), dag=dag) for i in range(1000)]\nt = x[0]\nfor i in range(10000):\n    t >> x\n",
		"two wide sides":         "from airflow.operators.empty import EmptyOperator\nfrom airflow.models.baseoperator import chain, cross_downstream\nx = [EmptyOperator(task_id=str(i), dag=dag) for i in range(1000)]\nfor i in range(10000):\n    cross_downstream(x, x)\n",
		"one long line":          "x = 'é'; " + strings.Repeat("f(x); ", 20000),
		"fields of classes":      "for i in range(8000):\n    class A:\n" + manyOf("        a%d: int\n", 60),
		"methods of classes":     "for i in range(8000):\n    class A:\n" + manyOf("        def a%d(x): 0\n", 40),
		"classes that are kept":  "l = []\nfor i in range(8000):\n    class A: pass\n    l.append(A)\n",
		"names of a target":      "for i in range(8000):\n    [0 for (" + manyOf("a%d, ", 400) + ") in ()]\n",
		"defaults of a call":     "def f(" + manyOf("a%d=0, ", 400) + "): pass\nfor i in range(8000):\n    f()\n",
		"variables of a call":    "def f():\n    return\n" + manyOf("    a%d = 0\n", 400) + "for i in range(8000):\n    f()\n",
		"annotations of one":     "for i in range(8000):\n    def f(" + manyOf("a%d: int, ", 400) + "): pass\n",
		"one long annotation":    "from typing import Literal\nfor i in range(8000):\n    x: Literal[" + manyOf("%d, ", 400) + "] = 1\n",
		"bodies of functions":    "for i in range(8000):\n    def f(x):\n" + manyOf("        a%d = 0\n", 400),
		"generators of a call":   "max(" + strings.Repeat("(0 for x in y), ", 15000) + ")\n",
		"exceptions":             "l = []\nfor i in range(8000):\n    class A(Exception): pass\n    l.append(A)\n",
		"one hash asked often":   "import hashlib\nx = hashlib.sha512(b'a' * 200000)\nfor i in range(16000):\n    x.hexdigest()\n",
		"copies of zones":        "import copy, pendulum\nx = pendulum.now('Europe/Paris')\nfor i in range(8000):\n    copy.deepcopy(x)\n",
		"one large copy":         "import copy, pendulum\nx = [pendulum.now(str(i)) for i in range(8000 // 20)]\ncopy.deepcopy(x)\n",
		"margins":                "import textwrap\nx = ' ' * 60000\nfor i in range(20):\n    textwrap.dedent(x + ' ' * i + '8000')\n",
		"many unknowns":          strings.Repeat("f(x)\n", 30000),
		"many imports":           strings.Repeat("import os, sys, json\n", 8000),
		"many functions":         strings.Repeat("def f(a):\n    return f(a)\n", 8000) + "f(1)\n",
		"chain of functions":     chainOfFunctions(6000) + "DAG('x', on_failure_callback=g0)\n",
		"deep expression":        "x = " + strings.Repeat("-", 400) + "1\n" + strings.Repeat("def f():\n    return f\n", 100),
		"dead branches":          "for i in range(100000):\n    if False:\n" + strings.Repeat("        f(i)\n", 200),
		"many mapped keywords":   "d = {str(i): ['a'] for i in range(10000)}\np = KubernetesPodOperator.partial(task_id='t', dag=dag)\nfor i in range(1000):\n    p.expand(**d)\n",
		"items of a dict":        "d = {i: i for i in range(10000)}\nfor i in range(1000):\n    for k in d.items():\n        break\n",
		"values of a dict":       "d = {i: i for i in range(8000)}\nfor i in range(1000):\n    for k in d.values():\n        break\n",
		"pairs of a list":        "l = [0] * 5000\nfor i in range(1000):\n    for k in enumerate(l):\n        break\n    for k in zip(l, l, l):\n        break\n",
		"deep path":              "from pathlib import Path\np = Path('a/' * 20000)\nfor i in range(20000):\n    p / 'b'\n",
		"parents of a path":      "from pathlib import Path\np = Path('a/' * 2000)\nfor i in range(20000):\n    p.parents[i]\n",
		"long dirname":           "import os\np = 'a/' * 100000\nfor i in range(20000):\n    os.path.dirname(p)\n    os.path.normpath(p)\n",
		"order of lists":         "a = [0] * 16000\nb = [0] * 16000\nfor i in range(10000):\n    a < b\n",
		"sorted texts":           "a = 'a' * 200000\nb = a[1:] + 'a'\nfor i in range(1000):\n    sorted([a, b] * 8000)\n",
		"sorted tuples":          "a = (0,) * 16000\nb = (0,) * 16000\nfor i in range(1000):\n    x = [a, b] * 8000\n    x.sort()\n",
		"stars":                  "l = [0] * 16000\ndef f(*a):\n    pass\nfor i in range(5000):\n    f(*l)\n",
		"dedent":                 "import textwrap\nx = ' a\\n' * 60000\nfor i in range(1000):\n    textwrap.dedent(x)\n",
		"calls in both arms":     bothArms(20),
		"many DAGs":              manyOf("DAG('payments.d%d')\n", 5000),
		"many attributes":        "import os\n" + manyOf("os.a%d.b.c\n", 12000),
		"many of one attribute":  "import os\n" + strings.Repeat("os.environ\n", 15000),
		"many processes":         "import os\n" + strings.Repeat("os.system('id')\n", 14000),
		"many modules":           manyOf("import m%d\n", 15000),
		"many tasks":             "for i in range(100000):\n    KubernetesPodOperator(task_id=f't{i}', namespace='payments', dag=dag)\n",
		"many conditions":        "k = {}\n" + manyOf("if datetime.now().second > %d:\n    k['%[1]d'] = 1\n", 4000),
		"many defaults in row":   "def f0():\n    return 1\n" + manyOf("def f%d(a=f0):\n    return f%[1]d()\n", 6000),
		"copies":                 "import copy\nx = [i for i in range(9000)]\nfor i in range(100000):\n    y = copy.deepcopy(x)\n",
		"reads":                  "import os\nfor i in range(100000):\n    os.getenv(f'X{i}')\n",
		"unpacking":              "x = [i for i in range(10000)]\nfor i in range(100000):\n    y, *z = x\n",
		"assignments in forks":   "from airflow.models import Variable\nv = Variable.get('x')\n" + strings.Repeat("if v:\n    x = 1\n", 10000),
	}
}

func chainOfFunctions(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "def g%d(c=1):\n    g%d()\n", i, i+1)
	}
	return b.String()
}

func nestedCalls(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		f := "f" + string(rune('0'+i/10)) + string(rune('0'+i%10))
		g := "f" + string(rune('0'+(i-1)/10)) + string(rune('0'+(i-1)%10))
		b.WriteString("def " + f + "():\n    " + g + "()\n    " + g + "()\n")
	}
	return strings.Replace(b.String(), "f00()", "f0()", -1)
}

func manyOf(line string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}

// bothArms are functions that call the next one in both arms of an unknown condition.
func bothArms(n int) string {
	var b strings.Builder
	b.WriteString("import os\nv = os.getenv('X')\n")
	for i := range n {
		fmt.Fprintf(&b, "def h%d():\n    if v:\n        h%[2]d()\n    else:\n        h%[2]d()\n", i, i+1)
	}
	fmt.Fprintf(&b, "def h%d():\n    pass\nh0()\n", n)
	return b.String()
}
