package eval

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"testing"

	"github.com/sekisho/sekisho/policy/python"
)

var update = flag.Bool("update", false, "record anew what CPython computes")

// recordedFile holds modules of the generator and what CPython computed for them, for machines that have
// no CPython. `go test ./policy/eval -run TestRecorded -update` writes it.
const recordedFile = "testdata/recorded.json"

type recording struct {
	Source  string
	Results []json.RawMessage // of two runs, as testdata/oracle.py prints them
}

// TestRecorded compares the interpreter with what CPython once computed.
func TestRecorded(t *testing.T) {
	if *update {
		record(t)
	}
	text, err := os.ReadFile(recordedFile)
	if err != nil {
		t.Fatal(err)
	}
	var recordings []recording
	if err := json.Unmarshal(text, &recordings); err != nil {
		t.Fatal(err)
	}
	declarative, tasks := 0, 0
	for i, recorded := range recordings {
		file, err := python.Parse([]byte(recorded.Source), python.Options{})
		if err != nil {
			t.Fatalf("module %d: %v", i, err)
		}
		out := evaluate(file)
		if !out.Declarative {
			continue
		}
		declarative++
		for _, raw := range recorded.Results {
			result := readOracle[oracleResult](t, raw)
			tasks += len(result.Tasks)
			if problem := differs(out, branching(file, testConfig()), result); problem != "" {
				t.Errorf("module %d: %s (CPython: %s)\n%s", i, problem, result.Error, recorded.Source)
			}
		}
	}
	t.Logf("%d recorded modules, %d declarative, %d tasks compared", len(recordings), declarative, tasks)
	if declarative < len(recordings)*3/4 || tasks < declarative || declarative == 0 {
		t.Errorf("only %d of %d recorded modules are declarative, %d tasks", declarative, len(recordings), tasks)
	}
}

func record(t *testing.T) {
	t.Helper()
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal("python3 is not installed: nothing can be recorded")
	}
	var sources []string
	for seed := uint64(0); len(sources) < 100; seed++ {
		sources = append(sources, generate(seed, seed%4 == 0))
	}
	for _, source := range regressions {
		sources = append(sources, generatedPrologue+source)
	}
	var kept []string
	var input [][2]string
	for _, source := range sources {
		file, err := python.Parse([]byte(source), python.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if evaluate(file).Declarative {
			kept = append(kept, source)
			input = append(input, [2]string{source, ""}, [2]string{source, "y"})
		}
	}
	results := readOracle[[]json.RawMessage](t, runOracle(t, interpreter, input))
	var recordings []recording
	for i, source := range kept {
		recordings = append(recordings, recording{Source: source, Results: results[2*i : 2*i+2]})
	}
	var text bytes.Buffer // a line each
	for i, recorded := range recordings {
		line, err := json.Marshal(recorded)
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(map[bool]string{true: "[", false: ",\n"}[i == 0])
		text.Write(line)
	}
	text.WriteString("]\n")
	if err := os.WriteFile(recordedFile, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
