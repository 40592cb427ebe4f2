package eval

import "github.com/sekisho/sekisho/policy/python"

// This file executes a `try` of which it is known whether its body raises, and what. Elsewhere an exception that the
// interpreter does not foresee ends the module, and Airflow has nothing of it; here it would choose what runs. So a body
// is executed statement by statement, and each only after it was foreseen (foresee.go) for certain that it raises
// nothing, or that it raises exactly one exception. Handlers are for exceptions that come of values alone: a time-out,
// a signal or a lack of memory, which may come anywhere, is none of these. A `finally` would see what such a one left half
// done, so it is not executed.

// valueErrors are the exceptions that are foreseen or caught, each with what it is derived from.
var valueErrors = map[string][]string{
	"KeyError": {"KeyError", "LookupError"}, "IndexError": {"IndexError", "LookupError"}, "LookupError": {"LookupError"},
	"ValueError": {"ValueError"}, "TypeError": {"TypeError"}, "AttributeError": {"AttributeError"},
	"ZeroDivisionError": {"ZeroDivisionError", "ArithmeticError"}, "ArithmeticError": {"ArithmeticError"},
}

func (e *evaluator) try(s *python.Try) completion {
	for _, h := range s.Handlers {
		// Python makes a tuple of the names, and asks for each.
		e.charge(1)
		if several, ok := h.Type.(*python.Tuple); ok {
			e.charge(len(several.Elts))
		}
	}
	if first, second, ok := e.alternativeImports(s); ok {
		e.importEither(s, first, second)
		return normal
	}
	// What an `__init__` of operators is given is not all there for it to see.
	n := len(e.stack)
	if s.Star || len(s.Finalbody) > 0 || !catchesValues(s.Handlers) || n > 0 && e.stack[n-1].fn.super != nil {
		return e.tryUnknown(s)
	}
	end, raised, known := e.foreseenBlock(s.Body)
	if !known {
		return e.tryUnknown(s)
	}
	caught, handler := raised == "", (*python.ExceptHandler)(nil)
	for _, h := range s.Handlers {
		fits, known := e.catches(h.Type, raised)
		if !known {
			return e.tryUnknown(s)
		}
		if fits && !caught {
			caught, handler = true, h
		}
	}
	if !caught {
		return e.tryUnknown(s)
	}
	for _, h := range s.Handlers {
		if h != handler {
			e.readDead(h.Body)
		}
	}
	e.conditional++
	defer func() { e.conditional-- }()
	next := s.Orelse
	if handler != nil {
		e.readDead(s.Orelse)
		next = handler.Body
		if handler.Name != "" {
			// What can be done with an exception is not executed.
			e.bind(handler.Name, value{kind: classKind, s: "an exception", o: &object{}}, handler)
		}
	}
	if end == normal {
		end = e.block(next)
	} else {
		e.readDead(s.Orelse)
	}
	if handler != nil && handler.Name != "" {
		e.unbind(handler.Name)
	}
	return end
}

// tryUnknown runs the parts of a `try` as alternatives: what they would build is worth a finding, and nothing is
// proved by it.
func (e *evaluator) tryUnknown(s *python.Try) completion {
	e.unknown(s, codeStatement, "a `try` statement is not executed: which of its parts run is not known")
	e.conditional++
	defer func() { e.conditional-- }()
	branches := []func() completion{
		func() completion { e.block(s.Body); e.block(s.Orelse); return normal },
	}
	for _, h := range s.Handlers {
		branches = append(branches, func() completion {
			if h.Type != nil {
				e.evalQuiet(h.Type)
			}
			if h.Name != "" {
				e.bind(h.Name, value{kind: unknownKind, s: "an exception"}, h)
			}
			e.block(h.Body)
			return normal
		})
	}
	e.fork(s, branches...)
	e.block(s.Finalbody)
	if e.exhausted {
		return stopped
	}
	return normal
}

// catchesValues tells by their look whether all handlers are for exceptions that come of values.
func catchesValues(handlers []*python.ExceptHandler) bool {
	for _, h := range handlers {
		names := []python.Expr{h.Type}
		if several, ok := h.Type.(*python.Tuple); ok {
			names = several.Elts
		}
		for _, x := range names {
			if name, ok := x.(*python.Name); !ok || valueErrors[name.ID] == nil {
				return false
			}
		}
	}
	return true
}

