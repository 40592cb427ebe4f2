# METADATA
# title: Keyword that does not override the template
# description: |
#   A pod gives a keyword that Python takes for false; Airflow then keeps what the template
#   says.
# custom:
#   id: TPL003
#   name: falsy-keyword
#   avoid: |
#     KubernetesPodOperator(task_id="load", pod_template_file="…", hostnetwork=False, namespace="")
#   prefer: |
#     from airflow import DAG
#     from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
#
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The DAG reads as if it switched something off, and the template wins.
#   messages:
#     falsy:
#       severity: warn
#       text: >-
#         pod {task} gives {field} as {value}, which does not override its template{chain}
#       fix: >-
#         Remove {field}, and correct the template where it says otherwise.
#     namespace:
#       severity: warn
#       text: >-
#         pod {task} gives {field} as {value}, which does not override its template{chain}
#       fix: >-
#         Write your own namespace, {own}, or remove {field}.
package sekisho.rules.template.falsy_keyword

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

findings contains finding if {
	some pod in input.file.pods
	not values.empty(pod.template.value)
	some name, value in pod.inline
	finding := about(pod, name, value, "falsy")
}

# What an empty namespace was meant to be is certain; any other keyword has to go with its comma.
findings contains finding if {
	some pod in input.file.pods
	not values.empty(pod.template.value)
	found := about(pod, "namespace", pods.written_namespace(pod), "namespace")
	finding := findings_of.argument(found, "namespace", findings_of.quoted(input.tenant.namespace))
}

about(pod, name, value, message) := findings_of.because(
	values.place(value, pod.span),
	message,
	sprintf("%v %s", [pods.label(pod), name]),
	{"task": pods.label(pod), "field": name, "value": values.show(value), "own": input.tenant.namespace},
	values.why(value),
) if {
	values.given(value)
	values.falsy(value)
}
