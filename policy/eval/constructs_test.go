package eval

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// show writes a value the way Python would, with its state where it is not const.
func show(v facts.Value) string {
	switch v.State {
	case facts.Absent, facts.Unknown, facts.Opaque:
		return string(v.State)
	case facts.Choice:
		parts := make([]string, len(v.Values))
		for i := range v.Values {
			parts[i] = show(v.Values[i])
		}
		return strings.Join(parts, "|")
	}
	text := ""
	switch {
	case v.Entries != nil:
		parts := make([]string, len(v.Entries))
		for i, e := range v.Entries {
			parts[i] = show(e.Key) + ":" + show(e.Value)
		}
		text = "{" + strings.Join(parts, ",") + "}"
	case v.Items != nil:
		parts := make([]string, len(v.Items))
		for i := range v.Items {
			parts[i] = show(v.Items[i])
		}
		text = "[" + strings.Join(parts, ",") + "]"
	case v.Value == nil:
		text = "None"
	default:
		text = fmt.Sprint(v.Value)
	}
	if v.State == facts.Prefix {
		text += "…"
	}
	return text
}

func problems(out *facts.File) string {
	var list []string
	for _, u := range out.Unknowns {
		list = append(list, fmt.Sprintf("%d: %s %s", u.Span.Start.Line, u.Code, u.Reason))
	}
	for _, u := range out.Effects {
		list = append(list, "effect "+u.Kind+" "+u.Target)
	}
	for _, u := range out.Callables {
		list = append(list, "callable "+u.Field+" "+u.Name)
	}
	for _, u := range out.Templates {
		if !u.Allowed || u.Critical {
			list = append(list, "template "+u.Field+" "+u.Violation)
		}
	}
	return strings.Join(list, "; ")
}

// namespaces are the namespaces of the pods, in order.
func namespaces(out *facts.File) string {
	var list []string
	for i := range out.Pods {
		list = append(list, show(out.Pods[i].Namespace))
	}
	return strings.Join(list, " ")
}

