# METADATA
# title: Variable in a template
# description: |
#   A templated field renders an Airflow Variable that is not known to be the tenant's own.
# custom:
#   id: JIN003
#   name: jinja-variable
#   avoid: |
#     KubernetesPodOperator(task_id="load", arguments=["{{ var.value.payments_token }}"])
#   prefer: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         arguments=["--day", "{{ ds }}"],
#     )
#   rationale: |
#     Variables are common to all tenants, and some of them hold secrets.
#   messages:
#     use:
#       severity: review
#       text: >-
#         {field} renders {expression}, which is not known to be a Variable of {own}
#       fix: >-
#         Name your Variables with your namespace first, such as `orders_limit`, or use
#         `params`.
#     nobody:
#       severity: review
#       text: >-
#         {field} renders {expression}, which is not known to be a Variable of {own}
#       fix: >-
#         Name your Variables with your namespace first, such as `orders_limit`, use `params`, or
#         ask the SRE team to vouch for it under `variables` of {own} in `sekisho.yml`: {listing}.
package sekisho.rules.jinja.jinja_variable

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names

findings contains finding if {
	some template in input.file.templates
	some expression in template.expressions
	parts := split(expression, ".")
	parts[0] == "var"
	not own(parts)
	not listing(parts)
	finding := findings_of.at(
		template.span,
		"use",
		concat(" ", [template.field, expression]),
		{"field": template.field, "expression": expression, "own": input.tenant.namespace},
	)
}

findings contains finding if {
	some template in input.file.templates
	some expression in template.expressions
	parts := split(expression, ".")
	parts[0] == "var"
	not own(parts)
	finding := findings_of.at(
		template.span,
		"nobody",
		concat(" ", [template.field, expression]),
		{
			"field": template.field, "expression": expression, "own": input.tenant.namespace,
			"listing": listing(parts),
		},
	)
}

# var.value.<key> and var.json.<key>; what follows the key is of its value.
own(parts) if {
	parts[1] in {"value", "json"}
	names.own_variable(parts[2])
}

# listing(parts): what SRE would write to vouch for the Variable. The key that a `get` is given may not be known, nor
# whether a colon in one is a dot.
listing(parts) := names.listing({parts[2]}) if {
	parts[2] != "get"
	not contains(parts[2], ":")
}
