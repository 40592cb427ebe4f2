package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// write makes the text that policy/airflow reads: see generated.go there for its grammar.
func write(n *names) string {
	var text strings.Builder
	text.WriteString(n.header + "\n")
	sets := map[string]int{}
	var order []string
	byModule := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(n.lines)) {
		line := n.lines[name]
		if line.fields != nil {
			set := line.set()
			if sets[set] == 0 {
				order = append(order, set)
				sets[set] = len(order)
			}
		}
		byModule[parent(name)] = append(byModule[parent(name)], name)
	}
	for _, set := range order {
		text.WriteString("F " + set + "\n")
	}
	modules := map[string]string{}
	for module, detail := range n.modules {
		modules[module] = detail
	}
	for module := range byModule {
		if modules[module] == "" {
			modules[module] = "python-callable" // the attributes of @task
		}
	}
	for _, module := range slices.Sorted(maps.Keys(modules)) {
		text.WriteString("M " + module + " " + modules[module] + "\n")
		for _, name := range byModule[module] {
			line := n.lines[name]
			text.WriteString(name[len(module)+1:])
			switch {
			case line.weak:
				text.WriteString(" ~" + line.target)
			case parent(line.target)+name[len(module):] == line.target:
				text.WriteString(" =" + parent(line.target) + ".") // the same last name
			case line.target != "":
				text.WriteString(" =" + line.target)
			default:
				text.WriteString(" " + line.kind + " " + line.detail)
				if line.fields != nil {
					mark := ""
					if line.partial {
						mark = "?"
					}
					fmt.Fprintf(&text, " %s%d", mark, sets[line.set()])
				}
			}
			text.WriteString("\n")
		}
	}
	return text.String()
}
