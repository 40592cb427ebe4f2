package python

// callArguments reads `(…)`. A generator expression may stand alone without
// parentheses of its own; its span is then that of the call's.
func (p *parser) callArguments(n *Call) {
	open := p.start()
	p.next()
	p.enter()
	if p.kind != tRParen && p.kind != tStar && p.kind != tDoubleStar && !(p.kind == tName && p.peek(1) == tAssign) {
		first := p.namedExpression()
		if p.kind == kFor || p.kind == kAsync {
			generators := p.comprehensions()
			p.expect(tRParen, "')'")
			mark := p.exprs.mark()
			p.exprs.push(&GeneratorExp{Elt: first, Generators: generators, Span: p.span(open)})
			n.Args = p.exprs.take(mark)
			p.depth--
			return
		}
		n.Args, n.Keywords = p.argumentsAfter(first)
	} else {
		n.Args, n.Keywords = p.arguments()
	}
	p.depth--
	p.expect(tRParen, "')'")
}

// arguments reads the arguments of a call or the bases of a class, up to ')'.
func (p *parser) arguments() ([]Expr, []*Keyword) { return p.argumentsAfter(nil) }

// argumentsAfter goes on after a first positional argument, nil when there was none.
func (p *parser) argumentsAfter(first Expr) ([]Expr, []*Keyword) {
	args, keywords := p.exprs.mark(), p.keywords.mark()
	named, unpacked := false, false
	if first != nil {
		p.exprs.push(first)
		if p.kind != tRParen {
			p.expect(tComma, "',' or ')'")
		}
	}
	for p.kind != tRParen {
		start := p.start()
		switch {
		case p.kind == tStar:
			if unpacked {
				p.unexpected("iterable argument unpacking follows keyword argument unpacking")
			}
			p.exprs.push(p.starred(p.expression))
		case p.kind == tDoubleStar:
			p.next()
			unpacked = true
			k := p.keyword.New()
			k.Value = p.expression()
			k.Span = p.span(start)
			p.keywords.push(k)
		case p.kind == tName && p.peek(1) == tAssign:
			named = true
			k := p.keyword.New()
			k.Arg, _ = p.name("a name")
			p.next()
			k.Value = p.expression()
			k.Span = p.span(start)
			p.keywords.push(k)
		default:
			if named || unpacked {
				p.unexpected("positional argument follows keyword argument")
			}
			p.exprs.push(p.namedExpression())
		}
		if p.kind != tRParen {
			p.expect(tComma, "',' or ')'")
		}
	}
	return p.exprs.take(args), p.keywords.take(keywords)
}

// slices reads what stands between the brackets of a subscript.
func (p *parser) slices() Expr {
	start := p.start()
	first := p.slice()
	_, starred := first.(*Starred)
	if p.kind != tComma && !starred {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.accept(tComma) && p.kind != tRBracket {
		p.exprs.push(p.slice())
	}
	n := p.tuple.New()
	*n = Tuple{Elts: p.exprs.take(mark), Span: p.span(start)}
	return n
}

func (p *parser) slice() Expr {
	start := p.start()
	if p.kind == tStar {
		e := p.starred(p.expression)
		p.need(11, start, "a starred expression in a subscript")
		return e
	}
	var lower Expr
	if p.kind != tColon {
		if p.kind == tName && p.peek(1) == tWalrus {
			e := p.namedExpression()
			p.need(10, start, "an assignment expression in a subscript")
			return e
		}
		lower = p.expression()
		if p.kind != tColon {
			return lower
		}
	}
	p.next()
	n := &Slice{Lower: lower}
	if startsExpression[p.kind] {
		n.Upper = p.expression()
	}
	if p.accept(tColon) && startsExpression[p.kind] {
		n.Step = p.expression()
	}
	n.Span = p.span(start)
	return n
}
