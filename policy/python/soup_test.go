package python

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// soups are alphabets of fragments that stand close to the traps: a random
// string over one of them is short, often valid and never seen in real code.
var soups = map[string][]string{
	"f-strings": {"f'", "f\"", "'", "\"", "f'''", "'''", "f\"\"\"", "\"\"\"", "rf'", "Rf\"", "fr'", "u'", "b'", "''", "f''",
		"{", "}", "{{", "}}", "{x}", "{x!r}", "{x:", "{x=", "{x!", "!r}", "!s", "=}", "=", ":", ":>{w}}", "x", "a b", " ", "\t", "\n", "\\\n", "\\", "\\n",
		"\\N{BULLET}", "\\N{", "\\x41", "\\{", "\\}", "#", "# c\n", "(", ")", "[", "]", "lambda y: 1", "(lambda y: 1)", ":=", "!=", "==", "*a", ",", "yield", "for y in x", "\"z\"", "'z'",
		"{f'{x}'}", "{f\"{x}\"}", "{'a'}", "{\"a\"}", "{x:{y}}", "{x:{y:{z}}}", "{x:%H:%M}", "{{}}", "\u00e9", "1", "+", ".y", "%", "0>4"},
	"t-strings": {"t'", "\"", "t''", "f'{x}'", "'a'", "{", "}", "{{", "}}", "{x}", "{ x }", "{x!r}", "{x:", "{x=", "{x =  }", "{x = !r:a}", "!s}", "=}", ":>{w}}", ":{w=}}", "x", " ", "\n", "\\\n", "\\n", "\\N{BULLET}", "\\{",
		"# c\n", "(", ")", ",", "lambda y: 1", ":=", "!=", "*a", "yield", "{t'{x}'}", "{f'{x}'}", "{t\"{x:{y}}\"}", "{'a'}", "{x:{y}}", "{x:%H}", "{{}}", "\u00e9", "+ 1", ".y", "{x, y}", "{x[1:2]:a}", "{x:\\n}", "{x}{y}", "==", "[", "]"},
	"layout": {"if x:", "\n", "\n ", "\n  ", "\n    ", "\n\t", "\n \t", "\n\t ", "\n        ", "\f", "\\\n", "\n\\\n", "\n  \\\n", "\\", " ", "x", "y", ";", ":", "pass", "# c", "(", ")", "[", "]", "'''", "''", "=",
		"else:", "def f():", "class A:", "try:", "finally:", "except:", "while x:", "\r", "\r\n", "\n\n", "async ", "@x", "if 1: y", "match x:", "case y:", "match", "case"},
	"cookies": {"#", "# ", " ", "\f", "\t", "coding", "coding:", "coding=", "encoding: ", "-*- coding: utf-8 -*-", "utf-8", "utf8", "UTF-8", "utf_8", "utf-8-sig", "latin-1", "iso-8859-15", "cp1252", "ascii", "u8", "shift_jis",
		"\n", "\r", "\r\n", "x", "\\\n", "vim: set fileencoding=latin-1 :", "\ufeff", "\ufeff#coding: utf-8", "-", "_", ".", "pass", "\n#coding:latin-1", "#coding:latin-1\n", "\f#coding:latin-1\n"},
	"patterns": {"match x:\n case ", "a", "_", "*", "*_", "**", "(", ")", "[", "]", "{", "}", ",", "|", " as ", ".", ".b", "A(", "=", "1", "-1", "+", "-", "2j", "1.5", "'s'", "b'b'", "f'{x}'", "None", "True",
		":", " if y", ": pass", "\n case ", "k=", "{'a': b}", "**r", "'s' 't'", "1+2j", "a.b"},
	"calls": {"f(", ")", "x", "*x", "**x", "a=x", ",", "x for x in y", "(", "[", "]", "{", "}", ":", ":=", "x:=1", "lambda", "*", "**", "/", " if ", " else ", "y", "await ", "not ", " in ", " is ", "=",
		" for x in ", "async for x in ", "class A(", "def f(", "): pass", "yield ", "yield", "a", "a:b", "a=1", "...", ".", "1", "'s'", "->", "@", "~", "-", " or ", " and ", "lambda *a, b: ", "lambda: ", "with ", "with (", "as ", "del ", "for ", "in ", "return ", "[T]", "type X", "from . import ", "import ", "global ", "assert ", "raise ", " from ", ";", "\n"},
	"numbers": {"0", "1", "7", "8", "9", "_", ".", "e", "E", "j", "J", "x", "0x", "0o", "0b", "f", "a", "+", "-", "or", "if", "in", "is", "and", "else", "for", "not", " ", "x", "l", "00", "1_000", "1.5", "(", ")"},
}

// TestSoups compares random strings over each alphabet with every CPython.
func TestSoups(t *testing.T) {
	for _, version := range knownVersions {
		t.Run(fmt.Sprintf("3.%d", version), func(t *testing.T) {
			t.Parallel()
			count := 10_000
			if version == 13 {
				count = 30_000
			}
			if testing.Short() {
				count = 500
			}
			o := startOracle(t, version)
			for name, alphabet := range soups {
				if name == "t-strings" && version < 14 {
					continue
				}
				t.Run(name, func(t *testing.T) {
					random := rand.New(rand.NewPCG(*seed, uint64(len(name))))
					compareSources(t, o, count**scale, func() string { return soup(random, name, alphabet) })
				})
			}
		})
	}
}

// soup returns one to nine fragments, framed so that more of them are valid.
func soup(random *rand.Rand, name string, alphabet []string) string {
	var b strings.Builder
	end := ""
	switch name {
	case "f-strings":
		quote := []string{"'", "\"", "\"\"\""}[random.IntN(3)]
		b.WriteString([]string{"", "", "''", "rf'{x}'"}[random.IntN(4)] + []string{"f", "f", "rf"}[random.IntN(3)] + quote)
		end = quote
	case "t-strings":
		quote := []string{"'", "\"", "\"\"\""}[random.IntN(3)]
		b.WriteString([]string{"", "", "t''", "rt'{x}'"}[random.IntN(4)] + []string{"t", "T", "tR"}[random.IntN(3)] + quote)
		end = quote
	case "patterns":
		b.WriteString("match x:\n case ")
		end = ": pass"
	case "cookies":
		// Read in another encoding, this string would have another value.
		end = "\n'\u00e9\u20ac\u3042'\n"
	}
	for range 1 + random.IntN(9) {
		b.WriteString(alphabet[random.IntN(len(alphabet))])
	}
	if random.IntN(5) > 0 {
		b.WriteString(end)
	}
	if random.IntN(3) == 0 {
		b.WriteString("\n")
	}
	return b.String()
}
