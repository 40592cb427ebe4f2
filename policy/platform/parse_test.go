package platform

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/facts"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestBadConfigurations reads every testdata/bad/*.yml; the .out beside it has the problems.
func TestBadConfigurations(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.yml")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d files in testdata/bad, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yml"), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			config, err := Parse("sekisho.yml", data)
			if err == nil || config != nil {
				t.Fatalf("accepted: %+v, %v", config, err)
			}
			got := err.Error() + "\n"
			golden := strings.TrimSuffix(path, ".yml") + ".out"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
		})
	}
}

func example(t *testing.T) *Config {
	t.Helper()
	data, err := os.ReadFile("../../docs/sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	config, err := Parse("docs/sekisho.yml", data)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func TestExampleIsRead(t *testing.T) {
	want := &Config{
		Tenants: map[string]Tenant{
			"orders": {DAGRepository: "acme/airflow-dags-orders", Applications: map[string]Application{"orders-api": {Repository: "acme/orders-api"}}, Modules: []string{"orders_common"},
				Variables: Variables{Text: []string{"orders_limit", "orders_region_*"}, Values: map[string][]string{"orders_secret": {"orders-db"}}}},
			"payments": {DAGRepository: "acme/airflow-dags-payments", Applications: map[string]Application{"pay-api": {Repository: "acme/pay-api"}}},
		},
		Environments: map[string]Environment{
			"main":    {Name: "production", Review: "required"},
			"develop": {Name: "development", Review: "none"},
		},
		Reviewers:  Reviewers{Teams: []string{"sre"}},
		Airflow:    Airflow{Version: "2.10.3", Python: "3.11", DAGsPath: "/usr/local/airflow/dags"},
		Repository: Repository{DAGFolder: "dags", TemplateFolder: "templates"},
		Kubernetes: Kubernetes{InCluster: true, ConfigFile: []string{"kube_config.yaml"}, Connections: []string{}},
		Worker:     Variables{Text: []string{"REGION"}, Values: map[string][]string{"STAGE": {"development", "production"}}},
		Libraries: Libraries{
			Operators: map[string]map[string]any{"acme_airflow.pods.AcmePodOperator": {"image_pull_policy": "Always", "in_cluster": true}},
			Constants: map[string]any{"acme_airflow.tags.TIER_1": "tier/1"},
		},
		Policy: Policy{DAGIDPrefix: "recommended"},
	}
	if diff := cmp.Diff(want, example(t)); diff != "" {
		t.Error(diff)
	}
}

func TestOptionalSectionsHaveDefaults(t *testing.T) {
	config, err := Parse("c", []byte(`
tenants: {a: {dag_repository: x/y}}
environments: {main: {name: p, review: required}}
reviewers: {teams: [sre]}
airflow: {version: "2.5.1", python: "3.10", dags_path: /opt/airflow/dags}
`))
	if err != nil {
		t.Fatal(err)
	}
	if config.Repository != (Repository{DAGFolder: "dags", TemplateFolder: "templates"}) ||
		!config.Kubernetes.InCluster || config.Policy.DAGIDPrefix != "recommended" {
		t.Errorf("defaults: %+v", config)
	}
	// No application is not the same as any application.
	tenant, ok := config.Tenant("a")
	if !ok || tenant.AnyApplication || len(tenant.Applications) != 0 {
		t.Errorf("tenant: %+v", tenant)
	}
}

// A repository that holds nothing but DAGs is deployed as a whole; its templates are elsewhere.
func TestTheWholeRepositoryMayBeTheDAGFolder(t *testing.T) {
	data, err := os.ReadFile("../../docs/sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	config, err := Parse("c", []byte(strings.Replace(string(data), "dag_folder: dags", "dag_folder: .", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if config.Repository.DAGFolder != "." || config.Facts().DAGFolder != "." {
		t.Errorf("%+v", config.Repository)
	}
	for _, other := range []string{"dag_folder: ./", "dag_folder: ..", "dag_folder: ./dags", "template_folder: ."} {
		key, _, _ := strings.Cut(other, ":")
		old := map[string]string{"dag_folder": "dag_folder: dags", "template_folder": "template_folder: templates"}[key]
		if _, err := Parse("c", []byte(strings.Replace(string(data), old, other, 1))); err == nil {
			t.Errorf("%s is accepted", other)
		}
	}
}

// `dags/{namespace}` says that what is deployed is the folder named after the tenant. The placeholder is the whole
// last folder; anything that could mean two places is refused where it stands.
func TestTheDAGFolderMayBeNamedAfterTheTenant(t *testing.T) {
	data, err := os.ReadFile("../../docs/sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(folder string, more ...string) (*Config, error) {
		text := strings.NewReplacer(append(more, "dag_folder: dags", "dag_folder: "+strconv.Quote(folder))...).Replace(string(data))
		return Parse("c", []byte(text))
	}
	for folder, want := range map[string]string{"dags/{namespace}": "dags", "airflow/dags/{namespace}": "airflow/dags", "{namespace}": "."} {
		config, err := read(folder)
		if err != nil {
			t.Errorf("%s: %v", folder, err)
			continue
		}
		seen := config.Facts()
		if config.Repository.DAGFolder != want || !config.Repository.NamespaceFolder || seen.DAGFolder != want || !seen.NamespaceFolder {
			t.Errorf("%s: %+v", folder, config.Repository)
		}
		if plain, err := read(want); err != nil || plain.Repository.NamespaceFolder || plain.Digest() == config.Digest() {
			t.Errorf("%s and %s are one configuration: %v", folder, want, err)
		}
	}
	const placeholder = "the one placeholder is {namespace}, once, as the whole last folder"
	for folder, reason := range map[string]string{
		"{namespace}/dags":             placeholder,
		"dags/{namespace}/{namespace}": placeholder,
		"dags/x{namespace}":            placeholder,
		"dags/{tenant}":                placeholder,
		"dags/{namespace":              placeholder,
		"dags/{namespace}/":            placeholder,
		"/{namespace}":                 `"/{namespace}" is not a folder of a repository`,
		"../{namespace}":               `"../{namespace}" is not a folder of a repository`,
		"dags//{namespace}":            `"dags//{namespace}" is not a folder of a repository`,
		"templates/{namespace}":        "overlap",
		"dags/orders":                  `"dags/orders" ends in the name of the tenant orders, and is the folder of every tenant; write "dags/{namespace}"`,
		"payments":                     `"payments" ends in the name of the tenant payments, and is the folder of every tenant; write "{namespace}"`,
	} {
		_, err := read(folder)
		if err == nil || !strings.Contains(err.Error(), reason) || strings.Count(err.Error(), "\n") > 0 || !strings.HasPrefix(err.Error(), "c:") {
			t.Errorf("%s: %v, want one problem: %s", folder, err, reason)
		}
	}
	for _, c := range []struct{ folder, templates, reason string }{
		{"dags", "templates/{namespace}", "this folder is the same for every tenant"},
		{"{namespace}", "orders", `the DAG folder "orders" of the tenant orders and template_folder "orders" overlap`},
		{"{namespace}", "payments/templates", `the DAG folder "payments" of the tenant payments and template_folder "payments/templates" overlap`},
	} {
		_, err := read(c.folder, "template_folder: templates", "template_folder: "+strconv.Quote(c.templates))
		if err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s with %s: %v, want %s", c.folder, c.templates, err, c.reason)
		}
	}
	// The folder of the only tenant is that of all of them.
	if _, err := Parse("c", []byte(`
tenants: {orders: {dag_repository: x/y}}
environments: {main: {name: p, review: required}}
reviewers: {teams: [sre]}
airflow: {version: "2.5.1", python: "3.10", dags_path: /opt/airflow/dags}
repository: {dag_folder: dags/orders}
`)); err != nil {
		t.Error(err)
	}
}

