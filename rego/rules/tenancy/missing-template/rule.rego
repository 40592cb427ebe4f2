# METADATA
# title: Template that does not exist
# description: |
#   A pod names a PodTemplate of the tenant that is not there.
# custom:
#   id: TEN006
#   name: missing-template
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/laod.yaml",
#     )
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Airflow writes a line to the log and goes on with an empty pod: without the template's
#     namespace, limits and service account.
#   messages:
#     missing:
#       severity: deny
#       text: >-
#         pod {task} names the template {template}, which does not exist{chain}
#       fix: >-
#         Correct the path, or deploy the template of the application first.
package sekisho.rules.tenancy.missing_template

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

findings contains finding if {
	some pod in input.file.pods
	pod.template.inside == true
	pod.template.exists == false
	startswith(pod.template.normalized, concat("", [input.platform.template_folder, "/", input.tenant.namespace, "/"]))
	finding := findings_of.because(
		values.place(pod.template.value, pod.span),
		"missing",
		sprintf("%v", [pods.label(pod)]),
		{"task": pods.label(pod), "template": pod.template.normalized},
		values.why(pod.template.value),
	)
}
