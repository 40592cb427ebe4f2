# METADATA
# title: DAG argument that adds code
# description: |
#   A DAG gets an argument that adds code or files to its templates, grants rights, or is not
#   known.
# custom:
#   id: DAG002
#   name: dag-argument
#   avoid: |
#     DAG("orders.load", template_searchpath=["/usr/local/airflow"])
#   prefer: |
#     DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1))
#   rationale: |
#     Macros and filters are Python that runs on the worker, Jinja extensions are imported by
#     name, and a search path decides which files a template may include.
#   messages:
#     code:
#       severity: deny
#       text: >-
#         the DAG gives {field}, which adds code or files to its templates{chain}
#       fix: >-
#         Remove {field}.
#     rights:
#       severity: review
#       text: >-
#         the DAG gives {field}, which changes who may see or do what{chain}
#       fix: >-
#         Remove {field}, or ask the SRE team.
#     link:
#       severity: review
#       text: >-
#         the DAG gives the owner's link {link}, which is neither a page nor a mail address{chain}
#       fix: >-
#         Use an address that begins with `https` or `mailto`.
#     unknown:
#       severity: review
#       text: >-
#         the DAG gives {field}, which is not on the list of arguments that are known to be
#         harmless{chain}
#       fix: >-
#         Remove {field}, or ask the SRE team.
package sekisho.rules.dag.dag_argument

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	some dag in input.file.dags
	some field, value in dag.arguments
	not silent(value)
	not field in data.lists.dag_arguments.harmless
	not switched_off(field, value)
	finding := findings_of.because(values.place(value, dag.span), kind(field), sprintf("%v %s", [values.show(dag.id), field]), {"field": field}, values.why(value))
}

silent(value) if not values.given(value)

silent(value) if {
	value.state == "const"
	object.get(value, "type", "") == "NoneType"
}

# switched_off(field, value): templates yield text, as they do anyway.
switched_off("render_template_as_native_obj", value) if {
	value.state == "const"
	value.value == false
}

kind(field) := "code" if field in data.lists.dag_arguments.code

else := "rights" if field in data.lists.dag_arguments.rights

else := "unknown"

# A link is clicked by people who are signed in to Airflow.
findings contains finding if {
	some dag in input.file.dags
	value := dag.arguments.owner_links
	not silent(value)
	some link in links(value)
	not harmless(link)
	finding := findings_of.because(values.place(value, dag.span), "link", sprintf("%v", [values.show(link)]), {"link": values.show(link)}, values.why(value))
}

links(value) := [entry.value | some entry in value.entries] if value.state == "const"

else := [value]

harmless(link) if {
	link.state == "const"
	strings.any_prefix_match(link.value, ["https://", "mailto:"])
}
