package eval

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/sekisho/sekisho/policy/python"
)

// This file computes with dates of the module datetime that are known in full: those without a time zone, made of numbers that are a
// date, in years that people write. Those of pendulum have other texts and methods, and are not meant.

// standard marks a date without a time zone, or a time span, that the module datetime made of known numbers, in object.s.
const standard = "standard"

// dateParts are the parameters of datetime, the first three those of date.
var dateParts = [...]string{"year", "month", "day", "hour", "minute", "second", "microsecond"}

// knownDate is the moment, as if it were UTC, of a date that is known in full.
func knownDate(v value) (time.Time, bool) {
	if v.kind != objectKind || v.o.s != standard || v.o.typ != typeDate && v.o.typ != typeDatetime {
		return time.Time{}, false
	}
	var n [len(dateParts)]int
	for i, part := range dateParts {
		if number, ok := v.o.get(part); ok {
			n[i] = int(number.n)
		}
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], n[6]*1000, time.UTC), true
}

// markStandard marks a date that a constructor of the module datetime made, if its arguments are a known date.
func markStandard(v value) value {
	parts := dateParts[:]
	if v.o.typ == typeDate {
		parts = parts[:3]
	}
	given := 0
	for i, part := range parts {
		number, ok := v.o.get(part)
		if !ok && i < 3 || ok && number.kind != intKind {
			return v
		}
		if ok {
			given++
			if number.n < 0 || number.n > 999_999 {
				return v
			}
		}
	}
	if given != len(v.o.keys) {
		return v // a time zone, or a name that none of them has
	}
	v.o.s = standard
	at, _ := knownDate(v)
	for i, n := range datePartsOf(at) {
		if number, ok := v.o.get(dateParts[i]); ok && number.n != n {
			v.o.s = "" // the thirtieth of February
		}
	}
	if at.Year() < firstYear || at.Year() > lastYear {
		v.o.s = ""
	}
	return v
}

func datePartsOf(t time.Time) [len(dateParts)]int64 {
	return [...]int64{int64(t.Year()), int64(t.Month()), int64(t.Day()), int64(t.Hour()), int64(t.Minute()), int64(t.Second()),
		int64(t.Nanosecond() / 1000)}
}

// dateAt is a date of a type that is known in full; false in years that nobody writes.
func dateAt(typ string, t time.Time) (value, bool) {
	if t.Year() < firstYear || t.Year() > lastYear {
		return value{}, false
	}
	count := len(dateParts)
	if typ == typeDate {
		count = 3
	}
	keys, items := make([]value, count), make([]value, count)
	for i, n := range datePartsOf(t) {
		if i < count {
			keys[i], items[i] = strValue(dateParts[i]), intValue(n)
		}
	}
	v := objectValue(typ, keys, items)
	v.o.s = standard
	return v, true
}

const microsecondsOfDay = 86400e6

// knownDateArithmetic is a date and a time span, or two dates, all of them known in full. A date without a time of day takes
// whole days of a span, rounded down.
func knownDateArithmetic(op python.Operator, left, right value) (value, bool) {
	a, ok1 := knownDate(left)
	b, ok2 := knownDate(right)
	span := func(v value) (float64, bool) {
		return microsecondsOf(v), v.kind == objectKind && v.o.typ == typeTimedelta && v.o.items == nil
	}
	moved := func(typ string, t time.Time, by float64) (value, bool) {
		if typ == typeDate {
			by = math.Floor(by/microsecondsOfDay) * microsecondsOfDay
		}
		if op == python.Sub {
			by = -by
		}
		days := math.Floor(by / microsecondsOfDay)
		if math.Abs(days) > farDays {
			return value{}, false
		}
		return dateAt(typ, t.AddDate(0, 0, int(days)).Add(time.Duration(by-days*microsecondsOfDay)*time.Microsecond))
	}
	switch {
	case ok1 && ok2 && op == python.Sub && left.o.typ == right.o.typ:
		d := delta(float64(a.UnixMicro() - b.UnixMicro()))
		if d.o.items == nil {
			d.o.s = standard
		}
		return d, true
	case ok1 && !ok2 && (op == python.Add || op == python.Sub):
		by, known := span(right)
		if !known {
			return value{}, false
		}
		return moved(left.o.typ, a, by)
	case ok2 && !ok1 && op == python.Add:
		by, known := span(left)
		if !known {
			return value{}, false
		}
		return moved(right.o.typ, b, by)
	}
	return value{}, false
}

func microsecondsOf(v value) float64 {
	if v.o == nil {
		return 0
	}
	return v.o.num
}

// orderedDates compares two known dates of one type.
func orderedDates(a, b value) (int, bool) {
	x, ok1 := knownDate(a)
	y, ok2 := knownDate(b)
	if !ok1 || !ok2 || a.o.typ != b.o.typ {
		return 0, false
	}
	return x.Compare(y), true
}

// knownDatePart is an attribute of a known date, or the days or seconds of a known time span.
func knownDatePart(v value, name string) (value, bool) {
	if v.o.typ == typeTimedelta {
		if v.o.s != standard || v.o.items != nil {
			return value{}, false
		}
		days := math.Floor(v.o.num / microsecondsOfDay)
		switch name {
		case "days":
			return intValue(int64(days)), true
		case "seconds":
			return intValue(int64((v.o.num - days*microsecondsOfDay) / 1e6)), true
		}
		return value{}, false
	}
	at, ok := knownDate(v)
	if !ok {
		return value{}, false
	}
	for i, n := range datePartsOf(at) {
		if dateParts[i] == name && (i < 3 || v.o.typ == typeDatetime) {
			return intValue(n), true
		}
	}
	return value{}, false
}

