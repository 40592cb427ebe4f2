package jinja

// Expressions by precedence, lowest first, as jinja2/parser.py reads them.

func (p *parser) expression() (Expr, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	start := p.current().offset
	then, err := p.or()
	if err != nil {
		return nil, err
	}
	for p.skipName("if") {
		test, err := p.or()
		if err != nil {
			return nil, err
		}
		var otherwise Expr
		if p.skipName("else") {
			if otherwise, err = p.expression(); err != nil {
				return nil, err
			}
		}
		then = &CondExpr{at(start), test, then, otherwise}
	}
	return then, nil
}

// left parses operators of one level that bind to the left.
func (p *parser) left(operand func() (Expr, error), operator func() string) (Expr, error) {
	start := p.current().offset
	left, err := operand()
	if err != nil {
		return nil, err
	}
	for {
		op := operator()
		if op == "" {
			return left, nil
		}
		p.next()
		right, err := operand()
		if err != nil {
			return nil, err
		}
		left = &Binary{at(start), op, left, right}
	}
}

// ops answers the current operator if it is one of a level's.
func (p *parser) ops(texts ...string) func() string {
	return func() string {
		for _, text := range texts {
			if p.current().op(text) {
				return text
			}
		}
		return ""
	}
}

func (p *parser) or() (Expr, error) {
	return p.left(p.and, func() string {
		if p.current().name("or") {
			return "or"
		}
		return ""
	})
}

func (p *parser) and() (Expr, error) {
	return p.left(p.not, func() string {
		if p.current().name("and") {
			return "and"
		}
		return ""
	})
}

func (p *parser) not() (Expr, error) {
	if p.current().name("not") {
		if err := p.enter(); err != nil {
			return nil, err
		}
		defer func() { p.depth-- }()
		start := p.next().offset
		of, err := p.not()
		if err != nil {
			return nil, err
		}
		return &Unary{at(start), "not", of}, nil
	}
	return p.compare()
}

func (p *parser) compare() (Expr, error) {
	start := p.current().offset
	of, err := p.sum()
	if err != nil {
		return nil, err
	}
	compare := &Compare{at: at(start), Of: of}
	for {
		op := p.ops("==", "!=", "<", "<=", ">", ">=")()
		switch {
		case op != "":
			p.next()
		case p.skipName("in"):
			op = "in"
		case p.current().name("not") && p.look().name("in"):
			p.next()
			p.next()
			op = "not in"
		default:
			if len(compare.Ops) == 0 {
				return of, nil
			}
			return compare, nil
		}
		with, err := p.sum()
		if err != nil {
			return nil, err
		}
		compare.Ops = append(compare.Ops, op)
		compare.With = append(compare.With, with)
	}
}

func (p *parser) sum() (Expr, error) { return p.left(p.concat, p.ops("+", "-")) }

func (p *parser) concat() (Expr, error) {
	start := p.current().offset
	first, err := p.product()
	if err != nil {
		return nil, err
	}
	items := []Expr{first}
	for p.skipOp("~") {
		item, err := p.product()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	if len(items) == 1 {
		return first, nil
	}
	return &Concat{at(start), items}, nil
}

func (p *parser) product() (Expr, error) { return p.left(p.power, p.ops("*", "/", "//", "%")) }

func (p *parser) power() (Expr, error) {
	return p.left(func() (Expr, error) { return p.unary(true) }, p.ops("**"))
}

func (p *parser) unary(withFilter bool) (Expr, error) {
	start := p.current().offset
	var node Expr
	var err error
	if op := p.ops("-", "+")(); op != "" {
		if err := p.enter(); err != nil {
			return nil, err
		}
		defer func() { p.depth-- }()
		p.next()
		of, err := p.unary(false)
		if err != nil {
			return nil, err
		}
		node = &Unary{at(start), op, of}
	} else if node, err = p.primary(); err != nil {
		return nil, err
	}
	if node, err = p.postfix(node); err != nil || !withFilter {
		return node, err
	}
	return p.filterExpr(node)
}

func (p *parser) primary() (Expr, error) {
	t := p.current()
	switch {
	case t.kind == tokenName:
		p.next()
		switch t.text {
		case "true", "True":
			return &Const{at(t.offset), true}, nil
		case "false", "False":
			return &Const{at(t.offset), false}, nil
		case "none", "None":
			return &Const{at(t.offset), nil}, nil
		}
		return &Name{at(t.offset), t.text}, nil
	case t.kind == tokenString:
		value := ""
		for p.current().kind == tokenString {
			value += p.next().text
			if len(value) > maxBytes {
				return nil, p.fail(t.offset, "the string is too long")
			}
		}
		return &Const{at(t.offset), value}, nil
	case t.kind == tokenInteger || t.kind == tokenFloat:
		p.next()
		return &Const{at(t.offset), Number(t.text)}, nil
	case t.op("("):
		p.next()
		node, err := p.tuple(tupleRules{explicit: true})
		if err != nil {
			return nil, err
		}
		return node, p.expectOp(")")
	case t.op("["):
		return p.list()
	case t.op("{"):
		return p.dict()
	}
	return nil, p.fail(t.offset, "unexpected %s", t)
}

func (p *parser) list() (Expr, error) {
	node := &List{at: at(p.next().offset)}
	for !p.current().op("]") {
		if len(node.Items) > 0 {
			if err := p.expectOp(","); err != nil {
				return nil, err
			}
		}
		if p.current().op("]") {
			break
		}
		item, err := p.expression()
		if err != nil {
			return nil, err
		}
		node.Items = append(node.Items, item)
	}
	return node, p.expectOp("]")
}

func (p *parser) dict() (Expr, error) {
	node := &Dict{at: at(p.next().offset)}
	for !p.current().op("}") {
		if len(node.Pairs) > 0 {
			if err := p.expectOp(","); err != nil {
				return nil, err
			}
		}
		if p.current().op("}") {
			break
		}
		key, err := p.expression()
		if err != nil {
			return nil, err
		}
		if err := p.expectOp(":"); err != nil {
			return nil, err
		}
		value, err := p.expression()
		if err != nil {
			return nil, err
		}
		node.Pairs = append(node.Pairs, Pair{key, value})
	}
	return node, p.expectOp("}")
}

// tupleRules say how a tuple without brackets is read. Jinja's extra_end_rules are missing: it
// compares them wrongly, so that they never end a tuple.
type tupleRules struct {
	simplified bool // only names and literals, for targets
	noCond     bool // no conditional expression
	explicit   bool // in parentheses: it may be empty
	namespace  bool // a target may be `ns.x`
}

func (p *parser) tuple(rules tupleRules) (Expr, error) {
	start := p.current().offset
	var items []Expr
	isTuple := false
	for {
		if len(items) > 0 {
			if err := p.expectOp(","); err != nil {
				return nil, err
			}
		}
		t := p.current()
		if t.kind == tokenVariableEnd || t.kind == tokenBlockEnd || t.op(")") {
			break
		}
		var item Expr
		var err error
		switch {
		case rules.simplified:
			item, err = p.target(rules.namespace)
		case rules.noCond:
			item, err = p.or()
		default:
			item, err = p.expression()
		}
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if !p.current().op(",") {
			break
		}
		isTuple = true
	}
	if !isTuple {
		if len(items) > 0 {
			return items[0], nil
		}
		if !rules.explicit {
			return nil, p.fail(start, "expected an expression, found %s", p.current())
		}
	}
	return &Tuple{at(start), items}, nil
}
