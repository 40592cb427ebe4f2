package eval

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// pythonBuiltins are the names of the builtins module, Python 3.9 to 3.14. A name that is missing
// here is an unbound name, which is an unknown too.
var pythonBuiltins = set(
	"ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup", "BlockingIOError",
	"BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError", "ConnectionAbortedError", "ConnectionError",
	"ConnectionRefusedError", "ConnectionResetError", "DeprecationWarning", "EOFError", "Ellipsis", "EncodingWarning",
	"EnvironmentError", "Exception", "ExceptionGroup", "False", "FileExistsError", "FileNotFoundError",
	"FloatingPointError", "FutureWarning", "GeneratorExit", "IOError", "ImportError", "ImportWarning",
	"IndentationError", "IndexError", "InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt",
	"LookupError", "MemoryError", "ModuleNotFoundError", "NameError", "None", "NotADirectoryError", "NotImplemented",
	"NotImplementedError", "OSError", "OverflowError", "PendingDeprecationWarning", "PermissionError",
	"ProcessLookupError", "PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning",
	"RuntimeError", "RuntimeWarning", "StopAsyncIteration", "StopIteration", "SyntaxError", "SyntaxWarning",
	"SystemError", "SystemExit", "TabError", "TimeoutError", "True", "TypeError", "UnboundLocalError",
	"UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning",
	"UserWarning", "ValueError", "Warning", "ZeroDivisionError", "__build_class__", "__debug__", "__import__",
	"__loader__", "__spec__", "__package__", "__builtins__", "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes",
	"callable", "chr", "classmethod", "compile", "complex", "copyright", "credits", "delattr", "dict", "dir", "divmod",
	"enumerate", "eval", "exec", "exit", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr",
	"hash", "help", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "license", "list", "locals",
	"map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord", "pow", "print", "property", "quit",
	"range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super",
	"tuple", "type", "vars", "zip",
)

func (e *evaluator) builtinSymbol(name string) facts.Symbol {
	s, _ := e.symbol("builtins." + name)
	return s
}

// iterators are the builtins that return an iterator, which only a consumer may have.
var iterators = set("enumerate", "zip", "reversed", "map", "filter")

func (e *evaluator) callBuiltin(name string, c *site, how consumption) value {
	if v, ok := e.closedBuiltin(name, c); ok {
		if iterators[name] && how == kept {
			return e.unknown(c.node, codeExpression, "an iterator that is not consumed at once")
		}
		return v
	}
	c.name = "builtins." + name
	fact := facts.Call{Symbol: e.builtinSymbol(name), Use: facts.UseCall, Phase: e.phase, Span: e.span(c.node.Span)}
	e.exportSite(&fact, c)
	e.recordFact(c.node, fact)
	if name == "setattr" {
		e.setAttribute(c)
	}
	e.escape(c)
	if kind, ok := effectOf[fact.Symbol.Capability]; ok {
		e.effect(kind, fact.Symbol.Canonical, c.node)
	}
	if v, ok := c.anyUnknown(); ok && closedBuiltins[name] {
		return v
	}
	return e.unknown(c.node, codeCallee, "a call of the builtin "+name+" that is not on the closed list, or not with these arguments")
}

// setAttribute is setattr of an object that the file built: what a rule has to say of the later value
// is said of this one, as where the attribute is assigned. The call itself is an unknown.
func (e *evaluator) setAttribute(c *site) {
	if len(c.pos) != 3 || c.pos[0].kind != dagKind && c.pos[0].kind != taskKind {
		return
	}
	what, at := "an object", e.here(c.node.Span)
	if len(c.node.Args) > 0 {
		what = e.text(c.node.Args[0].Range())
	}
	if c.pos[1].kind == strKind {
		what += "." + c.pos[1].s
	}
	e.effect("mutation", what, c.node)
	if c.pos[1].kind == strKind {
		e.overwrite(c.pos[0], c.pos[1].s, e.because(c.pos[2], what, at))
	}
}

