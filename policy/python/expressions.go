package python

// yieldOrStarExpressions reads the rule `annotated_rhs`.
func (p *parser) yieldOrStarExpressions() Expr {
	if p.kind == kYield {
		return p.yield()
	}
	return p.starExpressions()
}

func (p *parser) yield() Expr {
	start := p.start()
	p.next()
	if p.accept(kFrom) {
		value := p.expression()
		return &YieldFrom{Value: value, Span: p.span(start)}
	}
	n := &Yield{}
	switch p.kind {
	case tNewline, tSemicolon, tRParen, tAssign, tRBrace, tColon, tExclamation:
	default:
		n.Value = p.starExpressions()
	}
	n.Span = p.span(start)
	return n
}

// starExpressions reads one expression or a tuple without parentheses.
func (p *parser) starExpressions() Expr {
	start := p.start()
	first := p.starExpression()
	if p.kind != tComma {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.accept(tComma) && startsExpression[p.kind] {
		p.exprs.push(p.starExpression())
	}
	n := p.tuple.New()
	*n = Tuple{Elts: p.exprs.take(mark), Span: p.span(start)}
	return n
}

// startsExpression tells whether a comma is trailing: CPython's grammar tries
// an expression and goes back; no token that starts one can follow a tuple.
var startsExpression = func() (table [tokenKinds]bool) {
	for _, k := range []tokenKind{tName, tNumber, tString, tFStart, tTStart, tLParen, tLBracket, tLBrace, tEllipsis,
		tPlus, tMinus, tStar, tTilde, kFalse, kNone, kTrue, kAwait, kLambda, kNot} {
		table[k] = true
	}
	return table
}()

func (p *parser) starExpression() Expr {
	if p.kind == tStar {
		return p.starred(p.bitwiseOr)
	}
	return p.expression()
}

// starred reads `*value`; its value is a bitwise_or in displays and targets
// and a full expression in calls and subscripts.
func (p *parser) starred(value func() Expr) Expr {
	start := p.start()
	p.next()
	n := &Starred{Value: value()}
	n.Span = p.span(start)
	return n
}

// starNamedExpression reads an element of a display.
func (p *parser) starNamedExpression() Expr {
	if p.kind == tStar {
		return p.starred(p.bitwiseOr)
	}
	return p.namedExpression()
}

// namedExpression reads an expression or `name := value`.
func (p *parser) namedExpression() Expr {
	if p.kind == tName && p.peek(1) == tWalrus {
		start := p.start()
		id, span := p.name("a name")
		target := p.slabs.name.New()
		*target = Name{Span: span, ID: id, Ctx: Store}
		p.next()
		value := p.expression()
		return &NamedExpr{Target: target, Value: value, Span: p.span(start)}
	}
	return p.expression()
}

func (p *parser) expression() Expr {
	p.enter()
	start := p.start()
	var e Expr
	if p.kind == kLambda {
		p.next()
		args := p.parameters(tColon)
		p.expect(tColon, "':'")
		body := p.expression()
		e = &Lambda{Args: args, Body: body, Span: p.span(start)}
	} else {
		e = p.disjunction()
		if p.accept(kIf) {
			test := p.disjunction()
			p.expect(kElse, "'else' after the condition of a conditional expression")
			orelse := p.expression()
			e = &IfExp{Test: test, Body: e, Orelse: orelse, Span: p.span(start)}
		}
	}
	p.depth--
	return e
}

func (p *parser) disjunction() Expr {
	start := p.start()
	e := p.conjunction()
	if p.kind != kOr {
		return e
	}
	mark := p.exprs.mark()
	p.exprs.push(e)
	for p.accept(kOr) {
		p.exprs.push(p.conjunction())
	}
	return &BoolOp{Op: Or, Values: p.exprs.take(mark), Span: p.span(start)}
}

func (p *parser) conjunction() Expr {
	start := p.start()
	e := p.inversion()
	if p.kind != kAnd {
		return e
	}
	mark := p.exprs.mark()
	p.exprs.push(e)
	for p.accept(kAnd) {
		p.exprs.push(p.inversion())
	}
	return &BoolOp{Op: And, Values: p.exprs.take(mark), Span: p.span(start)}
}

func (p *parser) inversion() Expr {
	if p.kind != kNot {
		return p.comparison()
	}
	start := p.start()
	p.next()
	p.enter()
	operand := p.inversion()
	p.depth--
	return &UnaryOp{Op: Not, Operand: operand, Span: p.span(start)}
}

func (p *parser) comparison() Expr {
	start := p.start()
	left := p.bitwiseOr()
	op, ok := p.comparisonOperator()
	if !ok {
		return left
	}
	ops, exprs := p.ops.mark(), p.exprs.mark()
	for ok {
		p.ops.push(op)
		p.exprs.push(p.bitwiseOr())
		op, ok = p.comparisonOperator()
	}
	n := p.compare.New()
	*n = Compare{Left: left, Ops: p.ops.take(ops), Comparators: p.exprs.take(exprs), Span: p.span(start)}
	return n
}

// comparisonOperator consumes a comparison operator when there is one.
func (p *parser) comparisonOperator() (op Operator, ok bool) {
	switch p.kind {
	case tEqEqual:
		op = Eq
	case tNotEqual:
		op = NotEq
	case tLess:
		op = Lt
	case tLessEqual:
		op = LtE
	case tGreater:
		op = Gt
	case tGreaterEqual:
		op = GtE
	case kIn:
		op = In
	case kIs:
		op = Is
		if p.peek(1) == kNot {
			p.next()
			op = IsNot
		}
	case kNot:
		if p.peek(1) != kIn {
			return 0, false
		}
		p.next()
		op = NotIn
	default:
		return 0, false
	}
	p.next()
	return op, true
}

// binaryOperator is the precedence, from 1 for `|`, and the operator of a token.
type binaryOperator struct {
	precedence int
	op         Operator
}

var binaryOperators = [tokenKinds]binaryOperator{
	tPipe:        {1, BitOr},
	tCircumflex:  {2, BitXor},
	tAmper:       {3, BitAnd},
	tLShift:      {4, LShift},
	tRShift:      {4, RShift},
	tPlus:        {5, Add},
	tMinus:       {5, Sub},
	tStar:        {6, Mult},
	tSlash:       {6, Div},
	tDoubleSlash: {6, FloorDiv},
	tPercent:     {6, Mod},
	tAt:          {6, MatMult},
}

func (p *parser) bitwiseOr() Expr { return p.binary(1) }

// binary reads left-associative operators of at least this precedence.
func (p *parser) binary(lowest int) Expr {
	start := p.start()
	left := p.factor()
	for {
		operator := binaryOperators[p.kind]
		if operator.precedence < lowest {
			return left
		}
		p.next()
		right := p.binary(operator.precedence + 1)
		n := p.binOp.New()
		*n = BinOp{Left: left, Op: operator.op, Right: right, Span: p.span(start)}
		left = n
	}
}

func (p *parser) factor() Expr {
	start := p.start()
	var op Operator
	switch p.kind {
	case tMinus:
		op = USub
	case tPlus:
		op = UAdd
	case tTilde:
		op = Invert
	default:
		return p.power()
	}
	p.next()
	p.enter()
	operand := p.factor()
	p.depth--
	return &UnaryOp{Op: op, Operand: operand, Span: p.span(start)}
}

func (p *parser) power() Expr {
	start := p.start()
	var base Expr
	if p.accept(kAwait) {
		value := p.primary()
		base = &Await{Value: value, Span: p.span(start)}
	} else {
		base = p.primary()
	}
	if !p.accept(tDoubleStar) {
		return base
	}
	p.enter()
	exponent := p.factor()
	p.depth--
	n := p.binOp.New()
	*n = BinOp{Left: base, Op: Pow, Right: exponent, Span: p.span(start)}
	return n
}

// primary reads an atom and its trailers: attributes, calls and subscripts.
func (p *parser) primary() Expr {
	start := p.start()
	e := p.atom()
	for {
		switch p.kind {
		case tDot:
			p.next()
			name, _ := p.name("a name after '.'")
			n := p.attribute.New()
			*n = Attribute{Value: e, Attr: name, Span: p.span(start)}
			e = n
		case tLParen:
			n := p.call.New()
			n.Func = e
			p.callArguments(n)
			n.Span = p.span(start)
			e = n
		case tLBracket:
			p.next()
			p.enter()
			slice := p.slices()
			p.depth--
			p.expect(tRBracket, "']'")
			n := p.subscript.New()
			*n = Subscript{Value: e, Slice: slice, Span: p.span(start)}
			e = n
		default:
			return e
		}
	}
}
