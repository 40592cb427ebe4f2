# METADATA
# title: Jinja outside the allow list
# description: |
#   A templated field holds a Jinja expression or statement that is not on the list, or a field
#   in which no template may stand holds one.
# custom:
#   id: JIN001
#   name: jinja-expression
#   avoid: |
#     KubernetesPodOperator(task_id="load", arguments=["{{ macros.uuid.os.popen('id').read() }}"])
#   prefer: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         arguments=["--day", "{{ ds }}"],
#     )
#   rationale: |
#     Airflow renders templates on the worker, with its own objects at hand. Jinja's sandbox
#     hides names that begin with an underscore and nothing else: a module that a macro holds
#     leads to every other.
#   messages:
#     outside:
#       severity: deny
#       text: >-
#         {field} holds a template that is not on the list ({violation:text}): {text}
#       fix: >-
#         Use `ds`, `params` and the other expressions of the list, or let the job compute the
#         value.
#     critical:
#       severity: deny
#       text: >-
#         {field} holds the template {text}: what it becomes is chosen when the task runs, by whoever
#         triggers the DAG or writes the Variable
#       fix: >-
#         Write a literal value.
#     file:
#       severity: review
#       text: >-
#         {field} ends like a file's name, {text}: Airflow reads a file of that name and renders what
#         is in it as a template
#       fix: >-
#         Write the text itself, or let the job read its own files; a blank at the end makes it text
#         again.
package sekisho.rules.jinja.jinja_expression

import data.sekisho.lib.findings as findings_of

# These fields have rules of their own that say more of a template in them.
elsewhere := {
	"namespace", "pod_template_file", "in_cluster", "config_file", "cluster_context", "kubernetes_conn_id",
	"trigger_dag_id", "external_dag_id", "external_dag_ids", "dag_id", "DAG.dag_id",
}

findings contains finding if {
	some template in input.file.templates
	template.allowed != true
	not only_file(template)
	not another_rule(template)
	finding := about(template, "outside")
}

findings contains finding if {
	some template in input.file.templates
	is_file(template)
	finding := about(template, "file")
}

is_file(template) if object.get(template, "file", false) == true

only_file(template) if {
	is_file(template)
	object.get(template, "violation", "") == ""
}

# A template of which only a connection or a Variable is wrong.
another_rule(template) if {
	some expression in template.expressions
	root(expression) == "conn"
}

another_rule(template) if {
	count(template.expressions) > 0
	startswith(object.get(template, "violation", ""), "var.")
}

root(expression) := split(expression, ".")[0]

findings contains finding if {
	some template in input.file.templates
	template.allowed == true
	template.critical == true
	not template.field in elsewhere
	finding := about(template, "critical")
}

about(template, message) := findings_of.at(
	template.span,
	message,
	sprintf("%s %s", [template.field, template.text]),
	{"field": template.field, "text": template.text, "violation": object.get(template, "violation", "it could not be read")},
)
