package python

import "strconv"

func (d *dumper) number(name string, value int) { d.word(name, strconv.Itoa(value)) }

func asNumber(set bool) int {
	if set {
		return 1
	}
	return 0
}

// node writes one node, its fields in CPython's order.
func (d *dumper) node(node Node) {
	d.open(node)
	switch n := node.(type) {
	case *Module:
		many(d, "body", n.Body)
	case *FunctionDef:
		d.text("name", n.Name)
		d.child("args", n.Args)
		many(d, "body", n.Body)
		many(d, "decorator_list", n.Decorators)
		d.maybe("returns", n.Returns)
		many(d, "type_params", n.TypeParams)
	case *ClassDef:
		d.text("name", n.Name)
		many(d, "bases", n.Bases)
		many(d, "keywords", n.Keywords)
		many(d, "body", n.Body)
		many(d, "decorator_list", n.Decorators)
		many(d, "type_params", n.TypeParams)
	case *Return:
		d.maybe("value", n.Value)
	case *Delete:
		many(d, "targets", n.Targets)
	case *Assign:
		many(d, "targets", n.Targets)
		d.child("value", n.Value)
	case *TypeAlias:
		d.child("name", n.Name)
		many(d, "type_params", n.TypeParams)
		d.child("value", n.Value)
	case *AugAssign:
		d.child("target", n.Target)
		d.word("op", n.Op.String())
		d.child("value", n.Value)
	case *AnnAssign:
		d.child("target", n.Target)
		d.child("annotation", n.Annotation)
		d.maybe("value", n.Value)
		d.number("simple", asNumber(n.Simple))
	case *For:
		d.child("target", n.Target)
		d.child("iter", n.Iter)
		many(d, "body", n.Body)
		many(d, "orelse", n.Orelse)
	case *While:
		d.child("test", n.Test)
		many(d, "body", n.Body)
		many(d, "orelse", n.Orelse)
	case *If:
		d.child("test", n.Test)
		many(d, "body", n.Body)
		many(d, "orelse", n.Orelse)
	case *With:
		many(d, "items", n.Items)
		many(d, "body", n.Body)
	case *WithItem:
		d.child("context_expr", n.Context)
		d.maybe("optional_vars", n.Vars)
	case *Match:
		d.child("subject", n.Subject)
		many(d, "cases", n.Cases)
	case *MatchCase:
		d.child("pattern", n.Pattern)
		d.maybe("guard", n.Guard)
		many(d, "body", n.Body)
	case *Raise:
		d.maybe("exc", n.Exc)
		d.maybe("cause", n.Cause)
	case *Try:
		many(d, "body", n.Body)
		many(d, "handlers", n.Handlers)
		many(d, "orelse", n.Orelse)
		many(d, "finalbody", n.Finalbody)
	case *ExceptHandler:
		d.maybe("type", n.Type)
		d.text("name", n.Name)
		many(d, "body", n.Body)
	case *Assert:
		d.child("test", n.Test)
		d.maybe("msg", n.Msg)
	case *Import:
		many(d, "names", n.Names)
	case *ImportFrom:
		d.text("module", n.Module)
		many(d, "names", n.Names)
		d.number("level", n.Level)
	case *Alias:
		d.text("name", n.Name)
		d.text("asname", n.AsName)
	case *Global:
		d.texts("names", n.Names)
	case *Nonlocal:
		d.texts("names", n.Names)
	case *ExprStmt:
		d.child("value", n.Value)
	case *Pass, *Break, *Continue:
	default:
		d.expression(node)
	}
	d.close()
}

