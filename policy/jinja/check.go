package jinja

import (
	"fmt"
	"slices"
	"strings"
)

// Result is what Check found in a string.
type Result struct {
	// HasTemplate is set when the string holds template syntax; otherwise it is plain text.
	HasTemplate bool
	// Allowed is set when the template was read whole and every expression is on the list.
	Allowed bool
	// Violation says what is not allowed, with line and column in the string; Offset is where, in bytes.
	Violation string
	Offset    int
	// Expressions are the dotted names used, sorted: `ds`, `params.x`, `conn.db.password`,
	// `macros.uuid.os.popen`, `var.value.key`. They are reported whether allowed or not. A subscript
	// that is not constant is `[]`, a dot in the key of a variable is `:`; a dag_id given to xcom_pull is `ti.xcom_pull.dag_id`.
	Expressions []string
	// Size is how much text the template makes, at most and in about bytes; Large is how often a value of any length
	// may stand in it; Work is what it computes and looks up, as size.go counts it.
	Size, Large, Work int64
}

// Check reads a string that reaches a templated field.
func Check(text string) (result Result) {
	if !HasTemplate(text) {
		return Result{Allowed: true}
	}
	defer func() {
		// A bug in the reader must not become a permission.
		if reason := recover(); reason != nil {
			result = Result{HasTemplate: true, Violation: fmt.Sprintf("the template could not be read: %v", reason)}
		}
	}()
	result = Result{HasTemplate: true}
	template, err := Parse(text)
	if err != nil {
		offset := 0
		if syntax, ok := err.(*SyntaxError); ok {
			offset = syntax.Offset
		}
		result.violate(text, offset, "the template could not be read: "+err.Error())
		return result
	}
	c := &checker{text: text, names: map[string]value{}, seen: map[string]bool{}, repeat: 1}
	c.statements(template.Body)
	result.Allowed = c.violation == ""
	result.Size, result.Large = c.output, c.large
	result.Work = plus(c.work, times(c.each, maxWork/maxEach))
	if !result.Allowed {
		result.violate(text, c.offset, c.violation)
	}
	for name := range c.seen {
		result.Expressions = append(result.Expressions, name)
	}
	slices.Sort(result.Expressions)
	return result
}

// HasTemplate says whether a string holds template syntax.
func HasTemplate(text string) bool {
	for {
		brace := strings.IndexByte(text, '{')
		if brace < 0 || brace+1 >= len(text) {
			return false
		}
		switch text[brace+1] {
		case '{', '%', '#':
			return true
		}
		text = text[brace+1:]
	}
}

func (r *Result) violate(text string, offset int, message string) {
	line, column := 1, 1
	for _, character := range text[:min(offset, len(text))] {
		if column++; character == '\n' {
			line, column = line+1, 1
		}
	}
	r.Offset = offset
	r.Violation = fmt.Sprintf("%s (line %d, column %d of the string)", message, line, column)
}

// value is what the checker knows of an expression's value.
type value struct {
	kind valueKind
	// path is the dotted name of an object or function of the context: `ti.xcom_pull`.
	path string
	// size is how many bytes or members it may have, where a value of the context counts unit. 0
	// stands for unit.
	size int64
	// large is how often a value of any length may stand in it: a parameter, an XCom, a variable, what the
	// trigger gave. share is set where they are parts of what the loops around go through, which are no more
	// together than the whole.
	large int64
	share bool
}

type valueKind uint8

const (
	// data is a string, number, list or dict, or text made of them: it has no behaviour but the
	// methods of those types.
	data valueKind = iota
	// date is a pendulum or Python date, time or time span.
	date
	// object is something of the context of which only listed attributes may be used.
	object
	// mixed may be data or a date: it may be shown, but nothing of it may be used.
	mixed
	// bad is the value of an expression that was refused; nothing more is said about it.
	bad
)

// checker walks a template. It keeps the first violation and goes on, to report every name.
type checker struct {
	text      string
	names     map[string]value // what `set`, `for` and `with` bound
	loops     int
	repeat    int64 // how often the statement at hand is rendered, by the sizes of the loops around it
	unbounded int   // loops around it that go through values of any length
	large     int64 // how often values of any length stand in the output
	work      int64 // the sizes of all values that are computed
	each      int64 // the same for one member of what the loops of any length around go through
	markup    bool  // a filter made markup, which escapes what is added to it
	escaped   int64 // how often something may have been added to markup
	output    int64 // how much text the template makes
	inner     Expr  // the expression whose name is part of a longer one
	seen      map[string]bool
	violation string
	offset    int
}

func (c *checker) refuse(offset int, format string, values ...any) value {
	if c.violation == "" {
		c.violation, c.offset = fmt.Sprintf(format, values...), offset
	}
	return value{kind: bad}
}

func (c *checker) statements(body []Statement) {
	for _, statement := range body {
		c.statement(statement)
	}
}

