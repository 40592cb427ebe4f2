package eval

import (
	"path"
	"strings"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
)

// newPod is what KubernetesPodOperator asks of Kubernetes. Its namespace is, in this order, the
// keyword's, full_pod_spec's, the template's (pod_template_file, then pod_template_dict), the
// connection's; a falsy keyword does not override (Airflow: KubernetesPodOperator.build_pod_request_obj
// and PodGenerator.reconcile_metadata).
func (e *evaluator) newPod(t *task, fact *facts.Task) facts.Pod {
	args := fact.Arguments
	get := func(name string) facts.Value {
		if v, ok := args[name]; ok && !falsy(v) {
			return *v
		}
		if t.open {
			return facts.Value{State: facts.Unknown, Reason: "the task's arguments are not all known"}
		}
		return facts.Value{State: facts.Absent}
	}
	pod := facts.Pod{
		Task: t.index, TaskID: fact.ID, DAGID: facts.Value{State: facts.Absent}, Span: fact.Span,
		Cluster: map[string]*facts.Value{}, Inline: map[string]*facts.Value{}, Overrides: map[string]*facts.Value{},
	}
	if t.dag != nil {
		if id, ok := t.dag.exported["dag_id"]; ok {
			pod.DAGID = *id
		}
	}
	pod.Namespace = get("namespace")
	if pod.Namespace.State == facts.Absent {
		if v := metadataNamespace(get("full_pod_spec")); v.State != facts.Absent {
			pod.Namespace = v
		} else if get("pod_template_file").State == facts.Absent {
			pod.Namespace = metadataNamespace(get("pod_template_dict"))
		}
	}
	pod.Image = get("image")
	pod.Template = e.templatePath(get("pod_template_file"))
	for name, v := range args {
		switch airflow.PodField(name) {
		case airflow.GroupCluster, airflow.GroupIdentity:
			pod.Cluster[name] = v
		case airflow.GroupInline, airflow.GroupUnknown:
			pod.Inline[name] = v
		case airflow.GroupOverride:
			pod.Overrides[name] = v
		}
	}
	return pod
}

// falsy tells whether a keyword's value is surely one that does not override the template.
func falsy(v *facts.Value) bool {
	if v.State != facts.Const {
		return false
	}
	switch x := v.Value.(type) {
	case nil:
		switch v.Type {
		case "list", "tuple", "set":
			return len(v.Items) == 0
		case "dict":
			return len(v.Entries) == 0
		}
		return v.Type == "NoneType"
	case string:
		return x == ""
	case bool:
		return !x
	case int64:
		return x == 0
	case float64:
		return x == 0
	}
	return false
}

// metadataNamespace is the member metadata.namespace of a V1Pod or of a dict of the same shape.
func metadataNamespace(spec facts.Value) facts.Value {
	absent := facts.Value{State: facts.Absent}
	if spec.State == facts.Absent {
		return absent
	}
	metadata, ok := entry(spec, "metadata")
	if !ok {
		if spec.State == facts.Const && spec.Type != "" {
			return absent
		}
		return facts.Value{State: facts.Unknown, Reason: "the pod's specification is not known"}
	}
	namespace, ok := entry(metadata, "namespace")
	if !ok {
		if metadata.State == facts.Const && metadata.Type != "" {
			return absent
		}
		return facts.Value{State: facts.Unknown, Reason: "the pod's metadata are not known"}
	}
	if falsy(&namespace) {
		return absent
	}
	return namespace
}

func entry(v facts.Value, name string) (facts.Value, bool) {
	for i := range v.Entries {
		if v.Entries[i].Key.Value == name {
			return v.Entries[i].Value, true
		}
	}
	return facts.Value{}, false
}

// templatePath normalises a pod_template_file inside the bucket, whose root is the platform's
// dags_path. A relative path is taken from there, and only without `..`.
func (e *evaluator) templatePath(v facts.Value) facts.TemplatePath {
	out := facts.TemplatePath{Value: v}
	text, ok := v.Value.(string)
	if v.State != facts.Const || !ok || text == "" || strings.ContainsAny(text, "\x00\n\\") {
		return out
	}
	if !strings.HasPrefix(text, "/") {
		for _, part := range strings.Split(text, "/") {
			if part == ".." {
				return out
			}
		}
		clean := path.Clean(text)
		if clean == "." {
			return out
		}
		out.Normalized, out.Inside = clean, true
		return out
	}
	root := "/usr/local/airflow/dags"
	if p := e.config.Platform; p != nil && p.DAGsPath != "" {
		root = path.Clean(p.DAGsPath)
	}
	if strings.HasPrefix(text, "//") {
		return out
	}
	clean := path.Clean(text)
	inside, ok := strings.CutPrefix(clean, strings.TrimRight(root, "/")+"/")
	if !ok || inside == "" {
		return out
	}
	out.Normalized, out.Inside = inside, true
	return out
}
