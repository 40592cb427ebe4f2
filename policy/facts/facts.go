// Package facts holds the types of what the analyser finds in a pull request: the input of the
// Rego policy. Their JSON form is published as docs/facts.schema.json and is a contract with
// those who write rules.
//
// A value does not change once it is made: tasks that take the same default, and a task and its pod,
// point to the same one.
//
// The package has types only: it reads nothing and decides nothing.
package facts

// File is all that is known of one file of a snapshot. It is the `input.file` of the rules that are
// evaluated once per file.
type File struct {
	Path string `json:"path"` // in the repository, `/` between parts
	Mode string `json:"mode"` // git's mode: 100644, 100755, 120000 (link), 160000 (submodule)
	Size int64  `json:"size"` // bytes
	SHA  string `json:"sha"`  // git's object id
	// Role says how the platform uses the file.
	Role Role `json:"role"`
	// Status is what the pull request does to the file.
	Status Status `json:"status"`
	// Content says whether the file's bytes were read and are what its name promises.
	Content  Content   `json:"content"`
	Parse    *Parse    `json:"parse,omitempty"`    // of a file read as Python
	Encoding *Encoding `json:"encoding,omitempty"` // of a file read as Python

	Imports    []Import           `json:"imports"`
	Calls      []Call             `json:"calls"`
	Index      Index              `json:"index"`
	DAGs       []DAG              `json:"dags"`
	Tasks      []Task             `json:"tasks"`
	Pods       []Pod              `json:"pods"`
	Templates  []Jinja            `json:"templates"`
	Callables  []Callable         `json:"callables"`
	References []Reference        `json:"references"`
	Effects    []Effect           `json:"effects"`
	Unknowns   []UnknownConstruct `json:"unknowns"`
	// Starts are the DAGs that a run of a DAG of the file starts, by name or by an asset.
	Starts []Start `json:"starts,omitempty"`
	// PodTemplates is set for a YAML file in the template folder.
	PodTemplate *PodTemplate `json:"pod_template,omitempty"`

	// Declarative is set when the file has no unknowns and every effect is control flow or a pod.
	// It says nothing about whose namespace the pods are in: that is for the rules.
	Declarative bool `json:"declarative"`
	// Digest is the semantic digest: a hash of the facts without positions, path status or object id.
	Digest string `json:"digest"`
}

// Role says how the platform uses a file.
type Role string

// The roles.
const (
	RoleDAG      Role = "dag"      // a .py file that Airflow may execute: any .py of a DAG repository
	RoleTemplate Role = "template" // a PodTemplate
	RoleOther    Role = "other"    // anything else
)

// Status is what a pull request does to a file.
type Status string

// The statuses. A rename is a Removed and an Added file.
const (
	Unchanged Status = "unchanged"
	Added     Status = "added"
	Modified  Status = "modified"
	Removed   Status = "removed"
)

// Content says what became of reading a file's bytes.
type Content string

// What became of reading a file.
const (
	ContentRead      Content = "read"
	ContentNotRead   Content = "not-read"  // the bytes were not to be had
	ContentTooLarge  Content = "too-large" // over the limit for analysis
	ContentLink      Content = "link"
	ContentSubmodule Content = "submodule"
	ContentLFS       Content = "lfs-pointer"
	ContentBinary    Content = "binary" // a NUL byte, or a zip or other archive whatever the suffix
	ContentRemoved   Content = "removed"
	ContentIgnored   Content = "ignored" // role other: present but not looked into
)

// Parse is the outcome of reading a file as Python.
type Parse struct {
	OK      bool   `json:"ok"`
	Reason  string `json:"reason,omitempty"`  // the parser's refusal code, such as syntax, encoding, depth
	Message string `json:"message,omitempty"` // the parser's message
	Span    *Span  `json:"span,omitempty"`
	Minimum string `json:"minimum_python,omitempty"` // "3.12"
	Nodes   int    `json:"nodes"`
	Depth   int    `json:"depth"`
}

// Encoding are facts about bytes that a reader of the text does not see.
type Encoding struct {
	BOM             bool   `json:"bom"`
	Cookie          string `json:"cookie,omitempty"`
	CarriageReturn  bool   `json:"carriage_return"`
	FormFeed        bool   `json:"form_feed"`
	Control         []Span `json:"control,omitempty"`
	Bidirectional   []Span `json:"bidirectional,omitempty"`
	NonASCIINames   []Span `json:"non_ascii_names,omitempty"`
	NormalizedNames []Span `json:"normalized_names,omitempty"`
}

