package engine_test

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sekisho/sekisho/policy/engine"
)

// Whoever fits the lists to a platform, as docs/operating.md says, still sees the tests pass: those of built-in
// rules are of the built-in lists, those that a policy folder brings of its own.
func TestTheListsOfAPolicyFolderFailNoBuiltInTest(t *testing.T) {
	if testing.Short() {
		t.Skip("runs every test of the policy twice; without -short it runs")
	}
	overlay := fstest.MapFS{
		"data/registries.yaml":       {Data: []byte("approved: [123456789012.dkr.ecr.eu-west-1.amazonaws.com/]\n")},
		"data/service_accounts.yaml": {Data: []byte("allowed: [runner]\n")},
		"data/pull_secrets.yaml":     {Data: []byte("allowed: [ecr]\n")},
		"rules/pod/image/own_test.rego": {Data: []byte(`package sekisho.rules.pod.image.own_test

test_lists_are_the_folders if data.lists.registries.approved == ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/"]
`)},
	}
	fitted, err := engine.New(t.Context(), engine.Options{Overlay: overlay})
	if err != nil {
		t.Fatal(err)
	}
	report, err := fitted.Test(t.Context())
	if err != nil || !report.OK() {
		t.Fatalf("%v: %+v", err, failures(report))
	}
	builtIn, err := embedded(t).Test(t.Context())
	if err != nil || report.Passed != builtIn.Passed+1 {
		t.Errorf("%d tests, want those of the built-in policy, %d, and one: %v", report.Passed, builtIn.Passed, err)
	}
	overlay["rules/pod/image/own_test.rego"] = &fstest.MapFile{Data: []byte(`package sekisho.rules.pod.image.own_test

test_fails if data.lists.registries.approved == []
`)}
	broken, err := engine.New(t.Context(), engine.Options{Overlay: overlay})
	if err != nil {
		t.Fatal(err)
	}
	if report, err := broken.Test(t.Context()); err != nil || len(failures(report)) != 1 {
		t.Errorf("%v: a test of the folder that fails is not reported: %+v", err, failures(report))
	}
}

func failures(report *engine.TestReport) (failed []engine.TestResult) {
	if report == nil {
		return nil
	}
	for _, result := range report.Results {
		if !result.Passed {
			failed = append(failed, result)
		}
	}
	return failed
}

// The example in the file is one that an installation may write; a mistake is told with what could be meant.
func TestTheExampleOfSeveritiesIsTaken(t *testing.T) {
	const file = "data/severities.yaml"
	text, err := os.ReadFile(path.Join("../../rego", file))
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile(`(?m)^#   ([A-Z]+[0-9]+: .*)$`).FindAllStringSubmatch(string(text), -1)
	if len(examples) == 0 {
		t.Fatal("the file shows no example")
	}
	for _, example := range examples {
		if _, err := engine.New(t.Context(), engine.Options{Overlay: fstest.MapFS{file: {Data: []byte(example[1])}}}); err != nil {
			t.Error(err)
		}
	}
	_, err = engine.New(t.Context(), engine.Options{Overlay: fstest.MapFS{file: {Data: []byte("POD005: {mutable_tag: review}")}}})
	if err == nil || !strings.Contains(err.Error(), "POD005 has no message mutable_tag; it has ") || !strings.Contains(err.Error(), "mutable") {
		t.Errorf("a message that is not there: %v", err)
	}
}
