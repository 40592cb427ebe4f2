package eval

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/sekisho/sekisho/policy/python"
)

// This file makes dates, time zones and time spans.

// zone is a constructor of time zones. Its name comes back in the text of dates.
func zone(e *evaluator, c *site) value {
	if !e.dataOnly(c) {
		return e.refuse(c)
	}
	for _, v := range c.values() {
		if v.kind == strKind && !strings.ContainsAny(v.s, "{}%#") || v.kind == objectKind || v.kind == intKind {
			continue
		}
		return e.refuse(c)
	}
	e.namesZones(c.values()...)
	return objectValue(typeTimezone, nil, nil)
}

func dateConstructor(typ string, mark func(value) value) handler {
	names := []string{"year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo"}
	return func(e *evaluator, c *site) value {
		if !e.dataOnly(c) {
			return e.refuse(c)
		}
		var keys, items []value
		for i, v := range c.pos {
			if i >= len(names) {
				return e.refuse(c)
			}
			keys, items = append(keys, strValue(names[i])), append(items, v)
		}
		for _, k := range c.kw {
			keys, items = append(keys, strValue(k.name)), append(items, k.value)
			e.namesZones(k.value)
		}
		return mark(objectValue(typ, keys, items))
	}
}

// unmarked leaves a date as it is.
func unmarked(v value) value { return v }

// dateFrom makes a date of others, of texts or of numbers: it may be as far away as these say.
func dateFrom(c *site) value {
	days := 0.0
	for _, v := range c.values() {
		days = max(days, distance(v))
	}
	return farDate(typeDatetime, days)
}

// daysAgo is airflow.utils.dates.days_ago.
func daysAgo(c *site) value {
	days := 0.0
	for _, v := range c.values() {
		days += magnitude(v)
	}
	return farDate(typeDatetime, days)
}

// Dates of unknown content know how many days they may be away from those that people write: object.num.
// Airflow adds the interval of a schedule to a start_date in processes that all tenants share, and where the
// sum is beyond the last year, they end. So a start_date must be known not to be far away.

// farDays is how far a start_date may be away.
const farDays = 36525

// The years that people write.
const firstYear, lastYear = 1900, 2200

// farDate is a date of unknown content.
func farDate(typ string, days float64) value {
	v := objectValue(typ, nil, nil)
	v.o.num = days
	return v
}

// reasonTimeOfDay is that of a time of day of unknown content.
const reasonTimeOfDay = "a time of day"

// distance is how many days a date may be away because of a value that it was made of.
func distance(v value) float64 {
	switch v.kind {
	case opaqueKind:
		if v.n != 0 || v.s != reasonTimeOfDay {
			return math.Inf(1)
		}
	case prefixKind:
		return math.Inf(1)
	case strKind:
		if farText(v.s) {
			return math.Inf(1)
		}
	case intKind:
		if abs(v.n) > lastYear {
			return math.Inf(1)
		}
	case choiceKind:
		days := 0.0
		for _, item := range v.o.items {
			days = max(days, distance(item))
		}
		return days
	case objectKind:
		switch v.o.typ {
		case typeTimedelta:
			return math.Abs(v.o.num) / unitMicroseconds["days"]
		case typeDatetime, typeDate:
			if len(v.o.keys) == 0 {
				return v.o.num
			}
			if year, ok := v.o.get("year"); ok && year.kind == intKind && year.n >= firstYear && year.n <= lastYear {
				return 0
			}
			return math.Inf(1)
		}
	}
	return 0
}

// farText tells whether the text of a date may have a year that people do not write: a number that begins
// with one, or of eight digits ends with one.
func farText(text string) bool {
	for _, digits := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) }) {
		if len(digits) == 4 && !nearYear(digits) || len(digits) > 4 && !nearYear(digits[:4]) && (len(digits) != 8 || !nearYear(digits[4:])) {
			return true
		}
	}
	return false
}

func nearYear(digits string) bool {
	year, err := strconv.Atoi(digits)
	return err == nil && year >= firstYear && year <= lastYear
}

// startFits records a start_date that may be so far away that Airflow cannot count from it.
func (e *evaluator) startFits(v value, span python.Span) {
	if !(distance(v) <= farDays) { // not a number is not near
		e.unknown(&python.Keyword{Span: span}, codeArgument, "a start_date so far away that the next run may be beyond the last year")
	}
}

