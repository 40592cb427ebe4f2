package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// decoratedTask is a call of a function under @task: a task that runs Python.
func (e *evaluator) decoratedTask(f *function, c *site, multiplicity int) value {
	t := &site{node: c.node, symbol: f.symbol, name: f.symbol.Name}
	if f.with != nil {
		t.kw = append(t.kw, f.with.kw...)
	}
	if _, ok := t.keyword("task_id"); !ok {
		t.kw = append(t.kw, keyword{"task_id", e.because(strValue(f.name), f.name, f.node.NameSpan), f.node.NameSpan})
	}
	e.escape(c)
	made := e.buildTask(t, false, nil, multiplicity)
	if made.kind != taskKind {
		return made
	}
	return value{kind: opaqueKind, s: "the result of a task", n: opaqueXCom, o: made.o}
}

// decoratedMethod is override, partial, expand or expand_kwargs of a function under @task.
func (e *evaluator) decoratedMethod(f *function, name string, c *site) value {
	e.escape(c)
	switch name {
	case "expand", "expand_kwargs":
		return e.decoratedTask(f, c, -1)
	}
	copied := *f
	copied.with = &site{node: c.node}
	if f.with != nil {
		copied.with.kw = append(copied.with.kw, f.with.kw...)
	}
	if name == "override" {
		copied.with.kw = overridden(copied.with.kw, c.kw)
	}
	return value{kind: functionKind, o: &object{fn: &copied}}
}

// decoratorRole says what a decorator of Airflow makes of a function.
func decoratorRole(name string, s facts.Symbol) role {
	for _, n := range []string{name, s.Canonical} {
		switch n {
		case "airflow.decorators.dag", "airflow.models.dag.dag", "airflow.sdk.dag", "airflow.sdk.definitions.dag.dag", "airflow.decorators.dag.dag":
			return dagFunction
		case "airflow.decorators.task_group", "airflow.decorators.task_group.task_group", "airflow.sdk.task_group",
			"airflow.sdk.definitions.decorators.task_group.task_group":
			return groupFunction
		}
		for _, prefix := range []string{"airflow.decorators.task", "airflow.sdk.task"} {
			if n == prefix || strings.HasPrefix(n, prefix+".") {
				return taskFunction
			}
		}
	}
	return plainFunction
}
