package eval

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// withModules evaluates a file beside modules of its repository, given by dotted name; a name that
// ends in `.__init__` is a package, one with the text "?" a module that cannot be executed.
func withModules(t testing.TB, source string, sources map[string]string) *facts.File {
	t.Helper()
	modules := map[string]*Module{}
	names := map[string]bool{}
	for name, text := range sources {
		module := &Module{Path: "dags/" + strings.ReplaceAll(name, ".", "/") + ".py"}
		module.Package = strings.HasSuffix(name, ".__init__")
		if text != "?" {
			file, err := python.Parse([]byte(text), python.Options{Version: 13})
			if err != nil {
				t.Fatalf("the module %s does not parse: %v", name, err)
			}
			module.File = file
		}
		name = strings.TrimSuffix(name, ".__init__")
		modules[name] = module
		names[root(name)] = true
	}
	file, err := python.Parse([]byte(source), python.Options{Version: 13})
	if err != nil {
		t.Fatalf("the test's source does not parse: %v", err)
	}
	config := testConfig()
	config.OwnModule = func(module string) bool { return names[root(module)] }
	config.LoadModule = func(module string) *Module { return modules[module] }
	out := &facts.File{Path: "dags/x.py", Content: facts.ContentRead, Parse: &facts.Parse{OK: true}, Size: int64(len(file.Source))}
	Evaluate(file, out.Path, config, out)
	return out
}

const launch = "\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=ns)\n"

