package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// group is one TaskGroup object.
type group struct {
	dag      *dag
	defaults defaults
	// id is its id with those of the groups around it, empty when that is not known for certain. It begins the
	// ids of its tasks unless bare is set.
	id   string
	bare bool
	// length is the most characters of its id with those of the groups around it.
	length int
}

// childID is the id of what is in a group under a name; empty when that is not known.
func (g *group) childID(name value) string {
	switch {
	case g == nil:
		return name.s
	case name.kind != strKind || name.n != 0 || g.id == "":
		return ""
	case g.bare:
		return name.s
	}
	return g.id + "." + name.s
}

// newGroup is a call of TaskGroup.
func newGroup(e *evaluator, c *site) value {
	if !e.count(c.node) {
		return value{kind: unknownKind, s: "more DAGs and tasks than the interpreter builds"}
	}
	g := &group{dag: e.currentDAG()}
	around := e.currentGroup()
	inherit := func(parent *group) {
		around = parent
		g.defaults = parent.defaults
		if len(g.defaults.keys) > 0 || g.defaults.unknown {
			e.unknown(c.node, codeArgument, "which default_args a group inherits from the group around it differs between versions of Airflow")
		}
	}
	if parent := e.currentGroup(); parent != nil {
		inherit(parent)
	}
	// In whichever order the keywords stand, a group's own default_args come after its parent's.
	if parent, given := c.keyword("parent_group"); given {
		switch parent.kind {
		case groupKind:
			inherit(parent.o.group)
			if g.dag == nil {
				g.dag = parent.o.group.dag
			}
		case noneKind, unknownKind:
		default:
			e.unknown(c.node, codeArgument, "the group around a task group is not known")
		}
	}
	id, _ := c.keyword("group_id")
	if len(c.pos) > 0 {
		id = c.pos[0]
	}
	if id.kind == strKind && id.s != "" {
		g.id = around.childID(id)
	}
	if prefix, given := c.keyword("prefix_group_id"); given {
		whether, known := truth(prefix)
		if g.bare = !whether; !known {
			g.id = ""
		}
	}
	if _, given := c.keyword("add_suffix_on_collision"); given {
		g.id = ""
	}
	if !g.bare {
		g.length = idLength(id) + 1
		if id.kind == unbound {
			g.length = len(c.name) + 1 // a decorated function's
		}
		if around != nil {
			g.length += around.length
		}
	}
	for _, k := range c.kw {
		switch k.name {
		case "dag":
			if k.value.kind == dagKind {
				g.dag = k.value.o.dag
			} else if k.value.kind != noneKind && k.value.kind != unknownKind {
				e.unknown(c.node, codeArgument, "the DAG of a task group is not known")
			}
			continue
		case "parent_group":
			continue
		case "default_args":
			inner := e.newDefaults(k)
			if g.defaults.given && inner.given {
				inner = mergeDefaults(g.defaults, inner)
			}
			if inner.given {
				g.defaults = inner
			}
		case "group_id":
			e.template("TaskGroup.group_id", -1, true, k.value, k.span)
			e.plainID("TaskGroup.group_id", k.value, k.span)
		case "tooltip":
			e.noHTML("tooltip", k.value, k.span)
		case "ui_color", "ui_fgcolor":
			if !colour(k.value) {
				e.unknown(c.node, codeArgument, "the argument "+k.name+" of a task group is no colour")
			}
		case "prefix_group_id", "add_suffix_on_collision":
			if !isBool(k.value) && k.value.kind != unknownKind {
				e.unknown(c.node, codeArgument, "the argument "+k.name+" of a task group is not known to be True or False")
			}
		case "group_display_name":
			e.noHTML(k.name, k.value, k.span)
		default:
			e.unknown(c.node, codeArgument, "the argument "+k.name+" of a task group is not on the closed list")
		}
		e.callables(k.name, k.value, k.span)
		e.notData(k)
	}
	if len(c.pos) > 1 || c.open {
		e.unknown(c.node, codeArgument, "the arguments of a task group are not known")
	}
	for _, v := range c.pos {
		e.callables("group_id", v, c.node.Span)
		e.template("TaskGroup.group_id", -1, true, v, c.node.Span)
		e.plainID("TaskGroup.group_id", v, c.node.Span)
	}
	return value{kind: groupKind, o: &object{group: g}}
}

// noHTML records a text that Airflow before 2.7 shows to everybody as HTML (groupTooltip in airflow/www/static/js/graph.js).
func (e *evaluator) noHTML(field string, v value, span python.Span) {
	if v.kind != noneKind && (v.kind != strKind || strings.Contains(v.s, "<")) {
		e.unknown(&python.Keyword{Span: span}, codeArgument, "the "+field+" of a task group may hold HTML, which older Airflow shows as it stands")
	}
}

// colour tells whether a value is the name or number of a colour. The web pages make it part of a style.
func colour(v value) bool {
	return v.kind == strKind && strings.Trim(v.s, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func (e *evaluator) currentGroup() *group {
	if n := len(e.contexts); n > 0 {
		return e.contexts[n-1].group
	}
	return nil
}

// decoratedGroup is a call of a function under @task_group.
func (e *evaluator) decoratedGroup(f *function, c *site) value {
	g := &site{node: c.node, symbol: f.symbol, name: f.name}
	if f.with != nil {
		g.pos, g.kw, g.open = f.with.pos, f.with.kw, f.with.open
	}
	made := newGroup(e, g)
	if made.kind != groupKind {
		return made
	}
	made.o.group.id = "" // a second call has another
	if doc, span, ok := docstring(f.node.Body); ok {
		e.noHTML("docstring", doc, span) // the tooltip, where there is no other
	}
	e.contexts = append(e.contexts, opened{dag: e.currentDAG(), group: made.o.group})
	result := e.inline(f, c, nil)
	e.contexts = e.contexts[:len(e.contexts)-1]
	if result.kind == noneKind {
		return made
	}
	return result
}
