package eval

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// dag is one DAG object.
type dag struct {
	index    int
	symbol   facts.Symbol
	id       value
	args     []keyword
	exported facts.Arguments
	stamp    uint32
	defaults defaults
	copied   value   // default_args as the file can read them; unbound until it does
	params   []value // dicts of parameters, which Airflow keeps
	own      []value // what the parameters of a decorated function hold, which are parameters of the DAG too
	node     python.Node
}

// dagArguments are the keywords of DAG that hold data and widen nothing. Others are unknowns: they
// add code, extend what templates may read, or change who may do what.
var dagArguments = set("dag_id", "description", "schedule", "schedule_interval", "timetable", "start_date", "end_date", "default_args",
	"concurrency", "max_active_tasks", "max_active_runs", "dagrun_timeout", "catchup", "tags", "doc_md", "params",
	"is_paused_upon_creation", "default_view", "orientation", "render_template_as_native_obj", "owner_links",
	"auto_register", "fail_stop", "fail_fast", "dag_display_name", "max_consecutive_failed_dag_runs", "template_undefined",
	"disable_bundle_versioning", "on_failure_callback", "on_success_callback", "sla_miss_callback", "user_defined_macros", "user_defined_filters")

// dagNothing are others whose default is None in every version that has them: given None, they say nothing.
var dagNothing = set("template_searchpath", "jinja_environment_kwargs", "access_control", "deadline", "allowed_run_types",
	"rerun_with_latest_version", "full_filepath", "user_defined_macros", "user_defined_filters")

func saysNothing(k keyword) bool { return k.value.kind == noneKind && dagNothing[k.name] }

func (e *evaluator) newDAG(c *site) value {
	args := append([]keyword(nil), c.kw...)
	for i, v := range c.pos {
		if i > 1 {
			e.unknown(c.node, codeArgument, "a positional argument whose meaning differs between versions of Airflow")
			break
		}
		args = append(args, keyword{[]string{"dag_id", "description"}[i], v, e.here(c.node.Span)})
	}
	return e.buildDAG(c, args)
}

func (e *evaluator) buildDAG(c *site, args []keyword) value {
	if !e.count(c.node) {
		return value{kind: unknownKind, s: "more DAGs and tasks than the interpreter builds"}
	}
	d := &dag{index: len(e.dags), symbol: c.symbol, args: args, node: e.anchor(c.node), id: value{kind: unbound}}
	e.dags = append(e.dags, d)
	for _, k := range args {
		switch k.name {
		case "dag_id":
			d.id = k.value
			e.plainID("DAG.dag_id", k.value, k.span)
		case "default_args":
			d.defaults = e.newDefaults(k)
		case "template_undefined", "user_defined_macros", "user_defined_filters":
			if saysNothing(k) {
				continue
			}
			e.unknown(c.node, codeArgument, "the argument "+k.name+" adds code to templates")
		}
		if !dagArguments[k.name] && !saysNothing(k) {
			e.unknown(c.node, codeArgument, "the DAG argument "+k.name+" is not on the closed list")
		}
		e.callables(k.name, k.value, k.span)
		if k.name != "params" {
			e.notData(k)
		} else {
			e.dataParams(k.value, k.span)
		}
	}
	for _, k := range args {
		switch k.name {
		case "params":
			e.paramsFit(d, k.value, k.span)
		case "schedule", "schedule_interval", "timetable":
			e.scheduleFits(k)
		case "start_date":
			e.startFits(k.value, k.span)
		}
	}
	for i, key := range d.defaults.keys {
		switch key.s {
		case "params":
			e.paramsFit(d, d.defaults.items[i], d.defaults.span)
			if given, ok := findKeyword(args, "params"); ok && given.kind != noneKind {
				// params.update(self.default_args["params"]) in DAG.__init__, of the dict that the file has too.
				e.unknown(c.node, codeMutation, "Airflow puts the params of default_args into the dict that is given as params")
			}
		case "start_date":
			e.startFits(d.defaults.items[i], d.defaults.span)
		}
	}
	d.exported, d.stamp = e.exportArguments(args, d.symbol.Canonical), e.clock
	for _, k := range args {
		e.dagTemplates(k.name, k.value, k.span)
	}
	return value{kind: dagKind, o: &object{dag: d}}
}

func findKeyword(args []keyword, name string) (value, bool) {
	for _, k := range args {
		if k.name == name {
			return k.value, true
		}
	}
	return value{}, false
}

// notData records an argument that holds an Airflow object where data belongs.
func (e *evaluator) notData(k keyword) {
	if k.value.kind == unknownKind || e.data(k.value) {
		return
	}
	switch k.value.kind {
	case dagKind, groupKind, taskKind, partialKind, eitherKind:
		e.unknown(&python.Keyword{Span: k.span}, codeArgument, "the argument "+k.name+" is not data")
	}
}

