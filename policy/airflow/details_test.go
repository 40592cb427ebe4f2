package airflow

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/facts"
)

var update = flag.Bool("update", false, "rewrite docs/capabilities.md")

const capabilitiesPage = "../../docs/capabilities.md"

// TestCapabilitiesPage holds docs/capabilities.md to the vocabulary; -update writes it.
func TestCapabilitiesPage(t *testing.T) {
	want := renderDetails(Default().Details())
	if *update {
		if err := os.WriteFile(capabilitiesPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(capabilitiesPage)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./policy/airflow -run TestCapabilitiesPage -update", err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/capabilities.md is not what the vocabulary says (-want +got); rewrite it with -update:\n%s", diff)
	}
}

func renderDetails(details []Detail) string {
	var page strings.Builder
	page.WriteString(`# Capabilities and details

<!-- Written from policy/airflow/data/details.txt by: go test ./policy/airflow -run TestCapabilitiesPage -update -->

Every symbol that a DAG file names has a *capability* and a *detail* word. A detail word belongs to exactly one
capability, so a rule may look up either. A symbol that nobody listed has capability ` + "`unknown`" + ` and no detail:
unknown is not harmless. ` + "`kind`" + ` tells operators, sensors, hooks and triggers of one detail apart; kind
` + "`re-export`" + ` marks a module reached as an attribute of another (` + "`airflow.os`" + `), kind ` + "`member`" + ` an attribute of a
listed class.
`)
	capability := facts.Capability("")
	for _, detail := range details {
		if detail.Capability != capability {
			capability = detail.Capability
			fmt.Fprintf(&page, "\n## %s\n\n| detail | judged by | meaning |\n|---|---|---|\n", capability)
		}
		rule := detail.Rule
		if rule == "" {
			rule = "–"
		}
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", detail.Word, rule, detail.Sentence)
	}
	return page.String()
}

// TestVocabularyIsClosed holds that each word is well formed, has a capability of facts and a
// sentence, and stands beside the other words of its capability.
func TestVocabularyIsClosed(t *testing.T) {
	known := map[facts.Capability]bool{
		facts.CapPod: true, facts.CapDatabase: true, facts.CapHTTP: true, facts.CapCloudAPI: true,
		facts.CapFilesystem: true, facts.CapShell: true, facts.CapPythonExec: true,
		facts.CapAirflowInternal: true, facts.CapMessaging: true, facts.CapTransfer: true, facts.CapSafe: true,
	}
	word := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	rule := regexp.MustCompile(`^([A-Z]{2,4}[0-9]{3})?$`)
	closed := map[facts.Capability]bool{}
	last := facts.Capability("")
	for _, detail := range Default().Details() {
		if !word.MatchString(detail.Word) || !known[detail.Capability] || !rule.MatchString(detail.Rule) || !strings.HasSuffix(detail.Sentence, ".") {
			t.Errorf("malformed: %+v", detail)
		}
		if detail.Capability != last {
			if closed[detail.Capability] {
				t.Errorf("%s: the words of %s do not stand together", detail.Word, detail.Capability)
			}
			closed[detail.Capability], last = true, detail.Capability
		}
	}
	if len(closed) != len(known) {
		t.Errorf("%d capabilities have words, want %d", len(closed), len(known))
	}
}
