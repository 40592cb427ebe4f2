package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const policyFolderOfRepository = "../../../../rego"

func TestPolicyTest(t *testing.T) {
	status, stdout, stderr := run(t, "policy", "test")
	if status != StatusOK || !strings.Contains(stdout, " passed, 0 failed, ") || stderr != "" {
		t.Errorf("%d %s %s", status, stdout, stderr)
	}
}

func TestPolicyTestFails(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "lib", "extra_test.rego"), "package sekisho.lib.extra_test\n\ntest_wrong if 1 == 2\n")
	status, stdout, _ := run(t, "policy", "test", "--policy", folder)
	if status != StatusDenied || !strings.Contains(stdout, "FAIL lib/extra_test.rego:3:") {
		t.Errorf("%d %s", status, stdout)
	}
}

func TestPolicyLint(t *testing.T) {
	status, stdout, _ := run(t, "policy", "lint", "--policy", policyFolderOfRepository)
	if status != StatusOK || !strings.Contains(stdout, " 0 problems") {
		t.Errorf("%d %s", status, stdout)
	}
}

// TestPolicyNew: the command that CONTRIBUTING.md names makes a rule that works at once.
func TestPolicyNew(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(policyFolderOfRepository)); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run(t, "policy", "new", "availability/retry-delay", "--policy", folder)
	if status != StatusOK || !strings.Contains(stdout, "rule.rego") {
		t.Fatalf("%d %s %s", status, stdout, stderr)
	}
	if status, stdout, _ := run(t, "policy", "test", "--policy", folder); status != StatusOK {
		t.Errorf("the new rule's tests fail: %s", stdout)
	}
	if status, stdout, _ := run(t, "policy", "lint", "--policy", folder); status != StatusOK {
		t.Errorf("the new rule is not complete: %s", stdout)
	}
	if status, stdout, _ := run(t, "explain", "retry-delay", "--policy", folder); status != StatusOK || !strings.Contains(stdout, "retry-delay") {
		t.Errorf("%d %s", status, stdout)
	}
	for _, name := range []string{"evasion.py", "rule_test.rego"} {
		if err := os.Remove(filepath.Join(folder, "rules", "availability", "retry-delay", name)); err != nil {
			t.Fatal(err)
		}
	}
	status, stdout, _ = run(t, "policy", "lint", "--policy", folder)
	if status != StatusDenied || !strings.Contains(stdout, "has no test") || !strings.Contains(stdout, "no fixture of kind evasion") {
		t.Errorf("%d %s", status, stdout)
	}
	for name, want := range map[string]string{
		"availability/retry-delay": "is there already",
		"nowhere/rule":             "give --id",
		"availability":             "write FAMILY/NAME",
	} {
		if status, _, stderr := run(t, "policy", "new", name, "--policy", folder); status != StatusError || !strings.Contains(stderr, want) {
			t.Errorf("%s: %d %s", name, status, stderr)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
