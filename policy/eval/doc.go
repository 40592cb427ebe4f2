// Package eval executes a Python module over abstract values and reports what it does.
//
// In: the syntax tree of one file (package python), the symbol catalogue, the tenant and the
// platform. Out: the facts of the file: imports, calls, DAGs, tasks, pods, template strings,
// callables, references, effects, and an unknown for every construct that was not executed
// exactly. Declarative is set only for a file that is proved to build DAGs out of pods and control
// flow, and to do nothing else.
//
// The interpreter is sound on a small language (DESIGN: the declarative language) and closed
// outside it: [evaluator.unknown] is the only way to make a value that nothing is known of, and it
// records the reason. Code that is not executed (an uncalled function, a class body, a dead
// branch) is still read for imports and calls, so that a rule can name what it finds there.
//
// The package never runs Python, reads no file, no clock and no environment, and its budgets are
// counters, so that the same bytes give the same facts everywhere.
package eval
