# METADATA
# title: Outside the declarative language
# description: |
#   The file uses a construct that the check does not execute, so what it does is not proved.
#   Nothing is known to be wrong; a person of the SRE team reads it.
# custom:
#   id: CODE007
#   name: not-declarative
#   avoid: |
#     while True:
#         tasks = build(tasks)
#   prefer: |
#     for name in ["load", "clean"]:
#         KubernetesPodOperator(
#             task_id=name,
#             namespace="orders",
#             pod_template_file=f"/usr/local/airflow/dags/templates/orders/orders-api/{name}.yaml",
#         )
#   rationale: |
#     The check is sound on a small language: imports of known names, constants, known loops,
#     DAGs, tasks and their order. Whatever it does not understand, it does not guess.
#   messages:
#     one:
#       severity: review
#       text: >-
#         this {construct} is outside the declarative language: {reason:text}
#       fix: >-
#         Write it with constants, loops over known lists, and operators, or wait for a review
#         by the SRE team.
#     many:
#       severity: review
#       text: >-
#         this {construct} is outside the declarative language: {reason:text} ({count:text}
#         places, this is the first)
#       fix: >-
#         Write it with constants, loops over known lists, and operators, or wait for a review
#         by the SRE team.
#     use:
#       severity: review
#       text: >-
#         {symbol} makes the file depend on more than its text, {where:text}
#       fix: >-
#         Write out the value or the call.
#     replaceable:
#       severity: review
#       text: >-
#         {symbol} makes the file depend on more than its text, {where:text}
#       fix: >-
#         Write {instead:text}.
#     unjudged:
#       severity: review
#       text: >-
#         {symbol} can do something that no rule judges ({capability})
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     effect:
#       severity: review
#       text: >-
#         the file has an effect that no rule judges: {kind} {target}
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     undeclared:
#       severity: review
#       text: >-
#         the file is not proved to be declarative
#       fix: >-
#         Wait for a review by the SRE team.
package sekisho.rules.code.not_declarative

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses

# places maps what was not executed and why to all its places, in order.
places[[unknown.construct, unknown.code, unknown.reason]] contains [unknown.span.start.line, unknown.span.start.column, i] if {
	some i, unknown in input.file.unknowns
	not elsewhere(unknown)
}

# elsewhere(unknown): another rule says more of the same place.
elsewhere(unknown) if unknown.construct == "ClassDef"

elsewhere(unknown) if unknown.span.start in places_of[unknown.code]

# places_of: by the code of an unknown, where the rules for callables, mutations and own modules report.
places_of.callable contains callable.span.start if {
	some callable in input.file.callables
	callable.field in data.lists.callables.judged
}

places_of.mutation contains effect.span.start if {
	some effect in input.file.effects
	effect.kind == "mutation"
	effect.phase != "dead"
}

places_of["import"] contains found.span.start if {
	some found in input.file.imports
	object.get(found, "own", false) == true
}

elsewhere(unknown) if [unknown.span.start.line, unknown.span.start.column] in judged_places

judged_places contains [use.span.start.line, use.span.start.column] if {
	some detail in data.lists.details.always_reported
	some i in input.file.index.calls_by_detail[detail]
	use := input.file.calls[i]
	use.phase != "dead"
}

judged_places contains [use.span.start.line, use.span.start.column] if {
	some detail in data.lists.details.always_reported
	some i in input.file.index.imports_by_detail[detail]
	use := input.file.imports[i]
	use.phase != "dead"
}

findings contains finding if {
	some key, found in places
	count(found) == 1
	some place in found
	finding := findings_of.at(
		input.file.unknowns[place[2]].span,
		"one",
		concat(" ", key),
		{"construct": key[0], "reason": key[2]},
	)
}

findings contains finding if {
	some key, found in places
	count(found) > 1
	first := min(found)
	finding := findings_of.at(
		input.file.unknowns[first[2]].span,
		"many",
		concat(" ", key),
		{"construct": key[0], "reason": key[2], "count": count(found)},
	)
}

findings contains finding if {
	some finding in uses.findings({"host", "higher-order"}, "use")
	not finding.about in object.keys(data.lists.instead.names)
}

findings contains finding if {
	some found in uses.findings({"host", "higher-order"}, "replaceable")
	instead := data.lists.instead.names[found.about]
	finding := object.union(found, {"values": object.union(found.values, {"instead": instead})})
}

# Capabilities that are harmful or not known, with a detail that no rule names. Every one of them is
# reported, whatever the catalogue learns tomorrow.
findings contains finding if {
	some group in [["calls_by_capability", "calls"], ["imports_by_capability", "imports"]]
	some capability, found in input.file.index[group[0]]
	not capability in {"control-flow-safe", "unknown"}
	some i in found
	use := input.file[group[1]][i]
	use.phase != "dead"
	not object.get(use.symbol, "detail", "") in data.lists.details.judged
	symbol := uses.name(use.symbol)
	finding := findings_of.at(use.span, "unjudged", symbol, {"symbol": uses.shown(use), "capability": capability})
}

# What is not known at all is an unknown already; where it is not, it is one here.
findings contains finding if {
	count(input.file.unknowns) == 0
	some i in input.file.index.calls_by_capability.unknown
	use := input.file.calls[i]
	use.phase != "dead"
	symbol := uses.name(use.symbol)
	finding := findings_of.at(use.span, "unjudged", symbol, {"symbol": uses.shown(use), "capability": "unknown"})
}

findings contains finding if {
	some effect in input.file.effects
	effect.phase != "dead"
	not effect.kind in {"environment", "file", "process", "network", "mutation"}
	finding := findings_of.at(effect.span, "effect", concat(" ", [effect.kind, effect.target]), {"kind": effect.kind, "target": effect.target})
}
