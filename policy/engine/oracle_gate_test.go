package engine_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
)

// TestGateIsThatOfOPA compares the gate with OPA's own evaluator for every verdict and environment, and
// approvals of each kind.
func TestGateIsThatOfOPA(t *testing.T) {
	e := embedded(t)
	oracle := engine.NewOracle(t, e)
	good := decision.Approval{Login: "sre", State: "approved", UserType: "User", Membership: "active", OnHead: true}
	approvals := map[string][]decision.Approval{"none": nil, "one": {good}}
	for name, change := range map[string]func(*decision.Approval){
		"dismissed": func(a *decision.Approval) { a.State = "dismissed" }, "objection": func(a *decision.Approval) { a.State = "changes_requested" },
		"bot": func(a *decision.Approval) { a.UserType = "Bot" }, "stranger": func(a *decision.Approval) { a.Membership = "none" },
		"unknown": func(a *decision.Approval) { a.Membership = "unknown" }, "author": func(a *decision.Approval) { a.Author = true },
		"contributor": func(a *decision.Approval) { a.Contributor = true }, "old": func(a *decision.Approval) { a.OnHead = false },
	} {
		changed := good
		changed.Login = name
		change(&changed)
		approvals[name], approvals[name+" and one"] = []decision.Approval{changed}, []decision.Approval{changed, good}
	}
	compared := 0
	for _, verdict := range []decision.Verdict{decision.Allow, decision.Review, decision.Deny, "", "other"} {
		for _, environment := range []decision.Environment{
			{Name: "production", Review: "required", Configured: true}, {Name: "development", Review: "none", Configured: true}, {},
		} {
			for name, given := range approvals {
				input := &decision.GateInput{Verdict: verdict, Base: "main", Environment: environment, Approvals: given}
				want, err := oracle.Gate(t.Context(), input)
				if err != nil {
					t.Fatal(err)
				}
				got, err := e.Gate(t.Context(), input)
				if err != nil {
					t.Fatal(err)
				}
				text, err := json.Marshal(got)
				if err != nil {
					t.Fatal(err)
				}
				var plain any
				if err := json.Unmarshal(text, &plain); err != nil {
					t.Fatal(err)
				}
				if difference := cmp.Diff(want, plain); difference != "" {
					t.Errorf("%q, %+v, %s: %s", verdict, environment, name, difference)
				}
				compared++
			}
		}
	}
	t.Logf("%d gates compared", compared)
}
