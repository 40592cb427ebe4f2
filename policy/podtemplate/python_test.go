package podtemplate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/podtemplate"
)

// oracle reads texts with PyYAML's safe loaders, and answers with the scalars by path: the one in C, which Airflow takes where it is
// installed, and the one in Python, which differ in what they refuse.
const oracle = `
import json, sys, re
import yaml
plain = re.compile(r'^[A-Za-z0-9_-]+$')
def walk(v, path, out):
    if isinstance(v, dict):
        for k, w in v.items():
            if not isinstance(k, str):
                out["!key " + path] = str(type(k))
                continue
            if plain.match(k):
                p = path + "." + k if path else k
            else:
                p = path + "[" + json.dumps(k, ensure_ascii=False) + "]"
            walk(w, p, out)
    elif isinstance(v, list):
        for i, w in enumerate(v):
            walk(w, path + "[%d]" % i, out)
    elif v is None or isinstance(v, (str, bool, int)) or (isinstance(v, float) and v - v == 0):
        out[path] = v
    else:
        out[path] = "!" + type(v).__name__
loaders = [yaml.SafeLoader]
if yaml.__with_libyaml__:
    loaders.append(yaml.CSafeLoader)
answers = []
for text in json.load(sys.stdin):
    read = []
    for loader in loaders:
        out = {}
        try:
            walk(yaml.load(text, loader), "", out)
        except Exception as e:
            out = {"!error": str(e)[:80]}
        read.append(out)
    answers.append(read[0] if read[0] == read[-1] else {"!readers": str(read)[:200]})
json.dump(answers, sys.stdout)
`

// pyyaml asks PyYAML about texts, or skips.
func pyyaml(t *testing.T, texts []string) []map[string]any {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("skipped: no python3 in PATH; install Python 3 and PyYAML to compare with what Airflow reads")
	}
	if out, err := exec.Command(python, "-c", "import yaml").CombinedOutput(); err != nil {
		t.Skipf("skipped: python3 has no PyYAML (pip install pyyaml): %s", bytes.TrimSpace(out))
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-c", oracle)
	command.Stdin = bytes.NewReader(input)
	command.Stderr = &bytes.Buffer{}
	output, err := command.Output()
	if err != nil {
		t.Fatalf("PyYAML: %v: %s", err, command.Stderr)
	}
	var answers []map[string]any
	if err := json.Unmarshal(output, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// agree reports where an accepted text says something else to PyYAML. A refused text may say anything.
func agree(t *testing.T, text string, python map[string]any) bool {
	t.Helper()
	got := podtemplate.Read([]byte(text), podtemplate.DefaultLimits())
	if !got.OK {
		return false
	}
	fields := map[string]any{}
	for path, field := range got.Fields {
		fields[path] = field.Value
	}
	encoded, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	var ours map[string]any
	if err := json.Unmarshal(encoded, &ours); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(ours, python) {
		t.Errorf("accepted, but PyYAML reads something else\n%s\nours   %v\nPyYAML %v", text, ours, python)
	}
	return true
}

// scalars are plain scalars of every kind that YAML 1.1, YAML 1.2 and Go's readers know.
var scalars = strings.Fields(`
	y Y n N yes Yes YES no No NO on On ON off Off OFF true True TRUE false False FALSE tRUE
	~ null Null NULL nULL none None
	0 -0 +0 1 +1 -1 01 007 0777 08 09 0_7 1_000 _1 1_ 0b1 0b2 0B1 0o7 0O7 0x1F 0X1f 0x_1 -0x1F
	1:30 1:60 01:30 190:20:30 190:20:30.15 -1:30 1:30:00 22:22 12:30
	1.0 1. .5 -.5 +.5 1.5 1e3 1e+3 1.0e3 1.0e+3 1.e+3 1E3 -1.5e-3 1_0.0 1.5_0 .inf -.inf +.inf .Inf .INF .nan .NaN .NAN inf nan Infinity
	2024-01-01 2024-1-1 2024-01-01T00:00:00Z 2024-01-01T00:00:00 2024-01-01t00:00:00+01:00 2024-13-45 0000-00-00
	= << . .. ... - -- / \\ a a:b a::b http://x 1a 1.2.3 1-2 0. 0.0 00 0e0 12345678901234567890 9223372036854775808
	512Mi 0.5 500m 1Gi 4f2a9c1 1e2 1e10 3e5 12e03 0e1234 7e9`)

func TestScalarsMeanWhatPyYAMLSays(t *testing.T) {
	texts := make([]string, 0, 2*len(scalars))
	for _, s := range scalars {
		texts = append(texts,
			meta("  annotations:\n    a: "+s+"\n"),
			meta("  annotations:\n    "+s+": a\n"),
			pod("      resources:\n        limits:\n          cpu: "+s+"\n"),
			pod("  hostNetwork: "+s+"\n"),
			pod("  priority: "+s+"\n"))
	}
	accepted := 0
	for i, python := range pyyaml(t, texts) {
		if agree(t, texts[i], python) {
			accepted++
		}
	}
	if accepted < 50 {
		t.Errorf("only %d of %d texts are accepted: the comparison says nothing", accepted, len(texts))
	}
	t.Logf("%d of %d texts accepted, all read alike", accepted, len(texts))
}

// TestMutantsMeanWhatPyYAMLSays changes a good template at random places; what is still accepted must say the same
// to both readers.
func TestMutantsMeanWhatPyYAMLSays(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tokens := []string{" ", "  ", "\n", "\n  ", "\n    ", ":", ": ", "- ", "-", "?", "? ", "|", ">", "|-\n", ">+\n", "|2\n", "'", "\"", "#", " #", "{", "}", "[", "]", ",", ", ",
		"!", "&a ", "*a", "<<: ", "---\n", "...\n", "%", "@", "`", "\\", "\\n", "\\u0041", "\\x41", "~", "null", "on", "0777", "1:30", "true", "namespace: payments", "é", "\u00a0", "x"}
	count := 2500
	if testing.Short() {
		count = 500
	}
	texts := make([]string, 0, count)
	for range count {
		text := ordinary
		if random.IntN(2) == 0 {
			text = pod("      args: [\"a b\", 'c''d', e f]\n  nodeName: a\n    b\n")
		}
		for range 1 + random.IntN(3) {
			at := random.IntN(len(text))
			switch random.IntN(3) {
			case 0:
				text = text[:at] + tokens[random.IntN(len(tokens))] + text[at:]
			case 1:
				text = text[:at] + text[min(len(text), at+1+random.IntN(4)):]
			default:
				text = text[:at] + tokens[random.IntN(len(tokens))] + text[min(len(text), at+1):]
			}
		}
		texts = append(texts, text)
	}
	accepted := 0
	for i, python := range pyyaml(t, texts) {
		if agree(t, texts[i], python) {
			accepted++
		}
		if t.Failed() {
			t.Fatalf("mutant %d", i)
		}
	}
	if accepted*20 < len(texts) {
		t.Errorf("only %d of %d mutants are accepted: the comparison says nothing", accepted, len(texts))
	}
	t.Log(fmt.Sprintf("%d of %d mutants accepted, all read alike", accepted, len(texts)))
}
