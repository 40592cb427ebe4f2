package python

import "math/big"

// Span is a half-open range of byte offsets into [File.Source], the text
// after newline translation and without a byte order mark. [File.Position]
// turns an offset into the line and column that CPython and an editor show.
type Span struct {
	Start, End int32
}

// Node is any node of the syntax tree. Node names and fields are those of
// CPython's abstract grammar (Parser/Python.asdl, version 3.14).
type Node interface {
	Kind() Kind
	// Range returns the node's span. Nodes to which CPython gives no
	// position (Module, arguments, comprehension, withitem, match_case)
	// return the span of their source text.
	Range() Span
}

// Range returns the span itself; it makes every node that embeds a Span a [Node].
func (s Span) Range() Span { return s }

// Expr is an expression node.
type Expr interface {
	Node
	expr()
}

// Stmt is a statement node.
type Stmt interface {
	Node
	stmt()
}

// Pattern is a pattern of a match statement (PEP 634).
type Pattern interface {
	Node
	pattern()
}

// TypeParam is a type parameter (PEP 695).
type TypeParam interface {
	Node
	typeParam()
}

// Module is a whole file.
type Module struct {
	Span
	Body []Stmt
}

// FunctionDef is FunctionDef, or AsyncFunctionDef when Async is set.
// Its span starts at `def` or `async`; decorators lie before it.
type FunctionDef struct {
	Span
	Name       string
	NameSpan   Span
	Args       *Arguments
	Body       []Stmt
	Decorators []Expr
	Returns    Expr // nil when absent
	TypeParams []TypeParam
	Async      bool
}

// ClassDef is a class definition.
type ClassDef struct {
	Span
	Name       string
	NameSpan   Span
	Bases      []Expr
	Keywords   []*Keyword
	Body       []Stmt
	Decorators []Expr
	TypeParams []TypeParam
}

// Return is a return statement; Value is nil when absent.
type Return struct {
	Span
	Value Expr
}

// Delete is a del statement.
type Delete struct {
	Span
	Targets []Expr
}

// Assign is `a = b = value`, with one target per `=`.
type Assign struct {
	Span
	Targets []Expr
	Value   Expr
}

// TypeAlias is `type Name[params] = value` (PEP 695).
type TypeAlias struct {
	Span
	Name       *Name
	TypeParams []TypeParam
	Value      Expr
}

// AugAssign is `target op= value`.
type AugAssign struct {
	Span
	Target Expr
	Op     Operator
	Value  Expr
}

// AnnAssign is `target: annotation [= value]`. Simple is CPython's flag: the
// target is a bare name without parentheses.
type AnnAssign struct {
	Span
	Target     Expr
	Annotation Expr
	Value      Expr // nil when absent
	Simple     bool
}

// For is For, or AsyncFor when Async is set.
type For struct {
	Span
	Target Expr
	Iter   Expr
	Body   []Stmt
	Orelse []Stmt
	Async  bool
}

// While is a while loop.
type While struct {
	Span
	Test   Expr
	Body   []Stmt
	Orelse []Stmt
}

// If is an if statement; elif is an If alone in Orelse.
type If struct {
	Span
	Test   Expr
	Body   []Stmt
	Orelse []Stmt
}

// With is With, or AsyncWith when Async is set.
type With struct {
	Span
	Items []*WithItem
	Body  []Stmt
	Async bool
}

// WithItem is one `context as vars`; Vars is nil when absent.
type WithItem struct {
	Span
	Context Expr
	Vars    Expr
}

// Match is a match statement.
type Match struct {
	Span
	Subject Expr
	Cases   []*MatchCase
}

// MatchCase is one case block; Guard is nil when absent.
type MatchCase struct {
	Span
	Pattern Pattern
	Guard   Expr
	Body    []Stmt
}

// Raise is a raise statement; Exc and Cause may be nil.
type Raise struct {
	Span
	Exc, Cause Expr
}

// Try is Try, or TryStar (`except*`, PEP 654) when Star is set.
type Try struct {
	Span
	Body      []Stmt
	Handlers  []*ExceptHandler
	Orelse    []Stmt
	Finalbody []Stmt
	Star      bool
}

// ExceptHandler is one except clause. Type is nil and Name empty when absent.
type ExceptHandler struct {
	Span
	Type Expr
	Name string
	Body []Stmt
}