// Symbol is a name after resolution.
type Symbol struct {
	// Name is the fully qualified name as the file's imports make it:
	// `airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator`. Empty when unknown.
	Name string `json:"name"`
	// Canonical is the catalogue's name for the same object:
	// `airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator`.
	Canonical  string     `json:"canonical"`
	Kind       string     `json:"kind,omitempty"` // operator, sensor, hook, transfer, driver, module, function, …
	Capability Capability `json:"capability"`
	// Detail refines the capability: metadata-database, variable, configuration, process, reflection, …
	// docs/capabilities.md lists them; it is generated from the catalogue.
	Detail string `json:"detail,omitempty"`
}

// Capability is what a symbol can do.
type Capability string

// The capabilities.
const (
	CapPod             Capability = "pod"
	CapDatabase        Capability = "database"
	CapHTTP            Capability = "http"
	CapCloudAPI        Capability = "cloud-api"
	CapFilesystem      Capability = "filesystem"
	CapShell           Capability = "shell"
	CapPythonExec      Capability = "python-exec"
	CapAirflowInternal Capability = "airflow-internal"
	CapMessaging       Capability = "messaging"
	CapTransfer        Capability = "transfer"
	CapSafe            Capability = "control-flow-safe"
	CapUnknown         Capability = "unknown"
)

// Phase is where code runs.
type Phase string

// The phases.
const (
	PhaseParse     Phase = "parse"
	PhaseWorker    Phase = "worker"
	PhaseCallback  Phase = "callback"
	PhaseTriggerer Phase = "triggerer"
	PhaseTemplate  Phase = "template"
	PhaseDead      Phase = "dead"
)

// Import is one imported name.
type Import struct {
	Module      string `json:"module"`         // as written, dots of a relative import included
	Name        string `json:"name,omitempty"` // of `from Module import Name`; `*` for a star import
	Alias       string `json:"alias,omitempty"`
	Symbol      Symbol `json:"symbol"`
	Phase       Phase  `json:"phase"`       // dead under `if TYPE_CHECKING` or the main guard
	Conditional bool   `json:"conditional"` // under an if, try or function
	// Tenant is the namespace of the tenant whose folder the module lies in; Own when it is a
	// module of this repository.
	Tenant string `json:"tenant,omitempty"`
	Own    bool   `json:"own,omitempty"`
	// Executed is set for a module of this repository that was executed here and found harmless.
	Executed bool `json:"executed,omitempty"`
	Span     Span `json:"span"`
}

// Call is one call, or one use of a symbol that matters without a call (an attribute read such as
// os.environ, a decorator, a base class, a symbol handed on as a value): Use tells which.
type Call struct {
	Symbol Symbol `json:"symbol"` // capability unknown and empty name when the callee is not known
	// Written is the name as the author wrote it, `Bash` for `import BashOperator as Bash`; empty when
	// it is no plain name.
	Written  string    `json:"written"`
	Use      Use       `json:"use"`
	Phase    Phase     `json:"phase"`
	Args     []Value   `json:"args,omitempty"`
	Keywords Arguments `json:"keywords,omitempty"`
	Span     Span      `json:"span"`
}

// Use is how a symbol is used.
type Use string

// The uses.
const (
	UseCall      Use = "call"
	UseReference Use = "reference"
	UseDecorator Use = "decorator"
	UseBase      Use = "base"
	UseStore     Use = "store" // assignment to, or deletion of, the symbol or something under it
)

// Index finds imports and calls by what they are: the numbers are places in File.Imports and
// File.Calls. Rules look up, they do not loop over everything.
type Index struct {
	ImportsByCapability map[Capability][]int `json:"imports_by_capability"`
	ImportsByDetail     map[string][]int     `json:"imports_by_detail"`
	ImportsBySymbol     map[string][]int     `json:"imports_by_symbol"` // canonical
	CallsByCapability   map[Capability][]int `json:"calls_by_capability"`
	CallsByDetail       map[string][]int     `json:"calls_by_detail"`
	CallsBySymbol       map[string][]int     `json:"calls_by_symbol"` // canonical
}

// DAG is one DAG object.
type DAG struct {
	ID        Value     `json:"id"`
	Arguments Arguments `json:"arguments"` // as given, without default_args
	Schedule  Value     `json:"schedule"`
	// IntervalSeconds is the schedule's shortest interval; 0 when there is none or it is not known, and -1 when
	// the schedule does not go forward in time.
	IntervalSeconds int64 `json:"interval_seconds,omitempty"`
	Span            Span  `json:"span"`
}

