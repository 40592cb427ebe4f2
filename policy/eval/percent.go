package eval

import (
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// percent is `template % arguments`.
func (e *evaluator) percent(at python.Node, left, right value) value {
	if left.kind != strKind {
		if e.data(right) {
			return e.grown(at, value{kind: prefixKind, s: before(left.s, "%"), n: opaqueText | opaqueUnstored, why: left.why}, e.pieces(left)*(1+e.pieces(right)))
		}
		return e.unknown(at, codeFormat, "a template that is not known")
	}
	if !e.data(right) {
		return e.unknown(at, codeFormat, "an argument that cannot be put into a string without running code")
	}
	var t text
	t.why = left.why
	next, named := 0, false
	args := []value{right}
	if right.kind == tupleKind && right.o.typ == "" {
		args = right.o.items
	}
	rest := left.s
	for {
		i := strings.IndexByte(rest, '%')
		if i < 0 {
			t.add(rest)
			break
		}
		t.add(rest[:i])
		rest = rest[i+1:]
		if rest == "" {
			return e.unknown(at, codeFormat, "an incomplete format")
		}
		if rest[0] == '%' {
			t.add("%")
			rest = rest[1:]
			continue
		}
		var v value
		if rest[0] == '(' {
			end := closing(rest)
			if end < 0 || right.kind != dictKind {
				return e.unknown(at, codeFormat, "a format that does not fit its arguments")
			}
			place := right.o.find(strValue(rest[1:end]))
			if place < 0 {
				return e.unknown(at, codeFormat, "a format that does not fit its arguments")
			}
			v, named = right.o.items[place], true
			rest = rest[end+1:]
		} else {
			if next >= len(args) {
				return e.unknown(at, codeFormat, "a format that does not fit its arguments")
			}
			v = args[next]
			next++
		}
		spec := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		rest = rest[len(spec):]
		if rest == "" || len(spec) > 3 {
			return e.unknown(at, codeFormat, "an incomplete format")
		}
		verb := rest[0]
		rest = rest[1:]
		var s string
		ok := false
		switch {
		case verb == 's' && spec == "":
			s, ok = e.str(v)
		case verb == 'r' && spec == "":
			s, ok = e.repr(v)
		case (verb == 'd' || verb == 'i') && v.isWhole():
			s, ok = formatSpec(intValue(v.n), spec)
		}
		switch {
		case ok:
			if t.why == nil {
				t.why = v.why
			}
			t.add(s)
		case strings.IndexByte("sdirfeg", verb) < 0:
			return e.unknown(at, codeFormat, "a format that the interpreter does not know")
		case v.kind == unknownKind || (v.kind == opaqueKind || v.kind == prefixKind) && verb == 's' && spec == "":
			t.part(v)
		default:
			t.part(e.textOf(v, "formatted text", maxEscape))
		}
	}
	if !named && next != len(args) && !(right.kind == dictKind && next == 0) {
		return e.unknown(at, codeFormat, "a format that does not fit its arguments")
	}
	return e.finishText(&t, at)
}

// closing is the place of the parenthesis that closes the one at the start, or -1: the name of a field may
// hold pairs of them.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func before(s, sep string) string {
	head, _, _ := strings.Cut(s, sep)
	return head
}

// formatInternals notes the attributes of Python's internals that the fields of a format name:
// `"{0.__globals__}"`.
func (e *evaluator) formatInternals(at python.Node, template string) {
	e.charge(len(template) / 16)
	for _, field := range strings.FieldsFunc(template, func(r rune) bool { return r == '{' || r == '}' }) {
		if !strings.Contains(field, "_") {
			continue
		}
		for i, name := range strings.FieldsFunc(field, func(r rune) bool { return strings.ContainsRune(".[]!:", r) }) {
			if i > 0 && internals[name] {
				e.recordInternal(at, name)
			}
		}
	}
}

// strFormat is str.format. A field that reaches into an object (`{0.x}`, `{0[x]}`) is an unknown.
func (e *evaluator) strFormat(template string, c *site) value {
	e.formatInternals(c.node, template)
	if !e.dataOnly(c) {
		return e.unknown(c.node, codeFormat, "an argument that cannot be put into a string without running code")
	}
	var t text
	next := 0
	for rest := template; rest != ""; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			t.add(rest)
			break
		}
		t.add(rest[:i])
		if i+1 < len(rest) && rest[i+1] == rest[i] {
			t.add(rest[i : i+1])
			rest = rest[i+2:]
			continue
		}
		if rest[i] == '}' {
			return e.unknown(c.node, codeFormat, "a format that Python refuses")
		}
		end := strings.IndexByte(rest[i:], '}')
		if end < 0 || strings.ContainsAny(rest[i+1:i+end], "{.[") {
			return e.unknown(c.node, codeFormat, "a format that reaches into objects, or is not known")
		}
		field := rest[i+1 : i+end]
		rest = rest[i+end+1:]
		name, spec, _ := strings.Cut(field, ":")
		name, conversion, converted := strings.Cut(name, "!")
		var v value
		if name == "" {
			name = strconv.Itoa(next)
			next++
		}
		if !isASCII(name) {
			// Python takes any digit of Unicode for one.
			return e.unknown(c.node, codeFormat, "a field outside ASCII")
		}
		if allDigits(name) {
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(c.pos) {
				return e.unknown(c.node, codeFormat, "a format that does not fit its arguments")
			}
			v = c.pos[n]
		} else {
			found, ok := e.filledBy(c, name)
			if !ok {
				return e.unknown(c.node, codeFormat, "a format that does not fit its arguments")
			}
			v = found
		}
		if converted && conversion == "s" {
			v = e.converted(v)
		} else if converted {
			s, ok := e.repr(v)
			if !ok || conversion != "r" {
				v = e.textOf(v, "a representation", maxEscape)
			} else {
				v = value{kind: strKind, s: s, why: v.why}
			}
		}
		out, ok := e.formatValue(v, spec)
		switch {
		case !ok:
			return e.unknown(c.node, codeFormat, "an argument that cannot be put into a string without running code")
		case out.kind == strKind:
			if t.why == nil {
				t.why = out.why
			}
			t.add(out.s)
		default:
			t.part(out)
		}
	}
	return e.finishText(&t, c.node)
}

// filledBy is the keyword that a field names. They are looked at one after the other, which is counted where they are many.
func (e *evaluator) filledBy(c *site, name string) (value, bool) {
	if many := len(c.kw) / 32; many > 0 {
		if e.charge(many); !e.step(c.node) {
			return value{}, false
		}
	}
	return c.keyword(name)
}
