package main

import (
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// baseKinds are the classes of Airflow by which a class' kind is known.
var baseKinds = map[string]string{
	"BaseSensorOperator": "sensor", "BaseOperator": "operator", "DecoratedOperator": "decorated-operator",
	"BaseHook": "hook", "BaseTrigger": "trigger", "BaseEventTrigger": "trigger", "BaseNotifier": "notifier",
	"BaseExecutor": "executor", "BaseSecretsBackend": "secrets-backend", "AirflowPlugin": "plugin", "Timetable": "timetable",
}

// ancestors lists the bases of a class, nearest first, through imports; `?` where a base is no name.
func (t *tree) ancestors(name string) []string {
	var list []string
	queue := []string{name}
	for at := 0; at < len(queue) && len(list) < 200; at++ {
		c, _ := t.class(queue[at])
		if c == nil {
			continue
		}
		for _, base := range c.bases {
			if base = t.target(base); !slices.Contains(list, base) && base != name {
				list = append(list, base)
				queue = append(queue, base)
			}
		}
	}
	return list
}

// kind is empty for a class that is none of those that a DAG file uses.
func kind(name string, ancestors []string) string {
	best := ""
	for _, ancestor := range ancestors {
		last := ancestor[strings.LastIndexByte(ancestor, '.')+1:]
		if ancestor == "airflow.models.base.Base" {
			return "orm-model"
		}
		found := baseKinds[last]
		if found == "" || !strings.HasPrefix(ancestor, "airflow.") {
			continue
		}
		if best == "" || best == "operator" {
			best = found
		}
	}
	if best == "operator" && strings.Contains(name, ".transfers.") {
		return "transfer"
	}
	return best
}

// templateFields evaluates `template_fields` of a class as far as it is made of literals and of the
// fields of other classes. partial is set where it is not.
func (t *tree) templateFields(name string, base *names) (fields []string, partial bool) {
	fields, partial = t.evaluate(name, base, 0, func(c *class) python.Expr { return c.fields }, func(e entry) []string { return e.fields })
	slices.Sort(fields)
	return slices.Compact(fields), partial
}

func (t *tree) templateSuffixes(name string, base *names) []string {
	suffixes, _ := t.evaluate(name, base, 0, func(c *class) python.Expr { return c.suffixes }, func(e entry) []string { return e.suffixes })
	slices.Sort(suffixes)
	return slices.Compact(suffixes)
}

// evaluate finds a class attribute on the class or the nearest base that has it. Of a class outside
// the tree the catalogue may know it.
func (t *tree) evaluate(name string, base *names, depth int, own func(*class) python.Expr, known func(entry) []string) ([]string, bool) {
	if depth > 20 {
		return nil, true
	}
	c, full := t.class(name)
	if c == nil {
		if baseKinds[full[strings.LastIndexByte(full, '.')+1:]] != "" || !strings.HasPrefix(full, "airflow.") {
			return nil, false
		}
		if _, line, ok := base.resolve(full); ok && line.fields != nil {
			return slices.Clone(known(line)), line.partial
		}
		return nil, true
	}
	if value := own(c); value != nil {
		return t.value(value, c, base, depth, own, known)
	}
	partial := false
	for _, parent := range c.bases {
		if parent == "?" {
			partial = true
			continue
		}
		list, more := t.evaluate(parent, base, depth+1, own, known)
		partial = partial || more
		if len(list) > 0 {
			return list, partial
		}
	}
	return nil, partial
}

func (t *tree) value(value python.Expr, c *class, base *names, depth int, own func(*class) python.Expr, known func(entry) []string) ([]string, bool) {
	all := func(items []python.Expr) (list []string, partial bool) {
		for _, item := range items {
			if literal, ok := text(item); ok {
				list = append(list, literal)
				continue
			}
			star, ok := item.(*python.Starred)
			if !ok {
				partial = true
				continue
			}
			more, unsure := t.value(star.Value, c, base, depth+1, own, known)
			list, partial = append(list, more...), partial || unsure
		}
		return list, partial
	}
	switch v := value.(type) {
	case *python.Tuple:
		return all(v.Elts)
	case *python.List:
		return all(v.Elts)
	case *python.Set:
		return all(v.Elts)
	case *python.BinOp:
		left, a := t.value(v.Left, c, base, depth+1, own, known)
		right, b := t.value(v.Right, c, base, depth+1, own, known)
		return append(left, right...), a || b || v.Op != python.Add && v.Op != python.BitOr
	case *python.Call:
		switch dottedName(v.Func) {
		case "tuple", "list", "set", "sorted", "frozenset":
			if len(v.Args) == 1 {
				return t.value(v.Args[0], c, base, depth+1, own, known)
			}
		}
		list, _ := all(v.Args)
		return list, true
	case *python.Attribute:
		if owner := dottedName(v.Value); owner != "" && strings.HasPrefix(v.Attr, "template_") {
			return t.evaluate(c.module.qualify(owner), base, depth+1, own, known)
		}
	}
	return nil, true
}

// text is the value of a string literal.
func text(expr python.Expr) (string, bool) {
	if c, ok := expr.(*python.Constant); ok && c.Value == python.ConstantStr && !c.Unresolved {
		return c.Str, true
	}
	return "", false
}