// TestNamespace holds what the pods of a file come to: the value of an expression as the namespace.
func TestNamespace(t *testing.T) {
	const ns = "\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=ns)\n"
	cases := map[string]struct{ source, want string }{
		"literal":                      {"ns = 'a'" + ns, "a"},
		"concatenation":                {"ns = 'te' + 'am'" + ns, "team"},
		"adjacent":                     {"ns = 'te' 'am'" + ns, "team"},
		"f-string":                     {"x = 'b'\nns = f'team-{x}'" + ns, "team-b"},
		"f-string with format":         {"ns = f'n{7:03d}'" + ns, "n007"},
		"f-string with conversion":     {"x = 'b'\nns = f'{x!r}'" + ns, "'b'"},
		"percent":                      {"ns = 'a-%s-%d' % ('b', 3)" + ns, "a-b-3"},
		"percent with dict":            {"ns = '%(x)s' % {'x': 'b'}" + ns, "b"},
		"format":                       {"ns = '{}-{x}-{{}}'.format('a', x='b')" + ns, "a-b-{}"},
		"format by index":              {"ns = '{1}{0}'.format('a', 'b')" + ns, "ba"},
		"join":                         {"ns = '-'.join(['a', 'b'])" + ns, "a-b"},
		"slice":                        {"ns = 'xteam-ax'[1:-1]" + ns, "team-a"},
		"reversed slice":               {"ns = 'abc'[::-1]" + ns, "cba"},
		"index":                        {"ns = ['a', 'b'][-1]" + ns, "b"},
		"replace and lower":            {"ns = 'TEAM_A'.lower().replace('_', '-')" + ns, "team-a"},
		"split":                        {"ns = 'a/b/c'.rsplit('/', 1)[0]" + ns, "a/b"},
		"dict":                         {"d = {'x': 'a'}\nd['x'] = 'b'\nns = d['x']" + ns, "b"},
		"dict get":                     {"ns = {'x': 'a'}.get('y', 'b')" + ns, "b"},
		"dict of numbers":              {"ns = {1: 'a', True: 'b'}[1]" + ns, "b"},
		"nested containers":            {"d = {'l': [{'x': 'a'}]}\nd['l'][0]['x'] = 'b'\nns = d['l'][0]['x']" + ns, "b"},
		"alias":                        {"a = {'x': 'a'}\nb = a\nb['x'] = 'b'\nns = a['x']" + ns, "b"},
		"alias in a list":              {"a = []\nb = [a, a]\nb[0].append('b')\nns = b[1][0]" + ns, "b"},
		"copy":                         {"a = ['a']\nb = a.copy()\nb[0] = 'b'\nns = a[0]" + ns, "a"},
		"shallow copy":                 {"import copy\na = [['a']]\nb = copy.copy(a)\nb[0][0] = 'b'\nns = a[0][0]" + ns, "b"},
		"deep copy":                    {"import copy\na = [['a']]\nb = copy.deepcopy(a)\nb[0][0] = 'b'\nns = a[0][0]" + ns, "a"},
		"in-place addition":            {"a = ['a']\nb = a\na += ['b']\nns = b[1]" + ns, "b"},
		"addition makes a new list":    {"a = ['a']\nb = a\na = a + ['b']\nns = str(len(b))" + ns, "1"},
		"mutable default":              {"def f(x, seen=[]):\n    seen.append(x)\n    return seen[0]\nf('a')\nns = f('b')" + ns, "a"},
		"unpacking":                    {"x, (y, *z) = 'a', ('b', 'c', 'd')\nns = y + z[1]" + ns, "bd"},
		"swap":                         {"x, y = 'a', 'b'\nx, y = y, x\nns = x" + ns, "b"},
		"chained assignment":           {"x = ns = 'a'" + ns, "a"},
		"walrus":                       {"(ns := 'a')" + ns, "a"},
		"walrus in comprehension":      {"[(ns := x) for x in ['a', 'b']]" + ns, "b"},
		"comprehension scope":          {"x = 'a'\n[x for x in ['b']]\nns = x" + ns, "a"},
		"comprehension filter":         {"ns = [x for x in ['a', 'b'] if x != 'a'][0]" + ns, "b"},
		"nested comprehension":         {"ns = [x + y for x in 'ab' for y in 'cd'][2]" + ns, "bc"},
		"dict comprehension":           {"ns = {k: v for k, v in [('x', 'a')]}['x']" + ns, "a"},
		"generator":                    {"ns = ''.join(x for x in 'ab')" + ns, "ab"},
		"global counter":               {"n = 0\ndef f():\n    global n, m\n    n += 1\n    m = 'x'\n    return f'a{n}'\nf()\nns = f() + m + str(n)" + ns, "a2x2"},
		"global in two functions":      {"def f():\n    global x\n    for x in 'ab':\n        pass\n    def g():\n        return x\n    return g\ng = f()\nx = 'c'\nns = g()" + ns, "c"},
		"global that is a parameter":   {"x = 'a'\ndef f():\n    global x\n    def g(x):\n        x = 'c'\n        return x\n    g('d')\n    x += 'b'\nf()\nns = x" + ns, "ab"},
		"nonlocal counter":             {"def make():\n    n = 0\n    def f():\n        nonlocal n\n        n += 1\n        return str(n)\n    return f\nf, g = make(), make()\nf()\nns = f() + g()" + ns, "21"},
		"nonlocal of an outer scope":   {"x = 'm'\ndef a():\n    x = 'a'\n    def b():\n        nonlocal x\n        def c():\n            nonlocal x\n            x += 'c'\n        c()\n        x += 'b'\n    b()\n    return x\nns = a() + x" + ns, "acbm"},
		"recursion":                    {"def flat(d, path=()):\n    out = []\n    for k, v in d.items():\n        if isinstance(v, dict):\n            out += flat(v, path + (k,))\n        else:\n            out.append('-'.join(path + (k, v)))\n    return out\nns = '.'.join(flat({'a': {'b': 'c', 'd': {'e': 'f'}}, 'g': 'h'}))" + ns, "a-b-c.a-d-e-f.g-h"},
		"mutual recursion":             {"def even(n):\n    return 'even' if n == 0 else odd(n - 1)\ndef odd(n):\n    return 'odd' if n == 0 else even(n - 1)\nns = even(7)" + ns, "odd"},
		"recursion with a default":     {"def f(n, seen=[]):\n    seen.append(n)\n    if n:\n        f(n - 1)\n    x = len(seen)\n    return f'{n}-{x}'\nns = f(2)" + ns, "2-3"},
		"match of a constant":          {"match 'b':\n    case 'a':\n        ns = 'x'\n    case 'b' | 'c':\n        ns = 'y'\n    case _:\n        ns = 'z'" + ns, "y"},
		"match of nothing":             {"ns = 'a'\nmatch 1:\n    case 2 | 'x' | None | [] | {}:\n        ns = 'b'" + ns, "a"},
		"match takes apart":            {"match {'k': ['a', 1, True, None], 'z': 2}:\n    case {'k': [str(x), int() as y, True, None], **rest} if rest['z'] == 2:\n        ns = f'{x}{y}{rest}'" + ns, "a1{'z': 2}"},
		"match binds before the guard": {"x = 'm'\nmatch ['a', 'b']:\n    case [x, 'c']:\n        pass\n    case [x, *y] if x == 'z':\n        pass\n    case (z, w):\n        ns = x + y[0] + z + w" + ns, "abab"},
		"match in a function":          {"def f(v):\n    match v:\n        case [a, *_, b]:\n            return f'{a}{b}'\n        case {'x': a} | {'y': a}:\n            return a\n        case bool():\n            return 'bool'\n        case int(a) | float(a):\n            return str(a)\nns = f([1, 2, 3]) + f({'y': 'q'}) + f(True) + f(7) + str(f('x'))" + ns, "13qbool7None"},
		"match of members":             {"from enum import Enum\nclass S(Enum):\n    A = 'a'\n    B = 'b'\nmatch S.B:\n    case S.A:\n        ns = 'x'\n    case S.B:\n        ns = 'y'" + ns, "y"},
		"try that fails":               {"d = {'a': 'x'}\ntry:\n    ns = d['b']\nexcept KeyError:\n    ns = 'y'\nelse:\n    ns = 'z'" + ns, "y"},
		"try that does not fail":       {"d = {'a': 'x'}\ntry:\n    ns = d['a']\nexcept (ValueError, KeyError):\n    ns = 'y'\nelse:\n    ns += 'e'" + ns, "xe"},
		"try that fails in its midst":  {"a = b = ns = 'm'\ntry:\n    a = 'x'\n    b = [a][1]\n    ns = 'y'\nexcept KeyError:\n    ns = 'k'\nexcept LookupError as e:\n    ns = a + b + ns" + ns, "xmm"},
		"try in a function":            {"D = {'a': '1', 'b': 'x'}\ndef f(k, default):\n    try:\n        return int(D[k])\n    except KeyError:\n        return default\n    except ValueError:\n        pass\n    return -1\nns = '%s%s%s' % (f('a', 0), f('b', 0), f('c', 7))" + ns, "1-17"},
		"try in a method":              {"class C:\n    d = {'a': 'x'}\n    def get(self, k):\n        try:\n            v = self\n            return {'b': 'y'}[k]\n        except KeyError:\n            return v.d[k]\nns = C().get('a') + C().get('b')" + ns, "xy"},
		"try that raises":              {"x = 3\ntry:\n    if x > 2:\n        raise ValueError(f'bad {x}')\n    ns = 'a'\nexcept ValueError:\n    ns = 'b'" + ns, "b"},
		"try in a loop":                {"ns = ''\nfor x in ['1', 'a', None, '2', 'b']:\n    try:\n        n = int(x)\n    except TypeError:\n        continue\n    except ValueError:\n        n = 0\n        if x == 'b':\n            break\n    ns += str(n)" + ns, "102"},
		"name of an exception":         {"e = 'a'\ndef f():\n    e = 'b'\n    try:\n        [][0]\n    except IndexError as g:\n        e += 'c'\n    return e\nns = e + f()" + ns, "abc"},
		"any stops":                    {"seen = []\nany(seen.append(x) or x == 'a' for x in 'ab')\nns = str(len(seen))" + ns, "1"},
		"condition":                    {"ns = 'a' if len('x') == 1 else 'b'" + ns, "a"},
		"or":                           {"ns = '' or 'b'" + ns, "b"},
		"and":                          {"ns = 'a' and 'b'" + ns, "b"},
		"if":                           {"if 1 < 2 < 3:\n    ns = 'a'\nelse:\n    ns = 'b'" + ns, "a"},
		"for with break and else":      {"for x in ['a', 'b', 'c']:\n    if x == 'b':\n        break\nelse:\n    x = 'z'\nns = x" + ns, "b"},
		"while":                        {"i, ns = 0, ''\nwhile i < 3:\n    i += 1\n    if i == 2:\n        continue\n    ns += str(i)\nelse:\n    ns += 'e'" + ns, "13e"},
		"while with break":             {"l, ns = ['a', 'b', 'c'], ''\nwhile l:\n    ns += l.pop()\n    if len(l) == 1:\n        break\nelse:\n    ns = 'z'" + ns, "cb"},
		"while changes what it tests":  {"d, ns = {'a': 'b'}, 'x'\nwhile 'a' in d:\n    ns = d.pop('a')" + ns, "b"},
		"generator unpacked":           {"x, y = (c + d for c in 'a' for d in 'bc')\nns = y" + ns, "ac"},
		"for over a growing list":      {"l = ['a']\nfor x in l:\n    if len(l) < 3:\n        l.append(x + 'a')\nns = x" + ns, "aaa"},
		"continue":                     {"ns = ''\nfor x in 'abc':\n    if x == 'b':\n        continue\n    ns += x" + ns, "ac"},
		"zip and enumerate":            {"ns = ''\nfor i, (x, y) in enumerate(zip('ab', 'cd'), 1):\n    ns += f'{i}{x}{y}'" + ns, "1ac2bd"},
		"sorted items":                 {"ns = ''\nfor k, v in sorted({'b': '1', 'a': '2'}.items()):\n    ns += k + v" + ns, "a2b1"},
		"function":                     {"def f(x, y='b', *, z='c'):\n    return x + y + z\nns = f('a', z='d')" + ns, "abd"},
		"function with star":           {"def f(*a, **k):\n    return a[1] + k['x']\nns = f('a', 'b', x='c')" + ns, "bc"},
		"closure sees later value":     {"x = 'a'\ndef f():\n    return x\nx = 'b'\nns = f()" + ns, "b"},
		"nested function":              {"def f(x):\n    def g():\n        return x + 'b'\n    return g()\nns = f('a')" + ns, "ab"},
		"default is evaluated once":    {"x = 'a'\ndef f(y=x):\n    return y\nx = 'b'\nns = f()" + ns, "a"},
		"globals":                      {"ns = 'a'\nglobals()['n' + 's'] = 'b'" + ns, "b"},
		"globals hides a builtin":      {"def f(x):\n    return 'b'\nglobals()['str'] = f\nns = str('a')" + ns, "b"},
		"globals of an inner name":     {"def f():\n    x = 'a'\n    globals()['x'] = 'b'\n    return x\nns = f() + x" + ns, "ab"},
		"globals in a loop":            {"for i, x in enumerate('ab'):\n    globals()[f'n{i}'] = x\nns = n1 + n0" + ns, "ba"},
		"partial of a function":        {"from functools import partial\ndef f(x, y='b', *, z='c'):\n    return x + y + z\nns = partial(f, 'a', z='d')(y='e')" + ns, "aed"},
		"later keyword of a partial":   {"from functools import partial\ndef f(**k):\n    return ''.join(k) + k['x']\nns = partial(f, x='a', y='b')(z='c', x='d')" + ns, "xyzd"},
		"list in a partial":            {"from functools import partial\na = ['a']\ndef f(x):\n    return x[0]\ng = partial(f, a)\na[0] = 'b'\nns = g()" + ns, "b"},
		"partial of an operator":       {"from functools import partial\nPod = partial(KubernetesPodOperator, namespace='a')\nwith dag:\n    Pod(task_id='t')\n    Pod(task_id='u', namespace='b')\n", "a b"},
		"product":                      {"from itertools import product\nns = ''\nfor x, y in product('ab', ['c', 'd']):\n    ns += x + y" + ns, "acadbcbd"},
		"product takes its arguments":  {"from itertools import product\na = ['a', 'b']\nns = ''\nfor x, in product(a):\n    a[1] = 'c'\n    ns += x" + ns, "ab"},
		"chain of lists":               {"import itertools\nns = ''.join(itertools.chain(['a'], 'bc', ('d',), {'e': 1}))" + ns, "abcde"},
		"map":                          {"l = [1, 2.5, True, None]\nns = ''.join(map(str, l))" + ns, "12.5TrueNone"},
		"filter":                       {"ns = ''.join(filter(None, ['a', '', 'b']))" + ns, "ab"},
		"map in a loop":                {"ns = ''\nfor i, x in enumerate(map(int, ['3', '4'])):\n    ns += str(i + x)" + ns, "35"},
		"shadowed map":                 {"def map(f, x):\n    return ['b']\nns = map(str, 'a')[0]" + ns, "b"},
		"indented JSON":                {"import json\nns = json.dumps({'b': [1, {}], 'a': None}, indent=2, sort_keys=True)" + ns, "{\n  \"a\": null,\n  \"b\": [\n    1,\n    {}\n  ]\n}"},
		"JSON with separators":         {"import json\nns = json.dumps({'b': [1, 2]}, separators=(',', ':'))" + ns, "{\"b\":[1,2]}"},
		"shadowed builtin":             {"def str(x):\n    return 'b'\nns = str('a')" + ns, "b"},
		"shadowed import":              {"from os.path import join\ndef join(*a):\n    return 'b'\nns = join('a')" + ns, "b"},
		"path join":                    {"import os\nns = os.path.join('a', '/b', 'c')" + ns, "/b/c"},
		"file":                         {"import os\nns = os.path.dirname(os.path.abspath(__file__))" + ns, "/usr/local/airflow/dags/dags/team-a"},
		"pathlib":                      {"from pathlib import Path\nns = str(Path(__file__).resolve().parents[2] / 'templates' / 'x.yaml')" + ns, "/usr/local/airflow/dags/templates/x.yaml"},
		"json":                         {"import json\nns = json.loads('{\"x\": [\"a\"]}')['x'][0]" + ns, "a"},
		"main guard is dead":           {"ns = 'a'\nif __name__ == '__main__':\n    ns = 'b'" + ns, "a"},
		"type checking is dead":        {"from typing import TYPE_CHECKING\nns = 'a'\nif TYPE_CHECKING:\n    ns = 'b'" + ns, "a"},
		"keyword before default_args":  {"with DAG('x', default_args={'namespace': 'b'}):\n    KubernetesPodOperator(task_id='t', namespace='a')\n", "a"},
		"default_args":                 {"with DAG('x', default_args={'namespace': 'b'}):\n    KubernetesPodOperator(task_id='t')\n", "b"},
		"default_args of a group": {"from airflow.utils.task_group import TaskGroup\nwith DAG('x', default_args={'namespace': 'b'}):\n" +
			"    with TaskGroup('g', default_args={'namespace': 'c'}):\n        KubernetesPodOperator(task_id='t')\n", "c"},
		"group of another DAG": {"from airflow.utils.task_group import TaskGroup\nother = DAG('y', default_args={'namespace': 'c'})\nwith DAG('x', default_args={'namespace': 'b'}):\n" +
			"    with TaskGroup('g', dag=other):\n        KubernetesPodOperator(task_id='t')\n", "b"},
		"falsy keyword":         {"with dag:\n    KubernetesPodOperator(task_id='t', namespace='')\n", "absent"},
		"dict arguments":        {"kw = dict(namespace='a')\nkw.update(namespace='b')\nwith dag:\n    KubernetesPodOperator(task_id='t', **kw)\n", "b"},
		"loop":                  {"with dag:\n    for ns in ['a', 'b']:\n        KubernetesPodOperator(task_id=ns, namespace=ns)\n", "a b"},
		"expand":                {"with dag:\n    KubernetesPodOperator.partial(task_id='t').expand(namespace=['a', 'b'])\n", "a|b"},
		"expand_kwargs":         {"with dag:\n    KubernetesPodOperator.partial(task_id='t').expand_kwargs([{'namespace': 'a'}, {'namespace': 'b'}])\n", "a|b"},
		"full_pod_spec":         {"from kubernetes.client import models as k8s\nwith dag:\n    KubernetesPodOperator(task_id='t', full_pod_spec=k8s.V1Pod(metadata=k8s.V1ObjectMeta(namespace='b')))\n", "b"},
		"pod_template_dict":     {"with dag:\n    KubernetesPodOperator(task_id='t', pod_template_dict={'metadata': {'namespace': 'b'}})\n", "b"},
		"unknown test":          {"from airflow.models import Variable\nns = 'a'\nif Variable.get('x') == 'y':\n    ns = 'b'" + ns, "b|a"},
		"dict under a test":     {"from airflow.models import Variable\nkw = {'namespace': 'a'}\nif Variable.get('x'):\n    kw['namespace'] = 'b'\nwith dag:\n    KubernetesPodOperator(task_id='t', **kw)\n", "b|a"},
		"dag decorator":         {"from airflow.decorators import dag as make\n@make(default_args={'namespace': 'b'})\ndef f():\n    KubernetesPodOperator(task_id='t')\nf()\n", "b"},
		"task group decorator":  {"from airflow.decorators import task_group\n@task_group\ndef g(n):\n    KubernetesPodOperator(task_id='t', namespace=n)\nwith dag:\n    g('b')\n", "b"},
		"alias of the operator": {"K = KubernetesPodOperator\nwith dag:\n    K(task_id='t', namespace='b')\n", "b"},
		"old import path":       {"from airflow.contrib.operators import kubernetes_pod_operator as k\nwith dag:\n    k.KubernetesPodOperator(task_id='t', namespace='b')\n", "b"},
		"choice in f-string":    {"from airflow.models import Variable\nx = 'a' if Variable.get('x') else 'b'\nns = f't-{x}'" + ns, "t-a|t-b"},
		"float and integer":     {"ns = 'a' if 9007199254740993 == 9007199254740992.0 else 'b'" + ns, "a|b"},
		"rounded timedelta":     {"ns = 'a' if timedelta(microseconds=0.3) > timedelta(0) else 'b'" + ns, "a|b"},
		"relativedelta":         {"from dateutil.relativedelta import relativedelta\nns = 'a' if relativedelta(days=1) else 'b'" + ns, "a|b"},
		"timedelta":             {"ns = 'a' if timedelta(hours=0.5) * 2 == timedelta(minutes=60) else 'b'" + ns, "a|b"},
		"timedelta in order":    {"ns = 'a' if timedelta(hours=0.5) * 2 > timedelta(minutes=59) else 'b'" + ns, "a"},
		"augmented":             {"ns = 'a'\nns += 'b'\nns *= 2" + ns, "abab"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source)
			if got := namespaces(out); got != c.want {
				t.Errorf("namespaces %q, want %q", got, c.want)
			}
			if !out.Declarative {
				t.Errorf("not declarative: %s", problems(out))
			}
		})
	}
}

