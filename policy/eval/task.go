package eval

import (
	"slices"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// task is one operator object.
type task struct {
	index        int
	symbol       facts.Symbol
	dag          *dag
	group        *group
	id           value
	args         []keyword // effective: keywords, then what default_args add
	exported     facts.Arguments
	stamp        uint32
	mapped       []string
	expanded     []value // what expand and expand_kwargs were given, by reference
	multiplicity int
	node         python.Node
	pod, safe    bool
	open         bool // there may be arguments that are not known
}

// safeOperators only steer the flow of a DAG: exact canonical names and the names of older versions.
var safeOperators = set(
	"airflow.contrib.sensors.weekday_sensor.DayOfWeekSensor", "airflow.operators.datetime.BranchDateTimeOperator",
	"airflow.operators.dummy.DummyOperator", "airflow.operators.dummy_operator.DummyOperator", "airflow.operators.empty.EmptyOperator",
	"airflow.operators.latest_only.LatestOnlyOperator", "airflow.operators.latest_only_operator.LatestOnlyOperator",
	"airflow.operators.sensors.TimeDeltaSensor", "airflow.operators.sensors.TimeSensor", "airflow.operators.smooth.SmoothOperator",
	"airflow.operators.weekday.BranchDayOfWeekOperator", "airflow.providers.standard.operators.datetime.BranchDateTimeOperator",
	"airflow.providers.standard.operators.empty.EmptyOperator", "airflow.providers.standard.operators.latest_only.LatestOnlyOperator",
	"airflow.providers.standard.operators.smooth.SmoothOperator", "airflow.providers.standard.operators.weekday.BranchDayOfWeekOperator",
	"airflow.providers.standard.sensors.date_time.DateTimeSensor", "airflow.providers.standard.sensors.date_time.DateTimeSensorAsync",
	"airflow.providers.standard.sensors.time.TimeSensor", "airflow.providers.standard.sensors.time.TimeSensorAsync",
	"airflow.providers.standard.sensors.time_delta.TimeDeltaSensor", "airflow.providers.standard.sensors.time_delta.TimeDeltaSensorAsync",
	"airflow.providers.standard.sensors.time_delta.WaitSensor", "airflow.providers.standard.sensors.weekday.DayOfWeekSensor",
	"airflow.sensors.date_time.DateTimeSensor", "airflow.sensors.date_time.DateTimeSensorAsync",
	"airflow.sensors.date_time_sensor.DateTimeSensor", "airflow.sensors.time_delta.TimeDeltaSensor",
	"airflow.sensors.time_delta.TimeDeltaSensorAsync", "airflow.sensors.time_delta_sensor.TimeDeltaSensor",
	"airflow.sensors.time_sensor.TimeSensor", "airflow.sensors.time_sensor.TimeSensorAsync", "airflow.sensors.weekday.DayOfWeekSensor",
)

// flowArguments are what these operators have of their own, in any version.
var flowArguments = set("target_time", "delta", "week_day", "use_task_execution_day", "use_task_logical_date", "use_task_execution_date",
	"follow_task_ids_if_true", "follow_task_ids_if_false", "target_lower", "target_upper", "poke_interval", "timeout", "soft_fail",
	"mode", "exponential_backoff", "max_wait", "silent_fail", "never_fail", "deferrable", "end_from_trigger")

// startArguments have the scheduler itself make a trigger.
var startArguments = set("start_from_trigger", "trigger_kwargs", "start_trigger_args")

// flowOnly records an argument of an operator that steers the flow which is not on the closed list: a newer
// Airflow may have given it any meaning. given is how many of the arguments are keywords. Of default_args
// Airflow takes only what the operator has a parameter for (see droppedNames).
func (e *evaluator) flowOnly(t *task, given int) {
	for i := range t.args {
		k := &t.args[i]
		group := airflow.PodField(k.name)
		if !startArguments[k.name] && (flowArguments[k.name] || group == airflow.GroupTask || group == airflow.GroupCallable || i >= given && group != airflow.GroupUnknown) {
			continue
		}
		e.unknown(&python.Keyword{Span: k.span}, codeArgument, "the argument "+k.name+" of "+t.symbol.Name+" is not on the closed list")
	}
}

// operator is a call of an operator class. unlisted operators are those that only look like one.
func (e *evaluator) operator(c *site, unlisted bool) value {
	return e.buildTask(c, unlisted, nil, 1)
}

func (e *evaluator) buildTask(c *site, unlisted bool, mapped []string, multiplicity int) value {
	if !e.count(c.node) {
		return value{kind: unknownKind, s: "more DAGs and tasks than the interpreter builds"}
	}
	t := e.arena.tasks.New()
	t.index, t.symbol, t.node = len(e.tasks), c.symbol, e.anchor(c.node)
	t.mapped, t.multiplicity, t.open = mapped, multiplicity, c.open
	t.pod = e.config.Catalogue.IsKubernetesPodOperator(c.symbol.Canonical) && !unlisted
	t.safe = !unlisted && (safeOperators[c.symbol.Canonical] || safeOperators[c.symbol.Name]) && c.symbol.Capability == facts.CapSafe
	e.tasks = append(e.tasks, t)
	if len(c.pos) > 0 {
		e.unknown(c.node, codeArgument, "an operator takes no positional arguments")
		for _, v := range c.pos {
			e.callables("", v, c.node.Span)
		}
	}
	t.group = e.place(t, c)
	e.effectiveArguments(t, c, t.group)
	if gives, ok := e.vouchedOperator(c.symbol.Name); ok && !unlisted {
		e.addVouched(t, c, gives)
	}
	e.charge(len(t.args))
	if t.safe {
		e.flowOnly(t, len(c.kw))
	}
	if !unlisted && !t.safe && e.namesItsDAG(t, len(c.kw)) {
		t.safe = true
	}
	t.id = value{kind: unbound}
	for _, k := range t.args {
		if k.name == "task_id" {
			t.id = k.value
			e.plainID(k.name, k.value, k.span)
			length := idLength(k.value)
			if t.group != nil {
				length += t.group.length
			}
			if length > maxID {
				e.unknownField(k.name, k.span, "with the ids of its groups it is longer than Airflow stores")
			}
		}
		if k.name == "dag" || k.name == "task_group" {
			continue
		}
		switch k.name {
		case "start_date":
			e.startFits(k.value, k.span)
		case "inlets", "outlets":
			if k.value.kind != noneKind && k.value.kind != unknownKind && !areAssets(k.value) {
				e.unknown(&python.Keyword{Span: k.span}, codeArgument, "the argument "+k.name+" is not known to be assets")
			}
		}
		e.callables(k.name, k.value, k.span)
		if k.name != "params" && k.name != "trigger_dag_id" {
			e.notData(k)
		}
		if k.name == "params" {
			e.dataParams(k.value, k.span)
		}
	}
	if t.pod {
		e.lengthened(t)
	}
	t.exported, t.stamp = e.exportTask(t.args, len(c.kw), c.symbol.Canonical), e.clock
	e.taskTemplates(t, t.args)
	e.taskReferences(t)
	if !t.pod && !t.safe {
		if kind, ok := effectOf[c.symbol.Capability]; ok {
			e.effect(kind, c.symbol.Canonical, c.node)
		}
		if unlisted {
			e.unknown(c.node, codeCallee, "a call of "+c.name+", which is not on the closed list")
		} else {
			e.unknown(c.node, codeOperator, "the operator "+c.symbol.Name+" is neither a pod nor control flow")
		}
	}
	made := e.arena.objects.New()
	made.task = t
	return value{kind: taskKind, o: made}
}

// place finds the DAG of a task, and the group whose default_args it gets.
func (e *evaluator) place(t *task, c *site) *group {
	t.dag = e.currentDAG()
	g := e.currentGroup()
	for i := range c.kw {
		switch k := &c.kw[i]; k.name {
		case "dag":
			switch k.value.kind {
			case dagKind:
				t.dag = k.value.o.dag
			case noneKind, unknownKind:
			default:
				e.unknown(c.node, codeArgument, "the DAG of a task is not known")
			}
		case "task_group":
			switch k.value.kind {
			case groupKind:
				g = k.value.o.group
			case noneKind, unknownKind:
			default:
				e.unknown(c.node, codeArgument, "the group of a task is not known")
			}
		}
	}
	if g != nil && t.dag == nil {
		t.dag = g.dag
		e.unknown(c.node, codeArgument, "which default_args a task in a group gets outside any open DAG is not known")
	}
	return g
}

// effectiveArguments are the keywords and what default_args give to parameters that no keyword gives:
// the task's own, then those of its groups, then those of its DAG.
func (e *evaluator) effectiveArguments(t *task, c *site, g *group) {
	var own, outer, dag defaults
	if v, ok := c.keyword("default_args"); ok {
		own = e.newDefaults(keyword{"default_args", v, e.here(c.node.Span)})
	}
	if g != nil {
		outer = g.defaults
	}
	if t.dag != nil {
		dag = t.dag.defaults
	}
	t.args = e.arena.keywords.Make(len(c.kw) + len(own.keys) + len(outer.keys) + len(dag.keys))
	t.args = t.args[:copy(t.args, c.kw)]
	for _, d := range []*defaults{&own, &outer, &dag} {
		e.addDefaults(t, c, d)
	}
	t.args = e.fewer(t.args, c.node, &t.open)
}

func (e *evaluator) addDefaults(t *task, c *site, d *defaults) {
	if !d.given {
		return
	}
	t.open = t.open || d.unknown
	if d.source != nil && e.deepVersion(value{kind: dictKind, o: d.source}) != d.version {
		e.unknown(c.node, codeMutation, "default_args were changed after the DAG or group took them")
	}
	e.charge(len(d.keys) / 4)
	given := t.args
	names := newPlaces(len(given) + len(d.keys))
	for i := range given {
		names.place(given, i)
	}
	drops := t.droppedNames(e)
	for i := range d.keys {
		if key := &d.keys[i]; key.kind == strKind && names.find(given, key.s) < 0 {
			if drops != nil && drops(key.s) {
				continue
			}
			t.args = append(t.args, keyword{key.s, d.items[i], d.span})
		}
	}
}

// droppedNames tells which names in default_args mean nothing, because the operator has no parameter for them and
// Airflow takes no notice of them: the parameters of KubernetesPodOperator and of the operators that steer the flow are
// listed for all versions. Of those that act on one DAG only the arguments of a DAG are dropped, which no operator has. Of
// any other class nothing is: one that is vouched for may have other parameters, and so may one of the file.
func (t *task) droppedNames(e *evaluator) func(string) bool {
	if _, vouched := e.vouchedOperator(t.symbol.Name); vouched {
		return nil
	}
	if operator := crossDAGs[t.symbol.Canonical]; operator != nil {
		return func(name string) bool { return dagArguments[name] && noParameter(name) && !operator.data[name] }
	}
	if t.pod || t.safe {
		return noParameter
	}
	return nil
}

// noParameter tells whether neither KubernetesPodOperator nor an operator that steers the flow has a parameter of the name.
func noParameter(name string) bool {
	return airflow.PodField(name) == airflow.GroupUnknown && !flowArguments[name] && !starredNames[name]
}

// starredNames are those of starred parameters, which Airflow gives the value of a default too.
var starredNames = set("args", "kwargs")

// taskReferences notes the DAGs, pools, queues and connections that a task names.
func (e *evaluator) taskReferences(t *task) {
	shape := e.shapeOf(t.symbol.Canonical, t.args)
	for i := range t.args {
		k := &t.args[i]
		if kind := shape.fields[i].reference; kind != "" && k.value.kind != noneKind {
			exported, _ := t.exported.Get(k.name)
			e.referenceTo(kind, k.value, *exported, t.symbol, k.span)
		}
	}
}

// finishTasks writes the facts of the tasks and of their pods.
func (e *evaluator) finishTasks() {
	e.out.Tasks = slices.Grow(e.out.Tasks, len(e.tasks))
	pods := 0
	for _, t := range e.tasks {
		if t.pod {
			pods++
		}
	}
	e.out.Pods = slices.Grow(e.out.Pods, pods)
	for _, t := range e.tasks {
		e.reexport(t.exported, t.args, t.stamp, t.symbol.Canonical)
		e.out.Tasks = append(e.out.Tasks, facts.Task{
			Symbol: t.symbol, DAG: -1, ID: facts.Value{State: facts.Absent}, Arguments: t.exported, Mapped: t.mapped,
			Multiplicity: t.multiplicity, Span: e.span(t.node.Range()),
		})
		fact := &e.out.Tasks[len(e.out.Tasks)-1]
		if t.dag != nil {
			fact.DAG = t.dag.index
		}
		if id, ok := t.exported.Get("task_id"); ok {
			fact.ID = *id
		} else if t.open {
			fact.ID = facts.Value{State: facts.Unknown, Reason: "the task's arguments are not all known"}
		}
		if t.pod {
			e.out.Pods = append(e.out.Pods, facts.Pod{})
			e.newPod(t, fact, &e.out.Pods[len(e.out.Pods)-1])
		}
	}
}
