package sekisho.rules.code.file_access_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.file_access

of(symbol, args, keywords) := testing.of({
	"calls": [testing.merge(testing.call(symbol, "filesystem", "file", "parse"), {"args": args, "keywords": keywords})],
	"index": {"calls_by_detail": {"file": [0]}},
})

test_elsewhere if {
	every path in ["/etc/passwd", "/usr/local/airflow/dags/kube_config.yaml", "../payments/x.yaml", "~/.aws/credentials", "/usr/local/airflow/dags/dags/orders-eu/x"] {
		found := file_access.findings with input as of("open", [testing.const(path)], {})
		testing.messages(found) == {"elsewhere"}
		byname := file_access.findings with input as of("open", [], {"file": testing.const(path)})
		testing.messages(byname) == {"elsewhere"}
	}
}

test_write if {
	every call in [
		of("open", [testing.const("x"), testing.const("w")], {}),
		of("builtins.open", [testing.const("x")], {"mode": testing.const("rb+")}),
		of("os.remove", [testing.const("x")], {}),
	] {
		found := file_access.findings with input as call
		testing.messages(found) == {"write"}
	}
}

test_read if {
	every call in [
		of("open", [testing.const("jobs.yaml")], {}),
		of("open", [testing.const("/usr/local/airflow/dags/dags/orders/jobs.yaml"), testing.const("r")], {}),
		of("open", [testing.unknown], {}),
		of("os.listdir", [], {}),
	] {
		found := file_access.findings with input as call
		testing.messages(found) == {"read"}
	}
}

test_operator if {
	found := file_access.findings with input as testing.used("airflow.providers.sftp.operators.sftp.SFTPOperator", "filesystem", "file-operator")
	testing.messages(found) == {"operator"}
}

test_import_and_effect if {
	found := file_access.findings with input as testing.imported("shutil", "filesystem", "file")
	testing.messages(found) == {"read"}
	effect := file_access.findings with input as testing.of({"effects": [{"kind": "file", "target": "x", "phase": "parse", "span": testing.span(3)}]})
	testing.messages(effect) == {"read"}
}

test_none if {
	count(file_access.findings) == 0 with input as testing.of({})
}
