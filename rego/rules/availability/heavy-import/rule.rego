# METADATA
# title: Heavy work while the file is read
# description: |
#   The file does slow work at module level.
# custom:
#   id: AVL001
#   name: heavy-import
#   avoid: |
#     import time
#
#     time.sleep(60)
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Airflow reads every DAG file again and again, in a process that all tenants share; a slow
#     file delays all.
#   messages:
#     use:
#       severity: warn
#       text: >-
#         {symbol} is slow, {where:text}
#       fix: >-
#         Do the work in the pod.
package sekisho.rules.availability.heavy_import

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"heavy"}, "use")
