package sekisho.rules.tenancy.foreign_template_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.foreign_template

of(path) := testing.pod({"template": testing.path_inside(path)})

test_foreign if {
	found := foreign_template.findings with input as of("templates/payments/pay-api/refund.yaml")
	testing.messages(found) == {"foreign"}
	testing.values(found, "tenant") == {"payments"}
}

test_outside if {
	every template in [{"value": testing.const("/etc/x.yaml"), "inside": false}, testing.path_inside("dags/orders/x.yaml"), testing.path_inside("templates/x.yaml")] {
		found := foreign_template.findings with input as testing.pod({"template": template})
		testing.messages(found) == {"outside"}
	}
}

test_a_namespace_that_begins_alike_is_outside if {
	found := foreign_template.findings with input as of("templates/orders-x/orders-api/load.yaml")
	testing.messages(found) == {"outside"}
}

test_inside_without_a_path_is_outside if {
	found := foreign_template.findings with input as testing.pod({"template": {"value": testing.const("x"), "inside": true}})
	testing.messages(found) == {"outside"}
}

test_relative_without_a_namespace if {
	template := {"value": testing.const("templates/orders/orders-api/load.yaml"), "inside": true, "normalized": "templates/orders/orders-api/load.yaml"}
	found := foreign_template.findings with input as testing.pod({"template": template, "namespace": {"state": "absent"}})
	testing.messages(found) == {"relative"}
	count(foreign_template.findings) == 0 with input as testing.pod({"template": template})
}

test_application if {
	found := foreign_template.findings with input as of("templates/orders/other/load.yaml")
	testing.messages(found) == {"application"}
}

test_no_application if {
	every setting in [true, false] {
		found := foreign_template.findings with input as of("templates/orders/load.yaml") with input.tenant.any_application as setting
		testing.messages(found) == {"application"}
	}
}

test_any_application if {
	count(foreign_template.findings) == 0 with input as of("templates/orders/other/load.yaml") with input.tenant.any_application as true
}

test_suffix if {
	found := foreign_template.findings with input as of("templates/orders/orders-api/load.py")
	testing.messages(found) == {"suffix"}
}

test_template if {
	every value in [testing.template("templates/{{ x }}"), testing.const("templates/{{ x }}"), testing.choice(["a", "{{ x }}"])] {
		found := foreign_template.findings with input as testing.pod({"template": {"value": value, "inside": false}})
		testing.messages(found) == {"template"}
	}
}

test_unknown if {
	every value in [testing.unknown, testing.prefix("templates/"), testing.choice(["a", "b"])] {
		found := foreign_template.findings with input as testing.pod({"template": {"value": value, "inside": false}})
		testing.messages(found) == {"unknown"}
	}
}

test_own if {
	count(foreign_template.findings) == 0 with input as of("templates/orders/orders-api/load.yaml")
	count(foreign_template.findings) == 0 with input as of("templates/orders/orders-api/jobs/load.yml")
	count(foreign_template.findings) == 0 with input as testing.pod({"template": testing.no_template})
}
