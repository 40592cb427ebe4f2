package policy_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// inPython are arguments of KubernetesPodOperator that say what a field of a template says, as models of the Kubernetes client and as
// dicts with the names of JSON and of Python.
var inPython = []struct {
	path      string
	value     any // nil is a value of the type
	arguments []string
}{
	{"spec.hostNetwork", nil, []string{`hostnetwork=True`}},
	{"spec.serviceAccountName", "payments", []string{`service_account_name="payments"`}},
	{"spec.automountServiceAccountToken", true, []string{`automount_service_account_token=True`}},
	{"spec.priorityClassName", nil, []string{`priority_class_name="x"`}},
	{"spec.schedulerName", nil, []string{`schedulername="x"`}},
	{"spec.dnsPolicy", nil, []string{`dnspolicy="x"`}},
	{"spec.dnsConfig.nameservers[]", nil, []string{`dns_config=k8s.V1PodDNSConfig(nameservers=["x"])`, `dns_config={"nameservers": ["x"]}`}},
	{"spec.hostAliases[].ip", nil, []string{`host_aliases=[k8s.V1HostAlias(ip="x", hostnames=["x"])]`, `host_aliases=[{"ip": "x"}]`}},
	{"spec.hostname", nil, []string{`hostname="x"`}},
	{"spec.subdomain", nil, []string{`subdomain="x"`}},
	{"spec.terminationGracePeriodSeconds", 315360000, []string{`termination_grace_period=315360000`}},
	{"spec.nodeSelector.*", nil, []string{`node_selector={"example": "x"}`, `node_selectors={"example": "x"}`}},
	{"spec.tolerations[].operator", "Exists", []string{`tolerations=[k8s.V1Toleration(operator="Exists")]`, `tolerations=[{"operator": "Exists"}]`}},
	{"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[].matchExpressions[].key", nil, []string{
		`affinity=k8s.V1Affinity(node_affinity=k8s.V1NodeAffinity(required_during_scheduling_ignored_during_execution=k8s.V1NodeSelector(node_selector_terms=[])))`,
		`affinity={"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "x"}]}]}}}`}},
	{"spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[].topologyKey", nil, []string{
		`affinity={"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "x"}]}}`}},
	{"spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[].namespaces[]", nil, []string{
		`affinity=k8s.V1Affinity(pod_affinity=k8s.V1PodAffinity(required_during_scheduling_ignored_during_execution=[k8s.V1PodAffinityTerm(topology_key="x", namespaces=["x"])]))`}},
	{"spec.imagePullSecrets[].name", nil, []string{`image_pull_secrets=[k8s.V1LocalObjectReference(name="x")]`, `image_pull_secrets="x"`}},
	{"spec.initContainers[].securityContext.privileged", true, []string{
		`init_containers=[k8s.V1Container(name="a", image="registry.example.com/orders/a:1", security_context=k8s.V1SecurityContext(privileged=True))]`,
		`init_containers=[{"name": "a", "securityContext": {"privileged": True}}]`, `init_containers=[{"name": "a", "security_context": {"privileged": True}}]`}},
	{"spec.securityContext.sysctls[].name", nil, []string{`security_context=k8s.V1PodSecurityContext(sysctls=[k8s.V1Sysctl(name="x", value="x")])`, `security_context={"sysctls": [{"name": "x", "value": "x"}]}`}},
	{"spec.securityContext.seccompProfile.type", "Unconfined", []string{
		`security_context=k8s.V1PodSecurityContext(seccomp_profile=k8s.V1SeccompProfile(type="Unconfined"))`, `security_context={"seccompProfile": {"type": "Unconfined"}}`}},
	{"spec.securityContext.windowsOptions.hostProcess", nil, []string{
		`security_context=k8s.V1PodSecurityContext(windows_options=k8s.V1WindowsSecurityContextOptions(host_process=True))`, `security_context={"windowsOptions": {"hostProcess": True}}`}},
	{"spec.securityContext.appArmorProfile.type", "Unconfined", []string{`security_context={"appArmorProfile": {"type": "Unconfined"}}`}},
	{"spec.securityContext.seLinuxOptions.type", nil, []string{`security_context=k8s.V1PodSecurityContext(se_linux_options=k8s.V1SELinuxOptions(type="x"))`}},
	{"spec.containers[].securityContext.privileged", nil, []string{`container_security_context=k8s.V1SecurityContext(privileged=True)`, `container_security_context={"privileged": True}`}},
	{"spec.containers[].securityContext.allowPrivilegeEscalation", nil, []string{
		`container_security_context=k8s.V1SecurityContext(allow_privilege_escalation=True)`, `container_security_context={"allowPrivilegeEscalation": True}`}},
	{"spec.containers[].securityContext.capabilities.add[]", "SYS_ADMIN", []string{
		`container_security_context=k8s.V1SecurityContext(capabilities=k8s.V1Capabilities(add=["SYS_ADMIN"]))`, `container_security_context={"capabilities": {"add": ["SYS_ADMIN"]}}`}},
	{"spec.containers[].securityContext.procMount", "Unmasked", []string{`container_security_context=k8s.V1SecurityContext(proc_mount="Unmasked")`, `container_security_context={"procMount": "Unmasked"}`}},
	{"spec.containers[].securityContext.seccompProfile.type", "Localhost", []string{
		`container_security_context=k8s.V1SecurityContext(seccomp_profile=k8s.V1SeccompProfile(type="Localhost", localhost_profile="x"))`, `container_security_context={"seccomp_profile": {"type": "Localhost"}}`}},
	{"spec.containers[].image", "registry.example.com/payments/pay-api:1", []string{`image="registry.example.com/payments/pay-api:1"`}},
	{"spec.containers[].ports[].hostPort", nil, []string{`ports=[k8s.V1ContainerPort(container_port=1, host_port=1)]`, `ports=[{"hostPort": 1}]`}},
	{"spec.containers[].env[].name", "AWS_ROLE_ARN", []string{`env_vars=[k8s.V1EnvVar(name="AWS_ROLE_ARN", value="x")]`, `env_vars={"AWS_ROLE_ARN": "x"}`}},
	{"spec.containers[].envFrom[].secretRef.name", nil, []string{`env_from=[k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="x"))]`, `secrets=[Secret("env", None, "x")]`}},
	{"spec.containers[].envFrom[].configMapRef.name", nil, []string{`configmaps=["x"]`, `env_from=[{"configMapRef": {"name": "x"}}]`}},
	{"spec.containers[].resources.limits.*", map[string]any{"nvidia.com/gpu": 1}, []string{
		`container_resources=k8s.V1ResourceRequirements(limits={"nvidia.com/gpu": "1"})`, `container_resources={"limits": {"nvidia.com/gpu": "1"}}`}},
	{"spec.containers[].volumeMounts[].mountPropagation", nil, []string{`volume_mounts=[k8s.V1VolumeMount(name="a", mount_path="/a", mount_propagation="x")]`, `volume_mounts=[{"mountPropagation": "x"}]`}},
	{"metadata.labels.*", map[string]any{"app": "payments"}, []string{`labels={"app": "payments"}`}},
	{"metadata.annotations.*", nil, []string{`annotations={"example": "x"}`}},
	{"spec.volumes[].hostPath.path", nil, []string{`volumes=[k8s.V1Volume(name="a", host_path=k8s.V1HostPathVolumeSource(path="/"))]`, `volumes=[{"hostPath": {"path": "/"}}]`, `volumes=[{"host_path": {"path": "/"}}]`}},
	{"spec.volumes[].image.reference", nil, []string{`volumes=[k8s.V1Volume(name="a", image=k8s.V1ImageVolumeSource(reference="x"))]`}},
	{"spec.volumes[].csi.driver", nil, []string{`volumes=[k8s.V1Volume(name="a", csi=k8s.V1CSIVolumeSource(driver="x"))]`, `volumes=[{"csi": {"driver": "x"}}]`}},
	{"spec.volumes[].nfs.server", nil, []string{`volumes=[k8s.V1Volume(name="a", nfs=k8s.V1NFSVolumeSource(server="x", path="/"))]`}},
	{"spec.volumes[].iscsi.iqn", nil, []string{`volumes=[k8s.V1Volume(name="a", iscsi=k8s.V1ISCSIVolumeSource(iqn="x"))]`, `volumes=[{"iscsi": {"iqn": "x"}}]`}},
	{"spec.volumes[].ephemeral.volumeClaimTemplate.spec.storageClassName", nil, []string{`volumes=[{"ephemeral": {"volumeClaimTemplate": {}}}]`}},
	{"spec.volumes[].secret.secretName", nil, []string{`volumes=[k8s.V1Volume(name="a", secret=k8s.V1SecretVolumeSource(secret_name="x"))]`}},
	{"spec.volumes[].persistentVolumeClaim.claimName", nil, []string{`volumes=[k8s.V1Volume(name="a", persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="x"))]`}},
	{"spec.volumes[].projected.sources[].serviceAccountToken.path", nil, []string{
		`volumes=[k8s.V1Volume(name="a", projected=k8s.V1ProjectedVolumeSource(sources=[k8s.V1VolumeProjection(service_account_token=k8s.V1ServiceAccountTokenProjection(path="x"))]))]`}},
	{"spec.nodeName", nil, []string{`full_pod_spec=k8s.V1Pod(spec=k8s.V1PodSpec(node_name="x", containers=[]))`, `pod_template_dict={"spec": {"nodeName": "x"}}`}},
	{"spec.runtimeClassName", nil, []string{`full_pod_spec=k8s.V1Pod(spec=k8s.V1PodSpec(runtime_class_name="x", containers=[]))`}},
	{"spec.containers[].lifecycle.postStart.httpGet.host", nil, []string{`full_pod_spec=k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", lifecycle=k8s.V1Lifecycle())]))`}},
}

