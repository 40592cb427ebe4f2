package cli

import (
	"strings"
	"testing"
)

// TestDemo runs the README's first command: the twin GitHub, the server and every pull request of the
// demo. It fails when an expectation of testdata/demo/demo.yml is not met.
func TestDemo(t *testing.T) {
	status, stdout, stderr := run(t, "demo")
	if status != StatusOK {
		t.Fatalf("status %d\n%s\n%s", status, stdout, stderr)
	}
	for _, want := range []string{"verdict   allow", "verdict   review", "verdict   deny", "Approved by sam", "cannot merge", "merges", "approval of ken counts: no"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the demo does not show %q:\n%s", want, stdout)
		}
	}
}
