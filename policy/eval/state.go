package eval

import "github.com/sekisho/sekisho/policy/python"

// scope is one Python namespace: the module, a running function, or a comprehension.
type scope struct {
	vars map[string]value
	// local has the names that are local to a function by Python's rule (bound anywhere in its
	// body); nil for the module, where every bound name is global.
	local map[string]struct{}
	// elsewhere has the names declared global or nonlocal.
	elsewhere map[string]*scope
	parent    *scope // the enclosing function or comprehension; nil under the module
	// comprehension scopes do not take the target of `:=`.
	comprehension bool
	// static marks a scope of code that is read and not executed.
	static bool
	made   uint32 // generations when it was made
}

func newScope(parent *scope) *scope { return &scope{vars: make(map[string]value, 8), parent: parent} }

// change is one entry of the journal: what a variable or an object was before it was changed in a fork.
type change struct {
	scope *scope
	name  string
	old   value
	obj   *object
	items []value
	keys  []value
}

// setVar binds a name in a scope.
func (e *evaluator) setVar(s *scope, name string, v value) {
	if e.forks > 0 {
		e.journal = append(e.journal, change{scope: s, name: name, old: s.vars[name]})
	}
	s.vars[name] = v
}

// touch must be called before an object is changed.
func (e *evaluator) touch(o *object) {
	if o.module != nil {
		e.mutated(o)
	}
	if o.joined {
		e.frozenJoin()
	}
	e.clock++
	o.version = e.clock
	if e.forks > 0 && o.saved != e.generation {
		o.saved = e.generation
		e.charge(len(o.items) / 4)
		e.journal = append(e.journal, change{
			obj: o, items: append([]value(nil), o.items...), keys: append([]value(nil), o.keys...),
		})
	}
}

// completion says how a statement ended.
type completion uint8

const (
	normal completion = iota
	returned
	broke
	continued
	stopped // a budget is used up, or the statement surely raises
)

// outcome is the state that one branch of a fork left behind.
type outcome struct {
	end    completion
	result value
	vars   map[varPlace]value
	objs   map[*object]change
}

type varPlace struct {
	scope *scope
	name  string
}

// fork runs alternatives of which exactly one happens, each from the same state, and joins what
// they leave behind. What a branch makes, no other branch sees: it stays what it is. It returns how control
// goes on.
func (e *evaluator) fork(at python.Node, branches ...func() completion) completion {
	outcomes := make([]outcome, len(branches))
	savedResult, started := e.result, e.generations
	for i, branch := range branches {
		mark := len(e.journal)
		e.forks++
		e.generations++
		e.generation = e.generations
		end := branch()
		out := outcome{end: end, result: e.result, vars: map[varPlace]value{}, objs: map[*object]change{}}
		e.result = savedResult
		for j := len(e.journal) - 1; j >= mark; j-- {
			entry := e.journal[j]
			if entry.obj != nil && entry.obj.made > started || entry.obj == nil && entry.scope.made > started {
				continue
			}
			if entry.obj != nil {
				if _, seen := out.objs[entry.obj]; !seen {
					out.objs[entry.obj] = change{obj: entry.obj, items: entry.obj.items, keys: entry.obj.keys}
				}
				entry.obj.items, entry.obj.keys = entry.items, entry.keys
				entry.obj.drop()
				continue
			}
			place := varPlace{entry.scope, entry.name}
			if _, seen := out.vars[place]; !seen {
				out.vars[place] = entry.scope.vars[entry.name]
			}
			if entry.old.kind == unbound {
				delete(entry.scope.vars, entry.name)
			} else {
				entry.scope.vars[entry.name] = entry.old
			}
		}
		e.journal = e.journal[:mark]
		e.forks--
		e.generations++
		e.generation = e.generations
		outcomes[i] = out
	}
	return e.join(at, outcomes)
}

// join brings the states of a fork's branches together. Places are joined in a fixed order only
// where order can be seen, in the reasons of unknowns.
func (e *evaluator) join(at python.Node, outcomes []outcome) completion {
	// A branch that never comes back (its budget is used up) leaves nothing to join.
	live := outcomes[:0]
	for _, out := range outcomes {
		if out.end != stopped {
			live = append(live, out)
		}
	}
	if len(live) == 0 {
		return stopped
	}
	end := live[0].end
	for _, out := range live[1:] {
		if out.end != end {
			e.unknown(at, codeControl, "control leaves the block under a condition that is not known")
			end = normal
		}
	}
	places := map[varPlace]struct{}{}
	objs := map[*object]struct{}{}
	for _, out := range live {
		for place := range out.vars {
			places[place] = struct{}{}
		}
		for obj := range out.objs {
			objs[obj] = struct{}{}
		}
	}
	uncertain := false
	// Objects first: joins of variables copy what is in them.
	for obj := range objs {
		if !e.joinObject(obj, live) {
			uncertain = true
		}
	}
	for place := range places {
		joined, first := value{}, true
		for _, out := range live {
			v, changed := out.vars[place]
			if !changed {
				v = place.scope.vars[place.name]
			}
			if first {
				joined, first = v, false
			} else {
				var ok bool
				if joined, ok = e.joinBranches(joined, v); !ok {
					uncertain = true
				}
			}
		}
		e.setVar(place.scope, place.name, joined)
	}
	if end == returned {
		e.result = live[0].result
		for _, out := range live[1:] {
			var ok bool
			if e.result, ok = e.joinBranches(e.result, out.result); !ok {
				uncertain = true
			}
		}
	}
	if uncertain {
		e.unknown(at, codeJoin, "the condition is not known, and its branches leave behind different objects")
	}
	return end
}

