package eval

import (
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// jsonDumps is json.dumps of constants, with the default separators or an indentation; other settings give
// text of unknown content.
func jsonDumps(e *evaluator, c *site) value {
	if !e.dataOnly(c) || len(c.pos) != 1 {
		return e.refuse(c)
	}
	for _, k := range c.kw {
		switch k.name {
		case "sort_keys", "ensure_ascii", "allow_nan":
		case "indent", "separators":
			if !narrow(k.value) {
				return e.refuse(c)
			}
		default:
			return e.refuse(c)
		}
	}
	if c.pos[0].kind == unknownKind {
		return c.pos[0]
	}
	w := jsonWriter{item: ", ", key: ": "}
	known := w.settings(c) && w.write(c.pos[0], 0)
	if len(c.kw) > 0 {
		e.charge(w.text.Len() / 16) // with an indentation it is written in Python
	}
	if !known || !e.alloc(c.node, w.text.Len()) {
		return e.textOf(c.pos[0], "JSON", maxEscape)
	}
	return value{kind: strKind, s: w.text.String(), why: c.pos[0].why}
}

// narrow tells whether what stands around every member of a JSON text is known and short: a number of
// spaces, a text, or two. A wide one makes gigabytes of a few members.
func narrow(v value) bool {
	const most = 16
	switch v.kind {
	case noneKind, boolKind:
		return true
	case intKind:
		return v.n <= most
	case strKind:
		return len(v.s) <= most
	case tupleKind, listKind:
		for _, item := range v.o.items {
			if item.kind != strKind || len(item.s) > most {
				return false
			}
		}
		return true
	}
	return false
}

// jsonWriter writes constants as json.dumps does (json.encoder._make_iterencode).
type jsonWriter struct {
	text      strings.Builder
	item, key string // what stands between members, and behind a key
	sorted    bool
	lines     bool   // each member on a line of its own
	indent    string // of one level
}

// settings reads the keywords of json.dumps; false when one is not known.
func (w *jsonWriter) settings(c *site) bool {
	for _, k := range c.kw {
		v := k.value
		switch {
		case k.name == "sort_keys" && v.kind == boolKind:
			w.sorted = v.n != 0
		case k.name == "ensure_ascii" && v.kind == boolKind, k.name == "allow_nan" && v.kind == boolKind:
			// Neither matters to what is written at all.
		case k.name == "indent" && v.kind == noneKind, k.name == "separators" && v.kind == noneKind:
		case k.name == "indent" && v.kind == intKind:
			w.lines, w.indent = true, strings.Repeat(" ", int(max(v.n, 0)))
		case k.name == "indent" && v.kind == strKind:
			w.lines, w.indent = true, v.s
		case k.name == "separators" && v.kind == tupleKind && len(v.o.items) == 2:
		default:
			return false
		}
	}
	if w.lines {
		w.item = ","
	}
	if v, ok := c.keyword("separators"); ok && v.kind == tupleKind {
		w.item, w.key = v.o.items[0].s, v.o.items[1].s
	}
	return true
}

// line begins the line of a member at a depth.
func (w *jsonWriter) line(depth int) {
	if w.lines {
		w.text.WriteString("\n" + strings.Repeat(w.indent, depth))
	}
}

func (w *jsonWriter) write(v value, depth int) bool {
	b := &w.text
	if depth > 20 || b.Len() > 1<<16 {
		return false
	}
	switch v.kind {
	case noneKind:
		b.WriteString("null")
	case boolKind:
		b.WriteString(strconv.FormatBool(v.n != 0))
	case intKind:
		b.WriteString(strconv.FormatInt(v.n, 10))
	case floatKind:
		if math.IsNaN(v.f) || math.IsInf(v.f, 0) {
			return false
		}
		b.WriteString(floatRepr(v.f))
	case strKind:
		for i := range len(v.s) {
			if v.s[i] < 0x20 || v.s[i] >= 0x7f || v.s[i] == '\\' {
				return false
			}
		}
		b.WriteString(`"` + strings.ReplaceAll(v.s, `"`, `\"`) + `"`)
	case listKind, tupleKind:
		if v.o.typ != "" {
			return false
		}
		return w.members('[', ']', len(v.o.items), depth, func(i int) bool { return w.write(v.o.items[i], depth+1) })
	case dictKind:
		order := make([]int, len(v.o.keys))
		for i := range order {
			if v.o.keys[i].kind != strKind {
				return false
			}
			order[i] = i
		}
		if w.sorted {
			slices.SortFunc(order, func(i, j int) int { return strings.Compare(v.o.keys[i].s, v.o.keys[j].s) })
		}
		return w.members('{', '}', len(order), depth, func(i int) bool {
			if !w.write(v.o.keys[order[i]], depth+1) {
				return false
			}
			b.WriteString(w.key)
			return w.write(v.o.items[order[i]], depth+1)
		})
	default:
		return false
	}
	return true
}

func (w *jsonWriter) members(open, end byte, n, depth int, write func(int) bool) bool {
	w.text.WriteByte(open)
	for i := range n {
		if i > 0 {
			w.text.WriteString(w.item)
		}
		w.line(depth + 1)
		if !write(i) {
			return false
		}
	}
	if n > 0 {
		w.line(depth)
	}
	w.text.WriteByte(end)
	return true
}

// jsonLoads is json.loads of a constant and nothing else: its hooks are code.
func jsonLoads(e *evaluator, c *site) value {
	if len(c.kw) > 0 || len(c.pos) != 1 || !e.dataOnly(c) {
		return e.refuse(c)
	}
	v := c.pos[0]
	switch v.kind {
	case unknownKind:
		return v
	case opaqueKind:
		v.n |= opaqueText | opaqueUnstored // `\u007b` is a brace, `\u0000` a NUL, and 1e999 infinite
		return v
	case strKind:
		if strings.Contains(v.s, `\ud`) || strings.Contains(v.s, `\uD`) {
			break // half of a pair is a string that Go does not have
		}
		decoder := json.NewDecoder(strings.NewReader(v.s))
		decoder.UseNumber()
		out, ok := e.jsonValue(decoder, 0)
		if _, err := decoder.Token(); ok && err == io.EOF && e.alloc(c.node, 16*len(v.s)) {
			return out
		}
	}
	return e.unknown(c.node, codeArgument, "JSON that is not known")
}

func (e *evaluator) jsonValue(d *json.Decoder, depth int) (value, bool) {
	token, err := d.Token()
	if err != nil || depth > 40 {
		return value{}, false
	}
	switch t := token.(type) {
	case nil:
		return noneValue, true
	case bool:
		return boolValue(t), true
	case string:
		return strValue(t), !hasNUL(strValue(t))
	case json.Number:
		if n, err := strconv.ParseInt(t.String(), 10, 64); err == nil {
			return intValue(n), true
		}
		if !strings.ContainsAny(t.String(), ".eE") {
			return value{}, false
		}
		f, err := t.Float64()
		return floatValue(f), err == nil
	case json.Delim:
		if t == '[' {
			list := e.list(nil)
			for d.More() {
				item, ok := e.jsonValue(d, depth+1)
				if !ok {
					return value{}, false
				}
				list.o.items = append(list.o.items, item)
			}
			_, err := d.Token()
			return list, err == nil
		}
		dict := e.dict(nil, nil)
		for d.More() {
			key, ok := e.jsonValue(d, depth+1)
			if !ok || key.kind != strKind {
				return value{}, false
			}
			item, ok := e.jsonValue(d, depth+1)
			if !ok {
				return value{}, false
			}
			e.put(dict, key, item, &python.Pass{})
		}
		_, err := d.Token()
		return dict, err == nil
	}
	return value{}, false
}
