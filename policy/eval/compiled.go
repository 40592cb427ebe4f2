package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file bounds what Python's compiler makes of a module before it runs any of it. It writes a `finally` clause once for
// each way out of its `try`, so nested ones grow exponentially; and from Python 3.11 on it moves each name that a pattern
// captures under those before it, step by step. It does so for code that never runs too.

// maxCompiled bounds the nodes that the compiler writes for one statement.
const maxCompiled = 200_000

// compiles records statements of which the compiler makes more than that.
func (e *evaluator) compiles(m *python.Module) {
	if !strings.Contains(e.code.Source, "finally") && !strings.Contains(e.code.Source, "case") {
		return
	}
	for _, s := range m.Body {
		if nodes, _ := compiledNodes(s); nodes > maxCompiled {
			e.unknown(s, codeBudget, "the compiler writes more code for this `finally` clause or this pattern than the interpreter allows for")
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
	switch n := n.(type) {
	case *python.FunctionDef, *python.Lambda, *python.ClassDef:
		exits = 0
	case *python.MatchCase:
		// Each alternative captures the same names.
		names := float64(captures(n.Pattern))
		nodes += names * names
	}
	return nodes, exits
}

// captures counts the names that a pattern captures, those of all alternatives together.
func captures(pattern python.Node) int {
	n := 0
	switch p := pattern.(type) {
	case nil:
		return 0
	case *python.MatchAs:
		if p.Name != "" {
			n++
		}
	case *python.MatchStar:
		if p.Name != "" {
			n++
		}
	case *python.MatchMapping:
		if p.Rest != "" {
			n++
		}
	}
	children(pattern, func(child python.Node) {
		if child != nil {
			n += captures(child)
		}
	})
	return n
}
