package eval

import (
	"math"
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/jinja"
	"github.com/sekisho/sekisho/policy/python"
)

// maxShown bounds one text that facts show, maxShownAll all of them together; in bytes.
const (
	maxShown    = 32 << 10
	maxShownAll = 4 << 20
)

// maxSteps bounds the provenance chain that facts show, from the use on.
const maxSteps = 8

// maxExport bounds the members of a value that facts show.
const maxExport = 2000

// maxMembers bounds the members of all values that facts show of a file: rules look at them for every task,
// so what tasks share counts for each. The largest public DAG file has 6,000.
const maxMembers = 12_000

// room is how many members of one more value facts show.
func (e *evaluator) room() int { return min(maxExport, max(maxMembers-e.members, 0)) }

// spent counts the members that were shown of one value.
func (e *evaluator) spent(members int) {
	e.members += members
	e.charge((members + 3) / 4)
}

type exporter struct {
	e      *evaluator
	budget int
	at     python.Node // where an excess is reported
	field  *keyword    // the same for an argument
	jinja  bool        // strings with template syntax are rendered by Airflow
}

func (e *evaluator) export(v value) facts.Value {
	var out facts.Value
	e.exportTo(&out, v)
	return out
}

// exportNew is export to a value of its own.
func (e *evaluator) exportNew(v value) *facts.Value {
	out := e.arena.facts.New()
	e.exportTo(out, v)
	return out
}

func (e *evaluator) exportTo(out *facts.Value, v value) {
	room := e.room()
	x := exporter{e: e, budget: room, at: e.file.Module}
	x.value(out, v, 0)
	e.spent(room - x.budget)
}

// exportSite writes the arguments of a call.
func (e *evaluator) exportSite(fact *facts.Call, c *site) {
	fact.Args = e.arena.members.Make(len(c.pos))
	for i, v := range c.pos {
		e.exportTo(&fact.Args[i], v)
	}
	if len(c.kw) == 0 {
		return
	}
	fact.Keywords = make(facts.Arguments, 0, len(c.kw))
	for _, k := range c.kw {
		fact.Keywords.Set(k.name, e.exportNew(k.value))
	}
}

// exportArguments writes arguments as facts; strings in templated fields that hold a template are
// marked as such.
func (e *evaluator) exportArguments(args []keyword, canonical string) facts.Arguments {
	return e.exportTask(args, len(args), canonical)
}

// exportTask is exportArguments of a task, whose arguments from given on come from default_args: tasks
// that take the same default share what facts show of it.
func (e *evaluator) exportTask(args []keyword, given int, canonical string) facts.Arguments {
	shape := e.shapeOf(canonical, args)
	values := e.arena.pointers.Make(len(args))
	for i := range args {
		k, rendered := &args[i], shape.fields[i].rendered
		if i < given || k.value.why == nil {
			values[i] = e.exportField(k, rendered)
			continue
		}
		key := sharedKey{k.value.why, k.name, canonical}
		shared, ok := e.shared[key]
		if !ok || e.clock > shared.stamp && e.deepVersion(k.value) > shared.stamp {
			before, shown := e.members, e.shown
			shared.value = e.exportField(k, rendered)
			shared.members, shared.shown, shared.stamp = e.members-before, e.shown-shown, e.clock
			e.shared[key] = shared
		} else if e.members, e.shown = e.members+shared.members, e.shown+shared.shown; e.members > maxMembers || e.shown > maxShownAll {
			// Airflow stores it with each task.
			values[i] = e.exportField(k, rendered)
			continue
		}
		values[i] = shared.value
	}
	out := facts.Arguments(e.arena.arguments.Make(len(shape.sorted)))
	for i, s := range shape.sorted {
		out[i] = facts.Argument{Name: s.name, Value: values[s.last]}
	}
	return out
}

// sharedKey names a default: the step of its provenance that default_args made is its alone.
type sharedKey struct {
	why             *link
	name, canonical string
}

type sharedExport struct {
	value          *facts.Value
	members, shown int
	stamp          uint32
}