// A namespace that begins with another is common (data, data-platform), and no mistake.
func TestNamespaceMayBeginWithAnother(t *testing.T) {
	data, err := os.ReadFile("../../docs/sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	config, err := Parse("c", []byte(strings.Replace(string(data), "  payments:", "  orders-eu:", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if tenant, ok := config.TenantOf("acme/pay-api"); !ok || tenant.Namespace != "orders-eu" {
		t.Errorf("%+v %v", tenant, ok)
	}
}

var ordersVariables = facts.Variables{Text: []string{"orders_limit", "orders_region_*"}, Values: map[string][]string{"orders_secret": {"orders-db"}}}

func TestTenantOf(t *testing.T) {
	config := example(t)
	for name, want := range map[string]facts.Tenant{
		"acme/airflow-dags-orders": {Namespace: "orders", Applications: []string{"orders-api"}, Modules: []string{"orders_common"}, Variables: ordersVariables},
		"Acme/Airflow-DAGs-Orders": {Namespace: "orders", Applications: []string{"orders-api"}, Modules: []string{"orders_common"}, Variables: ordersVariables},
		"acme/pay-api":             {Namespace: "payments", Application: "pay-api", Applications: []string{"pay-api"}},
		"acme/unknown":             {},
		"":                         {},
	} {
		got, ok := config.TenantOf(name)
		if ok != (want.Namespace != "") || !cmp.Equal(want, got) {
			t.Errorf("TenantOf(%q) = %+v, %v", name, got, ok)
		}
	}
}

