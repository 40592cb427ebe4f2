package eval

import (
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// keyword is one keyword argument of a call.
type keyword struct {
	name  string
	value value
	span  python.Span
}

// site is a call with its arguments evaluated.
type site struct {
	node   *python.Call
	symbol facts.Symbol
	name   string // the callee's qualified name as it is written
	pos    []value
	kw     []keyword
	// open is set when a `*` or `**` argument is not known: there may be more arguments.
	open bool
}

func (c *site) keyword(name string) (value, bool) {
	for i := range c.kw {
		if c.kw[i].name == name {
			return c.kw[i].value, true
		}
	}
	return value{}, false
}

// take binds the arguments to parameters by position and name; an argument that is not given is
// unbound. It is false when an argument does not fit, which the caller reports.
func (c *site) take(names ...string) ([]value, bool) {
	out := make([]value, len(names))
	if c.open || len(c.pos) > len(names) {
		return out, false
	}
	copy(out, c.pos)
next:
	for _, k := range c.kw {
		for i, name := range names {
			if name == k.name && name != "" {
				if out[i].kind != unbound {
					return out, false
				}
				out[i] = k.value
				continue next
			}
		}
		return out, false
	}
	return out, true
}

// dataOnly tells whether every argument is data, so that the callee gets no code to run.
func (e *evaluator) dataOnly(c *site) bool {
	for _, v := range c.pos {
		if !e.data(v) {
			return false
		}
	}
	for _, k := range c.kw {
		if !e.data(k.value) {
			return false
		}
	}
	return !c.open
}

// anyUnknown returns an argument of which nothing is known, if there is one at the top.
func (c *site) anyUnknown() (value, bool) {
	for _, v := range c.pos {
		if v.kind == unknownKind {
			return v, true
		}
	}
	for _, k := range c.kw {
		if k.value.kind == unknownKind {
			return k.value, true
		}
	}
	return value{}, false
}

// maxWalk bounds the members that one look at a value visits; containers that share members can
// have exponentially many paths.
const maxWalk = 20_000

// data tells whether the value holds no code and no Airflow object, all the way down. What is too
// large or too deep to tell is not.
func (e *evaluator) data(v value) bool {
	if v.o == nil || v.kind == opaqueKind {
		return v.kind != unbound && !v.isCallable()
	}
	budget := maxWalk
	ok := dataWalk(v, 0, &budget)
	e.charge((maxWalk - budget) / 8)
	return ok
}

func dataWalk(v value, depth int, budget *int) bool {
	*budget--
	if depth > maxNesting || *budget < 0 {
		return false
	}
	switch v.kind {
	case unbound, dagKind, groupKind, taskKind, partialKind, eitherKind:
		return false
	case listKind, tupleKind, setKind, dictKind, objectKind, choiceKind:
		for _, item := range v.o.items {
			if !dataWalk(item, depth+1, budget) {
				return false
			}
		}
		for _, key := range v.o.keys {
			if !dataWalk(key, depth+1, budget) {
				return false
			}
		}
		return true
	}
	return !v.isCallable()
}

// maxNesting bounds how deep containers in containers are looked into.
const maxNesting = 30

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
	arguments := kept
	if callee.kind == builtinKind && consumers[callee.s] || callee.kind == methodKind && callee.s == "join" {
		arguments = taken
	}
	if callee.kind == builtinKind && iterators[callee.s] {
		arguments = walked
	}
	if callee.kind == symbolKind {
		arguments = iteratorArguments[callee.s]
	}
	e.arguments(c, x, arguments)
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
	case functionKind:
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
	switch callee.kind {
	case lambdaKind:
		reason = "a call of a lambda"
	case classKind:
		reason = "a call of a class of this file"
	}
	return e.unknown(x, codeCallee, reason)
}

