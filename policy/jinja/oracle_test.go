package jinja

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "ask Jinja again for testdata/trees.json (needs python3 with jinja2)")

const (
	templatesFile = "testdata/templates.txt"
	treesFile     = "testdata/trees.json"
)

// templates reads testdata/templates.txt: one template a line, with \n, \r, \t and \xNN written as Go
// escapes.
func templates(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile(templatesFile)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		var text string
		if _, err := fmt.Sscanf(line, "%q", &text); err != nil {
			t.Fatalf("%s: %q: %v", templatesFile, line, err)
		}
		list = append(list, text)
	}
	return list
}

// ask runs the oracle: the tree of each template, nil where Jinja refuses it.
func ask(list []string) ([]*string, error) {
	input, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	command := exec.Command("python3", "testdata/oracle.py")
	command.Stdin = bytes.NewReader(input)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("run python3 testdata/oracle.py: %w", err)
	}
	var trees []*string
	return trees, json.Unmarshal(output, &trees)
}

// TestParseReadsAsJinjaDoes compares every template of testdata/templates.txt with what Jinja
// made of it. What Jinja reads may be refused here only for a reason that stricter names.
func TestParseReadsAsJinjaDoes(t *testing.T) {
	list := templates(t)
	if *update {
		trees, err := ask(list)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.MarshalIndent(trees, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(treesFile, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(treesFile)
	if err != nil {
		t.Fatal(err)
	}
	var trees []*string
	if err := json.Unmarshal(data, &trees); err != nil {
		t.Fatal(err)
	}
	if len(trees) != len(list) {
		t.Fatalf("%d templates but %d trees: run with -update", len(list), len(trees))
	}
	for i, text := range list {
		if difference := compare(text, trees[i]); difference != "" {
			t.Error(difference)
		}
	}
}

// compare is empty when our reading and Jinja's agree.
func compare(text string, want *string) string {
	template, err := Parse(text)
	switch {
	case err != nil && want == nil:
		return ""
	case err != nil:
		if stricter(err.Error()) {
			return ""
		}
		return fmt.Sprintf("%q is refused (%v), Jinja reads %s", text, err, *want)
	case want == nil:
		return fmt.Sprintf("%q is read as %s, Jinja refuses it", text, dump(template.Body))
	}
	if got := dump(template.Body); got != *want {
		return fmt.Sprintf("%q\n  is read as %s\n  Jinja reads %s", text, got, *want)
	}
	return ""
}

// stricter says whether a refusal is one that Jinja does not share on purpose.
func stricter(reason string) bool {
	for _, ours := range []string{"is not ASCII", "an escape that is not", "levels deep"} {
		if strings.Contains(reason, ours) {
			return true
		}
	}
	return false
}

// TestMutantsReadAsJinjaDoes compares mutants of the templates with Jinja where it is installed.
func TestMutantsReadAsJinjaDoes(t *testing.T) {
	if err := exec.Command("python3", "-c", "import jinja2").Run(); err != nil {
		t.Skip("python3 with jinja2 is not installed: pip install jinja2")
	}
	list := mutants(templates(t), 6000)
	trees, err := ask(list)
	if err != nil {
		t.Fatal(err)
	}
	read, wrong := 0, 0
	for i, text := range list {
		if trees[i] != nil {
			read++
		}
		if difference := compare(text, trees[i]); difference != "" {
			if wrong++; wrong <= 20 {
				t.Error(difference)
			}
		}
	}
	t.Logf("%d mutants, of which Jinja reads %d; %d are read otherwise here", len(list), read, wrong)
}

// mutants joins, cuts and changes templates, always in the same way: by pieces of syntax first, then
// by single characters.
func mutants(seeds []string, count int) []string {
	random := rand.New(rand.NewPCG(3, 1))
	pieces := []string{"{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "-}}", "-%}", "+%}", " ", "\n", "\r", "\r\n", "raw", "endraw", "'", "\"", "\\", ".", "|", "(", ")", "[", "]", "{", "}", ",", ":", "~", "not ", " in ", " is ", " if ", " else ", "x", "1", "1.5", "0x1", "_", "e", "**", "//", "==", "=", "*", "\u00a0", "é", "{{ x }}", "{% raw %}", "{% endraw %}", "{%- endraw -%}", "{# c #}"}
	characters := []rune("{}%#-+ \n\r\t.|()[]:,~'\"\\_ae01xdsinotrfw*/=<>!\u00a0é;")
	list := make([]string, 0, count)
	for len(list) < count {
		text := []rune(seeds[random.IntN(len(seeds))])
		for range 1 + random.IntN(4) {
			at := random.IntN(len(text) + 1)
			head, tail := text[:at:at], text[at:]
			if len(list) < count/2 {
				switch random.IntN(4) {
				case 0:
					text = append(append(head, []rune(pieces[random.IntN(len(pieces))])...), tail...)
				case 1:
					text = append(head, tail[random.IntN(min(4, len(tail))+1):]...)
				case 2:
					other := []rune(seeds[random.IntN(len(seeds))])
					text = append(head, other[random.IntN(len(other)+1):]...)
				case 3:
					text = append(text, []rune(seeds[random.IntN(len(seeds))])...)
				}
				continue
			}
			switch {
			case random.IntN(3) == 0:
				text = append(append(head, characters[random.IntN(len(characters))]), tail...)
			case len(tail) > 0 && random.IntN(2) == 0:
				text = append(head, tail[1:]...)
			case len(tail) > 0:
				text[at] = characters[random.IntN(len(characters))]
			}
		}
		list = append(list, string(text))
	}
	return list
}
