package python

// atMatch reports whether a line that starts with the name match is the head
// of a match statement: its last token is a colon. No simple statement ends so.
func (p *parser) atMatch() bool {
	switch p.peek(1) {
	case tDot, tAssign, tComma, tNewline, tSemicolon, tColon:
		return false
	}
	for i := p.at + 1; ; i++ {
		switch p.tokens[i].kind {
		case tNewline:
			return p.tokens[i-1].kind == tColon
		case tEnd:
			return false
		}
	}
}

func (p *parser) matchStatement() Stmt {
	start := p.start()
	p.next()
	n := &Match{}
	at := p.start()
	n.Subject = p.starNamedExpression()
	if p.kind == tComma {
		t := p.tuple.New()
		t.Elts = p.elements(n.Subject, tColon)
		t.Span = p.span(at)
		n.Subject = t
	} else {
		p.notStarred(n.Subject)
	}
	p.expect(tColon, "':' after the subject of match")
	p.expect(tNewline, "a new line")
	if p.kind != tIndent {
		t := p.tokens[p.at]
		p.fail(ReasonIndentation, Span{t.start, t.end}, "expected an indented block after match")
	}
	p.next()
	p.enter()
	for p.kind != tDedent {
		n.Cases = append(n.Cases, p.matchCase())
	}
	p.depth--
	p.next()
	n.Span = p.span(start)
	p.need(10, start, "a match statement")
	return n
}

func (p *parser) matchCase() *MatchCase {
	if !p.soft("case") {
		p.unexpected("expected 'case'")
	}
	start := p.start()
	p.next()
	n := &MatchCase{Pattern: p.openPattern()}
	if p.accept(kIf) {
		n.Guard = p.namedExpression()
	}
	n.Body = p.block("case")
	n.Span = p.span(start)
	return n
}

// openPattern reads the pattern of a case: a sequence needs no brackets here.
func (p *parser) openPattern() Pattern {
	start := p.start()
	first := p.starPattern()
	if p.kind != tComma {
		p.notStarPattern(first)
		return first
	}
	mark := p.patterns.mark()
	p.patterns.push(first)
	for p.accept(tComma) && p.kind != tColon && p.kind != kIf {
		p.patterns.push(p.starPattern())
	}
	return &MatchSequence{Patterns: p.patterns.take(mark), Span: p.span(start)}
}

func (p *parser) notStarPattern(n Pattern) {
	if _, star := n.(*MatchStar); star {
		p.fail(ReasonSyntax, n.Range(), "a star pattern is allowed only in a sequence")
	}
}

// starPattern reads an element of a sequence pattern.
func (p *parser) starPattern() Pattern {
	start := p.start()
	if !p.accept(tStar) {
		return p.pattern()
	}
	n := &MatchStar{}
	if p.soft("_") {
		p.next()
	} else {
		n.Name = p.captureTarget()
	}
	n.Span = p.span(start)
	return n
}

// captureTarget reads a name that a pattern binds.
func (p *parser) captureTarget() string {
	if p.soft("_") {
		p.unexpected("cannot use '_' as a target")
	}
	name, _ := p.name("a name to bind")
	switch p.kind {
	case tDot, tLParen, tAssign:
		p.unexpected("cannot bind to this")
	}
	return name
}

// pattern reads alternatives and `as`.
func (p *parser) pattern() Pattern {
	p.enter()
	start := p.start()
	n := p.closedPattern()
	if p.kind == tPipe {
		mark := p.patterns.mark()
		p.patterns.push(n)
		for p.accept(tPipe) {
			p.patterns.push(p.closedPattern())
		}
		n = &MatchOr{Patterns: p.patterns.take(mark), Span: p.span(start)}
	}
	if p.accept(kAs) {
		name := p.captureTarget()
		n = &MatchAs{Pattern: n, Name: name, Span: p.span(start)}
	}
	p.depth--
	return n
}

func (p *parser) closedPattern() Pattern {
	start := p.start()
	switch p.kind {
	case tNumber, tMinus, tPlus, tString, tFStart, tTStart:
		value := p.literalKey()
		return &MatchValue{Value: value, Span: p.span(start)}
	case kNone:
		p.next()
		return &MatchSingleton{Value: ConstantNone, Span: p.span(start)}
	case kTrue:
		p.next()
		return &MatchSingleton{Value: ConstantTrue, Span: p.span(start)}
	case kFalse:
		p.next()
		return &MatchSingleton{Value: ConstantFalse, Span: p.span(start)}
	case tName:
		return p.namePattern()
	case tLParen, tLBracket:
		return p.sequencePattern()
	case tLBrace:
		return p.mappingPattern()
	}
	p.unexpected("invalid pattern")
	return nil
}

// namePattern reads a capture, a wildcard, a dotted value or a class pattern.
func (p *parser) namePattern() Pattern {
	start := p.start()
	if p.soft("_") {
		// CPython's grammar takes the wildcard before it looks for `.` or `(`.
		p.next()
		return &MatchAs{Span: p.span(start)}
	}
	switch p.peek(1) {
	case tDot, tLParen:
	case tAssign:
		p.unexpected("invalid pattern")
	default:
		name := p.captureTarget()
		return &MatchAs{Name: name, Span: p.span(start)}
	}
	value := p.dottedValue()
	if p.kind != tLParen {
		if p.kind == tAssign {
			p.unexpected("invalid pattern")
		}
		return &MatchValue{Value: value, Span: p.span(start)}
	}
	return p.classPattern(start, value)
}

