# METADATA
# title: Annotations and environment that change identity
# description: |
#   A pod has annotations or environment variables that give it another identity, or other
#   traffic.
# custom:
#   id: POD008
#   name: identity-settings
#   language: yaml
#   avoid: |
#     metadata:
#       annotations: {iam.amazonaws.com/role: admin}
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
#     Agents of the cluster and the libraries in the image act on them.
#   messages:
#     annotation:
#       severity: review
#       text: >-
#         {owner:text} carries the annotation {key}, which is not on the list
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     acts:
#       severity: review
#       text: >-
#         {owner:text} carries the annotation {key}: it {does:text}
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     tenant:
#       severity: review
#       text: >-
#         {owner:text} carries the annotation {key}: {value}, which is the name of the tenant {tenant}
#       fix: >-
#         Name your own team.
#     environment:
#       severity: review
#       text: >-
#         {owner:text} sets the environment variable {key}, which changes its identity
#       fix: >-
#         Remove it; the service account gives the pod its identity.
#     prefix:
#       severity: review
#       text: >-
#         {owner:text} puts {key} before the keys of a ConfigMap or Secret, which makes environment variables that change its identity
#       fix: >-
#         Use a prefix of your own, or none.
package sekisho.rules.pod.identity_settings

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.of_template
	startswith(setting.path, "metadata.annotations")
	not some_allowed(setting.path)
	key := annotation(setting.path)
	not does(key)
	finding := findings_of.at(setting.span, "annotation", setting.path, {"owner": setting.owner, "key": key})
}

findings contains finding if {
	some setting in shape.of_template
	startswith(setting.path, "metadata.annotations")
	not some_allowed(setting.path)
	key := annotation(setting.path)
	finding := findings_of.at(setting.span, "acts", setting.path, {"owner": setting.owner, "key": key, "does": does(key)})
}

# annotation(path): the key as it is written.
annotation(path) := trim_suffix(trim_prefix(path, `metadata.annotations["`), `"]`) if startswith(path, "metadata.annotations[")

else := trim_prefix(path, "metadata.annotations.")

# does(key): what comes of an annotation of a well-known domain, or of one below it; some write domains the other way round.
does(key) := texts[0] if texts := [text |
	parts := array.slice(split(split(key, "/")[0], "."), 0, 16)
	some n in numbers.range(0, count(parts))
	some domain in [array.slice(parts, n, count(parts)), array.slice(parts, 0, n)]
	text := data.lists.annotations.known[concat(".", domain)]
]

# Whom monitoring calls. Only a description may speak of others.
findings contains finding if {
	some setting in shape.of_template
	some key in data.lists.annotations.allowed
	key != "description"
	setting.path == concat(".", ["metadata.annotations", key])
	is_string(setting.value)
	tenant := names.foreign(setting.value)
	finding := findings_of.at(setting.span, "tenant", setting.path, {"owner": setting.owner, "key": key, "value": setting.value, "tenant": tenant})
}

some_allowed(path) if {
	some key in data.lists.annotations.allowed
	path in {concat(".", ["metadata.annotations", key]), sprintf("metadata.annotations[%q]", [key])}
}

findings contains finding if {
	some setting in shape.of_python
	setting.field == "annotations"
	finding := findings_of.at(setting.span, "annotation", setting.path, {"owner": setting.owner, "key": setting.path})
}

findings contains finding if {
	some setting in shape.of_template
	setting.field == "name"
	contains(setting.path, ".env[")
	is_string(setting.value)
	strings.any_prefix_match(upper(setting.value), data.lists.annotations.environment)
	finding := findings_of.at(setting.span, "environment", setting.path, {"owner": setting.owner, "key": setting.value})
}

findings contains finding if {
	some setting in shape.of_template
	setting.field == "prefix"
	contains(setting.path, ".envFrom[")
	is_string(setting.value)
	setting.value != ""
	begins_identity(upper(setting.value))
	finding := findings_of.at(setting.span, "prefix", setting.path, {"owner": setting.owner, "key": setting.value})
}

# The keys that follow are not known: a prefix may be one of a name, or have one.
begins_identity(prefix) if strings.any_prefix_match(prefix, data.lists.annotations.environment)

begins_identity(prefix) if strings.any_prefix_match(data.lists.annotations.environment, prefix)