var closedBuiltins = set("range", "enumerate", "zip", "len", "str", "int", "float", "bool", "list", "dict", "tuple", "set",
	"frozenset", "sorted", "reversed", "min", "max", "sum", "abs", "round", "any", "all", "isinstance", "print", "repr",
	"map", "filter")

// shortCircuit is any() or all() of a generator, which stops at the first item that decides.
func (e *evaluator) shortCircuit(name string, x *python.Call) (value, bool) {
	if len(x.Args) != 1 || len(x.Keywords) != 0 {
		return value{}, false
	}
	g, ok := x.Args[0].(*python.GeneratorExp)
	if !ok {
		return value{}, false
	}
	result, uncertain := name == "all", false
	e.comprehension(g, g.Generators, func() bool {
		v, known := truth(e.eval(g.Elt))
		if !known {
			uncertain = true
			if hasCall(g) {
				e.unknown(g, codeIteration, "where the generator stops is not known")
			}
			return true
		}
		if v == (name == "any") {
			result = v
			return false
		}
		return true
	})
	if uncertain && result == (name == "all") {
		return opaque("a truth", 0), true
	}
	return boolValue(result), true
}

// closedBuiltin executes a builtin of the closed list; false when the name or an argument is not on it.
func (e *evaluator) closedBuiltin(name string, c *site) (value, bool) {
	if !closedBuiltins[name] || c.open {
		return value{}, false
	}
	if name == "dict" {
		return e.builtinDict(c)
	}
	if name == "list" || name == "tuple" || name == "enumerate" || name == "zip" || name == "reversed" || name == "len" {
		return e.builtinSequence(name, c)
	}
	if name == "isinstance" {
		return e.isinstance(c)
	}
	if name == "map" || name == "filter" {
		return e.builtinMap(name, c)
	}
	if !e.dataOnly(c) {
		return value{}, false
	}
	if name == "print" {
		for _, k := range c.kw {
			if k.name != "sep" && k.name != "end" && k.name != "flush" {
				return value{}, false
			}
		}
		separator, _ := c.keyword("sep")
		return noneValue, e.toLog(c, int(min(e.pieces(separator), maxPieces)*pieceBytes))
	}
	if v, ok := c.anyUnknown(); ok {
		return v, true
	}
	switch name {
	case "range":
		return e.builtinRange(c)
	case "sorted", "min", "max", "sum":
		return e.builtinFold(name, c)
	case "set", "frozenset":
		return e.builtinSet(name, c)
	}
	if len(c.kw) > 0 || len(c.pos) > 2 {
		return value{}, false
	}
	if len(c.pos) == 0 {
		switch name {
		case "str":
			return strValue(""), true
		case "int":
			return intValue(0), true
		case "float":
			return floatValue(0), true
		case "bool":
			return falseValue, true
		}
		return value{}, false
	}
	v := c.pos[0]
	if name == "round" {
		return builtinRound(c.pos)
	}
	if len(c.pos) != 1 {
		return value{}, false
	}
	switch name {
	case "str":
		return e.builtinStr(v)
	case "repr":
		if text, ok := e.repr(v); ok {
			return strValue(text), true
		}
		return e.textOf(v, "a representation", maxEscape), true
	case "int":
		e.charge(len(v.s) / 64)
		return builtinInt(v)
	case "float":
		return builtinFloat(v)
	case "bool":
		if result, known := truth(v); known {
			return boolValue(result), true
		}
		return opaque("a truth", 0), plainTest(v)
	case "abs":
		if (v.kind == intKind || v.kind == boolKind) && v.n != math.MinInt64 {
			return intValue(abs(v.n)), true
		}
		if v.kind == floatKind {
			return floatValue(math.Abs(v.f)), true
		}
		return v, v.kind == opaqueKind
	case "any", "all":
		items, ok := e.sequence(v)
		if !ok {
			return value{}, false
		}
		e.charge(len(items) / 8)
		for _, item := range items {
			result, known := truth(item)
			if !known {
				return opaque("a truth", 0), plainTest(item)
			}
			if result == (name == "any") {
				return boolValue(result), true
			}
		}
		return boolValue(name == "all"), true
	}
	return value{}, false
}

