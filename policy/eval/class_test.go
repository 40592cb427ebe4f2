package eval

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// subclass writes a subclass whose `__init__` has the given parameters and statements; the last is the call of the base.
func subclass(parameters, super string, body ...string) string {
	text := "class K(KubernetesPodOperator):\n    def __init__(self" + parameters + ", **kwargs):\n"
	for _, line := range body {
		text += "        " + line + "\n"
	}
	return text + "        super().__init__(" + super + "**kwargs)\n"
}

// TestSubclass holds what the pods of subclasses come to.
func TestSubclass(t *testing.T) {
	const in = "with DAG('team-a.x', default_args={'namespace': 'by-default', 'image': 'i'}):\n    "
	cases := map[string]struct{ source, want string }{
		"empty":                     {"class K(KubernetesPodOperator):\n    pass\nK(task_id='t', namespace='a')", "a"},
		"colours":                   {"class K(KubernetesPodOperator):\n    ui_color = '#e4f0e8'\n    ui_fgcolor = '#FFF'\nK(task_id='t', namespace='a')", "a"},
		"docstring":                 {"class K(KubernetesPodOperator):\n    'text'\nK(task_id='t', namespace='a')", "a"},
		"ellipsis":                  {"class K(KubernetesPodOperator): ...\nK(task_id='t', namespace='a')", "a"},
		"fixed":                     {subclass("", "namespace='a', ") + "K(task_id='t')", "a"},
		"given":                     {subclass("", "image='x', ") + "K(task_id='t', namespace='a')", "a"},
		"positional passed on":      {subclass(", *args", "*args, namespace='a', ") + "K(task_id='t')", "a"},
		"named super":               {strings.Replace(subclass("", "namespace='a', "), "super()", "super(K, self)", 1) + "K(task_id='t')", "a"},
		"module's name":             {"import airflow.providers.cncf.kubernetes.operators.pod as p\nclass K(p.KubernetesPodOperator):\n    pass\nK(task_id='t', namespace='a')", "a"},
		"older path":                {"from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator as P\nclass K(P):\n    pass\nK(task_id='t', namespace='a')", "a"},
		"fixed beats default_args":  {subclass("", "namespace='a', ") + in + "K(task_id='t')", "a"},
		"default_args":              {subclass("", "image='x', ") + in + "K(task_id='t')", "by-default"},
		"parameter":                 {subclass(", team", "namespace=team, ") + "K(task_id='t', team='a')", "a"},
		"parameter with a default":  {subclass(", team='a'", "namespace=team, ") + "K(task_id='t')", "a"},
		"keyword-only parameter":    {subclass(", *, team='a'", "namespace=team, ") + "K(task_id='t', team='b')", "b"},
		"annotations":               {strings.Replace(subclass(", team: str = 'a'", "namespace=team, "), "kwargs):", "kwargs: str) -> None:", 1) + "K(task_id='t')", "a"},
		"parameter by default_args": {subclass(", namespace='a'", "namespace=namespace, ") + in + "K(task_id='t')", "by-default"},
		"given beats default_args":  {subclass(", namespace='a'", "namespace=namespace, ") + in + "K(task_id='t', namespace='b')", "b"},
		"parameter that is dropped": {subclass(", namespace='a'", "") + in + "K(task_id='t', namespace='b')", "by-default"},
		"own default_args":          {subclass(", namespace='a'", "namespace=namespace, ") + "K(task_id='t', default_args={'namespace': 'c'})", "c"},
		"own default_args, changed": {"D = {'namespace': 'c'}\n" + subclass("", "", "D['namespace'] = 'a'") + "K(task_id='t', default_args=D)", "c"},
		"setdefault":                {subclass("", "", "kwargs.setdefault('namespace', 'a')") + in + "K(task_id='t')\n    K(task_id='u', namespace='b')", "a b"},
		"setitem":                   {subclass("", "", "kwargs['namespace'] = 'a'") + in + "K(task_id='t', namespace='b')", "a"},
		"update":                    {subclass("", "", "kwargs.update(namespace='a')") + in + "K(task_id='t', namespace='b')", "a"},
		"pop":                       {subclass("", "namespace='n-' + team, ", "team = kwargs.pop('team', 'a')") + "K(task_id='t', team='b')\nK(task_id='u')", "n-b n-a"},
		"get":                       {subclass("", "", "kwargs['namespace'] = kwargs.get('name', 'x') + '-a'") + "K(task_id='t', name='b')", "b-a"},
		"in":                        {subclass("", "", "if 'namespace' not in kwargs:", "    kwargs['namespace'] = 'a'") + in + "K(task_id='t')", "a"},
		"starred parameter's name":  {strings.ReplaceAll(subclass("", "", "kwargs.setdefault('namespace', 'a')"), "kwargs", "namespace") + in + "K(task_id='t')", "by-default"},
		"late binding":              {"NS = 'a'\n" + subclass("", "namespace=NS, ") + "NS = 'b'\nK(task_id='t')", "b"},
		"default is bound early":    {"NS = 'a'\n" + subclass(", team=NS", "namespace=team, ") + "NS = 'b'\nK(task_id='t')", "a"},
		"one default for all":       {subclass(", seen=[]", "namespace=seen[0], ", "seen.append(kwargs['task_id'])") + "K(task_id='a')\nK(task_id='b')", "a a"},
		"base is bound early":       {"class K(KubernetesPodOperator):\n    pass\nKubernetesPodOperator = print\nK(task_id='t', namespace='a')", "a"},
		"another name":              {subclass("", "namespace='a', ") + "P = K\nclass K(KubernetesPodOperator):\n    pass\nP(task_id='t')\nK(task_id='u', namespace='b')", "a b"},
		"own name":                  {"class KubernetesPodOperator(KubernetesPodOperator):\n    def __init__(self, **kwargs):\n        super().__init__(namespace='a', **kwargs)\nKubernetesPodOperator(task_id='t')", "a"},
		"chain":                     {subclass(", team='b'", "namespace=team, ") + "class L(K):\n    def __init__(self, **kwargs):\n        super().__init__(team='a', **kwargs)\nL(task_id='t')\nK(task_id='u')", "a b"},
		"empty chain":               {subclass("", "namespace='a', ") + "class L(K):\n    pass\nL(task_id='t')", "a"},
		"chain by default_args":     {subclass(", team='b'", "namespace=team, ") + "class L(K):\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\nwith DAG('team-a.x', default_args={'team': 'a'}):\n    L(task_id='t')", "a"},
		"in a function":             {subclass("", "namespace='a', ") + "def f(x):\n    return K(task_id=x)\nf('t') >> f('u')", "a a"},
		"as an argument of one":     {subclass("", "namespace='a', ") + "def f(x):\n    return x(task_id='t')\nf(K)", "a"},
		"functools.partial":         {"from functools import partial\n" + subclass(", team", "namespace=team, ") + "p = partial(K, team='a')\np(task_id='t')\np(task_id='u', team='b')", "a b"},
		"in a dict":                 {subclass("", "namespace='a', ") + "kinds = {'k': K}\nkinds['k'](task_id='t')", "a"},
		"group":                     {subclass(", namespace='a'", "namespace=namespace, ") + "from airflow.utils.task_group import TaskGroup\nwith dag, TaskGroup('g', default_args={'namespace': 'b'}):\n    K(task_id='t')", "b"},
		"loop in it":                {subclass("", "", "for name in ['namespace']:", "    kwargs.setdefault('namespace', 'a')") + "K(task_id='t')", "a"},
		"helper":                    {"def ns(x):\n    return 'team-' + x\n" + subclass("", "namespace=ns('a'), ") + "K(task_id='t')", "team-a"},
		"mutable argument":          {subclass("", "namespace=kwargs['labels']['ns'], ", "kwargs['labels']['ns'] = 'a'") + "K(task_id='t', labels={'x': 'y'})", "a"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := run(t, prologue+c.source+"\n")
			if got := namespaces(out); got != c.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q (%s)\n%s", got, c.want, problems(out), c.source)
			}
		})
	}
}

