package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

var update = flag.Bool("update", false, "write the golden files anew")

func at(line, from, endLine, to int) facts.Span {
	return facts.Span{Start: facts.Position{Line: line, Column: from}, End: facts.Position{Line: endLine, Column: to}}
}

// sample has every shape of a finding that the formats treat differently.
func sample() *Report {
	suggestion := `namespace="orders",`
	sources := map[string]string{
		"dags/orders.py": "NS = \"payments\"\n" +
			"\n" +
			"\tpod(namespace=NS, name=\"全角\", image=NS)\n" +
			"x = \"" + strings.Repeat("a", 200) + "\" + evil + \"" + strings.Repeat("b", 200) + "\"\n" +
			"call(\n    1,\n)\n" +
			"hidden = \"\u202e\x1b[2J\" + \"\xff\"\r\n",
		"dags/a file, with: 100%.py": "import os\n",
	}
	return &Report{
		Decision: &decision.Decision{
			Verdict:      decision.Deny,
			PolicyDigest: "9f2e",
			Files: []decision.FileResult{
				{Path: "dags/a file, with: 100%.py", Verdict: decision.Allow, Declarative: true, Digest: "d1"},
				{Path: "dags/orders.py", Verdict: decision.Deny, Digest: "d2"},
			},
			Findings: []decision.Finding{
				{Rule: "FILE003", Name: "unread", Severity: decision.SeverityReview, Span: at(1, 1, 1, 1), Message: "a folder cannot be listed", Fix: "ask", Identity: "i0"},
				{Rule: "CODE001", Name: "unknown-code", Severity: decision.SeverityReview, Path: "dags/a file, with: 100%.py",
					Span: at(1, 1, 1, 10), Message: "first line\nsecond, 100%", Fix: "one\ntwo", Identity: "i1", Docs: "https://example.com/CODE001.md"},
				{Rule: "TEN001", Name: "foreign-namespace", Severity: decision.SeverityDeny, Path: "dags/orders.py",
					Span: at(3, 6, 3, 18), Message: "the pod runs in `payments`", Fix: "name your own namespace",
					Why:        []facts.Because{{What: "namespace=", Span: at(3, 6, 3, 18)}, {What: "NS", Span: at(1, 1, 1, 16)}},
					Suggestion: &suggestion, Identity: "i2", Docs: "https://example.com/TEN001.md"},
				{Rule: "TEN001", Name: "foreign-namespace", Severity: decision.SeverityDeny, Path: "dags/orders.py",
					Span: at(3, 31, 3, 39), Message: "after wide characters", Identity: "i3"},
				{Rule: "CODE001", Name: "unknown-code", Severity: decision.SeverityReview, Path: "dags/orders.py",
					Span: at(4, 210, 4, 214), Message: "far right in a long line", Identity: "i4"},
				{Rule: "CODE001", Name: "unknown-code", Severity: decision.SeverityWarn, Path: "dags/orders.py",
					Span: at(5, 1, 7, 2), Message: "over three lines", Identity: "i5"},
				{Rule: "ENGINE", Name: "policy-did-not-answer", Severity: decision.SeverityReview, Path: "dags/orders.py",
					Span: at(8, 11, 8, 16), Message: "hidden \u202e \x1b]0;owned\x07 ::error::x\n::stop-commands::y", Identity: "i6"},
				{Rule: "CODE001", Name: "unknown-code", Severity: decision.SeverityReview, Path: "dags/gone.py",
					Span: at(99, 1, 99, 1), Message: "a file whose source is not there", Identity: "i7"},
			},
			Pods: []decision.PodSummary{{DAG: "orders_daily", Task: "load", Namespace: "payments", Template: "templates/orders/orders-api/load.yaml", Path: "dags/orders.py", Line: 3}},
		},
		Namespaces: []string{"orders"},
		Outlook:    "on main (production): red until it is fixed",
		Source: func(path string) []byte {
			if source, ok := sources[path]; ok {
				return []byte(source)
			}
			return nil
		},
		Rules: []engine.Rule{
			{ID: "CODE001", Name: "unknown-code", Family: "code", Title: "Unknown code", Description: "Code that was not understood.", Avoid: "eval(x)", Prefer: "x", Language: "python",
				Rationale: "Unknown is never harmless.", Severities: []decision.Severity{decision.SeverityReview, decision.SeverityWarn}, Docs: "https://example.com/CODE001.md"},
			{ID: "TEN001", Name: "foreign-namespace", Family: "tenancy", Title: "Foreign namespace", Description: "A pod in another namespace.", Avoid: "a", Prefer: "b", Language: "python",
				Rationale: "Tenants are apart.", Severities: []decision.Severity{decision.SeverityDeny}, Docs: "https://example.com/TEN001.md"},
		},
		Version: "1.2.3",
	}
}

