package podtemplate

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
	corev1 "k8s.io/api/core/v1"
	strictjson "sigs.k8s.io/json"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/sekisho/sekisho/policy/facts"
)

// typed checks the document against Kubernetes' type Pod: first field by field, for places and messages, then with
// Kubernetes' own strict decoder, which has the last word.
func (r *reader) typed(root *yaml.Node) {
	r.conform(root, reflect.TypeFor[corev1.Pod](), "")
	if len(r.out.Problems) > 0 {
		return
	}
	encoded, err := json.Marshal(plain(root))
	if err != nil {
		r.problem(codeType, "", r.span(root), fmt.Sprintf("the document cannot be written as JSON: %v", err))
		return
	}
	var pod corev1.Pod
	strict, err := strictjson.UnmarshalStrict(encoded, &pod)
	if err != nil {
		r.problem(codeType, "", r.span(root), fmt.Sprintf("Kubernetes does not read the document as a Pod: %v", err))
	}
	for _, e := range strict {
		r.problem(codeUnknownField, "", r.span(root), fmt.Sprintf("Kubernetes does not read the document as a Pod: %v", e))
	}
}

// conform compares a node with a Go type of Kubernetes' API.
func (r *reader) conform(node *yaml.Node, want reflect.Type, path string) {
	for want.Kind() == reflect.Pointer {
		want = want.Elem()
	}
	if node.Kind == yaml.AliasNode {
		return // reported, never followed
	}
	if node.Kind == yaml.ScalarNode && resolve(node).kind == kindNull {
		return // reported by walk
	}
	if scalars, ok := special[want.String()]; ok {
		r.wantScalar(node, path, scalars...)
		return
	}
	switch want.Kind() {
	case reflect.Struct:
		r.conformStruct(node, want, path)
	case reflect.Map:
		if node.Kind != yaml.MappingNode {
			r.wrongType(node, path, "a mapping")
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			r.conform(node.Content[i+1], want.Elem(), join(path, node.Content[i].Value))
		}
	case reflect.Slice:
		if node.Kind != yaml.SequenceNode {
			r.wrongType(node, path, "a list")
			return
		}
		for i, item := range node.Content {
			r.conform(item, want.Elem(), index(path, i))
		}
	case reflect.String:
		r.wantScalar(node, path, kindString)
	case reflect.Bool:
		r.wantScalar(node, path, kindBool)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		r.wantScalar(node, path, kindInt)
	default:
		r.problem(codeType, path, r.span(node), "`"+path+"` has a type that is not known here")
	}
}

// special are the types of Kubernetes' API that read themselves from a scalar.
var special = map[string][]kind{
	"resource.Quantity":  {kindString, kindInt, kindFloat},
	"intstr.IntOrString": {kindString, kindInt},
	"v1.Time":            {kindString, kindTime},
	"v1.MicroTime":       {kindString, kindTime},
	"v1.Duration":        {kindString},
}

func (r *reader) conformStruct(node *yaml.Node, want reflect.Type, path string) {
	if node.Kind != yaml.MappingNode {
		r.wrongType(node, path, "a mapping")
		return
	}
	fields := fieldsOf(want)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Kind != yaml.ScalarNode || resolve(key).code == codeMergeKey {
			continue // reported by walk
		}
		field, known := fields[key.Value]
		if !known {
			message := "`" + excerpt(key.Value) + "` is not a field of Kubernetes' " + want.Name()
			if other := nearest(fields, key.Value); other != "" {
				message += "; the field is written `" + other + "`"
			}
			r.problem(codeUnknownField, join(path, key.Value), r.span(key), message)
			continue
		}
		r.conform(value, field, join(path, key.Value))
	}
}

func (r *reader) wantScalar(node *yaml.Node, path string, kinds ...kind) {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = name(k)
	}
	if node.Kind != yaml.ScalarNode {
		r.wrongType(node, path, strings.Join(names, " or "))
		return
	}
	got := resolve(node)
	if got.code != "" {
		r.correct(node, path, got.code, kinds[0]) // reported by walk
		return
	}
	for _, k := range kinds {
		if got.kind == k {
			return
		}
	}
	message := "`" + path + "` must be " + strings.Join(names, " or ") + ", and `" + excerpt(node.Value) + "` is " + name(got.kind)
	if kinds[0] == kindString {
		message += "; put it in quotes"
	}
	r.problem(codeType, path, r.span(node), message)
	r.correct(node, path, codeType, kinds[0])
}

// correct adds what to write instead to the problem of a scalar, where the field's type leaves one way.
func (r *reader) correct(node *yaml.Node, path, code string, want kind) {
	replacement := ""
	switch {
	case node.Style != 0 || node.Anchor != "":
		return
	case want == kindString && plainText.MatchString(node.Value):
		replacement = `"` + node.Value + `"`
	case want == kindBool:
		replacement = truths[strings.ToLower(node.Value)]
	}
	span := r.span(node)
	for i := range r.out.Problems {
		p := &r.out.Problems[i]
		if p.Path == path && p.Code == code && p.Span == span && replacement != "" {
			p.Written, p.Replacement = node.Value, replacement
		}
	}
}

// plainText stands in double quotes as it is, and is one line.
var plainText = regexp.MustCompile(`^[A-Za-z0-9_.:+-]+$`)

// truths are the booleans of YAML 1.1 that are written as words, with those of JSON.
var truths = map[string]string{"yes": "true", "on": "true", "no": "false", "off": "false", "true": "true", "false": "false"}

