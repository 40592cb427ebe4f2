package engine_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

const goodMetadata = `# METADATA
# title: T
# description: D
# custom:
#   id: TEN900
#   name: new-rule
#   avoid: a
#   prefer: p
#   rationale: r
#   messages:
#     use: {severity: warn, text: "{value} is bad", fix: Repair it.}
package sekisho.rules.tenancy.new_rule

`

const newRule = "rules/tenancy/new-rule/rule.rego"

func finding(body string) string {
	return goodMetadata + "findings contains {\"message\": \"use\", \"span\": {}, \"about\": \"x\", \"values\": {\"value\": 1}} if {\n\t" + body + "\n}\n"
}

// shortLimit is for policies that run away, so that the tests need not wait.
const shortLimit = 200 * time.Millisecond

func overlaid(t *testing.T, files map[string]string) (*engine.Engine, error) {
	t.Helper()
	overlay := fstest.MapFS{}
	for name, text := range files {
		overlay[name] = &fstest.MapFile{Data: []byte(text)}
	}
	limit := engine.DefaultTimeLimit
	if strings.Contains(files[newRule], "numbers.range") {
		limit = shortLimit
	}
	return engine.New(t.Context(), engine.Options{Overlay: overlay, TimeLimit: limit})
}

// TestRefusedPolicies: each says where and why.
func TestRefusedPolicies(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"syntax":                     {map[string]string{newRule: goodMetadata + "findings contains"}, newRule + ":14"},
		"unknown name":               {map[string]string{newRule: finding("nothing.of.this == 1")}, newRule + ":15"},
		"http":                       {map[string]string{newRule: finding(`http.send({"method": "get", "url": "http://x"}).status_code == 200`)}, "http.send"},
		"environment":                {map[string]string{newRule: finding("opa.runtime().env.HOME != 1")}, "opa.runtime"},
		"clock":                      {map[string]string{newRule: finding("time.now_ns() > 1")}, "time.now_ns"},
		"randomness":                 {map[string]string{newRule: finding(`rand.intn("x", 2) == 1`)}, "rand.intn"},
		"uuid":                       {map[string]string{newRule: finding(`uuid.rfc4122("x") != ""`)}, "uuid.rfc4122"},
		"name resolution":            {map[string]string{newRule: finding(`net.lookup_ip_addr("x") != set()`)}, "net.lookup_ip_addr"},
		"trace":                      {map[string]string{newRule: finding(`trace("x")`)}, "trace"},
		"in the library":             {map[string]string{"lib/new.rego": "package sekisho.lib.new\n\nx := time.now_ns()\n"}, "lib/new.rego:3:6"},
		"no metadata":                {map[string]string{newRule: "package sekisho.rules.tenancy.new_rule\n\nfindings contains 1\n"}, "METADATA"},
		"no id":                      {map[string]string{newRule: strings.Replace(finding("true"), "#   id: TEN900\n", "", 1)}, "custom.id"},
		"no rationale":               {map[string]string{newRule: strings.Replace(finding("true"), "#   rationale: r\n", "", 1)}, "custom.rationale"},
		"id of another family":       {map[string]string{newRule: strings.Replace(finding("true"), "TEN900", "DB900", 1)}, "TEN and three digits"},
		"id twice":                   {map[string]string{newRule: strings.Replace(finding("true"), "TEN900", "TEN001", 1)}, "TEN001 is already"},
		"another name":               {map[string]string{newRule: strings.Replace(finding("true"), "name: new-rule", "name: other", 1)}, "custom.name"},
		"another package":            {map[string]string{newRule: strings.Replace(finding("true"), "tenancy.new_rule", "tenancy.other", 1)}, "package of this folder"},
		"no severity":                {map[string]string{newRule: strings.Replace(finding("true"), "severity: warn", "severity: fatal", 1)}, "fatal"},
		"bad placeholder":            {map[string]string{newRule: strings.Replace(finding("true"), "{value} is", "{value is", 1)}, "no placeholder"},
		"unknown field":              {map[string]string{newRule: strings.Replace(finding("true"), "#   avoid", "#   severty: x\n#   avoid", 1)}, "custom.severty"},
		"unknown message":            {map[string]string{newRule: strings.Replace(finding("true"), `"message": "use"`, `"message": "used"`, 1)}, newRule + ":14"},
		"unknown message of uses":    {map[string]string{newRule: goodMetadata + "import data.sekisho.lib.uses\n\nfindings contains f if some f in uses.findings({\"driver\"}, \"used\")\n"}, newRule + ":16"},
		"unknown message, handed on": {map[string]string{newRule: goodMetadata + "import data.sekisho.lib.findings as of\n\nabout(m) := of.whole(m, {})\n\nfindings contains about(\"used\")\n"}, newRule + ":18"},
		"findings are no set":        {map[string]string{newRule: goodMetadata + "findings := set()\n"}, "must be a set"},
		"no findings":                {map[string]string{newRule: goodMetadata + "x := 1\n"}, "neither"},
		"deeper folder":              {map[string]string{"rules/tenancy/a/b/rule.rego": finding("true")}, "stands in rules/<family>/<name>/rule.rego"},
		"rule outside rules":         {map[string]string{"lib/x.rego": "package sekisho.rules.tenancy.x\n\nfindings contains 1\n"}, "outside rules/"},
		"data that is no yaml":       {map[string]string{"data/volumes.yaml": "a: [b\n"}, "data/volumes.yaml"},
		"data with doubled keys":     {map[string]string{"data/volumes.yaml": "a: 1\na: 2\n"}, "data/volumes.yaml"},
		"data twice":                 {map[string]string{"data/volumes.json": "{}"}, "another data file"},
		"list that is not there":     {map[string]string{newRule: finding(`"x" in data.lists.nothing.names`)}, newRule + ":15:9: there is no data.lists.nothing.names"},
		"key that is not there":      {map[string]string{"data/volumes.yaml": "allowed: []\n"}, "data.lists.volumes.forbidden"},
		"severity of no rule":        {map[string]string{"data/severities.yaml": "TEN800: {use: warn}\n"}, "no rule TEN800"},
		"severity of no message":     {map[string]string{"data/severities.yaml": "TEN001: {other: warn}\n"}, "no message other"},
		"severity of no word":        {map[string]string{"data/severities.yaml": "TEN001: {foreign: none}\n"}, "not warn, review or deny"},
		"no verdict":                 {map[string]string{"gate/verdict.rego": "package sekisho.gate.verdict\n"}, "data.sekisho.gate.verdict.judge"},
		"verdict of two":             {map[string]string{"gate/verdict.rego": "package sekisho.gate.verdict\n\njudge(_, _) := \"allow\"\n"}, "takes one argument"},
		"unexplained warning":        {map[string]string{"data/severities.yaml": "CODE007: {undeclared: warn}\n"}, "unexplained message"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := overlaid(t, test.files)
			if err == nil {
				t.Fatal("the policy is accepted")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error does not say %q: %v", test.want, err)
			}
			var located *engine.LoadError
			if !errors.As(err, &located) || located.File == "" || located.Reason == "" {
				t.Errorf("the error has no file or no reason: %#v", err)
			}
		})
	}
}

