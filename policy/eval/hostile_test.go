package eval

import (
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
	"github.com/sekisho/sekisho/testdata/hostile"
)

// maxOvershoot is the work that the step which uses up the budget, and code that only compares what
// is there, may still do.
const maxOvershoot = 100_000

// TestHostile holds that the work for any file is bounded by counters, the same on every machine:
// steps of execution, nodes read, and facts. BenchmarkHostile shows the time.
func TestHostile(t *testing.T) {
	for name, source := range hostile.Python() {
		t.Run(name, func(t *testing.T) {
			file, err := python.Parse([]byte(source), python.Options{})
			if err != nil {
				t.Logf("not parsed: %v", err)
				return
			}
			out := &facts.File{}
			e := newEvaluator(file, "dags/team-a/x.py", testConfig(), out)
			e.evaluate()
			for _, u := range out.Unknowns {
				if u.Code == codeInternal {
					t.Error(u.Reason)
				}
			}
			t.Logf("%d steps, %d of %d nodes read, %d bytes", e.steps, e.reads, file.Nodes, e.bytes)
			limits := Limits{}.withDefaults()
			if strings.Contains(source, "8000") && out.Declarative {
				t.Error("seconds of work, in few steps, count for nothing")
			}
			for what, counted := range map[string]struct{ got, most int }{
				"steps":      {e.steps, limits.Steps + maxOvershoot},
				"reads":      {e.reads, 8 * file.Nodes},
				"bytes":      {e.bytes, limits.Bytes + limits.String},
				"tasks":      {len(out.Tasks) + len(out.DAGs), limits.Tasks},
				"calls":      {len(out.Calls), maxCalls + maxNameless},
				"imports":    {len(out.Imports), maxImports},
				"references": {len(out.References), maxReferences},
				"unknowns":   {len(out.Unknowns), limits.Unknown + 1},
			} {
				if counted.got > counted.most {
					t.Errorf("%d %s, more than %d", counted.got, what, counted.most)
				}
			}
		})
	}
}

// BenchmarkHostile parses and evaluates every hostile file and reports the one that takes longest.
func BenchmarkHostile(b *testing.B) {
	slowest, at := time.Duration(0), ""
	for b.Loop() {
		for name, source := range hostile.Python() {
			start := time.Now()
			file, err := python.Parse([]byte(source), python.Options{})
			if err == nil {
				Evaluate(file, "dags/team-a/x.py", testConfig(), &facts.File{})
			}
			if spent := time.Since(start); spent > slowest {
				slowest, at = spent, name
			}
		}
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "ms/slowest")
	b.Logf("slowest: %s, %v", at, slowest)
}
