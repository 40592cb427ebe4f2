package eval

import (
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// methodNames are the methods that the interpreter executes, by the type of their object. A method
// of the same name on another type is another method.
var methodNames = map[kind]map[string]bool{
	strKind: set("upper", "lower", "strip", "lstrip", "rstrip", "replace", "split", "rsplit", "splitlines", "join", "format",
		"startswith", "endswith", "title", "capitalize", "zfill", "removeprefix", "removesuffix", "count", "find",
		"isdigit", "partition", "rpartition", "encode"),
	prefixKind: set("upper", "lower", "strip", "lstrip", "rstrip", "replace", "split", "startswith", "endswith", "format"),
	opaqueKind: set("upper", "lower", "strip", "lstrip", "rstrip", "replace", "split", "startswith", "endswith", "get", "items",
		"keys", "values", "set_upstream", "set_downstream", "zip", "concat", "map"),
	listKind:    set("append", "extend", "insert", "copy", "index", "count", "pop", "reverse", "sort", "clear", "remove"),
	tupleKind:   set("index", "count"),
	dictKind:    set("get", "items", "keys", "values", "update", "copy", "setdefault", "pop"),
	setKind:     set("add", "union", "copy", "update", "intersection", "difference"),
	taskKind:    set("set_upstream", "set_downstream", "as_setup", "as_teardown"),
	groupKind:   set("set_upstream", "set_downstream"),
	partialKind: set("expand", "expand_kwargs"),
}

func (e *evaluator) callMethod(m value, c *site, how consumption) value {
	receiver := m.o.items[0]
	var v value
	ok := false
	switch receiver.kind {
	case strKind:
		v, ok = e.strMethod(receiver, m.s, c)
	case choiceKind:
		if len(c.pos) == 0 && len(c.kw) == 0 && !c.open {
			v, ok = e.eachChoice(c.node, receiver, noneValue, func(a, _ value) value {
				if one, ok := e.strMethod(a, m.s, c); ok {
					return one
				}
				return opaque("text", opaqueText)
			})
		} else if e.dataOnly(c) {
			v, ok = opaque("text", opaqueText), true
		}
	case prefixKind, opaqueKind:
		v, ok = e.opaqueMethod(receiver, m.s, c)
	case listKind:
		v, ok = e.listMethod(receiver, m.s, c)
	case tupleKind:
		v, ok = e.searchMethod(receiver, m.s, c)
	case dictKind:
		v, ok = e.dictMethod(receiver, m.s, c, how)
	case setKind:
		v, ok = e.setMethod(receiver, m.s, c)
	case taskKind, groupKind:
		v, ok = e.taskMethod(receiver, m.s, c)
	case partialKind:
		return e.expandPartial(receiver, m.s, c)
	case functionKind:
		return e.decoratedMethod(receiver.o.fn, m.s, c)
	case objectKind:
		v, ok = e.objectMethod(receiver, m.s, c)
	}
	if ok {
		return v
	}
	if receiver.isContainer() {
		e.blur(receiver.o, "changed in a way that is not known")
	}
	e.escape(c)
	e.recordUnknownCall(c)
	return e.unknown(c.node, codeCallee, "the method "+m.s+" with these arguments is not on the closed list")
}

// strMethod executes a method of str. Characters outside ASCII have rules of their own; there the
// result is text of unknown content.
func (e *evaluator) strMethod(receiver value, name string, c *site) (value, bool) {
	if name == "format" {
		return e.strFormat(receiver.s, c), true
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
	known := len(c.kw) == 0 && isASCII(receiver.s)
	for _, a := range c.pos {
		if a.kind != strKind && a.kind != intKind && a.kind != noneKind || !isASCII(a.s) {
			known = false
		}
	}
	if !known {
		if name == "encode" {
			return opaque("bytes", opaqueText), true
		}
		if isASCII(receiver.s) || len(c.kw) > 0 {
			return opaque("text", opaqueText), true
		}
		// Replacing, splitting and searching are the same in UTF-8.
		switch name {
		case "replace", "startswith", "endswith", "removeprefix", "removesuffix":
		default:
			return opaque("text", opaqueText), true
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
	case "upper", "lower", "title", "capitalize", "isdigit":
		if n > 0 {
			return value{}, false
		}
		switch name {
		case "upper":
			return str(strings.ToUpper(s))
		case "lower":
			return str(strings.ToLower(s))
		case "capitalize":
			if s == "" {
				return str("")
			}
			return str(strings.ToUpper(s[:1]) + strings.ToLower(s[1:]))
		case "isdigit":
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
		for _, option := range options {
			if option.kind != strKind {
				return value{}, false
			}
			if name == "startswith" && strings.HasPrefix(s, option.s) || name == "endswith" && strings.HasSuffix(s, option.s) {
				return trueValue, true
			}
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
	case "count", "find":
		a, ok := arg(0)
		if !ok || n != 1 {
			return value{}, false
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
	parts := strings.Split(s, c.pos[0].s)
	if n == 2 && c.pos[1].n >= 0 && int64(len(parts)) > c.pos[1].n+1 {
		most := int(c.pos[1].n)
		if name == "split" {
			parts = append(parts[:most:most], strings.Join(parts[most:], c.pos[0].s))
		} else {
			at := len(parts) - most
			parts = append([]string{strings.Join(parts[:at], c.pos[0].s)}, parts[at:]...)
		}
	}
	return e.stringList(parts, receiver.why), e.alloc(c.node, 16*len(parts))
}

func (e *evaluator) joinStrings(receiver value, c *site) (value, bool) {
	if c.pos[0].kind == unknownKind {
		return c.pos[0], true
	}
	items, ok := e.sequence(c.pos[0])
	if !ok {
		if c.pos[0].kind == opaqueKind {
			return opaque("text", opaqueText), true
		}
		return value{}, false
	}
	var t text
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

// opaqueMethod is a method of data of unknown content: its result is such data too.
func (e *evaluator) opaqueMethod(receiver value, name string, c *site) (value, bool) {
	if name == "set_upstream" || name == "set_downstream" {
		if receiver.n&opaqueXCom == 0 {
			return value{}, false
		}
		return e.taskMethod(receiver, name, c)
	}
	if !e.dataOnly(c) || (name == "map" || name == "zip" || name == "concat") && receiver.n&opaqueXCom == 0 {
		return value{}, false
	}
	if name == "startswith" || name == "endswith" {
		return opaque("a comparison", 0), true
	}
	return value{kind: opaqueKind, s: receiver.s, n: receiver.n | opaqueText, why: receiver.why}, true
}

func (e *evaluator) listMethod(receiver value, name string, c *site) (value, bool) {
	o := receiver.o
	if name != "append" && name != "extend" {
		e.charge(len(o.items) / 8)
	}
	if c.open || len(c.kw) > 0 && name != "sort" {
		return value{}, false
	}
	n := len(c.pos)
	grow := func(items ...value) bool {
		if len(o.items)+len(items) > e.limits.String/16 || !e.alloc(c.node, 16*len(items)) {
			e.unknown(c.node, codeBudget, "a list is longer than the interpreter builds")
			return true
		}
		e.touch(o)
		o.items = append(o.items, items...)
		return true
	}
	switch name {
	case "append":
		if n == 1 {
			return noneValue, grow(c.pos[0])
		}
	case "extend":
		if n == 1 {
			if items, ok := e.sequence(c.pos[0]); ok {
				return noneValue, grow(append([]value(nil), items...)...)
			}
		}
	case "insert":
		if n == 2 && c.pos[0].kind == intKind {
			at := c.pos[0].n
			if at < 0 {
				at += int64(len(o.items))
			}
			place := int(max(min(at, int64(len(o.items))), 0))
			grow(noneValue)
			if place < len(o.items) {
				copy(o.items[place+1:], o.items[place:])
				o.items[place] = c.pos[1]
			}
			return noneValue, true
		}
	case "copy":
		if n == 0 {
			return e.list(append([]value(nil), o.items...)), e.alloc(c.node, 16*len(o.items))
		}
	case "reverse":
		if n == 0 {
			e.touch(o)
			for i, j := 0, len(o.items)-1; i < j; i, j = i+1, j-1 {
				o.items[i], o.items[j] = o.items[j], o.items[i]
			}
			return noneValue, true
		}
	case "clear":
		if n == 0 {
			e.touch(o)
			o.items = nil
			return noneValue, true
		}
	case "pop":
		at := len(o.items) - 1
		ok := n == 0 && at >= 0
		if n == 1 {
			at, ok = index(c.pos[0], len(o.items))
		}
		if ok {
			e.touch(o)
			v := o.items[at]
			o.items = append(o.items[:at:at], o.items[at+1:]...)
			return v, true
		}
	case "remove":
		if n == 1 {
			for i := range o.items {
				equal, known := e.same(o.items[i], c.pos[0])
				if !known {
					return value{}, false
				}
				if equal {
					e.touch(o)
					o.items = append(o.items[:i:i], o.items[i+1:]...)
					return noneValue, true
				}
			}
		}
	case "sort":
		reverse := false
		for _, k := range c.kw {
			if k.name != "reverse" || k.value.kind != boolKind {
				return value{}, false
			}
			reverse = k.value.n != 0
		}
		for i := range o.items {
			if _, ok := ordered(o.items[0], o.items[i]); !ok {
				return value{}, false
			}
		}
		e.touch(o)
		sort.SliceStable(o.items, func(i, j int) bool {
			order, _ := ordered(o.items[i], o.items[j])
			if reverse {
				return order > 0
			}
			return order < 0
		})
		return noneValue, n == 0
	case "index", "count":
		return e.searchMethod(receiver, name, c)
	}
	return value{}, false
}

func (e *evaluator) searchMethod(receiver value, name string, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) != 1 {
		return value{}, false
	}
	count := int64(0)
	e.charge(len(receiver.o.items) / 8)
	for i, item := range receiver.o.items {
		equal, known := e.same(item, c.pos[0])
		if !known {
			return value{}, false
		}
		if equal {
			if name == "index" {
				return intValue(int64(i)), true
			}
			count++
		}
	}
	return intValue(count), name == "count"
}

func (e *evaluator) dictMethod(receiver value, name string, c *site, how consumption) (value, bool) {
	o := receiver.o
	if c.open {
		return value{}, false
	}
	n := len(c.pos)
	if name == "pop" {
		e.charge(len(o.items) / 8)
	}
	switch name {
	case "get", "setdefault", "pop":
		if n < 1 || n > 2 || len(c.kw) > 0 {
			return value{}, false
		}
		key, absent := c.pos[0], noneValue
		if n == 2 {
			absent = c.pos[1]
		}
		if key.kind == unknownKind {
			if name != "get" {
				e.blur(o, "changed at a key that is not known")
			}
			return key, true
		}
		if !hashable(key) {
			if name != "get" || !isPlain(key) {
				return value{}, false
			}
			return joinAll(append([]value{absent}, o.items...))
		}
		at := o.find(key)
		switch {
		case at >= 0 && name == "pop":
			e.touch(o)
			v := o.items[at]
			o.items = append(o.items[:at:at], o.items[at+1:]...)
			o.keys = append(o.keys[:at:at], o.keys[at+1:]...)
			o.drop()
			return v, true
		case at >= 0:
			return o.items[at], true
		case name == "setdefault":
			e.put(receiver, key, absent, c.node)
			return absent, true
		case name == "pop" && n == 1:
			return value{}, false
		}
		return absent, true
	case "items", "keys", "values":
		if n > 0 || len(c.kw) > 0 {
			return value{}, false
		}
		if how == kept {
			return e.unknown(c.node, codeExpression, "a view of a dict that is not consumed at once"), true
		}
		var items []value
		switch name {
		case "keys":
			items = append(items, o.keys...)
		case "values":
			items = append(items, o.items...)
		default:
			for i := range o.keys {
				items = append(items, e.tuple([]value{o.keys[i], o.items[i]}))
			}
		}
		v := e.iterator(items)
		v.o.view, v.o.s = o, name
		return v, e.alloc(c.node, 32*len(items))
	case "update":
		if n > 1 {
			return value{}, false
		}
		if n == 1 {
			switch c.pos[0].kind {
			case dictKind:
				e.merge(receiver, c.pos[0], c.node)
			case unknownKind:
				e.blur(o, "members that are not known were merged")
			default:
				return value{}, false
			}
		}
		for _, k := range c.kw {
			e.put(receiver, strValue(k.name), k.value, c.node)
		}
		return noneValue, true
	case "copy":
		if n == 0 && len(c.kw) == 0 {
			return e.dict(append([]value(nil), o.keys...), append([]value(nil), o.items...)), e.alloc(c.node, 16*len(o.keys))
		}
	}
	return value{}, false
}

func (e *evaluator) setMethod(receiver value, name string, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 {
		return value{}, false
	}
	members := func(v value) ([]value, bool) {
		if v.kind == setKind {
			return v.o.items, true
		}
		return e.sequence(v)
	}
	switch name {
	case "add":
		if len(c.pos) == 1 && receiver.o.typ == "" && hashable(c.pos[0]) {
			e.addMember(receiver, c.pos[0], c.node)
			return noneValue, e.alloc(c.node, 16)
		}
		return value{}, false
	case "update":
		if receiver.o.typ != "" {
			return value{}, false
		}
		for _, v := range c.pos {
			items, ok := members(v)
			if !ok {
				return value{}, false
			}
			for _, item := range items {
				e.addMember(receiver, item, c.node)
			}
		}
		return noneValue, true
	}
	out := value{kind: setKind, o: &object{typ: receiver.o.typ, version: e.clock}}
	out.o.items = append(out.o.items, receiver.o.items...)
	for _, v := range c.pos {
		items, ok := members(v)
		if !ok {
			return value{}, false
		}
		other := &object{items: items}
		switch name {
		case "union":
			for _, item := range items {
				e.addMember(out, item, c.node)
			}
		case "intersection", "difference":
			kept := out.o.items[:0:0]
			for _, item := range out.o.items {
				if (other.member(item) >= 0) == (name == "intersection") {
					kept = append(kept, item)
				}
			}
			out.o.items = kept
		}
	}
	return out, e.alloc(c.node, 16*len(out.o.items))
}

// objectMethod is a method of a path, a date or a logger.
func (e *evaluator) objectMethod(receiver value, name string, c *site) (value, bool) {
	switch receiver.o.typ {
	case typePath:
		return e.pathMethod(receiver, name, c)
	case typeLogger:
		// A handler that formats the record calls str() of the arguments, which are data.
		return noneValue, e.dataOnly(c)
	case typeDatetime, typeDate, typeTimedelta:
		if !e.dataOnly(c) {
			return value{}, false
		}
		switch name {
		case "total_seconds":
			if receiver.o.typ == typeTimedelta && receiver.o.items == nil {
				return floatValue(receiver.o.num / 1e6), len(c.pos)+len(c.kw) == 0
			}
			return opaque("a number", 0), true
		case "strftime", "isoformat", "to_date_string", "to_datetime_string", "format", "to_iso8601_string":
			for _, v := range c.pos {
				if v.kind == strKind && wide(v.s) {
					return value{}, false
				}
			}
			return opaque("the text of a date", dateText(c)), true
		case "replace", "subtract", "add", "start_of", "end_of", "set", "naive", "in_timezone", "astimezone", "date":
			return objectValue(receiver.o.typ, nil, nil), receiver.o.typ != typeTimedelta
		}
		return opaque("a part of a date", 0), true
	}
	return value{}, false
}

// dateText says whether a date's text can hold a template: only when the format does.
func dateText(c *site) int64 {
	for _, v := range c.pos {
		// %Z and z are the name of the time zone, which need not be a name.
		if v.kind != strKind || strings.ContainsAny(v.s, "{}#Zz") {
			return opaqueText
		}
	}
	if len(c.kw) > 0 {
		return opaqueText
	}
	return 0
}

// dependency is `left >> right` and `left << right`.
func (e *evaluator) dependency(at python.Node, op python.Operator, left, right value) (value, bool) {
	if !sided(left) && !sided(right) {
		return value{}, false
	}
	for _, v := range []value{left, right} {
		if v.kind == unknownKind || v.kind == noneKind {
			continue
		}
		if !sided(v) {
			return e.unknown(at, codeExpression, "a dependency on something that is not a task"), true
		}
	}
	if left.kind == listKind && right.kind == listKind {
		return value{}, false
	}
	if op == python.RShift {
		e.connect(left, right)
	} else {
		e.connect(right, left)
	}
	return right, true
}

// sided tells whether the value can stand on a side of `>>`.
func sided(v value) bool {
	if v.kind == listKind || v.kind == tupleKind {
		for _, item := range v.o.items {
			if !item.isDependency() && item.kind != unknownKind {
				return false
			}
		}
		return len(v.o.items) > 0
	}
	return v.isDependency()
}

// connect notes that the tasks of down run after those of up. A task without a DAG joins the other's.
func (e *evaluator) connect(up, down value) {
	ups, downs := tasksOf(up, nil), tasksOf(down, nil)
	e.charge(len(ups) * len(downs))
	for _, u := range ups {
		for _, d := range downs {
			if u.dag == nil {
				u.dag = d.dag
			} else if d.dag == nil {
				d.dag = u.dag
			}
			if len(e.edges) < 4*e.limits.Tasks {
				e.edges = append(e.edges, edge{u.index, d.index})
			}
		}
	}
}

func tasksOf(v value, tasks []*task) []*task {
	switch v.kind {
	case taskKind:
		return append(tasks, v.o.task)
	case opaqueKind:
		if v.o != nil && v.o.task != nil {
			return append(tasks, v.o.task)
		}
	case listKind, tupleKind:
		for _, item := range v.o.items {
			if !item.isContainer() {
				tasks = tasksOf(item, tasks)
			}
		}
	}
	return tasks
}

func (e *evaluator) taskMethod(receiver value, name string, c *site) (value, bool) {
	switch name {
	case "set_upstream", "set_downstream":
		args, ok := c.take("task_or_task_list", "edge_modifier")
		if !ok || !sided(args[0]) && args[0].kind != unknownKind {
			return value{}, false
		}
		if args[1].kind != unbound && !args[1].isDependency() && args[1].kind != noneKind {
			return value{}, false
		}
		if name == "set_upstream" {
			e.connect(args[0], receiver)
		} else {
			e.connect(receiver, args[0])
		}
		return noneValue, true
	case "as_setup":
		return receiver, len(c.pos)+len(c.kw) == 0 && !c.open
	case "as_teardown":
		for _, v := range c.pos {
			if !sided(v) {
				return value{}, false
			}
		}
		for _, k := range c.kw {
			if !sided(k.value) && !e.data(k.value) {
				return value{}, false
			}
		}
		return receiver, !c.open
	}
	return value{}, false
}
