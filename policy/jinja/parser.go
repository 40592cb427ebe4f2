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
