# METADATA
# title: Placeholder in a template
# description: |
#   A PodTemplate holds a placeholder, to be filled in by a build, elsewhere than in an image.
# custom:
#   id: TPL007
#   name: placeholder
#   language: yaml
#   avoid: |
#     metadata:
#       namespace: ${NAMESPACE}
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
#     What the build fills in is not what is read here.
#   messages:
#     use:
#       severity: review
#       text: >-
#         {path} holds a placeholder: {message:text}
#       fix: >-
#         Write the value; only the image may be filled in by the build.
package sekisho.rules.template.placeholder

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	some problem in input.file.pod_template.problems
	problem.code == "placeholder"
	not image(object.get(problem, "path", ""))
	finding := findings_of.at(problem.span, "use", object.get(problem, "path", ""), {"path": object.get(problem, "path", "the template"), "message": problem.message})
}

image(path) if regex.match(`^spec\.(containers|initContainers)\[[0-9]+\]\.image$`, path)
