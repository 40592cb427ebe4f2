package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

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
		if e.questionRead(v.s, n, s) {
			e.hot = true
		} else if !closedBuiltins[v.s] && !exceptions[v.s] || e.mapsCode(v.s, n, s) {
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
