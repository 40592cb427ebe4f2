package sekisho.rules.cross_dag.foreign_asset_test

import data.sekisho.lib.testing
import data.sekisho.rules.cross_dag.foreign_asset

of(target) := testing.of({"references": [{"kind": "asset", "target": target, "by": testing.symbol("airflow.datasets.Dataset", "control-flow-safe", "asset"), "span": testing.span(8)}]})

test_foreign if {
	every text in ["payments/refunds", "s3://payments/refunds", "s3://payments-data/x", "s3://orders@payments/x", "s3:///payments/x", "s3://payments/x://orders/x", "s3://payments#orders", "s3://payments?x", "s3://orders:a@payments/x"] {
		found := foreign_asset.findings with input as of(testing.const(text))
		testing.messages(found) == {"foreign"}
	}
}

test_unknown if {
	every target in [testing.unknown, testing.const("s3://lake/x"), testing.const("://"), testing.const("")] {
		found := foreign_asset.findings with input as of(target)
		testing.messages(found) == {"unknown"}
	}
}

test_own if {
	count(foreign_asset.findings) == 0 with input as of(testing.const("s3://orders/loaded"))
}
