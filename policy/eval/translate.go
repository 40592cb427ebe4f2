package eval

import (
	"strings"
	"unicode/utf8"
)

// This file has the methods of text that take what they put in from a dict: str.format_map, str.translate, and str.maketrans, which
// makes such a dict.

// mappedText is format_map or translate.
func (e *evaluator) mappedText(receiver value, name string, c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) != 1 || c.pos[0].kind != dictKind || c.pos[0].o.typ != "" || receiver.n != 0 {
		return value{}, false
	}
	d := c.pos[0].o
	if name == "translate" {
		return e.translated(receiver, d, c)
	}
	named := &site{node: c.node}
	e.charge(len(d.keys))
	for i, key := range d.keys {
		if key.kind != strKind {
			return value{}, false
		}
		named.kw = append(named.kw, keyword{name: key.s, value: d.items[i], span: c.node.Span})
	}
	return e.strFormat(receiver.s, named), true
}

// translated is a text with each character replaced by what the dict has at its number.
func (e *evaluator) translated(receiver value, table *object, c *site) (value, bool) {
	e.processed(receiver)
	var b strings.Builder
	for _, r := range receiver.s {
		at := table.find(intValue(int64(r)))
		if at < 0 {
			b.WriteRune(r)
			continue
		}
		switch v := table.items[at]; {
		case v.kind == noneKind:
		case knownText(v):
			b.WriteString(v.s)
		case v.kind == intKind && v.n >= 0 && v.n <= utf8.MaxRune && utf8.ValidRune(rune(v.n)):
			b.WriteRune(rune(v.n))
		default:
			return value{}, false
		}
		if b.Len() > e.limits.String {
			break
		}
	}
	return e.madeText(c, b.String(), receiver)
}

// characterTable is str.maketrans of two texts of one length, of a third with what is left out, or of a dict of characters.
func (e *evaluator) characterTable(c *site) (value, bool) {
	if c.open || len(c.kw) > 0 || len(c.pos) == 0 || len(c.pos) > 3 {
		return value{}, false
	}
	d := e.dict(nil, nil)
	if len(c.pos) == 1 {
		if c.pos[0].kind != dictKind {
			return value{}, false
		}
		for i, key := range c.pos[0].o.keys {
			switch {
			case key.kind == intKind:
			case knownText(key) && utf8.RuneCountInString(key.s) == 1:
				r, _ := utf8.DecodeRuneInString(key.s)
				key = intValue(int64(r))
			default:
				return value{}, false
			}
			e.put(d, key, c.pos[0].o.items[i], c.node)
		}
		return d, true
	}
	for _, v := range c.pos {
		if !knownText(v) {
			return value{}, false
		}
		e.processed(v)
	}
	from, to := []rune(c.pos[0].s), []rune(c.pos[1].s)
	if len(from) != len(to) {
		return value{}, false
	}
	for i, r := range from {
		e.put(d, intValue(int64(r)), intValue(int64(to[i])), c.node)
	}
	if len(c.pos) == 3 {
		for _, r := range c.pos[2].s {
			e.put(d, intValue(int64(r)), noneValue, c.node)
		}
	}
	return d, true
}

// capitalWords is string.capwords of a text of ASCII, without a separator.
func capitalWords(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("s")
	if !ok || !knownText(args[0]) || !isASCII(args[0].s) || strings.ContainsAny(args[0].s, "\x1c\x1d\x1e\x1f") {
		return value{}, false
	}
	e.processed(args[0])
	words := strings.Fields(args[0].s)
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
	}
	return e.madeText(c, strings.Join(words, " "), args[0])
}
