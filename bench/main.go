// Command bench times a whole `sekisho check` over DAG files beside other tools on the same files.
//
// A folder of .py files comes in, or a corpus that is generated anew each time, always the same. Three
// tables go out: sekisho beside its peers, with the peak memory of each; sekisho on a tenth, the whole and
// ten times the corpus; and the hostile files of testdata/hostile, each alone. A peer that is not installed
// is named, with what installs it; nothing is installed but ast-grep, where npm is there.
//
//	go run ./bench [-runs 5] [-sekisho bin/sekisho] [-only peers,series,hostile] [folder]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	var o options
	flag.IntVar(&o.runs, "runs", 5, "how often each tool runs; they take turns, and the median counts")
	flag.StringVar(&o.sekisho, "sekisho", "bin/sekisho", "the built binary")
	flag.IntVar(&o.files, "files", 700, "how many files the generated corpus has")
	flag.IntVar(&o.worst, "worst", 15, "how many hostile files to show")
	flag.StringVar(&o.match, "match", "", "judge only the hostile files with this in their name")
	flag.StringVar(&o.only, "only", "peers,series,hostile", "the tables to print")
	flag.Parse()
	if err := o.run(context.Background(), flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	runs, files, worst int
	sekisho, only      string
	match              string
}

func (o *options) run(ctx context.Context, folder string) error {
	work, err := os.MkdirTemp("", "sekisho-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the corpus: %w", err)
	}
	defer os.RemoveAll(work)
	wanted := func(table string) bool { return strings.Contains(","+o.only+",", ","+table+",") }
	if wanted("peers") {
		if err := o.comparePeers(work, folder); err != nil {
			return err
		}
	}
	if wanted("series") && folder == "" {
		if err := o.series(work); err != nil {
			return err
		}
	}
	if wanted("hostile") {
		return o.judgeHostile(ctx, work)
	}
	return nil
}

// comparePeers lets the tools take turns over the same files.
func (o *options) comparePeers(work, folder string) error {
	corpus := filepath.Join(work, "corpus")
	var err error
	if folder == "" {
		fmt.Printf("corpus: %d generated files\n", o.files)
		err = generate(corpus, o.files)
	} else {
		fmt.Printf("corpus: the .py files below %s\n", folder)
		err = gather(corpus, folder)
	}
	if err != nil {
		return err
	}
	n, size, err := count(corpus)
	if err != nil {
		return err
	}
	fmt.Printf("%d files, %.1f MB; medians of %d runs in turn; %d cores; every time is that of the whole command\n\n", n, float64(size)/1e6, o.runs, runtime.NumCPU())
	tools := peers(o.sekisho, work)
	samples := make([][]sample, len(tools))
	failed := make([]error, len(tools))
	for turn := range o.runs {
		for i := range tools {
			if failed[i] != nil || tools[i].once && turn > 0 {
				continue
			}
			s, err := tools[i].run(corpus, n)
			if err != nil {
				failed[i] = err
				continue
			}
			samples[i] = append(samples[i], s)
		}
	}
	if failed[0] != nil {
		return failed[0]
	}
	own := median(samples[0])
	fmt.Printf("%-32s %8s %8s %9s %8s  %s\n", "", "wall s", "cpu s", "files/s", "peak MB", "time against sekisho")
	for i := range tools {
		if failed[i] != nil {
			fmt.Printf("%-32s not measured: %v\n", tools[i].name, failed[i])
			continue
		}
		s := median(samples[i])
		fmt.Printf("%-32s %8.3f %8.3f %9.0f %8.0f  %.2f x\n", tools[i].name, s.wall.Seconds(), s.cpu.Seconds(), float64(n)/s.wall.Seconds(), float64(s.peak)/1e6, s.wall.Seconds()/own.wall.Seconds())
	}
	return nil
}

func count(folder string) (files int, size int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		size += info.Size()
		return nil
	})
	if err == nil && files == 0 {
		err = errors.New("the corpus has no .py file")
	}
	return files, size, err
}

// gather copies the .py files below a folder, so that every tool sees the same files and nothing else.
func gather(corpus, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == ".git" {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() || filepath.Ext(path) != ".py" {
			return nil
		}
		inside, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(corpus, inside)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}
