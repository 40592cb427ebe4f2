package python

import "strings"

// strings reads adjacent string literals as one constant, f-string or t-string.
func (p *parser) strings() Expr {
	start := p.start()
	if p.kind == tString && p.peek(1) != tString && p.peek(1) != tFStart && p.peek(1) != tTStart {
		t := p.tokens[p.at]
		p.next()
		n, _ := p.stringConstant(t)
		return n
	}
	var texts, bytes, formatted, templates int
	mark := p.exprs.mark()
	for {
		switch p.kind {
		case tString:
			t := p.tokens[p.at]
			p.next()
			n, isBytes := p.stringConstant(t)
			if isBytes {
				bytes++
			} else {
				texts++
			}
			p.exprs.push(n)
			continue
		case tFStart:
			formatted++
			p.fstring(false)
			continue
		case tTStart:
			templates++
			p.fstring(true)
			continue
		}
		break
	}
	span := p.span(start)
	if bytes > 0 && texts+formatted+templates > 0 {
		p.fail(ReasonSyntax, span, "cannot mix bytes and nonbytes literals")
	}
	if templates > 0 && texts+formatted > 0 {
		p.fail(ReasonSyntax, span, "cannot mix t-string literals with string or bytes literals")
	}
	if formatted+templates == 0 {
		return p.folded(p.exprs.take(mark))
	}
	p.fold(mark)
	values := p.exprs.take(mark)
	if templates > 0 {
		return &TemplateStr{Values: values, Span: span}
	}
	n := p.joined.New()
	*n = JoinedStr{Values: values, Span: span}
	return n
}

// fold merges each run of constants on the stack above mark into one and
// drops empty ones.
func (p *parser) fold(mark int) {
	stack := p.exprs.stack
	out := mark
	for i := mark; i < len(stack); {
		if _, ok := stack[i].(*Constant); !ok {
			stack[out] = stack[i]
			out++
			i++
			continue
		}
		j := i + 1
		for j < len(stack) {
			if _, ok := stack[j].(*Constant); !ok {
				break
			}
			j++
		}
		if c := p.folded(stack[i:j]); c.Str != "" || c.Unresolved {
			stack[out] = c
			out++
		}
		i = j
	}
	p.exprs.stack = stack[:out]
}

// folded joins constants into one.
func (p *parser) folded(parts []Expr) *Constant {
	first := parts[0].(*Constant)
	if len(parts) == 1 {
		return first
	}
	var text strings.Builder
	for _, part := range parts {
		c := part.(*Constant)
		text.WriteString(c.Str)
		first.Unresolved = first.Unresolved || c.Unresolved
	}
	first.Str = text.String()
	first.End = parts[len(parts)-1].Range().End
	return first
}

// stringConstant reads a plain string or bytes token.
func (p *parser) stringConstant(t token) (n *Constant, isBytes bool) {
	text := p.src[t.start:t.end]
	raw := false
	n = p.constant.New()
	n.Span = Span{t.start, t.end}
	n.Value = ConstantStr
	i := 0
prefix:
	for ; ; i++ {
		switch text[i] {
		case 'r', 'R':
			raw = true
		case 'b', 'B':
			n.Value = ConstantBytes
		case 'u':
			n.Unicode = true
		case 'U':
		default:
			break prefix
		}
	}
	quotes := 1
	if len(text) >= i+6 && text[i+1] == text[i] && text[i+2] == text[i] {
		quotes = 3
	}
	body := text[i+quotes : len(text)-quotes]
	if n.Value == ConstantBytes && !isASCII(body) {
		p.fail(ReasonSyntax, n.Span, "bytes can only contain ASCII literal characters")
	}
	n.Str = body
	if !raw && strings.IndexByte(body, '\\') >= 0 {
		n.Str, n.Unresolved = p.unescape(body, t.start+int32(i+quotes), n.Value == ConstantBytes)
	}
	return n, n.Value == ConstantBytes
}

// fstring reads one f-string or t-string and pushes its values.
func (p *parser) fstring(template bool) {
	prefix := p.text()
	raw := strings.ContainsAny(prefix[:min(2, len(prefix))], "rR")
	p.next()
	for {
		switch p.kind {
		case tFEnd:
			p.next()
			return
		case tFMiddle:
			p.literalPart(raw)
		case tLBrace:
			p.field(raw, template, false)
		default:
			p.unexpected("f-string: invalid syntax")
		}
	}
}

// literalPart reads a literal part of an f-string and pushes it, unless it
// stands for nothing, like a joined line. Two braces at its end are one
// doubled brace: a part ends before a field and after a \N{…} escape.
func (p *parser) literalPart(raw bool) {
	t := p.tokens[p.at]
	p.next()
	text := p.src[t.start:t.end]
	if strings.HasSuffix(text, "{{") || strings.HasSuffix(text, "}}") {
		text = text[:len(text)-1]
	}
	n := p.constant.New()
	*n = Constant{Span: Span{t.start, t.end}, Value: ConstantStr, Str: text}
	p.decodePart(n, raw)
	if n.Str != "" {
		p.exprs.push(n)
	}
}

