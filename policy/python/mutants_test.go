package python

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The same seed gives the same mutants over the same library. A long run takes
// another seed and a scale: go test -run 'Mutants|Soups' -seed 7 -scale 20
var (
	seed  = flag.Uint64("seed", 20261123, "seed of mutants and soups")
	scale = flag.Int("scale", 1, "how many times as many mutants and soups")
)

// TestMutants breaks statements and whole files of a standard library, one to
// three tokens at a time, and compares with CPython: acceptance must be equal,
// and so must the trees where both accept. acceptedDifference lists what may
// differ and why. Most mutants are read by 3.13, some by each older version.
func TestMutants(t *testing.T) {
	for _, version := range knownVersions {
		t.Run(fmt.Sprintf("3.%d", version), func(t *testing.T) {
			t.Parallel()
			count := 20_000
			if version == 13 {
				count = 100_000
			}
			if testing.Short() {
				count = 1000
			}
			o := startOracle(t, version)
			m := newMutator(t, o)
			compareSources(t, o, count**scale, m.mutant)
		})
	}
}

// compareSources compares count sources that next makes, and stops after 25 that differ.
func compareSources(t *testing.T, o *oracle, count int, next func() string) {
	options := Options{Version: o.version}
	alike, refused, listed, failures := 0, 0, map[string]int{}, 0
	for done := 0; done < count && failures < 25; {
		sources := make([]string, min(500, count-done))
		for i := range sources {
			sources[i] = next()
		}
		done += len(sources)
		sent := make(chan error, 1)
		go func() {
			for _, source := range sources {
				if err := o.send("hash", source); err != nil {
					sent <- err
					return
				}
			}
			sent <- nil
		}()
		var differing []string
		for _, source := range sources {
			ok, want := o.receive(t)
			file, err := Parse([]byte(source), options)
			switch {
			case ok && err == nil && digest(dump(file, o.version)) == want:
				alike++
			case !ok && err != nil:
				refused++
			default:
				differing = append(differing, source)
			}
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		for _, source := range differing {
			ok, want := o.ask(t, "dump", source)
			file, err := Parse([]byte(source), options)
			if why := acceptedDifference(source, want, o.version, ok, err); why != "" {
				listed[why]++
				continue
			}
			failures++
			switch {
			case !ok:
				t.Errorf("read here, CPython says %s:\n%s", want, around(source, want))
			case err != nil:
				t.Errorf("CPython reads it, refused here: %v\n%s", err, around(source, err.Error()))
			default:
				t.Errorf("the trees differ:%s\nin\n%s", difference(dump(file, o.version), want), clip(source))
			}
		}
	}
	t.Logf("python3.%d: %d sources: %d read alike, %d refused by both, accepted differences %v", o.version, count, alike, refused, listed)
}

// acceptedDifference names the class of a difference that is on purpose.
// message is what CPython said.
func acceptedDifference(source, message string, version Version, accepted bool, err error) string {
	e := AsError(err)
	switch {
	case accepted && e != nil && e.Reason == ReasonEncoding:
		return "an encoding other than UTF-8 is refused here"
	case !accepted && err == nil && strings.Contains(source, "\\N{"):
		return "a name that no Unicode table knows is left unresolved here"
	case accepted && e != nil && strings.Contains(e.Message, "operator <>"):
		return "barry_as_FLUFL is refused here"
	case accepted && err == nil && hasUnresolved(source, version):
		return "a text that CPython's releases read differently is unresolved here"
	case version == 14 && !accepted && err == nil && strings.Contains(source, "__future__"):
		return "an unknown __future__ feature is compile's matter; the ast.parse of 3.14 looks for it"
	case version < 12 && accepted && e != nil && strings.Contains(e.Message, "of an f-string field at \"for\""):
		return "before 3.12 the braces of an f-string were parentheses: its generator expression is refused here"
	case version < 13 && accepted && e != nil && strings.HasPrefix(e.Message, "a doubled brace after a field"):
		return "a doubled brace after a field in a format specification was something else before 3.13: refused here"
	case version >= 12 && !accepted && err == nil && strings.Contains(message, "field 'value' is required"):
		return "CPython loses the text of some f-string fields with = and fails"
	case version < 13 && accepted && e != nil && strings.HasPrefix(e.Message, "unexpected end of file after line continuation"):
		return "a backslash as the last byte, which 3.13 refuses, is refused for every version here"
	case version == 9 && e != nil && strings.Contains(e.Message, "backslash in indentation"):
		return "3.9 reads a backslash in indentation as no later version does: refused here"
	case version == 9 && accepted && e != nil && strings.HasSuffix(e.Message, " literal"):
		return "3.9 lets any keyword follow a number without a space: refused here"
	}
	return ""
}

// hasUnresolved reports whether the trees may differ in a constant's value only.
func hasUnresolved(source string, version Version) (found bool) {
	file, err := Parse([]byte(source), Options{Version: version})
	if err != nil {
		return false
	}
	Walk(file.Module, func(n Node) bool {
		c, ok := n.(*Constant)
		found = found || ok && c.Unresolved
		return true
	})
	return found
}

func clip(source string) string {
	if len(source) > 1500 {
		return source[:1500] + "…"
	}
	return source
}

// around shows the lines near the one that CPython's message names.
func around(source, message string) string {
	_, after, ok := strings.Cut(message, "line ")
	line := 0
	for ok && after != "" && isDigit(after[0]) {
		line = line*10 + int(after[0]-'0')
		after = after[1:]
	}
	lines := strings.SplitAfter(source, "\n")
	from, to := max(0, line-6), min(len(lines), line+4)
	if from >= to {
		return clip(source)
	}
	return clip(strings.Join(lines[from:to], ""))
}

// mutator draws from statements and whole files of a standard library.
type mutator struct {
	random     *rand.Rand
	statements []string
	files      []string
	words      []string
}

func newMutator(t testing.TB, o *oracle) *mutator {
	m := &mutator{random: rand.New(rand.NewPCG(*seed, func() uint64 { n, _ := strconv.Atoi(os.Getenv("MSEED")); return uint64(n) + 1 }()))}
	m.words = strings.Split("( ) [ ] { } : , ; . ... -> = := + - * / | & % ^ @ // ** << >> ~ < > == != <= >= += **= ! \\ # "+
		"False None True and as assert async await break class continue def del elif else except finally for from global if import in is "+
		"lambda nonlocal not or pass raise return try while with yield match case type _ x 1 0x1f 1.5 2j 'a' b'c' f'{x}' f'{x!r:>{w}}' "+
		"'' \"\"\"a\nb\"\"\" rf'{x}' f'' f'{x=}' u'z' 0 print \u00e9", " ")
	m.words = append(m.words, "\n", "\n ", "\n    ", "\n\t", "\\\n", "  ", "\f", "x for x in y", "*a", "**k", "a=1", "not in", "is not",
		"yield from", "await x", "lambda: 0", "f'{", "}'", "{{", "}}", "f'''{\n", "x if y else z", "x := 1", "[T]", "[T: int = str]", "/", "except*", "case _:", "except A, B:", "t'{x}'", "t''")
	for _, path := range o.libraryFiles(t) {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := Parse(source, Options{Version: o.version})
		if err != nil {
			continue
		}
		if len(file.Source) < 6000 {
			m.files = append(m.files, file.Source)
		}
		Walk(file.Module, func(n Node) bool {
			switch n.(type) {
			case *Module, *ClassDef:
				return true
			case Stmt:
				span := n.Range()
				if size := span.End - span.Start; size > 3 && size < 500 {
					at := file.Position(span.Start)
					text := file.Source[span.Start:span.End]
					if at.Column > 0 && strings.Contains(text, "\n") {
						text = "if 1:\n" + strings.Repeat(" ", at.Column) + text
					}
					m.statements = append(m.statements, text+"\n")
				}
				return m.random.IntN(6) == 0
			}
			return false
		})
	}
	return m
}

// mutant returns one broken source: every twelfth is a whole file.
func (m *mutator) mutant() string {
	source := m.statements[m.random.IntN(len(m.statements))]
	if m.random.IntN(12) == 0 {
		source = m.files[m.random.IntN(len(m.files))]
	}
	for range 1 + m.random.IntN(3) {
		source = m.mutate(source)
	}
	return source
}

// mutate changes one token, the blank before a line or one character.
func (m *mutator) mutate(source string) string {
	spans := tokenSpans(source)
	if len(spans) == 0 {
		return source + m.word()
	}
	i := m.random.IntN(len(spans))
	s := spans[i]
	before, text, after := source[:s.Start], source[s.Start:s.End], source[s.End:]
	other := spans[m.random.IntN(len(spans))]
	switch m.random.IntN(9) {
	case 0: // delete
		return before + after
	case 1: // double
		return before + text + " " + text + after
	case 2: // replace by a word
		return before + m.word() + after
	case 3: // insert a word
		return before + m.word() + " " + text + after
	case 4: // replace by another token of the source
		return before + source[other.Start:other.End] + after
	case 5: // swap with the next
		if i+1 < len(spans) {
			next := spans[i+1]
			return before + source[next.Start:next.End] + source[s.End:next.Start] + text + source[next.End:]
		}
		return before + after
	case 6: // change the indentation of a line
		at := strings.LastIndexByte(before, '\n') + 1
		blank := []string{"", " ", "  ", "    ", "\t", "        ", "\f", "\\\n", "    \\\n  "}[m.random.IntN(9)]
		return source[:at] + blank + strings.TrimLeft(source[at:], " \t")
	case 7: // delete a character
		return source[:s.Start] + source[s.Start+1:]
	default: // insert a character
		at := int(s.Start) + m.random.IntN(int(s.End-s.Start)+1)
		const characters = "'\"\\{}!:=fFrRbBuUnN0_ \n\t\r#.(),x*[]"
		return source[:at] + string(characters[m.random.IntN(len(characters))]) + source[at:]
	}
}

func (m *mutator) word() string { return m.words[m.random.IntN(len(m.words))] }

// tokenSpans finds tokens as far as the source can be tokenized.
func tokenSpans(source string) (spans []Span) {
	file := &File{}
	if file.read([]byte(source), 1<<20) != nil || file.Source != source {
		return nil
	}
	l := new(buffers).newLexer(file, NewestVersion)
	defer func() {
		recover()
		for _, t := range l.tokens {
			if t.end > t.start && int(t.end) <= len(source) {
				spans = append(spans, Span{t.start, t.end})
			}
		}
	}()
	l.run()
	return
}
