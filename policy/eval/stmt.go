package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

func (e *evaluator) block(body []python.Stmt) completion {
	for i, s := range body {
		if end := e.exec(s); end != normal {
			if e.exhausted {
				e.read(body[i+1:], e.scope, e.phase)
			}
			return end
		}
	}
	return normal
}

// exec executes one statement. The unexported kinds list in kinds.go says of every node whether it
// is executed, unknown or structural; a test holds the two together.
func (e *evaluator) exec(s python.Stmt) completion {
	if !e.step(s) {
		e.readStmt(s, e.scope, e.phase)
		return stopped
	}
	e.now = s
	switch s := s.(type) {
	case *python.ExprStmt:
		switch x := s.Value.(type) {
		case *python.Yield:
			return e.yield(x)
		case *python.YieldFrom:
			return e.yieldFrom(x)
		}
		e.eval(s.Value)
	case *python.Assign:
		v := e.evalIterable(s.Value, unpacked(s))
		for _, target := range s.Targets {
			e.assign(target, v)
		}
	case *python.AugAssign:
		e.augAssign(s)
	case *python.AnnAssign:
		e.annotation(s.Annotation)
		if s.Value != nil {
			e.assign(s.Target, e.eval(s.Value))
		} else if !s.Simple {
			e.unknown(s, codeStatement, "a bare annotation of something other than a name evaluates its target")
			e.readExpr(s.Target, e.scope, e.phase)
		}
	case *python.If:
		return e.ifStmt(s)
	case *python.For:
		return e.forStmt(s)
	case *python.With:
		return e.with(s)
	case *python.Import:
		e.importStmt(s)
	case *python.ImportFrom:
		e.importFrom(s)
	case *python.FunctionDef:
		e.functionDef(s)
	case *python.ClassDef:
		e.classDef(s)
	case *python.Return:
		return e.returnStmt(s)
	case *python.Pass:
	case *python.Break:
		return broke
	case *python.Continue:
		return continued
	case *python.Assert:
		return e.assert(s)
	case *python.Raise:
		e.unknown(s, codeStatement, "a statement that raises is not executed")
		e.readStmt(s, e.scope, e.phase)
		return normal
	case *python.Delete:
		e.deleteStmt(s)
	case *python.Global, *python.Nonlocal:
		// Wherever it stands, it is about the whole function: inline has seen to it.
	case *python.While:
		return e.while(s)
	case *python.Try:
		return e.try(s)
	case *python.Match:
		return e.match(s)
	case *python.TypeAlias:
		e.unknown(s, codeStatement, "a type alias is not executed")
		e.readStmt(s, e.scope, e.phase)
		e.bind(s.Name.ID, value{kind: unknownKind, s: "a type alias"}, s.Name)
	default:
		e.unknown(s, codeStatement, "a statement that the interpreter does not know")
		e.readStmt(s, e.scope, e.phase)
	}
	if e.exhausted {
		return stopped
	}
	return normal
}

// unpacked says what becomes of the value of an assignment: one tuple of targets takes all items of a generator
// before the first is bound.
func unpacked(s *python.Assign) consumption {
	_, lazy := s.Value.(*python.GeneratorExp)
	_, called := s.Value.(*python.Call)
	if (lazy || called) && len(s.Targets) == 1 {
		switch s.Targets[0].(type) {
		case *python.Tuple, *python.List:
			return taken
		}
	}
	return kept
}

func (e *evaluator) list(items []value) value {
	return value{kind: listKind, o: &object{items: items, version: e.clock, saved: e.generation, made: e.generations}}
}

func (e *evaluator) tuple(items []value) value {
	return value{kind: tupleKind, o: &object{items: items, version: e.clock}}
}

// set is an empty set of a type: the builtin one, or `frozenset`.
func (e *evaluator) set(typ string) value {
	return value{kind: setKind, o: &object{typ: typ, unique: true, version: e.clock, saved: e.generation, made: e.generations}}
}

func (e *evaluator) dict(keys, items []value) value {
	return value{kind: dictKind, o: &object{keys: keys, items: items, version: e.clock, saved: e.generation, made: e.generations}}
}

