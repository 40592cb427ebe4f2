package main

import (
	"strings"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// selection finds the pod-only files of a repository by names alone: it follows what a file's top level
// names through the imports of the repository, and never asks what the analyser makes of the file.
type selection struct {
	configuration *configuration
	catalogue     *airflow.Catalogue
	files         []policy.SnapshotFile
	sources       map[string]*source // by path
	providers     map[string]string  // module → path
}

// source is one parsed file.
type source struct {
	module string // as its repository imports it; for relative imports
	pack   bool
	file   *python.File
	bound  map[string][]binding
}

// binding is what a top-level name may stand for: an import, or code.
type binding struct {
	qualified string        // of an import
	code      []python.Node // of a definition or assignment
}

func newSelection(c *configuration, catalogue *airflow.Catalogue, files []policy.SnapshotFile) *selection {
	s := &selection{c, catalogue, files, map[string]*source{}, map[string]string{}}
	folder := c.platform.Repository.DAGFolder
	for i := range files {
		name, isPython := strings.CutSuffix(files[i].Path, ".py")
		if !isPython || files[i].Content == nil {
			continue
		}
		parsed, err := python.Parse(files[i].Content, python.Options{Version: python.Version(14)})
		if err != nil {
			continue
		}
		name, pack := strings.CutSuffix(name, "/__init__")
		module := strings.ReplaceAll(name, "/", ".")
		if below, ok := strings.CutPrefix(name, folder+"/"); ok && folder != "." {
			s.provide(strings.ReplaceAll(below, "/", "."), files[i].Path)
			s.provide(c.tenant.Namespace+"."+strings.ReplaceAll(below, "/", "."), files[i].Path)
			module = strings.ReplaceAll(below, "/", ".")
		}
		s.provide(strings.ReplaceAll(name, "/", "."), files[i].Path)
		s.sources[files[i].Path] = &source{module: module, pack: pack, file: parsed, bound: bindings(parsed.Module)}
	}
	return s
}

func (s *selection) provide(module, path string) {
	if _, taken := s.providers[module]; !taken {
		s.providers[module] = path
	}
}

// bindings are the top-level names of a module; imports count wherever they stand, for a function may
// import what it uses.
func bindings(m *python.Module) map[string][]binding {
	bound := map[string][]binding{}
	add := func(name string, b binding) { bound[name] = append(bound[name], b) }
	python.Walk(m, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Import:
			for _, a := range n.Names {
				if a.AsName != "" {
					add(a.AsName, binding{qualified: a.Name})
				} else {
					first, _, _ := strings.Cut(a.Name, ".")
					add(first, binding{qualified: first})
				}
			}
		case *python.ImportFrom:
			for _, a := range n.Names {
				name := a.AsName
				if name == "" {
					name = a.Name
				}
				add(name, binding{qualified: strings.Repeat(".", n.Level) + n.Module + "." + a.Name})
			}
		}
		return true
	})
	var top func([]python.Stmt)
	top = func(body []python.Stmt) {
		for _, stmt := range body {
			switch n := stmt.(type) {
			case *python.FunctionDef:
				add(n.Name, binding{code: []python.Node{n}})
			case *python.ClassDef:
				add(n.Name, binding{code: []python.Node{n}})
			case *python.Assign:
				for _, target := range n.Targets {
					if name, ok := target.(*python.Name); ok {
						add(name.ID, binding{code: []python.Node{n.Value}})
					}
				}
			case *python.AnnAssign:
				if name, ok := n.Target.(*python.Name); ok && n.Value != nil {
					add(name.ID, binding{code: []python.Node{n.Value}})
				}
			case *python.If:
				top(n.Body)
				top(n.Orelse)
			case *python.With:
				top(n.Body)
			case *python.Try:
				top(n.Body)
				for _, h := range n.Handlers {
					top(h.Body)
				}
				top(n.Orelse)
			}
		}
	}
	top(m.Body)
	return bound
}

// podOnly returns the places of the pod-only files.
func (s *selection) podOnly() []int {
	var places []int
	folder := s.configuration.platform.Repository.DAGFolder
	for i := range s.files {
		name := s.files[i].Path
		if s.sources[name] == nil || s.configuration.outside(name) || folder != "." && !strings.HasPrefix(name, folder+"/") {
			continue
		}
		r := &reached{selection: s, seen: map[python.Node]bool{}, names: map[string]bool{}}
		r.top(name)
		if r.dag && r.pod && !r.other {
			places = append(places, i)
		}
	}
	return places
}