// TestOutside holds that constructs outside the language, and ways round its rules, are unknowns.
func TestOutside(t *testing.T) {
	pod := func(arguments string) string {
		return "with dag:\n    t = KubernetesPodOperator(task_id='t', namespace='team-a', " + arguments + ")\n"
	}
	cases := map[string]string{
		"call of an unknown name":             "f()",
		"call of a parameter":                 "def f(g):\n    g()\nf(print)\nf(exec)",
		"del of a name that is not there":     "del x",
		"del of a builtin":                    "del str",
		"del of a missing key":                "d = {'a': 1}\ndel d['b']",
		"del of a slice":                      "l = ['a']\ndel l[:]",
		"del of an attribute":                 "del dag.dag_id",
		"name after del":                      "x = 'a'\ndel x\ny = x",
		"local name after del":                "x = 'a'\ndef f():\n    x = 'b'\n    del x\n    return x\nf()",
		"del in one branch":                   "from airflow.models import Variable\nx = 'a'\nif Variable.get('x'):\n    del x\ny = x",
		"del of a global":                     "x = 'a'\ndef f():\n    global x\n    del x\nf()",
		"global of the class of an operator":  "n = 0\nclass K(KubernetesPodOperator):\n    def __init__(self, **kwargs):\n        global n\n        n = 1\n        super().__init__(**kwargs)\nwith dag:\n    K(task_id='t')",
		"global that Python uses":             "def f():\n    global __builtins__\n    __builtins__ = {}\nf()",
		"global read before it is bound":      "def f():\n    global x\n    y = x\n    x = 1\nf()",
		"global under an unknown condition":   "from airflow.models import Variable\nx = []\ndef f():\n    global x\n    x = ''\nif Variable.get('x'):\n    f()",
		"global deleted in a branch":          "from airflow.models import Variable\ndef f():\n    global x\n    x = 'a'\nif Variable.get('x'):\n    f()\ny = x",
		"recursion of a group":                "from airflow.decorators import task_group\n@task_group\ndef g(n):\n    if n:\n        g(n - 1)\nwith dag:\n    g(2)",
		"recursion that is too deep":          "def f(n):\n    return f(n - 1) if n else 'a'\nx = f(40)",
		"match of an unknown subject":         "from airflow.models import Variable\nmatch Variable.get('x'):\n    case 'a':\n        x = 1",
		"match of an unknown member":          "from airflow.models import Variable\nmatch [Variable.get('x')]:\n    case ['a']:\n        x = 1\n    case _:\n        x = 1",
		"match under an unknown guard":        "from airflow.models import Variable\nmatch 'a':\n    case 'a' if Variable.get('x'):\n        x = 1",
		"match of a class of the file":        "class C:\n    n = 'a'\nmatch C():\n    case C(n='a'):\n        x = 1",
		"match of a class by another name":    "from datetime import datetime as str\nmatch 'a':\n    case str():\n        x = 1",
		"match of an attribute":               "match 1:\n    case int(real=1):\n        x = 1",
		"match of a named tuple":              "from collections import namedtuple\nP = namedtuple('P', 'x y')\nmatch P(1, 2):\n    case [x, y]:\n        pass",
		"match of a key twice":                "class K:\n    A = 'a'\n    B = 'a'\nmatch {'a': 1, 'b': 2}:\n    case {K.A: 1, K.B: 1}:\n        pass",
		"match of a task":                     "with dag:\n    t = KubernetesPodOperator(task_id='t', namespace='team-a')\nmatch t:\n    case None:\n        pass",
		"match that leaves names unbound":     "match 'a':\n    case 'b':\n        x = 1\ny = x",
		"match binds what Python uses":        "match {}:\n    case __builtins__:\n        pass",
		"match of what is not finite":         "match float('nan'):\n    case 1:\n        pass\n    case _:\n        pass\nx = undefined",
		"try for all exceptions":              "try:\n    x = 1\nexcept Exception:\n    x = 2",
		"try for everything":                  "try:\n    x = 1\nexcept:\n    x = 2",
		"try for a time-out":                  "try:\n    x = {}['a']\nexcept (KeyError, BaseException):\n    x = 2",
		"try of a call":                       "def f():\n    return 1\ntry:\n    x = f()\nexcept KeyError:\n    x = 2",
		"try of a task":                       "try:\n    KubernetesPodOperator(task_id='t', namespace='team-a', dag=dag)\nexcept ValueError:\n    pass",
		"try of a Variable":                   "from airflow.models import Variable\ntry:\n    x = Variable.get('x')\nexcept KeyError:\n    x = 'y'",
		"try with an unknown key":             "from airflow.models import Variable\nd = {'a': 1}\ntry:\n    x = d[Variable.get('x')]\nexcept KeyError:\n    x = 2",
		"try with an unknown test":            "from airflow.models import Variable\ntry:\n    if Variable.get('x'):\n        raise KeyError\n    x = 1\nexcept KeyError:\n    x = 2",
		"try that nobody catches":             "try:\n    x = {}['a']\nexcept ValueError:\n    x = 2",
		"try for another KeyError":            "class KeyError(Exception):\n    pass\ntry:\n    x = {}['a']\nexcept KeyError:\n    x = 2",
		"try whose exception is used":         "try:\n    x = {}['a']\nexcept KeyError as e:\n    x = f'{e}'",
		"try whose exception is kept":         "try:\n    x = {}['a']\nexcept KeyError as e:\n    x = [e]\nKubernetesPodOperator(task_id='t', namespace='team-a', dag=dag, arguments=x)",
		"name of an exception afterwards":     "e = 'a'\ntry:\n    x = {}['a']\nexcept KeyError as e:\n    pass\nx = e",
		"local name of an exception":          "e = 'a'\ndef f():\n    e = 'b'\n    try:\n        x = {}['a']\n    except KeyError as e:\n        pass\n    return e\nx = f()",
		"try in the class of an operator":     "class K(KubernetesPodOperator):\n    def __init__(self, **kwargs):\n        try:\n            x = kwargs['dag']\n        except KeyError:\n            kwargs['namespace'] = 'team-a'\n        super().__init__(**kwargs)\nwith dag:\n    K(task_id='t')",
		"try of default_args":                 "x = DAG('team-a.y', default_args={'a': 'b'}).default_args\ntry:\n    y = x['params']\nexcept KeyError:\n    y = 'b'",
		"finally that returns":                "def f():\n    try:\n        return 'a'\n    finally:\n        return 'b'\nx = f()",
		"finally that leaves a loop":          "for x in 'ab':\n    try:\n        y = x\n    finally:\n        break",
		"finally after what may fail":         "def f():\n    pass\nx = print\ntry:\n    y = 1\nexcept KeyError:\n    pass\nelse:\n    x = f()\nfinally:\n    y = 2",
		"finally after anything":              "try:\n    x = KubernetesPodOperator(task_id='t', namespace='team-a', dag=dag)\nfinally:\n    y = 2",
		"finally alone":                       "try:\n    x = 1\nfinally:\n    y = 2",
		"finally that sees what is half done": "f = exec\ntry:\n    f = print\nfinally:\n    f('1')",
		"builtin of a later Python in a try":  "try:\n    x = PythonFinalizationError\nexcept KeyError:\n    x = 2",
		"raise of a cause":                    "try:\n    raise KeyError('a') from undefined\nexcept KeyError:\n    x = 2",
		"raise of another text":               "try:\n    raise KeyError(undefined)\nexcept KeyError:\n    x = 2",
		"raise again":                         "try:\n    x = {}['a']\nexcept KeyError:\n    raise",
		"try around a try":                    "try:\n    try:\n        x = {}['a']\n    except ValueError:\n        x = 1\nexcept KeyError:\n    x = 2",
		"hash of a list in a try":             "try:\n    x = {}[[]]\nexcept (KeyError, TypeError):\n    x = 2",
		"digits of another script in a try":   "try:\n    x = int('٣')\nexcept ValueError:\n    x = 2",
		"target that fails in a try":          "l = []\ntry:\n    x = l[0] = 1\nexcept IndexError:\n    x = 2",
		"del among globals":                   "x = 'a'\ndel globals()['x']",
		"globals updated with code's name":    "globals().update({'__builtins__': {}})",
		"globals updated with anything":       "from airflow.models import Variable\nglobals().update({Variable.get('x'): 1})",
		"globals updated by keyword":          "globals().update(x=1)",
		"next without an item":                "x = next(c for c in [])",
		"next with a default that runs":       "x = next((c for c in []), print('a'))",
		"next of an iterator":                 "x = next(iter({'a', 'b'}))",
		"strict zip of other lengths":         "x = list(zip('a', 'bc', strict=True))",
		"index of what is not there":          "x = 'a'.index('b')",
		"wide text":                           "x = 'a'.ljust(10 ** 6)",
		"pattern that goes back":              "import re\nx = re.sub('(a+)+b', '', 'a' * 30)",
		"pattern with a set in a set":         "import re\nx = re.sub('[[a]]', '', 'a')",
		"pattern with a group in its text":    "import re\nx = re.sub('a', r'\\g<0>', 'a')",
		"pattern with a boundary":             "import re\nx = re.sub(r'\\b', '', 'a')",
		"pattern with a range of signs":       "import re\nx = re.sub('[+-/]', '', 'a')",
		"pattern with flags":                  "import re\nx = re.sub('a', '', 'A', flags=re.I)",
		"pattern on other letters":            "import re\nx = re.sub(r'\\w', '', 'é')",
		"replacement that is code":            "import re\nx = re.sub('a', lambda m: 'b', 'a')",
		"getter of internals":                 "from operator import attrgetter\ndef f():\n    pass\nx = attrgetter('__globals__')(f)",
		"getter of a path":                    "from operator import attrgetter\nx = attrgetter('a.b')",
		"getter of two":                       "from operator import itemgetter\nx = itemgetter(1, 2)([1, 2, 3])",
		"level of another logger":             "import logging\nlogging.getLogger('airflow').setLevel(10)",
		"level of the root logger":            "import logging\nlogging.getLogger().setLevel(logging.INFO)",
		"level by a name like the module's":   "import logging\ndef f(__name__):\n    logging.getLogger(__name__).setLevel(10)\nf('airflow')",
		"level that is no level":              "import logging\nlogging.getLogger(__name__).setLevel('x')",
		"type variable of a class":            "from typing import TypeVar\nclass C:\n    pass\nT = TypeVar('T', bound=C)",
		"name of a decorated function":        "from airflow.decorators import task\n@task\ndef f():\n    pass\nx = f.__name__",
		"lambda that yields":                  "(lambda: (yield))()",
		"lambda of something unknown":         "(lambda: undefined)()",
		"lambda nobody calls":                 "import os\nf = lambda: os.system('id')",
		"lambda as a callback":                pod("on_success_callback=lambda c: 1"),
		"lambda in arguments":                 pod("arguments=[lambda: 1]"),
		"lambda as a key that does harm":      "import os\nsorted(['a'], key=lambda x: os.system(x))",
		"key of another kind":                 "sorted(['a'], key=print)",
		"key of an unknown order":             "sorted(['a', 'b'], key=lambda x: {x})",
		"key of other types":                  "x = sorted(['a', 'b'], key=lambda x: 1 if x == 'a' else x)",
		"decorated function as a key":         "from airflow.decorators import task\n@task\ndef f(x):\n    return x\nsorted(['a'], key=f)",
		"map that runs later":                 "m = map(lambda x: x, ['a'])",
		"method of a class as an argument":    pod("arguments=[str.lower]"),
		"method of a class on another type":   "str.lower(['a'])",
		"callable in a list":                  pod("arguments=[print]"),
		"callable in a dict":                  pod("labels={'x': {'y': [len]}}"),
		"function as argument":                "def f():\n    pass\n" + pod("on_success_callback=[f]"),
		"bound method as argument":            pod("arguments='x'.upper"),
		"imported class as argument":          "from datetime import timedelta as x\n" + pod("arguments=[x]"),
		"callable through default_args":       "def f(c):\n    pass\nDAG('x', default_args={'on_failure_callback': f})",
		"callable hidden by nesting":          "x = [print]\nfor i in range(40):\n    x = [x]\n" + pod("arguments=x"),
		"template hidden by nesting":          "x = '{{ macros.uuid.os }}'\nfor i in range(40):\n    x = [x]\n" + pod("arguments=x"),
		"callable put in later":               "a = []\n" + pod("arguments=a") + "a.append(print)",
		"template put in later":               "a = ['x']\n" + pod("arguments=a") + "a[0] = '{{ conf.x }}'",
		"template put in by alias":            "a = ['x']\nb = {'k': a}\n" + pod("arguments=a") + "b['k'].append('{{ conf.x }}')",
		"template in a dict key":              pod("env_vars={'{{ conf.x }}': '1'}"),
		"template in a model":                 "from kubernetes.client import models as k8s\n" + pod("env_vars=[k8s.V1EnvVar(name='x', value='{{ conf.x }}')]"),
		"template built up":                   "x = '{' * 2 + ' conf.x ' + '}' * 2\n" + pod("arguments=[x]"),
		"template built by format":            pod("arguments=['{{{{ {} }}}}'.format('conf.x')]"),
		"template beside a date":              "x = datetime(2024, 1, 1).strftime('%Y') + '{{ conf.x }}'\n" + pod("arguments=[x]"),
		"template after a date in f-string":   "x = datetime(2024, 1, 1).strftime('%Y')\n" + pod("arguments=[f'{x}{{{{ conf.x }}}}']"),
		"template in a date format":           pod("arguments=[datetime(2024, 1, 1).strftime('{{ conf.x }}')]"),
		"template in a time zone":             "from datetime import timezone\nx = datetime.now(timezone(timedelta(0), '{{ conf.x }}')).strftime('%Z')\n" + pod("arguments=[x]"),
		"template in the key of an output":    pod("") + "KubernetesPodOperator(task_id='u', arguments=[f\"{t.output['{{ conf.x }}']}\"], dag=dag)",
		"text of an Airflow variable":         "from airflow.models import Variable\n" + pod("arguments=[Variable.get('x')]"),
		"critical field of unknown value":     pod("") + "KubernetesPodOperator(task_id='u', config_file=t.output, dag=dag)",
		"template in the docstring of a DAG":  "from airflow.decorators import dag as d\n@d()\ndef f():\n    '''{{ cycler.__init__ }}'''\nf()",
		"named character in doc_md":           "dag.doc_md = '\\N{LEFT CURLY BRACKET WITH NO SUCH NAME}'" + "",
		"file as doc_md":                      "dag.doc_md = 'x.md'",
		"name of Python":                      "def __getattr__(name):\n    return 1",
		"assignment to builtins":              "__builtins__ = {}",
		"dunder attribute":                    "x = ''.__class__",
		"dunder of a module":                  "import os\nx = os.__dict__",
		"builtins by subscript":               "__builtins__['exec']('1')",
		"method of a builtin type":            "x = str.format('{0.__class__}', 1)",
		"format reaches into objects":         "x = '{0.real}'.format(1)",
		"format by subscript":                 "x = '{0[0]}'.format(['a'])",
		"format with nested field":            "x = '{:{}}'.format(1, 2)",
		"sorted with a key":                   "x = sorted(['a'], key=print)",
		"map":                                 "x = list(map(print, [1]))",
		"print to a file":                     "print('x', file=open('y', 'w'))",
		"json hook":                           "import json\njson.loads('{}', object_hook=print)",
		"json default":                        "import json\njson.dumps({}, default=print)",
		"open":                                "x = open('/etc/passwd')",
		"globals at an unknown name":          "globals()[str(datetime.now())] = dag",
		"globals for Python itself":           "globals()['__builtins__'] = {}",
		"globals handed on":                   "g = globals()\ng['x'] = 1",
		"globals read":                        "x = globals()['dag']",
		"globals by update":                   "globals().update(x=1)",
		"globals increased":                   "x = 1\nglobals()['x'] += 1",
		"another globals":                     "def globals():\n    return {}\nglobals()['x'] = 1\nx",
		"partial of a builtin":                "from functools import partial\npartial(print, 'x')()",
		"partial of an import":                "import os\nfrom functools import partial\npartial(os.system, 'x')",
		"partial as a callback":               "from functools import partial\ndef f(x, c):\n    pass\n" + pod("on_failure_callback=partial(f, 'x')"),
		"partial of a task":                   "from functools import partial\nfrom airflow.decorators import task\n@task\ndef f():\n    pass\npartial(f)",
		"partial with unknown arguments":      "from functools import partial\ndef f(**k):\n    pass\npartial(f, **dag.params)",
		"part of a partial":                   "from functools import partial\np = partial(KubernetesPodOperator, task_id='t')\np.keywords['namespace'] = 'b'",
		"partial changed at its function":     "from functools import partial\ndef f():\n    pass\np = partial(f)\np.func.__code__ = 1",
		"partial in a field":                  "from functools import partial\ndef f():\n    pass\n" + pod("arguments=[partial(f)]"),
		"partial as a decorator":              "from functools import partial\ndef f(x):\n    return x\n@partial(f)\ndef g():\n    pass",
		"product kept":                        "from itertools import product\nx = product('ab', 'cd')\nfor y in x:\n    pass",
		"product too large":                   "from itertools import product\nfor x in product(*['abcdefgh'] * 40):\n    pass",
		"product that repeats":                "from itertools import product\nlist(product('ab', repeat=100))",
		"chain changed while it is walked":    "from itertools import chain\na = ['a']\nfor x in chain(a):\n    if len(a) < 9:\n        a.append('b')",
		"chain kept":                          "from itertools import chain\nx = chain(['a'])\nx",
		"log to a file":                       "import logging\nlogging.basicConfig(filename='x')",
		"log by force":                        "import logging\nlogging.basicConfig(level=logging.CRITICAL, force=True)",
		"log with a handler":                  "import logging\nlogging.basicConfig(handlers=[print])",
		"log with a wide format":              "import logging\nlogging.basicConfig(format='%(message)1000000000s')",
		"map of something that changes":       "d = {'a': 1}\nx = []\nfor y in map(str, [d, d]):\n    d['a'] = '{'",
		"map while its list changes":          "l = ['a', 'b']\nfor y in map(str, l):\n    l[1] = 'c'",
		"map of a shadowed builtin":           "def str(x):\n    return open(x)\nlist(map(str, 'a'))",
		"map of code":                         "list(map(exec, ['1']))",
		"map that raises":                     "list(map(int, ['a']))",
		"map kept":                            "x = map(str, [1])\nx",
		"filter of code":                      "list(filter(exec, ['1']))",
		"try of anything":                     "try:\n    x = 1\nexcept ImportError:\n    x = 2",
		"try for another exception":           "try:\n    import json\nexcept Exception:\n    import json",
		"try for any exception":               "try:\n    import json\nexcept:\n    import json",
		"try for a name that is not builtin":  "ImportError = ValueError\ntry:\n    import json\nexcept ImportError:\n    import json",
		"try that names the exception":        "try:\n    import json\nexcept ImportError as e:\n    import json",
		"try with a second handler":           "try:\n    import json\nexcept ImportError:\n    import json\nexcept ValueError:\n    import json",
		"try with else":                       "try:\n    import json\nexcept ImportError:\n    import json\nelse:\n    x = 1",
		"try with finally":                    "try:\n    import json\nexcept ImportError:\n    import json\nfinally:\n    x = 1",
		"try of other things":                 "try:\n    from airflow.operators.empty import EmptyOperator as K\nexcept ImportError:\n    from airflow.operators.bash import BashOperator as K",
		"try of other operators":              "try:\n    from airflow.operators.empty import EmptyOperator as K\nexcept ImportError:\n    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as K",
		"try of other names":                  "try:\n    from airflow.sdk import DAG, Param\nexcept ImportError:\n    from airflow import DAG",
		"try of more names":                   "try:\n    from airflow.sdk import DAG\nexcept ImportError:\n    from airflow import DAG, Dataset",
		"try of one name twice":               "try:\n    from airflow.operators.bash import BashOperator as K\n    from airflow.operators.empty import EmptyOperator as K\nexcept ImportError:\n    from airflow.operators.empty import EmptyOperator as K",
		"try of modules":                      "try:\n    import os as m\nexcept ImportError:\n    import os.path as m",
		"try that gives up":                   "try:\n    import json\nexcept ImportError:\n    json = None",
		"try that goes on":                    "try:\n    import json\nexcept ImportError:\n    pass",
		"try of a star":                       "try:\n    from airflow.sdk import *\nexcept ImportError:\n    from airflow import *",
		"try with a group":                    "try:\n    import json\nexcept* ImportError:\n    import json",
		"try of what is not on the list":      "try:\n    import psycopg2\nexcept ImportError:\n    import psycopg2",
		"if of other things":                  "from airflow.models import Variable\nif Variable.get('x') == 'y':\n    from airflow.operators.empty import EmptyOperator as K\nelse:\n    from airflow.operators.bash import BashOperator as K",
		"while without an end":                "while True:\n    pass",
		"while on a variable":                 "from airflow.models import Variable\nwhile Variable.get('x') == 'y':\n    pass",
		"while on an object":                  "class K:\n    def __len__(self):\n        return 0\nwhile K():\n    break",
		"while that returns":                  "while 1:\n    return",
		"generator in a name":                 "x = (y for y in 'ab')",
		"generator unpacked and kept":         "x = a, b = (y for y in 'ab')",
		"generator unpacked by too few":       "a, b = (y for y in 'abc')",
		"argument that is none":               "from airflow.utils.types import NOTSET\nwith dag:\n    KubernetesPodOperator(task_id='t', queue=NOTSET)",
		"warnings without end":                "import warnings\nwarnings.simplefilter('always')",
		"warnings shown anew":                 "x = '" + strings.Repeat("x", 100_000) + "'\nimport warnings\nfor i in range(100):\n    warnings.simplefilter('once')",
		"warnings of addresses":               "from airflow.datasets import Dataset\nx = '" + strings.Repeat("x", 100_000) + "'; y = [Dataset(f's3://team-a/{i}') for i in range(100)]",
		"warnings that stop other files":      "import warnings\nwarnings.filterwarnings('error')",
		"warnings by a class of the file":     "import warnings\nclass W(Warning):\n    pass\nwarnings.simplefilter('ignore', W)",
		"warnings by a slow expression":       "import warnings\nwarnings.filterwarnings('ignore', '(a+)+$')",
		"warnings shown otherwise":            "import warnings\nwarnings.showwarning = print",
		"Template of string":                  "from string import Template\nx = Template('{{$x').substitute(y=1)",
		"read a path":                         "from pathlib import Path\nx = Path('/etc/passwd').read_text()",
		"replace of a path moves a file":      "from pathlib import Path\nPath('a').replace('b')",
		"whole environment":                   "import os\nx = dict(os.environ)",
		"change of the environment":           "import os\nos.environ['X'] = '1'",
		"change by update":                    "import os\nos.environ.update({'X': '1'})",
		"change of a module":                  "import os\nos.path = None",
		"change of a task":                    pod("") + "t.namespace = 'team-b'",
		"change of a DAG":                     "dag.default_args = {}",
		"change of a task by setattr":         pod("") + "setattr(t, 'namespace', 'team-b')",
		"change inside a task":                pod("") + "t.arguments.append('x')",
		"change of default_args":              "d = {'namespace': 'a'}\nx = DAG('x', default_args=d)\nd['namespace'] = 'b'\nKubernetesPodOperator(task_id='t', dag=x)",
		"nested change of default_args":       "d = {'env_vars': {}}\nx = DAG('x', default_args=d)\nd['env_vars']['x'] = 'b'\nKubernetesPodOperator(task_id='t', dag=x)",
		"star arguments":                      "from airflow.models import Variable\n" + "KubernetesPodOperator(**Variable.get('x'))",
		"keyword twice":                       pod("**{'namespace': 'team-b'}"),
		"positional argument":                 "KubernetesPodOperator('team-b')",
		"other operator":                      "from airflow.operators.bash import BashOperator\nBashOperator(task_id='x', bash_command='id')",
		"other operator by alias":             "from airflow.operators import bash as kubernetes\nK = kubernetes.BashOperator\nK(task_id='x', bash_command='id')",
		"operator nobody listed":              "from acme.operators import Pod\nPod(task_id='x')",
		"partial of another operator":         "from airflow.operators.bash import BashOperator\nBashOperator.partial(task_id='x').expand(bash_command=['id'])",
		"class":                               "class K(print):\n    pass",
		"class by type":                       "K = type('K', (KubernetesPodOperator,), {})",
		"decorated function":                  "from airflow.decorators import task\n@task\ndef f():\n    pass\nf()",
		"decorated and not called":            "from airflow.decorators import task\n@task\ndef f():\n    pass",
		"unknown decorator":                   "@print\ndef f():\n    pass",
		"two decorators":                      "from airflow.decorators import dag as d\n@d()\n@print\ndef f():\n    pass\nf()",
		"uncalled function with an attack":    "def f():\n    import subprocess\n    subprocess.run('id')",
		"uncalled with another namespace":     "def f(x):\n    return KubernetesPodOperator(task_id=x, namespace='team-b')",
		"uncalled that calls such a one":      "def g():\n    exec('1')\ndef f():\n    return g()",
		"uncalled with a DAG's macros":        "def f(**k):\n    return DAG('team-a.x', user_defined_macros=k)",
		"uncalled with a hook":                "from airflow.hooks.base import BaseHook\ndef f():\n    return BaseHook.get_connection('x')",
		"uncalled with another manager":       "def f(x):\n    with x:\n        pass",
		"uncalled that opens a file":          "def f(x):\n    with open(x) as g:\n        pass",
		"uncalled method of a module":         "import os\ndef f(x):\n    os.replace(x, x)",
		"uncalled reach into an object":       "def f(x):\n    return '{0.__class__}'.format(x)",
		"uncalled reach by an attribute":      "def f(x):\n    return x.update.__globals__",
		"uncalled with another method":        "def f(x):\n    return x.write_text('y')",
		"uncalled generator":                  "def f(x):\n    yield x",
		"uncalled operator of another kind":   "from airflow.operators.bash import BashOperator\ndef f(x):\n    return BashOperator(task_id=x, bash_command='id')",
		"uncalled function with exec":         "def f():\n    exec('1')",
		"generator kept":                      "x = (print(i) for i in [1])",
		"iterator kept":                       "x = zip([1], [2])",
		"view kept":                           "x = {'a': 1}.items()",
		"order of a set":                      "for x in {'a', 'b'}:\n    ns = x",
		"list of a set":                       "x = list({'a', 'b'})[0]",
		"recursion":                           "def f(n):\n    return f(n)\nf(1)",
		"endless loop":                        "l = [1]\nfor x in l:\n    l.append(x)",
		"many steps":                          "for a in range(1000):\n    for b in range(1000):\n        pass",
		"large list":                          "x = [0] * 10**9",
		"large string":                        "x = 'a' * 10**9",
		"doubling":                            "x = ['a']\nfor i in range(60):\n    x = [x, x]\n" + pod("arguments=x"),
		"power":                               "x = 9**9**9",
		"unknown condition around a name":     "from airflow.models import Variable\nif Variable.get('x'):\n    y = [1]\nz = y",
		"return under an unknown condition":   "from airflow.models import Variable\ndef f():\n    if Variable.get('x'):\n        return 1\n    exec\nf()",
		"break under an unknown condition":    "from airflow.models import Variable\nfor x in [1]:\n    if Variable.get('x'):\n        break",
		"unknown iterable":                    "from airflow.models import Variable\nfor x in Variable.get('x'):\n    pass",
		"own module":                          "import helpers",
		"own submodule":                       "from helpers.x import Y",
		"relative import":                     "from . import x",
		"module of another tenant":            "import team_b.x",
		"star import":                         "from airflow.operators.empty import *",
		"re-exported module":                  "from airflow import os",
		"attribute of a re-exported module":   "import airflow\nairflow.os.system('id')",
		"annotation that runs":                "x: print('a') = 1",
		"annotation of a parameter":           "def f(x: exec('1')):\n    pass",
		"annotation by subscript":             "import os\nx: os.environ['X'] = 1",
		"default that runs":                   "def f(x=exec('1')):\n    pass",
		"context manager":                     "with open('x') as f:\n    pass",
		"assertion that fails":                "assert False",
		"Param that fetches":                  "from airflow.models.param import Param\nx = Param('v', **{'$ref': 'http://x'})",
		"Param that fetches deeper":           "from airflow.models.param import Param\nx = Param('v', items={'$ref': 'http://x'})",
		"template search path":                "DAG('x', template_searchpath='/')",
		"macros":                              "DAG('x', user_defined_macros={'x': print})",
		"unknown DAG argument":                "DAG('x', **{'plugin': 1})",
		"dag run":                             "dag.clear()",
		"dependency on code":                  "def f():\n    pass\n" + pod("") + "t >> f",
		"map over a result":                   pod("") + "t.output.map(print)",
		"expand_kwargs of a result":           pod("") + "KubernetesPodOperator.partial(task_id='u').expand_kwargs(t.output)",
		"expand_kwargs with a hole":           "with dag:\n    KubernetesPodOperator.partial(task_id='u').expand_kwargs([{'cmds': ['x']}, {}])",
		"expanded list changed":               "l = ['a']\nwith dag:\n    KubernetesPodOperator.partial(task_id='u').expand(namespace=l)\nl.append('b')",
		"expanded row changed":                "r = {'namespace': 'a'}\nwith dag:\n    KubernetesPodOperator.partial(task_id='u').expand_kwargs([r])\nr['namespace'] = 'b'",
		"inherited default_args":              "from airflow.utils.task_group import TaskGroup\nwith dag, TaskGroup('g', default_args={'namespace': 'b'}), TaskGroup('h'):\n    KubernetesPodOperator(task_id='t')",
		"group outside a DAG":                 "from airflow.utils.task_group import TaskGroup\nwith TaskGroup('g', dag=dag, default_args={'namespace': 'b'}):\n    KubernetesPodOperator(task_id='t')",
		"DAG by default_args":                 "with DAG('y', default_args={'dag': dag}):\n    KubernetesPodOperator(task_id='t')",
		"width in an f-string":                "x = f'{1:>1000000000}'",
		"width in format":                     "x = '{:1000000000}'.format(1)",
		"width in percent":                    "x = '%1000000000d' % 1",
		"precision in percent":                "x = '%.1000000000f' % 1",
		"width in a date":                     "x = datetime(2024, 1, 1).strftime('%1000000000Y')",
		"identifier in a namespace":           "import uuid\n" + pod("namespace=f'{uuid.uuid4()}'"),
		"identifier with an argument":         "import uuid\nuuid.uuid4(print)",
		"another identifier":                  "import uuid\nx = uuid.uuid1()",
		"part of an identifier":               "import uuid\nx = uuid.uuid4().bytes.decode()",
		"sleep":                               "import time\ntime.sleep(1)",
		"two DAG sources":                     "from airflow.models import DagBag\nDagBag()",
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+source+"\n")
			if out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}

