package python

// parameters reads the parameters of a function, up to closing: ')' for def,
// ':' for lambda. Only def has annotations.
func (p *parser) parameters(closing tokenKind) *Arguments {
	start := p.start()
	n := p.slabs.arguments.New()
	mark := p.args.mark()
	defaults := p.exprs.mark()
	annotated := closing == tRParen
	star := false // after * or *args
	for p.kind != closing {
		switch p.kind {
		case tSlash:
			if star || n.PosOnly != nil || p.args.mark() == mark {
				p.unexpected("invalid syntax")
			}
			n.PosOnly = p.args.take(mark)
			p.next()
		case tStar:
			if star {
				p.unexpected("* may appear only once")
			}
			star = true
			n.Args = p.args.take(mark)
			n.Defaults = p.exprs.take(defaults)
			p.next()
			if p.kind == tName {
				n.Vararg = p.parameter(annotated, true)
			} else if p.kind != tComma || p.peek(1) != tName {
				p.unexpected("named arguments must follow bare *")
			}
		case tDoubleStar:
			p.next()
			p.finishParameters(n, mark, defaults, star)
			n.Kwarg = p.parameter(annotated, false)
			p.accept(tComma)
			if p.kind != closing {
				p.unexpected("arguments cannot follow var-keyword argument")
			}
			n.Span = p.span(start)
			return n
		default:
			p.args.push(p.parameter(annotated, false))
			switch {
			case p.accept(tAssign):
				p.exprs.push(p.expression())
			case star:
				p.exprs.push(nil)
			case p.exprs.mark() > defaults:
				p.unexpected("parameter without a default follows parameter with a default")
			}
		}
		if p.kind != closing {
			p.expect(tComma, "',' between parameters")
		}
	}
	p.finishParameters(n, mark, defaults, star)
	n.Span = p.span(start)
	if p.end() < start {
		n.Span = Span{start, start}
	}
	return n
}

// finishParameters moves the parameters read last to where they belong.
func (p *parser) finishParameters(n *Arguments, mark, defaults int, star bool) {
	if star {
		n.KwOnly = p.args.take(mark)
		n.KwDefaults = p.exprs.take(defaults)
	} else {
		n.Args = p.args.take(mark)
		n.Defaults = p.exprs.take(defaults)
	}
}

// parameter reads a name and its annotation. Only that of *args may be starred (PEP 646).
func (p *parser) parameter(annotated, starred bool) *Arg {
	a := p.arg.New()
	a.Name, a.Span = p.name("a parameter")
	if annotated && p.accept(tColon) {
		start := p.start()
		if starred && p.kind == tStar {
			a.Annotation = p.starExpression()
			p.need(11, start, "a starred annotation")
		} else {
			a.Annotation = p.expression()
		}
		a.End = p.end()
	}
	return a
}
