package eval

// This file says what to write in place of a construct that is not executed. Each of these is executed, so that an author
// need not wait; a test holds that.

// insteadOf has the alternative to a reason.
var insteadOf = map[string]string{
	"a statement that raises is not executed":                                               "raise under a test of constants, which is known not to hold",
	"a `try` statement is not executed: which of its parts run is not known":                "catch KeyError, IndexError, ValueError or TypeError of known values, or ask with `in`, `.get(…)` or `if` first",
	"which case of a `match` statement runs is not known":                                   "match constants, lists, tuples and dicts of them, or write `if` and `elif` with `==`",
	"a `while` loop whose condition is not known is not executed":                           "loop over a known list or `range(…)`",
	"a type alias is not executed":                                                          "assign the type to a name, as in `Name = dict[str, str]`",
	reasonGenerator:                                                                         "walk it in a `for`, put it into `list(…)`, or collect the items in a list and return that",
	"a generator that is not consumed at once runs later":                                   "write a list, `[… for … in …]`",
	"an iterator that is not consumed at once":                                              "put it into `list(…)`",
	"a view of a dict that is not consumed at once":                                         "put it into `list(…)`",
	"a decorator that is not on the closed list":                                            "decorate with a function of the file, `functools.wraps`, `cache` or `lru_cache`, or call the helper in the function",
	"a context manager other than a DAG or a task group":                                    "open the DAG or TaskGroup with `with`; a helper may return it",
	"a context manager of which nothing is known":                                           "open the DAG or TaskGroup with `with`; a helper may return it",
	"the condition is not known, and its branches leave behind different objects":           "bind the same names in each branch, to constants or to containers of one shape",
	"which of the two objects is the result is not known":                                   "choose between constants, or between containers of one shape",
	"control leaves the block under a condition that is not known":                          "bind a name in each branch, and return it behind them",
	"the order of a set is not known":                                                       "walk `sorted(…)` of it, or a list",
	"an assertion that is not known to hold":                                                "assert of constants, or leave it out",
	"a slice is changed":                                                                    "make a new list, as in `a[:1] + b + a[2:]`",
	"a container is changed in place in a way that is not executed":                         "assign the result to the name, as in `a = a * 2`",
	"a list is changed at an index that is not known":                                       "make a new list of the members",
	"`del` of something other than a name, a key or an index that is there is not executed": "make a new list or dict without it",
}

// insteadOfCall has the alternative to a call, by qualified name; builtins have the module builtins.
var insteadOfCall = map[string]string{
	"collections.deque":    "use a list",
	"collections.ChainMap": "write `{**defaults, **own}`",
	"textwrap.fill":        "write the lines as they should be",
	"uuid.uuid5":           "write the result",
	"re.compile":           "use `re.sub(pattern, …)` of one class of characters, or `replace`",
	"re.match":             "use `startswith`, `in` or `==`",
	"re.search":            "use `in`, `startswith` or `endswith`",
	"re.fullmatch":         "use `==` or `in`",
	"re.split":             "use `str.split`",
	"re.findall":           "use `str.split`",
	"yaml.safe_load":       "write a dict, here or in a module of your repository",
	"yaml.dump":            "use `json.dumps(…)`, which is YAML too",
	"time.sleep":           "leave it out: the shared scheduler would wait",
	"builtins.iter":        "use the list itself",
	"builtins.next":        "use `[…][0]`",
	"builtins.vars":        "use `dataclasses.asdict(…)` or the fields",
}

// orInstead adds to a reason what to write instead.
func orInstead(reason, instead string) string {
	if instead == "" {
		return reason
	}
	return reason + "; " + instead
}
