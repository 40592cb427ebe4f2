# METADATA
# title: Pool, queue, executor, run_as_user
# description: |
#   A task chooses where in Airflow it runs, or as whom.
# custom:
#   id: DAG003
#   name: pool-queue-executor
#   avoid: |
#     KubernetesPodOperator(task_id="load", namespace="orders", queue="privileged", run_as_user="root")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Queues and executors lead to workers with other rights, `run_as_user` to another user of
#     the worker, and a pool's slots are shared by whoever names it.
#   messages:
#     place:
#       severity: deny
#       text: >-
#         task {task} sets {field} to {value}, which chooses another worker or user{chain}
#       fix: >-
#         Remove {field}.
#     pool:
#       severity: review
#       text: >-
#         task {task} takes slots of the pool {value}, which is not known to be one of
#         {own}{chain}
#       fix: >-
#         Use a pool that begins with your namespace, or the default one.
#     unknown:
#       severity: review
#       text: >-
#         task {task} sets {field} to a value that is not known: {reason:text}{chain}
#       fix: >-
#         Remove {field}, or write a constant.
package sekisho.rules.dag.pool_queue_executor

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.values

findings contains finding if {
	some field in ["queue", "executor", "run_as_user"]
	some task in input.file.tasks
	value := task.arguments[field]
	some member in values.members(value)
	not values.empty(member)
	not harmless(field, member)
	finding := about(task, field, value, member, place(member))
}

harmless(field, member) if {
	some value in data.lists.workers[field]
	member.value == value
}

place(member) := "place" if member.state == "const"

place(member) := "unknown" if member.state != "const"

findings contains finding if {
	some task in input.file.tasks
	value := task.arguments.pool
	some member in values.members(value)
	not values.empty(member)
	not harmless_pool(member)
	finding := about(task, "pool", value, member, pool(member))
}

harmless_pool(member) if member.value in data.lists.workers.pool

# Older Airflow shows the pool of a task as a link without quotes where it holds an address.
harmless_pool(member) if {
	member.state == "const"
	names.own(member.value)
	not regex.match(`[^ ,0-9A-Za-z_./:+-]`, member.value)
}

pool(member) := "pool" if member.state == "const"

pool(member) := "unknown" if member.state != "const"

about(task, field, value, member, message) := findings_of.because(
	values.place(value, task.span),
	message,
	sprintf("%v %s", [values.show(task.id), field]),
	{
		"task": values.show(task.id), "field": field, "value": values.show(member),
		"own": input.tenant.namespace, "reason": values.reason(member),
	},
	values.why(value),
)
