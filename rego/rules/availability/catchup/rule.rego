# METADATA
# title: Catch-up of the past
# description: |
#   A DAG starts by running for every interval of the past.
# custom:
#   id: AVL004
#   name: catchup
#   avoid: |
#     DAG("orders.load", start_date=datetime(2020, 1, 1), catchup=True, is_paused_upon_creation=False)
#   prefer: |
#     DAG("orders.load", start_date=datetime(2024, 1, 1), catchup=False)
#   rationale: |
#     Hundreds of runs start at once, before anybody can stop them.
#   messages:
#     catchup:
#       severity: warn
#       text: >-
#         the DAG catches up on every interval since its start_date{chain}
#       fix: >-
#         Write `catchup=False`, and run the past by a backfill when it is needed.
package sekisho.rules.availability.catchup

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	some dag in input.file.dags
	value := dag.arguments.catchup
	some member in values.members(value)
	member.value == true
	about := findings_of.because(values.place(value, dag.span), "catchup", sprintf("%v", [values.show(dag.id)]), {}, values.why(value))
	finding := findings_of.argument(about, "catchup", "False")
}
