package sekisho.rules.template.template_owner_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.template_owner

of(path, application) := object.union(testing.template_file({}), {
	"file": {"path": path},
	"tenant": {"application": application, "applications": ["orders-api", "orders-web"]},
})

test_application if {
	found := template_owner.findings with input as of("templates/orders/orders-web/x.yaml", "orders-api")
	testing.messages(found) == {"application"}
}

test_dag_repository if {
	found := template_owner.findings with input as of("templates/x.yaml", "")
	testing.messages(found) == {"dags"}
}

test_own if {
	count(template_owner.findings) == 0 with input as of("templates/x.yaml", "orders-api")
	count(template_owner.findings) == 0 with input as of("templates/orders/orders-api/x.yaml", "orders-api")
	count(template_owner.findings) == 0 with input as of("x.yaml", "")
}