const podInPython = `from datetime import datetime
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.secret import Secret
from kubernetes.client import models as k8s

with DAG("orders.load", start_date=datetime(2024, 1, 1), schedule=None, catchup=False%s):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        %s
    )
`

// TestPythonIsJudgedAsYAML: what a template may not say, a DAG may not say either, by an argument or by its default_args.
func TestPythonIsJudgedAsYAML(t *testing.T) {
	j := ordersJudge(t, "attacks")
	fields := podFields(t)
	rank := map[decision.Verdict]int{decision.Allow: 0, decision.Review: 1, decision.Deny: 2}
	compared := 0
	for _, c := range inPython {
		value := c.value
		if value == nil {
			value = fields[c.path]
		}
		if value == nil {
			t.Errorf("a Pod has no field %s", c.path)
			continue
		}
		template := j.template(t, withField(t, c.path, value))
		for _, argument := range c.arguments {
			name, written, _ := strings.Cut(argument, "=")
			for _, source := range []string{
				fmt.Sprintf(podInPython, "", argument+","),
				fmt.Sprintf(podInPython, fmt.Sprintf(", default_args={%q: %s}", name, written), ""),
			} {
				dag := j.dag(t, source)
				if rank[dag.Verdict] < rank[template.Verdict] {
					t.Errorf("%s is %s in Python [%s] and %s as %s in a template [%s]", argument, dag.Verdict, said(dag), template.Verdict, c.path, said(template))
				}
				compared++
			}
		}
	}
	if plain := j.dag(t, fmt.Sprintf(podInPython, "", "")); plain.Verdict != decision.Allow {
		t.Errorf("the DAG without an argument is %s [%s]: the comparison says nothing", plain.Verdict, said(plain))
	}
	t.Logf("%d arguments compared", compared)
}

