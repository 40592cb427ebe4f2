package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

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

// recordPlain notes a call without its arguments: those of DAGs and tasks stand in their own facts.
func (e *evaluator) recordPlain(c *site, use facts.Use) {
	s, _ := e.symbol(c.name)
	e.recordFact(c.node, facts.Call{Symbol: s, Use: use, Phase: e.phase, Span: e.span(c.node.Span)})
}
