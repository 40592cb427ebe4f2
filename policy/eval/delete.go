package eval

import "github.com/sekisho/sekisho/policy/python"

// deleteStmt executes `del` of a name, of a member of a dict and of one of a list. What is not there would raise, so
// that and everything else is an unknown.
func (e *evaluator) deleteStmt(s *python.Delete) {
	for _, target := range s.Targets {
		if !e.deleted(target) {
			e.unknown(s, codeStatement, "`del` of something other than a name, a key or an index that is there is not executed")
			e.forget(target)
		}
	}
}

// deleted deletes one target; false when it is not known to be there.
func (e *evaluator) deleted(target python.Expr) bool {
	switch t := target.(type) {
	case *python.Name:
		if _, elsewhere := e.scope.elsewhere[t.ID]; elsewhere || e.scope.comprehension {
			return false
		}
		if v := e.scope.vars[t.ID]; v.kind == unbound {
			return false
		}
		e.setVar(e.scope, t.ID, value{})
		return true
	case *python.Subscript:
		if _, slice := t.Slice.(*python.Slice); slice || e.isGlobals(t.Value) {
			return false
		}
		base := e.evalQuiet(t.Value)
		key := e.eval(t.Slice)
		c := &site{node: &python.Call{Span: t.Span}, pos: []value{key}}
		switch base.kind {
		case dictKind:
			if !hashable(key) || base.o.find(key) < 0 {
				return false
			}
			_, ok := e.dictMethod(base, "pop", c, kept)
			return ok
		case listKind:
			_, ok := e.listMethod(base, "pop", c)
			return ok
		}
	case *python.Tuple:
		return e.allDeleted(t.Elts)
	case *python.List:
		return e.allDeleted(t.Elts)
	}
	return false
}

func (e *evaluator) allDeleted(targets []python.Expr) bool {
	for _, t := range targets {
		if !e.deleted(t) {
			return false
		}
	}
	return true
}

// forget makes what a target names unknown.
func (e *evaluator) forget(target python.Expr) {
	switch t := target.(type) {
	case *python.Name:
		e.bind(t.ID, value{kind: unknownKind, s: "deleted"}, t)
	case *python.Subscript:
		base := e.evalQuiet(t.Value)
		e.eval(t.Slice)
		if base.kind == symbolKind {
			e.store(base, t)
		} else if base.isContainer() {
			e.blur(base.o, "a member was deleted")
		}
	case *python.Attribute:
		e.storeAttribute(t, value{kind: unknownKind, s: "deleted"})
	default:
		e.readExpr(target, e.scope, e.phase)
	}
}
