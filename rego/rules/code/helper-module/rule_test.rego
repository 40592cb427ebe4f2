package sekisho.rules.code.helper_module_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.helper_module

of(changes, declarative) := testing.of({"imports": [testing.merge(testing.import_of("dags.orders.helpers", "unknown", "", "parse"), changes)], "declarative": declarative})

test_an_executed_module_is_not_why_the_file_waits if {
	executed := object.union(testing.import_of("dags.orders.tools", "unknown", "", "parse"), {"own": true, "executed": true})
	count(helper_module.findings) == 0 with input as testing.of({"imports": [executed], "declarative": false})
}

test_own if {
	found := helper_module.findings with input as of({"own": true}, false)
	testing.messages(found) == {"own"}
}

test_own_that_was_executed if {
	count(helper_module.findings) == 0 with input as of({"own": true}, true)
}

test_relative if {
	every declarative in [true, false] {
		found := helper_module.findings with input as of({"module": ".helpers", "own": true}, declarative)
		testing.messages(found) == {"relative"}
	}
}

test_library if {
	count(helper_module.findings) == 0 with input as of({"module": "pendulum"}, false)
}
