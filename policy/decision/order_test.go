package decision

import "testing"

func TestWorse(t *testing.T) {
	for name, test := range map[string]struct{ a, b, want Verdict }{
		"onlyTwoAllowsAllow":       {Allow, Allow, Allow},
		"aReviewIsWorse":           {Allow, Review, Review},
		"aDenyIsWorst":             {Review, Deny, Deny},
		"noWordIsAReview":          {Allow, "", Review},
		"anUnknownWordIsAReview":   {"Allow", "Allow", Review},
		"aDenyBeatsAnUnknownWord":  {"approve", Deny, Deny},
		"twoUnknownWordsAreReview": {"", "", Review},
	} {
		t.Run(name, func(t *testing.T) {
			for _, pair := range [][2]Verdict{{test.a, test.b}, {test.b, test.a}} {
				if got := Worse(pair[0], pair[1]); got != test.want {
					t.Errorf("Worse(%q, %q) = %q, want %q", pair[0], pair[1], got, test.want)
				}
			}
		})
	}
}

func TestWorstOf(t *testing.T) {
	for name, test := range map[string]struct {
		severities []Severity
		want       Verdict
	}{
		"nothing":          {nil, Allow},
		"warnings":         {[]Severity{SeverityWarn, SeverityWarn}, Allow},
		"aReview":          {[]Severity{SeverityWarn, SeverityReview}, Review},
		"aDeny":            {[]Severity{SeverityReview, SeverityDeny, SeverityWarn}, Deny},
		"anUnknownOne":     {[]Severity{"severe"}, Review},
		"one that is none": {[]Severity{""}, Review},
	} {
		t.Run(name, func(t *testing.T) {
			var findings []Finding
			for _, severity := range test.severities {
				findings = append(findings, Finding{Severity: severity})
			}
			if got := WorstOf(findings); got != test.want {
				t.Errorf("WorstOf(%q) = %q, want %q", test.severities, got, test.want)
			}
		})
	}
}
