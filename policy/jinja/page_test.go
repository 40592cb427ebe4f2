package jinja

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const listPage = "../../docs/jinja.md"

// TestListPage holds docs/jinja.md to the list; -update writes it.
func TestListPage(t *testing.T) {
	want := listAsPage()
	if *update {
		if err := os.WriteFile(listPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(listPage)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./policy/jinja -run TestListPage -update", err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/jinja.md is not what the list says (-want +got); rewrite it with -update:\n%s", diff)
	}
}

func listAsPage() string {
	var page strings.Builder
	page.WriteString(`# What a template string may use

<!-- Written from policy/jinja/list.go by: go test ./policy/jinja -run TestListPage -update -->

Airflow renders the strings of an operator's templated fields with Jinja, in the worker. Its sandbox does not keep a
template from the operating system, so a template may use what stands here and nothing else; rule JIN001 names the
first expression that is not on the list. In critical fields (namespace, template path, image, service account,
connections, ids and others) no template may stand at all.

Statements: ` + "`if`, `for` (not recursive), `set`, `with`, `print`, `raw`, comments" + `. A template may not give one of the names below
another value. Attributes that begin with an underscore, subscripts that are not constant, ` + "`*` and `**` arguments, `**`" + ` as an
operator, more than two loops inside each other, and values or text that may grow out of bounds are refused.
A parameter, a Variable or what the trigger gave may be text of any length, which ` + "`*` repeats and `%`" + ` takes for a format: say that
it is a number, ` + "`(params.n | int) * 3600`" + `, whatever its default or type is.

`)
	byKind := map[valueKind][]string{}
	for name, kind := range context {
		byKind[valueKind(kind)] = append(byKind[valueKind(kind)], name)
	}
	section := func(title, text string, names []string) {
		slices.Sort(names)
		fmt.Fprintf(&page, "## %s\n\n%s\n\n", title, text)
		for _, name := range slices.Compact(names) {
			fmt.Fprintf(&page, "- `%s`\n", name)
		}
		page.WriteString("\n")
	}
	section("Data", "Text, numbers, lists and dicts. Their members may be used by name (`params.x.y`, `params['x']`), their methods as listed below.", byKind[data])
	section("Dates", "Their fields and methods are listed below.", byKind[date])
	var used []string
	for name, kind := range members {
		if valueKind(kind) != object {
			used = append(used, name)
		}
	}
	section("What may be used of Airflow's objects", "Also `var.value.<key>` and `var.json.<key>`, whose keys rule JIN003 judges. `dag_run.conf` is data.", used)
	calls := []string{"ti.xcom_pull(task_ids=…, key=…, map_indexes=…, include_prior_dates=…, default=…)", "var.value.get(key, default)", "var.json.get(key, default)"}
	for name, s := range functions {
		calls = append(calls, shape(name, s))
	}
	section("Functions", "Arguments of `ti.xcom_pull` and keys are literals; `dag_id` is another DAG's and refused.", calls)
	section("Fields of dates", "Of dates, times and time spans.", slices.Collect(maps.Keys(dateFields)))
	section("Methods of dates", "Of dates, times and time spans.", shapes(dateMethods))
	section("Methods of data", "Also `'…'.format(…)` of a literal whose fields do not reach into their arguments.", shapes(dataMethods))
	var list []string
	for name, f := range filters {
		list = append(list, shape(name, f.signature))
	}
	section("Filters", "The value they are applied to comes first and is not counted.", list)
	section("Tests", "Written `x is defined`.", slices.Collect(maps.Keys(safeTests)))
	return strings.TrimRight(page.String(), "\n") + "\n"
}

func shapes(signatures map[string]signature) []string {
	var list []string
	for name, s := range signatures {
		list = append(list, shape(name, s))
	}
	return list
}

// shape is a name with what it may be given.
func shape(name string, s signature) string {
	var parts []string
	if s.most > 0 {
		parts = append(parts, fmt.Sprintf("up to %d", s.most))
	}
	for _, keyword := range s.keywords {
		parts = append(parts, keyword+"=")
	}
	if s.literal {
		parts = append(parts, "literals only")
	}
	if s.limit > 0 {
		parts = append(parts, fmt.Sprintf("literals to %d only", s.limit))
	}
	return name + "(" + strings.Join(parts, ", ") + ")"
}
