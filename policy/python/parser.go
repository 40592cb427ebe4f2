package python

// parser is a recursive-descent parser over the tokens of a whole file. It
// follows Grammar/python.gram. A target is read as an expression and checked
// afterwards, so two points need more than one token of look-ahead: the head
// of a match statement and `with (`.
type parser struct {
	slabs
	file     *File
	lex      *lexer
	src      string
	tokens   []token
	at       int       // index of the current token
	kind     tokenKind // kind of the current token
	depth    int
	maxDepth int
	version  Version
}

func newParser(file *File, lex *lexer, options Options) *parser {
	p := &parser{file: file, lex: lex, src: file.Source, tokens: lex.tokens, kind: lex.tokens[0].kind,
		maxDepth: options.MaxDepth, version: options.Version}
	p.slabs.expect(len(p.src))
	return p
}

func (p *parser) next() {
	p.at++
	p.kind = p.tokens[p.at].kind
}

// peek returns the kind of the token n places ahead.
func (p *parser) peek(n int) tokenKind {
	if p.at+n < len(p.tokens) {
		return p.tokens[p.at+n].kind
	}
	return tEnd
}

// start is the offset of the current token, end that after the last one.
func (p *parser) start() int32 { return p.tokens[p.at].start }
func (p *parser) end() int32 {
	if p.at == 0 {
		return 0
	}
	return p.tokens[p.at-1].end
}

func (p *parser) text() string {
	t := p.tokens[p.at]
	return p.src[t.start:t.end]
}

func (p *parser) span(start int32) Span { return Span{start, p.end()} }

// accept consumes the current token when it is of this kind.
func (p *parser) accept(kind tokenKind) bool {
	if p.kind != kind {
		return false
	}
	p.next()
	return true
}

func (p *parser) expect(kind tokenKind, what string) {
	if p.kind != kind {
		p.unexpected("expected " + what)
	}
	p.next()
}

// unexpected refuses the file at the current token.
func (p *parser) unexpected(message string) {
	t := p.tokens[p.at]
	switch t.kind {
	case tIndent:
		p.fail(ReasonIndentation, Span{t.start, t.end}, message+": unexpected indent")
	case tDedent, tNewline, tEnd:
		p.fail(ReasonSyntax, Span{t.start, t.end}, message+" before the end of the line")
	}
	p.fail(ReasonSyntax, Span{t.start, t.end}, message+" at "+strconvQuote(p.src[t.start:min(t.end, t.start+40)]))
}

func (p *parser) fail(reason Reason, at Span, message string) {
	panic(&Error{Reason: reason, Message: message, Span: at})
}

// need is [lexer.need] for a feature that starts at the given offset.
func (p *parser) need(version Version, start int32, what string) {
	p.lex.need(version, int(start), int(p.end()), what)
}

// enter opens a level of nesting; the caller closes it with p.depth--.
func (p *parser) enter() {
	p.depth++
	if p.depth > p.maxDepth {
		p.fail(ReasonDepth, Span{p.start(), p.tokens[p.at].end}, tooDeep(p.maxDepth))
	}
}

// name consumes an identifier.
func (p *parser) name(what string) (string, Span) {
	if p.kind != tName {
		p.unexpected("expected " + what)
	}
	t := p.tokens[p.at]
	p.next()
	return p.identifier(p.src[t.start:t.end]), Span{t.start, t.end}
}

// soft reports whether the current token is this soft keyword.
func (p *parser) soft(word string) bool { return p.kind == tName && p.text() == word }

func (p *parser) module() *Module {
	mark := p.stmts.mark()
	for p.kind != tEnd {
		p.statement()
	}
	return &Module{Span: Span{0, int32(len(p.src))}, Body: p.stmts.take(mark)}
}

// block reads `: suite` and returns its statements.
func (p *parser) block(what string) []Stmt {
	if p.kind != tColon {
		p.unexpected("expected ':' after " + what)
	}
	p.next()
	mark := p.stmts.mark()
	if !p.accept(tNewline) {
		p.simpleStatements()
		return p.stmts.take(mark)
	}
	if p.kind != tIndent {
		t := p.tokens[p.at]
		p.fail(ReasonIndentation, Span{t.start, t.end}, "expected an indented block after "+what)
	}
	p.next()
	p.enter()
	for p.kind != tDedent {
		p.statement()
	}
	p.depth--
	p.next()
	return p.stmts.take(mark)
}
