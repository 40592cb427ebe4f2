package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// TestReport is the outcome of the policy's own tests.
type TestReport struct {
	Results  []TestResult // sorted by file and name
	Passed   int
	Failed   int
	Coverage float64        // percent of the lines of modules that are no tests
	Files    []FileCoverage // sorted by file
}

// TestResult is the outcome of one test.
type TestResult struct {
	File   string
	Row    int
	Name   string
	Passed bool
	Detail string // of a failure: the expression that failed, or the error
}

// FileCoverage is the coverage of one module.
type FileCoverage struct {
	File      string
	Percent   float64
	Uncovered []int // rows at which an uncovered range begins
}

// OK reports whether there were tests and all passed.
func (r *TestReport) OK() bool { return r.Failed == 0 && r.Passed > 0 }

// Test runs the policy's tests (every *_test.rego), with coverage. Its error is a policy or test that
// does not compile; a test that fails is in the report.
func (e *Engine) Test(ctx context.Context) (*TestReport, error) {
	p := e.policy
	if p.modules == nil { // tests and their coverage are of modules, not of what was stored
		var err error
		if p, err = compile(ctx, p.sources); err != nil {
			return nil, err
		}
	}
	modules := copyModules(p.modules)
	for _, name := range slices.Sorted(maps.Keys(p.sources.tests)) {
		module, err := ast.ParseModuleWithOpts(name, p.sources.tests[name], parserOptions(testBuiltins))
		if err != nil {
			return nil, loadErrors(name, err)
		}
		modules[name] = module
	}
	coverage := cover.New()
	runner := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithCapabilities(capabilities(testBuiltins)).WithStrict(true)).
		SetModules(modules).
		SetTimeout(10 * time.Second).
		SetCoverageRuns(nil).
		SetCoverageQueryTracer(coverage)
	store := inmem.NewFromObjectWithOpts(p.data, inmem.OptRoundTripOnWrite(true), inmem.OptReturnASTValuesOnRead(true))
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("run the policy's tests: %w", err)
	}
	defer store.Abort(ctx, transaction)
	runner.SetStore(store)
	results, err := runner.RunTests(ctx, transaction)
	if err != nil {
		return nil, loadErrors("", err)
	}
	report := &TestReport{}
	for result := range results {
		one := TestResult{Name: strings.TrimPrefix(result.Package, "data.sekisho.") + "." + result.Name, Passed: result.Pass()}
		if result.Location != nil {
			one.File, one.Row = result.Location.File, result.Location.Row
		}
		switch {
		case result.Error != nil:
			one.Detail = result.Error.Error()
		case result.FailedAt != nil:
			one.Detail = fmt.Sprintf("line %d: %s", result.FailedAt.Location.Row, result.FailedAt.Location.Text)
		case result.Skip:
			one.Detail = "the test is skipped; a test of the policy runs or is deleted"
		}
		if one.Passed {
			report.Passed++
		} else {
			report.Failed++
		}
		report.Results = append(report.Results, one)
	}
	sort.Slice(report.Results, func(i, j int) bool {
		a, b := &report.Results[i], &report.Results[j]
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Row < b.Row
	})
	report.addCoverage(coverage.Report(p.modules))
	return report, nil
}

func (r *TestReport) addCoverage(report cover.Report) {
	covered, all := 0, 0
	for _, name := range slices.Sorted(maps.Keys(report.Files)) {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		file := report.Files[name]
		one := FileCoverage{File: name, Percent: file.Coverage}
		for _, gap := range file.NotCovered {
			one.Uncovered = append(one.Uncovered, gap.Start.Row)
		}
		covered += file.CoveredLines
		all += file.CoveredLines + file.NotCoveredLines
		r.Files = append(r.Files, one)
	}
	if all > 0 {
		r.Coverage = 100 * float64(covered) / float64(all)
	}
}
