package jinja

import (
	"strconv"
	"strings"
)

// How large values and text may become: a template is rendered in the shared worker.

// smallFactor is the literal factor of a product, or 1 for a product of numbers alone.
func smallFactor(e *Binary) (int64, bool) {
	for _, side := range []Expr{e.Left, e.Right} {
		if n, ok := side.(*Const); ok {
			number, ok := n.Value.(Number)
			if !ok || !small(n, 100_000) {
				continue
			}
			factor, err := strconv.ParseFloat(strings.ReplaceAll(string(number), "_", ""), 64)
			if err != nil {
				factor = 100_000 // binary, octal or hexadecimal
			}
			return max(int64(factor), 1), true
		}
	}
	return 0, false
}

const (
	// unit is the size that a value of the context counts.
	unit = 16
	// maxSize bounds one value and the text that a template makes, in such sizes.
	maxSize = 64 << 20
	// maxLoops bounds loops inside each other.
	maxLoops = 2
)

func plus(a, b int64) int64 { return min(a+b, 1<<40) }

func times(a, b int64) int64 {
	if b != 0 && a > (1<<40)/b {
		return 1 << 40
	}
	return a * b
}

// small says whether a literal is not an integer over the limit.
func small(n *Const, limit int64) bool {
	number, ok := n.Value.(Number)
	if !ok {
		return true
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(string(number), "_", ""), 64)
	if err != nil { // binary, octal or hexadecimal
		whole, err := strconv.ParseInt(string(number), 0, 64)
		return err == nil && whole <= limit
	}
	return value <= float64(limit)
}

// wideFormat says whether a %-format holds a run of three digits or a `*`.
func wideFormat(format string) bool {
	run := 0
	for i := 0; i < len(format); i++ {
		if isDigit(format[i]) {
			if run++; run > 2 {
				return true
			}
		} else {
			run = 0
		}
	}
	return strings.Contains(format, "*")
}

// grown is the size of what a method or filter makes of a value of size of and arguments of size
// given in all.
func grown(name string, of, given int64) int64 {
	switch name {
	case "replace", "join", "indent":
		return times(of, plus(given, 1))
	case "tojson", "dumps", "urlencode", "escape", "e", "forceescape":
		return times(of, 6)
	case "length", "count", "int", "float", "wordcount":
		return unit
	}
	return plus(of, given)
}