func (e *evaluator) arguments(c *site, x *python.Call, how consumption) {
	for i, a := range x.Args {
		if star, ok := a.(*python.Starred); ok {
			v := e.evalIterable(star.Value, taken)
			items, ok := e.sequence(v)
			if len(x.Args) == 1 && v.kind != tupleKind && v.kind != strKind && laterCall(x, 0) {
				ok = false // standing alone, it is walked when all arguments were evaluated
			}
			if !ok {
				if v.kind != unknownKind {
					e.unknown(star, codeArgument, "the arguments of this `*` are not known")
				}
				c.open = true
				continue
			}
			e.alloc(star, 16*len(items))
			e.charge(len(items) / 4)
			c.pos = append(c.pos, items...)
			continue
		}
		if _, lazy := a.(*python.GeneratorExp); lazy && laterCall(x, i) {
			// It runs after the other arguments, which may change what it reads.
			c.pos = append(c.pos, e.evalIterable(a, kept))
			continue
		}
		c.pos = append(c.pos, e.evalIterable(a, how))
	}
	c.kw = e.arena.keywords.Make(len(x.Keywords))[:0]
	for _, k := range x.Keywords {
		if k.Arg != "" {
			at := e.here(k.Span)
			c.kw = append(c.kw, keyword{k.Arg, e.because(e.eval(k.Value), e.assignment(k), at), at})
			continue
		}
		v := e.eval(k.Value)
		if v.kind != dictKind {
			if v.kind != unknownKind {
				e.unknown(k, codeArgument, "the arguments of this `**` are not known")
			}
			c.open = true
			continue
		}
		what := "**" + e.text(k.Value.Range())
		e.charge(len(v.o.keys))
		for i, key := range v.o.keys {
			if key.kind != strKind {
				e.unknown(k, codeArgument, "a key of this `**` is not a known string")
				c.open = true
				continue
			}
			item := v.o.items[i]
			c.kw = append(c.kw, keyword{key.s, e.because(e.from(item, v.why), what, e.here(k.Span)), e.here(k.Span)})
		}
	}
	c.kw = e.fewer(c.kw, x, &c.open)
	// The same keyword twice is a TypeError; which value is meant is not known.
	e.charge(len(c.kw) / 4)
	first := newPlaces(len(c.kw))
	for i := range c.kw {
		j := first.place(c.kw, i)
		if j == i {
			continue
		}
		c.kw[j].value = e.unknown(x, codeArgument, "the keyword "+c.kw[i].name+" is given twice")
		c.kw[i].value = c.kw[j].value
	}
}

// maxArguments bounds the keywords of one call, and the arguments of one task: no callable of Airflow has a
// fifth of that.
const maxArguments = 500

// fewer leaves out arguments beyond the bound; there are some that are not known, then.
func (e *evaluator) fewer(args []keyword, at python.Node, open *bool) []keyword {
	if len(args) <= maxArguments {
		return args
	}
	e.unknown(at, codeBudget, "more arguments than the interpreter follows")
	*open = true
	return args[:maxArguments]
}

// assignment is `name=` of a keyword argument: mostly the very text of the source.
func (e *evaluator) assignment(k *python.Keyword) string {
	end := int(k.Span.Start) + len(k.Arg)
	if end < len(e.code.Source) && e.code.Source[end] == '=' && e.code.Source[k.Span.Start:end] == k.Arg {
		return e.code.Source[k.Span.Start : end+1]
	}
	return k.Arg + "="
}

// places finds the first of the keywords of one name.
type places struct{ byName map[string]int }

// fewKeywords are so few that looking at all of them is faster than a map.
const fewKeywords = 16

func newPlaces(n int) places {
	if n <= fewKeywords {
		return places{}
	}
	return places{make(map[string]int, n)}
}

// place returns the place of the first keyword with the name of the one at i, which is i when there
// is none before it. It must be called for each in turn.
func (p places) place(kw []keyword, i int) int {
	if at := p.find(kw[:i], kw[i].name); at >= 0 {
		return at
	}
	if p.byName != nil {
		p.byName[kw[i].name] = i
	}
	return i
}

// find returns the place of a name among the keywords that place was called for, or -1.
func (p places) find(kw []keyword, name string) int {
	if p.byName != nil {
		if at, ok := p.byName[name]; ok {
			return at
		}
		return -1
	}
	for i := range kw {
		if kw[i].name == name {
			return i
		}
	}
	return -1
}

// laterCall tells whether an argument behind the one at i calls something.
func laterCall(x *python.Call, i int) bool {
	for _, a := range x.Args[i+1:] {
		if hasCall(a) {
			return true
		}
	}
	for _, k := range x.Keywords {
		if hasCall(k.Value) {
			return true
		}
	}
	return false
}

// record notes the use of a symbol. The same use at the same place is noted again only with other
// arguments.
func (e *evaluator) record(qualified string, use facts.Use, at python.Node, c *site) facts.Symbol {
	s, _ := e.symbol(qualified)
	if e.recorded[at].count >= maxRepeats {
		return s
	}
	fact := facts.Call{Symbol: s, Use: use, Phase: e.phase, Span: e.span(at.Range())}
	// What a harmless call computes shows where it is used.
	if c != nil && (s.Capability != facts.CapSafe || s.Detail == "param") {
		e.exportSite(&fact, c)
	}
	e.recordFact(at, fact)
	return s
}

