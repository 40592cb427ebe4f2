package engine

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/rego"
)

// Most rules are about something that most files do not have. A rule whose every body begins with a
// condition that the facts can be seen not to meet (`some pod in input.file.pods` where there is no
// pod) gives the empty set, and need not be evaluated to say so. Such conditions are read off the
// rule's own text: nobody declares them, so nobody can declare them wrongly. A rule in which one is
// not recognised is always evaluated.

// need is a condition that a body of a rule cannot do without.
type need struct {
	list  string   // a list of facts.File that must not be empty, by its JSON name
	index string   // an index of facts.Index that must have one of the keys
	keys  []string // "" in index: either index by detail must have one of them
	value string   // a field of facts.File that must be there
}

// needsOf returns what each body of a rule's `findings` needs; false when a body is not understood.
func needsOf(module *ast.Module, usesAreOurs bool) ([]need, bool) {
	a := analysis{module: module, usesAreOurs: usesAreOurs, busy: map[string]bool{}}
	return a.ofRule("findings")
}

type analysis struct {
	module      *ast.Module
	usesAreOurs bool
	busy        map[string]bool
}

// ofRule joins the needs of all bodies of a set: one of them must be met for the set to have a member.
func (a *analysis) ofRule(name string) ([]need, bool) {
	if a.busy[name] {
		return nil, false
	}
	a.busy[name] = true
	defer delete(a.busy, name)
	var all []need
	for _, rule := range a.module.Rules {
		if len(rule.Head.Reference) == 0 || rule.Head.Reference[0].Value.Compare(ast.Var(name)) != 0 {
			continue
		}
		if rule.Head.RuleKind() != ast.MultiValue || rule.Default || rule.Else != nil || len(rule.Head.Reference) != 1 {
			return nil, false
		}
		needs, ok := a.ofBody(rule.Body)
		if !ok {
			return nil, false
		}
		all = append(all, needs...)
	}
	return all, len(all) > 0
}

// ofBody returns the needs of the first expression that has any: all expressions of a body must hold.
func (a *analysis) ofBody(body ast.Body) ([]need, bool) {
	for _, expression := range body {
		if expression.Negated || len(expression.With) > 0 {
			continue
		}
		if needs, ok := a.ofExpression(expression); ok {
			return needs, true
		}
	}
	return nil, false
}

func (a *analysis) ofExpression(expression *ast.Expr) ([]need, bool) {
	switch terms := expression.Terms.(type) {
	case *ast.SomeDecl:
		if len(terms.Symbols) != 1 {
			return nil, false
		}
		call, ok := terms.Symbols[0].Value.(ast.Call)
		if !ok || !isOperator(call[0], ast.Member.Name) && !isOperator(call[0], ast.MemberWithKey.Name) {
			return nil, false
		}
		return a.ofCollection(call[len(call)-1])
	case []*ast.Term: // a call: an operand that is undefined makes it undefined
		for _, operand := range terms[1:] {
			if needs, ok := ofField(operand); ok {
				return needs, true
			}
		}
	case *ast.Term:
		return ofField(terms)
	}
	return nil, false
}

// ofField understands a reference that is undefined without a field of the file. A list is always
// there, empty or not, so naming one needs nothing.
func ofField(term *ast.Term) ([]need, bool) {
	needs, ok := ofReference(term)
	if !ok || needs[0].value == "" {
		return nil, false
	}
	return needs, true
}

// ofCollection: what must be so that a collection has a member.
func (a *analysis) ofCollection(term *ast.Term) ([]need, bool) {
	switch value := term.Value.(type) {
	case ast.Var:
		return a.ofRule(string(value))
	case ast.Call:
		return a.ofUses(value)
	default:
		return ofReference(term)
	}
}

// ofUses understands uses.findings({"driver"}, …) and uses.of({"driver"}) of the embedded library.
func (a *analysis) ofUses(call ast.Call) ([]need, bool) {
	if !a.usesAreOurs || len(call) < 2 || !isOperator(call[0], "uses.findings") && !isOperator(call[0], "uses.of") {
		return nil, false
	}
	imported := false
	for _, i := range a.module.Imports {
		if i.Path.String() == "data.sekisho.lib.uses" && (i.Alias == "" || i.Alias == "uses") {
			imported = true
		}
	}
	details, ok := call[1].Value.(ast.Set)
	if !imported || !ok {
		return nil, false
	}
	n := need{}
	complete := true
	details.Foreach(func(detail *ast.Term) {
		text, ok := detail.Value.(ast.String)
		complete = complete && ok
		n.keys = append(n.keys, string(text))
	})
	return []need{n}, complete && len(n.keys) > 0
}

var fileRef = ast.MustParseRef("input.file")

// ofReference: a reference below input.file that is undefined or empty without what it names.
func ofReference(term *ast.Term) ([]need, bool) {
	ref, ok := term.Value.(ast.Ref)
	if !ok || !ref.HasPrefix(fileRef) || len(ref) < 3 {
		return nil, false
	}
	name, ok := ref[2].Value.(ast.String)
	if !ok {
		return nil, false
	}
	switch name {
	case "pod_template":
		return []need{{value: string(name)}}, true
	case "index":
		if len(ref) < 5 {
			return nil, false
		}
		index, indexOK := ref[3].Value.(ast.String)
		key, keyOK := ref[4].Value.(ast.String)
		if !indexOK || !keyOK || !strings.HasSuffix(string(index), "_by_detail") {
			return nil, false
		}
		return []need{{index: string(index), keys: []string{string(key)}}}, true
	case "imports", "calls", "dags", "tasks", "pods", "templates", "callables", "references", "effects", "unknowns":
		if len(ref) != 3 {
			return nil, false
		}
		return []need{{list: string(name)}}, true
	default:
		return nil, false
	}
}

func isOperator(term *ast.Term, name string) bool {
	ref, ok := term.Value.(ast.Ref)
	return ok && ref.String() == name
}

// usesAreEmbedded reports whether lib/uses.rego is the one that ofUses understands.
func usesAreEmbedded(modules map[string]string) bool {
	const file = "lib/uses.rego"
	text, err := rego.Files.ReadFile(file)
	return err == nil && modules[file] == string(text)
}

// met reports whether the facts of a file can meet one of the needs.
func met(needs []need, file *facts.File) bool {
	for i := range needs {
		if needs[i].met(file) {
			return true
		}
	}
	return false
}

func (n *need) met(file *facts.File) bool {
	switch {
	case n.value != "":
		return file.PodTemplate != nil
	case n.list != "":
		return listLength(file, n.list) > 0
	}
	for _, key := range n.keys {
		if n.index != "imports_by_detail" && len(file.Index.CallsByDetail[key]) > 0 {
			return true
		}
		if n.index != "calls_by_detail" && len(file.Index.ImportsByDetail[key]) > 0 {
			return true
		}
	}
	return false
}

func listLength(file *facts.File, list string) int {
	switch list {
	case "imports":
		return len(file.Imports)
	case "calls":
		return len(file.Calls)
	case "dags":
		return len(file.DAGs)
	case "tasks":
		return len(file.Tasks)
	case "pods":
		return len(file.Pods)
	case "templates":
		return len(file.Templates)
	case "callables":
		return len(file.Callables)
	case "references":
		return len(file.References)
	case "effects":
		return len(file.Effects)
	case "unknowns":
		return len(file.Unknowns)
	default:
		return 1 // not a list that is known to be empty
	}
}
