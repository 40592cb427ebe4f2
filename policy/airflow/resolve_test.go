package airflow

import (
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

const unlisted = "-" // the name is not listed

// TestResolve names what each row is about; want is the detail word.
func TestResolve(t *testing.T) {
	kpo := KubernetesPodOperator
	for _, row := range []struct{ behaviour, name, want, canonical string }{
		{"the operator by its newest path", kpo, "kpo", kpo},
		{"the operator by its older path", "airflow.providers.cncf.kubernetes.operators.kubernetes_pod.KubernetesPodOperator", "kpo", kpo},
		{"the operator by its contrib path", "airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator", "kpo", kpo},
		{"a class method keeps the class' word when it is harmful", kpo + ".partial", "kpo", kpo + ".partial"},
		{"a subclass of the operator", "airflow.providers.amazon.aws.operators.eks.EksPodOperator", "kpo-subclass", ""},
		{"a subclass in contrib", "airflow.contrib.operators.gcp_container_operator.GKEPodOperator", "", ""},
		{"a Kubernetes resource operator", "airflow.providers.cncf.kubernetes.operators.resource.KubernetesCreateResourceOperator", "k8s-resource", ""},
		{"@task.kubernetes", "airflow.decorators.task.kubernetes", "pod-decorator", ""},

		{"DAG from the package", "airflow.DAG", "dag-object", DAG},
		{"DAG from models", "airflow.models.DAG", "dag-object", DAG},
		{"DAG from its module", "airflow.models.dag.DAG", "dag-object", DAG},
		{"DAG of Airflow 3", "airflow.sdk.DAG", "dag-object", DAG},
		{"the dag decorator", "airflow.decorators.dag", "dag-object", "airflow.sdk.definitions.dag.dag"},
		{"TaskGroup of Airflow 2", "airflow.utils.task_group.TaskGroup", "dag-object", TaskGroup},
		{"a method of a harmless class that is listed", "airflow.DAG.clear", "internal-api", DAG + ".clear"},
		{"a method of a harmless class that is not listed", "airflow.DAG.whatever", unlisted, DAG + ".whatever"},
		{"an operator that does nothing", "airflow.operators.empty.EmptyOperator", "control-flow", "airflow.providers.standard.operators.empty.EmptyOperator"},
		{"its old name", "airflow.operators.dummy_operator.DummyOperator", "control-flow", "airflow.providers.standard.operators.empty.EmptyOperator"},
		{"chain", "airflow.models.baseoperator.chain", "control-flow", "airflow.sdk.bases.operator.chain"},
		{"a trigger rule", "airflow.utils.trigger_rule.TriggerRule.ALL_DONE", "pure", ""},
		{"days_ago reads the clock", "airflow.utils.dates.days_ago", "clock", ""},

		{"near miss: longer module", "airflow.operators.emptyX.EmptyOperator", unlisted, ""},
		{"near miss: longer class", "airflow.operators.empty.EmptyOperators", unlisted, ""},
		{"near miss: shorter class", "airflow.operators.empty.EmptyOperato", unlisted, ""},
		{"near miss: case", "airflow.operators.empty.emptyoperator", unlisted, ""},
		{"near miss: root", "airflows.operators.empty.EmptyOperator", unlisted, ""},
		{"near miss: prefix of the root", "my.airflow.operators.empty.EmptyOperator", unlisted, ""},
		{"a private name of a harmless module", "airflow.timetables.simple._TrivialTimetable", unlisted, ""},
		{"not a name", "airflow..DAG", unlisted, ""},
		{"not ASCII", "airflow.ＤAG", unlisted, ""},
		{"empty", "", unlisted, ""},

		{"re-export of os by the package", "airflow.os.system", "process", "os.system"},
		{"re-export by a module", "airflow.models.dag.os", "reflection", "os"},
		{"re-export through two modules", "airflow.macros.uuid.os.popen", "process", "os.popen"},
		{"re-export through a harmless module", "json.codecs.builtins.exec", "dynamic-code", "builtins.exec"},
		{"re-export of the environment", "airflow.models.dag.os.environ", "environment", "os.environ"},
		{"re-export of a wholly harmless module stays unknown", "airflow.models.dag.datetime", unlisted, ""},
		{"re-export of a module with harmful names", "airflow.models.dag.json", "reflection", "json"},
		{"re-export by a module nobody listed", "airflow.some.module.subprocess.run", "process", "subprocess.run"},
		{"datetime.sys", "datetime.sys.modules", "reflection", "sys.modules"},
		{"pathlib.os", "pathlib.os.environ", "environment", "os.environ"},
		{"pendulum's own sys", "pendulum.sys.exit", "process", "sys.exit"},
		{"an alias of a library's name", "airflow.contrib.hooks.aws_hook.boto3", "cloud-sdk", "boto3"},
		{"an alias of a harmless name by accident", "airflow.models.Base", "metadata-database", ""},

		{"a SQL operator by its contrib path", "airflow.operators.postgres_operator.PostgresOperator", "sql-operator", ""},
		{"a SQL hook", "airflow.providers.postgres.hooks.postgres.PostgresHook", "sql-hook", ""},
		{"a SQL sensor", "airflow.providers.common.sql.sensors.sql.SqlSensor", "sql-operator", ""},
		{"a provider's name that is not listed", "airflow.providers.postgres.hooks.new.NewHook", "sql-operator", ""},
		{"a driver", "psycopg2.connect", "driver", ""},
		{"an ORM", "sqlalchemy.create_engine", "driver", ""},
		{"pandas reading SQL", "pandas.read_sql", "driver", ""},
		{"sqlite", "sqlite3.connect", "driver", ""},
		{"a managed database", "airflow.providers.google.cloud.operators.bigquery.BigQueryInsertJobOperator", "managed-database", ""},
		{"a transfer", "airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator", "transfer", ""},
		{"a bucket", "airflow.providers.amazon.aws.operators.s3.S3ListOperator", "object-storage", ""},
		{"MWAA", "airflow.providers.amazon.aws.hooks.mwaa.MwaaHook", "mwaa", ""},
		{"HTTP", "airflow.providers.http.operators.http.SimpleHttpOperator", "http-operator", ""},
		{"an HTTP hook", "airflow.providers.http.hooks.http.HttpHook", "http-hook", ""},
		{"requests", "requests.get", "http-client", ""},
		{"urlopen", "urllib.request.urlopen", "http-client", ""},
		{"urlencode", "urllib.parse.urlencode", "pure", ""},
		{"a socket", "socket.create_connection", "network", ""},
		{"ssh by library", "paramiko.SSHClient", "network", ""},
		{"ssh by operator", "airflow.providers.ssh.operators.ssh.SSHOperator", "ssh", ""},
		{"bash", "airflow.operators.bash.BashOperator", "shell-operator", ""},
		{"bash in contrib", "airflow.operators.bash_operator.BashOperator", "shell-operator", ""},
		{"docker", "airflow.providers.docker.operators.docker.DockerOperator", "container-runtime", ""},
		{"a Python callable", "airflow.operators.python.PythonOperator", "python-callable", ""},
		{"@task", "airflow.decorators.task", "python-callable", ""},
		{"@task of a provider nobody listed", "airflow.decorators.task.spark9", "python-callable", ""},
		{"@task of Airflow 3", "airflow.sdk.task", "python-callable", "airflow.decorators.task"},

		{"a session", "airflow.settings.Session", "metadata-database", ""},
		{"create_session", "airflow.utils.session.create_session", "metadata-database", ""},
		{"an ORM model", "airflow.models.DagRun", "metadata-database", ""},
		{"a method of an ORM model", "airflow.models.DagRun.find", "metadata-database", ""},
		{"DagBag", "airflow.models.DagBag", "metadata-database", ""},
		{"Variable", "airflow.models.Variable", "variable", ""},
		{"Variable.get", "airflow.models.variable.Variable.get", "variable", ""},
		{"Connection of Airflow 3", "airflow.sdk.Connection", "connection", ""},
		{"BaseHook", "airflow.hooks.base.BaseHook.get_connection", "connection-access", ""},
		{"configuration", "airflow.configuration.conf.get", "configuration", ""},
		{"supervisor", "airflow.sdk.execution_time.task_runner.SUPERVISOR_COMMS", "supervisor-comms", ""},
		{"what the date helpers' list took by mistake", "airflow.sdk.execution_time.task_runner.parse", "internal-api", ""},
		{"a sensor of another DAG", "airflow.sensors.external_task.ExternalTaskSensor", "cross-dag", ""},
		{"a secrets backend", "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend", "metadata-database", ""},
		{"a plugin", "airflow.plugins_manager.AirflowPlugin", "extension-point", ""},
		{"a timetable's base class", "airflow.timetables.base.Timetable", "extension-point", ""},
		{"a deadline", "airflow.sdk.DeadlineAlert", "callback", ""},
		{"pod callbacks", "airflow.providers.cncf.kubernetes.callbacks.KubernetesPodOperatorCallback", "callback", ""},
		{"object storage path", "airflow.io.path.ObjectStoragePath", "object-storage", ""},
		{"the Airflow REST client", "airflow_client.client.ApiClient", "rest-api-client", ""},

		{"Kubernetes client", "kubernetes.client.CoreV1Api", "kubernetes-client", ""},
		{"Kubernetes API class that is not listed", "kubernetes.client.NewV9Api", "kubernetes-client", ""},
		{"Kubernetes model", "kubernetes.client.models.V1Pod", "kubernetes-model", ""},
		{"Kubernetes model by the short path", "kubernetes.client.V1ResourceRequirements", "kubernetes-model", ""},
		{"the module of the models", "kubernetes.client.models", "kubernetes-model", ""},
		{"the module above them", "kubernetes.client", "kubernetes-model", ""},
		{"the REST client under it", "kubernetes.client.rest.RESTClientObject", "kubernetes-client", ""},
		{"an unlisted name of the models' module", "kubernetes.client.models.sys.modules", "kubernetes-client", ""},
		{"Kubernetes configuration", "kubernetes.config.load_kube_config", "kubernetes-client", ""},

		{"eval as a bare builtin", "eval", "dynamic-code", "builtins.eval"},
		{"eval by module", "builtins.eval", "dynamic-code", "builtins.eval"},
		{"open", "open", "file", "builtins.open"},
		{"len", "len", "pure", "builtins.len"},
		{"getattr", "getattr", "reflection", "builtins.getattr"},
		{"a builtin nobody listed", "frobnicate", unlisted, ""},
		{"importlib", "importlib.import_module", "dynamic-code", ""},
		{"pickle", "pickle.loads", "deserialisation", ""},
		{"yaml.load", "yaml.load", "deserialisation", ""},
		{"yaml.safe_load", "yaml.safe_load", "pure", ""},
		{"ctypes", "ctypes.CDLL", "dynamic-code", ""},
		{"os.environ's methods", "os.environ.get", "environment", ""},
		{"os.path.join", "os.path.join", "pure", ""},
		{"os.path.exists", "os.path.exists", "file", ""},
		{"an os function nobody listed", "os.newthing", unlisted, ""},
		{"Path", "pathlib.Path", "pure", ""},
		{"Path.replace moves a file", "pathlib.Path.replace", "file", ""},
		{"threading", "threading.Thread", "process", ""},
		{"datetime", "datetime.datetime", "pure", ""},
		{"datetime.now", "datetime.datetime.now", "clock", ""},
		{"a function of a harmless module nobody listed", "json.tool", unlisted, ""},
		{"a dunder", "datetime.datetime.__class__", "reflection", ""},
		{"a dunder in the middle", "json.__builtins__.eval", "reflection", ""},
		{"an argument that is no name", "os.system()", unlisted, ""},
	} {
		t.Run(row.behaviour, func(t *testing.T) {
			got, ok := Default().Resolve(row.name)
			if got.Name != row.name {
				t.Errorf("Resolve(%q).Name = %q", row.name, got.Name)
			}
			if row.want == unlisted {
				if ok || got.Capability != facts.CapUnknown || got.Detail != "" {
					t.Errorf("Resolve(%q) = %+v, want it unlisted", row.name, got)
				}
			} else if row.want != "" && (!ok || got.Detail != row.want) {
				t.Errorf("Resolve(%q) = %+v, want detail %s", row.name, got, row.want)
			}
			if row.canonical != "" && got.Canonical != row.canonical {
				t.Errorf("Resolve(%q).Canonical = %q, want %q", row.name, got.Canonical, row.canonical)
			}
		})
	}
}
