package eval

import (
	"encoding/base64"
	"strings"
)

// This file has functions of the standard library that make text of known text: words of a shell, base64, parts of an address,
// indented lines. Each is one walk over its argument.

// knownText tells whether a value is text that is all known, and no member of an enumeration.
func knownText(v value) bool { return v.kind == strKind && v.n == 0 }

// madeText is the text that such a function makes.
func (e *evaluator) madeText(c *site, s string, of value) (value, bool) {
	if !e.alloc(c.node, len(s)) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	return value{kind: strKind, s: s, why: of.why}, true
}

// shellSplit is shlex.split(text), which reads words as a POSIX shell does (shlex.shlex.read_token).
func shellSplit(e *evaluator, c *site) (value, bool) {
	if len(c.pos) != 1 || len(c.kw) > 0 || c.open || !knownText(c.pos[0]) {
		return value{}, false
	}
	e.processed(c.pos[0])
	words, ok := shellWords(c.pos[0].s)
	if !ok || !e.alloc(c.node, 16*len(words)+len(c.pos[0].s)) {
		return value{}, false
	}
	return e.stringList(words, c.pos[0].why), true
}

func shellWords(s string) (words []string, ok bool) {
	const space = " \t\r\n"
	var word strings.Builder
	inside, state := false, byte(0) // in a word; in quotes, or behind a backslash
	before := byte(0)               // the quotes around the backslash
	for i := range len(s) {
		c := s[i]
		switch state {
		case '\'', '"':
			switch {
			case c == state:
				state = 0
			case c == '\\' && state == '"':
				before, state = state, '\\'
			default:
				word.WriteByte(c)
			}
			continue
		case '\\':
			if before == '"' && c != '\\' && c != '"' {
				word.WriteByte('\\') // in quotes it stands for itself before everything else
			}
			word.WriteByte(c)
			state = before
			continue
		}
		switch {
		case strings.IndexByte(space, c) >= 0:
			if inside {
				words = append(words, word.String())
				word.Reset()
				inside = false
			}
		case c == '\'' || c == '"':
			inside, state = true, c
		case c == '\\':
			inside, before, state = true, 0, '\\'
		default:
			inside = true
			word.WriteByte(c)
		}
	}
	if inside {
		words = append(words, word.String())
	}
	return words, state == 0
}

// shellQuoted is shlex.quote of a text.
func shellQuoted(s string) string {
	if s == "" {
		return "''"
	}
	if strings.Trim(s, letters+"0123456789_@%+=:,./-") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'"'"'`) + "'"
}

func shellQuote(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("s")
	if !ok || !knownText(args[0]) {
		return value{}, false
	}
	e.processed(args[0])
	return e.madeText(c, shellQuoted(args[0].s), args[0])
}

// shellJoin is shlex.join of a list or tuple of texts.
func shellJoin(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("split_command")
	if !ok || args[0].kind != listKind && args[0].kind != tupleKind {
		return value{}, false
	}
	items, ok := e.sequence(args[0])
	if !ok {
		return value{}, false
	}
	words := make([]string, len(items))
	for i, item := range items {
		if !knownText(item) {
			return value{}, false
		}
		e.processed(item)
		words[i] = shellQuoted(item.s)
	}
	e.charge(len(items))
	return e.madeText(c, strings.Join(words, " "), args[0])
}

var base64Standard, base64Address = base64.StdEncoding.Strict(), base64.URLEncoding.Strict()

func base64Encode(encoding *base64.Encoding) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		args, ok := c.take("s")
		if !ok || args[0].kind != bytesKind {
			return value{}, false
		}
		if !e.alloc(c.node, 2*len(args[0].s)) {
			return value{kind: unknownKind, s: "too large"}, true
		}
		return value{kind: bytesKind, s: encoding.EncodeToString([]byte(args[0].s)), why: args[0].why}, true
	}
}

// base64Decode reads what base64Encode writes; Python passes over what is none of it, which is refused.
func base64Decode(encoding *base64.Encoding) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		args, ok := c.take("s")
		if !ok || args[0].kind != bytesKind && !knownText(args[0]) || strings.ContainsAny(args[0].s, "\r\n") {
			return value{}, false
		}
		decoded, err := encoding.DecodeString(args[0].s)
		if err != nil {
			return value{}, false
		}
		return value{kind: bytesKind, s: string(decoded), why: args[0].why}, e.alloc(c.node, len(decoded))
	}
}

// quotedText is urllib.parse.quote of a text, with the characters that stay beside letters, digits and `_.-~`.
func quotedText(s, safe string, plus bool) string {
	const digits = "0123456789ABCDEF"
	var stays asciiSet
	for _, list := range [...]string{letters, "0123456789_.-~", safe} {
		for i := range len(list) {
			stays[list[i]] = true
		}
	}
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && plus:
			b.WriteByte('+')
		case c < 0x80 && stays[c]:
			b.WriteByte(c)
		default:
			b.WriteString("%" + string(digits[c>>4]) + string(digits[c&15]))
		}
	}
	return b.String()
}

// quoted is urllib.parse.quote or quote_plus.
func quoted(stays string, plus bool) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		args, ok := c.take("string", "safe")
		if !ok || !knownText(args[0]) || args[1].kind != unbound && (!knownText(args[1]) || !isASCII(args[1].s)) {
			return value{}, false
		}
		safe := stays
		if args[1].kind != unbound {
			safe = args[1].s
		}
		e.processed(args[0], strValue(safe))
		return e.madeText(c, quotedText(args[0].s, safe, plus), args[0])
	}
}

// encodedQuery is urllib.parse.urlencode of a dict, or of pairs, of texts and numbers.
func encodedQuery(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("query")
	if !ok || !e.data(args[0]) {
		return value{}, false
	}
	var pairs [][2]value
	switch v := args[0]; v.kind {
	case dictKind:
		for i := range v.o.keys {
			pairs = append(pairs, [2]value{v.o.keys[i], v.o.items[i]})
		}
	case listKind, tupleKind:
		items, ok := e.sequence(v)
		if !ok {
			return value{}, false
		}
		for _, item := range items {
			if item.kind != tupleKind || len(item.o.items) != 2 {
				return value{}, false
			}
			pairs = append(pairs, [2]value{item.o.items[0], item.o.items[1]})
		}
	default:
		return value{}, false
	}
	e.charge(len(pairs))
	parts := make([]string, len(pairs))
	for i, pair := range pairs {
		var words [2]string
		for j, v := range pair {
			text, ok := e.str(v)
			if !ok || v.kind == bytesKind || v.isContainer() {
				return value{}, false
			}
			e.processed(strValue(text))
			words[j] = quotedText(text, "", true)
		}
		parts[i] = words[0] + "=" + words[1]
	}
	return e.madeText(c, strings.Join(parts, "&"), args[0])
}

// indented is textwrap.indent(text, prefix) of lines that end as in a DAG file.
func indented(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("text", "prefix")
	if !ok || !knownText(args[0]) || !knownText(args[1]) || !isASCII(args[0].s) || strings.ContainsAny(args[0].s, "\r\v\f\x1c\x1d\x1e\x1f") {
		return value{}, false
	}
	e.processed(args[0])
	lines := strings.SplitAfter(args[0].s, "\n")
	if !e.alloc(c.node, len(lines)*(16+len(args[1].s))) {
		return value{kind: unknownKind, s: "too large"}, true
	}
	for i, line := range lines {
		if strings.Trim(line, " \t\n") != "" {
			lines[i] = args[1].s + line
		}
	}
	return e.madeText(c, strings.Join(lines, ""), args[0])
}