// TestModules holds what the pods of a file come to that imports modules of its repository.
func TestModules(t *testing.T) {
	cases := map[string]struct {
		source  string
		modules map[string]string
		want    string
	}{
		"from import":         {"from common import NS as ns", map[string]string{"common": "NS = 'team-a'"}, "team-a"},
		"import":              {"import common\nns = common.NS", map[string]string{"common": "NS = 'team-a'"}, "team-a"},
		"import as":           {"import common as c\nns = c.NS", map[string]string{"common": "NS = 'team-a'"}, "team-a"},
		"dotted":              {"import lib.common\nns = lib.common.NS", map[string]string{"lib.__init__": "", "lib.common": "NS = 'team-a'"}, "team-a"},
		"dotted as":           {"import lib.common as c\nns = c.NS", map[string]string{"lib.__init__": "", "lib.common": "NS = 'team-a'"}, "team-a"},
		"submodule":           {"from lib import common\nns = common.NS", map[string]string{"lib.__init__": "", "lib.common": "NS = 'team-a'"}, "team-a"},
		"namespace package":   {"from lib import common\nns = common.NS", map[string]string{"lib.common": "NS = 'team-a'"}, "team-a"},
		"namespace package 2": {"from lib.sub.common import NS as ns", map[string]string{"lib.sub.common": "NS = 'team-a'"}, "team-a"},
		"the package runs first": {"from lib.common import NS as ns",
			map[string]string{"lib.__init__": "BASE = 'team'", "lib.common": "from lib import BASE\nNS = BASE + '-a'"}, "team-a"},
		"relative": {"from lib.common import NS as ns",
			map[string]string{"lib.__init__": "", "lib.common": "from .base import BASE\nfrom . import other\nNS = BASE + other.X", "lib.base": "BASE = 'team'", "lib.other": "X = '-a'"}, "team-a"},
		"relative above": {"from lib.sub.common import NS as ns",
			map[string]string{"lib.__init__": "X = '-a'", "lib.sub.__init__": "", "lib.sub.common": "from .. import X\nfrom ..base import BASE\nNS = BASE + X", "lib.base": "BASE = 'team'"}, "team-a"},
		"package gives on": {"from lib import NS as ns", map[string]string{"lib.__init__": "from .common import NS", "lib.common": "NS = 'team-a'"}, "team-a"},
		"package while it loads": {"import lib\nns = lib.f()",
			map[string]string{"lib.__init__": "BASE = 'team'\nfrom .common import f\nBASE = 'other'", "lib.common": "from . import BASE\ndef f():\n    return BASE + '-a'"}, "team-a"},
		"star": {"from common import *", map[string]string{"common": "ns = 'team-a'\n_hidden = 1"}, "team-a"},
		"star with __all__": {"ns = 'old'\nother = 'x'\nfrom common import *\nns = ns + other",
			map[string]string{"common": "__all__ = ['ns']\nns = 'team-a'\nother = 'y'"}, "team-ax"},
		"star overrides":         {"ns = 'old'\nfrom common import *", map[string]string{"common": "ns = 'team-b'"}, "team-b"},
		"star leaves the hidden": {"_ns = 'team-a'\nfrom common import *\nns = _ns", map[string]string{"common": "_ns = 'team-b'"}, "team-a"},
		"function":               {"from common import f\nns = f('a')", map[string]string{"common": "def f(x):\n    return 'team-' + x"}, "team-a"},
		"function sees its own module": {"from common import f\nNS = 'team-b'\nns = f()",
			map[string]string{"common": "NS = 'team-a'\ndef f():\n    return NS"}, "team-a"},
		"function sees its own builtins": {"from common import f\ndef str(x):\n    return 'team-b'\nns = f('team-a')",
			map[string]string{"common": "def f(x):\n    return str(x)"}, "team-a"},
		"module rebinds a builtin": {"from common import f\nns = str('team-a') + f('x')",
			map[string]string{"common": "def str(x):\n    return '-evil'\ndef f(x):\n    return str(x)"}, "team-a-evil"},
		"default of a function":  {"from common import f\nNS = 'team-b'\nns = f()", map[string]string{"common": "NS = 'team-a'\ndef f(x=NS):\n    return x"}, "team-a"},
		"__name__":               {"from lib.common import N\nns = N", map[string]string{"lib.common": "N = __name__"}, "lib.common"},
		"main guard":             {"from common import NS as ns", map[string]string{"common": "NS = 'team-a'\nif __name__ == '__main__':\n    NS = 'team-b'"}, "team-a"},
		"__file__":               {"from lib.common import F as ns", map[string]string{"lib.common": "F = __file__"}, "/usr/local/airflow/dags/dags/team-a/lib/common.py"},
		"__doc__":                {"from common import D\nns = D", map[string]string{"common": "'''team-a'''\nD = __doc__"}, "team-a"},
		"__file__ of a function": {"from common import f\nns = f()", map[string]string{"common": "def f():\n    return __file__"}, "/usr/local/airflow/dags/dags/team-a/common.py"},
		"executed once": {"import a, b\nns = a.L[0] if a.L is b.L else 'no'",
			map[string]string{"a": "from c import L", "b": "from c import L", "c": "L = ['team-a']"}, "team-a"},
		"copy of a member":    {"from common import ARGS\nx = ARGS.copy()\nx['namespace'] = 'team-a'\nns = x['namespace']", map[string]string{"common": "ARGS = {'namespace': 'team-b'}"}, "team-a"},
		"spread of a member":  {"from common import ARGS\nx = {**ARGS, 'namespace': 'team-a'}\nns = x['namespace']", map[string]string{"common": "ARGS = {'namespace': 'team-b'}"}, "team-a"},
		"list per call":       {"from common import f\nx = f()\nx.append('team-a')\nns = x[0]", map[string]string{"common": "def f():\n    return []"}, "team-a"},
		"function of another": {"from a import f\nns = f()", map[string]string{"a": "import b\ndef f():\n    return b.g('team')", "b": "S = '-a'\ndef g(x):\n    return x + S"}, "team-a"},
		"a function given to a function": {"from a import f\nX = 'team-a'\ndef g():\n    return X\nns = f(g)",
			map[string]string{"a": "X = 'team-b'\ndef f(g):\n    return g()"}, "team-a"},
		"library through a module": {"from common import os\nns = os.path.join('team', 'a')", map[string]string{"common": "import os"}, "team/a"},
		"uncalled function of a module": {"from common import NS as ns",
			map[string]string{"common": "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as K\nNS = 'team-a'\ndef f():\n    return K(task_id='x')"}, "team-a"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := withModules(t, prologue+c.source+launch, c.modules)
			if got := namespaces(out); got != c.want || !out.Declarative {
				t.Errorf("namespaces %q, want %q; declarative %v: %s", got, c.want, out.Declarative, problems(out))
			}
		})
	}
}

