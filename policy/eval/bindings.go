package eval

import "github.com/sekisho/sekisho/policy/python"

// bindings are the names that a function's body binds, by the rules of Python's symbol table.
type bindings struct {
	local     map[string]struct{}
	global    map[string]struct{}
	nonlocal  map[string]struct{}
	generator bool // yield or await outside nested functions
	class     bool // a class is defined in the body
}

// bind collects the names that statements bind, without those of nested functions and classes.
func (b *bindings) bind(body []python.Stmt) {
	for _, s := range body {
		b.node(s)
	}
}

func (b *bindings) add(name string) {
	if name != "" {
		b.local[name] = struct{}{}
	}
}

func (b *bindings) node(n python.Node) {
	switch n := n.(type) {
	case nil:
		return
	case *python.FunctionDef:
		b.add(n.Name)
		for _, d := range n.Decorators {
			b.node(d)
		}
		b.defaults(n.Args)
		return
	case *python.Lambda:
		b.defaults(n.Args)
		return
	case *python.ClassDef:
		b.add(n.Name)
		b.class = true
		for _, d := range n.Decorators {
			b.node(d)
		}
		for _, base := range n.Bases {
			b.node(base)
		}
		for _, k := range n.Keywords {
			b.node(k)
		}
		return
	case *python.ListComp:
		b.comprehension(n.Generators, n.Elt, nil)
		return
	case *python.SetComp:
		b.comprehension(n.Generators, n.Elt, nil)
		return
	case *python.GeneratorExp:
		b.comprehension(n.Generators, n.Elt, nil)
		return
	case *python.DictComp:
		b.comprehension(n.Generators, n.Key, n.Value)
		return
	case *python.Name:
		if n.Ctx != python.Load {
			b.add(n.ID)
		}
		return
	case *python.Import:
		for _, a := range n.Names {
			b.add(boundName(a))
		}
		return
	case *python.ImportFrom:
		for _, a := range n.Names {
			if a.Name != "*" {
				b.add(importedAs(a))
			}
		}
		return
	case *python.ExceptHandler:
		b.add(n.Name)
	case *python.MatchStar:
		b.add(n.Name)
	case *python.MatchAs:
		b.add(n.Name)
	case *python.MatchMapping:
		b.add(n.Rest)
	case *python.Global:
		for _, name := range n.Names {
			b.global[name] = struct{}{}
		}
	case *python.Nonlocal:
		for _, name := range n.Names {
			b.nonlocal[name] = struct{}{}
		}
	case *python.Yield, *python.YieldFrom, *python.Await:
		b.generator = true
	case *python.For:
		b.generator = b.generator || n.Async
	case *python.With:
		b.generator = b.generator || n.Async
	}
	python.Children(n, func(child python.Node) {
		if child != nil {
			b.node(child)
		}
	})
}

func (b *bindings) defaults(a *python.Arguments) {
	if a == nil {
		return
	}
	for _, d := range a.Defaults {
		b.node(d)
	}
	for _, d := range a.KwDefaults {
		if d != nil {
			b.node(d)
		}
	}
}

// comprehension adds only what `:=` binds in it: its own targets live in its own scope.
func (b *bindings) comprehension(generators []*python.Comprehension, first, second python.Expr) {
	inner := newBindings()
	for _, g := range generators {
		inner.node(g.Iter)
		for _, test := range g.Ifs {
			inner.node(test)
		}
	}
	inner.node(first)
	if second != nil {
		inner.node(second)
	}
	for name := range inner.local {
		b.add(name)
	}
	b.generator = b.generator || inner.generator
}

func newBindings() *bindings {
	return &bindings{local: map[string]struct{}{}, global: map[string]struct{}{}, nonlocal: map[string]struct{}{}}
}

func functionBindings(args *python.Arguments, body []python.Stmt) *bindings {
	b := newBindings()
	if args != nil {
		for _, list := range [][]*python.Arg{args.PosOnly, args.Args, args.KwOnly} {
			for _, a := range list {
				b.add(a.Name)
			}
		}
		if args.Vararg != nil {
			b.add(args.Vararg.Name)
		}
		if args.Kwarg != nil {
			b.add(args.Kwarg.Name)
		}
	}
	b.bind(body)
	for name := range b.global {
		delete(b.local, name)
	}
	for name := range b.nonlocal {
		delete(b.local, name)
	}
	return b
}

// boundName is the name that `import a.b` or `import a.b as c` binds.
func boundName(a *python.Alias) string {
	if a.AsName != "" {
		return a.AsName
	}
	for i := range len(a.Name) {
		if a.Name[i] == '.' {
			return a.Name[:i]
		}
	}
	return a.Name
}

func importedAs(a *python.Alias) string {
	if a.AsName != "" {
		return a.AsName
	}
	return a.Name
}
