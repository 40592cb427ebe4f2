package githubtwin

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

//go:embed schema.graphql
var schemaText string

var graphSchema = sync.OnceValue(func() *ast.Schema {
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: schemaText})
})

// graphError is one entry of `errors` in an answer.
type graphError struct {
	kind    string // NOT_FOUND, FORBIDDEN, …
	message string
}

func (e *graphError) Error() string { return e.message }

// field resolves one field of an object; arguments are already coerced.
type field func(arguments map[string]any) (any, error)

// object is a GraphQL object: its type and its fields.
type object struct {
	kind   string
	fields map[string]field
}

// graphql answers a query within the schema. As GitHub does, it answers 200 with `errors` to a wrong query.
func (c *call) graphql() (reply, error) {
	if c.r.Method != "POST" {
		return reply{}, errNotFound
	}
	var in struct {
		Query         string
		OperationName string
		Variables     map[string]any
	}
	if err := json.Unmarshal(c.body, &in); err != nil || in.Query == "" {
		return reply{}, fail(400, "A query attribute must be specified and must be a string.")
	}
	if err := c.spend("/graphql"); err != nil {
		return reply{}, err
	}
	answer := func(body obj) (reply, error) { return reply{status: 200, body: body}, nil }
	document, list := gqlparser.LoadQueryWithRules(graphSchema(), in.Query, rules.NewDefaultRules())
	if list != nil {
		return answer(obj{"errors": parseErrors(list)})
	}
	operation := document.Operations.ForName(in.OperationName)
	if operation == nil {
		return answer(obj{"errors": []obj{{"message": "No operation named \"" + in.OperationName + "\""}}})
	}
	variables, err := validator.VariableValues(graphSchema(), operation, in.Variables)
	if err != nil {
		var one *gqlerror.Error
		if errors.As(err, &one) {
			return answer(obj{"errors": parseErrors(gqlerror.List{one})})
		}
		return reply{}, err
	}
	x := &execution{variables: variables}
	root := c.queryRoot()
	if operation.Operation == ast.Mutation {
		root = c.mutationRoot()
	}
	data := x.selectFields(root, operation.SelectionSet, nil)
	body := obj{"data": data}
	if len(x.errors) > 0 {
		body["errors"] = x.errors
	}
	return answer(body)
}

func parseErrors(list gqlerror.List) []obj {
	var rows []obj
	for _, e := range list {
		row := obj{"message": e.Message}
		if len(e.Locations) > 0 {
			row["locations"] = e.Locations
		}
		if e.Rule != "" {
			row["extensions"] = obj{"code": e.Rule}
		}
		rows = append(rows, row)
	}
	return rows
}

type execution struct {
	variables map[string]any
	errors    []obj
}

// selectFields resolves a selection on an object. A field that fails is null, with an entry in `errors`.
func (x *execution) selectFields(on *object, set ast.SelectionSet, path []any) obj {
	result := obj{}
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if !x.included(s.Directives) {
				continue
			}
			here := append(append([]any{}, path...), s.Alias)
			if s.Name == "__typename" {
				result[s.Alias] = on.kind
				continue
			}
			resolve := on.fields[s.Name]
			if resolve == nil { // introspection passes validation
				resolve = func(map[string]any) (any, error) {
					return nil, &graphError{"undefinedField", fmt.Sprintf("Field '%s' doesn't exist on type '%s'", s.Name, on.kind)}
				}
			}
			value, err := resolve(s.ArgumentMap(x.variables))
			if err != nil {
				var known *graphError
				row := obj{"message": err.Error(), "path": here, "locations": []obj{{"line": s.Position.Line, "column": s.Position.Column}}}
				if errors.As(err, &known) {
					row["type"] = known.kind
				}
				x.errors = append(x.errors, row)
				result[s.Alias] = nil
				continue
			}
			result[s.Alias] = x.complete(value, s.SelectionSet, here)
		case *ast.InlineFragment:
			if x.included(s.Directives) && x.applies(on, s.TypeCondition) {
				merge(result, x.selectFields(on, s.SelectionSet, path))
			}
		case *ast.FragmentSpread:
			if x.included(s.Directives) && x.applies(on, s.Definition.TypeCondition) {
				merge(result, x.selectFields(on, s.Definition.SelectionSet, path))
			}
		}
	}
	return result
}

// merge adds the fields of a fragment to those selected already.
func merge(into, from obj) {
	for key, value := range from {
		old, oldIs := into[key].(obj)
		added, addedIs := value.(obj)
		if oldIs && addedIs {
			merge(old, added)
			continue
		}
		into[key] = value
	}
}

func (x *execution) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		condition, _ := d.ArgumentMap(x.variables)["if"].(bool)
		if d.Name == "skip" && condition || d.Name == "include" && !condition {
			return false
		}
	}
	return true
}

func (x *execution) applies(on *object, condition string) bool {
	if condition == "" || condition == on.kind {
		return true
	}
	for _, kind := range graphSchema().PossibleTypes[condition] {
		if kind.Name == on.kind {
			return true
		}
	}
	return false
}

func (x *execution) complete(value any, set ast.SelectionSet, path []any) any {
	switch v := value.(type) {
	case *object:
		if v == nil {
			return nil
		}
		return x.selectFields(v, set, path)
	case []*object:
		rows := []any{}
		for i, one := range v {
			rows = append(rows, x.selectFields(one, set, append(append([]any{}, path...), i)))
		}
		return rows
	}
	return value
}

// constant is a field whose value is known.
func constant(value any) field { return func(map[string]any) (any, error) { return value, nil } }
