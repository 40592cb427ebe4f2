package jinja

import (
	"strconv"
	"strings"
	"unicode"
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
	// maxLarge bounds how often values of any length may stand in one value, and in the text that a template makes.
	maxLarge = 256
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

// wideFormat says whether a format holds a run of three digits or a `*`. Python takes the digits of every
// script for a width.
func wideFormat(format string) bool {
	run := 0
	for _, character := range format {
		if unicode.IsDigit(character) {
			if run++; run > 2 {
				return true
			}
		} else {
			run = 0
		}
	}
	return strings.Contains(format, "*")
}

// fieldsOf is how often a format may take what it is given: one field may name it as often as it likes.
func fieldsOf(format Expr, mark string) int64 {
	if literal, ok := format.(*Const); ok {
		if text, ok := literal.Value.(string); ok {
			return int64(strings.Count(text, mark)) + 1
		}
	}
	return 1
}

// modulo checks the left side of `%`, which is a format where it is text: a literal whose width is known, or
// else surely a number.
func (c *checker) modulo(left Expr) bool {
	if literal, ok := left.(*Const); ok {
		text, isText := literal.Value.(string)
		return !isText || !wideFormat(text)
	}
	return c.numeric(left)
}

// numericMembers are numbers of the context.
var numericMembers = set(`map_index loop.index loop.index0 loop.revindex loop.revindex0 loop.length ti.try_number ti.max_tries ti.map_index
	task_instance.try_number task_instance.max_tries task_instance.map_index`)

// numeric says whether an expression is surely no text.
func (c *checker) numeric(expr Expr) bool {
	switch e := expr.(type) {
	case *Const:
		_, text := e.Value.(string)
		return !text
	case *Unary:
		return c.numeric(e.Of)
	case *Binary:
		return e.Op != "and" && e.Op != "or" && c.numeric(e.Left) && c.numeric(e.Right)
	case *CondExpr:
		return e.Else != nil && c.numeric(e.Then) && c.numeric(e.Else)
	case *Filter:
		for _, fallback := range e.Args {
			if !c.numeric(fallback) {
				return false
			}
		}
		return numericFilters[e.Name] && len(e.Keywords) == 0
	case *Name:
		return numericMembers[c.path(e)]
	case *Getattr:
		if numericMembers[c.path(e)] {
			return true
		}
		of := c.path(e.Of)
		holder, ok := context[of]
		if !ok {
			holder, ok = members[of]
		}
		return ok && valueKind(holder) == date && dateFields[e.Attr] && e.Attr != "timezone_name"
	}
	return false
}

var numericFilters = set("int float length count")

// scaled is a value of which there may be as many.
func (v value) scaled(by int64) value {
	v.size, v.large = times(v.size, by), times(v.large, by)
	return v
}

// anyLength is a value that may also be of any length.
func (v value) anyLength() value {
	if v.kind != bad {
		v.large, v.share = plus(v.large, 1), false
	}
	return v
}

// with is a value that may also hold another.
func (v value) with(other value) value {
	if other.large > 0 {
		v.share = other.share && (v.share || v.large == 0)
	}
	v.size, v.large = plus(v.size, other.size), plus(v.large, other.large)
	return v
}

// grown is what a method or filter makes of a value and arguments, all of them together. A list shows more than
// the texts in it.
func grown(name string, of, given value) value {
	switch name {
	case "replace", "join", "indent":
		v := of.scaled(plus(given.size, 1))
		if given.large > 0 {
			v.large = plus(v.large, times(of.size, given.large))
			if of.large > 0 {
				v.large = maxLarge + 1
			}
			v.share = v.share && given.share
		}
		return v
	case "tojson", "dumps", "urlencode", "escape", "e", "forceescape":
		return of.scaled(6)
	case "list", "split", "rsplit", "splitlines", "partition", "rpartition":
		return of.scaled(16)
	case "length", "count", "int", "float", "wordcount":
		return value{kind: of.kind, size: unit}
	}
	return of.with(given)
}
