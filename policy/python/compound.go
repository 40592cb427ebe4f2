package python

func (p *parser) ifStatement(word string) Stmt {
	start := p.start()
	p.next()
	p.enter()
	n := p.ifs.New()
	n.Test = p.namedExpression()
	n.Body = p.block(word)
	switch p.kind {
	case kElif:
		mark := p.stmts.mark()
		p.stmts.push(p.ifStatement("the test of elif"))
		n.Orelse = p.stmts.take(mark)
	case kElse:
		n.Orelse = p.elseBlock()
	}
	p.depth--
	n.Span = p.span(start)
	return n
}

// elseBlock reads an else clause; nil when there is none.
func (p *parser) elseBlock() []Stmt {
	if !p.accept(kElse) {
		return nil
	}
	return p.block("else")
}

func (p *parser) whileStatement() Stmt {
	start := p.start()
	p.next()
	n := &While{Test: p.namedExpression()}
	n.Body = p.block("the test of while")
	n.Orelse = p.elseBlock()
	n.Span = p.span(start)
	return n
}

func (p *parser) forStatement(start int32, async bool) Stmt {
	p.next()
	n := &For{Target: p.targets(), Async: async}
	p.expect(kIn, "'in'")
	n.Iter = p.starExpressions()
	n.Body = p.block("for")
	n.Orelse = p.elseBlock()
	n.Span = p.span(start)
	return n
}