func (e *evaluator) builtinStr(v value) (value, bool) {
	if text, ok := e.str(v); ok {
		return value{kind: strKind, s: text, why: v.why}, e.alloc(&python.Pass{}, len(text))
	}
	switch {
	case v.kind == prefixKind:
		return v, true
	case v.kind == strKind:
		return e.textOf(v, "text of a member of an enumeration", maxEscape), true
	case v.kind == choiceKind:
		return e.eachChoice(&python.Pass{}, v, noneValue, func(a, _ value) value {
			if text, ok := e.str(a); ok {
				return strValue(text)
			}
			return opaque("text of a constant", opaqueText)
		})
	case isPath(v):
		return e.pathText(v)
	case v.kind == opaqueKind:
		text := opaque("text of "+v.s, textFlags(v)) // that of a task's result is a template, with its key in it
		text.f = v.f
		return text, true
	case v.kind == objectKind:
		return e.textOf(v, "text of an object", maxEscape), true
	case v.isContainer():
		return e.textOf(v, "text of a container", maxEscape), true
	}
	return value{}, false
}

func builtinInt(v value) (value, bool) {
	switch v.kind {
	case intKind, boolKind:
		return intValue(v.n), true
	case floatKind:
		if math.Abs(v.f) < 1<<53 {
			return intValue(int64(v.f)), true
		}
	case strKind:
		if n, err := strconv.ParseInt(strings.TrimSpace(v.s), 10, 64); err == nil && isASCII(v.s) {
			return intValue(n), true
		}
	case opaqueKind:
		number := opaque("a number", 0)
		number.f = v.f
		return number, v.f <= maxDigits
	}
	return value{}, false
}

func builtinFloat(v value) (value, bool) {
	if n, ok := v.number(); ok {
		return floatValue(n), true
	}
	if v.kind == opaqueKind {
		return opaque("a number", 0), true
	}
	if v.kind == strKind && isASCII(v.s) && len(v.s) < 32 && strings.Trim(v.s, "0123456789.-") == "" {
		if f, err := strconv.ParseFloat(v.s, 64); err == nil {
			return floatValue(f), true
		}
	}
	return value{}, false
}

func builtinRound(args []value) (value, bool) {
	if len(args) == 1 {
		switch args[0].kind {
		case intKind, boolKind:
			return intValue(args[0].n), true
		case floatKind:
			if math.Abs(args[0].f) < 1<<53 {
				return intValue(int64(math.RoundToEven(args[0].f))), true
			}
		}
	}
	if len(args) == 2 && (args[1].kind != intKind || args[1].n < 0) {
		return value{}, false // a power of ten is computed for the digits before the point
	}
	if _, ok := args[0].number(); ok || args[0].kind == opaqueKind {
		return opaque("a number", 0), true
	}
	return value{}, false
}

func (e *evaluator) builtinRange(c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) < 1 || len(c.pos) > 3 {
		return value{}, false
	}
	for _, v := range c.pos {
		if v.kind != intKind && v.kind != boolKind {
			return value{}, false
		}
	}
	start, stop, step := int64(0), c.pos[0].n, int64(1)
	if len(c.pos) > 1 {
		start, stop = c.pos[0].n, c.pos[1].n
	}
	if len(c.pos) == 3 {
		step = c.pos[2].n
	}
	if step == 0 || abs(start) > 1<<40 || abs(stop) > 1<<40 || abs(step) > 1<<40 {
		return value{}, false
	}
	count := int64(0)
	if step > 0 && stop > start {
		count = (stop - start + step - 1) / step
	} else if step < 0 && stop < start {
		count = (start - stop - step - 1) / -step
	}
	if count > int64(e.limits.String)/16 || !e.alloc(c.node, int(count)*16) {
		return e.unknown(c.node, codeBudget, "a range is longer than the interpreter walks"), true
	}
	items := make([]value, 0, count)
	for i := start; int64(len(items)) < count; i += step {
		items = append(items, intValue(i))
	}
	v := e.tuple(items)
	v.o.typ = "range"
	return v, true
}

