package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file executes the modules of the repository that the judged file imports. A module runs once
// per evaluation, in a scope of its own, on the same heap and the same budgets. It must be
// declarative by the same rules as a DAG file and build no DAG and no task; its import is an unknown
// otherwise. Positions in facts are always those of the judged file: what a module does at its top
// level happens at the import statement, what its functions do happens at the call.

// Module is a module of the repository.
type Module struct {
	Path string // in the repository
	// File is nil when some file may provide the module and none can be executed for certain.
	File    *python.File
	Package bool // an __init__.py
}

// module is a module of this evaluation; the judged file is one too.
type module struct {
	name      string // empty for the judged file
	path      string
	file      *python.File // nil for a package without __init__.py
	isPackage bool
	globals   *scope
	docstring value
	self      value
	origin    python.Span // of the import statement, in the judged file
	loading   bool
	attached  bool   // bound in its package
	reason    string // why it is not executed; empty when it was
}

// judged tells whether this is the file that the evaluation is about.
func (m *module) judged() bool { return m.name == "" }

// modules are the imported modules of one evaluation, in the order in which they began to load.
type modules struct {
	byName map[string]*module
	order  []*module
	depth  int
}

// Limits on imported modules. The work that they do counts like the judged file's.
const (
	maxModules     = 200
	maxImportDepth = 16
	maxReason      = 300
)

// frame is what changes when code of another module runs.
type frame struct {
	home      *module
	globals   *scope
	code      *python.File
	path      string
	docstring value
	site      *python.Span
}

// enter switches to the code of a module; at is where the current code does so.
func (e *evaluator) enter(m *module, at python.Span) frame {
	saved := frame{e.home, e.globals, e.code, e.path, e.docstring, e.site}
	if m == e.home {
		return saved
	}
	if m.judged() {
		e.site = nil
	} else if e.site == nil {
		e.site = &at
	}
	e.home, e.globals, e.code, e.path, e.docstring = m, m.globals, m.file, m.path, m.docstring
	return saved
}

func (e *evaluator) leave(f frame) {
	e.home, e.globals, e.code, e.path, e.docstring, e.site = f.home, f.globals, f.code, f.path, f.docstring, f.site
}

// here is the place in the judged file of a place in the code that runs.
func (e *evaluator) here(s python.Span) python.Span {
	if e.site != nil {
		return *e.site
	}
	return s
}

// anchor is a call of the code that runs, as facts place it in the judged file.
func (e *evaluator) anchor(c *python.Call) python.Node {
	if e.site != nil {
		return &python.Call{Span: *e.site}
	}
	return c
}

// bindingName names a binding in provenance: a module's own names with the module.
func (e *evaluator) bindingName(name string) string {
	if !e.home.judged() && e.scope == e.globals {
		return e.home.name + "." + name
	}
	return name
}

// chain imports a module and the packages above it, outermost first, as Python does. The last one
// must be a file when leaf is set; a package without __init__.py is only ever there for what is in it.
func (e *evaluator) chain(name string, at python.Span, leaf bool) (first, last *module, reason string) {
	for end := 0; end < len(name); {
		if next := strings.IndexByte(name[end:], '.'); next >= 0 {
			end += next
		} else {
			end = len(name)
		}
		full := name[:end]
		m := (*module)(nil)
		if last == nil {
			m = e.load(full, at)
			first = m
		} else {
			if !last.isPackage {
				return nil, nil, "the module " + last.name + " is no package"
			}
			m = e.load(full, at)
		}
		if m.reason != "" {
			return nil, nil, m.reason
		}
		e.attach(last, m)
		last = m
		end++
	}
	if leaf && last.file == nil {
		return nil, nil, "the package " + name + " has no __init__.py"
	}
	return first, last, ""
}

// attach binds a module in its package once it was loaded.
func (e *evaluator) attach(parent, m *module) {
	if parent == nil || m.attached || m.loading {
		return
	}
	m.attached = true
	e.setVar(parent.globals, m.name[len(parent.name)+1:], m.self)
}

// member is an attribute of a module; importing also looks for a module in the package. What a name
// means that the package binds and that is a module in it too depends on who imported what before.
func (e *evaluator) member(m *module, name string, at python.Span, importing bool) (value, string) {
	v, bound := m.globals.vars[name]
	bound = bound && v.kind != unbound
	if m.isPackage {
		full := m.name + "." + name
		if bound && v.kind == moduleKind && v.o.module.name == full {
			return v, ""
		}
		provided := e.own(full) && e.config.LoadModule(full) != nil
		switch {
		case bound && provided:
			return value{}, "the name " + full + " is a module and another object too"
		case !bound && importing:
			sub := e.load(full, at)
			if sub.reason == "" && sub.file == nil {
				return value{}, "the package " + m.name + " has no name " + name
			}
			if sub.reason != "" {
				return value{}, sub.reason
			}
			e.attach(m, sub)
			return sub.self, ""
		}
	}
	if !bound {
		return value{}, "the module " + m.name + " binds no name " + name
	}
	return v, ""
}

