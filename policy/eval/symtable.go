package eval

import "github.com/sekisho/sekisho/policy/python"

// This file bounds two more things that Python's compiler does before it runs any of a module, in time that grows with the square
// of what is written, also for code that never runs. It copies the names that a function binds for each function, class and
// comprehension in it (analyze_child_block of CPython's symbol table). And it looks up each constant among all others, of
// which tuples of numbers and large integers can be chosen so that all have one hash (merge_consts_recursive); so have the code objects
// of lambdas, comprehensions and functions of one name, up to Python 3.11 (code_hash).

// manyNodes is how many nodes a file has at least in which either matters.
const manyNodes = 3500

// analyzes records a file for which that takes too long.
func (e *evaluator) analyzes(m *python.Module) {
	if e.code.Nodes < manyNodes {
		return
	}
	constants, codes, most := 0, map[string]int{}, 0
	for _, s := range m.Body {
		e.compiled += copiedNames(s, 0) / 16
		constants += colliding(s)
		most = max(most, namesakes(s, codes))
		if e.compiled+square(constants)+square(most)/2 > maxCompiled {
			e.unknown(s, codeBudget, "the compiler takes longer for the names, the constants or the functions of one name up to this statement than the interpreter allows for")
			return
		}
	}
	e.compiled += square(constants) + square(most)/2
}

// namesakes counts the code objects of each name, and returns the largest count.
func namesakes(n python.Node, codes map[string]int) (most int) {
	name := ""
	switch n := n.(type) {
	case *python.FunctionDef:
		name = n.Name
	case *python.ClassDef:
		name = n.Name
	case *python.Lambda:
		name = "<lambda>"
	case *python.ListComp:
		name = "<listcomp>"
	case *python.SetComp:
		name = "<setcomp>"
	case *python.DictComp:
		name = "<dictcomp>"
	case *python.GeneratorExp:
		name = "<genexpr>"
	}
	if name != "" {
		codes[name]++
		most = codes[name]
	}
	python.Children(n, func(child python.Node) {
		if child != nil {
			most = max(most, namesakes(child, codes))
		}
	})
	return most
}

// copiedNames is how many names are copied for the scopes in a node, when the functions around bind so many.
func copiedNames(n python.Node, bound float64) float64 {
	copied := 0.0
	inner := bound
	scope := func(b *bindings) {
		copied += 1 + bound
		inner += float64(len(b.local) + len(b.global) + len(b.nonlocal))
	}
	targets := func(generators []*python.Comprehension) *bindings {
		b := newBindings()
		for _, g := range generators {
			b.node(g.Target)
		}
		return b
	}
	switch n := n.(type) {
	case *python.FunctionDef:
		scope(functionBindings(n.Args, n.Body))
	case *python.Lambda:
		scope(functionBindings(n.Args, nil))
	case *python.ClassDef:
		b := newBindings()
		b.bind(n.Body)
		scope(b)
	case *python.ListComp:
		scope(targets(n.Generators))
	case *python.SetComp:
		scope(targets(n.Generators))
	case *python.DictComp:
		scope(targets(n.Generators))
	case *python.GeneratorExp:
		scope(targets(n.Generators))
	}
	python.Children(n, func(child python.Node) {
		if child != nil {
			copied += copiedNames(child, inner)
		}
	})
	return copied
}

// colliding is how many constants the compiler may make of a node whose hash does not depend on a secret.
func colliding(n python.Node) int {
	found := 0
	var walk func(python.Node) bool // whether the node is such a constant, a number or empty
	walk = func(n python.Node) bool {
		if n == nil {
			return true
		}
		plain := true
		if c, ok := n.(*python.Constant); ok {
			// Numbers below the modulus of hashes (sys.hash_info.modulus) have hashes of their own.
			if c.Value == python.ConstantComplex || c.Value == python.ConstantInt && (c.Big != nil || abs(c.Int) >= 1<<61-1) {
				found++
			}
			return c.Value != python.ConstantStr && c.Value != python.ConstantBytes || c.Str == ""
		}
		python.Children(n, func(child python.Node) { plain = walk(child) && plain })
		switch n := n.(type) {
		case *python.Tuple, *python.List, *python.Set, *python.BinOp:
		case *python.Dict:
			// Its keys become a tuple.
			keys := true
			for _, k := range n.Keys {
				_, constant := k.(*python.Constant)
				keys = keys && constant
			}
			if keys && len(n.Keys) > 1 {
				found++
			}
			return false
		case *python.UnaryOp:
			return plain
		default:
			return false
		}
		if plain {
			found++
		}
		return plain
	}
	walk(n)
	return found
}