// reached is what one file's top level reaches.
type reached struct {
	*selection
	seen            map[python.Node]bool
	names           map[string]bool // path and name, or qualified name
	dag, pod, other bool
}

// top follows the statements that run when the module is imported: all but the bodies of functions that
// nothing names.
func (r *reached) top(name string) {
	for _, stmt := range r.sources[name].file.Module.Body {
		r.code(name, stmt, false)
	}
}

// code follows the names in a node. The body of a function is followed when the function was named.
func (r *reached) code(at string, n python.Node, named bool) {
	if r.seen[n] && named {
		return
	}
	if named {
		r.seen[n] = true
	}
	python.Walk(n, func(n python.Node) bool {
		switch x := n.(type) {
		case *python.FunctionDef:
			if !named {
				for _, d := range x.Decorators {
					r.code(at, d, false)
				}
				return false
			}
		case *python.Attribute:
			if chain := dotted(x); chain != "" {
				r.use(at, chain)
				return false
			}
		case *python.Name:
			r.use(at, x.ID)
		}
		return true
	})
}

// dotted is `a.b.c` of a chain of names; empty for anything else.
func dotted(x python.Expr) string {
	switch x := x.(type) {
	case *python.Name:
		return x.ID
	case *python.Attribute:
		if base := dotted(x.Value); base != "" {
			return base + "." + x.Attr
		}
	}
	return ""
}

// use follows a name as it is used in a file.
func (r *reached) use(at, chain string) {
	first, rest, _ := strings.Cut(chain, ".")
	key := at + "\x00" + chain
	if r.names[key] {
		return
	}
	r.names[key] = true
	for _, b := range r.sources[at].bound[first] {
		for _, n := range b.code {
			r.code(at, n, true)
		}
		if b.qualified != "" {
			qualified := b.qualified
			if rest != "" {
				qualified += "." + rest
			}
			r.qualified(at, qualified)
		}
	}
}

// qualified follows an imported name: into the repository, or to what the catalogue says of it.
func (r *reached) qualified(at, name string) {
	if strings.HasPrefix(name, ".") {
		name = r.absolute(at, name)
	}
	if r.vouched(name) {
		r.pod = true
		return
	}
	for module := name; module != ""; module, _ = cutLast(module) {
		file, ok := r.providers[module]
		if !ok {
			continue
		}
		// What a package or module binds, and what else it runs when it is imported.
		if rest := strings.TrimPrefix(strings.TrimPrefix(name, module), "."); rest != "" {
			r.use(file, rest)
		}
		return
	}
	r.foreign(name)
}

func (r *reached) absolute(at, name string) string {
	from := r.sources[at]
	rest := strings.TrimLeft(name, ".")
	levels := len(name) - len(rest)
	if from.pack {
		levels--
	}
	base := from.module
	for range levels {
		base, _ = cutLast(base)
	}
	return strings.Trim(base+"."+rest, ".")
}

func cutLast(name string) (before, last string) {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// foreign sorts a name of a library. A member of an operator class, such as `partial`, is that operator's.
func (r *reached) foreign(name string) {
	symbol, listed := r.catalogue.Resolve(name)
	if owner, _ := cutLast(name); symbol.Kind == "member" {
		if class, _ := r.catalogue.Resolve(owner); operatorKinds[class.Kind] {
			symbol, name = class, owner
		}
	}
	switch {
	case r.catalogue.IsDAG(symbol.Canonical) || symbol.Canonical == "airflow.decorators.dag" || symbol.Canonical == "airflow.sdk.dag":
		r.dag = true
	case symbol.Detail == "kpo" && symbol.Kind != "module" || symbol.Detail == "kpo-subclass" && symbol.Kind == "operator":
		r.pod = true
	case listed && operatorKinds[symbol.Kind]:
		r.other = r.other || symbol.Capability != facts.CapSafe && symbol.Detail != "cross-dag"
	case strings.HasSuffix(name, "Operator") || strings.HasSuffix(name, "Sensor"):
		// By its look an operator that nobody listed.
		r.other = true
	}
}

var operatorKinds = map[string]bool{"operator": true, "sensor": true, "transfer": true, "decorated-operator": true}

// vouched tells whether the configuration says that a name is KubernetesPodOperator with some arguments.
func (s *selection) vouched(string) bool { return false }