// knownDateText is str() of a known date, or isoformat() with the separator that this puts.
func knownDateText(v value, separator string) (string, bool) {
	at, ok := knownDate(v)
	if !ok {
		return "", false
	}
	if v.o.typ == typeDate {
		return at.Format("2006-01-02"), true
	}
	text := at.Format("2006-01-02" + separator + "15:04:05")
	if at.Nanosecond() > 0 {
		text += fmt.Sprintf(".%06d", at.Nanosecond()/1000)
	}
	return text, true
}

// directives are those of strftime that have one text in all locales and C libraries.
var directives = map[byte]string{'Y': "2006", 'm': "01", 'd': "02", 'H': "15", 'M': "04", 'S': "05", 'y': "06", 'I': "03", 'j': "002"}

// strftimeText is strftime of a known date; false for a directive that is not on the list.
func strftimeText(v value, format string) (string, bool) {
	at, ok := knownDate(v)
	if !ok || !printable(format) {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		if i++; i == len(format) {
			return "", false
		}
		switch layout, listed := directives[format[i]]; {
		case listed:
			b.WriteString(at.Format(layout))
		case format[i] == 'f':
			fmt.Fprintf(&b, "%06d", at.Nanosecond()/1000)
		case format[i] == 'u':
			fmt.Fprint(&b, (int(at.Weekday())+6)%7+1)
		case format[i] == 'w':
			fmt.Fprint(&b, int(at.Weekday()))
		case format[i] == '%':
			b.WriteByte('%')
		default:
			return "", false
		}
	}
	return b.String(), true
}

// knownDateMethod is a method of a known date.
func (e *evaluator) knownDateMethod(v value, name string, c *site) (value, bool) {
	at, ok := knownDate(v)
	if !ok || c.open {
		return value{}, false
	}
	none := len(c.pos)+len(c.kw) == 0
	switch name {
	case "weekday", "isoweekday":
		day := (int64(at.Weekday()) + 6) % 7
		if name == "isoweekday" {
			day++
		}
		return intValue(day), none
	case "date":
		if none && v.o.typ == typeDatetime {
			return dateAt(typeDate, at)
		}
	case "isoformat":
		if none {
			text, ok := knownDateText(v, "T")
			return strValue(text), ok
		}
	case "strftime":
		args, ok := c.take("format")
		if !ok || !knownText(args[0]) {
			return value{}, false
		}
		e.processed(args[0])
		text, ok := strftimeText(v, args[0].s)
		if !ok || !e.alloc(c.node, len(text)) {
			return value{}, false
		}
		return value{kind: strKind, s: text, why: args[0].why}, true
	case "replace":
		return replacedDate(v, c)
	}
	return value{}, false
}

// replacedDate is replace() of a known date by other known numbers.
func replacedDate(v value, c *site) (value, bool) {
	parts := dateParts[:]
	if v.o.typ == typeDate {
		parts = parts[:3]
	}
	given, ok := c.take(parts...)
	if !ok {
		return value{}, false
	}
	at, _ := knownDate(v)
	was := datePartsOf(at)
	var keys, items []value
	for i, part := range parts {
		item := intValue(was[i])
		if given[i].kind != unbound {
			item = given[i]
		}
		keys, items = append(keys, strValue(part)), append(items, item)
	}
	changed := markStandard(objectValue(v.o.typ, keys, items))
	return changed, changed.o.s == standard
}

// readDate is date.fromisoformat, datetime.fromisoformat or datetime.strptime of a text in one of the forms that mean the same in
// all versions of Python; false for others.
func readDate(typ, layout string, text value) (value, bool) {
	if !knownText(text) || len(text.s) != len(layout) {
		return value{}, false
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	for i := range len(layout) {
		if digit(layout[i]) != digit(text.s[i]) || !digit(layout[i]) && layout[i] != text.s[i] {
			return value{}, false
		}
	}
	at, err := time.Parse(layout, text.s)
	if err != nil {
		return value{}, false
	}
	return dateAt(typ, at)
}

// isoDate is fromisoformat of a type.
func isoDate(typ string) handler {
	return func(e *evaluator, c *site) value {
		if len(c.pos) == 1 && len(c.kw) == 0 && !c.open {
			layouts := []string{"2006-01-02"}
			if typ == typeDatetime {
				layouts = append(layouts, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04")
			}
			for _, layout := range layouts {
				if v, ok := readDate(typ, layout, c.pos[0]); ok {
					return v
				}
			}
		}
		if typ == typeDate {
			return dataCall(func(c *site) value { v := dateFrom(c); v.o.typ = typeDate; return v })(e, c)
		}
		return dataCall(dateFrom)(e, c)
	}
}

// strptime is datetime.strptime; its formats are compiled once and kept by Python.
func strptime(e *evaluator, c *site) value {
	if len(c.pos) == 2 && len(c.kw) == 0 && !c.open && knownText(c.pos[1]) {
		layout, listed := map[string]string{"%Y-%m-%d": "2006-01-02", "%Y%m%d": "20060102", "%Y/%m/%d": "2006/01/02", "%d/%m/%Y": "02/01/2006",
			"%d.%m.%Y": "02.01.2006", "%Y-%m-%d %H:%M": "2006-01-02 15:04", "%Y-%m-%d %H:%M:%S": "2006-01-02 15:04:05",
			"%Y-%m-%dT%H:%M:%S": "2006-01-02T15:04:05"}[c.pos[1].s]
		if v, ok := readDate(typeDatetime, layout, c.pos[0]); ok && listed {
			e.processed(c.pos...)
			return v
		}
	}
	return dataCall(dateFrom)(e, c)
}
