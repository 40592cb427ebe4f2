package eval

import (
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file executes subclasses of KubernetesPodOperator that only fix arguments. The body of one is a
// docstring and at most an `__init__`, which ends in `super().__init__(…, **kwargs)`. Of other classes those that
// hold data are executed (record.go); every other class is an unknown.
//
// BaseOperatorMeta wraps the `__init__` of each class in apply_defaults (the same from Airflow 2.3 to 3): it
// refuses positional arguments, gives every parameter that is not given and that the merged default_args have
// the value from there, also the one that is called like the starred parameter, and hands `default_args` on,
// and `dag`, `task_group` and `params` where there are any. So these four are members of kwargs that the call
// does not show; what an `__init__` does with kwargs may not depend on them.

const reasonClass = "a class is executed when it has constants, fields and methods, no base but another such class, no decorator but @dataclass, and " +
	"no name that begins with two underscores but __init__"

// hiddenArguments are what apply_defaults puts among the arguments of every `__init__`.
var hiddenArguments = set("dag", "task_group", "params", "default_args")

// Python takes time for each statement in the body of a class, the interpreter for each byte of it, and what a class is
// takes memory: both each time that it is defined.
const (
	classBytes = 16 // of source that are a step
	classSize  = 1024
)

func (e *evaluator) classDef(s *python.ClassDef) {
	span := s.Range()
	e.charge(len(s.Body) + int(span.End-span.Start)/classBytes)
	e.alloc(s, classSize)
	bases := make([]value, len(s.Bases))
	for i, b := range s.Bases {
		bases[i] = e.evalQuiet(b)
	}
	reason := reasonClass
	if len(bases) == 1 && len(s.Keywords) == 0 && e.extensible(bases[0]) {
		var init *initializer
		if init, reason = initializerOf(s); reason == "" && !e.straight() {
			reason = "a class that is defined under a condition or in a function is not executed"
		}
		if reason == "" {
			e.bind(s.Name, e.podClass(s, bases[0], init), s)
			return
		}
	}
	if v, ok := e.recordDef(s, bases); ok {
		e.bind(s.Name, v, s)
		return
	}
	for i, v := range bases {
		switch v.kind {
		case symbolKind:
			e.record(v.s, facts.UseBase, s.Bases[i], nil)
		case builtinKind:
			e.recordFact(s.Bases[i], facts.Call{Symbol: e.builtinSymbol(v.s), Use: facts.UseBase, Phase: e.phase, Span: e.span(s.Bases[i].Range())})
		}
	}
	for _, k := range s.Keywords {
		e.eval(k.Value)
	}
	for _, d := range s.Decorators {
		v, c := e.decorator(d)
		if v.kind == symbolKind {
			e.record(v.s, facts.UseDecorator, d, c)
		}
	}
	e.unknown(s, codeClass, reason)
	e.readClass(s, e.scope, e.phase)
	e.bind(s.Name, value{kind: classKind, s: s.Name, o: &object{}}, s)
}

// straight tells whether the code that runs belongs to the top level of a module and runs for certain.
func (e *evaluator) straight() bool {
	return e.scope == e.globals && e.conditional == 0 && len(e.stack) == 0 && e.forks == 0 && e.phase == facts.PhaseParse
}

// extensible tells whether a base class is KubernetesPodOperator itself, or a class that was executed.
func (e *evaluator) extensible(base value) bool {
	if base.kind == classKind {
		return base.isPodClass()
	}
	if base.kind != symbolKind {
		return false
	}
	s, _ := e.symbol(base.s)
	_, vouched := e.vouchedOperator(base.s)
	return !vouched && e.config.Catalogue.IsKubernetesPodOperator(s.Canonical)
}

// isPodClass tells whether the value is a class that was executed.
func (v value) isPodClass() bool { return v.kind == classKind && len(v.o.items) == 1 }

// podClass is the object that the definition makes: its base, as the name stands there now, and its `__init__`.
func (e *evaluator) podClass(s *python.ClassDef, base value, init *initializer) value {
	o := &object{items: []value{base}}
	if init != nil {
		o.fn = &function{name: s.Name, node: init.node, scope: e.scope, home: e.home, super: init.super,
			bindings: functionBindings(init.node.Args, init.node.Body)}
		e.signature(o.fn)
		e.functions = append(e.functions, o.fn)
	}
	return value{kind: classKind, s: s.Name, o: o}
}

// construction is a running `__init__`.
type construction struct {
	class value
	site  *site // the call of the class
	made  value // unbound until the base was called
}

// construct is a call of a class that was executed.
func (e *evaluator) construct(class value, c *site) value {
	init := class.o.fn
	if init == nil {
		return e.constructBase(class.o.items[0], c)
	}
	if len(c.pos) > 0 {
		e.escape(c)
		return e.unknown(c.node, codeArgument, "an operator takes no positional arguments")
	}
	making := &construction{class: class, site: &site{node: c.node, kw: e.givenByDefault(init, c), open: c.open}}
	if e.site != nil {
		making.site.node = &python.Call{Span: *e.site}
	}
	for i := range making.site.kw {
		if k := &making.site.kw[i]; strings.HasPrefix(k.name, "_") {
			k.value = e.unknown(c.node, codeArgument, "the argument "+k.name+" has a meaning for Airflow itself")
		} else if hiddenArguments[k.name] && k.value.kind == dictKind {
			// apply_defaults merges it into a dict of its own before `__init__` runs.
			given := k.value
			k.value = e.dict(append([]value(nil), given.o.keys...), append([]value(nil), given.o.items...))
			k.value.why = given.why
			e.charge(len(given.o.keys) / 4)
		}
	}
	self := value{kind: classKind, s: "self", o: &object{}}
	call := &site{node: c.node, pos: []value{self}, kw: making.site.kw, open: c.open}
	result := e.inline(init, call, func(*scope) { e.stack[len(e.stack)-1].making = making })
	switch {
	case making.made.kind != unbound:
		return making.made
	case result.kind == unknownKind:
		return result
	}
	return e.unknown(c.node, codeCallee, "the operator of this class is not built")
}

// constructBase calls the base of a class.
func (e *evaluator) constructBase(base value, c *site) value {
	if base.kind == classKind {
		return e.construct(base, c)
	}
	c.name = base.s
	c.symbol, _ = e.symbol(base.s)
	e.recordPlain(c, facts.UseCall)
	return e.operator(c, false)
}

// givenByDefault are the arguments of a call with those that apply_defaults adds for the parameters of
// `__init__`.
func (e *evaluator) givenByDefault(init *function, c *site) []keyword {
	t := &task{}
	e.effectiveArguments(t, c, e.place(t, c))
	given := slices.Clone(c.kw)
	args := init.node.Args
	for _, list := range [][]*python.Arg{args.Args[1:], args.KwOnly, {args.Vararg, args.Kwarg}} {
		for _, a := range list {
			if a == nil {
				continue
			}
			if _, explicit := c.keyword(a.Name); explicit {
				continue
			}
			for _, k := range t.args[min(len(c.kw), len(t.args)):] {
				if k.name == a.Name {
					given = append(given, k)
					break
				}
			}
		}
	}
	return given
}

// superInit is the call `super().__init__(…)` of the class that is being constructed.
func (e *evaluator) superInit(x *python.Call) value {
	making := e.stack[len(e.stack)-1].making
	if v := e.lookup(e.scope, "super"); v.kind != builtinKind || v.s != "super" {
		return e.unknown(x, codeCallee, "the name super stands for another object here")
	}
	if named := x.Func.(*python.Attribute).Value.(*python.Call).Args; len(named) == 2 {
		if v := e.evalQuiet(named[0]); v.kind != classKind || v.o != making.class.o {
			return e.unknown(x, codeCallee, "super() names another class")
		}
	}
	c := e.arena.sites.New()
	c.node = x
	e.arguments(c, x, kept)
	c.node = making.site.node
	for i, k := range c.kw {
		// What is handed on as it came is shown where it was given.
		for _, given := range making.site.kw {
			if given.name == k.name && k.value.why != nil && given.value.why != nil && k.value.why.next == given.value.why {
				c.kw[i] = given
			}
		}
	}
	making.made = e.constructBase(making.class.o.items[0], c)
	return noneValue
}
