package platform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// MaxSize is the largest configuration that is read, in bytes.
const MaxSize = 1 << 20

// Problem is one thing that is wrong in a configuration.
type Problem struct {
	File    string
	Line    int    // from 1; 0 when the whole file is meant
	Key     string // dotted path of the key, `tenants.orders.dag_repository`; empty for the file
	Message string // what is wrong, and what to do
}

func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Key != "" {
		b.WriteString(p.Key)
		b.WriteString(": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// Problems are all things that are wrong in a configuration, sorted by line.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads a configuration. name is the file's name, for messages. The error, if any, is
// [Problems] with everything that is wrong: what Parse does not know it refuses, so that a
// misspelt key never silently means its default.
func Parse(name string, data []byte) (*Config, error) {
	r := &reader{file: name}
	config := r.document(data)
	if len(r.problems) > 0 {
		sort.SliceStable(r.problems, func(i, j int) bool { return r.problems[i].Line < r.problems[j].Line })
		return nil, r.problems
	}
	return config, nil
}

// reader walks the YAML nodes and collects problems; after a problem it goes on with the next key.
type reader struct {
	file     string
	problems Problems
	folder   *entry // `dag_folder`, when it is given
}

func (r *reader) problem(line int, key, format string, args ...any) {
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Key: key, Message: fmt.Sprintf(format, args...)})
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func (r *reader) document(data []byte) *Config {
	if len(data) > MaxSize {
		r.problem(0, "", "the file has %d bytes, more than the limit of %d; a configuration of this size is a mistake", len(data), MaxSize)
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var root, second yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			r.problem(0, "", "the file is empty; docs/sekisho.yml is an example to start from")
			return nil
		}
		r.syntax(err)
		return nil
	}
	if err := decoder.Decode(&second); err == nil {
		r.problem(second.Line, "", "a second YAML document begins here; the configuration is one document: remove the `---` line")
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err)
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		r.problem(0, "", "the file holds no YAML document; docs/sekisho.yml is an example to start from")
		return nil
	}
	if !r.plain(root.Content[0], "") {
		return nil
	}
	return r.config(root.Content[0])
}

func (r *reader) syntax(err error) {
	text := err.Error()
	line := 0
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	r.problem(line, "", "not YAML: %s; check indentation and quotes", text)
}

// plain refuses the YAML features on which readers disagree, or which hide what a value is.
func (r *reader) plain(node *yaml.Node, key string) bool {
	switch {
	case node.Kind == yaml.AliasNode:
		r.problem(node.Line, key, "a YAML alias (`*%s`) is not allowed; write the value out", node.Value)
		return false
	case node.Anchor != "":
		r.problem(node.Line, key, "a YAML anchor (`&%s`) is not allowed; write the value out", node.Anchor)
		return false
	case node.Style&yaml.TaggedStyle != 0:
		r.problem(node.Line, key, "a YAML tag (`%s`) is not allowed; remove it", node.Tag)
		return false
	}
	ok := true
	for i, child := range node.Content {
		childKey := key
		if node.Kind == yaml.MappingNode {
			childKey = join(key, node.Content[i-i%2].Value)
		}
		ok = r.plain(child, childKey) && ok
	}
	return ok
}

// entry is one key of a mapping with its value.
type entry struct {
	name  string
	key   string // dotted path
	line  int    // of the key
	value *yaml.Node
}

// mapping returns the entries of a mapping in the order of the file; a duplicate is a problem and
// is left out. ok is unset when the node is not a mapping.
func (r *reader) mapping(node *yaml.Node, key string) (entries []entry, ok bool) {
	if node.Kind != yaml.MappingNode {
		r.problem(node.Line, key, "must be a mapping (`key: value` lines), and is %s", describe(node))
		return nil, false
	}
	first := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		k, v := node.Content[i], node.Content[i+1]
		path := join(key, k.Value)
		if k.Tag == "!!merge" {
			r.problem(k.Line, path, "a YAML merge key is not allowed; write the keys out")
			continue
		}
		if k.Kind != yaml.ScalarNode || k.Tag != "!!str" {
			r.problem(k.Line, path, "the key must be text, and is %s; put it in quotes", describe(k))
			continue
		}
		if line, seen := first[k.Value]; seen {
			r.problem(k.Line, path, "the key is given twice, first in line %d; remove one of them", line)
			continue
		}
		first[k.Value] = k.Line
		entries = append(entries, entry{name: k.Value, key: path, line: k.Line, value: v})
	}
	return entries, true
}

