package platform

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// Facts returns the part of the configuration that rules may read. TemplatesAreKnown is unset: only
// who reads the templates can say so.
func (c *Config) Facts() *facts.Platform {
	return &facts.Platform{
		Tenants:         append([]string{}, slices.Sorted(maps.Keys(c.Tenants))...),
		Applications:    c.applications(),
		AirflowVersion:  c.Airflow.Version,
		PythonVersion:   c.Airflow.Python,
		DAGsPath:        c.Airflow.DAGsPath,
		DAGFolder:       c.Repository.DAGFolder,
		NamespaceFolder: c.Repository.NamespaceFolder,
		TemplateFolder:  c.Repository.TemplateFolder,
		InCluster:       c.Kubernetes.InCluster,
		ConfigFiles:     append([]string{}, c.Kubernetes.ConfigFile...),
		Connections:     append([]string{}, c.Kubernetes.Connections...),
		DAGIDPrefix:     c.Policy.DAGIDPrefix,
		Environment:     facts.Variables{Text: c.Worker.Text, Values: c.Worker.Values},
		Libraries:       facts.Libraries{Operators: c.Libraries.Operators, Constants: c.Libraries.Constants},
	}
}

// applications are the names of all tenants' applications, sorted.
func (c *Config) applications() []string {
	names := map[string]bool{}
	for _, tenant := range c.Tenants {
		for name := range tenant.Applications {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Tenant returns the tenant of a namespace, as its DAG repository sees itself.
func (c *Config) Tenant(namespace string) (facts.Tenant, bool) {
	tenant, ok := c.Tenants[namespace]
	if !ok {
		return facts.Tenant{}, false
	}
	return facts.Tenant{
		Namespace:      namespace,
		Applications:   append([]string{}, slices.Sorted(maps.Keys(tenant.Applications))...),
		AnyApplication: tenant.Applications == nil,
		Modules:        tenant.Modules,
		Variables:      facts.Variables{Text: tenant.Variables.Text, Values: tenant.Variables.Values},
	}, true
}

// TenantOf returns the tenant that a repository (`owner/name`, in any case, as on GitHub) belongs
// to. Application is set when it is one of the tenant's applications.
func (c *Config) TenantOf(name string) (tenant facts.Tenant, ok bool) {
	for _, namespace := range slices.Sorted(maps.Keys(c.Tenants)) {
		t := c.Tenants[namespace]
		if t.DAGRepository != "" && strings.EqualFold(t.DAGRepository, name) {
			return c.Tenant(namespace)
		}
		for _, application := range slices.Sorted(maps.Keys(t.Applications)) {
			if strings.EqualFold(t.Applications[application].Repository, name) {
				tenant, ok = c.Tenant(namespace)
				tenant.Application = application
				return tenant, ok
			}
		}
	}
	return facts.Tenant{}, false
}

// Environment returns what a base branch deploys to. A branch that is not configured deploys
// nowhere that Sekisho knows: ok is unset, and the gate must not turn green.
func (c *Config) Environment(base string) (Environment, bool) {
	environment, ok := c.Environments[base]
	return environment, ok
}

// Digest identifies what the configuration says: two files that differ in comments, order or layout
// have the same digest.
func (c *Config) Digest() string {
	text, err := json.Marshal(c) // maps are written in the order of their keys
	if err != nil {
		// A Config holds strings, booleans, lists and maps of them: all can be written.
		panic(fmt.Sprintf("writing the configuration as JSON: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Default is the configuration of the command line without a file: one tenant, whose applications
// are not known, on an Airflow as of today's Amazon MWAA, with the kube_config.yaml of Amazon's own examples.
func Default(namespace string) (*Config, error) {
	if reason := checkNamespace(namespace); reason != "" {
		return nil, fmt.Errorf("namespace: %s", reason)
	}
	return &Config{
		Tenants: map[string]Tenant{namespace: {}},
		Environments: map[string]Environment{
			"main":    {Name: "production", Review: "required"},
			"develop": {Name: "development", Review: "none"},
		},
		Reviewers:  Reviewers{Teams: []string{"sre"}},
		Airflow:    Airflow{Version: "2.10.3", Python: "3.11", DAGsPath: "/usr/local/airflow/dags"},
		Repository: Repository{DAGFolder: "dags", TemplateFolder: "templates"},
		Kubernetes: Kubernetes{InCluster: true, ConfigFile: []string{"kube_config.yaml"}, Connections: []string{}},
		Policy:     Policy{DAGIDPrefix: "recommended"},
	}, nil
}
