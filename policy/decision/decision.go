// Package decision holds the types of the answers: verdicts, findings, decisions, and what the gate makes of them.
//
// Facts come in elsewhere; this package has types only and decides nothing.
package decision

import "github.com/sekisho/sekisho/policy/facts"

// Verdict is the answer for some content. The zero value is no answer and counts as [Review].
type Verdict string

// The verdicts, from harmless to harmful.
const (
	Allow  Verdict = "allow"
	Review Verdict = "review"
	Deny   Verdict = "deny"
)

// Severity is what a finding asks for. A finding of severity Warn leaves the verdict as it is.
type Severity string

// The severities.
const (
	SeverityWarn   Severity = "warn"
	SeverityReview Severity = "review"
	SeverityDeny   Severity = "deny"
)

// Finding is one thing a rule says about one place.
type Finding struct {
	Rule     string          `json:"rule"` // TEN001
	Name     string          `json:"name"` // foreign-namespace
	Severity Severity        `json:"severity"`
	Path     string          `json:"path"`
	Span     facts.Span      `json:"span"`
	Message  string          `json:"message"`
	Why      []facts.Because `json:"why,omitempty"`
	Fix      string          `json:"fix"`
	// Suggestion is the text that replaces Span, where the fix is mechanical.
	Suggestion *string `json:"suggestion,omitempty"`
	// Replaces is what the rule believes to stand at Span: a suggestion is dropped where the file
	// says otherwise.
	Replaces string `json:"-"`
	// Identity is the same for the same finding at another line: rule, path and the symbol or text
	// it is about, not its place.
	Identity string `json:"identity"`
	Docs     string `json:"docs"` // address of the rule's page
}

// FileResult is the judgement of one file: what is remembered by blob.
type FileResult struct {
	Path        string            `json:"path"`
	Verdict     Verdict           `json:"verdict"`
	Declarative bool              `json:"declarative"`
	Digest      string            `json:"digest"` // semantic digest
	Findings    []Finding         `json:"findings"`
	Pods        []PodSummary      `json:"pods"`
	Summary     facts.FileSummary `json:"summary"`
	// Modules are the module names that the file asked of its repository, with what provides them:
	// empty for nothing, object ids otherwise. The judgement holds where the answers are the same.
	Modules map[string]string `json:"modules,omitempty"`
	// Reach identifies what a file that is not allowed may rest on besides itself, for those who approve it:
	// the modules that it imports, and those that they import.
	Reach string `json:"reach,omitempty"`
	// Judged is unset for an unchanged file that nothing in the change reaches: its findings are
	// told but do not count.
	Judged bool `json:"judged"`
}

// PodSummary is a row of the table of pods that a change can launch.
type PodSummary struct {
	DAG       string `json:"dag"`
	Task      string `json:"task"`
	Namespace string `json:"namespace"`
	Template  string `json:"template"`
	Path      string `json:"path"`
	Line      int    `json:"line"`
}

// Decision is the judgement of a snapshot.
type Decision struct {
	Verdict      Verdict `json:"verdict"`
	PolicyDigest string  `json:"policy"`
	// Digest is the semantic digest of the whole change: an approval stays valid while it and the
	// policy's digest do not change.
	Digest string       `json:"digest"`
	Files  []FileResult `json:"files"`
	// Findings are those of all files and of the change as a whole, sorted by path, place, rule.
	Findings []Finding    `json:"findings"`
	Pods     []PodSummary `json:"pods"`
	// Read and Total count the files of the snapshot that had to be read, and were.
	Read  int `json:"read"`
	Total int `json:"total"`
}
