package eval

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/sekisho/sekisho/policy/python"
)

// scheduleArguments are the arguments of a DAG that say when it runs, the one that wins last.
var scheduleArguments = []string{"timetable", "schedule_interval", "schedule"}

var presets = map[string]string{
	"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
	"@monthly": "0 0 1 * *", "@quarterly": "0 0 1 */3 *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
}

// maxScheduleText bounds the texts of a schedule. Airflow stores a description of it, which repeats every member of
// every list in a cron expression, in a column of 1,000 characters.
const maxScheduleText = 160

// scheduleFits records a schedule that is none, or whose description may not fit its column. Assets are not described.
func (e *evaluator) scheduleFits(k keyword) {
	if k.value.kind != unknownKind && !isSchedule(k.value) {
		e.unknown(&python.Keyword{Span: k.span}, codeArgument, "a schedule that is neither a text, a time span, a timetable nor assets")
	}
	budget := maxWalk
	length := scheduleText(k.value, 0, &budget)
	e.charge((maxWalk - budget) / 8)
	if length > maxScheduleText {
		e.unknown(&python.Keyword{Span: k.span}, codeArgument, "a schedule whose description may be longer than Airflow stores")
	}
}

// isSchedule tells whether a value may be a schedule. A text of unknown content is looked at elsewhere.
func isSchedule(v value) bool {
	return v.kind == opaqueKind || v.kind == prefixKind || every(v, func(v value) bool {
		return v.kind == noneKind || v.kind == strKind || isDelta(v) || isTimetable(v) || areAssets(v)
	})
}

func scheduleText(v value, depth int, budget *int) int {
	if *budget--; depth > maxNesting || *budget < 0 {
		return maxScheduleText + 1
	}
	switch v.kind {
	case strKind:
		if strings.ContainsFunc(v.s, unicode.IsControl) {
			return maxScheduleText + 1
		}
		return len(v.s)
	case choiceKind:
		longest := 0
		for _, item := range v.o.items {
			longest = max(longest, scheduleText(item, depth+1, budget))
		}
		return longest
	case listKind, tupleKind, setKind, dictKind, objectKind:
		if isAsset(v) {
			return 0
		}
		length := 0
		for _, item := range v.o.items {
			length += scheduleText(item, depth+1, budget)
		}
		return length
	}
	return 0
}

// shortestInterval is the shortest time in seconds between two runs of a schedule; 0 when there is
// none or it is not known, and -1 when time does not go forward, or goes so far that there is no next run. For a cron
// expression it is the shortest gap within a day, and for one run a day the shortest gap that its day fields allow.
func shortestInterval(v value) int64 {
	switch {
	case v.kind == objectKind && v.o.typ == typeTimedelta && v.o.items == nil:
		if v.o.num < 1e6 || v.o.num > longestInterval {
			return -1
		}
		return int64(v.o.num / 1e6)
	case v.kind == objectKind && v.o.typ == typeTimedelta && v.o.num > longestInterval:
		return -1
	case v.kind == objectKind && v.o.typ == typeTimedelta && len(v.o.items) > 0:
		for _, part := range v.o.items {
			if n, ok := part.number(); !ok || n > 0 {
				return 0
			}
		}
		return -1
	case v.kind == objectKind && strings.HasPrefix(v.o.typ, "airflow."):
		if strings.HasSuffix(v.o.typ, ".ContinuousTimetable") {
			return 1
		}
		// A timetable of cron expressions, a delta or another timetable. What stands first is one, and for
		// some timetables so is all that stands behind it.
		shortest := int64(0)
		for i, key := range v.o.keys {
			if _, err := strconv.Atoi(key.s); err == nil || key.s == "cron" || key.s == "delta" || key.s == "timetable" {
				if seconds := shortestInterval(v.o.items[i]); seconds != 0 && (shortest == 0 || seconds < shortest) {
					shortest = seconds
				}
			}
		}
		return shortest
	case v.kind == choiceKind:
		shortest := int64(0)
		for _, item := range v.o.items {
			if seconds := shortestInterval(item); seconds != 0 && (shortest == 0 || seconds < shortest) {
				shortest = seconds
			}
		}
		return shortest
	case v.kind == strKind:
		switch v.s {
		case "@continuous":
			return 1
		case "@once":
			return 0
		}
		text := v.s
		if preset, ok := presets[text]; ok {
			text = preset
		}
		return cronInterval(text)
	}
	return 0
}

// longestInterval is the longest time between two runs, in microseconds: ten years.
const longestInterval = 3653 * 86400e6

