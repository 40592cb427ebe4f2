# METADATA
# title: Values
# description: |
#   Reads facts.Value. A function that asks for certainty is undefined where there is none, so a
#   rule that forgets a case finds nothing only for the state it names.
package sekisho.lib.values

# given(v): the argument stands there, whatever it holds.
given(v) if not v.state == "absent"

# falsy(v): Python takes the constant for false: None, "", 0, False. KubernetesPodOperator then lets
# the template win.
falsy(v) if {
	v.state == "const"
	not says_something(v)
}

says_something(v) if {
	value := v.value
	not value in {"", 0, false, null}
	object.get(v, "type", "") != "NoneType"
}

says_something(v) if count(v.items) > 0

says_something(v) if count(v.entries) > 0

container(v) if object.get(v, "type", "") in {"list", "tuple", "set", "dict"}

container(v) if count(object.get(v, "items", [])) > 0

container(v) if count(object.get(v, "entries", [])) > 0

# empty(v): not given, or falsy.
empty(v) if not given(v)

empty(v) if falsy(v)

# texts(v): every text that a value can be, where that is known for certain.
texts(v) := {v.value} if {
	v.state == "const"
	is_string(v.value)
}

else := {member.value | some member in v.values} if {
	v.state == "choice"
	every member in v.values {
		member.state == "const"
		is_string(member.value)
	}
}

# members(v): the values a value can be: itself, or those of a choice.
members(v) := v.values if v.state == "choice"

else := [v] if v.state != "choice"

# show(v): a value for a message. It is defined for every value: a finding must not be lost because
# a value has an unforeseen shape.
show(v) := null if object.get(v, "type", "") == "NoneType"

else := v.value if {
	v.state in {"const", "template"}
	is_scalar(v.value)
}

else := sprintf("%s of %d", [object.get(v, "type", "container"), size(v)]) if {
	v.state == "const"
	container(v)
}

else := null if v.state == "const"

else := [object.get(member, "value", member.state) | some member in v.values] if v.state == "choice"

else := concat("", [v.value, "…"]) if v.state == "prefix"

else := sprintf("(%v)", [object.get(v, "state", "no value")])

is_scalar(value) if is_string(value)

is_scalar(value) if is_number(value)

is_scalar(value) if is_boolean(value)

size(v) := count(object.get(v, "items", [])) + count(object.get(v, "entries", []))

# why(v): the chain of places that made a value.
why(v) := object.get(v, "because", [])

# place(v, span): where the value was written, for a finding: the place nearest to its use, or span.
place(v, span) := v.because[0].span if count(object.get(v, "because", [])) > 0

else := span

# reason(v): why a value is not known, in the analyser's words.
reason(v) := v.reason if object.get(v, "reason", "") != ""

else := "its value is made while the DAG runs"