func TestOverlay(t *testing.T) {
	e, err := overlaid(t, map[string]string{
		newRule:                finding("input.file.path != \"\""),
		"data/severities.yaml": "TEN001: {foreign: warn}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	if e.Rule("TEN900") == nil || e.Rule("new-rule") == nil {
		t.Error("the new rule is not there")
	}
	for _, message := range e.Rule("TEN001").Messages {
		if want := decision.SeverityDeny; message.Key == "foreign" {
			want = decision.SeverityWarn
			if message.Severity != want {
				t.Errorf("%s is %s, want %s", message.Key, message.Severity, want)
			}
		}
	}
	if e.Digest() == embedded(t).Digest() {
		t.Error("another policy has the same digest")
	}
}

func smallest() *facts.FileInput {
	return &facts.FileInput{
		File: &facts.File{
			Path: "dags/orders/load.py", Mode: "100644", Role: facts.RoleDAG, Content: facts.ContentRead,
			Parse: &facts.Parse{OK: true}, Declarative: true,
		},
		Tenant:   facts.Tenant{Namespace: "orders"},
		Platform: &facts.Platform{Tenants: []string{"orders", "payments"}, DAGFolder: "dags", TemplateFolder: "templates"},
	}
}

// TestNoAnswerIsNoAllow: whatever a replaced policy does, only a real allow is one.
func TestNoAnswerIsNoAllow(t *testing.T) {
	endless := `findings contains {"message": "use"} if {
	some a in numbers.range(1, 10000)
	some b in numbers.range(1, 10000)
	some c in numbers.range(1, 10000)
	a + b + c == 0
}
`
	verdict := func(rule string) map[string]string {
		return map[string]string{"gate/verdict.rego": "package sekisho.gate.verdict\n\n" + rule + "\n", "gate/verdict_test.rego": "package sekisho.gate.verdict_test\n"}
	}
	for name, test := range map[string]struct {
		files map[string]string
		fails bool
	}{
		"undefined verdict":    {verdict(`judge(_) := "allow" if false`), true},
		"unknown verdict":      {verdict(`judge(_) := "fine"`), false},
		"verdict of no text":   {verdict(`judge(_) := true`), false},
		"runs away":            {map[string]string{newRule: goodMetadata + endless}, true},
		"unknown message":      {map[string]string{newRule: goodMetadata + "findings contains {\"message\": concat(\"\", [\"ot\", \"her\"])}\n"}, true},
		"missing value":        {map[string]string{newRule: goodMetadata + "findings contains {\"message\": \"use\"}\n"}, true},
		"finding of no shape":  {map[string]string{newRule: goodMetadata + "findings contains 7\n"}, true},
		"error in a builtin":   {map[string]string{newRule: finding(`to_number("x") == 1`)}, true},
		"allow over a finding": {map[string]string{newRule: strings.Replace(finding("true"), "severity: warn", "severity: review", 1), "gate/verdict.rego": "package sekisho.gate.verdict\n\njudge(_) := \"allow\"\n"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := overlaid(t, test.files)
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.JudgeFile(t.Context(), smallest())
			if got.Verdict == decision.Allow {
				t.Errorf("the verdict is allow (%v)", err)
			}
			if (err != nil) != test.fails {
				t.Errorf("error %v, want one: %t", err, test.fails)
			}
		})
	}
}

func TestRunawayPolicyIsStopped(t *testing.T) {
	e, err := overlaid(t, map[string]string{newRule: goodMetadata + `findings contains {"message": "use"} if {
	some a in numbers.range(1, 10000)
	some b in numbers.range(1, 10000)
	some c in numbers.range(1, 10000)
	a + b + c == 0
}
`})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err = e.JudgeFile(t.Context(), smallest())
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestIncompleteInputIsNoAllow(t *testing.T) {
	e := embedded(t)
	for name, input := range map[string]*facts.FileInput{
		"none": nil, "no file": {Platform: &facts.Platform{}}, "no platform": {File: &facts.File{}},
		"empty file": {File: &facts.File{}, Platform: &facts.Platform{}},
	} {
		if got, _ := e.JudgeFile(t.Context(), input); got.Verdict != decision.Review {
			t.Errorf("%s: the verdict is %q", name, got.Verdict)
		}
	}
	if got, err := e.JudgeFile(t.Context(), smallest()); err != nil || got.Verdict != decision.Allow || got.RulesEvaluated == 0 {
		t.Errorf("a proved file: %+v, %v", got, err)
	}
	// A review has a reason, also where no rule gives one.
	input := smallest()
	input.File.Declarative = false
	if got, err := e.JudgeFile(t.Context(), input); err != nil || got.Verdict != decision.Review || len(got.Findings) != 1 {
		t.Errorf("a file that is not declarative: %+v, %v", got, err)
	}
	if _, err := e.JudgeChange(t.Context(), nil); err == nil {
		t.Error("no change is judged without an error")
	}
}

func TestGateHoldsWhateverThePolicySays(t *testing.T) {
	input := func(verdict decision.Verdict, configured bool) *decision.GateInput {
		return &decision.GateInput{Verdict: verdict, Base: "main", Environment: decision.Environment{Review: "required", Configured: configured}}
	}
	careless, err := overlaid(t, map[string]string{"gate/check.rego": `package sekisho.gate.check

gate := {"conclusion": "success", "reason": "proved", "forecast": false, "approvals": []}
`})
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]*decision.GateInput{
		"denied": input(decision.Deny, true), "unconfigured": input(decision.Allow, false), "none": nil,
		"approvals not judged": {Verdict: decision.Allow, Environment: decision.Environment{Configured: true}, Approvals: []decision.Approval{{Login: "x"}}},
	} {
		gate, err := careless.Gate(t.Context(), in)
		if err == nil || gate == nil || gate.Conclusion != decision.Pending {
			t.Errorf("%s: %+v, %v", name, gate, err)
		}
	}
	for _, text := range []string{`gate := {"conclusion": "neutral", "reason": "x", "approvals": []}`, `gate := 1`, `gate := {} if false`} {
		broken, err := overlaid(t, map[string]string{"gate/check.rego": "package sekisho.gate.check\n\n" + text + "\n"})
		if err != nil {
			t.Fatal(err)
		}
		gate, err := broken.Gate(t.Context(), input(decision.Allow, true))
		if err == nil || gate.Conclusion != decision.Pending {
			t.Errorf("%s: %+v, %v", text, gate, err)
		}
	}
	gate, err := embedded(t).Gate(t.Context(), input(decision.Allow, true))
	if err != nil || gate.Conclusion != decision.Success || gate.Reason != "proved" {
		t.Errorf("an allowed change: %+v, %v", gate, err)
	}
}

// TestOneRulesErrorSilencesNoOther: what another rule shows to be a breach stays a deny.
func TestOneRulesErrorSilencesNoOther(t *testing.T) {
	computed := "findings contains {\"message\": concat(\"\", [\"ot\", \"her\"])}\n"
	e, err := overlaid(t, map[string]string{newRule: goodMetadata + computed})
	if err != nil {
		t.Fatal(err)
	}
	f := fixture{file: filepath.Join(repositoryRoot, "rego/rules/tenancy/foreign-namespace/bad.py")}
	snapshot, _ := f.snapshot(t)
	got, err := e.JudgeFile(t.Context(), analysed(t, snapshot))
	if err != nil || got.Verdict != decision.Deny || len(got.Findings) == 0 {
		t.Errorf("%s with %d findings, %v; want the other rule's deny", got.Verdict, len(got.Findings), err)
	}
}
