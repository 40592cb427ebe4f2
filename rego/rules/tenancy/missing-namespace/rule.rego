# METADATA
# title: Pod without a namespace
# description: |
#   Neither the DAG nor a PodTemplate says in which namespace the pod starts.
# custom:
#   id: TEN002
#   name: missing-namespace
#   avoid: |
#     KubernetesPodOperator(task_id="load", image="registry.example/orders-api:1")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Airflow then takes the namespace of its connection, of its own pod, or `default`: none is
#     the tenant's. A keyword that Python takes for false, such as `""` or `None`, says nothing
#     either.
#   messages:
#     absent:
#       severity: deny
#       text: >-
#         pod {task} has no namespace and no template that could give it one: it would start in
#         Airflow's own namespace or in `default`
#       fix: >-
#         Add `namespace` with the literal name of your own namespace, {own}.
#     falsy:
#       severity: deny
#       text: >-
#         pod {task} gives {namespace} as its namespace, which Airflow takes for none, and no
#         template that could give it one{chain}
#       fix: >-
#         Write `namespace` as the literal name of your own namespace, {own}.
package sekisho.rules.tenancy.missing_namespace

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

findings contains finding if {
	some pod in without_template
	not values.given(pods.written_namespace(pod))
	finding := findings_of.at(pod.span, "absent", sprintf("%v", [pods.label(pod)]), {"task": pods.label(pod), "own": input.tenant.namespace})
}

findings contains finding if {
	some pod in without_template
	namespace := pods.written_namespace(pod)
	some member in values.members(namespace)
	values.falsy(member)
	about := findings_of.because(
		values.place(namespace, pod.span),
		"falsy",
		sprintf("%v", [pods.label(pod)]),
		{"task": pods.label(pod), "namespace": values.show(member), "own": input.tenant.namespace},
		values.why(namespace),
	)
	finding := findings_of.argument(about, "namespace", findings_of.quoted(input.tenant.namespace))
}

# without_template: the pods that can be without a template, from which they could have a namespace.
without_template := [pod | some pod in input.file.pods; can_be_without_template(pod)]

can_be_without_template(pod) if {
	some member in values.members(pod.template.value)
	values.empty(member)
}
