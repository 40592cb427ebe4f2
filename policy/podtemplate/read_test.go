package podtemplate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/podtemplate"
)

const ordinary = `apiVersion: v1
kind: Pod
metadata:
  namespace: orders
  labels:
    app.kubernetes.io/name: load
    team: orders
spec:
  restartPolicy: Never
  imagePullSecrets:
    - name: registry
  initContainers:
    - name: wait
      image: registry.example.com/orders/wait:1.2.3
  containers:
    - name: base
      image: registry.example.com/orders/orders-api:4f2a9c1
      command: ["python", "-m", "jobs.load"]
      args:
        - --date
        - "2024-01-01"
      env:
        - {name: MODE, value: "on"}
      resources:
        requests: {cpu: 0.5, memory: 512Mi}
        limits: {cpu: 1, memory: 1Gi}
      volumeMounts:
        - {name: scratch, mountPath: /tmp}
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
  volumes:
    - name: scratch
      emptyDir: {}
    - name: settings
      configMap: {name: settings}
`

func codes(t *facts.PodTemplate) []string {
	out := []string{}
	for _, p := range t.Problems {
		if !slices.Contains(out, p.Code) {
			out = append(out, p.Code)
		}
	}
	slices.Sort(out)
	return out
}

func TestReadsAnOrdinaryTemplate(t *testing.T) {
	got := podtemplate.Read([]byte(ordinary), podtemplate.DefaultLimits())
	if !got.OK || len(got.Problems) != 0 {
		t.Fatalf("not OK: %+v", got.Problems)
	}
	if got.Documents != 1 || got.APIVersion != "v1" || got.KindName != "Pod" {
		t.Errorf("identity: %d documents, %q, %q", got.Documents, got.APIVersion, got.KindName)
	}
	wantNamespace := facts.Field{Value: "orders", Set: true, Span: facts.Span{
		Start: facts.Position{Line: 4, Column: 14}, End: facts.Position{Line: 4, Column: 20}}}
	if diff := cmp.Diff(wantNamespace, got.Namespace); diff != "" {
		t.Errorf("namespace (-want +got):\n%s", diff)
	}
	fields := map[string]any{
		`metadata.labels["app.kubernetes.io/name"]`:       "load",
		`metadata.labels.team`:                            "orders",
		`spec.containers[0].command[2]`:                   "jobs.load",
		`spec.containers[0].args[1]`:                      "2024-01-01",
		`spec.containers[0].env[0].value`:                 "on",
		`spec.containers[0].resources.requests.cpu`:       0.5,
		`spec.containers[0].resources.limits.cpu`:         int64(1),
		`spec.containers[0].securityContext.runAsNonRoot`: true,
		`spec.containers[0].securityContext.runAsUser`:    int64(1000),
	}
	for path, want := range fields {
		if diff := cmp.Diff(want, got.Fields[path].Value); diff != "" {
			t.Errorf("field %s (-want +got):\n%s", path, diff)
		}
	}
	var containers, volumes []string
	for _, c := range got.Containers {
		containers = append(containers, c.Path+" "+c.Name+" "+c.Image)
	}
	for _, v := range got.Volumes {
		volumes = append(volumes, v.Path+" "+v.Name+" "+strings.Join(v.Types, ","))
	}
	if diff := cmp.Diff([]string{
		"spec.initContainers[0] wait registry.example.com/orders/wait:1.2.3",
		"spec.containers[0] base registry.example.com/orders/orders-api:4f2a9c1",
	}, containers); diff != "" {
		t.Errorf("containers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"spec.volumes[0] scratch emptyDir", "spec.volumes[1] settings configMap"}, volumes); diff != "" {
		t.Errorf("volumes (-want +got):\n%s", diff)
	}
}

// pod puts lines under a whole Pod, so that a case shows only what it is about.
func pod(spec string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: orders\nspec:\n  containers:\n    - name: base\n      image: r.example.com/x:1\n" + spec
}

func meta(lines string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata:\n" + lines + "spec:\n  containers: [{name: base, image: \"r.example.com/x:1\"}]\n"
}

func TestRefusesWhatReadersDisagreeOn(t *testing.T) {
	cases := map[string]struct {
		text string
		want []string // codes, sorted
	}{
		"whole template":                    {pod(""), nil},
		"leading document mark":             {"---\n" + pod(""), nil},
		"comment and blank lines":           {"# owner: orders\n\n" + pod(""), nil},
		"creation timestamp of kubectl":     {meta("  creationTimestamp: null\n  namespace: orders\n"), nil},
		"port number or name":               {pod("      livenessProbe: {httpGet: {port: 80}}\n      readinessProbe: {httpGet: {port: http}}\n"), nil},
		"block text in args":                {pod("      args:\n        - |\n          set -e\n          echo ${HOME} <in >out\n"), nil},
		"empty file":                        {"", []string{"empty"}},
		"comment only":                      {"# nothing\n", []string{"empty"}},
		"null document":                     {"~\n", []string{"empty"}},
		"document is a list":                {"- a\n", []string{"type"}},
		"document is text":                  {"hello\n", []string{"type"}},
		"syntax error":                      {"a: [1\n", []string{"syntax"}},
		"two documents":                     {pod("") + "---\n" + pod(""), []string{"documents"}},
		"empty second document":             {pod("") + "---\n", []string{"documents"}},
		"error behind the second document":  {pod("") + "---\na: [\n", []string{"syntax"}},
		"text after the document end":       {pod("") + "...\na: 1\n", []string{"syntax"}},
		"yaml directive":                    {"%YAML 1.2\n---\n" + pod(""), []string{"syntax"}},
		"tag directive":                     {"%TAG ! tag:yaml.org,2002:\n---\n" + pod(""), []string{"syntax"}},
		"duplicate key":                     {meta("  namespace: orders\n  namespace: payments\n"), []string{"duplicate-key"}},
		"duplicate key in quotes":           {meta("  namespace: orders\n  \"namespace\": payments\n"), []string{"duplicate-key"}},
		"duplicate key through an escape":   {meta("  namespace: orders\n  \"\\x6eamespace\": payments\n"), []string{"duplicate-key"}},
		"duplicate top key":                 {pod("") + "metadata: {namespace: payments}\n", []string{"duplicate-key"}},
		"duplicate explicit key":            {meta("  namespace: orders\n  ? namespace\n  : payments\n"), []string{"duplicate-key"}},
		"anchor":                            {meta("  namespace: &ns orders\n"), []string{"anchor"}},
		"anchor on a key":                   {meta("  &ns namespace: orders\n"), []string{"anchor"}},
		"alias":                             {meta("  name: &ns orders\n  namespace: *ns\n"), []string{"alias", "anchor"}},
		"merge key":                         {meta("  <<: {namespace: payments}\n"), []string{"merge-key"}},
		"merge key of an alias":             {meta("  labels: &l {a: b}\n  annotations: {<<: *l}\n"), []string{"alias", "anchor", "merge-key"}},
		"python tag":                        {meta("  namespace: !!python/object/apply:os.system [id]\n"), []string{"tag", "type"}},
		"standard tag":                      {meta("  namespace: !!str orders\n"), []string{"tag"}},
		"tag that makes text of a boolean":  {meta("  labels: {a: !!str true}\n"), []string{"boolean", "tag"}},
		"local tag":                         {meta("  namespace: !Ref orders\n"), []string{"tag"}},
		"lone exclamation mark":             {meta("  namespace: ! orders\n"), []string{"tag"}},
		"tag on a mapping":                  {"!!map\n" + pod(""), []string{"tag"}},
		"tag on a key":                      {meta("  !!str namespace: orders\n"), []string{"tag"}},
		"yaml 1.1 boolean":                  {meta("  labels: {a: on}\n"), []string{"boolean"}},
		"yaml 1.1 boolean as a key":         {meta("  labels: {on: a}\n"), []string{"boolean"}},
		"yaml 1.1 boolean for a boolean":    {pod("  hostNetwork: yes\n"), []string{"boolean"}},
		"one-letter boolean":                {meta("  labels: {a: y}\n"), []string{"boolean"}},
		"boolean where text is wanted":      {meta("  namespace: true\n"), []string{"type"}},
		"octal number":                      {pod("      ports: [{containerPort: 0777}]\n"), []string{"type"}},
		"yaml 1.2 octal":                    {pod("      ports: [{containerPort: 0o777}]\n"), []string{"type"}},
		"hexadecimal number":                {pod("      ports: [{containerPort: 0x1F}]\n"), []string{"type"}},
		"number with underscores":           {pod("      ports: [{containerPort: 8_080}]\n"), []string{"type"}},
		"sexagesimal number":                {meta("  labels: {a: 1:30}\n"), []string{"type"}},
		"exponent without sign":             {meta("  labels: {a: 1e3}\n"), []string{"type"}},
		"not a number":                      {meta("  labels: {a: .nan}\n"), []string{"type"}},
		"date":                              {meta("  labels: {a: 2024-01-01}\n"), []string{"type"}},
		"numeric namespace":                 {meta("  namespace: 123\n"), []string{"type"}},
		"number as text in env":             {pod("      env: [{name: A, value: 1}]\n"), []string{"type"}},
		"equals sign":                       {meta("  labels: {a: =}\n"), []string{"type"}},
		"null namespace":                    {meta("  namespace: null\n"), []string{"type"}},
		"namespace without a value":         {meta("  namespace:\n"), []string{"type"}},
		"null labels":                       {meta("  labels: ~\n"), []string{"type"}},
		"key of another case":               {meta("  Namespace: payments\n"), []string{"unknown-field"}},
		"two keys that differ by case":      {meta("  namespace: orders\n  NAMESPACE: payments\n"), []string{"unknown-field"}},
		"python spelling of a key":          {pod("  service_account_name: admin\n"), []string{"unknown-field"}},
		"look-alike key":                    {meta("  n\u0430mespace: payments\n"), []string{"unknown-field"}},
		"unknown top key":                   {pod("") + "template: {}\n", []string{"unknown-field"}},
		"deployment":                        {"apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: []}}}\n", []string{"type", "unknown-field"}},
		"list of pods":                      {"apiVersion: v1\nkind: PodList\nitems: []\n", []string{"type", "unknown-field"}},
		"kind missing":                      {"apiVersion: v1\nmetadata: {namespace: orders}\n", []string{"type"}},
		"api version missing":               {"kind: Pod\nmetadata: {namespace: orders}\n", []string{"type"}},
		"number as a key":                   {meta("  labels: {1: a}\n"), []string{"type"}},
		"null as a key":                     {meta("  labels: {~: a}\n"), []string{"type"}},
		"list as a key":                     {meta("  ? [a]\n  : b\n"), []string{"type"}},
		"mapping where a list is wanted":    {"apiVersion: v1\nkind: Pod\nspec: {containers: {name: base}}\n", []string{"type"}},
		"text where a mapping is wanted":    {"apiVersion: v1\nkind: Pod\nmetadata: orders\n", []string{"type"}},
		"wrong quantity":                    {pod("      resources: {limits: {cpu: lots}}\n"), []string{"type"}},
		"number out of range":               {pod("      ports: [{containerPort: 99999999999}]\n"), []string{"type"}},
		"byte order mark":                   {"\ufeff" + pod(""), []string{"encoding"}},
		"utf-16 little endian":              {"\xff\xfea\x00:\x00 \x001\x00", []string{"encoding"}},
		"utf-16 big endian":                 {"\xfe\xff\x00a\x00:\x00 \x001", []string{"encoding"}},
		"utf-16 without a mark":             {"a\x00:\x00 \x001\x00", []string{"encoding"}},
		"not utf-8":                         {meta("  namespace: \"\xff\"\n"), []string{"encoding"}},
		"next line character":               {meta("  namespace: orders\u0085  labels: {}\n"), []string{"encoding"}},
		"line separator":                    {meta("  namespace: orders # \u2028  namespace: payments\n"), []string{"duplicate-key", "encoding"}},
		"carriage returns":                  {strings.ReplaceAll(pod(""), "\n", "\r\n"), []string{"encoding"}},
		"lone carriage return in a comment": {meta("  # a\r  namespace: payments\n"), []string{"encoding"}},
		"text direction":                    {meta("  namespace: \"or\u202eders\"\n"), []string{"encoding"}},
		"zero-width character":              {meta("  namespace: orders\u200b\n"), []string{"encoding"}},
		"no-break space":                    {meta("  namespace: orders\u00a0\n"), []string{"encoding"}},
		"escaped control character":         {meta("  namespace: \"orders\\0\"\n"), []string{"encoding"}},
		"escaped text direction":            {meta("  namespace: \"or\\u202eders\"\n"), []string{"encoding"}},
		"tab between key and value":         {meta("  namespace:\torders\n"), []string{"encoding"}},
		"placeholder of helm":               {pod("  nodeName: \"{{ .Values.node }}\"\n"), []string{"placeholder"}},
		"placeholder in quotes as image":    {strings.Replace(pod(""), "x:1", "x:${TAG}", 1), []string{"placeholder"}},
		"placeholder in angle brackets":     {strings.Replace(pod(""), "x:1", "x:<IMAGE_TAG>", 1), []string{"placeholder"}},
		"placeholder without quotes":        {strings.Replace(pod(""), "r.example.com/x:1", "{{ image }}", 1), []string{"type"}},
		"template engine in a command":      {pod("      args: [\"{{ ds }}\"]\n"), []string{"placeholder"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := podtemplate.Read([]byte(c.text), podtemplate.DefaultLimits())
			have := codes(got)
			// A misplaced byte is reported even where the text then fails to parse; the case names what must be there.
			for _, want := range c.want {
				if !slices.Contains(have, want) {
					t.Errorf("problem %q is missing; got %v", want, got.Problems)
				}
			}
			for _, code := range have {
				if !slices.Contains(c.want, code) && !(code == "syntax" && slices.Contains(c.want, "encoding")) {
					t.Errorf("problem %q was not expected: %v", code, got.Problems)
				}
			}
			if wantOK := len(c.want) == 0 || slices.Equal(c.want, []string{"placeholder"}); got.OK != wantOK {
				t.Errorf("OK is %v, want %v", got.OK, wantOK)
			}
		})
	}
}

func TestPlacesAreThoseOfTheText(t *testing.T) {
	text := meta("  # été\n  name: \"été\"\n  namespace: 'pay''ments'   # note\n  labels: {a: b, \"c d\": e}\n  Namespace: x\n")
	got := podtemplate.Read([]byte(text), podtemplate.DefaultLimits())
	span := func(l, a, b int) facts.Span {
		return facts.Span{Start: facts.Position{Line: l, Column: a}, End: facts.Position{Line: l, Column: b}}
	}
	for path, want := range map[string]facts.Field{
		"metadata.name":          {Value: "été", Set: true, Span: span(5, 9, 14)},
		"metadata.namespace":     {Value: "pay'ments", Set: true, Span: span(6, 14, 26)},
		"metadata.labels.a":      {Value: "b", Set: true, Span: span(7, 15, 16)},
		`metadata.labels["c d"]`: {Value: "e", Set: true, Span: span(7, 25, 26)},
	} {
		if diff := cmp.Diff(want, got.Fields[path]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if len(got.Problems) != 1 || got.Problems[0].Span != span(8, 3, 12) || got.Problems[0].Path != "metadata.Namespace" {
		t.Errorf("problems: %+v", got.Problems)
	}
}

func TestNoKeyImitatesAPath(t *testing.T) {
	got := podtemplate.Read([]byte(meta("  labels: {\"x.y\": a, \"namespace\": b}\n")+"\"metadata.namespace\": orders\n"), podtemplate.DefaultLimits())
	if got.Namespace.Set {
		t.Errorf("namespace is %v", got.Namespace)
	}
	if got.OK {
		t.Error("OK in spite of an unknown top key")
	}
}

func TestBudgets(t *testing.T) {
	cases := map[string]struct {
		text string
		want string
	}{
		"size":                     {pod("") + strings.Repeat("#", 256<<10), "size"},
		"depth of flow":            {"a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "depth"},
		"depth of blocks":          {blocks(200), "depth"},
		"number of values":         {"a: [" + strings.Repeat("1,", 30_000) + "]", "size"},
		"alias bomb":               {bomb(), "alias"},
		"unclosed brackets":        {strings.Repeat("[", 200_000), "syntax"},
		"unclosed mappings":        {strings.Repeat("{", 200_000), "syntax"},
		"question marks":           {strings.Repeat("? ", 100_000), "syntax"},
		"list marks":               {strings.Repeat("- ", 100_000), "syntax"},
		"documents":                {strings.Repeat("--- a\n", 40_000), "documents"},
		"colons":                   {strings.Repeat("a: ", 80_000), "syntax"},
		"many keys":                {keys(20_000), "size"},
		"long line of quotes":      {"a: \"" + strings.Repeat("\\x41", 60_000), "syntax"},
		"comments":                 {strings.Repeat("# a\n", 60_000), "empty"},
		"comments between entries": {strings.Repeat("- a # b\n# c\n\n", 3_900), "type"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			got := podtemplate.Read([]byte(c.text), podtemplate.DefaultLimits())
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Logf("%v", took)
			}
			if got.OK || !slices.Contains(codes(got), c.want) {
				t.Errorf("OK %v, codes %v, want %q", got.OK, codes(got), c.want)
			}
			if len(got.Problems) > 100 {
				t.Errorf("%d problems", len(got.Problems))
			}
		})
	}
}

func blocks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	return b.String()
}

func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := 1; i < 40; i++ {
		a, p := fmt.Sprintf("a%d", i), fmt.Sprintf("a%d", i-1)
		b.WriteString(a + ": &" + a + " [*" + p + ", *" + p + "]\n")
	}
	return b.String()
}
