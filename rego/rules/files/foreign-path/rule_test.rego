package sekisho.rules.files.foreign_path_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.foreign_path

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
	every path in ["x.py", "dags/x.py", "dags/orders/x.py", "docs/x-1.2_3.py", "docs/x~1/y#2@3.md", "_x/.y"] {
		count(foreign_path.findings) == 0 with input as of(path)
	}
}

test_deeper if {
	found := foreign_path.findings with input as of("dags/orders/payments/x.py")
	testing.messages(found) == {"deeper"}
}

test_characters if {
	every path in ["dags/a\nb.py", "dags/café.py", "dags/a b.py", "dags\\x.py", "dags/../x.py", "-rf.md", "dags/--x=y.py", "~root/x.md", "@x.md", "dags/#x.md"] {
		found := foreign_path.findings with input as of(path)
		testing.messages(found) == {"characters"}
	}
}

file(path, status) := {"path": path, "status": status}

test_collision if {
	found := foreign_path.change_findings with input as {"files": [file("dags/Load.py", "added"), file("dags/load.py", "unchanged")]}
	{[finding.path, finding.values.other] | some finding in found} == {["dags/Load.py", "dags/load.py"]}
}

test_no_collision if {
	count(foreign_path.change_findings) == 0 with input as {"files": [file("dags/Load.py", "added"), file("dags/load.py", "removed")]}
	count(foreign_path.change_findings) == 0 with input as {"files": [file("dags/Load.py", "unchanged"), file("dags/load.py", "unchanged")]}
}
