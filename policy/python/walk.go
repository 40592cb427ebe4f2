package python

// Walk calls visit for node and, when visit returns true, for its children in
// the order of CPython's fields; keys and values of a Dict alternate, as in
// the source. A nil child is not visited.
func Walk(node Node, visit func(Node) bool) {
	if visit(node) {
		children(node, func(child Node) { Walk(child, visit) })
	}
}

// measure counts nodes and the greatest nesting. It stops where the nesting
// exceeds limit and then reports a depth above limit.
func measure(root *Module, limit int) (nodes, depth int) {
	m := measurer{limit: limit}
	m.count = m.visit
	m.visit(root)
	return m.nodes, m.deepest
}

type measurer struct {
	nodes, depth, deepest, limit int
	count                        func(Node)
}

func (m *measurer) visit(n Node) {
	m.nodes++
	m.depth++
	if m.depth > m.deepest {
		m.deepest = m.depth
	}
	if m.depth <= m.limit {
		children(n, m.count)
	}
	m.depth--
}

func each[T Node](list []T, f func(Node)) {
	for _, n := range list {
		f(n)
	}
}

func optional(n Expr, f func(Node)) {
	if n != nil {
		f(n)
	}
}

// children calls f for each child of a node that is not nil.
func children(node Node, f func(Node)) {
	switch n := node.(type) {
	case *Name, *Constant, *Alias, *Pass, *Break, *Continue, *Global, *Nonlocal, *MatchSingleton, *MatchStar:
	case *Attribute:
		f(n.Value)
	case *Call:
		f(n.Func)
		each(n.Args, f)
		each(n.Keywords, f)
	case *Keyword:
		f(n.Value)
	case *ExprStmt:
		f(n.Value)
	case *Assign:
		each(n.Targets, f)
		f(n.Value)
	case *Module:
		each(n.Body, f)
	case *FunctionDef:
		f(n.Args)
		each(n.Body, f)
		each(n.Decorators, f)
		optional(n.Returns, f)
		each(n.TypeParams, f)
	case *ClassDef:
		each(n.Bases, f)
		each(n.Keywords, f)
		each(n.Body, f)
		each(n.Decorators, f)
		each(n.TypeParams, f)
	case *Return:
		optional(n.Value, f)
	case *Delete:
		each(n.Targets, f)
	case *TypeAlias:
		f(n.Name)
		each(n.TypeParams, f)
		f(n.Value)
	case *AugAssign:
		f(n.Target)
		f(n.Value)
	case *AnnAssign:
		f(n.Target)
		f(n.Annotation)
		optional(n.Value, f)
	case *For:
		f(n.Target)
		f(n.Iter)
		each(n.Body, f)
		each(n.Orelse, f)
	case *While:
		f(n.Test)
		each(n.Body, f)
		each(n.Orelse, f)
	case *If:
		f(n.Test)
		each(n.Body, f)
		each(n.Orelse, f)
	case *With:
		each(n.Items, f)
		each(n.Body, f)
	case *WithItem:
		f(n.Context)
		optional(n.Vars, f)
	case *Match:
		f(n.Subject)
		each(n.Cases, f)
	case *MatchCase:
		f(n.Pattern)
		optional(n.Guard, f)
		each(n.Body, f)
	case *Raise:
		optional(n.Exc, f)
		optional(n.Cause, f)
	case *Try:
		each(n.Body, f)
		each(n.Handlers, f)
		each(n.Orelse, f)
		each(n.Finalbody, f)
	case *ExceptHandler:
		optional(n.Type, f)
		each(n.Body, f)
	case *Assert:
		f(n.Test)
		optional(n.Msg, f)
	case *Import:
		each(n.Names, f)
	case *ImportFrom:
		each(n.Names, f)
	default:
		expressionChildren(node, f)
	}
}

func expressionChildren(node Node, f func(Node)) {
	switch n := node.(type) {
	case *BoolOp:
		each(n.Values, f)
	case *NamedExpr:
		f(n.Target)
		f(n.Value)
	case *BinOp:
		f(n.Left)
		f(n.Right)
	case *UnaryOp:
		f(n.Operand)
	case *Lambda:
		f(n.Args)
		f(n.Body)
	case *IfExp:
		f(n.Test)
		f(n.Body)
		f(n.Orelse)
	case *Dict:
		for i, key := range n.Keys {
			optional(key, f)
			f(n.Values[i])
		}
	case *Set:
		each(n.Elts, f)
	case *ListComp:
		f(n.Elt)
		each(n.Generators, f)
	case *SetComp:
		f(n.Elt)
		each(n.Generators, f)
	case *GeneratorExp:
		f(n.Elt)
		each(n.Generators, f)
	case *DictComp:
		f(n.Key)
		f(n.Value)
		each(n.Generators, f)
	case *Comprehension:
		f(n.Target)
		f(n.Iter)
		each(n.Ifs, f)
	case *Await:
		f(n.Value)
	case *Yield:
		optional(n.Value, f)
	case *YieldFrom:
		f(n.Value)
	case *Compare:
		f(n.Left)
		each(n.Comparators, f)
	case *JoinedStr:
		each(n.Values, f)
	case *FormattedValue:
		f(n.Value)
		optional(n.FormatSpec, f)
	case *TemplateStr:
		each(n.Values, f)
	case *Interpolation:
		f(n.Value)
		optional(n.FormatSpec, f)
	case *Subscript:
		f(n.Value)
		f(n.Slice)
	case *Starred:
		f(n.Value)
	case *List:
		each(n.Elts, f)
	case *Tuple:
		each(n.Elts, f)
	case *Slice:
		optional(n.Lower, f)
		optional(n.Upper, f)
		optional(n.Step, f)
	case *Arguments:
		argumentsChildren(n, f)
	case *Arg:
		optional(n.Annotation, f)
	case *MatchValue:
		f(n.Value)
	case *MatchSequence:
		each(n.Patterns, f)
	case *MatchMapping:
		each(n.Keys, f)
		each(n.Patterns, f)
	case *MatchClass:
		f(n.Cls)
		each(n.Patterns, f)
		each(n.KwdPatterns, f)
	case *MatchAs:
		if n.Pattern != nil {
			f(n.Pattern)
		}
	case *MatchOr:
		each(n.Patterns, f)
	case *TypeVar:
		optional(n.Bound, f)
		optional(n.Default, f)
	case *ParamSpec:
		optional(n.Default, f)
	case *TypeVarTuple:
		optional(n.Default, f)
	}
}

func argumentsChildren(n *Arguments, f func(Node)) {
	each(n.PosOnly, f)
	each(n.Args, f)
	if n.Vararg != nil {
		f(n.Vararg)
	}
	each(n.KwOnly, f)
	for _, e := range n.KwDefaults {
		optional(e, f)
	}
	if n.Kwarg != nil {
		f(n.Kwarg)
	}
	each(n.Defaults, f)
}
