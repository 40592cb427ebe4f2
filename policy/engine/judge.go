package engine

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine/plan"
	"github.com/sekisho/sekisho/policy/facts"
)

// FileJudgement is what the policy says of one file.
type FileJudgement struct {
	Verdict  decision.Verdict
	Findings []decision.Finding // sorted by place, rule, identity
	// RulesEvaluated counts the rules that judge a file, those among them whose conditions the file
	// cannot meet.
	RulesEvaluated int
}

// JudgeFile evaluates every rule that judges a file, and the file's verdict. A caller treats an
// error as a review.
func (e *Engine) JudgeFile(ctx context.Context, input *facts.FileInput) (judged FileJudgement, err error) {
	none := FileJudgement{Verdict: decision.Review}
	if input == nil || input.File == nil || input.Platform == nil {
		return none, errors.New("judge a file: the input has no file or no platform")
	}
	defer func() {
		if r := recover(); r != nil {
			judged, err = none, fmt.Errorf("judge %s: %v", input.File.Path, r)
		}
	}()
	j, err := e.judge(ctx, input)
	if err != nil {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	defer j.done()
	raw, found, err := j.findings(&e.file)
	if err != nil {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	word, err := j.value(e.verdict, found)
	if err != nil {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	findings, err := e.findings(raw, input.File.Path)
	// A rule that cannot say what it found must not silence another that shows a breach.
	if err != nil && agree(decision.Allow, findings) != decision.Deny {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	text, _ := word.(string)
	verdict := agree(decision.Verdict(text), findings)
	// Files of another role are explained by the rules that judge the change as a whole.
	if verdict != decision.Allow && agree(decision.Allow, findings) == decision.Allow && input.File.Role != facts.RoleOther {
		findings = append([]decision.Finding{e.unexplained(input.File.Path)}, findings...)
	}
	return FileJudgement{Verdict: verdict, Findings: findings, RulesEvaluated: len(raw)}, nil
}

// found is what one rule emitted.
type found struct {
	rule    *Rule
	emitted []plan.Value
}

// findings evaluates rules. All answers come as rows and as the object of sets that the verdict is made of.
func (j *judgement) findings(of *entries) ([]found, plan.Value, error) {
	rows, sets := make([]found, len(of.rules)), make([]plan.Value, len(of.rules))
	for i, rule := range of.rules {
		value, err := j.value(of.functions[i])
		if err != nil {
			return nil, nil, fmt.Errorf("rule %s: %w", rule.ID, err)
		}
		set, ok := value.(*plan.Set)
		if !ok {
			return nil, nil, fmt.Errorf("rule %s: %w", rule.ID, errUndefined)
		}
		rows[i], sets[i] = found{rule, set.Members()}, set
	}
	return rows, plan.NewObject(of.ids, sets), nil
}

// unexplained is the finding of a file that is not allowed although no rule asks for a review.
func (e *Engine) unexplained(path string) decision.Finding {
	rule := e.policy.byID[e.policy.unexplained.rule]
	message := rule.message(e.policy.unexplained.message)
	top := facts.Position{Line: 1, Column: 1}
	return decision.Finding{
		Rule: rule.ID, Name: rule.Name, Severity: message.Severity, Docs: rule.Docs,
		Path: path, Span: facts.Span{Start: top, End: top}, Message: message.Text, Fix: message.Fix,
		Identity: identity(rule.ID, path, message.Key, "file"),
	}
}

// JudgeChange evaluates the rules that judge a pull request as a whole.
func (e *Engine) JudgeChange(ctx context.Context, input *facts.ChangeInput) (findings []decision.Finding, err error) {
	if input == nil || input.Platform == nil {
		return nil, errors.New("judge a change: the input has no platform")
	}
	if len(e.change.rules) == 0 {
		return nil, errors.New("judge a change: the policy has no rule for it")
	}
	defer func() {
		if r := recover(); r != nil {
			findings, err = nil, fmt.Errorf("judge the change: %v", r)
		}
	}()
	j, err := e.judge(ctx, input)
	if err != nil {
		return nil, fmt.Errorf("judge the change: %w", err)
	}
	defer j.done()
	raw, _, err := j.findings(&e.change)
	if err != nil {
		return nil, fmt.Errorf("judge the change: %w", err)
	}
	if findings, err = e.findings(raw, ""); err != nil {
		return nil, fmt.Errorf("judge the change: %w", err)
	}
	return findings, nil
}

// agree is the policy's verdict, held to its own findings: whatever word it said, a finding that
// asks for more wins, and a word that is no verdict is a review.
func agree(verdict decision.Verdict, findings []decision.Finding) decision.Verdict {
	return decision.Worse(verdict, decision.WorstOf(findings))
}

// findings makes findings of what rules emitted: rule id → set of objects with
//
//	message: key of METADATA's custom.messages
//	span:    facts.Span
//	about:   what the finding is about, for its identity
//	values:  placeholder → text, number, truth value or list of such
//	why:     provenance chain (optional)
//	path:    of the file; only in change_findings
//	suggestion, replaces: what to write at the span, and what stands there now (optional)
//
// With an error come the findings that could be made.
func (e *Engine) findings(raw []found, path string) ([]decision.Finding, error) {
	all := []decision.Finding{}
	var failed error
	for _, row := range raw {
		emissions := make([]*emission, 0, len(row.emitted))
		for _, one := range row.emitted {
			emitted, err := readEmission(one)
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("rule %s: a finding has another shape: %w", row.rule.ID, err))
				continue
			}
			emissions = append(emissions, emitted)
		}
		if path != "" {
			emissions = told(emissions)
		}
		for _, one := range emissions {
			finding, err := row.rule.finding(one, path)
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("rule %s: %w", row.rule.ID, err))
				continue
			}
			all = append(all, finding)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return less(&all[i], &all[j]) })
	number(all)
	return all, failed
}

