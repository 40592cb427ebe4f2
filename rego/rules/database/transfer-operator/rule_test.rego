package sekisho.rules.database.transfer_operator_test

import data.sekisho.lib.testing
import data.sekisho.rules.database.transfer_operator

test_use if {
	found := transfer_operator.findings with input as testing.used("airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator", "transfer", "transfer")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator"}
}

test_import_alone if {
	found := transfer_operator.findings with input as testing.imported("airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator", "transfer", "transfer")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(transfer_operator.findings) == 1 with input as testing.imported_and_used("airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator", "transfer", "transfer")
}

test_dead_code_is_not_run if {
	count(transfer_operator.findings) == 0 with input as testing.dead("airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator", "transfer", "transfer")
}

test_other_symbols_are_not_meant if {
	count(transfer_operator.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
