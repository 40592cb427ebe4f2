package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

func (e *evaluator) attribute(x *python.Attribute) value {
	return e.attributeOf(x, e.evalQuiet(x.Value))
}

// attributeOf is the attribute of base that x names.
func (e *evaluator) attributeOf(x *python.Attribute, base value) value {
	if base.kind == unknownKind {
		if (internals[x.Attr] || base.s == reasonTypeOf && strings.HasPrefix(x.Attr, "__") && x.Attr != "__name__") && base.s != reasonInternals {
			e.recordInternal(x, x.Attr)
			return value{kind: unknownKind, s: reasonInternals}
		}
		return base
	}
	if base.kind == symbolKind {
		return e.symbolAttribute(x, base)
	}
	if x.Attr == "__name__" && base.kind == functionKind && base.o.fn.role == plainFunction {
		return strValue(base.o.fn.name) // no decorator that is executed changes it
	}
	if x.Attr == "__name__" && isExactType(base) {
		return strValue(base.s)
	}
	if strings.HasPrefix(x.Attr, "__") {
		e.recordInternal(x, x.Attr)
		return e.unknown(x, codeAttribute, reasonInternals)
	}
	if base.kind == moduleKind {
		return e.moduleAttribute(x, base.o.module)
	}
	if base.kind == choiceKind {
		if methodNames[strKind][x.Attr] && allKind(base.o.items, strKind) {
			return method(base, x.Attr)
		}
		return e.unknown(x, codeAttribute, "an attribute of a value that is not known")
	}
	if names, ok := methodNames[base.kind]; ok && names[x.Attr] {
		return method(base, x.Attr)
	}
	if base.kind == builtinKind && (base.s == "str" && unboundMethods[x.Attr] || base.s == "dict" && x.Attr == "fromkeys" || base.s == "str" && x.Attr == "maketrans") {
		return method(base, x.Attr)
	}
	switch base.kind {
	case opaqueKind:
		if base.s == reasonVersion && (x.Attr == "major" || x.Attr == "minor" || x.Attr == "micro") {
			return base
		}
	case recordKind, classKind:
		if base.o.record != nil {
			if v, ok := e.recordAttribute(base, x.Attr, x); ok {
				return v
			}
		}
	case toolKind:
		if v, ok := toolAttribute(base, x.Attr); ok {
			return v
		}
	case objectKind:
		if v, ok := e.objectAttribute(base, x.Attr); ok {
			return v
		}
	case taskKind:
		switch x.Attr {
		case "task_id":
			return taskID(base.o.task)
		case "output":
			return value{kind: opaqueKind, s: "the result of a task", n: opaqueXCom, o: base.o}
		}
	case dagKind:
		switch x.Attr {
		case "dag_id":
			return base.o.dag.id
		case "default_args":
			if v, ok := e.defaultArgs(base.o.dag); ok {
				return v
			}
		}
	case groupKind:
		if x.Attr == "group_id" {
			return opaque("the id of a task group", 0)
		}
	case functionKind:
		if base.o.fn.role == taskFunction {
			switch x.Attr {
			case "override", "partial", "expand", "expand_kwargs":
				return method(base, x.Attr)
			}
		}
	}
	// `dag.clear()`: a rule may know the method by its class.
	use := facts.UseReference
	if e.calling == x {
		use = facts.UseCall
	}
	switch base.kind {
	case dagKind:
		e.record(base.o.dag.symbol.Name+"."+x.Attr, use, x, nil)
	case taskKind:
		e.record(base.o.task.symbol.Name+"."+x.Attr, use, x, nil)
	case builtinKind:
		e.record("builtins."+base.s, use, x, nil)
	}
	if isPath(base) && base.o.items[0].kind != strKind {
		return e.unknown(x, codeAttribute, "the attribute "+x.Attr+" of a path that is not known: "+fromPath(base))
	}
	return e.unknown(x, codeAttribute, "the attribute "+x.Attr+" is not on the closed list of this type")
}

// taskID is what a task says its id is: with those of the groups that it is in.
func taskID(t *task) value {
	v := t.id
	if t.group == nil {
		return v
	}
	if id := t.group.childID(v); id != "" {
		v.s = id
		return v
	}
	return opaque("the id of a task in a group", 0) // an id has no brace
}

func allKind(items []value, k kind) bool {
	for _, item := range items {
		if item.kind != k {
			return false
		}
	}
	return true
}

func method(receiver value, name string) value {
	return value{kind: methodKind, s: name, o: &object{items: []value{receiver}}}
}

