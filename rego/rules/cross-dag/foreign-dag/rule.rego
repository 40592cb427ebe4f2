# METADATA
# title: Another tenant's DAG
# description: |
#   A task starts, waits for, marks or clears a DAG that is not known to be the tenant's own.
# custom:
#   id: XDAG001
#   name: foreign-dag
#   avoid: |
#     TriggerDagRunOperator(task_id="refund", trigger_dag_id="payments.refund")
#   prefer: |
#     TriggerDagRunOperator(task_id="clean", trigger_dag_id="orders.clean")
#   rationale: |
#     Airflow lets any DAG start any other, and clear its runs.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         {symbol} acts on the DAG {target}, which belongs to {tenant}{chain}
#       fix: >-
#         Ask that tenant for an interface of its service, and act on your own DAGs only.
#     unknown:
#       severity: review
#       text: >-
#         {symbol} acts on the DAG {target}, which is not known to be one of {own}{chain}
#       fix: >-
#         Name one of your own DAGs, by a constant that begins with your namespace.
#     use:
#       severity: review
#       text: >-
#         {symbol} acts on a DAG that is not known
#       fix: >-
#         Name one of your own DAGs, by a constant that begins with your namespace.
package sekisho.rules.cross_dag.foreign_dag

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.uses
import data.sekisho.lib.values

references contains reference if {
	some reference in input.file.references
	reference.kind == "dag"
}

# Ids of the DAGs of this file are the tenant's own, whatever they begin with.
ids contains dag.id.value if {
	some dag in input.file.dags
	dag.id.state == "const"
}

findings contains finding if {
	some reference in references
	some member in values.members(reference.target)
	known(member)
	tenant := names.foreign(member.value)
	finding := about(reference, member, "foreign", {"tenant": tenant})
}

known(member) if {
	member.state in {"const", "prefix"}
	is_string(member.value)
}

findings contains finding if {
	some reference in references
	some member in values.members(reference.target)
	not foreign(member)
	not own(member)
	finding := about(reference, member, "unknown", {})
}

foreign(member) if {
	known(member)
	names.foreign(member.value)
}

own(member) if {
	member.state == "const"
	names.own(member.value)
	not contains(member.value, "{")
}

own(member) if {
	member.state == "const"
	member.value in ids
}

findings contains finding if {
	count(references) == 0
	some finding in uses.findings({"cross-dag"}, "use")
}

about(reference, member, message, also) := findings_of.because(
	values.place(reference.target, reference.span),
	message,
	sprintf("%s %v", [uses.name(reference.by), values.show(member)]),
	object.union({"symbol": uses.imported(reference.by), "target": values.show(member), "own": input.tenant.namespace}, also),
	values.why(reference.target),
)