// dottedValue reads `a.b.c`.
func (p *parser) dottedValue() Expr {
	start := p.start()
	id, span := p.name("a name")
	name := p.slabs.name.New()
	*name = Name{Span: span, ID: id}
	var e Expr = name
	for p.accept(tDot) {
		attr, _ := p.name("a name after '.'")
		n := p.attribute.New()
		*n = Attribute{Value: e, Attr: attr, Span: p.span(start)}
		e = n
	}
	return e
}

func (p *parser) classPattern(start int32, class Expr) Pattern {
	p.next()
	n := &MatchClass{Cls: class}
	for p.kind != tRParen {
		if p.kind == tName && p.peek(1) == tAssign {
			name, _ := p.name("a name")
			p.next()
			n.KwdAttrs = append(n.KwdAttrs, name)
			n.KwdPatterns = append(n.KwdPatterns, p.pattern())
		} else {
			if n.KwdAttrs != nil {
				p.unexpected("positional patterns follow keyword patterns")
			}
			n.Patterns = append(n.Patterns, p.pattern())
		}
		if p.kind != tRParen {
			p.expect(tComma, "',' or ')'")
		}
	}
	p.next()
	n.Span = p.span(start)
	return n
}

// sequencePattern reads `[…]`, `(…)` or a group.
func (p *parser) sequencePattern() Pattern {
	start := p.start()
	closing := tRBracket
	if p.kind == tLParen {
		closing = tRParen
	}
	p.next()
	mark := p.patterns.mark()
	comma := false
	for p.kind != closing {
		p.patterns.push(p.starPattern())
		if !p.accept(tComma) {
			break
		}
		comma = true
	}
	p.expect(closing, "the end of the sequence pattern")
	list := p.patterns.take(mark)
	if closing == tRParen && len(list) == 1 && !comma {
		p.notStarPattern(list[0])
		return list[0]
	}
	return &MatchSequence{Patterns: list, Span: p.span(start)}
}

func (p *parser) mappingPattern() Pattern {
	start := p.start()
	p.next()
	n := &MatchMapping{}
	for p.kind != tRBrace {
		if p.accept(tDoubleStar) {
			n.Rest = p.captureTarget()
			p.accept(tComma)
			if p.kind != tRBrace {
				p.unexpected("double star pattern must be the last in a mapping pattern")
			}
			break
		}
		if p.kind == tName {
			key := p.dottedValue()
			if _, bare := key.(*Name); bare {
				p.fail(ReasonSyntax, key.Range(), "a key of a mapping pattern must be a literal or a dotted name")
			}
			n.Keys = append(n.Keys, key)
		} else {
			n.Keys = append(n.Keys, p.literalKey())
		}
		p.expect(tColon, "':'")
		n.Patterns = append(n.Patterns, p.pattern())
		if p.kind != tRBrace {
			p.expect(tComma, "',' or '}'")
		}
	}
	p.next()
	n.Span = p.span(start)
	return n
}

// literalKey reads the rule `literal_expr`: a string, a singleton, a signed
// number or the sum of a real and an imaginary one.
func (p *parser) literalKey() Expr {
	start := p.start()
	switch p.kind {
	case tString, tFStart, tTStart:
		return p.strings()
	case kNone:
		return p.singleton(ConstantNone)
	case kTrue:
		return p.singleton(ConstantTrue)
	case kFalse:
		return p.singleton(ConstantFalse)
	}
	left := p.signedNumber(true)
	op := Add
	switch p.kind {
	case tPlus:
	case tMinus:
		op = Sub
	default:
		return left
	}
	if isImaginary(left) {
		p.unexpected("real number required in complex literal")
	}
	p.next()
	right := p.signedNumber(false)
	if !isImaginary(right) {
		p.fail(ReasonSyntax, right.Range(), "imaginary number required in complex literal")
	}
	n := p.binOp.New()
	*n = BinOp{Left: left, Op: op, Right: right, Span: p.span(start)}
	return n
}

func (p *parser) signedNumber(signed bool) Expr {
	start := p.start()
	minus := false
	if signed {
		plus := p.kind == tPlus
		minus = p.accept(tMinus)
		if plus {
			p.next()
			p.need(15, start, "a number with a plus sign in a pattern")
		}
	}
	if p.kind != tNumber {
		p.unexpected("invalid pattern")
	}
	t := p.tokens[p.at]
	p.next()
	var e Expr = p.numberConstant(t)
	if minus {
		e = &UnaryOp{Op: USub, Operand: e, Span: p.span(start)}
	}
	return e
}

// isImaginary looks at a number or its negation.
func isImaginary(e Expr) bool {
	if n, ok := e.(*UnaryOp); ok {
		e = n.Operand
	}
	n, ok := e.(*Constant)
	return ok && n.Value == ConstantComplex
}