// TestModuleBuildsPod holds that a function of a module builds tasks where it is called.
func TestModuleBuildsPod(t *testing.T) {
	source := prologue + "from common import pod\nwith dag:\n    pod('a') >> pod('b')\n"
	module := "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n" + strings.Repeat("\n", 50) +
		"NS = 'team-a'\ndef pod(name):\n    return KubernetesPodOperator(task_id=name, namespace=NS)\n"
	out := withModules(t, source, map[string]string{"common": module})
	if !out.Declarative || namespaces(out) != "team-a team-a" {
		t.Fatalf("declarative %v, %s: %s", out.Declarative, namespaces(out), problems(out))
	}
	for i := range out.Tasks {
		if line := out.Tasks[i].Span.Start.Line; line != 7 {
			t.Errorf("task %d stands at line %d, not at the call", i, line)
		}
	}
	last := strings.Count(source, "\n") + 1
	chain := ""
	for _, b := range out.Pods[0].Namespace.Because {
		chain += b.What + " "
		if b.Span.Start.Line > last {
			t.Errorf("%s leads to line %d of another file", b.What, b.Span.Start.Line)
		}
	}
	if !strings.Contains(chain, "common.NS") || out.Pods[0].Namespace.Because[len(out.Pods[0].Namespace.Because)-1].Span.Start.Line != 5 {
		t.Errorf("the chain is %q: %v", chain, out.Pods[0].Namespace.Because)
	}
}

// TestModuleWarnings holds that the compiler's warnings of a module are counted by the lines of the module.
func TestModuleWarnings(t *testing.T) {
	for source, declarative := range map[string]bool{"NS = 'team-a'\nX = [" + strings.Repeat("1 is NS, ", 100) + "]": true,
		"NS = 'team-a'\nif False:\n    X = " + strings.Repeat("1(), ", 2000): false} {
		out := withModules(t, prologue+"from common import NS as ns"+launch, map[string]string{"common": source})
		if out.Declarative != declarative {
			t.Errorf("declarative: %t (%s)", out.Declarative, problems(out))
		}
	}
}

