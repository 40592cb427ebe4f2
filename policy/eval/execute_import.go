package eval

import (
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// execution says what became of the import of a module of the repository.
type execution struct {
	done   bool
	reason string
}

// own tells whether the repository provides the module. Every name that an answer depends on is
// asked for, because the judgement is remembered with the questions.
func (e *evaluator) own(name string) bool {
	if e.config.OwnModule == nil {
		return false
	}
	named := e.config.OwnModule(name)
	if !e.config.OwnModule(root(name)) && !named {
		return false
	}
	return e.config.TenantOfModule == nil || e.config.TenantOfModule(name) == ""
}

// imports tells whether an import that runs now runs for certain, once, and before anything that
// may not have happened.
func (e *evaluator) imports() bool {
	return e.config.LoadModule != nil && e.scope == e.globals && e.conditional == 0 && len(e.stack) == 0 && e.forks == 0 &&
		e.phase == facts.PhaseParse
}

const reasonLater = "a module of this repository is imported under a condition or in a function; it is not executed"

// executeImport is `import a.b [as c]` of a module of the repository.
func (e *evaluator) executeImport(a *python.Alias) (value, execution) {
	if !e.own(a.Name) {
		return value{}, execution{}
	}
	if !e.imports() {
		return value{}, execution{reason: reasonLater}
	}
	first, _, reason := e.chain(a.Name, e.here(a.Span), true)
	if reason != "" {
		return value{}, execution{reason: reason}
	}
	v := first.self
	if _, rest, below := strings.Cut(a.Name, "."); a.AsName != "" && below {
		for _, name := range strings.Split(rest, ".") {
			if v.kind != moduleKind {
				return value{}, execution{reason: "the module " + a.Name + " of this repository is hidden by another object"}
			}
			if v, reason = e.member(v.o.module, name, python.Span{}, false); reason != "" {
				return value{}, execution{reason: reason}
			}
		}
	}
	return v, execution{done: true}
}

// executeFrom is one name of `from a.b import …` of a module of the repository.
func (e *evaluator) executeFrom(s *python.ImportFrom, a *python.Alias) (map[string]value, execution) {
	base, ok := s.Module, true
	if s.Level > 0 {
		if base, ok = e.relative(s); !ok {
			return nil, execution{}
		}
	}
	if !e.own(base) {
		return nil, execution{}
	}
	if a.Name != "*" && !e.own(base+"."+a.Name) {
		return nil, execution{}
	}
	if !e.imports() {
		return nil, execution{reason: reasonLater}
	}
	at := e.here(a.Span)
	_, m, reason := e.chain(base, at, false)
	if reason == "" && m.file == nil && a.Name == "*" {
		reason = "the package " + base + " has no __init__.py to import names from"
	}
	if reason != "" {
		return nil, execution{reason: reason}
	}
	if a.Name == "*" {
		return e.starNames(m, at)
	}
	v, reason := e.member(m, a.Name, at, true)
	if reason != "" {
		return nil, execution{reason: reason}
	}
	return map[string]value{importedAs(a): v}, execution{done: true}
}

// relative resolves a relative import. Airflow gives a DAG file no package, so there it fails.
func (e *evaluator) relative(s *python.ImportFrom) (string, bool) {
	if e.home.judged() {
		return "", false
	}
	base := e.home.name
	levels := s.Level
	if e.home.isPackage {
		levels--
	}
	for range levels {
		at := strings.LastIndexByte(base, '.')
		if at < 0 {
			return "", false
		}
		base = base[:at]
	}
	if s.Module != "" {
		base += "." + s.Module
	}
	return base, true
}

// starNames are the names that `from m import *` binds.
func (e *evaluator) starNames(m *module, at python.Span) (map[string]value, execution) {
	names := []string{}
	all, given := m.globals.vars["__all__"]
	switch {
	case !given || all.kind == unbound:
		for name := range m.globals.vars {
			if !strings.HasPrefix(name, "_") {
				names = append(names, name)
			}
		}
		sort.Strings(names)
	case all.kind == listKind || all.kind == tupleKind:
		for _, item := range all.o.items {
			if item.kind != strKind {
				return nil, execution{reason: "the names in __all__ of the module " + m.name + " are not known"}
			}
			names = append(names, item.s)
		}
	default:
		return nil, execution{reason: "the names in __all__ of the module " + m.name + " are not known"}
	}
	bound := make(map[string]value, len(names))
	e.charge(len(names))
	for _, name := range names {
		v, reason := e.member(m, name, at, true)
		if reason != "" {
			return nil, execution{reason: reason}
		}
		bound[name] = v
	}
	return bound, execution{done: true}
}
