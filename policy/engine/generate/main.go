// Command generate compiles the embedded policy and writes it to policy/engine/stored, for the binary that
// is built next. It is run in the root of the repository, by `make build`.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/sekisho/sekisho/policy/engine"
)

const path = "policy/engine/stored/policy.bin"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	made, err := engine.Store(context.Background())
	if err != nil {
		return fmt.Errorf("compile the policy: %w", err)
	}
	if held, err := os.ReadFile(path); err == nil && bytes.Equal(held, made) {
		return nil // so that nothing is linked anew
	}
	if err := os.WriteFile(path, made, 0o644); err != nil {
		return fmt.Errorf("store the compiled policy: %w", err)
	}
	return nil
}
