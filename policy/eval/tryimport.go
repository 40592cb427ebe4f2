package eval

import (
	"github.com/sekisho/sekisho/policy/python"
)

// This file executes the one kind of `try` that the language has: an import, and on ImportError another import
// of the same things from where other versions have them. Which of the two runs, and how far the first gets
// before it fails, depends on what is installed. So both must bind the same names, and each name must mean
// the same whichever binds it.

// alternativeImports returns the imports of a `try` and those of its handler, when it holds nothing else.
func (e *evaluator) alternativeImports(s *python.Try) (first, second []python.Stmt, ok bool) {
	if s.Star || len(s.Handlers) != 1 || len(s.Orelse)+len(s.Finalbody) > 0 {
		return nil, nil, false
	}
	h := s.Handlers[0]
	if h.Name != "" || !e.catchesImportErrors(h.Type) || !onlyImports(s.Body) || !onlyImports(h.Body) {
		return nil, nil, false
	}
	return s.Body, h.Body, true
}

// catchesImportErrors tells whether a handler is for a failed import alone.
func (e *evaluator) catchesImportErrors(x python.Expr) bool {
	switch x := x.(type) {
	case *python.Name:
		v := e.lookup(e.scope, x.ID)
		return (x.ID == "ImportError" || x.ID == "ModuleNotFoundError") && v.kind == builtinKind && v.s == x.ID
	case *python.Tuple:
		for _, one := range x.Elts {
			if name, ok := one.(*python.Name); !ok || !e.catchesImportErrors(name) {
				return false
			}
		}
		return len(x.Elts) > 0
	}
	return false
}

func onlyImports(body []python.Stmt) bool {
	for _, s := range body {
		switch s := s.(type) {
		case *python.Import:
		case *python.ImportFrom:
			for _, a := range s.Names {
				if a.Name == "*" {
					return false
				}
			}
		default:
			return false
		}
	}
	return true
}

// importEither executes two lists of imports of which the second may stand in for the first.
func (e *evaluator) importEither(s *python.Try, first, second []python.Stmt) {
	e.conditional++
	a, once := e.importsOf(first)
	b, too := e.importsOf(second)
	e.conditional--
	same := once && too && len(a) == len(b)
	for name, v := range a {
		w, ok := b[name]
		if same = same && ok && e.sameMeaning(v, w); !same {
			break
		}
	}
	if !same {
		e.unknown(s, codeImport, "the imports of this `try` and of its handler do not mean the same")
		for name := range a {
			e.setVar(e.scope, name, value{kind: unknownKind, s: "imported in one of two ways"})
		}
		for name := range b {
			e.setVar(e.scope, name, value{kind: unknownKind, s: "imported in one of two ways"})
		}
		return
	}
	for name, v := range a {
		e.setVar(e.scope, name, v)
	}
}

// importsOf executes imports and returns what each name is bound to, and whether each is bound once.
func (e *evaluator) importsOf(body []python.Stmt) (bound map[string]value, once bool) {
	bound, once = map[string]value{}, true
	add := func(name string) {
		_, twice := bound[name]
		bound[name], once = e.lookup(e.scope, name), once && !twice
	}
	for _, s := range body {
		e.exec(s)
		switch s := s.(type) {
		case *python.Import:
			for _, a := range s.Names {
				add(boundName(a))
			}
		case *python.ImportFrom:
			for _, a := range s.Names {
				add(importedAs(a))
			}
		}
	}
	return bound, once
}

// sameMeaning tells whether two imported things are one thing under the names of different versions: the
// catalogue gives both the same canonical name, or their values are equal constants.
func (e *evaluator) sameMeaning(a, b value) bool {
	if a.kind != symbolKind || b.kind != symbolKind {
		return a.isScalar() && b.isScalar() && identical(a, b)
	}
	if a.s == b.s {
		return true
	}
	if twin, ok := twins[a.s]; ok && twin == twins[b.s] {
		return true
	}
	if typingNames[a.s] && typingNames[b.s] {
		return lastName(a.s) == lastName(b.s) // of typing and typing_extensions
	}
	s, known := e.symbol(a.s)
	t, listed := e.symbol(b.s)
	if !known || !listed || s.Canonical != t.Canonical || s.Kind != t.Kind {
		return false
	}
	// A vouched operator is that under its own name only.
	_, first := e.vouchedOperator(a.s)
	_, second := e.vouchedOperator(b.s)
	return !first && !second && s.Kind != "re-export" && s.Kind != "module" && s.Kind != "member"
}

// twins are names of which the catalogue does not say that they mean one thing, with what they mean.
var twins = map[string]string{
	"airflow.utils.trigger_rule.TriggerRule": "TriggerRule", "airflow.task.trigger_rule.TriggerRule": "TriggerRule", "airflow.sdk.TriggerRule": "TriggerRule",
	"airflow.models.Variable": "Variable", "airflow.models.variable.Variable": "Variable", "airflow.sdk.Variable": "Variable",
	"typing.TypedDict": "TypedDict", "typing_extensions.TypedDict": "TypedDict",
	"zoneinfo.ZoneInfo": "ZoneInfo", "backports.zoneinfo.ZoneInfo": "ZoneInfo",
}
