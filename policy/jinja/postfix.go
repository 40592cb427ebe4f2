package jinja

// What may follow an expression: attributes, subscripts, calls, filters and tests.

func (p *parser) postfix(node Expr) (Expr, error) {
	for parts := 0; ; parts++ {
		t := p.current()
		if parts > maxChain {
			return nil, p.fail(t.offset, "the name has more than %d parts", maxChain)
		}
		var err error
		switch {
		case t.op(".") || t.op("["):
			node, err = p.subscript(node)
		case t.op("("):
			node, err = p.call(node)
		default:
			return node, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (p *parser) filterExpr(node Expr) (Expr, error) {
	for parts := 0; ; parts++ {
		t := p.current()
		if parts > maxChain {
			return nil, p.fail(t.offset, "more than %d filters follow each other", maxChain)
		}
		var err error
		switch {
		case t.op("|"):
			node, err = p.filters(node, false)
		case t.name("is"):
			node, err = p.test(node)
		case t.op("("):
			node, err = p.call(node)
		default:
			return node, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (p *parser) subscript(node Expr) (Expr, error) {
	t := p.next()
	if t.op(".") {
		attribute := p.next()
		switch attribute.kind {
		case tokenName:
			return &Getattr{at(node.Offset()), node, attribute.text}, nil
		case tokenInteger:
			return &Getitem{at(node.Offset()), node, &Const{at(attribute.offset), Number(attribute.text)}}, nil
		}
		return nil, p.fail(attribute.offset, "expected a name or number, found %s", attribute)
	}
	var items []Expr
	for !p.current().op("]") {
		if len(items) > 0 {
			if err := p.expectOp(","); err != nil {
				return nil, err
			}
		}
		item, err := p.subscribed()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	if err := p.expectOp("]"); err != nil {
		return nil, err
	}
	if len(items) == 1 {
		return &Getitem{at(node.Offset()), node, items[0]}, nil
	}
	return &Getitem{at(node.Offset()), node, &Tuple{at(t.offset), items}}, nil
}

func (p *parser) subscribed() (Expr, error) {
	start := p.current().offset
	slice := &Slice{at: at(start)}
	if !p.current().op(":") {
		node, err := p.expression()
		if err != nil || !p.current().op(":") {
			return node, err
		}
		slice.Start = node
	}
	p.next()
	ended := func() bool { return p.current().op("]") || p.current().op(",") }
	var err error
	if !p.current().op(":") && !ended() {
		if slice.Stop, err = p.expression(); err != nil {
			return nil, err
		}
	}
	if p.skipOp(":") && !ended() {
		if slice.Step, err = p.expression(); err != nil {
			return nil, err
		}
	}
	return slice, nil
}

func (p *parser) call(node Expr) (Expr, error) {
	arguments, err := p.arguments()
	if err != nil {
		return nil, err
	}
	return &Call{at(node.Offset()), node, arguments}, nil
}

func (p *parser) arguments() (Arguments, error) {
	open := p.next().offset
	var a Arguments
	malformed := p.fail(open, "the arguments of the call are out of order")
	for first := true; !p.current().op(")"); first = false {
		if !first {
			if err := p.expectOp(","); err != nil {
				return a, err
			}
			if p.current().op(")") {
				break
			}
		}
		var err error
		switch t := p.current(); {
		case t.op("*"):
			if a.DynArgs != nil || a.DynKw != nil {
				return a, malformed
			}
			p.next()
			a.DynArgs, err = p.expression()
		case t.op("**"):
			if a.DynKw != nil {
				return a, malformed
			}
			p.next()
			a.DynKw, err = p.expression()
		case t.kind == tokenName && p.look().op("="):
			if a.DynKw != nil {
				return a, malformed
			}
			p.next()
			p.next()
			keyword := Keyword{Name: t.text}
			keyword.Value, err = p.expression()
			a.Keywords = append(a.Keywords, keyword)
		default:
			if a.DynArgs != nil || a.DynKw != nil || len(a.Keywords) > 0 {
				return a, malformed
			}
			var arg Expr
			arg, err = p.expression()
			a.Args = append(a.Args, arg)
		}
		if err != nil {
			return a, err
		}
	}
	return a, p.expectOp(")")
}

// dottedName reads the name of a filter or test.
func (p *parser) dottedName() (string, error) {
	t, err := p.expectName()
	if err != nil {
		return "", err
	}
	name := t.text
	for p.skipOp(".") {
		if t, err = p.expectName(); err != nil {
			return "", err
		}
		name += "." + t.text
	}
	return name, nil
}

// filters reads `| f(…) | g`. With inline set the first filter has no pipe: `{% filter f %}`.
func (p *parser) filters(node Expr, inline bool) (Expr, error) {
	for parts := 0; inline || p.current().op("|"); parts++ {
		if parts > maxChain {
			return nil, p.fail(p.current().offset, "more than %d filters follow each other", maxChain)
		}
		if !inline {
			p.next()
		}
		inline = false
		start := p.current().offset
		name, err := p.dottedName()
		if err != nil {
			return nil, err
		}
		filter := &Filter{at: at(start), Of: node, Name: name}
		if p.current().op("(") {
			if filter.Arguments, err = p.arguments(); err != nil {
				return nil, err
			}
		}
		node = filter
	}
	return node, nil
}

func (p *parser) test(node Expr) (Expr, error) {
	start := p.next().offset
	negated := p.skipName("not")
	name, err := p.dottedName()
	if err != nil {
		return nil, err
	}
	test := &Test{at: at(start), Of: node, Name: name}
	t := p.current()
	switch {
	case t.op("("):
		if test.Arguments, err = p.arguments(); err != nil {
			return nil, err
		}
	case (t.kind == tokenName || t.kind == tokenString || t.kind == tokenInteger || t.kind == tokenFloat || t.op("[") || t.op("{")) &&
		!t.name("else") && !t.name("or") && !t.name("and"):
		if t.name("is") {
			return nil, p.fail(t.offset, "tests cannot be chained with `is`")
		}
		arg, err := p.primary()
		if err != nil {
			return nil, err
		}
		if arg, err = p.postfix(arg); err != nil {
			return nil, err
		}
		test.Args = []Expr{arg}
	}
	if negated {
		return &Unary{at(start), "not", test}, nil
	}
	return test, nil
}
