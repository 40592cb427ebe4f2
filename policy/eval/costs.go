package eval

import "strings"

// This file counts what one call of a library costs that takes far longer than a step of Python does. The times beside are those of
// CPython 3.11 with pendulum 2.1 and kubernetes 22.6; a step is worth some ten microseconds.

const (
	zoneWork     = 800 // to copy a time zone of pendulum 2 with all of its transitions: 15 to 20 ms
	newZoneWork  = 300 // to load a time zone by a name that was not asked for before: 3 to 10 ms
	dateCopyWork = 5   // to copy a date or time span: 10 to 15 µs
	pathCopyWork = 10  // to copy a path: 15 µs
	modelWork    = 8   // to make a model of the Kubernetes client: 35 µs, with a configuration of its own
	copyModel    = 30  // to copy one: 75 µs
	textModel    = 240 // to make a text of one or compare it, as members that are walked: 60 µs and more
	readWork     = 200 // to ask for an Airflow variable: a query of the database, or of a service
	logWork      = 5   // to log a line: 30 µs
)

// copyWork is the work of copying a data object, without what is in it.
func copyWork(v value) int {
	switch v.o.typ {
	case typeTimezone:
		return zoneWork
	case typeDatetime:
		if inZone(v) {
			return zoneWork
		}
		return dateCopyWork
	case typePath:
		return pathCopyWork
	case typeDate, typeTimedelta:
		return dateCopyWork
	}
	return copyModel
}

// inZone tells whether a date may be in a time zone other than UTC.
func inZone(v value) bool {
	if len(v.o.keys) == 0 {
		return true // of unknown content
	}
	for i, key := range v.o.keys {
		if zone := v.o.items[i]; (key.s == "tz" || key.s == "tzinfo") && (zone.kind != strKind || zone.s != "UTC") {
			return true
		}
	}
	return false
}

// copies counts the work of copying all data objects in a value.
func (e *evaluator) copies(v value) {
	budget, work := maxWalk, 0
	copiesWalk(v, 0, &budget, &work)
	e.charge(work + (maxWalk-budget)/8)
}

func copiesWalk(v value, depth int, budget, work *int) {
	if *budget--; depth > maxNesting || *budget < 0 || !v.isContainer() && v.kind != objectKind {
		return
	}
	if v.kind == objectKind {
		*work += copyWork(v)
	}
	for _, item := range v.o.items {
		copiesWalk(item, depth+1, budget, work)
	}
}

// namesZones counts the names of time zones among some arguments: each is loaded once.
func (e *evaluator) namesZones(values ...value) {
	for _, v := range values {
		if v.kind == strKind && v.s != "UTC" && !e.zones[v.s] {
			e.zones[v.s] = true
			e.charge(newZoneWork)
		}
	}
}

// isModel tells whether a data object is one of the Kubernetes client, or of Airflow's that hold such.
func isModel(v value) bool { return v.kind == objectKind && strings.Contains(v.o.typ, "kubernetes") }
