package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkCheck is a whole `check` over 100 DAG files of template pods.
func BenchmarkCheck(b *testing.B) {
	source, err := os.ReadFile(goodDAG)
	if err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	for i := range 100 {
		text := strings.ReplaceAll(string(source), "orders_weekly", fmt.Sprintf("orders_weekly_%d", i))
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("dag_%d.py", i)), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for range b.N {
		status := Command{Stdout: io.Discard, Stderr: io.Discard, Environ: environ(nil)}.Main([]string{"check", "--namespace", "orders", folder})
		if status != StatusOK {
			b.Fatalf("status %d", status)
		}
	}
}
