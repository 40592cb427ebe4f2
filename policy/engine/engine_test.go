package engine_test

import (
	"context"
	"sync"
	"testing"

	"github.com/sekisho/sekisho/policy/engine"
)

var loadEmbedded = sync.OnceValues(func() (*engine.Engine, error) {
	return engine.New(context.Background(), engine.Options{})
})

func embedded(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := loadEmbedded()
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