// TestModulesNotDeclarative holds what makes a file that imports modules not declarative, and the
// pods that it builds all the same where they are known.
func TestModulesNotDeclarative(t *testing.T) {
	const args = "ARGS = {'namespace': 'team-a'}\nNS = 'team-a'\nL = ['team-a']"
	cases := map[string]struct {
		source  string
		modules map[string]string
		reason  string
		want    string // namespaces; not looked at when empty
	}{
		"name changed":           {"import common\ncommon.NS = 'team-b'\nns = common.NS", map[string]string{"common": args}, "is changed", "team-b"},
		"name changed, function": {"import common\ncommon.NS = 'team-b'\nns = common.f()", map[string]string{"common": args + "\ndef f():\n    return NS"}, "is changed", "team-b"},
		"global in a function":   {"import common\ncommon.f()\nns = common.NS", map[string]string{"common": args + "\ndef f():\n    global NS\n    NS = 'team-b'"}, "a name outside the function is bound", ""},
		"global said where nothing runs": {"import common\ncommon.f()\nns = common.NS", map[string]string{"common": args + "\ndef f():\n    if 0:\n        global NS\n    NS = 'team-b'"},
			"a name outside the function is bound", ""},
		"global while it is imported": {"from common import NS as ns", map[string]string{"common": args + "\ndef f():\n    global NS\n    NS = 'team-b'\nf()"}, "a name outside the function is bound", ""},
		"nonlocal in a function": {"import common\nns = common.f()", map[string]string{"common": args + "\ndef make():\n    n = 'team-a'\n    def f():\n        nonlocal n\n        n = 'team-b'\n        return n\n    return f\nf = make()"},
			"a name outside the function is bound", ""},
		"member changed":        {"import common\ncommon.ARGS['namespace'] = 'team-b'\nns = common.ARGS['namespace']", map[string]string{"common": args}, "is changed", "team-b"},
		"updated":               {"from common import ARGS\nARGS.update(namespace='team-b')\nns = ARGS['namespace']", map[string]string{"common": args}, "is changed", "team-b"},
		"changed through alias": {"from common import ARGS\nimport common\nx = [ARGS]\nx[0]['namespace'] = 'team-b'\nns = common.ARGS['namespace']", map[string]string{"common": args}, "is changed", "team-b"},
		"changed through another module": {"import a, common\na.A['namespace'] = 'team-b'\nns = common.ARGS['namespace']",
			map[string]string{"common": args, "a": "from common import ARGS as A"}, "is changed", "team-b"},
		"module changes another":   {"import a, common\nns = common.ARGS['namespace']", map[string]string{"common": args, "a": "from common import ARGS\nARGS['namespace'] = 'team-b'"}, "is changed", ""},
		"module names another":     {"import a, common\nns = common.NS", map[string]string{"common": args, "a": "import common\ncommon.NS = 'team-b'"}, "is changed", ""},
		"mutable default":          {"from common import f\nf('team-b')\nns = f('x')[0]", map[string]string{"common": "def f(x, seen=[]):\n    seen.append(x)\n    return seen"}, "is changed", "team-b"},
		"function changes state":   {"import common\ncommon.f()\nns = common.L[1]", map[string]string{"common": args + "\ndef f():\n    L.append('team-b')"}, "is changed", "team-b"},
		"bound method":             {"import common\ncommon.add('team-b')\nns = common.L[1]", map[string]string{"common": args + "\nadd = L.append"}, "is changed", "team-b"},
		"closure":                  {"import common\ncommon.f('team-b')\nns = 'team-a'", map[string]string{"common": "def make():\n    kept = []\n    def f(x):\n        kept.append(x)\n    return f\nf = make()"}, "is changed", ""},
		"in place":                 {"from common import L\nL += ['team-b']\nns = L[1]", map[string]string{"common": args}, "is changed", "team-b"},
		"deleted":                  {"import common\ndel common.NS\nns = 'team-a'", map[string]string{"common": args}, "is changed", ""},
		"loop over an attribute":   {"import common\nfor common.NS in ['team-b']:\n    pass\nns = common.NS", map[string]string{"common": args}, "is changed", "team-b"},
		"member of a nested value": {"from common import X\nX[0]['a'].append(1)\nns = 'team-a'", map[string]string{"common": "X = ({'a': []},)"}, "is changed", ""},
		"changed in a branch":      {"import common\nfrom airflow.models import Variable\nif Variable.get('x'):\n    common.L.append(1)\nns = 'team-a'", map[string]string{"common": args}, "is changed", ""},

		"under a condition": {"import sys\nif sys.argv:\n    from common import NS\nns = 'team-a'", map[string]string{"common": args}, "under a condition", ""},
		"in a true branch":  {"if True:\n    from common import NS\nns = 'team-a'", map[string]string{"common": args}, "under a condition", ""},
		"in a function":     {"def f():\n    from common import NS\n    return NS\nns = f()", map[string]string{"common": args}, "in a function", ""},
		"in try":            {"try:\n    from common import NS\nexcept ImportError:\n    NS = 'x'\nns = 'team-a'", map[string]string{"common": args}, "under a condition", ""},
		"cycle":             {"from a import X\nns = 'team-a'", map[string]string{"a": "import b\nX = 1", "b": "import a"}, "in a circle", ""},
		"cycle of itself":   {"from a import X\nns = 'team-a'", map[string]string{"a": "import a\nX = 1"}, "in a circle", ""},
		"name of a package that it binds later": {"import lib\nns = 'team-a'",
			map[string]string{"lib.__init__": "from .common import X\nY = 1", "lib.common": "from . import Y\nX = 1"}, "has no name Y", ""},
		"package that fails after": {"from lib.common import X\nns = 'team-a'",
			map[string]string{"lib.__init__": "import os\nfrom .common import X\nos.system('id')", "lib.common": "from . import os as o\nX = 1"}, "os.system", ""},
		"module not in its package yet": {"import lib\nns = 'team-a'",
			map[string]string{"lib.__init__": "from .sub import X", "lib.sub.__init__": "import lib.sub\nX = lib.sub"}, "binds no name sub", ""},
		"imports the file":    {"from a import X\nns = 'team-a'", map[string]string{"a": "import x\nX = 1", "x": "ns = 1"}, "imports itself", ""},
		"relative in the DAG": {"from .common import NS as ns", map[string]string{"common": args}, "not executed", ""},
		"starts a pod":        {"from a import X\nns = 'team-a'", map[string]string{"a": prologue + "X = 1\nKubernetesPodOperator(task_id='x', dag=dag)"}, "builds a DAG", ""},
		"makes a DAG":         {"from a import X\nns = 'team-a'", map[string]string{"a": prologue + "X = 1"}, "builds a DAG", ""},
		"runs a process":      {"from a import X\nns = 'team-a'", map[string]string{"a": "import os\nX = 1\nos.system('id')"}, "os.system", ""},
		"a class":             {"from a import X\nns = 'team-a'", map[string]string{"a": "X = 1\nclass C:\n    def __call__(self):\n        pass"}, "class", ""},
		"__getattr__":         {"from a import X\nns = 'team-a'", map[string]string{"a": "X = 1\ndef __getattr__(name):\n    return 1"}, "__getattr__", ""},
		"rebinds __builtins__": {"from a import X\nns = 'team-a'",
			map[string]string{"a": "X = 1\n__builtins__ = {}"}, "__builtins__", ""},
		"changes builtins":        {"from a import X\nns = 'team-a'", map[string]string{"a": "import builtins\nX = 1\nbuiltins.str = 1"}, "not on the closed list", ""},
		"changes the path":        {"from a import X\nns = 'team-a'", map[string]string{"a": "import sys\nX = 1\nsys.path.append('x')"}, "sys.path", ""},
		"harmful lambda called":   {"from a import X\nX()\nns = 'team-a'", map[string]string{"a": "import os\nX = lambda: os.system('id')"}, "os.system", ""},
		"unknown name":            {"from a import Y\nns = 'team-a'", map[string]string{"a": "X = 1"}, "binds no name Y", ""},
		"unknown attribute":       {"import a\nns = a.Y", map[string]string{"a": "X = 1"}, "binds no name Y", ""},
		"name of a library":       {"from requests import X\nns = 'team-a'", map[string]string{"requests": "X = 1"}, "name of a library", ""},
		"name of the standard":    {"from random import X\nns = 'team-a'", map[string]string{"random": "X = 1"}, "name of a library", ""},
		"name of Airflow":         {"from airflow.common import X\nns = 'team-a'", map[string]string{"airflow.common": "X = 1"}, "name of a library", ""},
		"name of a tenant":        {"from team_a.common import X\nns = 'team-a'", map[string]string{"team_a.common": "X = 1"}, "of a tenant", ""},
		"name beside the tenant":  {"from dags.common import X\nns = 'team-a'", map[string]string{"dags.common": "X = 1"}, "of a tenant", ""},
		"module hidden by a name": {"from lib import common\nns = common", map[string]string{"lib.__init__": "common = 'team-a'", "lib.common": ""}, "another object too", ""},
		"name hidden by a module": {"import lib.common\nns = lib.common", map[string]string{"lib.__init__": "common = 'team-a'", "lib.common": ""}, "", ""},
		"no package":              {"from a.b import X\nns = 'team-a'", map[string]string{"a": "", "a.b": "X = 1"}, "is no package", ""},
		"package not certain":     {"from lib.a import X\nns = 'team-a'", map[string]string{"lib.__init__": "?", "lib.a": "X = 1"}, "not certain", ""},
		"package runs code":       {"from lib.a import X\nns = 'team-a'", map[string]string{"lib.__init__": "import os\nos.system('id')", "lib.a": "X = 1"}, "os.system", ""},
		"only a folder":           {"import lib\nns = 'team-a'", map[string]string{"lib.a": "X = 1"}, "no __init__.py", ""},
		"star of unknown names":   {"from a import *\nns = 'team-a'", map[string]string{"a": "import os\n__all__ = [os.getcwd()]"}, "", ""},
		"star of a missing name":  {"from a import *\nns = 'team-a'", map[string]string{"a": "__all__ = ['X']"}, "binds no name X", ""},
		"star of the internals":   {"from a import *\nns = 'team-a'", map[string]string{"a": "__all__ = ['__version__', '__name__']\n__version__ = '1'"}, "binds no name __name__", ""},
		"relative beyond the top": {"from lib.a import X\nns = 'team-a'", map[string]string{"lib.a": "from ...b import X"}, "not executed", ""},
		"code handed to Airflow":  {"from a import f\nns = 'team-a'\nwith dag:\n    KubernetesPodOperator(task_id='c', on_failure_callback=f)", map[string]string{"a": "import os\ndef f(c):\n    os.system('id')"}, "code is handed", ""},
		"module as an argument":   {"import a\nns = a", map[string]string{"a": ""}, "code is handed", ""},
		"text of a module":        {"import a\nns = f'{a}'", map[string]string{"a": ""}, "", ""},
		"internals of a module":   {"import a\nns = a.__dict__['X']", map[string]string{"a": "X = 'team-a'"}, "internals", ""},
		"harmful function called": {"from a import f\nf()\nns = 'team-a'", map[string]string{"a": "import os\ndef f():\n    os.system('id')"}, "os.system", ""},
		"library of a module":     {"import a\na.os.system('id')\nns = 'team-a'", map[string]string{"a": "import os"}, "os.system", ""},
		"import at the same place": {"import os\nfrom a import f\nf()\nns = 'team-a'",
			map[string]string{"a": strings.Repeat("#", len(prologue)-11) + "\ndef f():\n    import subprocess"}, "subprocess", ""},
		"encoding":     {"from a import X\nns = 'team-a'", map[string]string{"a": "é = 1\nX = 1"}, "plain form", ""},
		"a decorator":  {"from a import g\nns = 'team-a'", map[string]string{"a": "from airflow.decorators import task_group\n@task_group\ndef g():\n    pass"}, "decorated", ""},
		"an operator":  {"from a import X\nns = 'team-a'", map[string]string{"a": "from airflow.operators.bash import BashOperator\nX = BashOperator(task_id='x', bash_command='id')"}, "", ""},
		"not unpacked": {"import a\nx, y = a\nns = 'team-a'", map[string]string{"a": ""}, "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out := withModules(t, prologue+c.source+launch, c.modules)
			if out.Declarative {
				t.Fatalf("it is declarative")
			}
			if !strings.Contains(problems(out), c.reason) {
				t.Errorf("the reason %q is not among: %s", c.reason, problems(out))
			}
			if c.want != "" && namespaces(out) != c.want {
				t.Errorf("namespaces %q, want %q", namespaces(out), c.want)
			}
			last := strings.Count(prologue+c.source+launch, "\n") + 1
			for _, u := range out.Unknowns {
				if u.Span.Start.Line > last {
					t.Errorf("%s stands at line %d of another file", u.Reason, u.Span.Start.Line)
				}
			}
		})
	}
}

