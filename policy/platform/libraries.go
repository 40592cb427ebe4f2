package platform

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// libraries reads what SRE vouches for of installed libraries.
func (r *reader) libraries(e entry, libraries *Libraries) {
	r.fields(e.value, e.key, map[string]func(entry){
		"operators": func(e entry) {
			libraries.Operators = map[string]map[string]any{}
			r.qualified(e, func(name string, e entry) {
				arguments := map[string]any{}
				entries, _ := r.mapping(e.value, e.key)
				for _, a := range entries {
					if reason := checkArgument(a.name); reason != "" {
						r.problem(a.line, a.key, "%s", reason)
					}
					arguments[a.name] = r.constant(a.value, a.key)
				}
				libraries.Operators[name] = arguments
			})
		},
		"constants": func(e entry) {
			libraries.Constants = map[string]any{}
			r.qualified(e, func(name string, e entry) {
				if e.value.Kind != yaml.SequenceNode {
					libraries.Constants[name] = r.constant(e.value, e.key)
					return
				}
				items := []any{}
				for _, item := range e.value.Content {
					items = append(items, r.constant(item, e.key))
				}
				libraries.Constants[name] = items
			})
		},
	})
}

// qualified reads a mapping whose keys are names in modules.
func (r *reader) qualified(e entry, read func(string, entry)) {
	entries, _ := r.mapping(e.value, e.key)
	for _, one := range entries {
		if reason := checkQualified(one.name); reason != "" {
			r.problem(one.line, one.key, "%s", reason)
		}
		read(one.name, one)
	}
}

// constant reads text, a whole number or a truth, which are what they look like in Python too.
func (r *reader) constant(node *yaml.Node, key string) any {
	if node.Kind == yaml.ScalarNode {
		switch node.Tag {
		case "!!str":
			return node.Value
		case "!!bool":
			if node.Value == "true" || node.Value == "false" {
				return node.Value == "true"
			}
		case "!!int":
			if n, err := strconv.ParseInt(node.Value, 10, 64); err == nil && strconv.FormatInt(n, 10) == node.Value {
				return n
			}
		}
	}
	r.problem(node.Line, key, "must be text, a whole number, true or false, and is %s", describe(node))
	return nil
}

// variables reads what SRE vouches for of a tenant's Airflow Variables, or of the environment.
func (r *reader) variables(e entry, variables *Variables) {
	r.fields(e.value, e.key, map[string]func(entry){
		"text": func(e entry) { variables.Text = r.texts(e, checkVariables) },
		"values": func(e entry) {
			variables.Values = map[string][]string{}
			entries, _ := r.mapping(e.value, e.key)
			for _, one := range entries {
				if reason := checkVariable(one.name); reason != "" {
					r.problem(one.line, one.key, "%s", reason)
				}
				values := r.texts(one, nil)
				if one.value.Kind == yaml.SequenceNode && len(one.value.Content) == 0 {
					r.problem(one.line, one.key, "is empty; list every text that the Variable may hold")
				}
				variables.Values[one.name] = values
			}
		},
	})
}