// Assert is an assert statement; Msg is nil when absent.
type Assert struct {
	Span
	Test, Msg Expr
}

// Import is `import a.b as c, d`.
type Import struct {
	Span
	Names []*Alias
}

// ImportFrom is `from ..module import names`; Module is empty for
// `from . import x`, Level counts the leading dots.
type ImportFrom struct {
	Span
	Module string
	Names  []*Alias
	Level  int
}

// Alias is one imported name. Name is dotted in an Import and `*` for a star
// import; AsName is empty when absent.
type Alias struct {
	Span
	Name   string
	AsName string
}

// Global is a global statement.
type Global struct {
	Span
	Names []string
}

// Nonlocal is a nonlocal statement.
type Nonlocal struct {
	Span
	Names []string
}

// ExprStmt is CPython's Expr: an expression as a statement.
type ExprStmt struct {
	Span
	Value Expr
}

// Pass, Break and Continue are the statements of that name.
type (
	Pass     struct{ Span }
	Break    struct{ Span }
	Continue struct{ Span }
)

// BoolOp is `a and b and c`; Values has two or more members.
type BoolOp struct {
	Span
	Op     Operator // And or Or
	Values []Expr
}

// NamedExpr is `(target := value)`.
type NamedExpr struct {
	Span
	Target *Name
	Value  Expr
}

// BinOp is a binary operation.
type BinOp struct {
	Span
	Left  Expr
	Op    Operator
	Right Expr
}

// UnaryOp is Invert, Not, UAdd or USub of an operand.
type UnaryOp struct {
	Span
	Op      Operator
	Operand Expr
}

// Lambda is a lambda expression.
type Lambda struct {
	Span
	Args *Arguments
	Body Expr
}

// IfExp is `body if test else orelse`.
type IfExp struct {
	Span
	Test, Body, Orelse Expr
}

// Dict is a dict display. A nil key stands for `**value`.
type Dict struct {
	Span
	Keys   []Expr
	Values []Expr
}

// Set is a set display.
type Set struct {
	Span
	Elts []Expr
}

// ListComp, SetComp and GeneratorExp are comprehensions with one element.
type (
	ListComp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	SetComp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	GeneratorExp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
)

// DictComp is a dict comprehension.
type DictComp struct {
	Span
	Key, Value Expr
	Generators []*Comprehension
}

// Comprehension is one `for target in iter if …` clause.
type Comprehension struct {
	Span
	Target Expr
	Iter   Expr
	Ifs    []Expr
	Async  bool
}

// Await is an await expression.
type Await struct {
	Span
	Value Expr
}

// Yield is a yield expression; Value is nil when absent.
type Yield struct {
	Span
	Value Expr
}

// YieldFrom is `yield from value`.
type YieldFrom struct {
	Span
	Value Expr
}

// Compare is a chain of comparisons; Ops and Comparators have equal length.
type Compare struct {
	Span
	Left        Expr
	Ops         []Operator
	Comparators []Expr
}

// Call is a call.
type Call struct {
	Span
	Func     Expr
	Args     []Expr // a *Starred for *args
	Keywords []*Keyword
}

// Keyword is `arg=value`; Arg is empty for `**value`.
type Keyword struct {
	Span
	Arg   string
	Value Expr
}

// JoinedStr is an f-string; its Values are Constant and FormattedValue nodes.
type JoinedStr struct {
	Span
	Values []Expr
}

// FormattedValue is a replacement field. Conversion is -1 or one of 's', 'r',
// 'a'. FormatSpec is nil or a JoinedStr.
type FormattedValue struct {
	Span
	Value      Expr
	Conversion int
	FormatSpec Expr
}

// TemplateStr is a t-string (PEP 750); its Values are Constant and
// Interpolation nodes.
type TemplateStr struct {
	Span
	Values []Expr
}

// Interpolation is a replacement field of a t-string; Str is the source text
// of its expression.
type Interpolation struct {
	Span
	Value      Expr
	Str        string
	Conversion int
	FormatSpec Expr
}

// ConstantKind says which field of a [Constant] holds its value.
type ConstantKind uint8

// The kinds of a Constant.
const (
	ConstantNone ConstantKind = iota
	ConstantTrue
	ConstantFalse
	ConstantEllipsis
	ConstantInt     // Int, or Big when it does not fit
	ConstantFloat   // Float
	ConstantComplex // Float is the imaginary part
	ConstantStr     // Str, UTF-8; a lone surrogate is encoded as WTF-8 does
	ConstantBytes   // Str holds the bytes
)

