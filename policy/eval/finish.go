package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// finish does what can only be done when the module has run.
func (e *evaluator) finish() {
	e.lookAgain()
	e.readFunctions()
	e.finishDAGs()
	e.starts()
	e.finishTasks()
}

// lookAgain looks once more at containers that DAGs and tasks hold by reference and that were
// changed since: what was put into them later reaches Airflow all the same.
func (e *evaluator) lookAgain() {
	changed := func(k keyword, stamp uint32) bool {
		return (k.value.isContainer() || k.value.kind == objectKind) && e.deepVersion(k.value) > stamp
	}
	for _, d := range e.dags {
		if e.clock <= d.stamp {
			continue
		}
		for _, k := range d.args {
			if changed(k, d.stamp) {
				e.callables(k.name, k.value, k.span)
				e.dagTemplates(k.name, k.value, k.span)
				switch k.name {
				case "params":
					e.noObjects(k.value, k.span)
				case "default_args":
					e.newDefaults(k)
				}
			}
		}
	}
	for _, t := range e.tasks {
		if e.clock <= t.stamp {
			continue
		}
		for _, v := range t.expanded {
			if e.deepVersion(v) > t.stamp {
				e.unknown(t.node, codeMutation, "what the task was expanded over is changed later")
			}
		}
		for _, k := range t.args {
			if changed(k, t.stamp) {
				e.callables(k.name, k.value, k.span)
				e.notData(k)
				e.taskTemplates(t, []keyword{k})
				if k.name == "conf" && e.growsByHops(k.value) {
					e.unknown(t.node, codeArgument, longerEachTime)
				}
				if k.name == "params" {
					e.noObjects(k.value, k.span)
				}
			}
		}
	}
}

func (e *evaluator) index() {
	imports, calls := e.out.Imports, e.out.Calls
	imported := func(i int) *facts.Symbol { return &imports[i].Symbol }
	called := func(i int) *facts.Symbol { return &calls[i].Symbol }
	capability := func(s *facts.Symbol) facts.Capability { return s.Capability }
	detail := func(s *facts.Symbol) string { return s.Detail }
	canonical := func(s *facts.Symbol) string { return s.Canonical }
	e.out.Index = facts.Index{
		ImportsByCapability: placesBy(len(imports), imported, capability, true),
		ImportsByDetail:     placesBy(len(imports), imported, detail, false),
		ImportsBySymbol:     placesBy(len(imports), imported, canonical, false),
		CallsByCapability:   placesBy(len(calls), called, capability, true),
		CallsByDetail:       placesBy(len(calls), called, detail, false),
		CallsBySymbol:       placesBy(len(calls), called, canonical, false),
	}
}

// placesBy lists the places of symbols by what key says of them; an empty word counts where empty is set.
func placesBy[K ~string](n int, symbol func(int) *facts.Symbol, key func(*facts.Symbol) K, empty bool) map[K][]int {
	before := make([]int, n) // the place before it under the same word
	type run struct{ last, count int }
	runs := make(map[K]run, 4)
	total := 0
	for i := range n {
		word := key(symbol(i))
		if word == "" && !empty {
			continue
		}
		r := runs[word]
		before[i] = r.last
		runs[word] = run{i, r.count + 1}
		total++
	}
	out := make(map[K][]int, len(runs))
	all := make([]int, total)
	for word, r := range runs {
		places := all[:r.count:r.count]
		all = all[r.count:]
		for i := r.last; r.count > 0; i = before[i] {
			r.count--
			places[r.count] = i
		}
		out[word] = places
	}
	return out
}

// Limits of the declarative language on the file itself.
const (
	maxDeclarativeSize  = 256 << 10
	maxDeclarativeDepth = 40
)

// declarative is the proof's last step: nothing was left unexecuted, and all that was executed is
// on the closed list.
func (e *evaluator) declarative() bool {
	out := e.out
	if len(out.Unknowns) > 0 || len(out.Effects) > 0 || len(out.Callables) > 0 {
		return false
	}
	if out.Parse != nil && !out.Parse.OK {
		return false
	}
	if out.Content != "" && out.Content != facts.ContentRead {
		return false
	}
	enc := e.code.Encoding
	if enc.BOM || !sayingNothing(enc.Cookie) || enc.CarriageReturn || enc.FormFeed || len(enc.Control) > 0 ||
		len(enc.Bidirectional) > 0 || len(enc.NonASCIINames) > 0 || len(enc.NormalizedNames) > 0 {
		return false
	}
	if len(e.code.Source) > maxDeclarativeSize || out.Size > maxDeclarativeSize || e.code.Depth > maxDeclarativeDepth ||
		e.code.Module == nil {
		return false
	}
	for i := range out.Templates {
		if !out.Templates[i].Allowed || out.Templates[i].Critical {
			return false
		}
	}
	for _, t := range e.tasks {
		if !t.pod && !t.safe {
			return false
		}
	}
	return true
}

// sayingNothing tells whether a declared encoding is the one that Python assumes without it: the name
// that the tokenizer itself takes for UTF-8 and asks no codec for (get_normal_name, Parser/tokenizer).
func sayingNothing(cookie string) bool {
	return cookie == "" || strings.ReplaceAll(strings.ToLower(cookie), "_", "-") == "utf-8"
}
