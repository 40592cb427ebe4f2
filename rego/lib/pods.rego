# METADATA
# title: Pods
# description: Reads what a task asks of Kubernetes.
package sekisho.lib.pods

import data.sekisho.lib.values

# label(pod): the pod's name in a message.
label(pod) := values.show(pod.task_id)

# inline(pod): the fields of its specification that say something: absent ones, those that do not override the
# template, and the operator's or Kubernetes' own defaults do not count.
inline(pod) := {name: value | some name, value in pod.inline; not says_default(name, value)}

says_default(_, value) if says_nothing(value)

says_default(_, value) if overrides_nothing(value)

says_default(name, value) if {
	value.state == "const"
	is_string(value.value)
	value.value in data.lists.pod_arguments.defaults[name]
}

# overrides_nothing(value): Airflow takes the template's field (or none) in the place of one that is false or empty. An
# object of a library is neither.
overrides_nothing(value) if {
	value.state == "const"
	value.value in {"", false}
}

overrides_nothing(value) if {
	value.state == "const"
	value.type in {"list", "tuple", "dict"}
	values.falsy(value)
}

says_nothing(value) if not values.given(value)

says_nothing(value) if {
	value.state == "const"
	object.get(value, "type", "") == "NoneType"
}

# elsewhere: the pods that are not, for certain, in the tenant's own namespace.
elsewhere := [pod | some pod in input.file.pods; not at_home(pod)]

at_home(pod) if {
	pod.namespace.state == "const"
	pod.namespace.value == input.tenant.namespace
	not contains(pod.namespace.value, "{")
}

# written_namespace(pod): the namespace as its keyword says it, also where Airflow takes that for none.
written_namespace(pod) := value if {
	not values.given(pod.namespace)
	value := input.file.tasks[pod.task].arguments.namespace
	values.falsy(value)
} else := pod.namespace

# entry(pod): the places of a dict where the namespace is written as a text, such as that of default_args.
entry(pod) := [link.span |
	some link in values.why(pod.namespace)
	link.what in {"\"namespace\":", "'namespace':"}
]

# about(pod): what a finding about a pod is about.
about(pod, what) := sprintf("%v %s", [label(pod), what])