func (e *evaluator) exportField(k *keyword, rendered bool) *facts.Value {
	out := e.arena.facts.New()
	room := e.room()
	x := exporter{e: e, budget: room, jinja: rendered, field: k}
	x.value(out, k.value, 0)
	e.spent(room - x.budget)
	return out
}

// reexport looks again at containers that were handed to Airflow by reference: when one changed
// since, the argument is the one or the other.
func (e *evaluator) reexport(exported facts.Arguments, args []keyword, stamp uint32, canonical string) {
	if e.clock <= stamp {
		return
	}
	for i := range args {
		k := &args[i]
		if !k.value.isContainer() && k.value.kind != objectKind || e.deepVersion(k.value) <= stamp {
			continue
		}
		old, _ := exported.Get(k.name)
		now := e.exportField(k, e.templateFields(canonical).has(k.name))
		if !sameExport(old, now) {
			exported.Set(k.name, &facts.Value{State: facts.Choice, Values: []facts.Value{*old, *now}, Because: now.Because})
		}
	}
}

var stateRank = map[facts.State]int{facts.Const: 0, facts.Template: 1, facts.Choice: 2, facts.Prefix: 3, facts.Opaque: 4, facts.Unknown: 5}

func worse(a, b facts.State) facts.State {
	if b == a || b == facts.Const {
		return a
	}
	if stateRank[b] > stateRank[a] {
		return b
	}
	return a
}

// excess records that there is more than facts show.
func (x *exporter) excess(reason string) {
	at := x.at
	if x.e.members >= maxMembers {
		at = x.e.file.Module // one for all of what follows
	} else if at == nil {
		at = &python.Keyword{Span: x.field.span}
	}
	x.e.unknown(at, codeBudget, reason)
}

// value writes v to out, which must be empty.
func (x *exporter) value(out *facts.Value, v value, depth int) {
	out.State, out.Type = facts.Const, v.typeName()
	steps := 0
	for l := v.why; l != nil && steps < maxSteps; l = l.next {
		steps++
	}
	out.Because = x.e.arena.because.Make(steps)
	for i, l := 0, v.why; i < steps; i, l = i+1, l.next {
		out.Because[i] = facts.Because{What: l.what, Span: x.e.judgedSpan(l.span)}
	}
	x.budget--
	if depth > maxNesting || x.budget < 0 {
		out.State, out.Reason = facts.Unknown, "larger or deeper than facts show"
		x.excess("a value that is larger or deeper than facts show")
		return
	}
	switch v.kind {
	case noneKind:
	case boolKind:
		out.Value = v.n != 0
	case intKind:
		out.Value = v.n
	case floatKind:
		if math.IsNaN(v.f) || math.IsInf(v.f, 0) {
			out.Value = floatRepr(v.f)
			x.excess("a number that is none of JSON, in which Airflow stores a DAG")
		} else {
			out.Value = v.f
		}
	case strKind:
		x.e.shown += len(v.s)
		if len(v.s) > maxShown || x.e.shown > maxShownAll {
			out.State, out.Reason = facts.Unknown, "a text longer than facts show"
			x.excess("a text that is longer than facts show")
			return
		}
		out.Value = v.s
		if x.jinja && jinja.HasTemplate(v.s) {
			out.State = facts.Template
		}
	case bytesKind:
		out.Value = strings.ToValidUTF8(v.s, "\uFFFD")
	case ellipsisKind:
		out.Value = "..."
	case prefixKind:
		x.stored(v)
		out.State, out.Value = facts.Prefix, v.s
	case opaqueKind:
		x.stored(v)
		out.State, out.Reason = facts.Opaque, v.s
		if v.isTruth() {
			out.Type = "bool"
		}
	case choiceKind:
		out.State, out.Type = facts.Choice, ""
		out.Values = x.e.arena.members.Make(len(v.o.items))
		for i, item := range v.o.items {
			x.value(&out.Values[i], item, depth+1)
		}
	case listKind, tupleKind, setKind, dictKind, objectKind:
		x.members(v, out, depth)
	case dagKind, groupKind, taskKind, partialKind, eitherKind:
		out.State, out.Reason = facts.Opaque, "an Airflow object"
		out.Type = [...]string{"DAG", "TaskGroup", "task", "task", "task"}[v.kind-dagKind]
	case symbolKind:
		out.State, out.Type, out.Reason = facts.Unknown, v.s, "an imported name"
	case builtinKind:
		out.State, out.Type, out.Reason = facts.Unknown, "builtins."+v.s, "a builtin"
	case functionKind:
		out.State, out.Type, out.Reason = facts.Unknown, "function", "the function "+v.o.fn.name
	case unbound:
		out.State = facts.Absent
	default:
		out.State, out.Reason = facts.Unknown, v.s
	}
}

