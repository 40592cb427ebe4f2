package engine

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/sekisho/sekisho/policy/decision"
)

// Rule is what a rule's METADATA block says: the only source of its documentation and of the text
// of its findings.
type Rule struct {
	ID          string // TEN001
	Name        string // foreign-namespace, the name of its folder
	Family      string // tenancy, the folder above
	Title       string
	Description string
	Avoid       string // example code that gets a finding
	Prefer      string // the same, as the platform wants it
	Language    string // of the examples: python or yaml
	Rationale   string
	Severities  []decision.Severity // all that its messages have, worst first
	Messages    []Message           // sorted by key
	Docs        string              // address of its page
	Source      string              // rules/tenancy/foreign-namespace/rule.rego

	pkg    string // data.sekisho.rules.tenancy.foreign_namespace
	file   bool   // has `findings`: judges one file
	change bool   // has `change_findings`: judges the pull request as a whole
}

// Message is one thing that a rule can say. Text and Fix have {placeholders} for the values that
// the rule hands over; `{chain}` stands for the places that made the value.
type Message struct {
	Key      string
	Severity decision.Severity
	Text     string
	Fix      string
}

var (
	idPattern      = regexp.MustCompile(`^[A-Z]{2,5}[0-9]{3}$`)
	namePattern    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	keyPattern     = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	severityOrder  = map[decision.Severity]int{decision.SeverityDeny: 0, decision.SeverityReview: 1, decision.SeverityWarn: 2}
	knownCustom    = map[string]bool{"id": true, "name": true, "avoid": true, "prefer": true, "rationale": true, "messages": true, "language": true}
	rulePathLength = len(strings.Split("rules/family/name/rule.rego", "/"))
)

// LoadError says what is wrong with a policy, and where.
type LoadError struct {
	File   string
	Row    int // from 1; 0 when the whole file is meant
	Column int
	Reason string
}