func (r *reader) wrongType(node *yaml.Node, path, want string) {
	if path == "" {
		path = "the document"
	}
	r.problem(codeType, path, r.span(node), "`"+path+"` must be "+want)
}

var fieldCache sync.Map // reflect.Type → map[string]reflect.Type

// fieldsOf are the fields of an API type by their name in JSON, those of embedded types included.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	if cached, ok := fieldCache.Load(t); ok {
		return cached.(map[string]reflect.Type)
	}
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case name == "" && (field.Anonymous || strings.Contains(options, "inline")):
			inner := field.Type
			for inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			for key, value := range fieldsOf(inner) {
				fields[key] = value
			}
		case name != "":
			fields[name] = field.Type
		}
	}
	cached, _ := fieldCache.LoadOrStore(t, fields)
	return cached.(map[string]reflect.Type)
}

// nearest is the field that differs from a key only in case or underscores.
func nearest(fields map[string]reflect.Type, key string) string {
	fold := func(s string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)) }
	found := []string{}
	for name := range fields {
		if fold(name) == fold(key) {
			found = append(found, name)
		}
	}
	sort.Strings(found)
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

// plain is the document as JSON values. It is called only on documents without aliases.
func plain(node *yaml.Node) any {
	switch node.Kind {
	case yaml.MappingNode:
		out := make(map[string]any, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			out[node.Content[i].Value] = plain(node.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(node.Content))
		for i, item := range node.Content {
			out[i] = plain(item)
		}
		return out
	case yaml.ScalarNode:
		return resolve(node).value
	}
	return nil
}

// secondReader reads the document again with Kubernetes' own YAML library, which stands on another parser (YAML 1.1),
// and refuses it when the two do not say the same.
func (r *reader) secondReader(data []byte, root *yaml.Node) {
	other, err := sigsyaml.YAMLToJSONStrict(data)
	if err != nil {
		r.problem(codeSyntax, "", r.span(root), fmt.Sprintf("Kubernetes' YAML reader refuses the document: %v", err))
		return
	}
	ours, err := json.Marshal(plain(root))
	if err != nil {
		r.problem(codeType, "", r.span(root), fmt.Sprintf("the document cannot be written as JSON: %v", err))
		return
	}
	var a, b any
	if json.Unmarshal(ours, &a) != nil || json.Unmarshal(other, &b) != nil || !reflect.DeepEqual(a, b) {
		r.problem(codeType, "", r.span(root), "two readers of YAML do not agree on what this document says; write it plainly, one key a line, text in quotes")
	}
}

// identity fills the named facts: what the document is, whose, and what runs in it.
func (r *reader) identity(root *yaml.Node) {
	if root.Kind != yaml.MappingNode {
		return
	}
	r.out.APIVersion = r.text("apiVersion")
	r.out.KindName = r.text("kind")
	r.out.Namespace = r.out.Fields["metadata.namespace"]
	r.expect(root, "apiVersion", r.out.APIVersion, "v1")
	r.expect(root, "kind", r.out.KindName, "Pod")
	for _, spec := range values(root, "spec") {
		for _, list := range []string{"initContainers", "containers", "ephemeralContainers"} {
			for _, items := range values(spec, list) {
				r.containers(items, list)
			}
		}
		for _, items := range values(spec, "volumes") {
			r.volumes(items)
		}
	}
}

// expect reports another apiVersion or kind: Airflow never checks them and reads whatever it finds as a Pod.
func (r *reader) expect(root *yaml.Node, field, got, want string) {
	if got == want {
		return
	}
	span := r.span(root)
	if f, ok := r.out.Fields[field]; ok {
		span = f.Span
	}
	if got == "" {
		r.problem(codeType, field, span, "`"+field+": "+want+"` is missing; Airflow does not look at it, other readers refuse the file")
		return
	}
	r.problem(codeType, field, span, "`"+field+"` is `"+excerpt(got)+"`, not "+want+"; Airflow does not look at it and reads the document as a Pod all the same")
}

func (r *reader) text(path string) string {
	text, _ := r.out.Fields[path].Value.(string)
	return text
}

// values are the values of a key: more than one when the key stands there twice.
func values(node *yaml.Node, key string) []*yaml.Node {
	var out []*yaml.Node
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Kind == yaml.ScalarNode && node.Content[i].Value == key {
			out = append(out, node.Content[i+1])
		}
	}
	return out
}

func (r *reader) containers(list *yaml.Node, name string) {
	if list.Kind != yaml.SequenceNode {
		return
	}
	for i, item := range list.Content {
		path := index("spec."+name, i)
		r.out.Containers = append(r.out.Containers, facts.Container{
			List: name, Index: i, Path: path, Span: r.span(item),
			Name: r.text(path + ".name"), Image: r.text(path + ".image"),
		})
	}
}

func (r *reader) volumes(list *yaml.Node) {
	if list.Kind != yaml.SequenceNode {
		return
	}
	for i, item := range list.Content {
		path := index("spec.volumes", i)
		volume := facts.Volume{Name: r.text(path + ".name"), Types: []string{}, Path: path, Span: r.span(item)}
		if item.Kind == yaml.MappingNode {
			for k := 0; k+1 < len(item.Content); k += 2 {
				if key := item.Content[k].Value; key != "name" {
					volume.Types = append(volume.Types, key)
				}
			}
		}
		sort.Strings(volume.Types)
		r.out.Volumes = append(r.out.Volumes, volume)
	}
}
