package eval

import "strings"

// methodNames are the methods that the interpreter executes, by the type of their object. A method
// of the same name on another type is another method.
var methodNames = map[kind]map[string]bool{
	strKind: set("upper", "lower", "strip", "lstrip", "rstrip", "replace", "split", "rsplit", "splitlines", "join", "format",
		"startswith", "endswith", "title", "capitalize", "zfill", "removeprefix", "removesuffix", "count", "find",
		"isdigit", "partition", "rpartition", "encode", "index", "rfind", "rindex", "isalpha", "isalnum", "isupper", "islower", "isspace",
		"ljust", "rjust", "casefold", "swapcase", "isdecimal", "isnumeric", "isidentifier", "isascii", "center",
		"translate", "format_map"),
	prefixKind: set("upper", "lower", "strip", "lstrip", "rstrip", "replace", "split", "startswith", "endswith", "format"),
	opaqueKind: set("upper", "lower", "strip", "lstrip", "rstrip", "replace", "split", "startswith", "endswith", "get", "items",
		"keys", "values", "set_upstream", "set_downstream", "zip", "concat", "map"),
	listKind:  set("append", "extend", "insert", "copy", "index", "count", "pop", "reverse", "sort", "clear", "remove"),
	tupleKind: set("index", "count"),
	dictKind:  set("get", "items", "keys", "values", "update", "copy", "setdefault", "pop", "most_common"),
	setKind: set("add", "union", "copy", "update", "intersection", "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint",
		"discard", "remove", "clear", "intersection_update", "difference_update", "symmetric_difference_update"),
	bytesKind:   set("decode", "hex"),
	taskKind:    set("set_upstream", "set_downstream", "as_setup", "as_teardown"),
	groupKind:   set("set_upstream", "set_downstream"),
	partialKind: set("expand", "expand_kwargs"),
	eitherKind:  set("set_upstream", "set_downstream"),
}

// unboundMethods are the methods that may be named by their class, as in `map(str.strip, parts)`.
var unboundMethods = set("upper", "lower", "strip", "lstrip", "rstrip", "title", "capitalize")

func (e *evaluator) callMethod(m value, c *site, how consumption) value {
	if m.o.fn != nil {
		return e.callMember(m, c, how)
	}
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
			v, ok = e.methodText(receiver, m.s, c)
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
	case toolKind:
		v, ok = e.toolMethod(receiver, m.s, c)
	case bytesKind:
		v, ok = e.decoded(receiver, m.s, c)
	case recordKind:
		v, ok = e.recordMethod(receiver, m.s, c)
	case taskKind, groupKind, eitherKind:
		v, ok = e.taskMethod(receiver, m.s, c)
	case partialKind:
		return e.expandPartial(receiver, m.s, c)
	case functionKind:
		return e.decoratedMethod(receiver.o.fn, m.s, c)
	case objectKind:
		v, ok = e.objectMethod(receiver, m.s, c)
	case builtinKind:
		if m.s == "fromkeys" {
			v, ok = e.fromKeys(c)
		} else if m.s == "maketrans" {
			v, ok = e.characterTable(c)
		} else if len(c.pos) > 0 && c.pos[0].kind == strKind {
			v, ok = e.strMethod(c.pos[0], m.s, &site{node: c.node, pos: c.pos[1:], kw: c.kw, open: c.open})
		}
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
		return opaque(reasonComparison, 0), true
	}
	text, ok := e.methodText(receiver, name, c)
	if text.kind == opaqueKind {
		text.s, text.n, text.why = receiver.s, receiver.n|text.n, receiver.why
	}
	return text, ok
}

// methodText is text of unknown content that a method makes of text and its arguments.
func (e *evaluator) methodText(receiver value, name string, c *site) (value, bool) {
	pieces, args := e.pieces(receiver), 0.0
	for _, v := range c.pos {
		args += e.pieces(v)
	}
	for _, k := range c.kw {
		args += e.pieces(k.value)
	}
	switch name {
	case "replace":
		// Every character may be one that is replaced, or have something put before it.
		characters := float64(pieceBytes)
		if receiver.kind == strKind {
			characters = float64(1 + len(receiver.s))
		}
		for _, v := range append(c.pos[min(1, len(c.pos)):], keywordValues(c)...) {
			switch v.kind {
			case strKind:
				pieces *= float64(1 + len(v.s))
			case intKind, boolKind:
			default:
				pieces += characters * e.pieces(v)
			}
		}
	case "split", "rsplit", "splitlines":
		// Every part is an object of its own, of fifty bytes more.
		if !e.alloc(c.node, int(max(pieces-1, 0)*pieceBytes*4)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
	case "format":
		pieces *= 1 + args
	case "zfill", "ljust", "rjust", "center", "translate", "format_map":
		// To which width is not known.
		return value{}, false
	}
	flags := opaqueText | unstoredOf(c.pos...) | unstoredOf(keywordValues(c)...) | unstoredOf(receiver)
	switch name {
	case "format", "format_map", "translate", "decode":
		if receiver.kind != strKind || name == "translate" {
			flags |= opaqueUnstored // the character of a number may be a NUL
		}
	}
	return e.grown(c.node, opaque("text", flags), pieces+args), true
}

// objectMethod is a method of a path, a date or a logger.
func (e *evaluator) objectMethod(receiver value, name string, c *site) (value, bool) {
	switch receiver.o.typ {
	case typePath:
		return e.pathMethod(receiver, name, c)
	case typeLogger:
		if name == "setLevel" {
			level := value{}
			if len(c.pos) == 1 {
				level = c.pos[0]
			}
			return noneValue, len(c.kw) == 0 && !c.open && (level.kind == intKind || level.kind == strKind && loggerLevels[level.s])
		}
		// A handler that formats the record calls str() of the arguments, which are data.
		return logged(e, c)
	case typeDatetime, typeDate, typeTimedelta:
		if !e.dataOnly(c) {
			return value{}, false
		}
		if v, ok := e.knownDateMethod(receiver, name, c); ok {
			return v, true
		}
		switch name {
		case "total_seconds":
			if receiver.o.typ == typeTimedelta && receiver.o.items == nil {
				return floatValue(receiver.o.num / 1e6), len(c.pos)+len(c.kw) == 0
			}
			return opaque("a number", 0), true
		case "strftime", "isoformat", "to_date_string", "to_datetime_string", "format", "to_iso8601_string":
			for _, v := range c.pos {
				// Two characters of a format are a name, or a date and a time.
				e.charge(len(v.s) / 16)
				if v.kind == strKind && wide(v.s) || e.pieces(v) > 1 || !e.alloc(c.node, 16*len(v.s)) {
					return value{}, false
				}
			}
			return opaque("the text of a date", dateText(c)), true
		case "replace", "subtract", "add", "start_of", "end_of", "set", "naive", "in_timezone", "astimezone", "date":
			e.namesZones(c.pos...)
			return moved(receiver, name, c), receiver.o.typ != typeTimedelta
		}
		return opaque("a part of a date", 0), true
	}
	return value{}, false
}

// loggerLevels are the names of levels that every logger knows.
var loggerLevels = set("CRITICAL", "FATAL", "ERROR", "WARNING", "WARN", "INFO", "DEBUG", "NOTSET")

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
