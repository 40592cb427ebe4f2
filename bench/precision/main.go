// Command precision measures how many honest DAG files the analyser proves harmless without a person.
//
// Checkouts or git directories of public repositories come in, and for each a configuration that fits
// it (repositories/owner+name.yml). Which of their files are pod-only is decided by the definition
// below, from their source alone; the project's own analysis says which of these have no unknowns, and
// why the others have. The same input prints the same output. Nothing is fetched or written, and a
// repository that is not there is named and left out.
//
//	go run ./bench/precision [-config DIR] [-seed N] [-files] REPO...
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/engine"
)

const definition = `A file counts as pod-only when it is a .py file below the DAG folder that parses, and what its top level
reaches by name (in itself, and in the modules of its repository that it imports, into functions and
classes once they are named) holds the DAG class, an operator of the KubernetesPodOperator family
(the class, its other names, its subclasses of Airflow, and those that the configuration vouches for),
and no operator, sensor or @task but those and the ones that only steer control flow, which the sensor of
another DAG and its trigger are too: whose DAG it is, is a rule's question.
It counts as proved when its facts are declarative: no unknowns, no effects, no code handed to Airflow.`

func main() {
	var o options
	flag.StringVar(&o.config, "config", filepath.Join("bench", "precision", "repositories"), "the folder of the repositories' configurations")
	flag.Uint64Var(&o.seed, "seed", 1, "the seed by which denies are drawn to be read")
	flag.IntVar(&o.draw, "draw", 20, "how many denies are drawn")
	flag.BoolVar(&o.files, "files", false, "list every pod-only file with its reasons")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "precision:", err)
		os.Exit(1)
	}
}

type options struct {
	config string
	seed   uint64
	draw   int
	files  bool
}

func run(ctx context.Context, out io.Writer, o options, paths []string) error {
	known, err := configurations(o.config)
	if err != nil {
		return err
	}
	at, absent, err := locate(known, paths)
	if err != nil {
		return err
	}
	rules, err := engine.New(ctx, engine.Options{TimeLimit: 10 * time.Second})
	if err != nil {
		return fmt.Errorf("load the policy: %w", err)
	}
	var measured []*measurement
	for _, name := range known {
		path, given := at[name]
		if !given {
			absent = append(absent, name+" (not given)")
			continue
		}
		m, err := measure(ctx, rules, o.config, name, path)
		if err != nil {
			return fmt.Errorf("measure %s: %w", name, err)
		}
		if m == nil {
			absent = append(absent, name+" (nothing at "+path+")")
			continue
		}
		measured = append(measured, m)
	}
	report{out: out, options: o}.write(measured, absent)
	return nil
}

// configurations lists the repositories that have a configuration.
func configurations(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("read the configurations: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".yml"); ok && strings.Contains(name, "+") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names, nil
}

func repositoryName(configuration string) string { return strings.Replace(configuration, "+", "/", 1) }

// locate finds which repository each path is: the one whose name, owner+name or name alone, is a
// folder of the path, the innermost first. A path that is none of them is told in strange.
func locate(known, paths []string) (at map[string]string, strange []string, err error) {
	byFolder := map[string][]string{}
	for _, name := range known {
		_, alone, _ := strings.Cut(name, "+")
		byFolder[name] = append(byFolder[name], name)
		byFolder[alone] = append(byFolder[alone], name)
	}
	at = map[string]string{}
	for _, path := range paths {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return nil, nil, fmt.Errorf("find %s: %w", path, err)
		}
		parts := strings.Split(filepath.ToSlash(absolute), "/")
		var names []string
		for i := len(parts) - 1; i >= 0 && len(names) == 0; i-- {
			names = byFolder[strings.TrimSuffix(parts[i], ".git")]
		}
		if len(names) != 1 {
			strange = append(strange, path+" (no folder of the path is named as one configuration is)")
			continue
		}
		if other, twice := at[names[0]]; twice {
			return nil, nil, fmt.Errorf("%s and %s are the same repository, %s", other, path, names[0])
		}
		at[names[0]] = path
	}
	return at, strange, nil
}

// measurement is what was found in one repository.
type measurement struct {
	name  string
	files []measured
}

// measure analyses the pod-only files of one repository; nil when there is none.
func measure(ctx context.Context, rules *engine.Engine, folder, name, path string) (*measurement, error) {
	configuration, err := readConfiguration(filepath.Join(folder, name+".yml"), repositoryName(name))
	if err != nil {
		return nil, err
	}
	files, err := readRepository(ctx, path)
	if err != nil || files == nil {
		return nil, err
	}
	places := newSelection(configuration, airflow.Default(), files).podOnly()
	snapshot := configuration.snapshot(files)
	checker := policy.NewChecker(rules, configuration.platform, nil)
	m := &measurement{name: name}
	inSnapshot := map[string]int{}
	for i := range snapshot.Files {
		inSnapshot[snapshot.Files[i].Path] = i
	}
	var wanted []int
	for _, place := range places {
		wanted = append(wanted, inSnapshot[files[place].Path])
	}
	for _, input := range checker.Inputs(snapshot, wanted) {
		judgement, judged := policy.Judge(ctx, rules, input)
		if !judged {
			return nil, fmt.Errorf("judge %s: the policy did not answer: %v", input.File.Path, judgement.Findings)
		}
		m.files = append(m.files, newMeasured(name, input.File, judgement.Findings))
	}
	return m, nil
}