// targets reads the targets between for and in.
func (p *parser) targets() Expr {
	start := p.start()
	first := p.starTarget()
	if p.kind != tComma {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.accept(tComma) && p.kind != kIn {
		p.exprs.push(p.starTarget())
	}
	n := p.tuple.New()
	*n = Tuple{Elts: p.exprs.take(mark), Ctx: Store, Span: p.span(start)}
	return n
}

func (p *parser) starTarget() Expr {
	start := p.start()
	var e Expr
	if p.accept(tStar) {
		value := p.bitwiseOr()
		e = &Starred{Value: value, Span: p.span(start)}
	} else {
		e = p.bitwiseOr()
	}
	p.target(e, Store)
	return e
}

func (p *parser) asyncStatement() Stmt {
	start := p.start()
	p.next()
	switch p.kind {
	case kDef:
		return p.functionDef(start, nil, true)
	case kFor:
		return p.forStatement(start, true)
	case kWith:
		return p.withStatement(start, true)
	}
	p.unexpected("expected 'def', 'for' or 'with' after async")
	return nil
}

func (p *parser) withStatement(start int32, async bool) Stmt {
	p.next()
	n := &With{Async: async}
	if p.kind == tLParen && p.parenthesizedItems() {
		p.next()
		for {
			n.Items = append(n.Items, p.withItem())
			if !p.accept(tComma) || p.kind == tRParen {
				break
			}
		}
		p.expect(tRParen, "')'")
	} else {
		n.Items = []*WithItem{p.withItem()}
		for p.accept(tComma) {
			n.Items = append(n.Items, p.withItem())
		}
	}
	n.Body = p.block("with")
	n.Span = p.span(start)
	return n
}

func (p *parser) withItem() *WithItem {
	start := p.start()
	n := &WithItem{Context: p.expression()}
	if p.accept(kAs) {
		n.Vars = p.starTarget()
		if p.kind != tComma && p.kind != tRParen && p.kind != tColon {
			p.unexpected("invalid syntax")
		}
	}
	n.Span = p.span(start)
	return n
}

// parenthesizedItems decides what `with (` opens: a list of items, when the
// matching parenthesis is followed by a colon and what lies between can be
// one; otherwise an expression. It looks at each token once.
func (p *parser) parenthesizedItems() bool {
	depth, lambdas := 0, 0
	for i := p.at; ; i++ {
		kind := p.tokens[i].kind
		if kind == tEnd || kind == tNewline {
			return false
		}
		switch kind {
		case tLParen, tLBracket, tLBrace:
			depth++
		case tRParen, tRBracket, tRBrace:
			depth--
			if depth == 0 {
				return p.tokens[i+1].kind == tColon && i > p.at+1
			}
		}
		if depth != 1 {
			continue
		}
		switch kind {
		case kLambda:
			lambdas++
		case tColon:
			lambdas--
		case kYield, tWalrus, kFor:
			return false
		case tStar:
			if before := p.tokens[i-1].kind; lambdas == 0 && (before == tComma || i == p.at+1) {
				return false
			}
		}
	}
}

func (p *parser) tryStatement() Stmt {
	start := p.start()
	p.next()
	n := &Try{Body: p.block("try")}
	for first := true; p.kind == kExcept; first = false {
		at := p.start()
		p.next()
		star := p.accept(tStar)
		if first {
			n.Star = star
		} else if star != n.Star {
			p.fail(ReasonSyntax, p.span(at), "cannot have both 'except' and 'except*' on the same 'try'")
		}
		n.Handlers = append(n.Handlers, p.exceptHandler(at, star))
	}
	if len(n.Handlers) > 0 {
		n.Orelse = p.elseBlock()
	}
	if p.accept(kFinally) {
		n.Finalbody = p.block("finally")
	} else if len(n.Handlers) == 0 {
		p.unexpected("expected 'except' or 'finally' block")
	}
	n.Span = p.span(start)
	if n.Star {
		p.need(11, start, "except*")
	}
	return n
}

func (p *parser) exceptHandler(start int32, star bool) *ExceptHandler {
	h := &ExceptHandler{}
	if star || p.kind != tColon {
		at := p.start()
		h.Type = p.expression()
		switch p.kind {
		case kAs:
			p.next()
			h.Name, _ = p.name("a name after as")
		case tComma:
			h.Type = p.tupleOf(at, h.Type)
			p.need(14, at, "except without parentheses")
		}
	}
	h.Body = p.block("except")
	h.Span = p.span(start)
	return h
}

// tupleOf reads `, b, c` after a first expression (the rule `expressions`).
func (p *parser) tupleOf(start int32, first Expr) Expr {
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.accept(tComma) && p.kind != tColon {
		p.exprs.push(p.expression())
	}
	n := p.tuple.New()
	*n = Tuple{Elts: p.exprs.take(mark), Span: p.span(start)}
	return n
}

func (p *parser) decorated() Stmt {
	mark := p.exprs.mark()
	for p.accept(tAt) {
		p.exprs.push(p.namedExpression())
		p.expect(tNewline, "a new line after the decorator")
	}
	decorators := p.exprs.take(mark)
	start := p.start()
	switch {
	case p.kind == kDef:
		return p.functionDef(start, decorators, false)
	case p.kind == kClass:
		return p.classDef(decorators)
	case p.kind == kAsync && p.peek(1) == kDef:
		p.next()
		return p.functionDef(start, decorators, true)
	}
	p.unexpected("expected a function or class after the decorator")
	return nil
}

func (p *parser) functionDef(start int32, decorators []Expr, async bool) Stmt {
	p.next()
	n := p.function.New()
	n.Decorators, n.Async = decorators, async
	n.Name, n.NameSpan = p.name("a function name")
	n.TypeParams = p.typeParams()
	p.expect(tLParen, "'('")
	n.Args = p.parameters(tRParen)
	p.expect(tRParen, "')'")
	if p.accept(tArrow) {
		n.Returns = p.expression()
	}
	n.Body = p.block("the function definition")
	n.Span = p.span(start)
	return n
}

func (p *parser) classDef(decorators []Expr) Stmt {
	start := p.start()
	p.next()
	n := &ClassDef{Decorators: decorators}
	n.Name, n.NameSpan = p.name("a class name")
	n.TypeParams = p.typeParams()
	if p.accept(tLParen) {
		n.Bases, n.Keywords = p.arguments()
		p.expect(tRParen, "')'")
	}
	n.Body = p.block("the class definition")
	n.Span = p.span(start)
	return n
}

// typeParams reads `[T: bound = default, *Ts, **P]`; nil when there is none.
func (p *parser) typeParams() []TypeParam {
	start := p.start()
	if !p.accept(tLBracket) {
		return nil
	}
	var params []TypeParam
	for {
		params = append(params, p.typeParam())
		if !p.accept(tComma) || p.kind == tRBracket {
			break
		}
	}
	p.expect(tRBracket, "']'")
	p.need(12, start, "a type parameter list")
	return params
}

func (p *parser) typeParam() TypeParam {
	start := p.start()
	byDefault := func(read func() Expr) Expr {
		if !p.accept(tAssign) {
			return nil
		}
		e := read()
		p.need(13, start, "the default of a type parameter")
		return e
	}
	switch p.kind {
	case tStar:
		p.next()
		n := &TypeVarTuple{}
		n.Name, _ = p.name("a name")
		n.Default = byDefault(p.starExpression)
		n.Span = p.span(start)
		return n
	case tDoubleStar:
		p.next()
		n := &ParamSpec{}
		n.Name, _ = p.name("a name")
		n.Default = byDefault(p.expression)
		n.Span = p.span(start)
		return n
	}
	n := &TypeVar{}
	n.Name, _ = p.name("a name")
	if p.accept(tColon) {
		n.Bound = p.expression()
	}
	n.Default = byDefault(p.expression)
	n.Span = p.span(start)
	return n
}
