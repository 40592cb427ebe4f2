package eval

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"regexp"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file has objects of the standard library that a file makes for its own use: string.Template, the digests of hashlib,
// compiled patterns of re and what they find. None of them is data: handed to anything but its own methods, each is an unknown.

const (
	toolTemplate = "string.Template" // o.items[0] is its text
	toolDigest   = "hashlib."        // and the name; o.items[0] is the hash
	toolPattern  = "re.Pattern"      // o.items[0] is its text
	toolMatch    = "re.Match"        // nothing is known of it but that it is true
)

func toolOf(typ string, of ...value) value {
	return value{kind: toolKind, s: typ, o: &object{typ: typ, items: of}}
}

// toolMethods are the methods of each.
var toolMethods = map[string]map[string]bool{
	toolTemplate: set("substitute", "safe_substitute"),
	toolDigest:   set("hexdigest", "digest"),
	toolPattern:  set("match", "search", "fullmatch", "sub"),
}

// toolAttribute is a method of such an object.
func toolAttribute(v value, name string) (value, bool) {
	methods := toolMethods[v.o.typ]
	if strings.HasPrefix(v.o.typ, toolDigest) {
		methods = toolMethods[toolDigest]
	}
	return method(v, name), methods[name]
}

func (e *evaluator) toolMethod(receiver value, name string, c *site) (value, bool) {
	typ := receiver.o.typ
	switch {
	case typ == toolTemplate:
		return e.substituted(receiver.o.items[0], name == "safe_substitute", c)
	case typ == toolPattern:
		if name == "sub" && len(c.pos) == 2 && len(c.kw) == 0 && !c.open {
			return substitute(e, &site{node: c.node, pos: []value{receiver.o.items[0], c.pos[0], c.pos[1]}}), true
		}
		if name == "sub" || len(c.pos) != 1 || len(c.kw) > 0 || c.open {
			return value{}, false
		}
		return e.matched(name, receiver.o.items[0], c.pos[0])
	case len(c.pos)+len(c.kw) > 0 || c.open:
		return value{}, false
	}
	if name == "digest" {
		return receiver.o.items[0], true
	}
	return strValue(hexText(receiver.o.items[0].s)), true
}

// digests are the hashes that are computed, each of which is one walk over the bytes.
var digests = map[string]func(string) string{
	"md5":    func(s string) string { h := md5.Sum([]byte(s)); return string(h[:]) },
	"sha1":   func(s string) string { h := sha1.Sum([]byte(s)); return string(h[:]) },
	"sha224": func(s string) string { h := sha256.Sum224([]byte(s)); return string(h[:]) },
	"sha256": func(s string) string { h := sha256.Sum256([]byte(s)); return string(h[:]) },
	"sha384": func(s string) string { h := sha512.Sum384([]byte(s)); return string(h[:]) },
	"sha512": func(s string) string { h := sha512.Sum512([]byte(s)); return string(h[:]) },
}

// digest is hashlib.NAME(bytes, usedforsecurity=…).
func digest(name string) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		if c.open || len(c.pos) > 1 || len(c.kw) > 1 {
			return value{}, false
		}
		if len(c.kw) == 1 && (c.kw[0].name != "usedforsecurity" || c.kw[0].value.kind != boolKind) {
			return value{}, false
		}
		of := value{kind: bytesKind}
		if len(c.pos) == 1 {
			of = c.pos[0]
		}
		if of.kind != bytesKind {
			return value{}, false
		}
		e.charge(len(of.s) / 64)
		return toolOf(toolDigest+name, value{kind: bytesKind, s: digests[name](of.s)}), true
	}
}

// newTemplate is string.Template(text).
func newTemplate(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("template")
	if !ok || args[0].kind != strKind || args[0].n != 0 {
		return value{}, false
	}
	return toolOf(toolTemplate, args[0]), true
}

// substituted is the text of a template with its `$name` and `${name}` replaced. Names are of ASCII; a dollar sign that begins
// none is an error, or stays where it is.
func (e *evaluator) substituted(template value, safe bool, c *site) (value, bool) {
	if c.open || len(c.pos) > 1 {
		return value{}, false
	}
	mapping := &object{}
	if len(c.pos) == 1 {
		if c.pos[0].kind != dictKind || c.pos[0].o.typ != "" {
			return value{}, false
		}
		mapping = c.pos[0].o
	}
	var out text
	e.processed(template)
	for s := template.s; s != ""; {
		at := strings.IndexByte(s, '$')
		if at < 0 {
			out.add(s)
			break
		}
		out.add(s[:at])
		s = s[at+1:]
		if strings.HasPrefix(s, "$") {
			out.add("$")
			s = s[1:]
			continue
		}
		rest, braced := strings.CutPrefix(s, "{")
		name := templateName(rest)
		if name == "" || braced && !strings.HasPrefix(rest[len(name):], "}") {
			if !safe {
				return value{}, false
			}
			out.add("$")
			continue
		}
		whole := len(name)
		if braced {
			whole += 2
		}
		item, given := e.filledBy(c, name) // a keyword stands before the mapping
		if !given {
			if place := mapping.find(strValue(name)); place >= 0 {
				item, given = mapping.items[place], true
			}
		}
		switch {
		case given:
			filled, ok := e.builtinStr(item)
			if !ok || !e.data(item) {
				return value{}, false
			}
			if filled.kind == strKind {
				out.add(filled.s)
			} else {
				out.part(filled)
			}
		case safe:
			out.add("$" + s[:whole])
		default:
			return value{}, false
		}
		s = s[whole:]
	}
	out.why = template.why
	return e.finishText(&out, c.node), true
}

