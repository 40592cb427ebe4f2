# METADATA
# title: Files
# description: |
#   The file reads or writes files of the scheduler or worker.
# custom:
#   id: CODE009
#   name: file-access
#   avoid: |
#     KEY = open("/usr/local/airflow/dags/kube_config.yaml").read()
#   prefer: |
#     NAMES = ["load", "clean"]
#   rationale: |
#     All tenants' files, Airflow's configuration and the cluster's credentials lie on the same
#     disk.
#   messages:
#     write:
#       severity: deny
#       text: >-
#         {symbol} writes or moves files {where:text}
#       fix: >-
#         Remove it. A pod has a disk of its own.
#     elsewhere:
#       severity: deny
#       text: >-
#         {symbol} reads {target}, which is not a file of this tenant, {where:text}
#       fix: >-
#         Remove it.
#     operator:
#       severity: deny
#       text: >-
#         {symbol} works on files {where:text}
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
#     read:
#       severity: review
#       text: >-
#         {symbol} reads files {where:text}
#       fix: >-
#         Write the data into the DAG as constants.
package sekisho.rules.code.file_access

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses
import data.sekisho.lib.values

operators contains use if {
	some use in uses.of({"file-operator"})
	not use.idle
}

findings contains finding if {
	some use in operators
	finding := findings_of.at(use.span, "operator", use.symbol, {"symbol": use.shown, "where": use.where})
}

calls contains call if {
	some i in input.file.index.calls_by_detail.file
	call := input.file.calls[i]
	call.phase != "dead"
}

last(symbol) := parts[count(parts) - 1] if parts := split(symbol, ".")

first(call) := call.args[0] if count(object.get(call, "args", [])) > 0

first(call) := value if {
	count(object.get(call, "args", [])) == 0
	some name in ["file", "path", "filepath"]
	value := call.keywords[name]
}

mode(call) := call.args[1].value if last(uses.name(call.symbol)) == "open"

mode(call) := call.keywords.mode.value if last(uses.name(call.symbol)) == "open"

writes(call) if last(uses.name(call.symbol)) in data.lists.file_functions.writing

writes(call) if {
	some letter in ["w", "a", "x", "+"]
	contains(mode(call), letter)
}

# A path that is known, and lies outside the tenant's own folder.
elsewhere(call) := path if {
	some path in values.texts(first(call))
	outside(path)
}

outside(path) if {
	startswith(path, "/")
	not startswith(path, concat("/", [trim_suffix(input.platform.dags_path, "/"), "dags", input.tenant.namespace, ""]))
}

outside(path) if contains(path, "..")

outside(path) if startswith(path, "~")

findings contains finding if {
	some call in calls
	writes(call)
	finding := about(call, "write", "")
}

findings contains finding if {
	some call in calls
	not writes(call)
	path := elsewhere(call)
	finding := about(call, "elsewhere", path)
}

findings contains finding if {
	some call in calls
	not writes(call)
	not elsewhere(call)
	finding := about(call, "read", "")
}

findings contains finding if {
	count(calls) == 0
	some use in uses.of({"file"})
	finding := findings_of.at(use.span, "read", use.symbol, {"symbol": use.shown, "where": use.where})
}

# An effect without a call of its own.
findings contains finding if {
	count(calls) == 0
	some effect in input.file.effects
	effect.kind == "file"
	effect.phase != "dead"
	finding := findings_of.at(effect.span, "read", effect.target, {"symbol": effect.target, "where": uses.where(effect.phase)})
}

about(call, message, path) := findings_of.at(
	call.span,
	message,
	concat(" ", [uses.name(call.symbol), path]),
	{"symbol": uses.shown(call), "where": uses.where(call.phase), "target": path},
)
