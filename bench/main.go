// Command bench times a whole `sekisho check` over DAG files beside other tools on the same files.
//
// A folder of .py files comes in, or a corpus that is generated anew each time, always the same. A
// table with the best of some runs and the ratio to sekisho goes out. A peer that is not installed is
// named, with what installs it; nothing is installed but ast-grep, where npm is there.
//
//	go run ./bench [-runs 3] [-sekisho bin/sekisho] [folder]
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	runs := flag.Int("runs", 3, "how often each tool runs; the best time counts")
	sekisho := flag.String("sekisho", "bin/sekisho", "the built binary")
	files := flag.Int("files", 700, "how many files the generated corpus has")
	flag.Parse()
	if err := run(*runs, *sekisho, *files, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// peer is one tool. command returns nil and the reason when the tool is not to be had.
type peer struct {
	name string
	// command returns what to run over a folder of n files.
	command func(folder string) (*exec.Cmd, error)
	// check looks at the output of a run; nil accepts all.
	check func(out []byte, n int) error
	// codes are the exit codes that mean that the tool did its work.
	codes []int
}

func run(runs int, sekisho string, files int, folder string) error {
	work, err := os.MkdirTemp("", "sekisho-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the corpus: %w", err)
	}
	defer os.RemoveAll(work)
	corpus := filepath.Join(work, "corpus")
	if folder == "" {
		fmt.Printf("corpus: %d generated files\n", files)
		err = generate(corpus, files)
	} else {
		fmt.Printf("corpus: the .py files below %s\n", folder)
		err = gather(corpus, folder)
	}
	if err != nil {
		return err
	}
	n, size, err := measure(corpus)
	if err != nil {
		return err
	}
	fmt.Printf("%d files, %.1f MB; best of %d runs; %d cores; every time is that of the whole command\n\n", n, float64(size)/1e6, runs, runtime.NumCPU())
	fmt.Printf("%-34s %9s %10s  %s\n", "", "seconds", "files/s", "time against sekisho")
	var own time.Duration
	for _, p := range peers(sekisho, work) {
		best, err := p.best(corpus, n, runs)
		if err != nil {
			if p.name == "sekisho check" {
				return err
			}
			fmt.Printf("%-34s not measured: %v\n", p.name, err)
			continue
		}
		if own == 0 {
			own = best
		}
		fmt.Printf("%-34s %9.3f %10.0f  %.2f x\n", p.name, best.Seconds(), float64(n)/best.Seconds(), best.Seconds()/own.Seconds())
	}
	return nil
}

func (p *peer) best(folder string, n, runs int) (time.Duration, error) {
	var best time.Duration
	for range runs {
		command, err := p.command(folder)
		if err != nil {
			return 0, err
		}
		var stdout, stderr bytes.Buffer
		command.Stdout, command.Stderr = &stdout, &stderr
		start := time.Now()
		err = command.Run()
		took := time.Since(start)
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			for _, code := range p.codes {
				if exit.ExitCode() == code {
					err = nil
				}
			}
		}
		if err != nil {
			return 0, fmt.Errorf("%w: %s", err, tail(stderr.String()))
		}
		if p.check != nil {
			if err := p.check(stdout.Bytes(), n); err != nil {
				return 0, err
			}
		}
		if best == 0 || took < best {
			best = took
		}
	}
	return best, nil
}

func peers(sekisho, work string) []peer {
	return []peer{
		{
			name: "sekisho check", codes: []int{1},
			command: func(folder string) (*exec.Cmd, error) {
				return exec.Command(sekisho, "check", "--namespace", "orders", "--format", "json", folder), nil
			},
			check: func(out []byte, n int) error {
				var report struct{ Files []json.RawMessage }
				if err := json.Unmarshal(out, &report); err != nil {
					return fmt.Errorf("read the report: %w", err)
				}
				if len(report.Files) != n {
					return fmt.Errorf("sekisho answered for %d of %d files", len(report.Files), n)
				}
				return nil
			},
		},
		{
			name: "python3, ast.parse, one process",
			command: func(folder string) (*exec.Cmd, error) {
				if _, err := exec.LookPath("python3"); err != nil {
					return nil, errors.New("python3 is not installed")
				}
				return exec.Command("python3", "-c", astParse, folder), nil
			},
		},
		{
			name: "ast-grep, 15 rules", codes: []int{1},
			command: func(folder string) (*exec.Cmd, error) {
				binary, err := astGrep(work)
				if err != nil {
					return nil, err
				}
				return exec.Command(binary, "scan", "--config", "bench/ast-grep/sgconfig.yml", "--json=compact", folder), nil
			},
			check: func(out []byte, _ int) error {
				if len(bytes.TrimSpace(out)) <= len("[]") {
					return errors.New("ast-grep found nothing: its rules did not run")
				}
				return nil
			},
		},
		{
			name: "bandit", codes: []int{1},
			command: func(folder string) (*exec.Cmd, error) {
				if _, err := exec.LookPath("bandit"); err != nil {
					return nil, errors.New("bandit is not installed; `apt-get install bandit` does it")
				}
				return exec.Command("bandit", "--quiet", "--recursive", "--format", "json", folder), nil
			},
		},
	}
}

// astParse counts what does not parse, as sekisho does, and goes on.
const astParse = `
import ast, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        pass
`

const astGrepVersion = "0.51.1"

// astGrep returns ast-grep's binary: that of the PATH, or one that npm installs beside the corpus.
func astGrep(work string) (string, error) {
	if binary, err := exec.LookPath("ast-grep"); err == nil {
		return binary, nil
	}
	binary := filepath.Join(work, "npm", "node_modules", ".bin", "ast-grep")
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return "", errors.New("neither ast-grep nor npm is installed")
	}
	fmt.Fprintln(os.Stderr, "bench: installing ast-grep", astGrepVersion, "with npm")
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--prefix", filepath.Join(work, "npm"), "@ast-grep/cli@"+astGrepVersion).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("npm could not install ast-grep: %w: %s", err, tail(string(out)))
	}
	return binary, nil
}

func tail(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func measure(folder string) (files int, size int64, err error) {
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
