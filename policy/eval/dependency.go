package eval

import (
	"github.com/sekisho/sekisho/policy/python"
)

// dependency is `left >> right` and `left << right`.
func (e *evaluator) dependency(at python.Node, op python.Operator, left, right value) (value, bool) {
	if !sided(left) && !sided(right) {
		return value{}, false
	}
	for _, v := range []value{left, right} {
		if v.kind == unknownKind || v.kind == noneKind {
			continue
		}
		if !sided(v) {
			return e.unknown(at, codeExpression, "a dependency on something that is not a task"), true
		}
	}
	if left.kind == listKind && right.kind == listKind {
		return value{}, false
	}
	if op == python.RShift {
		e.connect(left, right)
	} else {
		e.connect(right, left)
	}
	return right, true
}

// sided tells whether the value can stand on a side of `>>`.
func sided(v value) bool {
	if v.kind == listKind || v.kind == tupleKind {
		for _, item := range v.o.items {
			if !item.isDependency() && item.kind != unknownKind {
				return false
			}
		}
		return len(v.o.items) > 0
	}
	return v.isDependency()
}

// maxDependencies bounds the dependencies that a file draws: for each task the scheduler looks at all before it.
const maxDependencies = 20_000

// connect notes that the tasks of down run after those of up. A task without a DAG joins the other's.
func (e *evaluator) connect(up, down value) {
	var oneUp, oneDown [1]*task
	ups, downs := tasksOf(up, oneUp[:0]), tasksOf(down, oneDown[:0])
	e.charge(len(ups) * len(downs))
	if e.drawn += len(ups) * len(downs); e.drawn > maxDependencies {
		e.unknown(e.file.Module, codeBudget, "more dependencies between tasks than a scheduler should look at in each of its rounds")
	}
	for _, u := range ups {
		for _, d := range downs {
			if u.dag == nil {
				u.dag = d.dag
			} else if d.dag == nil {
				d.dag = u.dag
			}
			if len(e.edges) < 4*e.limits.Tasks {
				e.edges = append(e.edges, edge{u.index, d.index})
			}
		}
	}
}

func tasksOf(v value, tasks []*task) []*task {
	switch v.kind {
	case taskKind:
		return append(tasks, v.o.task)
	case opaqueKind:
		if v.o != nil && v.o.task != nil {
			return append(tasks, v.o.task)
		}
	case listKind, tupleKind, eitherKind:
		for _, item := range v.o.items {
			if !item.isContainer() {
				tasks = tasksOf(item, tasks)
			}
		}
	}
	return tasks
}

func (e *evaluator) taskMethod(receiver value, name string, c *site) (value, bool) {
	switch name {
	case "set_upstream", "set_downstream":
		args, ok := c.take("task_or_task_list", "edge_modifier")
		if !ok || !sided(args[0]) && args[0].kind != unknownKind {
			return value{}, false
		}
		if args[1].kind != unbound && !args[1].isDependency() && args[1].kind != noneKind {
			return value{}, false
		}
		if name == "set_upstream" {
			e.connect(args[0], receiver)
		} else {
			e.connect(receiver, args[0])
		}
		return noneValue, true
	case "as_setup":
		return receiver, len(c.pos)+len(c.kw) == 0 && !c.open
	case "as_teardown":
		for _, v := range c.pos {
			if !sided(v) {
				return value{}, false
			}
		}
		for _, k := range c.kw {
			if k.name == "setups" && !sided(k.value) || k.name == "on_failure_fail_dagrun" && !isBool(k.value) || k.name != "setups" && k.name != "on_failure_fail_dagrun" {
				return value{}, false
			}
		}
		return receiver, !c.open
	}
	return value{}, false
}
