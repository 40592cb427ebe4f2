# METADATA
# title: Connection in a template
# description: |
#   A templated field renders a connection.
# custom:
#   id: JIN002
#   name: jinja-connection
#   avoid: |
#     KubernetesPodOperator(task_id="load", arguments=["{{ conn.payments.password }}"])
#   prefer: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         arguments=["--day", "{{ ds }}"],
#     )
#   rationale: |
#     Airflow gives the credentials of any connection to whichever template names it, and what
#     is rendered is stored and shown in Airflow's web page.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {field} renders {expression}: the credentials of a connection, of whichever tenant
#       fix: >-
#         Keep credentials in a Kubernetes Secret of the namespace and name it in the
#         PodTemplate.
package sekisho.rules.jinja.jinja_connection

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	some template in input.file.templates
	some expression in template.expressions
	split(expression, ".")[0] == "conn"
	finding := findings_of.at(template.span, "use", concat(" ", [template.field, expression]), {"field": template.field, "expression": expression})
}
