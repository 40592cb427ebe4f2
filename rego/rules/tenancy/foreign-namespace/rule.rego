# METADATA
# title: Pod in another tenant's namespace
# description: |
#   A pod would start in a namespace that is not the tenant's own.
# custom:
#   id: TEN001
#   name: foreign-namespace
#   avoid: |
#     KubernetesPodOperator(task_id="load", namespace="payments")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Airflow's own rights reach every namespace, so nothing else stops the pod: it would run
#     with the other tenant's service accounts, secrets and volumes.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         pod {task} would start in namespace {namespace}, which is not {own}{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
#     choice:
#       severity: deny
#       text: >-
#         pod {task} could start in namespace {namespace}, which is not {own}{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
#     prefix:
#       severity: deny
#       text: >-
#         pod {task} would start in a namespace that begins with {namespace}; {own} does
#         not{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
package sekisho.rules.tenancy.foreign_namespace

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

findings contains finding if {
	some pod in pods.elsewhere
	pod.namespace.state == "const"
	not values.falsy(pod.namespace)
	namespace := values.show(pod.namespace)
	namespace != input.tenant.namespace
	finding := about(pod, "foreign", namespace)
}

findings contains finding if {
	some pod in pods.elsewhere
	pod.namespace.state == "choice"
	some member in pod.namespace.values
	member.state == "const"
	not values.falsy(member)
	namespace := values.show(member)
	namespace != input.tenant.namespace
	finding := about(pod, "choice", namespace)
}

findings contains finding if {
	some pod in pods.elsewhere
	some member in values.members(pod.namespace)
	member.state == "prefix"
	not startswith(input.tenant.namespace, member.value)
	finding := about(pod, "prefix", member.value)
}

# A literal in a dict, as in default_args, is named itself: there the mistake is corrected for all pods.
about(pod, message, namespace) := findings_of.replacing(found(pod, pods.entry(pod)[0], message, namespace), namespace, findings_of.quoted(input.tenant.namespace)) if {
	count(pods.entry(pod)) > 0
	is_string(namespace)
}

else := findings_of.argument(found(pod, values.place(pod.namespace, pod.span), message, namespace), "namespace", findings_of.quoted(input.tenant.namespace))

found(pod, span, message, namespace) := findings_of.because(
	span,
	message,
	sprintf("%v %v", [pods.label(pod), namespace]),
	{"task": pods.label(pod), "namespace": namespace, "own": input.tenant.namespace},
	values.why(pod.namespace),
)
