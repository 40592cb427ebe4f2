package eval

import (
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
	node     python.Node
}

// group is one TaskGroup object.
type group struct {
	dag      *dag
	defaults defaults
	// id is its id with those of the groups around it, empty when that is not known for certain. It begins the
	// ids of its tasks unless bare is set.
	id   string
	bare bool
	// length is the most characters of its id with those of the groups around it.
	length int
}

// childID is the id of what is in a group under a name; empty when that is not known.
func (g *group) childID(name value) string {
	switch {
	case g == nil:
		return name.s
	case name.kind != strKind || name.n != 0 || g.id == "":
		return ""
	case g.bare:
		return name.s
	}
	return g.id + "." + name.s
}

// defaults are default_args as Airflow keeps them: a copy made when the DAG is built.
type defaults struct {
	given   bool
	unknown bool // the dict is not known
	keys    []value
	items   []value
	source  *object // the dict that was given
	version uint32  // of its content when it was given
	span    python.Span
}

// dagArguments are the keywords of DAG that hold data and widen nothing. Others are unknowns: they
// add code, extend what templates may read, or change who may do what.
var dagArguments = set("dag_id", "description", "schedule", "schedule_interval", "timetable", "start_date", "end_date", "default_args",
	"concurrency", "max_active_tasks", "max_active_runs", "dagrun_timeout", "catchup", "tags", "doc_md", "params",
	"is_paused_upon_creation", "default_view", "orientation", "render_template_as_native_obj", "owner_links",
	"auto_register", "fail_stop", "fail_fast", "dag_display_name", "max_consecutive_failed_dag_runs", "template_undefined",
	"on_failure_callback", "on_success_callback", "sla_miss_callback", "user_defined_macros", "user_defined_filters")

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
			e.unknown(c.node, codeArgument, "the argument "+k.name+" adds code to templates")
		}
		if !dagArguments[k.name] {
			e.unknown(c.node, codeArgument, "the DAG argument "+k.name+" is not on the closed list")
		}
		e.callables(k.name, k.value, k.span)
		if k.name != "params" {
			e.notData(k)
		} else {
			e.noObjects(k.value, k.span)
		}
	}
	for _, k := range args {
		switch k.name {
		case "params":
			e.paramsFit(d, k.value, k.span)
		case "schedule", "schedule_interval", "timetable":
			e.scheduleIsShort(k)
		case "start_date":
			e.startFits(k.value, k.span)
		}
	}
	for i, key := range d.defaults.keys {
		switch key.s {
		case "params":
			e.paramsFit(d, d.defaults.items[i], d.defaults.span)
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
// or group shows it (Airflow refuses it); with a line break at the end, which its pattern takes; or with a
// character that some databases do not store in an id.
func (e *evaluator) plainID(field string, v value, span python.Span) {
	for _, id := range texts(v) {
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
}

// maxID bounds the id of a task with those of its groups. Airflow measures each of them and not the whole, which the
// scheduler stores in a column of 250 characters; what it adds to an id that is taken already needs room too.
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

// dagTemplates notes templates in the strings of a DAG. Airflow before 2.9.3 renders doc_md without
// a sandbox and reads a file when it ends in .md.
func (e *evaluator) dagTemplates(field string, v value, span python.Span) {
	switch field {
	case "doc_md":
		e.docTemplate("DAG.doc_md", -1, v, span)
	case "dag_id", "schedule", "schedule_interval", "template_searchpath":
		e.template("DAG."+field, -1, true, v, span)
	}
}

func (e *evaluator) docTemplate(field string, task int, v value, span python.Span) {
	at := &python.Keyword{Span: span}
	switch v.kind {
	case noneKind, unknownKind:
		return
	case strKind:
		if strings.HasSuffix(v.s, ".md") {
			e.effect("file", v.s, at)
		}
		e.template(field, task, true, v, span)
		return
	case choiceKind:
		for _, item := range v.o.items {
			e.docTemplate(field, task, item, span)
		}
		return
	}
	e.unknown(at, codeTemplate, "documentation whose text is not known")
}

func (e *evaluator) newDefaults(k keyword) defaults {
	d := defaults{given: true, span: k.span}
	switch k.value.kind {
	case noneKind:
		return defaults{}
	case dictKind:
		d.source, d.version = k.value.o, e.deepVersion(k.value)
		d.keys = append(d.keys, k.value.o.keys...)
		var named *link // behind the step of the keyword
		if k.value.why != nil {
			named = k.value.why.next
		}
		for _, item := range k.value.o.items {
			d.items = append(d.items, e.because(e.from(item, named), "default_args", k.span))
		}
		for i, key := range d.keys {
			if key.kind != strKind {
				d.unknown = true
			} else if key.s == "params" {
				// The DAG's own, also where each task gives others.
				e.noObjects(d.items[i], k.span)
			} else if key.s == "dag" || key.s == "task_group" || key.s == "default_args" {
				e.unknown(&python.Keyword{Span: k.span}, codeArgument, "default_args say which DAG or group a task belongs to")
			}
		}
	default:
		d.unknown = true
		if k.value.kind != unknownKind {
			e.unknown(&python.Keyword{Span: k.span}, codeArgument, "default_args are not known")
		}
	}
	return d
}

// deepVersion is the clock of the last change of a value or of anything in it.
func (e *evaluator) deepVersion(v value) uint32 {
	if v.o == nil || !v.isContainer() && v.kind != objectKind {
		return 0
	}
	budget := maxWalk
	latest := e.latest(v, 0, &budget)
	e.charge((maxWalk - budget) / 8)
	return latest
}

func (e *evaluator) latest(v value, depth int, budget *int) uint32 {
	if v.o == nil || !v.isContainer() && v.kind != objectKind {
		return 0
	}
	*budget--
	if *budget < 0 || depth > maxNesting {
		// Too large or too deep to tell: as if it had just changed.
		return e.clock
	}
	newest := v.o.version
	for _, item := range v.o.items {
		newest = max(newest, e.latest(item, depth+1, budget))
	}
	return newest
}

func (e *evaluator) count(at python.Node) bool {
	e.made++
	if e.made > e.limits.Tasks {
		e.exhaust(at, "the file builds more DAGs and tasks than the interpreter follows")
		return false
	}
	return true
}

// newGroup is a call of TaskGroup.
func newGroup(e *evaluator, c *site) value {
	if !e.count(c.node) {
		return value{kind: unknownKind, s: "more DAGs and tasks than the interpreter builds"}
	}
	g := &group{dag: e.currentDAG()}
	around := e.currentGroup()
	inherit := func(parent *group) {
		around = parent
		g.defaults = parent.defaults
		if len(g.defaults.keys) > 0 || g.defaults.unknown {
			e.unknown(c.node, codeArgument, "which default_args a group inherits from the group around it differs between versions of Airflow")
		}
	}
	if parent := e.currentGroup(); parent != nil {
		inherit(parent)
	}
	// In whichever order the keywords stand, a group's own default_args come after its parent's.
	if parent, given := c.keyword("parent_group"); given {
		switch parent.kind {
		case groupKind:
			inherit(parent.o.group)
			if g.dag == nil {
				g.dag = parent.o.group.dag
			}
		case noneKind, unknownKind:
		default:
			e.unknown(c.node, codeArgument, "the group around a task group is not known")
		}
	}
	id, _ := c.keyword("group_id")
	if len(c.pos) > 0 {
		id = c.pos[0]
	}
	if id.kind == strKind && id.s != "" {
		g.id = around.childID(id)
	}
	if prefix, given := c.keyword("prefix_group_id"); given {
		whether, known := truth(prefix)
		if g.bare = !whether; !known {
			g.id = ""
		}
	}
	if _, given := c.keyword("add_suffix_on_collision"); given {
		g.id = ""
	}
	if !g.bare {
		g.length = idLength(id) + 1
		if id.kind == unbound {
			g.length = len(c.name) + 1 // a decorated function's
		}
		if around != nil {
			g.length += around.length
		}
	}
	for _, k := range c.kw {
		switch k.name {
		case "dag":
			if k.value.kind == dagKind {
				g.dag = k.value.o.dag
			} else if k.value.kind != noneKind && k.value.kind != unknownKind {
				e.unknown(c.node, codeArgument, "the DAG of a task group is not known")
			}
			continue
		case "parent_group":
			continue
		case "default_args":
			inner := e.newDefaults(k)
			if g.defaults.given && inner.given {
				inner = mergeDefaults(g.defaults, inner)
			}
			if inner.given {
				g.defaults = inner
			}
		case "group_id":
			e.template("TaskGroup.group_id", -1, true, k.value, k.span)
			e.plainID("TaskGroup.group_id", k.value, k.span)
		case "tooltip":
			e.noHTML("tooltip", k.value, k.span)
		case "ui_color", "ui_fgcolor":
			if !colour(k.value) {
				e.unknown(c.node, codeArgument, "the argument "+k.name+" of a task group is no colour")
			}
		case "prefix_group_id", "add_suffix_on_collision", "group_display_name":
		default:
			e.unknown(c.node, codeArgument, "the argument "+k.name+" of a task group is not on the closed list")
		}
		e.callables(k.name, k.value, k.span)
		e.notData(k)
	}
	if len(c.pos) > 1 || c.open {
		e.unknown(c.node, codeArgument, "the arguments of a task group are not known")
	}
	for _, v := range c.pos {
		e.callables("group_id", v, c.node.Span)
		e.template("TaskGroup.group_id", -1, true, v, c.node.Span)
		e.plainID("TaskGroup.group_id", v, c.node.Span)
	}
	return value{kind: groupKind, o: &object{group: g}}
}

// noHTML records a text that Airflow before 2.7 shows to everybody as HTML (groupTooltip in airflow/www/static/js/graph.js).
func (e *evaluator) noHTML(field string, v value, span python.Span) {
	if v.kind != noneKind && (v.kind != strKind || strings.Contains(v.s, "<")) {
		e.unknown(&python.Keyword{Span: span}, codeArgument, "the "+field+" of a task group may hold HTML, which older Airflow shows as it stands")
	}
}

// colour tells whether a value is the name or number of a colour. The web pages make it part of a style.
func colour(v value) bool {
	return v.kind == strKind && strings.Trim(v.s, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func mergeDefaults(outer, inner defaults) defaults {
	merged := inner
	given := &object{keys: inner.keys}
	for i, key := range outer.keys {
		if given.find(key) < 0 {
			merged.keys = append(merged.keys, key)
			merged.items = append(merged.items, outer.items[i])
		}
	}
	merged.unknown = inner.unknown || outer.unknown
	return merged
}

func (e *evaluator) currentDAG() *dag {
	if n := len(e.contexts); n > 0 {
		return e.contexts[n-1].dag
	}
	return nil
}

func (e *evaluator) currentGroup() *group {
	if n := len(e.contexts); n > 0 {
		return e.contexts[n-1].group
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
		for name, given := range local.vars {
			e.noObjects(given, f.node.NameSpan)
			e.paramsFit(made.o.dag, e.dict([]value{strValue(name)}, []value{given}), f.node.NameSpan)
			e.setVar(local, name, e.because(opaque("a parameter of the DAG", opaqueLate), name, f.node.NameSpan))
		}
	})
	e.contexts = e.contexts[:len(e.contexts)-1]
	return made
}

func docstring(body []python.Stmt) (value, python.Span, bool) {
	if len(body) == 0 {
		return value{}, python.Span{}, false
	}
	s, ok := body[0].(*python.ExprStmt)
	if !ok {
		return value{}, python.Span{}, false
	}
	x, ok := s.Value.(*python.Constant)
	if !ok || x.Value != python.ConstantStr {
		return value{}, python.Span{}, false
	}
	return docText(x), x.Span, true
}

// docText is the text of a docstring: from Python 3.13 on the one without indentation.
func docText(x *python.Constant) value {
	if x.Unresolved || !utf8.ValidString(x.Str) {
		return opaque("a docstring whose characters are not all known", opaqueText)
	}
	text, _ := joinAll([]value{strValue(x.Str), strValue(cleanDoc(x.Str))})
	return text
}

// cleanDoc is what the compiler of Python 3.13 makes of a docstring (_PyCompile_CleanDoc).
func cleanDoc(s string) string {
	lines := strings.Split(s, "\n")
	margin := -1
	for i, line := range lines {
		lines[i] = expandTabs(line)
		body := strings.TrimLeft(lines[i], " ")
		if indent := len(lines[i]) - len(body); i > 0 && body != "" && (margin < 0 || indent < margin) {
			margin = indent
		}
	}
	for i, line := range lines {
		body := strings.TrimLeft(line, " ")
		if i > 0 {
			body = line[min(max(margin, 0), len(line)-len(body)):]
		}
		lines[i] = body
	}
	return strings.Join(lines, "\n")
}

// expandTabs is str.expandtabs of one line.
func expandTabs(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var b strings.Builder
	column := 0
	for _, r := range line {
		switch r {
		case '\t':
			n := 8 - column%8
			b.WriteString(strings.Repeat(" ", n))
			column += n
			continue
		case '\r':
			column = -1
		}
		b.WriteRune(r)
		column++
	}
	return b.String()
}

// decoratedGroup is a call of a function under @task_group.
func (e *evaluator) decoratedGroup(f *function, c *site) value {
	g := &site{node: c.node, symbol: f.symbol, name: f.name}
	if f.with != nil {
		g.pos, g.kw, g.open = f.with.pos, f.with.kw, f.with.open
	}
	made := newGroup(e, g)
	if made.kind != groupKind {
		return made
	}
	made.o.group.id = "" // a second call has another
	if doc, span, ok := docstring(f.node.Body); ok {
		e.noHTML("docstring", doc, span) // the tooltip, where there is no other
	}
	e.contexts = append(e.contexts, opened{dag: e.currentDAG(), group: made.o.group})
	result := e.inline(f, c, nil)
	e.contexts = e.contexts[:len(e.contexts)-1]
	if result.kind == noneKind {
		return made
	}
	return result
}

// storeDoc is an assignment of documentation to a DAG or task, which is harmless when its text is known.
func (e *evaluator) storeDoc(base value, t *python.Attribute, v value) bool {
	switch t.Attr {
	case "doc_md", "doc", "doc_rst", "doc_json", "doc_yaml":
	default:
		return false
	}
	if v.kind != strKind && v.kind != noneKind && !knownName(v) {
		return false
	}
	for _, text := range texts(v) {
		if strings.Contains(text, "\x00") {
			return false
		}
	}
	switch {
	case base.kind == dagKind && t.Attr == "doc_md":
		d := base.o.dag
		e.docTemplate("DAG.doc_md", -1, v, t.Span)
		d.args = append(d.args, keyword{"doc_md", v, e.here(t.Span)})
		d.exported.Set("doc_md", e.exportNew(v))
		return true
	case base.kind == taskKind:
		base.o.task.exported.Set(t.Attr, e.exportNew(v))
		return true
	}
	return false
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
		fact := facts.DAG{ID: facts.Value{State: facts.Absent}, Arguments: d.exported, Span: e.span(d.node.Range())}
		if id, ok := d.exported.Get("dag_id"); ok {
			fact.ID = *id
		}
		fact.Schedule = facts.Value{State: facts.Absent}
		for _, name := range []string{"timetable", "schedule_interval", "schedule"} {
			if v, ok := d.exported.Get(name); ok {
				fact.Schedule = *v
			}
		}
		for _, name := range []string{"timetable", "schedule_interval", "schedule"} {
			if v, ok := findKeyword(d.args, name); ok {
				fact.IntervalSeconds = shortestInterval(v)
			}
		}
		e.out.DAGs = append(e.out.DAGs, fact)
	}
}
