package python

// Walk calls visit for node and, when visit returns true, for its children in
// the order of the source. A nil child is not visited.
func Walk(node Node, visit func(Node) bool) {
	if node != nil && visit(node) {
		Children(node, func(child Node) { Walk(child, visit) })
	}
}

// Contains reports whether found is true of node or of a node below it. It looks no further when it is.
func Contains(node Node, found func(Node) bool) bool {
	if node == nil {
		return false
	}
	if found(node) {
		return true
	}
	inside := false
	Children(node, func(child Node) { inside = inside || Contains(child, found) })
	return inside
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
	if n == nil {
		return
	}
	m.nodes++
	m.depth++
	if m.depth > m.deepest {
		m.deepest = m.depth
	}
	if m.depth <= m.limit {
		Children(n, m.count)
	}
	m.depth--
}

// Children calls visit for every child of a node, in the order of the source. It calls visit(nil)
// for an optional child that is absent and after each list of children, so that the sequence of
// calls tells apart trees of different shape.
func Children(n Node, visit func(Node)) {
	switch n := n.(type) {
	case *Module:
		each(n.Body, visit)
	case *FunctionDef:
		each(n.Decorators, visit)
		if n.Args != nil {
			visit(n.Args)
		} else {
			visit(nil)
		}
		optional(n.Returns, visit)
		each(n.TypeParams, visit)
		each(n.Body, visit)
	case *ClassDef:
		each(n.Decorators, visit)
		each(n.TypeParams, visit)
		each(n.Bases, visit)
		each(n.Keywords, visit)
		each(n.Body, visit)
	case *Return:
		optional(n.Value, visit)
	case *Delete:
		each(n.Targets, visit)
	case *Assign:
		each(n.Targets, visit)
		visit(n.Value)
	case *TypeAlias:
		visit(n.Name)
		each(n.TypeParams, visit)
		visit(n.Value)
	case *AugAssign:
		visit(n.Target)
		visit(n.Value)
	case *AnnAssign:
		visit(n.Target)
		visit(n.Annotation)
		optional(n.Value, visit)
	case *For:
		visit(n.Target)
		visit(n.Iter)
		each(n.Body, visit)
		each(n.Orelse, visit)
	case *While:
		visit(n.Test)
		each(n.Body, visit)
		each(n.Orelse, visit)
	case *If:
		visit(n.Test)
		each(n.Body, visit)
		each(n.Orelse, visit)
	case *With:
		each(n.Items, visit)
		each(n.Body, visit)
	case *WithItem:
		visit(n.Context)
		optional(n.Vars, visit)
	case *Match:
		visit(n.Subject)
		each(n.Cases, visit)
	case *MatchCase:
		visit(n.Pattern)
		optional(n.Guard, visit)
		each(n.Body, visit)
	case *Raise:
		optional(n.Exc, visit)
		optional(n.Cause, visit)
	case *Try:
		each(n.Body, visit)
		each(n.Handlers, visit)
		each(n.Orelse, visit)
		each(n.Finalbody, visit)
	case *ExceptHandler:
		optional(n.Type, visit)
		each(n.Body, visit)
	case *Assert:
		visit(n.Test)
		optional(n.Msg, visit)
	case *Import:
		each(n.Names, visit)
	case *ImportFrom:
		each(n.Names, visit)
	case *ExprStmt:
		visit(n.Value)
	case *BoolOp:
		each(n.Values, visit)
	case *NamedExpr:
		visit(n.Target)
		visit(n.Value)
	case *BinOp:
		visit(n.Left)
		visit(n.Right)
	case *UnaryOp:
		visit(n.Operand)
	case *Lambda:
		if n.Args != nil {
			visit(n.Args)
		} else {
			visit(nil)
		}
		visit(n.Body)
	case *IfExp:
		visit(n.Test)
		visit(n.Body)
		visit(n.Orelse)
	case *Dict:
		for i, value := range n.Values {
			optional(n.Keys[i], visit)
			visit(value)
		}
	case *Set:
		each(n.Elts, visit)
	case *ListComp:
		visit(n.Elt)
		each(n.Generators, visit)
	case *SetComp:
		visit(n.Elt)
		each(n.Generators, visit)
	case *GeneratorExp:
		visit(n.Elt)
		each(n.Generators, visit)
	case *DictComp:
		visit(n.Key)
		visit(n.Value)
		each(n.Generators, visit)
	case *Comprehension:
		visit(n.Target)
		visit(n.Iter)
		each(n.Ifs, visit)
	case *Await:
		visit(n.Value)
	case *Yield:
		optional(n.Value, visit)
	case *YieldFrom:
		visit(n.Value)
	case *Compare:
		visit(n.Left)
		each(n.Comparators, visit)
	case *Call:
		visit(n.Func)
		each(n.Args, visit)
		each(n.Keywords, visit)
	case *Keyword:
		visit(n.Value)
	case *JoinedStr:
		each(n.Values, visit)
	case *FormattedValue:
		visit(n.Value)
		optional(n.FormatSpec, visit)
	case *TemplateStr:
		each(n.Values, visit)
	case *Interpolation:
		visit(n.Value)
		optional(n.FormatSpec, visit)
	case *Attribute:
		visit(n.Value)
	case *Subscript:
		visit(n.Value)
		visit(n.Slice)
	case *Starred:
		visit(n.Value)
	case *List:
		each(n.Elts, visit)
	case *Tuple:
		each(n.Elts, visit)
	case *Slice:
		optional(n.Lower, visit)
		optional(n.Upper, visit)
		optional(n.Step, visit)
	case *Arguments:
		each(n.PosOnly, visit)
		each(n.Args, visit)
		if n.Vararg != nil {
			visit(n.Vararg)
		} else {
			visit(nil)
		}
		each(n.KwOnly, visit)
		for _, value := range n.KwDefaults {
			optional(value, visit)
		}
		visit(nil)
		if n.Kwarg != nil {
			visit(n.Kwarg)
		} else {
			visit(nil)
		}
		each(n.Defaults, visit)
	case *Arg:
		optional(n.Annotation, visit)
	case *MatchValue:
		visit(n.Value)
	case *MatchSequence:
		each(n.Patterns, visit)
	case *MatchMapping:
		each(n.Keys, visit)
		each(n.Patterns, visit)
	case *MatchClass:
		visit(n.Cls)
		each(n.Patterns, visit)
		each(n.KwdPatterns, visit)
	case *MatchAs:
		optional(n.Pattern, visit)
	case *MatchOr:
		each(n.Patterns, visit)
	case *TypeVar:
		optional(n.Bound, visit)
		optional(n.Default, visit)
	case *ParamSpec:
		optional(n.Default, visit)
	case *TypeVarTuple:
		optional(n.Default, visit)
	case *Alias, *Global, *Nonlocal, *Pass, *Break, *Continue, *Constant, *Name, *MatchSingleton, *MatchStar:
		// A leaf.
	}
}

func each[N Node](nodes []N, visit func(Node)) {
	for _, n := range nodes {
		visit(n)
	}
	visit(nil)
}

// optional passes an absent child on as a nil interface.
func optional[N Node](n N, visit func(Node)) {
	if any(n) == nil {
		visit(nil)
		return
	}
	visit(n)
}