func (e *evaluator) builtinDict(c *site) (value, bool) {
	d := e.dict(nil, nil)
	if len(c.pos) > 1 {
		return value{}, false
	}
	if len(c.pos) == 1 {
		v := c.pos[0]
		switch v.kind {
		case unknownKind:
			return v, true
		case dictKind:
			d.o.keys = append(d.o.keys, v.o.keys...)
			d.o.items = append(d.o.items, v.o.items...)
			if !e.alloc(c.node, 16*len(d.o.keys)) {
				return value{kind: unknownKind, s: "too large"}, true
			}
		default:
			items, ok := e.sequence(v)
			if !ok {
				return value{}, false
			}
			for _, pair := range items {
				both, ok := e.sequence(pair)
				if !ok || len(both) != 2 || !hashable(both[0]) {
					return value{}, false
				}
				e.put(d, both[0], both[1], c.node)
			}
		}
	}
	for _, k := range c.kw {
		e.put(d, strValue(k.name), k.value, c.node)
	}
	return d, true
}

func (e *evaluator) builtinSequence(name string, c *site) (value, bool) {
	if name == "zip" {
		return e.builtinZip(c)
	}
	if name == "enumerate" {
		args, ok := c.take("iterable", "start")
		if !ok || args[0].kind == unbound {
			return value{}, false
		}
		start := int64(0)
		if args[1].kind == intKind {
			start = args[1].n
		} else if args[1].kind != unbound {
			return value{}, false
		}
		items, ok := e.sequence(args[0])
		if !ok {
			return args[0], args[0].kind == unknownKind
		}
		if start > math.MaxInt64-int64(len(items)) {
			return value{}, false
		}
		e.charge(len(items) / 2)
		if !e.alloc(c.node, 48*len(items)) {
			return e.unknown(c.node, codeBudget, "a sequence is longer than the interpreter walks"), true
		}
		out := make([]value, len(items))
		for i, item := range items {
			out[i] = e.tuple([]value{intValue(start + int64(i)), item})
		}
		return e.iterator(out, args[0]), true
	}
	if len(c.kw) > 0 || len(c.pos) > 1 {
		return value{}, false
	}
	if len(c.pos) == 0 {
		switch name {
		case "list":
			return e.list(nil), true
		case "tuple":
			return e.tuple(nil), true
		}
		return value{}, false
	}
	v := c.pos[0]
	if v.kind == unknownKind {
		return v, true
	}
	if name == "len" {
		switch v.kind {
		case listKind, tupleKind, setKind, dictKind:
			return intValue(int64(len(v.o.items))), true
		case strKind:
			e.charge(len(v.s) / 64)
			return intValue(int64(utf8.RuneCountInString(v.s))), true
		case bytesKind:
			return intValue(int64(len(v.s))), true
		case opaqueKind, prefixKind:
			return opaque("a length", 0), true
		}
		return value{}, false
	}
	items, ok := e.sequence(v)
	if !ok || name == "reversed" && (v.kind == setKind) {
		return value{}, false
	}
	out := append([]value(nil), items...)
	if !e.alloc(c.node, 16*len(out)) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	if name == "reversed" {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
		return e.iterator(out, v), true
	}
	if name == "tuple" {
		return e.tuple(out), true
	}
	return e.list(out), true
}