// TestSubclassOutside holds what is no subclass that only fixes arguments.
func TestSubclassOutside(t *testing.T) {
	k := subclass("", "namespace='a', ")
	method := func(text string) string { return "class K(KubernetesPodOperator):\n    " + text + "\nK(task_id='t')" }
	body := func(lines ...string) string { return subclass("", "", lines...) + "K(task_id='t')" }
	cases := map[string]string{
		"another operator":             "from airflow.operators.bash import BashOperator\nclass K(BashOperator):\n    pass",
		"base operator":                "from airflow.models.baseoperator import BaseOperator\nclass K(BaseOperator):\n    pass",
		"two bases":                    "class M:\n    pass\nclass K(KubernetesPodOperator, M):\n    pass",
		"object":                       "class K(KubernetesPodOperator, object):\n    pass",
		"metaclass":                    "class K(KubernetesPodOperator, metaclass=type):\n    pass",
		"keyword of the class":         "class K(KubernetesPodOperator, x=1):\n    pass",
		"decorated":                    "import dataclasses\n@dataclasses.dataclass\nclass K(KubernetesPodOperator):\n    pass",
		"generic":                      "class K[T](KubernetesPodOperator):\n    pass",
		"operator's name":              "class SubDagOperator(KubernetesPodOperator):\n    pass\nSubDagOperator(task_id='t')",
		"name that is not stored":      "class " + strings.Repeat("K", 1001) + "(KubernetesPodOperator):\n    pass",
		"attribute":                    method("template_fields = ()"),
		"annotation":                   method("x: int"),
		"slots":                        method("__slots__ = ()"),
		"code in the body":             method("print('x')"),
		"import in the body":           method("import json"),
		"condition in the body":        method("if True:\n        pass"),
		"execute":                      method("def execute(self, context):\n        pass"),
		"other dunder":                 method("def __new__(cls, **kwargs):\n        return super().__new__(cls)"),
		"property":                     method("@property\n    def namespace(self):\n        return 'b'"),
		"init subclass":                method("def __init_subclass__(cls):\n        pass"),
		"two __init__":                 k + "    def __init__(self, **kwargs):\n        super().__init__(namespace='b', **kwargs)\nK(task_id='t')",
		"decorated __init__":           method("@print\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)"),
		"asynchronous __init__":        method("async def __init__(self, **kwargs):\n        super().__init__(**kwargs)"),
		"lambda for __init__":          method("__init__ = lambda self, **kwargs: None"),
		"other name for self":          method("def __init__(this, **kwargs):\n        super().__init__(**kwargs)"),
		"default for self":             method("def __init__(self=None, **kwargs):\n        super().__init__(**kwargs)"),
		"no self":                      method("def __init__(**kwargs):\n        super().__init__(**kwargs)"),
		"positional only":              method("def __init__(self, team, /, **kwargs):\n        super().__init__(**kwargs)"),
		"no kwargs":                    method("def __init__(self, task_id):\n        super().__init__(task_id=task_id)"),
		"kwargs dropped":               method("def __init__(self, **kwargs):\n        super().__init__(task_id='t')"),
		"kwargs twice":                 method("def __init__(self, **kwargs):\n        super().__init__(**kwargs, **kwargs)"),
		"no call of the base":          method("def __init__(self, **kwargs):\n        pass"),
		"base called twice":            body("super().__init__(namespace='a', **kwargs)"),
		"base under a condition":       method("def __init__(self, **kwargs):\n        if kwargs:\n            super().__init__(**kwargs)"),
		"base not last":                k + "        kwargs['x'] = 1\nK(task_id='t')",
		"base returned":                method("def __init__(self, **kwargs):\n        return super().__init__(**kwargs)"),
		"base in a name":               method("def __init__(self, **kwargs):\n        x = super().__init__(**kwargs)"),
		"another method of the base":   method("def __init__(self, **kwargs):\n        super().__new__(**kwargs)"),
		"base by name":                 method("def __init__(self, **kwargs):\n        KubernetesPodOperator.__init__(self, **kwargs)"),
		"super of another class":       k + "class L(KubernetesPodOperator):\n    def __init__(self, **kwargs):\n        super(K, self).__init__(**kwargs)\nL(task_id='t')",
		"super of a name that changed": strings.Replace(k, "super()", "super(K, self)", 1) + "L = K\nclass K(KubernetesPodOperator):\n    pass\nL(task_id='t')",
		"super of another object":      method("def __init__(self, **kwargs):\n        super(K, print).__init__(**kwargs)"),
		"super with one argument":      method("def __init__(self, **kwargs):\n        super(K).__init__(**kwargs)"),
		"super of the module":          "def super():\n    pass\n" + k + "K(task_id='t')",
		"super rebound later":          k + "super = print\nK(task_id='t')",
		"super as a parameter":         subclass(", super=None", "namespace='a', ") + "K(task_id='t')",
		"super as a variable":          body("super = print"),
		"self kept":                    body("x = self"),
		"self changed":                 body("self.namespace = 'b'"),
		"self passed on":               subclass("", "labels={'x': self}, ") + "K(task_id='t')",
		"self in a function":           body("print(self)"),
		"cell of the class":            body("x = __class__"),
		"mangled name":                 "_K__x = 'a'\n__x = 'b'\n" + subclass("", "namespace=__x, ") + "K(task_id='t')",
		"mangled attribute":            body("x = kwargs.get('y').__x"),
		"mangled keyword":              "def f(**k):\n    return 'x'\n" + body("x = f(__y=1)"),
		"mangled parameter":            subclass(", __x='a'", "") + "K(task_id='t')",
		"docstring of the class":       "class K(KubernetesPodOperator):\n    'x'\n    def __init__(self, team=__doc__, **kwargs):\n        super().__init__(namespace=team, **kwargs)\nK(task_id='t')",
		"name of the class":            subclass(", team=__qualname__", "namespace=team, ") + "K(task_id='t')",
		"walrus in a default":          subclass(", team=(x := 'a')", "namespace=team, ") + "K(task_id='t')",
		"nested function":              body("def f():", "    pass"),
		"lambda":                       body("x = lambda: 1"),
		"import in it":                 body("import json"),
		"with in it":                   body("with dag:", "    pass"),
		"return before":                body("if 'x' in kwargs:", "    return"),
		"raise":                        body("raise ValueError"),
		"try":                          body("try:", "    pass", "finally:", "    pass"),
		"global":                       body("global x", "x = 1"),
		"del":                          body("del kwargs['x']"),
		"yield":                        body("yield"),
		"kwargs kept":                  body("x = kwargs"),
		"kwargs rebound":               body("kwargs = {}"),
		"kwargs walked":                body("for k in kwargs:", "    x = k"),
		"kwargs counted":               body("x = len(kwargs)"),
		"kwargs tested":                body("if kwargs:", "    x = 1"),
		"kwargs unpacked":              body("x = {**kwargs}"),
		"kwargs compared":              body("x = kwargs == {}"),
		"kwargs read otherwise":        body("x = kwargs.items()"),
		"key not known":                body("k = 'dag'", "x = k in kwargs"),
		"update by a dict":             body("kwargs.update({'dag': None})"),
		"hidden default_args":          body("kwargs['default_args'] = {}"),
		"hidden by setdefault":         body("kwargs.setdefault('default_args', {})"),
		"hidden by update":             body("kwargs.update(params={})"),
		"hidden by pop":                body("kwargs.pop('dag', None)"),
		"hidden by in":                 body("if 'dag' in kwargs:", "    kwargs['namespace'] = 'a'"),
		"hidden by get":                body("x = kwargs.get('task_group')"),
		"hidden in the call":           subclass("", "default_args={}, ") + "K(task_id='t')",
		"hidden parameter":             subclass(", default_args=None", "") + "K(task_id='t')",
		"hidden starred parameter":     strings.ReplaceAll(k, "kwargs", "params") + "K(task_id='t')",
		"of Airflow itself":            k + "K(task_id='t', _airflow_from_mapped=True)",
		"under a condition":            "if len('x') == 1:\n    class K(KubernetesPodOperator):\n        pass\nK(task_id='t')",
		"in a function":                "def f():\n    class K(KubernetesPodOperator):\n        pass\n    return K\nf()(task_id='t')",
		"nested":                       "class K(KubernetesPodOperator):\n    class L(KubernetesPodOperator):\n        pass",
		"given twice":                  k + "K(task_id='t', namespace='b')",
		"given by position":            k + "K('t')",
		"missing":                      subclass(", team", "namespace=team, ") + "K(task_id='t')",
		"self given":                   k + "K(task_id='t', self=1)",
		"more to the base":             method("def __init__(self, *args, **kwargs):\n        super().__init__('x', *args, **kwargs)"),
		"attribute changed":            k + "K.template_fields = ()\nK(task_id='t')",
		"attribute read":               k + "x = K.template_fields",
		"partial":                      k + "with dag:\n    K.partial(task_id='t').expand(cmds=[['a']])",
		"isinstance":                   k + "x = isinstance(K(task_id='t'), K)",
		"handed over":                  k + "with dag:\n    KubernetesPodOperator(task_id='t', on_failure_callback=K)",
		"as data":                      k + "x = str(K)",
		"as a decorator":               k + "@K\ndef f():\n    pass",
		"recursion":                    body("K(task_id='u')"),
		"unknown keyword":              k + "K(task_id='t', **{x: 'y' for x in {'a', 'b'}})",
		"default_args changed":         subclass(", labels=None", "labels=labels, ", "labels['namespace'] = 'x'") + "with DAG('team-a.x', default_args={'labels': {}}):\n    K(task_id='t')",
		"uncalled with an attack":      body("x = 1") + "\nclass L(KubernetesPodOperator):\n    def __init__(self, **kwargs):\n        exec('1')\n        super().__init__(**kwargs)",
		"bare annotation in it":        body("self.x: int"),
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			if out := run(t, prologue+source+"\n"); out.Declarative {
				t.Errorf("declarative:\n%s", source)
			}
		})
	}
}