// catches tells whether a handler is for an exception; known is unset where a name of it means another object.
func (e *evaluator) catches(x python.Expr, raised string) (fits, known bool) {
	names := []python.Expr{x}
	if several, ok := x.(*python.Tuple); ok {
		names = several.Elts
	}
	for _, x := range names {
		name := x.(*python.Name).ID
		if v := e.lookup(e.scope, name); v.kind != builtinKind || v.s != name {
			return false, false
		}
		for _, base := range valueErrors[raised] {
			fits = fits || base == name
		}
	}
	return fits, true
}

// unbind takes a name away, as the end of its handler does.
func (e *evaluator) unbind(name string) {
	s := e.scope
	if other, ok := s.elsewhere[name]; ok {
		s = other
		e.rebinds++
	}
	e.setVar(s, name, value{})
}

// foreseenBlock executes statements as long as it is foreseen what each does. It ends before one that raises; known is
// unset at one of which that is not known, before it was executed.
func (e *evaluator) foreseenBlock(body []python.Stmt) (end completion, raised string, known bool) {
	for _, s := range body {
		if branch, ok := s.(*python.If); ok {
			test := e.foresee(branch.Test)
			if !test.known || test.raises != "" {
				return normal, test.raises, test.known
			}
			holds, ok := truth(test.v)
			if !ok {
				return normal, "", false
			}
			e.eval(branch.Test)
			taken, dead := branch.Body, branch.Orelse
			if !holds {
				taken, dead = dead, taken
			}
			e.readDead(dead)
			if end, raised, known = e.foreseenBlock(taken); end != normal || raised != "" || !known {
				return end, raised, known
			}
			continue
		}
		if raised, known = e.foreseeStmt(s); raised != "" || !known {
			return normal, raised, known
		}
		if end = e.exec(s); end != normal {
			return end, "", end != stopped
		}
	}
	return normal, "", true
}

// foreseeStmt tells what a statement raises, "" for nothing.
func (e *evaluator) foreseeStmt(s python.Stmt) (raises string, known bool) {
	var x python.Expr
	switch s := s.(type) {
	case *python.Pass, *python.Break, *python.Continue:
		return "", true
	case *python.ExprStmt:
		x = s.Value
	case *python.Return:
		if x = s.Value; x == nil {
			return "", true
		}
	case *python.Assign:
		if len(s.Targets) != 1 || !e.assignable(s.Targets[0]) {
			return "", false
		}
		x = s.Value
	case *python.AugAssign:
		name, ok := s.Target.(*python.Name)
		if !ok {
			return "", false
		}
		x = &python.BinOp{Span: s.Span, Left: &python.Name{Span: name.Span, ID: name.ID, Ctx: python.Load}, Op: s.Op, Right: s.Value}
	case *python.Raise:
		return e.foreseeRaise(s)
	default:
		return "", false
	}
	out := e.foresee(x)
	return out.raises, out.known
}

// assignable tells whether binding a target raises nothing, whatever the value is: a name, or a key of a dict.
func (e *evaluator) assignable(target python.Expr) bool {
	switch t := target.(type) {
	case *python.Name:
		return true
	case *python.Subscript:
		base, key := e.foresee(t.Value), e.foresee(t.Slice)
		return base.certain() && key.certain() && base.v.kind == dictKind && hashable(key.v)
	}
	return false
}

// foreseeRaise is a `raise` of an exception that comes of values, with a text that is known to be made.
func (e *evaluator) foreseeRaise(s *python.Raise) (raises string, known bool) {
	x := s.Exc
	if c, ok := x.(*python.Call); ok && len(c.Keywords) == 0 {
		for _, a := range c.Args {
			if out := e.foresee(a); !out.certain() {
				return "", false
			}
		}
		x = c.Func
	}
	name, ok := x.(*python.Name)
	if !ok || s.Cause != nil || valueErrors[name.ID] == nil {
		return "", false
	}
	v := e.lookup(e.scope, name.ID)
	return name.ID, v.kind == builtinKind && v.s == name.ID
}
