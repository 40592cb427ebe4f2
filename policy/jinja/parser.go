package jinja

import "fmt"

// Parse reads a template. Its error is a *SyntaxError.
func Parse(text string) (*Template, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	body, err := p.subparse(nil)
	if err != nil {
		return nil, err
	}
	return &Template{Body: body}, nil
}

// parser follows jinja2/parser.py function by function, with a bound on depth.
type parser struct {
	tokens []token
	pos    int
	depth  int
}

func (p *parser) current() token { return p.tokens[p.pos] }

func (p *parser) look() token {
	if p.pos+1 < len(p.tokens) {
		return p.tokens[p.pos+1]
	}
	return p.tokens[p.pos]
}

func (p *parser) next() token {
	t := p.tokens[p.pos]
	if p.pos+1 < len(p.tokens) {
		p.pos++
	}
	return t
}

func (t token) is(kind kind, text string) bool { return t.kind == kind && t.text == text }
func (t token) op(text string) bool            { return t.is(tokenOperator, text) }
func (t token) name(text string) bool          { return t.is(tokenName, text) }

func (p *parser) skipOp(text string) bool {
	if p.current().op(text) {
		p.next()
		return true
	}
	return false
}

func (p *parser) skipName(text string) bool {
	if p.current().name(text) {
		p.next()
		return true
	}
	return false
}

func (p *parser) fail(offset int, format string, values ...any) error {
	return &SyntaxError{Offset: offset, Reason: fmt.Sprintf(format, values...)}
}

func (p *parser) expectOp(text string) error {
	if !p.skipOp(text) {
		return p.fail(p.current().offset, "expected %q, found %s", text, p.current())
	}
	return nil
}

func (p *parser) expectName() (token, error) {
	if p.current().kind != tokenName {
		return token{}, p.fail(p.current().offset, "expected a name, found %s", p.current())
	}
	return p.next(), nil
}

func (p *parser) expectWord(word string) error {
	if !p.skipName(word) {
		return p.fail(p.current().offset, "expected %q, found %s", word, p.current())
	}
	return nil
}

func (t token) String() string {
	switch t.kind {
	case tokenEOF:
		return "the end of the template"
	case tokenData:
		return "text"
	case tokenVariableBegin:
		return "`{{`"
	case tokenVariableEnd:
		return "`}}`"
	case tokenBlockBegin:
		return "`{%`"
	case tokenBlockEnd:
		return "`%}`"
	case tokenString:
		return "a string"
	}
	return fmt.Sprintf("%q", t.text)
}

// enter counts one level of nesting; leave it with p.depth--.
func (p *parser) enter() error {
	if p.depth >= maxDepth {
		return p.fail(p.current().offset, "the template is nested more than %d levels deep", maxDepth)
	}
	p.depth++
	return nil
}

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
