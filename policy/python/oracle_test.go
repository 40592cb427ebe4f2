package python

import (
	"archive/zip"
	"bufio"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// oracle is a running CPython that answers the requests of testdata/dump.py.
type oracle struct {
	version Version
	command *exec.Cmd
	in      *bufio.Writer
	inPipe  io.Closer
	out     *bufio.Reader
	library string // its standard library
}

// findPython returns an interpreter of a minor version: from PATH, or of a
// version manager in the home directory. A shim that does not run is passed over.
func findPython(version Version) string {
	name := fmt.Sprintf("python3.%d", version)
	var candidates []string
	if home, err := os.UserHomeDir(); err == nil {
		for _, pattern := range []string{".pyenv/versions/*/bin", ".local/share/uv/python/*/bin", ".asdf/installs/python/*/bin"} {
			found, _ := filepath.Glob(filepath.Join(home, pattern, name))
			candidates = append(candidates, found...)
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		candidates = append(candidates, path)
	}
	for _, path := range candidates {
		want := fmt.Sprintf("3.%d", version)
		out, err := exec.Command(path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])").Output()
		if err == nil && strings.TrimSpace(string(out)) == want {
			return path
		}
	}
	return ""
}

// startOracle starts CPython 3.version, or skips the test where there is none.
func startOracle(t testing.TB, version Version) *oracle {
	t.Helper()
	if version == 14 {
		return startPyodide(t)
	}
	path := findPython(version)
	if path == "" {
		t.Skipf("python3.%d is absent: install it (for example `pyenv install 3.%d`) to run this comparison", version, version)
	}
	library, err := exec.Command(path, "-c", "import os; print(os.path.dirname(os.__file__))").Output()
	if err != nil {
		t.Fatalf("ask %s for its library: %v", path, err)
	}
	o := &oracle{version: version, library: strings.TrimSpace(string(library)), command: exec.Command(path, "-X", "utf8", "testdata/dump.py")}
	o.start(t)
	return o
}

// startPyodide starts the CPython 3.14 of npm's package pyodide under Node.
// $SEKISHO_PYODIDE is the folder where `npm install pyodide@314.0.7` was run.
func startPyodide(t testing.TB) *oracle {
	t.Helper()
	folder := os.Getenv("SEKISHO_PYODIDE")
	if folder == "" {
		t.Skip("python3.14 is absent: run `npm install pyodide@314.0.7` in a folder and name it in SEKISHO_PYODIDE to run this comparison")
	}
	o := &oracle{version: 14, library: t.TempDir(), command: exec.Command("node", "testdata/pyodide.mjs", folder)}
	archive, err := zip.OpenReader(filepath.Join(folder, "node_modules", "pyodide", "python_stdlib.zip"))
	if err != nil {
		t.Fatalf("open the standard library of pyodide: %v", err)
	}
	defer archive.Close()
	if err := os.CopyFS(o.library, archive); err != nil {
		t.Fatalf("unpack the standard library of pyodide: %v", err)
	}
	o.start(t)
	return o
}

func (o *oracle) start(t testing.TB) {
	t.Helper()
	in, err := o.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := o.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	o.command.Stderr = os.Stderr
	if err := o.command.Start(); err != nil {
		t.Fatal(err)
	}
	o.in, o.inPipe, o.out = bufio.NewWriter(in), in, bufio.NewReader(out)
	t.Cleanup(func() {
		o.inPipe.Close()
		o.command.Wait()
	})
}

func (o *oracle) send(command, body string) error {
	fmt.Fprintf(o.in, "%s %d\n", command, len(body))
	o.in.WriteString(body)
	return o.in.Flush()
}

func (o *oracle) receive(t testing.TB) (accepted bool, text string) {
	t.Helper()
	line, err := o.out.ReadString('\n')
	if err != nil {
		t.Fatalf("python3.%d stopped answering: %v", o.version, err)
	}
	var status string
	var length int
	if _, err := fmt.Sscanf(line, "%s %d", &status, &length); err != nil {
		t.Fatalf("python3.%d answered %q", o.version, line)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(o.out, body); err != nil {
		t.Fatal(err)
	}
	return status == "ok", string(body)
}

func (o *oracle) ask(t testing.TB, command, body string) (accepted bool, text string) {
	t.Helper()
	if err := o.send(command, body); err != nil {
		t.Fatal(err)
	}
	return o.receive(t)
}

// dump is [Dump] as normalised for a CPython version.
func dump(file *File, version Version) string {
	d := dumper{file: file, bareAliases: version < 10, bareFStrings: version < 12}
	d.node(file.Module)
	return string(d.out)
}

func digest(text string) string {
	sum := sha1.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

// difference shows where two dumps part.
func difference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	from := max(0, i-150)
	return fmt.Sprintf("\n got …%s\nwant …%s", got[from:min(len(got), i+150)], want[from:min(len(want), i+150)])
}

// libraryFiles lists the Python files of the standard library, test data included.
func (o *oracle) libraryFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(o.library, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "site-packages" {
			return filepath.SkipDir
		}
		if !entry.IsDir() && strings.HasSuffix(path, ".py") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(files)
	return files
}
