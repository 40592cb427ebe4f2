package eval

import "testing"

// TestGeneratorFunctions holds what generators give to whoever walks them, in which order.
func TestGeneratorFunctions(t *testing.T) {
	const ns = "\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=ns)\n"
	for name, c := range map[string]struct{ source, want string }{
		"generator function":            {"def f(n):\n    for i in range(n):\n        yield f'a{i}'\n    yield\nns = ''.join(str(x) for x in f(2)) + str(list(f(1)))" + ns, "a0a1None['a0', None]"},
		"generator interleaved":         {"l = []\ndef f():\n    l.append('a')\n    yield 'b'\n    l.append('c')\n    yield 'd'\n    l.append('e')\nfor x in f():\n    l.append(x + str(len(l)))\nns = ''.join(l)" + ns, "ab1cd3e"},
		"generator that is left":        {"l = []\ndef f():\n    for x in 'abc':\n        while True:\n            l.append(x)\n            yield x\n            break\n    l.append('z')\nfor x in f():\n    if x == 'b':\n        break\nelse:\n    l.append('y')\nns = ''.join(l)" + ns, "ab"},
		"generator left by a return":    {"l = []\ndef f(n):\n    while True:\n        n += 1\n        l.append(str(n))\n        yield n\ndef g():\n    for x in f(1):\n        for y in f(x):\n            if y > 3:\n                return str(y)\nns = g() + ''.join(l)" + ns, "4234"},
		"generator from another":        {"def walk(d, path=''):\n    for k, v in d.items():\n        if isinstance(v, dict):\n            yield from walk(v, path + k)\n        else:\n            yield path + k, v\n    yield from ()\nns = ''.join(k + v for k, v in walk({'a': {'b': '1', 'c': {'d': '2'}}, 'e': '3'}))" + ns, "ab1acd2e3"},
		"generator unpacked by targets": {"def f():\n    yield 'a'\n    yield 'b'\n    return 'c'\nx, y = f()\nz, *w = f()\nns = x + y + z + w[0] + ''.join([*f(), *dict(zip(list(f()), 'de')).values()])" + ns, "abababde"},
		"generator method":              {"class C:\n    def __init__(self, n):\n        self.n = n\n    def steps(self):\n        for i in range(self.n):\n            self.n -= 1\n            yield str(self.n)\nc = C(3)\nns = ''.join(c.steps()) + str(c.n)" + ns, "2100"},
		"arguments of a generator":      {"x = 'a'\ndef f(y, z=x):\n    yield x + y + z\ndef g():\n    global x\n    x = 'b'\n    return 'c'\nns = [z for z in f(g())][0]" + ns, "bca"},
	} {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source)
			if got := namespaces(out); got != c.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q: %s", got, c.want, problems(out))
			}
		})
	}
}

// TestGeneratorFunctionsOutside holds what is not executed of them.
func TestGeneratorFunctionsOutside(t *testing.T) {
	for name, source := range map[string]string{
		"generator function kept":               "def f():\n    yield 'a'\nx = f()",
		"generator function handed on":          "def f():\n    yield 'a'\ndef g(x):\n    return list(x)\ny = g(f())",
		"generator function returned":           "def f():\n    yield 'a'\ndef g():\n    return f()\nfor x in g():\n    pass",
		"generator function in next":            "def f():\n    yield 'a'\nx = next(f())",
		"generator function in any":             "def f():\n    yield 'a'\nx = any(f())",
		"generator function in enumerate":       "def f():\n    yield 'a'\nfor i, x in enumerate(f()):\n    pass",
		"generator function in zip":             "def f():\n    yield 'a'\nfor i, x in zip(f(), 'a'):\n    pass",
		"generator function asked for a member": "def f():\n    yield 'a'\nx = 'a' in f()",
		"generator that is sent to":             "def f():\n    x = yield 'a'\n    y = x\nfor x in f():\n    pass",
		"generator with a try":                  "def f():\n    try:\n        yield 'a'\n    finally:\n        exec('1')\nfor x in f():\n    break",
		"generator with a DAG":                  "def f():\n    with DAG('team-a.y'):\n        yield 'a'\nfor x in f():\n    KubernetesPodOperator(task_id='t', namespace='team-a')",
		"generator under a condition":           "from airflow.models import Variable\ndef f():\n    if Variable.get('x'):\n        yield 'a'\nx = list(f())",
		"generator left under a condition":      "from airflow.models import Variable\ndef f():\n    yield 'a'\n    yield 'b'\nfor x in f():\n    if Variable.get('x'):\n        break",
		"generator that ends under a condition": "from airflow.models import Variable\ndef f():\n    if Variable.get('x'):\n        return\n    yield 'b'\nfor x in f():\n    pass",
		"generator without an end":              "def f():\n    while True:\n        yield 'a'\nx = list(f())",
		"generator of too many":                 "def f():\n    yield 'a'\n    yield 'b'\n    yield 'c'\nx, y = f()",
		"generator before a later argument":     "l = ['a']\ndef f():\n    l[0] = 'b'\n    yield 'c'\ndef g(*a, k):\n    return k\nx = g(*f(), k=l[0])",
		"generator under a decorator":           "from airflow.decorators import task_group\n@task_group\ndef f():\n    yield KubernetesPodOperator(task_id='t', namespace='team-a')\nwith dag:\n    for x in f():\n        pass",
		"generator as a callback":               "with dag:\n    KubernetesPodOperator(task_id='t', namespace='team-a', on_failure_callback=(lambda c: (yield)))",
		"generator of pairs that change":        "p = ['a', 'x']\ndef f():\n    for i in 'ab':\n        p[0] = i\n        yield p\nx = dict(f())",
		"generator with a type parameter":       "T = 'a'\ndef f[T]():\n    yield T\nx = list(f())",
		"generator in itself":                   "def f(n):\n    yield from f(n + 1)\nx = list(f(0))",
	} {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+source+"\n"); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}
