# METADATA
# title: Image
# description: |
#   A pod's image comes from another registry than the platform's, or its tag can change.
# custom:
#   id: POD005
#   name: image
#   language: yaml
#   avoid: |
#     image: docker.io/anyone/tool:latest
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
#     The image is the code that runs in the namespace.
#   messages:
#     registry:
#       severity: review
#       text: >-
#         {owner:text} runs the image {image}, which is not of an approved registry
#       fix: >-
#         Use an image of the platform's registry; the SRE team lists registries in `data/registries.yaml` of its policy folder.
#     malformed:
#       severity: review
#       text: >-
#         {owner:text} runs {image}, which is not written as an image
#       fix: >-
#         Write `registry/name:tag` or `registry/name@sha256:…`.
#     filled:
#       severity: review
#       text: >-
#         {owner:text} runs {image}, of which more than the tag is filled in later: whose image it is cannot be read here
#       fix: >-
#         Write out registry and name, and let the build fill in the tag alone.
#     foreign:
#       severity: review
#       text: >-
#         {owner:text} runs the image {image}, which is the tenant {tenant}'s
#       fix: >-
#         Use an image of your own application.
#     application:
#       severity: review
#       text: >-
#         {owner:text} runs the image {image}, which is named after another tenant's application {application}
#       fix: >-
#         Use an image of your own application.
#     mutable:
#       severity: warn
#       text: >-
#         {owner:text} runs the image {image}, whose tag can change
#       fix: >-
#         Give a version or a digest.
package sekisho.rules.pod.image

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.pods
import data.sekisho.lib.values

images contains {"image": container.image, "span": place(container), "owner": "the template"} if {
	some container in input.file.pod_template.containers
	container.image != ""
}

images contains {"image": text, "span": values.place(pod.image, pod.span), "owner": sprintf("pod `%v`", [pods.label(pod)])} if {
	some pod in input.file.pods
	some text in values.texts(pod.image)
}

place(container) := field.span if field := input.file.pod_template.fields[concat(".", [container.path, "image"])]

else := container.span

findings contains finding if {
	some found in images
	not approved(found.image)
	finding := findings_of.at(found.span, "registry", found.image, {"owner": found.owner, "image": found.image})
}

approved(image) if {
	some prefix in data.lists.registries.approved
	contains(prefix, "/")
	startswith(image, prefix)
}

# A host without a slash behind it is not the beginning of another one's name.
approved(image) if {
	some prefix in data.lists.registries.approved
	not contains(prefix, "/")
	startswith(image, concat("", [prefix, "/"]))
}

# The folder of a registry is named after whose it is. Nodes pull, and keep, the images of all tenants.
findings contains finding if {
	some found in images
	tenant := owner(found.image)
	tenant != input.tenant.namespace
	finding := findings_of.at(found.span, "foreign", found.image, {"owner": found.owner, "image": found.image, "tenant": tenant})
}

findings contains finding if {
	some found in images
	not owner(found.image)
	some folder in folders(found.image)
	some application in input.platform.applications
	names.fold(folder) == names.fold(application)
	not application in input.tenant.applications
	finding := findings_of.at(found.span, "application", found.image, {"owner": found.owner, "image": found.image, "application": application})
}

# owner(image): the tenant that the first folder with a tenant's name is named after.
owner(image) := owners[0] if owners := [tenant | some folder in folders(image); tenant := names.owner(folder)]

# folders(image): what stands behind the registry, without tag and digest.
folders(image) := [split(split(part, "@")[0], ":")[0] | some part in array.slice(split(image, "/"), 1, 100)]

findings contains finding if {
	some found in images
	mutable(found.image)
	finding := findings_of.at(found.span, "mutable", found.image, {"owner": found.owner, "image": found.image})
}

last(image) := parts[count(parts) - 1] if parts := split(image, "/")

mutable(image) if endswith(image, ":latest")

mutable(image) if {
	not contains(last(image), ":")
	not contains(image, "@")
}

# The build fills in the tag or the digest. A placeholder elsewhere in the file is judged by TPL007.
findings contains finding if {
	some found in images
	not regular(found.image)
	not tagged_later(found.image)
	finding := findings_of.at(found.span, problem(found.image), found.image, {"owner": found.owner, "image": found.image})
}

problem(image) := "filled" if regex.match(placeholder, image)

else := "malformed"

regular(image) if regex.match(concat("", ["^", repository, `(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[a-f0-9]{64})?$`]), image)

tagged_later(image) if regex.match(concat("", ["^", repository, `(:([A-Za-z0-9_.-]|`, placeholder, `)+|@(sha256:)?(`, placeholder, "))$"]), image)

repository := `[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*`

placeholder := `\$?\{\{?[^{}]*\}?\}|\$\([^()]*\)|<[A-Za-z_][A-Za-z0-9_. -]*>|@[A-Za-z_][A-Za-z0-9_.-]*@|%[A-Za-z_][A-Za-z0-9_]*%|\$[A-Za-z_][A-Za-z0-9_]*`