func (e *evaluator) ifStmt(s *python.If) completion {
	test := e.eval(s.Test)
	if result, known := truth(test); known {
		taken, dead := s.Body, s.Orelse
		if !result {
			taken, dead = s.Orelse, s.Body
		}
		e.readDead(dead)
		e.conditional++
		end := e.block(taken)
		e.conditional--
		return end
	}
	if !plainTest(test) {
		e.unknown(s.Test, codeExpression, "the truth of this object is not known")
	}
	e.conditional++
	end := e.fork(s,
		func() completion { return e.block(s.Body) },
		func() completion { return e.block(s.Orelse) },
	)
	e.conditional--
	return end
}

// plainTest tells whether taking the truth of a value runs no code of an unknown class.
func plainTest(v value) bool {
	return v.kind == unknownKind || isPlain(v) || v.kind == objectKind
}

func (e *evaluator) forStmt(s *python.For) completion {
	if s.Async {
		e.unknown(s, codeStatement, "`async for` is not executed")
		e.readStmt(s, e.scope, e.phase)
		return normal
	}
	iterable := e.evalIterable(s.Iter, looped)
	end := normal
	ended := e.iterate(s.Iter, iterable, func(item value) bool {
		if !e.step(s) {
			end = stopped
			return false
		}
		e.assign(s.Target, item)
		end = e.block(s.Body)
		if end == continued {
			end = normal
		}
		return end == normal
	}, func() {
		end = e.fork(s,
			func() completion {
				filler := value{kind: unknownKind, s: "a member of something that is not a known sequence"}
				if iterable.kind == opaqueKind {
					filler = opaque(iterable.s, iterable.n)
				}
				e.assign(s.Target, filler)
				if end := e.block(s.Body); end == returned || end == stopped {
					return end
				}
				return normal
			},
			func() completion { return normal },
		)
	})
	switch end {
	case broke:
		e.readDead(s.Orelse)
		return normal
	case returned, stopped:
		return end
	}
	if ended && iterable.isContainer() && len(iterable.o.items) == 0 && iterable.o.suspended == nil {
		e.readDead(s.Body)
	}
	return e.block(s.Orelse)
}

func (e *evaluator) returnStmt(s *python.Return) completion {
	e.result = noneValue
	if s.Value != nil {
		e.result = e.eval(s.Value)
	}
	if len(e.stack) == 0 {
		e.unknown(s, codeStatement, "return outside a function")
	}
	return returned
}

// assert executes a test that is known to hold; any other may end the module.
func (e *evaluator) assert(s *python.Assert) completion {
	test := e.eval(s.Test)
	if result, known := truth(test); known && result {
		if s.Msg != nil {
			e.readExpr(s.Msg, e.scope, facts.PhaseDead)
		}
		return normal
	}
	e.unknown(s, codeStatement, "an assertion that is not known to hold")
	if s.Msg != nil {
		e.readExpr(s.Msg, e.scope, e.phase)
	}
	return normal
}

// while executes a loop as long as its test is known, each round counted; the rest of it is an unknown.
func (e *evaluator) while(s *python.While) completion {
	for first := true; ; first = false {
		test := e.eval(s.Test)
		result, known := truth(test)
		if !known {
			return e.whileUnknown(s)
		}
		if !result {
			if first {
				e.readDead(s.Body)
			}
			return e.block(s.Orelse)
		}
		if !e.step(s) {
			return stopped
		}
		e.conditional++
		end := e.block(s.Body)
		e.conditional--
		switch end {
		case broke:
			e.readDead(s.Orelse)
			return normal
		case returned, stopped:
			return end
		}
	}
}

// whileUnknown runs the parts of a loop whose test is not known as alternatives: what they would build is worth a
// finding, and nothing is proved by it.
func (e *evaluator) whileUnknown(s *python.While) completion {
	e.unknown(s, codeStatement, "a `while` loop whose condition is not known is not executed")
	e.conditional++
	defer func() { e.conditional-- }()
	e.fork(s,
		func() completion { e.block(s.Body); return normal },
		func() completion { return normal },
	)
	e.fork(s,
		func() completion { e.block(s.Orelse); return normal },
		func() completion { return normal },
	)
	if e.exhausted {
		return stopped
	}
	return normal
}
