package sekisho.rules.availability.xcom_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.xcom

test_use if {
	found := xcom.findings with input as testing.task({"do_xcom_push": testing.const(true)})
	testing.messages(found) == {"use"}
}

test_none if {
	count(xcom.findings) == 0 with input as testing.task({"do_xcom_push": testing.const("x"), "do_xcom_push_": testing.const(true)})
	count(xcom.findings) == 0 with input as testing.task({"do_xcom_push": testing.unknown})
}
