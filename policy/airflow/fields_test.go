package airflow

import (
	"slices"
	"testing"
)

// operatorArguments are those of KubernetesPodOperator in Airflow 1.10 and in the providers of Airflow 2.3
// to 3.2, as the source trees give them.
var operatorArguments = []string{
	"kubernetes_conn_id", "namespace", "image", "name", "random_name_suffix", "cmds", "arguments", "ports", "volume_mounts", "volumes",
	"env_vars", "env_from", "secrets", "in_cluster", "cluster_context", "labels", "reattach_on_restart", "startup_timeout_seconds",
	"startup_check_interval_seconds", "schedule_timeout_seconds", "get_logs", "base_container_name",
	"base_container_status_polling_interval", "init_container_logs", "container_logs", "image_pull_policy", "annotations",
	"container_resources", "affinity", "config_file", "node_selector", "image_pull_secrets", "service_account_name",
	"automount_service_account_token", "hostnetwork", "host_aliases", "tolerations", "security_context", "container_security_context",
	"dnspolicy", "dns_config", "hostname", "subdomain", "schedulername", "full_pod_spec", "init_containers", "log_events_on_failure",
	"do_xcom_push", "pod_template_file", "pod_template_dict", "priority_class_name", "pod_runtime_info_envs", "termination_grace_period",
	"configmaps", "skip_on_exit_code", "deferrable", "poll_interval", "log_pod_spec_on_failure", "on_finish_action",
	"is_delete_operator_pod", "termination_message_policy", "active_deadline_seconds", "callbacks", "progress_callback",
	"logging_interval", "trigger_kwargs", "container_name_log_prefix_enabled", "log_formatter", "resources", "node_selectors",
}

func TestEveryPodArgumentHasAGroup(t *testing.T) {
	for _, name := range operatorArguments {
		if PodField(name) == GroupUnknown {
			t.Errorf("%s has no group", name)
		}
	}
	for name, want := range map[string]FieldGroup{
		"namespace": GroupPlace, "pod_template_file": GroupPlace, "config_file": GroupCluster, "kubernetes_conn_id": GroupCluster,
		"in_cluster": GroupCluster, "service_account_name": GroupIdentity, "full_pod_spec": GroupInline, "image": GroupInline,
		"volumes": GroupInline, "arguments": GroupOverride, "callbacks": GroupCallable, "on_failure_callback": GroupCallable,
		"task_id": GroupTask, "catchup": GroupUnknown, "namespaces": GroupUnknown, "Namespace": GroupUnknown, "": GroupUnknown,
	} {
		if got := PodField(name); got != want {
			t.Errorf("PodField(%q) = %s, want %s", name, got, want)
		}
	}
	groups := []FieldGroup{GroupPlace, GroupCluster, GroupIdentity, GroupInline, GroupOverride, GroupCallable, GroupTask}
	for name, group := range Default().fields.pod {
		if !slices.Contains(groups, group) {
			t.Errorf("%s is in a group %q that no constant names", name, group)
		}
	}
}

func TestTemplateFields(t *testing.T) {
	c := Default()
	fields, ok := c.TemplateFields(KubernetesPodOperator)
	if !ok {
		t.Fatal("the fields of KubernetesPodOperator are not known")
	}
	for _, field := range []string{"namespace", "pod_template_file", "arguments", "cmds", "image", "env_vars", "config_file", "kubernetes_conn_id", "pod_template_dict"} {
		if !slices.Contains(fields, field) {
			t.Errorf("KubernetesPodOperator: %s is not a template field", field)
		}
	}
	if again, ok := c.TemplateFields("airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator"); !ok || !slices.Equal(again, fields) {
		t.Errorf("an old path has other fields: %q", again)
	}
	everyones := []string{"map_index_template", "inlets", "outlets"}
	if fields, ok := c.TemplateFields("airflow.operators.empty.EmptyOperator"); !ok || !slices.Equal(fields, everyones) {
		t.Errorf("EmptyOperator: %q, %t; want those of every operator, known", fields, ok)
	}
	for _, field := range everyones {
		if !slices.Contains(fields, field) {
			t.Errorf("KubernetesPodOperator: %s is rendered too", field)
		}
	}
	if _, ok := c.TemplateFields("airflow.providers.amazon.aws.operators.ecs.EcsBaseOperator"); ok {
		t.Error("a set that could not be evaluated is called known")
	}
	for _, name := range []string{"airflow.DAG", "nobody.Operator", "", "datetime.datetime"} {
		if fields, ok := c.TemplateFields(name); ok {
			t.Errorf("TemplateFields(%q) = %q, want unknown", name, fields)
		}
	}
}

