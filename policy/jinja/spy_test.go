package jinja

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestAllowedTemplatesAskOnlyForWhatIsListed makes random templates, renders those that Check
// allows with Jinja and objects that write down what is asked of them, and holds that nothing
// but the list was: a value cannot be taken for another on the way through filters, loops,
// conditions and assignments.
func TestAllowedTemplatesAskOnlyForWhatIsListed(t *testing.T) {
	if err := exec.Command("python3", "-c", "import jinja2").Run(); err != nil {
		t.Skip("python3 with jinja2 is not installed: pip install jinja2")
	}
	g := &writer{random: rand.New(rand.NewPCG(11, 4))}
	var allowed []string
	made := 0
	for ; len(allowed) < 3000 && made < 400_000; made++ {
		if text := g.template(); Check(text).Allowed {
			allowed = append(allowed, text)
		}
	}
	input, err := json.Marshal(allowed)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("python3", "-W", "ignore", "testdata/spy.py")
	command.Stdin, command.Stderr = bytes.NewReader(input), os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("run python3 testdata/spy.py: %v", err)
	}
	var asked [][]string
	if err := json.Unmarshal(output, &asked); err != nil {
		t.Fatal(err)
	}
	total, shown := 0, 0
	for i, names := range asked {
		for _, name := range names {
			total++
			if !expected(name) {
				if shown++; shown <= 20 {
					t.Errorf("%q is allowed, and asks for %s", allowed[i], name)
				}
			}
		}
	}
	t.Logf("%d templates made, %d allowed and rendered, which asked %d times", made, len(allowed), total)
	if len(allowed) < 1000 || total < 500 {
		t.Errorf("only %d templates and %d names: the test says little", len(allowed), total)
	}
}

// expected says whether a name that rendering asked for is on the list.
func expected(name string) bool {
	if method, ok := strings.CutPrefix(name, "date."); ok {
		_, listed := dateMethods[method]
		return listed || dateFields[method] || dateMachinery[method]
	}
	path, called := strings.CutSuffix(name, "()")
	v, ok := listed(path)
	if called {
		_, function := functions[path]
		return function || strings.HasSuffix(path, ".xcom_pull") || path == "var.value.get" || path == "var.json.get"
	}
	return ok && v.kind != bad
}

// dateMachinery is what Python's own operators and strftime ask of a date.
var dateMachinery = set("utcoffset fold timetuple")

// writer makes random templates.
type writer struct{ random *rand.Rand }

func (w *writer) pick(list ...string) string { return list[w.random.IntN(len(list))] }

func (w *writer) template() string {
	switch w.random.IntN(6) {
	case 0:
		return fmt.Sprintf("{%% set v = %s %%}{{ %s }}", w.expr(2), w.tail("v", 2))
	case 1:
		return fmt.Sprintf("{%% for v in %s %%}{{ %s }}{%% endfor %%}", w.expr(2), w.tail("v", 2))
	case 2:
		return fmt.Sprintf("{%% if %s %%}{{ %s }}{%% else %%}{{ %s }}{%% endif %%}", w.expr(2), w.expr(2), w.expr(1))
	case 3:
		return fmt.Sprintf("{%% with v = %s, u = %s %%}{{ %s }}{%% endwith %%}", w.expr(1), w.expr(1), w.tail(w.pick("u", "v"), 2))
	}
	return "{{ " + w.expr(3) + " }}"
}

func (w *writer) atom() string {
	return w.pick("ds", "params", "params.x", "params.list", "dag_run", "dag_run.conf", "ti", "task", "dag", "macros", "macros.datetime(2024, 1, 2)",
		"macros.timedelta(days=1)", "logical_date", "execution_date", "var", "var.value.k", "conn", "conf", "'text'", "'__class__'", "'tzinfo'", "1",
		"run_id", "ti.xcom_pull(task_ids='a')", "dag.dag_id", "ti.start_date", "macros.ds_add(ds, 1)", "{}", "[]", "none", "true")
}

func (w *writer) expr(depth int) string {
	if depth == 0 || w.random.IntN(5) == 0 {
		return w.tail(w.atom(), 1)
	}
	next := func() string { return w.expr(depth - 1) }
	switch w.random.IntN(12) {
	case 0:
		return next() + w.pick(" or ", " and ", " ~ ", " + ", " - ", " % ", " == ", " in ") + next()
	case 1:
		return "(" + next() + " if " + next() + " else " + next() + ")"
	case 2:
		return "[" + next() + ", " + next() + "]"
	case 3:
		return "{'a': " + next() + "}"
	case 4:
		return "(" + next() + ")" + w.pick("['a']", "[0]", "['tzinfo']", "[1:]", ".a", ".tzinfo", ".get('a')", ".values()", ".items()")
	case 5:
		return "(not " + next() + ")"
	case 6:
		return "'{} {}'.format(" + next() + ", " + next() + ")"
	case 7:
		return "(" + next() + " is " + w.pick("defined", "none", "string", "mapping", "not none") + ")"
	}
	return w.tail("("+next()+")", 2)
}

func (w *writer) tail(text string, most int) string {
	for range w.random.IntN(most + 1) {
		switch w.random.IntN(4) {
		case 0, 1:
			text += "." + w.pick("x", "y", "year", "tzinfo", "uuid", "dag", "task", "conf", "session", "dag_id", "run_id", "value", "json", "start_date", "strftime('%Y')",
				"get('x')", "get('z', ti)", "items()", "values()", "upper()", "replace('a', 'b')", "isoformat()", "add(days=1)", "date()", "resolution", "min", "max", "xcom_pull('a')", "get_dagrun()", "timetz()")
		case 2:
			text += " | " + w.pick("default(ti)", "default(logical_date)", "default('x')", "list", "first", "last", "string", "tojson", "join(',')", "upper", "sort", "unique", "reverse", "max", "min", "items", "ds", "length", "attr('tzinfo')", "map('upper')", "dictsort")
		case 3:
			text += w.pick("[0]", "['x']", "['tzinfo']", "[1:]", "[-1]")
		}
	}
	return text
}
