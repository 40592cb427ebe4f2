package report

import (
	"io"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// The JSON form is a contract, published as docs/check.schema.json: fields may be added to it
// within version 1, none is renamed or removed.

const jsonVersion = 1

type jsonReport struct {
	Version int              `json:"version"`
	Verdict decision.Verdict `json:"verdict"`
	Policy  string           `json:"policy"`
	// Templates says whether the templates that pods name were looked for: checked or not-checked.
	Templates string        `json:"templates"`
	Files     []jsonFile    `json:"files"`
	Findings  []jsonFinding `json:"findings"`
	Pods      []jsonPod     `json:"pods"`
}

type jsonFile struct {
	Path        string           `json:"path"`
	Verdict     decision.Verdict `json:"verdict"`
	Declarative bool             `json:"declarative"`
	Digest      string           `json:"digest"`
}

type jsonFinding struct {
	Rule     string            `json:"rule"`
	Name     string            `json:"name"`
	Severity decision.Severity `json:"severity"`
	Path     string            `json:"path"`
	Start    facts.Position    `json:"start"`
	End      facts.Position    `json:"end"`
	Message  string            `json:"message"`
	Why      []jsonWhy         `json:"why"`
	Fix      string            `json:"fix"`
	// Suggestion replaces the text from Start to End.
	Suggestion *string `json:"suggestion,omitempty"`
	Docs       string  `json:"docs"`
}

type jsonWhy struct {
	What  string         `json:"what"`
	Start facts.Position `json:"start"`
	End   facts.Position `json:"end"`
}

type jsonPod struct {
	DAG       string `json:"dag"`
	Task      string `json:"task"`
	Namespace string `json:"namespace"`
	Template  string `json:"template"`
	Path      string `json:"path"`
	Line      int    `json:"line"`
}

// JSON writes one JSON document, as docs/check.schema.json describes it.
func JSON(w io.Writer, r *Report) error {
	out := jsonReport{
		Version: jsonVersion, Verdict: r.Decision.Verdict, Policy: r.Decision.PolicyDigest, Templates: "not-checked",
		Files: make([]jsonFile, 0, len(r.Decision.Files)), Findings: make([]jsonFinding, 0, len(r.Decision.Findings)),
		Pods: make([]jsonPod, 0, len(r.Decision.Pods)),
	}
	if r.TemplatesChecked {
		out.Templates = "checked"
	}
	for i := range r.Decision.Files {
		f := &r.Decision.Files[i]
		out.Files = append(out.Files, jsonFile{Path: f.Path, Verdict: f.Verdict, Declarative: f.Declarative, Digest: f.Digest})
	}
	for i := range r.Decision.Findings {
		f := &r.Decision.Findings[i]
		why := make([]jsonWhy, 0, len(f.Why))
		for _, link := range f.Why {
			why = append(why, jsonWhy{What: link.What, Start: link.Span.Start, End: link.Span.End})
		}
		out.Findings = append(out.Findings, jsonFinding{
			Rule: f.Rule, Name: f.Name, Severity: f.Severity, Path: f.Path, Start: f.Span.Start, End: f.Span.End,
			Message: f.Message, Why: why, Fix: f.Fix, Suggestion: f.Suggestion, Docs: f.Docs,
		})
	}
	for _, p := range r.Decision.Pods {
		out.Pods = append(out.Pods, jsonPod(p))
	}
	return out.write(w)
}