// TestSubclassParams holds that parameters are those at the time of the call, whatever `__init__` does to the dict.
func TestSubclassParams(t *testing.T) {
	out := run(t, prologue+"P = {'x': timedelta}\n"+subclass("", "", "P['x'] = 1")+"K(task_id='t', params=P)\n")
	if out.Declarative {
		t.Error("declarative: a parameter holds an object")
	}
}

// TestSubclassOfModules holds that a class of another module of the repository is executed with that module's names.
func TestSubclassOfModules(t *testing.T) {
	const operator = "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n"
	cases := map[string]struct {
		source, module, want string
	}{
		"fixed":         {"from common import K\nwith dag:\n    K(task_id='t')", operator + subclass("", "namespace='a', "), "a"},
		"by the module": {"import common\nwith dag:\n    common.K(task_id='t', namespace='a')", operator + "class K(KubernetesPodOperator):\n    pass", "a"},
		"module's names": {"from common import K\nNS = 'b'\nsuper = print\nwith dag:\n    K(task_id='t')",
			operator + "NS = 'a'\n" + subclass("", "namespace=NS, "), "a"},
		"extended": {"from common import K\nclass L(K):\n    def __init__(self, **kwargs):\n        super().__init__(team='a', **kwargs)\nwith dag:\n    L(task_id='t')",
			operator + subclass(", team", "namespace=team, "), "a"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := withModules(t, prologue+c.source+"\n", map[string]string{"common": c.module})
			if got := namespaces(out); got != c.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q (%s)\n%s", got, c.want, problems(out), c.source)
			}
		})
	}
	refused := map[string]string{
		"default changed":    operator + subclass(", seen=[]", "", "seen.append('x')"),
		"another class":      operator + "class K(KubernetesPodOperator):\n    template_fields = ()",
		"super of a module":  operator + subclass("", "") + "super = print",
		"changed in between": operator + "SEEN = {}\n" + subclass("", "", "SEEN['x'] = 1"),
	}
	for name, module := range refused {
		t.Run(name, func(t *testing.T) {
			if out := withModules(t, prologue+"from common import K\nwith dag:\n    K(task_id='t', namespace='a')\n", map[string]string{"common": module}); out.Declarative {
				t.Errorf("declarative:\n%s", module)
			}
		})
	}
}

// TestSubclassFacts holds where the facts say that something stands: an argument where it was given, what the class fixes in the class.
func TestSubclassFacts(t *testing.T) {
	out := run(t, prologue+"class K(KubernetesPodOperator):\n    def __init__(self, **kwargs):\n        super().__init__(image='x', **kwargs)\n\nwith dag:\n    K(task_id='t', namespace='b')\n")
	if len(out.Tasks) != 1 || len(out.Pods) != 1 {
		t.Fatalf("%d tasks, %d pods", len(out.Tasks), len(out.Pods))
	}
	task := out.Tasks[0]
	line := func(name string) int { return argument(out, name).Because[0].Span.Start.Line }
	if task.Span.Start.Line != 10 || line("namespace") != 10 || line("image") != 7 {
		t.Errorf("the task is at line %d, its namespace at %d, its image at %d", task.Span.Start.Line, line("namespace"), line("image"))
	}
	if task.Symbol.Detail != "kpo" || task.Symbol.Capability != facts.CapPod {
		t.Errorf("the task's symbol is %+v", task.Symbol)
	}
	for _, call := range out.Calls {
		if call.Use == facts.UseBase {
			t.Errorf("the class counts as an extension: %+v", call)
		}
	}
}
