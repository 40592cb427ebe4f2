package sekisho.rules.availability.held_slot_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.held_slot

test_poke if {
	found := held_slot.findings with input as testing.task({"mode": testing.const("poke")})
	testing.messages(found) == {"poke"}
}

test_blocking if {
	found := held_slot.findings with input as testing.task({"deferrable": testing.const(false)})
	testing.messages(found) == {"blocking"}
}

test_none if {
	count(held_slot.findings) == 0 with input as testing.task({"mode": testing.const("reschedule"), "deferrable": testing.const(true)})
	count(held_slot.findings) == 0 with input as testing.task({})
}