// TestModuleMutationIsAnEffect holds that what a module shares with other files is not changed unseen.
func TestModuleMutationIsAnEffect(t *testing.T) {
	for _, source := range []string{"import common\ncommon.NS = 1\n", "from common import L\nL.append(1)\n"} {
		out := withModules(t, source, map[string]string{"common": "NS = 0\nL = []"})
		if len(out.Effects) != 1 || out.Effects[0].Kind != "mutation" || !strings.HasPrefix(out.Effects[0].Target, "common") || out.Effects[0].Span.Start.Line != 2 {
			t.Errorf("%q has the effects %v", source, out.Effects)
		}
	}
}

// TestModuleBudgets holds that modules share one budget: neither many importers of one module nor
// long chains multiply work.
func TestModuleBudgets(t *testing.T) {
	t.Run("a diamond of many levels runs each module once", func(t *testing.T) {
		modules := map[string]string{}
		for level := range 12 {
			next := fmt.Sprintf("import a%d, b%d\n", level+1, level+1)
			modules[fmt.Sprint("a", level)], modules[fmt.Sprint("b", level)] = next, next
		}
		modules["a12"], modules["b12"] = "X = [i for i in range(1000)]", "X = [i for i in range(1000)]"
		out := withModules(t, "import a0, b0\n", modules)
		if !out.Declarative {
			t.Error(problems(out))
		}
	})
	t.Run("work adds up", func(t *testing.T) {
		modules := map[string]string{}
		source := ""
		for i := range 100 {
			modules[fmt.Sprint("m", i)] = "X = [i for i in range(5000)]"
			source += fmt.Sprintf("import m%d\n", i)
		}
		out := withModules(t, source, modules)
		if out.Declarative || !strings.Contains(problems(out), "more steps") {
			t.Error(problems(out))
		}
	})
	t.Run("a long chain ends", func(t *testing.T) {
		modules := map[string]string{}
		for i := range 1000 {
			modules[fmt.Sprint("m", i)] = fmt.Sprintf("import m%d\n", i+1)
		}
		out := withModules(t, "import m0\n", modules)
		if out.Declarative || !strings.Contains(problems(out), "not declarative") {
			t.Error(problems(out))
		}
	})
	t.Run("many modules end", func(t *testing.T) {
		modules := map[string]string{}
		source := ""
		for i := range 1000 {
			modules[fmt.Sprint("m", i)] = ""
			source += fmt.Sprintf("import m%d\n", i)
		}
		out := withModules(t, source, modules)
		if out.Declarative || !strings.Contains(problems(out), "more modules") {
			t.Error(problems(out))
		}
	})
}