// plainID records an id that Airflow may take and should not have: with a brace, because the text of a DAG, task
// or group shows it (Airflow refuses it); with a line break at the end, which its pattern takes; with a
// character that some databases do not store in an id; or with any other that Airflow refuses only in some ids and versions:
// not in those of mapped tasks and, in older ones, of groups.
func (e *evaluator) plainID(field string, v value, span python.Span) {
	switch v.kind {
	case strKind, choiceKind, prefixKind, opaqueKind, unknownKind, unbound: // that it is known is looked at elsewhere
	default:
		e.unknownField(field, span, "an id is a text")
	}
	for _, id := range texts(v) {
		if strings.ContainsFunc(id, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.-", r)
		}) {
			e.unknownField(field, span, "a character other than letters, digits, underscores, dots and hyphens")
		}
		if strings.Contains(id, brace) {
			e.unknownField(field, span, "a brace may begin a template where the id is shown")
		}
		if id != "" && strings.Trim(id, ".") == "" {
			e.unknownField(field, span, "it is the name of the folder that holds the logs, or the one around it")
		}
		if strings.ContainsFunc(id, func(r rune) bool { return unicode.IsControl(r) || r > 0xFFFF }) {
			e.unknownField(field, span, "a character that not every database stores in an id")
		}
	}
	if idLength(v) > maxID {
		e.unknownField(field, span, "it is so long that the names of the rights to the DAG, which begin with a word, are not stored")
	}
}

// maxID bounds the id of a task with those of its groups. Airflow measures each of them and not the whole, which the
// scheduler stores in a column of 250 characters; what it adds to an id that is taken already needs room too. So does
// `DAG Run:`, with which the name of a right to a DAG begins in a column as wide.
const maxID = 240

// idLength is the most characters of an id.
func idLength(v value) int {
	longest := 0
	for _, id := range texts(v) {
		longest = max(longest, utf8.RuneCountInString(id))
	}
	return longest
}

// noObjects records an object among the parameters that a template may read. A template may take any attribute
// of a parameter, so of a task it reaches the hook and with it the credentials of the worker; and what the allow
// list takes for a method of text, `replace`, moves a file when it is a path's. Older Airflow only warns of such
// parameters, newer ones are data of JSON.
func (e *evaluator) noObjects(v value, span python.Span) {
	budget := maxWalk
	if holdsObject(v, 0, &budget) {
		e.unknown(&python.Keyword{Span: span}, codeArgument, "a parameter of the DAG holds an object, which is no data of JSON")
	}
	e.charge((maxWalk - budget) / 8)
}

// dataParams looks at what is given as the parameters of a DAG or task.
func (e *evaluator) dataParams(v value, span python.Span) {
	switch v.kind {
	case noneKind, opaqueKind, unknownKind:
		e.noObjects(v, span)
	case dictKind:
		e.noObjects(v, span)
		for _, key := range v.o.keys {
			if !isText(key) || len(key.s) > maxID {
				e.unknown(&python.Keyword{Span: span}, codeArgument, "the name of a parameter is no text, or a very long one")
			}
		}
	default:
		e.unknown(&python.Keyword{Span: span}, codeArgument, "the parameters of a DAG or task are not known to be a dict")
	}
}

func holdsObject(v value, depth int, budget *int) bool {
	*budget--
	if depth > maxNesting || *budget < 0 {
		return true
	}
	switch v.kind {
	case dagKind, groupKind, taskKind, partialKind, eitherKind:
		return true
	case opaqueKind:
		return v.n&(opaqueXCom|opaqueLate) != 0 // these know their task, or their DAG
	case objectKind:
		switch v.o.typ {
		case typeDatetime, typeDate, typeTimedelta, typeTimezone, typeParam:
		default:
			return true
		}
	case listKind, tupleKind, setKind, dictKind:
	default:
		return false
	}
	for _, item := range v.o.items {
		if holdsObject(item, depth+1, budget) {
			return true
		}
	}
	return false
}

func (e *evaluator) count(at python.Node) bool {
	e.made++
	if e.made > e.limits.Tasks {
		e.exhaust(at, "the file builds more DAGs and tasks than the interpreter follows")
		return false
	}
	return true
}

func (e *evaluator) currentDAG() *dag {
	if n := len(e.contexts); n > 0 {
		return e.contexts[n-1].dag
	}
	return nil
}

// openDAG enters a DAG. Airflow 2 leaves a group that is open around it open, and with it the group's
// default_args (TaskGroupContext.get_current_task_group).
func (e *evaluator) openDAG(d *dag, at python.Node) {
	g := e.currentGroup()
	if g != nil {
		e.unknown(at, codeStatement, "a DAG is opened inside a task group, whose default_args may reach its tasks")
	}
	e.contexts = append(e.contexts, opened{dag: d, group: g})
}

