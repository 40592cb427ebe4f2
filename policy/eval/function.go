package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// function is a function of the file.
type function struct {
	name     string
	node     *python.FunctionDef
	lambda   *python.Lambda // instead of node
	scope    *scope         // where it was defined
	home     *module        // whose code it is
	defaults []value
	keywords []value // defaults of keyword-only parameters; unbound where there is none
	bindings *bindings
	calls    int   // how often it was executed
	role     role  // what its decorator makes of it
	with     *site // arguments of the decorator; nil without
	symbol   facts.Symbol
	phases   []facts.Phase // where Airflow or code that is not executed runs it
	barred   string        // why it cannot be executed; empty when it can
	shared   bool          // a decorator of the file was given it
	wraps    bool          // functools.wraps gave it the name of another function
	memo     *memo         // what functools.cache or lru_cache remembers
	yields   bool          // a generator that a loop or a consumer may run (yield.go)
	at       python.Node
	super    *python.Call // of the `__init__` of a class: the call of its base; nil of any other function
}

// role says what a decorator makes of a function.
type role uint8

const (
	plainFunction role = iota
	dagFunction        // @dag
	groupFunction      // @task_group
	taskFunction       // @task and its kin
)

func (f *function) handed(phase facts.Phase) {
	for _, p := range f.phases {
		if p == phase {
			return
		}
	}
	f.phases = append(f.phases, phase)
}

func (e *evaluator) functionDef(s *python.FunctionDef) {
	f := &function{name: s.Name, node: s, scope: e.scope, home: e.home, bindings: functionBindings(s.Args, s.Body)}
	switch {
	case s.Async:
		f.barred = "an asynchronous function is not executed"
	case f.bindings.generator:
		f.barred, f.yields = reasonGenerator, len(s.TypeParams) == 0 && yieldsPlainly(s.Body)
	case len(s.TypeParams) > 0:
		f.barred = "a generic function is not executed"
	}
	v := value{kind: functionKind, o: &object{fn: f}}
	decorators := make([]value, len(s.Decorators))
	sites := make([]*site, len(s.Decorators))
	for i, d := range s.Decorators {
		decorators[i], sites[i] = e.decorator(d)
	}
	e.signature(f)
	e.functions = append(e.functions, f)
	for i := len(decorators) - 1; i >= 0; i-- {
		v = e.decorate(s.Decorators[i], decorators[i], sites[i], f, v)
	}
	if f.role != plainFunction && !e.home.judged() {
		e.unknown(s, codeDecorator, "a function of an imported module is decorated")
	}
	e.bind(s.Name, v, s)
}

// namesPerStep are the parameters or variables that a call or a definition makes room for in a step: Python clears the
// place of each variable, and takes a default for each parameter.
const namesPerStep = 4

// signature evaluates what a definition evaluates of its parameters: defaults, then annotations.
func (e *evaluator) signature(f *function) {
	s := f.node
	// The interpreter looks for the names in the whole of it.
	e.charge(int(s.Span.End-s.Span.Start) / 64)
	if s.Args != nil {
		e.charge((len(s.Args.PosOnly) + len(s.Args.Args) + len(s.Args.KwOnly)) / namesPerStep)
		for _, d := range s.Args.Defaults {
			f.defaults = append(f.defaults, e.eval(d))
		}
		for _, d := range s.Args.KwDefaults {
			if d == nil {
				f.keywords = append(f.keywords, value{})
			} else {
				f.keywords = append(f.keywords, e.eval(d))
			}
		}
		for _, list := range [][]*python.Arg{s.Args.PosOnly, s.Args.Args, s.Args.KwOnly, {s.Args.Vararg, s.Args.Kwarg}} {
			for _, a := range list {
				if a != nil && a.Annotation != nil {
					e.annotation(a.Annotation)
				}
			}
		}
	}
	if s.Returns != nil {
		e.annotation(s.Returns)
	}
}

