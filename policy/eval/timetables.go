package eval

import (
	"strconv"
	"strings"
	"unicode"
)

// This file makes timetables and assets. Airflow checks little of what they are given: it computes with a timetable in
// the scheduler and in the processor of Airflow 3, and stores an asset from there.

// timetable is the shape of a timetable's arguments.
type timetable struct {
	positional []string                    // the names of those that may stand by position
	rest       string                      // the name of all further ones by position; empty where there are none
	takes      map[string]func(value) bool // by name
}

var (
	cronTimetable = timetable{[]string{"cron"}, "", map[string]func(value) bool{
		"cron": isText, "timezone": isZone, "interval": isSpan, "run_immediately": isBool}}
	manyCronsTimetable = timetable{nil, "crons", map[string]func(value) bool{
		"crons": isText, "timezone": isZone, "interval": isSpan, "run_immediately": isBool}}
	cronIntervalTimetable  = timetable{[]string{"cron", "timezone"}, "", map[string]func(value) bool{"cron": isText, "timezone": isZone}}
	deltaTimetable         = timetable{[]string{"delta"}, "", map[string]func(value) bool{"delta": isDelta, "interval": isSpan}}
	deltaIntervalTimetable = timetable{[]string{"delta"}, "", map[string]func(value) bool{"delta": isDelta}}
	assetOrTimeTimetable   = timetable{nil, "", map[string]func(value) bool{"timetable": isTimetable, "datasets": areAssets, "assets": areAssets}}
	plainTimetable         = timetable{}
	eventsTimetable        = timetable{[]string{"event_dates", "restrict_to_events", "presorted", "description"}, "", map[string]func(value) bool{
		"event_dates": areEvents, "restrict_to_events": isBool, "presorted": isBool, "description": isText}}
)

// timetables are those of Airflow by exact name.
var timetables = map[string]timetable{
	"airflow.timetables.trigger.CronTriggerTimetable": cronTimetable, "airflow.timetables.trigger.DeltaTriggerTimetable": deltaTimetable,
	"airflow.timetables.trigger.MultipleCronTriggerTimetable": manyCronsTimetable,
	"airflow.timetables.interval.CronDataIntervalTimetable":   cronIntervalTimetable,
	"airflow.timetables.interval.DeltaDataIntervalTimetable":  deltaIntervalTimetable,
	"airflow.timetables.datasets.DatasetOrTimeSchedule":       assetOrTimeTimetable, "airflow.timetables.assets.AssetOrTimeSchedule": assetOrTimeTimetable,
	"airflow.timetables.simple.ContinuousTimetable": plainTimetable, "airflow.timetables.simple.OnceTimetable": plainTimetable,
	"airflow.timetables.simple.NullTimetable": plainTimetable, "airflow.timetables.events.EventsTimetable": eventsTimetable,
	"airflow.sdk.CronTriggerTimetable": cronTimetable, "airflow.sdk.CronDataIntervalTimetable": cronIntervalTimetable,
	"airflow.sdk.DeltaTriggerTimetable": deltaTimetable, "airflow.sdk.DeltaDataIntervalTimetable": deltaIntervalTimetable,
	"airflow.sdk.MultipleCronTriggerTimetable": manyCronsTimetable, "airflow.sdk.AssetOrTimeSchedule": assetOrTimeTimetable,
	"airflow.sdk.EventsTimetable":                                             eventsTimetable,
	"airflow.sdk.definitions.timetables.trigger.CronTriggerTimetable":         cronTimetable,
	"airflow.sdk.definitions.timetables.trigger.DeltaTriggerTimetable":        deltaTimetable,
	"airflow.sdk.definitions.timetables.trigger.MultipleCronTriggerTimetable": manyCronsTimetable,
	"airflow.sdk.definitions.timetables.interval.CronDataIntervalTimetable":   cronIntervalTimetable,
	"airflow.sdk.definitions.timetables.interval.DeltaDataIntervalTimetable":  deltaIntervalTimetable,
	"airflow.sdk.definitions.timetables.assets.AssetOrTimeSchedule":           assetOrTimeTimetable,
	"airflow.sdk.definitions.timetables.events.EventsTimetable":               eventsTimetable,
}

// newTimetable is the constructor of a timetable. Its members have the names of the arguments, those of a starred
// parameter their places.
func newTimetable(typ string, shape timetable) handler {
	return func(e *evaluator, c *site) value {
		if !e.dataOnly(c) {
			return e.refuse(c)
		}
		var keys, items []value
		for i, v := range c.pos {
			name, key := shape.rest, strconv.Itoa(i)
			if i < len(shape.positional) {
				name, key = shape.positional[i], shape.positional[i]
			}
			if fits := shape.takes[name]; fits == nil || !fits(v) {
				return e.refuse(c)
			}
			keys, items = append(keys, strValue(key)), append(items, v)
		}
		for _, k := range c.kw {
			if fits := shape.takes[k.name]; fits == nil || k.name == shape.rest || !fits(k.value) {
				return e.refuse(c)
			}
			keys, items = append(keys, strValue(k.name)), append(items, k.value)
		}
		return objectValue(typ, keys, items)
	}
}

// every tells whether something holds of each constant that a value can be.
func every(v value, fits func(value) bool) bool {
	if v.kind != choiceKind {
		return fits(v)
	}
	for _, item := range v.o.items {
		if !fits(item) {
			return false
		}
	}
	return true
}

func isText(v value) bool {
	return every(v, func(v value) bool { return v.kind == strKind })
}

func isBool(v value) bool {
	return v.isTruth() || every(v, func(v value) bool { return v.kind == boolKind })
}

