package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/cli"
)

var update = flag.Bool("update", false, "write the outputs in README.md and docs anew")

// example is a command in a document and the place of its output:
//
//	<!-- run: sekisho check … -->
//	```console
//	$ sekisho check …
//	…
//	```
//	<!-- end -->
var example = regexp.MustCompile(`(?s)<!-- run: sekisho ([^\n]*?) -->\n(.*?)<!-- end -->`)

// TestDocumentsShowWhatCommandsPrint runs every command that README.md and docs show.
func TestDocumentsShowWhatCommandsPrint(t *testing.T) {
	t.Chdir("../..")
	documents, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, document := range append(documents, "README.md") {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		renewed := example.ReplaceAllStringFunc(string(text), func(found string) string {
			examples++
			arguments := example.FindStringSubmatch(found)[1]
			var out bytes.Buffer
			cli.Command{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out}.Main(strings.Fields(arguments))
			return "<!-- run: sekisho " + arguments + " -->\n```console\n$ sekisho " + arguments + "\n" + out.String() + "```\n<!-- end -->"
		})
		if *update {
			if err := os.WriteFile(document, []byte(renewed), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(text), renewed); diff != "" {
			t.Errorf("%s is stale (-document +now); `make docs` renews it:\n%s", document, diff)
		}
	}
	if examples == 0 {
		t.Error("no document has an example: the pattern finds nothing")
	}
}

// link is a Markdown link to a file of the repository.
var link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)

func TestDocumentsLinkToFilesThatExist(t *testing.T) {
	documents := []string{"../../README.md", "../../CONTRIBUTING.md", "../../bench/README.md"}
	more, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range append(documents, more...) {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(document), found[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", document, found[1])
			}
		}
	}
}

// TestReadmeNamesEverySetting: README and docs/operating.md have the same table of variables.
func TestReadmeNamesEverySetting(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| (`SEKISHO_[^|]*) \\|[^|]*\\| ([^|]*) \\|$")
	rows := func(document string) map[string]string {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, m := range row.FindAllStringSubmatch(string(text), -1) {
			found[m[1]] = m[2]
		}
		return found
	}
	readme, operating := rows("../../README.md"), rows("../../docs/operating.md")
	if diff := cmp.Diff(operating, readme); diff != "" || len(readme) == 0 {
		t.Errorf("the tables of settings differ (-operating +README):\n%s", diff)
	}
}
