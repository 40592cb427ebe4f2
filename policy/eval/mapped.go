package eval

import (
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// partial is Operator.partial(…) before it is expanded.
type partial struct {
	site *site
	// in is the DAG and group that were open: the task belongs to them wherever it is expanded
	// (airflow.models.baseoperator.partial).
	in opened
	// stamp is the clock when it was made: Airflow copies some of what it was given then.
	stamp uint32
}

// newPartial is Operator.partial(…).
func (e *evaluator) newPartial(c *site) value {
	return value{kind: partialKind, o: &object{partial: &partial{c, opened{e.currentDAG(), e.currentGroup()}, e.clock}}}
}

// expandPartial is partial(…).expand(…) or expand_kwargs(…).
func (e *evaluator) expandPartial(receiver value, name string, c *site) value {
	p := receiver.o.partial.site
	merged := &site{node: c.node, symbol: p.symbol, name: p.name, pos: p.pos, open: p.open}
	merged.kw = append(merged.kw, p.kw...)
	for _, k := range p.kw {
		if e.clock > receiver.o.partial.stamp && e.deepVersion(k.value) > receiver.o.partial.stamp {
			e.unknown(c.node, codeMutation, "what partial was given is changed before it is expanded")
		}
	}
	e.recordPlain(merged, facts.UseCall)
	var mapped []string
	count := 1
	if name == "expand" {
		if len(c.pos) > 0 || c.open {
			e.unknown(c.node, codeArgument, "expand takes keywords only")
			merged.open = true
		}
		for _, k := range c.kw {
			mapped = append(mapped, k.name)
			v, n := e.mappedValue(k)
			count = multiply(count, n)
			merged.kw = append(merged.kw, keyword{k.name, e.because(v, "expand("+k.name+")", k.span), k.span})
		}
	} else {
		mapped, count = e.expandKwargs(merged, c)
	}
	given := make(map[string]bool, len(merged.kw))
	for _, k := range merged.kw {
		// partial drops what its default_args give to parameters that not every operator has, so those of the
		// DAG hold instead; and Airflow 2.3 takes the group that is open, not the one that is given.
		if (k.name == "default_args" || k.name == "task_group") && k.value.kind != noneKind {
			e.unknown(c.node, codeArgument, "which default_args a mapped task gets where it is given "+k.name+" differs between versions of Airflow")
		}
		if given[k.name] {
			e.unknown(c.node, codeArgument, "an argument is given to partial and to expand")
		}
		given[k.name] = true
	}
	var expanded []value
	expanded = append(expanded, c.pos...)
	for _, k := range c.kw {
		expanded = append(expanded, k.value)
	}
	unlisted := !isOperator(p.symbol) && !e.config.Catalogue.IsKubernetesPodOperator(p.symbol.Canonical)
	e.contexts = append(e.contexts, receiver.o.partial.in)
	made := e.buildTask(merged, unlisted, mapped, count)
	e.contexts = e.contexts[:len(e.contexts)-1]
	if made.kind == taskKind {
		made.o.task.expanded = expanded
	}
	return made
}

func multiply(a, b int) int {
	if a < 0 || b < 0 || a > 1<<20 || b > 1<<20 {
		return -1
	}
	return a * b
}

// mappedValue is what one instance of a mapped task gets, and how many instances there are.
func (e *evaluator) mappedValue(k keyword) (value, int) {
	v := k.value
	switch v.kind {
	case listKind, tupleKind:
		if len(v.o.items) == 0 {
			return value{kind: noneKind}, 0
		}
		if joined, ok := joinAll(v.o.items); ok {
			return joined, len(v.o.items)
		}
		// Containers cannot be joined; all of them are looked at together.
		return v, len(v.o.items)
	case dictKind:
		return v, len(v.o.items)
	case opaqueKind:
		return value{kind: opaqueKind, s: v.s, n: v.n}, -1
	case unknownKind:
		return v, -1
	}
	return e.unknown(&python.Keyword{Span: k.span}, codeArgument, "expand over something that is not a known list"), -1
}

// expandKwargs is expand_kwargs of a known list of dicts: every argument is one of its values.
func (e *evaluator) expandKwargs(merged *site, c *site) ([]string, int) {
	args, ok := c.take("kwargs", "strict")
	var items []value
	if ok {
		items, ok = e.sequence(args[0])
	}
	var mapped []string
	if ok {
		values := map[string][]value{}
		for _, item := range items {
			if item.kind != dictKind {
				ok = false
				break
			}
			for i, key := range item.o.keys {
				if key.kind != strKind {
					ok = false
					break
				}
				if _, seen := values[key.s]; !seen {
					mapped = append(mapped, key.s)
				}
				values[key.s] = append(values[key.s], item.o.items[i])
			}
		}
		if ok {
			for _, name := range mapped {
				all := values[name]
				if len(all) < len(items) {
					// Where it is missing a default may hold.
					merged.open = true
					e.unknown(c.node, codeArgument, "not every dict of expand_kwargs gives "+name)
				}
				v, joined := joinAll(all)
				if !joined {
					v = e.list(all)
				}
				merged.kw = append(merged.kw, keyword{name, e.because(v, "expand_kwargs", e.here(c.node.Span)), e.here(c.node.Span)})
			}
			return mapped, len(items)
		}
	}
	merged.open = true
	e.unknown(c.node, codeArgument, "which arguments expand_kwargs gives is not known")
	return nil, -1
}
