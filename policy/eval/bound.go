package eval

import "github.com/sekisho/sekisho/policy/facts"

// This file has functools.partial: a callable together with some of its arguments. A call of it is the call
// of that callable with all of them: positional ones first, a later keyword in place of an earlier one
// (functools.partial.__call__). Files use it to say once what their pods have in common.

// bindArguments is functools.partial(f, …), of an operator, a DAG, or a plain function or an executed class of the file.
func bindArguments(e *evaluator, c *site) value {
	if c.open || len(c.pos) == 0 || !e.bindable(c.pos[0]) {
		return e.refuse(c)
	}
	items := c.values()
	if !e.alloc(c.node, 16*len(items)) {
		return e.refuse(c)
	}
	return value{kind: boundKind, s: "functools.partial", o: &object{items: items, bound: &site{pos: c.pos[1:], kw: c.kw}}}
}

// bindable tells whether the interpreter executes a call of the value as it stands, whatever the arguments.
func (e *evaluator) bindable(f value) bool {
	switch f.kind {
	case functionKind:
		return f.o.fn.role == plainFunction
	case classKind:
		return f.isPodClass()
	case symbolKind:
		s, _ := e.symbol(f.s)
		return s.Capability != facts.CapUnknown &&
			(isOperator(s) || e.config.Catalogue.IsKubernetesPodOperator(s.Canonical) || e.config.Catalogue.IsDAG(s.Canonical))
	}
	return false
}

// callBound calls what functools.partial returned.
func (e *evaluator) callBound(f value, c *site) value {
	given := f.o.bound
	merged := &site{node: c.node, open: c.open}
	merged.pos = append(append(merged.pos, given.pos...), c.pos...)
	e.charge((len(merged.pos) + len(given.kw) + len(c.kw)) / 4)
	merged.kw = e.fewer(overridden(given.kw, c.kw), c.node, &merged.open)
	callee := f.o.items[0]
	switch callee.kind {
	case symbolKind:
		return e.callSymbol(callee, merged)
	case classKind:
		return e.construct(callee, merged)
	}
	return e.callFunction(callee.o.fn, merged)
}
