package eval

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/python"
)

// This file has the builtins that turn constants into numbers and texts: divmod, pow, chr, ord, hex, oct, bin and format. Each
// of them costs CPython no more than the arithmetic of 64 bits that it stands for; what leaves these is refused.

// builtinNumber executes one of them; false when an argument is none of those that it is executed for.
func (e *evaluator) builtinNumber(name string, c *site) (value, bool) {
	if len(c.kw) > 0 || len(c.pos) == 0 {
		return value{}, false
	}
	v, n := c.pos[0], len(c.pos)
	switch name {
	case "divmod":
		if n != 2 || !v.isWhole() || !c.pos[1].isWhole() {
			return value{}, false
		}
		quotient, ok1 := integer(python.FloorDiv, v.n, c.pos[1].n)
		rest, ok2 := integer(python.Mod, v.n, c.pos[1].n)
		return e.tuple([]value{intValue(quotient), intValue(rest)}), ok1 && ok2
	case "pow":
		if n < 2 || n > 3 || !v.isWhole() || !c.pos[1].isWhole() || n == 3 && !c.pos[2].isWhole() {
			return value{}, false
		}
		if n == 2 {
			power, ok := integer(python.Pow, v.n, c.pos[1].n)
			return intValue(power), ok
		}
		power, ok := powerModulo(v.n, c.pos[1].n, c.pos[2].n)
		return intValue(power), ok
	case "chr":
		if n != 1 || !v.isWhole() || v.n <= 0 || v.n > utf8.MaxRune || !utf8.ValidRune(rune(v.n)) {
			return value{}, false
		}
		return strValue(string(rune(v.n))), true
	case "ord":
		if n != 1 || v.kind != strKind || v.n != 0 || len(v.s) > utf8.UTFMax || utf8.RuneCountInString(v.s) != 1 {
			return value{}, false
		}
		r, _ := utf8.DecodeRuneInString(v.s)
		return intValue(int64(r)), true
	case "hex", "oct", "bin":
		if n != 1 || !v.isWhole() || v.n == math.MinInt64 {
			return value{}, false
		}
		sign := ""
		if v.n < 0 {
			sign = "-"
		}
		base := map[string]int{"hex": 16, "oct": 8, "bin": 2}[name]
		prefix := map[string]string{"hex": "0x", "oct": "0o", "bin": "0b"}[name]
		return strValue(sign + prefix + strconv.FormatInt(abs(v.n), base)), true
	case "format":
		if n > 2 || n == 2 && (c.pos[1].kind != strKind || c.pos[1].n != 0) {
			return value{}, false
		}
		if n == 1 || c.pos[1].s == "" {
			return e.builtinStr(v)
		}
		if !v.isScalar() {
			return value{}, false
		}
		return e.formatValue(v, c.pos[1].s)
	}
	return value{}, false
}

// powerModulo is pow(base, exponent, modulus) of a modulus whose square has 64 bits.
func powerModulo(base, exponent, modulus int64) (int64, bool) {
	if exponent < 0 || modulus <= 0 || modulus > math.MaxInt32 || abs(base) > math.MaxInt32 {
		return 0, false
	}
	base = (base%modulus + modulus) % modulus
	result := 1 % modulus
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = result * base % modulus
		}
		base = base * base % modulus
	}
	return result, true
}