func written(t *testing.T, format string, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Formats[format](&b, r); err != nil {
		t.Fatal(err)
	}
	if format == "sarif" {
		// It is written for machines; the golden file is read by people.
		var indented bytes.Buffer
		if err := json.Indent(&indented, b.Bytes(), "", "  "); err != nil {
			t.Fatal(err)
		}
		return indented.String()
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	for _, format := range Names() {
		t.Run(format, func(t *testing.T) {
			golden(t, "sample."+format+".golden", written(t, format, sample()))
		})
	}
	t.Run("text in colour", func(t *testing.T) {
		r := sample()
		r.Color = true
		golden(t, "sample.color.golden", written(t, "text", r))
	})
	t.Run("nothing found", func(t *testing.T) {
		r := &Report{Decision: &decision.Decision{Verdict: decision.Allow, Files: []decision.FileResult{{Path: "a.py", Verdict: decision.Allow}}}, TemplatesChecked: true}
		want := "allow: 1 file, 0 findings, 0 pods\n"
		if got := written(t, "text", r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

func validate(t *testing.T, schemaFile, document string) error {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(instance)
}

// The bare report has no finding, no rule, no pod: lists must still be lists.
func bare() *Report {
	return &Report{Decision: &decision.Decision{Verdict: decision.Review}}
}

func TestSARIFIsValid(t *testing.T) {
	const schema = "testdata/sarif-schema-2.1.0.json"
	for name, r := range map[string]*Report{"sample": sample(), "bare": bare()} {
		if err := validate(t, schema, written(t, "sarif", r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := strings.Replace(written(t, "sarif", sample()), `"level": "error"`, `"level": "fatal"`, 1)
	if validate(t, schema, broken) == nil {
		t.Error("the schema accepts a level that SARIF does not have: it checks nothing")
	}
}

func TestJSONIsValid(t *testing.T) {
	const schema = "../../../../docs/check.schema.json"
	for name, r := range map[string]*Report{"sample": sample(), "bare": bare()} {
		if err := validate(t, schema, written(t, "json", r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := strings.Replace(written(t, "json", sample()), `"verdict": "deny"`, `"verdict": "maybe"`, 1)
	if validate(t, schema, broken) == nil {
		t.Error("the schema accepts a verdict that does not exist: it checks nothing")
	}
}

// TestSchemaNamesEveryField: a field of the output that the schema does not describe is a field that
// nobody was promised.
func TestSchemaNamesEveryField(t *testing.T) {
	data, err := os.ReadFile("../../../../docs/check.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Items struct {
				Properties map[string]json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	var output map[string]any
	if err := json.Unmarshal([]byte(written(t, "json", sample())), &output); err != nil {
		t.Fatal(err)
	}
	for field, value := range output {
		described, ok := schema.Properties[field]
		if !ok {
			t.Errorf("%s is not in the schema", field)
		}
		rows, _ := value.([]any)
		for _, row := range rows {
			for column := range row.(map[string]any) {
				if _, ok := described.Items.Properties[column]; !ok {
					t.Errorf("%s[].%s is not in the schema", field, column)
				}
			}
		}
	}
}

// TestJudgedTextIsInert: what a DAG's author writes can neither act on a terminal nor on a workflow.
func TestJudgedTextIsInert(t *testing.T) {
	text := written(t, "text", sample())
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && (r < ' ' || r == '\u202e') }); i >= 0 {
		t.Errorf("text has the control character %q", text[i:i+4])
	}
	for line := range strings.Lines(written(t, "github", sample())) {
		if strings.ContainsAny(line, "\u202e\x1b\r") {
			t.Errorf("a control character got through: %q", line)
		}
		if strings.HasPrefix(line, "::") && !strings.HasPrefix(line, "::error ") && !strings.HasPrefix(line, "::warning ") && !strings.HasPrefix(line, "::notice ") {
			t.Errorf("a workflow command got through: %q", line)
		}
	}
}

func TestMergeTakesTheWorstVerdict(t *testing.T) {
	of := func(verdicts ...decision.Verdict) decision.Verdict {
		var all []*decision.Decision
		for _, v := range verdicts {
			all = append(all, &decision.Decision{Verdict: v})
		}
		return Merge(all).Verdict
	}
	for name, got := range map[string][2]decision.Verdict{
		"nothing judged is a review":  {of(), decision.Review},
		"allow and allow":             {of(decision.Allow, decision.Allow), decision.Allow},
		"review after allow":          {of(decision.Allow, decision.Review), decision.Review},
		"allow after deny":            {of(decision.Deny, decision.Allow), decision.Deny},
		"an unknown word after allow": {of(decision.Allow, "fine"), decision.Review},
		"an unknown word alone":       {of("fine"), decision.Review},
		"an unknown word after deny":  {of(decision.Deny, "fine"), decision.Deny},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", name, got[0], got[1])
		}
	}
}