func (e *LoadError) Error() string {
	if e.Row == 0 {
		return fmt.Sprintf("policy %s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("policy %s:%d:%d: %s", e.File, e.Row, e.Column, e.Reason)
}

func errorAt(location *ast.Location, format string, args ...any) *LoadError {
	e := &LoadError{Reason: fmt.Sprintf(format, args...)}
	if location != nil {
		e.File, e.Row, e.Column = location.File, location.Row, location.Col
	}
	return e
}

// readRule reads a rule from its module. Families maps the folder of a family to the letters that
// its rules' ids begin with.
func readRule(module *ast.Module, path string, families map[string]string, docs string) (*Rule, error) {
	parts := strings.Split(path, "/")
	if len(parts) != rulePathLength || parts[3] != "rule.rego" {
		return nil, errorAt(module.Package.Location, "a rule stands in rules/<family>/<name>/rule.rego, not here")
	}
	rule := &Rule{Family: parts[1], Name: parts[2], Source: path, pkg: module.Package.Path.String()}
	at := module.Package.Location

	if want := packageOf(rule.Family, rule.Name); rule.pkg != want {
		return nil, errorAt(at, "the package of this folder is %s, not %s", strings.TrimPrefix(want, "data."), strings.TrimPrefix(rule.pkg, "data."))
	}
	prefix, ok := families[rule.Family]
	if !ok {
		return nil, errorAt(at, "the family %s is not listed in data/families.yaml", rule.Family)
	}
	meta := packageAnnotations(module)
	if meta == nil {
		return nil, errorAt(at, "the rule has no METADATA block above its package: write title, description and custom.id, name, avoid, prefer, rationale, messages")
	}
	at = meta.Location
	rule.Title, rule.Description = strings.TrimSpace(meta.Title), strings.TrimSpace(meta.Description)
	rule.ID = customText(meta, "id")
	rule.Avoid, rule.Prefer = customText(meta, "avoid"), customText(meta, "prefer")
	rule.Rationale, rule.Language = customText(meta, "rationale"), customText(meta, "language")
	if rule.Language == "" {
		rule.Language = "python"
	}
	for _, field := range []struct{ name, value string }{
		{"custom.id", rule.ID}, {"title", rule.Title}, {"description", rule.Description},
		{"custom.avoid", rule.Avoid}, {"custom.prefer", rule.Prefer}, {"custom.rationale", rule.Rationale},
	} {
		if field.value == "" {
			return nil, errorAt(at, "the rule's METADATA has no %s", field.name)
		}
	}
	if !idPattern.MatchString(rule.ID) || !strings.HasPrefix(rule.ID, prefix) || len(rule.ID) != len(prefix)+3 {
		return nil, errorAt(at, "custom.id %q is not %s and three digits", rule.ID, prefix)
	}
	if name := customText(meta, "name"); name != rule.Name || !namePattern.MatchString(name) {
		return nil, errorAt(at, "custom.name %q is not the folder's name %q in lower case with hyphens", name, rule.Name)
	}
	for key := range meta.Custom {
		if !knownCustom[key] {
			return nil, errorAt(at, "custom.%s is no field of a rule", key)
		}
	}
	if err := rule.readMessages(meta); err != nil {
		return nil, err
	}
	if err := rule.readEntryPoints(module); err != nil {
		return nil, err
	}
	rule.Docs = docs + rule.ID + ".md"
	return rule, nil
}

func (r *Rule) readMessages(meta *ast.Annotations) error {
	messages, ok := meta.Custom["messages"].(map[string]any)
	if !ok || len(messages) == 0 {
		return errorAt(meta.Location, "the rule's METADATA has no custom.messages")
	}
	seen := map[decision.Severity]bool{}
	for key, value := range messages {
		fields, ok := value.(map[string]any)
		if !ok || !keyPattern.MatchString(key) {
			return errorAt(meta.Location, "custom.messages.%s is not a mapping with severity, text and fix", key)
		}
		message := Message{Key: key}
		for name, value := range fields {
			text, ok := value.(string)
			if !ok {
				return errorAt(meta.Location, "custom.messages.%s.%s is not text", key, name)
			}
			text = strings.TrimSpace(text)
			switch name {
			case "severity":
				message.Severity = decision.Severity(text)
			case "text":
				message.Text = text
			case "fix":
				message.Fix = text
			default:
				return errorAt(meta.Location, "custom.messages.%s.%s is no field of a message", key, name)
			}
		}
		if _, ok := severityOrder[message.Severity]; !ok {
			return errorAt(meta.Location, "custom.messages.%s.severity %q is not warn, review or deny", key, message.Severity)
		}
		if message.Text == "" || message.Fix == "" {
			return errorAt(meta.Location, "custom.messages.%s has no text or no fix", key)
		}
		for _, text := range []string{message.Text, message.Fix} {
			if bad := badPlaceholder(text); bad != "" {
				return errorAt(meta.Location, "custom.messages.%s: %s is no placeholder: write {name} or {name:text}", key, bad)
			}
		}
		seen[message.Severity] = true
		r.Messages = append(r.Messages, message)
	}
	sort.Slice(r.Messages, func(i, j int) bool { return r.Messages[i].Key < r.Messages[j].Key })
	for severity := range seen {
		r.Severities = append(r.Severities, severity)
	}
	sort.Slice(r.Severities, func(i, j int) bool {
		return severityOrder[r.Severities[i]] < severityOrder[r.Severities[j]]
	})
	return nil
}

// readEntryPoints finds `findings` and `change_findings`. They must be partial sets: those are
// always defined, so that a rule which was evaluated cannot be taken for one that was not.
func (r *Rule) readEntryPoints(module *ast.Module) error {
	for _, candidate := range module.Rules {
		name := candidate.Head.Name.String()
		if len(candidate.Head.Reference) > 0 {
			name = candidate.Head.Reference[0].Value.String()
			name = strings.Trim(name, `"`)
		}
		if name != "findings" && name != "change_findings" {
			continue
		}
		if candidate.Head.RuleKind() != ast.MultiValue || candidate.Default {
			return errorAt(candidate.Location, "%s must be a set: `%s contains … if …`", name, name)
		}
		if name == "findings" {
			r.file = true
		} else {
			r.change = true
		}
	}
	if !r.file && !r.change {
		return errorAt(module.Package.Location, "the rule has neither `findings contains …` nor `change_findings contains …`")
	}
	return nil
}

func (r *Rule) message(key string) *Message {
	for i := range r.Messages {
		if r.Messages[i].Key == key {
			return &r.Messages[i]
		}
	}
	return nil
}

func packageOf(family, name string) string {
	return "data.sekisho.rules." + strings.ReplaceAll(family, "-", "_") + "." + strings.ReplaceAll(name, "-", "_")
}

func packageAnnotations(module *ast.Module) *ast.Annotations {
	for _, annotation := range module.Annotations {
		if annotation.Scope == "package" {
			return annotation
		}
	}
	return nil
}

func customText(meta *ast.Annotations, key string) string {
	text, _ := meta.Custom[key].(string)
	return strings.TrimSpace(text)
}
