package eval

import (
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// consumers are the builtins that walk an iterable argument to its end and keep no iterator.
var consumers = map[string]bool{
	"list": true, "tuple": true, "set": true, "frozenset": true, "dict": true, "sorted": true, "sum": true,
	"min": true, "max": true, "len": true, "any": true, "all": true,
}

func (e *evaluator) call(x *python.Call, how consumption) value {
	if n := len(e.stack); n > 0 && e.stack[n-1].fn.super == x {
		return e.superInit(x)
	}
	if a, ok := x.Func.(*python.Attribute); ok {
		if a.Attr == "update" && len(x.Args) == 1 && len(x.Keywords) == 0 && e.isGlobals(a.Value) {
			if _, star := x.Args[0].(*python.Starred); !star {
				return e.updateGlobals(x)
			}
		}
		e.calling = a
	}
	callee := e.evalQuiet(x.Func)
	c := e.arena.sites.New()
	c.node = x
	if callee.kind == builtinKind && (callee.s == "any" || callee.s == "all") {
		if v, ok := e.shortCircuit(callee.s, x); ok {
			return v
		}
	}
	if callee.kind == builtinKind && callee.s == "next" {
		if v, ok := e.nextOf(x); ok {
			return v
		}
	}
	arguments := kept
	if callee.kind == builtinKind && consumers[callee.s] || callee.kind == methodKind && (callee.s == "join" || callee.s == "fromkeys") && callee.o.fn == nil {
		arguments = taken
	}
	if callee.kind == builtinKind && (callee.s == "any" || callee.s == "all") {
		arguments = walked // they stop at the first item that decides
	}
	if callee.kind == builtinKind && iterators[callee.s] {
		arguments = walked
	}
	if callee.kind == symbolKind {
		arguments = iteratorArguments[callee.s]
	}
	before := e.clock
	e.arguments(c, x, arguments)
	c.stirred = e.clock != before
	switch callee.kind {
	case builtinKind:
		return e.callBuiltin(callee.s, c, how)
	case methodKind:
		return e.callMethod(callee, c, how)
	case symbolKind:
		v := e.callSymbol(callee, c)
		if how == kept && v.kind == listKind && v.o.typ == typeIterator {
			return e.unknown(x, codeExpression, "an iterator that is not consumed at once")
		}
		return v
	case functionKind, lambdaKind:
		if callee.o.fn.yields && callee.o.fn.role == plainFunction {
			return e.callGenerator(callee.o.fn, c, how)
		}
		return e.callFunction(callee.o.fn, c)
	case boundKind:
		return e.callBound(callee, c)
	case classKind:
		if callee.isPodClass() {
			return e.construct(callee, c)
		}
		if callee.o.record != nil {
			return e.makeRecord(callee, c)
		}
	case unknownKind:
		e.recordUnknownCall(c)
		e.escape(c)
		return callee
	}
	e.recordUnknownCall(c)
	e.escape(c)
	reason := "a call of something that is not on the closed list"
	if callee.kind == classKind {
		reason = "a call of a class of this file"
	}
	return e.unknown(x, codeCallee, reason)
}

// escape notes that an unknown callee got hold of the arguments: it may call their functions and
// change their containers.
func (e *evaluator) escape(c *site) {
	budget := maxWalk
	for _, v := range c.pos {
		e.escapeWalk(v, 0, &budget)
	}
	for _, k := range c.kw {
		e.escapeWalk(k.value, 0, &budget)
	}
	e.charge((maxWalk - budget) / 8)
}

func (e *evaluator) escapeValue(v value) {
	budget := maxWalk
	e.escapeWalk(v, 0, &budget)
}

func (e *evaluator) escapeWalk(v value, depth int, budget *int) {
	*budget--
	if depth > maxNesting || *budget < 0 {
		return
	}
	switch v.kind {
	case functionKind, lambdaKind, classKind, methodKind:
		if v.o.fn != nil {
			v.o.fn.handed(e.phase)
		}
	case listKind, tupleKind, dictKind, setKind, boundKind, recordKind:
		for _, item := range v.o.items {
			e.escapeWalk(item, depth+1, budget)
		}
	}
}

// callSymbol calls something imported.
func (e *evaluator) callSymbol(callee value, c *site) value {
	c.name = callee.s
	s, listed := e.symbol(callee.s)
	c.symbol = s
	if e.config.Catalogue.IsKubernetesPodOperator(s.Canonical) || isOperator(s) {
		e.recordPlain(c, facts.UseCall)
		return e.operator(c, false)
	}
	if e.config.Catalogue.IsDAG(s.Canonical) {
		e.recordPlain(c, facts.UseCall)
		return e.newDAG(c)
	}
	if owner, method, ok := e.operatorMethod(callee.s); ok {
		c.symbol = owner
		e.recordPlain(c, facts.UseCall)
		if method == "partial" {
			return e.newPartial(c)
		}
		e.escape(c)
		return e.unknown(c.node, codeCallee, "a method of an operator class that is not on the closed list")
	}
	if v, ok := e.recordFunction(callee.s, c); ok {
		return v
	}
	if try, ok := pureCalls[callee.s]; ok {
		if v, ok := try(e, c); ok {
			return v
		}
	}
	handle, ok := library[callee.s]
	if !ok {
		handle, ok = library[s.Canonical]
		ok = ok && listed && s.Kind != "re-export" && strings.HasPrefix(callee.s, "airflow.") && strings.HasPrefix(s.Canonical, "airflow.")
	}
	if ok {
		e.record(callee.s, facts.UseCall, c.node, c)
		return handle(e, c)
	}
	e.record(callee.s, facts.UseCall, c.node, c)
	e.escape(c)
	if _, ok := c.keyword("task_id"); ok && !listed {
		// By its look an operator that nobody listed.
		return e.operator(c, true)
	}
	if kind, ok := effectOf[s.Capability]; ok {
		e.effect(kind, s.Canonical, c.node)
	}
	return e.unknown(c.node, codeCallee, orInstead("a call of "+callee.s+", which is not on the closed list", insteadOfCall[callee.s]))
}

// effectOf names the effect of calling something of a capability.
var effectOf = map[facts.Capability]string{
	facts.CapShell: "process", facts.CapHTTP: "network", facts.CapCloudAPI: "network", facts.CapMessaging: "network",
	facts.CapDatabase: "network", facts.CapTransfer: "network", facts.CapFilesystem: "file",
}

func isOperator(s facts.Symbol) bool {
	switch s.Kind {
	case "operator", "sensor", "transfer":
		return true
	}
	return false
}

// operatorMethod splits `…Operator.partial` into the operator and the method.
func (e *evaluator) operatorMethod(name string) (facts.Symbol, string, bool) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return facts.Symbol{}, "", false
	}
	owner, _ := e.symbol(name[:at])
	if isOperator(owner) || e.config.Catalogue.IsKubernetesPodOperator(owner.Canonical) {
		return owner, name[at+1:], true
	}
	return owner, "", false
}

func sortedNames(set map[string]struct{}) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
