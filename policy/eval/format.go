package eval

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/python"
)

// text collects a string of known and unknown parts. Once a part is not known, only what stands
// before it is.
type text struct {
	known strings.Builder
	open  bool
	flags int64
	why   *link
	any   value // an unknown that is part of it
	large bool
	rest  float64 // pieces behind what is known
}

// maxText bounds a text that is put together, in bytes.
const maxText = 256 << 10

func (t *text) add(s string) {
	if t.known.Len()+len(s) > maxText {
		t.large = true
	}
	if t.large {
		return
	}
	if !t.open {
		t.known.WriteString(s)
		return
	}
	t.rest += float64(len(s)) / pieceBytes
	// Only the beginning is kept, so a template behind it is not seen.
	if strings.Contains(s, brace) {
		t.flags |= opaqueText
	}
}

func (t *text) part(v value) {
	if t.why == nil {
		t.why = v.why
	}
	switch v.kind {
	case unknownKind:
		t.any = v
		t.open = true
	case prefixKind:
		t.add(v.s)
		t.open = true
		t.rest += 1 + v.f
		t.flags |= v.n // its known beginning was looked at or is kept
	case opaqueKind:
		t.open = true
		t.rest += 1 + v.f
		t.flags |= textFlags(v)
	default:
		t.open = true
		t.rest++
		t.flags |= opaqueText
	}
}

func (e *evaluator) finishText(t *text, at python.Node) value {
	if t.any.kind == unknownKind {
		return t.any
	}
	known := t.known.String()
	if t.large {
		return e.unknown(at, codeBudget, "a string is larger than the interpreter builds")
	}
	if !e.alloc(at, len(known)) {
		return value{kind: unknownKind, s: "too large"}
	}
	if t.open {
		return e.grown(at, value{kind: prefixKind, s: known, n: t.flags, why: t.why}, t.rest)
	}
	return value{kind: strKind, s: known, why: t.why}
}

func (e *evaluator) joinedStr(x *python.JoinedStr) value {
	// A choice in one place makes a choice of the whole string.
	var t text
	var choice *value
	for _, part := range x.Values {
		switch p := part.(type) {
		case *python.Constant:
			if v := e.constant(p); v.kind == strKind {
				t.add(v.s)
			} else {
				t.part(v)
			}
		case *python.FormattedValue:
			v := e.eval(p.Value)
			v, ok := e.formatted(v, p)
			if !ok {
				t.part(e.unknown(p, codeFormat, "this value cannot be put into a string without running code"))
				continue
			}
			if v.kind == strKind {
				if t.why == nil {
					t.why = v.why
				}
				t.add(v.s)
				continue
			}
			if v.kind == choiceKind && choice == nil && len(x.Values) <= 4 {
				v := v
				choice = &v
			}
			t.part(v)
		default:
			t.part(e.unknown(part, codeFormat, "a part of an f-string that the interpreter does not know"))
		}
	}
	if choice != nil && t.any.kind != unknownKind {
		if v, ok := e.chosenText(x, choice); ok {
			return v
		}
	}
	return e.finishText(&t, x)
}

// chosenText is an f-string with exactly one choice in it and constants around.
func (e *evaluator) chosenText(x *python.JoinedStr, choice *value) (value, bool) {
	before, after, seen := "", "", false
	for _, part := range x.Values {
		add := ""
		switch p := part.(type) {
		case *python.Constant:
			add = p.Str
		case *python.FormattedValue:
			name, simple := p.Value.(*python.Name)
			if !simple || p.FormatSpec != nil || p.Conversion > 0 && p.Conversion != 's' {
				return value{}, false
			}
			v := e.loadName(name)
			if v.kind == choiceKind {
				if seen {
					return value{}, false
				}
				seen = true
				continue
			}
			text, ok := e.str(v)
			if !ok {
				return value{}, false
			}
			add = text
		}
		if seen {
			after += add
		} else {
			before += add
		}
	}
	if !seen {
		return value{}, false
	}
	items := make([]value, 0, len(choice.o.items))
	for _, item := range choice.o.items {
		text, ok := e.str(item)
		if !ok || !e.alloc(x, len(before)+len(text)+len(after)) {
			return value{}, false
		}
		items = append(items, strValue(before+text+after))
	}
	v, ok := joinAll(items)
	v.why = choice.why
	return v, ok
}

