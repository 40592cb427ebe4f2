package eval

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// callsFile has calls of builtins and of the library, one a line: what r is set to, or statements that set it, with ` ;; ` between
// them. A line that begins with `? ` is one of which the interpreter must not say that it knows the value; one with `! ` is
// another, which does not come to an end in CPython.
const callsFile = "testdata/calls.txt"

// recordedCalls is what CPython computes for each, for machines that have none. `go test ./policy/eval -run TestCalls -update`
// writes it.
const recordedCalls = "testdata/calls.json"

// TestCalls compares what the interpreter computes with what CPython does.
func TestCalls(t *testing.T) {
	text, err := os.ReadFile(callsFile)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(text), "\n\n")
	var sources []string
	var unsure []bool
	for _, line := range strings.Split(body, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		line, not := strings.CutPrefix(line, "? ")
		line, never := strings.CutPrefix(line, "! ")
		source := strings.ReplaceAll(strings.ReplaceAll(line, " ;; ", "\n"), `\t`, "    ")
		if !strings.Contains(source, "\nr = ") && !strings.Contains(source, "\nr[") {
			source = "r = " + source
		}
		if never {
			if v, proved := operationValue(head + "\n" + source + "\n"); proved {
				t.Errorf("%s\nis %s and has no end", source, describe(v))
			}
			continue
		}
		sources, unsure = append(sources, source), append(unsure, not)
	}
	for i, source := range computedCalls(t, head, sources) {
		v, proved := operationValue(head + "\n" + source.Source + "\n")
		switch known := proved && exactly(v); {
		case unsure[i] && known:
			t.Errorf("%s\nis %s, which nobody knows (CPython: %v)", source.Source, describe(v), source.Results)
			continue
		case !unsure[i] && !known:
			t.Errorf("%s\nis not known: %s", source.Source, describe(v))
			continue
		case !proved:
			continue
		}
		for _, want := range source.Results {
			if want[0] == "raised" && unsure[i] {
				continue
			}
			if want[0] == "raised" || !stands(v, want) {
				t.Errorf("%s\nis %s; CPython has %v", source.Source, describe(v), want)
			}
		}
	}
	t.Logf("%d calls", len(sources))
	if len(sources) < 400 {
		t.Errorf("only %d calls were compared", len(sources))
	}
}

// exactly tells whether a value is known, all the way down.
func exactly(v value) bool {
	if _, date := knownDate(v); v.kind == objectKind {
		return date || v.o.typ == typeTimedelta && v.o.items == nil || v.o.typ == typePath
	}
	if !v.isScalar() && !v.isContainer() && v.kind != builtinKind && v.kind != recordKind {
		return false
	}
	if v.o != nil {
		for _, list := range [][]value{v.o.keys, v.o.items} {
			for _, item := range list {
				if !exactly(item) {
					return false
				}
			}
		}
	}
	return true
}

type computedCall struct {
	Source  string
	Results [2][]any // with a condition that is empty and one that is not, as testdata/operations.py prints them
}

// computedCalls asks CPython, or the recording where there is none.
func computedCalls(t *testing.T, head string, sources []string) []computedCall {
	t.Helper()
	recorded := map[string]computedCall{}
	if text, err := os.ReadFile(recordedCalls); err == nil {
		var calls []computedCall
		if err := json.Unmarshal(text, &calls); err != nil {
			t.Fatal(err)
		}
		for _, c := range calls {
			recorded[c.Source] = c
		}
	}
	out := make([]computedCall, len(sources))
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Log("python3 is not installed: what was recorded is compared")
		for i, source := range sources {
			var ok bool
			if out[i], ok = recorded[source]; !ok {
				t.Fatalf("%s is not recorded; install Python 3.9 or later and run with -update", source)
			}
		}
		return out
	}
	if other := os.Getenv("SEKISHO_PYTHON"); other != "" {
		interpreter = other
	}
	input := make([]string, len(sources))
	for i, source := range sources {
		input[i] = head + "\n" + source + "\n"
	}
	for i, results := range runOperations(t, interpreter, input) {
		out[i] = computedCall{sources[i], results}
		if _, ok := recorded[sources[i]]; !ok && !*update {
			t.Errorf("%s is not recorded; run with -update", sources[i])
		}
	}
	if *update {
		var text bytes.Buffer // a line each
		for i, c := range out {
			line, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			text.WriteString(map[bool]string{true: "[", false: ",\n"}[i == 0])
			text.Write(line)
		}
		text.WriteString("]\n")
		if err := os.WriteFile(recordedCalls, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
