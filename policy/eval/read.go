package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file reads code that is not executed: uncalled functions, functions that Airflow calls,
// class bodies, dead branches. Imports and uses of imported names are recorded with the phase in
// which the code would run, so that a rule can name them. Nothing is proved of such code.

// readFunctions reads the body of every function in each phase in which it may run, and of those
// that nobody runs. A function that nobody runs and that holds more than the language allows is an
// unknown: that it is never called is not something to stake a proof on.
func (e *evaluator) readFunctions() {
	type body struct {
		calls  int
		phases []facts.Phase
		fn     *function
	}
	bodies := map[python.Node]*body{}
	var order []*body
	// Reading a body may hand on further functions, but defines none.
	for _, f := range e.functions {
		var key python.Node = f.node
		if f.lambda != nil {
			key = f.lambda
		}
		b := bodies[key]
		if b == nil {
			b = &body{fn: f}
			bodies[key] = b
			order = append(order, b)
		}
		b.calls += f.calls
		for _, p := range f.phases {
			known := false
			for _, q := range b.phases {
				known = known || p == q
			}
			if !known {
				b.phases = append(b.phases, p)
			}
		}
	}
	for _, b := range order {
		for _, phase := range b.phases {
			e.readBody(b.fn, phase)
		}
		// What an imported module defines for others is judged where its own file is.
		if b.calls == 0 && len(b.phases) == 0 && b.fn.home.judged() {
			saved := e.hot
			e.hot = false
			e.readBody(b.fn, facts.PhaseDead)
			if e.hot || b.fn.barred != "" {
				e.unknown(b.fn.node, codeUncalled, "the function "+b.fn.name+" is not called here and holds more than the declarative language allows")
			}
			e.hot = saved
		}
	}
}

func (e *evaluator) readBody(f *function, phase facts.Phase) {
	defer e.leave(e.enter(f.home, f.home.origin))
	if f.lambda != nil {
		s := e.staticScope(f.scope, functionBindings(f.lambda.Args, nil).local)
		e.readExpr(f.lambda.Body, s, phase)
		return
	}
	s, body := e.staticScope(f.scope, f.bindings.local), f.node.Body
	if f.super != nil {
		// The base is KubernetesPodOperator: its call is no more than that of the operator.
		body = body[:len(body)-1]
		for _, k := range f.super.Keywords {
			e.readExpr(k.Value, s, phase)
		}
	}
	e.read(body, s, phase)
}

func (e *evaluator) staticScope(parent *scope, local map[string]struct{}) *scope {
	s := newScope(parent)
	s.static, s.local = true, local
	return s
}

// readDead reads a block that the interpreter knows not to run.
func (e *evaluator) readDead(body []python.Stmt) {
	if len(body) > 0 && !e.deadRead[body[0]] {
		e.deadRead[body[0]] = true
		e.read(body, e.staticScope(e.scope, nil), facts.PhaseDead)
	}
}

// read reads statements in a scope of their own kind. A scope that is executed is not changed.
func (e *evaluator) read(body []python.Stmt, s *scope, phase facts.Phase) {
	if !s.static {
		s = e.staticScope(s, nil)
	}
	for _, stmt := range body {
		e.readStmt(stmt, s, phase)
	}
}

func (e *evaluator) readStmt(stmt python.Stmt, s *scope, phase facts.Phase) {
	e.readNode(stmt, s, phase)
}

func (e *evaluator) readExpr(x python.Expr, s *scope, phase facts.Phase) {
	if x != nil {
		e.readNode(x, s, phase)
	}
}

func (e *evaluator) readChildren(n python.Node, s *scope, phase facts.Phase) {
	python.Children(n, func(child python.Node) {
		if child != nil {
			e.readNode(child, s, phase)
		}
	})
}

func (e *evaluator) readNode(n python.Node, s *scope, phase facts.Phase) {
	saved := e.phase
	e.phase = phase
	e.readIn(n, s)
	e.phase = saved
}

