# METADATA
# title: Airflow's REST API
# description: |
#   The file uses a client of Airflow's REST API or of the managed Airflow service.
# custom:
#   id: META004
#   name: rest-api
#   avoid: |
#     import airflow_client.client as client
#
#     client.ApiClient()
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The API acts on every tenant's DAGs, connections and users with the rights of its token,
#     not with those of the tenant.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} acts on Airflow through its API {where:text}, beyond the tenant's own DAGs
#       fix: >-
#         Remove it. Order the tasks of your own DAGs by their dependencies, and ask the SRE
#         team for what needs Airflow's API.
package sekisho.rules.metadata.rest_api

import data.sekisho.lib.uses
import data.sekisho.lib.values

findings contains finding if some finding in uses.findings({"mwaa", "rest-api-client"}, "use")

# A general client of the cloud, asked for that service.
findings contains finding if {
	some i in input.file.index.calls_by_detail["cloud-sdk"]
	call := input.file.calls[i]
	call.phase != "dead"
	some value in array.concat(object.get(call, "args", []), [value | some value in object.get(call, "keywords", {})])
	"mwaa" in values.texts(value)
	finding := {
		"message": "use",
		"span": call.span,
		"about": uses.name(call.symbol),
		"values": {"symbol": uses.shown(call), "where": uses.where(call.phase)},
	}
}
