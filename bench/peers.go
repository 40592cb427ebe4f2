package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// peer is one tool. command returns nil and the reason when the tool is not to be had.
type peer struct {
	name string
	// command returns what to run over a folder of n files.
	command func(folder string) (*exec.Cmd, error)
	// check looks at the output of a run; nil accepts all.
	check func(out []byte, n int) error
	// codes are the exit codes that mean that the tool did its work.
	codes []int
	// once is set for a peer that is too slow to run again.
	once bool
}

// run runs the tool over a folder of n files.
func (p *peer) run(folder string, n int) (sample, error) {
	command, err := p.command(folder)
	if err != nil {
		return sample{}, err
	}
	s, err := measure(command, p.codes...)
	if err == nil && p.check != nil {
		err = p.check(s.out, n)
	}
	s.out = nil // the report of ten thousand files is large
	return s, err
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
			name: "python3, ast.parse, all cores",
			command: func(folder string) (*exec.Cmd, error) {
				if _, err := exec.LookPath("python3"); err != nil {
					return nil, errors.New("python3 is not installed")
				}
				return exec.Command("python3", "-c", astParsePool, folder), nil
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
			name: "bandit, one run", codes: []int{1}, once: true,
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

// astParsePool is the same with one process on each core.
const astParsePool = `
import ast, multiprocessing, os, pathlib, sys
def parse(path):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        pass
if __name__ == "__main__":
    paths = list(pathlib.Path(sys.argv[1]).rglob("*.py"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with multiprocessing.Pool(cores) as pool:
        for _ in pool.imap_unordered(parse, paths, chunksize=16):
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
