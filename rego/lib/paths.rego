# METADATA
# title: Paths
# description: Classifies files of a repository by their names alone.
package sekisho.lib.paths

base(path) := parts[count(parts) - 1] if parts := split(path, "/")

folders(path) := array.slice(parts, 0, count(parts) - 1) if parts := split(path, "/")

# harmless(path): documentation and settings of tools that neither Airflow nor a deployment reads.
harmless(path) if {
	lower(base(path)) in {lower(name) | some name in data.lists.harmless_files.names}
	not sensitive(path)
	not of_a_tool(path)
}

harmless(path) if {
	strings.any_suffix_match(lower(base(path)), data.lists.harmless_files.suffixes)
	not sensitive(path)
	not of_a_tool(path)
}

# of_a_tool(path): a hidden folder holds what some tool is told to do, whatever its files are called.
of_a_tool(path) if {
	some folder in folders(path)
	startswith(folder, ".")
}

# sensitive(path): files that decide how the repository is reviewed, built or deployed.
sensitive(path) if lower(base(path)) in {lower(name) | some name in data.lists.sensitive_files.names}

sensitive(path) if strings.any_prefix_match(lower(path), data.lists.sensitive_files.prefixes)

# Below the DAG folder such a name is a module like any other.
sensitive(path) if {
	lower(base(path)) in {lower(name) | some name in data.lists.sensitive_files.python}
	not below_the_dags(path)
}

below_the_dags(path) if startswith(path, concat("", [input.platform.dag_folder, "/"]))
