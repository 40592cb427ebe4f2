package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/testdata/hostile"
)

// mark is what no file may take to be judged.
const mark = 250 * time.Millisecond

// judged is what one hostile file cost.
type judged struct {
	name     string
	size     int
	analysis time.Duration // facts alone
	judging  time.Duration // facts and rules
	command  time.Duration // the whole command, report included, over that for an empty file
	verdict  string
	findings int
}

// judgeHostile judges each hostile file alone, in this process and with the command, and prints the worst first.
func (o *options) judgeHostile(ctx context.Context, work string) error {
	rules, err := engine.New(ctx, engine.Options{TimeLimit: time.Minute})
	if err != nil {
		return fmt.Errorf("load the policy: %w", err)
	}
	config, err := platform.Default("orders")
	if err != nil {
		return err
	}
	checker := policy.NewChecker(rules, config, nil)
	judge := func(name, source string, role facts.Role) (judged, error) {
		file := policy.SnapshotFile{
			Path: "dags/hostile.py", Mode: "100644", Size: int64(len(source)), Status: facts.Added, Content: []byte(source), Role: role,
		}
		if role == facts.RoleTemplate {
			file.Path = "templates/hostile.yaml"
		}
		snapshot := &policy.Snapshot{Tenant: facts.Tenant{Namespace: "orders", AnyApplication: true}, Files: []policy.SnapshotFile{file}}
		one := judged{name: name, size: len(source)}
		around := &policy.Surroundings{
			Tenant: snapshot.Tenant, Platform: config.Facts(), Catalogue: airflow.Default(),
			OwnModule: func(string) bool { return false }, TenantOfModule: func(string) string { return "" },
		}
		for turn := 0; turn < 3 && one.judging < 4*mark; turn++ {
			analysis := clock()
			policy.Analyze(&file, around)
			took := analysis()
			judging := clock()
			decision, err := checker.Check(ctx, snapshot)
			if err != nil {
				return one, err
			}
			if all := judging(); turn == 0 || all < one.judging {
				one.analysis, one.judging = took, all
			}
			one.verdict, one.findings = string(decision.Verdict), len(decision.Findings)
		}
		return one, nil
	}
	files := filepath.Join(work, "hostile")
	if err := os.MkdirAll(files, 0o755); err != nil {
		return fmt.Errorf("make a folder for the hostile files: %w", err)
	}
	over := func(name, source string) (time.Duration, error) {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, []byte(source), 0o644); err != nil {
			return 0, fmt.Errorf("write a hostile file: %w", err)
		}
		defer os.Remove(path)
		var best time.Duration
		for range 2 {
			s, err := measure(command(o.sekisho, "check", "--namespace", "orders", "--format", "json", path), 1)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", name, err)
			}
			if spent := min(s.wall, s.cpu); best == 0 || spent < best {
				best = spent
			}
		}
		return best, nil
	}
	// The first judgement and the first command warm up.
	if _, err := judge("", "", facts.RoleDAG); err != nil {
		return err
	}
	var start time.Duration
	for range 3 {
		if start, err = over("empty.py", ""); err != nil {
			return err
		}
	}
	var all []judged
	for suffix, group := range map[string]map[string]string{".py": hostile.Python(), ".yaml": hostile.Templates()} {
		role := facts.RoleDAG
		if suffix == ".yaml" {
			role = facts.RoleTemplate
		}
		for name, source := range group {
			if !strings.Contains(name, o.match) {
				continue
			}
			one, err := judge(name, source, role)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			whole, err := over("hostile"+suffix, source)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			one.command = max(whole-start, 0)
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b judged) int { return int(max(b.judging, b.command) - max(a.judging, a.command)) })
	beyond := 0
	for _, one := range all {
		if max(one.judging, one.command) > mark {
			beyond++
		}
	}
	fmt.Printf("\n%d hostile files, each alone; no file may take more than %v: %d do\n", len(all), mark, beyond)
	fmt.Printf("facts: parser and interpreter; judged: facts and rules, in a process that runs; command: the whole command over the %d ms of an empty file;\neach the least of some runs, as time or processor time, whichever is less\n\n", start.Milliseconds())
	fmt.Printf("%-28s %7s %9s %10s %11s %9s  %s\n", "", "kB", "facts ms", "judged ms", "command ms", "findings", "verdict")
	for i, one := range all {
		if i >= o.worst && max(one.judging, one.command) <= mark {
			fmt.Printf("%-28s\n", fmt.Sprintf("and %d more, all faster", len(all)-i))
			break
		}
		over := ""
		if max(one.judging, one.command) > mark {
			over = "  over the mark"
		}
		fmt.Printf("%-28s %7.0f %9.1f %10.1f %11.1f %9d  %s%s\n", short(one.name), float64(one.size)/1000, milliseconds(one.analysis), milliseconds(one.judging), milliseconds(one.command), one.findings, one.verdict, over)
	}
	return nil
}

// clock starts to count and returns what was spent since: time, or processor time where that is less,
// because a machine that is busy with other things takes longer than the file does.
func clock() func() time.Duration {
	start, used := time.Now(), processorTime()
	return func() time.Duration { return min(time.Since(start), processorTime()-used) }
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func short(name string) string { return strings.TrimSpace(name[:min(len(name), 28)]) }
