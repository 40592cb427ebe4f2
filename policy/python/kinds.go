package python

// Kind identifies the type of a node.
type Kind uint8

// The kinds of nodes; String returns the class name in CPython's ast module.
const (
	KindModule Kind = iota
	KindFunctionDef
	KindAsyncFunctionDef
	KindClassDef
	KindReturn
	KindDelete
	KindAssign
	KindTypeAlias
	KindAugAssign
	KindAnnAssign
	KindFor
	KindAsyncFor
	KindWhile
	KindIf
	KindWith
	KindAsyncWith
	KindWithItem
	KindMatch
	KindMatchCase
	KindRaise
	KindTry
	KindTryStar
	KindExceptHandler
	KindAssert
	KindImport
	KindImportFrom
	KindAlias
	KindGlobal
	KindNonlocal
	KindExprStmt
	KindPass
	KindBreak
	KindContinue
	KindBoolOp
	KindNamedExpr
	KindBinOp
	KindUnaryOp
	KindLambda
	KindIfExp
	KindDict
	KindSet
	KindListComp
	KindSetComp
	KindGeneratorExp
	KindDictComp
	KindComprehension
	KindAwait
	KindYield
	KindYieldFrom
	KindCompare
	KindCall
	KindKeyword
	KindJoinedStr
	KindFormattedValue
	KindTemplateStr
	KindInterpolation
	KindConstant
	KindAttribute
	KindSubscript
	KindStarred
	KindName
	KindList
	KindTuple
	KindSlice
	KindArguments
	KindArg
	KindMatchValue
	KindMatchSingleton
	KindMatchSequence
	KindMatchMapping
	KindMatchClass
	KindMatchStar
	KindMatchAs
	KindMatchOr
	KindTypeVar
	KindParamSpec
	KindTypeVarTuple
	KindCount // the number of kinds
)

var kindNames = [KindCount]string{
	KindModule:           "Module",
	KindFunctionDef:      "FunctionDef",
	KindAsyncFunctionDef: "AsyncFunctionDef",
	KindClassDef:         "ClassDef",
	KindReturn:           "Return",
	KindDelete:           "Delete",
	KindAssign:           "Assign",
	KindTypeAlias:        "TypeAlias",
	KindAugAssign:        "AugAssign",
	KindAnnAssign:        "AnnAssign",
	KindFor:              "For",
	KindAsyncFor:         "AsyncFor",
	KindWhile:            "While",
	KindIf:               "If",
	KindWith:             "With",
	KindAsyncWith:        "AsyncWith",
	KindWithItem:         "withitem",
	KindMatch:            "Match",
	KindMatchCase:        "match_case",
	KindRaise:            "Raise",
	KindTry:              "Try",
	KindTryStar:          "TryStar",
	KindExceptHandler:    "ExceptHandler",
	KindAssert:           "Assert",
	KindImport:           "Import",
	KindImportFrom:       "ImportFrom",
	KindAlias:            "alias",
	KindGlobal:           "Global",
	KindNonlocal:         "Nonlocal",
	KindExprStmt:         "Expr",
	KindPass:             "Pass",
	KindBreak:            "Break",
	KindContinue:         "Continue",
	KindBoolOp:           "BoolOp",
	KindNamedExpr:        "NamedExpr",
	KindBinOp:            "BinOp",
	KindUnaryOp:          "UnaryOp",
	KindLambda:           "Lambda",
	KindIfExp:            "IfExp",
	KindDict:             "Dict",
	KindSet:              "Set",
	KindListComp:         "ListComp",
	KindSetComp:          "SetComp",
	KindGeneratorExp:     "GeneratorExp",
	KindDictComp:         "DictComp",
	KindComprehension:    "comprehension",
	KindAwait:            "Await",
	KindYield:            "Yield",
	KindYieldFrom:        "YieldFrom",
	KindCompare:          "Compare",
	KindCall:             "Call",
	KindKeyword:          "keyword",
	KindJoinedStr:        "JoinedStr",
	KindFormattedValue:   "FormattedValue",
	KindTemplateStr:      "TemplateStr",
	KindInterpolation:    "Interpolation",
	KindConstant:         "Constant",
	KindAttribute:        "Attribute",
	KindSubscript:        "Subscript",
	KindStarred:          "Starred",
	KindName:             "Name",
	KindList:             "List",
	KindTuple:            "Tuple",
	KindSlice:            "Slice",
	KindArguments:        "arguments",
	KindArg:              "arg",
	KindMatchValue:       "MatchValue",
	KindMatchSingleton:   "MatchSingleton",
	KindMatchSequence:    "MatchSequence",
	KindMatchMapping:     "MatchMapping",
	KindMatchClass:       "MatchClass",
	KindMatchStar:        "MatchStar",
	KindMatchAs:          "MatchAs",
	KindMatchOr:          "MatchOr",
	KindTypeVar:          "TypeVar",
	KindParamSpec:        "ParamSpec",
	KindTypeVarTuple:     "TypeVarTuple",
}

