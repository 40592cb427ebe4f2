package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file executes `match` of a subject that is known as far as its patterns ask. A pattern calls nothing of the
// file then: it compares with constants, looks at builtin types, and takes lists, tuples and dicts apart. CPython
// binds the names of a pattern when all of it fits, before it evaluates the guard.

// matching is the test of one pattern.
type matching struct {
	e     *evaluator
	names []captured
}

// captured is a name that a pattern binds.
type captured struct {
	name  string
	value value
	at    python.Node
}

// match runs the first case that fits. From the first of which that is not known on, all cases are alternatives.
func (e *evaluator) match(s *python.Match) completion {
	subject := e.eval(s.Subject)
	for i, c := range s.Cases {
		m := matching{e: e}
		fits, known := m.pattern(c.Pattern, subject)
		if fits && known {
			for _, n := range m.names {
				target := &python.Name{Span: n.at.Range(), ID: n.name, Ctx: python.Store}
				e.assign(target, n.value)
			}
			if c.Guard != nil {
				fits, known = truth(e.eval(c.Guard))
			}
		}
		switch {
		case e.exhausted:
			e.readCases(s.Cases[i:], e.phase)
			return stopped
		case !known:
			return e.matchUnknown(s, s.Cases[i:])
		case fits:
			e.charge(len(s.Cases) / 8)
			e.readCases(s.Cases[i+1:], facts.PhaseDead)
			e.conditional++
			end := e.block(c.Body)
			e.conditional--
			return end
		}
		e.readDead(c.Body)
	}
	return normal
}

// readCases reads cases that are not executed, those that never run once.
func (e *evaluator) readCases(cases []*python.MatchCase, phase facts.Phase) {
	for _, c := range cases {
		if phase != facts.PhaseDead {
			e.readNode(c, e.scope, phase)
			continue
		}
		if c.Guard != nil && !e.deadRead[c.Body[0]] {
			e.readExpr(c.Guard, e.scope, phase)
		}
		e.readDead(c.Body)
	}
}

// matchUnknown runs cases as alternatives: what they would build is worth a finding, and nothing is proved by it.
func (e *evaluator) matchUnknown(s *python.Match, cases []*python.MatchCase) completion {
	e.unknown(s, codeStatement, "which case of a `match` statement runs is not known")
	e.conditional++
	defer func() { e.conditional-- }()
	branches := []func() completion{func() completion { return normal }}
	for _, c := range cases {
		branches = append(branches, func() completion {
			b := newBindings()
			b.node(c.Pattern)
			for _, name := range sortedNames(b.local) {
				e.bind(name, value{kind: unknownKind, s: "captured by a pattern"}, c.Pattern)
			}
			e.readNode(c.Pattern, e.scope, e.phase)
			if c.Guard != nil {
				e.eval(c.Guard)
			}
			e.block(c.Body)
			return normal
		})
	}
	e.fork(s, branches...)
	if e.exhausted {
		return stopped
	}
	return normal
}

// pattern tells whether a pattern fits; known is unset when that is not known.
func (m *matching) pattern(p python.Pattern, v value) (fits, known bool) {
	if !m.e.step(p) {
		return false, false
	}
	switch p := p.(type) {
	case *python.MatchValue:
		return m.equal(p.Value, v)
	case *python.MatchSingleton:
		return singleton(p.Value, v)
	case *python.MatchSequence:
		return m.sequence(p, v)
	case *python.MatchMapping:
		return m.mapping(p, v)
	case *python.MatchClass:
		return m.class(p, v)
	case *python.MatchAs:
		if p.Pattern != nil {
			if fits, known = m.pattern(p.Pattern, v); !fits || !known {
				return fits, known
			}
		}
		m.capture(p.Name, v, p)
		return true, true
	case *python.MatchOr:
		before := len(m.names)
		for _, one := range p.Patterns {
			if fits, known = m.pattern(one, v); fits || !known {
				return fits, known
			}
			m.names = m.names[:before]
		}
		return false, true
	}
	return false, false
}

func (m *matching) capture(name string, v value, at python.Node) {
	if name != "" {
		m.names = append(m.names, captured{name, v, at})
	}
}

// equal is `subject == value`, where the value is a constant or a dotted name.
func (m *matching) equal(x python.Expr, v value) (fits, known bool) {
	return truth(m.e.compareOne(&python.Compare{Span: x.Range()}, python.Eq, v, m.e.eval(x)))
}

