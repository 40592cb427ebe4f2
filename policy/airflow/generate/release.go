package main

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
)

// report says what a release changed in the catalogue, one name a line.
type report struct {
	added     []string // classes, with the word they were given and why
	paths     []string // other paths of listed names
	fields    []string // operators with more template fields
	undecided []string // classes that need a decision of a person; they stay unknown
	gone      []string // listed names that a module of the tree has no more; they stay, an older Airflow has them
	conflicts []string // paths that lead elsewhere than they did
	refused   []string
}

// release adds to the catalogue what a source tree has and it does not. It never takes a name away,
// since older releases stay deployed, and it never calls a class harmless: a new class takes the
// word of the class it derives from or of its provider, when that is harmful; of any other a person
// decides, by adding it to data/airflow.txt.
func release(n *names, t *tree) *report {
	r := &report{refused: t.refused}
	decide := decider{names: n, tree: t, catalogue: airflow.Default(), capability: map[string]facts.Capability{}}
	for _, detail := range decide.catalogue.Details() {
		decide.capability[detail.Word] = detail.Capability
	}
	// A class may derive from one that this release adds, so again until nothing is added.
	for added := -1; added < len(r.added); {
		added, r.undecided = len(r.added), nil
		for _, module := range slices.Sorted(maps.Keys(t.modules)) {
			for _, last := range slices.Sorted(maps.Keys(t.modules[module].classes)) {
				decide.class(module+"."+last, last, r)
			}
		}
	}
	for _, module := range slices.Sorted(maps.Keys(t.modules)) {
		m := t.modules[module]
		for _, forward := range m.names {
			decide.path(forward.name, forward.target, r)
		}
		for _, last := range slices.Sorted(maps.Keys(m.bound)) {
			if m.isPackage || m.shim() {
				decide.path(module+"."+last, m.bound[last], r)
			}
		}
		for _, star := range m.stars {
			if other := t.modules[star]; other != nil && m.shim() {
				for _, last := range slices.Sorted(maps.Keys(other.classes)) {
					decide.path(module+"."+last, star+"."+last, r)
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.lines)) {
		line := n.lines[name]
		if m := t.modules[parent(name)]; line.target == "" && m != nil && m.classes[name[len(m.name)+1:]] == nil && line.kind != "function" && line.kind != "decorated-operator" {
			if t.target(name) == name {
				r.gone = append(r.gone, name)
			}
		}
	}
	if t.version != "" && !strings.Contains(n.header, t.version) {
		n.header = strings.Replace(n.header, "; source", ", "+t.version+"; source", 1)
	}
	n.modules = map[string]string{}
	n.addModules()
	return r
}

type decider struct {
	names      *names
	tree       *tree
	catalogue  *airflow.Catalogue
	capability map[string]facts.Capability
}

func (d *decider) class(name, last string, r *report) {
	ancestors := d.tree.ancestors(name)
	if line, listed := d.names.lines[name]; listed {
		d.fields(name, line, r)
		return
	}
	kind := kind(name, ancestors)
	if kind == "" || strings.HasPrefix(last, "_") {
		return
	}
	detail, why := d.word(name, kind, ancestors)
	if detail == "" {
		r.undecided = append(r.undecided, fmt.Sprintf("%s (%s)", name, kind))
		return
	}
	line := entry{kind: kind, detail: detail}
	switch kind {
	case "operator", "sensor", "transfer", "decorated-operator":
		line.fields, line.partial = d.tree.templateFields(name, d.names)
		line.suffixes = d.tree.templateSuffixes(name, d.names)
		if line.fields == nil {
			line.fields = []string{}
		}
	}
	d.names.lines[name] = line
	r.added = append(r.added, fmt.Sprintf("%s (%s): %s, %s", name, kind, detail, why))
}

// fields adds the template fields that a listed operator has in this tree.
func (d *decider) fields(name string, line entry, r *report) {
	canonical, line, ok := d.names.resolve(name)
	if !ok || line.fields == nil {
		return
	}
	fields, partial := d.tree.templateFields(name, d.names)
	suffixes := d.tree.templateSuffixes(name, d.names)
	var more []string
	for _, field := range fields {
		if !slices.Contains(line.fields, field) {
			more = append(more, field)
		}
	}
	for _, suffix := range suffixes {
		if !slices.Contains(line.suffixes, suffix) {
			line.suffixes = append(line.suffixes, suffix)
		}
	}
	sort.Strings(line.suffixes)
	if partial && !line.partial && len(line.fields) == 0 {
		line.partial = true
	}
	if len(more) > 0 {
		line.fields = append(slices.Clone(line.fields), more...)
		sort.Strings(line.fields)
		r.fields = append(r.fields, fmt.Sprintf("%s: %s", canonical, strings.Join(more, ", ")))
	}
	d.names.lines[canonical] = line
}

// word decides the detail word of a new class. It is empty where a person must.
func (d *decider) word(name, kind string, ancestors []string) (detail, why string) {
	switch kind {
	case "orm-model", "secrets-backend":
		return "metadata-database", "every " + kind + " is"
	case "executor", "plugin":
		return "extension-point", "every " + kind + " is"
	case "notifier":
		return "notifier", "every notifier is"
	case "transfer":
		return "transfer", "it lies in a transfers package"
	}
	for _, ancestor := range ancestors {
		_, line, ok := d.names.resolve(ancestor)
		if !ok || d.capability[line.detail] == facts.CapSafe {
			continue
		}
		switch line.detail {
		case "extension-point", "connection-access", "internal-api":
			continue
		case "kpo":
			return "kpo-subclass", "it derives from " + ancestor
		case "cloud-operator":
			return service(name, kind), "it derives from " + ancestor
		}
		return line.detail, "it derives from " + ancestor
	}
	if detail = d.provider(name); detail == "" {
		return "", ""
	}
	if detail == "cloud-operator" {
		detail = service(name, kind)
	}
	if kind == "hook" {
		switch detail {
		case "sql-operator":
			detail = "sql-hook"
		case "http-operator":
			detail = "http-hook"
		}
	}
	return detail, "its provider is"
}

// provider is the word that data/airflow.txt gives to the provider as a whole; empty where it gives
// none, or a harmless one. It asks for a name that cannot be listed, so that neither what was
// generated before nor a module that is named like a library answers.
func (d *decider) provider(name string) string {
	for prefix := parent(name); strings.Contains(prefix, "."); prefix = parent(prefix) {
		symbol, ok := d.catalogue.Resolve(prefix + ".NobodyListsThisName")
		if ok && symbol.Kind == "library" && d.capability[symbol.Detail] != facts.CapSafe {
			return symbol.Detail
		}
	}
	return ""
}

// service refines a cloud provider's class by the module it lies in.
func service(name, kind string) string {
	module := parent(name)
	last := module[strings.LastIndexByte(module, '.')+1:]
	for _, store := range []string{"athena", "bigquery", "bigtable", "cloud_sql", "cosmos", "datastore", "dynamodb", "firestore", "kusto", "neptune", "rds", "redshift", "spanner", "synapse"} {
		if strings.Contains("_"+last+"_", "_"+store+"_") {
			return database(&symbol{Kind: kind, Hint: "cloud-db"})
		}
	}
	return cloud(&symbol{Module: module})
}

// path adds another path of a listed name.
func (d *decider) path(name, target string, r *report) {
	canonical, line, ok := d.names.resolve(d.tree.target(target))
	if !ok {
		if canonical, line, ok = d.names.resolve(target); !ok {
			return
		}
	}
	if name == canonical || strings.Contains(name, "._") {
		return
	}
	was, wasLine, listed := d.names.resolve(name)
	switch {
	case !listed:
		if existing, weak := d.names.lines[name]; weak && !existing.weak {
			return
		}
		d.names.lines[name] = entry{target: canonical}
		r.paths = append(r.paths, fmt.Sprintf("%s = %s (%s)", name, canonical, line.detail))
	case was != canonical && wasLine.detail != line.detail:
		r.conflicts = append(r.conflicts, fmt.Sprintf("%s leads to %s (%s), the catalogue says %s (%s)", name, canonical, line.detail, was, wasLine.detail))
	}
}

// String prints the report, counts first.
func (r *report) String() string {
	var text strings.Builder
	for _, part := range []struct {
		title string
		lines []string
	}{
		{"added", r.added}, {"new paths of listed names", r.paths}, {"operators with more template fields", r.fields},
		{"paths that lead elsewhere than the catalogue says (not changed)", r.conflicts},
		{"classes that need a decision; they are unknown until data/airflow.txt lists them", r.undecided},
		{"listed names that a module of this tree does not have (kept)", r.gone}, {"files that could not be read", r.refused},
	} {
		fmt.Fprintf(&text, "%d %s\n", len(part.lines), part.title)
		sort.Strings(part.lines)
		for _, line := range part.lines {
			text.WriteString("  " + line + "\n")
		}
	}
	return text.String()
}
