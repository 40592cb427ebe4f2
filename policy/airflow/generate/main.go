// Command generate writes data/symbols.txt, the compact form of what Airflow's source trees say.
//
//	go run ./policy/airflow/generate -tree DIR      add what a source tree of a release has
//	go run ./policy/airflow/generate -symbols FILE  begin anew from a symbols file
//
// With -tree the catalogue keeps all it has. The tree is read with the project's own Python parser;
// nothing of it is imported or run. The report on standard output says what changed, and which
// classes need a person's decision: they stay unknown. See release.go.
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
	symbols := flag.String("symbols", "", "begin anew from this `file` of schema airflow-symbols/1")
	folder := flag.String("tree", "", "add what this Airflow source `folder` has")
	out := flag.String("out", "policy/airflow/data/symbols.txt", "catalogue `file` to write, and with -tree to read")
	version := flag.String("version", "", "with -tree, the release's `number` where the tree does not say it")
	dry := flag.Bool("n", false, "print the report and write nothing")
	flag.Parse()
	if err := run(*symbols, *folder, *version, *out, *dry); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(symbols, folder, version, output string, dry bool) error {
	var result *names
	switch {
	case symbols != "" && folder == "":
		source, err := read(symbols)
		if err != nil {
			return err
		}
		result = join(source)
		for _, conflict := range result.conflicts {
			fmt.Println("not joined:", conflict)
		}
	case folder != "" && symbols == "":
		known, err := readCompact(output)
		if err != nil {
			return err
		}
		found, err := readTree(folder)
		if err != nil {
			return err
		}
		if version != "" {
			found.version = version
		}
		fmt.Printf("Airflow %s: %d modules\n", found.version, len(found.modules))
		fmt.Print(release(known, found))
		result = known
	default:
		return fmt.Errorf("give either -symbols or -tree")
	}
	text := write(result)
	if dry {
		return nil
	}
	if err := os.WriteFile(output, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", output, err)
	}
	fmt.Printf("%s: %d names in %d modules, %d bytes\n", output, len(result.lines), len(result.modules), len(text))
	return nil
}
