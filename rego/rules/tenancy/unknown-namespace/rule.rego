# METADATA
# title: Namespace that is not known
# description: |
#   The namespace of a pod is not known from the source alone, or is a Jinja template.
# custom:
#   id: TEN003
#   name: unknown-namespace
#   avoid: |
#     KubernetesPodOperator(task_id="load", namespace="{{ params.namespace }}")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     `namespace` is rendered as Jinja, so a template lets whoever triggers the DAG choose. A
#     value from the environment, a Variable or a file can differ between the check and the run.
#   messages:
#     template:
#       severity: deny
#       text: >-
#         the namespace of pod {task} is the Jinja template {namespace}: whoever triggers the
#         DAG chooses it{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
#     unknown:
#       severity: review
#       text: >-
#         the namespace of pod {task} is not known: {reason:text}{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
#     prefix:
#       severity: review
#       text: >-
#         the namespace of pod {task} is only known to begin with {namespace}{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
package sekisho.rules.tenancy.unknown_namespace

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

findings contains finding if {
	some pod in pods.elsewhere
	some member in values.members(pod.namespace)
	member.state == "template"
	finding := about(pod, member, "template")
}

# A constant is judged whatever it holds: Jinja in it, which the analyser did not mark, is still Jinja.
findings contains finding if {
	some pod in pods.elsewhere
	some member in values.members(pod.namespace)
	member.state == "const"
	is_string(member.value)
	some mark in ["{{", "{%", "{#"]
	contains(member.value, mark)
	finding := about(pod, member, "template")
}

findings contains finding if {
	some pod in pods.elsewhere
	some member in values.members(pod.namespace)
	member.state == "prefix"
	startswith(input.tenant.namespace, member.value)
	finding := about(pod, member, "prefix")
}

# Every other state but the ones that other rules judge: also one that is not known yet.
findings contains finding if {
	some pod in pods.elsewhere
	some member in values.members(pod.namespace)
	not member.state in {"const", "template", "prefix", "absent"}
	finding := about(pod, member, "unknown")
}

about(pod, member, message) := findings_of.argument(
	findings_of.because(
		values.place(pod.namespace, pod.span),
		message,
		sprintf("%v", [pods.label(pod)]),
		{"task": pods.label(pod), "namespace": values.show(member), "own": input.tenant.namespace, "reason": values.reason(member)},
		values.why(pod.namespace),
	),
	"namespace", findings_of.quoted(input.tenant.namespace),
)
