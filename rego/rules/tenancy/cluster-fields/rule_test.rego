package sekisho.rules.tenancy.cluster_fields_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.cluster_fields

of(name, value) := testing.pod({"cluster": {name: value}})

test_foreign if {
	every pair in [
		["in_cluster", false], ["config_file", "/tmp/k"], ["cluster_context", "payments"], ["kubernetes_conn_id", "other"],
	] {
		found := cluster_fields.findings with input as of(pair[0], testing.const(pair[1])) with input.platform.in_cluster as pair[0] == "in_cluster"
		testing.messages(found) == {"foreign"}
	}
}

test_unknown if {
	every value in [testing.unknown, testing.template("{{ x }}"), testing.prefix("k")] {
		found := cluster_fields.findings with input as of("config_file", value)
		testing.messages(found) == {"unknown"}
	}
}

test_identity if {
	found := cluster_fields.findings with input as of("service_account_name", testing.const("admin"))
	testing.messages(found) == {"identity"}
}

test_cluster_field_of_another_kind if {
	found := cluster_fields.findings with input as of("trigger_kwargs", testing.const("x"))
	testing.messages(found) == {"field"}
}

test_field if {
	found := cluster_fields.findings with input as testing.pod({"overrides": {"trigger_kwargs": testing.unknown, "cmds": testing.unknown}})
	testing.values(found, "field") == {"trigger_kwargs"}
}

test_an_argument_of_no_group if {
	found := cluster_fields.findings with input as testing.pod({}) with input.file.tasks as [{"arguments": {"tomorrow": testing.unknown, "namespace": testing.const("orders")}}]
	testing.values(found, "field") == {"tomorrow"}
}

test_the_platforms if {
	every pair in [
		["in_cluster", true], ["config_file", "kube_config.yaml"], ["config_file", "/usr/local/airflow/dags/kube_config.yaml"],
		["kubernetes_conn_id", "kubernetes_default"], ["cluster_context", ""],
	] {
		count(cluster_fields.findings) == 0 with input as of(pair[0], testing.const(pair[1]))
	}
	count(cluster_fields.findings) == 0 with input as of("kubernetes_conn_id", testing.const("kubernetes_default")) with input.platform.connections as []
	count(cluster_fields.findings) == 0 with input as of("automount_service_account_token", testing.const(false))
	count(cluster_fields.findings) == 0 with input as of("cluster_context", testing.none)
	count(cluster_fields.findings) == 0 with input as of("service_account_name", testing.absent)
}
