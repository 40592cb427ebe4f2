package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

// inputs are the facts of every fixture, attack, threat and honest file.
func inputs(t *testing.T) map[string]*facts.FileInput {
	t.Helper()
	all := map[string]*facts.FileInput{"smallest": smallest(), "large": large(30)}
	for i, f := range fixtures(t, embedded(t)) {
		if testing.Short() && i%5 != 0 {
			continue
		}
		snapshot, _ := f.snapshot(t)
		all[f.file] = analysed(t, snapshot)
	}
	for _, folder := range []string{"attacks", "threats", "honest"} {
		paths, err := filepath.Glob(filepath.Join(repositoryRoot, "testdata", folder, "*.[py]*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("testdata/%s: no files: %v", folder, err)
		}
		for i, path := range paths {
			if testing.Short() && i%10 != 0 {
				continue
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			place := "dags/" + filepath.Base(path)
			if filepath.Ext(path) != ".py" {
				place = "templates/" + filepath.Base(path)
			}
			all[path] = analysed(t, &policy.Snapshot{
				Tenant: facts.Tenant{Namespace: "orders", AnyApplication: true},
				Files: []policy.SnapshotFile{{
					Path: place, Mode: "100644", Size: int64(len(content)), Status: facts.Added, Content: content,
				}},
			})
		}
	}
	return all
}

// TestAnswersAreThoseOfOPA compares everything that all rules find, and the verdict, with what OPA's own
// evaluator finds.
func TestAnswersAreThoseOfOPA(t *testing.T) {
	e := embedded(t)
	oracle := engine.NewOracle(t, e)
	all := inputs(t)
	for name, input := range all {
		want, err := oracle.File(t.Context(), input)
		if err != nil {
			t.Fatalf("%s: OPA: %v", name, err)
		}
		got, err := engine.RawFile(t.Context(), e, input)
		if difference := cmp.Diff(want, got); err != nil || difference != "" {
			t.Errorf("%s: %v %s", name, err, difference)
		}
	}
	t.Logf("%d files: every rule and the verdict answer as in OPA's own evaluator", len(all))
}