// builtinSum is sum() of numbers, time spans, lists or tuples. It adds one to the sum of those before, each time anew, so of
// lists all sums on the way are counted.
func (e *evaluator) builtinSum(c *site) (value, bool) {
	args, ok := c.take("", "start")
	if !ok || args[0].kind == unbound {
		return value{}, false
	}
	items, ok := args[0].o.itemsOf(args[0].kind)
	if !ok {
		if items, ok = e.sequence(args[0]); !ok {
			return value{}, false
		}
	}
	total := args[1]
	if total.kind == unbound {
		total = intValue(0)
	}
	e.charge(len(items) / 8)
	for _, item := range items {
		switch {
		case item.kind == floatKind || total.kind == floatKind:
			return opaque("a number", opaqueUnstored), e.data(args[0]) // Python 3.12 sums floats in another way than those before
		case item.isContainer():
			if item.o.typ != "" || item.kind != total.kind || c.stirred {
				return value{}, false // a generator may change what was added already
			}
			if total, ok = e.add(c.node, total, item); !ok || total.kind == unknownKind {
				return total, ok
			}
		default:
			sum, ok := number(python.Add, total, item)
			if !ok {
				sum, ok = timeArithmetic(python.Add, total, item)
			}
			if !ok {
				return value{}, false
			}
			total = sum
		}
	}
	return total, true
}

// itemsOf are the members of a set, whose order does not matter to a sum of whole numbers.
func (o *object) itemsOf(k kind) ([]value, bool) {
	if k != setKind {
		return nil, false
	}
	for _, item := range o.items {
		if !item.isWhole() {
			return nil, false
		}
	}
	return o.items, true
}

// fromKeys is dict.fromkeys: all keys have the one value.
func (e *evaluator) fromKeys(c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) < 1 || len(c.pos) > 2 {
		return value{}, false
	}
	items, ok := e.sequence(c.pos[0])
	if !ok {
		return c.pos[0], c.pos[0].kind == unknownKind
	}
	shared := noneValue
	if len(c.pos) == 2 {
		shared = c.pos[1]
	}
	d := e.dict(nil, nil)
	e.charge(len(items) / 4)
	for _, key := range items {
		if !hashable(key) {
			return value{}, false
		}
		e.put(d, key, shared, c.node)
	}
	return d, true
}

// firstOf is next(iter(x)) of a sequence: its first item, or the second argument, which is a constant.
func (e *evaluator) firstOf(x *python.Call) (value, bool) {
	inner, ok := x.Args[0].(*python.Call)
	if !ok || len(inner.Args) != 1 || len(inner.Keywords) > 0 {
		return value{}, false
	}
	name, ok := inner.Func.(*python.Name)
	if !ok || name.ID != "iter" {
		return value{}, false
	}
	switch inner.Args[0].(type) {
	case *python.Starred, *python.GeneratorExp:
		return value{}, false
	}
	if v := e.lookup(e.scope, name.ID); v.kind != builtinKind || v.s != name.ID {
		return value{}, false
	}
	source := e.evalIterable(inner.Args[0], walked)
	if source.kind == unknownKind {
		return source, true
	}
	items, ok := e.sequence(source)
	switch {
	case ok && len(items) > 0:
		return items[0], true
	case ok && len(x.Args) == 2:
		return e.eval(x.Args[1]), true
	}
	return e.unknown(x, codeExpression, "the first item of this value is not known"), true
}

// decoded is bytes.decode of UTF-8 that is well formed.
func (e *evaluator) decoded(receiver value, name string, c *site) (value, bool) {
	switch {
	case c.open || len(c.kw) > 0 || len(c.pos) > 1:
	case name == "hex" && len(c.pos) == 0:
		if !e.alloc(c.node, 2*len(receiver.s)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		return strValue(hexText(receiver.s)), true
	case name == "decode" && (len(c.pos) == 0 || c.pos[0].kind == strKind && codecs[c.pos[0].s]):
		if !utf8.ValidString(receiver.s) || len(c.pos) == 1 && c.pos[0].s == "ascii" && !isASCII(receiver.s) {
			return value{}, false
		}
		if !e.alloc(c.node, len(receiver.s)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		return value{kind: strKind, s: receiver.s, why: receiver.why}, true
	}
	return value{}, false
}

// codecs are the encodings that need no search for one.
var codecs = set("utf-8", "utf8", "ascii")

func hexText(s string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(digits[s[i]>>4])
		b.WriteByte(digits[s[i]&15])
	}
	return b.String()
}
