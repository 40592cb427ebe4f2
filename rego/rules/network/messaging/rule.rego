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
#     address:
#       severity: review
#       text: >-
#         {holder} mails {address}, which is not known to be an address of the company
#       fix: >-
#         Leave `email` out, or ask the SRE team to list the domain in `data/mail.yaml` of the
#         policy.
package sekisho.rules.network.messaging

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses
import data.sekisho.lib.values

findings contains finding if some finding in uses.findings({"messaging"}, "use")

# Recipients of Airflow's own mail, which carries rendered fields and logs.
recipients contains {"holder": sprintf("task `%v`", [values.show(task.id)]), "value": task.arguments.email, "span": task.span} if {
	some task in input.file.tasks
	values.given(task.arguments.email)
}

recipients contains {"holder": sprintf("the DAG `%v`", [values.show(dag.id)]), "value": dag.arguments.email, "span": dag.span} if {
	some dag in input.file.dags
	values.given(dag.arguments.email)
}

findings contains finding if {
	some recipient in recipients
	not values.empty(recipient.value)
	not all_known(recipient.value)
	finding := findings_of.because(
		values.place(recipient.value, recipient.span),
		"address",
		recipient.holder,
		{"holder": recipient.holder, "address": shown(recipient.value)},
		values.why(recipient.value),
	)
}

shown(value) := [values.show(item) | some item in value.items] if count(object.get(value, "items", [])) > 0

else := values.show(value)

all_known(value) if {
	count(values.texts(value)) > 0
	every text in values.texts(value) {
		known(text)
	}
}

all_known(value) if {
	count(value.items) > 0
	every item in value.items {
		item.state == "const"
		known(item.value)
	}
}

# One text can hold several addresses.
known(text) if {
	addresses := [trim_space(part) | some part in split(replace(text, ";", ","), ","); trim_space(part) != ""]
	every address in addresses {
		strings.any_suffix_match(lower(address), data.lists.mail.domains)
	}
}
