package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/sekisho/sekisho/policy/engine/plan"
	"github.com/sekisho/sekisho/policy/facts"
)

// Format is for tests.
var Format = format

// Oracle evaluates the same policy with OPA's own evaluator.
type Oracle struct {
	engine             *Engine
	file, change, gate rego.PreparedEvalQuery
}

// NewOracle prepares OPA's evaluator for the policy of an engine that compiled it.
func NewOracle(t testing.TB, e *Engine) *Oracle {
	t.Helper()
	o := &Oracle{engine: e}
	p := e.policy
	if p.compiler == nil { // it was stored
		var err error
		if p, err = compile(context.Background(), p.sources); err != nil {
			t.Fatal(err)
		}
	}
	store := inmem.NewFromObjectWithOpts(p.data, inmem.OptRoundTripOnWrite(true), inmem.OptReturnASTValuesOnRead(true))
	prepare := func(text string) rego.PreparedEvalQuery {
		body, err := ast.ParseBodyWithOpts(text, parserOptions(nil))
		if err != nil {
			t.Fatal(err)
		}
		query, err := rego.New(rego.ParsedQuery(body), rego.Compiler(p.compiler), rego.Store(store),
			rego.Capabilities(capabilities(nil)), rego.StrictBuiltinErrors(true)).PrepareForEval(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return query
	}
	object := func(entryPoint string, has func(*Rule) bool) string {
		var rows []string
		for i := range e.policy.rules {
			if rule := &e.policy.rules[i]; has(rule) {
				rows = append(rows, fmt.Sprintf("%q: %s%s", rule.ID, rule.pkg, entryPoint))
			}
		}
		return "{" + strings.Join(rows, ", ") + "}"
	}
	o.file = prepare("findings := " + object(fileFindings, func(r *Rule) bool { return r.file }) +
		`; answer := {"findings": findings, "verdict": ` + verdictFunction + "(findings)}; answer")
	o.change = prepare("answer := " + object(changeFindings, func(r *Rule) bool { return r.change }) + "; answer")
	o.gate = prepare("answer := " + gateRule + "; answer")
	return o
}

func (o *Oracle) ask(ctx context.Context, query *rego.PreparedEvalQuery, input any) (any, error) {
	encoded, err := encode(input)
	if err != nil {
		return nil, err
	}
	results, err := query.Eval(ctx, rego.EvalParsedInput(encoded))
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, errUndefined
	}
	// By JSON, as everything that is compared.
	return roundTrip(results[0].Expressions[len(results[0].Expressions)-1].Value)
}

func roundTrip(value any) (any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var plain any
	return plain, errors.Join(json.Unmarshal(text, &plain))
}

// File is what every rule finds in a file, and the verdict, as JSON.
func (o *Oracle) File(ctx context.Context, input *facts.FileInput) (any, error) {
	return o.ask(ctx, &o.file, input)
}

// Change is what the rules find in a pull request as a whole, as JSON.
func (o *Oracle) Change(ctx context.Context, input *facts.ChangeInput) (any, error) {
	return o.ask(ctx, &o.change, input)
}

// Gate is the gate's answer, as JSON.
func (o *Oracle) Gate(ctx context.Context, input any) (any, error) { return o.ask(ctx, &o.gate, input) }

// RawFile is the answer of the engine's evaluator in the form of the oracle's.
func RawFile(ctx context.Context, e *Engine, input *facts.FileInput) (any, error) {
	j, err := e.judge(ctx, input)
	if err != nil {
		return nil, err
	}
	defer j.done()
	_, found, err := j.findings(&e.file)
	if err != nil {
		return nil, err
	}
	verdict, err := j.value(e.verdict, found)
	if err != nil {
		return nil, err
	}
	return roundTrip(map[string]any{"findings": plan.Plain(found), "verdict": plan.Plain(verdict)})
}

// RawChange is the same for a pull request as a whole.
func RawChange(ctx context.Context, e *Engine, input *facts.ChangeInput) (any, error) {
	j, err := e.judge(ctx, input)
	if err != nil {
		return nil, err
	}
	defer j.done()
	_, found, err := j.findings(&e.change)
	if err != nil {
		return nil, err
	}
	return roundTrip(plan.Plain(found))
}

// EncodedJSON is what the engine hands to Rego, as JSON.
func EncodedJSON(value any) (text []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			text, err = nil, fmt.Errorf("%v", r)
		}
	}()
	document, err := plan.Document(value)
	if err != nil {
		return nil, err
	}
	return json.Marshal(plan.Plain(document))
}

// Restored is the engine of a stored policy; nil when it was made of other sources or by other code.
func Restored(t testing.TB, stored []byte, change func(sources map[string]string)) *Engine {
	t.Helper()
	sources, err := readSource(nil)
	if err != nil {
		t.Fatal(err)
	}
	change(sources.modules)
	p := restore(sources, string(stored))
	if p == nil {
		return nil
	}
	e, err := engineOf(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Steps is how many statements of the plan the rules and the verdict of a file take.
func Steps(t testing.TB, e *Engine, input *facts.FileInput) int {
	t.Helper()
	j, err := e.judge(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	defer j.done()
	_, found, err := j.findings(&e.file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.value(e.verdict, found); err != nil {
		t.Fatal(err)
	}
	return j.Steps()
}
