package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// initializer is the `__init__` of a class that only fixes arguments.
type initializer struct {
	node  *python.FunctionDef
	super *python.Call // its last statement
}

const reasonInit = "a class is executed when its __init__ only calls super().__init__ with keywords and **kwargs: "

// namedOperators are the classes that Airflow tells by their name in some version: it would take a task for
// another than it is.
var namedOperators = set("BaseOperator", "MappedOperator", "SubDagOperator", "DummyOperator", "EmptyOperator", "LatestOnlyOperator",
	"TriggerDagRunOperator", "ExternalTaskSensor", "ExternalTaskMarker", "SkipMixin", "BaseSensorOperator", "DecoratedOperator")

// maxClassName bounds the name of a class: the scheduler stores it with each task, in a column of 1,000 characters.
const maxClassName = 250

// initializerOf looks at the shape of a class alone: it returns its `__init__`, nil where it has none, and why
// the class is not executed, empty when it is.
func initializerOf(s *python.ClassDef) (*initializer, string) {
	if namedOperators[s.Name] {
		return nil, "a class with the name " + s.Name + " is not executed: Airflow knows operators by that name"
	}
	if len(s.Name) > maxClassName {
		return nil, "a class whose name is longer than Airflow stores with a task is not executed"
	}
	if len(s.Decorators) > 0 || len(s.TypeParams) > 0 {
		return nil, "a class with decorators or type parameters is not executed"
	}
	var init *python.FunctionDef
	for _, stmt := range s.Body {
		if idle(stmt) || setsColour(stmt) {
			continue
		}
		f, ok := stmt.(*python.FunctionDef)
		if !ok || f.Name != "__init__" || init != nil {
			return nil, "a class with attributes or methods other than one __init__ is not executed"
		}
		init = f
	}
	if init == nil {
		return nil, ""
	}
	if len(init.Decorators) > 0 || len(init.TypeParams) > 0 || init.Async || init.Args == nil {
		return nil, reasonInit + "this one is decorated, generic, asynchronous or has no self"
	}
	found := &initializer{node: init}
	if !plainParameters(init.Args) {
		return nil, reasonInit + "its parameters are self, names of arguments and **kwargs"
	}
	if found.super = superCall(init); found.super == nil {
		return nil, reasonInit + "this one does not end in that call"
	}
	return found, initBody(init, found.super)
}

