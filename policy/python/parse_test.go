package python

import (
	"strings"
	"testing"
)

func TestParseGivesTreeAndSpans(t *testing.T) {
	source := "import os\nwith DAG('a') as dag:\n    x = f(*args, pool=\"p\")\n"
	file, err := Parse([]byte(source), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `Module(body=[Import[1:0-1:9](names=[alias[1:7-1:9](name="os")]),` +
		`With[2:0-3:26](items=[withitem(context_expr=Call[2:5-2:13](func=Name[2:5-2:8](id="DAG",ctx=Load),args=[Constant[2:9-2:12](value="a")]),optional_vars=Name[2:17-2:20](id="dag",ctx=Store))],` +
		`body=[Assign[3:4-3:26](targets=[Name[3:4-3:5](id="x",ctx=Store)],value=Call[3:8-3:26](func=Name[3:8-3:9](id="f",ctx=Load),args=[Starred[3:10-3:15](value=Name[3:11-3:15](id="args",ctx=Load),ctx=Load)],keywords=[keyword[3:17-3:25](arg="pool",value=Constant[3:22-3:25](value="p"))]))])])`
	if got := Dump(file.Module, file); got != want {
		t.Error(difference(got, want))
	}
	if file.Nodes != 17 || file.Depth != 6 || file.Minimum != 9 {
		t.Errorf("nodes %d, depth %d, minimum 3.%d", file.Nodes, file.Depth, file.Minimum)
	}
}

// TestRefusals names what is refused and with which word.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		source  string
		version Version
		reason  Reason
	}{
		"half a statement":                     {"x =\n", 0, ReasonSyntax},
		"an open bracket":                      {"f(1,\n", 0, ReasonSyntax},
		"Python 2 print":                       {"print 'a'\n", 0, ReasonSyntax},
		"generator as a class base":            {"class A(x for x in y): pass\n", 0, ReasonSyntax},
		"a wildcard that is called":            {"match x:\n case _(y): pass\n", 0, ReasonSyntax},
		"no block":                             {"if x:\npass\n", 0, ReasonIndentation},
		"tabs against spaces":                  {"if x:\n        a\n\tb\n", 0, ReasonIndentation},
		"a hundred indents":                    {indents(100), 0, ReasonIndentation},
		"NUL":                                  {"x = 1\x00\n", 0, ReasonNUL},
		"latin-1 bytes in a comment":           {"# caf\xe9\n", 0, ReasonEncoding},
		"utf-7 cookie":                         {"# coding: utf-7\n#+AAo-import os\n", 0, ReasonEncoding},
		"cookie on line 2 after a form feed":   {"\n\f# coding=shift_jis\n", 0, ReasonEncoding},
		"cookie after a lone carriage return":  {"#\r# vim: set fileencoding=latin-1 :\r", 0, ReasonEncoding},
		"byte order mark with another cookie":  {"\xef\xbb\xbf# coding: latin-1\n", 0, ReasonEncoding},
		"name that is read as True":            {"\uff34rue = 1\n", 0, ReasonSyntax},
		"201 brackets":                         {strings.Repeat("(", 201) + strings.Repeat(")", 201), 0, ReasonDepth},
		"150 nested f-strings":                 {nestedFStrings(150), 0, ReasonDepth},
		"deep unary chain":                     {strings.Repeat("-", 5000) + "1", 0, ReasonDepth},
		"deep attribute chain":                 {"a" + strings.Repeat(".b", 5000), 0, ReasonDepth},
		"4301 digits":                          {strings.Repeat("1", 4301), 0, ReasonSize},
		"3 MiB":                                {strings.Repeat("#", 3<<20), 0, ReasonSize},
		"match before 3.10":                    {"match x:\n case 1: pass\n", 9, ReasonVersion},
		"except* before 3.11":                  {"try: pass\nexcept* E: pass\n", 10, ReasonVersion},
		"starred subscript before 3.11":        {"a[*b]\n", 10, ReasonVersion},
		"starred annotation before 3.11":       {"def f(*a: *b): pass\n", 10, ReasonVersion},
		"type parameters before 3.12":          {"def f[T](): pass\n", 11, ReasonVersion},
		"type statement before 3.12":           {"type X = int\n", 11, ReasonVersion},
		"reused quotes before 3.12":            {"f'{a['b']}'\n", 11, ReasonVersion},
		"default of a type parameter in 3.12":  {"def f[T = int](): pass\n", 12, ReasonVersion},
		"except without parentheses in 3.13":   {"try: pass\nexcept A, B: pass\n", 13, ReasonVersion},
		"t-string in 3.13":                     {"t'{x}'\n", 13, ReasonVersion},
		"a Python this parser does not know":   {"x\n", 15, ReasonVersion},
		"mixed bytes and text":                 {"'a' b'b'\n", 0, ReasonSyntax},
		"t-string beside a string":             {"t'a' 'b'\n", 0, ReasonSyntax},
		"the operator of barry_as_FLUFL":       {"from __future__ import barry_as_FLUFL\n1 <> 2\n", 0, ReasonSyntax},
		"a number with a plus sign in a case":  {"match x:\n case +1: pass\n", 0, ReasonVersion},
		"a starred expression as an argument=": {"f(a=*b)\n", 0, ReasonSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := Parse([]byte(c.source), Options{Version: c.version})
			e := AsError(err)
			if e == nil || e.Reason != c.reason {
				t.Fatalf("want a refusal for %q, got %v", c.reason, err)
			}
			if file == nil || file.Module != nil {
				t.Error("a refusal must come with a file and without a tree")
			}
		})
	}
}

