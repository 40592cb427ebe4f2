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
			return factorOf(number), true
		}
	}
	return 0, false
}

// factorOf is how often a small literal repeats something.
func factorOf(number Number) int64 {
	factor, err := strconv.ParseFloat(strings.ReplaceAll(string(number), "_", ""), 64)
	if err != nil {
		factor = 100_000 // binary, octal or hexadecimal
	}
	return max(int64(factor), 1)
}

// factorText is the name of what a product may repeat, where it has one and is not surely a number.
func (c *checker) factorText(e *Binary) (name string, text bool) {
	for _, side := range []Expr{e.Left, e.Right} {
		if name := c.path(side); name != "" && !c.numeric(side) {
			return name, true
		}
	}
	if inner, ok := e.Left.(*Binary); ok && inner.Op == "*" {
		return c.factorText(inner)
	}
	return "", false
}

const (
	// unit is the size that a value of the context counts.
	unit = 16
	// maxSize bounds one value and the text that a template makes, in such sizes. A pod has no room for more, and
	// Jinja writes what it can compute beforehand into the module that Python compiles, which takes a hundred times as much.
	maxSize = 1 << 20
	// maxWork bounds the sizes of all values that a template computes, each as often as the loops around it repeat it.
	maxWork = 4 << 20
	// largeWork is what a value of any length counts in it, and largeEach inside a loop of any length.
	largeWork, largeEach = 16 << 10, 64
	// maxEach bounds what is computed for one member of what a loop of any length goes through.
	maxEach = 64 << 10
	// maxLarge bounds how often values of any length may stand in one value, and in the text that a template makes.
	maxLarge = 256
	// maxLoops bounds loops inside each other.
	maxLoops = 2
)

// computes says whether an expression makes a new value. Names, attributes, constants and what `get` finds are there
// already.
func computes(expr Expr) bool {
	switch e := expr.(type) {
	case *Name, *Getattr, *Const:
		return false
	case *Getitem:
		_, slice := e.Index.(*Slice)
		return slice
	case *Call:
		method, ok := e.Func.(*Getattr)
		return !ok || method.Attr != "get"
	}
	return true
}

// spend counts the work of computing a value, or of asking Airflow for it. In a loop of any length a value of any
// length takes as long as both, which is too much unless it is a part of what the loop goes through.
func (c *checker) spend(offset int, v value) {
	size := times(v.size, c.escapes())
	if c.unbounded > 0 {
		c.each = plus(c.each, times(c.repeat, plus(size, times(v.large, largeEach))))
	} else {
		c.work = plus(c.work, times(c.repeat, plus(size, times(v.large, largeWork))))
	}
	if c.work > maxWork || c.each > maxEach || c.unbounded > 0 && v.large > 0 && !v.share {
		c.refuse(offset, tooMuch)
	}
}

const tooMuch = "the values that this template computes may be too large, all together, for the worker's memory"

// escapes is how much longer markup may have made a value than is counted. Each time that text is added to markup,
// or formatted into it, a character becomes five, of which one becomes five the next time.
func (c *checker) escapes() int64 { return 1 + 4*c.escaped }

// escape notes that text may be added to markup.
func (c *checker) escape() {
	if c.markup {
		c.escaped++
	}
}

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

// formats are the functions whose result has the length of what a format makes, by the place of the format.
var formats = map[string]int{"macros.ds_format": 2, "macros.ds_format_locale": 2, "macros.datetime.strftime": 1}

// called is what a function of the context makes of its arguments.
func (c *checker) called(path string, args []Expr, given value) value {
	if given.kind == bad {
		return given
	}
	switch at, format := formats[path]; {
	case format && at < len(args):
		if literal, ok := args[at].(*Const); ok {
			text, _ := literal.Value.(string)
			given = value{kind: given.kind, size: int64(len(text)) + 1}
		}
		return given.scaled(wideDate(args[at]))
	case path == "range":
		for _, arg := range args {
			given.size = max(given.size, literalSize(arg))
		}
		return given
	case path == "macros.json.dumps":
		return given.scaled(6) // it escapes
	case path == "macros.json.loads":
		given = given.scaled(6)
		given.size = times(given.size, 6) // an empty list is an object of its own
		return given
	case path == "macros.ds_add":
		return value{kind: given.kind}
	}
	return given
}

// wideDate is how many characters a date's format makes of each of its own, at most: a width is a number in it,
// and Python gives up where the text would have 256 for each.
func wideDate(format Expr) int64 {
	if literal, ok := format.(*Const); ok {
		if text, ok := literal.Value.(string); ok && !strings.ContainsFunc(text, unicode.IsDigit) {
			return 32
		}
	}
	return 256
}

// literalSize is the size of a literal number, which is known to be small.
func literalSize(expr Expr) int64 {
	if n, ok := expr.(*Const); ok {
		if number, ok := n.Value.(Number); ok {
			return factorOf(number)
		}
	}
	return unit
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
	case "tojson", "urlencode", "escape", "e", "forceescape":
		return of.scaled(6)
	case "list", "split", "rsplit", "splitlines":
		v := of.scaled(16)
		v.size = times(v.size, 4)
		return v
	case "length", "count", "int", "float", "wordcount":
		return value{kind: of.kind, size: unit}
	}
	return of.with(given)
}
