# METADATA
# title: Template that is not the tenant's
# description: |
#   A pod names a PodTemplate outside the folders of the tenant's own applications, or one whose
#   path is not known.
# custom:
#   id: TEN005
#   name: foreign-template
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/payments/pay-api/refund.yaml",
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
#     A template brings image, service account, secrets and volumes with it, and gives the
#     namespace where the DAG gives none. Only templates of the tenant's own applications are
#     judged as its own.
#   messages:
#     outside:
#       severity: deny
#       text: >-
#         pod {task} takes its template from {template}, which is outside {folder}{chain}
#       fix: >-
#         Name a template under {folder}.
#     foreign:
#       severity: deny
#       text: >-
#         pod {task} takes its template from {template}, which belongs to {tenant}{chain}
#       fix: >-
#         Name a template under {folder}.
#     application:
#       severity: review
#       text: >-
#         pod {task} takes its template from {template}; {application} is no known application
#         of {own}{chain}
#       fix: >-
#         Name a template of one of your applications, or ask the SRE team to add the
#         application to the platform's configuration.
#     suffix:
#       severity: review
#       text: >-
#         pod {task} takes its template from {template}, which is no YAML file{chain}
#       fix: >-
#         Name a template whose name ends in `.yaml` or `.yml`.
#     relative:
#       severity: review
#       text: >-
#         pod {task} takes its template and its namespace from {template}, below whatever folder
#         the worker stands in: where no such file is, Airflow starts the pod in a namespace of
#         its own{chain}
#       fix: >-
#         Begin the path with {root}, or give the pod the namespace {own}.
#     template:
#       severity: review
#       text: >-
#         the template of pod {task} is the Jinja template {template}: whoever triggers the DAG
#         can choose it{chain}
#       fix: >-
#         Write the path as a literal under {folder}.
#     unknown:
#       severity: review
#       text: >-
#         the template of pod {task} is not known: {reason:text}{chain}
#       fix: >-
#         Write the path as a literal under {folder}.
package sekisho.rules.tenancy.foreign_template

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

folder := concat("", [input.platform.template_folder, "/", input.tenant.namespace, "/"])

parts(pod) := split(pod.template.normalized, "/")

known(pod) if {
	pod.template.value.state == "const"
	not values.falsy(pod.template.value)
	not jinja(pod.template.value)
}

jinja(value) if {
	is_string(value.value)
	contains(value.value, "{")
	some mark in ["{{", "{%", "{#"]
	contains(value.value, mark)
}

inside(pod) if {
	pod.template.inside == true
	object.get(pod.template, "normalized", "") != ""
}

# Nothing below finds anything in a pod whose template is, for certain, a file of an application in the
# tenant's own folder.
doubtful := [pod | some pod in input.file.pods; not fine(pod)]

fine(pod) if {
	pod.template.value.state == "const"
	pod.template.inside == true
	pod.template.normalized in fine_paths
	known(pod)
}

# The paths that pods name and that are such files.
fine_paths contains path if {
	some path in {pod.template.normalized | some pod in input.file.pods}
	startswith(path, folder)
	strings.any_suffix_match(path, [".yaml", ".yml"])
	names := split(path, "/")
	count(names) > 3
	names[2] != "(none)"
	may_use(names[2])
}

may_use(_) if input.tenant.any_application == true

may_use(application) if application in input.tenant.applications

findings contains finding if {
	some pod in doubtful
	known(pod)
	not inside(pod)
	finding := about(pod, pod.template.value, "outside")
}

# Inside the bucket, but not in the tenant's own template folder: `templates/<tenant>/<application>/…`.
findings contains finding if {
	some pod in doubtful
	known(pod)
	inside(pod)
	not startswith(pod.template.normalized, folder)
	not foreign(pod)
	finding := about(pod, pod.template.value, "outside")
}

findings contains finding if {
	some pod in doubtful
	known(pod)
	inside(pod)
	tenant := foreign(pod)
	finding := object.union(about(pod, pod.template.value, "foreign"), {"values": {"tenant": tenant}})
}

foreign(pod) := parts(pod)[1] if {
	parts(pod)[0] == input.platform.template_folder
	parts(pod)[1] in input.platform.tenants
	parts(pod)[1] != input.tenant.namespace
}

own(pod) if {
	known(pod)
	inside(pod)
	startswith(pod.template.normalized, folder)
}

findings contains finding if {
	some pod in doubtful
	own(pod)
	application := application_of(pod)
	not application in input.tenant.applications
	object.get(input.tenant, "any_application", false) != true
	finding := object.union(about(pod, pod.template.value, "application"), {"values": {"application": application}})
}

# A file right under the tenant's folder is in no application's.
application_of(pod) := parts(pod)[2] if count(parts(pod)) > 3

application_of(pod) := "(none)" if count(parts(pod)) <= 3

findings contains finding if {
	some pod in doubtful
	own(pod)
	application_of(pod) == "(none)"
	object.get(input.tenant, "any_application", false) == true
	finding := object.union(about(pod, pod.template.value, "application"), {"values": {"application": "(none)"}})
}

findings contains finding if {
	some pod in doubtful
	own(pod)
	not strings.any_suffix_match(pod.template.normalized, [".yaml", ".yml"])
	finding := about(pod, pod.template.value, "suffix")
}

# A template that is not there is a line in the log, and no other reason not to start the pod.
findings contains finding if {
	some pod in input.file.pods
	pod.namespace.state == "absent"
	own(pod)
	not startswith(pod.template.value.value, "/")
	finding := about(pod, pod.template.value, "relative")
}

findings contains finding if {
	some pod in doubtful
	some member in values.members(pod.template.value)
	rendered(member)
	finding := about(pod, member, "template")
}

rendered(member) if member.state == "template"

rendered(member) if jinja(member)

findings contains finding if {
	some pod in doubtful
	not pod.template.value.state in {"const", "template", "absent"}
	not some_rendered(pod)
	finding := about(pod, pod.template.value, "unknown")
}

some_rendered(pod) if {
	some member in values.members(pod.template.value)
	rendered(member)
}

about(pod, member, message) := findings_of.because(
	values.place(pod.template.value, pod.span),
	message,
	sprintf("%v", [pods.label(pod)]),
	{
		"task": pods.label(pod), "template": values.show(member), "folder": folder,
		"own": input.tenant.namespace, "root": input.platform.dags_path, "reason": values.reason(member),
	},
	values.why(pod.template.value),
)
