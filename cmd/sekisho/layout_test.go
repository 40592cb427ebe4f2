package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/sekisho/sekisho/"

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func packages(t *testing.T, patterns ...string) []listed {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,TestImports,XTestImports"}, patterns...)...)
	command.Dir = "../.."
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

// allowed says what a package of ours may import of ours; the longest prefix of its path decides.
// Imports run one way: cmd → server → policy.
var allowed = map[string][]string{
	"cmd/":            {"cmd/", "server/", "server", "policy/", "policy", "testdata/demo"},
	"server":          {"server/", "policy/", "policy"},
	"policy":          {"policy/", "policy", "rego"},
	"policy/python":   {"policy/internal/slab"}, // reads Python and knows nothing of ours but how to allocate
	"policy/jinja":    {"policy/facts"},
	"policy/airflow":  {"policy/facts"},
	"policy/facts":    {},
	"policy/decision": {"policy/facts"},
	"rego":            {},
	"bench":           {"policy/", "policy", "testdata/hostile"}, // times what judges, from outside
	"bench/precision": {"policy/", "policy"},                     // measures what judges, from outside
	"testdata":        {},
}

// rule finds the entry of allowed for a path without the module.
func rule(path string) ([]string, bool) {
	best := ""
	for prefix := range allowed {
		matches := path == prefix || strings.HasPrefix(path, strings.TrimSuffix(prefix, "/")+"/")
		if matches && len(prefix) > len(best) {
			best = prefix
		}
	}
	return allowed[best], best != ""
}

func permitted(of []string, path string) bool {
	return slices.ContainsFunc(of, func(prefix string) bool {
		return path == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(path, prefix)
	})
}

func TestImportsRunOneWay(t *testing.T) {
	all := packages(t, "./...")
	if len(all) < 15 {
		t.Fatalf("only %d packages were listed", len(all))
	}
	for _, p := range all {
		path := strings.TrimPrefix(p.ImportPath, module)
		may, known := rule(path)
		if !known {
			t.Errorf("%s is in a room of its own: say here what it may import", path)
			continue
		}
		if strings.HasSuffix(path, "/generate") {
			continue // a program that makes a package's data, and is no part of what runs
		}
		for _, imported := range p.Imports {
			ours, isOurs := strings.CutPrefix(imported, module)
			// A package's own subpackages (its generated data, its internals) are its own.
			if isOurs && !permitted(may, ours) && !strings.HasPrefix(ours, path+"/") && !strings.HasPrefix(path, ours+"/") {
				t.Errorf("%s must not import %s", path, ours)
			}
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			if strings.HasPrefix(path, "policy") && strings.HasPrefix(imported, module+"server") {
				t.Errorf("a test of %s must not import %s", path, strings.TrimPrefix(imported, module))
			}
		}
	}
}

// TestPolicyIsPure: what judges has no clock, no network, no file, no process. Embedding is reading
// at build time.
func TestPolicyIsPure(t *testing.T) {
	impure := []string{"net", "net/http", "os", "os/exec", "syscall", "io/ioutil", "math/rand", "math/rand/v2", "crypto/rand", "plugin"}
	for _, p := range packages(t, "./policy/...", "./rego/...") {
		path := strings.TrimPrefix(p.ImportPath, module)
		if strings.HasSuffix(path, "/generate") {
			continue // a program that makes a package's data, and is no part of what judges
		}
		for _, imported := range p.Imports {
			if slices.Contains(impure, imported) {
				t.Errorf("%s imports %s", path, imported)
			}
			if strings.Contains(imported, "github.com/google/go-github") || strings.Contains(imported, "githubapp") {
				t.Errorf("%s knows GitHub: it imports %s", path, imported)
			}
		}
	}
}

// TestOneGoGitHub: two versions of go-github in one binary would be two sets of types for the same
// payloads.
func TestOneGoGitHub(t *testing.T) {
	command := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/sekisho")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if path := strings.TrimSpace(line); strings.HasPrefix(path, "github.com/google/go-github") {
			versions[path] = true
		}
	}
	if len(versions) > 1 {
		t.Errorf("linked: %v", versions)
	}
}
