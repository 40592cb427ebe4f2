// Command sekisho proves Airflow DAG pull requests harmless: as a GitHub App (serve) and on the
// command line (check).
package main

import (
	"os"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/cli"
)

func main() {
	command := cli.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(command.Main(os.Args[1:]))
}
