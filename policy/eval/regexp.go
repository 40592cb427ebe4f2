package eval

import "strings"

// This file has re.sub for the patterns by which files make a name of a text: one class of characters, or one character,
// once or in a row (`[^a-z0-9]+`, `\W`, `\s+`). Such a pattern matches the longest rows, from left to right; there is nothing to go
// back to, so its work is that of one walk.

// asciiSet tells of each character of ASCII whether it is in a class.
type asciiSet [128]bool

func (s *asciiSet) add(t asciiSet, inverse bool) {
	for i := range s {
		s[i] = s[i] || t[i] != inverse
	}
}

// escapeClasses are the classes of characters that a letter names, for text of ASCII.
var escapeClasses = func() map[byte]asciiSet {
	var digit, word, space asciiSet
	for i := range 128 {
		c := byte(i)
		digit[i] = c >= '0' && c <= '9'
		word[i] = digit[i] || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		space[i] = c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f
	}
	return map[byte]asciiSet{'d': digit, 'w': word, 's': space}
}()

// simplePattern reads a pattern; ok is false for every other.
func simplePattern(pattern string) (set asciiSet, row, ok bool) {
	if strings.HasSuffix(pattern, "+") && len(pattern) > 1 && !strings.HasSuffix(pattern, `\+`) {
		pattern, row = pattern[:len(pattern)-1], true
	}
	if strings.HasPrefix(pattern, "[") && strings.HasSuffix(pattern, "]") {
		inverse := strings.HasPrefix(pattern, "[^")
		body := strings.TrimPrefix(pattern[1:len(pattern)-1], "^")
		inner, ok := characterClass(body)
		if !ok {
			return set, row, false
		}
		set.add(inner, inverse)
		return set, row, true
	}
	rest, ok := oneCharacter(pattern, &set)
	return set, row, ok && rest == "" && !strings.ContainsAny(pattern[:1], ".^$*+?{}[]|()")
}

// oneCharacter adds the character, or the class, that a text begins with.
func oneCharacter(text string, set *asciiSet) (rest string, ok bool) {
	if text == "" || text[0] >= 0x80 {
		return text, false
	}
	if text[0] != '\\' {
		set[text[0]] = true
		return text[1:], true
	}
	if len(text) < 2 || text[1] >= 0x80 {
		return text, false
	}
	c := text[1]
	if class, known := escapeClasses[c|0x20]; known && c >= 'A' {
		set.add(class, c < 'a')
		return text[2:], true
	}
	if word := escapeClasses['w']; word[c] {
		return text, false // \b, \n, \1 and the like mean something of their own
	}
	set[c] = true
	return text[2:], true
}

// characterClass reads what stands between brackets: characters, classes and ranges of letters and digits.
func characterClass(body string) (set asciiSet, ok bool) {
	if body == "" || strings.ContainsAny(body, "[]&~|") || strings.Contains(body, "--") {
		return set, false // nested brackets and the operators of sets have a meaning of their own, or will have
	}
	for body != "" {
		if len(body) >= 3 && body[1] == '-' {
			from, to, word := body[0], body[2], escapeClasses['w']
			if from >= 0x80 || to >= 0x80 || !word[from] || !word[to] || from > to {
				return set, false
			}
			for c := from; c <= to; c++ {
				set[c] = true
			}
			body = body[3:]
			continue
		}
		var one bool
		if body, one = oneCharacter(body, &set); !one {
			return set, false
		}
		if strings.HasPrefix(body, "-") && len(body) > 1 {
			return set, false
		}
	}
	return set, true
}

// substitute is re.sub(pattern, replacement, text).
func substitute(e *evaluator, c *site) value {
	args, ok := c.take("pattern", "repl", "string")
	if !ok || !e.dataOnly(c) {
		return e.refuse(c)
	}
	for _, v := range args {
		if v.kind == unknownKind {
			return v
		}
		if v.kind != strKind || v.n != 0 || !isASCII(v.s) {
			return e.refuse(c)
		}
	}
	pattern, with, text := args[0].s, args[1].s, args[2]
	set, row, ok := simplePattern(pattern)
	if !ok || strings.Contains(with, `\`) {
		return e.refuse(c)
	}
	e.processed(args[0], args[2])
	var b strings.Builder
	for i := 0; i < len(text.s); i++ {
		if !set[text.s[i]] {
			b.WriteByte(text.s[i])
			continue
		}
		b.WriteString(with)
		for row && i+1 < len(text.s) && set[text.s[i+1]] {
			i++
		}
		if b.Len() > e.limits.String {
			break
		}
	}
	if !e.alloc(c.node, b.Len()) {
		return value{kind: unknownKind, s: "too large"}
	}
	return value{kind: strKind, s: b.String(), why: text.why}
}
