package jinja

import "strings"

// The closed list. Names and their meaning are those of Airflow's templates reference
// (https://airflow.apache.org/docs/apache-airflow/stable/templates-ref.html), filters and tests
// those of Jinja 3 and of airflow/templates.py. What is not here is refused.

// listedKind is the kind of a name of the context.
type listedKind valueKind

func (k listedKind) at(path string) value { return value{kind: valueKind(k), path: path} }

func kinds(kind valueKind, names string, into map[string]listedKind) {
	for _, name := range strings.Fields(names) {
		into[name] = listedKind(kind)
	}
}

// context are the names that Airflow gives to a template. conn, conf, inlets, outlets and the events
// of assets are missing on purpose.
var context = func() map[string]listedKind {
	names := map[string]listedKind{}
	kinds(data, `ds ds_nodash ts ts_nodash ts_nodash_with_tz run_id task_instance_key_str params test_mode
		expanded_ti_count map_index prev_ds prev_ds_nodash next_ds next_ds_nodash yesterday_ds yesterday_ds_nodash
		tomorrow_ds tomorrow_ds_nodash`, names)
	kinds(date, `logical_date execution_date data_interval_start data_interval_end prev_execution_date
		next_execution_date prev_execution_date_success prev_start_date_success prev_end_date_success
		prev_data_interval_start_success prev_data_interval_end_success`, names)
	kinds(object, `dag task ti task_instance dag_run macros var range`, names)
	return names
}()

// truthNames are the objects that a condition may name alone.
var truthNames = map[string]bool{"dag_run": true, "ti": true, "task_instance": true, "dag": true, "task": true}

// refusedNames are other names of the context and of Jinja that a template may not bind to a value
// of its own, so that a reader is not misled.
var refusedNames = map[string]bool{
	"conn": true, "conf": true, "inlets": true, "outlets": true, "inlet_events": true, "outlet_events": true,
	"triggering_dataset_events": true, "triggering_asset_events": true, "exception": true, "reason": true,
	"self": true, "super": true, "caller": true, "varargs": true, "kwargs": true, "context": true,
	"lipsum": true, "cycler": true, "joiner": true, "namespace": true, "dict": true, "templates_dict": true,
}

// members are what may be used of objects.
var members = func() map[string]listedKind {
	names := map[string]listedKind{}
	for _, ti := range []string{"ti", "task_instance"} {
		for _, name := range []string{"try_number", "max_tries", "task_id", "dag_id", "run_id", "map_index"} {
			names[ti+"."+name] = listedKind(data)
		}
		names[ti+".start_date"] = listedKind(date)
		names[ti+".xcom_pull"] = listedKind(object)
	}
	kinds(data, `dag.dag_id task.task_id dag_run.run_id dag_run.dag_id dag_run.run_type dag_run.external_trigger dag_run.conf
		loop.index loop.index0 loop.revindex loop.revindex0 loop.first loop.last loop.length`, names)
	kinds(mixed, `loop.previtem loop.nextitem`, names) // of whatever kind the items are
	kinds(date, `dag_run.logical_date dag_run.execution_date dag_run.data_interval_start dag_run.data_interval_end
		dag_run.start_date dag_run.queued_at`, names)
	kinds(object, `var.value var.json var.value.get var.json.get macros.dateutil macros.dateutil.parser
		macros.dateutil.relativedelta macros.json macros.uuid macros.time`, names)
	for function := range functions {
		names[function] = listedKind(object)
	}
	return names
}()

func listed(path string) (value, bool) {
	if kind, ok := members[path]; ok {
		return kind.at(path), true
	}
	for _, root := range []string{"var.value.", "var.json."} {
		if key, ok := strings.CutPrefix(path, root); ok && key != "" {
			return value{kind: data}, true
		}
	}
	return value{}, false
}

var (
	spanKeywords = []string{"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks", "months", "years"}
	dateKeywords = []string{"year", "month", "day", "hour", "minute", "second", "microsecond"}
)

// functions of the context, by path.
var functions = map[string]signature{
	"range":                                       {most: 3, limit: 1000},
	"macros.ds_add":                               {most: 2},
	"macros.ds_format":                            {most: 3},
	"macros.ds_format_locale":                     {most: 4},
	"macros.datetime_diff_for_humans":             {most: 2, result: date},
	"macros.random":                               {},
	"macros.datetime":                             {most: 7, keywords: dateKeywords, result: date},
	"macros.datetime.strptime":                    {most: 2, result: date},
	"macros.datetime.fromisoformat":               {most: 1, result: date},
	"macros.datetime.fromtimestamp":               {most: 1, result: date},
	"macros.datetime.strftime":                    {most: 2},
	"macros.uuid.uuid4":                           {},
	"macros.time.time":                            {},
	"macros.datetime.now":                         {result: date},
	"macros.datetime.today":                       {result: date},
	"macros.datetime.utcnow":                      {result: date},
	"macros.timedelta":                            {most: 2, keywords: spanKeywords, result: date},
	"macros.dateutil.parser.parse":                {most: 1, result: date},
	"macros.dateutil.relativedelta.relativedelta": {keywords: append(append([]string{}, spanKeywords...), dateKeywords...), result: date},
	"macros.json.dumps":                           {most: 1},
	"macros.json.loads":                           {most: 1},
}

func set(names string) map[string]bool {
	result := map[string]bool{}
	for _, name := range strings.Fields(names) {
		result[name] = true
	}
	return result
}

