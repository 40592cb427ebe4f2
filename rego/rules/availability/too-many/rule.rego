# METADATA
# title: Too many tasks or DAGs
# description: |
#   A file makes more tasks or DAGs than the platform recommends, or a number that is not known.
# custom:
#   id: AVL006
#   name: too-many
#   avoid: |
#     for i in range(1000):
#         KubernetesPodOperator(task_id=f"load-{i}")
#   prefer: |
#     for i in range(10):
#         KubernetesPodOperator(task_id=f"load-{i}")
#   rationale: |
#     The scheduler looks at every task of every DAG in each of its rounds.
#   messages:
#     tasks:
#       severity: warn
#       text: >-
#         the file makes {count:text} tasks
#       fix: >-
#         Make {limit:text} at most, or let one job do the work.
#     flood:
#       severity: review
#       text: >-
#         the file makes {count:text} tasks, more than {limit:text}: the scheduler makes them in one step, and nobody else's meanwhile
#       fix: >-
#         Map over fewer values, or let one job do the work.
#     dags:
#       severity: warn
#       text: >-
#         the file makes {count:text} DAGs
#       fix: >-
#         Make {limit:text} at most in one file.
#     unknown:
#       severity: review
#       text: >-
#         how many tasks {task} becomes is not known
#       fix: >-
#         Map over a list that is known.
package sekisho.rules.availability.too_many

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

tasks := sum([task.multiplicity | some task in input.file.tasks; task.multiplicity > 0])

findings contains finding if {
	tasks > data.lists.limits.tasks
	finding := findings_of.whole("tasks", {"count": tasks, "limit": data.lists.limits.tasks})
}

findings contains finding if {
	tasks > data.lists.limits.most_tasks
	finding := findings_of.whole("flood", {"count": tasks, "limit": data.lists.limits.most_tasks})
}

findings contains finding if {
	dags := count(input.file.dags)
	dags > data.lists.limits.dags
	finding := findings_of.whole("dags", {"count": dags, "limit": data.lists.limits.dags})
}

findings contains finding if {
	some task in input.file.tasks
	task.multiplicity < 0
	finding := findings_of.at(task.span, "unknown", sprintf("%v", [values.show(task.id)]), {"task": values.show(task.id)})
}