// moduleAttribute is `m.name` in code that runs.
func (e *evaluator) moduleAttribute(x *python.Attribute, m *module) value {
	v, reason := e.member(m, x.Attr, python.Span{}, false)
	if reason != "" {
		return e.unknown(x, codeAttribute, reason)
	}
	return v
}

// storeModule is an assignment to an attribute of a module. The module is shared with every file of
// the process that imports it.
func (e *evaluator) storeModule(m *module, t *python.Attribute, v value) {
	e.effect("mutation", m.name+"."+t.Attr, t)
	e.unknown(t, codeMutation, "a name of the imported module "+m.name+" is changed")
	e.setVar(m.globals, t.Attr, v)
}

// mutated records the change of an object that an imported module holds.
func (e *evaluator) mutated(o *object) {
	at := e.now
	if at == nil {
		at = &python.Pass{}
	}
	e.effect("mutation", o.module.name, at)
	e.unknown(at, codeMutation, "an object of the imported module "+o.module.name+" is changed")
}

// load executes a module, or finds it among those that were. It never returns nil: a module that is
// not executed says why.
func (e *evaluator) load(name string, at python.Span) *module {
	fail := func(reason string) *module {
		if len(reason) > maxReason {
			reason = strings.ToValidUTF8(reason[:maxReason], "")
		}
		return &module{name: name, reason: reason}
	}
	if m := e.modules.byName[name]; m != nil {
		// What a package has bound so far is known exactly to the modules in it. If it fails later, so
		// does the import that began it.
		if m.loading && !m.isPackage {
			return fail("the module " + name + " of this repository is imported in a circle")
		}
		return m
	}
	switch {
	case !e.own(name):
		return fail("the module " + name + " is not of this repository")
	case e.shadows(name):
		return fail("the module " + name + " of this repository has the name of a library or of a tenant; it is not executed")
	case len(e.modules.order) >= maxModules || e.modules.depth >= maxImportDepth:
		return fail("more modules of this repository are imported than the interpreter follows")
	}
	source := e.config.LoadModule(name)
	m := &module{name: name, globals: newScope(nil), docstring: noneValue, origin: at}
	m.self = value{kind: moduleKind, s: name, o: &object{module: m}}
	e.modules.byName[name] = m
	e.modules.order = append(e.modules.order, m)
	e.charge(20)
	if source == nil {
		m.isPackage = true
		return m
	}
	m.path, m.file, m.isPackage = source.Path, source.File, source.Package
	switch {
	case m.file == nil || m.file.Module == nil || !strings.HasSuffix(m.path, ".py"):
		m.reason = "which file is the module " + name + " of this repository is not certain, or it was not read"
	case m.path == e.modules.byName[""].path:
		m.reason = "the file imports itself as the module " + name
	case len(m.file.Source) > maxDeclarativeSize:
		m.reason = "the module " + name + " of this repository is larger than the interpreter reads"
	default:
		// The digest reads the module too.
		e.charge(m.file.Nodes / 4)
		m.loading = true
		e.modules.depth++
		reason := e.run(m)
		e.modules.depth--
		m.loading = false
		if reason != "" {
			m.reason = fail("the module " + name + " of this repository is not declarative: " + reason).reason
		}
	}
	return m
}

// shadows tells whether Python may find something else first under the name: a library, or what lies
// in the bucket beside the tenant's folder.
func (e *evaluator) shadows(name string) bool {
	top := root(name)
	if own := "dags." + e.config.Tenant.Namespace; top == "dags" && name != "dags" && name != own && !strings.HasPrefix(name, own+".") {
		return true
	}
	if p := e.config.Platform; p != nil {
		for _, tenant := range p.Tenants {
			if top == tenant || top == strings.ReplaceAll(tenant, "-", "_") {
				return true
			}
		}
	}
	if _, listed := e.symbol(top); listed || e.config.Catalogue.IsModule(top) || importableModules[top] || pythonBuiltins[top] {
		return true
	}
	return installedModules[top] || strings.HasPrefix(top, "_")
}