func (d *dumper) expression(node Node) {
	switch n := node.(type) {
	case *BoolOp:
		d.word("op", n.Op.String())
		many(d, "values", n.Values)
	case *NamedExpr:
		d.child("target", n.Target)
		d.child("value", n.Value)
	case *BinOp:
		d.child("left", n.Left)
		d.word("op", n.Op.String())
		d.child("right", n.Right)
	case *UnaryOp:
		d.word("op", n.Op.String())
		d.child("operand", n.Operand)
	case *Lambda:
		d.child("args", n.Args)
		d.child("body", n.Body)
	case *IfExp:
		d.child("test", n.Test)
		d.child("body", n.Body)
		d.child("orelse", n.Orelse)
	case *Dict:
		many(d, "keys", n.Keys)
		many(d, "values", n.Values)
	case *Set:
		many(d, "elts", n.Elts)
	case *ListComp:
		d.child("elt", n.Elt)
		many(d, "generators", n.Generators)
	case *SetComp:
		d.child("elt", n.Elt)
		many(d, "generators", n.Generators)
	case *GeneratorExp:
		d.child("elt", n.Elt)
		many(d, "generators", n.Generators)
	case *DictComp:
		d.child("key", n.Key)
		d.child("value", n.Value)
		many(d, "generators", n.Generators)
	case *Comprehension:
		d.child("target", n.Target)
		d.child("iter", n.Iter)
		many(d, "ifs", n.Ifs)
		d.number("is_async", asNumber(n.Async))
	case *Await:
		d.child("value", n.Value)
	case *Yield:
		d.maybe("value", n.Value)
	case *YieldFrom:
		d.child("value", n.Value)
	case *Compare:
		d.child("left", n.Left)
		d.operators("ops", n.Ops)
		many(d, "comparators", n.Comparators)
	case *Call:
		d.child("func", n.Func)
		many(d, "args", n.Args)
		many(d, "keywords", n.Keywords)
	case *Keyword:
		d.text("arg", n.Arg)
		d.child("value", n.Value)
	case *JoinedStr:
		d.fstrings++
		many(d, "values", n.Values)
		d.fstrings--
	case *FormattedValue:
		d.child("value", n.Value)
		d.number("conversion", n.Conversion)
		d.maybe("format_spec", n.FormatSpec)
	case *TemplateStr:
		many(d, "values", n.Values)
	case *Interpolation:
		d.child("value", n.Value)
		d.field("str")
		d.quote(n.Str)
		d.number("conversion", n.Conversion)
		d.maybe("format_spec", n.FormatSpec)
	case *Constant:
		d.constant(n)
	case *Attribute:
		d.child("value", n.Value)
		d.text("attr", n.Attr)
		d.word("ctx", n.Ctx.String())
	case *Subscript:
		d.child("value", n.Value)
		d.child("slice", n.Slice)
		d.word("ctx", n.Ctx.String())
	case *Starred:
		d.child("value", n.Value)
		d.word("ctx", n.Ctx.String())
	case *Name:
		d.text("id", n.ID)
		d.word("ctx", n.Ctx.String())
	case *List:
		many(d, "elts", n.Elts)
		d.word("ctx", n.Ctx.String())
	case *Tuple:
		many(d, "elts", n.Elts)
		d.word("ctx", n.Ctx.String())
	case *Slice:
		d.maybe("lower", n.Lower)
		d.maybe("upper", n.Upper)
		d.maybe("step", n.Step)
	default:
		d.other(node)
	}
}

// other writes parameters, patterns and type parameters.
func (d *dumper) other(node Node) {
	switch n := node.(type) {
	case *Arguments:
		many(d, "posonlyargs", n.PosOnly)
		many(d, "args", n.Args)
		if n.Vararg != nil {
			d.child("vararg", n.Vararg)
		}
		many(d, "kwonlyargs", n.KwOnly)
		many(d, "kw_defaults", n.KwDefaults)
		if n.Kwarg != nil {
			d.child("kwarg", n.Kwarg)
		}
		many(d, "defaults", n.Defaults)
	case *Arg:
		d.text("arg", n.Name)
		d.maybe("annotation", n.Annotation)
	case *MatchValue:
		d.child("value", n.Value)
	case *MatchSingleton:
		d.word("value", [...]string{"None", "True", "False"}[n.Value])
	case *MatchSequence:
		many(d, "patterns", n.Patterns)
	case *MatchMapping:
		many(d, "keys", n.Keys)
		many(d, "patterns", n.Patterns)
		d.text("rest", n.Rest)
	case *MatchClass:
		d.child("cls", n.Cls)
		many(d, "patterns", n.Patterns)
		d.texts("kwd_attrs", n.KwdAttrs)
		many(d, "kwd_patterns", n.KwdPatterns)
	case *MatchStar:
		d.text("name", n.Name)
	case *MatchAs:
		if n.Pattern != nil {
			d.child("pattern", n.Pattern)
		}
		d.text("name", n.Name)
	case *MatchOr:
		many(d, "patterns", n.Patterns)
	case *TypeVar:
		d.text("name", n.Name)
		d.maybe("bound", n.Bound)
		d.maybe("default_value", n.Default)
	case *ParamSpec:
		d.text("name", n.Name)
		d.maybe("default_value", n.Default)
	case *TypeVarTuple:
		d.text("name", n.Name)
		d.maybe("default_value", n.Default)
	}
}
