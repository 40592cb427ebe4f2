package airflow

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// generated reads data/symbols.txt where it lies: only the places of modules are indexed, a name
// is found by looking through its module's lines.
//
//	F bash_command,env;.sh          a set of template fields, and the suffixes of strings in them
//	                                that name a file to be rendered; the first is number 1
//	M airflow.operators.bash module a module and its detail word; the lines below are its names
//	BashOperator operator shell-operator 1     a symbol: kind, detail, fields; `?1` when the set may lack some
//	Old =airflow.operators.bash.BashOperator   another path of a listed symbol
//	DAG =airflow.sdk.definitions.dag.          the same, where the last name is equal
//	os ~os                                     another path of something else; never harmless
type generated struct {
	text    string
	fields  []string
	modules map[string]block
}

// block is where a module's lines stand in the text.
type block struct {
	detail     string
	start, end int
}

// line is one name of a module.
type line struct {
	kind, detail string
	fields       int
	partial      bool // the field set may lack some
	target       string
	weak         bool
}

func indexGenerated(text string, capability map[string]facts.Capability) (generated, error) {
	g := generated{text: "\n" + text, fields: []string{""}, modules: make(map[string]block, 1600)}
	text = g.text
	last := ""
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text) - at
		}
		row := text[at : at+end]
		switch {
		case strings.HasPrefix(row, "F "):
			g.fields = append(g.fields, row[2:])
		case strings.HasPrefix(row, "M "):
			if last != "" {
				b := g.modules[last]
				b.end = at
				g.modules[last] = b
			}
			name, detail, _ := strings.Cut(row[2:], " ")
			if _, known := capability[detail]; !known {
				return g, fmt.Errorf("symbols.txt: module %s: detail %q is not listed", name, detail)
			}
			if _, twice := g.modules[name]; twice {
				return g, fmt.Errorf("symbols.txt: module %s stands twice", name)
			}
			// The block begins with the line break, so that every name of it follows one.
			g.modules[name] = block{detail: detail, start: at + end}
			last = name
		}
		at += end + 1
	}
	if last != "" {
		b := g.modules[last]
		b.end = len(text)
		g.modules[last] = b
	}
	return g, nil
}

func (g *generated) isModule(name string) bool {
	_, ok := g.modules[name]
	return ok
}

func (g *generated) moduleDetail(name string) (string, bool) {
	b, ok := g.modules[name]
	return b.detail, ok
}

func (g *generated) lines(module string) string {
	b, ok := g.modules[module]
	if !ok || b.start >= b.end {
		return ""
	}
	return g.text[b.start:b.end]
}

func (g *generated) names(module string) []string {
	var names []string
	for _, row := range strings.Split(g.lines(module), "\n") {
		if name, _, ok := strings.Cut(row, " "); ok {
			names = append(names, name)
		}
	}
	return names
}

// symbol finds a name's line.
func (g *generated) symbol(name string) (line, bool) {
	module := parent(name)
	if module == "" {
		return line{}, false
	}
	lines := g.lines(module)
	key := "\n" + name[len(module)+1:] + " "
	at := strings.Index(lines, key)
	if at < 0 {
		return line{}, false
	}
	row := lines[at+len(key):]
	if end := strings.IndexByte(row, '\n'); end >= 0 {
		row = row[:end]
	}
	switch row[0] {
	case '=':
		target := row[1:]
		if strings.HasSuffix(target, ".") {
			target += name[len(module)+1:]
		}
		return line{target: target}, true
	case '~':
		return line{target: row[1:], weak: true}, true
	}
	var found line
	var fields string
	found.kind, row, _ = strings.Cut(row, " ")
	found.detail, fields, _ = strings.Cut(row, " ")
	if strings.HasPrefix(fields, "?") {
		found.partial, fields = true, fields[1:]
	}
	if fields != "" {
		found.fields, _ = strconv.Atoi(fields)
	}
	return found, true
}
