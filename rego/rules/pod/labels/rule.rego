# METADATA
# title: Labels that impersonate
# description: |
#   A pod carries labels by which other things take it for another workload.
# custom:
#   id: POD007
#   name: labels
#   language: yaml
#   avoid: |
#     metadata:
#       labels: {app: payments-api}
#   prefer: |
#     apiVersion: v1
#     kind: Pod
#     metadata:
#       name: orders-job
#       namespace: orders
#       labels:
#         app: orders-api
#     spec:
#       activeDeadlineSeconds: 3600
#       automountServiceAccountToken: false
#       restartPolicy: Never
#       serviceAccountName: orders-api
#       containers:
#         - name: base
#           image: registry.example/orders/orders-api:2026.11.1
#           command: ["python", "-m", "orders.load"]
#           resources:
#             requests: {cpu: 250m, memory: 512Mi}
#             limits: {cpu: "1", memory: 1Gi}
#   rationale: |
#     Services, network policies and Airflow itself find pods by labels.
#   messages:
#     application:
#       severity: review
#       text: >-
#         {owner:text} carries the label {key}: {value}, which is not known to be one of its
#         applications
#       fix: >-
#         Use the name of the application.
#     tenant:
#       severity: review
#       text: >-
#         {owner:text} carries the label {key}: {value}, which names the tenant {tenant}
#       fix: >-
#         Name your own team or application.
#     agent:
#       severity: review
#       text: >-
#         {owner:text} carries the label {key}, on which an agent of the cluster may act
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     airflow:
#       severity: warn
#       text: >-
#         {owner:text} carries the label {key}, by which Airflow finds its own pods
#       fix: >-
#         Remove it.
package sekisho.rules.pod.labels

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.shape

findings contains finding if {
	some setting in labelled
	some key in data.lists.labels.application
	named(setting.path, key)
	not shape.own_name(setting.value)
	finding := findings_of.at(setting.span, "application", setting.path, {"owner": setting.owner, "key": key, "value": shape.show(setting)})
}

findings contains finding if {
	some setting in labelled
	some key in data.lists.labels.airflow
	named(setting.path, key)
	finding := findings_of.at(setting.span, "airflow", setting.path, {"owner": setting.owner, "key": key})
}

findings contains finding if {
	some setting in shape.of_template
	key := label(setting.path)
	acted_on(key)
	finding := findings_of.at(setting.span, "agent", setting.path, {"owner": setting.owner, "key": key})
}

# By labels network policies let pods in, and monitoring finds whom to call, in every namespace.
findings contains finding if {
	some setting in shape.of_template
	key := label(setting.path)
	not key in data.lists.labels.application
	some text in [key, object.get(setting, "value", "")]
	is_string(text)
	tenant := names.foreign(text)
	finding := findings_of.at(setting.span, "tenant", setting.path, {"owner": setting.owner, "key": key, "value": shape.show(setting), "tenant": tenant})
}

labelled := [setting | some setting in shape.settings; contains(setting.path, "labels")]

label(path) := key if {
	startswith(path, "metadata.labels.")
	key := trim_prefix(path, "metadata.labels.")
}

label(path) := key if {
	startswith(path, "metadata.labels[")
	key := trim_suffix(trim_prefix(path, `metadata.labels["`), `"]`)
}

acted_on(key) if key in data.lists.labels.agents

acted_on(key) if {
	contains(key, "/")
	not split(key, "/")[0] in data.lists.labels.domains
}

named(path, key) if endswith(path, concat("", [".", key]))

named(path, key) if endswith(path, sprintf("[%q]", [key]))
