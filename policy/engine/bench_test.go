package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// benchInput analyses a fixture into the input of the rules.
func benchInput(b *testing.B, file string) *facts.FileInput {
	b.Helper()
	content, err := os.ReadFile(filepath.Join(repositoryRoot, "rego/rules", file))
	if err != nil {
		b.Fatal(err)
	}
	config, err := platform.Parse("sekisho.yml", []byte(fixtureConfig))
	if err != nil {
		b.Fatal(err)
	}
	tenant := facts.Tenant{Namespace: "orders", Applications: []string{"orders-api"}}
	found := policy.Analyze(
		&policy.SnapshotFile{Path: "dags/orders/load.py", Mode: "100644", Status: facts.Added, Size: int64(len(content)), Content: content},
		&policy.Surroundings{
			Tenant: tenant, Platform: config.Facts(), Catalogue: airflow.Default(),
			OwnModule: func(string) bool { return false }, TenantOfModule: func(string) string { return "" },
		})
	return &facts.FileInput{File: found, Tenant: tenant, Platform: config.Facts()}
}

func BenchmarkJudgeFile(b *testing.B) {
	e := embedded(b)
	for name, file := range map[string]string{
		"harmless": "tenancy/foreign-namespace/ok.py",
		"harmful":  "code/class-definition/bad.py",
		"template": "template/template-yaml/ok.yaml",
	} {
		b.Run(name, func(b *testing.B) {
			input := benchInput(b, file)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.JudgeFile(b.Context(), input); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
