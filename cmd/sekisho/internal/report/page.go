package report

import (
	"fmt"
	"strings"

	"github.com/sekisho/sekisho/policy/engine"
)

// Page is a rule's documentation in Markdown, made of its METADATA.
func Page(rule *engine.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s\n\n%s\n\n%s\n", rule.ID, rule.Name, rule.Title, rule.Description)
	severities := make([]string, len(rule.Severities))
	for i, severity := range rule.Severities {
		severities[i] = string(severity)
	}
	fmt.Fprintf(&b, "\nSeverity: %s. Family: %s.\n", strings.Join(severities, ", "), rule.Family)
	example := func(title, code string) {
		if code != "" {
			fmt.Fprintf(&b, "\n## %s\n\n```%s\n%s\n```\n", title, rule.Language, code)
		}
	}
	example("Avoid", rule.Avoid)
	example("Prefer", rule.Prefer)
	if rule.Rationale != "" {
		fmt.Fprintf(&b, "\n## Rationale\n\n%s\n", rule.Rationale)
	}
	return b.String()
}
