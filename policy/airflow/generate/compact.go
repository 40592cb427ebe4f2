package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// readCompact reads what write wrote.
func readCompact(path string) (*names, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	n := &names{lines: map[string]entry{}, modules: map[string]string{}}
	sets := []string{""}
	module := ""
	for number, row := range strings.Split(string(data), "\n") {
		switch {
		case row == "":
		case strings.HasPrefix(row, "#"):
			n.header = row
		case strings.HasPrefix(row, "F "):
			sets = append(sets, row[2:])
		case strings.HasPrefix(row, "M "):
			module, _, _ = strings.Cut(row[2:], " ")
		default:
			columns := strings.Split(row, " ")
			line, err := readLine(columns, sets)
			if err != nil || module == "" {
				return nil, fmt.Errorf("%s:%d: %q: %v", path, number+1, row, err)
			}
			n.lines[module+"."+columns[0]] = line
		}
	}
	return n, nil
}

func readLine(columns, sets []string) (entry, error) {
	if len(columns) == 2 && len(columns[1]) > 1 && strings.ContainsRune("=~", rune(columns[1][0])) {
		target := columns[1][1:]
		if strings.HasSuffix(target, ".") {
			target += columns[0]
		}
		return entry{target: target, weak: columns[1][0] == '~'}, nil
	}
	if len(columns) < 3 || len(columns) > 4 {
		return entry{}, fmt.Errorf("want a name, kind, detail and fields")
	}
	line := entry{kind: columns[1], detail: columns[2]}
	if len(columns) == 3 {
		return line, nil
	}
	line.partial = strings.HasPrefix(columns[3], "?")
	set, err := strconv.Atoi(strings.TrimPrefix(columns[3], "?"))
	if err != nil || set <= 0 || set >= len(sets) {
		return entry{}, fmt.Errorf("no such set of fields")
	}
	fields, suffixes, _ := strings.Cut(sets[set], ";")
	line.fields = []string{}
	if fields != "" {
		line.fields = strings.Split(fields, ",")
	}
	if suffixes != "" {
		line.suffixes = strings.Split(suffixes, ",")
	}
	return line, nil
}

// resolve follows aliases.
func (n *names) resolve(name string) (string, entry, bool) {
	line, ok := n.lines[name]
	for steps := 0; ok && line.target != "" && steps < 10; steps++ {
		name = line.target
		line, ok = n.lines[name]
	}
	return name, line, ok && line.target == ""
}
