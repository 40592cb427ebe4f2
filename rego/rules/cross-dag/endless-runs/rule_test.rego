package sekisho.rules.cross_dag.endless_runs_test

import data.sekisho.lib.testing
import data.sekisho.rules.cross_dag.endless_runs

ring := {"path": "dags/load.py", "from": "dag orders.load", "to": "asset s3://orders/loaded", "span": testing.span(5)}

test_ring if {
	found := endless_runs.change_findings with input as {"rings": [ring]}
	testing.messages(found) == {"ring"}
	testing.values(found, "to") == {"asset s3://orders/loaded"}
}

test_none if {
	count(endless_runs.change_findings) == 0 with input as {"rings": []}
}
