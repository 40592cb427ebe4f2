package eval

import "github.com/sekisho/sekisho/policy/python"

// children calls visit for every child of a node, in the order of the source. It calls visit(nil)
// for an optional child that is absent and after each list of children, so that the sequence of
// calls tells apart trees of different shape.
func children(n python.Node, visit func(python.Node)) {
	switch n := n.(type) {
	case *python.Module:
		each(n.Body, visit)
	case *python.FunctionDef:
		each(n.Decorators, visit)
		if n.Args != nil {
			visit(n.Args)
		} else {
			visit(nil)
		}
		optional(n.Returns, visit)
		each(n.TypeParams, visit)
		each(n.Body, visit)
	case *python.ClassDef:
		each(n.Decorators, visit)
		each(n.TypeParams, visit)
		each(n.Bases, visit)
		each(n.Keywords, visit)
		each(n.Body, visit)
	case *python.Return:
		optional(n.Value, visit)
	case *python.Delete:
		each(n.Targets, visit)
	case *python.Assign:
		each(n.Targets, visit)
		visit(n.Value)
	case *python.TypeAlias:
		visit(n.Name)
		each(n.TypeParams, visit)
		visit(n.Value)
	case *python.AugAssign:
		visit(n.Target)
		visit(n.Value)
	case *python.AnnAssign:
		visit(n.Target)
		visit(n.Annotation)
		optional(n.Value, visit)
	case *python.For:
		visit(n.Target)
		visit(n.Iter)
		each(n.Body, visit)
		each(n.Orelse, visit)
	case *python.While:
		visit(n.Test)
		each(n.Body, visit)
		each(n.Orelse, visit)
	case *python.If:
		visit(n.Test)
		each(n.Body, visit)
		each(n.Orelse, visit)
	case *python.With:
		each(n.Items, visit)
		each(n.Body, visit)
	case *python.WithItem:
		visit(n.Context)
		optional(n.Vars, visit)
	case *python.Match:
		visit(n.Subject)
		each(n.Cases, visit)
	case *python.MatchCase:
		visit(n.Pattern)
		optional(n.Guard, visit)
		each(n.Body, visit)
	case *python.Raise:
		optional(n.Exc, visit)
		optional(n.Cause, visit)
	case *python.Try:
		each(n.Body, visit)
		each(n.Handlers, visit)
		each(n.Orelse, visit)
		each(n.Finalbody, visit)
	case *python.ExceptHandler:
		optional(n.Type, visit)
		each(n.Body, visit)
	case *python.Assert:
		visit(n.Test)
		optional(n.Msg, visit)
	case *python.Import:
		each(n.Names, visit)
	case *python.ImportFrom:
		each(n.Names, visit)
	case *python.ExprStmt:
		visit(n.Value)
	case *python.BoolOp:
		each(n.Values, visit)
	case *python.NamedExpr:
		visit(n.Target)
		visit(n.Value)
	case *python.BinOp:
		visit(n.Left)
		visit(n.Right)
	case *python.UnaryOp:
		visit(n.Operand)
	case *python.Lambda:
		if n.Args != nil {
			visit(n.Args)
		} else {
			visit(nil)
		}
		visit(n.Body)
	case *python.IfExp:
		visit(n.Test)
		visit(n.Body)
		visit(n.Orelse)
	case *python.Dict:
		for i, value := range n.Values {
			optional(n.Keys[i], visit)
			visit(value)
		}
	case *python.Set:
		each(n.Elts, visit)
	case *python.ListComp:
		visit(n.Elt)
		each(n.Generators, visit)
	case *python.SetComp:
		visit(n.Elt)
		each(n.Generators, visit)
	case *python.GeneratorExp:
		visit(n.Elt)
		each(n.Generators, visit)
	case *python.DictComp:
		visit(n.Key)
		visit(n.Value)
		each(n.Generators, visit)
	case *python.Comprehension:
		visit(n.Target)
		visit(n.Iter)
		each(n.Ifs, visit)
	case *python.Await:
		visit(n.Value)
	case *python.Yield:
		optional(n.Value, visit)
	case *python.YieldFrom:
		visit(n.Value)
	case *python.Compare:
		visit(n.Left)
		each(n.Comparators, visit)
	case *python.Call:
		visit(n.Func)
		each(n.Args, visit)
		each(n.Keywords, visit)
	case *python.Keyword:
		visit(n.Value)
	case *python.JoinedStr:
		each(n.Values, visit)
	case *python.FormattedValue:
		visit(n.Value)
		optional(n.FormatSpec, visit)
	case *python.TemplateStr:
		each(n.Values, visit)
	case *python.Interpolation:
		visit(n.Value)
		optional(n.FormatSpec, visit)
	case *python.Attribute:
		visit(n.Value)
	case *python.Subscript:
		visit(n.Value)
		visit(n.Slice)
	case *python.Starred:
		visit(n.Value)
	case *python.List:
		each(n.Elts, visit)
	case *python.Tuple:
		each(n.Elts, visit)
	case *python.Slice:
		optional(n.Lower, visit)
		optional(n.Upper, visit)
		optional(n.Step, visit)
	case *python.Arguments:
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
	case *python.Arg:
		optional(n.Annotation, visit)
	case *python.MatchValue:
		visit(n.Value)
	case *python.MatchSequence:
		each(n.Patterns, visit)
	case *python.MatchMapping:
		each(n.Keys, visit)
		each(n.Patterns, visit)
	case *python.MatchClass:
		visit(n.Cls)
		each(n.Patterns, visit)
		each(n.KwdPatterns, visit)
	case *python.MatchAs:
		optional(n.Pattern, visit)
	case *python.MatchOr:
		each(n.Patterns, visit)
	case *python.TypeVar:
		optional(n.Bound, visit)
		optional(n.Default, visit)
	case *python.ParamSpec:
		optional(n.Default, visit)
	case *python.TypeVarTuple:
		optional(n.Default, visit)
	case *python.Alias, *python.Global, *python.Nonlocal, *python.Pass, *python.Break, *python.Continue, *python.Constant, *python.Name, *python.MatchSingleton, *python.MatchStar:
		// A leaf.
	}
}

func each[N python.Node](nodes []N, visit func(python.Node)) {
	for _, n := range nodes {
		visit(n)
	}
	visit(nil)
}

// optional passes an absent child on as a nil interface.
func optional[N python.Node](n N, visit func(python.Node)) {
	if any(n) == nil {
		visit(nil)
		return
	}
	visit(n)
}