func isZone(v value) bool {
	return isText(v) || v.kind == objectKind && v.o.typ == typeTimezone
}

func isDelta(v value) bool { return v.kind == objectKind && v.o.typ == typeTimedelta }

// isSpan tells whether a value is a time span of a known length that Airflow can take away from a date.
func isSpan(v value) bool {
	return isDelta(v) && v.o.items == nil && v.o.num >= 0 && v.o.num <= longestInterval
}

func isTimetable(v value) bool {
	return v.kind == objectKind && strings.HasPrefix(v.o.typ, "airflow.") && (strings.HasSuffix(v.o.typ, "Timetable") || strings.HasSuffix(v.o.typ, "Schedule"))
}

// areEvents tells whether a value is a list of dates from and to which Airflow can count: of an empty one it
// takes the first.
func areEvents(v value) bool {
	if v.kind != listKind && v.kind != tupleKind || len(v.o.items) == 0 {
		return false
	}
	for _, item := range v.o.items {
		if item.kind != objectKind || item.o.typ != typeDatetime || !(distance(item) <= farDays) {
			return false
		}
	}
	return true
}

// maxAssetText bounds the name, the group and the address of an asset. Airflow stores them in columns of 1,500
// characters, in which not every database takes others than those of ASCII.
const maxAssetText = 1500

// assetText tells whether a value may be the name, the group or the address of an asset. A brace may begin a template:
// some versions render the outlets of a task. All of it must be known: what is longer than the column ends the processor
// of Airflow 3, and a text of the clock or of chance is another asset each time that the file is read, of which the
// database keeps every one.
func assetText(v value) bool {
	if v.kind != strKind && v.kind != choiceKind {
		return false
	}
	return every(v, func(v value) bool {
		return v.kind == strKind && v.s != "" && len(v.s) <= maxAssetText && !strings.Contains(v.s, brace) &&
			!strings.ContainsFunc(v.s, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsControl(r) })
	})
}

// isJSON tells whether a value is known to be data of JSON, in which Airflow stores it.
func isJSON(v value, depth int, budget *int) bool {
	if *budget--; depth > maxNesting || *budget < 0 {
		return false
	}
	switch v.kind {
	case noneKind, boolKind, intKind, floatKind, strKind:
		return true
	case dictKind:
		for _, key := range v.o.keys {
			if key.kind != strKind {
				return false
			}
		}
	case listKind:
	default:
		return false
	}
	for _, item := range v.o.items {
		if !isJSON(item, depth+1, budget) {
			return false
		}
	}
	return true
}

const (
	typeAsset      = "airflow.datasets.Dataset"
	typeAssetAlias = "airflow.datasets.DatasetAlias"
)

func isAsset(v value) bool {
	return v.kind == objectKind && (v.o.typ == typeAsset || v.o.typ == typeAssetAny || v.o.typ == typeAssetAll || v.o.typ == typeAssetAlias)
}

// areAssets tells whether a value is assets, or one.
func areAssets(v value) bool {
	switch v.kind {
	case listKind, tupleKind, setKind:
	default:
		return isAsset(v)
	}
	for _, item := range v.o.items {
		if !isAsset(item) {
			return false
		}
	}
	return true
}

func asset(e *evaluator, c *site) value {
	if !e.dataOnly(c) || len(c.pos) > 2 {
		return e.refuse(c)
	}
	// Airflow 2 may warn of each address, with the line of the call.
	if !e.alloc(c.node, longestLine(e.file.Source, e.lines, e.here(c.node.Span))) {
		return value{kind: unknownKind, s: "too large"}
	}
	var keys, items []value
	for i, v := range c.pos {
		keys, items = append(keys, strValue([]string{"uri", "extra"}[i])), append(items, v)
	}
	for _, k := range c.kw {
		switch k.name {
		case "uri", "name", "group", "extra":
		default:
			e.unknown(c.node, codeArgument, "the argument "+k.name+" of an asset is not on the closed list")
		}
		keys, items = append(keys, strValue(k.name)), append(items, k.value)
	}
	for i, key := range keys {
		v, budget := items[i], maxWalk
		// By position Airflow 2 takes address and extra, Airflow 3 name and address.
		named := key.s != "extra" || i < len(c.pos) && v.kind != dictKind && v.kind != noneKind
		switch {
		case named && key.s != "uri" && v.kind == noneKind:
		case named && !assetText(v):
			e.unknown(c.node, codeArgument, "an asset's "+key.s+" may be no text, or one that the database refuses")
		case !named && v.kind != noneKind && (v.kind != dictKind || !isJSON(v, 0, &budget)):
			e.unknown(c.node, codeArgument, "what an asset holds is not known to be data of JSON")
		}
		e.charge((maxWalk - budget) / 8)
		if named && key.s != "group" {
			e.reference("asset", v, c.symbol, c.node.Span)
		}
	}
	return objectValue(typeAsset, keys, items)
}

// assetAlias is an asset that is named when the task runs.
func assetAlias(e *evaluator, c *site) value {
	args, ok := c.take("name", "group")
	if !ok || !assetText(args[0]) || args[1].kind != unbound && !assetText(args[1]) {
		return e.refuse(c)
	}
	return objectValue(typeAssetAlias, []value{strValue("alias")}, []value{args[0]})
}

// assetSet is any or all of some assets.
func assetSet(typ string) handler {
	return func(e *evaluator, c *site) value {
		if len(c.kw) > 0 || c.open || len(c.pos) == 0 {
			return e.refuse(c)
		}
		for _, v := range c.pos {
			if !isAsset(v) {
				return e.refuse(c)
			}
		}
		return objectValue(typ, nil, append([]value{}, c.pos...))
	}
}
