package engine

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// messageOperand says which operand of the library's functions is the key of a message.
var messageOperand = map[string]int{
	"data.sekisho.lib.findings.at":      1,
	"data.sekisho.lib.findings.because": 1,
	"data.sekisho.lib.findings.whole":   0,
	"data.sekisho.lib.findings.of_path": 1,
	"data.sekisho.lib.uses.findings":    1,
}

// checkMessages refuses a rule that emits a message which its METADATA does not have. Such a finding
// has no text and no severity, and would only be noticed by the first file that it is about. Keys
// that are computed are not seen here; a finding with a key that is not there is an error.
func checkMessages(rule *Rule, module *ast.Module) error {
	operands := map[string]int{}
	for name, i := range messageOperand {
		operands[name] = i
	}
	for _, i := range module.Imports {
		path := i.Path.Value.String()
		alias := string(i.Name())
		for name, operand := range messageOperand {
			if function, ok := strings.CutPrefix(name, path+"."); ok {
				operands[alias+"."+function] = operand
			}
		}
	}
	// Functions of the rule that hand a parameter on as the key.
	for _, function := range module.Rules {
		for i, parameter := range function.Head.Args {
			emittedKeys(function, operands, func(key *ast.Term) {
				if key.Equal(parameter) {
					operands[function.Head.Name.String()] = i
				}
			})
		}
	}
	var missing error
	emittedKeys(module, operands, func(key *ast.Term) {
		if text, ok := key.Value.(ast.String); ok && rule.message(string(text)) == nil && missing == nil {
			missing = errorAt(key.Location, "the rule emits the message %q, which its METADATA does not have", string(text))
		}
	})
	return missing
}

// emittedKeys calls f with each term that becomes the key of a message.
func emittedKeys(node any, operands map[string]int, f func(key *ast.Term)) {
	call := func(terms []*ast.Term) {
		if ref, ok := terms[0].Value.(ast.Ref); ok {
			if i, ok := operands[ref.String()]; ok && i+1 < len(terms) {
				f(terms[i+1])
			}
		}
	}
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			if terms, ok := x.Terms.([]*ast.Term); ok && len(terms) > 0 {
				call(terms)
			}
		case ast.Call:
			call(x)
		case ast.Object:
			if key := x.Get(ast.StringTerm("message")); key != nil {
				f(key)
			}
		}
		return false
	}).Walk(node)
}
