package podtemplate

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/sekisho/sekisho/policy/facts"
)

// walk goes through the whole document once: it counts, reports the features that readers disagree on, and records
// the scalars.
func (r *reader) walk(root *yaml.Node) { r.visit(root, "", 1) }

func (r *reader) visit(node *yaml.Node, path string, depth int) {
	if r.nodes++; r.nodes > r.limits.Nodes {
		if r.nodes == r.limits.Nodes+1 {
			r.problem(codeSize, path, r.span(node), fmt.Sprintf("the document has more than %d values", r.limits.Nodes))
		}
		return
	}
	if depth > r.limits.Depth {
		if !r.has(codeDepth) {
			r.problem(codeDepth, path, r.span(node), fmt.Sprintf("the document is nested deeper than %d levels", r.limits.Depth))
		}
		return
	}
	r.properties(node, path)
	if len(node.Content) == 0 && (node.Kind == yaml.MappingNode || node.Kind == yaml.SequenceNode) {
		r.out.Empty[path] = r.span(node)
	}
	switch node.Kind {
	case yaml.MappingNode:
		r.mapping(node, path, depth)
	case yaml.SequenceNode:
		for i, item := range node.Content {
			r.visit(item, index(path, i), depth+1)
		}
	case yaml.ScalarNode:
		r.scalar(node, path)
	case yaml.AliasNode:
		r.problem(codeAlias, path, r.span(node), "`*"+excerpt(node.Value)+"` repeats another value; write the value out")
	default:
		r.problem(codeSyntax, path, r.span(node), "a value of no known kind")
	}
}

// properties reports the anchor and the tag of a node. Go's reader drops the tag `!`, so the text is looked at too:
// a value's place is that of its first property, and no plain scalar begins with `!` or `&`.
func (r *reader) properties(node *yaml.Node, path string) {
	at := r.charAt(node.Line, node.Column)
	if node.Anchor != "" || at == '&' {
		r.problem(codeAnchor, path, r.span(node), "`&"+excerpt(node.Anchor)+"` marks a value for repetition; write the value out where it is needed")
	}
	if node.Style&yaml.TaggedStyle != 0 || at == '!' {
		r.problem(codeTag, path, r.span(node), "a tag (`"+excerpt(node.Tag)+"`) chooses how a reader builds the value, in PyYAML even which code it runs; remove it")
	}
}

func (r *reader) mapping(node *yaml.Node, path string, depth int) {
	seen := make(map[string]int, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		r.nodes++
		r.properties(key, path)
		if key.Kind != yaml.ScalarNode {
			r.problem(codeType, path, r.span(key), "a key that is not text")
			r.visit(value, path, depth+1)
			continue
		}
		resolved := resolve(key)
		switch {
		case resolved.code != "":
			r.problem(resolved.code, path, r.span(key), "key "+resolved.reason)
		case resolved.kind != kindString:
			r.problem(codeType, path, r.span(key), "key `"+excerpt(key.Value)+"` is "+name(resolved.kind)+", not text; put it in quotes")
		}
		if reason := hidden(key.Value); reason != "" {
			r.problem(codeEncoding, path, r.span(key), fmt.Sprintf("key %s holds %s", strconv.QuoteToASCII(excerpt(key.Value)), reason))
		}
		member := join(path, key.Value)
		if first, found := seen[key.Value]; found {
			r.problem(codeDuplicateKey, member, r.span(key), fmt.Sprintf("key `%s` stands here and in line %d; PyYAML takes the last, other readers the first or none", excerpt(key.Value), first))
		} else {
			seen[key.Value] = key.Line
		}
		r.visit(value, member, depth+1)
	}
}

func (r *reader) scalar(node *yaml.Node, path string) {
	resolved := resolve(node)
	span := r.span(node)
	if resolved.code != "" {
		r.problem(resolved.code, path, span, resolved.reason)
	}
	if resolved.kind == kindNull && !nullAllowed(path) {
		r.problem(codeType, path, span, "`"+path+"` has no value: Airflow reads it as absent; give it a value or remove the key")
	}
	if resolved.kind == kindTime && path != creationTimestamp {
		r.problem(codeType, path, span, "`"+excerpt(node.Value)+"` is a date to Airflow's reader (PyYAML); put it in quotes")
	}
	if text, ok := resolved.value.(string); ok {
		if reason := hidden(text); reason != "" {
			r.problem(codeEncoding, path, span, fmt.Sprintf("%s holds %s", strconv.QuoteToASCII(excerpt(text)), reason))
		}
	}
	r.out.Fields[path] = facts.Field{Value: resolved.value, Set: true, Span: span}
}

// creationTimestamp is written as null by `kubectl create --dry-run -o yaml`; it means nothing in a template.
const creationTimestamp = "metadata.creationTimestamp"

func nullAllowed(path string) bool { return path == creationTimestamp }

// join adds a key to a dotted path. A key that is not a plain word is quoted in brackets, so that no key can
// imitate a path: `metadata.labels["app.kubernetes.io/name"]`.
func join(path, key string) string {
	if !plainKey(key) {
		return path + "[" + strconv.Quote(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func plainKey(key string) bool {
	if key == "" {
		return false
	}
	for _, c := range key {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}

// charAt is the character at a place, 0 when there is none.
func (r *reader) charAt(line, column int) rune {
	if line < 1 || line > len(r.lines) || column < 1 || column > len(r.lines[line-1]) {
		return 0
	}
	return r.lines[line-1][column-1]
}

// span is the place of a node. The library gives no end: that of a value on one line is found in the text, that of
// a longer one is the end of its first line.
func (r *reader) span(node *yaml.Node) facts.Span {
	if node.Line < 1 || node.Line > len(r.lines) {
		return lineSpan(1, 1, 1)
	}
	line := r.lines[node.Line-1]
	end := len(line) + 1
	if node.Kind == yaml.ScalarNode {
		rest := line[max(0, min(node.Column-1, len(line))):]
		switch {
		case node.Style&yaml.DoubleQuotedStyle != 0:
			if n := closing(rest, '"', '\\'); n > 0 {
				end = node.Column + n
			}
		case node.Style&yaml.SingleQuotedStyle != 0:
			if n := closing(rest, '\'', '\''); n > 0 {
				end = node.Column + n
			}
		case hasPrefix(rest, node.Value):
			end = node.Column + utf8.RuneCountInString(node.Value)
		}
	}
	return lineSpan(node.Line, node.Column, max(end, node.Column))
}

func hasPrefix(chars []rune, text string) bool {
	i := 0
	for _, c := range text {
		if i >= len(chars) || chars[i] != c {
			return false
		}
		i++
	}
	return true
}

// closing is the number of characters up to and with the closing quote; 0 when it is not on this line.
func closing(chars []rune, quote, escape rune) int {
	if len(chars) == 0 || chars[0] != quote {
		return 0
	}
	for i := 1; i < len(chars); i++ {
		switch {
		case chars[i] == escape && escape != quote:
			i++
		case chars[i] == quote && escape == quote && i+1 < len(chars) && chars[i+1] == quote:
			i++
		case chars[i] == quote:
			return i + 1
		}
	}
	return 0
}
