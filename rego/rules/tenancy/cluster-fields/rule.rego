# METADATA
# title: Cluster, connection or identity that is not the platform's
# description: |
#   A pod chooses a cluster, a connection or an identity other than the platform's, or gives an
#   argument that is not known to be harmless.
# custom:
#   id: TEN009
#   name: cluster-fields
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         kubernetes_conn_id="payments_cluster",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
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
#     In another cluster, or with another connection, the same namespace is somebody else's, and
#     the pod starts with credentials that were not meant for it. A service account gives the
#     pod an identity and belongs in the template, which is judged.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         pod {task} sets {field} to {value}, which is not the platform's{chain}
#       fix: >-
#         Remove {field}: Airflow then uses the platform's own cluster.
#     unknown:
#       severity: review
#       text: >-
#         pod {task} sets {field} to a value that is not known: {reason:text}{chain}
#       fix: >-
#         Remove {field}: Airflow then uses the platform's own cluster.
#     identity:
#       severity: review
#       text: >-
#         pod {task} chooses its identity in Python: {field} is {value}{chain}
#       fix: >-
#         Move it to the template as `serviceAccountName` or `automountServiceAccountToken`.
#     field:
#       severity: review
#       text: >-
#         pod {task} gives {field}, which is not on the list of arguments that a DAG may
#         override{chain}
#       fix: >-
#         Remove {field}, or move what it says to the template.
package sekisho.rules.tenancy.cluster_fields

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

identity := {"service_account_name", "automount_service_account_token"}

# Fields with values of the platform's own.
places := {"in_cluster", "config_file", "cluster_context", "kubernetes_conn_id"}

said := [{"pod": pod, "name": name, "value": value} |
	some pod in input.file.pods
	some name, value in pod.cluster
	not pods.says_nothing(value)
]

findings contains finding if {
	some field in said
	field.name in places
	some member in values.members(field.value)
	member.state == "const"
	not the_platforms(field.name, member)
	finding := in_cluster(field.name, about(field.pod, field.name, field.value, member, "foreign"))
}

# The platform is in its own cluster or not: there is only one other value.
in_cluster("in_cluster", finding) := findings_of.argument(finding, "in_cluster", python_truth[input.platform.in_cluster])

in_cluster(name, finding) := finding if name != "in_cluster"

python_truth := {true: "True", false: "False"}

findings contains finding if {
	some field in said
	field.name in places
	some member in values.members(field.value)
	member.state != "const"
	finding := about(field.pod, field.name, field.value, member, "unknown")
}

findings contains finding if {
	some field in said
	field.name in identity
	not pods.overrides_nothing(field.value)
	finding := about(field.pod, field.name, field.value, field.value, "identity")
}

findings contains finding if {
	some field in said
	not field.name in identity
	not field.name in places
	finding := about(field.pod, field.name, field.value, field.value, "field")
}

findings contains finding if {
	some pod in input.file.pods
	some name, _ in pod.overrides
	not data.lists.pod_arguments.harmless[name] == true
	value := pod.overrides[name]
	not pods.says_nothing(value)
	finding := about(pod, name, value, value, "field")
}

# Airflow takes a false value for one that is not given; `in_cluster=False` says something.
the_platforms(name, member) if {
	values.falsy(member)
	name != "in_cluster"
}

# An argument that the analyser put into none of its groups.
findings contains finding if {
	some pod in input.file.pods
	arguments := input.file.tasks[pod.task].arguments
	some name, _ in arguments
	not data.lists.pod_arguments.harmless[name] == true
	not name in {"namespace", "pod_template_file", "image"}
	not grouped(pod, name)
	value := arguments[name]
	not pods.says_nothing(value)
	finding := about(pod, name, value, value, "field")
}

grouped(pod, name) if {
	some group in ["cluster", "inline", "overrides"]
	pod[group][name]
}

the_platforms(name, member) if member.value in data.lists.pod_arguments.defaults[name]

the_platforms("in_cluster", member) if member.value == input.platform.in_cluster

the_platforms("config_file", member) if member.value in input.platform.config_files

# The mounted folder in front of a file of the platform is the same file.
the_platforms("config_file", member) if {
	some file in input.platform.config_files
	member.value == concat("/", [trim_suffix(input.platform.dags_path, "/"), file])
}

the_platforms("kubernetes_conn_id", member) if member.value in input.platform.connections

about(pod, name, value, member, message) := findings_of.because(
	values.place(value, pod.span),
	message,
	sprintf("%v %v", [pods.label(pod), name]),
	{"task": pods.label(pod), "field": name, "value": values.show(member), "reason": values.reason(member)},
	values.why(value),
)
