package eval

import (
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file bounds what Python's compiler prints. It warns of what is likely to be a mistake (`1 is 1`, `1()`, `0if x else 1`,
// `"\d"`), every time that it compiles the file, in code that never runs too, and prints the line that it warns of each
// time: a line of a hundred thousand bytes with ten thousand of them makes a gigabyte in the log of the scheduler.

// maxWarned bounds the bytes of the lines that the compiler may print with warnings, those of imported modules too.
const maxWarned = 1 << 20

// fewestWarned is how many bytes of source one warning takes at least.
const fewestWarned = 4

// warns records that the compiler prints more than that.
func (e *evaluator) warns(m *python.Module) {
	source, lines := e.code.Source, e.lines
	if !e.home.judged() {
		lines = lineStarts(source)
	}
	most := 0
	for i := range lines {
		n := lineLength(source, lines, i)
		most += n * (n/fewestWarned + 1)
	}
	if most <= maxWarned {
		return
	}
	var walk func(python.Node)
	walk = func(n python.Node) {
		if n == nil {
			return
		}
		if times := warnings(source, n); times > 0 {
			e.warned += times * longestLine(source, lines, n.Range())
		}
		python.Children(n, walk)
	}
	for _, s := range m.Body {
		if walk(s); e.warned > maxWarned {
			e.unknown(s, codeBudget, "the compiler warns of long lines more often than the interpreter allows for, and prints each of them")
			return
		}
	}
}

func lineLength(source string, lines []int32, i int) int {
	if i+1 < len(lines) {
		return int(lines[i+1] - lines[i])
	}
	return len(source) - int(lines[i])
}

// longestLine is the length of the longest of the lines on which a node stands.
func longestLine(source string, lines []int32, s python.Span) int {
	at, _ := slices.BinarySearch(lines, s.Start+1)
	longest := 0
	for i := max(at-1, 0); i < len(lines) && lines[i] < s.End; i++ {
		longest = max(longest, lineLength(source, lines, i))
	}
	return longest
}

// warnings is how often the compiler of any version may warn of a node itself (compiler_check_is_arg, check_caller,
// check_subscripter, check_index, verify_end_of_number and warn_invalid_escape_sequence of CPython). A name is never warned of.
func warnings(source string, n python.Node) int {
	likely := func(x python.Expr) bool {
		switch x := x.(type) {
		case *python.Name, *python.Attribute, *python.Call:
			return false
		case *python.Constant:
			return x.Value != python.ConstantNone && x.Value != python.ConstantTrue && x.Value != python.ConstantFalse && x.Value != python.ConstantEllipsis
		}
		return true
	}
	switch n := n.(type) {
	case *python.Compare:
		times := 0
		left := n.Left
		for i, op := range n.Ops {
			if (op == python.Is || op == python.IsNot) && (likely(left) || likely(n.Comparators[i])) {
				times++
			}
			left = n.Comparators[i]
		}
		return times
	case *python.Call:
		if _, constant := n.Func.(*python.Constant); constant || likely(n.Func) {
			return 1
		}
	case *python.Subscript:
		if _, constant := n.Value.(*python.Constant); constant || likely(n.Value) {
			return 1
		}
	case *python.Assert, *python.Return, *python.Break, *python.Continue:
		return 1
	case *python.UnaryOp:
		if n.Op == python.Invert {
			return 1
		}
	case *python.JoinedStr, *python.TemplateStr:
		return escapes(source, n.Range())
	case *python.Constant:
		switch n.Value {
		case python.ConstantStr, python.ConstantBytes:
			return escapes(source, n.Span)
		case python.ConstantInt, python.ConstantFloat, python.ConstantComplex:
			if end := int(n.End); end < len(source) && (source[end]|0x20 >= 'a' && source[end]|0x20 <= 'z') {
				return 1
			}
		}
	}
	return 0
}

// escapes is how many of the pieces of a text may have an escape sequence that means nothing.
func escapes(source string, s python.Span) int {
	if s.Start < 0 || int(s.End) > len(source) || s.Start > s.End {
		return 0
	}
	text := source[s.Start:s.End]
	escaped := 0
	for i := 0; i+1 < len(text); i++ {
		if text[i] == '\\' {
			if i++; strings.IndexByte("\n\\'\"abfnrtvxNuU01237", text[i]) < 0 {
				escaped++
			}
		}
	}
	return min(escaped, 1+strings.Count(text, "'")+strings.Count(text, `"`))
}
