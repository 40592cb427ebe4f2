package jinja

import "slices"

// subparse reads statements up to a block tag that begins with one of the end words; the word is
// the current token then. Without end words it reads to the end of the template.
func (p *parser) subparse(ends []string) ([]Statement, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	var body []Statement
	for {
		t := p.current()
		switch t.kind {
		case tokenEOF:
			if ends != nil {
				return nil, p.fail(t.offset, "the block has no end: expected %q", ends[len(ends)-1])
			}
			return body, nil
		case tokenData:
			body = append(body, &Data{at(t.offset), t.text})
			p.next()
		case tokenVariableBegin:
			p.next()
			of, err := p.tuple(tupleRules{})
			if err != nil {
				return nil, err
			}
			if p.current().kind != tokenVariableEnd {
				return nil, p.fail(p.current().offset, "expected `}}`, found %s", p.current())
			}
			p.next()
			body = append(body, &Output{at(t.offset), of})
		case tokenBlockBegin:
			p.next()
			if ends != nil && p.current().kind == tokenName && slices.Contains(ends, p.current().text) {
				return body, nil
			}
			statement, err := p.statement(t.offset)
			if err != nil {
				return nil, err
			}
			if err := p.blockEnd(); err != nil {
				return nil, err
			}
			body = append(body, statement)
		default:
			return nil, p.fail(t.offset, "unexpected %s", t)
		}
	}
}

func (p *parser) blockEnd() error {
	if p.current().kind != tokenBlockEnd {
		return p.fail(p.current().offset, "expected `%%}`, found %s", p.current())
	}
	p.next()
	return nil
}

// statements reads a body up to one of the end words and returns that word, which is consumed.
func (p *parser) statements(ends ...string) ([]Statement, string, error) {
	p.skipOp(":")
	if err := p.blockEnd(); err != nil {
		return nil, "", err
	}
	body, err := p.subparse(ends)
	if err != nil {
		return nil, "", err
	}
	return body, p.next().text, nil
}

func (p *parser) statement(start int) (Statement, error) {
	tag, err := p.expectName()
	if err != nil {
		return nil, err
	}
	switch tag.text {
	case "if":
		return p.ifStatement(start)
	case "for":
		return p.forStatement(start)
	case "set":
		return p.setStatement(start)
	case "with":
		return p.withStatement(start)
	case "print":
		return p.printStatement(start)
	case "do":
		of, err := p.tuple(tupleRules{})
		if err != nil {
			return nil, err
		}
		return &Do{at(start), of}, nil
	case "macro", "call", "filter", "block", "autoescape":
		return p.bodyTag(start, tag.text)
	case "extends", "include", "import", "from":
		return p.loadTag(start, tag.text)
	}
	return nil, p.fail(tag.offset, "unknown tag %q", tag.text)
}

func (p *parser) ifStatement(start int) (Statement, error) {
	result := &If{at: at(start)}
	for node := result; ; {
		var word string
		var err error
		if node.Test, err = p.tuple(tupleRules{noCond: true}); err != nil {
			return nil, err
		}
		if node.Body, word, err = p.statements("elif", "else", "endif"); err != nil {
			return nil, err
		}
		switch word {
		case "elif":
			node = &If{at: at(p.current().offset)}
			result.Elif = append(result.Elif, node)
			continue
		case "else":
			if result.Else, _, err = p.statements("endif"); err != nil {
				return nil, err
			}
		}
		return result, nil
	}
}

func (p *parser) forStatement(start int) (Statement, error) {
	node := &For{at: at(start)}
	var err error
	if node.Target, err = p.tuple(tupleRules{simplified: true}); err != nil {
		return nil, err
	}
	if err := p.assignable(node.Target); err != nil {
		return nil, err
	}
	if err := p.expectWord("in"); err != nil {
		return nil, err
	}
	if node.Iter, err = p.tuple(tupleRules{noCond: true}); err != nil {
		return nil, err
	}
	if p.skipName("if") {
		if node.Test, err = p.expression(); err != nil {
			return nil, err
		}
	}
	node.Recursive = p.skipName("recursive")
	var word string
	if node.Body, word, err = p.statements("endfor", "else"); err != nil {
		return nil, err
	}
	if word == "else" {
		if node.Else, _, err = p.statements("endfor"); err != nil {
			return nil, err
		}
	}
	return node, nil
}

func (p *parser) setStatement(start int) (Statement, error) {
	target, err := p.tuple(tupleRules{simplified: true, namespace: true})
	if err != nil {
		return nil, err
	}
	if err := p.assignable(target); err != nil {
		return nil, err
	}
	if p.skipOp("=") {
		value, err := p.tuple(tupleRules{})
		if err != nil {
			return nil, err
		}
		return &Set{at(start), target, value}, nil
	}
	node := &SetBlock{at: at(start), Target: target}
	filter, err := p.filters(nil, false)
	if err != nil {
		return nil, err
	}
	if filter != nil {
		node.Filter = filter.(*Filter)
	}
	node.Body, _, err = p.statements("endset")
	return node, err
}