// templateName is the name that a text begins with.
func templateName(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return r != '_' && !strings.ContainsRune(letters+"0123456789", r) })
	if end < 0 {
		end = len(s)
	}
	if end > 0 && s[0] >= '0' && s[0] <= '9' {
		return ""
	}
	return s[:end]
}

// compiledPattern is re.compile(pattern).
func compiledPattern(e *evaluator, c *site) (value, bool) {
	args, ok := c.take("pattern")
	if !ok || args[0].kind != strKind || args[0].n != 0 {
		return value{}, false
	}
	if _, ok := readPattern(args[0].s); !ok {
		return value{}, false
	}
	e.charge(len(args[0].s))
	return toolOf(toolPattern, args[0]), true
}

// matches is re.match, re.search or re.fullmatch of a pattern and a text.
func matches(name string) pureCall {
	return func(e *evaluator, c *site) (value, bool) {
		args, ok := c.take("pattern", "string")
		if !ok || args[0].kind == toolKind {
			return value{}, false
		}
		return e.matched(name, args[0], args[1])
	}
}

// maxMatched bounds a pattern and the text that it is held against, maxTries the ways in which Python may try to share the text
// among the parts of the pattern, from each place.
const (
	maxMatched = 200
	maxTries   = 200_000
)

// matched tells whether a pattern matches: None, or something of which nothing is known but that it is true.
func (e *evaluator) matched(name string, pattern, of value) (value, bool) {
	if pattern.kind != strKind || pattern.n != 0 || of.kind != strKind || of.n != 0 || len(of.s) > maxMatched || !printable(of.s) {
		return value{}, false
	}
	ways, ok := readPattern(pattern.s)
	if !ok {
		return value{}, false
	}
	work := (len(of.s) + 1) << ways.choices
	for range ways.open {
		work *= len(of.s) + 1
	}
	if work > maxTries {
		return value{}, false
	}
	e.charge(len(pattern.s) + work/64)
	source := "(?:" + pattern.s + ")"
	if name != "search" {
		source = "^" + source
	}
	if name == "fullmatch" {
		source += "$"
	}
	compiled, err := regexp.Compile(source)
	if err != nil {
		return value{}, false
	}
	if !compiled.MatchString(of.s) {
		return noneValue, true
	}
	return toolOf(toolMatch), true
}

// printable tells whether a text has the printable characters of ASCII alone, of which Python and Go have the same classes.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// patternWays says how often Python may go back: open are the parts that repeat, choices those that may be there or not, or be one
// of two.
type patternWays struct{ open, choices int }

// readPattern tells whether a pattern means the same in Python and Go, and what it costs Python: no part that repeats holds another.
func readPattern(s string) (ways patternWays, ok bool) {
	if len(s) > maxMatched || !printable(s) {
		return ways, false
	}
	depth, repeatable := 0, false
	for s != "" {
		switch c := s[0]; c {
		case '\\':
			if len(s) < 2 || !strings.ContainsRune(`dDwWsS.-/_+*?()[]{}|^$\ :`, rune(s[1])) || s[1] == '_' {
				return ways, false
			}
			s, repeatable = s[2:], true
			continue
		case '[':
			end := strings.IndexByte(s, ']')
			if end < 2 || !plainClass(s[1:end]) {
				return ways, false
			}
			s, repeatable = s[end+1:], true
			continue
		case '(':
			depth++
			rest := strings.TrimPrefix(s, "(?:")
			if len(rest) == len(s) {
				if rest = s[1:]; strings.HasPrefix(rest, "?") {
					return ways, false
				}
			}
			if depth > 3 {
				return ways, false
			}
			s, repeatable = rest, false
			continue
		case ')':
			if depth--; depth < 0 {
				return ways, false
			}
			repeatable = false
		case '|':
			ways.choices++
			repeatable = false
		case '^', '$':
			repeatable = false
		case '*', '+', '?':
			if !repeatable {
				return ways, false
			}
			if c == '?' {
				ways.choices++
			} else {
				ways.open++
			}
			repeatable = false
		case '{':
			end := strings.IndexByte(s, '}')
			if end < 0 || !repeatable || !boundedRepeat(s[1:end]) {
				return ways, false
			}
			ways.open++
			s, repeatable = s[end+1:], false
			continue
		case ']', '}':
			return ways, false
		default:
			repeatable = true
		}
		s = s[1:]
	}
	return ways, depth == 0 && ways.open <= 4 && ways.choices <= 8
}

// plainClass tells whether what stands between brackets is characters, ranges of letters or digits and classes by a letter.
func plainClass(body string) bool {
	_, ok := characterClass(strings.TrimPrefix(body, "^"))
	return ok && body != "^" && !strings.ContainsAny(strings.TrimPrefix(body, "^"), `^"'`)
}

// boundedRepeat tells whether the text between braces is one number of at most two digits, or two.
func boundedRepeat(s string) bool {
	low, high, two := strings.Cut(s, ",")
	// Go takes a brace before a number that begins with a nought for itself.
	number := func(s string) bool { return allDigits(s) && len(s) <= 2 && (len(s) == 1 || s[0] != '0') }
	return number(low) && (!two || high == "" || number(high) && (len(high) > len(low) || len(high) == len(low) && high >= low))
}

// toolUse is a use of such an object that is none of its methods.
func (e *evaluator) toolUse(at python.Node, field string) {
	e.unknown(at, codeArgument, "an object of a library is handed to Airflow as "+field+"; hand its text")
}
