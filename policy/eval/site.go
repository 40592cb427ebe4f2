package eval

import (
	"slices"

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
	// stirred is set when evaluating the arguments changed an object: what takes the items of a generator one by one,
	// and looks into them, saw them as they were at the time.
	stirred bool
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

func keywordValues(c *site) []value {
	values := make([]value, len(c.kw))
	for i, k := range c.kw {
		values[i] = k.value
	}
	return values
}

// values are the values of all arguments, those of keywords last.
func (c *site) values() []value { return append(slices.Clip(c.pos), keywordValues(c)...) }

// overridden are keywords of which later ones take the place of earlier ones with the same name.
func overridden(given, later []keyword) []keyword {
	merged := append([]keyword(nil), given...)
	places := newPlaces(len(given) + len(later))
	for i := range given {
		places.place(given, i)
	}
	for _, k := range later {
		if at := places.find(given, k.name); at >= 0 {
			merged[at] = k
			continue
		}
		merged = append(merged, k)
	}
	return merged
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

func (e *evaluator) arguments(c *site, x *python.Call, how consumption) {
	later := lastCall{e: e, x: x}
	for i, a := range x.Args {
		clock, rebinds := e.clock, e.rebinds
		if star, ok := a.(*python.Starred); ok {
			v := e.evalIterable(star.Value, taken)
			items, ok := e.sequence(v)
			if len(x.Args) == 1 && lazy(star.Value, v) && laterRead(x, 0, e.clock != clock, e.rebinds != rebinds) {
				ok = false
			}
			if len(x.Args) == 1 && v.kind != tupleKind && v.kind != strKind && later.than(0) {
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
		if _, generator := a.(*python.GeneratorExp); generator && later.than(i) {
			// It runs after the other arguments, which may change what it reads.
			c.pos = append(c.pos, e.evalIterable(a, kept))
			continue
		}
		consumed := how
		if _, called := a.(*python.Call); called && how == taken && later.than(i) {
			consumed = walked
		}
		v := e.evalIterable(a, consumed)
		if lazy(a, v) && laterRead(x, i, e.clock != clock, e.rebinds != rebinds) {
			v = e.unknown(a, codeArgument, "the items of this iterator change what a later argument reads, and Python reads that first")
		}
		c.pos = append(c.pos, v)
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

// lazy tells whether Python makes the items of an argument only when the callee asks for them.
func lazy(a python.Expr, v value) bool {
	_, generator := a.(*python.GeneratorExp)
	return generator || v.kind == listKind && v.o.typ == typeIterator
}

// laterRead tells whether an argument behind the one at i may read what was changed: objects, or names that were
// rebound. A name alone stands for its object, whatever that holds by then.
func laterRead(x *python.Call, i int, changed, rebound bool) bool {
	if !changed && !rebound {
		return false
	}
	reads := func(a python.Expr) bool {
		switch a := a.(type) {
		case *python.Constant:
			return false
		case *python.Name:
			return rebound
		case *python.Lambda:
			return a.Args != nil && len(a.Args.Defaults)+len(a.Args.KwDefaults) > 0
		}
		return true
	}
	return slices.ContainsFunc(x.Args[i+1:], reads) || slices.ContainsFunc(x.Keywords, func(k *python.Keyword) bool { return k.Arg == "" || reads(k.Value) })
}

// lastCall finds the last argument that calls something, or changes something in another way, once for all that are asked about, from the first to the last.
type lastCall struct {
	e     *evaluator
	x     *python.Call
	known bool
	at    int
}

// than tells whether an argument behind the one at i calls something.
func (l *lastCall) than(i int) bool {
	if !l.known {
		l.known, l.at = true, -1
		for at := i + 1; at < len(l.x.Args); at++ {
			if l.e.mayChange(l.x.Args[at]) {
				l.at = at
			}
		}
		if slices.ContainsFunc(l.x.Keywords, func(k *python.Keyword) bool { return l.e.mayChange(k.Value) }) {
			l.at = len(l.x.Args)
		}
	}
	return l.at > i
}
