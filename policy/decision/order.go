package decision

import "sort"

// Worse returns the worse of two verdicts. A word that is no verdict counts as a [Review].
func Worse(a, b Verdict) Verdict {
	switch {
	case a == Deny || b == Deny:
		return Deny
	case a == Allow && b == Allow:
		return Allow
	default:
		return Review
	}
}

// WorstOf returns the verdict that the findings ask for: [Allow] when there are none but warnings. A
// severity that is none asks for a review.
func WorstOf(findings []Finding) Verdict {
	verdict := Allow
	for i := range findings {
		switch findings[i].Severity {
		case SeverityWarn:
		case SeverityDeny:
			return Deny
		default:
			verdict = Review
		}
	}
	return verdict
}

// SortFindings sorts by path, place, rule and message; findings that are alike in these keep their order.
func SortFindings(findings []Finding) {
	sort.SliceStable(findings, func(i, j int) bool {
		a, b := &findings[i], &findings[j]
		switch {
		case a.Path != b.Path:
			return a.Path < b.Path
		case a.Span.Start.Line != b.Span.Start.Line:
			return a.Span.Start.Line < b.Span.Start.Line
		case a.Span.Start.Column != b.Span.Start.Column:
			return a.Span.Start.Column < b.Span.Start.Column
		case a.Rule != b.Rule:
			return a.Rule < b.Rule
		default:
			return a.Message < b.Message
		}
	})
}