func (e *evaluator) joinObject(obj *object, live []outcome) bool {
	type content struct{ items, keys []value }
	contents := make([]content, 0, len(live))
	for _, out := range live {
		if c, changed := out.objs[obj]; changed {
			contents = append(contents, content{c.items, c.keys})
		} else {
			contents = append(contents, content{obj.items, obj.keys})
		}
	}
	joined, ok := contents[0], true
	e.charge(len(joined.items))
	joined.items = append([]value(nil), joined.items...)
	joined.keys = append([]value(nil), joined.keys...)
	for _, next := range contents[1:] {
		if obj.unique {
			ok = ok && sameMembers(joined.items, next.items)
			continue
		}
		if len(obj.keys) > 0 || len(next.keys) > 0 || len(joined.keys) > 0 {
			// The order of the keys can be seen, and so can which of two equal keys it is.
			ok = ok && identicalKeys(joined.keys, next.keys)
			// A dict: join by key; a key that only one side has is not known.
			other, base := &object{keys: next.keys}, &object{keys: joined.keys}
			for i, key := range joined.keys {
				at := other.find(key)
				if at < 0 {
					joined.items[i] = value{kind: unknownKind, s: reasonJoin, why: joined.items[i].why}
					ok = false
					continue
				}
				var same bool
				if joined.items[i], same = joinValues(joined.items[i], next.items[at]); !same {
					ok = false
				}
			}
			for i, key := range next.keys {
				if base.find(key) < 0 {
					joined.keys = append(joined.keys, key)
					joined.items = append(joined.items, value{kind: unknownKind, s: reasonJoin, why: next.items[i].why})
					ok = false
				}
			}
			continue
		}
		if len(joined.items) != len(next.items) {
			ok = false
		}
		for i := range next.items {
			if i >= len(joined.items) {
				joined.items = append(joined.items, next.items[i])
				continue
			}
			var same bool
			if joined.items[i], same = joinValues(joined.items[i], next.items[i]); !same {
				ok = false
			}
		}
	}
	e.touch(obj)
	obj.items, obj.keys = joined.items, joined.keys
	obj.drop()
	return ok
}

// identicalKeys tells whether two dicts have the same keys in the same order.
func identicalKeys(a, b []value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !hashable(a[i]) || !hashable(b[i]) || !identical(a[i], b[i]) {
			return false
		}
	}
	return true
}

// sameMembers tells whether two sets have the same members.
func sameMembers(a, b []value) bool {
	other := &object{items: b}
	for _, item := range a {
		if at := other.member(item); at < 0 || !hashable(item) || !identical(item, b[at]) {
			return false
		}
	}
	return len(a) == len(b)
}

const reasonJoin = "bound under a condition that is not known"

// maxChoice bounds how many constants a choice keeps apart.
const maxChoice = 64

// joinValues is the least value that covers both. ok is unset when the result is an unknown that
// the caller must report.
func joinValues(a, b value) (joined value, ok bool) {
	if a.o == b.o && identical(a, b) {
		return a, true
	}
	if a.kind == unknownKind {
		return a, true
	}
	if b.kind == unknownKind {
		return b, true
	}
	if (a.isScalar() || a.kind == choiceKind) && (b.isScalar() || b.kind == choiceKind) {
		var members []value
		add := func(v value) {
			for _, m := range members {
				if identical(m, v) {
					return
				}
			}
			members = append(members, v)
		}
		for _, v := range []value{a, b} {
			if v.kind == choiceKind {
				for _, m := range v.o.items {
					add(m)
				}
			} else {
				add(v)
			}
		}
		if len(members) <= maxChoice {
			return value{kind: choiceKind, o: &object{items: members}, why: a.why}, true
		}
		return value{kind: opaqueKind, s: "one of many constants", n: opaqueText | unstoredOf(members...), f: mostPieces(members), why: a.why}, true
	}
	if isPlain(a) && isPlain(b) {
		flags := int64(opaqueText)
		if a.kind == opaqueKind && b.kind == opaqueKind {
			flags = a.n | b.n
		}
		flags |= unstoredOf(a, b)
		return value{kind: opaqueKind, s: reasonJoin, n: flags, f: mostPieces([]value{a, b}), why: a.why}, true
	}
	if joined, ok := joinTasks(a, b); ok {
		return joined, true
	}
	return value{kind: unknownKind, s: reasonJoin, why: a.why}, false
}

// mostPieces are the pieces of the largest of some constants and data, without the first piece.
func mostPieces(values []value) float64 {
	most := 1.0
	for _, v := range values {
		budget := 2 * maxChoice
		most = max(most, piecesWalk(v, 0, &budget))
	}
	return most - 1
}

// isPlain tells whether the value is immutable data without members.
func isPlain(v value) bool {
	return v.isScalar() || v.kind == prefixKind || v.kind == opaqueKind || v.kind == choiceKind
}
