package engine_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// TestPolicyIsFormatted holds rego/ to OPA's own format; -update writes it. Files with an `else` are
// left out: OPA 1.22's formatter writes such chains twice.
func TestPolicyIsFormatted(t *testing.T) {
	root := filepath.Join(repositoryRoot, "rego")
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".rego") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.Contains(string(text), "\nelse ") {
			return nil
		}
		formatted, err := format.SourceWithOpts(name, text, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			return err
		}
		if string(formatted) == string(text) {
			return nil
		}
		if *update {
			return os.WriteFile(name, formatted, 0o644)
		}
		t.Errorf("%s is not formatted; run the test with -update", name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
