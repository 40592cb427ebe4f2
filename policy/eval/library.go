package eval

import (
	"math"
	"strings"
	"unicode"
)

// handler executes a call of one imported callable whose arguments are evaluated.
type handler func(e *evaluator, c *site) value

// library is the closed list of imported callables that the interpreter executes, by exact
// qualified name. Each checks the shape of its own arguments.
var library map[string]handler

func init() {
	library = map[string]handler{
		"datetime.datetime":                    dateConstructor(typeDatetime, markStandard),
		"datetime.date":                        dateConstructor(typeDate, markStandard),
		"datetime.time":                        dataCall(func(*site) value { return opaque(reasonTimeOfDay, 0) }),
		"datetime.timedelta":                   standardDelta,
		"datetime.timezone":                    zone,
		"datetime.datetime.now":                dataCall(typed(typeDatetime)),
		"datetime.datetime.utcnow":             dataCall(typed(typeDatetime)),
		"datetime.datetime.today":              dataCall(typed(typeDatetime)),
		"datetime.datetime.strptime":           strptime,
		"datetime.date.fromisoformat":          isoDate(typeDate),
		"datetime.datetime.fromisoformat":      isoDate(typeDatetime),
		"datetime.datetime.combine":            dataCall(dateFrom),
		"datetime.datetime.min.time":           dataCall(func(*site) value { return opaque(reasonTimeOfDay, 0) }),
		"datetime.datetime.max.time":           dataCall(func(*site) value { return opaque(reasonTimeOfDay, 0) }),
		"datetime.date.today":                  dataCall(typed(typeDate)),
		"pendulum.datetime":                    dateConstructor(typeDatetime, unmarked),
		"pendulum.DateTime":                    dateConstructor(typeDatetime, unmarked),
		"pendulum.date":                        dateConstructor(typeDate, unmarked),
		"pendulum.local":                       dateConstructor(typeDatetime, unmarked),
		"pendulum.now":                         dataCall(typed(typeDatetime)),
		"pendulum.today":                       dataCall(typed(typeDatetime)),
		"pendulum.yesterday":                   dataCall(typed(typeDatetime)),
		"pendulum.tomorrow":                    dataCall(typed(typeDatetime)),
		"pendulum.parse":                       dataCall(dateFrom),
		"pendulum.instance":                    dataCall(dateFrom),
		"pendulum.duration":                    timedelta,
		"pendulum.timezone":                    zone,
		"pendulum.tz.timezone":                 zone,
		"pendulum.Timezone":                    zone,
		"pytz.timezone":                        zone,
		"zoneinfo.ZoneInfo":                    zone,
		"backports.zoneinfo.ZoneInfo":          zone,
		"dateutil.relativedelta.relativedelta": dataCall(relativeDelta),
		"os.path.join":                         pathJoin,
		"os.path.dirname":                      onePath(func(s string) string { return dirname(s) }),
		"os.path.basename":                     onePath(func(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }),
		"os.path.abspath":                      absolutePath,
		"os.path.realpath":                     realPath,
		"os.path.normpath":                     onePath(normalPath),
		"os.path.splitext":                     splitExtension,
		"os.fspath":                            onePath(func(s string) string { return s }),
		"os.getenv":                            getenv,
		"os.environ.get":                       getenv,
		"json.dumps":                           jsonDumps,
		"json.loads":                           jsonLoads,
		"textwrap.dedent":                      dedent,
		"logging.getLogger":                    getLogger,
		"logging.debug":                        logCall,
		"logging.info":                         logCall,
		"logging.warning":                      logCall,
		"logging.error":                        logCall,
		"logging.basicConfig":                  basicConfig,
		"uuid.uuid4":                           identifier,
		"re.sub":                               substitute,
		"typing.TypeVar":                       typeVariable,
		"typing.cast":                          cast,
		"itertools.chain":                      chained,
		"itertools.product":                    product,
		"itertools.pairwise":                   pairwise,
		"math.ceil":                            rounded(math.Ceil),
		"math.floor":                           rounded(math.Floor),
		"functools.partial":                    bindArguments,
		"warnings.filterwarnings":              warningFilter("action", "message", "category", "module", "lineno", "append"),
		"warnings.simplefilter":                warningFilter("action", "category", "lineno", "append"),
		"copy.copy":                            copyValue(false),
		"copy.deepcopy":                        copyValue(true),
		"collections.OrderedDict":              orderedDict,
		"airflow.models.Variable.get":          variableGet,
		"airflow.models.variable.Variable.get": variableGet,
		"airflow.sdk.Variable.get":             variableGet,
		"airflow.sdk.definitions.variable.Variable.get": variableGet,
	}
	for _, name := range []string{"pathlib.Path", "pathlib.PurePath", "pathlib.PurePosixPath", "pathlib.PosixPath"} {
		library[name] = newPath
	}
	for _, module := range []string{"airflow.models.baseoperator", "airflow.utils.helpers", "airflow.sdk.bases.operator", "airflow.sdk", "airflow.models"} {
		for _, name := range []string{"chain", "chain_linear", "cross_downstream"} {
			library[module+"."+name] = chain
		}
	}
	for _, name := range []string{"airflow.utils.task_group.TaskGroup", "airflow.sdk.definitions.taskgroup.TaskGroup", "airflow.sdk.TaskGroup"} {
		library[name] = newGroup
	}
	for _, name := range []string{"airflow.utils.edgemodifier.Label", "airflow.sdk.definitions.edges.Label", "airflow.sdk.Label",
		"airflow.utils.edgemodifier.EdgeModifier", "airflow.sdk.definitions.edges.EdgeModifier"} {
		library[name] = label
	}
	for _, name := range []string{"airflow.models.Param", "airflow.models.param.Param", "airflow.sdk.definitions.param.Param", "airflow.sdk.Param"} {
		library[name] = param
	}
	for _, name := range []string{"airflow.Dataset", "airflow.datasets.Dataset", "airflow.sdk.definitions.asset.Dataset", "airflow.sdk.Asset",
		"airflow.sdk.definitions.asset.Asset", "airflow.assets.Asset"} {
		library[name] = asset
	}
	for _, name := range []string{"airflow.models.xcom_arg.XComArg", "airflow.models.XComArg", "airflow.sdk.definitions.xcom_arg.XComArg", "airflow.sdk.XComArg"} {
		library[name] = xcomArg
	}
	for _, name := range []string{"airflow.utils.timezone.datetime", "airflow.utils.timezone.utcnow",
		"airflow.utils.timezone.parse", "airflow.utils.timezone.make_aware"} {
		library[name] = dataCall(dateFrom)
	}
	library["airflow.utils.dates.days_ago"] = dataCall(daysAgo)
	for name, shape := range timetables {
		library[name] = newTimetable(name, shape)
	}
	library["airflow.datasets.DatasetAlias"] = assetAlias
	library["airflow.datasets.DatasetAll"], library["airflow.datasets.DatasetAny"] = assetSet(typeAssetAll), assetSet(typeAssetAny)
	for _, name := range []string{
		"airflow.kubernetes.pod_runtime_info_env.PodRuntimeInfoEnv", "airflow.contrib.kubernetes.pod_runtime_info_env.PodRuntimeInfoEnv",
		"airflow.kubernetes.volume.Volume", "airflow.kubernetes.volume_mount.VolumeMount",
		"airflow.contrib.kubernetes.volume.Volume", "airflow.contrib.kubernetes.volume_mount.VolumeMount",
		"airflow.providers.cncf.kubernetes.backcompat.volume.Volume",
		"airflow.providers.cncf.kubernetes.backcompat.volume_mount.VolumeMount",
		"airflow.providers.cncf.kubernetes.backcompat.pod_runtime_info_env.PodRuntimeInfoEnv",
	} {
		library[name] = model(name)
	}
	for _, name := range []string{"airflow.kubernetes.secret.Secret", "airflow.providers.cncf.kubernetes.secret.Secret",
		"airflow.contrib.kubernetes.secret.Secret"} {
		library[name] = model("airflow.providers.cncf.kubernetes.secret.Secret", "deploy_type", "deploy_target", "secret", "key", "items")
	}
	for _, name := range kubernetesModels {
		for _, module := range []string{"kubernetes.client.models.", "kubernetes.client."} {
			library[module+name] = model("kubernetes.client.models." + name)
		}
	}
	library["kubernetes.client.V1Affinity"] = model("kubernetes.client.models.V1Affinity")
}

