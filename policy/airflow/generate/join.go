package main

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// names are the lines to write, by qualified name, and the detail word of every module.
type names struct {
	header    string
	lines     map[string]entry
	modules   map[string]string
	conflicts []string
}

// entry is a symbol (target empty) or another path of one.
type entry struct {
	kind, detail string
	fields       []string
	suffixes     []string // of strings that name a template file
	partial      bool
	target       string
	weak         bool
}

// join groups the paths of one object: a deprecated path that is an alias of a newer one, and two
// symbols of the same last name that share an alias, as `airflow.DAG` does for the DAG of Airflow 2
// and 3. Symbols of different detail words are never joined.
func join(s *source) *names {
	group := map[string]string{}
	var find func(string) string
	find = func(name string) string {
		if up, ok := group[name]; ok && up != name {
			root := find(up)
			group[name] = root
			return root
		}
		return name
	}
	result := &names{lines: map[string]entry{}, modules: map[string]string{}}
	result.header = fmt.Sprintf("# Written by policy/airflow/generate: do not edit. Airflow %s; source %.12s.", strings.Join(s.Sources, ", "), s.digest)
	unite := func(a, b *symbol, why string) {
		if a.detail != b.detail {
			result.conflicts = append(result.conflicts, fmt.Sprintf("%s (%s) and %s (%s) by %s", a.Name, a.detail, b.Name, b.detail, why))
			return
		}
		if x, y := find(a.Name), find(b.Name); x != y {
			group[y] = x
		}
	}
	owners := map[string][]*symbol{}
	listed := make([]*symbol, 0, len(s.byName))
	for _, symbol := range s.byName {
		listed = append(listed, symbol)
	}
	sort.Slice(listed, func(i, j int) bool { return listed[i].Name < listed[j].Name })
	for _, symbol := range listed {
		for _, alias := range symbol.Aliases {
			if strings.HasSuffix(alias, "*") {
				continue
			}
			if other := s.byName[alias]; other != nil {
				unite(symbol, other, "alias")
			}
			owners[alias] = append(owners[alias], symbol)
		}
	}
	for _, alias := range slices.Sorted(maps.Keys(owners)) {
		for _, other := range owners[alias][1:] {
			unite(owners[alias][0], other, alias)
		}
	}
	for _, list := range [][]string{s.ClosedLists.DAGs, s.ClosedLists.PodOperator} {
		for _, name := range list[1:] {
			if a, b := s.byName[list[0]], s.byName[name]; a != nil && b != nil {
				unite(a, b, "closed list")
			}
		}
	}
	result.fill(s, listed, find, owners)
	return result
}

func (n *names) fill(s *source, listed []*symbol, find func(string) string, owners map[string][]*symbol) {
	groups := map[string][]*symbol{}
	for _, symbol := range listed {
		root := find(symbol.Name)
		groups[root] = append(groups[root], symbol)
	}
	for _, root := range slices.Sorted(maps.Keys(groups)) {
		members := groups[root]
		head := members[0]
		for _, member := range members[1:] {
			if newer(member, head) {
				head = member
			}
		}
		n.lines[head.Name] = head.entry(members)
		for _, member := range members {
			if member != head {
				n.lines[member.Name] = entry{target: head.Name}
			}
		}
		for _, member := range members {
			for _, alias := range member.Aliases {
				if _, taken := n.lines[alias]; !taken && !strings.HasSuffix(alias, "*") && s.byName[alias] == nil {
					n.lines[alias] = entry{target: head.Name}
				}
			}
		}
	}
	for _, decorator := range s.TaskDecorators {
		detail := map[string]string{"cloud-api": "cloud-operator", "database": "sql-operator", "shell": "shell-operator", "pod": "pod-decorator"}[decorator.Capability]
		if detail == "" {
			detail = "python-callable"
		}
		for _, path := range decorator.Paths {
			n.lines[path] = entry{kind: "decorated-operator", detail: detail}
		}
	}
	for _, target := range slices.Sorted(maps.Keys(s.OtherAliases)) {
		for _, alias := range s.OtherAliases[target] {
			if _, taken := n.lines[alias]; !taken && !strings.HasSuffix(alias, "*") && alias != target {
				n.lines[alias] = entry{target: target, weak: true}
			}
		}
	}
	n.addModules()
}

// set is the text of the fields and suffixes.
func (e entry) set() string {
	text := strings.Join(e.fields, ",")
	if len(e.suffixes) > 0 {
		text += ";" + strings.Join(e.suffixes, ",")
	}
	return text
}

// entry is the symbol's line; its template fields are those of every member of its group, since a
// field that any version renders may be rendered.
func (s *symbol) entry(members []*symbol) entry {
	e := entry{kind: s.Kind, detail: s.detail}
	seen := map[string]bool{}
	for _, member := range members {
		if member.TemplateFields == nil && member.Kind == s.Kind && len(members) == 1 {
			return e
		}
		for _, field := range member.TemplateFields {
			if field == "?" {
				e.partial = true
			} else if !seen[field] {
				seen[field] = true
				e.fields = append(e.fields, field)
			}
		}
		if member.TemplateFields != nil && e.fields == nil {
			e.fields = []string{}
		}
		e.suffixes = append(e.suffixes, member.TemplateExt...)
	}
	sort.Strings(e.fields)
	sort.Strings(e.suffixes)
	e.suffixes = slices.Compact(e.suffixes)
	return e
}

// newer prefers the path in the newest Airflow, then the one known for longer, then the shorter.
func newer(a, b *symbol) bool {
	last := func(s *symbol) string {
		if s.Airflow3 {
			return "3"
		}
		return "2"
	}
	if last(a) != last(b) {
		return last(a) > last(b)
	}
	if x, y := rank(a), rank(b); x != y {
		return x > y
	}
	if len(a.Versions) != len(b.Versions) {
		return len(a.Versions) > len(b.Versions)
	}
	return len(a.Name) < len(b.Name)
}

func rank(s *symbol) int {
	switch {
	case strings.HasPrefix(s.Module, "airflow.sdk."):
		return 3
	case strings.HasPrefix(s.Module, "airflow.providers."):
		return 2
	}
	return 1
}

// addModules lists every module and package that holds a name. A module with a harmless name is a
// `module`, so is a package above one; another has the word that most of its names have.
func (n *names) addModules() {
	harm := map[string]map[string]int{}
	open := map[string]bool{}
	for name, line := range n.lines {
		for line.target != "" && !line.weak {
			line = n.lines[line.target]
		}
		for module := parent(name); module != ""; module = parent(module) {
			if harm[module] == nil {
				harm[module] = map[string]int{}
			}
			switch line.detail {
			case "dag-object", "control-flow", "timetable", "asset", "param", "pure", "clock":
				open[module] = true
			case "kpo":
				harm[module]["kpo"] += 1000 // the module of the one operator that is wanted
			case "":
			default:
				harm[module][line.detail]++
			}
		}
	}
	for module, words := range harm {
		best := "internal-api"
		for _, word := range slices.Sorted(maps.Keys(words)) {
			if words[word] > words[best] {
				best = word
			}
		}
		if open[module] {
			best = "module"
		}
		// A class or decorator with names of its own (task.bash) is no module.
		if _, symbol := n.lines[module]; symbol && !hasModuleShape(module) {
			continue
		}
		n.modules[module] = best
	}
}

// hasModuleShape tells modules that share their name with a symbol, such as
// airflow.decorators.task_group, from symbols with attributes, such as airflow.decorators.task.
func hasModuleShape(name string) bool {
	return !strings.HasSuffix(name, ".task")
}

func parent(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return ""
}
