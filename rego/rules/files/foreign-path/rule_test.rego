package sekisho.rules.files.foreign_path_test

import data.sekisho.rules.files.foreign_path
import data.sekisho.lib.testing

of(path) := testing.of({"path": path})

test_foreign if {
	every path in ["dags/payments/x.py", "payments/x.py", "templates/payments/pay-api/x.yaml", "DAGS/Payments/x.py"] {
		found := foreign_path.findings with input as of(path)
		"foreign" in testing.messages(found)
	}
}

test_look_alike if {
	every path in ["Dags/x.py", "dags/ORDERS/x.py"] {
		found := foreign_path.findings with input as of(path)
		testing.messages(found) == {"look_alike"}
	}
}

test_own if {
	every path in ["x.py", "dags/x.py", "dags/orders/x.py", "dags/orders/payments/x.py", "docs/x.py"] {
		count(foreign_path.findings) == 0 with input as of(path)
	}
}
