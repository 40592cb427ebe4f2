package eval

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/python"
)

// judgedByRules are the rules whose threats are declarative files: what they build is known in
// full, and whether it is the tenant's is for a rule to say.
var judgedByRules = map[string]string{
	"TEN001": "the namespace is known and foreign",
	"TEN002": "no namespace is given, which is known",
	"TEN004": "the pod's inline specification is known",
	"TEN005": "the template path is known and foreign",
	"TEN006": "only the repository of templates knows which exist",
	"TEN009": "the cluster fields are known",
	"POD001": "the volumes are known", "POD002": "the privileges are known", "POD003": "the containers are known",
	"POD006": "the secrets are known", "POD007": "the labels are known",
	"TPL003":  "the falsy keyword is known",
	"DAG001":  "the dag_id is known and foreign",
	"DAG003":  "pool, queue and user are known",
	"JIN003":  "the key of the variable is known",
	"JIN005":  "the DAG id in the template is known",
	"NET004":  "the recipients are known",
	"XDAG002": "the asset is known and foreign",
	"META002": "the key of the variable is known",
	"FILE001": "the name of the file decides", "FILE002": "the bytes of the file decide",
	"FILE004": "the mode of the file decides", "FILE006": "the parser decides", "FILE007": "the path decides",
	"FILE008": "the path decides",
}

// judgedByRulesByID are threats of other rules that turned out to be known in full.
var judgedByRulesByID = map[string]string{
	"C14": "the name of the environment variable is known: META006",
	"C58": "the DAG that is started is known and foreign: XDAG001",
	"D41": "the namespace is decoded and foreign: TEN001",
	"D10": "the namespace in a literal list of expand_kwargs is known and foreign: TEN001",
}

type threat struct {
	ID, Title, Severity, Rule, Snippet string
}

func readThreats(t testing.TB) []threat {
	t.Helper()
	text, err := os.ReadFile("testdata/threats.json")
	if err != nil {
		t.Fatal(err)
	}
	var threats []threat
	if err := json.Unmarshal(text, &threats); err != nil {
		t.Fatal(err)
	}
	return threats
}

// withPrologue defines the names that a snippet takes for granted.
func withPrologue(snippet string) string {
	for _, name := range []string{"DAG(", "with dag", "KubernetesPodOperator", "dag.", "datetime("} {
		if strings.Contains(snippet, name) {
			return prologue + snippet + "\n"
		}
	}
	return snippet + "\n"
}

func TestThreats(t *testing.T) {
	for _, threat := range readThreats(t) {
		t.Run(threat.ID, func(t *testing.T) {
			source := withPrologue(threat.Snippet)
			if _, err := python.Parse([]byte(source), python.Options{Version: 13}); err != nil {
				return // refused, so never declarative
			}
			out := run(t, source)
			if !out.Declarative || threat.Severity == "warn" || judgedByRules[threat.Rule] != "" || judgedByRulesByID[threat.ID] != "" {
				return
			}
			t.Errorf("%s (%s, %s) is declarative:\n%s", threat.Title, threat.Severity, threat.Rule, source)
		})
	}
}
