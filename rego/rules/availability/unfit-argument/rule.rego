# METADATA
# title: Argument that stops Airflow
# description: |
#   A DAG or task gives a number, a time or a text that Airflow cannot compute with or store.
# custom:
#   id: AVL013
#   name: unfit-argument
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         retries=1,
#         retry_delay=timedelta(days=999999999),
#     )
#   prefer: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         retries=1,
#         retry_delay=timedelta(minutes=5),
#     )
#   rationale: |
#     Airflow checks few of its arguments. The scheduler adds a `retry_delay` to a date, compares
#     `max_active_tis_per_dag` with a number and writes `pool_slots` into a column of 32 bits; where that fails, it
#     ends, for all tenants, and ends again when it is started anew.
#   messages:
#     value:
#       severity: review
#       text: >-
#         {what:text} {holder} gives {field} as {value}, and Airflow takes {wanted:text}{chain}
#       fix: >-
#         Give {wanted:text}.
#     unknown:
#       severity: review
#       text: >-
#         what {what:text} {holder} gives as {field} is not known, and Airflow takes {wanted:text} ({reason:text}){chain}
#       fix: >-
#         Write a constant: {wanted:text}.
#     alike:
#       severity: review
#       text: >-
#         {field} of the DAG differ only in the case of letters or in spaces, and some databases take them for one, which is there already
#       fix: >-
#         Keep one of them.
#     owners:
#       severity: review
#       text: >-
#         the owners of the tasks have {count:text} characters together, and Airflow takes {limit:text}
#       fix: >-
#         Name fewer owners, or shorter ones.
package sekisho.rules.availability.unfit_argument

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.limits
import data.sekisho.lib.values

bounds := data.lists.argument_values

findings contains finding if {
	some [what, list] in limits.holders
	some holder in list
	some field, _ in holder.arguments
	kind := kinds[field]
	value := holder.arguments[field]
	not suits(kind, field, value)
	some member in values.members(value)
	message := problem(kind, field, member)
	finding := findings_of.because(
		values.place(value, holder.span),
		message,
		sprintf("%v %s", [values.show(holder.id), field]),
		{
			"what": what, "holder": values.show(holder.id), "field": field, "value": values.show(member),
			"wanted": wanted(kind, field), "reason": values.reason(member),
		},
		values.why(value),
	)
}

# kinds[field]: the list that says which values an argument may have.
kinds[field] := kind if {
	some kind in ["numbers", "spans", "truths", "words", "dates", "texts", "prose", "lists", "mappings"]
	some field, _ in bounds[kind]
}

# wanted(kind, field): what an argument takes, for a message.
wanted("numbers", field) := sprintf("a whole number from %s to %s", [whole(bounds.numbers[field][0]), whole(bounds.numbers[field][1])])

wanted("spans", field) := sprintf("a number from %s to %s", [whole(bounds.spans[field][0]), whole(bounds.spans[field][1])])

wanted("truths", _) := "True or False"

wanted("words", field) := sprintf("one of %s", [concat(", ", bounds.words[field])])

wanted("dates", _) := "a date"

wanted("texts", field) := sprintf("a text of %d characters at most, without control characters", [bounds.texts[field]])

wanted("prose", _) := "a text"

wanted("lists", field) := sprintf("%d texts at most, of %d characters at most, without control characters", [bounds.parts, bounds.lists[field]])

wanted("mappings", _) := "a dict"

whole(number) := format_int(number, 10)

# suits(kind, field, value): nothing is wrong with it, which is so for almost every argument of every task.
suits(kind, field, value) if {
	value.state == "const"
	fits(kind, field, value)
}

# problem(kind, field, member): the message about a value that an argument can have; undefined where it fits. What
# is not known at all has a finding of its own.
problem(kind, field, member) := "value" if {
	member.state in {"const", "template"}
	not fits(kind, field, member)
}

else := "unknown" if {
	member.state in {"opaque", "prefix"}
	not field in bounds.waits
	not made(kind, member)
}

# made(kind, member): of a value that is not known, it is known to be what the argument takes.
made("dates", member) if member.type in date_types

made("truths", member) if object.get(member, "type", "") == "bool"

made("mappings", member) if object.get(member, "type", "") == "dict"

date_types := {"datetime", "date"}

fits("truths", _, member) if is_boolean(member.value)

fits("numbers", field, member) if {
	member.type == "int"
	within(bounds.numbers[field], member.value)
}

fits("spans", field, member) if {
	member.type in {"int", "float", "timedelta"}
	within(bounds.spans[field], member.value)
}

fits("words", field, member) if member.value in bounds.words[field]

fits("dates", _, member) if member.type in date_types

fits("dates", _, member) if {
	is_string(member.value)
	regex.match(`^[0-9][0-9TZ :.+-]{3,39}$`, member.value)
}

fits("texts", field, member) if short(bounds.texts[field], member.value)

fits("prose", _, member) if is_string(member.value)

fits("lists", field, member) if short(bounds.lists[field], member.value)

fits("lists", field, member) if {
	values.container(member)
	count(texts(member)) <= bounds.parts
	every part in texts(member) {
		short(bounds.lists[field], part)
	}
}

fits("mappings", _, member) if object.get(member, "type", "") == "dict"

fits(_, field, member) if {
	object.get(member, "type", "") == "NoneType"
	bounds.none[field]
}

fits(_, field, member) if {
	is_boolean(member.value)
	field in bounds.flags
}

fits(_, field, member) if {
	is_string(member.value)
	field in bounds.written
	regex.match(`^[0-9]{1,3}$`, member.value)
}

within([least, most], value) if {
	is_number(value)
	value >= least
	value <= most
}

short(most, value) if {
	is_string(value)
	count(value) <= most
	not regex.match(`[\x00-\x1f\x7f-\x9f\x{200b}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}]`, value)
}

# texts(member): what stands in a list, and both sides of the entries of a dict.
texts(member) := [text(part) | some part in parts(member)]

parts(member) := array.concat(object.get(member, "items", []), [side |
	some entry in object.get(member, "entries", [])
	some side in [entry.key, entry.value]
])

text(value) := object.get(value, "value", null)

owners contains owner if {
	some task in input.file.tasks
	some owner in values.texts(task.arguments.owner)
}

findings contains finding if {
	characters := sum([length | some owner in owners; length := count(owner) + 2])
	characters > bounds.owners
	finding := findings_of.whole("owners", {"count": characters, "limit": bounds.owners})
}

# Tags, and the owners of links, are keys of tables.
findings contains finding if {
	some dag in input.file.dags
	some field in ["tags", "owner_links"]
	value := dag.arguments[field]
	some member in values.members(value)
	keys := {name | some key in keys_of(member); name := text(key); is_string(name)}
	folded := {lower(trim_space(key)) | some key in keys}
	count(folded) < count(keys)
	finding := findings_of.because(values.place(value, dag.span), "alike", sprintf("%v %s", [values.show(dag.id), field]), {"field": field}, values.why(value))
}

keys_of(member) := array.concat(object.get(member, "items", []), [entry.key | some entry in object.get(member, "entries", [])])
