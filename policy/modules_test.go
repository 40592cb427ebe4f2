package policy

import (
	"slices"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

var testPlatform = &facts.Platform{
	Tenants:        []string{"orders", "payments", "data-lake"},
	DAGFolder:      "airflow/dags",
	TemplateFolder: "templates",
}

func TestModuleNames(t *testing.T) {
	tests := map[string]struct {
		path string
		want []string
	}{
		"aFileOfTheDAGFolderAnswersToEverySuffix": {
			"airflow/dags/lib/common.py", []string{"lib.common", "common", "dags.orders.lib.common"}},
		"aPackageAnswersToItsFolder": {
			"airflow/dags/lib/__init__.py", []string{"lib", "dags.orders.lib"}},
		"aFileOutsideDoesNotMakeTheSharedFolderOurs": {
			"airflow/tests/test_load.py", []string{"tests.test_load"}},
		"aFileOfTheRootAnswersToItsPath":  {"plugins/tool.py", []string{"plugins.tool"}},
		"theSuffixIsReadWithoutCase":      {"airflow/dags/common.PY", []string{"common", "dags.orders.common"}},
		"aFileThatIsNoPythonHasNoNames":   {"airflow/dags/readme.md", nil},
		"anInitFileOfTheRootIsItselfOnly": {"__init__.py", []string{"__init__"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := moduleNames(test.path, "orders", testPlatform.DAGFolder)
			if !slices.Equal(got, test.want) {
				t.Errorf("moduleNames(%q) = %q, want %q", test.path, got, test.want)
			}
		})
	}
}

func TestModulesKnowWhoseAModuleIs(t *testing.T) {
	m := newModules([]SnapshotFile{
		{Path: "airflow/dags/common.py"},
		{Path: "airflow/dags/requests.py"},
		{Path: "airflow/dags/load/main.py"},
	}, "orders", testPlatform)
	tests := map[string]struct {
		module string
		own    bool
		tenant string
	}{
		"anOwnModule":                            {"common", true, ""},
		"whatIsBelowAnOwnModule":                 {"load.main.x", true, ""},
		"anOwnModuleByTheBucketsPath":            {"dags.orders.common", true, ""},
		"aFileThatShadowsALibrary":               {"requests", true, ""},
		"aLibrary":                               {"airflow.models", false, ""},
		"anotherTenantsModuleByTheBucketsPath":   {"dags.payments.common", false, "payments"},
		"anotherTenantsModuleByItsFolder":        {"payments.common", false, "payments"},
		"anotherTenantsModuleWithHyphenReplaced": {"data_lake.common", false, "data-lake"},
		"aModuleThatOnlyBeginsLikeATenant":       {"paymentslib", false, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := m.own(test.module); got != test.own {
				t.Errorf("own(%q) = %v, want %v", test.module, got, test.own)
			}
			if got := m.tenantOf(test.module); got != test.tenant {
				t.Errorf("tenantOf(%q) = %q, want %q", test.module, got, test.tenant)
			}
		})
	}
}
