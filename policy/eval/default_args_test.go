package eval

import "testing"

// `dag.default_args` is the copy that the DAG took.
func TestDefaultArgsOfADAG(t *testing.T) {
	const given = "a = {'namespace': 'team-a', 'n': 'x', 'l': ['y'], 'start_date': datetime(2024, 1, 1)}\nd = DAG('team-a.d', default_args=a)\n"
	for name, c := range map[string]struct{ source, want string }{
		"member":            {"ns = d.default_args['n']", "x"},
		"get":               {"ns = d.default_args.get('n', 'z')", "x"},
		"absent":            {"ns = d.default_args.get('m', 'z')", "z"},
		"nested":            {"ns = d.default_args['l'][0]", "y"},
		"test":              {"ns = 'a' if 'l' in d.default_args else 'b'", "a"},
		"of a with":         {"with d as e:\n    ns = e.default_args['n']", "x"},
		"none given":        {"ns = DAG('team-a.e').default_args.get('n', 'z')", "z"},
		"a copy may change": {"c = dict(d.default_args)\nc['n'] = 'w'\nns = c['n'] + d.default_args['n']", "wx"},
		"another object":    {"ns = 'same' if d.default_args is a else 'other'", "other"},
	} {
		out := run(t, prologue+given+c.source+launch)
		if got := namespaces(out); got != c.want || !out.Declarative {
			t.Errorf("%s: namespace %q, want %q; declarative %v: %s", name, got, c.want, out.Declarative, problems(out))
		}
	}
	for name, source := range map[string]string{
		"changed":               "d.default_args['namespace'] = 'team-b'",
		"updated":               "d.default_args.update(namespace='team-b')",
		"replaced":              "d.default_args = {}",
		"nested changed":        "d.default_args['l'].append('z')",
		"changed by a helper":   "def f(x):\n    x['namespace'] = 'team-b'\nf(d.default_args)",
		"given changed before":  "a['n'] = 'team-b'\nns = d.default_args['n']",
		"given changed after":   "x = d.default_args\na['l'].append('z')\nns = x['l'][-1]",
		"shared changed after":  "x = d.default_args['l']\na['l'][0] = 'z'\nns = x[0]",
		"a date":                "ns = d.default_args['start_date'].isoformat()",
		"in place":              "d.default_args |= {'namespace': 'team-b'}",
		"with parameters":       "e = DAG('team-a.e', default_args={'params': {'x': 1}, 'n': 'x'})\nns = e.default_args['n']",
		"not known":             "import os\ne = DAG('team-a.e', default_args={'n': 'x', **os.environ})\nns = e.default_args['n']",
		"cached and changed":    "x = d.default_args['n']\na['n'] = 'team-b'\nns = d.default_args['n']",
		"identity of a nested":  "ns = 'x' if d.default_args['l'] is a['l'] else 'y'\nd.default_args.clear()",
		"of one of two":         "import os\ne = d if os.getenv('X') else dag\nns = e.default_args['n']",
		"handed on and changed": "e = DAG('team-a.e', default_args=d.default_args)\nd.default_args['namespace'] = 'team-b'",
	} {
		if out := run(t, prologue+given+"ns = 'team-a'\n"+source+launch); out.Declarative {
			t.Errorf("%s: declarative", name)
		}
	}
}
