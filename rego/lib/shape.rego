# METADATA
# title: Shape of a pod
# description: |
#   The settings of a pod, from a PodTemplate or from keywords in Python alike: one row for each
#   field that is given, by its folded name, so that `hostNetwork`, `host_network` and `hostnetwork`
#   are one.
package sekisho.lib.shape

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.values

fold(name) := lower(replace(replace(name, "_", ""), "-", ""))

# settings: {"field": folded name, "path": as written, "value": scalar (absent when it is none or not
# known), "span", "owner": what a message calls the pod}.
settings := array.concat(of_template, of_python)

# of_template: those of a PodTemplate, whose paths are whole: `spec.containers[0].image`.
of_template := [row |
	some path, field in input.file.pod_template.fields
	field.set == true
	components := split(path, ".")
	last := split(components[count(components) - 1], "[")[0]
	row := {"field": fold(last), "path": path, "value": field.value, "span": field.span, "owner": "the template"}
]

# of_python: those of the pods of a DAG file, by keyword and key: `volumes.hostPath`.
of_python := [row |
	some pod in input.file.pods
	count(pod.settings) > 0
	owner := sprintf("pod `%v`", [pods.label(pod)])
	some setting in pod.settings
	row := object.union(
		{"field": setting.field, "path": setting.path, "owner": owner, "span": values.place(setting.value, pod.span)},
		known(setting.value),
	)
]

known(value) := {"value": value.value} if {
	value.state == "const"
	values.is_scalar(value.value)
}

else := {"value": null} if {
	value.state == "const"
	object.get(value, "type", "") == "NoneType"
}

else := {}

# switched_on(setting): the field is set to anything but false, null or nothing. What is not known
# counts as on.
switched_on(setting) if not switched_off(setting)

switched_off(setting) if setting.value == false

switched_off(setting) if setting.value == null

switched_off(setting) if setting.value == ""

# given(names): the settings of fields with one of the folded names that are switched on.
given(names) := {setting |
	some setting in settings
	setting.field in names
	switched_on(setting)
}

# switching_off(finding, setting): the finding with the suggestion to write `false`, where a template
# says `true`. In Python the keyword would have to go: a false one does not override the template.
switching_off(finding, setting) := findings_of.replacing(finding, "true", "false") if {
	setting.owner == "the template"
	setting.value == true
}

else := finding

# show(setting): its value for a message.
show(setting) := object.get(setting, "value", "(a value)")

# names of Kubernetes objects that are the tenant's own: they begin with its namespace or with one of
# its applications.
own_name(text) if {
	some name in own_names
	text == name
}

own_name(text) if {
	some name in own_names
	startswith(text, concat("", [name, "-"]))
}

own_names := ({input.tenant.namespace} | {name | some name in input.tenant.applications}) | {name |
	name := object.get(input.tenant, "application", "")
	name != ""
}