// moved is a date that a method of another made.
func moved(receiver value, name string, c *site) value {
	days := distance(receiver)
	if name == "add" || name == "subtract" {
		for i, v := range c.pos {
			if v.kind == objectKind {
				days += distance(v)
			} else if i < len(addedUnits) {
				days += magnitude(v) * mostDays(addedUnits[i])
			}
		}
		for _, k := range c.kw {
			days += magnitude(k.value) * mostDays(k.name)
		}
		return farDate(receiver.o.typ, days)
	}
	for _, v := range c.values() {
		days += distance(v)
	}
	return farDate(receiver.o.typ, days)
}

// magnitude is the most that a number may be, whatever its sign.
func magnitude(v value) float64 {
	switch v.kind {
	case opaqueKind:
		return math.Inf(1)
	case choiceKind:
		most := 0.0
		for _, item := range v.o.items {
			most = max(most, magnitude(item))
		}
		return most
	}
	n, _ := v.number()
	return math.Abs(n)
}

// addedUnits are the parameters of pendulum's add and subtract.
var addedUnits = []string{"years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds"}

// mostDays is how many days a unit has at most that pendulum and dateutil name; 0 for what is no unit.
func mostDays(unit string) float64 {
	switch unit {
	case "years":
		return 366
	case "months":
		return 31
	case "leapdays":
		return 1
	}
	return unitMicroseconds[unit] / unitMicroseconds["days"]
}

// unitMicroseconds are the arguments of timedelta.
var unitMicroseconds = map[string]float64{"days": 86400e6, "seconds": 1e6, "microseconds": 1, "milliseconds": 1e3, "minutes": 60e6,
	"hours": 3600e6, "weeks": 7 * 86400e6}

var timedeltaOrder = []string{"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"}

// timedelta is datetime.timedelta and pendulum.duration. Python rounds to microseconds; what needs
// rounding, and months and years, are a time of unknown length.
func timedelta(e *evaluator, c *site) value {
	if !e.dataOnly(c) || len(c.pos) > len(timedeltaOrder) {
		return e.refuse(c)
	}
	total, most, known := 0.0, 0.0, true
	add := func(unit string, v value) {
		n, ok := v.number()
		most += magnitude(v) * mostDays(unit)
		factor, listed := unitMicroseconds[unit]
		part := n * factor
		known = known && ok && listed && part == math.Trunc(part) && math.Abs(part) < 1<<52
		total += part
	}
	for i, v := range c.pos {
		add(timedeltaOrder[i], v)
	}
	for _, k := range c.kw {
		add(k.name, k.value)
	}
	if !known {
		return longDelta(most * unitMicroseconds["days"])
	}
	return delta(total)
}

// standardDelta is datetime.timedelta.
func standardDelta(e *evaluator, c *site) value {
	v := timedelta(e, c)
	if v.kind == objectKind && v.o.items == nil {
		v.o.s = standard
	}
	return v
}

// relativeDelta is a time of unknown length, because months and years are. It keeps its parts, so that one which
// does not go forward can be told.
func relativeDelta(c *site) value {
	parts, days := []value{intValue(0)}, 0.0
	for _, k := range c.kw {
		parts = append(parts, k.value)
		if days += magnitude(k.value) * mostDays(k.name); k.name == "year" {
			days += distance(k.value)
		}
	}
	if len(c.pos) > 0 {
		parts, days = nil, math.Inf(1) // the difference of two dates
	}
	v := objectValue(typeTimedelta, nil, append([]value{}, parts...))
	v.o.num = days * unitMicroseconds["days"]
	return v
}

// monthRange is calendar.monthrange: the weekday of the first day, which is a number of one type or another, and the days.
func monthRange(_ *evaluator, c *site) (value, bool) {
	args, ok := c.take("year", "month")
	if !ok || args[0].kind != intKind || args[1].kind != intKind || args[0].n < firstYear || args[0].n > lastYear || args[1].n < 1 || args[1].n > 12 {
		return value{}, false
	}
	days := time.Date(int(args[0].n), time.Month(args[1].n)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return value{kind: tupleKind, o: &object{items: []value{opaque("a part of a date", 0), intValue(int64(days))}}}, true
}

// leapYear is calendar.isleap.
func leapYear(_ *evaluator, c *site) (value, bool) {
	args, ok := c.take("year")
	if !ok || args[0].kind != intKind {
		return value{}, false
	}
	y := args[0].n
	return boolValue(y%4 == 0 && (y%100 != 0 || y%400 == 0)), true
}
