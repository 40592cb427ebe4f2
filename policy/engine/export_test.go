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
