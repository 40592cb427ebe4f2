package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file bounds the constants that Python's compiler computes beforehand, also in code that never runs. A text that is
// repeated may become 4,096 characters long (MAX_STR_SIZE of CPython's ast_opt.c), a tuple 256 members; sums have no bound, and
// each sum of a chain is kept until the file is compiled, so that a chain of forty texts makes three megabytes of them.

const (
	maxFolded     = 32 << 20 // bytes of all such constants of the file and the modules that it imports
	repeatedBytes = 4 * 4096 // of one that is repeated: four for a character
	memberBytes   = 8        // of a tuple, for each member
	constantBytes = 64       // of any other constant
	fewestFolded  = 1500     // nodes that a file has at least in which that matters
)

// folds records a file of whose constants the compiler makes more than that.
func (e *evaluator) folds(m *python.Module) {
	if e.code.Nodes < fewestFolded || !strings.Contains(e.code.Source, "*") {
		return
	}
	for _, s := range m.Body {
		if folded(s, &e.folded); e.folded > maxFolded {
			e.unknown(s, codeBudget, "the compiler computes more constants beforehand than the interpreter allows for")
			return
		}
	}
}

// folded adds what the compiler makes of a node to made. It returns the bytes of the constant that the node becomes, at most;
// false when it becomes none.
func folded(n python.Node, made *float64) (bytes float64, constant bool) {
	keep := func(bytes float64) (float64, bool) {
		*made += bytes
		return bytes, true
	}
	switch n := n.(type) {
	case nil:
		return 0, true
	case *python.Constant:
		return constantBytes + 4*float64(len(n.Str)), true
	case *python.BinOp:
		left, first := folded(n.Left, made)
		right, second := folded(n.Right, made)
		switch {
		case !first || !second:
			return 0, false
		case left <= constantBytes && right <= constantBytes:
			return keep(constantBytes) // numbers, or nothing
		case n.Op == python.Add:
			return keep(left + right)
		}
		return keep(repeatedBytes)
	case *python.UnaryOp:
		if _, constant := folded(n.Operand, made); constant {
			return keep(constantBytes)
		}
		return 0, false
	}
	constant, members := true, 0.0
	python.Children(n, func(child python.Node) {
		_, one := folded(child, made)
		constant = one && constant
		members++
	})
	switch n.(type) {
	case *python.Tuple, *python.List, *python.Set:
		if constant {
			return keep(constantBytes + memberBytes*members)
		}
	case *python.Subscript, *python.Slice:
		if constant {
			return keep(repeatedBytes)
		}
	}
	return 0, false
}