// TestHarmless holds that usual compliant shapes are proved.
func TestHarmless(t *testing.T) {
	cases := map[string]string{
		"dependencies":          "from airflow.operators.empty import EmptyOperator\nfrom airflow.models.baseoperator import chain\nwith dag:\n    a, b, c = [EmptyOperator(task_id=x) for x in 'abc']\n    a >> [b, c]\n    chain(a, [b], c)\n    c.set_upstream(b)\n",
		"task group":            "from airflow.utils.task_group import TaskGroup\nwith dag, TaskGroup('g') as g:\n    t = KubernetesPodOperator(task_id='t', namespace='team-a')\n    g >> KubernetesPodOperator(task_id='u', namespace='team-a')\n",
		"docs":                  "dag.doc_md = __doc__\n",
		"logging":               "import logging\nlog = logging.getLogger(__name__)\nlog.info('x %s', 1)\n",
		"params":                "from airflow.models.param import Param\nDAG('x', params={'a': Param(1, type='integer', minimum=0), 'b': 'c'})\n",
		"output":                "with dag:\n    t = KubernetesPodOperator(task_id='t', do_xcom_push=True)\n    KubernetesPodOperator(task_id='u', arguments=t.output)\n",
		"jinja":                 "KubernetesPodOperator(task_id='t', arguments=['{{ ds }}', '{{ params.x }}'], dag=dag)\n",
		"trigger rule":          "from airflow.utils.trigger_rule import TriggerRule\nKubernetesPodOperator(task_id='t', trigger_rule=TriggerRule.ALL_DONE, dag=dag)\n",
		"dataset":               "from airflow.datasets import Dataset\nDAG('x', schedule=[Dataset('s3://team-a/x')])\n",
		"identifier":            "import uuid\nKubernetesPodOperator(task_id='t', name='x-{}'.format(uuid.uuid4()), cmds=[f'{uuid.uuid4()}'], dag=dag)\n",
		"time of a date":        "KubernetesPodOperator(task_id='t', arguments=['{{ data_interval_end.at(0) | ts }}', '{{ ds }}'], dag=dag)\n",
		"secret":                "from airflow.kubernetes.secret import Secret\ns = Secret('env', 'X', 'app', 'key')\nKubernetesPodOperator(task_id='t', secrets=[s], dag=dag)\n",
		"try of two paths":      "try:\n    from airflow.sdk import DAG, Param, task_group, TriggerRule, Variable, Asset as A\n    import json\nexcept (ImportError, ModuleNotFoundError):\n    import json\n    from airflow.datasets import Dataset as A\n    from airflow.decorators import task_group\n    from airflow import DAG\n    from airflow.models import Variable\n    from airflow.models.param import Param\n    from airflow.utils.trigger_rule import TriggerRule\nwith DAG('team-a.x', schedule=[A('team-a')]):\n    KubernetesPodOperator(task_id='t', trigger_rule=TriggerRule.ALL_DONE)\n",
		"try in a function":     "def f():\n    try:\n        from airflow.operators.empty import EmptyOperator as E\n    except ImportError:\n        from airflow.operators.dummy import DummyOperator as E\n    return E(task_id='e')\nwith dag:\n    f()\n",
		"path by version":       "from airflow import __version__ as v\nif v.startswith('3'):\n    from airflow.sdk import Param\nelse:\n    from airflow.models.param import Param\nDAG('team-a.x', params={'x': Param(1)})\n",
		"constants of Airflow":  "from airflow.utils.state import State, DagRunState\nfrom airflow.utils.weekday import WeekDay\nfrom airflow.operators.weekday import BranchDayOfWeekOperator\nwith dag:\n    BranchDayOfWeekOperator(task_id='t', week_day=WeekDay.MONDAY, follow_task_ids_if_true='a', follow_task_ids_if_false='b')\nx = [State.SUCCESS]\n",
		"while loop":            "i = 0\nwith dag:\n    while i < 3:\n        KubernetesPodOperator(task_id=f't{i}', namespace='team-a')\n        i += 1\n    else:\n        i = 0\n",
		"while with break":      "todo = ['a', 'b', 'c']\nwhile todo:\n    x = todo.pop(0)\n    if x == 'b':\n        break\n",
		"generator unpacked":    "with dag:\n    a, b = (KubernetesPodOperator(task_id=x) for x in 'ab')\n    a >> b\n",
		"uncalled factory":      "def f(x, **k):\n    k.setdefault('retries', 2)\n    if not x:\n        raise ValueError(f'no name: {x}')\n    return KubernetesPodOperator(task_id=x.lower(), namespace='team-a', **k)\n",
		"uncalled DAG factory":  "def f(x, steps):\n    with DAG(f'team-a.{x}', catchup=False) as d:\n        for y in steps:\n            g(y)\n    return d\ndef g(y):\n    return KubernetesPodOperator.partial(task_id=y).expand(cmds=[[y]])\n",
		"DAGs found by globals": "for x in 'ab':\n    with DAG(f'team-a.{x}') as d:\n        KubernetesPodOperator(task_id='t')\n    globals()[d.dag_id] = d\n",
		"shared arguments": "from functools import partial\nPod = partial(KubernetesPodOperator, namespace='team-a', get_logs=True)\nTeamDAG = partial(DAG, start_date=datetime(2024, 1, 1))\n" +
			"with TeamDAG('team-a.y'):\n    Pod(task_id='t') >> Pod(task_id='u', get_logs=False)\n",
		"log level":          "import logging\nlogging.basicConfig(level=logging.INFO, format='%(levelname)s %(message)s')\n",
		"warnings":           "import warnings\nwarnings.filterwarnings('ignore', category=DeprecationWarning)\nwarnings.simplefilter('once')\n",
		"combined":           "x = datetime.combine(datetime.today() - timedelta(7), datetime.min.time())\nDAG('team-a.y', start_date=x)\n",
		"annotations":        "from typing import Dict, List, Optional\ndef f(x: Optional[str] = None) -> Dict[str, List[int]]:\n    y: int = 1\n    return {}\nf()\n",
		"uncalled helper":    "def f(x):\n    return len(x) + 1\n",
		"changed before use": "a = ['x']\na.append('y')\nKubernetesPodOperator(task_id='t', arguments=a, dag=dag)\n",
		"changed between uses": "e = {}\nwith dag:\n    for x in 'ab':\n        e['X'] = x\n" +
			"        KubernetesPodOperator(task_id=x, env_vars=e)\n",
		"tutorial shape": "default_args = {'owner': 'a', 'retries': 1, 'retry_delay': timedelta(minutes=5)}\n" +
			"with DAG('team-a.x', default_args=default_args, schedule_interval='@daily', start_date=datetime(2024, 1, 1), catchup=False, tags=['a']) as d:\n" +
			"    t = KubernetesPodOperator(task_id='t', namespace='team-a', image='x', cmds=['a'], labels={'a': 'b'}, in_cluster=True, get_logs=True)\n",
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+source); !out.Declarative {
				t.Errorf("not declarative: %s", problems(out))
			}
		})
	}
}

