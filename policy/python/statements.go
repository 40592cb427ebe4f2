package python

// statement reads one compound statement or one line of simple statements.
func (p *parser) statement() {
	switch p.kind {
	case kIf:
		p.stmts.push(p.ifStatement("the test of if"))
	case kFor:
		p.stmts.push(p.forStatement(p.start(), false))
	case kWhile:
		p.stmts.push(p.whileStatement())
	case kTry:
		p.stmts.push(p.tryStatement())
	case kWith:
		p.stmts.push(p.withStatement(p.start(), false))
	case kDef:
		p.stmts.push(p.functionDef(p.start(), nil, false))
	case kClass:
		p.stmts.push(p.classDef(nil))
	case tAt:
		p.stmts.push(p.decorated())
	case kAsync:
		p.stmts.push(p.asyncStatement())
	default:
		if p.kind == tName && p.text() == "match" && p.atMatch() {
			p.stmts.push(p.matchStatement())
			return
		}
		p.simpleStatements()
	}
}

// simpleStatements reads `a; b; c` and its NEWLINE.
func (p *parser) simpleStatements() {
	for {
		p.stmts.push(p.simpleStatement())
		if !p.accept(tSemicolon) {
			break
		}
		if p.kind == tNewline {
			break
		}
	}
	if p.kind != tNewline {
		p.unexpected("invalid syntax")
	}
	p.next()
}

func (p *parser) simpleStatement() Stmt {
	start := p.start()
	switch p.kind {
	case kReturn:
		p.next()
		n := p.returns.New()
		if !p.atStatementEnd() {
			n.Value = p.starExpressions()
		}
		n.Span = p.span(start)
		return n
	case kImport:
		return p.importStatement()
	case kFrom:
		return p.importFromStatement()
	case kRaise:
		p.next()
		n := &Raise{}
		if !p.atStatementEnd() {
			n.Exc = p.expression()
			if p.accept(kFrom) {
				n.Cause = p.expression()
			}
		}
		n.Span = p.span(start)
		return n
	case kPass:
		p.next()
		return &Pass{p.span(start)}
	case kBreak:
		p.next()
		return &Break{p.span(start)}
	case kContinue:
		p.next()
		return &Continue{p.span(start)}
	case kDel:
		return p.delStatement()
	case kAssert:
		p.next()
		n := &Assert{Test: p.expression()}
		if p.accept(tComma) {
			n.Msg = p.expression()
		}
		n.Span = p.span(start)
		return n
	case kGlobal:
		return &Global{Names: p.nameList(), Span: p.span(start)}
	case kNonlocal:
		return &Nonlocal{Names: p.nameList(), Span: p.span(start)}
	case tName:
		if p.peek(1) == tName && p.text() == "type" {
			return p.typeAlias()
		}
	}
	return p.expressionStatement()
}

func (p *parser) atStatementEnd() bool { return p.kind == tNewline || p.kind == tSemicolon }

// nameList reads the names after global and nonlocal.
func (p *parser) nameList() []string {
	mark := p.names.mark()
	for {
		p.next()
		name, _ := p.name("a name")
		p.names.push(name)
		if p.kind != tComma {
			return p.names.take(mark)
		}
	}
}

// expressionStatement reads an expression, an assignment of any kind or an annotation.
func (p *parser) expressionStatement() Stmt {
	start := p.start()
	first := p.yieldOrStarExpressions()
	switch kind := p.kind; {
	case kind == tAssign:
		return p.assignment(start, first)
	case kind == tColon:
		return p.annotated(start, first)
	case kind >= tPlusEqual && kind <= tDoubleSlashEqual:
		p.singleTarget(first, "augmented assignment")
		p.next()
		value := p.yieldOrStarExpressions()
		return &AugAssign{Target: first, Op: augmented[kind-tPlusEqual], Value: value, Span: p.span(start)}
	}
	n := p.exprStmt.New()
	n.Value = first
	n.Span = p.span(start)
	return n
}

var augmented = [...]Operator{Add, Sub, Mult, Div, Mod, BitAnd, BitOr, BitXor, MatMult, LShift, RShift, Pow, FloorDiv}

func (p *parser) assignment(start int32, value Expr) Stmt {
	mark := p.exprs.mark()
	for p.accept(tAssign) {
		p.target(value, Store)
		p.exprs.push(value)
		value = p.yieldOrStarExpressions()
	}
	n := p.assign.New()
	n.Targets = p.exprs.take(mark)
	n.Value = value
	n.Span = p.span(start)
	return n
}

