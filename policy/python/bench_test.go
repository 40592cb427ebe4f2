//go:build unix

package python

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// dags returns the DAG-like files of testdata, many times over with other
// names, so that a corpus is larger than the caches.
func dags(b testing.TB) [][]byte {
	b.Helper()
	paths, err := filepath.Glob("testdata/dags/*.py")
	if err != nil || len(paths) == 0 {
		b.Fatalf("no DAGs in testdata (%v)", err)
	}
	var files [][]byte
	for n := range 100 {
		for _, path := range paths {
			source, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			files = append(files, []byte(strings.ReplaceAll(string(source), "region", "region"+strconv.Itoa(n))))
		}
	}
	return files
}

// library returns the files of an installed standard library that parse.
func library(b testing.TB, limit int) [][]byte {
	b.Helper()
	for version := Version(13); version >= OldestVersion; version-- {
		path := findPython(version)
		if path == "" {
			continue
		}
		out, err := exec.Command(path, "-c", "import os; print(os.path.dirname(os.__file__))").Output()
		if err != nil {
			b.Fatal(err)
		}
		var files [][]byte
		o := &oracle{library: strings.TrimSpace(string(out))}
		for _, path := range o.libraryFiles(b) {
			source, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := Parse(source, Options{}); err == nil && len(files) < limit {
				files = append(files, source)
			}
		}
		return files
	}
	b.Skip("no CPython is installed: its standard library is the corpus")
	return nil
}

// cpuTime is the processor time of this process. On a busy machine it tells
// more than the clock; the collector's share is in it.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// oneCore keeps the collector from using cores that the parser does not.
func oneCore(b *testing.B) {
	before := runtime.GOMAXPROCS(1)
	b.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

func benchmarkFiles(b *testing.B, files [][]byte) {
	oneCore(b)
	total := 0
	for _, source := range files {
		total += len(source)
	}
	b.SetBytes(int64(total))
	b.ReportAllocs()
	before := cpuTime(b)
	for b.Loop() {
		for _, source := range files {
			if _, err := Parse(source, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	used := (cpuTime(b) - before).Seconds()
	b.ReportMetric(float64(len(files))*float64(b.N)/b.Elapsed().Seconds(), "files/s")
	b.ReportMetric(float64(total)*float64(b.N)/used/1e6, "cpu-MB/s")
}

func BenchmarkDAGs(b *testing.B)    { benchmarkFiles(b, dags(b)) }
func BenchmarkLibrary(b *testing.B) { benchmarkFiles(b, library(b, 600)) }

// BenchmarkStages times the parts of a parse alone.
func BenchmarkStages(b *testing.B) {
	files := dags(b)
	total := 0
	for _, source := range files {
		total += len(source)
	}
	b.Run("lexer", func(b *testing.B) {
		b.SetBytes(int64(total))
		buffers := new(buffers)
		for b.Loop() {
			for _, source := range files {
				file := &File{}
				file.read(source, DefaultMaxBytes)
				l := buffers.newLexer(file, NewestVersion)
				l.run()
			}
		}
	})
	b.Run("walk", func(b *testing.B) {
		var trees []*Module
		for _, source := range files {
			file, err := Parse(source, Options{})
			if err != nil {
				b.Fatal(err)
			}
			trees = append(trees, file.Module)
		}
		b.SetBytes(int64(total))
		for b.Loop() {
			for _, tree := range trees {
				measure(tree, DefaultMaxDepth)
			}
		}
	})
}

// BenchmarkAgainstCPython parses the same DAG-like files with each installed
// CPython's ast.parse, in the same run, and reports how many times faster
// this parser is. Both are processor time.
func BenchmarkAgainstCPython(b *testing.B) {
	oneCore(b)
	files := dags(b)
	folder := b.TempDir()
	total := 0
	for i, source := range files {
		total += len(source)
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)+".py"), source, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	const script = `
import ast, glob, sys, time
sources = [open(path, "rb").read() for path in glob.glob(sys.argv[1] + "/*.py")]
started = time.process_time()
for source in sources:
    ast.parse(source)
print(time.process_time() - started)
`
	// Eight rounds here take about as long as one there.
	const rounds = 8
	found := false
	for version := OldestVersion; version < 14; version++ {
		path := findPython(version)
		if path == "" {
			continue
		}
		found = true
		b.Run("3."+strconv.Itoa(int(version)), func(b *testing.B) {
			var theirs, ours float64
			b.SetBytes(int64(rounds * total))
			for b.Loop() {
				b.StopTimer()
				out, err := exec.Command(path, "-c", script, folder).Output()
				if err != nil {
					b.Fatal(err)
				}
				seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
				if err != nil {
					b.Fatal(err)
				}
				theirs += seconds
				b.StartTimer()
				before := cpuTime(b)
				for range rounds {
					for _, source := range files {
						if _, err := Parse(source, Options{}); err != nil {
							b.Fatal(err)
						}
					}
				}
				ours += (cpuTime(b) - before).Seconds() / rounds
			}
			b.ReportMetric(theirs/ours, "x-faster")
			b.ReportMetric(float64(total)*float64(b.N)/ours/1e6, "cpu-MB/s")
			b.ReportMetric(float64(total)*float64(b.N)/theirs/1e6, "cpython-MB/s")
		})
	}
	if !found {
		b.Skip("no CPython is installed to compare with")
	}
}
