package engine_test

import (
	"path/filepath"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// analysed is the input of the rules for the file of a snapshot.
func analysed(t testing.TB, snapshot *policy.Snapshot) *facts.FileInput {
	t.Helper()
	config, err := platform.Parse("sekisho.yml", []byte(fixtureConfig))
	if err != nil {
		t.Fatal(err)
	}
	found := policy.Analyze(&snapshot.Files[0], &policy.Surroundings{
		Tenant: snapshot.Tenant, Platform: config.Facts(), Catalogue: airflow.Default(),
		OwnModule: func(string) bool { return false }, TenantOfModule: func(string) string { return "" },
		Templates: snapshot.Templates,
	})
	return &facts.FileInput{File: found, Tenant: snapshot.Tenant, Platform: config.Facts()}
}

func benchInput(b *testing.B, file string) *facts.FileInput {
	b.Helper()
	f := fixture{file: filepath.Join(repositoryRoot, "rego/rules", file)}
	snapshot, _ := f.snapshot(b)
	return analysed(b, snapshot)
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

// BenchmarkOPA is the same with OPA's own evaluator.
func BenchmarkOPA(b *testing.B) {
	oracle := engine.NewOracle(b, embedded(b))
	input := benchInput(b, "tenancy/foreign-namespace/ok.py")
	for b.Loop() {
		if _, err := oracle.File(b.Context(), input); err != nil {
			b.Fatal(err)
		}
	}
}
