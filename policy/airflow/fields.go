package airflow

import (
	"fmt"
	"strings"
)

// FieldGroup says what an argument of KubernetesPodOperator is for.
type FieldGroup string

// The groups. An argument that is not listed is GroupUnknown: a newer Airflow may have given it any
// meaning.
const (
	GroupPlace    FieldGroup = "place"    // namespace, pod_template_file
	GroupCluster  FieldGroup = "cluster"  // which cluster, by which connection
	GroupIdentity FieldGroup = "identity" // the pod's service account and token
	GroupInline   FieldGroup = "inline"   // the pod's specification, which belongs in the template
	GroupOverride FieldGroup = "override" // what a DAG may say of its own run
	GroupCallable FieldGroup = "callable" // code that Airflow calls
	GroupTask     FieldGroup = "task"     // arguments of every operator
	GroupUnknown  FieldGroup = "unknown"
)

// The canonical names of the classes that the interpreter knows by themselves.
const (
	KubernetesPodOperator = "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator"
	DAG                   = "airflow.sdk.definitions.dag.DAG"
	TaskGroup             = "airflow.sdk.definitions.taskgroup.TaskGroup"
)

// PodField is the group of an argument of KubernetesPodOperator.
func PodField(name string) FieldGroup {
	if group, ok := Default().fields.pod[name]; ok {
		return group
	}
	return GroupUnknown
}

// IsKubernetesPodOperator says whether a name, canonical or not, is KubernetesPodOperator itself:
// no subclass is.
func (c *Catalogue) IsKubernetesPodOperator(name string) bool {
	return c.is(name, KubernetesPodOperator)
}

// IsDAG says whether a name, canonical or not, is the DAG class.
func (c *Catalogue) IsDAG(name string) bool { return c.is(name, DAG) }

// IsTaskGroup says whether a name, canonical or not, is the TaskGroup class.
func (c *Catalogue) IsTaskGroup(name string) bool { return c.is(name, TaskGroup) }

func (c *Catalogue) is(name, class string) bool {
	if name == class {
		return true
	}
	symbol, ok := c.Resolve(name)
	return ok && symbol.Canonical == class
}

// TemplateFields lists the fields of an operator that Airflow renders as Jinja, in any version
// that the catalogue knows, those of every operator included. The second result is false when they
// are not all known: any field may be rendered then.
func (c *Catalogue) TemplateFields(canonical string) ([]string, bool) {
	fields, _, ok := c.templated(canonical)
	return fields, ok
}

// TemplateSuffixes lists the suffixes of strings that a templated field takes for the name of a
// template file in the DAG's folder: `.sh` of BashOperator. Such a file is read and rendered. The
// second result is false when they are not known.
func (c *Catalogue) TemplateSuffixes(canonical string) ([]string, bool) {
	_, suffixes, ok := c.templated(canonical)
	return suffixes, ok
}

func (c *Catalogue) templated(canonical string) (fields, suffixes []string, ok bool) {
	line, listed := c.generated.symbol(canonical)
	if listed && line.target != "" {
		symbol, _ := c.Resolve(canonical)
		line, listed = c.generated.symbol(symbol.Canonical)
	}
	if !listed || line.target != "" || line.fields == 0 {
		return nil, nil, false
	}
	names, endings, _ := strings.Cut(c.generated.fields[line.fields], ";")
	return append(list(names), c.fields.rendered...), list(endings), !line.partial
}

// list splits a list with commas.
func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// CriticalField says whether no Jinja may stand in a field: it chooses the namespace, template,
// image, identity, cluster or connection of a pod, or the name of a DAG or task, and whoever
// triggers the DAG chooses what Jinja renders to. canonical may be empty or unknown.
func (c *Catalogue) CriticalField(canonical, field string) bool {
	if c.fields.critical[field] {
		return true
	}
	for _, suffix := range c.fields.suffixes {
		if field == suffix || strings.HasSuffix(field, "_"+suffix) {
			return true
		}
	}
	return c.fields.criticalDAG[field] && (c.IsDAG(canonical) || c.IsTaskGroup(canonical))
}

type fieldTables struct {
	pod                   map[string]FieldGroup
	critical, criticalDAG map[string]bool
	suffixes              []string
	rendered              []string // fields of every operator that Airflow renders
}

func parseFields(text string) (fieldTables, error) {
	tables := fieldTables{pod: map[string]FieldGroup{}, critical: map[string]bool{}, criticalDAG: map[string]bool{}}
	for number, row := range strings.Split(text, "\n") {
		if row = strings.TrimSpace(row); row == "" || row[0] == '#' {
			continue
		}
		head, names, ok := strings.Cut(row, ":")
		table, group, two := strings.Cut(head, " ")
		if !ok || !two {
			return tables, fmt.Errorf("fields.txt:%d: want `table group: names`", number+1)
		}
		for _, name := range strings.Fields(names) {
			switch {
			case table == "pod":
				if was, twice := tables.pod[name]; twice {
					return tables, fmt.Errorf("fields.txt:%d: %s is already in %s", number+1, name, was)
				}
				tables.pod[name] = FieldGroup(group)
			case table == "critical" && group == "*":
				tables.critical[name] = true
			case table == "critical" && group == "dag":
				tables.criticalDAG[name] = true
			case table == "rendered" && group == "*":
				tables.rendered = append(tables.rendered, name)
			case table == "critical" && group == "suffix":
				tables.suffixes = append(tables.suffixes, name)
			default:
				return tables, fmt.Errorf("fields.txt:%d: unknown table %q", number+1, head)
			}
		}
	}
	return tables, nil
}
