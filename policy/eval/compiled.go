package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file bounds what Python's compiler makes of a module before it runs any of it. It writes a `finally` clause once for
// each way out of its `try`, so nested ones grow exponentially; and from Python 3.11 on it moves each name that a pattern
// captures under those before it, step by step; and it compares each keyword of a call with those before it, and looks for
// each field of an f-string from the start. It does so for code that never runs too.

// maxCompiled bounds what the compiler does beyond writing each node once, in nodes, for the file and the modules that it imports.
const maxCompiled = 200_000

// manySigns is how many `=` or `{` a file has at least in which a call or text has so many parts that it matters.
const manySigns = 2000

// compiles records statements of which the compiler makes more than that.
func (e *evaluator) compiles(m *python.Module) {
	e.warns(m)
	e.analyzes(m)
	e.folds(m)
	source := e.code.Source
	if !strings.Contains(source, "finally") && !strings.Contains(source, "case") && strings.Count(source, "=") < manySigns &&
		strings.Count(source, "{") < manySigns {
		return
	}
	written := 0.0
	for _, s := range m.Body {
		nodes, _ := compiledNodes(s)
		written += nodes
		if e.compiled+written-float64(e.code.Nodes) > maxCompiled {
			e.unknown(s, codeBudget, "the compiler takes longer for this clause, pattern, call or text than the interpreter allows for")
			return
		}
	}
	e.compiled += max(written-float64(e.code.Nodes), 0)
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
		for _, s := range n.Body {
			add(s)
		}
		for _, s := range n.Handlers {
			add(s)
		}
		for _, s := range n.Orelse {
			add(s)
		}
		ways := 2 + exits
		return nodes + often*ways, exits + leaving*ways
	}
	python.Children(n, add)
	switch n := n.(type) {
	case *python.FunctionDef, *python.Lambda, *python.ClassDef:
		exits = 0
	case *python.MatchCase:
		// Each alternative captures the same names.
		names := float64(captures(n.Pattern))
		nodes += names * names
	case *python.MatchClass:
		nodes += square(len(n.KwdAttrs))
	case *python.MatchSequence:
		nodes += square(len(n.Patterns))
	case *python.MatchMapping:
		nodes += square(len(n.Keys))
	case *python.Call:
		nodes += square(len(n.Keywords))
	case *python.JoinedStr:
		nodes += square(len(n.Values))
	}
	return nodes, exits
}

// square is the work of comparing each of so many parts with the others, which is cheaper than writing code.
func square(parts int) float64 { return float64(parts) * float64(parts) / 16 }

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
	python.Children(pattern, func(child python.Node) {
		if child != nil {
			n += captures(child)
		}
	})
	return n
}
