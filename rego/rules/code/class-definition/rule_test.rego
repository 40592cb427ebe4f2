package sekisho.rules.code.class_definition_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.class_definition

test_extension if {
	found := class_definition.findings with input as testing.used("airflow.plugins_manager.AirflowPlugin", "airflow-internal", "extension-point")
	testing.messages(found) == {"extension"}
}

test_triggers_are_for_another_rule if {
	count(class_definition.findings) == 0 with input as testing.used("airflow.triggers.base.BaseTrigger", "airflow-internal", "extension-point")
}

test_factory if {
	found := class_definition.findings with input as testing.used("enum.Enum", "python-exec", "class-factory")
	testing.messages(found) == {"factory"}
}

test_class if {
	found := class_definition.findings with input as testing.of({"unknowns": [{"construct": "ClassDef", "code": "statement", "reason": "a class", "phase": "parse", "span": testing.span(3)}]})
	testing.messages(found) == {"class"}
}

test_base_without_unknown if {
	found := class_definition.findings with input as testing.of({"calls": [testing.merge(testing.call("x.Operator", "pod", "kpo", "parse"), {"use": "base"})]})
	testing.messages(found) == {"class"}
}

test_none if {
	count(class_definition.findings) == 0 with input as testing.used("x.Operator", "pod", "kpo")
}

test_a_name_alone_extends_nothing if {
	count(class_definition.findings) == 0 with input as testing.of({
		"calls": [testing.merge(testing.call("airflow.models.baseoperator.BaseOperator", "airflow-internal", "extension-point", "parse"), {"use": "reference"})],
		"index": {"calls_by_detail": {"extension-point": [0]}},
	})
}
