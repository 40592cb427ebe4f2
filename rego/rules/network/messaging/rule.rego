# METADATA
# title: Messages sent by a task
# description: |
#   A task sends mail, chat messages or messages of a queue from a shared Airflow worker. A
#   notifier that the platform vetted is the way to tell of a failure.
# custom:
#   id: NET004
#   name: messaging
#   avoid: |
#     from airflow.providers.slack.operators.slack_webhook import SlackWebhookOperator
#
#     SlackWebhookOperator(task_id="tell", slack_webhook_conn_id="x", message="{{ var.value.token }}")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A message can carry away whatever a template renders, to whoever is named as its
#     recipient.
#   messages:
#     use:
#       severity: review
#       text: >-
#         {symbol} sends messages {where:text}; a person must see what it sends to whom
#       fix: >-
#         Send the message from the job in its own pod, or use a notifier that the SRE team
#         vetted.
package sekisho.rules.network.messaging

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"messaging"}, "use")