// readIn reads a node in the current phase.
func (e *evaluator) readIn(n python.Node, s *scope) {
	e.reads++
	if !s.static {
		s = e.staticScope(s, nil)
	}
	switch n := n.(type) {
	case *python.Import:
		for _, a := range n.Names {
			v := e.importModule(a, false, execution{})
			e.hot = e.hot || !e.harmlessImport(a.Name, "", a.Name)
			s.vars[boundName(a)] = v
		}
		return
	case *python.ImportFrom:
		for _, a := range n.Names {
			one, star := e.importName(n, a, execution{})
			if one.kind != unbound {
				s.vars[importedAs(a)] = one
			}
			for name, v := range star {
				s.vars[name] = v
			}
			e.hot = e.hot || n.Level > 0 || !e.harmlessImport(n.Module, a.Name, n.Module+"."+a.Name)
		}
		return
	case *python.FunctionDef:
		e.hot = e.hot || !harmlessGlobal(n.Name)
		for _, d := range n.Decorators {
			e.readUse(d, s, facts.UseDecorator)
			e.hot = true
		}
		e.readArguments(n.Args, s)
		if n.Returns != nil {
			e.readIn(n.Returns, s)
		}
		e.readIn(&python.Module{Span: n.Span, Body: n.Body}, e.staticScope(s, functionBindings(n.Args, n.Body).local))
		return
	case *python.Lambda:
		e.readArguments(n.Args, s)
		e.readIn(n.Body, e.staticScope(s, functionBindings(n.Args, nil).local))
		return
	case *python.ClassDef:
		e.readClass(n, s, e.phase)
		for _, b := range n.Bases {
			e.readUse(b, s, facts.UseBase)
		}
		for _, d := range n.Decorators {
			e.readUse(d, s, facts.UseDecorator)
		}
		e.hot = true
		return
	case *python.Assign:
		e.readIn(n.Value, s)
		v := e.static(n.Value, s)
		for _, target := range n.Targets {
			if name, ok := target.(*python.Name); ok {
				if v.kind == symbolKind || v.kind == builtinKind {
					s.vars[name.ID] = v
				} else {
					s.vars[name.ID] = value{kind: unknownKind, s: "not executed"}
				}
				continue
			}
			e.readStore(target, s)
		}
		return
	case *python.AugAssign:
		e.readIn(n.Value, s)
		e.readStore(n.Target, s)
		return
	case *python.AnnAssign:
		if n.Value != nil {
			e.readIn(n.Value, s)
		}
		e.readIn(n.Annotation, s)
		e.readStore(n.Target, s)
		return
	case *python.Delete:
		for _, target := range n.Targets {
			e.readStore(target, s)
		}
		return
	case *python.Call:
		e.readCall(n, s)
		return
	case *python.Name, *python.Attribute:
		e.readUse(n.(python.Expr), s, facts.UseReference)
		return
	case *python.BinOp:
		e.hot = e.hot || n.Op == python.Mult || n.Op == python.Pow
	case *python.With:
		for _, item := range n.Items {
			call, ok := item.Context.(*python.Call)
			e.hot = e.hot || n.Async || !ok || e.static(call.Func, s).kind != symbolKind
		}
	case *python.Try, *python.While, *python.Match, *python.Global, *python.Nonlocal, *python.Await, *python.Yield, *python.YieldFrom,
		*python.TemplateStr:
		e.hot = true
	}
	python.Children(n, func(child python.Node) {
		if child != nil {
			e.readIn(child, s)
		}
	})
}

func (e *evaluator) harmlessImport(module, name, qualified string) bool {
	s, _ := e.symbol(qualified)
	if e.config.OwnModule != nil && (e.config.OwnModule(module) || e.config.OwnModule(root(module))) {
		return false
	}
	return name != "*" && e.importable(module, name, qualified, s)
}

func (e *evaluator) readArguments(a *python.Arguments, s *scope) {
	if a == nil {
		return
	}
	python.Children(a, func(child python.Node) {
		if child != nil {
			e.readIn(child, s)
		}
	})
}

