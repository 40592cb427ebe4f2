package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/sekisho/sekisho/policy/decision"
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

// rulesFor returns the rules that could find something in a file.
func (e *Engine) rulesFor(input ast.Value) []*Rule {
	rules := make([]*Rule, 0, e.fileRules)
	t := trial{atoms: e.policy.atoms, known: make([]int8, len(e.policy.atoms)), input: input}
	for i := range e.policy.rules {
		rule := &e.policy.rules[i]
		if rule.file && (e.evaluateAll || t.met(rule.needs)) {
			rules = append(rules, rule)
		}
	}
	return rules
}

// JudgeFile evaluates every rule that judges a file, and the file's verdict. A caller treats an
// error as a review.
func (e *Engine) JudgeFile(ctx context.Context, input *facts.FileInput) (FileJudgement, error) {
	none := FileJudgement{Verdict: decision.Review}
	if input == nil || input.File == nil || input.Platform == nil {
		return none, errors.New("judge a file: the input has no file or no platform")
	}
	encoded, err := encode(input)
	if err != nil {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	asked := e.rulesFor(encoded)
	query, err := e.fileQuery(ctx, asked)
	if err != nil {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	value, err := e.evaluateEncoded(ctx, query, encoded)
	if err != nil {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	answer, _ := value.(map[string]any)
	raw, _ := answer["findings"].(map[string]any)
	if len(raw) != len(asked) {
		return none, fmt.Errorf("judge %s: %d of %d rules gave an answer", input.File.Path, len(raw), len(asked))
	}
	findings, err := e.findings(raw, input.File.Path)
	// A rule that cannot say what it found must not silence another that shows a breach.
	if err != nil && agree(decision.Allow, findings) != decision.Deny {
		return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
	}
	word, _ := answer["verdict"].(string)
	verdict := agree(decision.Verdict(word), findings)
	// Files of another role are explained by the rules that judge the change as a whole.
	if verdict != decision.Allow && agree(decision.Allow, findings) == decision.Allow && input.File.Role != facts.RoleOther {
		finding, err := e.unexplained(input.File.Path)
		if err != nil {
			return none, fmt.Errorf("judge %s: %w", input.File.Path, err)
		}
		findings = append([]decision.Finding{finding}, findings...)
	}
	return FileJudgement{Verdict: verdict, Findings: findings, RulesEvaluated: e.fileRules}, nil
}

// unexplained is the finding of a file that is not allowed although no rule asks for a review.
func (e *Engine) unexplained(path string) (decision.Finding, error) {
	return e.policy.byID[e.policy.unexplained.rule].finding(
		map[string]any{"message": e.policy.unexplained.message, "about": "file"}, path)
}

// JudgeChange evaluates the rules that judge a pull request as a whole.
func (e *Engine) JudgeChange(ctx context.Context, input *facts.ChangeInput) ([]decision.Finding, error) {
	if input == nil || input.Platform == nil {
		return nil, errors.New("judge a change: the input has no platform")
	}
	if !e.hasChanges {
		return nil, errors.New("judge a change: the policy has no rule for it")
	}
	value, err := e.evaluate(ctx, &e.change, input)
	if err != nil {
		return nil, fmt.Errorf("judge the change: %w", err)
	}
	raw, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("judge the change: %w", errUndefined)
	}
	findings, err := e.findings(raw, "")
	if err != nil {
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
func (e *Engine) findings(raw map[string]any, path string) ([]decision.Finding, error) {
	all := []decision.Finding{}
	var failed error
	for _, id := range sortedKeys(raw) {
		rule := e.policy.byID[id]
		emitted, ok := raw[id].([]any)
		if rule == nil || !ok {
			return nil, fmt.Errorf("rule %s: %w", id, errUndefined)
		}
		for _, one := range emitted {
			finding, err := rule.finding(one, path)
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("rule %s: %w", id, err))
				continue
			}
			all = append(all, finding)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return less(&all[i], &all[j]) })
	number(all)
	return all, failed
}

type emission struct {
	Message string          `json:"message"`
	Span    facts.Span      `json:"span"`
	About   string          `json:"about"`
	Values  map[string]any  `json:"values"`
	Why     []facts.Because `json:"why"`
	Path    string          `json:"path"`
	// Suggestion is the text that takes the place of the span, where Replaces stands there.
	Suggestion *string `json:"suggestion"`
	Replaces   string  `json:"replaces"`
}

func (r *Rule) finding(value any, path string) (decision.Finding, error) {
	// The detour over JSON text costs little: findings are few.
	text, err := json.Marshal(value)
	if err != nil {
		return decision.Finding{}, err
	}
	var emitted emission
	if err := json.Unmarshal(text, &emitted); err != nil {
		return decision.Finding{}, fmt.Errorf("a finding has another shape: %w", err)
	}
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
