package eval

import "testing"

// TestDecorators holds what functions are under decorators of the file and of functools.
func TestDecorators(t *testing.T) {
	const ns = "\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=ns)\n"
	const twice = "def twice(f):\n    def g(*a, **k):\n        return f(*a, **k) + f(*a, **k)\n    return g\n"
	for name, c := range map[string]struct{ source, want string }{
		"wrapper":             {twice + "@twice\ndef f(x, y='b'):\n    return x + y\nns = f('a') + f('a', y='c')" + ns, "ababacac"},
		"order":               {"def add(t):\n    def deco(f):\n        return lambda: f() + t\n    return deco\n@add('a')\n@add('b')\ndef f():\n    return 'c'\nns = f()" + ns, "cba"},
		"evaluated first":     {"l = []\ndef deco(t):\n    l.append('e' + t)\n    def g(f):\n        l.append('c' + t)\n        return f\n    return g\ndef x():\n    l.append('x')\n@deco('1')\n@deco('2')\ndef f(y=x()):\n    pass\nf()\nns = ''.join(l)" + ns, "e1e2xc2c1"},
		"registry":            {"steps = {}\ndef step(f):\n    steps[f.__name__] = f\n    return f\n@step\ndef a():\n    return 'x'\n@step\ndef b():\n    return 'y'\nns = ''.join(k + f() for k, f in steps.items())" + ns, "axby"},
		"what is no function": {"def call(f):\n    return f('a')\n@call\ndef ns(x):\n    return x + 'b'" + ns, "ab"},
		"name of a wrapper":   {"from functools import wraps\ndef deco(f):\n    @wraps(f)\n    def g():\n        return f.__name__ + g.__name__\n    return g\n@deco\ndef h():\n    pass\nns = h() + h.__name__" + ns, "hhh"},
		"name without wraps":  {"def deco(f):\n    def g():\n        pass\n    return g\n@deco\ndef h():\n    pass\nns = h.__name__" + ns, "g"},
		"arguments filled in": {"import functools\ndef defaults(**own):\n    def deco(f):\n        @functools.wraps(f)\n        def g(*a, **k):\n            return f(*a, **{**own, **k})\n        return g\n    return deco\n" +
			"@defaults(namespace='a', image='i')\ndef pod(name, **k):\n    return KubernetesPodOperator(task_id=name, **k)\nwith dag:\n    pod('t')\n    pod('u', namespace='b')\n", "a b"},
		"recursion":          {twice + "@twice\ndef f(n):\n    return f(n - 1) if n else 'a'\nns = f(2)" + ns, "aaaaaaaa"},
		"cache":              {"from functools import cache\nl = []\n@cache\ndef f(x, y='b'):\n    l.append(x)\n    return [x]\nf('a').append('z')\nf(y='b', x='a')\nf(x='a', y='b')\nns = ''.join(f('a')) + ''.join(l)" + ns, "azaaa"},
		"cache of a default": {"import functools\nn = 'a'\n@functools.lru_cache\ndef f():\n    return n\nx = f()\nn = 'b'\nns = f() + n" + ns, "ab"},
		"fib":                {"import functools\n@functools.lru_cache(maxsize=None)\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nns = str(fib(20))" + ns, "6765"},
		"decorator of a DAG": {"from airflow.decorators import dag as d\ndef f(x):\n    return x\n@f\ndef g():\n    return 'a'\n@d(default_args={'namespace': g()})\ndef h():\n    KubernetesPodOperator(task_id='t')\nh()\n", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source)
			if got := namespaces(out); got != c.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q: %s", got, c.want, problems(out))
			}
		})
	}
}

