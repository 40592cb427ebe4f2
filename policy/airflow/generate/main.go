// Command generate writes data/symbols.txt, the compact form of what Airflow's source trees say.
//
//	go run ./policy/airflow/generate -symbols symbols.json [-out policy/airflow/data/symbols.txt]
//
// symbols.json has the schema `airflow-symbols/1`: every public class and function of Airflow and
// its providers with kind, bases, template fields, versions, other import paths and a proposed
// capability. The command decides a detail word for each, joins the paths of one object under the
// newest one, and writes modules in alphabetical order so that a diff shows what a release changed.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	symbols := flag.String("symbols", "", "`file` of schema airflow-symbols/1")
	out := flag.String("out", "policy/airflow/data/symbols.txt", "`file` to write")
	flag.Parse()
	if err := run(*symbols, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(input, output string) error {
	if input == "" {
		return fmt.Errorf("name the symbols file with -symbols")
	}
	catalogue, err := read(input)
	if err != nil {
		return err
	}
	names := join(catalogue)
	text := write(catalogue, names)
	if err := os.WriteFile(output, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", output, err)
	}
	fmt.Printf("%s: %d names in %d modules, %d bytes\n", output, len(names.lines), len(names.modules), len(text))
	for _, conflict := range names.conflicts {
		fmt.Println("not joined:", conflict)
	}
	return nil
}
