package sekisho.rules.database.database_hook_test

import data.sekisho.lib.testing
import data.sekisho.rules.database.database_hook

test_use if {
	found := database_hook.findings with input as testing.used("airflow.providers.postgres.hooks.postgres.PostgresHook", "database", "sql-hook")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.providers.postgres.hooks.postgres.PostgresHook"}
}

test_import_alone if {
	found := database_hook.findings with input as testing.imported("airflow.providers.postgres.hooks.postgres.PostgresHook", "database", "sql-hook")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(database_hook.findings) == 1 with input as testing.imported_and_used("airflow.providers.postgres.hooks.postgres.PostgresHook", "database", "sql-hook")
}

test_dead_code_is_not_run if {
	count(database_hook.findings) == 0 with input as testing.dead("airflow.providers.postgres.hooks.postgres.PostgresHook", "database", "sql-hook")
}

test_other_symbols_are_not_meant if {
	count(database_hook.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
