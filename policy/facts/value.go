package facts

// State says how sure the analyser is of a value.
type State string

// The states of a value.
const (
	Const    State = "const"    // Value is the value
	Choice   State = "choice"   // one of Values
	Prefix   State = "prefix"   // a string that begins with Value
	Template State = "template" // Value is a string that Airflow renders as Jinja at run time
	Opaque   State = "opaque"   // data whose content is not known, but which cannot run code
	Unknown  State = "unknown"  // nothing is known; Reason says why
	Absent   State = "absent"   // the argument is not given
)

// Value is a value of the analysed program and how it came about.
//
// There are too many values to spell out their emptiness to rules: fields that are empty are left out
// for them too (`rego:"omitempty"`), and lib/values.rego reads them.
//
// A list, tuple, set or dict is Const when every member is; otherwise its State is the least
// certain state of its members. Items and Entries hold the members in either case.
type Value struct {
	State State `json:"state"`
	// Value is a JSON scalar (string, bool, number, null): the value of Const, the known text of
	// Prefix and Template. It is unset for containers.
	Value any `json:"value,omitempty" rego:"omitempty"`
	// Values are the members of Choice.
	Values []Value `json:"values,omitempty" rego:"omitempty"`
	// Type is the Python type where it is known: str, int, float, bool, NoneType, list, tuple,
	// set, dict, datetime, timedelta, path, or a canonical class name.
	Type string `json:"type,omitempty" rego:"omitempty"`
	// Items are the members of a list, tuple or set, in order.
	Items []Value `json:"items,omitempty" rego:"omitempty"`
	// Entries are the members of a dict, in insertion order, or the keyword arguments of an
	// object of a known class (Type).
	Entries []Entry `json:"entries,omitempty" rego:"omitempty"`
	// Reason says why the value is unknown or opaque.
	Reason string `json:"reason,omitempty" rego:"omitempty"`
	// Because is the chain of places that made the value, nearest to its use first:
	// variable, default_args, keyword.
	Because []Because `json:"because,omitempty" rego:"omitempty"`
}

// Entry is one member of a dict.
type Entry struct {
	Key   Value `json:"key"`
	Value Value `json:"value"`
}

// Because is one link of a provenance chain: what (a name such as `NS`, `default_args`,
// `namespace=`) got its value where.
type Because struct {
	What string `json:"what"`
	Span Span   `json:"span"`
}

// Span is a range of source text. Lines and columns count from 1, columns in characters, the end
// is exclusive.
type Span struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Position is a place in a file.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}