// dateFields are the attributes of a date, time or span that are numbers or text.
var dateFields = set(`year month day hour minute second microsecond day_of_week day_of_year week_of_month week_of_year
	days_in_month quarter days seconds microseconds weeks hours minutes int_timestamp float_timestamp timezone_name offset offset_hours`)

// dateMethods are the methods of a date, time or span.
var dateMethods = func() map[string]signature {
	methods := map[string]signature{
		"strftime": {most: 1, literal: true}, "format": {most: 1, literal: true},
		"in_timezone": {most: 1, literal: true, result: date}, "in_tz": {most: 1, literal: true, result: date},
		"start_of": {most: 1, literal: true, result: date}, "end_of": {most: 1, literal: true, result: date},
		"first_of": {most: 1, literal: true, result: date}, "last_of": {most: 1, literal: true, result: date},
		"add": {keywords: spanKeywords, result: date}, "subtract": {keywords: spanKeywords, result: date},
		"diff": {most: 1, result: date}, "isoformat": {most: 2, keywords: []string{"sep", "timespec"}},
		"replace": {keywords: append([]string{"tzinfo"}, dateKeywords...), result: date}, "set": {keywords: dateKeywords, result: date},
		"at":   {most: 4, keywords: []string{"hour", "minute", "second", "microsecond"}, result: date},
		"date": {result: date}, "time": {result: date}, "naive": {result: date},
	}
	for name := range set(`to_date_string to_time_string to_datetime_string to_iso8601_string to_rfc3339_string
		timestamp total_seconds weekday isoweekday toordinal in_days in_hours in_minutes in_seconds in_weeks total_days
		total_hours total_minutes ctime diff_for_humans is_leap_year`) {
		methods[name] = signature{}
	}
	return methods
}()

// unsafeData are attributes of data that may not even be named.
var unsafeData = set(`format format_map mro gi_frame gi_code cr_frame cr_code ag_frame ag_code f_globals f_locals func_globals tb_frame`)

// dataMethods are the methods of text, lists and dicts. None of them changes what it is called on,
// looks up attributes or calls what it is given.
var dataMethods = func() map[string]signature {
	methods := map[string]signature{
		"get": {most: 2}, "split": {most: 2}, "rsplit": {most: 2}, "strip": {most: 1}, "lstrip": {most: 1},
		"rstrip": {most: 1}, "replace": {most: 3}, "startswith": {most: 1}, "endswith": {most: 1}, "join": {most: 1},
		"find": {most: 1}, "rfind": {most: 1}, "index": {most: 1}, "count": {most: 1}, "removeprefix": {most: 1},
		"removesuffix": {most: 1}, "partition": {most: 1}, "rpartition": {most: 1}, "zfill": {most: 1, limit: 1000},
	}
	for name := range set(`items keys values upper lower title capitalize swapcase casefold splitlines isdigit isalpha isalnum
		isnumeric isdecimal isupper islower isspace bit_length is_integer`) {
		methods[name] = signature{}
	}
	return methods
}()

// listedFilter is a filter; text is set where its result is text, a number or a truth value
// whatever it is applied to.
type listedFilter struct {
	signature
	text bool
}

// filters that neither look up attributes by name, nor call what they are given, nor apply other
// filters: attr, map, select, reject, selectattr, rejectattr, groupby, format, xmlattr, pprint are
// missing on purpose, and join, sum, min, max, sort, unique take no attribute.
var filters = func() map[string]listedFilter {
	list := map[string]listedFilter{
		"default":  {signature: signature{most: 2, keywords: []string{"default_value", "boolean"}}},
		"d":        {signature: signature{most: 2, keywords: []string{"default_value", "boolean"}}},
		"replace":  {signature{most: 3}, true},
		"int":      {signature{most: 2, keywords: []string{"default", "base"}}, true},
		"float":    {signature{most: 1, keywords: []string{"default"}}, true},
		"join":     {signature{most: 1, keywords: []string{"d"}}, true},
		"tojson":   {signature{most: 1, keywords: []string{"indent"}, limit: 16}, true},
		"round":    {signature{most: 2, keywords: []string{"precision", "method"}, limit: 20}, true},
		"trim":     {signature{most: 1, keywords: []string{"chars"}}, true},
		"truncate": {signature{most: 4, keywords: []string{"length", "killwords", "end", "leeway"}, limit: 100_000}, true},
		"indent":   {signature{most: 3, keywords: []string{"width", "first", "blank"}, limit: 200}, true},
		"center":   {signature{most: 1, keywords: []string{"width"}, limit: 1000}, true},
	}
	for name := range set(`upper lower title capitalize string length count abs wordcount urlencode escape e forceescape safe
		ds ds_nodash ts ts_nodash ts_nodash_with_tz`) {
		list[name] = listedFilter{text: true}
	}
	for name := range set(`first last list reverse sort unique min max sum items dictsort`) {
		list[name] = listedFilter{}
	}
	return list
}()

// markupFilters make text that escapes what is added to it.
var markupFilters = set(`safe escape e forceescape tojson`)

// safeTests are the tests that compare or look at a type; callable, filter, test and escaped are
// missing on purpose.
var safeTests = set(`defined undefined none boolean true false integer float number string mapping sequence iterable odd even
	divisibleby lower upper eq equalto ne gt greaterthan ge lt lessthan le in sameas == != > >= < <=`)
