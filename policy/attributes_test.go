package policy_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// TestAttributesOfAnApplication judges a template beside a .gitattributes, by which git deploys other bytes than are
// judged: a change to it waits for a person, one that was there before does not hold the template up.
func TestAttributesOfAnApplication(t *testing.T) {
	j := ordersJudge(t, "honest")
	template, err := os.ReadFile(filepath.Join(testdata, "honest", "pod-plain.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	attributes := []byte("*.yaml export-subst\n")
	file := func(path string, content []byte, status facts.Status) policy.SnapshotFile {
		return policy.SnapshotFile{Path: path, Mode: "100644", Size: int64(len(content)), SHA: hash(content), Status: status, Content: content}
	}
	for status, want := range map[facts.Status]decision.Verdict{
		facts.Unchanged: decision.Allow, facts.Added: decision.Review, facts.Modified: decision.Review, facts.Removed: decision.Review,
	} {
		snapshot := &policy.Snapshot{Tenant: j.tenant, Templates: j.templates, Files: []policy.SnapshotFile{
			file(".gitattributes", attributes, status), file("templates/load.yaml", template, facts.Modified),
		}}
		snapshot.Tenant.Application = j.tenant.Applications[0]
		d, err := j.checker.Check(context.Background(), snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if d.Verdict != want {
			t.Errorf("%s: %s [%s], want %s", status, d.Verdict, said(d), want)
		}
	}
}
