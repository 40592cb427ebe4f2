package sekisho.rules.metadata.supervisor_comms_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.supervisor_comms

test_use if {
	found := supervisor_comms.findings with input as testing.used("airflow.sdk.execution_time.task_runner.SUPERVISOR_COMMS", "airflow-internal", "supervisor-comms")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.sdk.execution_time.task_runner.SUPERVISOR_COMMS"}
}

test_import_alone if {
	found := supervisor_comms.findings with input as testing.imported("airflow.sdk.execution_time.task_runner.SUPERVISOR_COMMS", "airflow-internal", "supervisor-comms")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(supervisor_comms.findings) == 1 with input as testing.imported_and_used("airflow.sdk.execution_time.task_runner.SUPERVISOR_COMMS", "airflow-internal", "supervisor-comms")
}

test_dead_code_is_not_run if {
	count(supervisor_comms.findings) == 0 with input as testing.dead("airflow.sdk.execution_time.task_runner.SUPERVISOR_COMMS", "airflow-internal", "supervisor-comms")
}

test_other_symbols_are_not_meant if {
	count(supervisor_comms.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
