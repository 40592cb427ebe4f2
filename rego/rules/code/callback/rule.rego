# METADATA
# title: Callback
# description: |
#   A DAG or task names code that Airflow runs when its state changes, or around its execution.
# custom:
#   id: CODE003
#   name: callback
#   avoid: |
#     def tell(context):
#         ...
#
#     with DAG("orders.load", on_failure_callback=tell):
#         ...
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A DAG's callbacks run in the DAG processor, a task's on the worker, with all that Airflow
#     holds in memory. A notifier that the SRE team vetted tells of a failure without code of
#     the DAG.
#   messages:
#     dag:
#       severity: deny
#       text: >-
#         the DAG gives {field}: Airflow runs it in the DAG processor that all tenants
#         share{chain}
#       fix: >-
#         Remove it, or use a notifier that the SRE team vetted.
#     task:
#       severity: review
#       text: >-
#         task {task} gives {field}: Airflow runs it {where:text}{chain}
#       fix: >-
#         Remove it, or use a notifier that the SRE team vetted.
#     use:
#       severity: deny
#       text: >-
#         {symbol} names code that Airflow runs in a shared process
#       fix: >-
#         Remove it, or use a notifier that the SRE team vetted.
package sekisho.rules.code.callback

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses
import data.sekisho.lib.values

fields := data.lists.callables.callbacks

findings contains finding if {
	some field in fields
	some dag in input.file.dags
	value := dag.arguments[field]
	not silent(value)
	finding := findings_of.because(values.place(value, dag.span), "dag", sprintf("dag %s", [field]), {"field": field}, values.why(value))
}

findings contains finding if {
	some field in fields
	some task in input.file.tasks
	value := task.arguments[field]
	not silent(value)
	finding := findings_of.because(
		values.place(value, task.span),
		"task",
		sprintf("%v %s", [values.show(task.id), field]),
		{"task": values.show(task.id), "field": field, "where": uses.where(phase(field))},
		values.why(value),
	)
}

phase(field) := "callback" if not field in {"pre_execute", "post_execute"}

phase(field) := "worker" if field in {"pre_execute", "post_execute"}

# A callable that the arguments above do not show.
findings contains finding if {
	some callable in input.file.callables
	callable.field in fields
	not shown(callable.field)
	not vetted(uses.name(callable.symbol))
	finding := findings_of.at(
		callable.span,
		"task",
		sprintf("%s %s", [callable.name, callable.field]),
		{"task": callable.name, "field": callable.field, "where": uses.where(callable.phase)},
	)
}

shown(field) if {
	some dag in input.file.dags
	not silent(dag.arguments[field])
}

shown(field) if {
	some task in input.file.tasks
	not silent(task.arguments[field])
}

findings contains finding if {
	some finding in uses.findings({"callback"}, "use")
}

# A value that says nothing, or a notifier that was vetted.
silent(value) if values.empty(value)

silent(value) if {
	value.state == "const"
	vetted(object.get(value, "type", ""))
}

silent(value) if {
	value.state == "const"
	count(object.get(value, "items", [])) > 0
	every item in value.items {
		vetted(object.get(item, "type", ""))
	}
}

vetted(name) if name in data.lists.notifiers.vetted
