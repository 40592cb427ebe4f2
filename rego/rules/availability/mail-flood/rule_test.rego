package sekisho.rules.availability.mail_flood_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.mail_flood

test_use if {
	found := mail_flood.findings with input as testing.task({"email_on_retry": testing.const(true)})
	testing.messages(found) == {"use"}
}

test_none if {
	count(mail_flood.findings) == 0 with input as testing.task({"email_on_retry": testing.const("x"), "email_on_retry_": testing.const(true)})
	count(mail_flood.findings) == 0 with input as testing.task({"email_on_retry": testing.unknown})
}
