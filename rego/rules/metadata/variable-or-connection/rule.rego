# METADATA
# title: Variables and connections
# description: |
#   The file reads or changes Airflow's Variables, or handles its Connections.
# custom:
#   id: META002
#   name: variable-or-connection
#   avoid: |
#     from airflow.models import Variable
#
#     Variable.set("payments_refunds", "off")
#   prefer: |
#     NAMES = ["load", "clean"]
#   rationale: |
#     Variables and Connections are common to all tenants. Reading one while the file is parsed
#     is also a query of the metadata database every few seconds.
#   messages:
#     get:
#       severity: warn
#       text: >-
#         {symbol} reads Variable {key} {where:text}: a query of the metadata database each time
#       fix: >-
#         Write the value as a constant, or read it where a task runs: `var.value` in a
#         template.
#     unlisted:
#       severity: warn
#       text: >-
#         {symbol} reads Variable {key} {where:text}: a query of the metadata database each time
#       fix: >-
#         Write the value as a constant, or read it where a task runs: `var.value` in a
#         template. If a task waits for a review because of its text, the SRE team can vouch for
#         that under `variables` of {own} in `sekisho.yml`: {listing}, or all its `values` where
#         it decides more than data.
#     foreign:
#       severity: review
#       text: >-
#         {symbol} reads Variable {key}, which is not known to be one of {own}, {where:text}
#       fix: >-
#         Name your Variables with your namespace first, such as `orders_limit`.
#     nobody:
#       severity: review
#       text: >-
#         {symbol} reads Variable {key}, which is not known to be one of {own}, {where:text}
#       fix: >-
#         Name your Variables with your namespace first, such as `orders_limit`, or ask the SRE
#         team to vouch for it under `variables` of {own} in `sekisho.yml`: {listing}, or all its
#         `values` where it decides more than data.
#     change:
#       severity: deny
#       text: >-
#         {symbol} changes a Variable that all tenants share, {where:text}
#       fix: >-
#         Remove it. What a job must remember belongs in the service's own database.
#     connection:
#       severity: deny
#       text: >-
#         {symbol} handles Connections, the credentials of all tenants, {where:text}
#       fix: >-
#         Keep credentials in a Kubernetes Secret of the namespace and name it in the
#         PodTemplate.
package sekisho.rules.metadata.variable_or_connection

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.uses
import data.sekisho.lib.values

findings contains finding if some finding in uses.findings({"connection"}, "connection")

calls contains call if {
	some i in input.file.index.calls_by_detail.variable
	call := input.file.calls[i]
	call.phase != "dead"
}

getter(call) if endswith(uses.name(call.symbol), "Variable.get")

# The class itself, named on the way to its method, is no use of its own.
class_only(call) if {
	endswith(uses.name(call.symbol), "Variable")
	call.use == "reference"
}

key(call) := call.args[0] if count(object.get(call, "args", [])) > 0

key(call) := call.keywords.key if count(object.get(call, "args", [])) == 0

own(call) if {
	texts := values.texts(key(call))
	count(texts) > 0
	every text in texts {
		names.own_variable(text)
	}
}

# listing(call): what SRE would write to vouch for the Variable.
listing(call) := names.listing(values.texts(key(call)))

shown(call) := values.show(key(call))

shown(call) := "(unknown)" if not key(call)

findings contains finding if {
	some call in calls
	getter(call)
	own(call)
	not listing(call)
	finding := about(call, "get")
}

findings contains finding if {
	some call in calls
	getter(call)
	own(call)
	finding := to_list(call, "unlisted")
}

findings contains finding if {
	some call in calls
	getter(call)
	not own(call)
	not listing(call)
	finding := about(call, "foreign")
}

findings contains finding if {
	some call in calls
	getter(call)
	not own(call)
	finding := to_list(call, "nobody")
}

findings contains finding if {
	some call in calls
	not getter(call)
	not class_only(call)
	finding := about(call, "change")
}

# The class is handed on, or imported for no use that is seen.
findings contains finding if {
	count({call | some call in calls; not class_only(call)}) == 0
	some use in uses.of({"variable"})
	finding := findings_of.at(use.span, "foreign", use.symbol, {"symbol": use.shown, "key": "(unknown)", "own": input.tenant.namespace, "where": use.where})
}

about(call, message) := findings_of.at(
	call.span,
	message,
	sprintf("%s %v", [uses.name(call.symbol), shown(call)]),
	{"symbol": uses.shown(call), "key": shown(call), "own": input.tenant.namespace, "where": uses.where(call.phase)},
)

# Who operates Sekisho is told what to write.
to_list(call, message) := findings_of.at(
	call.span,
	message,
	sprintf("%s %v", [uses.name(call.symbol), shown(call)]),
	{
		"symbol": uses.shown(call), "key": shown(call), "own": input.tenant.namespace,
		"where": uses.where(call.phase), "listing": listing(call),
	},
)