// Constant is a literal. Adjacent string literals are one Constant.
type Constant struct {
	Span
	Value   ConstantKind
	Unicode bool // the first part has a u prefix: CPython's kind='u'
	// Unresolved is set on a string whose value this parser does not know:
	// a \N{…} name that is in no table. Str is then not the value.
	Unresolved bool
	Str        string
	Int        int64
	Big        *big.Int
	Float      float64
}

// Attribute is `value.attr`.
type Attribute struct {
	Span
	Value Expr
	Attr  string
	Ctx   Ctx
}

// Subscript is `value[slice]`.
type Subscript struct {
	Span
	Value Expr
	Slice Expr
	Ctx   Ctx
}

// Starred is `*value`.
type Starred struct {
	Span
	Value Expr
	Ctx   Ctx
}

// Name is an identifier, NFKC-normalised as PEP 3131 asks.
type Name struct {
	Span
	ID  string
	Ctx Ctx
}

// List and Tuple are displays or assignment targets.
type (
	List struct {
		Span
		Elts []Expr
		Ctx  Ctx
	}
	Tuple struct {
		Span
		Elts []Expr
		Ctx  Ctx
	}
)

// Slice is `lower:upper:step`; each may be nil.
type Slice struct {
	Span
	Lower, Upper, Step Expr
}

// Arguments are a function's parameters. Defaults belong to the last members
// of PosOnly and Args together; KwDefaults has one member, nil where there is
// no default, for each of KwOnly.
type Arguments struct {
	Span
	PosOnly    []*Arg
	Args       []*Arg
	Vararg     *Arg
	KwOnly     []*Arg
	KwDefaults []Expr
	Kwarg      *Arg
	Defaults   []Expr
}

// Arg is one parameter; Annotation is nil when absent.
type Arg struct {
	Span
	Name       string
	Annotation Expr
}

// The patterns of a match statement.
type (
	MatchValue struct {
		Span
		Value Expr
	}
	MatchSingleton struct {
		Span
		Value ConstantKind // None, True or False
	}
	MatchSequence struct {
		Span
		Patterns []Pattern
	}
	// MatchMapping binds the rest of the mapping to Rest, empty when absent.
	MatchMapping struct {
		Span
		Keys     []Expr
		Patterns []Pattern
		Rest     string
	}
	MatchClass struct {
		Span
		Cls         Expr
		Patterns    []Pattern
		KwdAttrs    []string
		KwdPatterns []Pattern
	}
	// MatchStar binds to Name, empty for `*_`.
	MatchStar struct {
		Span
		Name string
	}
	// MatchAs is `pattern as name`; `_` has neither, a capture no pattern.
	MatchAs struct {
		Span
		Pattern Pattern
		Name    string
	}
	MatchOr struct {
		Span
		Patterns []Pattern
	}
)

// The type parameters of PEP 695; Bound and Default (PEP 696) may be nil.
type (
	TypeVar struct {
		Span
		Name           string
		Bound, Default Expr
	}
	ParamSpec struct {
		Span
		Name    string
		Default Expr
	}
	TypeVarTuple struct {
		Span
		Name    string
		Default Expr
	}
)

// Ctx is CPython's expr_context.
type Ctx uint8

// The contexts.
const (
	Load Ctx = iota
	Store
	Del
)

func (c Ctx) String() string { return [...]string{"Load", "Store", "Del"}[c] }

// Operator is a boolean, binary, unary or comparison operator.
type Operator uint8

// The operators, by CPython's names.
const (
	And Operator = iota
	Or
	Add
	Sub
	Mult
	MatMult
	Div
	Mod
	Pow
	LShift
	RShift
	BitOr
	BitXor
	BitAnd
	FloorDiv
	Invert
	Not
	UAdd
	USub
	Eq
	NotEq
	Lt
	LtE
	Gt
	GtE
	Is
	IsNot
	In
	NotIn
)

var operatorNames = [...]string{"And", "Or", "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift",
	"BitOr", "BitXor", "BitAnd", "FloorDiv", "Invert", "Not", "UAdd", "USub", "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE",
	"Is", "IsNot", "In", "NotIn"}

// String returns CPython's name of the operator.
func (o Operator) String() string { return operatorNames[o] }