// run executes the top level of a module and says why it is not declarative; empty when it is.
func (e *evaluator) run(m *module) string {
	child := *e
	child.out = &facts.File{}
	child.imported, child.handed = map[importKey]bool{}, map[facts.Callable]struct{}{}
	child.deadRead, child.recorded, child.earlier = map[python.Node]bool{}, map[python.Node]uses{}, nil
	child.unknowns, child.effects = map[unknownKey]struct{}{}, map[facts.Effect]struct{}{}
	child.templates = map[templateKey]struct{}{}
	child.functions, child.dags, child.tasks, child.edges = nil, nil, nil, nil
	child.stack, child.contexts, child.journal = nil, nil, nil
	child.calling, child.consume, child.result, child.hot = nil, kept, value{}, false
	child.enter(m, m.origin)
	child.scope = child.globals
	child.module(m.file.Module)
	e.steps, e.made, e.bytes, e.nameless, e.shown = child.steps, child.made, child.bytes, child.nameless, child.shown
	e.members = child.members
	e.answering, e.compiled, e.folded, e.warned = child.answering, child.compiled, child.folded, child.warned
	e.exhausted, e.clock, e.generation, e.generations = child.exhausted, child.clock, child.generation, child.generations
	out := child.out
	switch {
	case len(out.Unknowns) > 0:
		return out.Unknowns[0].Reason
	case len(child.dags)+len(child.tasks) > 0:
		return "it builds a DAG or a task when it is imported"
	case !child.declarative():
		if len(out.Effects) > 0 {
			return "it has an effect when it is imported: " + out.Effects[0].Kind + " " + out.Effects[0].Target
		}
		return "its text is not of the plain form that is executed"
	case !e.give(m):
		return "it holds more than the interpreter looks at"
	}
	e.out.Calls = append(e.out.Calls, out.Calls...)
	e.earlier = append(e.earlier, child.earlier...)
	e.out.References = append(e.out.References, out.References...)
	e.out.Effects = append(e.out.Effects, out.Effects...)
	e.functions = append(e.functions, child.functions...)
	return ""
}

// give makes the module the owner of all that can be reached from it and can be changed; false when
// that is more than is looked at.
func (e *evaluator) give(m *module) bool {
	var queue []value
	objects, scopes, functions := map[*object]bool{}, map[*scope]bool{}, map[*function]bool{}
	visit := func(s *scope) {
		for ; s != nil && !scopes[s]; s = s.parent {
			scopes[s] = true
			for _, v := range s.vars {
				queue = append(queue, v)
			}
		}
	}
	visit(m.globals)
	for budget := maxWalk; len(queue) > 0; budget-- {
		if budget <= 0 {
			return false
		}
		v := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		o := v.o
		if o == nil || v.kind == moduleKind || objects[o] {
			continue
		}
		objects[o] = true
		e.charge(1)
		if (v.isContainer() || v.kind == recordKind) && o.module == nil {
			o.module = m
		}
		queue = append(append(queue, o.items...), o.keys...)
		if o.view != nil && o.view.module == nil {
			o.view.module = m
		}
		for class := o.record; class != nil; class = class.base {
			for _, m := range class.methods {
				queue = append(queue, value{kind: functionKind, o: &object{fn: m.fn}})
			}
			queue = append(queue, class.members...)
			for _, field := range class.fields {
				queue = append(queue, field.fallback)
			}
		}
		if f := o.fn; f != nil && !functions[f] {
			functions[f] = true
			queue = append(append(queue, f.defaults...), f.keywords...)
			visit(f.scope)
		}
		if o.partial != nil {
			queue = append(queue, o.partial.site.pos...)
			for _, k := range o.partial.site.kw {
				queue = append(queue, k.value)
			}
		}
	}
	return true
}

// installedModules are names that Airflow or Python itself loads, or that are installed beside
// Airflow and that the catalogue need not list.
var installedModules = set("airflow_local_settings", "webserver_config", "sitecustomize", "usercustomize", "unusual_prefix",
	"asynchat", "asyncore", "binhex", "distutils", "formatter", "imp", "parser", "smtpd", "symbol", "macpath", "dummy_threading",
	"pkg_resources", "setuptools", "pip", "wheel", "attr", "attrs", "git", "jwt", "dns", "flask", "markdown", "docutils", "rich",
	"yarl", "zmq", "grpc", "google", "azure", "botocore", "click", "connexion", "cattr", "cattrs", "celery", "kombu", "billiard",
	"amqp", "vine", "gunicorn", "jinja2", "markupsafe", "sqlalchemy", "alembic", "mako", "psycopg2", "pymysql", "MySQLdb")
