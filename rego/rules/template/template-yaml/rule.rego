# METADATA
# title: YAML that readers disagree on
# description: |
#   A PodTemplate uses YAML that the programs on its way read differently, or that is not a pod.
# custom:
#   id: TPL004
#   name: template-yaml
#   language: yaml
#   avoid: |
#     metadata: {namespace: orders}
#     metadata: {namespace: payments}
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
#     Airflow reads the file with one library, the build and the check with others: PyYAML keeps
#     the last of two equal keys, others the first.
#   messages:
#     deny:
#       severity: deny
#       text: >-
#         {code}: {message:text}
#       fix: >-
#         Write one plain document: no duplicate keys, tags, aliases or other encodings.
#     review:
#       severity: review
#       text: >-
#         {code}: {message:text}
#       fix: >-
#         Write it out plainly.
#     unproved:
#       severity: review
#       text: >-
#         the template could not be read as one plain pod
#       fix: >-
#         Write one plain document of kind `Pod`.
package sekisho.rules.template.template_yaml

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	some problem in input.file.pod_template.problems
	not problem.code in data.lists.template_problems.elsewhere
	about := findings_of.at(problem.span, severity(problem.code), sprintf("%s %s", [problem.code, object.get(problem, "path", "")]), {"code": problem.code, "message": problem.message})
	finding := corrected(about, problem)
}

corrected(finding, problem) := findings_of.replacing(finding, problem.written, problem.replacement) if {
	object.get(problem, "replacement", "") != ""
}

else := finding

severity(code) := "deny" if code in data.lists.template_problems.deny

else := "review"

findings contains finding if {
	input.file.role == "template"
	input.file.content == "read"
	not input.file.pod_template.ok == true
	count(problems) == 0
	finding := findings_of.whole("unproved", {})
}

problems contains problem if some problem in input.file.pod_template.problems
