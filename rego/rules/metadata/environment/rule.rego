# METADATA
# title: Environment of the process
# description: |
#   The file reads or changes the environment of the scheduler or worker.
# custom:
#   id: META006
#   name: environment
#   avoid: |
#     import os
#
#     URI = os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
#   prefer: |
#     ENVIRONMENT = "production"
#   rationale: |
#     Airflow keeps its configuration and credentials in the environment, and so does the cloud:
#     a change there changes every DAG that the same process reads.
#   messages:
#     read:
#       severity: deny
#       text: >-
#         {symbol} reads {variable}, where Airflow or the cloud keeps credentials, {where:text}
#       fix: >-
#         Remove it. A pod gets its settings from its PodTemplate.
#     change:
#       severity: deny
#       text: >-
#         {symbol} changes the environment {where:text}, for every DAG that the same process
#         reads
#       fix: >-
#         Remove it. A pod gets its settings from its PodTemplate.
#     unknown:
#       severity: review
#       text: >-
#         {symbol} reads {variable} from the environment {where:text}
#       fix: >-
#         Write the value as a constant. A pod gets its settings from its PodTemplate.
package sekisho.rules.metadata.environment

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.uses
import data.sekisho.lib.values

calls contains call if {
	some i in input.file.index.calls_by_detail.environment
	call := input.file.calls[i]
	call.phase != "dead"
}

last(symbol) := parts[count(parts) - 1] if parts := split(symbol, ".")

changes(call) if call.use == "store"

changes(call) if last(uses.name(call.symbol)) in {"putenv", "unsetenv", "update", "setdefault", "pop", "popitem", "clear", "__setitem__", "__delitem__"}

variable(call) := call.args[0] if count(object.get(call, "args", [])) > 0

variable(call) := call.keywords.key if count(object.get(call, "args", [])) == 0

texts(call) := values.texts(variable(call))

# secret(call): the first name, of those that it can read, that holds a credential.
secret(call) := min(secrets) if {
	secrets := {text |
		some text in texts(call)
		strings.any_prefix_match(upper(text), data.lists.environment.secret_prefixes)
	}
	count(secrets) > 0
}

harmless(call) if {
	count(texts(call)) > 0
	every text in texts(call) {
		names.known_environment(text)
	}
}

shown(call) := values.show(variable(call))

shown(call) := "a variable" if not variable(call)

findings contains finding if {
	some call in calls
	changes(call)
	finding := about(call, "change", shown(call))
}

findings contains finding if {
	some call in calls
	not changes(call)
	name := secret(call)
	finding := about(call, "read", name)
}

findings contains finding if {
	some call in calls
	not changes(call)
	not secret(call)
	not harmless(call)
	finding := about(call, "unknown", shown(call))
}

findings contains finding if {
	count(calls) == 0
	some use in uses.of({"environment"})
	finding := findings_of.at(use.span, "unknown", use.symbol, {"symbol": use.shown, "variable": "a variable", "where": use.where})
}

findings contains finding if {
	some effect in input.file.effects
	effect.kind == "environment"
	effect.phase != "dead"
	not call_at(effect.span.start.line)
	finding := findings_of.at(effect.span, "change", effect.target, {"symbol": effect.target, "variable": effect.target, "where": uses.where(effect.phase)})
}

call_at(line) if {
	some call in calls
	call.span.start.line == line
}

about(call, message, name) := findings_of.at(
	call.span,
	message,
	sprintf("%s %v", [uses.name(call.symbol), name]),
	{"symbol": uses.shown(call), "variable": name, "where": uses.where(call.phase)},
)
