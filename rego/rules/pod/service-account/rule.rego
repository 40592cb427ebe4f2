# METADATA
# title: Service account and token
# description: |
#   A pod runs under a service account that is not its application's, or gets a token of the
#   cluster.
# custom:
#   id: POD004
#   name: service-account
#   language: yaml
#   avoid: |
#     spec:
#       serviceAccountName: admin
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
#     The service account is the pod's identity towards cluster and cloud.
#   messages:
#     account:
#       severity: review
#       text: >-
#         {owner:text} runs under the service account {account}, which is not known to be one of
#         {own}
#       fix: >-
#         Use the application's own service account.
#     token:
#       severity: review
#       text: >-
#         {owner:text} mounts a token of its service account by a projected volume ({path})
#       fix: >-
#         Remove it.
#     certificate:
#       severity: review
#       text: >-
#         {owner:text} mounts a certificate that gives it an identity ({path})
#       fix: >-
#         Remove it, or ask the SRE team for an identity of the application.
#     automount:
#       severity: warn
#       text: >-
#         {owner:text} mounts the token of its service account
#       fix: >-
#         Set `automountServiceAccountToken: false` where the job does not talk to the cluster.
package sekisho.rules.pod.service_account

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.given({"serviceaccountname", "serviceaccount"})
	not own(setting)
	finding := findings_of.at(setting.span, "account", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "account": shape.show(setting), "own": input.tenant.namespace})
}

own(setting) if setting.value in data.lists.service_accounts.allowed

own(setting) if shape.own_name(setting.value)

findings contains finding if {
	some setting in shape.of_template
	contains(shape.fold(setting.path), "serviceaccounttoken.")
	setting.field in {"path", "audience", "expirationseconds"}
	finding := findings_of.at(setting.span, "token", setting.path, {"owner": setting.owner, "path": setting.path})
}

# A certificate for the pod is an identity like a token.
findings contains finding if {
	some setting in shape.of_template
	contains(shape.fold(setting.path), "podcertificate.")
	setting.field == "signername"
	finding := findings_of.at(setting.span, "certificate", setting.path, {"owner": setting.owner, "path": setting.path})
}

findings contains finding if {
	some setting in shape.given({"automountserviceaccounttoken"})
	about := findings_of.at(setting.span, "automount", setting.path, {"owner": setting.owner})
	finding := shape.switching_off(about, setting)
}
