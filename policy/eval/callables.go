package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// callablePhase is where Airflow calls what an argument hands to it.
func callablePhase(field string) facts.Phase {
	switch {
	case strings.HasPrefix(field, "on_") && strings.HasSuffix(field, "_callback"), field == "sla_miss_callback", field == "deadline":
		return facts.PhaseCallback
	case field == "user_defined_macros" || field == "user_defined_filters":
		return facts.PhaseTemplate
	case field == "trigger":
		return facts.PhaseTriggerer
	case field == "schedule" || field == "timetable" || field == "weight_rule" || field == "params":
		return facts.PhaseParse
	}
	return facts.PhaseWorker
}

// callableField tells whether an argument is there to take code.
func callableField(field string) bool {
	return strings.HasSuffix(field, "_callback") || strings.HasSuffix(field, "callable") || strings.HasPrefix(field, "user_defined_") ||
		airflow.PodField(field) == airflow.GroupCallable
}

// callables records the code that an argument hands to Airflow.
func (e *evaluator) callables(field string, v value, span python.Span) {
	if v.o == nil && !v.isCallable() {
		return
	}
	budget := maxWalk
	e.callablesIn(field, v, span, 0, &budget)
	e.charge((maxWalk - budget) / 8)
}

func (e *evaluator) callablesIn(field string, v value, span python.Span, depth int, budget *int) {
	*budget--
	if depth > maxNesting || *budget < 0 {
		e.unknown(&python.Keyword{Span: span}, codeBudget, "the value of "+field+" is larger or deeper than the interpreter looks")
		return
	}
	switch v.kind {
	case listKind, tupleKind, setKind, dictKind, objectKind, choiceKind:
		for _, key := range v.o.keys {
			if key.kind == recordKind || key.kind == tupleKind {
				e.callablesIn(field, key, span, depth+1, budget)
			}
		}
		for i, item := range v.o.items {
			inner := field
			if field == "default_args" && v.kind == dictKind && v.o.keys[i].kind == strKind {
				inner = v.o.keys[i].s
			}
			e.callablesIn(inner, item, span, depth+1, budget)
		}
		return
	}
	if !v.isCallable() {
		return
	}
	phase := callablePhase(field)
	fact := facts.Callable{Field: field, Phase: phase, Symbol: facts.Symbol{Capability: facts.CapUnknown}}
	switch v.kind {
	case functionKind:
		v.o.fn.handed(phase)
		fact.Name, fact.Symbol.Name, fact.Symbol.Canonical = v.o.fn.name, v.o.fn.name, v.o.fn.name
	case lambdaKind:
		if v.o.fn != nil {
			v.o.fn.handed(phase)
		}
		fact.Name = "lambda"
	case symbolKind:
		fact.Name = v.s
		var listed bool
		fact.Symbol, listed = e.symbol(v.s)
		if !callableField(field) && (!listed || fact.Symbol.Kind == "module" || fact.Symbol.Canonical == "os.environ") {
			// A constant of a module that nobody listed looks the same as a function of it.
			e.unknown(&python.Keyword{Span: span}, codeArgument, "the value of the imported name "+v.s+" is not known")
			return
		}
	case builtinKind:
		fact.Name = v.s
		fact.Symbol = e.builtinSymbol(v.s)
	case classKind, methodKind, moduleKind:
		if v.o.fn != nil {
			v.o.fn.handed(phase)
		}
		fact.Name = v.s
	case recordKind:
		e.unknown(&python.Keyword{Span: span}, codeArgument, "an object of a class of this file is handed to Airflow as "+field+"; hand its fields")
		for _, item := range v.o.items {
			e.callablesIn(field, item, span, depth+1, budget)
		}
		return
	case toolKind:
		e.toolUse(&python.Keyword{Span: span}, field)
		return
	case boundKind:
		fact.Name = v.s
		for _, item := range v.o.items {
			e.callablesIn(field, item, span, depth+1, budget)
		}
	default:
		return
	}
	fact.Span = e.span(span)
	if _, seen := e.handed[fact]; seen {
		return
	}
	e.handed[fact] = struct{}{}
	e.out.Callables = append(e.out.Callables, fact)
	e.unknown(&python.Keyword{Span: span}, codeCallable, "code is handed to Airflow as "+field)
}
