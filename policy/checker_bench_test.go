package policy_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// BenchmarkCheck judges the honest DAG files, without memory, on all cores.
func BenchmarkCheck(b *testing.B) {
	ctx := context.Background()
	rules, err := engine.New(ctx, engine.Options{})
	if err != nil {
		b.Fatal(err)
	}
	paths, err := filepath.Glob("../testdata/honest/*.py")
	if err != nil || len(paths) == 0 {
		b.Fatalf("no honest DAG files: %v", err)
	}
	snapshot := &policy.Snapshot{Tenant: facts.Tenant{Namespace: "orders", AnyApplication: true}}
	var size int64
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		size += int64(len(content))
		snapshot.Files = append(snapshot.Files, policy.SnapshotFile{
			Path: "dags/" + filepath.Base(path), Mode: "100644", Size: int64(len(content)),
			Status: facts.Added, Content: content,
		})
	}
	config, err := platform.Default("orders")
	if err != nil {
		b.Fatal(err)
	}
	checker := policy.NewChecker(rules, config, nil)
	b.SetBytes(size)
	for b.Loop() {
		if _, err := checker.Check(ctx, snapshot); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(paths)*b.N)/b.Elapsed().Seconds(), "files/s")
}
