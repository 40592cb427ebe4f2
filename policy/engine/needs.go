package engine

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Most rules are about something that most files do not have. A rule of which every body holds a
// condition that the facts can be seen not to meet (`some pod in input.file.pods` where there is no
// pod, `task.arguments.retries` where no task has it) gives the empty set, and need not be evaluated
// to say so. The conditions are read off the compiled rules, functions and sets that they call
// included: nobody declares them, so nobody can declare them wrongly. What is not understood counts
// as met. They are tried on the very value that the rules get.

// need is a condition without which a body fails; where it holds the body may still fail.
type need struct {
	kind  needKind
	parts []*need
	atom  int // index into needs.atoms
}

type needKind int

const (
	needNothing needKind = iota
	needAny              // one part; with no part it is never met
	needAll
	needAtom
)

var nothing = &need{}

func anyOf(parts ...*need) *need {
	for _, part := range parts {
		if part.kind == needNothing {
			return nothing
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return &need{kind: needAny, parts: parts}
}

func allOf(parts ...*need) *need {
	var kept []*need
	for _, part := range parts {
		if part.kind != needNothing {
			kept = append(kept, part)
		}
	}
	switch len(kept) {
	case 0:
		return nothing
	case 1:
		return kept[0]
	}
	return &need{kind: needAll, parts: kept}
}

// atom asks whether something at a path of the input passes a test.
type atom struct {
	path []step
	test func(ast.Value) bool // nil: whatever is there
	not  bool                 // nothing at the path passes the test
}

// step is one of some keys, or without them any member.
type step []*ast.Term

// needs reads the needs of rules.
type needs struct {
	compiler  *ast.Compiler
	data      map[string]any
	atoms     []atom
	labels    map[string]*need
	documents map[string]*binding
	depth     int
}

// maximumExpansion bounds how deep functions are followed: a bound of the work, as Rego has no recursion.
const maximumExpansion = 24

// binding is what is known of a value. Neither defined nor member is nil.
type binding struct {
	paths    [][]step    // it is what is at one of these paths of the input
	defined  *need       // it is not there without this
	member   *need       // it is no collection that has a member without this
	oneOf    []*ast.Term // it is one of these
	elements []*ast.Term // it is a collection of these
	keys     []*ast.Term // its keys are these
	item     *binding    // its members are this
	fields   map[string]*binding
}

func unknown() *binding { return &binding{defined: nothing, member: nothing} }

type environment map[ast.Var]*binding

func newNeeds(compiler *ast.Compiler, data map[string]any) *needs {
	return &needs{compiler: compiler, data: data, labels: map[string]*need{}, documents: map[string]*binding{}}
}

// ofSet returns what a partial set, such as a rule's findings, has no member without.
func (n *needs) ofSet(ref string) *need {
	parsed := ast.MustParseRef(ref)
	return n.document(n.compiler.GetRulesExact(parsed), ref).member
}

// atomNeed adds an atom; the label of its test tells tests apart.
func (n *needs) atomNeed(a atom, label string) *need {
	var text strings.Builder
	for _, s := range a.path {
		text.WriteByte('/')
		for _, key := range s {
			text.WriteString(key.String())
		}
	}
	text.WriteString(" " + label)
	if known := n.labels[text.String()]; known != nil {
		return known
	}
	n.atoms = append(n.atoms, a)
	made := &need{kind: needAtom, atom: len(n.atoms) - 1}
	n.labels[text.String()] = made
	return made
}

// document describes the value of a rule without arguments.
func (n *needs) document(rules []*ast.Rule, ref string) *binding {
	if known := n.documents[ref]; known != nil {
		return known
	}
	n.documents[ref] = unknown()
	n.depth++
	defer func() { n.depth-- }()
	if n.depth > maximumExpansion || len(rules) == 0 {
		return unknown()
	}
	var members, defined []*need
	var last *binding
	var items []*binding
	for _, rule := range rules {
		if rule.Default || rule.Else != nil || len(rule.Head.Args) > 0 || !rule.Head.Ref().IsGround() {
			return unknown()
		}
		env := environment{}
		body := n.body(rule.Body, env)
		if rule.Head.RuleKind() == ast.MultiValue {
			members, defined = append(members, body), append(defined, nothing)
			items = append(items, n.term(rule.Head.Key, env))
			continue
		}
		last = n.term(rule.Head.Value, env)
		members, defined = append(members, allOf(body, last.member)), append(defined, body)
	}
	b := &binding{member: anyOf(members...), defined: anyOf(defined...)}
	if last != nil && len(rules) == 1 {
		b.elements, b.keys, b.item, b.fields = last.elements, last.keys, last.item, last.fields
	}
	b.item = union(items)
	n.documents[ref] = b
	return b
}

// union describes a value that is one of some; nil where little is known.
func union(all []*binding) *binding {
	if len(all) == 0 {
		return nil
	}
	b := unknown()
	for _, one := range all {
		if one.paths == nil && one.fields == nil {
			return nil
		}
		if len(all) > 1 && one.paths == nil {
			b.fields = map[string]*binding{}
		}
		b.paths = append(b.paths, one.paths...)
	}
	if b.fields == nil {
		if len(all) == 1 {
			return all[0]
		}
		return b
	}
	b.paths = nil
	for name := range all[0].fields {
		var same []*binding
		for _, one := range all {
			if one.fields[name] == nil {
				return nil
			}
			same = append(same, one.fields[name])
		}
		if field := union(same); field != nil {
			b.fields[name] = field
		}
	}
	return b
}

// function describes the value of a call.
func (n *needs) function(rules []*ast.Rule, operands []*ast.Term, env environment) *binding {
	n.depth++
	defer func() { n.depth-- }()
	if n.depth > maximumExpansion {
		return unknown()
	}
	var members, defined []*need
	for _, rule := range rules {
		if rule.Default {
			return unknown()
		}
		for ; rule != nil; rule = rule.Else {
			if len(rule.Head.Args) > len(operands) {
				return unknown()
			}
			inner := environment{}
			parts := []*need{}
			for i, parameter := range rule.Head.Args {
				operand := n.term(operands[i], env)
				parts = append(parts, operand.defined)
				if name, ok := parameter.Value.(ast.Var); ok {
					inner[name] = operand
				}
			}
			body := allOf(append(parts, n.body(rule.Body, inner))...)
			members = append(members, allOf(body, n.term(rule.Head.Value, inner).member))
			defined = append(defined, body)
		}
	}
	return &binding{member: anyOf(members...), defined: anyOf(defined...)}
}

// body returns what a body needs, and binds its variables.
func (n *needs) body(body ast.Body, env environment) *need {
	var all []*need
	for _, expression := range body {
		switch terms := expression.Terms.(type) {
		case *ast.Term:
			switch {
			case len(expression.With) > 0:
			case expression.Negated:
				all = append(all, n.isNot(terms, nil))
			default:
				all = append(all, n.tested(terms, env, isNotFalse, "!= false"))
			}
		case []*ast.Term:
			switch {
			case len(expression.With) > 0:
			case expression.Negated:
				if len(terms) == 3 && isOperator(terms[0], ast.Equality.Name) && scalar(terms[2]) {
					all = append(all, n.isNot(terms[1], terms[2]))
				}
			default:
				all = append(all, n.call(terms, env))
			}
		}
	}
	return allOf(all...)
}

func isNotFalse(v ast.Value) bool { return v.Compare(ast.Boolean(false)) != 0 }

// isNot understands `not input.a.b` and `not input.a.b == constant`, without variables.
func (n *needs) isNot(term, constant *ast.Term) *need {
	ref, ok := term.Value.(ast.Ref)
	if !ok || !ref.HasPrefix(ast.InputRootRef) {
		return nothing
	}
	path := []step{}
	for _, key := range ref[1:] {
		if _, ok := key.Value.(ast.String); !ok {
			return nothing
		}
		path = append(path, step{key})
	}
	if constant == nil {
		return n.atomNeed(atom{path: path, not: true, test: isNotFalse}, "not")
	}
	return n.atomNeed(atom{path: path, not: true, test: func(v ast.Value) bool {
		return v.Compare(constant.Value) == 0
	}}, "not "+constant.String())
}

func (n *needs) call(terms []*ast.Term, env environment) *need {
	operator, ok := terms[0].Value.(ast.Ref)
	if !ok {
		return nothing
	}
	operands := terms[1:]
	switch name := operator.String(); {
	case name == ast.Equality.Name && len(operands) == 2:
		return n.equal(operands[0], operands[1], env)
	case name == ast.NotEqual.Name && len(operands) == 2 && scalar(operands[1]):
		want := operands[1].Value
		return n.tested(operands[0], env, func(v ast.Value) bool { return v.Compare(want) != 0 }, "!= "+operands[1].String())
	case name == ast.Member.Name && len(operands) == 2:
		in := n.term(operands[1], env)
		if in.elements == nil {
			return allOf(n.term(operands[0], env).defined, in.defined, in.member)
		}
		return n.tested(operands[0], env, func(v ast.Value) bool { return isOneOf(v, in.elements) }, "in "+label(in.elements))
	case strings.HasPrefix(name, "data."):
		rules := n.compiler.GetRulesExact(operator)
		if len(rules) == 0 || len(operands) < len(rules[0].Head.Args) {
			return nothing
		}
		result := n.function(rules, operands, env)
		if arity := len(rules[0].Head.Args); len(operands) == arity+1 {
			if v, ok := operands[arity].Value.(ast.Var); ok && env[v] == nil {
				env[v] = result
			}
		}
		return result.defined
	}
	if operator.String() == ast.Or.Name && len(operands) == 3 {
		left, right := n.term(operands[0], env), n.term(operands[1], env)
		if v, ok := operands[2].Value.(ast.Var); ok && env[v] == nil {
			env[v] = unknown()
			env[v].member = anyOf(left.member, right.member)
		}
		return allOf(left.defined, right.defined)
	}
	var all []*need
	for _, operand := range operands {
		if _, ok := operand.Value.(ast.Ref); ok {
			all = append(all, n.term(operand, env).defined)
		}
	}
	return allOf(all...)
}

func (n *needs) equal(left, right *ast.Term, env environment) *need {
	if _, ok := left.Value.(ast.Var); !ok {
		left, right = right, left
	}
	if v, ok := left.Value.(ast.Var); ok && env[v] == nil {
		env[v] = n.term(right, env)
		return env[v].defined
	}
	if scalar(left) {
		left, right = right, left
	}
	if scalar(right) {
		want := right.Value
		return n.tested(left, env, func(v ast.Value) bool { return v.Compare(want) == 0 }, "= "+right.String())
	}
	a, b := n.term(left, env), n.term(right, env)
	if a.paths == nil {
		a, b = b, a
	}
	if b.oneOf != nil && len(a.paths) > 0 {
		return allOf(b.defined, n.at(a, func(v ast.Value) bool { return isOneOf(v, b.oneOf) }, "in "+label(b.oneOf)))
	}
	return allOf(a.defined, b.defined)
}

// tested: the term is there, and passes the test as far as can be seen.
func (n *needs) tested(term *ast.Term, env environment, test func(ast.Value) bool, label string) *need {
	found := n.term(term, env)
	if found.paths == nil {
		return found.defined
	}
	return n.at(found, test, label)
}

func (n *needs) at(found *binding, test func(ast.Value) bool, label string) *need {
	var parts []*need
	for _, path := range found.paths {
		parts = append(parts, n.atomNeed(atom{path: path, test: test}, label))
	}
	return anyOf(parts...)
}

// term describes a term.
func (n *needs) term(term *ast.Term, env environment) *binding {
	b := unknown()
	switch value := term.Value.(type) {
	case ast.Var:
		if known := env[value]; known != nil {
			return known
		}
	case ast.Ref:
		return n.ref(value, env)
	case *ast.SetComprehension:
		b.member = n.body(value.Body, env.inner())
	case *ast.ArrayComprehension:
		b.member = n.body(value.Body, env.inner())
	case *ast.ObjectComprehension:
		b.member = n.body(value.Body, env.inner())
	case ast.Set:
		b.elements = scalars(value.Slice())
		b.keys = b.elements
		if value.Len() == 0 {
			b.member = anyOf()
		}
	case *ast.Array:
		var all []*ast.Term
		value.Foreach(func(t *ast.Term) { all = append(all, t) })
		b.elements = scalars(all)
	case ast.Object:
		b.keys = scalars(value.Keys())
		b.fields = map[string]*binding{}
		value.Foreach(func(key, member *ast.Term) {
			if name, ok := key.Value.(ast.String); ok {
				b.fields[string(name)] = n.term(member, env)
			}
		})
	}
	return b
}

// inner is for a body inside a body: what it binds is not seen outside.
func (e environment) inner() environment { return maps.Clone(e) }

func (n *needs) ref(ref ast.Ref, env environment) *binding {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return unknown()
	}
	switch {
	case head.Equal(ast.InputRootDocument.Value):
		return n.below(&binding{paths: [][]step{{}}, defined: nothing, member: nothing}, ref[1:], env)
	case !head.Equal(ast.DefaultRootDocument.Value):
		if known := env[head]; known != nil {
			return n.below(known, ref[1:], env)
		}
		return unknown()
	case ref.HasPrefix(listsRef):
		return n.list(ref, env)
	}
	for length := 2; length <= len(ref) && ref[:length].IsGround(); length++ {
		if rules := n.compiler.GetRulesExact(ref[:length]); len(rules) > 0 {
			return n.below(n.document(rules, ref[:length].String()), ref[length:], env)
		}
	}
	return unknown()
}

// list understands data.lists.x.y and data.lists.x.y[member].
func (n *needs) list(ref ast.Ref, env environment) *binding {
	at := n.data["lists"]
	for i, key := range ref[len(listsRef):] {
		text, ok := key.Value.(ast.String)
		if !ok {
			return n.below(constants(at), ref[len(listsRef)+i:], env)
		}
		object, _ := at.(map[string]any)
		if at, ok = object[string(text)]; !ok {
			return unknown()
		}
	}
	return constants(at)
}

func constants(value any) *binding {
	b := unknown()
	switch value := value.(type) {
	case []any:
		terms := []*ast.Term{}
		for _, member := range value {
			text, ok := member.(string)
			if !ok {
				return b
			}
			terms = append(terms, ast.StringTerm(text))
		}
		b.elements = terms
	case map[string]any:
		b.keys = []*ast.Term{}
		for _, key := range sortedKeys(value) {
			b.keys = append(b.keys, ast.StringTerm(key))
		}
	}
	return b
}

// below describes what keys lead to.
func (n *needs) below(from *binding, keys []*ast.Term, env environment) *binding {
	if len(keys) == 0 {
		return from
	}
	b := unknown()
	if from.paths == nil {
		b.defined = allOf(from.defined, from.member)
		if len(keys) == 1 {
			b.oneOf = from.elements
		}
		if name, ok := keys[0].Value.(ast.String); ok && from.fields[string(name)] != nil {
			field := n.below(from.fields[string(name)], keys[1:], env)
			if field.paths == nil && field.fields == nil {
				return b
			}
			return field
		}
		if _, ok := keys[0].Value.(ast.Var); ok && from.item != nil {
			item := *n.below(from.item, keys[1:], env)
			item.defined = allOf(b.defined, item.defined)
			return &item
		}
		if v, ok := keys[0].Value.(ast.Var); ok && env[v] == nil && from.keys != nil {
			env[v] = &binding{defined: nothing, member: nothing, oneOf: from.keys}
		}
		return b
	}
	var defined, members []*need
	for _, path := range from.paths {
		path = slices.Clone(path)
		for _, key := range keys {
			switch value := key.Value.(type) {
			case ast.String:
				path = append(path, step{key})
			case ast.Var:
				if known := env[value]; known != nil && known.oneOf != nil {
					path = append(path, step(known.oneOf))
				} else {
					path = append(path, nil)
				}
			default:
				path = append(path, nil)
			}
		}
		b.paths = append(b.paths, path)
		defined = append(defined, n.atomNeed(atom{path: path}, ""))
		members = append(members, n.atomNeed(atom{path: append(slices.Clone(path), nil)}, ""))
	}
	b.defined, b.member = anyOf(defined...), anyOf(members...)
	return b
}

func isOneOf(v ast.Value, terms []*ast.Term) bool {
	return slices.ContainsFunc(terms, func(t *ast.Term) bool { return t.Value.Compare(v) == 0 })
}

func label(terms []*ast.Term) string {
	var text strings.Builder
	for _, term := range terms {
		text.WriteString(term.String() + " ")
	}
	return text.String()
}

// scalars returns the terms, or nil when one is not a constant.
func scalars(terms []*ast.Term) []*ast.Term {
	for _, term := range terms {
		if !scalar(term) {
			return nil
		}
	}
	return terms
}

func scalar(term *ast.Term) bool {
	switch term.Value.(type) {
	case ast.String, ast.Number, ast.Boolean, ast.Null:
		return true
	}
	return false
}

func isOperator(term *ast.Term, name string) bool {
	ref, ok := term.Value.(ast.Ref)
	return ok && ref.String() == name
}

// trial tries needs on one input, each atom at most once.
type trial struct {
	atoms []atom
	known []int8 // 0: not tried
	input ast.Value
}

func (t *trial) met(n *need) bool {
	switch n.kind {
	case needAtom:
		if t.known[n.atom] == 0 {
			t.known[n.atom] = -1
			if a := &t.atoms[n.atom]; passes(t.input, a.path, a.test) != a.not {
				t.known[n.atom] = 1
			}
		}
		return t.known[n.atom] > 0
	case needAny:
		return slices.ContainsFunc(n.parts, t.met)
	case needAll:
		return !slices.ContainsFunc(n.parts, func(part *need) bool { return !t.met(part) })
	}
	return true
}

// passes reports whether something at the path passes the test. The steps are those of a reference:
// what has no members has nothing below it.
func passes(value ast.Value, path []step, test func(ast.Value) bool) bool {
	if len(path) == 0 {
		return test == nil || test(value)
	}
	found := false
	switch value := value.(type) {
	case ast.Object:
		if path[0] != nil {
			for _, key := range path[0] {
				if member := value.Get(key); member != nil && passes(member.Value, path[1:], test) {
					return true
				}
			}
			return false
		}
		_ = value.Iter(func(_, member *ast.Term) error {
			if passes(member.Value, path[1:], test) {
				found = true
				return errFound
			}
			return nil
		})
	case *ast.Array:
		for i := 0; i < value.Len() && !found; i++ {
			found = passes(value.Elem(i).Value, path[1:], test)
		}
	case ast.Set:
		return true // the facts have none
	}
	return found
}

var errFound = errors.New("found")
