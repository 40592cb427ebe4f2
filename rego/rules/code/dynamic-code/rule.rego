# METADATA
# title: Dynamic code, reflection, deserialisation
# description: |
#   The file runs code that is chosen at run time, reaches objects by their internals, or builds
#   objects from bytes or text.
# custom:
#   id: CODE006
#   name: dynamic-code
#   avoid: |
#     exec("import os; os.system('id')")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     What such code does cannot be read from the source, so everything is possible.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} runs or reaches code that cannot be read from the source, {where:text}
#       fix: >-
#         Write out what the code should do; a DAG needs constants, loops over known lists, and
#         operators.
package sekisho.rules.code.dynamic_code

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"deserialisation", "dynamic-code", "reflection"}, "use")