// symbolAttribute is an attribute of something imported.
func (e *evaluator) symbolAttribute(x *python.Attribute, base value) value {
	if strings.HasPrefix(x.Attr, "__") {
		qualified := base.s + "." + x.Attr
		e.record(qualified, facts.UseReference, x, nil)
		return e.unknown(x, codeAttribute, reasonInternals)
	}
	qualified := e.qualify(base.s, x.Attr)
	if v, ok := e.constantOf(qualified); ok {
		return v
	}
	return value{kind: symbolKind, s: qualified}
}

// qualify is the name of an attribute of something imported.
func (e *evaluator) qualify(owner, attr string) string {
	if strings.Count(owner, ".") > maxParts {
		return owner
	}
	qualified := owner + "." + attr
	if _, listed := e.symbol(qualified); !listed {
		// `from airflow import os` and then `os.system`: look under the canonical name too.
		if base, ok := e.symbol(owner); ok && base.Canonical != owner {
			if s, ok := e.config.Catalogue.Resolve(base.Canonical + "." + attr); ok {
				s.Name = qualified
				e.symbols[qualified] = resolved{s, true}
			}
		}
	}
	return qualified
}

const reasonInternals = "an attribute of Python's internals"

// internals are the attributes that lead from any object to frames, code and what they reach. Of an object
// that is not known only these are held against a file, which waits for a review anyway.
var internals = set("__globals__", "__subclasses__", "__builtins__", "__code__", "__closure__", "__mro__", "__bases__", "__base__",
	"__getattribute__", "__reduce__", "__reduce_ex__", "tb_frame", "f_globals", "f_locals", "f_builtins", "f_back", "gi_frame",
	"cr_frame", "ag_frame")

// recordInternal notes the use of an attribute of Python's internals.
func (e *evaluator) recordInternal(at python.Node, name string) {
	symbol := e.builtinSymbol("getattr")
	symbol.Name, symbol.Canonical, symbol.Kind = "object."+name, "object."+name, "dunder"
	e.recordFact(at, facts.Call{Symbol: symbol, Use: facts.UseReference, Phase: e.phase, Span: e.span(at.Range())})
}

// maxParts bounds the dots in the name of something imported: a longer one says what its beginning says,
// which no list has, so it is unknown or an attribute of something harmful.
const maxParts = 16

// symbolSubscript is `os.environ['X']` and subscripts of types.
func (e *evaluator) symbolSubscript(x *python.Subscript, base, key value) value {
	if typingNames[base.s] {
		e.charge(int(e.typeParts(key) * partTextBytes)) // typing compiles texts
		return e.madeType(x, key)
	}
	s, _ := e.symbol(base.s)
	if s.Canonical == "os.environ" {
		fact := facts.Call{Symbol: s, Use: facts.UseReference, Phase: e.phase, Args: []facts.Value{e.export(key)}, Span: e.span(x.Span)}
		e.recordFact(x, fact)
		return e.environment(x, key, value{}, s)
	}
	e.record(base.s, facts.UseReference, x, nil)
	return e.unknown(x, codeExpression, "a member of an imported object")
}

// constantOf returns the value of an imported constant: a member of an enumeration, a time zone.
func (e *evaluator) constantOf(qualified string) (value, bool) {
	if v, ok := constants[qualified]; ok {
		return v, true
	}
	if v, ok := e.vouchedConstant(qualified); ok {
		return v, true
	}
	at := strings.LastIndexByte(qualified, '.')
	if at < 0 {
		return value{}, false
	}
	if enum, ok := enumerations[qualified[:at]]; ok {
		if member, ok := enum[qualified[at+1:]]; ok {
			return value{kind: strKind, s: member, n: memberText}, true
		}
	}
	owner, last := qualified[:at], qualified[at+1:]
	owner = owner[strings.LastIndexByte(owner, '.')+1:]
	if last == "__version__" || strings.ToUpper(last) == last && owner != "" && owner[0] >= 'A' && owner[0] <= 'Z' {
		if s, listed := e.symbol(qualified); listed && s.Kind == "constant" && s.Detail == "pure" {
			return opaque(qualified, opaqueGiven), true // a version or a member of an enumeration: none has a brace
		}
	}
	return value{}, false
}

