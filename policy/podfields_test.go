package policy_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// Every field that Kubernetes' own type Pod has is in rego/data/template_fields.yaml: with the rule that judges it, with the reason why
// every value of it is harmless, or with the reason why nobody may set it unseen. These tests hold the file to the type, and the rules
// to the file.

// kubernetesScalars are the API's types that are written as one value, with a value of each.
var kubernetesScalars = map[string]any{
	"resource.Quantity": "1", "intstr.IntOrString": 80, "v1.Time": "2024-01-01T00:00:00Z", "v1.MicroTime": "2024-01-01T00:00:00Z", "v1.FieldsV1": map[string]any{"f:x": "y"},
}

// podFields lists every place of a Pod at which a value can stand, `spec.containers[].env[].name`, with a value that fits: `*` is any
// key of a mapping.
func podFields(t *testing.T) map[string]any {
	fields := map[string]any{}
	var walk func(of reflect.Type, path string, depth int)
	walk = func(of reflect.Type, path string, depth int) {
		for of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if value, ok := kubernetesScalars[of.String()]; ok {
			fields[path] = value
			return
		}
		if depth > 24 {
			t.Fatalf("%s: a type that holds itself", path)
		}
		switch of.Kind() {
		case reflect.Struct:
			if of.NumField() == 0 {
				t.Fatalf("%s: %s has no fields", path, of)
			}
			for i := range of.NumField() {
				name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
				switch {
				case name == "-":
				case name == "":
					walk(of.Field(i).Type, path, depth+1)
				default:
					walk(of.Field(i).Type, strings.TrimPrefix(path+"."+name, "."), depth+1)
				}
			}
		case reflect.Map:
			walk(of.Elem(), path+".*", depth+1)
		case reflect.Slice:
			walk(of.Elem(), path+"[]", depth+1)
		case reflect.String:
			fields[path] = "x"
		case reflect.Bool:
			fields[path] = true
		case reflect.Int32, reflect.Int64:
			fields[path] = 1
		default:
			t.Fatalf("%s: %s is a kind of type that is not known here", path, of)
		}
	}
	walk(reflect.TypeFor[corev1.Pod](), "", 0)
	return fields
}

const honestPod = `apiVersion: v1
kind: Pod
metadata: {name: load, namespace: orders, labels: {app: orders-api}}
spec:
  activeDeadlineSeconds: 3600
  automountServiceAccountToken: false
  restartPolicy: Never
  serviceAccountName: orders-api
  containers:
    - name: base
      image: registry.example.com/orders/orders-api:1.2.3
      resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {cpu: "1", memory: 1Gi}}
`