// maximumAlike is how many findings with one message are shown of a file: nobody reads more, and to put a thousand
// into words takes longer than to find them.
const maximumAlike = 200

// told are the findings of a rule in a file that are shown: of too many with one message the first, the last of
// which counts the others. The verdict is that of all: a message has one severity, and the rules' own answer goes to
// the gate before this.
func told(all []*emission) []*emission {
	if len(all) <= maximumAlike {
		return all
	}
	slices.SortStableFunc(all, func(a, b *emission) int {
		return cmp.Or(cmp.Compare(a.Span.Start.Line, b.Span.Start.Line), cmp.Compare(a.Span.Start.Column, b.Span.Start.Column))
	})
	alike := map[string][]*emission{}
	return slices.DeleteFunc(all, func(one *emission) bool {
		before := alike[one.Message]
		if len(before) == maximumAlike {
			before[maximumAlike-1].More++
			return true
		}
		alike[one.Message] = append(before, one)
		return false
	})
}

func (r *Rule) finding(emitted *emission, path string) (decision.Finding, error) {
	message := r.message(emitted.Message)
	if message == nil {
		return decision.Finding{}, fmt.Errorf("there is no message %q in its METADATA", emitted.Message)
	}
	if path == "" {
		path = emitted.Path
	}
	start := &emitted.Span.Start
	if start.Line < 1 || start.Column < 1 {
		*start = facts.Position{Line: 1, Column: 1}
	}
	if end := &emitted.Span.End; end.Line < start.Line || end.Line == start.Line && end.Column < start.Column {
		*end = *start
	}
	formatted, err := format(message.Text, emitted.Values, emitted.Why)
	if err != nil {
		return decision.Finding{}, fmt.Errorf("message %s: %w", message.Key, err)
	}
	if emitted.More > 0 {
		formatted += fmt.Sprintf(" (and %d more like it in this file)", emitted.More)
	}
	fix, err := format(message.Fix, emitted.Values, emitted.Why)
	if err != nil {
		return decision.Finding{}, fmt.Errorf("fix of %s: %w", message.Key, err)
	}
	return decision.Finding{
		Rule: r.ID, Name: r.Name, Severity: message.Severity,
		Path: path, Span: emitted.Span, Message: formatted, Why: emitted.Why, Fix: fix,
		Suggestion: emitted.Suggestion, Replaces: emitted.Replaces,
		Identity: identity(r.ID, path, message.Key, emitted.About),
		Docs:     r.Docs,
	}, nil
}

// identity hashes what a finding is about, so that it survives a move to another line.
func identity(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%q\n", part)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// number tells apart findings that are about the same thing in the same file, by their order.
func number(findings []decision.Finding) {
	seen := map[string]int{}
	for i := range findings {
		base := findings[i].Identity
		seen[base]++
		if seen[base] > 1 {
			findings[i].Identity = base + "-" + strconv.Itoa(seen[base])
		}
	}
}

func less(a, b *decision.Finding) bool {
	switch {
	case a.Path != b.Path:
		return a.Path < b.Path
	case a.Span.Start.Line != b.Span.Start.Line:
		return a.Span.Start.Line < b.Span.Start.Line
	case a.Span.Start.Column != b.Span.Start.Column:
		return a.Span.Start.Column < b.Span.Start.Column
	case a.Rule != b.Rule:
		return a.Rule < b.Rule
	case a.Identity != b.Identity:
		return a.Identity < b.Identity
	default:
		return a.Message < b.Message
	}
}
