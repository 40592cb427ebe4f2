# METADATA
# title: Template in another application's folder
# description: |
#   A PodTemplate lies where templates of another application are kept, or in a DAG repository.
# custom:
#   id: TPL009
#   name: template-owner
#   language: yaml
#   avoid: |
#     templates/orders-web/load.yaml        (in the repository of orders-api)
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
#     A template is deployed and rolled back with its application; one that comes from elsewhere
#     replaces the application's own.
#   messages:
#     application:
#       severity: deny
#       text: >-
#         {name} lies in the folder of the application {folder}
#       fix: >-
#         Move it to the repository of that application.
#     dags:
#       severity: review
#       text: >-
#         {name} is a template in a DAG repository
#       fix: >-
#         Move it to the repository of its application.
package sekisho.rules.template.template_owner

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.paths

folders := paths.folders(input.file.path)

in_templates if {
	input.file.role == "template"
	input.file.content != "removed"
	lower(folders[0]) == lower(input.platform.template_folder)
}

findings contains finding if {
	in_templates
	own := object.get(input.tenant, "application", "")
	own != ""
	some folder in folders
	folder in input.tenant.applications
	folder != own
	finding := findings_of.whole("application", {"name": input.file.path, "folder": folder})
}

findings contains finding if {
	in_templates
	object.get(input.tenant, "application", "") == ""
	not object.get(input.tenant, "any_application", false)
	finding := findings_of.whole("dags", {"name": input.file.path})
}
