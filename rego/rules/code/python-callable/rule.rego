# METADATA
# title: Python on a worker
# description: |
#   A task runs a Python function of the DAG on a shared Airflow worker: PythonOperator and its
#   family, `@task`, sensors and branches with a callable.
# custom:
#   id: CODE004
#   name: python-callable
#   avoid: |
#     @task
#     def load():
#         return open("/etc/passwd").read()
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Whatever the function does, it does beside the tasks of all tenants, with Airflow's
#     credentials and network. The work belongs in the service's own image.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} runs Python of this file {where:text}; on this platform Airflow only starts
#         pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
#     callable:
#       severity: deny
#       text: >-
#         the function {name} is handed to Airflow as {field} and runs {where:text}; on this
#         platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.code.python_callable

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"python-callable"}, "use")

# A callable whose operator is not known.
findings contains finding if {
	count(uses.of({"python-callable"})) == 0
	some callable in input.file.callables
	not callable.field in data.lists.callables.callbacks
	finding := findings_of.at(
		callable.span,
		"callable",
		callable.name,
		{"name": callable.name, "field": callable.field, "where": uses.where(callable.phase)},
	)
}
