package eval

import (
	"maps"
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file has the names of installed libraries that SRE vouches for in the configuration: operators
// that are KubernetesPodOperator with some arguments, and constants. A name is vouched for only as it is
// written, and only where no module of the repository and no library of the catalogue can be meant.

// libraries returns what is vouched for of the module that a qualified name is in.
func (e *evaluator) libraries(qualified string) (*facts.Libraries, bool) {
	p := e.config.Platform
	if p == nil || len(p.Libraries.Operators) == 0 && len(p.Libraries.Constants) == 0 {
		return nil, false
	}
	if e.own(qualified) || e.shadows(qualified) {
		return nil, false
	}
	return &p.Libraries, true
}

// vouchedOperator returns the arguments that a vouched operator gives where a task gives none.
func (e *evaluator) vouchedOperator(qualified string) (map[string]any, bool) {
	p := e.config.Platform
	if p == nil {
		return nil, false
	}
	gives, listed := p.Libraries.Operators[qualified]
	if !listed {
		return nil, false
	}
	_, ok := e.libraries(qualified)
	return gives, ok
}

// vouchedSymbol is what a vouched operator stands for: KubernetesPodOperator under another name.
func vouchedSymbol(qualified string) facts.Symbol {
	return facts.Symbol{Name: qualified, Canonical: airflow.KubernetesPodOperator, Kind: "operator", Capability: facts.CapPod, Detail: "kpo"}
}

// vouchedConstant returns the value of a vouched constant. A list is one object for the whole
// evaluation, and belongs to the library: a change of it is an effect.
func (e *evaluator) vouchedConstant(qualified string) (value, bool) {
	p := e.config.Platform
	if p == nil || len(p.Libraries.Constants) == 0 {
		return value{}, false
	}
	constant, listed := p.Libraries.Constants[qualified]
	if !listed {
		return value{}, false
	}
	if v, made := e.vouched[qualified]; made {
		return v, true
	}
	if _, ok := e.libraries(qualified); !ok {
		return value{}, false
	}
	v := literal(constant)
	if v.o != nil {
		owner, _, _ := strings.Cut(qualified, ".")
		v.o.module = &module{name: owner}
	}
	e.vouched[qualified] = v
	return v, true
}

// literal is the value that the configuration writes.
func literal(x any) value {
	switch x := x.(type) {
	case string:
		return strValue(x)
	case bool:
		return boolValue(x)
	case int64:
		return intValue(x)
	case []any:
		items := make([]value, len(x))
		for i := range x {
			items[i] = literal(x[i])
		}
		return value{kind: listKind, o: &object{items: items}}
	}
	return value{kind: unknownKind, s: "a value of the configuration"}
}

// importsVouched tells whether the import of a name only leads to something vouched for: the name
// itself, or a class whose members are.
func (e *evaluator) importsVouched(qualified string) bool {
	libraries, ok := e.libraries(qualified)
	if !ok {
		return false
	}
	if _, ok := libraries.Operators[qualified]; ok {
		return true
	}
	for name := range libraries.Constants {
		if name == qualified || strings.HasPrefix(name, qualified+".") {
			return true
		}
	}
	return false
}

// addVouched adds what the class gives. The arguments that KubernetesPodOperator does not have may choose
// whose cluster it is: a task may only give what the configuration writes, which says nothing to the rules.
func (e *evaluator) addVouched(t *task, c *site, gives map[string]any) {
	at := e.here(c.node.Span)
	kept := make([]keyword, 0, len(t.args)+len(gives))
	for _, k := range t.args {
		given, listed := gives[k.name]
		want := literal(given)
		equal, known := same(k.value, want)
		different := !listed || !known || !equal || k.value.kind != want.kind
		if ownArgument(k.name) {
			// A class may fix an argument or give a default: where it decides whose pod it is, neither is assumed.
			if listed && different && e.config.Catalogue.CriticalField(t.symbol.Canonical, k.name) {
				e.unknown(&python.Keyword{Span: k.span}, codeArgument, "whether "+k.name+" is what the task says or what "+t.symbol.Name+" gives is not known")
			}
			kept = append(kept, k)
			continue
		}
		if different {
			e.unknown(&python.Keyword{Span: k.span}, codeArgument, "the argument "+k.name+" of "+t.symbol.Name+" is not the one that is vouched for")
			kept = append(kept, k)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(gives)) {
		if _, given := findKeyword(kept, name); !given && ownArgument(name) {
			kept = append(kept, keyword{name, e.because(literal(gives[name]), t.symbol.Name, at), at})
		}
	}
	t.args = kept
}

// ownArgument tells whether KubernetesPodOperator has the argument.
func ownArgument(name string) bool {
	return airflow.PodField(name) != airflow.GroupUnknown || name == "dag" || name == "task_group" || name == "default_args"
}