// setsColour tells whether a statement in the body of a class gives its tasks a colour in Airflow's pages, as a number: another text
// may be more than a colour there, and another attribute may be one of the operator's own.
func setsColour(s python.Stmt) bool {
	a, ok := s.(*python.Assign)
	if !ok || len(a.Targets) != 1 || !isName(a.Targets[0], "ui_color") && !isName(a.Targets[0], "ui_fgcolor") {
		return false
	}
	c, ok := a.Value.(*python.Constant)
	if !ok || c.Value != python.ConstantStr || c.Unresolved {
		return false
	}
	digits, number := strings.CutPrefix(c.Str, "#")
	return number && (len(digits) == 3 || len(digits) == 6) && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

// idle tells whether a statement does nothing: `pass`, a docstring, an ellipsis.
func idle(s python.Stmt) bool {
	switch s := s.(type) {
	case *python.Pass:
		return true
	case *python.ExprStmt:
		c, ok := s.Value.(*python.Constant)
		return ok && (c.Value == python.ConstantStr || c.Value == python.ConstantEllipsis)
	}
	return false
}

// plainParameters tells whether the parameters are `self`, then any that a keyword can give, and `**kwargs`.
// Without the latter the call would fail, because default_args are always among the arguments.
func plainParameters(a *python.Arguments) bool {
	if len(a.PosOnly) > 0 || len(a.Args) == 0 || a.Args[0].Name != "self" || len(a.Defaults) == len(a.Args) || a.Kwarg == nil {
		return false
	}
	names := append(append([]*python.Arg{a.Kwarg}, a.Args[1:]...), a.KwOnly...)
	if a.Vararg != nil {
		names = append(names, a.Vararg)
	}
	for _, p := range names {
		if hiddenArguments[p.Name] || p.Name == "super" {
			return false
		}
	}
	return true
}

// superCall returns the call of the base that `__init__` ends in.
func superCall(init *python.FunctionDef) *python.Call {
	last, ok := init.Body[len(init.Body)-1].(*python.ExprStmt)
	if !ok {
		return nil
	}
	x, ok := last.Value.(*python.Call)
	if !ok {
		return nil
	}
	callee, ok := x.Func.(*python.Attribute)
	if !ok || callee.Attr != "__init__" {
		return nil
	}
	of, ok := callee.Value.(*python.Call)
	if !ok || len(of.Keywords) > 0 || len(of.Args) != 0 && len(of.Args) != 2 || !isName(of.Func, "super") {
		return nil
	}
	if len(of.Args) == 2 {
		if _, ok := of.Args[0].(*python.Name); !ok || !isName(of.Args[1], "self") {
			return nil
		}
	}
	// Everything that was given goes on: kwargs once, and nothing by position.
	for _, a := range x.Args {
		star, ok := a.(*python.Starred)
		if !ok || init.Args.Vararg == nil || !isName(star.Value, init.Args.Vararg.Name) {
			return nil
		}
	}
	passed := 0
	for _, k := range x.Keywords {
		if k.Arg == "" && isName(k.Value, init.Args.Kwarg.Name) {
			passed++
		}
		if hiddenArguments[k.Arg] {
			return nil
		}
	}
	if passed != 1 {
		return nil
	}
	return x
}

func isName(x python.Expr, id string) bool {
	n, ok := x.(*python.Name)
	return ok && n.ID == id
}

// initBody says why the rest of `__init__` is not executed; empty when it is. What it may do is what a
// function may, but for `self`, which no statement may see, and kwargs, of which only single members may be
// asked for and set that apply_defaults does not put there.
func initBody(init *python.FunctionDef, super *python.Call) string {
	c := &initCheck{self: "self", kwargs: init.Args.Kwarg.Name}
	if init.Args.Vararg != nil {
		c.args = init.Args.Vararg.Name
	}
	c.node(init.Args)
	if init.Returns != nil {
		c.node(init.Returns)
	}
	for _, s := range init.Body[:len(init.Body)-1] {
		c.node(s)
	}
	for _, k := range super.Keywords {
		if k.Arg == "" && isName(k.Value, c.kwargs) {
			continue
		}
		c.node(k)
	}
	if named := super.Func.(*python.Attribute).Value.(*python.Call).Args; len(named) == 2 {
		c.node(named[0])
	}
	return c.reason
}

// initCheck looks for what an `__init__` may not hold.
type initCheck struct {
	self, args, kwargs string
	reason             string
}

func (c *initCheck) refuse(what string) {
	if c.reason == "" {
		c.reason = reasonInit + what
	}
}

func (c *initCheck) name(id string) {
	switch {
	case strings.HasPrefix(id, "__"):
		// Python writes the class's name into such names, or gives them a meaning in a class.
		c.refuse("a name that begins with two underscores means something else in a class")
	case id == c.self || id == "super":
		c.refuse("self is used otherwise")
	case id == c.kwargs || id == c.args && id != "":
		c.refuse("kwargs is used otherwise than by a known key")
	}
}

func (c *initCheck) node(n python.Node) {
	switch n := n.(type) {
	case nil:
		return
	case *python.FunctionDef, *python.ClassDef, *python.Lambda, *python.Import, *python.ImportFrom, *python.Global, *python.Nonlocal,
		*python.Return, *python.Raise, *python.Delete, *python.With, *python.Try, *python.While, *python.Match, *python.TypeAlias,
		*python.NamedExpr, *python.Await, *python.Yield, *python.YieldFrom, *python.TemplateStr, *python.Assert:
		c.refuse("it has statements of another kind")
		return
	case *python.Name:
		c.name(n.ID)
	case *python.Attribute:
		if strings.HasPrefix(n.Attr, "__") {
			c.refuse("an attribute that begins with two underscores means something else in a class")
		}
	case *python.Keyword:
		if strings.HasPrefix(n.Arg, "__") {
			c.refuse("a name that begins with two underscores means something else in a class")
		}
	case *python.Arg:
		if strings.HasPrefix(n.Name, "__") {
			c.refuse("a name that begins with two underscores means something else in a class")
		}
	case *python.Subscript:
		if isName(n.Value, c.kwargs) && c.key(n.Slice) {
			return
		}
	case *python.Compare:
		if len(n.Ops) == 1 && (n.Ops[0] == python.In || n.Ops[0] == python.NotIn) && isName(n.Comparators[0], c.kwargs) && c.key(n.Left) {
			return
		}
	case *python.Call:
		if c.member(n) {
			return
		}
	}
	python.Children(n, c.node)
}

// key tells whether an expression is a key of kwargs whose member the call of the class shows.
func (c *initCheck) key(x python.Expr) bool {
	k, ok := x.(*python.Constant)
	return ok && k.Value == python.ConstantStr && !k.Unresolved && !hiddenArguments[k.Str] && !strings.HasPrefix(k.Str, "_")
}

// member looks at a method of kwargs that takes one key; true when it did.
func (c *initCheck) member(x *python.Call) bool {
	method, ok := x.Func.(*python.Attribute)
	if !ok || !isName(method.Value, c.kwargs) {
		return false
	}
	switch method.Attr {
	case "setdefault", "get", "pop":
		if len(x.Args) == 0 || len(x.Args) > 2 || len(x.Keywords) > 0 || !c.key(x.Args[0]) {
			return false
		}
		for _, a := range x.Args[1:] {
			if _, star := a.(*python.Starred); star {
				return false
			}
			c.node(a)
		}
		return true
	case "update":
		if len(x.Args) > 0 {
			return false
		}
		for _, k := range x.Keywords {
			if k.Arg == "" || hiddenArguments[k.Arg] || strings.HasPrefix(k.Arg, "_") {
				return false
			}
			c.node(k.Value)
		}
		return true
	}
	return false
}
