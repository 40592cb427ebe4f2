package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/rego"
)

// The entry points of the policy beside its rules'.
const (
	verdictFunction = "data.sekisho.gate.verdict.judge"
	gateRule        = "data.sekisho.gate.check.gate"
	fileFindings    = ".findings" // below a rule's package
	changeFindings  = ".change_findings"
)

func isAllowed(builtin string) bool { return allowedBuiltins[builtin] }

// functionOf is the name that OPA's planner gives the function of a rule.
func functionOf(ref string) string { return "g0." + ref }

// planned is OPA's plan of the compiled policy.
func (p *policy) planned(ctx context.Context) (*ir.Policy, error) {
	var query strings.Builder
	fmt.Fprintf(&query, "verdict := %s({}); gate := %s; findings := [", verdictFunction, gateRule)
	for i := range p.rules {
		rule := &p.rules[i]
		if rule.file {
			fmt.Fprintf(&query, "%s%s, ", rule.pkg, fileFindings)
		}
		if rule.change {
			fmt.Fprintf(&query, "%s%s, ", rule.pkg, changeFindings)
		}
	}
	query.WriteString("]")
	body, err := ast.ParseBodyWithOpts(query.String(), parserOptions(nil))
	if err != nil {
		return nil, fmt.Errorf("write the policy's entry points: %w", err)
	}
	planned, err := planOf(ctx, p.compiler, body)
	if err != nil {
		return nil, fmt.Errorf("plan the policy: %w", loadErrors("gate", err))
	}
	return planned, nil
}

// planTarget is the name under which this package asks OPA for a plan.
const planTarget = "sekisho.plan"

func init() { rego.RegisterPlugin(planTarget, planner{}) }

// planner is the extension point at which OPA hands its plans to another evaluator.
type planner struct{}

type planKey struct{}

func (planner) IsTarget(name string) bool { return name == planTarget }

// PrepareForEval implements rego.TargetPlugin. The plan goes where planOf said.
func (planner) PrepareForEval(ctx context.Context, planned *ir.Policy, _ ...rego.PrepareOption) (rego.TargetPluginEval, error) {
	into, ok := ctx.Value(planKey{}).(**ir.Policy)
	if !ok {
		return nil, errors.New("nobody asked for a plan")
	}
	*into = planned
	return nil, nil
}

func planOf(ctx context.Context, compiler *ast.Compiler, query ast.Body) (*ir.Policy, error) {
	var planned *ir.Policy
	_, err := rego.New(
		rego.ParsedQuery(query),
		rego.Compiler(compiler),
		rego.Capabilities(capabilities(nil)),
		rego.Target(planTarget),
	).PrepareForEval(context.WithValue(ctx, planKey{}, &planned))
	if err == nil && planned == nil {
		err = errors.New("the planner gave no plan")
	}
	return planned, err
}
