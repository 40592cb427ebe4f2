package eval

import (
	"path"
	"strings"
)

// textArg is a string or path argument.
func textArg(v value) (value, bool) {
	if isPath(v) {
		text := v.o.items[0]
		text.why = v.why
		v = text
	}
	switch v.kind {
	case strKind, prefixKind, opaqueKind, choiceKind, unknownKind:
		// A path with a NUL ends there for some versions of Python.
		return v, len(v.s) <= maxPath && strings.IndexByte(v.s, 0) < 0 && v.n&memberText == 0
	}
	return v, false
}

func pathJoin(e *evaluator, c *site) value {
	if len(c.kw) > 0 || len(c.pos) == 0 || !e.dataOnly(c) {
		return e.refuse(c)
	}
	joined, _ := textArg(c.pos[0])
	for i, part := range c.pos {
		v, ok := textArg(part)
		if !ok {
			return e.refuse(c)
		}
		if v.kind == unknownKind {
			return v
		}
		if i == 0 {
			continue
		}
		joined = e.joinText(c, joined, v)
	}
	return joined
}

func (e *evaluator) joinText(c *site, a, b value) value {
	switch {
	case a.kind == strKind && b.kind == strKind:
		why := a.why
		if why == nil || b.why != nil && a.s == "" {
			why = b.why
		}
		text := posixJoin(a.s, b.s)
		if !e.alloc(c.node, len(text)) {
			return value{kind: unknownKind, s: "too large"}
		}
		return value{kind: strKind, s: text, why: why}
	case a.kind == choiceKind || b.kind == choiceKind:
		v, ok := e.eachChoice(c.node, a, b, func(a, b value) value {
			if a.kind != strKind || b.kind != strKind || a.n|b.n != 0 {
				return opaque("a path", opaqueText)
			}
			return e.joinText(c, a, b)
		})
		if ok {
			return v
		}
	case b.kind == prefixKind && a.kind == strKind && b.s != "":
		return e.grown(c.node, value{kind: prefixKind, s: posixJoin(a.s, b.s), n: b.n, why: a.why}, e.pieces(b))
	}
	return e.grown(c.node, value{kind: opaqueKind, s: fromPath(a), n: opaqueText, why: a.why}, e.pieces(a)+e.pieces(b))
}

// onePath is a function of os.path of one path.
func onePath(f func(string) string) handler {
	return func(e *evaluator, c *site) value {
		if len(c.kw) > 0 || len(c.pos) != 1 || !e.dataOnly(c) {
			return e.refuse(c)
		}
		v, ok := textArg(c.pos[0])
		switch {
		case !ok:
			return e.refuse(c)
		case v.kind == unknownKind:
			return v
		case v.kind == strKind:
			e.alloc(c.node, len(v.s))
			return value{kind: strKind, s: f(v.s), why: v.why}
		}
		return e.textOf(v, fromPath(v), 1)
	}
}

// dirname is posixpath.dirname.
func dirname(s string) string {
	head := s[:strings.LastIndexByte(s, '/')+1]
	if head != "" && head != strings.Repeat("/", len(head)) {
		head = strings.TrimRight(head, "/")
	}
	return head
}

// normalPath is posixpath.normpath.
func normalPath(s string) string {
	clean := path.Clean(s)
	if strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "///") {
		return "/" + clean
	}
	return clean
}

func absolutePath(e *evaluator, c *site) value {
	if len(c.kw) > 0 || len(c.pos) != 1 || !e.dataOnly(c) {
		return e.refuse(c)
	}
	v, ok := textArg(c.pos[0])
	switch {
	case !ok:
		return e.refuse(c)
	case v.kind == unknownKind:
		return v
	case v.kind == strKind && strings.HasPrefix(v.s, "/"):
		return value{kind: strKind, s: normalPath(v.s), why: v.why}
	}
	return e.textOf(v, workingPath(v), 1)
}

// realPath is os.path.realpath, which follows links.
func realPath(e *evaluator, c *site) value {
	v := absolutePath(e, c)
	if v.kind == strKind {
		if given, _ := textArg(c.pos[0]); !e.mounted(given.s) {
			return e.refuse(c)
		}
	}
	return v
}

func splitExtension(e *evaluator, c *site) value {
	if len(c.kw) > 0 || len(c.pos) != 1 || !e.dataOnly(c) {
		return e.refuse(c)
	}
	v, ok := textArg(c.pos[0])
	if !ok {
		return e.refuse(c)
	}
	if v.kind != strKind {
		return e.tuple([]value{e.textOf(v, fromPath(v), 1), e.textOf(v, fromPath(v), 1)})
	}
	name := v.s[strings.LastIndexByte(v.s, '/')+1:]
	lead := len(name) - len(strings.TrimLeft(name, "."))
	at := strings.LastIndexByte(name, '.')
	if at < lead {
		return e.tuple([]value{v, strValue("")})
	}
	cut := len(v.s) - len(name) + at
	return e.tuple([]value{{kind: strKind, s: v.s[:cut], why: v.why}, strValue(v.s[cut:])})
}

func newPath(e *evaluator, c *site) value {
	if len(c.kw) > 0 || !e.dataOnly(c) {
		return e.refuse(c)
	}
	if len(c.pos) == 0 {
		return pathValue(strValue("."))
	}
	first, ok := textArg(c.pos[0])
	if !ok {
		return e.refuse(c)
	}
	if first.kind == unknownKind {
		return first
	}
	var v value
	if first.kind == strKind {
		e.alloc(c.node, 4*len(first.s)) // pathlib keeps the parts too
		v = pathValue(value{kind: strKind, s: purePath(first.s), why: first.why})
	} else {
		v = pathValue(e.textOf(first, fromPath(first), 1))
	}
	for _, part := range c.pos[1:] {
		if part.kind == unknownKind {
			return part
		}
		if v, ok = e.joinPath(v, part); !ok {
			return e.refuse(c)
		}
	}
	return v
}
