package main

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// module is what one file says at its top level.
type module struct {
	name      string
	isPackage bool
	version   string
	bound     map[string]string // by name: the qualified name that an import or a lazy import gives it
	stars     []string          // modules of star imports
	classes   map[string]*class
	names     []alias // other paths that deprecation tables give, outside this module too
	functions int
}

// shim says whether a module only forwards names, as those of deprecated paths do.
func (m *module) shim() bool { return len(m.classes) == 0 && m.functions == 0 }

type alias struct{ name, target string }

// class is one class: bases are qualified as its module sees them.
type class struct {
	bases    []string
	fields   python.Expr // of template_fields, nil when it has none of its own
	suffixes python.Expr // of template_ext
	module   *module
}

func newModule(name string, isPackage bool) *module {
	return &module{name: name, isPackage: isPackage, bound: map[string]string{}, classes: map[string]*class{}}
}

// statements reads the top level, and what stands there under if, try and with.
func (m *module) statements(body []python.Stmt) {
	for _, statement := range body {
		switch s := statement.(type) {
		case *python.Import:
			for _, name := range s.Names {
				if name.AsName != "" {
					m.bound[name.AsName] = name.Name
				} else {
					root, _, _ := strings.Cut(name.Name, ".")
					m.bound[root] = root
				}
			}
		case *python.ImportFrom:
			m.importFrom(s)
		case *python.ClassDef:
			m.class(s)
		case *python.FunctionDef:
			m.functions++
		case *python.Assign:
			for _, target := range s.Targets {
				if name, ok := target.(*python.Name); ok {
					m.assign(name.ID, s.Value)
				}
			}
		case *python.AnnAssign:
			if name, ok := s.Target.(*python.Name); ok && s.Value != nil {
				m.assign(name.ID, s.Value)
			}
		case *python.ExprStmt:
			m.expression(s.Value)
		case *python.If:
			m.statements(s.Body)
			m.statements(s.Orelse)
		case *python.Try:
			m.statements(s.Body)
			for _, handler := range s.Handlers {
				m.statements(handler.Body)
			}
			m.statements(s.Orelse)
		case *python.With:
			m.statements(s.Body)
		}
	}
}

func (m *module) importFrom(s *python.ImportFrom) {
	source := m.absolute(strings.Repeat(".", s.Level) + s.Module)
	for _, name := range s.Names {
		if name.Name == "*" {
			m.stars = append(m.stars, source)
			continue
		}
		as := name.AsName
		if as == "" {
			as = name.Name
		}
		if _, twice := m.bound[as]; !twice {
			m.bound[as] = source + "." + name.Name
		}
	}
}

// absolute resolves the leading dots of a module name.
func (m *module) absolute(name string) string {
	rest := strings.TrimLeft(name, ".")
	level := len(name) - len(rest)
	if level == 0 {
		return name
	}
	base := m.name
	if !m.isPackage {
		base = parent(base)
	}
	for ; level > 1; level-- {
		base = parent(base)
	}
	if rest == "" {
		return base
	}
	return base + "." + rest
}

func (m *module) class(s *python.ClassDef) {
	c := &class{module: m}
	for _, base := range s.Bases {
		if subscript, ok := base.(*python.Subscript); ok {
			base = subscript.Value // Generic[T]
		}
		if name := dottedName(base); name != "" {
			c.bases = append(c.bases, m.qualify(name))
		} else {
			c.bases = append(c.bases, "?")
		}
	}
	for _, statement := range s.Body {
		name, value := "", python.Expr(nil)
		switch s := statement.(type) {
		case *python.Assign:
			if target, ok := s.Targets[0].(*python.Name); ok && len(s.Targets) == 1 {
				name, value = target.ID, s.Value
			}
		case *python.AnnAssign:
			if target, ok := s.Target.(*python.Name); ok {
				name, value = target.ID, s.Value
			}
		}
		switch name {
		case "template_fields":
			c.fields = value
		case "template_ext":
			c.suffixes = value
		}
	}
	m.classes[s.Name] = c
}

// qualify is a name as this module's imports make it.
func (m *module) qualify(name string) string {
	root, rest, _ := strings.Cut(name, ".")
	if m.classes[root] == nil {
		if target, ok := m.bound[root]; ok {
			return strings.TrimSuffix(target+"."+rest, ".")
		}
	}
	return m.name + "." + name
}

// assign reads `__version__`, and the tables by which Airflow forwards names: __deprecated_classes,
// __lazy_imports and others like them.
func (m *module) assign(name string, value python.Expr) {
	if name == "__version__" {
		m.version, _ = text(value)
		return
	}
	table, ok := value.(*python.Dict)
	if !ok || !strings.HasPrefix(name, "_") || !strings.Contains(name, "import") && !strings.Contains(name, "deprecated") {
		return
	}
	m.table(table)
}

// expression reads `add_deprecated_classes({…}, __name__)`.
func (m *module) expression(value python.Expr) {
	if call, ok := value.(*python.Call); ok && strings.HasPrefix(dottedName(call.Func), "add_deprecated") {
		for _, arg := range call.Args {
			if table, ok := arg.(*python.Dict); ok {
				m.table(table)
			}
		}
	}
}

// table reads {"Name": "module.Name"}, {"Name": "module"}, {"Name": ("module", "Name", …)} and, one level
// deeper, {"submodule": {"Name": "module.Name"}}.
func (m *module) table(table *python.Dict) {
	for i, key := range table.Keys {
		name, ok := text(key)
		if !ok {
			if id, isName := key.(*python.Name); isName && id.ID == "__name__" {
				name, ok = m.name, true
			}
		}
		if !ok {
			continue
		}
		if inner, isDict := table.Values[i].(*python.Dict); isDict {
			owner := name
			if owner != m.name && !strings.HasPrefix(owner, "airflow.") {
				owner = m.name + "." + owner
			}
			for j, key := range inner.Keys {
				if last, ok := text(key); ok {
					m.forward(owner+"."+last, last, inner.Values[j])
				}
			}
			continue
		}
		m.forward(m.name+"."+name, name, table.Values[i])
	}
}

func (m *module) forward(name, last string, value python.Expr) {
	if strings.HasSuffix(name, "*") {
		return
	}
	target := ""
	if tuple, ok := value.(*python.Tuple); ok && len(tuple.Elts) >= 2 {
		source, a := text(tuple.Elts[0])
		attribute, b := text(tuple.Elts[1])
		if !a || !b || attribute == "" {
			return
		}
		target = m.absolute(source) + "." + attribute
	} else if source, ok := text(value); ok {
		target = m.absolute(source)
		if !strings.HasSuffix(target, "."+last) && !upperLast(target) {
			target += "." + last
		}
	}
	if !strings.HasPrefix(target, "airflow.") || target == name {
		return
	}
	m.names = append(m.names, alias{name, target})
	if owner := parent(name); owner == m.name {
		m.bound[last] = target
	}
}

// upperLast says whether a name ends in a class: {"Old": "airflow.x.New"}.
func upperLast(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	return last != "" && 'A' <= last[0] && last[0] <= 'Z'
}

func dottedName(expr python.Expr) string {
	switch e := expr.(type) {
	case *python.Name:
		return e.ID
	case *python.Attribute:
		if value := dottedName(e.Value); value != "" {
			return value + "." + e.Attr
		}
	}
	return ""
}