// dataCall is a callable that only reads its arguments, all of which must be data.
func dataCall(result func(*site) value) handler {
	return func(e *evaluator, c *site) value {
		if !e.dataOnly(c) {
			return e.refuse(c)
		}
		e.processed(c.values()...)
		e.namesZones(c.values()...)
		return result(c)
	}
}

// maxLabel bounds the text beside a dependency, in bytes.
const maxLabel = 1000

// label is the text beside a dependency, which the web pages show as text. What is none, some of them take for HTML.
func label(e *evaluator, c *site) value {
	args, ok := c.take("label")
	if !ok || !isText(args[0]) || !every(args[0], func(v value) bool { return len(v.s) <= maxLabel }) {
		return e.refuse(c)
	}
	return objectValue(typeLabel, nil, nil)
}

func typed(typ string) func(*site) value {
	return func(*site) value { return objectValue(typ, nil, nil) }
}

// maxLoggerName bounds the name of a logger, in bytes: logging keeps an entry for every part before a dot, each
// with all of its text.
const maxLoggerName = 200

// getLogger is logging.getLogger(name). What it makes stays in the process, so it counts as much work.
func getLogger(e *evaluator, c *site) value {
	args, ok := c.take("name")
	name := args[0]
	if !ok || !e.dataOnly(c) || len(name.s) > maxLoggerName || name.f > maxDigits || name.kind != unbound && !isPlain(name) {
		return e.refuse(c)
	}
	e.charge(100)
	v := objectValue(typeLogger, nil, nil)
	if e.scope == e.globals && len(c.node.Args) == 1 && isName(c.node.Args[0], "__name__") {
		v.o.s = ownLogger
	}
	return v
}

