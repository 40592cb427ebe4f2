package eval

import (
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// jsonDumps is json.dumps of constants with the default separators; other settings give text of
// unknown content.
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
	var b strings.Builder
	if len(c.kw) > 0 || !jsonText(&b, c.pos[0], 0) || !e.alloc(c.node, b.Len()) {
		return e.textOf(c.pos[0], "JSON", maxEscape)
	}
	return value{kind: strKind, s: b.String(), why: c.pos[0].why}
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

func jsonText(b *strings.Builder, v value, depth int) bool {
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
		b.WriteByte('[')
		for i, item := range v.o.items {
			if i > 0 {
				b.WriteString(", ")
			}
			if !jsonText(b, item, depth+1) {
				return false
			}
		}
		b.WriteByte(']')
	case dictKind:
		b.WriteByte('{')
		for i, item := range v.o.items {
			if i > 0 {
				b.WriteString(", ")
			}
			if v.o.keys[i].kind != strKind || !jsonText(b, v.o.keys[i], depth+1) {
				return false
			}
			b.WriteString(": ")
			if !jsonText(b, item, depth+1) {
				return false
			}
		}
		b.WriteByte('}')
	default:
		return false
	}
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
		v.n |= opaqueText // `\u007b` is a brace
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
		return strValue(t), true
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
