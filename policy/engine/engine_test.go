package engine_test

import (
	"testing"

	"github.com/sekisho/sekisho/policy/engine"
)

func embedded(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestPolicy runs the tests of the embedded policy.
func TestPolicy(t *testing.T) {
	report, err := embedded(t).Test(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range report.Results {
		if !result.Passed {
			t.Errorf("%s:%d: %s: %s", result.File, result.Row, result.Name, result.Detail)
		}
	}
	if !report.OK() {
		t.Errorf("%d of %d tests failed", report.Failed, report.Failed+report.Passed)
	}
	t.Logf("%d tests passed, %.1f %% of the policy covered", report.Passed, report.Coverage)
	for _, file := range report.Files {
		if len(file.Uncovered) > 0 {
			t.Logf("%s: %.1f %% covered; not at lines %v", file.File, file.Percent, file.Uncovered)
		}
	}
}