// TestCallsAreNamed holds that code which is not executed is read: a rule finds the call, its
// resolved name and its phase.
func TestCallsAreNamed(t *testing.T) {
	cases := map[string]struct{ source, want string }{
		"callable":       {"from airflow.operators.python import PythonOperator\ndef f():\n    from airflow.providers.postgres.hooks.postgres import PostgresHook\n    PostgresHook('pg').run('x')\nPythonOperator(task_id='t', python_callable=f)", "worker airflow.providers.postgres.hooks.postgres.PostgresHook"},
		"callback":       {"import os\ndef f(c):\n    os.system('id')\nDAG('x', on_failure_callback=f)", "callback os.system"},
		"task decorator": {"import subprocess\nfrom airflow.decorators import task\n@task\ndef f():\n    subprocess.run('id')", "worker subprocess.run"},
		"helper of a callable": {"import os\nfrom airflow.operators.python import PythonOperator\ndef g():\n    os.system('id')\ndef f():\n    g()\n" +
			"PythonOperator(task_id='t', python_callable=f)", "worker os.system"},
		"class body":                  {"import os\nclass C:\n    x = os.system('id')", "parse os.system"},
		"dead branch":                 {"import os\nif __name__ == '__main__':\n    os.system('id')", "dead os.system"},
		"except branch":               {"import os\ntry:\n    pass\nexcept Exception:\n    os.system('id')", "parse os.system"},
		"while":                       {"import os\nwhile True:\n    os.system('id')", "parse os.system"},
		"lambda":                      {"import os\nDAG('x', on_failure_callback=lambda c: os.system('id'))", "callback os.system"},
		"alias in function":           {"import os\ndef f():\n    s = os.system\n    s('id')\nDAG('x', on_failure_callback=f)", "callback os.system"},
		"re-export":                   {"from airflow import os\nos.system('id')", "parse os.system"},
		"builtin":                     {"exec('1')", "parse builtins.exec"},
		"default":                     {"def f(x=exec('1')):\n    pass", "parse builtins.exec"},
		"after the budget":            {"import os\nfor x in range(100000):\n    for y in range(100000):\n        pass\nos.system('id')", "parse os.system"},
		"frame of an unknown object":  {"try:\n    pass\nexcept Exception as e:\n    e.tb.tb_frame.f_globals", "parse object.tb_frame"},
		"internals in a format":       {"x = '{a} {0.__globals__[x]!r}'.format(print, a=1)", "parse object.__globals__"},
		"internals in a format, read": {"def f(c):\n    return '{0.__globals__}'.format(c)\nDAG('x', on_failure_callback=f)", "callback object.__globals__"},
		"method of a DAG":             {"dag.clear()", "parse airflow.sdk.definitions.dag.DAG.clear"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source+"\n")
			var calls []string
			for _, call := range out.Calls {
				calls = append(calls, string(call.Phase)+" "+call.Symbol.Canonical)
			}
			sort.Strings(calls)
			for _, call := range calls {
				if call == c.want {
					return
				}
			}
			t.Errorf("no call %q in %q", c.want, calls)
		})
	}
}