func indents(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "if x:\n")
	}
	return b.String() + strings.Repeat(" ", n) + "pass\n"
}

// nestedFStrings nests n f-strings.
func nestedFStrings(n int) string {
	return strings.Repeat("f'{", n) + "1" + strings.Repeat("}'", n)
}

// TestLimitsOfCPython holds the last accepted value of each limit.
func TestLimitsOfCPython(t *testing.T) {
	for name, source := range map[string]string{
		"200 brackets": strings.Repeat("(", 200) + strings.Repeat(")", 200),
		"99 indents":   indents(99),
		"4300 digits":  strings.Repeat("1", 4300),
		// Hexadecimal digits are not limited.
		"10000 hexadecimal digits": "0x" + strings.Repeat("f", 10000),
		"149 nested f-strings":     nestedFStrings(149),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse([]byte(source), Options{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEncodingFacts(t *testing.T) {
	source := "\xef\xbb\xbf# coding: utf-8\r\n\fa = 1\rs = '\x1b\u202e'\n\uff50ool = caf\u00e9 = 2"
	file, err := Parse([]byte(source), Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := file.Encoding
	if !e.BOM || e.Cookie != "utf-8" || !e.CarriageReturn || !e.FormFeed || len(e.Control) != 1 || len(e.Bidirectional) != 1 ||
		len(e.NonASCIINames) != 2 || len(e.NormalizedNames) != 1 {
		t.Errorf("facts: %+v", e)
	}
	if got, want := file.Source, "# coding: utf-8\n\fa = 1\ns = '\x1b\u202e'\n\uff50ool = caf\u00e9 = 2\n"; got != want {
		t.Errorf("source %q, want %q", got, want)
	}
	name := file.Module.Body[2].(*Assign).Targets[0].(*Name)
	if name.ID != "pool" {
		t.Errorf("name %q is not in NFKC", name.ID)
	}
	if got, want := file.Position(name.Start), (Position{Line: 4, Column: 0, Offset: strings.Index(source, "\uff50")}); got != want {
		t.Errorf("position %+v, want %+v", got, want)
	}
}

// TestEncodingFactsOfRefusedFiles holds that a refusal still tells what was seen, and lists stay bounded.
func TestEncodingFactsOfRefusedFiles(t *testing.T) {
	file, err := Parse([]byte("\xef\xbb\xbf# coding: latin-1\r\x01\x0c\n"), Options{})
	if e := file.Encoding; err == nil || !e.BOM || e.Cookie != "latin-1" || !e.CarriageReturn || !e.FormFeed || len(e.Control) != 1 {
		t.Errorf("facts %+v (%v)", file.Encoding, err)
	}
	file, err = Parse([]byte("# coding: utf-7\n"+strings.Repeat("x\n", 100)), Options{MaxBytes: 50})
	if e := AsError(err); e == nil || e.Reason != ReasonSize || file.Encoding.Cookie != "utf-7" {
		t.Errorf("facts %+v (%v)", file.Encoding, err)
	}
	file, err = Parse([]byte("# "+strings.Repeat("\x01\u202e", 5000)+"\n"), Options{})
	if err != nil || len(file.Encoding.Control) != 1000 || len(file.Encoding.Bidirectional) != 1000 {
		t.Errorf("%d control and %d bidi characters (%v)", len(file.Encoding.Control), len(file.Encoding.Bidirectional), err)
	}
}

func TestMinimumVersion(t *testing.T) {
	for source, want := range map[string]Version{
		"with (a as b, c): pass":           9,
		"f'{a[\"b\"]!r:>{w}}'":             9,
		"match(x)":                         9,
		"{a := 1}":                         10,
		"a[b := 1]":                        10,
		"match x:\n case _: pass":          10,
		"a[*b]":                            11,
		"try: pass\nexcept* E: pass":       11,
		"f'{\"\\n\".join(x)}'":             12,
		"f'''{\nx # c\n}'''":               12,
		"f'{f'{x}'}'":                      12,
		"f'{x:{y:{z}}}'":                   12,
		"type X = int":                     12,
		"class A[T]: pass":                 12,
		"class A[T = int]: pass":           13,
		"try: pass\nexcept A, B: pass":     14,
		"t'{x}'":                           14,
		"try: pass\nexcept (A, B): pass":   9,
		"@a[0].b\ndef f(): pass":           9,
		"def f(a, /, *, b): pass":          9,
		"f'{x!r}' '{'":                     9,
		"print(f'{x:%H:%M}')":              9,
		"f'{x:{y}}'":                       9,
		"f'{*a, b}'":                       9,
		"f'{*a}'":                          12,
		"async def f():\n [x async for x]": 0,
	} {
		file, err := Parse([]byte(source), Options{})
		if want == 0 {
			if err == nil {
				t.Errorf("%q was read", source)
			}
			continue
		}
		if err != nil || file.Minimum != want {
			t.Errorf("%q needs 3.%d, want 3.%d (%v)", source, file.Minimum, want, err)
		}
	}
}
