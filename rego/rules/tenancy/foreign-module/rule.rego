# METADATA
# title: Import of another tenant's module
# description: |
#   The file imports a Python module from another tenant's folder.
# custom:
#   id: TEN010
#   name: foreign-module
#   avoid: |
#     from dags.payments import settings
#   prefer: |
#     NAMESPACE = "orders"
#   rationale: |
#     All tenants' folders lie in one bucket that Python imports from. The other tenant's code
#     would run as part of this DAG, and can change at any time without this check seeing it.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         {module} lies in the folder of {tenant}
#       fix: >-
#         Copy the constants that you need into your own repository, or ask the SRE team for a
#         library.
package sekisho.rules.tenancy.foreign_module

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	some found in input.file.imports
	tenant := object.get(found, "tenant", "")
	not tenant in {"", input.tenant.namespace}
	finding := findings_of.at(found.span, "foreign", found.module, {"module": found.module, "tenant": tenant})
}
