# METADATA
# title: Another tenant's asset
# description: |
#   A DAG is scheduled on, or updates, an Asset or Dataset that is not known to be the tenant's
#   own.
# custom:
#   id: XDAG002
#   name: foreign-asset
#   avoid: |
#     KubernetesPodOperator(task_id="load", outlets=[Dataset("s3://payments/refunds")])
#   prefer: |
#     KubernetesPodOperator(task_id="load", outlets=[Dataset("s3://orders/loaded")])
#   rationale: |
#     An update of an asset starts the DAGs of whoever is scheduled on it.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         the asset {target} belongs to {tenant}: an update starts that tenant's DAGs{chain}
#       fix: >-
#         Use assets whose name begins with your namespace.
#     unknown:
#       severity: warn
#       text: >-
#         the asset {target} is not known to be one of {own}{chain}
#       fix: >-
#         Use assets whose name begins with your namespace.
package sekisho.rules.cross_dag.foreign_asset

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.values

targets contains {"reference": reference, "member": member} if {
	some reference in input.file.references
	reference.kind == "asset"
	some member in values.members(reference.target)
}

# The name of an asset is that of its tenant when it, or the first part of its address, begins with
# the namespace: `orders/loaded`, `s3://orders/loaded`, `s3://orders-data/loaded`.
name(member) := address(member.value) if is_string(member.value)

# address(text): what follows the scheme. Airflow takes a user's name before the host away, and a path of which
# nothing but the slash stands before it is the same path.
address(text) := host(trim_left(strings.replace_n({"?": "/", "#": "/"}, substring(text, index + 3, -1)), "/")) if {
	index := indexof(text, "://")
	index >= 0
}

address(text) := text if not contains(text, "://")

host(rest) := concat("", [split(authority, "@")[count(split(authority, "@")) - 1], substring(rest, count(authority), -1)]) if {
	authority := split(rest, "/")[0]
}

findings contains finding if {
	some target in targets
	tenant := names.foreign(name(target.member))
	finding := about(target, "foreign", {"tenant": tenant})
}

findings contains finding if {
	some target in targets
	not owned(target.member)
	finding := about(target, "unknown", {})
}

owned(member) if names.owner(name(member))

about(target, message, also) := findings_of.because(
	values.place(target.reference.target, target.reference.span),
	message,
	sprintf("%v", [values.show(target.member)]),
	object.union({"target": values.show(target.member), "own": input.tenant.namespace}, also),
	values.why(target.reference.target),
)