// String returns the class name in CPython's ast module.
func (k Kind) String() string { return kindNames[k] }

// Kind implements [Node].
func (*Module) Kind() Kind { return KindModule }

// Kind implements [Node].
func (n *FunctionDef) Kind() Kind {
	if n.Async {
		return KindAsyncFunctionDef
	}
	return KindFunctionDef
}

// Kind implements [Node].
func (*ClassDef) Kind() Kind { return KindClassDef }

// Kind implements [Node].
func (*Return) Kind() Kind { return KindReturn }

// Kind implements [Node].
func (*Delete) Kind() Kind { return KindDelete }

// Kind implements [Node].
func (*Assign) Kind() Kind { return KindAssign }

// Kind implements [Node].
func (*TypeAlias) Kind() Kind { return KindTypeAlias }

// Kind implements [Node].
func (*AugAssign) Kind() Kind { return KindAugAssign }

// Kind implements [Node].
func (*AnnAssign) Kind() Kind { return KindAnnAssign }

// Kind implements [Node].
func (n *For) Kind() Kind {
	if n.Async {
		return KindAsyncFor
	}
	return KindFor
}

// Kind implements [Node].
func (*While) Kind() Kind { return KindWhile }

// Kind implements [Node].
func (*If) Kind() Kind { return KindIf }

// Kind implements [Node].
func (n *With) Kind() Kind {
	if n.Async {
		return KindAsyncWith
	}
	return KindWith
}

// Kind implements [Node].
func (*WithItem) Kind() Kind { return KindWithItem }

// Kind implements [Node].
func (*Match) Kind() Kind { return KindMatch }

// Kind implements [Node].
func (*MatchCase) Kind() Kind { return KindMatchCase }

// Kind implements [Node].
func (*Raise) Kind() Kind { return KindRaise }

// Kind implements [Node].
func (n *Try) Kind() Kind {
	if n.Star {
		return KindTryStar
	}
	return KindTry
}

// Kind implements [Node].
func (*ExceptHandler) Kind() Kind { return KindExceptHandler }

// Kind implements [Node].
func (*Assert) Kind() Kind { return KindAssert }

// Kind implements [Node].
func (*Import) Kind() Kind { return KindImport }

// Kind implements [Node].
func (*ImportFrom) Kind() Kind { return KindImportFrom }

// Kind implements [Node].
func (*Alias) Kind() Kind { return KindAlias }

// Kind implements [Node].
func (*Global) Kind() Kind { return KindGlobal }

// Kind implements [Node].
func (*Nonlocal) Kind() Kind { return KindNonlocal }

// Kind implements [Node].
func (*ExprStmt) Kind() Kind { return KindExprStmt }

// Kind implements [Node].
func (*Pass) Kind() Kind { return KindPass }

// Kind implements [Node].
func (*Break) Kind() Kind { return KindBreak }

// Kind implements [Node].
func (*Continue) Kind() Kind { return KindContinue }

// Kind implements [Node].
func (*BoolOp) Kind() Kind { return KindBoolOp }

// Kind implements [Node].
func (*NamedExpr) Kind() Kind { return KindNamedExpr }

// Kind implements [Node].
func (*BinOp) Kind() Kind { return KindBinOp }

// Kind implements [Node].
func (*UnaryOp) Kind() Kind { return KindUnaryOp }

// Kind implements [Node].
func (*Lambda) Kind() Kind { return KindLambda }

// Kind implements [Node].
func (*IfExp) Kind() Kind { return KindIfExp }

// Kind implements [Node].
func (*Dict) Kind() Kind { return KindDict }

// Kind implements [Node].
func (*Set) Kind() Kind { return KindSet }

// Kind implements [Node].
func (*ListComp) Kind() Kind { return KindListComp }

// Kind implements [Node].
func (*SetComp) Kind() Kind { return KindSetComp }

// Kind implements [Node].
func (*GeneratorExp) Kind() Kind { return KindGeneratorExp }

// Kind implements [Node].
func (*DictComp) Kind() Kind { return KindDictComp }

// Kind implements [Node].
func (*Comprehension) Kind() Kind { return KindComprehension }

// Kind implements [Node].
func (*Await) Kind() Kind { return KindAwait }

// Kind implements [Node].
func (*Yield) Kind() Kind { return KindYield }

// Kind implements [Node].
func (*YieldFrom) Kind() Kind { return KindYieldFrom }

// Kind implements [Node].
func (*Compare) Kind() Kind { return KindCompare }

// Kind implements [Node].
func (*Call) Kind() Kind { return KindCall }

// Kind implements [Node].
func (*Keyword) Kind() Kind { return KindKeyword }