var triggerRules = map[string]string{
	"ALL_SUCCESS": "all_success", "ALL_FAILED": "all_failed", "ALL_DONE": "all_done", "ONE_SUCCESS": "one_success",
	"ONE_FAILED": "one_failed", "ONE_DONE": "one_done", "NONE_FAILED": "none_failed", "NONE_SKIPPED": "none_skipped",
	"DUMMY": "dummy", "ALWAYS": "always", "NONE_FAILED_OR_SKIPPED": "none_failed_or_skipped",
	"NONE_FAILED_MIN_ONE_SUCCESS": "none_failed_min_one_success", "ALL_SKIPPED": "all_skipped",
	"ALL_DONE_SETUP_SUCCESS": "all_done_setup_success", "ALL_DONE_MIN_ONE_SUCCESS": "all_done_min_one_success",
}

var weightRules = map[string]string{"DOWNSTREAM": "downstream", "UPSTREAM": "upstream", "ABSOLUTE": "absolute"}

var finishActions = map[string]string{
	"KEEP_POD": "keep_pod", "DELETE_POD": "delete_pod", "DELETE_SUCCEEDED_POD": "delete_succeeded_pod",
	"DELETE_ACTIVE_POD": "delete_active_pod",
}

// enumerations of strings, by every name under which Airflow has them.
var enumerations = map[string]map[string]string{
	"airflow.utils.trigger_rule.TriggerRule": triggerRules, "airflow.task.trigger_rule.TriggerRule": triggerRules,
	"airflow.sdk.TriggerRule": triggerRules, "airflow.utils.weight_rule.WeightRule": weightRules,
	"airflow.task.weight_rule.WeightRule": weightRules, "airflow.sdk.WeightRule": weightRules,
	"airflow.providers.cncf.kubernetes.utils.pod_manager.OnFinishAction": finishActions,
}

// reasonVersion is that of sys.version_info: the workers' version of Python is in a range only, so both branches of a test of it
// are judged.
const reasonVersion = "the version of Python"

// constants are imported data, by exact name.
var constants = map[string]value{
	"typing.TYPE_CHECKING":             falseValue,
	"datetime.timezone.utc":            objectValue(typeTimezone, nil, nil),
	"datetime.UTC":                     objectValue(typeTimezone, nil, nil),
	"pendulum.UTC":                     objectValue(typeTimezone, nil, nil),
	"pytz.utc":                         objectValue(typeTimezone, nil, nil),
	"pytz.UTC":                         objectValue(typeTimezone, nil, nil),
	"airflow.utils.timezone.utc":       objectValue(typeTimezone, nil, nil),
	"sys.version_info":                 opaque(reasonVersion, 0),
	"sys.version_info.major":           opaque(reasonVersion, 0),
	"sys.version_info.minor":           opaque(reasonVersion, 0),
	"sys.version_info.micro":           opaque(reasonVersion, 0),
	"os.sep":                           strValue("/"),
	"os.linesep":                       strValue("\n"),
	"os.path.sep":                      strValue("/"),
	"string.ascii_lowercase":           strValue("abcdefghijklmnopqrstuvwxyz"),
	"string.ascii_uppercase":           strValue("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
	"string.digits":                    strValue("0123456789"),
	"math.pi":                          floatValue(3.141592653589793),
	"logging.DEBUG":                    intValue(10),
	"logging.INFO":                     intValue(20),
	"logging.WARNING":                  intValue(30),
	"logging.ERROR":                    intValue(40),
	"logging.CRITICAL":                 intValue(50),
	"airflow.utils.dates.cron_presets": opaque("a table of schedules", opaqueText), // the text of a dict has braces
}

// objectAttribute is an attribute of a data object.
func (e *evaluator) objectAttribute(base value, name string) (value, bool) {
	o := base.o
	switch o.typ {
	case typePath:
		return e.pathAttribute(base, name)
	case typeDatetime, typeDate, typeTimedelta:
		if v, ok := knownDatePart(base, name); ok {
			return v, true
		}
		switch name {
		case "year", "month", "day", "hour", "minute", "second", "days", "seconds", "microsecond", "tzinfo":
			return opaque("a part of a date", 0), true
		case "strftime", "isoformat", "to_date_string", "to_datetime_string", "format", "to_iso8601_string", "isocalendar",
			"date", "time", "timestamp", "weekday", "isoweekday", "total_seconds", "total_minutes", "total_hours", "in_timezone", "astimezone",
			"replace", "subtract", "add", "start_of", "end_of", "set", "naive", "utcoffset", "timetuple":
			return method(base, name), true
		}
	case typeLogger:
		switch name {
		case "debug", "info", "warning", "warn", "error", "critical", "exception":
			return method(base, name), true
		case "setLevel":
			return method(base, name), o.s == ownLogger
		}
	default:
		if v, ok := o.get(name); ok && strings.HasPrefix(o.typ, "kubernetes.client.") {
			return v, true
		}
	}
	return value{}, false
}
