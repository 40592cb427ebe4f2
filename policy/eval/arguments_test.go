package eval

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const ruleData = "../../rego/data/"

// readLists reads a file of the policy's data.
func readLists(t *testing.T, name string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(ruleData + name)
	if err != nil {
		t.Fatal(err)
	}
	var lists map[string]any
	if err := yaml.Unmarshal(text, &lists); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return lists
}

// names are the members of a list or the keys of a mapping.
func names(list any) []string {
	var out []string
	switch list := list.(type) {
	case []any:
		for _, name := range list {
			out = append(out, name.(string))
		}
	case map[string]any:
		out = slices.Collect(maps.Keys(list))
	}
	return out
}

// acceptedArguments are all that a DAG or task may be given without an unknown, by the list that says so.
func acceptedArguments(t *testing.T) map[string]string {
	t.Helper()
	accepted := map[string]string{}
	take := func(from string, list ...string) {
		for _, name := range list {
			accepted[name] = from
		}
	}
	fields, err := os.ReadFile("../airflow/data/fields.txt")
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(fields)) {
		head, list, _ := strings.Cut(row, ":")
		switch head {
		// The other groups say where and what a pod is, and are judged as such by the families TEN and POD.
		case "pod override", "pod callable", "pod task":
			take("fields.txt, "+head, strings.Fields(list)...)
		}
	}
	take("flowArguments", slices.Collect(maps.Keys(flowArguments))...)
	take("dagArguments", slices.Collect(maps.Keys(dagArguments))...)
	for _, operator := range crossDAGs {
		take("crossDAGs", slices.Collect(maps.Keys(operator.data))...)
	}
	take("pod_arguments.yaml", names(readLists(t, "pod_arguments.yaml")["harmless"])...)
	for _, list := range readLists(t, "dag_arguments.yaml") {
		take("dag_arguments.yaml", names(list)...)
	}
	return accepted
}

// judgedValues are the lists of argument_values.yaml that say what an argument takes, or who judges it; each
// argument stands in one. The others are about arguments of these.
var judgedValues = []string{"numbers", "spans", "truths", "words", "dates", "texts", "prose", "lists", "mappings", "judged", "free"}

func TestEveryArgumentHasItsValues(t *testing.T) {
	lists := readLists(t, "argument_values.yaml")
	listed := map[string]string{}
	for _, list := range judgedValues {
		for _, name := range names(lists[list]) {
			if was, twice := listed[name]; twice {
				t.Errorf("argument_values.yaml: %s is in %s and in %s", name, was, list)
			}
			listed[name] = list
		}
	}
	accepted := acceptedArguments(t)
	for name, from := range accepted {
		if listed[name] == "" {
			t.Errorf("%s accepts the argument %s, and argument_values.yaml does not say which values it may have, or who judges them", from, name)
		}
	}
	for name, list := range listed {
		if accepted[name] == "" {
			t.Errorf("argument_values.yaml lists %s in %s, and no DAG or task may be given it", name, list)
		}
	}
	for _, about := range []string{"waits", "written", "flags", "none"} {
		for _, name := range names(lists[about]) {
			switch listed[name] {
			case "", "judged", "free":
				t.Errorf("argument_values.yaml lists %s in %s, and bounds no value of it", name, about)
			}
		}
	}
}

func TestJudgesOfArgumentsAreRules(t *testing.T) {
	ids := map[string]bool{}
	rules, err := filepath.Glob("../../rego/rules/*/*/rule.rego")
	if err != nil || len(rules) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, path := range rules {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, after, _ := strings.Cut(string(text), "#   id: ")
		id, _, _ := strings.Cut(after, "\n")
		ids[id] = true
	}
	for name, id := range readLists(t, "argument_values.yaml")["judged"].(map[string]any) {
		if !ids[id.(string)] {
			t.Errorf("argument_values.yaml: %s is judged by %v, which is no rule", name, id)
		}
	}
}
