package eval

import (
	"strings"
	"testing"
)

// TestInstead holds that each reason with an alternative is given for a construct, and that what it says to write is proved.
func TestInstead(t *testing.T) {
	const variable = "from airflow.models import Variable\nv = Variable.get('x')\n"
	reasons := map[string]string{
		"a statement that raises is not executed":                                               "raise ValueError|x = 1\nif x > 2:\n    raise ValueError",
		"a `try` statement is not executed: which of its parts run is not known":                "try:\n    x = {}['a']\nexcept Exception:\n    x = 'b'|try:\n    x = {}['a']\nexcept KeyError:\n    x = 'b'",
		"which case of a `match` statement runs is not known":                                   variable + "match v:\n    case 'b':\n        x = 1|match ['a', 'c']:\n    case 'b':\n        x = 1\n    case ['a', x]:\n        y = x",
		"a `while` loop whose condition is not known is not executed":                           variable + "while v:\n    pass|for x in range(3):\n    pass",
		"a type alias is not executed":                                                          "type T = int|T = dict[str, str]",
		reasonGenerator:                                                                         "def f():\n    yield 'a'\nx = f()|def f():\n    yield 'a'\nx = list(f())\nfor y in f():\n    z = y",
		"a generator that is not consumed at once runs later":                                   "x = (c for c in 'ab')|x = [c for c in 'ab']",
		"an iterator that is not consumed at once":                                              "x = enumerate('ab')|x = list(enumerate('ab'))",
		"a view of a dict that is not consumed at once":                                         "x = {'a': 1}.items()|x = list({'a': 1}.items())",
		"a decorator that is not on the closed list":                                            "@print\ndef f():\n    return 1|import functools\ndef g(f):\n    @functools.wraps(f)\n    def h(*a):\n        return f(*a) + 1\n    return h\n@g\n@functools.cache\ndef f():\n    return 1\nx = f()",
		"a context manager other than a DAG or a task group":                                    "with 'a':\n    pass|def g():\n    return DAG('team-a.y', start_date=datetime(2024, 1, 1))\nwith g():\n    pass",
		"a context manager of which nothing is known":                                           "with undefined():\n    pass|from airflow.utils.task_group import TaskGroup\ndef g():\n    return TaskGroup('g')\nwith dag:\n    with g():\n        pass",
		"the condition is not known, and its branches leave behind different objects":           variable + "if v:\n    x = ['a']\nelse:\n    x = 'a'|" + variable + "if v:\n    x = ['a']\nelse:\n    x = ['b']",
		"which of the two objects is the result is not known":                                   variable + "x = ['a'] if v else 'a'|" + variable + "x = ['a'] if v else ['b']",
		"control leaves the block under a condition that is not known":                          variable + "def f():\n    if v:\n        return 'a'\n    return 'b'\nx = f()|" + variable + "def f():\n    if v:\n        x = 'a'\n    else:\n        x = 'b'\n    return x\nx = f()",
		"the order of a set is not known":                                                       "for x in {'a', 'b'}:\n    pass|for x in sorted({'a', 'b'}):\n    pass",
		"an assertion that is not known to hold":                                                variable + "assert v|assert 1 < 2",
		"a slice is changed":                                                                    "a = ['a']\na[0:1] += ['b']|a, b = ['a', 'c', 'd'], ['b']\na = a[:1] + b + a[2:]",
		"a container is changed in place in a way that is not executed":                         "a = ['a']\na *= 2\n|a = ['a']\na = a * 2",
		"a list is changed at an index that is not known":                                       variable + "a = ['a']\na[len(v)] = 'b'|a = ['a']\na = [x + 'b' for x in a]",
		"`del` of something other than a name, a key or an index that is there is not executed": "a = ['a', 'b']\ndel a[:1]|a = ['a', 'b']\na = a[1:]",
	}
	calls := map[string]string{
		"collections.deque":    "from collections import deque\nx = deque()|x = []\nx.append('a')\nx.pop(0)",
		"collections.ChainMap": "from collections import ChainMap\nx = ChainMap({}, {})|defaults, own = {'a': 1}, {'a': 2}\nx = {**defaults, **own}",
		"textwrap.fill":        "import textwrap\nx = textwrap.fill('a')|x = 'a'",
		"uuid.uuid5":           "import uuid\nx = uuid.uuid5('a', 'b')|x = 'a'",
		"re.compile":           "import re\nx = re.compile('(?i)a+')|x = 'cab'.replace('a', '-').split('-')",
		"re.match":             "import re\nx = re.match('(?i)a', 'ab')|x = 'ab'.startswith('a')",
		"re.search":            "import re\nx = re.search('(?i)a', 'ab')|x = 'a' in 'ab'",
		"re.fullmatch":         "import re\nx = re.fullmatch('(?i)a', 'ab')|x = 'a' == 'ab'",
		"re.split":             "import re\nx = re.split(',', 'a,b')|x = 'a,b'.split(',')",
		"re.findall":           "import re\nx = re.findall('a', 'ab')|x = 'a b'.split()",
		"yaml.safe_load":       "import yaml\nx = yaml.safe_load('a: 1')|x = {'a': 1}",
		"yaml.dump":            "import yaml\nx = yaml.dump({'a': 1})|import json\nx = json.dumps({'a': 1})",
		"time.sleep":           "import time\ntime.sleep(1)|x = 1",
		"builtins.iter":        "x = iter(['a'])|x = ['a']",
		"builtins.next":        "x = next(['a'])|x = ['a'][0]",
		"builtins.vars":        "x = vars({})|from dataclasses import dataclass, asdict\n@dataclass\nclass J:\n    n: str\nx = asdict(J('a'))",
	}
	if len(reasons) != len(insteadOf) || len(calls) != len(insteadOfCall) {
		t.Errorf("%d and %d samples of %d and %d alternatives", len(reasons), len(calls), len(insteadOf), len(insteadOfCall))
	}
	check := func(instead, samples string) {
		t.Helper()
		refused, written, _ := strings.Cut(samples, "|")
		if strings.HasPrefix(samples, "a = {'a'}") {
			refused, written, _ = strings.Cut(samples, "\n|")
		}
		if out := run(t, prologue+refused+"\n"); instead == "" || !strings.Contains(problems(out), "; "+instead) {
			t.Errorf("%q is not said of:\n%s\n%s", instead, refused, problems(out))
		}
		if out := run(t, prologue+written+"\n"); !out.Declarative {
			t.Errorf("what %q says is not proved:\n%s\n%s", instead, written, problems(out))
		}
	}
	for reason, samples := range reasons {
		check(insteadOf[reason], samples)
	}
	for name, samples := range calls {
		check(insteadOfCall[name], samples)
	}
}
