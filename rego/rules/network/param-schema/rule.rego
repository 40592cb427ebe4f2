# METADATA
# title: Param schema
# description: |
#   A Param's schema has a key that is not on the list; `$ref` fetches whatever it names.
# custom:
#   id: NET005
#   name: param-schema
#   avoid: |
#     Param("v", **{"$ref": "http://169.254.169.254/latest"})
#   prefer: |
#     Param("v", type="string", description="The day to load")
#   rationale: |
#     Airflow resolves the schema while it reads the file, in the scheduler: a reference is an
#     HTTP request there.
#   messages:
#     reference:
#       severity: deny
#       text: >-
#         the schema of a Param has the key {key}, by which Airflow fetches or replaces schemas
#       fix: >-
#         Write the schema out: `type`, `enum`, `minimum`, `maximum`, `format`, `description`.
#     unread:
#       severity: review
#       text: >-
#         the schema of a Param is not known to be harmless: {reason:text}
#       fix: >-
#         Use `type`, `enum`, `minimum`, `maximum`, `format`, `description`, with constants.
#     unlisted:
#       severity: review
#       text: >-
#         the schema of a Param has the key {key}, which is not on the list
#       fix: >-
#         Use `type`, `enum`, `minimum`, `maximum`, `format`, `description`.
package sekisho.rules.network.param_schema

import data.sekisho.lib.findings as findings_of

calls contains call if {
	some i in input.file.index.calls_by_detail.param
	call := input.file.calls[i]
	call.phase != "dead"
}

keys(call) := {key | some key, _ in object.get(call, "keywords", {})} | {node.key.value |
	walk(object.get(call, "keywords", {}), [_, node])
	is_string(node.key.value)
}

findings contains finding if {
	some call in calls
	some key in keys(call)
	startswith(key, "$")
	finding := findings_of.at(call.span, "reference", key, {"key": key})
}

findings contains finding if {
	some call in calls
	some key, _ in object.get(call, "keywords", {})
	not startswith(key, "$")
	not key in data.lists.param_schema.harmless
	finding := findings_of.at(call.span, "unlisted", key, {"key": key})
}

# Where the analyser handed over no keywords, its own word for them.
findings contains finding if {
	some call in calls
	count(object.get(call, "keywords", {})) == 0
	some unknown in input.file.unknowns
	unknown.span.start == call.span.start
	finding := findings_of.at(call.span, "unread", "param", {"reason": unknown.reason})
}