// defaults are the explicit spellings of what Kubernetes or the operator does anyway: a field of a template and its value, or an argument.
var defaults = []struct {
	path      string
	value     any
	arguments []string
}{
	{"spec.hostNetwork", false, []string{`hostnetwork=False`}},
	{"spec.dnsPolicy", "ClusterFirst", []string{`dns_policy="ClusterFirst"`}},
	{"spec.schedulerName", "default-scheduler", []string{`schedulername="default-scheduler"`}},
	{"spec.automountServiceAccountToken", false, []string{`automount_service_account_token=False`}},
	{"spec.serviceAccountName", "", []string{`service_account_name=""`}},
	{"spec.securityContext", map[string]any{}, []string{`security_context={}`}},
	{"spec.tolerations", []any{}, []string{`tolerations=[]`}},
	{"spec.tolerations[]", map[string]any{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}, nil},
	{"spec.tolerations[]", map[string]any{"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 30}, nil},
	{"spec.affinity", map[string]any{}, []string{`affinity={}`}},
	{"spec.nodeSelector", map[string]any{}, []string{`node_selector={}`}},
	{"spec.hostAliases", []any{}, []string{`host_aliases=[]`}},
	{"spec.initContainers", []any{}, []string{`init_containers=[]`}},
	{"spec.volumes", []any{}, []string{`volumes=[]`}},
	{"spec.imagePullSecrets", []any{}, []string{`image_pull_secrets=[]`}},
	{"spec.os.name", "linux", nil},
	{"spec.containers[].name", "base", []string{`base_container_name="base"`}},
	{"spec.containers[].imagePullPolicy", "IfNotPresent", []string{`image_pull_policy="IfNotPresent"`}},
	{"spec.containers[].terminationMessagePolicy", "File", []string{`termination_message_policy="File"`}},
	{"spec.containers[].securityContext", map[string]any{}, []string{`container_security_context={}`}},
	{"spec.containers[].ports", []any{}, []string{`ports=[]`}},
	{"spec.containers[].env", []any{}, []string{`env_vars={}`, `env_vars=[]`}},
	{"spec.containers[].envFrom", []any{}, []string{`env_from=[]`, `secrets=[]`, `configmaps=[]`}},
	{"spec.containers[].volumeMounts", []any{}, []string{`volume_mounts=[]`}},
	{"metadata.labels", map[string]any{}, []string{`labels={}`}},
	{"metadata.annotations", map[string]any{}, []string{`annotations={}`}},
	{"metadata.finalizers", []any{}, []string{`kubernetes_conn_id="kubernetes_default"`, `in_cluster=True`, `pod_template_dict={}`, `executor_config={}`,
		`on_failure_callback=None`, `on_success_callback=[]`, `callbacks=[]`, `pool="default_pool"`, `trigger_rule="all_success"`, `weight_rule="downstream"`}},
}

// TestDefaultsAreAllowed: what says nothing waits for nobody, in a template and in Python, while what looks like it waits.
func TestDefaultsAreAllowed(t *testing.T) {
	j := ordersJudge(t, "attacks")
	for _, c := range defaults {
		if d := j.template(t, withField(t, c.path, c.value)); d.Verdict != decision.Allow {
			t.Errorf("%s: %v is %s [%s]", c.path, c.value, d.Verdict, said(d))
		}
		for _, argument := range c.arguments {
			if d := j.dag(t, fmt.Sprintf(podInPython, "", argument+",")); d.Verdict != decision.Allow {
				t.Errorf("%s is %s [%s]", argument, d.Verdict, said(d))
			}
		}
	}
	for _, argument := range []string{
		"template_searchpath=None", "user_defined_macros=None", "user_defined_filters=None", "jinja_environment_kwargs=None", "access_control=None",
		"deadline=None", "concurrency=None", "render_template_as_native_obj=False", "disable_bundle_versioning=False", "sla_miss_callback=None", "doc_md=None",
	} {
		if d := j.dag(t, fmt.Sprintf(podInPython, ", "+argument, "")); d.Verdict != decision.Allow {
			t.Errorf("%s is %s [%s]", argument, d.Verdict, said(d))
		}
	}
	for _, argument := range []string{`template_searchpath=""`, "access_control={}", "user_defined_macros={}", "render_template_as_native_obj=0", "template_undefined=None", "tomorrow=None"} {
		if d := j.dag(t, fmt.Sprintf(podInPython, ", "+argument, "")); d.Verdict == decision.Allow {
			t.Errorf("%s is allowed", argument)
		}
	}
	for path, values := range map[string][]any{
		"spec.tolerations[]": {
			map[string]any{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute"},
			map[string]any{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 301},
			map[string]any{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "tolerationSeconds": 300},
			map[string]any{"key": "gpu", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
			map[string]any{"operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
		},
		"spec.os.name": {"windows", "Linux", ""},
	} {
		for _, value := range values {
			if d := j.template(t, withField(t, path, value)); d.Verdict != decision.Review {
				t.Errorf("%s: %v is %s [%s]", path, value, d.Verdict, said(d))
			}
		}
	}
	for _, argument := range []string{
		`affinity=k8s.V1Affinity()`, `full_pod_spec=k8s.V1Pod()`, `security_context=k8s.V1PodSecurityContext()`, `dns_policy="Default"`, `image_pull_policy="Never"`,
		`base_container_name="other"`, `kubernetes_conn_id="other"`, `in_cluster=False`, `tolerations=[None]`, `labels={None: None}`, `env_vars=[[]]`, `volumes=0`,
		`security_context={"a": {}}`, `automount_service_account_token=[]` + "or True",
	} {
		if d := j.dag(t, fmt.Sprintf(podInPython, "", argument+",")); d.Verdict == decision.Allow {
			t.Errorf("%s is allowed", argument)
		}
	}
}

func (j *judge) dag(t *testing.T, source string) *decision.Decision {
	t.Helper()
	d, err := j.checker.Check(context.Background(), &policy.Snapshot{Tenant: j.tenant, Templates: j.templates, Files: []policy.SnapshotFile{{
		Path: "dags/load.py", Mode: "100644", Size: int64(len(source)), SHA: hash([]byte(source)), Status: facts.Added, Content: []byte(source),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