// withField is the honest template with one more value.
func withField(t *testing.T, path string, value any) string {
	t.Helper()
	var pod map[string]any
	if err := yaml.Unmarshal([]byte(honestPod), &pod); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(put(pod, strings.Split(strings.ReplaceAll(path, "[]", ".[]"), "."), value))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func put(into any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	if path[0] == "[]" {
		list, _ := into.([]any)
		if len(list) == 0 {
			list = []any{nil}
		}
		list[0] = put(list[0], path[1:], value)
		return list
	}
	mapping, _ := into.(map[string]any)
	if mapping == nil {
		mapping = map[string]any{}
	}
	key := path[0]
	if whole, ok := value.(map[string]any); ok && key == "*" {
		maps.Copy(mapping, whole)
		return mapping
	}
	if key == "*" {
		key = "example"
	}
	mapping[key] = put(mapping[key], path[1:], value)
	return mapping
}

func (j *judge) template(t *testing.T, text string) *decision.Decision {
	t.Helper()
	snapshot := &policy.Snapshot{Tenant: j.tenant, Templates: j.templates}
	snapshot.Tenant.Application = j.tenant.Applications[0]
	snapshot.Files = []policy.SnapshotFile{{
		Path: "templates/load.yaml", Mode: "100644", Size: int64(len(text)), SHA: hash([]byte(text)), Status: facts.Added, Content: []byte(text),
	}}
	d, err := j.checker.Check(context.Background(), snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const fieldsFile = "../rego/data/template_fields.yaml"

// fieldClasses is rego/data/template_fields.yaml, with the values that hold it to the rules.
type fieldClasses struct {
	Reasons map[string]string `json:"reasons"`
	Fields  map[string]string `json:"fields"`
	Below   map[string]string `json:"below"`
	Refused map[string]string `json:"refused"`

	Defaults map[string][]any `json:"defaults"` // of refused fields
	Nothing  []string         `json:"nothing"`

	values map[string]fieldValues
}

type fieldValues struct {
	Bad   any   `json:"bad"`   // a list, or `any`
	Warns any   `json:"warns"` // likewise
	Fine  []any `json:"fine"`
}

func readFieldClasses(t *testing.T) *fieldClasses {
	t.Helper()
	classes := &fieldClasses{}
	for file, into := range map[string]any{fieldsFile: classes, filepath.Join(testdata, "fields", "values.yaml"): &classes.values} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalStrict(data, into); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return classes
}

// listed is a path as template_fields.yaml writes it.
func listed(path string) string {
	path = strings.ReplaceAll(path, "[]", "")
	for _, list := range []string{"spec.initContainers.", "spec.ephemeralContainers."} {
		if rest, ok := strings.CutPrefix(path, list); ok {
			path = "spec.containers." + rest
		}
	}
	return path
}

// of is how a path is judged: by an entry of `fields` or `below`, or not at all (refused).
func (c *fieldClasses) of(path string) (entry, class string, refused bool) {
	path = listed(path)
	if class, ok := c.Fields[path]; ok {
		return path, class, false
	}
	for prefix, class := range c.Below {
		if strings.HasPrefix(path, prefix) {
			return prefix, class, false
		}
	}
	for prefix, why := range c.Refused {
		if path == prefix || strings.HasPrefix(path, prefix+".") {
			return prefix, why, true
		}
	}
	return "", "", false
}

// TestEveryFieldOfAPodIsClassified fails where Kubernetes' type has a field that nobody has judged, or the list one that the type has
// not. With -update the fields that are missing are put at the end of the file, among the refused ones; each then needs a reason, or a
// better place.
func TestEveryFieldOfAPodIsClassified(t *testing.T) {
	classes := readFieldClasses(t)
	used := map[string]bool{}
	var missing []string
	for path := range podFields(t) {
		entry, class, _ := classes.of(path)
		switch {
		case entry == "" && !slices.Contains(missing, listed(path)):
			missing = append(missing, listed(path))
		case class == "":
			t.Errorf("%s: %s needs a reason", fieldsFile, entry)
		}
		used[entry] = true
	}
	slices.Sort(missing)
	for _, path := range missing {
		t.Errorf("%s does not say how %s is judged", fieldsFile, path)
	}
	if *update && len(missing) > 0 {
		file, err := os.OpenFile(fieldsFile, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for _, path := range missing {
			if _, err := file.WriteString("  " + path + ": \"\"\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, list := range []map[string]string{classes.Fields, classes.Below, classes.Refused} {
		for entry := range list {
			if !used[entry] {
				t.Errorf("%s: a Pod has no field %s", fieldsFile, entry)
			}
		}
	}
	for path := range classes.values {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(podFields(t))), func(field string) bool {
			return listed(field) == path || strings.HasSuffix(path, ".") && strings.HasPrefix(listed(field), path)
		}) {
			t.Errorf("testdata/fields/values.yaml: a Pod has no field %s", path)
		}
	}
}

// TestRefusedPartsAreNotAllowedEmpty: what an empty part means is not known of one that nobody has judged.
func TestRefusedPartsAreNotAllowedEmpty(t *testing.T) {
	j := ordersJudge(t, "attacks")
	classes := readFieldClasses(t)
	tried := map[string]bool{"status": true} // kubectl writes an empty one
	for path := range podFields(t) {
		part, _, refused := classes.of(path)
		if !refused || listed(path) == part || slices.ContainsFunc(slices.Collect(maps.Keys(classes.Fields)), func(field string) bool { return strings.HasPrefix(field, part+".") }) {
			continue
		}
		whole := path
		for listed(whole) != part {
			whole = strings.TrimSuffix(whole[:strings.LastIndexByte(whole, '.')], "[]")
		}
		if tried[whole] {
			continue
		}
		tried[whole] = true
		for _, empty := range []any{map[string]any{}, []any{}} {
			nothing := slices.Contains(classes.Nothing, part) && reflect.TypeOf(empty).Kind() == reflect.Slice
			further := listed(whole) != strings.ReplaceAll(whole, "[]", "")
			if d := j.template(t, withField(t, whole, empty)); (d.Verdict == decision.Allow) != (nothing && !further) {
				t.Errorf("%s: %v is %s, and the part is refused", whole, empty, d.Verdict)
			}
		}
	}
	if len(tried) < 20 {
		t.Errorf("only %d parts were tried", len(tried))
	}
}

var ruleID = regexp.MustCompile(`^[A-Z]{3,4}[0-9]{3}$`)

// TestFieldsOfAPodAreJudgedAsClassified judges a template for each field and value: no value of a refused field is allowed, every value
// of a harmless one is, and of the others the rule that the list names finds what is bad, and only that.
func TestFieldsOfAPodAreJudgedAsClassified(t *testing.T) {
	j := ordersJudge(t, "attacks")
	classes := readFieldClasses(t)
	counts := map[string]int{}
	fields := podFields(t)
	for _, path := range slices.Sorted(maps.Keys(fields)) {
		_, class, refused := classes.of(path)
		further := listed(path) != strings.ReplaceAll(path, "[]", "") // of another container, which is a review by itself
		verdict := func(value any, rule string, want decision.Severity) {
			t.Helper()
			text := withField(t, path, value)
			d := j.template(t, text)
			var got decision.Severity
			for _, f := range d.Findings {
				if f.Rule == rule && (got == "" || f.Severity != decision.SeverityWarn) {
					got = f.Severity
				}
			}
			allowed := d.Verdict == decision.Allow
			switch {
			case allowed == (want == decision.SeverityReview || want == decision.SeverityDeny) && !further, want == "" && !allowed && !further:
				t.Errorf("%s: %v ends in %s, with the class %q [%s]", path, value, d.Verdict, class, said(d))
			case want == decision.SeverityWarn && !further && got != decision.SeverityWarn, want == decision.SeverityReview && rule != "" && (got == "" || got == decision.SeverityWarn):
				t.Errorf("%s: %v gets %q of %s [%s]", path, value, got, rule, said(d))
			case want == "" && further && slices.ContainsFunc(d.Findings, func(f decision.Finding) bool { return f.Rule == "TPL008" }):
				t.Errorf("%s: %v is not listed [%s]", path, value, said(d))
			}
		}
		switch {
		case refused:
			counts["refused"]++
			verdict(fields[path], "", decision.SeverityReview)
			for _, value := range classes.Defaults[listed(path)] {
				verdict(value, "", "")
			}
		case ruleID.MatchString(class):
			counts["a rule"]++
			values, warned := classes.valuesOf(path)
			if warned {
				verdict(fields[path], class, decision.SeverityWarn)
				break
			}
			bad, _ := values.Bad.([]any)
			if len(bad) == 0 && values.Warns == nil {
				bad = []any{fields[path]}
			}
			for _, value := range bad {
				verdict(value, class, decision.SeverityReview)
			}
			warns, _ := values.Warns.([]any)
			for _, value := range warns {
				verdict(value, class, decision.SeverityWarn)
			}
			for _, value := range values.Fine {
				verdict(value, "", "")
			}
		default:
			counts["harmless"]++
			if classes.Reasons[class] == "" {
				t.Errorf("%s: %q is neither a rule nor one of the reasons", path, class)
			}
			for _, value := range extremes(fields[path]) {
				verdict(value, "", "")
			}
		}
	}
	t.Logf("%d fields: %v", len(fields), counts)
}

// valuesOf are the values to try, and whether any value of the part gets no more than a warning.
func (c *fieldClasses) valuesOf(path string) (fieldValues, bool) {
	if values, ok := c.values[listed(path)]; ok {
		return values, false
	}
	longest := ""
	for prefix := range c.values {
		if strings.HasSuffix(prefix, ".") && strings.HasPrefix(listed(path), prefix) && len(prefix) > len(longest) {
			longest = prefix
		}
	}
	return c.values[longest], c.values[longest].Warns == "any"
}

// extremes are values of the same type that are as far from the ordinary as Kubernetes may read them.
func extremes(value any) []any {
	switch value {
	case "x":
		return []any{"x", "payments", "../../etc", "*", "http://169.254.169.254/"}
	case true:
		return []any{true, false}
	case 1:
		return []any{1, 0, -1, 1<<31 - 1}
	case "1":
		return []any{"1", "0", "-1", "1e3", "1Ki"}
	}
	return []any{value}
}
