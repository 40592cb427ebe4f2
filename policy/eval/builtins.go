package eval

import (
	"math"

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
	if how == taken && (name == "map" || name == "filter") && len(c.pos) == 2 && len(c.kw) == 0 && !c.open && applicable(c.pos[0]) {
		if v, ok := e.mapCalls(name, c); ok {
			return v
		}
	} else if v, ok := e.closedBuiltin(name, c); ok {
		if iterators[name] && how == kept {
			return e.unknown(c.node, codeExpression, "an iterator that is not consumed at once")
		}
		return v
	}
	if v, ok := e.askedOfType(name, c); ok {
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
	return e.unknown(c.node, codeCallee, orInstead("a call of the builtin "+name+" that is not on the closed list, or not with these arguments", insteadOfCall[c.name]))
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
	"map", "filter", "divmod", "pow", "chr", "ord", "hex", "oct", "bin", "format")

// askedFor is getattr or hasattr of an object or class of the file, by a name that is known. What an object does not have
// is known of one whose attributes are all its class's or assigned.
func (e *evaluator) askedFor(name string, c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) < 2 || len(c.pos) > 3 || name == "hasattr" && len(c.pos) != 2 {
		return value{}, false
	}
	base, key := c.pos[0], c.pos[1]
	if base.kind != recordKind && base.kind != classKind || base.o.record == nil || key.kind != strKind || !fieldName(key.s) {
		return value{}, false
	}
	v, found := e.recordAttribute(base, key.s, c.node)
	absent := !found && base.kind == recordKind && (base.o.record.form == recordConstants || base.o.record.form == recordData)
	switch {
	case name == "hasattr":
		return boolValue(found), found || absent
	case found:
		return v, true
	case absent && len(c.pos) == 3:
		return c.pos[2], true
	}
	return value{}, false
}

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
			if e.mayChange(g) {
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
		return opaque(reasonTruth, 0), true
	}
	return boolValue(result), true
}

// nextOf is next() of a generator, which stops at its first item; the second argument is a constant.
func (e *evaluator) nextOf(x *python.Call) (value, bool) {
	if len(x.Args) == 0 || len(x.Args) > 2 || len(x.Keywords) != 0 {
		return value{}, false
	}
	if len(x.Args) == 2 {
		if _, constant := x.Args[1].(*python.Constant); !constant {
			return value{}, false
		}
	}
	g, ok := x.Args[0].(*python.GeneratorExp)
	if !ok {
		return e.firstOf(x)
	}
	first := value{}
	e.comprehension(g, g.Generators, func() bool {
		first = e.eval(g.Elt)
		return false
	})
	switch {
	case first.kind != unbound:
		return first, true
	case len(x.Args) == 2:
		return e.eval(x.Args[1]), true
	}
	return e.unknown(x, codeExpression, "the generator has no first item"), true
}

// closedBuiltin executes a builtin of the closed list; false when the name or an argument is not on it.
func (e *evaluator) closedBuiltin(name string, c *site) (value, bool) {
	if !closedBuiltins[name] && name != "getattr" && name != "hasattr" || c.open {
		return value{}, false
	}
	if name == "dict" {
		return e.builtinDict(c)
	}
	if name == "list" || name == "tuple" || name == "enumerate" || name == "zip" || name == "reversed" || name == "len" {
		return e.builtinSequence(name, c)
	}
	if name == "sum" {
		return e.builtinSum(c)
	}
	if name == "isinstance" {
		return e.isinstance(c)
	}
	if name == "getattr" || name == "hasattr" {
		return e.askedFor(name, c)
	}
	if name == "map" || name == "filter" {
		return e.builtinMap(name, c)
	}
	if name == "sorted" || name == "min" || name == "max" {
		if key, ok := c.keyword("key"); ok && key.kind != noneKind {
			return e.foldByKey(name, c, key)
		}
	}
	if name == "bool" && len(c.pos) == 1 && len(c.kw) == 0 && c.pos[0].kind == toolKind {
		return trueValue, true
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
	case "sorted", "min", "max":
		return e.builtinFold(name, c)
	case "set", "frozenset":
		return e.builtinSet(name, c)
	case "divmod", "pow", "chr", "ord", "hex", "oct", "bin", "format":
		return e.builtinNumber(name, c)
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
		return opaque(reasonTruth, 0), plainTest(v)
	case "abs":
		if v.isWhole() && v.n != math.MinInt64 {
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
				return opaque(reasonTruth, 0), plainTest(item)
			}
			if result == (name == "any") {
				return boolValue(result), true
			}
		}
		return boolValue(name == "all"), true
	}
	return value{}, false
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
	case name == "" || v.kind == objectKind:
		name = "?"
	}
	result := false
	for _, t := range types {
		if abstract, ok := abstractTypes[t.s]; ok && t.kind == symbolKind && name != "?" && name != "iterator" {
			result = result || abstract[name]
			continue
		}
		if t.kind != builtinKind {
			return value{}, false
		}
		switch t.s {
		case "str", "int", "float", "bool", "list", "tuple", "dict", "set", "bytes", "frozenset", "NoneType":
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

// abstractTypes are the classes of collections.abc that are asked for, with the types of Python that are among them.
var abstractTypes = map[string]map[string]bool{
	"collections.abc.Mapping":         set("dict"),
	"collections.abc.MutableMapping":  set("dict"),
	"collections.abc.Sequence":        set("list", "tuple", "str", "bytes", "range"),
	"collections.abc.MutableSequence": set("list"),
	"collections.abc.Set":             set("set", "frozenset"),
	"collections.abc.MutableSet":      set("set"),
	"collections.abc.Iterable":        set("list", "tuple", "str", "bytes", "range", "dict", "set", "frozenset"),
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
