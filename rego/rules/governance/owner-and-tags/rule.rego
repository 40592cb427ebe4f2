# METADATA
# title: Owner and tags
# description: |
#   A DAG names no owner or has no tags. Off until an installation switches it on in
#   data/governance.yaml.
# custom:
#   id: GOV001
#   name: owner-and-tags
#   avoid: |
#     DAG("orders.load")
#   prefer: |
#     DAG("orders.load", default_args={"owner": "orders"}, tags=["orders"])
#   rationale: |
#     Whoever is on call must find the people behind a DAG.
#   messages:
#     owner:
#       severity: warn
#       text: >-
#         the DAG {dag} has a task without an owner
#       fix: >-
#         Add `owner` to `default_args`.
#     tags:
#       severity: warn
#       text: >-
#         the DAG {dag} has no tags
#       fix: >-
#         Add `tags`.
package sekisho.rules.governance.owner_and_tags

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	data.lists.governance.tags_required == true
	some dag in input.file.dags
	values.empty(object.get(dag.arguments, "tags", {"state": "absent"}))
	finding := findings_of.at(dag.span, "tags", sprintf("%v", [values.show(dag.id)]), {"dag": values.show(dag.id)})
}

findings contains finding if {
	data.lists.governance.owner_required == true
	some task in input.file.tasks
	values.empty(object.get(task.arguments, "owner", {"state": "absent"}))
	dag := input.file.dags[task.dag]
	finding := findings_of.at(dag.span, "owner", sprintf("%v", [values.show(dag.id)]), {"dag": values.show(dag.id)})
}
