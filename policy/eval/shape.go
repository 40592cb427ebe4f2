package eval

import (
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/airflow"
)

// shape is what the catalogue says of the arguments that an operator or DAG is given. Task after task
// of a file takes the same ones.
type shape struct {
	canonical string
	names     []string
	fields    []field
	sorted    []sortedName
}

// sortedName is a name that is given, and the last argument that gives it.
type sortedName struct {
	name string
	last int
}

// field is one argument of a class.
type field struct {
	rendered  bool // Airflow renders it, or may
	critical  bool // no template may stand in it
	group     airflow.FieldGroup
	reference string // the kind of thing outside the file that it names; empty for most
}

// maxShapes bounds how many shapes are remembered; the oldest goes first.
const maxShapes = 8

func (s *shape) fits(canonical string, args []keyword) bool {
	if s.canonical != canonical || len(s.names) != len(args) {
		return false
	}
	for i, name := range s.names {
		if args[i].name != name {
			return false
		}
	}
	return true
}

func (e *evaluator) shapeOf(canonical string, args []keyword) *shape {
	for _, known := range e.arena.shapes {
		if known.fits(canonical, args) {
			return known
		}
	}
	made := &shape{canonical: canonical, names: make([]string, len(args)), fields: make([]field, len(args))}
	rendered := e.templateFields(canonical)
	for i := range args {
		name := args[i].name
		made.names[i] = name
		made.fields[i] = field{
			rendered: rendered.has(name), critical: e.config.Catalogue.CriticalField(canonical, name),
			group: airflow.PodField(name), reference: referenceField(name),
		}
	}
	for i := range args {
		at, twice := slices.BinarySearchFunc(made.sorted, args[i].name, func(x sortedName, name string) int { return strings.Compare(x.name, name) })
		if twice {
			made.sorted[at].last = i
		} else {
			made.sorted = slices.Insert(made.sorted, at, sortedName{args[i].name, i})
		}
	}
	if known := e.arena.shapes; len(known) == maxShapes {
		copy(known, known[1:])
		known[maxShapes-1] = made
	} else {
		e.arena.shapes = append(known, made)
	}
	return made
}

// referenceField is the kind of thing outside the file that an argument of an operator names.
func referenceField(name string) string {
	switch name {
	case "pool", "queue", "executor":
		return name
	case "external_dag_id", "trigger_dag_id", "external_dag_ids":
		return "dag"
	}
	if strings.HasSuffix(name, "conn_id") {
		return "connection"
	}
	return ""
}