// formatted is format(v, spec) after the conversion; false when it would run code of an object.
func (e *evaluator) formatted(v value, p *python.FormattedValue) (value, bool) {
	if p.Conversion == 'r' || p.Conversion == 'a' {
		s, ok := e.repr(v)
		if !ok {
			return e.textOf(v, "a representation", maxEscape), e.data(v)
		}
		v = value{kind: strKind, s: s, why: v.why}
	}
	if p.Conversion == 's' {
		v = e.converted(v)
	}
	spec := ""
	if p.FormatSpec != nil {
		if v.isContainer() && e.mayChange(p.FormatSpec) {
			// From Python 3.13 on the conversion comes before the format specification.
			return v, false
		}
		s := e.eval(p.FormatSpec)
		if s.kind != strKind {
			return s, s.kind == unknownKind
		}
		spec = s.s
	}
	return e.formatValue(v, spec)
}

// converted is the text of a constant, which is formatted as text and not as what it was.
func (e *evaluator) converted(v value) value {
	if text, ok := knownDateText(v, " "); ok {
		return value{kind: strKind, s: text, why: v.why}
	}
	if !v.isScalar() {
		return v
	}
	if text, ok := e.str(v); ok {
		return value{kind: strKind, s: text, why: v.why}
	}
	return e.textOf(v, "text of a constant", maxEscape)
}

// wide tells whether a format has a number in it that makes the text larger than is worth it.
func wide(spec string) bool {
	digits := 0
	for i := range len(spec) {
		if spec[i] < '0' || spec[i] > '9' {
			digits = 0
		} else if digits++; digits > 3 {
			return true
		}
	}
	return false
}

// formatValue is format(v, spec) for constants, paths and dates.
func (e *evaluator) formatValue(v value, spec string) (value, bool) {
	if wide(spec) || strings.HasSuffix(spec, "c") && !strings.Contains(spec, "%") {
		return value{}, false // the character of a number may be a NUL
	}
	switch v.kind {
	case unknownKind:
		return v, true
	case opaqueKind:
		if strings.Contains(spec, brace) {
			v.n |= opaqueText // what the text is filled up with may begin a template
		}
		return v, true
	case choiceKind, prefixKind:
		if spec == "" {
			return v, true
		}
		return e.textOf(v, "formatted text", 1), true
	case objectKind:
		if isPath(v) && spec == "" {
			return e.pathText(v)
		}
		text, ok := knownDateText(v, " ")
		if spec != "" {
			text, ok = strftimeText(v, spec)
		}
		if ok {
			e.charge(len(text) / 16)
			return value{kind: strKind, s: text, why: v.why}, true
		}
		return e.textOf(v, "text of an object", maxEscape), true
	case taskKind, dagKind, groupKind:
		// Python formats such an object in no way but as its text, which may be filled up with any character.
		return value{kind: opaqueKind, s: "text of an Airflow object", n: 0, why: v.why}, spec == ""
	}
	if spec == "" {
		s, ok := e.str(v)
		if !ok {
			return e.textOf(v, "text of a container", maxEscape), v.kind == strKind || v.isContainer() && e.data(v)
		}
		return value{kind: strKind, s: s, why: v.why}, true
	}
	s, ok := formatSpec(v, spec)
	if !ok {
		return value{kind: opaqueKind, s: "formatted text", n: opaqueText, why: v.why}, v.isScalar()
	}
	return value{kind: strKind, s: s, why: v.why}, true
}

// formatSpec covers `[0][width][d|s]`: what DAG files use to number tasks.
func formatSpec(v value, spec string) (string, bool) {
	kind := byte(0)
	if n := len(spec); n > 0 && (spec[n-1] == 'd' || spec[n-1] == 's') {
		kind = spec[n-1]
		spec = spec[:n-1]
	}
	zero := strings.HasPrefix(spec, "0")
	width := 0
	if spec != "" {
		if !allDigits(spec) {
			return "", false
		}
		var err error
		if width, err = strconv.Atoi(spec); err != nil || width > 100 {
			return "", false
		}
	}
	switch {
	case v.kind == intKind && kind != 's':
		digits := strconv.FormatInt(v.n, 10)
		if !zero {
			return strings.Repeat(" ", max(width-len(digits), 0)) + digits, true
		}
		sign := ""
		if v.n < 0 {
			sign, digits = "-", digits[1:]
		}
		return sign + strings.Repeat("0", max(width-len(sign)-len(digits), 0)) + digits, true
	case v.kind == strKind && v.n == 0 && kind != 'd' && !zero:
		return v.s + strings.Repeat(" ", max(width-utf8.RuneCountInString(v.s), 0)), true
	}
	return "", false
}

// allDigits tells whether a text is a number without a sign.
func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// interleaved tells whether the members of a tuple may be put into a string while it is made:
// from Python 3.11 on `"%s %s" % (a, f())` takes the text of a before it calls f.
func (e *evaluator) interleaved(right python.Expr, v value) bool {
	tuple, ok := right.(*python.Tuple)
	if !ok || v.kind != tupleKind {
		return false
	}
	holds := false
	for _, item := range v.o.items {
		holds = holds || item.isContainer()
	}
	return holds && e.mayChange(tuple)
}