// Task is one operator object.
type Task struct {
	Symbol Symbol `json:"symbol"`
	DAG    int    `json:"dag"` // place in File.DAGs; -1 when not known
	ID     Value  `json:"id"`
	// Arguments are effective: after default_args of DAG and TaskGroup, keyword before default.
	Arguments Arguments `json:"arguments"`
	Mapped    []string  `json:"mapped,omitempty"` // fields given by expand()
	// Multiplicity counts the objects made by this place: 1, the length of a loop; -1 when unknown.
	Multiplicity int  `json:"multiplicity"`
	Span         Span `json:"span"`
}

// Pod is what a KubernetesPodOperator task asks of Kubernetes.
type Pod struct {
	Task      int          `json:"task"` // place in File.Tasks
	DAGID     Value        `json:"dag_id"`
	TaskID    Value        `json:"task_id"` // behind the ids of the groups that it is in, when these are known
	Namespace Value        `json:"namespace"`
	Template  TemplatePath `json:"template"`
	Image     Value        `json:"image"`
	// Cluster are the fields that choose cluster, connection and identity: in_cluster, config_file,
	// cluster_context, kubernetes_conn_id, service_account_name, automount_service_account_token.
	Cluster Arguments `json:"cluster"`
	// Inline are the fields of the pod's specification given in Python that belong in the
	// template: image, labels, volumes, env_vars, full_pod_spec, pod_template_dict, …
	Inline Arguments `json:"inline"`
	// Settings are the arguments of Inline that say something, and whatever stands in them, one by one.
	Settings []Setting `json:"settings"`
	// Overrides are the fields a DAG may override: cmds, arguments, name and other harmless ones.
	Overrides Arguments `json:"overrides"`
	Span      Span      `json:"span"`
}

// TemplatePath is the pod_template_file of a pod.
type TemplatePath struct {
	Value Value `json:"value"`
	// Normalized is the path inside the bucket (`templates/orders/orders-api/load.yaml`), without `.`
	// and `..`; empty when it is not known or lies outside the bucket.
	Normalized string `json:"normalized,omitempty"`
	// Inside is set when the path is known and lies inside the bucket.
	Inside bool `json:"inside"`
	// Exists is nil when the templates were not looked at.
	Exists *bool  `json:"exists,omitempty"`
	Digest string `json:"digest,omitempty"`
}

// Jinja is a string that reaches a templated field and holds template syntax.
type Jinja struct {
	Field     string `json:"field"`    // `arguments`, or `DAG.doc_md`
	Task      int    `json:"task"`     // place in File.Tasks; -1 for a DAG's field
	Critical  bool   `json:"critical"` // no template may stand in this field
	Text      string `json:"text"`
	Allowed   bool   `json:"allowed"` // every expression is on the allow list
	Violation string `json:"violation,omitempty"`
	// File is set for a text that ends in a template suffix of the operator, `.sh` for BashOperator:
	// Airflow takes it for the name of a file and renders what is in that. It is never allowed, and
	// has a violation only when the text itself holds a template that is not.
	File bool `json:"file,omitempty"`
	// Expressions are the dotted roots used: ds, params.x, conn.y, var.value.z, macros.…
	Expressions []string `json:"expressions"`
	Span        Span     `json:"span"`
}

// Callable is a Python callable handed to Airflow.
type Callable struct {
	Name   string `json:"name"`
	Field  string `json:"field"` // python_callable, on_failure_callback, user_defined_macros, @task …
	Phase  Phase  `json:"phase"`
	Symbol Symbol `json:"symbol"`
	Span   Span   `json:"span"`
}

// Reference is a name of something outside the file: another DAG, an asset, a pool, a variable …
type Reference struct {
	Kind   string `json:"kind"` // dag, asset, pool, variable, connection, queue, executor
	Target Value  `json:"target"`
	By     Symbol `json:"by"`
	Span   Span   `json:"span"`
}

// Start says that what is named first makes the other run: From and To are names with their kind in front.
type Start struct {
	From string `json:"from"`
	To   string `json:"to"`
	Span Span   `json:"span"`
}

// The kinds of names of a Start.
const (
	DAGNamed   = "dag "   // a DAG by its id
	AssetNamed = "asset " // an asset by its name or address, without what Airflow may leave out
)

// Effect is something the file does other than to build DAGs and tasks.
type Effect struct {
	Kind   string `json:"kind"` // environment, file, process, network, mutation
	Target string `json:"target"`
	Phase  Phase  `json:"phase"`
	Span   Span   `json:"span"`
}

// UnknownConstruct is a construct that the interpreter did not execute.
type UnknownConstruct struct {
	Construct string `json:"construct"` // CPython's node name, or `call`
	// Code is a stable word for the reason, such as statement, callee, argument, budget, import.
	Code   string `json:"code"`
	Reason string `json:"reason"`
	Phase  Phase  `json:"phase"`
	Span   Span   `json:"span"`
}
