package engine

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/sekisho/sekisho/policy/facts"
)

// Bounds of what a message may carry of somebody else's text.
const (
	maximumValue = 80   // characters of one value
	maximumList  = 8    // members of a list, and links of a chain
	maximumText  = 300  // characters of a {value:text}
	maximumTotal = 1200 // characters of a whole message
)

// format fills the placeholders of a message.
//
//	{name}       a value, as a code span: whatever it holds, it is data; an object {"written", "name"} is a
//	             symbol as its author wrote it, with its full name
//	{name:text}  words of the analyser, as prose; what could be markup or a mention is taken out
//	{chain}      the places that made the value: " (from `default_args` at line 12, `NS` at line 7)"; of a
//	             name that got another value " (from `NS` at line 7, changed at line 9)"
//
// A placeholder without a value is an error: the policy is wrong.
func format(text string, values map[string]any, why []facts.Because) (string, error) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return "", fmt.Errorf("a { without its }")
		}
		text = after
		name, mode, _ := strings.Cut(name, ":")
		if name == "chain" {
			out.WriteString(chain(why))
			continue
		}
		value, ok := values[name]
		if !ok {
			return "", fmt.Errorf("the finding has no value {%s}", name)
		}
		switch mode {
		case "":
			out.WriteString(codeOf(value))
		case "text":
			out.WriteString(prose(plain(value)))
		default:
			return "", fmt.Errorf("{%s:%s}: there is no such form", name, mode)
		}
	}
	return cut(out.String(), maximumTotal), nil
}

// placeholders returns the names used in a message's text, sorted.
func placeholders(text string) []string {
	seen := map[string]bool{}
	for {
		_, rest, found := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			break
		}
		text = after
		name, _, _ = strings.Cut(name, ":")
		seen[name] = true
	}
	delete(seen, "chain")
	return slices.Sorted(maps.Keys(seen))
}

var placeholderPattern = regexp.MustCompile(`\{[a-z_]+(:text)?\}`)

// badPlaceholder returns the first brace of a text that belongs to no placeholder, with what follows.
func badPlaceholder(text string) string {
	rest := placeholderPattern.ReplaceAllString(text, "")
	if i := strings.IndexAny(rest, "{}"); i >= 0 {
		return cut(rest[i:], 20)
	}
	return ""
}

func codeOf(value any) string {
	if symbol, ok := value.(map[string]any); ok {
		return fmt.Sprintf("%s (%s)", code(plain(symbol["written"])), code(plain(symbol["name"])))
	}
	list, ok := value.([]any)
	if !ok {
		return code(plain(value))
	}
	var parts []string
	for i, member := range list {
		if i == maximumList {
			parts = append(parts, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		parts = append(parts, code(plain(member)))
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func plain(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		if v {
			return "True"
		}
		return "False"
	case nil:
		return "None"
	case float64:
		if math.Abs(v) < 1e15 {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

// code quotes text that may come from a pull request as a code span that it cannot leave.
func code(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co):
			return '\uFFFD' // shown, so that nobody wonders why two equal names differ
		default:
			return r
		}
	}, text)
	text = cut(text, maximumValue)
	if strings.TrimSpace(text) == "" {
		// An empty span is no span in Markdown.
		return "`" + strconv.Quote(text) + "`"
	}
	return "`" + text + "`"
}

// prose keeps words and code spans and takes out what a renderer could act on. A word with a dot or
// an underscore inside is a name, and becomes a code span.
func prose(text string) string {
	parts := strings.Split(text, "`")
	balanced := len(parts)%2 == 1
	var out strings.Builder
	for i, part := range parts {
		if balanced && i%2 == 1 {
			out.WriteString(code(part))
			continue
		}
		for j, word := range strings.Split(strings.Map(harmless, part), " ") {
			if j > 0 {
				out.WriteByte(' ')
			}
			name := strings.Trim(word, ".,;:'\"()=+-/%")
			if !strings.ContainsAny(name, "._/") {
				out.WriteString(word)
				continue
			}
			before, after, _ := strings.Cut(word, name)
			out.WriteString(before + code(name) + after)
		}
	}
	return cut(out.String(), maximumText)
}

// harmless maps the characters that Markdown or HTML could act on to nothing, and spaces to one kind.
func harmless(r rune) rune {
	switch {
	case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return r
	case strings.ContainsRune(" .,;:'()=+-/%\"_", r):
		return r
	case unicode.IsSpace(r):
		return ' '
	default:
		return -1
	}
}

// cut bounds text to a number of characters, marking what was left out. A code span stays closed.
func cut(text string, maximum int) string {
	runes := []rune(text)
	if len(runes) <= maximum {
		return text
	}
	short := string(runes[:maximum-1])
	if strings.Count(short, "`")%2 == 1 {
		return short + "…`"
	}
	return short + "…"
}

// chain tells the places that made a value, the nearest to its use first. The steps of one name
// together are told as it came about; two keyword arguments of one name are two things.
func chain(why []facts.Because) string {
	why = why[:min(len(why), maximumList)]
	var parts []string
	for first := 0; first < len(why); {
		last := first
		for last+1 < len(why) && why[last+1].What == why[first].What && !strings.HasSuffix(why[first].What, "=") {
			last++
		}
		part := fmt.Sprintf("%s at line %d", code(why[last].What), why[last].Span.Start.Line)
		for i := last - 1; i >= first; i-- {
			if line := why[i].Span.Start.Line; line != why[i+1].Span.Start.Line {
				part += fmt.Sprintf(", changed at line %d", line)
			}
		}
		parts = append(parts, part)
		first = last + 1
	}
	if len(parts) == 0 {
		return ""
	}
	return " (from " + strings.Join(parts, ", ") + ")"
}
