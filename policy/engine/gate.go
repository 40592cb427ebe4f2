package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine/plan"
)

// Gate turns a verdict, a base branch and the approvals into the check's outcome. A caller treats an
// error as pending. The result is never nil: with an error it is a pending gate.
func (e *Engine) Gate(ctx context.Context, input *decision.GateInput) (*decision.Gate, error) {
	failed := &decision.Gate{Conclusion: decision.Pending, Reason: "error", Approvals: []decision.ApprovalJudgement{}}
	if input == nil {
		return failed, errors.New("evaluate the gate: there is no input")
	}
	j, err := e.judge(ctx, input)
	if err != nil {
		return failed, fmt.Errorf("evaluate the gate: %w", err)
	}
	defer j.done()
	value, err := j.value(e.gate)
	if err != nil {
		return failed, fmt.Errorf("evaluate the gate: %w", err)
	}
	text, err := json.Marshal(plan.Plain(value))
	if err != nil {
		return failed, fmt.Errorf("evaluate the gate: %w", err)
	}
	gate := &decision.Gate{}
	if err := json.Unmarshal(text, gate); err != nil {
		return failed, fmt.Errorf("evaluate the gate: its answer has another shape: %w", err)
	}
	switch gate.Conclusion {
	case decision.Success, decision.Pending, decision.Failure:
	default:
		return failed, fmt.Errorf("evaluate the gate: %q is no conclusion", gate.Conclusion)
	}
	// The gate's own rules say so too; this holds when a replaced policy does not.
	if gate.Conclusion == decision.Success && (input.Verdict == decision.Deny || !input.Environment.Configured) {
		return failed, errors.New("evaluate the gate: success for a denied change or an unconfigured base")
	}
	if len(gate.Approvals) != len(input.Approvals) {
		return failed, fmt.Errorf("evaluate the gate: %d of %d approvals were judged", len(gate.Approvals), len(input.Approvals))
	}
	return gate, nil
}