// maxNameless bounds how many uses of things without a name are noted; each of them is an unknown too.
const maxNameless = 1000

// maxUses bounds how many uses of one name are noted that may do harm, maxCalls all uses, maxImports
// all imports. What is not noted is an unknown.
const (
	maxUses    = 200
	maxCalls   = 4000
	maxImports = 1000
)

// maxRepeats bounds how many uses of one place are noted.
const maxRepeats = 32

func (e *evaluator) recordFact(at python.Node, fact facts.Call) {
	seen := e.recorded[at]
	if seen.count >= maxRepeats {
		return
	}
	if fact.Symbol.Name == "" {
		if e.nameless++; e.nameless > maxNameless {
			return
		}
	} else if e.usesOf[fact.Symbol.Name] >= maxUses || len(e.out.Calls) >= maxCalls {
		e.unknown(at, codeBudget, "the file uses "+fact.Symbol.Name+" more often than facts list")
		return
	}
	for i, n := seen.last, seen.count; n > 0; i, n = e.earlier[i], n-1 {
		old := &e.out.Calls[i]
		if old.Symbol == fact.Symbol && old.Use == fact.Use && old.Phase == fact.Phase && sameArguments(old, &fact) {
			return
		}
	}
	if fact.Symbol.Capability != facts.CapSafe && fact.Symbol.Capability != facts.CapPod {
		e.usesOf[fact.Symbol.Name]++
	}
	fact.Written = e.written(at)
	e.recorded[at] = uses{seen.count + 1, len(e.out.Calls)}
	e.earlier = append(e.earlier, seen.last)
	e.out.Calls = append(e.out.Calls, fact)
}

// written is the dotted name that a use stands there with.
func (e *evaluator) written(at python.Node) string {
	if call, ok := at.(*python.Call); ok {
		at = call.Func
	}
	for inner := at; ; {
		switch n := inner.(type) {
		case *python.Attribute:
			inner = n.Value
		case *python.Name:
			return e.text(at.Range())
		default:
			return ""
		}
	}
}

func sameArguments(a, b *facts.Call) bool {
	if len(a.Args) != len(b.Args) || len(a.Keywords) != len(b.Keywords) {
		return false
	}
	for i := range a.Args {
		if !sameExport(&a.Args[i], &b.Args[i]) {
			return false
		}
	}
	for i := range a.Keywords {
		if a.Keywords[i].Name != b.Keywords[i].Name || !sameExport(a.Keywords[i].Value, b.Keywords[i].Value) {
			return false
		}
	}
	return true
}

// recordUnknownCall notes a call whose callee is not known.
func (e *evaluator) recordUnknownCall(c *site) {
	if e.recorded[c.node].count >= maxRepeats {
		return
	}
	fact := facts.Call{
		Symbol: facts.Symbol{Capability: facts.CapUnknown}, Use: facts.UseCall, Phase: e.phase, Span: e.span(c.node.Span),
	}
	e.exportSite(&fact, c)
	e.recordFact(c.node, fact)
}

// recordUnknownName notes a name that nothing in the file binds and that is no builtin.
func (e *evaluator) recordUnknownName(x *python.Name) {
	e.recordFact(x, facts.Call{
		Symbol: facts.Symbol{Capability: facts.CapUnknown}, Use: facts.UseReference, Phase: e.phase, Span: e.span(x.Span),
	})
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
	case functionKind, lambdaKind, classKind:
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
	return e.unknown(c.node, codeCallee, "a call of "+callee.s+", which is not on the closed list")
}

// effectOf names the effect of calling something of a capability.
var effectOf = map[facts.Capability]string{
	facts.CapShell: "process", facts.CapHTTP: "network", facts.CapCloudAPI: "network", facts.CapMessaging: "network",
	facts.CapDatabase: "network", facts.CapTransfer: "network", facts.CapFilesystem: "file",
}

// recordPlain notes a call without its arguments: those of DAGs and tasks stand in their own facts.
func (e *evaluator) recordPlain(c *site, use facts.Use) {
	s, _ := e.symbol(c.name)
	e.recordFact(c.node, facts.Call{Symbol: s, Use: use, Phase: e.phase, Span: e.span(c.node.Span)})
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