// singleton is `subject is None`, and the same of True and False.
func singleton(c python.ConstantKind, v value) (fits, known bool) {
	switch {
	case !plainSubject(v):
		return false, false
	case c == python.ConstantNone:
		return v.kind == noneKind, true
	}
	return v.kind == boolKind && (v.n != 0) == (c == python.ConstantTrue), true
}

// plainSubject tells whether the type of the value is a builtin one that is known.
func plainSubject(v value) bool {
	switch v.kind {
	case listKind:
		return v.o.typ == ""
	case tupleKind, setKind:
		return true
	case dictKind:
		return v.o.typ == ""
	}
	return v.isScalar() || v.kind == prefixKind
}

func (m *matching) sequence(p *python.MatchSequence, v value) (fits, known bool) {
	if !plainSubject(v) {
		return false, false
	}
	if v.kind != listKind && v.kind != tupleKind {
		return false, true
	}
	star := -1
	for i, one := range p.Patterns {
		if _, ok := one.(*python.MatchStar); ok {
			star = i
		}
	}
	items, n := v.o.items, len(p.Patterns)
	if star < 0 && len(items) != n || star >= 0 && len(items) < n-1 {
		return false, true
	}
	// Python takes all of it apart before it looks at the first, and makes a list of what the star is for.
	m.e.charge(len(items) / 16)
	for i, one := range p.Patterns {
		at := i
		if star >= 0 && i > star {
			at = len(items) - n + i
		}
		if i == star {
			rest := items[star : len(items)-n+1+star]
			if name := one.(*python.MatchStar).Name; name != "" {
				if !m.e.alloc(one, 16*len(rest)) {
					return false, false
				}
				m.capture(name, m.e.list(append([]value(nil), rest...)), one)
			}
			continue
		}
		if fits, known = m.pattern(one, items[at]); !fits || !known {
			return fits, known
		}
	}
	return true, true
}

// mapping looks at all keys before it looks at what is under the first.
func (m *matching) mapping(p *python.MatchMapping, v value) (fits, known bool) {
	if !plainSubject(v) {
		return false, false
	}
	if v.kind != dictKind {
		return false, true
	}
	if len(v.o.keys) < len(p.Keys) {
		return false, true
	}
	asked, places := &object{}, make([]int, len(p.Keys))
	missing := false
	for i, x := range p.Keys {
		key := m.e.eval(x)
		m.e.hashed(key, v.o.keys)
		if !hashable(key) || asked.find(key) >= 0 {
			return false, false // the same key twice raises
		}
		asked.keys = append(asked.keys, key)
		places[i] = v.o.find(key)
		missing = missing || places[i] < 0
	}
	if missing {
		return false, true
	}
	for i, one := range p.Patterns {
		if fits, known = m.pattern(one, v.o.items[places[i]]); !fits || !known {
			return fits, known
		}
	}
	if p.Rest == "" {
		return true, true
	}
	if !m.e.alloc(p, 16*len(v.o.keys)) {
		return false, false
	}
	m.e.charge(len(v.o.keys) * (1 + len(p.Keys)) / 8)
	rest := m.e.dict(make([]value, 0, len(v.o.keys)), make([]value, 0, len(v.o.keys)))
	for i, key := range v.o.keys {
		if asked.find(key) < 0 {
			rest.o.keys, rest.o.items = append(rest.o.keys, key), append(rest.o.items, v.o.items[i])
		}
	}
	m.capture(p.Rest, rest, p)
	return true, true
}

// class is a test of a builtin type, which may have one pattern for the subject itself.
func (m *matching) class(p *python.MatchClass, v value) (fits, known bool) {
	name, ok := p.Cls.(*python.Name)
	if !ok || !plainSubject(v) || len(p.Patterns) > 1 || len(p.KwdAttrs) > 0 {
		return false, false
	}
	class := m.e.lookup(m.e.scope, name.ID)
	if class.kind != builtinKind || !selfMatching[class.s] {
		return false, false
	}
	if typ := v.typeName(); class.s != typ && (class.s != "int" || typ != "bool") {
		return false, true
	}
	if len(p.Patterns) == 1 {
		return m.pattern(p.Patterns[0], v)
	}
	return true, true
}

// selfMatching are the builtin types whose one positional pattern is for the subject itself.
var selfMatching = set("bool", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple")
