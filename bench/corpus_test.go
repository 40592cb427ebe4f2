package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestCorpusIsTheSameEveryTime(t *testing.T) {
	t.Chdir("..") // the generator reads testdata/threats
	first, second := t.TempDir(), t.TempDir()
	for _, folder := range []string{first, second} {
		if err := generate(folder, 40); err != nil {
			t.Fatal(err)
		}
	}
	n, size, err := count(first)
	if err != nil || n != 40 || size < 40*2000 {
		t.Fatalf("%d files, %d bytes, %v", n, size, err)
	}
	names, err := filepath.Glob(filepath.Join(first, "dags", "*.py"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		a, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(second, "dags", filepath.Base(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs", filepath.Base(name))
		}
	}
}
