package eval

import (
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// crossDAG is an operator that acts on one DAG, which an argument names, and does nothing else. Whose
// DAG it is, is for a rule to say.
type crossDAG struct {
	id   string          // the argument that names the DAG
	data map[string]bool // the operator's own arguments that are data
	code string          // an argument that takes code, and must be None
}

// crossDAGs are these operators by canonical name, with the arguments of Airflow 1.10 to 3.x.
var crossDAGs = func() map[string]*crossDAG {
	sensor := &crossDAG{id: "external_dag_id", code: "execution_date_fn", data: set("external_dag_id", "external_task_id",
		"external_task_ids", "external_task_group_id", "allowed_states", "skipped_states", "failed_states", "execution_delta",
		"check_existence", "poll_interval", "deferrable", "poke_interval", "timeout", "soft_fail", "mode",
		"exponential_backoff", "max_wait", "silent_fail", "never_fail")}
	trigger := &crossDAG{id: "trigger_dag_id", code: "python_callable", data: set("trigger_dag_id", "trigger_run_id", "conf",
		"execution_date", "logical_date", "reset_dag_run", "wait_for_completion", "poke_interval", "allowed_states",
		"failed_states", "skip_when_already_exists", "fail_when_dag_is_paused", "deferrable")}
	return map[string]*crossDAG{
		"airflow.providers.standard.sensors.external_task.ExternalTaskSensor":       sensor,
		"airflow.sensors.external_task.ExternalTaskSensor":                          sensor,
		"airflow.sensors.external_task_sensor.ExternalTaskSensor":                   sensor,
		"airflow.operators.sensors.ExternalTaskSensor":                              sensor,
		"airflow.providers.standard.operators.trigger_dagrun.TriggerDagRunOperator": trigger,
		"airflow.operators.trigger_dagrun.TriggerDagRunOperator":                    trigger,
		"airflow.operators.dagrun_operator.TriggerDagRunOperator":                   trigger,
	}
}()

// plainRunID tells whether the id of a run can do no harm where it is shown. Airflow before 2.6 takes any text, and
// makes of one with an address the unquoted attribute of a link (task.js of its web pages): another attribute
// needs an equals sign, which a template can make of an escape, a format or a filter, or find in a parameter, a
// Variable or an XCom. So a template may only name what Airflow itself makes.
func (e *evaluator) plainRunID(v value) bool {
	if v.kind != strKind {
		return v.kind == noneKind
	}
	if strings.ContainsAny(v.s, "=\\%<>") {
		return false
	}
	template := e.checkTemplate(v.s)
	if template.HasTemplate && strings.ContainsAny(v.s, "'\"[|~") {
		return false
	}
	for _, name := range template.Expressions {
		if !runNames[name] {
			return false
		}
	}
	return true
}

// runNames are what a template may name in the id of a run.
var runNames = set("ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz", "next_ds", "next_ds_nodash", "prev_ds", "prev_ds_nodash",
	"yesterday_ds", "yesterday_ds_nodash", "tomorrow_ds", "tomorrow_ds_nodash", "run_id", "dag_run.run_id", "ti.run_id",
	"task_instance.run_id", "dag.dag_id", "ti.dag_id", "dag_run.dag_id", "task_instance.dag_id", "task.task_id", "ti.task_id",
	"task_instance.task_id", "ti.try_number", "task_instance.try_number", "ti.map_index", "task_instance.map_index", "map_index",
	"logical_date", "execution_date", "data_interval_start", "data_interval_end", "dag_run.logical_date", "macros.uuid.uuid4",
	"macros.time.time", "macros.random")

const longerEachTime = "the configuration of the next run may be longer than this run's own, and so on from DAG to DAG"

// growsByHops tells whether the configuration that a run gives to the next may be more than a part of its own and
// constants: a chain of DAGs, each of which writes it twice, fills the worker of the last. So each part of it may stand
// once, as the text of a key: the text of a list or dict quotes what is in it, and quotes of quotes double too.
func (e *evaluator) growsByHops(v value) bool {
	members := []value{v}
	if v.kind == dictKind {
		members = v.o.items
		for _, key := range v.o.keys {
			if e.holdsConfiguration(key, 0) {
				return true
			}
		}
	}
	var parts []string
	for _, member := range members {
		if member.kind != strKind {
			if e.holdsConfiguration(member, 0) {
				return true
			}
			continue
		}
		template, own := e.checkTemplate(member.s), 0
		for _, name := range template.Expressions {
			if part, ok := configurationPart(name); ok {
				parts = append(parts, part)
				own++
			}
		}
		if own > 0 && (v.kind != dictKind || template.Large > int64(own)) {
			return true
		}
	}
	slices.Sort(parts)
	for i, part := range parts {
		if part == "." || i > 0 && strings.HasPrefix(part, parts[i-1]) {
			return true
		}
	}
	return false
}

// configurationPart is which part of the run's configuration a template's name stands for, as `.a.b.`. Airflow also puts the
// configuration into the parameters.
func configurationPart(name string) (string, bool) {
	for _, root := range []string{"params", "dag_run.conf"} {
		if name == root || strings.HasPrefix(name, root+".") {
			return name[len(root):] + ".", true
		}
	}
	return "", false
}

// holdsConfiguration tells whether a template below a value names a part of the run's configuration.
func (e *evaluator) holdsConfiguration(v value, depth int) bool {
	e.charge(1)
	switch v.kind {
	case strKind:
		return slices.ContainsFunc(e.checkTemplate(v.s).Expressions, func(name string) bool {
			_, ok := configurationPart(name)
			return ok
		})
	case choiceKind, listKind, tupleKind, setKind, dictKind, objectKind:
		if depth > maxNesting {
			return true
		}
		of := func(item value) bool { return e.holdsConfiguration(item, depth+1) }
		return slices.ContainsFunc(v.o.items, of) || slices.ContainsFunc(v.o.keys, of)
	}
	return false
}

// namesItsDAG tells whether a task is one of these operators, with arguments that are data and the
// id of its DAG known. given is how many of the arguments are keywords; Airflow takes of
// default_args only what the operator has a parameter for.
func (e *evaluator) namesItsDAG(t *task, given int) bool {
	operator := crossDAGs[t.symbol.Canonical]
	if operator == nil || t.symbol.Capability != facts.CapAirflowInternal {
		return false
	}
	known := !t.open
	// Airflow before 2.6.3 takes any text for a run's id, and keeps the run's logs in the folder of this name (CVE-2023-22887).
	if id, ok := findKeyword(t.args, "trigger_run_id"); ok && id.kind == strKind && strings.Contains(id.s, "/") {
		e.unknown(t.node, codeArgument, "the argument trigger_run_id holds a slash, of which older Airflow makes another folder for the run's logs")
		known = false
	}
	for i, k := range t.args {
		group := airflow.PodField(k.name)
		at := &python.Keyword{Span: k.span}
		switch {
		case k.name == "trigger_run_id" && !e.plainRunID(k.value):
			e.unknown(at, codeArgument, "the argument trigger_run_id may hold HTML, of which older Airflow makes a link")
			known = false
		case k.name == "conf" && operator.data["conf"] && e.growsByHops(k.value):
			e.unknown(at, codeArgument, longerEachTime)
			known = false
		case operator.data[k.name]:
			if !e.data(k.value) {
				e.unknown(at, codeArgument, "the argument "+k.name+" is not data")
				known = false
			}
		case k.name == operator.code:
			if k.value.kind != noneKind {
				e.unknown(at, codeArgument, "the argument "+k.name+" takes code")
				known = false
			}
		case group == airflow.GroupTask || group == airflow.GroupCallable:
		case i >= given && group != airflow.GroupUnknown:
		default:
			e.unknown(at, codeArgument, "the argument "+k.name+" of "+t.symbol.Name+" is not on the closed list")
			known = false
		}
	}
	id, ok := findKeyword(t.args, operator.id)
	if !ok || !knownName(id) {
		e.unknown(t.node, codeArgument, "which DAG "+t.symbol.Name+" acts on is not known")
		known = false
	}
	return known
}

// starts notes which DAGs start which: a task one that it triggers, an asset those that are scheduled on it, and a task
// that updates the asset so too. Whether a run makes others without an end shows only where all files are known, so
// it is told for the whole change.
func (e *evaluator) starts() {
	for _, d := range e.dags {
		for _, name := range scheduleArguments {
			if v, ok := findKeyword(d.args, name); ok {
				for _, asset := range e.assetsIn(v) {
					for _, to := range dagNames(d.id) {
						e.start(asset, to, d.node)
					}
				}
			}
		}
	}
	for _, t := range e.tasks {
		if t.dag == nil {
			continue
		}
		var started []string
		id, ok := findKeyword(t.args, "trigger_dag_id")
		if operator := crossDAGs[t.symbol.Canonical]; ok && operator != nil && operator.id == "trigger_dag_id" {
			started = dagNames(id)
		}
		if outlets, ok := findKeyword(t.args, "outlets"); ok {
			started = append(started, e.assetsIn(outlets)...)
		}
		for _, from := range dagNames(t.dag.id) {
			for _, to := range started {
				e.start(from, to, t.node)
			}
		}
	}
}

// maxListedStarts bounds the starts that facts list.
const maxListedStarts = 2000

func (e *evaluator) start(from, to string, at python.Node) {
	switch n := len(e.out.Starts); {
	case n < maxListedStarts:
		e.out.Starts = append(e.out.Starts, facts.Start{From: from, To: to, Span: e.span(at.Range())})
	case n == maxListedStarts:
		e.unknown(e.file.Module, codeBudget, "the file has DAGs start more than facts list")
	}
}

// dagNames are the names of a DAG among the starts.
func dagNames(id value) []string {
	names := texts(id)
	for i := range names {
		names[i] = facts.DAGNamed + names[i]
	}
	return names
}

// assetsIn lists the assets in a value, by each of their names.
func (e *evaluator) assetsIn(v value) []string {
	var found []string
	budget := maxWalk
	var walk func(v value, depth int)
	walk = func(v value, depth int) {
		if budget--; budget < 0 || depth > maxNesting || v.kind < choiceKind || v.kind > objectKind {
			return
		}
		if v.kind == objectKind && v.o.typ == typeAsset {
			for i, item := range v.o.items {
				if key := v.o.keys[i].s; key == "uri" || key == "name" || key == "extra" {
					for _, text := range texts(item) {
						found = append(found, facts.AssetNamed+assetKey(text))
					}
				}
			}
			return
		}
		for _, item := range v.o.items {
			walk(item, depth+1)
		}
	}
	walk(v, 0)
	e.charge((maxWalk - budget) / 8)
	return found
}

// assetKey is what names or addresses share that Airflow takes for one asset. It makes addresses alike, each version and each
// kind of address in its own way: without user, port, fragment and slash at the end, with sorted queries. Here queries are
// left out, and capitals.
func assetKey(text string) string {
	key, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(text)), "#")
	key, _, _ = strings.Cut(key, "?")
	if scheme, rest, ok := strings.Cut(key, "://"); ok {
		authority, path, _ := strings.Cut(rest, "/")
		authority = authority[strings.LastIndexByte(authority, '@')+1:]
		authority, _, _ = strings.Cut(authority, ":")
		key = scheme + "://" + authority + "/" + path
	}
	return strings.TrimRight(key, "/")
}

// texts are the texts that a value can be.
func texts(v value) []string {
	members := []value{v}
	if v.kind == choiceKind {
		members = v.o.items
	}
	var out []string
	for _, member := range members {
		if member.kind == strKind {
			out = append(out, member.s)
		}
	}
	return out
}
