# METADATA
# title: Trigger or asset watcher
# description: |
#   The file defines a trigger, or has Airflow watch an asset.
# custom:
#   id: CODE011
#   name: custom-trigger
#   avoid: |
#     from airflow.triggers.base import BaseTrigger
#
#
#     class Wait(BaseTrigger):
#         ...
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Triggers and watchers run in the triggerer, one process for all tenants, with access to
#     the metadata database.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} runs code in the shared triggerer
#       fix: >-
#         Remove it. Poll from a pod, or use a sensor that Airflow ships.
package sekisho.rules.code.custom_trigger

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses

findings contains finding if {
	some base in data.lists.triggers.bases
	some i in input.file.index.calls_by_symbol[base]
	call := input.file.calls[i]
	call.phase != "dead"
	finding := findings_of.at(call.span, "use", base, {"symbol": uses.shown(call)})
}

findings contains finding if {
	some base in data.lists.triggers.bases
	count(object.get(input.file.index.calls_by_symbol, base, [])) == 0
	some i in input.file.index.imports_by_symbol[base]
	found := input.file.imports[i]
	found.phase != "dead"
	finding := findings_of.at(found.span, "use", base, {"symbol": base})
}
