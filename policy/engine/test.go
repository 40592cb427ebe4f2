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

// Test runs the policy's tests (every *_test.rego), with coverage: those of a policy folder with its lists, the
// embedded ones with the embedded lists, of which they are examples. Its error is a policy or test that
// does not compile; a test that fails is in the report.
func (e *Engine) Test(ctx context.Context) (*TestReport, error) {
	p := e.policy
	if p.modules == nil { // tests and their coverage are of modules, not of what was stored
		var err error
		if p, err = compile(ctx, p.sources); err != nil {
			return nil, err
		}
	}
	embedded, err := p.embeddedData()
	if err != nil {
		return nil, err
	}
	report, coverage := &TestReport{}, cover.New()
	for _, own := range []bool{false, true} {
		data := embedded
		if own {
			data = p.data
		}
		if err := report.run(ctx, p, data, coverage, func(file string) bool { return p.sources.ownTests[file] == own }); err != nil {
			return nil, err
		}
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

// embeddedData is the policy's data with the embedded lists in place of those that a policy folder replaces.
func (p *policy) embeddedData() (map[string]any, error) {
	if len(p.sources.replaced) == 0 {
		return p.data, nil
	}
	replaced, err := readData(p.sources.replaced)
	if err != nil {
		return nil, err
	}
	lists := maps.Clone(p.data["lists"].(map[string]any))
	maps.Copy(lists, replaced["lists"].(map[string]any))
	data := maps.Clone(p.data)
	data["lists"] = lists
	return data, nil
}

// run adds the results of the tests in some files.
func (r *TestReport) run(ctx context.Context, p *policy, data map[string]any, coverage *cover.Cover, in func(file string) bool) error {
	modules, tests := copyModules(p.modules), 0
	for _, name := range slices.Sorted(maps.Keys(p.sources.tests)) {
		module, err := ast.ParseModuleWithOpts(name, p.sources.tests[name], parserOptions(testBuiltins))
		if err != nil {
			return loadErrors(name, err)
		}
		if hasTests(module) { // otherwise it helps the tests of other files
			if !in(name) {
				continue
			}
			tests++
		}
		modules[name] = module
	}
	if tests == 0 {
		return nil
	}
	runner := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithCapabilities(capabilities(testBuiltins)).WithStrict(true)).
		SetModules(modules).
		SetTimeout(10 * time.Second).
		SetCoverageRuns(nil).
		SetCoverageQueryTracer(coverage)
	store := inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(true), inmem.OptReturnASTValuesOnRead(true))
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return fmt.Errorf("run the policy's tests: %w", err)
	}
	defer store.Abort(ctx, transaction)
	runner.SetStore(store)
	results, err := runner.RunTests(ctx, transaction)
	if err != nil {
		return loadErrors("", err)
	}
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
			r.Passed++
		} else {
			r.Failed++
		}
		r.Results = append(r.Results, one)
	}
	return nil
}

func hasTests(module *ast.Module) bool {
	return slices.ContainsFunc(module.Rules, func(rule *ast.Rule) bool {
		name := string(rule.Head.Name)
		return strings.HasPrefix(name, tester.TestPrefix) || strings.HasPrefix(name, tester.SkipTestPrefix)
	})
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
