package eval

import (
	"strings"

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

func (e *evaluator) readUse(x python.Expr, s *scope, use facts.Use) {
	if call, ok := x.(*python.Call); ok && use != facts.UseReference {
		e.readUse(call.Func, s, use)
		for _, a := range call.Args {
			e.readIn(a, s)
		}
		for _, k := range call.Keywords {
			e.readIn(k.Value, s)
		}
		return
	}
	// An attribute of what is not known is read as what it is an attribute of, all the way down.
	var few [8]value
	for _, v := range e.staticChain(x, s, few[:0]) {
		if !e.readUseOf(x, v, s, use) {
			return
		}
		x, use = x.(*python.Attribute).Value, facts.UseReference
		e.reads++
	}
}

// staticChain is static of an expression and of what it is an attribute of, down to the last attribute.
func (e *evaluator) staticChain(x python.Expr, s *scope, chain []value) []value {
	for at := x; ; {
		chain = append(chain, value{})
		a, ok := at.(*python.Attribute)
		if !ok {
			chain[len(chain)-1] = e.static(at, s)
			break
		}
		if _, ok := a.Value.(*python.Attribute); !ok {
			chain[len(chain)-1] = e.staticAttribute(e.static(a.Value, s), a.Attr)
			break
		}
		at = a.Value
	}
	names := make([]*python.Attribute, 0, len(chain))
	for at := x; len(names) < len(chain)-1; at = names[len(names)-1].Value {
		names = append(names, at.(*python.Attribute))
	}
	for i := len(names) - 1; i >= 0; i-- {
		chain[i] = e.staticAttribute(chain[i+1], names[i].Attr)
	}
	return chain
}

// readUseOf notes the use of a value; true when what the expression is an attribute of is still to be
// read, and is an attribute too.
func (e *evaluator) readUseOf(x python.Expr, v value, s *scope, use facts.Use) bool {
	switch v.kind {
	case symbolKind:
		symbol, listed := e.symbol(v.s)
		if symbol.Kind == "module" && use == facts.UseReference || listed && symbol.Capability == facts.CapSafe && use == facts.UseReference {
			return false
		}
		if _, ok := e.constantOf(v.s); ok || typingNames[v.s] {
			return false
		}
		e.record(v.s, use, x, nil)
		e.hot = e.hot || symbol.Capability != facts.CapPod
	case builtinKind:
		if !closedBuiltins[v.s] && use != facts.UseReference || reflective[v.s] {
			e.recordFact(x, facts.Call{Symbol: e.builtinSymbol(v.s), Use: use, Phase: e.phase, Span: e.span(x.Range())})
			e.hot = true
		}
	default:
		if a, ok := x.(*python.Attribute); ok {
			if strings.HasPrefix(a.Attr, "__") && a.Attr != "__name__" && a.Attr != "__init__" {
				e.recordInternal(x, a.Attr)
				e.hot = true
			}
			if _, more := a.Value.(*python.Attribute); more {
				return true
			}
			e.readIn(a.Value, s)
		}
	}
	return false
}

// reflective builtins are worth a record even where they are only named.
var reflective = set("eval", "exec", "compile", "__import__", "getattr", "setattr", "delattr", "globals", "locals", "vars", "open",
	"breakpoint", "input", "__builtins__", "__loader__", "memoryview")

func (e *evaluator) readCall(n *python.Call, s *scope) {
	if method, ok := n.Func.(*python.Attribute); ok && strings.HasPrefix(method.Attr, "format") {
		if template, ok := method.Value.(*python.Constant); ok {
			e.formatInternals(n, template.Str)
		}
	}
	v := e.static(n.Func, s)
	switch v.kind {
	case symbolKind:
		c := e.staticSite(n, s)
		e.record(v.s, facts.UseCall, n, c)
		e.hot = e.hot || !e.ordinary(v.s, c)
	case builtinKind:
		if !closedBuiltins[v.s] && !exceptions[v.s] || e.mapsCode(v.s, n, s) {
			c := e.staticSite(n, s)
			fact := facts.Call{Symbol: e.builtinSymbol(v.s), Use: facts.UseCall, Phase: e.phase, Span: e.span(n.Span)}
			for _, a := range c.pos {
				fact.Args = append(fact.Args, e.export(a))
			}
			e.recordFact(n, fact)
			e.hot = true
		}
	case functionKind:
		// A function that code outside the proof calls runs when that code runs.
		v.o.fn.handedLater(e, e.phase)
	case methodKind:
		if !methodNames[v.o.items[0].kind][v.s] {
			e.hot = true
		}
	default:
		method, ok := n.Func.(*python.Attribute)
		e.hot = e.hot || !v.isPodClass() && (v.kind != classKind || v.o.record == nil) && (!ok || !ordinaryMethods[method.Attr] || method.Attr == "format" && !plainFormat(method.Value))
		e.readIn(n.Func, s)
	}
	for _, a := range n.Args {
		e.readIn(a, s)
	}
	for _, k := range n.Keywords {
		e.readIn(k.Value, s)
	}
}

// ordinary tells whether code that nobody calls may call something imported: what the language executes
// where its arguments are known, which here they mostly are not. Arguments that no honest function gives are
// told from others all the same.
func (e *evaluator) ordinary(name string, c *site) bool {
	s, listed := e.symbol(name)
	if owner, method, ok := e.operatorMethod(name); ok && method == "partial" {
		s, listed = owner, true
	}
	if !listed || s.Kind == "re-export" || s.Kind == "member" {
		return false
	}
	for _, k := range c.kw {
		switch {
		case e.config.Catalogue.IsDAG(s.Canonical) && (!dagArguments[k.name] || callableField(k.name) || k.name == "doc_md" || k.name == "params" ||
			k.name == "template_undefined"),
			k.name == "namespace" && k.value.kind == strKind && k.value.s != e.config.Tenant.Namespace:
			return false
		}
	}
	return s.Detail == "kpo" || s.Capability == facts.CapSafe && s.Detail != "param"
}

// ordinaryMethods are the methods of data and of tasks that the language executes. What a caller hands to a
// function is not known where nobody calls it, and so is not what the method does; it is not called either.
var ordinaryMethods = func() map[string]bool {
	names := map[string]bool{}
	for _, list := range methodNames {
		for name := range list {
			names[name] = true
		}
	}
	return names
}()

// plainFormat tells whether a text is written there whose fields reach into nothing.
func plainFormat(x python.Expr) bool {
	c, ok := x.(*python.Constant)
	return ok && c.Value == python.ConstantStr && !strings.ContainsAny(c.Str, ".[")
}

// exceptions are what code that checks its arguments raises.
var exceptions = set("ValueError", "TypeError", "KeyError", "RuntimeError", "NotImplementedError", "Exception", "AssertionError")

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
