package sekisho.rules.network.messaging_test

import data.sekisho.lib.testing
import data.sekisho.rules.network.messaging

test_use if {
	found := messaging.findings with input as testing.used("airflow.providers.slack.operators.slack_webhook.SlackWebhookOperator", "messaging", "messaging")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.providers.slack.operators.slack_webhook.SlackWebhookOperator"}
}

test_import_alone if {
	found := messaging.findings with input as testing.imported("airflow.providers.slack.operators.slack_webhook.SlackWebhookOperator", "messaging", "messaging")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(messaging.findings) == 1 with input as testing.imported_and_used("airflow.providers.slack.operators.slack_webhook.SlackWebhookOperator", "messaging", "messaging")
}

test_dead_code_is_not_run if {
	count(messaging.findings) == 0 with input as testing.dead("airflow.providers.slack.operators.slack_webhook.SlackWebhookOperator", "messaging", "messaging")
}

test_other_symbols_are_not_meant if {
	count(messaging.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}

test_address if {
	every value in [testing.const("someone@example.com"), testing.unknown, testing.list_of([testing.const("a@acme.example"), testing.const("b@example.com")]), testing.const("a@acme.example; b@example.com")] {
		found := messaging.findings with input as testing.task({"email": value}) with data.lists.mail.domains as ["@acme.example"]
		testing.messages(found) == {"address"}
		of_dag := messaging.findings with input as testing.dag(testing.const("orders.x"), {"email": value}) with data.lists.mail.domains as ["@acme.example"]
		testing.messages(of_dag) == {"address"}
	}
}

test_address_of_the_company if {
	every value in [testing.const("a@acme.example"), testing.list_of([testing.const("a@acme.example")]), testing.const("a@acme.example, B@ACME.example"), testing.none, testing.absent] {
		count(messaging.findings) == 0 with input as testing.task({"email": value}) with data.lists.mail.domains as ["@acme.example"]
	}
}
