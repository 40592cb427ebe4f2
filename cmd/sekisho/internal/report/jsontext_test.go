package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// TestJSONTextIsThatOfEncodingJSON compares the writer with the one that it stands for.
func TestJSONTextIsThatOfEncodingJSON(t *testing.T) {
	at := func(n int) facts.Position { return facts.Position{Line: n, Column: n + 1} }
	suggestion := "orders\n"
	texts := []string{"", "plain", `"quoted\"`, "tab\t and \x00\x1f\x7f", "<&>", "日本 \u2028 \U0001F600", "broken \xff\xfe", strings.Repeat("x", 100_000)}
	reports := []jsonReport{{Files: []jsonFile{}, Findings: []jsonFinding{}, Pods: []jsonPod{}}}
	full := jsonReport{Version: 1, Verdict: "deny", Policy: "p", Templates: "checked"}
	for i, text := range texts {
		full.Files = append(full.Files, jsonFile{Path: text, Verdict: "allow", Declarative: i%2 == 0, Digest: text})
		one := jsonFinding{Rule: text, Name: text, Severity: "deny", Path: text, Start: at(i), End: at(-i), Message: text, Why: []jsonWhy{}, Fix: text, Docs: text}
		full.Findings = append(full.Findings, one)
		one.Suggestion, one.Why = &suggestion, []jsonWhy{{What: text, Start: at(i), End: at(i)}, {What: "a"}}
		full.Findings = append(full.Findings, one)
		full.Pods = append(full.Pods, jsonPod{DAG: text, Task: text, Namespace: text, Template: text, Path: text, Line: i})
	}
	for _, r := range append(reports, full) {
		var got, want bytes.Buffer
		if err := r.write(&got); err != nil {
			t.Fatal(err)
		}
		encoder := json.NewEncoder(&want)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(r); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			g, w := strings.Split(got.String(), "\n"), strings.Split(want.String(), "\n")
			for i := range min(len(g), len(w)) {
				if g[i] != w[i] {
					t.Fatalf("line %d:\n%.200q\n%.200q", i+1, g[i], w[i])
				}
			}
			t.Fatalf("%d lines, want %d", len(g), len(w))
		}
	}
}
