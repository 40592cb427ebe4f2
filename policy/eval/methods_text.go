package eval

import (
	"slices"
	"strings"
)

// strMethod executes a method of str. Characters outside ASCII have rules of their own; there the
// result is text of unknown content.
func (e *evaluator) strMethod(receiver value, name string, c *site) (value, bool) {
	if name == "format" {
		return e.strFormat(receiver.s, c), true
	}
	if name == "format_map" || name == "translate" {
		return e.mappedText(receiver, name, c)
	}
	if name == "join" && len(c.pos) == 1 && len(c.kw) == 0 && !c.open {
		return e.joinStrings(receiver, c)
	}
	if c.open || !e.dataOnly(c) {
		return value{}, false
	}
	if v, ok := c.anyUnknown(); ok {
		return v, true
	}
	known := len(c.kw) == 0 && isASCII(receiver.s) && receiver.n == 0
	for _, a := range c.pos {
		if a.kind != strKind && a.kind != intKind && a.kind != noneKind && (a.kind != tupleKind || name != "startswith" && name != "endswith") ||
			!isASCII(a.s) {
			known = false
		}
	}
	if len(c.pos) > 0 && c.pos[0].kind == strKind {
		// Also where the result is not known.
		if name == "strip" || name == "lstrip" || name == "rstrip" {
			e.lookedFor(receiver.s, c.pos[0].s)
		} else {
			e.searched(receiver.s, c.pos[0].s)
		}
	}
	if !known {
		switch name {
		case "index", "rfind", "rindex", "ljust", "rjust", "center", "casefold", "swapcase":
			return value{}, false
		case "isalpha", "isalnum", "isupper", "islower", "isspace", "isdecimal", "isnumeric", "isidentifier", "isascii":
			return opaque("a truth", 0), len(c.pos)+len(c.kw) == 0
		}
		if name == "encode" {
			if receiver.n == 0 && len(c.kw) == 0 && (len(c.pos) == 0 || len(c.pos) == 1 && (c.pos[0].s == "utf-8" || c.pos[0].s == "utf8") && c.pos[0].kind == strKind) {
				return value{kind: bytesKind, s: receiver.s}, e.alloc(c.node, len(receiver.s))
			}
			return opaque("bytes", opaqueText), true
		}
		if isASCII(receiver.s) || receiver.n != 0 || len(c.kw) > 0 {
			return e.methodText(receiver, name, c)
		}
		// Replacing, splitting and searching are the same in UTF-8.
		switch name {
		case "replace", "startswith", "endswith", "removeprefix", "removesuffix":
		default:
			return e.methodText(receiver, name, c)
		}
	}
	arg := func(i int) (string, bool) {
		if i < len(c.pos) && c.pos[i].kind == strKind {
			return c.pos[i].s, true
		}
		return "", false
	}
	str := func(s string) (value, bool) {
		if !e.alloc(c.node, len(s)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		return value{kind: strKind, s: s, why: receiver.why}, true
	}
	s := receiver.s
	e.charge(len(s) / 64)
	switch n := len(c.pos); name {
	case "upper", "lower", "title", "capitalize", "isdigit", "casefold", "swapcase", "isalpha", "isalnum", "isupper", "islower", "isspace",
		"isdecimal", "isnumeric", "isidentifier", "isascii":
		if n > 0 {
			return value{}, false
		}
		switch name {
		case "casefold":
			return str(strings.ToLower(s))
		case "swapcase":
			return str(swapCase(s))
		case "isalpha":
			return boolValue(s != "" && strings.Trim(s, letters) == ""), true
		case "isalnum":
			return boolValue(s != "" && strings.Trim(s, letters+"0123456789") == ""), true
		case "isspace":
			return boolValue(s != "" && strings.Trim(s, " \t\n\r\v\f\x1c\x1d\x1e\x1f") == ""), true
		case "isupper":
			return boolValue(s == strings.ToUpper(s) && s != strings.ToLower(s)), true
		case "islower":
			return boolValue(s == strings.ToLower(s) && s != strings.ToUpper(s)), true
		case "upper":
			return str(strings.ToUpper(s))
		case "lower":
			return str(strings.ToLower(s))
		case "capitalize":
			if s == "" {
				return str("")
			}
			return str(strings.ToUpper(s[:1]) + strings.ToLower(s[1:]))
		case "isascii":
			return trueValue, true
		case "isidentifier":
			return boolValue(s != "" && strings.Trim(s, letters+"0123456789_") == "" && (s[0] < '0' || s[0] > '9')), true
		case "isdigit", "isdecimal", "isnumeric":
			return boolValue(s != "" && strings.Trim(s, "0123456789") == ""), true
		}
		return str(titleCase(s))
	case "strip", "lstrip", "rstrip":
		cut := " \t\n\r\v\f\x1c\x1d\x1e\x1f"
		if n == 1 && c.pos[0].kind != noneKind {
			var ok bool
			if cut, ok = arg(0); !ok {
				return value{}, false
			}
		} else if n > 1 {
			return value{}, false
		}
		switch name {
		case "strip":
			return str(strings.Trim(s, cut))
		case "lstrip":
			return str(strings.TrimLeft(s, cut))
		}
		return str(strings.TrimRight(s, cut))
	case "replace":
		old, ok1 := arg(0)
		with, ok2 := arg(1)
		if !ok1 || !ok2 || n > 3 || old == "" && !isASCII(s) {
			return value{}, false
		}
		times := -1
		if n == 3 {
			if c.pos[2].kind != intKind {
				return value{}, false
			}
			times = int(max(min(c.pos[2].n, 1<<30), -1))
		}
		if !e.alloc(c.node, len(s)+strings.Count(s, old)*len(with)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		return str(strings.Replace(s, old, with, times))
	case "split", "rsplit":
		return e.split(receiver, name, c)
	case "splitlines":
		if n > 0 || strings.ContainsAny(s, "\r\v\f\x1c\x1d\x1e") {
			return value{}, false
		}
		lines := strings.Split(s, "\n")
		if lines[len(lines)-1] == "" {
			lines = lines[:len(lines)-1]
		}
		return e.stringList(lines, receiver.why), e.alloc(c.node, 16*len(lines))
	case "startswith", "endswith":
		if n != 1 {
			return value{}, false
		}
		options := []value{c.pos[0]}
		if c.pos[0].kind == tupleKind {
			options = c.pos[0].o.items
		}
		e.charge(len(options) / 8)
		unsure := false
		for _, option := range options {
			if option.kind != strKind {
				if !isPlain(option) {
					return value{}, false
				}
				unsure = true
				continue
			}
			if name == "startswith" && strings.HasPrefix(s, option.s) || name == "endswith" && strings.HasSuffix(s, option.s) {
				return trueValue, true
			}
		}
		if unsure {
			return opaque(reasonComparison, 0), true
		}
		return falseValue, true
	case "removeprefix", "removesuffix":
		a, ok := arg(0)
		if !ok || n != 1 {
			return value{}, false
		}
		if name == "removeprefix" {
			return str(strings.TrimPrefix(s, a))
		}
		return str(strings.TrimSuffix(s, a))
	case "ljust", "rjust", "center":
		fill := " "
		if n == 2 {
			fill, _ = arg(1)
		}
		if n < 1 || n > 2 || c.pos[0].kind != intKind || len(fill) != 1 || c.pos[0].n > 1000 {
			return value{}, false
		}
		padding := strings.Repeat(fill, max(int(c.pos[0].n)-len(s), 0))
		if name == "center" {
			left := len(padding)/2 + len(padding)&int(c.pos[0].n)&1
			return str(padding[:left] + s + padding[left:])
		}
		if name == "ljust" {
			return str(s + padding)
		}
		return str(padding + s)
	case "count", "find", "index", "rfind", "rindex":
		a, ok := arg(0)
		if !ok || n != 1 {
			return value{}, false
		}
		if name == "rfind" || name == "rindex" {
			at := strings.LastIndex(s, a)
			return intValue(int64(at)), at >= 0 || name == "rfind"
		}
		if name == "index" {
			at := strings.Index(s, a)
			return intValue(int64(at)), at >= 0
		}
		if name == "find" {
			return intValue(int64(strings.Index(s, a))), true
		}
		return intValue(int64(strings.Count(s, a))), true
	case "zfill":
		if n != 1 || c.pos[0].kind != intKind || c.pos[0].n > 1000 || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") {
			return value{}, false
		}
		return str(strings.Repeat("0", max(int(c.pos[0].n)-len(s), 0)) + s)
	case "partition", "rpartition":
		a, ok := arg(0)
		if !ok || n != 1 || a == "" {
			return value{}, false
		}
		at := strings.Index(s, a)
		if name == "rpartition" {
			at = strings.LastIndex(s, a)
		}
		switch {
		case at >= 0:
			return e.tuple([]value{strValue(s[:at]), strValue(a), strValue(s[at+len(a):])}), true
		case name == "partition":
			return e.tuple([]value{strValue(s), strValue(""), strValue("")}), true
		}
		return e.tuple([]value{strValue(""), strValue(""), strValue(s)}), true
	case "encode":
		if n > 1 {
			return value{}, false
		}
		if a, ok := arg(0); n == 1 && (!ok || a != "utf-8" && a != "utf8" && a != "ascii") {
			return value{}, false
		}
		return value{kind: bytesKind, s: s}, true
	}
	return value{}, false
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

func swapCase(s string) string {
	out := []byte(s)
	for i, c := range out {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			out[i] = c ^ 0x20
		}
	}
	return string(out)
}

func titleCase(s string) string {
	out := []byte(s)
	inside := false
	for i, c := range out {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		switch {
		case letter && !inside && c >= 'a':
			out[i] = c - 32
		case letter && inside && c < 'a':
			out[i] = c + 32
		}
		inside = letter
	}
	return string(out)
}

func (e *evaluator) stringList(parts []string, why *link) value {
	items := make([]value, len(parts))
	for i, part := range parts {
		items[i] = value{kind: strKind, s: part, why: why}
	}
	return e.list(items)
}

func (e *evaluator) split(receiver value, name string, c *site) (value, bool) {
	s, n := receiver.s, len(c.pos)
	if n == 0 || n == 1 && c.pos[0].kind == noneKind {
		// Whitespace of ASCII as Python sees it has four separators more than Go's.
		if strings.ContainsAny(s, "\x1c\x1d\x1e\x1f") {
			return value{}, false
		}
		parts := strings.Fields(s)
		return e.stringList(parts, receiver.why), e.alloc(c.node, 16*len(parts))
	}
	if c.pos[0].kind != strKind || c.pos[0].s == "" || n > 2 {
		return value{}, false
	}
	if n == 2 && c.pos[1].kind != intKind {
		return value{}, false
	}
	most := -1
	if n == 2 && c.pos[1].n >= 0 {
		most = int(min(c.pos[1].n, int64(len(s)))) // no string has more separators than bytes
	}
	if name == "rsplit" {
		parts := splitFromRight(s, c.pos[0].s, most)
		return e.stringList(parts, receiver.why), e.alloc(c.node, 16*len(parts))
	}
	if most >= 0 {
		most++
	}
	parts := strings.SplitN(s, c.pos[0].s, most)
	return e.stringList(parts, receiver.why), e.alloc(c.node, 16*len(parts))
}

// splitFromRight cuts at separators found from the end on, which are others than those found from
// the start when separators overlap. Below 0, most is no bound.
func splitFromRight(s, separator string, most int) []string {
	var parts []string
	for most != 0 {
		at := strings.LastIndex(s, separator)
		if at < 0 {
			break
		}
		parts = append(parts, s[at+len(separator):])
		s = s[:at]
		most--
	}
	parts = append(parts, s)
	slices.Reverse(parts)
	return parts
}

func (e *evaluator) joinStrings(receiver value, c *site) (value, bool) {
	if c.pos[0].kind == unknownKind {
		return c.pos[0], true
	}
	items, ok := e.sequence(c.pos[0])
	if !ok {
		if c.pos[0].kind == opaqueKind {
			return e.grown(c.node, opaque("text", opaqueText|unstoredOf(c.pos[0])), e.pieces(c.pos[0])*float64(1+len(receiver.s))), true
		}
		return value{}, false
	}
	var t text
	e.charge(len(items) / 8)
	for i, item := range items {
		if i > 0 {
			t.add(receiver.s)
		}
		switch item.kind {
		case strKind:
			if t.why == nil {
				t.why = item.why
			}
			t.add(item.s)
		case prefixKind, opaqueKind, unknownKind, choiceKind:
			t.part(item)
		default:
			return value{}, false
		}
	}
	return e.finishText(&t, c.node), true
}