// Kind implements [Node].
func (*JoinedStr) Kind() Kind { return KindJoinedStr }

// Kind implements [Node].
func (*FormattedValue) Kind() Kind { return KindFormattedValue }

// Kind implements [Node].
func (*TemplateStr) Kind() Kind { return KindTemplateStr }

// Kind implements [Node].
func (*Interpolation) Kind() Kind { return KindInterpolation }

// Kind implements [Node].
func (*Constant) Kind() Kind { return KindConstant }

// Kind implements [Node].
func (*Attribute) Kind() Kind { return KindAttribute }

// Kind implements [Node].
func (*Subscript) Kind() Kind { return KindSubscript }

// Kind implements [Node].
func (*Starred) Kind() Kind { return KindStarred }

// Kind implements [Node].
func (*Name) Kind() Kind { return KindName }

// Kind implements [Node].
func (*List) Kind() Kind { return KindList }

// Kind implements [Node].
func (*Tuple) Kind() Kind { return KindTuple }

// Kind implements [Node].
func (*Slice) Kind() Kind { return KindSlice }

// Kind implements [Node].
func (*Arguments) Kind() Kind { return KindArguments }

// Kind implements [Node].
func (*Arg) Kind() Kind { return KindArg }

// Kind implements [Node].
func (*MatchValue) Kind() Kind { return KindMatchValue }

// Kind implements [Node].
func (*MatchSingleton) Kind() Kind { return KindMatchSingleton }

// Kind implements [Node].
func (*MatchSequence) Kind() Kind { return KindMatchSequence }

// Kind implements [Node].
func (*MatchMapping) Kind() Kind { return KindMatchMapping }

// Kind implements [Node].
func (*MatchClass) Kind() Kind { return KindMatchClass }

// Kind implements [Node].
func (*MatchStar) Kind() Kind { return KindMatchStar }

// Kind implements [Node].
func (*MatchAs) Kind() Kind { return KindMatchAs }

// Kind implements [Node].
func (*MatchOr) Kind() Kind { return KindMatchOr }

// Kind implements [Node].
func (*TypeVar) Kind() Kind { return KindTypeVar }

// Kind implements [Node].
func (*ParamSpec) Kind() Kind { return KindParamSpec }

// Kind implements [Node].
func (*TypeVarTuple) Kind() Kind { return KindTypeVarTuple }

func (*FunctionDef) stmt() {}
func (*ClassDef) stmt()    {}
func (*Return) stmt()      {}
func (*Delete) stmt()      {}
func (*Assign) stmt()      {}
func (*TypeAlias) stmt()   {}
func (*AugAssign) stmt()   {}
func (*AnnAssign) stmt()   {}
func (*For) stmt()         {}
func (*While) stmt()       {}
func (*If) stmt()          {}
func (*With) stmt()        {}
func (*Match) stmt()       {}
func (*Raise) stmt()       {}
func (*Try) stmt()         {}
func (*Assert) stmt()      {}
func (*Import) stmt()      {}
func (*ImportFrom) stmt()  {}
func (*Global) stmt()      {}
func (*Nonlocal) stmt()    {}
func (*ExprStmt) stmt()    {}
func (*Pass) stmt()        {}
func (*Break) stmt()       {}
func (*Continue) stmt()    {}

func (*BoolOp) expr()         {}
func (*NamedExpr) expr()      {}
func (*BinOp) expr()          {}
func (*UnaryOp) expr()        {}
func (*Lambda) expr()         {}
func (*IfExp) expr()          {}
func (*Dict) expr()           {}
func (*Set) expr()            {}
func (*ListComp) expr()       {}
func (*SetComp) expr()        {}
func (*GeneratorExp) expr()   {}
func (*DictComp) expr()       {}
func (*Await) expr()          {}
func (*Yield) expr()          {}
func (*YieldFrom) expr()      {}
func (*Compare) expr()        {}
func (*Call) expr()           {}
func (*JoinedStr) expr()      {}
func (*FormattedValue) expr() {}
func (*TemplateStr) expr()    {}
func (*Interpolation) expr()  {}
func (*Constant) expr()       {}
func (*Attribute) expr()      {}
func (*Subscript) expr()      {}
func (*Starred) expr()        {}
func (*Name) expr()           {}
func (*List) expr()           {}
func (*Tuple) expr()          {}
func (*Slice) expr()          {}

func (*MatchValue) pattern()     {}
func (*MatchSingleton) pattern() {}
func (*MatchSequence) pattern()  {}
func (*MatchMapping) pattern()   {}
func (*MatchClass) pattern()     {}
func (*MatchStar) pattern()      {}
func (*MatchAs) pattern()        {}
func (*MatchOr) pattern()        {}

func (*TypeVar) typeParam()      {}
func (*ParamSpec) typeParam()    {}
func (*TypeVarTuple) typeParam() {}
