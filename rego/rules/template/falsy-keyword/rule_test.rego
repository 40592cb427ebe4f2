package sekisho.rules.template.falsy_keyword_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.falsy_keyword

test_falsy if {
	every changes in [{"inline": {"hostnetwork": testing.const(false)}}, {"inline": {"labels": testing.none}}] {
		found := falsy_keyword.findings with input as testing.pod(changes)
		testing.messages(found) == {"falsy"}
	}
}

test_namespace if {
	found := falsy_keyword.findings with input as testing.pod({"namespace": testing.const("")})
	testing.messages(found) == {"namespace"}
	{finding.suggestion | some finding in found} == {"namespace=\"orders\""}
}

# The facts of a pod leave out what Airflow takes for nothing; those of its task do not.
test_namespace_of_the_task if {
	of_pod := testing.pod({"namespace": testing.absent})
	tasks := [object.union(of_pod.file.tasks[0], {"arguments": {"namespace": testing.none}})]
	found := falsy_keyword.findings with input as object.union(of_pod, {"file": object.union(of_pod.file, {"tasks": tasks})})
	testing.messages(found) == {"namespace"}
}

test_without_template if {
	count(falsy_keyword.findings) == 0 with input as testing.pod({"template": testing.no_template, "namespace": testing.const("")})
}

test_true if {
	count(falsy_keyword.findings) == 0 with input as testing.pod({})
}