func (c *checker) statement(statement Statement) {
	switch s := statement.(type) {
	case *Data:
		c.emit(s.Offset(), value{size: int64(len(s.Text))})
	case *Output:
		c.emit(s.Offset(), c.plain(s.Of))
	case *Print:
		for _, item := range s.Items {
			c.emit(s.Offset(), c.plain(item))
		}
	case *If:
		c.truth(s.Test)
		c.statements(s.Body)
		for _, branch := range s.Elif {
			c.statement(branch)
		}
		c.statements(s.Else)
	case *For:
		of := c.plain(s.Iter)
		outer, unbounded := c.repeat, c.unbounded
		c.loops++
		if of.large > 0 {
			if c.unbounded > 0 && !of.share {
				c.refuse(s.Offset(), tooLong)
			}
			c.unbounded++
			of.share = true
		} else {
			c.repeat = times(c.repeat, of.size)
		}
		if call, ok := s.Iter.(*Call); ok && c.path(call.Func) == "range" {
			of.size = unit // its members are numbers
		}
		c.bind(s.Target, of)
		if c.loops > maxLoops {
			c.refuse(s.Offset(), "more than %d loops inside each other are not allowed", maxLoops)
		}
		if s.Test != nil {
			c.truth(s.Test)
		}
		c.statements(s.Body)
		c.loops--
		c.repeat, c.unbounded = outer, unbounded
		c.statements(s.Else)
		if s.Recursive {
			c.refuse(s.Offset(), "a recursive loop is not allowed")
		}
	case *Set:
		c.bind(s.Target, c.plain(s.Value))
	case *With:
		for i, target := range s.Targets {
			c.bind(target, c.plain(s.Values[i]))
		}
		c.statements(s.Body)
	case *SetBlock:
		outer, large := c.output, c.large
		c.output, c.large = 0, 0
		c.statements(s.Body)
		text := value{kind: data, size: c.output + 1, large: c.large}
		c.output, c.large = outer, large
		c.spend(s.Offset(), text)
		if s.Filter != nil {
			text = c.filterOf(s.Filter, text)
		}
		c.bind(s.Target, text)
	case *Do:
		c.plain(s.Of)
		c.refuse(s.Offset(), "the tag `do` is not allowed")
	case *Block:
		c.refuse(s.Offset(), "the tag `%s` is not allowed", s.Tag)
		for _, expr := range s.Exprs {
			c.eval(expr)
		}
		c.statements(s.Body)
	default:
		c.refuse(statement.Offset(), "this tag is not allowed")
	}
}

// bind gives names a value. A name of the context may not be rebound, and a name bound twice must
// have the same kind and has the larger size: which binding a use sees is not followed.
func (c *checker) bind(target Expr, of value) {
	switch t := target.(type) {
	case *Name:
		_, listed := context[t.ID]
		was, bound := c.names[t.ID]
		switch {
		case listed || t.ID == "loop" || refusedNames[t.ID]:
			c.refuse(t.Offset(), "`%s` is a name of Airflow's context and may not be given another value", t.ID)
		case strings.HasPrefix(t.ID, "_"):
			c.refuse(t.Offset(), "`%s` begins with an underscore", t.ID)
		case of.kind == bad:
			c.names[t.ID] = of
		case bound && was.kind != of.kind:
			c.refuse(t.Offset(), "`%s` is given values of different kinds", t.ID)
			c.names[t.ID] = value{kind: bad}
		default:
			of.size, of.large = max(of.size, was.size), max(of.large, was.large)
			of.share = of.share && (was.share || !bound || was.large == 0)
			c.names[t.ID] = of
		}
	case *Tuple:
		// The members of what is taken apart: of a date there are none, of data they are data.
		member := value{kind: data, size: of.size, large: of.large, share: of.share}
		if of.kind != data {
			member.kind = mixed
		}
		for _, item := range t.Items {
			c.bind(item, member)
		}
	default:
		c.refuse(target.Offset(), "this assignment is not allowed")
	}
}

// plain checks an expression whose value is shown, compared or bound: it must be data or a date,
// never an object or function of the context.
func (c *checker) plain(expr Expr) value {
	v := c.eval(expr)
	if v.kind == object {
		return c.refuse(expr.Offset(), "`%s` is not on the list of allowed expressions", v.path)
	}
	return v
}

// emit counts text that the template makes.
func (c *checker) emit(offset int, v value) {
	large := v.large
	if c.unbounded > 0 {
		if large > 0 && !v.share {
			large = maxLarge + 1
		}
		large = plus(large, v.size) // once for each member of what the loop goes through
	}
	c.large = plus(c.large, times(c.repeat, large))
	c.output = plus(c.output, times(c.repeat, v.size))
	if times(c.output, c.escapes()) > maxSize || times(c.large, c.escapes()) > maxLarge {
		c.refuse(offset, tooLong)
	}
}

const tooLong = "the text that this template makes may be too long for the worker's memory"

// maxNames bounds the names of one template that are reported.
const maxNames = 1000

// note records a dotted name. Rules judge the names that are reported, so none may be left out of a
// template that is allowed.
func (c *checker) note(path string) {
	if len(c.seen) < maxNames {
		c.seen[path] = true
	} else if !c.seen[path] {
		c.refuse(0, "the template uses more than %d names", maxNames)
	}
}
