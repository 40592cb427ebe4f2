package jinja

// Template is a template after parsing.
type Template struct{ Body []Statement }

// Expr is an expression; Offset is where it begins, in bytes of the text.
type Expr interface{ Offset() int }

type at int

func (a at) Offset() int { return int(a) }

// The expressions, named as jinja2/nodes.py names them.
type (
	Name struct {
		at
		ID string
	}
	// Const is a literal. Value is a string, bool, nil or Number.
	Const struct {
		at
		Value any
	}
	Tuple struct {
		at
		Items []Expr
	}
	List struct {
		at
		Items []Expr
	}
	Dict struct {
		at
		Pairs []Pair
	}
	Getattr struct {
		at
		Of   Expr
		Attr string
	}
	Getitem struct {
		at
		Of, Index Expr
	}
	// Slice has nil where a part is left out.
	Slice struct {
		at
		Start, Stop, Step Expr
	}
	Call struct {
		at
		Func Expr
		Arguments
	}
	// Filter has Of nil at the head of a filter block.
	Filter struct {
		at
		Of   Expr
		Name string
		Arguments
	}
	Test struct {
		at
		Of   Expr
		Name string
		Arguments
	}
	// Unary has operator `-`, `+` or `not`.
	Unary struct {
		at
		Op string
		Of Expr
	}
	// Binary has an arithmetic operator, `and` or `or`.
	Binary struct {
		at
		Op          string
		Left, Right Expr
	}
	Concat struct {
		at
		Items []Expr
	}
	Compare struct {
		at
		Of   Expr
		Ops  []string
		With []Expr
	}
	// CondExpr has Else nil where it is left out.
	CondExpr struct {
		at
		Test, Then, Else Expr
	}
	// NamespaceRef is the target of `{% set ns.x = … %}`.
	NamespaceRef struct {
		at
		ID, Attr string
	}
)

// Number is the source of a numeric literal.
type Number string

// Pair is one member of a dict.
type Pair struct{ Key, Value Expr }

// Arguments of a call, filter or test.
type Arguments struct {
	Args           []Expr
	Keywords       []Keyword
	DynArgs, DynKw Expr // *args, **kwargs
}

// Keyword is one keyword argument.
type Keyword struct {
	Name  string
	Value Expr
}

// Statement is text, an output or a block tag.
type Statement interface{ Offset() int }

// The statements, named as jinja2/nodes.py names them.
type (
	Data struct {
		at
		Text string
	}
	Output struct {
		at
		Of Expr
	}
	// Print is `{% print a, b %}`.
	Print struct {
		at
		Items []Expr
	}
	// Do is `{% do f() %}`, of the extension that Airflow turns on.
	Do struct {
		at
		Of Expr
	}
	If struct {
		at
		Test Expr
		Body []Statement
		Elif []*If
		Else []Statement
	}
	For struct {
		at
		Target, Iter, Test Expr
		Recursive          bool
		Body, Else         []Statement
	}
	Set struct {
		at
		Target, Value Expr
	}
	SetBlock struct {
		at
		Target Expr
		Filter *Filter
		Body   []Statement
	}
	With struct {
		at
		Targets, Values []Expr
		Body            []Statement
	}
	// Block is any other block tag: block, macro, call, filter, autoescape, extends, include,
	// import, from. None of them is on the list; their inside is parsed for its syntax only.
	Block struct {
		at
		Tag   string
		Exprs []Expr
		Body  []Statement
	}
)
