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
func (e *evaluator) newPod(t *task, fact *facts.Task, pod *facts.Pod) {
	args := fact.Arguments
	missing := &absentArgument
	if t.open {
		missing = &unknownArgument
	}
	get := func(name string) *facts.Value {
		if v, ok := args.Get(name); ok && !falsy(v) {
			return v
		}
		return missing
	}
	pod.Task, pod.TaskID, pod.Span = t.index, fact.ID, fact.Span
	if id := t.group.childID(t.id); t.group != nil && id != "" && pod.TaskID.State == facts.Const && pod.TaskID.Value == t.id.s {
		pod.TaskID.Value = id // as Airflow shows it: two groups may have tasks of one name
	}
	pod.DAGID.State = facts.Absent
	if t.dag != nil {
		if id, ok := t.dag.exported.Get("dag_id"); ok {
			pod.DAGID = *id
		}
	}
	pod.Namespace = *get("namespace")
	if pod.Namespace.State == facts.Absent {
		if v := metadataNamespace(get("full_pod_spec")); v.State != facts.Absent {
			pod.Namespace = v
		} else if get("pod_template_file").State == facts.Absent {
			pod.Namespace = metadataNamespace(get("pod_template_dict"))
		}
	}
	pod.Image = *get("image")
	pod.Template.Value = *get("pod_template_file")
	e.templatePath(&pod.Template)
	e.podFields(t, args, pod)
}

// lengthened records a list of the file to which KubernetesPodOperator.__init__ appends what another argument gives
// (`self.env_from = env_from or []`, then extend): what the file reads of it afterwards is not known.
func (e *evaluator) lengthened(t *task) {
	for _, pair := range [...][2]string{{"env_vars", "pod_runtime_info_envs"}, {"env_from", "configmaps"}} {
		list, _ := findKeyword(t.args, pair[0])
		more, given := findKeyword(t.args, pair[1])
		if list.kind != listKind || len(list.o.items) == 0 || !given {
			continue
		}
		if some, known := truth(more); some || !known {
			e.unknown(t.node, codeMutation, "Airflow puts what "+pair[1]+" gives into the list that is given as "+pair[0])
		}
	}
}

// podFields sorts the arguments of a pod's task by what they choose.
func (e *evaluator) podFields(t *task, args facts.Arguments, pod *facts.Pod) {
	shape := e.shapeOf(t.symbol.Canonical, t.args)
	into := func(place int) *facts.Arguments {
		name, group := args[place].Name, airflow.GroupUnknown
		if len(args) == len(shape.sorted) && shape.sorted[place].name == name {
			group = shape.fields[shape.sorted[place].last].group
		} else {
			group = airflow.PodField(name) // an attribute was set later
		}
		switch group {
		case airflow.GroupCluster, airflow.GroupIdentity:
			return &pod.Cluster
		case airflow.GroupInline, airflow.GroupUnknown:
			return &pod.Inline
		case airflow.GroupOverride:
			return &pod.Overrides
		}
		return nil
	}
	pod.Cluster, pod.Inline = facts.Arguments{}, facts.Arguments{}
	pod.Overrides = facts.Arguments(e.arena.arguments.Make(len(args)))[:0] // most are
	for i := range args {
		if group := into(i); group != nil {
			*group = append(*group, args[i])
		}
	}
	pod.Settings = facts.SettingsOf(pod.Inline)
}

// What stands for an argument that is not given; neither changes.
var (
	absentArgument  = facts.Value{State: facts.Absent}
	unknownArgument = facts.Value{State: facts.Unknown, Reason: "the task's arguments are not all known"}
)

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
func metadataNamespace(spec *facts.Value) facts.Value {
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
	if falsy(namespace) {
		return absent
	}
	return *namespace
}

func entry(v *facts.Value, name string) (*facts.Value, bool) {
	for i := range v.Entries {
		if v.Entries[i].Key.Value == name {
			return &v.Entries[i].Value, true
		}
	}
	return nil, false
}

// templatePath normalises a pod_template_file inside the bucket, whose root is the platform's
// dags_path. A relative path is taken from there, and only without `..`.
func (e *evaluator) templatePath(out *facts.TemplatePath) {
	v := &out.Value
	text, ok := v.Value.(string)
	if v.State != facts.Const || !ok || text == "" || strings.ContainsAny(text, "\x00\n\\") {
		return
	}
	if !strings.HasPrefix(text, "/") {
		for _, part := range strings.Split(text, "/") {
			if part == ".." {
				return
			}
		}
		clean := path.Clean(text)
		if clean == "." {
			return
		}
		out.Normalized, out.Inside = clean, true
		return
	}
	if !e.mounted(text) {
		return
	}
	inside := strings.TrimLeft(strings.TrimPrefix(path.Clean(text), e.mountRoot()), "/")
	if inside == "" {
		return
	}
	out.Normalized, out.Inside = inside, true
}
