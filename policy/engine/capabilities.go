package engine

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// allowedBuiltins are the builtins that a policy may call: all pure functions of their arguments,
// none that reads clock, network, randomness, environment or the evaluation itself. Whatever OPA
// adds later stays out until it is named here.
var allowedBuiltins = map[string]bool{
	// comparison, assignment and membership
	"eq": true, "assign": true, "equal": true, "neq": true, "lt": true, "lte": true, "gt": true, "gte": true,
	"internal.member_2": true, "internal.member_3": true,
	// arithmetic
	"plus": true, "minus": true, "mul": true, "div": true, "rem": true, "abs": true, "round": true, "ceil": true, "floor": true,
	"to_number": true, "format_int": true, "numbers.range": true,
	// aggregates
	"count": true, "sum": true, "max": true, "min": true, "sort": true,
	// sets, arrays, objects
	"and": true, "or": true, "intersection": true, "union": true,
	"array.concat": true, "array.slice": true, "array.reverse": true, "array.flatten": true,
	"object.get": true, "object.keys": true, "object.remove": true, "object.filter": true, "object.subset": true,
	"object.union": true, "object.union_n": true, "walk": true,
	// text
	"concat": true, "contains": true, "startswith": true, "endswith": true, "indexof": true, "lower": true, "upper": true,
	"replace": true, "split": true, "sprintf": true, "substring": true, "trim": true, "trim_left": true, "trim_prefix": true,
	"trim_right": true, "trim_suffix": true, "trim_space": true, "strings.any_prefix_match": true,
	"strings.any_suffix_match": true, "strings.count": true, "strings.reverse": true, "strings.replace_n": true,
	"regex.match":              true, // RE2: linear in its input
	"internal.template_string": true,
	// types
	"is_array": true, "is_boolean": true, "is_null": true, "is_number": true, "is_object": true, "is_set": true,
	"is_string": true, "type_name": true,
}

// testBuiltins are needed by the test runner in addition.
var testBuiltins = map[string]bool{"internal.test_case": true}

// capabilities returns what parser, compiler and evaluation know of OPA.
func capabilities(also map[string]bool) *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	var builtins []*ast.Builtin
	for _, builtin := range all.Builtins {
		if allowedBuiltins[builtin.Name] || also[builtin.Name] {
			builtins = append(builtins, builtin)
		}
	}
	all.Builtins = builtins
	all.AllowNet = []string{} // no schema is fetched either
	return all
}
