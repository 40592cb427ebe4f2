package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/sekisho/sekisho/policy/engine/plan"
)

// DefaultTimeLimit bounds one evaluation. The whole policy needs a tenth of a millisecond for a file
// and some for one with hundreds of pods; the rest is for a machine under load, where the same content
// must not get another verdict. It stops a rule that runs away and nothing else.
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
	policy        *policy
	limit         time.Duration
	file, change  entries
	verdict, gate plan.Function
}

// entries are the rules that judge a file, or a change as a whole.
type entries struct {
	rules     []*Rule
	functions []plan.Function
	ids       []string
}

// New reads, checks and compiles a policy. Its error names file, row, column and reason.
func New(ctx context.Context, options Options) (*Engine, error) {
	p, err := load(ctx, options.Overlay)
	if err != nil {
		return nil, err
	}
	return engineOf(p, options)
}

func engineOf(p *policy, options Options) (*Engine, error) {
	e := &Engine{policy: p, limit: options.TimeLimit}
	if e.limit <= 0 {
		e.limit = DefaultTimeLimit
	}
	var err error
	find := func(ref string) plan.Function {
		function, ok := p.program.Function(functionOf(ref))
		if !ok && err == nil {
			err = &LoadError{File: "rules", Reason: "the plan has no " + ref}
		}
		return function
	}
	e.verdict, e.gate = find(verdictFunction), find(gateRule)
	for i := range p.rules {
		rule := &p.rules[i]
		if rule.file {
			e.file.add(rule, find(rule.pkg+fileFindings))
		}
		if rule.change {
			e.change.add(rule, find(rule.pkg+changeFindings))
		}
	}
	if len(e.file.rules) == 0 {
		return nil, &LoadError{File: "rules", Reason: "no rule judges a file"}
	}
	return e, err
}

func (e *entries) add(rule *Rule, function plan.Function) {
	e.rules, e.functions, e.ids = append(e.rules, rule), append(e.functions, function), append(e.ids, rule.ID)
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

// judgement is one evaluation of the policy on an input.
type judgement struct {
	*plan.Evaluation
	engine *Engine
	caller context.Context
	own    context.Context
	done   func() // nothing that the policy gave may be looked at after it
}

// judge begins an evaluation. The caller calls done.
func (e *Engine) judge(ctx context.Context, input any) (*judgement, error) {
	j := &judgement{engine: e, caller: ctx}
	own, cancel := context.WithTimeout(ctx, e.limit)
	evaluation, err := e.policy.program.Begin(own, input)
	if err != nil {
		cancel()
		return nil, err
	}
	j.Evaluation, j.own = evaluation, own
	j.done = func() {
		cancel()
		evaluation.End()
	}
	return j, nil
}

// value is what a rule or function of the policy gives.
func (j *judgement) value(called plan.Function, arguments ...plan.Value) (plan.Value, error) {
	value, err := j.Call(called, arguments...)
	switch {
	case err != nil && j.own.Err() != nil && j.caller.Err() == nil:
		return nil, fmt.Errorf("the policy took longer than %v: %w", j.engine.limit, context.DeadlineExceeded)
	case err != nil:
		return nil, fmt.Errorf("evaluate the policy: %w", err)
	case value == nil:
		return nil, errUndefined
	}
	return value, nil
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
