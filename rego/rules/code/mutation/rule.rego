# METADATA
# title: Change of Airflow's or imported objects
# description: |
#   The file changes an object that it did not make: a module, a class, a function, a task after
#   it was built.
# custom:
#   id: CODE005
#   name: mutation
#   avoid: |
#     import pendulum
#
#     pendulum.now = None
#   prefer: |
#     KubernetesPodOperator(task_id="load", namespace="orders")
#   rationale: |
#     All DAG files may be read by one process: what one changes in a shared module, the others
#     get. A task that is changed after it was built is no longer what was checked.
#   messages:
#     effect:
#       severity: deny
#       text: >-
#         {target} is changed {where:text}
#       fix: >-
#         Give the value as an argument where the object is made.
#     store:
#       severity: deny
#       text: >-
#         {symbol} is changed {where:text}
#       fix: >-
#         Remove the assignment. Give the value as an argument where the object is made.
package sekisho.rules.code.mutation

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses

findings contains finding if {
	some effect in input.file.effects
	effect.kind == "mutation"
	effect.phase != "dead"
	finding := findings_of.at(effect.span, "effect", effect.target, {"target": effect.target, "where": uses.where(effect.phase)})
}

findings contains finding if {
	some call in input.file.calls
	call.use == "store"
	call.phase != "dead"
	call.symbol.detail != "environment"
	not effect_at(call.span.start.line)
	symbol := uses.name(call.symbol)
	finding := findings_of.at(call.span, "store", symbol, {"symbol": uses.shown(call), "where": uses.where(call.phase)})
}

effect_at(line) if {
	some effect in input.file.effects
	effect.kind == "mutation"
	effect.span.start.line == line
}
