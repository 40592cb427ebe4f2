package eval

import "testing"

// TestWhatAirflowCannotStore: a text that may have a NUL, and a number that may be infinite, reach no argument.
func TestWhatAirflowCannotStore(t *testing.T) {
	const imports = "import json\nfrom datetime import datetime, timedelta\nN = datetime.now()\n"
	argument := func(value string) string {
		return prologue + imports + "DAG('team-a.y', default_args={'own': " + value + "})\n"
	}
	for name, value := range map[string]string{
		"text": `"a\x00"`, "octal": `"\0"`, "name": `"\N{NULL}"`, "part of a text": `f"{N}\0"`, "in front": `"\0" + str(N)`, "character": "chr(0)", "characters": "''.join([chr(i) for i in range(2)])",
		"formatted": `f"{0:c}"`, "formatted, unknown": `f"{N.second:c}"`, "filled": `"{:c}".format(N.second)`, "function": `format(0, "c")`, "percent": `"%c" % 0`, "percent, unknown": `"%c" % N.second`,
		"bytes": `b"\0".decode()`, "JSON": `json.loads('"\\u0000"')`, "list in JSON": `json.loads('["\\u0000"]')`, "key in JSON": `json.loads('{"\\u0000": 1}')`,
		"JSON of unknown text": `json.loads('"' + str(N)[:0] + '\\u0000"')`, "translated": `str(N).translate({45: 0})`, "escapes": `str(N).encode().decode("unicode_escape")`,
		"format of unknown text": `(str(N)[:0] + "%c") % 0`, "format of a known beginning": `("%c" + str(N)[:0]) % 0`, "method of a known beginning": `("{:c}" + str(N)[:0]).format(0)`,
		"text in JSON in a text": `f"{json.loads(str(N))}"`, "joined": `"-".join([json.loads(str(N))])`, "replaced": `json.loads(str(N)).replace("a", "b")`, "put in": `str(N).replace("a", json.loads(str(N)))`,
		"one of two": `"\0" if N.second else "a"`,
		"infinity":   "1e999", "none": "1e999 - 1e999", "product": "N.second * 1e308 * 10", "large factor": "1e308 * N.second", "whole factor": "N.timestamp() * 10 ** 17", "quotient": "N.second / 1e-308",
		"sum": "sum([1e308, 1e308])", "large summand": "N.second + 1e308", "power": "2.0 ** N.second", "high power": "N.second ** 100", "square of two": "N.second * N.second * 1.5", "name of a number": "float(str(N))",
		"rounded": "round(N.second * 1e308, 1)", "negative": "-(N.second * 1e308)", "absolute": "abs(N.second * 1e308)", "in a list": "[[1, N.second * 1e308]]", "text of it": "str(N.second * 1e308)",
		"one or the other": "N.second * 1e308 if N.second else 1", "known or not": "1e999 if N.second else str(N)", "part of two": "[N.second * 1e308, 1][N.second]",
		"grown in a loop": "[x := N.second] and [x := x * 1e5 for _ in range(60)][-1]",
	} {
		if out := run(t, argument(value)); out.Declarative {
			t.Errorf("%s: %s is declarative", name, value)
		}
	}
	for name, value := range map[string]string{
		"text": `"a"`, "escapes": `"\t\n\x01"`, "written": `"\\0"`, "raw": `r"\0"`, "character": "chr(1)", "clock": "str(N)", "year": "N.year - 1", "minutes": "N.minute * 60", "hours": "N.hour / 24", "second": "N.timestamp()",
		"long ago": "N.timestamp() - 86400", "milliseconds": "N.timestamp() * 1000", "square": "N.second ** 2", "third": "1 / 3", "largest": "1.7e308", "padded": `f"{N.second:02d}"`, "put into a text": `"{}-{}".format(N.year, "a")`, "percent": `"%s" % N`, "lower": `str(N).lower()`, "joined": `"-".join([str(N), "a"])`, "date": `f"{N:%c}"`,
		"JSON": `json.loads('["a", 1e3]')`, "whole": "int(str(N.second))", "rounded": "round(N.second / 7, 2)", "bytes": `b"a".decode()`,
	} {
		if out := run(t, argument(value)); !out.Declarative {
			t.Errorf("%s: %s is not declarative: %s", name, value, problems(out))
		}
	}
}