func (e *evaluator) builtinZip(c *site) (value, bool) {
	for _, k := range c.kw {
		if k.name != "strict" || k.value.kind != boolKind || k.value.n != 0 {
			return value{}, false
		}
	}
	shortest := -1
	columns := make([][]value, len(c.pos))
	for i, v := range c.pos {
		items, ok := e.sequence(v)
		if !ok {
			return v, v.kind == unknownKind
		}
		columns[i] = items
		if shortest < 0 || len(items) < shortest {
			shortest = len(items)
		}
	}
	e.charge(max(shortest, 0) * (1 + len(columns)) / 2)
	if !e.alloc(c.node, 16*max(shortest, 0)*(1+len(columns))) {
		return e.unknown(c.node, codeBudget, "a sequence is longer than the interpreter walks"), true
	}
	out := make([]value, 0, max(shortest, 0))
	for row := range max(shortest, 0) {
		members := make([]value, len(columns))
		for i := range columns {
			members[i] = columns[i][row]
		}
		out = append(out, e.tuple(members))
	}
	return e.iterator(out, c.pos...), true
}

func (e *evaluator) builtinFold(name string, c *site) (value, bool) {
	reverse := false
	for _, k := range c.kw {
		if name == "sorted" && k.name == "reverse" && k.value.kind == boolKind {
			reverse = k.value.n != 0
			continue
		}
		return value{}, false
	}
	var items []value
	if len(c.pos) == 1 {
		if c.pos[0].kind == setKind {
			items = c.pos[0].o.items
		} else {
			var ok bool
			if items, ok = e.sequence(c.pos[0]); !ok {
				return value{}, false
			}
		}
	} else if (name == "min" || name == "max") && len(c.pos) > 1 {
		items = c.pos
	} else {
		return value{}, false
	}
	if name == "sum" {
		e.charge(len(items) / 8)
		// Python 3.12 sums floats in another way than those before.
		for _, item := range items {
			if item.kind == floatKind {
				return opaque("a number", 0), true
			}
		}
		total := intValue(0)
		for _, item := range items {
			var ok bool
			if total, ok = number(python.Add, total, item); !ok {
				return value{}, false
			}
		}
		return total, true
	}
	if !e.sortable(items) {
		return value{}, false
	}
	if name == "sorted" {
		out := append([]value(nil), items...)
		if !sortStable(out, reverse) {
			return value{}, false
		}
		return e.list(out), e.alloc(c.node, 16*len(out))
	}
	if len(items) == 0 {
		return value{}, false
	}
	best := items[0]
	for _, item := range items[1:] {
		order, ok := ordered(item, best)
		if !ok {
			return value{}, false
		}
		if name == "min" && order < 0 || name == "max" && order > 0 {
			best = item
		}
	}
	return best, true
}

func (e *evaluator) builtinSet(name string, c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) > 1 {
		return value{}, false
	}
	v := e.set("")
	if name == "frozenset" {
		v.o.typ = name
	}
	if len(c.pos) == 0 {
		return v, true
	}
	items := c.pos[0]
	var members []value
	if items.kind == setKind {
		members = items.o.items
	} else {
		var ok bool
		if members, ok = e.sequence(items); !ok {
			return value{}, false
		}
	}
	for _, item := range members {
		if !hashable(item) {
			return value{}, false
		}
		e.addMember(v, item, c.node)
	}
	return v, e.alloc(c.node, 16*len(members))
}

// isinstance answers for builtin types by name.
func (e *evaluator) isinstance(c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) != 2 {
		return value{}, false
	}
	v, types := c.pos[0], []value{c.pos[1]}
	if c.pos[1].kind == tupleKind {
		types = c.pos[1].o.items
	}
	e.charge(len(types) / 8)
	name := v.typeName()
	switch {
	case v.kind == unknownKind:
		return v, true
	case name == "" || v.kind == objectKind || name == "range":
		name = "?"
	}
	result := false
	for _, t := range types {
		if t.kind != builtinKind {
			return value{}, false
		}
		switch t.s {
		case "str", "int", "float", "bool", "list", "tuple", "dict", "set", "bytes", "frozenset":
		default:
			return value{}, false
		}
		result = result || t.s == name || t.s == "int" && name == "bool"
	}
	if name == "?" {
		return opaque("a type test", 0), e.data(v)
	}
	return boolValue(result), true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
