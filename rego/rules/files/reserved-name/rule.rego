# METADATA
# title: Reserved or shadowing file name
# description: |
#   The repository brings a file whose name Airflow or Python gives a meaning of its own, or a
#   module named like a library.
# custom:
#   id: FILE001
#   name: reserved-name
#   language: text
#   avoid: |
#     dags/orders/airflow_local_settings.py
#     dags/orders/datetime.py
#   prefer: |
#     dags/orders/load.py
#   rationale: |
#     The folder of DAGs is on Python's search path: such a file runs in Airflow itself, or
#     takes the place of a library for all tenants.
#   messages:
#     reserved:
#       severity: deny
#       text: >-
#         {name} has a meaning for Airflow or Python: it would run or be read for all tenants
#       fix: >-
#         Delete the file; what it does belongs in the platform's repository.
#     shadow:
#       severity: deny
#       text: >-
#         {name} has the name of the module {module}: whoever imports that may get this file
#       fix: >-
#         Rename the file.
#     tenant:
#       severity: deny
#       text: >-
#         {name} has the name of the tenant {tenant}: whoever imports that tenant's modules may get this file
#       fix: >-
#         Rename the file.
#     folder:
#       severity: deny
#       text: >-
#         {name} lies in a folder {folder}, which Airflow or Python loads by itself
#       fix: >-
#         Move or delete the file.
package sekisho.rules.files.reserved_name

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.names
import data.sekisho.lib.paths

base := paths.base(input.file.path)

present if input.file.content != "removed"

findings contains finding if {
	present
	lower(base) in data.lists.reserved_files.names
	finding := findings_of.whole("reserved", {"name": base})
}

findings contains finding if {
	present
	strings.any_suffix_match(lower(base), data.lists.reserved_files.suffixes)
	finding := findings_of.whole("reserved", {"name": base})
}

# A package is imported where a module of the name would be.
findings contains finding if {
	present
	endswith(lower(base), ".py")
	some folder in paths.folders(input.file.path)
	concat("", [lower(folder), ".py"]) in data.lists.reserved_files.names
	finding := findings_of.whole("reserved", {"name": folder})
}

findings contains finding if {
	present
	endswith(lower(base), ".py")
	module := trim_suffix(lower(base), ".py")
	data.lists.modules.names[module] == true
	not lower(base) in data.lists.reserved_files.names
	finding := findings_of.whole("shadow", {"name": base, "module": module})
}

findings contains finding if {
	present
	endswith(lower(base), ".py")
	some tenant in input.platform.tenants
	tenant != input.tenant.namespace
	names.fold(trim_suffix(lower(base), ".py")) == names.fold(tenant)
	finding := findings_of.whole("tenant", {"name": base, "tenant": tenant})
}

# A package: a folder with Python in it, right under the root or the folders that Airflow reads.
findings contains finding if {
	present
	endswith(lower(base), ".py")
	some folder in paths.folders(input.file.path)
	data.lists.modules.names[lower(folder)] == true
	not folder in {input.platform.dag_folder, input.platform.template_folder}
	finding := findings_of.whole("shadow", {"name": input.file.path, "module": folder})
}

findings contains finding if {
	present
	some folder in paths.folders(input.file.path)
	lower(folder) in data.lists.reserved_files.folders
	finding := findings_of.whole("folder", {"name": input.file.path, "folder": folder})
}
