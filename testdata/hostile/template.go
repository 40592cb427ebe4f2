package hostile

import (
	"fmt"
	"strings"
)

// Templates returns PodTemplates by name.
func Templates() map[string]string {
	const size = 250_000
	fit := func(text string) string { return strings.Repeat(text, size/len(text)) }
	pod := func(spec string) string {
		return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  namespace: payments\nspec:\n" + spec
	}
	many := func(line string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, line, i)
		}
		return b.String()
	}
	return map[string]string{
		"YAML containers":      pod("  containers:\n" + many("  - {name: c%d, image: 'x:latest', securityContext: {privileged: true}, volumeMounts: [{name: v, mountPath: /v}]}\n", 1900)),
		"YAML variables":       pod("  containers:\n  - name: a\n    image: x\n    env:\n" + many("    - {name: V%d, value: \"on\"}\n", 6000)),
		"YAML volumes":         pod("  volumes:\n" + many("  - {name: v%d, hostPath: {path: /etc}}\n", 5000)),
		"YAML keys":            many("k%d: 1\n", 20_000),
		"YAML twins":           fit("a: 1\n"),
		"YAML brackets":        strings.Repeat("[", size),
		"YAML braces":          strings.Repeat("{", size),
		"YAML flow":            "a: " + strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"YAML mapping nesting": strings.Repeat("a: {", size/5) + strings.Repeat("}", size/5),
		"YAML dashes":          strings.Repeat("- ", size/2),
		"YAML questions":       strings.Repeat("? ", size/2),
		"YAML indentation":     indentation(700),
		"YAML anchors":         "a: &a [x, x, x, x, x, x, x, x, x]\n" + many("b%d: &b%[1]d [*a, *a, *a, *a, *a, *a, *a, *a]\n", 4000),
		"YAML documents":       fit("---\na: 1\n"),
		"YAML text":            "a: |\n" + fit("  xxxxxxxx\n"),
		"YAML folded":          "a: >\n" + fit("  x\n\n"),
		"YAML quoted":          "a: \"" + fit(`\x41`) + "\"\n",
		"YAML plain":           "a: " + fit("x ") + "\n",
		"YAML comments":        fit("# é\n"),
		"YAML numbers":         many("k%d: 0x1F\n", 20_000),
		"YAML booleans":        many("k%d: yes\n", 20_000),
		"YAML tags":            fit("- !!python/object:x 1\n"),
		"YAML directives":      fit("%YAML 1.1\n"),
		"YAML tabs":            fit("\ta: 1\n"),
		"YAML colons":          strings.Repeat("a:", size/2),
		"YAML long line":       "a: [" + fit("x, ") + "x]\n",
		"YAML wide characters": "a: '" + fit("é") + "'\n",
	}
}

func indentation(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
