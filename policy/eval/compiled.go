package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file bounds what Python's compiler makes of a module before it runs any of it. It writes a `finally` clause once for
// each way out of its `try`, so nested ones grow exponentially, and does so for code that never runs too.

// maxCompiled bounds the nodes that the compiler writes for one statement.
const maxCompiled = 200_000

// compiles records `finally` clauses of which the compiler makes more than that.
func (e *evaluator) compiles(m *python.Module) {
	if !strings.Contains(e.code.Source, "finally") {
		return
	}
	for _, s := range m.Body {
		if nodes, _ := compiledNodes(s); nodes > maxCompiled {
			e.unknown(s, codeBudget, "the compiler writes a `finally` clause for each way out of its `try`, and these are too many")
		}
	}
}

// compiledNodes is how many nodes the compiler writes for one, and how many of them leave what is around.
func compiledNodes(n python.Node) (nodes, exits float64) {
	nodes = 1
	add := func(child python.Node) {
		if child != nil {
			inner, leaving := compiledNodes(child)
			nodes, exits = nodes+inner, exits+leaving
		}
	}
	switch n := n.(type) {
	case *python.Return, *python.Break, *python.Continue:
		exits = 1
	case *python.Try:
		for _, s := range n.Finalbody {
			add(s)
		}
		often, leaving := nodes, exits
		nodes, exits = 1, 0
		each(n.Body, add)
		each(n.Handlers, add)
		each(n.Orelse, add)
		ways := 2 + exits
		return nodes + often*ways, exits + leaving*ways
	}
	children(n, add)
	switch n.(type) {
	case *python.FunctionDef, *python.Lambda, *python.ClassDef:
		exits = 0
	}
	return nodes, exits
}
