package sekisho.rules.files.reserved_name_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.reserved_name

of(path) := testing.of({"path": path})

test_reserved if {
	every path in ["airflow_local_settings.py", "dags/orders/sitecustomize.py", "dags/conftest.py", "airflow.cfg", "dags/x.pth", "dags/sitecustomize/__init__.py", "Webserver_Config/x.py"] {
		found := reserved_name.findings with input as of(path)
		testing.messages(found) == {"reserved"}
	}
}

test_shadow if {
	every path in ["dags/orders/datetime.py", "kubernetes.py", "dags/JSON.py", "dags/airflow/x.py"] {
		found := reserved_name.findings with input as of(path)
		testing.messages(found) == {"shadow"}
	}
}

test_folder if {
	found := reserved_name.findings with input as of("plugins/x.py")
	testing.messages(found) == {"folder"}
}

test_removed if {
	count(reserved_name.findings) == 0 with input as testing.of({"path": "sitecustomize.py", "content": "removed"})
}

test_ordinary if {
	every path in ["dags/orders/load.py", "dags/orders/__init__.py", "README.md"] {
		count(reserved_name.findings) == 0 with input as of(path)
	}
}

test_tenant if {
	every path in ["dags/payments.py", "dags/orders/Orders_EU.py"] {
		found := reserved_name.findings with input as of(path)
		testing.messages(found) == {"tenant"}
	}
	count(reserved_name.findings) == 0 with input as of("dags/orders.py")
}
