package python

func (p *parser) atom() Expr {
	t := p.tokens[p.at]
	switch p.kind {
	case tName:
		p.next()
		n := p.slabs.name.New()
		*n = Name{Span: Span{t.start, t.end}, ID: p.identifier(p.src[t.start:t.end])}
		return n
	case tNumber:
		p.next()
		return p.numberConstant(t)
	case tString, tFStart, tTStart:
		return p.strings()
	case kTrue:
		return p.singleton(ConstantTrue)
	case kFalse:
		return p.singleton(ConstantFalse)
	case kNone:
		return p.singleton(ConstantNone)
	case tEllipsis:
		return p.singleton(ConstantEllipsis)
	case tLParen:
		return p.parenthesized()
	case tLBracket:
		return p.listDisplay()
	case tLBrace:
		return p.braces()
	}
	p.unexpected("invalid syntax")
	return nil
}

func (p *parser) singleton(value ConstantKind) Expr {
	start := p.start()
	p.next()
	n := p.constant.New()
	*n = Constant{Span: p.span(start), Value: value}
	return n
}

// parenthesized reads a group, a tuple or a generator expression.
func (p *parser) parenthesized() Expr {
	start := p.start()
	p.next()
	p.enter()
	defer func() { p.depth-- }()
	switch p.kind {
	case tRParen:
		p.next()
		n := p.tuple.New()
		n.Span = p.span(start)
		return n
	case kYield:
		e := p.yield()
		p.expect(tRParen, "')'")
		return e
	}
	first := p.starNamedExpression()
	switch p.kind {
	case tComma:
		n := p.tuple.New()
		n.Elts = p.elements(first, tRParen)
		p.expect(tRParen, "')'")
		n.Span = p.span(start)
		return n
	case kFor, kAsync:
		p.notStarred(first)
		generators := p.comprehensions()
		p.expect(tRParen, "')'")
		return &GeneratorExp{Elt: first, Generators: generators, Span: p.span(start)}
	}
	p.notStarred(first)
	p.expect(tRParen, "')'")
	return first
}

// notStarred refuses a starred expression where only a plain one may stand.
func (p *parser) notStarred(e Expr) {
	if _, starred := e.(*Starred); starred {
		p.fail(ReasonSyntax, e.Range(), "cannot use a starred expression here")
	}
}

// elements reads the rest of a display after its first element.
func (p *parser) elements(first Expr, closing tokenKind) []Expr {
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.accept(tComma) && p.kind != closing {
		p.exprs.push(p.starNamedExpression())
	}
	return p.exprs.take(mark)
}

func (p *parser) listDisplay() Expr {
	start := p.start()
	p.next()
	p.enter()
	defer func() { p.depth-- }()
	n := p.list.New()
	if !p.accept(tRBracket) {
		first := p.starNamedExpression()
		if p.kind == kFor || p.kind == kAsync {
			p.notStarred(first)
			generators := p.comprehensions()
			p.expect(tRBracket, "']'")
			return &ListComp{Elt: first, Generators: generators, Span: p.span(start)}
		}
		n.Elts = p.elements(first, tRBracket)
		p.expect(tRBracket, "']'")
	}
	n.Span = p.span(start)
	return n
}

// braces reads a dict, a set or a comprehension of either.
func (p *parser) braces() Expr {
	start := p.start()
	p.next()
	p.enter()
	defer func() { p.depth-- }()
	if p.kind == tRBrace || p.kind == tDoubleStar {
		return p.dictDisplay(start, nil)
	}
	at := p.start()
	first := p.starNamedExpression()
	_, starred := first.(*Starred)
	walrus := isBareWalrus(first, at)
	if p.kind == tColon && !starred && !walrus {
		return p.dictDisplay(start, first)
	}
	if walrus {
		p.need(10, at, "an assignment expression in a set")
	}
	if p.kind == kFor || p.kind == kAsync {
		p.notStarred(first)
		generators := p.comprehensions()
		p.expect(tRBrace, "'}'")
		return &SetComp{Elt: first, Generators: generators, Span: p.span(start)}
	}
	n := &Set{Elts: p.elements(first, tRBrace)}
	p.expect(tRBrace, "'}'")
	n.Span = p.span(start)
	return n
}

// isBareWalrus reports whether e, read from offset at, is an assignment
// expression without parentheses of its own.
func isBareWalrus(e Expr, at int32) bool {
	n, ok := e.(*NamedExpr)
	return ok && n.Start == at
}

// dictDisplay reads a dict or dict comprehension from its first key or `**` on.
func (p *parser) dictDisplay(start int32, key Expr) Expr {
	n := p.dict.New()
	// Keys and values are pushed in turn and parted at the end.
	mark := p.exprs.mark()
	for p.kind != tRBrace {
		if key == nil && p.accept(tDoubleStar) {
			p.exprs.push(nil)
			p.exprs.push(p.bitwiseOr())
		} else {
			if key == nil {
				key = p.expression()
			}
			p.expect(tColon, "':' after the key of a dict")
			value := p.expression()
			if (p.kind == kFor || p.kind == kAsync) && p.exprs.mark() == mark {
				generators := p.comprehensions()
				p.expect(tRBrace, "'}'")
				return &DictComp{Key: key, Value: value, Generators: generators, Span: p.span(start)}
			}
			p.exprs.push(key)
			p.exprs.push(value)
			key = nil
		}
		if p.kind != tRBrace {
			p.expect(tComma, "',' or '}'")
		}
	}
	p.next()
	pushed := p.exprs.stack[mark:]
	half := len(pushed) / 2
	n.Keys, n.Values = p.exprs.Make(half), p.exprs.Make(half)
	for i := range half {
		n.Keys[i], n.Values[i] = pushed[2*i], pushed[2*i+1]
	}
	p.exprs.stack = p.exprs.stack[:mark]
	n.Span = p.span(start)
	return n
}

// comprehensions reads the `for … in … if …` clauses of a comprehension.
func (p *parser) comprehensions() []*Comprehension {
	var clauses []*Comprehension
	for p.kind == kFor || p.kind == kAsync {
		start := p.start()
		n := &Comprehension{Async: p.accept(kAsync)}
		p.expect(kFor, "'for'")
		n.Target = p.targets()
		p.expect(kIn, "'in'")
		n.Iter = p.disjunction()
		mark := p.exprs.mark()
		for p.accept(kIf) {
			p.exprs.push(p.disjunction())
		}
		n.Ifs = p.exprs.take(mark)
		n.Span = p.span(start)
		clauses = append(clauses, n)
	}
	return clauses
}
