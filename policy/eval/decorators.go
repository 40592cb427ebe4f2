package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file executes decorators: functions of the file that are given a function and return what takes its name, and
// three of functools. `wraps` gives a wrapper the name of what it wraps. `cache` and `lru_cache` remember what a call
// returned, as long as the same arguments come again: then that very object is the result, and the body does not run.

// ownDecorator is a call of a function of the file with the function that it decorates; made is the call that was to
// make the decorator and was not executed.
func (e *evaluator) ownDecorator(at python.Expr, d value, made *site, target value) (value, bool) {
	if made != nil || !plainCode(d) || !plainCode(target) {
		return value{}, false
	}
	target.o.fn.shared = true
	return e.callFunction(d.o.fn, &site{node: &python.Call{Span: at.Range(), Func: at}, pos: []value{target}}), true
}

// plainCode tells whether a value is a function or lambda of the file of which no decorator of Airflow made another thing.
func plainCode(v value) bool {
	return (v.kind == functionKind || v.kind == lambdaKind) && v.o.fn.role == plainFunction
}

// alone tells whether what is decorated is the function that is being defined, and nobody else has it: what a decorator
// makes of it is another function than what was given away before.
func (f *function) alone(target value) bool {
	return target.kind == functionKind && target.o.fn == f && f.role == plainFunction && !f.shared
}

// standardDecorator is one of functools on the function that is being defined; made is what it was called with.
func (e *evaluator) standardDecorator(name string, made *site, f *function, target value) bool {
	if !f.alone(target) {
		return false
	}
	switch name {
	case "functools.wraps":
		if made == nil || made.open || len(made.pos) != 1 || len(made.kw) > 0 || made.pos[0].kind != functionKind || made.pos[0].o.fn.role != plainFunction {
			return false
		}
		f.name, f.wraps = made.pos[0].o.fn.name, true
		return true
	case "functools.cache", "functools.lru_cache":
		// The function of a module remembers what another file asked for.
		if f.barred != "" || !f.home.judged() || f.memo != nil {
			return false
		}
		most, ok := rememberedCalls(name, made)
		if ok {
			f.memo = &memo{most: most}
		}
		return ok
	}
	return false
}

// fewRemembered is how many results lru_cache keeps when nothing is said.
const fewRemembered = 128

// rememberedCalls is how many results a cache keeps before it drops one.
func rememberedCalls(name string, made *site) (int, bool) {
	switch {
	case name == "functools.cache":
		return maxWalk, made == nil
	case made == nil:
		return fewRemembered, true
	}
	args, ok := made.take("maxsize")
	switch size := args[0]; {
	case !ok:
		return 0, false
	case size.kind == unbound:
		return fewRemembered, true
	case size.kind == noneKind:
		return maxWalk, true
	case size.kind == intKind && size.n > 0:
		return int(min(size.n, maxWalk)), true
	}
	return 0, false
}

// memo is what a function remembers of its calls.
type memo struct {
	most  int
	calls []remembered
}

type remembered struct {
	site   *site
	result value
}

// callRemembered is a call of a function with a cache. Whether arguments that are equal and not the same (1 and True) are
// one key differs between numbers of arguments, so that is an unknown, and so is a result that is dropped.
func (e *evaluator) callRemembered(f *function, c *site) value {
	refuse := func(reason string) value { return e.refuseCall(f, c, codeCallee, reason) }
	if c.open {
		return refuse("the arguments of a function with a cache are not known")
	}
	for _, v := range c.values() {
		if !v.isScalar() && !v.isPlainEnum() || !hashable(v) {
			return refuse("an argument of a function with a cache is no known constant, or is a tuple")
		}
		e.charge(len(v.s) / 64)
	}
	before := len(f.memo.calls)
	e.charge(before * (1 + len(c.pos) + len(c.kw)) / 4)
	for _, call := range f.memo.calls {
		switch equal, identical := sameKey(call.site, c); {
		case identical:
			return call.result
		case equal:
			return refuse("a function with a cache is called with equal arguments that are not the same")
		}
	}
	if e.forks > 0 {
		return refuse("what a function with a cache remembers depends on a condition that is not known")
	}
	result := e.inline(f, c, nil)
	if result.kind == unknownKind {
		return result
	}
	e.charge((len(f.memo.calls) - before) * (1 + len(c.pos) + len(c.kw)) / 4)
	for _, call := range f.memo.calls[before:] {
		// Which of the two results stays depends on the kind of the cache.
		if equal, _ := sameKey(call.site, c); equal {
			return refuse("a function with a cache calls itself with the same arguments")
		}
	}
	if len(f.memo.calls) >= f.memo.most {
		return refuse("a function with a cache is called with more arguments than it remembers")
	}
	if !e.alloc(c.node, 64) {
		return value{kind: unknownKind, s: "too large"}
	}
	f.memo.calls = append(f.memo.calls, remembered{c, result})
	return result
}

// sameKey compares the arguments of two calls as a cache does, which tells keywords in another order apart.
func sameKey(a, b *site) (equal, same bool) {
	if len(a.pos) != len(b.pos) || len(a.kw) != len(b.kw) {
		return false, false
	}
	equal, same = true, true
	compare := func(v, w value) {
		same = same && identical(v, w)
		equal = equal && keyEqual(v, w)
	}
	for i := range a.pos {
		compare(a.pos[i], b.pos[i])
	}
	for i := range a.kw {
		if a.kw[i].name != b.kw[i].name {
			return false, false
		}
		compare(a.kw[i].value, b.kw[i].value)
	}
	return equal, same && equal
}

// decorate applies a decorator to what is defined: f, or what the decorators under it made of that.
func (e *evaluator) decorate(at python.Expr, d value, c *site, f *function, target value) value {
	if d.kind == symbolKind {
		if e.standardDecorator(d.s, c, f, target) {
			return target
		}
		s := e.record(d.s, facts.UseDecorator, at, c)
		// A wrapper has the docstring of what it wraps, which Airflow shows.
		if f.alone(target) && !f.wraps && f.memo == nil {
			switch decoratorRole(d.s, s) {
			case dagFunction:
				f.role, f.with, f.symbol = dagFunction, c, s
				return target
			case groupFunction:
				f.role, f.with, f.symbol = groupFunction, c, s
				return target
			case taskFunction:
				f.role, f.with, f.symbol, f.at = taskFunction, c, s, at
				f.handed(facts.PhaseWorker)
				e.out.Callables = append(e.out.Callables, facts.Callable{
					Name: f.name, Field: "@" + lastName(d.s), Phase: facts.PhaseWorker, Symbol: s, Span: e.span(f.node.NameSpan),
				})
				return target
			}
		}
	} else if v, ok := e.ownDecorator(at, d, c, target); ok {
		return v
	} else {
		fact := facts.Call{
			Symbol: facts.Symbol{Capability: facts.CapUnknown}, Use: facts.UseDecorator, Phase: e.phase, Span: e.span(at.Range()),
		}
		if d.kind == builtinKind {
			fact.Symbol, _ = e.symbol("builtins." + d.s)
		}
		e.recordFact(at, fact)
	}
	e.escapeValue(target)
	if d.kind == functionKind {
		d.o.fn.handed(e.phase)
	}
	return e.unknown(at, codeDecorator, "a decorator that is not on the closed list")
}
