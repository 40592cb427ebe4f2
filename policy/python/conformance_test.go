package python

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// knownVersions are those to compare with, where they are installed.
var knownVersions = []Version{9, 10, 11, 12, 13, 14}

// TestStandardLibrary reads every file of each installed CPython's standard
// library, its own tests of the grammar and its files that are not Python
// among them, and compares acceptance and the full tree, with all four
// positions, with what that CPython's ast.parse says.
//
// Three things are normalised: before 3.10 an alias has no position; before
// 3.12 positions inside of f-strings follow an older algorithm of CPython and
// are left out, as is the u of `f” u”`; empty constants in format specifications are dropped.
func TestStandardLibrary(t *testing.T) {
	for _, version := range knownVersions {
		t.Run(fmt.Sprintf("3.%d", version), func(t *testing.T) {
			t.Parallel()
			o := startOracle(t, version)
			files := o.libraryFiles(t)
			if testing.Short() {
				files = sample(files, 60)
			}
			compareFiles(t, o, files)
		})
	}
}

func sample(files []string, n int) []string {
	if len(files) <= n {
		return files
	}
	step := len(files) / n
	var out []string
	for i := 0; i < len(files); i += step {
		out = append(out, files[i])
	}
	return out
}

func compareFiles(t *testing.T, o *oracle, files []string) {
	go func() {
		for _, path := range files {
			source, err := os.ReadFile(path)
			if err != nil || o.send("hash", string(source)) != nil {
				return
			}
		}
	}()
	var differing []string
	accepted, refused, stricter := 0, 0, 0
	for _, path := range files {
		ok, want := o.receive(t)
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(path, o.library+"/")
		file, err := Parse(source, Options{Version: o.version, MaxBytes: 16 << 20})
		switch {
		case ok && err == nil:
			accepted++
			if digest(dump(file, o.version)) != want {
				differing = append(differing, path)
			}
		case !ok && err != nil:
			refused++
		case ok:
			if refusedOnPurpose(AsError(err)) {
				stricter++
				continue
			}
			t.Errorf("%s: CPython reads it, refused here: %v", name, err)
		default:
			t.Errorf("%s: read here, CPython says: %s", name, want)
		}
	}
	t.Logf("python3.%d: %d files: %d read alike, %d refused by both, %d refused here only, on purpose (encoding)",
		o.version, len(files), accepted-len(differing), refused, stricter)
	for i, path := range differing {
		if i == 20 {
			t.Errorf("and %d more files differ", len(differing)-i)
			break
		}
		source, _ := os.ReadFile(path)
		file, _ := Parse(source, Options{Version: o.version, MaxBytes: 16 << 20})
		_, want := o.ask(t, "dump", string(source))
		t.Errorf("%s: the trees differ:%s", filepath.Base(path), difference(dump(file, o.version), want))
	}
}

// refusedOnPurpose lists what this parser refuses although some CPython reads it.
func refusedOnPurpose(e *Error) bool {
	// A cookie other than UTF-8; invalid UTF-8 in a comment before 3.14.
	return e.Reason == ReasonEncoding
}
