package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// reportOn is the report on the made-up repository, at a path of its name.
func reportOn(t *testing.T, path string) string {
	t.Helper()
	var out bytes.Buffer
	o := options{config: "testdata/configurations", seed: 1, draw: 20, files: true}
	if err := run(context.Background(), &out, o, []string{path, "testdata"}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func place(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "acme+airflow-dags")
	if err := os.CopyFS(folder, os.DirFS("testdata/repository")); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestReport holds which files count, which are proved, and what is said of the others.
func TestReport(t *testing.T) {
	got := reportOn(t, place(t))
	const golden = "testdata/report.golden"
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
		t.Errorf("the report differs (-want +got):\n%s", diff)
	}
}

// TestGit holds that a checkout and its git directory give the report of the folder.
func TestGit(t *testing.T) {
	folder := place(t)
	want := reportOn(t, folder)
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."}, {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "x"},
	} {
		if out, err := exec.Command("git", append([]string{"-C", folder}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	for _, path := range []string{folder, filepath.Join(folder, ".git")} {
		if diff := cmp.Diff(want, reportOn(t, path)); diff != "" {
			t.Errorf("%s (-folder +git):\n%s", path, diff)
		}
	}
}

// TestConfigurations holds that every configuration of the project is read and names its repository.
func TestConfigurations(t *testing.T) {
	names, err := configurations("repositories")
	if err != nil || len(names) < 7 {
		t.Fatalf("%d configurations, %v", len(names), err)
	}
	for _, name := range names {
		if _, err := readConfiguration(filepath.Join("repositories", name+".yml"), repositoryName(name)); err != nil {
			t.Error(err)
		}
	}
}
