# METADATA
# title: XCom of another DAG
# description: |
#   A template pulls what a task of another DAG left behind.
# custom:
#   id: JIN005
#   name: foreign-xcom
#   avoid: |
#     KubernetesPodOperator(task_id="load", arguments=["{{ ti.xcom_pull(dag_id='payments.refund', task_ids='x') }}"])
#   prefer: |
#     KubernetesPodOperator(task_id="load", arguments=["{{ ti.xcom_pull(task_ids='list') }}"])
#   rationale: |
#     XComs lie in the metadata database, where Airflow does not keep tenants apart.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {field} pulls an XCom of another DAG: {text}
#       fix: >-
#         Exchange data through the services' own interfaces or storage.
package sekisho.rules.jinja.foreign_xcom

import data.sekisho.lib.findings as findings_of

# The analyser names a dag_id that is given by keyword or as the second argument.
reads_another(template) if "ti.xcom_pull.dag_id" in template.expressions

# XComs of earlier runs may be another DAG's of the same id.
reads_another(template) if {
	some expression in template.expressions
	contains(expression, "xcom_pull")
	contains(template.text, "include_prior_dates")
}

findings contains finding if {
	some template in input.file.templates
	reads_another(template)
	finding := findings_of.at(template.span, "use", concat(" ", [template.field, template.text]), {"field": template.field, "text": template.text})
}
