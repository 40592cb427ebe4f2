package engine

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
)

// EncodedJSON is what the engine hands to Rego, as JSON.
func EncodedJSON(value any) ([]byte, error) {
	encoded, err := encode(value)
	if err != nil {
		return nil, err
	}
	plain, err := ast.JSON(encoded)
	if err != nil {
		return nil, err
	}
	return json.Marshal(plain)
}

// Encode is for benchmarks and tests.
var Encode = encode

// Format is for tests.
var Format = format

// EvaluateAll switches off the short cut of needs.go.
func (e *Engine) EvaluateAll() { e.evaluateAll = true }

// RulesFor are the rules that are evaluated for a file.
func RulesFor(e *Engine, input any) []*Rule {
	encoded, err := encode(input)
	if err != nil {
		panic(err)
	}
	return e.rulesFor(encoded)
}

// NeedsKnown reports how many rules have needs, of how many.
func (e *Engine) NeedsKnown() (known, all int) {
	for i := range e.policy.rules {
		if e.policy.rules[i].file {
			all++
			if e.policy.rules[i].needs.kind != needNothing {
				known++
			}
		}
	}
	return known, all
}
