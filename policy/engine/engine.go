package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// DefaultTimeLimit bounds one evaluation. The whole policy needs about a millisecond for a file and
// a tenth of a second for one with hundreds of pods; the rest is for a machine under load, where
// the same content must not get another verdict. It stops a rule that runs away and nothing else.
const DefaultTimeLimit = 2 * time.Second

// Options choose a policy.
type Options struct {
	// Overlay replaces files of the embedded policy, or adds to them: same layout as rego/.
	Overlay fs.FS
	// TimeLimit bounds one evaluation; DefaultTimeLimit when zero.
	TimeLimit time.Duration
}

// Engine is a policy ready to be evaluated. It is safe for concurrent use.
type Engine struct {
	policy     *policy
	store      storage.Store
	limit      time.Duration
	fileRules  int
	file       fileQueries
	change     rego.PreparedEvalQuery
	gate       rego.PreparedEvalQuery
	hasChanges bool
	// evaluateAll switches off the short cut of needs.go; a test compares.
	evaluateAll bool
}

// New reads, checks and compiles a policy. Its error names file, row, column and reason.
func New(ctx context.Context, options Options) (*Engine, error) {
	p, err := load(options.Overlay)
	if err != nil {
		return nil, err
	}
	e := &Engine{policy: p, limit: options.TimeLimit}
	if e.limit <= 0 {
		e.limit = DefaultTimeLimit
	}
	e.store = newStore(p.data)
	for i := range p.rules {
		if p.rules[i].file {
			e.fileRules++
		}
		if p.rules[i].change {
			e.hasChanges = true
		}
	}
	if e.fileRules == 0 {
		return nil, &LoadError{File: "rules", Reason: "no rule judges a file"}
	}
	for _, query := range []struct {
		into *rego.PreparedEvalQuery
		text string
		used bool
	}{
		{&e.change, "data.sekisho.main.change_findings", e.hasChanges},
		{&e.gate, "data.sekisho.gate.check.gate", true},
	} {
		if !query.used {
			continue
		}
		if *query.into, err = e.prepare(ctx, query.text); err != nil {
			return nil, err
		}
	}
	// The query of all rules is prepared now, so that a policy whose verdict does not compile is refused.
	var all []*Rule
	for i := range p.rules {
		if p.rules[i].file {
			all = append(all, &p.rules[i])
		}
	}
	if _, err := e.fileQuery(ctx, all); err != nil {
		return nil, err
	}
	return e, nil
}

func (e *Engine) prepare(ctx context.Context, text string) (rego.PreparedEvalQuery, error) {
	body, err := ast.ParseBodyWithOpts(text, parserOptions(nil))
	if err != nil {
		return rego.PreparedEvalQuery{}, fmt.Errorf("parse the policy's query: %w", err)
	}
	query, err := rego.New(
		rego.ParsedQuery(body),
		rego.Compiler(e.policy.compiler),
		rego.Store(e.store),
		rego.Capabilities(capabilities(nil)),
		rego.StrictBuiltinErrors(true),
	).PrepareForEval(ctx)
	if err != nil {
		return query, fmt.Errorf("prepare the policy's query: %w", loadErrors("gate", err))
	}
	return query, nil
}

// fileQueries are the prepared queries for files, by the rules that they evaluate. Files of one kind
// ask for the same rules, so there are few; beyond a bound nothing more is kept.
type fileQueries struct {
	lock  sync.Mutex
	known map[string]*rego.PreparedEvalQuery
}

const maximumFileQueries = 512

// fileQuery returns the query that evaluates some rules and the verdict of what they find.
func (e *Engine) fileQuery(ctx context.Context, rules []*Rule) (*rego.PreparedEvalQuery, error) {
	var key strings.Builder
	for _, rule := range rules {
		key.WriteString(rule.ID)
	}
	e.file.lock.Lock()
	query := e.file.known[key.String()]
	e.file.lock.Unlock()
	if query != nil {
		return query, nil
	}
	var text strings.Builder
	text.WriteString("findings := {")
	for i, rule := range rules {
		if i > 0 {
			text.WriteString(", ")
		}
		fmt.Fprintf(&text, "%q: %s.findings", rule.ID, rule.pkg)
	}
	fmt.Fprintf(&text, "}; answer := {\"findings\": findings, \"verdict\": data.sekisho.gate.verdict.judge(findings, %d)}; answer", e.fileRules-len(rules))
	prepared, err := e.prepare(ctx, text.String())
	if err != nil {
		return nil, err
	}
	e.file.lock.Lock()
	defer e.file.lock.Unlock()
	if e.file.known == nil {
		e.file.known = map[string]*rego.PreparedEvalQuery{}
	}
	if len(e.file.known) < maximumFileQueries {
		e.file.known[key.String()] = &prepared
	}
	return &prepared, nil
}

func newStore(data map[string]any) storage.Store {
	return inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(true), inmem.OptReturnASTValuesOnRead(true))
}

// Digest identifies all modules and data of the policy. Tests do not count.
func (e *Engine) Digest() string { return e.policy.digest }

// Rules returns the rules, sorted by id.
func (e *Engine) Rules() []Rule {
	return append([]Rule(nil), e.policy.rules...)
}

// Rule returns the rule with an id or a name, or nil.
func (e *Engine) Rule(idOrName string) *Rule {
	for i := range e.policy.rules {
		if rule := e.policy.rules[i]; rule.ID == idOrName || rule.Name == idOrName {
			return &rule
		}
	}
	return nil
}

// errUndefined is the answer that is none.
var errUndefined = errors.New("the policy gave no answer")

// evaluate runs a prepared query and returns the value of its last expression.
func (e *Engine) evaluate(ctx context.Context, query *rego.PreparedEvalQuery, input any) (any, error) {
	value, err := encode(input)
	if err != nil {
		return nil, err
	}
	return e.evaluateEncoded(ctx, query, value)
}

func (e *Engine) evaluateEncoded(ctx context.Context, query *rego.PreparedEvalQuery, value ast.Value) (any, error) {
	limited, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	results, err := query.Eval(limited, rego.EvalParsedInput(value))
	if err != nil {
		if limited.Err() != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("the policy took longer than %v: %w", e.limit, context.DeadlineExceeded)
		}
		return nil, fmt.Errorf("evaluate the policy: %w", err)
	}
	if len(results) != 1 || len(results[0].Expressions) == 0 {
		return nil, errUndefined
	}
	last := results[0].Expressions[len(results[0].Expressions)-1].Value
	if last == nil {
		return nil, errUndefined
	}
	return last, nil
}

// List returns a list of texts of the policy's data: data/<name>.yaml, under a key.
func (e *Engine) List(name, key string) []string {
	lists, _ := e.policy.list(name).(map[string]any)
	members, _ := lists[key].([]any)
	var texts []string
	for _, member := range members {
		if text, ok := member.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}