// ownLogger marks the logger of the module's own name, which no other file has: its level is the file's to choose.
const ownLogger = "own"

// logCall is a function of the module logging.
func logCall(e *evaluator, c *site) value {
	if v, ok := logged(e, c); ok {
		return v
	}
	return e.refuse(c)
}

// basicConfig is logging.basicConfig without force and files. Where the root logger has a handler it does
// nothing, and Airflow gives it one in each of its processes (airflow/config_templates/airflow_local_settings.py).
func basicConfig(e *evaluator, c *site) value {
	if len(c.pos) > 0 || c.open {
		return e.refuse(c)
	}
	for _, k := range c.kw {
		switch {
		case k.name == "level" && (k.value.kind == intKind || k.value.kind == strKind):
		case (k.name == "format" || k.name == "datefmt") && k.value.kind == strKind && len(k.value.s) <= 200 && !wide(k.value.s):
		default:
			return e.refuse(c)
		}
	}
	return noneValue
}

// identifier is uuid.uuid4(): its text is of digits, letters and hyphens.
func identifier(e *evaluator, c *site) value {
	if len(c.pos)+len(c.kw) > 0 || c.open {
		return e.refuse(c)
	}
	return opaque("a random identifier", 0)
}

// rounded is math.ceil or math.floor of a number that a float holds exactly.
func rounded(round func(float64) float64) handler {
	return func(e *evaluator, c *site) value {
		if len(c.pos) != 1 || len(c.kw) > 0 || c.open {
			return e.refuse(c)
		}
		if n, ok := c.pos[0].number(); ok && math.Abs(n) < 1<<53 {
			return intValue(int64(round(n)))
		}
		return e.refuse(c)
	}
}

// typeVariable is typing.TypeVar(name), with the options that are types of Python or truths.
func typeVariable(e *evaluator, c *site) value {
	if len(c.pos) != 1 || c.open || c.pos[0].kind != strKind {
		return e.refuse(c)
	}
	for _, k := range c.kw {
		switch {
		case k.name == "bound" && (k.value.kind == builtinKind && builtinTypes[k.value.s] || k.value.kind == noneKind):
		case (k.name == "covariant" || k.name == "contravariant") && k.value.kind == boolKind:
		default:
			return e.refuse(c)
		}
	}
	return opaque(reasonType, opaqueText)
}

// cast is typing.cast, which returns its second argument.
func cast(e *evaluator, c *site) value {
	args, ok := c.take("typ", "val")
	if !ok || args[0].kind == unbound || args[1].kind == unbound {
		return e.refuse(c)
	}
	return args[1]
}

