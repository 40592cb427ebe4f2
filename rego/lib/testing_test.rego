# Helpers of the rules' tests: the smallest facts that a rule can be shown.
package sekisho.lib.testing

import data.sekisho.lib.pods
import data.sekisho.lib.shape

platform := {
	"tenants": ["orders", "orders-eu", "payments"],
	"airflow_version": "2.10.3",
	"python_version": "3.11",
	"dags_path": "/usr/local/airflow/dags",
	"dag_folder": "dags",
	"template_folder": "templates",
	"in_cluster": true,
	"config_files": ["kube_config.yaml"],
	"connections": ["kubernetes_default"],
	"dag_id_prefix": "recommended",
	"templates_are_known": true,
}

# merge is shallow: object.union would mix two values of one field.
merge(old, new) := object.union(object.remove(old, object.keys(new)), new)

tenant := {"namespace": "orders", "application": "", "applications": ["orders-api"], "any_application": false}

index := {
	"imports_by_capability": {}, "imports_by_detail": {}, "imports_by_symbol": {},
	"calls_by_capability": {}, "calls_by_detail": {}, "calls_by_symbol": {},
}

empty_file := {
	"path": "dags/orders/load.py", "mode": "100644", "size": 1, "sha": "", "role": "dag", "status": "added",
	"content": "read", "parse": {"ok": true, "nodes": 1, "depth": 1}, "encoding": {"bom": false, "carriage_return": false, "form_feed": false},
	"imports": [], "calls": [], "index": index, "dags": [], "tasks": [], "pods": [], "templates": [],
	"callables": [], "references": [], "effects": [], "unknowns": [], "declarative": true, "digest": "",
}

# of(changes): the input of a file that differs from an empty one.
of(changes) := {"file": merge(empty_file, with_index), "tenant": tenant, "platform": platform} if {
	with_index := merge(changes, {"index": merge(index, object.get(changes, "index", {}))})
}

span(line) := {"start": {"line": line, "column": 1}, "end": {"line": line, "column": 9}}

symbol(name, capability, detail) := {"name": name, "canonical": name, "capability": capability, "detail": detail}

call(name, capability, detail, phase) := {
	"symbol": symbol(name, capability, detail),
	"use": "call", "phase": phase, "span": span(7),
}

import_of(name, capability, detail, phase) := {
	"module": name, "symbol": symbol(name, capability, detail),
	"phase": phase, "conditional": false, "span": span(1),
}

used(name, capability, detail) := of({
	"calls": [call(name, capability, detail, "parse")],
	"index": {"calls_by_detail": {detail: [0]}, "calls_by_capability": {capability: [0]}, "calls_by_symbol": {name: [0]}},
})

imported(name, capability, detail) := of({
	"imports": [import_of(name, capability, detail, "parse")],
	"index": {"imports_by_detail": {detail: [0]}, "imports_by_capability": {capability: [0]}, "imports_by_symbol": {name: [0]}},
})

imported_and_used(name, capability, detail) := of({
	"imports": [import_of(name, capability, detail, "parse")],
	"calls": [call(name, capability, detail, "worker")],
	"index": {"imports_by_detail": {detail: [0]}, "calls_by_detail": {detail: [0]}, "calls_by_symbol": {name: [0]}},
})

dead(name, capability, detail) := of({
	"imports": [import_of(name, capability, detail, "dead")],
	"calls": [call(name, capability, detail, "dead")],
	"index": {"imports_by_detail": {detail: [0]}, "calls_by_detail": {detail: [0]}},
})

const(value) := {"state": "const", "value": value, "type": "str"}

none := {"state": "const", "type": "NoneType"}

# container(type): a container, or an object of a library, with nothing in it.
container(type) := {"state": "const", "type": type}

absent := {"state": "absent"}

unknown := {"state": "unknown", "reason": "it is read from the environment"}

template(text) := {"state": "template", "value": text, "type": "str"}

prefix(text) := {"state": "prefix", "value": text, "type": "str"}

choice(values) := {"state": "choice", "values": [const(value) | some value in values]}

object_of(type, fields) := {
	"state": "const", "type": type,
	"entries": [{"key": const(name), "value": value} | some name, value in fields],
}

list_of(items) := {"state": "const", "type": "list", "items": items}

path_inside(path) := {
	"value": const(concat("", ["/usr/local/airflow/dags/", path])),
	"normalized": path, "inside": true,
}

own_template := path_inside("templates/orders/orders-api/load.yaml")

no_template := {"value": absent, "inside": false}

good_pod := {
	"task": 0, "dag_id": const("orders.load"), "task_id": const("load"), "namespace": const("orders"),
	"template": own_template, "image": absent, "cluster": {}, "inline": {}, "settings": [], "overrides": {}, "span": span(9),
}

# pod(changes): a file with one pod that differs from a good one.
pod(changes) := of({
	"pods": [with_settings(merge(good_pod, changes))],
	"tasks": [{
		"symbol": symbol("airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator", "pod", "kpo"),
		"dag": 0, "id": const("load"), "arguments": {}, "multiplicity": 1, "span": span(9),
	}],
})

# with_settings(one): a pod with what its inline arguments set, as the analyser lists it.
with_settings(one) := object.union(one, {"settings": array.concat(
	[{"field": shape.fold(name), "path": name, "value": value} | some name, value in pods.inline(one)],
	[{"field": shape.fold(node.key.value), "path": concat(".", [name, node.key.value]), "value": node.value} |
		some name, value in pods.inline(one)
		walk(value, [_, node])
		is_string(node.key.value)
	],
)})

# task(arguments): a file with one task of the given arguments.
task(arguments) := of({"tasks": [{
	"symbol": symbol("airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator", "pod", "kpo"),
	"dag": 0, "id": const("load"), "arguments": arguments, "multiplicity": 1, "span": span(9),
}]})

dag(id, arguments) := of({"dags": [{"id": id, "arguments": arguments, "schedule": const("@daily"), "span": span(5)}]})

# template_file(changes): a PodTemplate that differs from a good one.
template_file(changes) := of({
	"path": "templates/load.yaml", "role": "template",
	"pod_template": merge(good_template, changes),
})

field(value) := {"value": value, "set": true, "span": span(4)}

good_template := {
	"ok": true, "problems": [], "documents": 1, "api_version": "v1", "kind": "Pod",
	"namespace": field("orders"), "fields": {}, "volumes": [],
	"containers": [{"list": "containers", "index": 0, "name": "base", "image": "registry.example/orders-api:1", "path": "spec.containers[0]", "span": span(6)}],
}

messages(found) := {finding.message | some finding in found}

values(found, name) := {finding.values[name] | some finding in found}
