# METADATA
# title: DNS and host aliases
# description: |
#   A pod changes how it finds other hosts.
# custom:
#   id: POD011
#   name: dns
#   language: yaml
#   avoid: |
#     spec:
#       hostAliases: [{ip: 10.0.0.1, hostnames: [orders-api]}]
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
#     Names that lead elsewhere carry credentials and data elsewhere.
#   messages:
#     use:
#       severity: review
#       text: >-
#         {owner:text} sets {path}, which changes how it finds other hosts
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
package sekisho.rules.pod.dns

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.of_template
	some part in ["spec.dnsConfig", "spec.hostAliases["]
	startswith(setting.path, part)
	not startswith(setting.path, "spec.dnsConfig.options[")
	finding := about(setting)
}

findings contains finding if {
	some setting in shape.given({"dnspolicy", "hostname", "subdomain", "sethostnameasfqdn"})
	not setting.value == "ClusterFirst"
	finding := about(setting)
}

findings contains finding if {
	some setting in shape.of_python
	setting.path in {"dns_config", "host_aliases"}
	finding := about(setting)
}

about(setting) := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path})
