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
		"aFolderOfTheTenantsNameMayBeTheBuckets": {
			"airflow/dags/orders/common.py", []string{"orders.common", "common", "dags.orders.common", "dags.orders.orders.common"}},
		"itsPackageToo": {
			"airflow/dags/orders/__init__.py", []string{"orders", "dags.orders", "dags.orders.orders"}},
		"aFileOutsideDoesNotMakeTheSharedFolderOurs": {
			"airflow/tests/test_load.py", []string{"tests.test_load"}},
		"aFileOfTheRootAnswersToItsPath":  {"plugins/tool.py", []string{"plugins.tool"}},
		"theSuffixIsReadWithoutCase":      {"airflow/dags/common.PY", []string{"common", "dags.orders.common"}},
		"aFileThatIsNoPythonHasNoNames":   {"airflow/dags/readme.md", nil},
		"anInitFileOfTheRootIsItselfOnly": {"__init__.py", []string{"__init__"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := moduleNames(test.path, "orders", testPlatform)
			if !slices.Equal(got, test.want) {
				t.Errorf("moduleNames(%q) = %q, want %q", test.path, got, test.want)
			}
		})
	}
}

// Two files may be the module dags.orders.common, depending on how the repository is deployed: neither is executed.
func TestTwoPlacesOfTheBucketAreNotCertain(t *testing.T) {
	m := newModules([]SnapshotFile{{Path: "airflow/dags/common.py"}, {Path: "airflow/dags/orders/common.py"}, {Path: "airflow/dags/alone.py"}},
		&facts.Tenant{Namespace: "orders"}, testPlatform)
	if at := m.file("dags.orders.common"); at != -1 {
		t.Errorf("dags.orders.common is file %d, want none for certain", at)
	}
	if at := m.file("dags.orders.alone"); at != 2 {
		t.Errorf("dags.orders.alone is file %d, want 2", at)
	}
}

// A repository that is deployed as a whole lies in the tenant's folder of the bucket with all that is in it.
func TestModuleNamesOfAWholeRepository(t *testing.T) {
	for filePath, want := range map[string][]string{
		"common.py":            {"common", "dags.orders.common"},
		"lib/common.py":        {"lib.common", "common", "dags.orders.lib.common"},
		"__init__.py":          {"dags.orders"},
		"lib/__init__.py":      {"lib", "dags.orders.lib"},
		"dags/orders/x.py":     {"dags.orders.x", "orders.x", "x", "dags.orders.dags.orders.x"},
		"tests/test_common.py": {"tests.test_common", "test_common", "dags.orders.tests.test_common"},
	} {
		if got := moduleNames(filePath, "orders", &facts.Platform{DAGFolder: "."}); !slices.Equal(got, want) {
			t.Errorf("moduleNames(%q) = %q, want %q", filePath, got, want)
		}
	}
}

// Where the folder of the tenant's name is deployed, what is in it has one place in the bucket, and what lies
// beside it none.
func TestModuleNamesOfANamespaceFolder(t *testing.T) {
	for folder, cases := range map[string]map[string][]string{
		"airflow/dags": {
			"airflow/dags/orders/common.py":        {"common", "orders.common", "dags.orders.common"},
			"airflow/dags/orders/lib/common.py":    {"lib.common", "common", "orders.lib.common", "dags.orders.lib.common"},
			"airflow/dags/orders/__init__.py":      {"orders", "dags.orders"},
			"airflow/dags/orders/orders/common.py": {"orders.common", "common", "orders.orders.common", "dags.orders.orders.common"},
			"airflow/dags/common.py":               {"common"},
			"airflow/dags/payments/common.py":      {"payments.common"},
			"tools/common.py":                      {"tools.common"},
		},
		".": {
			"orders/common.py": {"common", "orders.common", "dags.orders.common"},
			"common.py":        {"common"},
		},
	} {
		for filePath, want := range cases {
			platform := &facts.Platform{DAGFolder: folder, NamespaceFolder: true}
			if got := moduleNames(filePath, "orders", platform); !slices.Equal(got, want) {
				t.Errorf("moduleNames(%q) in %q = %q, want %q", filePath, folder, got, want)
			}
		}
	}
}