func TestTemplateSuffixes(t *testing.T) {
	c := Default()
	for name, want := range map[string]string{
		"airflow.operators.bash.BashOperator":                                                  ".sh",
		"airflow.providers.cncf.kubernetes.operators.spark_kubernetes.SparkKubernetesOperator": "yaml",
	} {
		if suffixes, ok := c.TemplateSuffixes(name); !ok || !slices.Contains(suffixes, want) {
			t.Errorf("TemplateSuffixes(%s) = %q, %t; want %s among them", name, suffixes, ok, want)
		}
	}
	if suffixes, ok := c.TemplateSuffixes(KubernetesPodOperator); !ok || len(suffixes) != 0 {
		t.Errorf("KubernetesPodOperator: %q, %t; want none, known", suffixes, ok)
	}
	if _, ok := c.TemplateSuffixes("nobody.Operator"); ok {
		t.Error("the suffixes of an unknown operator are called known")
	}
}

func TestCriticalField(t *testing.T) {
	c := Default()
	trigger := "airflow.providers.standard.operators.trigger_dagrun.TriggerDagRunOperator"
	for _, row := range []struct {
		canonical, field string
		want             bool
	}{
		{KubernetesPodOperator, "namespace", true}, {KubernetesPodOperator, "pod_template_file", true},
		{KubernetesPodOperator, "image", true}, {KubernetesPodOperator, "service_account_name", true},
		{KubernetesPodOperator, "config_file", true}, {KubernetesPodOperator, "cluster_context", true},
		{KubernetesPodOperator, "kubernetes_conn_id", true}, {KubernetesPodOperator, "volumes", true},
		{KubernetesPodOperator, "secrets", true}, {KubernetesPodOperator, "task_id", true}, {KubernetesPodOperator, "pool", true},
		{KubernetesPodOperator, "arguments", false}, {KubernetesPodOperator, "cmds", false}, {KubernetesPodOperator, "name", false},
		{KubernetesPodOperator, "env_vars", false}, {KubernetesPodOperator, "container_resources", false},
		{trigger, "trigger_dag_id", true}, {trigger, "conf", false}, {trigger, "logical_date", false},
		{"airflow.providers.standard.sensors.external_task.ExternalTaskSensor", "external_dag_id", true},
		{"nobody.Operator", "namespace", true}, {"nobody.Operator", "aws_conn_id", true}, {"", "conn_id", true}, {"", "sql", false},
		{DAG, "dag_id", true}, {DAG, "template_searchpath", true}, {"airflow.DAG", "default_args", true}, {DAG, "doc_md", false},
		{TaskGroup, "group_id", true}, {KubernetesPodOperator, "default_args", false},
	} {
		if got := c.CriticalField(row.canonical, row.field); got != row.want {
			t.Errorf("CriticalField(%q, %q) = %t", row.canonical, row.field, got)
		}
	}
}

func TestModulesAndStarExports(t *testing.T) {
	c := Default()
	for _, name := range []string{"airflow", "airflow.models", "airflow.operators.dummy_operator", "airflow.contrib.operators", "airflow.providers.cncf.kubernetes.operators.pod", "os", "os.path", "urllib.request", "psycopg2"} {
		if !c.IsModule(name) {
			t.Errorf("%s is a module", name)
		}
	}
	for _, name := range []string{"airflow.DAG", "airflow.operators.emptyX", "datetime.datetime", "", "airflow.", ".os", "eval"} {
		if c.IsModule(name) {
			t.Errorf("%q is no module", name)
		}
	}
	for module, want := range map[string]string{
		"airflow.operators.python": "PythonOperator", "airflow.models": "DAG", "airflow": "DAG", "os": "system", "airflow.operators.empty": "EmptyOperator",
	} {
		names, ok := c.StarExports(module)
		if !ok || !slices.Contains(names, want) || !slices.IsSorted(names) {
			t.Errorf("StarExports(%q) = %q, %t; want %s among them", module, names, ok, want)
		}
	}
	if names, ok := c.StarExports("airflow.nothing"); ok || names != nil {
		t.Errorf("StarExports of an unknown module = %q", names)
	}
}