// cronInterval is the shortest interval of a cron expression. One that cannot be read here has none that is known to
// come: croniter has forms (`R`, digits of other scripts) that choose, or write otherwise, a day that there never is.
func cronInterval(text string) int64 {
	fields := strings.Fields(text)
	seconds := []int{0}
	ok := true
	if len(fields) == 6 {
		seconds, ok = cronField(fields[5], 0, 59) // croniter takes seconds last, and years as the seventh field
		fields = fields[:5]
	}
	if len(fields) != 5 || !ok || !comes(fields[2], fields[3], fields[4]) {
		return -1
	}
	minutes, ok1 := cronField(fields[0], 0, 59)
	hours, ok2 := cronField(fields[1], 0, 23)
	if !ok1 || !ok2 {
		return -1
	}
	var times []int
	for _, h := range hours {
		for _, m := range minutes {
			for _, s := range seconds {
				times = append(times, h*3600+m*60+s)
			}
		}
	}
	slices.Sort(times)
	const day = 86400
	shortest := int64(day)
	everyDay := fields[2] == "*" && fields[4] == "*" && fields[3] == "*"
	for i := 1; i < len(times); i++ {
		shortest = min(shortest, int64(times[i]-times[i-1]))
	}
	if everyDay && len(times) > 1 {
		shortest = min(shortest, int64(times[0]+day-times[len(times)-1]))
	}
	if len(times) > 1 || everyDay {
		return shortest
	}
	if days, ok := cronField(fields[4], 0, 7); ok && fields[2] == "*" && fields[4] != "*" {
		if len(days) == 1 {
			return 7 * day
		}
		gap := 7
		for i := 1; i < len(days); i++ {
			gap = min(gap, days[i]-days[i-1])
		}
		gap = min(gap, max(days[0]+7-days[len(days)-1], 1))
		return int64(max(gap, 1)) * day
	}
	if _, err := strconv.Atoi(fields[2]); err == nil && fields[4] == "*" {
		return 28 * day
	}
	return day
}

// cronField lists the values of a cron field, sorted.
func cronField(text string, low, high int) ([]int, bool) {
	var values []int
	for _, part := range strings.Split(text, ",") {
		body, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, err := strconv.Atoi(stepText)
			if err != nil || n < 1 {
				return nil, false
			}
			step = n
		}
		first, last := low, high
		if body != "*" {
			from, to, ranged := strings.Cut(body, "-")
			n, err := strconv.Atoi(from)
			if err != nil {
				return nil, false
			}
			first, last = n, n
			if ranged {
				if last, err = strconv.Atoi(to); err != nil {
					return nil, false
				}
			} else if stepped {
				last = high
			}
		}
		if first < low || first > high || last < low || last > high {
			return nil, false
		}
		if first > last { // newer versions of croniter go round
			last += high - low + 1
		}
		for i := first; i <= last; i += step {
			values = append(values, low+(i-low)%(high-low+1))
		}
	}
	slices.Sort(values)
	return slices.Compact(values), true
}

var (
	monthNames   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	weekdayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
)

// numbered is a cron field with numbers in the place of names.
func numbered(field string, names []string, first int) string {
	field = strings.ToLower(field)
	for i, name := range names {
		field = strings.ReplaceAll(field, name, strconv.Itoa(first+i))
	}
	return field
}

// comes tells whether a month of the list has one of the days in most years. croniter looks for such a day and fails
// where there is none, also where a weekday is given that would be enough: it looks for each of the two and takes the
// nearer one. Older versions fail on a leap day too when they look for the last one, and on the nth or last of a
// weekday that has to be the day as well.
func comes(day, month, weekday string) bool {
	months, ok := cronField(numbered(month, monthNames, 1), 1, 12)
	if !ok {
		return false
	}
	if !everyField(day) && !lastDay(day) {
		days, ok := cronField(day, 1, 31)
		longest := 0
		for _, m := range months {
			longest = max(longest, [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1])
		}
		if !ok || days[0] > longest {
			return false
		}
	}
	if everyField(weekday) {
		return true
	}
	weekday = numbered(weekday, weekdayNames, 0)
	if _, ok := cronField(weekday, 0, 7); ok {
		return true
	}
	for part := range strings.SplitSeq(weekday, ",") {
		if !nthWeekday.MatchString(part) || !everyField(day) || !everyField(month) && strings.HasSuffix(part, "#5") {
			return false
		}
	}
	return true
}

// nthWeekday is the nth or the last of a weekday in its month.
var nthWeekday = regexp.MustCompile(`^(?:[0-7]#[1-5]|l[0-7])$`)

func everyField(field string) bool { return field == "*" || field == "?" }

func lastDay(field string) bool { return strings.EqualFold(field, "l") }
