# METADATA
# title: Template or file in a documentation field
# description: |
#   A documentation field of a DAG or task holds Jinja or HTML, or names a file.
# custom:
#   id: JIN004
#   name: doc-template
#   avoid: |
#     DAG("orders.load", doc_md="{{ cycler.__init__.__globals__.os.popen('id').read() }}")
#   prefer: |
#     DAG("orders.load", doc_md="Loads the orders of the day.")
#   rationale: |
#     Airflow before 2.9.3 renders `doc_md` while it reads the file, without a sandbox. A value
#     that ends in `.md` is read as a file, whoever it belongs to. Before 2.8 its HTML is shown as it
#     stands, so a script in it runs with the rights of whoever opens the DAG.
#   messages:
#     template:
#       severity: deny
#       text: >-
#         {field} holds the template {text}, which older Airflow renders without a sandbox
#       fix: >-
#         Remove the braces from the text.
#     file:
#       severity: review
#       text: >-
#         {field} is {text}: Airflow reads that file each time it reads the DAG{chain}
#       fix: >-
#         Write the text into the DAG.
#     html:
#       severity: review
#       text: >-
#         {field} holds HTML, which this Airflow shows as it stands to whoever opens the DAG{chain}
#       fix: >-
#         Write Markdown without HTML.
#     unknown:
#       severity: review
#       text: >-
#         what {field} holds is not known: {reason:text}{chain}
#       fix: >-
#         Write the text as a constant.
package sekisho.rules.jinja.doc_template

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

fields := {"doc_md", "doc", "doc_json", "doc_yaml", "doc_rst"}

given contains row("DAG", field, holder, member) if {
	some field in fields
	some holder in input.file.dags
	values.given(holder.arguments[field])
	some member in values.members(holder.arguments[field])
}

given contains row(sprintf("task %v", [values.show(holder.id)]), field, holder, member) if {
	some field in fields
	some holder in input.file.tasks
	values.given(holder.arguments[field])
	some member in values.members(holder.arguments[field])
}

row(what, field, holder, member) := {
	"field": field, "value": member, "all": holder.arguments[field], "span": holder.span, "what": what,
}

findings contains finding if {
	some found in given
	is_string(found.value.value)
	jinja(found.value)
	finding := about(found, "template")
}

jinja(value) if value.state == "template"

jinja(value) if {
	some mark in ["{{", "{%", "{#"]
	contains(value.value, mark)
}

findings contains finding if {
	some found in given
	found.field == "doc_md"
	found.value.state == "const"
	endswith(lower(found.value.value), ".md")
	not jinja(found.value)
	finding := about(found, "file")
}

findings contains finding if {
	shows_html
	some found in given
	found.field == "doc_md"
	is_string(found.value.value)
	regex.match(`<[A-Za-z/!?]`, found.value.value)
	finding := about(found, "html")
}

# The form that asks for parameters shows their descriptions likewise (CVE-2023-47265).
findings contains finding if {
	shows_html
	some holder in array.concat(input.file.dags, input.file.tasks)
	walk(holder.arguments.params, [_, node])
	node.key.value == "description"
	some member in values.members(node.value)
	is_string(member.value)
	regex.match(`<[A-Za-z/!?]`, member.value)
	finding := about({"field": "description", "value": member, "all": node.value, "span": holder.span, "what": "parameter"}, "html")
}

# Airflow before 2.8 (wrapped_markdown in airflow/www/utils.py).
shows_html if regex.match(`^(1|2\.[0-7])\.`, concat("", [input.platform.airflow_version, "."]))

findings contains finding if {
	some found in given
	not found.value.state in {"const", "template"}
	finding := about(found, "unknown")
}

about(found, message) := findings_of.because(
	values.place(found.all, found.span),
	message,
	concat(" ", [found.what, found.field]),
	{"field": found.field, "text": values.show(found.value), "reason": values.reason(found.value)},
	values.why(found.all),
)
