package python

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/runenames"
)

// TestCharacterNames asks CPython for every alias and for a sample of names.
func TestCharacterNames(t *testing.T) {
	o := startOracle(t, 13)
	var names []string
	for line := range strings.Lines(aliases) {
		if _, name, ok := strings.Cut(strings.TrimSpace(line), " "); ok && line[0] != '#' {
			names = append(names, name)
		}
	}
	for r := rune(1); r <= unicode.MaxRune; r += 37 {
		if name := runenames.Name(r); name != "" && name[0] != '<' {
			names = append(names, name)
		}
	}
	names = append(names, "CJK UNIFIED IDEOGRAPH-4E00", "CJK UNIFIED IDEOGRAPH-20000", "HANGUL SYLLABLE GA", "HANGUL SYLLABLE GGWALG",
		"HANGUL SYLLABLE I", "HANGUL SYLLABLE HIH", "line feed", "Snowman", "CJK COMPATIBILITY IDEOGRAPH-F900")
	var source strings.Builder
	for _, name := range names {
		fmt.Fprintf(&source, "'\\N{%s}'\n", name)
	}
	file, err := Parse([]byte(source.String()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, stmt := range file.Module.Body {
		if stmt.(*ExprStmt).Value.(*Constant).Unresolved {
			t.Errorf("%s is not known", names[i])
		}
	}
	ok, want := o.ask(t, "dump", source.String())
	if got := Dump(file.Module, file); !ok || got != want {
		t.Error(difference(got, want))
	}
}

// TestUnknownCharacterName holds that a name in no table gives no value.
func TestUnknownCharacterName(t *testing.T) {
	for _, source := range []string{"'\\N{NO SUCH CHARACTER}'", "f'\\N{NO SUCH CHARACTER}{x}'"} {
		file, err := Parse([]byte(source), Options{})
		if err != nil {
			t.Fatal(err)
		}
		unresolved := false
		Walk(file.Module, func(n Node) bool {
			c, ok := n.(*Constant)
			unresolved = unresolved || ok && c.Unresolved
			return true
		})
		if !unresolved {
			t.Errorf("%s has a value", source)
		}
	}
	for _, source := range []string{"'\\N'", "'\\N{}'", "'\\N{DASH'", "'\\Nx'", "f'\\N{'"} {
		if _, err := Parse([]byte(source), Options{}); err == nil {
			t.Errorf("%s was read", source)
		}
	}
}

// TestIdentifierCharacters compares every character with CPython's idea of
// an identifier, as far as both know the character.
func TestIdentifierCharacters(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: asks CPython about 300,000 characters")
	}
	o := startOracle(t, 13)
	l := func(source string) bool {
		_, err := Parse([]byte(source), Options{})
		return err == nil
	}
	var differing []string
	for block := rune(0x80); block < 0x32000; block += 0x400 {
		for _, before := range []string{"", "a"} {
			// One expression for a whole block tells that all are accepted or not; ask singly only about the rest.
			var mine []rune
			for r := block; r < block+0x400; r++ {
				if r >= 0xd800 && r <= 0xdfff {
					continue
				}
				if l(before + string(r) + " = 1\n") {
					mine = append(mine, r)
				}
			}
			var source strings.Builder
			for _, r := range mine {
				source.WriteString(before + string(r) + " = 1\n")
			}
			if ok, message := o.ask(t, "hash", source.String()); !ok {
				t.Errorf("in the block U+%04X CPython refuses one of %d characters: %s", block, len(mine), message)
			}
			accepted := map[rune]bool{}
			for _, r := range mine {
				accepted[r] = true
			}
			for r := block; r < block+0x400; r++ {
				if accepted[r] || !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) {
					continue
				}
				if ok, _ := o.ask(t, "hash", before+string(r)+" = 1\n"); ok {
					differing = append(differing, fmt.Sprintf("%q", before+string(r)))
				}
			}
		}
	}
	if len(differing) > 0 {
		t.Errorf("%d identifiers that CPython reads are refused: %s", len(differing), strings.Join(differing[:min(20, len(differing))], " "))
	}
}
