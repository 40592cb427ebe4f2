# METADATA
# title: Frequent schedule
# description: |
#   A DAG runs more often than the platform recommends.
# custom:
#   id: AVL002
#   name: frequent-schedule
#   avoid: |
#     DAG("orders.load", schedule="* * * * *")
#   prefer: |
#     DAG("orders.load", schedule="*/15 * * * *")
#   rationale: |
#     Each run costs the scheduler as much as one that does a day's work.
#   messages:
#     often:
#       severity: warn
#       text: >-
#         the DAG runs every {seconds} seconds
#       fix: >-
#         Let it run every {limit} seconds at most, or make the job a service.
#     backward:
#       severity: review
#       text: >-
#         Airflow cannot tell when a next run is due: the schedule is none that is known here, or goes forward by less than a second, or never comes, or only in some years
#       fix: >-
#         Give an interval from a second to ten years, or a day that comes every year.
package sekisho.rules.availability.frequent_schedule

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	some dag in input.file.dags
	seconds := object.get(dag, "interval_seconds", 0)
	seconds > 0
	seconds < data.lists.limits.shortest_interval_seconds
	finding := findings_of.at(dag.span, "often", sprintf("%v", [values.show(dag.id)]), {"seconds": seconds, "limit": data.lists.limits.shortest_interval_seconds})
}

findings contains finding if {
	some dag in input.file.dags
	object.get(dag, "interval_seconds", 0) < 0
	finding := findings_of.at(dag.span, "backward", sprintf("%v", [values.show(dag.id)]), {})
}