func (e *evaluator) with(s *python.With) completion {
	if s.Async {
		e.unknown(s, codeStatement, "`async with` is not executed")
		e.readStmt(s, e.scope, e.phase)
		return normal
	}
	depth := len(e.contexts)
	for _, item := range s.Items {
		v := e.eval(item.Context)
		switch v.kind {
		case dagKind:
			e.openDAG(v.o.dag, item.Context)
		case groupKind:
			// Entering a group leaves the open DAG what it is.
			e.contexts = append(e.contexts, opened{dag: e.currentDAG(), group: v.o.group})
		case unknownKind:
			e.unknown(item.Context, codeStatement, "a context manager of which nothing is known")
		default:
			e.unknown(item.Context, codeStatement, "a context manager other than a DAG or a task group")
			v = value{kind: unknownKind, s: "entered by `with`"}
		}
		if item.Vars != nil {
			e.assign(item.Vars, v)
		}
	}
	end := e.block(s.Body)
	e.contexts = e.contexts[:depth]
	return end
}

// decoratedDAG is a call of a function under @dag.
func (e *evaluator) decoratedDAG(f *function, c *site) value {
	d := &site{node: c.node, symbol: f.symbol, name: f.symbol.Name}
	var args []keyword
	if f.with != nil {
		args = append(args, f.with.kw...)
		for i, v := range f.with.pos {
			if i > 1 {
				e.unknown(f.with.node, codeArgument, "a positional argument whose meaning differs between versions of Airflow")
				break
			}
			args = append(args, keyword{[]string{"dag_id", "description"}[i], v, f.with.node.Span})
		}
	}
	if _, ok := findKeyword(args, "dag_id"); !ok {
		args = append(args, keyword{"dag_id", e.because(strValue(f.name), f.name, f.node.NameSpan), f.node.NameSpan})
	}
	if _, ok := findKeyword(args, "doc_md"); !ok {
		if doc, span, ok := docstring(f.node.Body); ok {
			args = append(args, keyword{"doc_md", doc, span})
		}
	}
	made := e.buildDAG(d, args)
	if made.kind != dagKind {
		return made
	}
	e.openDAG(made.o.dag, c.node)
	e.inline(f, c, func(local *scope) {
		// Airflow hands the function stand-ins for the parameters of the run.
		for _, name := range slices.Sorted(maps.Keys(local.vars)) {
			given := local.vars[name]
			made.o.dag.own = append(made.o.dag.own, given)
			e.noObjects(given, f.node.NameSpan)
			e.paramsFit(made.o.dag, e.dict([]value{strValue(name)}, []value{given}), f.node.NameSpan)
			e.setVar(local, name, e.because(opaque("a parameter of the DAG", opaqueLate), name, f.node.NameSpan))
		}
	})
	e.contexts = e.contexts[:len(e.contexts)-1]
	return made
}

// overwrite keeps the facts of a DAG or task in step with an attribute that is changed, so that a
// rule sees the later value. The change itself is an unknown.
func (e *evaluator) overwrite(base value, name string, v value) {
	if base.kind == taskKind {
		base.o.task.exported.Set(name, e.exportNew(v))
		e.callables(name, v, python.Span{})
		return
	}
	base.o.dag.exported.Set(name, e.exportNew(v))
	if name == "dag_id" {
		base.o.dag.id = v
	}
}

// finishDAGs writes the facts of the DAGs.
func (e *evaluator) finishDAGs() {
	for _, d := range e.dags {
		e.reexport(d.exported, d.args, d.stamp, d.symbol.Canonical)
		for _, params := range d.params {
			if e.clock > d.stamp && e.deepVersion(params) > d.stamp {
				e.paramProblems(params, d.node.Range())
			}
		}
		e.exportOwn(d)
		fact := facts.DAG{ID: facts.Value{State: facts.Absent}, Arguments: d.exported, Span: e.span(d.node.Range())}
		if id, ok := d.exported.Get("dag_id"); ok {
			fact.ID = *id
		}
		fact.Schedule = facts.Value{State: facts.Absent}
		for _, name := range scheduleArguments {
			if v, ok := d.exported.Get(name); ok {
				fact.Schedule = *v
			}
			if v, ok := findKeyword(d.args, name); ok {
				fact.IntervalSeconds = shortestInterval(v)
			}
		}
		e.out.DAGs = append(e.out.DAGs, fact)
	}
}

// exportOwn shows a Param that a decorated function has for a default beside those of the argument `params`, because
// Airflow shows both in one form. Plain data has no description, and is the default of a parameter alone.
func (e *evaluator) exportOwn(d *dag) {
	var shown []facts.Value
	for _, given := range d.own {
		if given.kind == objectKind && given.o.typ == typeParam {
			shown = append(shown, *e.exportNew(given))
		}
	}
	if len(shown) == 0 {
		return
	}
	if given, ok := d.exported.Get("params"); ok {
		shown = append(shown, *given)
	}
	d.exported.Set("params", &facts.Value{State: facts.Choice, Values: shown})
}