// readClass reads a class body, in which methods do not see the class's own names.
func (e *evaluator) readClass(n *python.ClassDef, s *scope, phase facts.Phase) {
	saved := e.phase
	e.phase = phase
	inner := e.staticScope(s, nil)
	for _, k := range n.Keywords {
		e.readIn(k.Value, inner)
	}
	for _, stmt := range n.Body {
		e.readIn(stmt, inner)
	}
	e.phase = saved
}

// readStore reads a target: a change of something imported is recorded.
func (e *evaluator) readStore(target python.Expr, s *scope) {
	switch t := target.(type) {
	case *python.Name:
		s.vars[t.ID] = value{kind: unknownKind, s: "not executed"}
		return
	case *python.Attribute:
		if v := e.static(t, s); v.kind == symbolKind {
			e.record(v.s, facts.UseStore, t, nil)
			e.hot = true
			return
		}
	case *python.Subscript:
		if v := e.static(t.Value, s); v.kind == symbolKind {
			e.record(v.s, facts.UseStore, t, nil)
			e.hot = true
			e.readIn(t.Slice, s)
			return
		}
	case *python.Tuple:
		for _, x := range t.Elts {
			e.readStore(x, s)
		}
		return
	case *python.List:
		for _, x := range t.Elts {
			e.readStore(x, s)
		}
		return
	}
	python.Children(target, func(child python.Node) {
		if child != nil {
			e.readIn(child, s)
		}
	})
}

// static resolves a chain of names to something imported, without executing anything.
func (e *evaluator) static(x python.Expr, s *scope) value {
	switch x := x.(type) {
	case *python.Name:
		return e.lookup(s, x.ID)
	case *python.Attribute:
		return e.staticAttribute(e.static(x.Value, s), x.Attr)
	case *python.Constant:
		return value{kind: opaqueKind}
	case *python.Call:
		// What a hook or client returns is still the hook's business: the call itself is recorded.
		return value{kind: unknownKind, s: "not executed"}
	}
	return value{kind: unknownKind, s: "not executed"}
}

func (e *evaluator) staticAttribute(base value, attr string) value {
	switch base.kind {
	case moduleKind:
		if v, ok := base.o.module.globals.vars[attr]; ok && v.kind != unbound {
			return v
		}
	case symbolKind:
		return value{kind: symbolKind, s: e.qualify(base.s, attr)}
	case strKind, listKind, dictKind:
		return value{kind: methodKind, s: attr, o: &object{items: []value{base}}}
	}
	return value{kind: unknownKind, s: "not executed"}
}

// handedLater reads a function that is called from code that is only read.
func (f *function) handedLater(e *evaluator, phase facts.Phase) {
	for _, p := range f.phases {
		if p == phase {
			return
		}
	}
	if phase == facts.PhaseDead {
		// What it does is read where its own calls are looked at.
		e.hot = e.hot || f.role == taskFunction
		return
	}
	f.phases = append(f.phases, phase)
	if f.node != nil {
		e.readBody(f, phase)
	}
}

// staticSite gives the arguments of a call that is not executed: constants, and names whose value
// is known where the code was read.
func (e *evaluator) staticSite(n *python.Call, s *scope) *site {
	c := &site{node: n}
	for _, a := range n.Args {
		c.pos = append(c.pos, e.staticValue(a, s))
	}
	for _, k := range n.Keywords {
		if k.Arg != "" {
			c.kw = append(c.kw, keyword{k.Arg, e.staticValue(k.Value, s), k.Span})
		}
	}
	return c
}

func (e *evaluator) staticValue(x python.Expr, s *scope) value {
	switch x := x.(type) {
	case *python.Constant:
		if x.Value != python.ConstantStr || !x.Unresolved {
			return e.constant(x)
		}
	case *python.Name:
		if v := e.lookup(s, x.ID); v.kind != unbound {
			return v
		}
	}
	return value{kind: unknownKind, s: "not executed"}
}
