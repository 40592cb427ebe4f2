package python

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/runenames"
)

//go:embed aliases.txt
var aliases string

// characterNames maps the names and aliases of Unicode characters to them. It
// is built when the first \N{…} escape is read.
var characterNames = sync.OnceValue(func() map[string]rune {
	table := make(map[string]rune, 40000)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if 0xac00 <= r && r <= 0xd7a3 || 0x20000 <= r && r < 0xe0000 && (r < 0x2f800 || r > 0x2fa1f) {
			continue // Hangul syllables and ideographs, whose names are computed
		}
		if name := runenames.Name(r); name != "" && name[0] != '<' {
			table[name] = r
		}
	}
	for line := range strings.Lines(aliases) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if r, err := strconv.ParseUint(code, 16, 21); err == nil {
			table[name] = rune(r)
		}
	}
	return table
})

// lookupName finds the character of a \N{…} escape. Names of newer versions
// of Unicode than these tables' are not found.
func lookupName(name string) (rune, bool) {
	const ideograph, hangul = "CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE "
	if hex, ok := strings.CutPrefix(name, ideograph); ok {
		r, err := strconv.ParseUint(hex, 16, 21)
		if err != nil || len(hex) < 4 || len(hex) > 5 || strings.ToUpper(strconv.FormatUint(r, 16)) != hex {
			return 0, false
		}
		return rune(r), unicode.Is(unicode.Unified_Ideograph, rune(r)) && !(0xf900 <= r && r <= 0xfaff)
	}
	if syllable, ok := strings.CutPrefix(name, hangul); ok {
		return hangulSyllable(syllable)
	}
	r, ok := characterNames()[strings.ToUpper(name)]
	return r, ok
}

// The parts of a Hangul syllable's name (The Unicode Standard, section 3.12).
var (
	leading  = strings.Split("G GG N D DD R M B BB S SS  J JJ C K T P H", " ")
	vowels   = strings.Split("A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I", " ")
	trailing = strings.Split(" G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H", " ")
)

// longestPrefix returns the longest of the parts that s begins with.
func longestPrefix(parts []string, s string) (index int, rest string, ok bool) {
	index = -1
	for i, part := range parts {
		if strings.HasPrefix(s, part) && (index < 0 || len(part) > len(parts[index])) {
			index = i
		}
	}
	if index < 0 {
		return 0, "", false
	}
	return index, s[len(parts[index]):], true
}

func hangulSyllable(name string) (rune, bool) {
	l, rest, ok := longestPrefix(leading, name)
	v, rest, found := longestPrefix(vowels, rest)
	t, rest, _ := longestPrefix(trailing, rest)
	if !ok || !found || rest != "" {
		return 0, false
	}
	return rune(0xac00 + (l*len(vowels)+v)*len(trailing) + t), true
}