func TestEnvironmentIsExact(t *testing.T) {
	config := example(t)
	if e, ok := config.Environment("main"); !ok || e.Name != "production" {
		t.Errorf("main: %+v %v", e, ok)
	}
	for _, base := range []string{"Main", "release", "", "refs/heads/main"} {
		if _, ok := config.Environment(base); ok {
			t.Errorf("%q is an environment", base)
		}
	}
}

func TestFacts(t *testing.T) {
	want := &facts.Platform{
		Applications: []string{"orders-api", "pay-api"},
		Tenants:      []string{"orders", "payments"}, AirflowVersion: "2.10.3", PythonVersion: "3.11",
		DAGsPath: "/usr/local/airflow/dags", DAGFolder: "dags", TemplateFolder: "templates",
		InCluster: true, ConfigFiles: []string{"kube_config.yaml"}, Connections: []string{}, DAGIDPrefix: "recommended",
		Environment: facts.Variables{Text: []string{"REGION"}, Values: map[string][]string{"STAGE": {"development", "production"}}},
		Libraries: facts.Libraries{
			Operators: map[string]map[string]any{"acme_airflow.pods.AcmePodOperator": {"image_pull_policy": "Always", "in_cluster": true}},
			Constants: map[string]any{"acme_airflow.tags.TIER_1": "tier/1"},
		},
	}
	if diff := cmp.Diff(want, example(t).Facts()); diff != "" {
		t.Error(diff)
	}
}

func TestDigestFollowsMeaning(t *testing.T) {
	base := example(t)
	data, err := os.ReadFile("../../docs/sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	same, err := Parse("x", append([]byte("# a comment\n"), data...))
	if err != nil {
		t.Fatal(err)
	}
	if same.Digest() != base.Digest() {
		t.Error("a comment changes the digest")
	}
	other, err := Parse("x", []byte(strings.Replace(string(data), "in_cluster: true ", "in_cluster: false", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if other.Digest() == base.Digest() {
		t.Error("another meaning has the same digest")
	}
}

func TestDefault(t *testing.T) {
	config, err := Default("orders")
	if err != nil {
		t.Fatal(err)
	}
	tenant, ok := config.Tenant("orders")
	if !ok || !tenant.AnyApplication {
		t.Errorf("tenant: %+v %v", tenant, ok)
	}
	if _, err := Default("Orders"); err == nil {
		t.Error("a bad namespace is accepted")
	}
}

// FuzzParse: no input makes Parse panic, and what is accepted has every required part.
func FuzzParse(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/bad/*.yml")
	for _, path := range append(seeds, "../../docs/sekisho.yml") {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		config, err := Parse("sekisho.yml", data)
		if (err == nil) == (config == nil) {
			t.Fatalf("config %v, error %v", config, err)
		}
		if err != nil {
			return
		}
		if len(config.Tenants) == 0 || len(config.Environments) == 0 || len(config.Reviewers.Teams) == 0 ||
			config.Airflow.Version == "" || config.Airflow.Python == "" || config.Airflow.DAGsPath == "" {
			t.Fatalf("accepted without a required part: %+v", config)
		}
	})
}
