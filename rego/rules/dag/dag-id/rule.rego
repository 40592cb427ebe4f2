# METADATA
# title: dag_id
# description: |
#   A DAG's id belongs to another tenant, is not known, or lacks the tenant's own prefix.
# custom:
#   id: DAG001
#   name: dag-id
#   avoid: |
#     DAG("payments.refund", schedule="@daily", start_date=datetime(2024, 1, 1))
#   prefer: |
#     DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1))
#   rationale: |
#     Airflow knows a DAG by its id alone. Where two files give the same id the one read last
#     wins, and takes over schedule, history and permissions of the other.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         dag_id {id} belongs to {tenant}: it would take over that tenant's DAG{chain}
#       fix: >-
#         Begin the dag_id with your own namespace: {wanted}.
#     display:
#       severity: review
#       text: >-
#         dag_display_name {id} looks like a DAG of {tenant}{chain}
#       fix: >-
#         Show the DAG under a name of your own.
#     display_letters:
#       severity: review
#       text: >-
#         dag_display_name {id} mixes letters that look like others, or cannot be seen{chain}
#       fix: >-
#         Write each word of the name in the letters of one script.
#     owner:
#       severity: warn
#       text: >-
#         the owner {id} of a task looks like {tenant}{chain}
#       fix: >-
#         Name the people who look after this DAG.
#     letters:
#       severity: review
#       text: >-
#         dag_id {id} has letters that look like others or cannot be seen{chain}
#       fix: >-
#         Begin the dag_id with your own namespace ({wanted}), and use letters, digits, dots and hyphens.
#     foreign_prefix:
#       severity: deny
#       text: >-
#         dag_id begins with {id}, which belongs to {tenant}{chain}
#       fix: >-
#         Begin the dag_id with your own namespace: {wanted}.
#     unknown:
#       severity: review
#       text: >-
#         the dag_id is not known: {reason:text}{chain}
#       fix: >-
#         Write the dag_id as a constant that begins with {wanted}.
#     recommended:
#       severity: warn
#       text: >-
#         dag_id {id} does not begin with {wanted}{chain}
#       fix: >-
#         Begin the dag_id with your own namespace: {wanted}.
#     required:
#       severity: deny
#       text: >-
#         dag_id {id} does not begin with {wanted}, as the platform requires{chain}
#       fix: >-
#         Begin the dag_id with your own namespace: {wanted}.
#     twice:
#       severity: warn
#       text: >-
#         dag_id {id} is also that of {other} ({files} files give it): the file that Airflow reads
#         last wins
#       fix: >-
#         Give each DAG an id of its own.
package sekisho.rules.dag.dag_id

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.values

wanted := concat("", [input.tenant.namespace, "."])

members contains {"dag": dag, "id": id} if {
	some dag in input.file.dags
	some id in values.members(dag.id)
}

known(id) if {
	id.state in {"const", "template"}
	is_string(id.value)
}

findings contains finding if {
	some member in members
	known(member.id)
	tenant := names.foreign(member.id.value)
	finding := about(member, "foreign", {"tenant": tenant})
}

# The name that Airflow's web page shows instead of the id.
# What people see in the place of an id.
findings contains finding if {
	some dag in input.file.dags
	value := dag.arguments.dag_display_name
	some text in values.texts(value)
	tenant := names.foreign(read(text))
	finding := findings_of.because(values.place(value, dag.span), "display", text, {"id": text, "tenant": tenant}, values.why(value))
}

findings contains finding if {
	some task in input.file.tasks
	value := task.arguments.owner
	some text in values.texts(value)
	tenant := names.foreign(read(text))
	finding := findings_of.because(values.place(value, task.span), "owner", text, {"id": text, "tenant": tenant}, values.why(value))
}

unlike := {
	sprintf("[A-Za-z][^ ]*[%s]", [data.lists.letters.alike]),
	sprintf("[%s][^ ]*[A-Za-z]", [data.lists.letters.alike]),
	sprintf("[%s]", [data.lists.letters.unseen]),
}

# Letters of other scripts that look like those of a tenant's name, in a word with letters that are: of a whole word
# in another script nobody takes one for a tenant.
findings contains finding if {
	some dag in input.file.dags
	value := dag.arguments.dag_display_name
	some text in values.texts(value)
	some pattern in unlike
	regex.match(pattern, text)
	finding := findings_of.because(values.place(value, dag.span), "display_letters", text, {"id": text}, values.why(value))
}

# read(text): the words of a text as the parts of a name.
read(text) := strings.replace_n({" ": "-", ",": "-", ";": "-", "|": "-", "(": "-", ")": "-", "[": "-", "]": "-"}, trim_left(text, " \t([{\"'#*>-"))

# Letters of other scripts look like those of a tenant's name; behind the tenant's own they cannot.
findings contains finding if {
	some member in members
	known(member.id)
	not names.owner(member.id.value)
	regex.match(`[^\x20-\x7e]`, member.id.value)
	finding := about(member, "letters", {})
}

# Airflow's pattern takes a line break at the end.
findings contains finding if {
	some member in members
	known(member.id)
	regex.match(`[\x00-\x20\x7f]`, member.id.value)
	finding := about(member, "letters", {})
}

findings contains finding if {
	some member in members
	member.id.state == "prefix"
	tenant := names.foreign(member.id.value)
	ends_in_separator(member.id.value)
	finding := about(member, "foreign_prefix", {"tenant": tenant})
}

# A prefix such as `pay` may go on to anything; `payments.` may not.
ends_in_separator(text) if regex.match(`[._\-/:]$`, text)

findings contains finding if {
	some member in members
	not certain(member.id)
	finding := about(member, "unknown", {})
}

certain(id) if known(id)

certain(id) if {
	id.state == "prefix"
	ends_in_separator(id.value)
	names.owner(id.value)
}

findings contains finding if {
	input.platform.dag_id_prefix in {"recommended", "required"}
	some member in members
	known(member.id)
	not names.owner(member.id.value)
	finding := about(member, input.platform.dag_id_prefix, {})
}

about(member, message, also) := findings_of.because(
	values.place(member.dag.id, member.dag.span),
	message,
	sprintf("%v", [values.show(member.id)]),
	object.union({"id": values.show(member.id), "wanted": wanted, "reason": values.reason(member.id)}, also),
	values.why(member.dag.id),
)

files_of[dag.id] contains file.path if {
	some file in input.files
	some dag in file.dag_ids
}

change_findings contains finding if {
	some file in input.files
	file.status != "unchanged"
	some dag in file.dag_ids
	paths := files_of[dag.id]
	count(paths) > 1

	# One finding for each DAG, whatever the number of files: the first of the others stands for all.
	first := sort(paths)
	other := [path | some path in array.slice(first, 0, 2); path != file.path][0]
	finding := {
		"message": "twice", "path": file.path, "span": dag.span, "about": dag.id,
		"values": {"id": dag.id, "other": other, "files": count(paths)},
	}
}
