package eval

// pureCall executes a call of one imported callable if its arguments are of the shapes that it executes; otherwise the call stays what
// it is to the rules, an unknown. It records nothing itself but what its functions do.
type pureCall func(e *evaluator, c *site) (value, bool)

// pureCalls are pure functions and classes of the standard library, by exact qualified name, that only read constants, or call a
// function of the file. What they cost CPython is counted before it is computed.
var pureCalls map[string]pureCall

func init() {
	pureCalls = map[string]pureCall{
		"string.Template":               newTemplate,
		"re.compile":                    compiledPattern,
		"re.match":                      matches("match"),
		"re.search":                     matches("search"),
		"re.fullmatch":                  matches("fullmatch"),
		"shlex.split":                   shellSplit,
		"shlex.quote":                   shellQuote,
		"shlex.join":                    shellJoin,
		"base64.b64encode":              base64Encode(base64Standard),
		"base64.standard_b64encode":     base64Encode(base64Standard),
		"base64.urlsafe_b64encode":      base64Encode(base64Address),
		"base64.b64decode":              base64Decode(base64Standard),
		"base64.standard_b64decode":     base64Decode(base64Standard),
		"base64.urlsafe_b64decode":      base64Decode(base64Address),
		"urllib.parse.quote":            quoted("/", false),
		"urllib.parse.quote_plus":       quoted("", true),
		"urllib.parse.urlencode":        encodedQuery,
		"string.capwords":               capitalWords,
		"textwrap.indent":               indented,
		"calendar.monthrange":           monthRange,
		"calendar.isleap":               leapYear,
		"itertools.islice":              sliced,
		"itertools.combinations":        selections(false),
		"itertools.permutations":        selections(true),
		"itertools.zip_longest":         zipLongest,
		"itertools.accumulate":          accumulated,
		"itertools.repeat":              repeated,
		"itertools.count":               counted,
		"itertools.cycle":               cycled,
		"itertools.chain.from_iterable": chainedFrom,
		"functools.reduce":              reduced,
		"collections.defaultdict":       defaultDict,
		"collections.Counter":           counter,
	}
	for name := range digests {
		pureCalls["hashlib."+name] = digest(name)
	}
	for name, op := range operators {
		pureCalls["operator."+name] = operation(op)
	}
}
