package eval

import (
	"slices"

	"github.com/sekisho/sekisho/policy/python"
)

// This file executes generator functions of the file where a loop walks what a call of one gives, step by step, or a
// consumer takes all of it at once. The arguments are bound at the call, the body begins when the first item is asked for.
// At each `yield` the body of the loop runs, in the state of the one who walks, and then the generator goes on: the very
// order of CPython. A loop that is left closes the generator where it stands, which runs nothing, because no
// `yield` stands in a `try` or `with`. What else could be done with a generator, and one that is kept, is an unknown.

const reasonGenerator = "a generator function is executed where a loop walks its call, or `list(…)` and the like take all of it"

// suspended is a generator whose body has not begun.
type suspended struct {
	fn    *function
	site  *site
	local *scope
}

// running is a generator whose body runs, and the state of the one who walks it.
type running struct {
	fn     *function
	depth  int // of the stack in the body
	forks  int
	item   func(value) bool
	left   bool // by the one who walks it
	outer  *running
	scope  *scope
	stack  []call
	frame  frame
	result value
	under  int // conditional
}

// yieldsPlainly tells whether every `yield` in a body is a statement of its own, in no `try`, `with` or `match`.
func yieldsPlainly(body []python.Stmt) bool {
	for _, s := range body {
		var parts []python.Node
		switch s := s.(type) {
		case *python.FunctionDef:
			continue // its own
		case *python.ExprStmt:
			switch x := s.Value.(type) {
			case *python.Yield:
				parts = []python.Node{x.Value}
			case *python.YieldFrom:
				parts = []python.Node{x.Value}
			default:
				parts = []python.Node{s.Value}
			}
		case *python.If:
			if !yieldsPlainly(s.Body) || !yieldsPlainly(s.Orelse) {
				return false
			}
			parts = []python.Node{s.Test}
		case *python.For:
			if s.Async || !yieldsPlainly(s.Body) || !yieldsPlainly(s.Orelse) {
				return false
			}
			parts = []python.Node{s.Target, s.Iter}
		case *python.While:
			if !yieldsPlainly(s.Body) || !yieldsPlainly(s.Orelse) {
				return false
			}
			parts = []python.Node{s.Test}
		default:
			parts = []python.Node{s}
		}
		for _, part := range parts {
			if part != nil && python.Contains(part, yielding) {
				return false
			}
		}
	}
	return true
}

// yielding tells whether a node makes a generator of the function, or a coroutine.
func yielding(n python.Node) bool {
	switch n.(type) {
	case *python.Yield, *python.YieldFrom, *python.Await:
		return true
	}
	return false
}

// callGenerator is a call of a generator function: what it gives is known to the loop that walks it, and to whoever takes all
// of it before anything else happens.
func (e *evaluator) callGenerator(f *function, c *site, how consumption) value {
	if how != looped && how != taken {
		return e.refuseCall(f, c, codeCallee, reasonGenerator)
	}
	if reason := e.refusal(f); reason != "" {
		return e.refuseCall(f, c, codeCallee, reason)
	}
	called := e.here(c.node.Span)
	caller := e.enter(f.home, called)
	local, ok := e.activation(f, c, called)
	e.leave(caller)
	if !ok {
		return e.refuseCall(f, c, codeArgument, reasonArguments)
	}
	g := &suspended{f, c, local}
	if how == looped {
		return value{kind: listKind, o: &object{typ: typeIterator, suspended: g, version: e.clock}}
	}
	var items []value
	e.resume(g, func(item value) bool {
		items = append(items, item)
		return e.alloc(c.node, 16) && !e.exhausted
	})
	return e.iterator(items)
}

// resume runs the body of a generator; item is called for each of its items, and leaves it by false.
func (e *evaluator) resume(g *suspended, item func(value) bool) {
	if e.suspensions >= e.limits.Depth {
		e.refuseCall(g.fn, g.site, codeCallee, "generators are nested deeper than the interpreter follows")
		return
	}
	r := &running{
		fn: g.fn, depth: len(e.stack) + 1, forks: e.forks, item: item, outer: e.generator, scope: e.scope, stack: e.stack,
		frame: e.enter(g.fn.home, e.here(g.site.node.Span)), result: e.result, under: e.conditional,
	}
	e.generator = r
	e.suspensions++
	e.stack = append(slices.Clone(e.stack), call{fn: g.fn, at: g.site.node})
	e.scope, e.result = g.local, noneValue
	e.block(g.fn.node.Body)
	e.leave(r.frame)
	e.suspensions--
	e.generator, e.scope, e.stack, e.result, e.conditional = r.outer, r.scope, r.stack, r.result, r.under
}

// yield hands an item to the one who walks the generator, and goes on when it asks for the next.
func (e *evaluator) yield(x *python.Yield) completion {
	v := noneValue
	if x.Value != nil {
		v = e.eval(x.Value)
	}
	return e.yielded(x, v)
}

func (e *evaluator) yieldFrom(x *python.YieldFrom) completion {
	iterable := e.evalIterable(x.Value, looped)
	end := normal
	e.iterate(x.Value, iterable, func(item value) bool {
		if !e.step(x) {
			end = stopped
			return false
		}
		end = e.yielded(x, item)
		return end == normal
	}, func() {})
	return end
}

// yielded runs what the walker does with an item, in its own state.
func (e *evaluator) yielded(at python.Expr, v value) completion {
	r := e.generator
	if r == nil || len(e.stack) != r.depth || e.stack[len(e.stack)-1].fn != r.fn {
		e.unknown(at, codeExpression, "a `yield` outside of a generator that is executed")
		return normal
	}
	if e.forks != r.forks {
		e.unknown(at, codeControl, "whether a generator gives this item is not known")
		return normal
	}
	inner := running{scope: e.scope, stack: e.stack, result: e.result, under: e.conditional}
	inner.frame = frame{e.home, e.globals, e.code, e.path, e.docstring, e.site}
	e.generator, e.scope, e.stack, e.result, e.conditional = r.outer, r.scope, slices.Clone(r.stack), r.result, r.under
	e.leave(r.frame)
	r.left = !r.item(v)
	r.result = e.result
	e.leave(inner.frame)
	e.generator, e.scope, e.stack, e.result, e.conditional = r, inner.scope, inner.stack, inner.result, inner.under
	switch {
	case e.exhausted:
		return stopped
	case r.left:
		return returned
	}
	return normal
}