// decorator evaluates a decorator expression: the decorator, and the arguments that it was called
// with, nil when it was not called.
func (e *evaluator) decorator(d python.Expr) (value, *site) {
	x, ok := d.(*python.Call)
	if !ok {
		return e.evalQuiet(d), nil
	}
	callee := e.evalQuiet(x.Func)
	c := &site{node: x, name: callee.s}
	if callee.kind == symbolKind {
		c.symbol, _ = e.symbol(callee.s)
	}
	e.arguments(c, x, kept)
	if plainCode(callee) {
		return e.callFunction(callee.o.fn, c), nil
	}
	return callee, c
}

func lastName(qualified string) string {
	for i := len(qualified) - 1; i >= 0; i-- {
		if qualified[i] == '.' {
			// `task.branch` says more than `branch`.
			if rest := qualified[:i]; len(rest) > 5 && rest[len(rest)-5:] == ".task" {
				return "task." + qualified[i+1:]
			}
			return qualified[i+1:]
		}
	}
	return qualified
}

// callFunction calls a function of the file.
func (e *evaluator) callFunction(f *function, c *site) value {
	switch f.role {
	case taskFunction:
		return e.decoratedTask(f, c, 1)
	case dagFunction:
		return e.decoratedDAG(f, c)
	case groupFunction:
		return e.decoratedGroup(f, c)
	}
	if f.memo != nil {
		return e.callRemembered(f, c)
	}
	return e.inline(f, c, nil)
}

// inline executes a function's body for one call. prepare, when given, runs after the parameters
// are bound and before the body.
func (e *evaluator) inline(f *function, c *site, prepare func(*scope)) value {
	reason := f.barred
	if reason == "" {
		reason = e.refusal(f)
	}
	if reason != "" {
		return e.refuseCall(f, c, codeCallee, reason)
	}
	called := e.here(c.node.Span)
	caller := e.enter(f.home, called)
	local, ok := e.activation(f, c, called)
	if !ok {
		e.leave(caller)
		return e.refuseCall(f, c, codeArgument, reasonArguments)
	}
	savedScope, savedResult := e.scope, e.result
	e.scope = local
	e.stack = append(e.stack, call{fn: f, at: c.node})
	if prepare != nil {
		prepare(local)
	}
	e.result = noneValue
	end := e.block(f.node.Body)
	result := e.result
	if end == normal {
		result = noneValue
	}
	e.leave(caller)
	if end == broke || end == continued {
		result = e.unknown(c.node, codeControl, "break or continue outside a loop")
	}
	if end == stopped {
		result = value{kind: unknownKind, s: "the budget is used up"}
	}
	e.stack = e.stack[:len(e.stack)-1]
	e.scope, e.result = savedScope, savedResult
	return result
}

const reasonArguments = "the arguments do not fit the function, or are not known"

// refusal says why a call of a function is not executed now; empty when it is.
func (e *evaluator) refusal(f *function) string {
	if len(e.stack) >= e.limits.Depth {
		return "calls are nested deeper than the interpreter follows"
	}
	if len(f.bindings.global)+len(f.bindings.nonlocal) > 0 && (!f.home.judged() || f.super != nil) {
		// The names of a module are those of all files that import it.
		return "a name outside the function is bound where that is not executed"
	}
	for i := range e.stack {
		if e.stack[i].fn == f && (f.role != plainFunction || f.super != nil) {
			return "a recursive call of what builds a DAG, a group or an operator is not executed"
		}
	}
	return ""
}

// refuseCall records a call that is not executed: the function may do anything with the arguments.
func (e *evaluator) refuseCall(f *function, c *site, code, reason string) value {
	f.handed(e.phase)
	e.escape(c)
	return e.unknown(c.node, code, reason)
}

