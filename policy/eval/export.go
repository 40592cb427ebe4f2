package eval

import (
	"math"
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

type exporter struct {
	e      *evaluator
	budget int
	at     python.Node // where an excess is reported
	jinja  bool        // strings with template syntax are rendered by Airflow
	open   map[*object]bool
}

func (e *evaluator) export(v value) facts.Value {
	x := exporter{e: e, budget: maxExport, at: e.file.Module}
	out := x.value(v, 0)
	e.charge((maxExport - x.budget + 3) / 4)
	return out
}

// exportArguments writes arguments as facts; strings in templated fields that hold a template are
// marked as such.
func (e *evaluator) exportArguments(args []keyword, canonical string) map[string]facts.Value {
	out := make(map[string]facts.Value, len(args))
	for _, k := range args {
		out[k.name] = e.exportField(k, canonical)
	}
	return out
}

// exportTask is exportArguments of a task, whose arguments from given on come from default_args: tasks
// that take the same default share what facts show of it.
func (e *evaluator) exportTask(args []keyword, given int, canonical string) map[string]facts.Value {
	out := make(map[string]facts.Value, len(args))
	for i, k := range args {
		if i < given || k.value.why == nil {
			out[k.name] = e.exportField(k, canonical)
			continue
		}
		key := sharedKey{k.value.why, k.name, canonical}
		shared, ok := e.shared[key]
		if !ok || e.clock > shared.stamp && e.deepVersion(k.value) > shared.stamp {
			shared = sharedExport{e.exportField(k, canonical), e.clock}
			e.shared[key] = shared
		}
		out[k.name] = shared.value
	}
	return out
}

// sharedKey names a default: the step of its provenance that default_args made is its alone.
type sharedKey struct {
	why             *link
	name, canonical string
}

type sharedExport struct {
	value facts.Value
	stamp uint32
}

func (e *evaluator) exportField(k keyword, canonical string) facts.Value {
	x := exporter{e: e, budget: maxExport, jinja: e.templated(canonical, k.name), at: &python.Keyword{Span: k.span}}
	out := x.value(k.value, 0)
	e.charge((maxExport - x.budget + 3) / 4)
	return out
}

// templateFields are the templated fields of one operator.
type templateFields struct {
	known bool
	names map[string]bool
}

// templated tells whether Airflow renders the field, or may.
func (e *evaluator) templated(canonical, field string) bool {
	fields, ok := e.fields[canonical]
	if !ok {
		list, known := e.config.Catalogue.TemplateFields(canonical)
		fields = templateFields{known: known, names: set(list...)}
		e.fields[canonical] = fields
	}
	return !fields.known || fields.names[field]
}

// reexport looks again at containers that were handed to Airflow by reference: when one changed
// since, the argument is the one or the other.
func (e *evaluator) reexport(exported map[string]facts.Value, args []keyword, stamp uint32, canonical string) {
	if e.clock <= stamp {
		return
	}
	for _, k := range args {
		if !k.value.isContainer() && k.value.kind != objectKind || e.deepVersion(k.value) <= stamp {
			continue
		}
		old := exported[k.name]
		now := e.exportField(k, canonical)
		if !sameExport(&old, &now) {
			exported[k.name] = facts.Value{State: facts.Choice, Values: []facts.Value{old, now}, Because: now.Because}
		}
	}
}

var stateRank = map[facts.State]int{facts.Const: 0, facts.Template: 1, facts.Choice: 2, facts.Prefix: 3, facts.Opaque: 4, facts.Unknown: 5}

func worse(a, b facts.State) facts.State {
	if stateRank[b] > stateRank[a] {
		return b
	}
	return a
}

func (x *exporter) value(v value, depth int) facts.Value {
	out := facts.Value{State: facts.Const, Type: v.typeName()}
	steps := 0
	for l := v.why; l != nil && steps < maxSteps; l = l.next {
		steps++
	}
	if steps > 0 {
		out.Because = make([]facts.Because, 0, steps)
	}
	for l := v.why; len(out.Because) < steps; l = l.next {
		out.Because = append(out.Because, facts.Because{What: l.what, Span: x.e.judgedSpan(l.span)})
	}
	x.budget--
	if depth > maxNesting || x.budget < 0 {
		out.State, out.Reason = facts.Unknown, "larger or deeper than facts show"
		x.e.unknown(x.at, codeBudget, "a value that is larger or deeper than facts show")
		return out
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
		} else {
			out.Value = v.f
		}
	case strKind:
		x.e.shown += len(v.s)
		if len(v.s) > maxShown || x.e.shown > maxShownAll {
			out.State, out.Reason = facts.Unknown, "a text longer than facts show"
			x.e.unknown(x.at, codeBudget, "a text that is longer than facts show")
			return out
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
		out.State, out.Value = facts.Prefix, v.s
	case opaqueKind:
		out.State, out.Reason = facts.Opaque, v.s
	case choiceKind:
		out.State, out.Type = facts.Choice, ""
		for _, item := range v.o.items {
			out.Values = append(out.Values, x.value(item, depth+1))
		}
	case listKind, tupleKind, setKind, dictKind, objectKind:
		x.members(v, &out, depth)
	case dagKind, groupKind, taskKind, partialKind:
		out.State, out.Reason = facts.Opaque, "an Airflow object"
		out.Type = [...]string{"DAG", "TaskGroup", "task", "task"}[v.kind-dagKind]
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
	return out
}

func (x *exporter) members(v value, out *facts.Value, depth int) {
	if x.open[v.o] {
		out.State, out.Reason = facts.Unknown, "a container that holds itself"
		return
	}
	if x.open == nil {
		x.open = map[*object]bool{}
	}
	x.open[v.o] = true
	if v.kind == objectKind && (isPath(v) || v.o.typ == typeTimedelta) {
		if isPath(v) {
			text := x.value(v.o.items[0], depth+1)
			out.State, out.Value, out.Reason = text.State, text.Value, text.Reason
		} else if v.o.items == nil {
			out.Value = v.o.num / 1e6 // in seconds
		} else {
			out.State, out.Reason = facts.Opaque, "a time of unknown length"
		}
		delete(x.open, v.o)
		return
	}
	if v.kind == dictKind || v.kind == objectKind && len(v.o.keys) > 0 {
		out.Entries = make([]facts.Entry, 0, len(v.o.keys))
		for i, key := range v.o.keys {
			k := x.value(key, depth+1)
			item := x.value(v.o.items[i], depth+1)
			out.State = worse(worse(out.State, k.State), item.State)
			out.Entries = append(out.Entries, facts.Entry{Key: k, Value: item})
			if x.budget < 0 {
				break
			}
		}
	} else {
		out.Items = make([]facts.Value, 0, len(v.o.items))
		for _, member := range v.o.items {
			item := x.value(member, depth+1)
			out.State = worse(out.State, item.State)
			out.Items = append(out.Items, item)
			if x.budget < 0 {
				break
			}
		}
		if v.kind == objectKind && len(v.o.items) == 0 && (v.o.typ == typeDatetime || v.o.typ == typeDate) {
			out.State, out.Reason = facts.Opaque, "a date that is not written out"
		}
	}
	delete(x.open, v.o)
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

// taskTemplates notes the templates in a task's arguments.
func (e *evaluator) taskTemplates(t *task, args []keyword) {
	for _, k := range args {
		if k.name == "dag" || k.name == "task_group" || k.name == "default_args" {
			continue
		}
		critical := e.config.Catalogue.CriticalField(t.symbol.Canonical, k.name)
		if critical || e.templated(t.symbol.Canonical, k.name) {
			e.template(k.name, t.index, critical, k.value, k.span)
		}
	}
}

// unknownField records that a field which decides whose pod it is, or what may run in it, is not known.
func (e *evaluator) unknownField(field string, span python.Span, reason string) {
	e.unknown(&python.Keyword{Span: span}, codeTemplate, "the value of "+field+" must be known and is not: "+reason)
}

type templateKey struct {
	field string
	task  int
	text  string
}

// template walks a value that reaches a templated field and notes every template in its strings.
func (e *evaluator) template(field string, task int, critical bool, v value, span python.Span) {
	budget := maxWalk
	e.templateWalk(field, task, critical, v, span, 0, &budget)
	e.charge((maxWalk - budget) / 8)
}

func (e *evaluator) templateWalk(field string, task int, critical bool, v value, span python.Span, depth int, budget *int) {
	*budget--
	if depth > maxNesting || *budget < 0 {
		e.unknown(&python.Keyword{Span: span}, codeBudget, "the value of the templated field "+field+" is larger or deeper than the interpreter looks")
		return
	}
	switch v.kind {
	case strKind:
		if !jinja.HasTemplate(v.s) {
			return
		}
		result := jinja.Check(v.s)
		if v.why != nil && v.why.span.End > 0 {
			span = v.why.span
		}
		fact := facts.Jinja{
			Field: field, Task: task, Critical: critical, Text: v.s, Allowed: result.Allowed, Violation: result.Violation,
			Expressions: result.Expressions, Span: e.span(span),
		}
		if fact.Expressions == nil {
			fact.Expressions = []string{}
		}
		key := templateKey{field, task, v.s}
		if _, seen := e.templates[key]; seen {
			return
		}
		e.templates[key] = struct{}{}
		e.out.Templates = append(e.out.Templates, fact)
	case prefixKind:
		if critical {
			e.unknownField(field, span, "only its beginning is known")
		} else if v.n&opaqueText != 0 || strings.Contains(v.s, "{") {
			e.unknown(&python.Keyword{Span: span}, codeTemplate, "text of unknown content reaches the templated field "+field)
		}
	case opaqueKind:
		if critical {
			e.unknownField(field, span, v.s)
		} else if v.n&opaqueText != 0 {
			e.unknown(&python.Keyword{Span: span}, codeTemplate, "text of unknown content reaches the templated field "+field+": "+v.s)
		}
	case choiceKind, listKind, tupleKind, setKind, dictKind, objectKind:
		for _, key := range v.o.keys {
			if v.kind == dictKind {
				e.templateWalk(field, task, critical, key, span, depth+1, budget)
			}
		}
		for _, item := range v.o.items {
			e.templateWalk(field, task, critical, item, span, depth+1, budget)
		}
	}
}