func TestModulesOfANamespaceFolderAreCertain(t *testing.T) {
	platform := *testPlatform
	platform.NamespaceFolder = true
	m := newModules([]SnapshotFile{
		{Path: "airflow/dags/orders/a.py"}, {Path: "airflow/dags/a.py"}, {Path: "airflow/dags/b.py"}, {Path: "airflow/dags/orders/shared.py"},
	}, &facts.Tenant{Namespace: "orders", Modules: []string{"shared"}}, &platform)
	for module, want := range map[string]int{
		"dags.orders.a": 0, "a": -1, "dags.orders.b": -1, "b": -1, "dags.b": -1, "shared": 3, "orders.shared": -1, "dags.orders.orders.a": -1,
	} {
		if at := m.file(module); at != want {
			t.Errorf("%s is the file %d, want %d", module, at, want)
		}
	}
}

// A file at dags/orders of such a repository lands deeper in the bucket, so nothing is known to be the
// module dags.orders.x.
func TestTheBucketsPathInAWholeRepositoryIsNotCertain(t *testing.T) {
	platform := *testPlatform
	platform.DAGFolder = "."
	m := newModules([]SnapshotFile{{Path: "dags/orders/x.py"}, {Path: "y.py"}}, &facts.Tenant{Namespace: "orders"}, &platform)
	if got := m.file("dags.orders.x"); got != -1 {
		t.Errorf("dags.orders.x is the file %d", got)
	}
	if got := m.file("dags.orders.y"); got != 1 {
		t.Errorf("dags.orders.y is the file %d", got)
	}
}

func TestModulesKnowWhoseAModuleIs(t *testing.T) {
	m := newModules([]SnapshotFile{
		{Path: "airflow/dags/common.py"},
		{Path: "airflow/dags/requests.py"},
		{Path: "airflow/dags/load/main.py"},
	}, &facts.Tenant{Namespace: "orders"}, testPlatform)
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

func TestModulesExecuteOnlyWhatAnImportFindsForCertain(t *testing.T) {
	source := func(path string) SnapshotFile { return SnapshotFile{Path: path, Mode: "100644"} }
	tests := map[string]struct {
		files  []SnapshotFile
		module string
		want   string
	}{
		"byItsPlaceInTheBucket": {
			[]SnapshotFile{source("airflow/dags/common.py")}, "dags.orders.common", "airflow/dags/common.py"},
		"byANameThatNoPackageHas": {
			[]SnapshotFile{source("airflow/dags/shared/names.py")}, "shared.names", "airflow/dags/shared/names.py"},
		"notByANameThatAPackageMayHave": {
			[]SnapshotFile{source("airflow/dags/pycparser.py")}, "pycparser", ""},
		"notByASuffixOfItsPath": {
			[]SnapshotFile{source("airflow/dags/lib/shared.py")}, "shared", ""},
		"notBesideAPackageOfTheName": {
			[]SnapshotFile{source("airflow/dags/shared.py"), source("airflow/dags/shared/__init__.py")}, "shared", ""},
		"notBesideAnExtensionModule": {
			[]SnapshotFile{source("airflow/dags/shared.py"), source("airflow/dags/shared.cpython-311-x86_64-linux-gnu.so")}, "shared", ""},
		"notBesideACompiledFile": {
			[]SnapshotFile{source("airflow/dags/common.py"), source("airflow/dags/common.pyc")}, "dags.orders.common", ""},
		"notBesideALink": {
			[]SnapshotFile{source("airflow/dags/shared.py"), {Path: "airflow/dags/shared", Mode: "120000"}}, "shared", ""},
		"notBesideASubmodule": {
			[]SnapshotFile{source("airflow/dags/shared.py"), {Path: "airflow/dags/shared", Mode: "160000"}}, "shared", ""},
		"notByAFileNameWithADot": {
			[]SnapshotFile{source("airflow/dags/shared.names.py")}, "shared.names", ""},
		"notBelowAFolderWithADot": {
			[]SnapshotFile{source("airflow/dags/shared.v1/names.py")}, "shared.v1.names", ""},
		"notWhenItIsRemoved": {
			[]SnapshotFile{{Path: "airflow/dags/shared.py", Mode: "100644", Status: facts.Removed}}, "shared", ""},
		"notOutsideTheDAGFolder": {
			[]SnapshotFile{source("shared.py")}, "shared", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := newModules(test.files, &facts.Tenant{Namespace: "orders", Modules: []string{"shared"}}, testPlatform)
			got := ""
			if place := m.file(test.module); place >= 0 {
				got = test.files[place].Path
			}
			if got != test.want {
				t.Errorf("file(%q) = %q, want %q", test.module, got, test.want)
			}
		})
	}
}