// specPart is literalPart in a format specification. CPython 3.12 and 3.13
// decode escapes there even in a raw f-string; later and earlier versions do not.
func (p *parser) specPart(raw bool) {
	mark := p.exprs.mark()
	p.literalPart(raw)
	if p.exprs.mark() > mark && raw && (p.version == 12 || p.version == 13) {
		n := p.exprs.stack[mark].(*Constant)
		n.Unresolved = n.Unresolved || strings.IndexByte(n.Str, '\\') >= 0
	}
}

func (p *parser) decodePart(n *Constant, raw bool) {
	if !raw && strings.IndexByte(n.Str, '\\') >= 0 {
		n.Str, n.Unresolved = p.unescape(n.Str, n.Start, false)
	}
}

// field reads a replacement field, from { to }, and pushes it; before it the
// text of the expression when the field ends in `=`.
// Fields in the format specification of a t-string are those of an f-string.
func (p *parser) field(raw, template, inSpec bool) {
	start := p.start()
	p.next()
	p.enter()
	textStart := p.end()
	at := p.start()
	value := p.yieldOrStarExpressions()
	if _, starred := value.(*Starred); starred {
		p.need(12, at, "a starred expression alone in an f-string")
	}
	debug := p.accept(tAssign)
	textEnd := p.start()
	conversion := -1
	if p.kind == tExclamation {
		mark := p.tokens[p.at].end
		p.next()
		if p.kind != tName || p.start() != mark {
			p.unexpected("f-string: a conversion must come right after the exclamation mark")
		}
		switch p.text() {
		case "s", "r", "a":
			conversion = int(p.text()[0])
		default:
			p.unexpected("f-string: invalid conversion character")
		}
		p.next()
	} else if debug && p.kind != tColon {
		conversion = 'r'
	}
	var spec Expr
	if p.kind == tColon {
		spec = p.formatSpec(raw, template)
	}
	p.expect(tRBrace, "'}' at the end of an f-string field")
	p.depth--
	if debug {
		n := p.constant.New()
		*n = Constant{Span: Span{textStart, textEnd}, Value: ConstantStr, Str: p.fieldText(textStart, textEnd)}
		// What text CPython shows has changed from release to release in a
		// format specification and around comments, escapes and `!=`.
		n.Unresolved = inSpec || strings.ContainsAny(p.src[textStart:textEnd], "#\\!")
		p.exprs.push(n)
	}
	if template && !inSpec {
		text := strings.TrimRight(p.fieldText(textStart, textEnd), "= \t\n\f\v\r")
		p.exprs.push(&Interpolation{Value: value, Str: text, Conversion: conversion, FormatSpec: spec, Span: p.span(start)})
		return
	}
	n := p.formatted.New()
	*n = FormattedValue{Value: value, Conversion: conversion, FormatSpec: spec, Span: p.span(start)}
	p.exprs.push(n)
}

// fieldText returns the source of a field's expression without its comments.
func (p *parser) fieldText(start, end int32) string {
	text := p.src[start:end]
	if strings.IndexByte(text, '#') < 0 {
		return text
	}
	var out strings.Builder
	for at := start; ; {
		// Comments lie between tokens only.
		i := p.tokenAt(at)
		gapEnd := end
		if i < len(p.tokens) {
			gapEnd = min(end, p.tokens[i].start)
		}
		gap := p.src[at:gapEnd]
		for {
			hash := strings.IndexByte(gap, '#')
			if hash < 0 {
				break
			}
			out.WriteString(gap[:hash])
			newline := strings.IndexByte(gap[hash:], '\n')
			if newline < 0 {
				gap = ""
				break
			}
			gap = gap[hash+newline:]
		}
		out.WriteString(gap)
		if gapEnd >= end {
			return out.String()
		}
		out.WriteString(p.src[gapEnd:min(end, p.tokens[i].end)])
		at = p.tokens[i].end
	}
}

// tokenAt returns the index of the first token that starts at or after an offset before the current token.
func (p *parser) tokenAt(offset int32) int {
	i := p.at
	for i > 0 && p.tokens[i-1].start >= offset {
		i--
	}
	return i
}

// formatSpec reads `:` and the format specification after it.
func (p *parser) formatSpec(raw, template bool) Expr {
	start := p.start()
	p.next()
	mark := p.exprs.mark()
	for {
		switch p.kind {
		case tFMiddle:
			p.specPart(raw)
			continue
		case tLBrace:
			p.field(raw, template, true)
			continue
		}
		break
	}
	p.fold(mark)
	n := p.joined.New()
	*n = JoinedStr{Values: p.exprs.take(mark), Span: p.span(start)}
	return n
}
