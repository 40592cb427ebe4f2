# METADATA
# title: Path in another tenant's folder
# description: |
#   A file lies in a folder that is named after another tenant.
# custom:
#   id: FILE008
#   name: foreign-path
#   language: text
#   avoid: |
#     dags/payments/refund.py
#   prefer: |
#     dags/orders/load.py
#   rationale: |
#     The deployment copies folders into a bucket that all tenants share; a file in another
#     tenant's folder can replace one of that tenant.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         {name} lies in the folder of {tenant}
#       fix: >-
#         Move the file into your own folder.
#     deeper:
#       severity: review
#       text: >-
#         {name} lies in a folder that is named like {tenant}
#       fix: >-
#         Name the folder otherwise.
#     characters:
#       severity: review
#       text: >-
#         the path {name} has characters that file systems and readers treat differently
#       fix: >-
#         Name the file with ASCII letters, digits, dots, hyphens and underscores, and begin it with a letter or digit.
#     collision:
#       severity: review
#       text: >-
#         {name} and {other} differ only in capitals: where file names have no case, one replaces the other
#       fix: >-
#         Rename one of them.
#     look_alike:
#       severity: deny
#       text: >-
#         {name} lies in the folder {folder}, which looks like {meant}
#       fix: >-
#         Name the folder exactly {meant}.
package sekisho.rules.files.foreign_path

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.paths

folders := paths.folders(input.file.path)

# The places where a folder of a tenant is expected: at the root, or under the folders of DAGs and templates.
candidates contains folders[0] if count(folders) > 0

candidates contains folders[1] if {
	count(folders) > 1
	lower(folders[0]) in {lower(input.platform.dag_folder), lower(input.platform.template_folder)}
}

findings contains finding if {
	some folder in candidates
	some tenant in input.platform.tenants
	tenant != input.tenant.namespace
	lower(folder) == lower(tenant)
	finding := findings_of.whole("foreign", {"name": input.file.path, "tenant": tenant})
}

# Where the bucket or a laptop takes two letters for one, `Dags` and `dags` are one folder.
findings contains finding if {
	some folder in candidates
	some meant in [input.platform.dag_folder, input.platform.template_folder, input.tenant.namespace]
	lower(folder) == lower(meant)
	folder != meant
	finding := findings_of.whole("look_alike", {"name": input.file.path, "folder": folder, "meant": meant})
}

findings contains finding if {
	some folder in folders
	some tenant in input.platform.tenants
	tenant != input.tenant.namespace
	lower(folder) == lower(tenant)
	not folder in candidates
	finding := findings_of.whole("deeper", {"name": input.file.path, "tenant": tenant})
}

findings contains finding if {
	input.file.content != "removed"
	not plain
	finding := findings_of.whole("characters", {"name": input.file.path})
}

plain if {
	regex.match(`^[A-Za-z0-9._/@+=,()~#-]+$`, input.file.path)
	not ".." in split(input.file.path, "/")

	# Shells and the programs of a deployment take these for options, homes, lists of files and comments.
	not regex.match(`(^|/)[-~@#]`, input.file.path)
}

present contains file.path if {
	some file in input.files
	file.status != "removed"
}

spellings[lower(path)] contains path if some path in present

change_findings contains finding if {
	some file in input.files
	not file.status in {"removed", "unchanged"}
	some other in spellings[lower(file.path)]
	other != file.path
	finding := findings_of.of_path(file.path, "collision", {"name": file.path, "other": other})
}