// TestModuleDigest holds that the digest follows what a module says and not how it is laid out.
func TestModuleDigest(t *testing.T) {
	digest := func(module string) string {
		return withModules(t, prologue+"from common import f\nns = f()"+launch, map[string]string{"common": module}).Digest
	}
	first := digest("def f():\n    return 'team-a'\n")
	if digest("# A comment.\ndef f():\n\n    return ('team-a')\n") != first {
		t.Error("the layout of a module changes the digest")
	}
	for _, module := range []string{"def f():\n    return 'team-b'\n", "def f():\n    return 'team-' + 'a'\n", "X = 1\ndef f():\n    return 'team-a'\n", "import os\nos.system('id')\ndef f():\n    return 'team-a'\n"} {
		if digest(module) == first {
			t.Errorf("the digest is the same with the module %q", module)
		}
	}
}

// TestModulesAreAskedFor holds that a judgement is remembered with every module it rests on.
func TestModulesAreAskedFor(t *testing.T) {
	file, err := python.Parse([]byte("from lib import common\nimport lib.other as o\nx = lib2.y\nfrom lib import NS\n"), python.Options{Version: 13})
	if err != nil {
		t.Fatal(err)
	}
	empty, _ := python.Parse([]byte("from deep import x\nNS = 1\n"), python.Options{Version: 13})
	asked := map[string]bool{}
	config := testConfig()
	config.OwnModule = func(module string) bool { asked[module] = true; return true }
	config.LoadModule = func(module string) *Module {
		if !asked[module] {
			t.Errorf("%s is loaded and was not asked for", module)
		}
		return &Module{Path: module + ".py", File: empty, Package: module == "lib" || module == "deep"}
	}
	Evaluate(file, "dags/x.py", config, &facts.File{})
	for _, name := range []string{"lib", "lib.common", "lib.other", "lib.NS", "deep", "deep.x"} {
		if !asked[name] {
			t.Errorf("%s was not asked for", name)
		}
	}
}