func (p *parser) annotated(start int32, target Expr) Stmt {
	p.singleTarget(target, "annotation")
	p.next()
	n := &AnnAssign{Target: target, Annotation: p.expression()}
	if name, ok := target.(*Name); ok && name.Start == start {
		n.Simple = true
	}
	if p.accept(tAssign) {
		n.Value = p.yieldOrStarExpressions()
	}
	n.Span = p.span(start)
	return n
}

// singleTarget checks the target of an augmented assignment or an annotation.
func (p *parser) singleTarget(target Expr, what string) {
	switch target.(type) {
	case *Name, *Attribute, *Subscript:
		p.target(target, Store)
	default:
		p.fail(ReasonSyntax, target.Range(), "illegal target for "+what)
	}
}

// target checks that an expression is a target and gives it its context.
func (p *parser) target(target Expr, ctx Ctx) {
	switch n := target.(type) {
	case *Name:
		n.Ctx = ctx
	case *Attribute:
		n.Ctx = ctx
	case *Subscript:
		n.Ctx = ctx
	case *Tuple:
		n.Ctx = ctx
		for _, e := range n.Elts {
			p.target(e, ctx)
		}
	case *List:
		n.Ctx = ctx
		for _, e := range n.Elts {
			p.target(e, ctx)
		}
	case *Starred:
		if _, twice := n.Value.(*Starred); ctx == Store && !twice {
			n.Ctx = ctx
			p.target(n.Value, ctx)
			return
		}
		p.fail(ReasonSyntax, n.Span, "cannot use a starred expression here")
	default:
		p.fail(ReasonSyntax, target.Range(), "cannot assign to or delete "+target.Kind().String())
	}
}

func (p *parser) delStatement() Stmt {
	start := p.start()
	p.next()
	mark := p.exprs.mark()
	for {
		e := p.bitwiseOr()
		p.target(e, Del)
		p.exprs.push(e)
		if !p.accept(tComma) || p.atStatementEnd() {
			break
		}
	}
	return &Delete{Targets: p.exprs.take(mark), Span: p.span(start)}
}

// typeAlias reads `type Name[params] = value`.
func (p *parser) typeAlias() Stmt {
	start := p.start()
	p.next()
	id, span := p.name("a name")
	name := p.slabs.name.New()
	*name = Name{Span: span, ID: id, Ctx: Store}
	n := &TypeAlias{Name: name, TypeParams: p.typeParams()}
	p.expect(tAssign, "'='")
	n.Value = p.expression()
	n.Span = p.span(start)
	p.need(12, start, "a type statement")
	return n
}

func (p *parser) importStatement() Stmt {
	start := p.start()
	mark := p.aliases.mark()
	for {
		p.next()
		at := p.start()
		a := p.alias.New()
		a.Name = p.dottedName()
		if p.accept(kAs) {
			a.AsName, _ = p.name("a name after as")
		}
		a.Span = p.span(at)
		p.aliases.push(a)
		if p.kind != tComma {
			break
		}
	}
	return &Import{Names: p.aliases.take(mark), Span: p.span(start)}
}

// dottedName reads `a.b.c`.
func (p *parser) dottedName() string {
	start := p.start()
	joined, _ := p.name("a module name")
	size := int32(len(joined))
	plain := p.end()-start == size
	for p.accept(tDot) {
		part, span := p.name("a module name after '.'")
		size += 1 + int32(len(part))
		plain = plain && span.End-start == size && span.End-span.Start == int32(len(part))
		if plain {
			joined = p.src[start:span.End]
		} else {
			joined += "." + part
		}
	}
	return joined
}

func (p *parser) importFromStatement() Stmt {
	start := p.start()
	p.next()
	n := p.importFrom.New()
	for {
		if p.accept(tDot) {
			n.Level++
		} else if p.accept(tEllipsis) {
			n.Level += 3
		} else {
			break
		}
	}
	if n.Level == 0 || p.kind != kImport {
		n.Module = p.dottedName()
	}
	p.expect(kImport, "'import'")
	mark := p.aliases.mark()
	switch at := p.start(); {
	case p.accept(tStar):
		a := p.alias.New()
		a.Name = "*"
		a.Span = p.span(at)
		p.aliases.push(a)
	case p.accept(tLParen):
		p.importedName()
		for p.accept(tComma) && p.kind != tRParen {
			p.importedName()
		}
		p.expect(tRParen, "')'")
	default:
		p.importedName()
		for p.accept(tComma) {
			p.importedName()
		}
	}
	n.Names = p.aliases.take(mark)
	n.Span = p.span(start)
	return n
}

func (p *parser) importedName() {
	start := p.start()
	a := p.alias.New()
	a.Name, _ = p.name("a name to import")
	if p.accept(kAs) {
		a.AsName, _ = p.name("a name after as")
	}
	a.Span = p.span(start)
	p.aliases.push(a)
}