// TestSetattr: the value that setattr gives a task is the one that rules see.
func TestSetattr(t *testing.T) {
	for name, source := range map[string]string{
		"plain":   "setattr(t, 'name' + 'space', 'b')",
		"starred": "setattr(*[t, 'namespace', 'b'])",
		"a loop":  "for k in ['image', 'namespace']:\n    setattr(t, k, 'b')",
	} {
		out := run(t, prologue+"with dag:\n    t = KubernetesPodOperator(task_id='t', namespace='a')\n"+source+"\n")
		if got := out.Pods[0].Namespace; got.Value != "b" || out.Declarative {
			t.Errorf("%s: namespace %v, declarative %v", name, got.Value, out.Declarative)
		}
	}
}

// A partial that is never called makes no task.
func TestPartialIsNoTask(t *testing.T) {
	out := run(t, prologue+"from functools import partial\np = partial(KubernetesPodOperator, task_id='t', namespace='team-a')\n")
	if !out.Declarative || len(out.Tasks) != 0 || len(out.Callables) != 0 {
		t.Errorf("declarative %v, tasks %v, callables %v", out.Declarative, out.Tasks, out.Callables)
	}
}

// TestEntriesOfDicts: a text that is written in a dict knows its entry, and nothing else does.
func TestEntriesOfDicts(t *testing.T) {
	for source, want := range map[string]string{
		"{'namespace': 'b'}":                       "'namespace': in column 26",
		"{'namespace':'b'}":                        "'namespace': in column 25",
		"{'namespace': ('b')}":                     "",
		"{'name' + 'space': 'b'}":                  "",
		"{'namespace':  # why\n    'b'}":           "",
		"{'''name\\\nspace''': 'b'}":               "",
		"{'namespace': str('b')}":                  "",
		"dict(namespace='b')":                      "namespace= in column 17",
		"{'namespace': 'x', **{'namespace': 'b'}}": "'namespace': in column 47",
	} {
		out := run(t, prologue+"DEFAULTS = "+source+"\nwith DAG('team-a.y', default_args=DEFAULTS):\n    KubernetesPodOperator(task_id='t')\n")
		ns := out.Pods[0].Namespace
		if ns.Value != "b" {
			t.Fatalf("%s: namespace %v", source, ns.Value)
		}
		got := ""
		if last := ns.Because[len(ns.Because)-1]; last.What != "DEFAULTS" {
			got = fmt.Sprintf("%s in column %d", last.What, last.Span.Start.Column)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
