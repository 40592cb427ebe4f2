package main

import "strings"

// classify decides the detail word of a symbol; empty leaves the symbol out, so that it is unknown.
//
// The proposal in the source is trusted for harm. What it proposes as harmless must also be of a
// kind for which there is a harmless word, and public.
func classify(s *symbol) string {
	switch s.Kind {
	case "secrets-backend", "orm-model":
		switch s.Last {
		case "Variable":
			return "variable"
		case "Connection":
			return "connection"
		}
		return "metadata-database"
	case "executor", "plugin":
		return "extension-point"
	case "notifier":
		return "notifier"
	}
	switch s.Capability {
	case "control-flow-safe":
		return harmless(s)
	case "pod":
		return pod(s)
	case "database":
		return database(s)
	case "transfer":
		return "transfer"
	case "http":
		if s.Kind == "hook" {
			return "http-hook"
		}
		return "http-operator"
	case "cloud-api":
		return cloud(s)
	case "filesystem":
		return "file-operator"
	case "shell":
		switch s.Hint {
		case "ssh", "container-runtime":
			return s.Hint
		case "microsoft.winrm", "microsoft.psrp":
			return "ssh"
		}
		return "shell-operator"
	case "python-exec":
		if s.Last == "get_parsing_context" {
			return "internal-api"
		}
		return "python-callable"
	case "messaging":
		return "messaging"
	case "airflow-internal":
		return internal(s)
	}
	return ""
}

func harmless(s *symbol) string {
	if !s.Public || strings.HasPrefix(s.Last, "_") {
		return ""
	}
	switch {
	case s.Module == "airflow.sdk.execution_time.task_runner":
		return "" // `parse` imports a DAG file; the source takes it for a date helper
	case s.Last == "setup_task" || s.Last == "teardown_task":
		return "python-callable"
	case s.Last == "Secret":
		return "kubernetes-model"
	case s.Last == "DAG", s.Last == "TaskGroup", s.Last == "dag", s.Last == "task_group":
		return "dag-object"
	case s.Kind == "timetable":
		return "timetable"
	case strings.Contains(s.Module, "asset"), strings.Contains(s.Module, "dataset"):
		return "asset"
	case strings.HasPrefix(s.Last, "Param"), s.Last == "DagParam":
		return "param"
	case s.Last == "days_ago", s.Last == "utcnow":
		return "clock"
	case s.Kind == "operator", s.Kind == "sensor", s.Kind == "trigger", s.Kind == "core-object":
		return "control-flow"
	case s.Last == "chain", s.Last == "chain_linear", s.Last == "cross_downstream", s.Last == "Label", s.Last == "literal":
		return "control-flow"
	case s.Kind == "function":
		return "pure"
	}
	return ""
}

func pod(s *symbol) string {
	switch s.Hint {
	case "kpo", "kpo-subclass", "managed-k8s", "k8s-resource":
		if s.Kind == "decorated-operator" {
			return "pod-decorator"
		}
		return s.Hint
	case "custom-resource":
		return "k8s-resource"
	case "kubernetes-model":
		if strings.HasSuffix(s.Last, "Generator") {
			return "kubernetes-client"
		}
		return s.Hint
	}
	return "kubernetes-client"
}

func database(s *symbol) string {
	switch {
	case s.Last == "GenericTransfer":
		return "transfer"
	case s.Kind == "sensor", s.Kind == "trigger":
		return "sql-operator"
	case s.Hint == "cloud-db":
		return "managed-database"
	case s.Kind == "hook":
		return "sql-hook"
	}
	return "sql-operator"
}

func cloud(s *symbol) string {
	last := strings.ToLower(s.Module[strings.LastIndexByte(s.Module, '.')+1:])
	if strings.HasPrefix(last, "mwaa") {
		return "mwaa"
	}
	for _, service := range []string{"s3", "gcs", "oss", "wasb", "adls", "data_lake", "azure_data_lake"} {
		if last == service || strings.HasPrefix(last, service+"_") {
			return "object-storage"
		}
	}
	return "cloud-operator"
}

func internal(s *symbol) string {
	switch {
	case s.Hint == "cross-dag", s.Hint == "subdag":
		return s.Hint
	case s.Hint == "hook-base":
		return "connection-access"
	case s.Last == "Variable":
		return "variable"
	case s.Last == "Connection":
		return "connection"
	case strings.HasPrefix(s.Last, "Deadline"), strings.HasSuffix(s.Last, "Callback"), s.Last == "AssetWatcher":
		return "callback"
	case under(s.Module, "airflow.settings", "airflow.utils.db", "airflow.utils.session", "airflow.dag_processing.dagbag", "airflow.models.dagbag", "airflow.secrets"):
		return "metadata-database"
	case under(s.Module, "airflow.configuration", "airflow.sdk.configuration"):
		return "configuration"
	case under(s.Module, "airflow.sdk.execution_time", "airflow.sdk.api"):
		return "supervisor-comms"
	case s.Hint == "abstract-base", s.Hint == "other", s.Hint == "common.compat",
		strings.HasPrefix(s.Last, "Base"), s.Last == "MappedOperator":
		return "extension-point"
	}
	return "internal-api"
}

func under(module string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if module == prefix || strings.HasPrefix(module, prefix+".") {
			return true
		}
	}
	return false
}
