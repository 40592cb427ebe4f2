// Package report writes what `sekisho check` found.
//
// A decision and the sources it is about come in; text for people, JSON, SARIF 2.1.0 or GitHub
// workflow annotations go out. It decides nothing and reads no file. Text that comes from a judged
// file is data: it can neither move a terminal's cursor nor start a workflow command.
package report

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
)

// Report is what a format writes.
type Report struct {
	Decision *decision.Decision // paths as the user named them
	// Namespaces are the tenants whose files were judged, sorted.
	Namespaces []string
	// TemplatesChecked is set when the templates that pods name were looked for.
	TemplatesChecked bool
	// Outlook says what the verdict means on the base branch, for text.
	Outlook string
	// Source returns a judged file's bytes for showing lines of it, nil when there are none.
	Source func(path string) []byte
	// Rules are the documentation of the policy's rules.
	Rules   []engine.Rule
	Version string // of sekisho
	Color   bool   // of text
}

// Writer writes a report in one format.
type Writer func(w io.Writer, r *Report) error

// Formats are the formats by name.
var Formats = map[string]Writer{
	"text":   Text,
	"json":   JSON,
	"sarif":  SARIF,
	"github": GitHub,
}

// Names returns the formats' names in the order in which help lists them.
func Names() []string { return []string{"text", "json", "sarif", "github"} }

// Merge makes one decision of several, in order: the worst verdict, all files, findings sorted.
// No decision at all is a review, as everywhere.
func Merge(decisions []*decision.Decision) *decision.Decision {
	if len(decisions) == 0 {
		return &decision.Decision{Verdict: decision.Review}
	}
	merged := *decisions[0]
	merged.Verdict = decision.Worse(decision.Allow, merged.Verdict)
	for _, d := range decisions[1:] {
		merged.Verdict = decision.Worse(merged.Verdict, d.Verdict)
		merged.Files = append(merged.Files[:len(merged.Files):len(merged.Files)], d.Files...)
		merged.Findings = append(merged.Findings[:len(merged.Findings):len(merged.Findings)], d.Findings...)
		merged.Pods = append(merged.Pods[:len(merged.Pods):len(merged.Pods)], d.Pods...)
		merged.Read += d.Read
		merged.Total += d.Total
	}
	sort.SliceStable(merged.Files, func(i, j int) bool { return merged.Files[i].Path < merged.Files[j].Path })
	decision.SortFindings(merged.Findings)
	return &merged
}

// place is the beginning of a finding's message: path:line:column, or what there is of it.
func place(f *decision.Finding) string {
	switch {
	case f.Path == "":
		return "(the change as a whole)"
	case f.Span.Start.Line == 0:
		return Visible(f.Path)
	}
	return fmt.Sprintf("%s:%d:%d", Visible(f.Path), f.Span.Start.Line, f.Span.Start.Column)
}

// counts says how many findings there are of each severity.
func counts(findings []decision.Finding) string {
	n := map[decision.Severity]int{}
	for i := range findings {
		n[findings[i].Severity]++
	}
	var parts []string
	for _, severity := range []decision.Severity{decision.SeverityDeny, decision.SeverityReview, decision.SeverityWarn} {
		if n[severity] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[severity], severity))
		}
	}
	if len(parts) == 0 {
		return plural(len(findings), "finding")
	}
	return fmt.Sprintf("%s (%s)", plural(len(findings), "finding"), strings.Join(parts, ", "))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
