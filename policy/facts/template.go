package facts

// PodTemplate is what a PodTemplate YAML file says. Absent fields are empty; nothing is defaulted.
type PodTemplate struct {
	// OK is set when the file is one strict YAML document that reads as a Pod without unknown fields.
	OK bool `json:"ok"`
	// Problems are what made it not OK, and YAML features that readers disagree on.
	Problems []TemplateProblem `json:"problems"`

	Documents  int    `json:"documents"`
	APIVersion string `json:"api_version"`
	KindName   string `json:"kind"`
	Namespace  Field  `json:"namespace"`
	// Fields are the scalar fields and list members of the whole document by dotted path with
	// indices: `spec.containers[0].image`.
	Fields map[string]Field `json:"fields"`
	// Empty are the mappings and lists that hold nothing, by the same paths. Some say much: an empty
	// namespaceSelector selects every namespace.
	Empty      map[string]Span `json:"empty,omitempty"`
	Containers []Container     `json:"containers"` // init and ephemeral ones too
	Volumes    []Volume        `json:"volumes"`
}

// TemplateProblem is one reason to distrust a template.
type TemplateProblem struct {
	// Code is one of syntax, documents, duplicate-key, anchor, alias, merge-key, tag, encoding,
	// boolean, unknown-field, type, depth, size, empty, placeholder.
	Code    string `json:"code"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
	Span    Span   `json:"span"`
	// Replacement is what to write instead of Written, where that is certain: `true` for `yes` in a
	// boolean field, quotes around a number in a field of text.
	Written     string `json:"written,omitempty"`
	Replacement string `json:"replacement,omitempty"`
}

// Field is a scalar with its place.
type Field struct {
	Value any  `json:"value"` // string, bool, number or null
	Set   bool `json:"set"`
	Span  Span `json:"span"`
}

// Container is a container of a template.
type Container struct {
	List  string `json:"list"` // containers, initContainers, ephemeralContainers
	Index int    `json:"index"`
	Name  string `json:"name"`
	Image string `json:"image"`
	// Path is the prefix of its fields: `spec.containers[0]`.
	Path string `json:"path"`
	Span Span   `json:"span"`
}

// Volume is a volume of a template; Types are its sources (hostPath, secret, …).
type Volume struct {
	Name  string   `json:"name"`
	Types []string `json:"types"`
	Path  string   `json:"path"`
	Span  Span     `json:"span"`
}