// reasonType is where a value is from that is a type, and of use in annotations only.
const reasonType = "a type"

// builtinTypes are the types of Python that a union may be written of.
var builtinTypes = set("str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set", "frozenset", "object")

// isType tells whether a value is a type that a union may be written of.
func isType(v value) bool {
	return v.kind == builtinKind && builtinTypes[v.s] || v.isMadeType()
}

// warningFilter is a function of the module warnings that says which warnings are shown. What it changes is
// the process's, so "error" is refused, which would make other files fail, and "always", which fills its log; and so are texts,
// which are compiled as regular expressions and matched against each warning, but for plain words. After each change every
// warning is shown once more, together with the line that it is about.
func warningFilter(names ...string) handler {
	return func(e *evaluator, c *site) value {
		args, ok := c.take(names...)
		if !ok || args[0].kind != strKind || !shownWarnings[args[0].s] {
			return e.refuse(c)
		}
		for i, v := range args[1:] {
			switch names[i+1] {
			case "category":
				ok = v.kind == unbound || v.kind == builtinKind && strings.HasSuffix(v.s, "Warning")
			case "message", "module":
				ok = v.kind == unbound || v.kind == strKind && len(v.s) <= 200 && strings.Trim(v.s, plainCharacters) == ""
			default:
				ok = v.kind == unbound || v.kind == boolKind || v.kind == intKind && v.n >= 0
			}
			if !ok {
				return e.refuse(c)
			}
		}
		e.charge(100)
		if !e.alloc(c.node, len(e.file.Source)) {
			return value{kind: unknownKind, s: "too large"}
		}
		return noneValue
	}
}

// shownWarnings are the actions of a filter that only decide whether a warning is shown.
var shownWarnings = set("default", "ignore", "module", "once")

// plainCharacters mean themselves in a regular expression.
const plainCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ,:;'`-/."

// refuse records that a callable of the closed list was called with arguments of another shape.
func (e *evaluator) refuse(c *site) value {
	e.escape(c)
	return e.unknown(c.node, codeArgument, "the arguments of this call are not of the shape that the interpreter executes")
}

// dedent is textwrap.dedent.
func dedent(e *evaluator, c *site) value {
	if len(c.kw) > 0 || len(c.pos) != 1 || !e.dataOnly(c) {
		return e.refuse(c)
	}
	v := c.pos[0]
	if v.kind != strKind {
		if v.kind == unknownKind {
			return v
		}
		e.processed(v)
		text := e.textOf(v, "text", 1)
		if text.kind == opaqueKind && (v.kind == opaqueKind || v.kind == prefixKind) {
			text.n = textFlags(v) // what is taken away is white space
		}
		return text
	}
	e.charge(len(v.s) / 16)
	lines := strings.Split(v.s, "\n")
	margin, first := "", true
	for i, line := range lines {
		body := strings.TrimLeft(line, " \t")
		if body == "" {
			lines[i] = ""
			continue
		}
		if strings.TrimLeft(line, " \t\r\v\f") != body || strings.TrimFunc(body, space) == "" {
			// What a line of other white space is, differs between versions.
			return opaque("text", opaqueText)
		}
		indent := line[:len(line)-len(body)]
		if first {
			margin, first = indent, false
			continue
		}
		n := 0
		for n < len(margin) && n < len(indent) && margin[n] == indent[n] {
			n++
		}
		margin = margin[:n]
	}
	e.charge(len(margin) / 2) // which becomes a regular expression
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, margin)
	}
	return value{kind: strKind, s: strings.Join(lines, "\n"), why: v.why}
}

// space tells whether str.isspace holds for a character.
func space(r rune) bool { return unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f }

// chain is airflow's chain, chain_linear and cross_downstream.
func chain(e *evaluator, c *site) value {
	if c.open {
		return noneValue
	}
	args := append([]value(nil), c.pos...)
	for _, k := range c.kw {
		if k.name != "from_tasks" && k.name != "to_tasks" {
			return e.refuse(c)
		}
		args = append(args, k.value)
	}
	for _, v := range args {
		empty := v.kind == listKind && len(v.o.items) == 0
		if !sided(v) && v.kind != unknownKind && !empty {
			return e.refuse(c)
		}
	}
	for i := 1; i < len(args); i++ {
		e.connect(args[i-1], args[i])
	}
	return noneValue
}
