# METADATA
# title: Pod described outside a PodTemplate
# description: |
#   A pod's specification stands in Python instead of a PodTemplate file, or is handed to
#   Airflow's executor.
# custom:
#   id: TEN004
#   name: pod-outside-template
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         image="registry.example/orders-api:1",
#         labels={"app": "orders"},
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
#     A PodTemplate is deployed and rolled back together with its application, its image tag is
#     filled in by the build, and the platform checks the file. A specification in Python can
#     say all that a template may not, grows unreadable, and keeps its image tag when the
#     application is deployed. `full_pod_spec`, `pod_template_dict` and `executor_config`
#     replace whole pods, their namespace included.
#   messages:
#     replaced:
#       severity: deny
#       text: >-
#         pod {task} gives {field}, which replaces the whole pod, its namespace included{chain}
#       fix: >-
#         Remove {field} and name a template: `pod_template_file` under {folder}.
#     executor:
#       severity: deny
#       text: >-
#         task {task} gives `executor_config`, which changes the pod that Airflow itself runs
#         the task in{chain}
#       fix: >-
#         Remove `executor_config`.
#     inline:
#       severity: review
#       text: >-
#         pod {task} is described in Python instead of a PodTemplate: {fields}
#       fix: >-
#         Move them to a template of the application and name it: `pod_template_file` under
#         {folder}. Keep `namespace`, `cmds` and `arguments`.
#     override:
#       severity: review
#       text: >-
#         pod {task} overrides its template with {fields}
#       fix: >-
#         Move them to the template.
#     nothing:
#       severity: review
#       text: >-
#         pod {task} names no PodTemplate
#       fix: >-
#         Name a template of the application: `pod_template_file` under {folder}.
package sekisho.rules.tenancy.pod_outside_template

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

replacing := {"full_pod_spec", "pod_template_dict"}

folder := concat("", [input.platform.template_folder, "/", input.tenant.namespace, "/<application>/"])

findings contains finding if {
	some pod in input.file.pods
	some name, value in pods.inline(pod)
	name in replacing
	finding := findings_of.because(
		values.place(value, pod.span),
		"replaced",
		sprintf("%v %v", [pods.label(pod), name]),
		{"task": pods.label(pod), "field": name, "folder": folder},
		values.why(value),
	)
}

findings contains finding if {
	some task in input.file.tasks
	value := task.arguments.executor_config
	not values.empty(value)
	finding := findings_of.because(
		values.place(value, task.span),
		"executor",
		sprintf("%v executor_config", [values.show(task.id)]),
		{"task": values.show(task.id)},
		values.why(value),
	)
}

findings contains finding if {
	some pod in input.file.pods
	fields := inline_fields(pod)
	count(fields) > 0
	finding := findings_of.at(
		pod.span,
		kind(pod),
		sprintf("%v", [pods.label(pod)]),
		{"task": pods.label(pod), "fields": fields, "folder": folder},
	)
}

findings contains finding if {
	some pod in input.file.pods
	values.empty(pod.template.value)
	count(pods.inline(pod)) == 0
	finding := findings_of.at(pod.span, "nothing", sprintf("%v", [pods.label(pod)]), {"task": pods.label(pod), "folder": folder})
}

inline_fields(pod) := sort([name |
	some name, _ in pods.inline(pod)
	not name in replacing
	name != "executor_config"
])

kind(pod) := "inline" if values.empty(pod.template.value)

kind(pod) := "override" if not values.empty(pod.template.value)
