package eval

import "github.com/sekisho/sekisho/policy/python"

// defaultArgs is `dag.default_args`: the copy that Airflow made when the DAG was built. It is the DAG's, so a
// change of it is an effect and an unknown. Airflow 2 copies what is in it too, Airflow 3 does not: neither
// what the file gave nor the copy may change any more, and whether they are one object is not decided.
// It is not known where Airflow puts something else there, or where the file changed since what it had given.
func (e *evaluator) defaultArgs(d *dag) (value, bool) {
	given := &d.defaults
	if given.unknown || given.source != nil && e.deepVersion(value{kind: dictKind, o: given.source}) != given.version {
		return value{}, false
	}
	if d.copied.kind != unbound {
		return d.copied, true
	}
	budget := maxWalk
	copied := e.dict(nil, nil)
	copied.o.module = &module{name: "the DAG's default_args"}
	for i, key := range given.keys {
		item := given.items[i]
		switch key.s {
		case "params":
			return value{}, false // Airflow moves them to the DAG's own
		case "start_date", "end_date":
			item = e.dateInZone(item)
		}
		freeze(item, 0, &budget)
		item = e.copied(item, true, map[*object]*object{}, &budget)
		freeze(item, 0, &budget)
		copied.o.keys, copied.o.items = append(copied.o.keys, key), append(copied.o.items, item)
	}
	e.charge((maxWalk - budget) / 2)
	if budget <= 0 {
		return value{}, false
	}
	d.copied = copied
	return copied, true
}

// dateInZone is a date after Airflow gave it a time zone; of a date that it does not parse, it is the text.
func (e *evaluator) dateInZone(v value) value {
	if v.kind == objectKind && (v.o.typ == typeDatetime || v.o.typ == typeDate) {
		return farDate(typeDatetime, distance(v))
	}
	return opaque("a date in a time zone", textFlags(v))
}

// freeze marks containers, whose change is an unknown from then on. Too many or too deep ones use up the budget.
func freeze(v value, depth int, budget *int) {
	if !v.isContainer() && v.kind != objectKind {
		return
	}
	if *budget--; depth > maxNesting {
		*budget = 0
	}
	if *budget <= 0 {
		return
	}
	if v.isContainer() {
		v.o.joined = true
	}
	for _, item := range v.o.items {
		freeze(item, depth+1, budget)
	}
}

// defaults are default_args as Airflow keeps them: a copy made when the DAG is built.
type defaults struct {
	given   bool
	unknown bool // the dict is not known
	keys    []value
	items   []value
	source  *object // the dict that was given
	version uint32  // of its content when it was given
	span    python.Span
}

func (e *evaluator) newDefaults(k keyword) defaults {
	d := defaults{given: true, span: k.span}
	switch k.value.kind {
	case noneKind:
		return defaults{}
	case dictKind:
		d.source, d.version = k.value.o, e.deepVersion(k.value)
		e.copies(k.value)
		d.keys = append(d.keys, k.value.o.keys...)
		var named *link // behind the step of the keyword
		if k.value.why != nil {
			named = k.value.why.next
		}
		for _, item := range k.value.o.items {
			d.items = append(d.items, e.because(e.from(item, named), "default_args", k.span))
		}
		for i, key := range d.keys {
			if key.kind != strKind {
				d.unknown = true
			} else if key.s == "params" {
				// The DAG's own, also where each task gives others.
				e.dataParams(d.items[i], k.span)
			} else if key.s == "dag" || key.s == "task_group" || key.s == "default_args" {
				e.unknown(&python.Keyword{Span: k.span}, codeArgument, "default_args say which DAG or group a task belongs to")
			}
		}
	default:
		d.unknown = true
		if k.value.kind != unknownKind {
			e.unknown(&python.Keyword{Span: k.span}, codeArgument, "default_args are not known")
		}
	}
	return d
}

// deepVersion is the clock of the last change of a value or of anything in it.
func (e *evaluator) deepVersion(v value) uint32 {
	if v.o == nil || !v.isContainer() && v.kind != objectKind {
		return 0
	}
	budget := maxWalk
	latest := e.latest(v, 0, &budget)
	e.charge((maxWalk - budget) / 8)
	return latest
}

func (e *evaluator) latest(v value, depth int, budget *int) uint32 {
	if v.o == nil || !v.isContainer() && v.kind != objectKind {
		return 0
	}
	*budget--
	if *budget < 0 || depth > maxNesting {
		// Too large or too deep to tell: as if it had just changed.
		return e.clock
	}
	newest := v.o.version
	for _, item := range v.o.items {
		newest = max(newest, e.latest(item, depth+1, budget))
	}
	return newest
}

func mergeDefaults(outer, inner defaults) defaults {
	merged := inner
	given := &object{keys: inner.keys}
	for i, key := range outer.keys {
		if given.find(key) < 0 {
			merged.keys = append(merged.keys, key)
			merged.items = append(merged.items, outer.items[i])
		}
	}
	merged.unknown = inner.unknown || outer.unknown
	return merged
}
