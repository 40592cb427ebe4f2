package sekisho.rules.dag.pool_queue_executor_test

import data.sekisho.lib.testing
import data.sekisho.rules.dag.pool_queue_executor

test_place if {
	every field in ["queue", "executor", "run_as_user"] {
		found := pool_queue_executor.findings with input as testing.task({field: testing.const("privileged")})
		testing.messages(found) == {"place"}
	}
}

test_pool if {
	found := pool_queue_executor.findings with input as testing.task({"pool": testing.const("payments_pool")})
	testing.messages(found) == {"pool"}
}

test_unknown if {
	every field in ["queue", "pool"] {
		found := pool_queue_executor.findings with input as testing.task({field: testing.unknown})
		testing.messages(found) == {"unknown"}
	}
}

test_harmless if {
	every arguments in [
		{"pool": testing.const("default_pool")}, {"pool": testing.const("orders_pool")}, {"queue": testing.none},
		{"queue": testing.const("default")}, {},
	] {
		count(pool_queue_executor.findings) == 0 with input as testing.task(arguments)
	}
}
