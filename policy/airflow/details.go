package airflow

import (
	"fmt"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// Detail is one word of the closed vocabulary that refines a capability.
type Detail struct {
	Word       string
	Capability facts.Capability
	// Rule is the rule that judges the word's use; empty where the use alone is no finding.
	Rule     string
	Sentence string
}

// Details lists every detail word, in the order of docs/capabilities.md.
func (c *Catalogue) Details() []Detail {
	return append([]Detail(nil), c.details...)
}

func parseDetails(text string) ([]Detail, error) {
	var details []Detail
	seen := map[string]bool{}
	for number, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		columns := strings.SplitN(line, "|", 4)
		if len(columns) != 4 {
			return nil, fmt.Errorf("details.txt:%d: want 4 columns, have %d", number+1, len(columns))
		}
		for i := range columns {
			columns[i] = strings.TrimSpace(columns[i])
		}
		if seen[columns[0]] {
			return nil, fmt.Errorf("details.txt:%d: %q stands twice", number+1, columns[0])
		}
		seen[columns[0]] = true
		details = append(details, Detail{
			Word:       columns[0],
			Capability: facts.Capability(columns[1]),
			Rule:       strings.TrimPrefix(columns[2], "-"),
			Sentence:   columns[3],
		})
	}
	return details, nil
}