// fields reads a mapping with fixed keys: known has a function for each, required lists those that
// must be there. Unknown keys are problems.
func (r *reader) fields(node *yaml.Node, key string, known map[string]func(entry), required ...string) {
	entries, ok := r.mapping(node, key)
	if !ok {
		return
	}
	seen := map[string]bool{}
	for _, e := range entries {
		read, found := known[e.name]
		if !found {
			r.problem(e.line, e.key, "unknown key; known here: %s", list(known))
			continue
		}
		seen[e.name] = true
		read(e)
	}
	for _, name := range required {
		if !seen[name] && !given(node, name) {
			r.problem(node.Line, join(key, name), "is missing; docs/sekisho.yml shows and explains every key")
		}
	}
}

// given tells whether the mapping has the key in any form, so that one mistake is told once.
func given(node *yaml.Node, name string) bool {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return true
		}
	}
	return false
}

// text reads a non-empty string. Unquoted numbers are refused: YAML reads 2.10 as 2.1.
func (r *reader) text(e entry) (string, bool) {
	return r.scalar(e.value, e.key)
}

func (r *reader) scalar(node *yaml.Node, key string) (string, bool) {
	switch {
	case node.Kind != yaml.ScalarNode || node.Tag == "!!null":
		r.problem(node.Line, key, "must be text, and is %s", describe(node))
	case node.Tag != "!!str":
		r.problem(node.Line, key, "must be text, and is %s; put it in quotes: %q", describe(node), node.Value)
	case node.Value == "":
		r.problem(node.Line, key, "is empty")
	default:
		return node.Value, true
	}
	return "", false
}

// word reads one of a fixed set of words.
func (r *reader) word(e entry, allowed ...string) string {
	value, ok := r.text(e)
	if !ok {
		return ""
	}
	for _, word := range allowed {
		if value == word {
			return value
		}
	}
	r.problem(e.value.Line, e.key, "%q is not known; write one of %s", value, strings.Join(allowed, ", "))
	return ""
}

func (r *reader) boolean(e entry) bool {
	if e.value.Kind != yaml.ScalarNode || e.value.Tag != "!!bool" || (e.value.Value != "true" && e.value.Value != "false") {
		r.problem(e.value.Line, e.key, "must be true or false, and is %s", describe(e.value))
		return false
	}
	return e.value.Value == "true"
}

// texts reads a list of strings without duplicates; check, if not nil, says what is wrong with one.
func (r *reader) texts(e entry, check func(string) string) []string {
	if e.value.Kind != yaml.SequenceNode {
		r.problem(e.value.Line, e.key, "must be a list (`[a, b]`), and is %s", describe(e.value))
		return nil
	}
	values := []string{}
	first := map[string]int{}
	for i, item := range e.value.Content {
		key := fmt.Sprintf("%s[%d]", e.key, i)
		value, ok := r.scalar(item, key)
		if !ok {
			continue
		}
		if line, seen := first[value]; seen {
			r.problem(item.Line, key, "%q is given twice, first in line %d; remove one of them", value, line)
			continue
		}
		first[value] = item.Line
		if check != nil {
			if reason := check(value); reason != "" {
				r.problem(item.Line, key, "%s", reason)
				continue
			}
		}
		values = append(values, value)
	}
	return values
}

func join(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

func list(known map[string]func(entry)) string {
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

func describe(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch node.Tag {
	case "!!null":
		return "nothing"
	case "!!str":
		return fmt.Sprintf("the text %q", node.Value)
	case "!!int", "!!float":
		return "the number " + node.Value
	case "!!bool":
		return "the truth value " + node.Value
	case "!!timestamp":
		return "the date " + node.Value
	}
	return fmt.Sprintf("%q", node.Value)
}
