package engine

import (
	"fmt"
	"sort"
	"strings"
)

// Page is a rule's documentation in Markdown: docs/rules/<ID>.md, and what `sekisho explain` shows.
func (r *Rule) Page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s\n\n%s.\n\n%s\n", r.ID, r.Name, r.Title, r.Description)
	b.WriteString("\n## Avoid\n\n" + fence(r.Language, r.Avoid))
	b.WriteString("\n## Prefer\n\n" + fence(r.Language, r.Prefer))
	fmt.Fprintf(&b, "\n## Rationale\n\n%s\n\n## What it says\n\n", r.Rationale)
	for _, message := range r.bySeverity() {
		fmt.Fprintf(&b, "- **%s** (`%s`): %s. *%s*\n", message.Severity, message.Key, shown(message.Text), strings.TrimSuffix(shown(message.Fix), ".")+".")
	}
	fmt.Fprintf(&b, "\nSource: [%s](../../rego/%s)\n", r.Source, r.Source)
	return b.String()
}

func (r *Rule) bySeverity() []Message {
	messages := append([]Message(nil), r.Messages...)
	sort.SliceStable(messages, func(i, j int) bool {
		return severityOrder[messages[i].Severity] < severityOrder[messages[j].Severity]
	})
	return messages
}

// fence quotes an example so that no line of it can end the quotation.
func fence(language, code string) string {
	marks := "```"
	for strings.Contains(code, marks) {
		marks += "`"
	}
	return marks + language + "\n" + code + "\n" + marks + "\n"
}

// shown is a message's text as a reader of the documentation sees it: placeholders in capitals.
func shown(text string) string {
	text = placeholderPattern.ReplaceAllStringFunc(text, func(placeholder string) string {
		name, mode, _ := strings.Cut(strings.Trim(placeholder, "{}"), ":")
		switch {
		case name == "chain":
			return ""
		case mode == "text":
			return "…"
		default:
			return "`" + strings.ToUpper(name) + "`"
		}
	})
	return text
}

// Family is a folder of rules.
type Family struct {
	Name   string // tenancy
	Prefix string // TEN
	Title  string
}

// Families returns the families that have rules, by prefix.
func (e *Engine) Families() []Family {
	used := map[string]bool{}
	for i := range e.policy.rules {
		used[e.policy.rules[i].Family] = true
	}
	listed, _ := e.policy.list("families").(map[string]any)
	var families []Family
	for name, value := range listed {
		fields, _ := value.(map[string]any)
		prefix, _ := fields["prefix"].(string)
		title, _ := fields["title"].(string)
		if used[name] {
			families = append(families, Family{Name: name, Prefix: prefix, Title: title})
		}
	}
	sort.Slice(families, func(i, j int) bool { return families[i].Prefix < families[j].Prefix })
	return families
}

// Index is docs/rules/README.md: all rules by family.
func (e *Engine) Index() string {
	var b strings.Builder
	b.WriteString("# Rules\n\nMade from the METADATA of `rego/rules`; change them there and run `go test ./policy/engine -update`.\n\n")
	b.WriteString("A **deny** is shown to break the platform's rules, a **review** needs a person of the SRE team, a **warn** changes nothing.\n")
	for _, family := range e.Families() {
		fmt.Fprintf(&b, "\n## %s\n\n| rule | | says |\n|---|---|---|\n", family.Title)
		for i := range e.policy.rules {
			rule := &e.policy.rules[i]
			if rule.Family != family.Name {
				continue
			}
			severities := make([]string, len(rule.Severities))
			for j, severity := range rule.Severities {
				severities[j] = string(severity)
			}
			fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", rule.ID, rule.ID, rule.Title, strings.Join(severities, ", "))
		}
	}
	return b.String()
}