func (p *parser) withStatement(start int) (Statement, error) {
	node := &With{at: at(start)}
	for p.current().kind != tokenBlockEnd {
		if len(node.Targets) > 0 {
			if err := p.expectOp(","); err != nil {
				return nil, err
			}
		}
		target, err := p.tuple(tupleRules{simplified: true})
		if err != nil {
			return nil, err
		}
		if err := p.assignable(target); err != nil {
			return nil, err
		}
		if err := p.expectOp("="); err != nil {
			return nil, err
		}
		value, err := p.expression()
		if err != nil {
			return nil, err
		}
		node.Targets = append(node.Targets, target)
		node.Values = append(node.Values, value)
	}
	var err error
	node.Body, _, err = p.statements("endwith")
	return node, err
}

func (p *parser) printStatement(start int) (Statement, error) {
	node := &Print{at: at(start)}
	for p.current().kind != tokenBlockEnd {
		if len(node.Items) > 0 {
			if err := p.expectOp(","); err != nil {
				return nil, err
			}
		}
		item, err := p.expression()
		if err != nil {
			return nil, err
		}
		node.Items = append(node.Items, item)
	}
	return node, nil
}

// bodyTag reads a tag with a body that is not on the list, for its syntax.
func (p *parser) bodyTag(start int, tag string) (Statement, error) {
	node := &Block{at: at(start), Tag: tag}
	var err error
	name := ""
	switch tag {
	case "macro":
		if _, err = p.expectName(); err == nil {
			err = p.signature()
		}
	case "call":
		if p.current().op("(") {
			err = p.signature()
		}
		if err == nil {
			var call Expr
			if call, err = p.expression(); err == nil {
				if _, ok := call.(*Call); !ok {
					err = p.fail(start, "expected a call")
				}
				node.Exprs = []Expr{call}
			}
		}
	case "filter":
		var filter Expr
		filter, err = p.filters(nil, true)
		node.Exprs = []Expr{filter}
	case "block":
		var t token
		if t, err = p.expectName(); err == nil {
			name = t.text
			p.skipName("scoped")
			p.skipName("required")
		}
	case "autoescape":
		var of Expr
		of, err = p.expression()
		node.Exprs = []Expr{of}
	}
	if err != nil {
		return nil, err
	}
	if node.Body, _, err = p.statements("end" + tag); err != nil {
		return nil, err
	}
	if name != "" {
		p.skipName(name) // `{% endblock name %}`
	}
	return node, nil
}

func (p *parser) signature() error {
	if err := p.expectOp("("); err != nil {
		return err
	}
	defaults := false
	for first := true; !p.current().op(")"); first = false {
		if !first {
			if err := p.expectOp(","); err != nil {
				return err
			}
		}
		if _, err := p.expectName(); err != nil {
			return err
		}
		if p.skipOp("=") {
			defaults = true
			if _, err := p.expression(); err != nil {
				return err
			}
		} else if defaults {
			return p.fail(p.current().offset, "a parameter without default follows one with a default")
		}
	}
	return p.expectOp(")")
}

// loadTag reads a tag that loads another template. None is on the list.
func (p *parser) loadTag(start int, tag string) (Statement, error) {
	of, err := p.expression()
	if err != nil {
		return nil, err
	}
	node := &Block{at: at(start), Tag: tag, Exprs: []Expr{of}}
	switch tag {
	case "include":
		if p.current().name("ignore") && p.look().name("missing") {
			p.next()
			p.next()
		}
		p.importContext()
	case "import":
		if err = p.expectWord("as"); err == nil {
			_, err = p.expectName()
		}
		p.importContext()
	case "from":
		err = p.importedNames()
	}
	return node, err
}

// importContext reads `with context` and `without context`.
func (p *parser) importContext() bool {
	if (p.current().name("with") || p.current().name("without")) && p.look().name("context") {
		p.next()
		p.next()
		return true
	}
	return false
}

func (p *parser) importedNames() error {
	if err := p.expectWord("import"); err != nil {
		return err
	}
	for first := true; ; first = false {
		if !first {
			if err := p.expectOp(","); err != nil {
				return err
			}
		}
		if p.importContext() {
			return nil
		}
		name, err := p.expectName()
		if err != nil {
			return err
		}
		if name.text[0] == '_' {
			return p.fail(name.offset, "a name that begins with an underscore cannot be imported")
		}
		if p.skipName("as") {
			if _, err := p.expectName(); err != nil {
				return err
			}
		}
		if p.importContext() || !p.current().op(",") {
			return nil
		}
	}
}

// target reads one assignment target: a name, a tuple in parentheses, or `ns.x`.
func (p *parser) target(namespace bool) (Expr, error) {
	if t := p.current(); namespace && t.kind == tokenName && p.look().op(".") {
		p.next()
		p.next()
		attribute, err := p.expectName()
		if err != nil {
			return nil, err
		}
		return &NamespaceRef{at(t.offset), t.text, attribute.text}, nil
	}
	return p.primary()
}

// assignable refuses targets that Jinja cannot assign to.
func (p *parser) assignable(target Expr) error {
	switch target := target.(type) {
	case *Name, *NamespaceRef:
		return nil
	case *Tuple:
		for _, item := range target.Items {
			if err := p.assignable(item); err != nil {
				return err
			}
		}
		return nil
	}
	return p.fail(target.Offset(), "cannot assign to this expression")
}
