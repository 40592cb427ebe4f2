# METADATA
# title: Verdict of a file
# description: |
#   Allow needs evidence: the bytes were read, they are what the platform knows how to judge, every
#   rule ran, and none asks for more than a warning. Whatever is not shown here is a review.
package sekisho.gate.verdict

import data.sekisho.lib.names
import data.sekisho.lib.values

# judge(found): the verdict of the file, from what each rule found (rule id → set of findings).
default judge(_) := "review"

judge(found) := "deny" if "deny" in severities(found)

judge(found) := "allow" if {
	asked := severities(found)
	not "deny" in asked
	not "review" in asked
	count(found) == data.engine.file_rules
	count(found) > 0
	proved
}

# severities(found): what the findings ask for. One that its rule has no severity for is a review.
severities(found) := {severity |
	some rule, findings in found
	some finding in findings
	severity := object.get(data.engine.severities, [rule, finding.message], "review")
}

# A file that the change removes runs nowhere.
proved if input.file.content == "removed"

proved if {
	input.file.role == "dag"
	input.file.content == "read"
	input.file.parse.ok == true
	input.file.declarative == true
	count(input.file.unknowns) == 0

	# The rules say what is wrong with a pod or an id; here it must be shown that it is right, so that
	# a rule which forgets a case does not make an allow.
	every pod in input.file.pods {
		own_namespace(pod)
		own_template(pod)
	}
	every dag in input.file.dags {
		known_id(dag)
	}
	every task in input.file.tasks {
		known_task(task)
	}
	every reference in input.file.references {
		own_reference(reference)
	}
}

known_task(task) if task.symbol.capability in {"pod", "control-flow-safe"}

# A task that acts on a DAG, which must be named.
known_task(task) if {
	task.symbol.detail == "cross-dag"
	ids := [id | some name, id in task.arguments; name in {"external_dag_id", "trigger_dag_id"}]
	count(ids) > 0
	every id in ids {
		own_dag(id)
	}
}

own_reference(reference) if {
	reference.kind == "dag"
	own_dag(reference.target)
}

own_reference(reference) if {
	reference.kind == "variable"
	all_texts(reference.target, {text | some text in values.texts(reference.target); names.own_variable(text)})
}

own_reference(reference) if {
	reference.kind == "environment"
	all_texts(reference.target, {text | some text in values.texts(reference.target); names.known_environment(text)})
}

# Rules alone judge these.
own_reference(reference) if reference.kind in {"asset", "connection", "executor", "pool", "queue"}

# The DAGs of this file are the tenant's own whatever they begin with, but for another tenant's name.
own_dag(id) if {
	own := {dag.id.value | some dag in input.file.dags; dag.id.state == "const"}
	all_texts(id, {text | some text in values.texts(id); not contains(text, "{"); dag_of_tenant(text, own)})
}

dag_of_tenant(text, _) if names.own(text)

dag_of_tenant(text, own) if {
	text in own
	not names.foreign(text)
}

# all_texts(v, good): the value is known, and every text that it can be is good.
all_texts(v, good) if {
	texts := values.texts(v)
	count(texts) > 0
	every text in texts {
		text in good
	}
}

own_namespace(pod) if {
	pod.namespace.state == "const"
	pod.namespace.value == input.tenant.namespace
}

# The template gives it; the template is judged where it is changed.
own_namespace(pod) if values.empty(pod.namespace)

own_folder := concat("", [input.platform.template_folder, "/", input.tenant.namespace, "/"])

own_template(pod) if {
	pod.template.inside == true
	startswith(pod.template.normalized, own_folder)
	not ".." in split(pod.template.normalized, "/")
	object.get(pod.template, "exists", true) == true
}

known_id(dag) if {
	some id in values.members(dag.id)
	id.state in {"const", "prefix"}
	every member in values.members(dag.id) {
		is_string(member.value)
		not names.foreign(member.value)
	}
}

proved if {
	input.file.role == "template"
	input.file.content == "read"
	input.file.pod_template.ok == true
}

# A file of another role is not looked into: its name alone decides.
proved if {
	input.file.role == "other"
	input.file.content in {"read", "ignored"}
	data.sekisho.lib.paths.harmless(input.file.path)
}
