package engine_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// TestSuggestionsFix applies each suggestion of the rules' fixtures, by itself, and judges the file
// again: what it was made for is gone, and nothing that stops anybody has come instead.
func TestSuggestionsFix(t *testing.T) {
	e := embedded(t)
	checkerOf := checkers(t)
	applied := map[string]int{}
	for _, f := range fixtures(t, e) {
		snapshot, where := f.snapshot(t)
		before := check(t, checkerOf(where), snapshot)
		for _, finding := range before.Findings {
			if finding.Suggestion == nil {
				continue
			}
			applied[finding.Rule]++
			t.Run(finding.Rule+"/"+filepath.Base(f.file), func(t *testing.T) {
				snapshot, where := f.snapshot(t)
				file := &snapshot.Files[0]
				file.Content = replaced(t, file.Content, finding.Span, *finding.Suggestion)
				file.Size = int64(len(file.Content))
				file.SHA = "" // nothing is remembered of it
				after := check(t, checkerOf(where), snapshot)
				was, is := tally(before), tally(after)
				if key := about(&finding); is[key] >= was[key] {
					t.Errorf("%s did not go away: %s\n%s", *finding.Suggestion, finding.Message, describe(after))
				}
				for i := range after.Findings {
					if one := &after.Findings[i]; one.Severity != decision.SeverityWarn && is[about(one)] > was[about(one)] {
						t.Errorf("%s made a new finding: %s [%s]", *finding.Suggestion, one.Message, one.Rule)
					}
				}
				if decision.Worse(before.Verdict, after.Verdict) != before.Verdict {
					t.Errorf("%s made %s of %s", *finding.Suggestion, after.Verdict, before.Verdict)
				}
			})
		}
	}
	for _, rule := range []string{"TEN001", "TEN002", "TEN003", "TEN009", "TPL001", "TPL003", "TPL004", "TPL005", "TPL008",
		"POD002", "POD004", "AVL004", "AVL007", "AVL011", "AVL012", "GOV002"} {
		if applied[rule] == 0 {
			t.Errorf("no fixture shows a suggestion of %s", rule)
		}
	}
	t.Logf("%d suggestions of %d rules applied", sum(applied), len(applied))
}

func check(t *testing.T, checker *policy.Checker, snapshot *policy.Snapshot) *decision.Decision {
	t.Helper()
	got, err := checker.Check(t.Context(), snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// about is what a finding is about, without the number that tells apart those about the same.
func about(f *decision.Finding) string {
	identity, _, _ := strings.Cut(f.Identity, "-")
	return f.Rule + " " + string(f.Severity) + " " + identity
}

func tally(d *decision.Decision) map[string]int {
	counted := map[string]int{}
	for i := range d.Findings {
		counted[about(&d.Findings[i])]++
	}
	return counted
}

func sum(counted map[string]int) int {
	total := 0
	for _, n := range counted {
		total += n
	}
	return total
}

// replaced does what a reader does with a suggestion: lines and columns from 1, in characters, the end
// exclusive.
func replaced(t *testing.T, content []byte, span facts.Span, text string) []byte {
	t.Helper()
	lines := strings.Split(string(content), "\n")
	first, last := []rune(lines[span.Start.Line-1]), []rune(lines[span.End.Line-1])
	whole := append([]string{}, lines[:span.Start.Line-1]...)
	whole = append(whole, string(first[:span.Start.Column-1])+text+string(last[span.End.Column-1:]))
	return []byte(strings.Join(append(whole, lines[span.End.Line:]...), "\n"))
}