// activation makes the variables of a call and binds the arguments; false when they do not fit. The code of the
// function's module must be the one that runs.
func (e *evaluator) activation(f *function, c *site, called python.Span) (*scope, bool) {
	local := newScope(f.scope)
	local.made = e.generations
	if f.scope == e.globals {
		local.parent = nil
	}
	local.local = f.bindings.local
	e.charge((len(f.bindings.local) + len(f.bindings.global) + len(f.bindings.nonlocal)) / namesPerStep)
	for name := range f.bindings.global {
		if local.elsewhere == nil {
			local.elsewhere = map[string]*scope{}
		}
		local.elsewhere[name] = e.globals
	}
	for name := range f.bindings.nonlocal {
		for s := f.scope; s != nil && s != e.globals; s = s.parent {
			if _, ok := s.local[name]; ok && !s.comprehension {
				if local.elsewhere == nil {
					local.elsewhere = map[string]*scope{}
				}
				local.elsewhere[name] = s
				break
			}
		}
	}
	if !e.parameters(f, c, local, called) {
		return nil, false
	}
	f.calls++
	return local, true
}

// parameters binds a call's arguments by Python's rules; false when they do not fit.
func (e *evaluator) parameters(f *function, c *site, local *scope, called python.Span) bool {
	args := f.node.Args
	if args == nil {
		return len(c.pos) == 0 && len(c.kw) == 0 && !c.open
	}
	if c.open {
		return false
	}
	positional := make([]*python.Arg, 0, len(args.PosOnly)+len(args.Args))
	positional = append(append(positional, args.PosOnly...), args.Args...)
	bound := map[string]struct{}{}
	set := func(a *python.Arg, v value, at python.Span) {
		e.setVar(local, a.Name, e.because(v, a.Name, at))
		bound[a.Name] = struct{}{}
	}
	for i, v := range c.pos {
		if i < len(positional) {
			set(positional[i], v, called)
		}
	}
	if len(c.pos) > len(positional) {
		if args.Vararg == nil {
			return false
		}
	}
	if args.Vararg != nil {
		var rest []value
		if len(c.pos) > len(positional) {
			rest = append(rest, c.pos[len(positional):]...)
			e.alloc(c.node, 16*len(rest))
		}
		e.setVar(local, args.Vararg.Name, e.tuple(rest))
	}
	extra := e.dict(nil, nil)
	named := append(append([]*python.Arg(nil), positional...), args.KwOnly...)
	e.charge(len(c.kw) + len(c.kw)*len(named)/16)
next:
	for _, k := range c.kw {
		for i, a := range named {
			if a.Name != k.name || i < len(args.PosOnly) {
				continue
			}
			if _, twice := bound[a.Name]; twice {
				return false
			}
			set(a, k.value, k.span)
			continue next
		}
		if args.Kwarg == nil {
			return false
		}
		extra.o.keys = append(extra.o.keys, strValue(k.name))
		extra.o.items = append(extra.o.items, k.value)
	}
	if args.Kwarg != nil {
		e.setVar(local, args.Kwarg.Name, extra)
	}
	first := len(positional) - len(f.defaults)
	for i, a := range positional {
		if _, ok := bound[a.Name]; ok {
			continue
		}
		if i < first {
			return false
		}
		set(a, f.defaults[i-first], e.here(a.Span))
	}
	for i, a := range args.KwOnly {
		if _, ok := bound[a.Name]; ok {
			continue
		}
		if i >= len(f.keywords) || f.keywords[i].kind == unbound {
			return false
		}
		set(a, f.keywords[i], e.here(a.Span))
	}
	return true
}

// subscriptable tells whether `v[…]` in an annotation is known to build a type and do nothing else.
func subscriptable(v value) bool {
	switch v.kind {
	case builtinKind:
		switch v.s {
		case "list", "dict", "tuple", "set", "frozenset", "type":
			return true
		}
	case symbolKind:
		return typingNames[v.s]
	}
	return false
}

var typingNames = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range []string{"Any", "Callable", "ClassVar", "Dict", "Final", "FrozenSet", "Generator", "Iterable", "Iterator",
		"List", "Literal", "Mapping", "MutableMapping", "Optional", "Sequence", "Set", "Tuple", "Type", "Union", "Annotated",
		"DefaultDict", "OrderedDict", "Collection"} {
		names["typing."+name] = true
		names["typing_extensions."+name] = true
	}
	for _, name := range []string{"Callable", "Generator", "Iterable", "Iterator", "Mapping", "MutableMapping", "Sequence", "Set", "Collection"} {
		names["collections.abc."+name] = true
	}
	return names
}()
