package engine

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Scaffold returns the files of a new rule by their path in a policy folder: rule, test and fixtures
// that work at once and are there to be changed. Place is FAMILY/NAME, such as
// tenancy/foreign-namespace; existing is the policy folder that the files will go to, or nil. It
// writes nothing.
func (e *Engine) Scaffold(place, id string, existing fs.FS) (map[string]string, error) {
	family, name, ok := strings.Cut(place, "/")
	if !ok || !namePattern.MatchString(name) {
		return nil, fmt.Errorf("new rule %q: write FAMILY/NAME, the name in lower case with hyphens", place)
	}
	families, _, err := e.policy.familiesAndDocs()
	if err != nil {
		return nil, err
	}
	prefix, ok := families[family]
	if !ok {
		return nil, fmt.Errorf("new rule %q: there is no family %s; the families are %s", place, family, strings.Join(slices.Sorted(maps.Keys(families)), ", "))
	}
	if !idPattern.MatchString(id) || len(id) != len(prefix)+3 || !strings.HasPrefix(id, prefix) {
		return nil, fmt.Errorf("new rule %q: the id %q is not %s and three digits", place, id, prefix)
	}
	for i := range e.policy.rules {
		if other := &e.policy.rules[i]; other.ID == id || other.Name == name {
			return nil, fmt.Errorf("new rule %q: %s %s is there already", place, other.ID, other.Name)
		}
	}
	folder := path.Join("rules", family, name)
	if existing != nil {
		if _, err := fs.Stat(existing, folder); err == nil {
			return nil, fmt.Errorf("new rule %q: the folder %s is there already", place, folder)
		}
	}
	replacer := strings.NewReplacer(
		"ID", id, "NAME", name,
		"PACKAGE", strings.TrimPrefix(packageOf(family, name), "data."),
		"LAST", strings.ReplaceAll(name, "-", "_"),
	)
	files := map[string]string{}
	for file, text := range skeleton {
		files[path.Join(folder, file)] = replacer.Replace(text)
	}
	return files, nil
}

var skeleton = map[string]string{
	"rule.rego": `# METADATA
# title: Retries without a delay
# description: |
#   What the rule finds, in one or two sentences.
# custom:
#   id: ID
#   name: NAME
#   avoid: |
#     KubernetesPodOperator(task_id="load", retries=3)
#   prefer: |
#     KubernetesPodOperator(task_id="load", retries=3, retry_delay=timedelta(minutes=5))
#   rationale: |
#     Why the platform cares.
#   messages:
#     immediate:
#       severity: warn
#       text: >-
#         task {task} gives {field} and no delay{chain}
#       fix: >-
#         What a DAG author can do about it.
package PACKAGE

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	some task in input.file.tasks
	value := task.arguments.retries
	not values.empty(value)
	not task.arguments.retry_delay
	finding := findings_of.because(
		values.place(value, task.span),
		"immediate",
		sprintf("%v retries", [values.show(task.id)]),
		{"task": values.show(task.id), "field": "retries"},
		values.why(value),
	)
}
`,
	"rule_test.rego": `package PACKAGE_test

import data.PACKAGE
import data.sekisho.lib.testing

test_found if {
	found := LAST.findings with input as testing.task({"retries": testing.const(3)})
	testing.messages(found) == {"immediate"}
	testing.values(found, "task") == {"load"}
}

test_not_found if {
	count(LAST.findings) == 0 with input as testing.task({})
}
`,
	"bad.py": skeletonHead + `        retries=3,
    )
`,
	"ok.py": skeletonHead + `    )
`,
	"evasion.py": "# The same by default_args.\n" + strings.Replace(skeletonHead, "catchup=False)", `catchup=False, default_args={"retries": 3})`, 1) + `    )
`,
}

const skeletonHead = `from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
`