// TestDecoratorsOutside holds what is not executed of them.
func TestDecoratorsOutside(t *testing.T) {
	const cached = "import functools\n@functools.lru_cache\ndef f(x):\n    return [x]\n"
	for name, source := range map[string]string{
		"builtin":                 "@print\ndef f():\n    pass",
		"unknown import":          "from functools import singledispatch\n@singledispatch\ndef f(x):\n    pass",
		"own one that does harm":  "def d(f):\n    exec('1')\n    return f\n@d\ndef f():\n    pass",
		"own one that gives code": "def d(f):\n    return exec\n@d\ndef f():\n    pass\nf('1')",
		"DAG over a function that is kept": "from airflow.decorators import dag as d\nkept = []\ndef keep(f):\n    kept.append(f)\n    return f\n@d(default_args={'namespace': 'team-a'})\n@keep\ndef f():\n    KubernetesPodOperator(task_id='t')\n" +
			"f()\nwith DAG('team-a.y', default_args={'namespace': 'b'}):\n    kept[0]()",
		"cache over a function that is kept": "import functools\nkept = []\ndef keep(f):\n    kept.append(f)\n    return f\nn = ['a']\n@functools.cache\n@keep\ndef f():\n    return n[0]\nf()\nn[0] = 'b'\nx = kept[0]()",
		"group over wraps":                   "import functools\nfrom airflow.decorators import task_group\ndef g():\n    '''<b>'''\n@task_group\n@functools.wraps(g)\ndef f():\n    KubernetesPodOperator(task_id='t', namespace='team-a')\nwith dag:\n    f()",
		"own one over a group":               "from airflow.decorators import task_group\ndef d(f):\n    return f\n@d\n@task_group\ndef f():\n    pass\nwith dag:\n    f()",
		"own one over a task":                "from airflow.decorators import task\ndef d(f):\n    return f\n@d\n@task\ndef f():\n    pass\nwith dag:\n    f()",
		"wraps of a lambda":                  "import functools\nh = lambda: 1\n@functools.wraps(h)\ndef f():\n    pass\nx = f.__name__",
		"wraps with other names":             "import functools\ndef g():\n    pass\n@functools.wraps(g, assigned=())\ndef f():\n    pass\nx = f.__name__",
		"what is wrapped":                    "import functools\ndef g():\n    pass\n@functools.wraps(g)\ndef f():\n    pass\nx = f.__wrapped__",
		"cache asked":                        cached + "f('a')\nf.cache_clear()",
		"cache of a list":                    cached + "f(['a'])",
		"cache of a tuple":                   cached + "f(('a',))",
		"cache of equal numbers":             cached + "f(1)\nf(True)",
		"cache of zeros":                     cached + "f(0.0)\nf(-0.0)",
		"cache that forgets":                 "import functools\n@functools.lru_cache(maxsize=2)\ndef f(x):\n    return [x]\nf(1)\nf(2)\nf(3)\nf(1)",
		"cache that keeps nothing":           "import functools\n@functools.lru_cache(maxsize=0)\ndef f(x):\n    return [x]\nf(1)",
		"cache by type":                      "import functools\n@functools.lru_cache(typed=True)\ndef f(x):\n    return [x]\nf(1)",
		"cache filled under a condition":     cached + "from airflow.models import Variable\nif Variable.get('x'):\n    f('a')",
		"cache of what is not known":         cached + "from airflow.models import Variable\nf(Variable.get('x'))",
		"cache of a generator":               "import functools\n@functools.cache\ndef f():\n    yield 'a'\nx = list(f()) + list(f())",
		"cache that is called":               "import functools\ndef f():\n    return 1\ng = functools.cache(f)\ng()",
		"decorator of a generator":           "def d(f):\n    def g():\n        return f()\n    return g\n@d\ndef f():\n    yield 'a'\nx = list(f())",
		"wrapper as a callback":              "def d(f):\n    def g(c):\n        return f(c)\n    return g\n@d\ndef f(c):\n    pass\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace='team-a', on_failure_callback=f)",
		"decorated and not called":           "import os\ndef d(f):\n    return f\n@d\ndef f():\n    os.system('id')",
		"wrapped and not called":             "import os\ndef d(f):\n    return print\n@d\ndef f():\n    os.system('id')",
	} {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+source+"\n"); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}
