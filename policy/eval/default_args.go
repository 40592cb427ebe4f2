package eval

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
			item = opaque("a date in a time zone", textFlags(item)) // of a date that Airflow does not parse, it is the text
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