// stored records an argument of unknown content that Airflow may be unable to store.
func (x *exporter) stored(v value) {
	if x.field != nil && v.n&opaqueUnstored != 0 {
		x.excess("data of unknown content that may be infinite, or hold a NUL, neither of which PostgreSQL stores")
	}
}

func (x *exporter) members(v value, out *facts.Value, depth int) {
	open := &x.e.arena.open
	if slices.Contains(*open, v.o) {
		out.State, out.Reason = facts.Unknown, "a container that holds itself"
		return
	}
	*open = append(*open, v.o)
	defer func() { *open = (*open)[:len(*open)-1] }()
	if v.kind == objectKind && (isPath(v) || v.o.typ == typeTimedelta) {
		if isPath(v) {
			var text facts.Value
			x.value(&text, v.o.items[0], depth+1)
			out.State, out.Value, out.Reason = text.State, text.Value, text.Reason
		} else if v.o.items == nil {
			out.Value = v.o.num / 1e6 // in seconds
		} else {
			out.State, out.Reason = facts.Opaque, "a time of unknown length"
		}
		return
	}
	if v.kind == dictKind || v.kind == objectKind && len(v.o.keys) > 0 {
		// What is over the budget is not shown, but for the member with which it was used up.
		out.Entries = make([]facts.Entry, min(len(v.o.keys), max(x.budget, 0)+1))
		for i := range out.Entries {
			entry := &out.Entries[i]
			x.value(&entry.Key, v.o.keys[i], depth+1)
			x.value(&entry.Value, v.o.items[i], depth+1)
			out.State = worse(worse(out.State, entry.Key.State), entry.Value.State)
			if x.budget < 0 {
				out.Entries = out.Entries[:i+1]
				break
			}
		}
	} else {
		out.Items = []facts.Value{}
		if len(v.o.items) > 0 {
			out.Items = x.e.arena.members.Make(min(len(v.o.items), max(x.budget, 0)+1))
		}
		for i := range out.Items {
			x.value(&out.Items[i], v.o.items[i], depth+1)
			out.State = worse(out.State, out.Items[i].State)
			if x.budget < 0 {
				out.Items = out.Items[:i+1]
				break
			}
		}
		if v.kind == objectKind && len(v.o.items) == 0 && (v.o.typ == typeDatetime || v.o.typ == typeDate) {
			out.State, out.Reason = facts.Opaque, "a date that is not written out"
		}
	}
}

// sameExport compares values without their provenance.
func sameExport(a, b *facts.Value) bool {
	if a.State != b.State || a.Type != b.Type || a.Reason != b.Reason || a.Value != b.Value ||
		len(a.Values) != len(b.Values) || len(a.Items) != len(b.Items) || len(a.Entries) != len(b.Entries) {
		return false
	}
	for i := range a.Values {
		if !sameExport(&a.Values[i], &b.Values[i]) {
			return false
		}
	}
	for i := range a.Items {
		if !sameExport(&a.Items[i], &b.Items[i]) {
			return false
		}
	}
	for i := range a.Entries {
		if !sameExport(&a.Entries[i].Key, &b.Entries[i].Key) || !sameExport(&a.Entries[i].Value, &b.Entries[i].Value) {
			return false
		}
	}
	return true
}
